"""From the report to the gate on the command line, where the re-inspection does not hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.rework import D12_RED, LOT, Document, again, lot, right, said
from unit.cli.conftest import Cli, Ran

OWN = {each: {"sample_size": 8, "accept": 0} for each in ("critical", "major", "minor")}
PACKED = lot(
    defects=[D12_RED | {"code": "P1", "category": "packaging", "units": 2, "plan": "packing"}],
    plans=[{"name": "packing", "sample_size": 8, "custom": OWN}],
)


@pytest.fixture
def at_the_gate(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Play report, rework, re-inspection and release; return how the last two ended."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DISPOSITION_CASES", "cases.db")
    monkeypatch.delenv("DISPOSITION_POLICIES", raising=False)

    def play(report: Document, of: Document = LOT) -> tuple[Ran, Ran]:
        Path("lot.json").write_text(json.dumps(of), encoding="utf-8")
        Path("again.json").write_text(json.dumps(report), encoding="utf-8")
        agreed = ["--set=scope=rework", "--set=consent=true", "--set=ready_by=2026-11-28"]
        for command in (
            ["new", "A", "lot.json", "--on", "2026-11-18", "--inspector", "Wang"],
            ["decide", "A", "--on", "2026-11-19", "--approved-by", "Zhao"],
            ["add", "A", "agreement", "--on", "2026-11-21", *agreed],
        ):
            assert cli("case", *command).status == 0
        added = cli("case", "add", "A", "reinspection", "again.json", "--on", "2026-11-30")
        cli("case", "add", "A", "document", "--on=2026-11-30", "--set=paper=reinspection_report")
        cli("case", "decide", "A", "--on", "2026-12-01", "--approved-by", "Zhao")
        return added, cli("case", "release", "A", "--on", "2026-12-01")

    return play


FALSE_TRUE = [said("D12", resolved=False), said("D12")]


@pytest.mark.parametrize(
    ("report", "of", "said_first", "said_last"),
    [
        (again(FALSE_TRUE), LOT, "", "D12 (major, RED, 1.defects.1)"),
        (again(FALSE_TRUE[::-1]), LOT, "", "D12 (major, BLUE, 1.defects.2)"),
        (again(right("1.defects.1")), LOT, "", "1 (D12 (major, BLUE, 1.defects.2))"),
        (
            again(right("D12")),
            LOT,
            "note: 2 findings go by `D12`, so it is said of none of them; name each by its line",
            "D12 (major, RED, 1.defects.1)",
        ),
        (
            again(right("D13")),
            LOT,
            '$.findings[0].finding: no inspection before has found `"D13"`',
            "not-inspected-again",
        ),
        (again(right(), inspector="WANG"), LOT, "", "re-inspection (WANG) has to be made by some"),
        (
            again(right(), {"date": "2026-11-10"}),
            LOT,
            "$.inspection.date: an inspection on 2026-11-10 is before the one on 2026-11-18",
            "not-inspected-again",
        ),
        (
            again(right("P1")),
            PACKED,
            "note: the plan `packing` counts again, and no sample of it is told",
            "beyond-the-plan",
        ),
    ],
)
def test_what_does_not_hold_is_refused_and_named(
    at_the_gate: object, report: Document, of: Document, said_first: str, said_last: str
) -> None:
    added, released = at_the_gate(report, of)  # type: ignore[operator] # a fixture's function
    assert said_first in added.err
    assert bool(added.err) == bool(said_first)
    assert released.status == 1
    assert said_last in " ".join(released.out.split())


@pytest.mark.parametrize("names", [("1.defects.1", "1.defects.2"), ("D12", "D12")])
def test_what_holds_is_released(at_the_gate: object, names: tuple[str, str]) -> None:
    added, released = at_the_gate(again(right(*names)))  # type: ignore[operator] # the same
    assert (added.status, added.err, released.status) == (0, "", 0)
