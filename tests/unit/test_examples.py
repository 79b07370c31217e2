"""The example lots are realistic, and the shipped policy decides each as their page says."""

from __future__ import annotations

import re
import runpy
import sys
from pathlib import Path

import pytest

from disposition import Lot
from disposition.facts import observe
from support.checkout import ROOT, demo_lot
from support.shipped import POLICY

EXAMPLES = ROOT / "examples"
LOTS = sorted((EXAMPLES / "lots").glob("*.json"))
_ROW = re.compile(r"^\| \[([a-z-]+)\]\(lots/\1\.json\) \| (\w+) \| (\w+) \|", re.MULTILINE)


def read(path: Path) -> Lot:
    return Lot.from_json(path.read_text(encoding="utf-8"))


def told() -> dict[str, tuple[str, str]]:
    """Return what the page tells of each lot: outcome and status."""
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    return {name: (outcome, status) for name, outcome, status in _ROW.findall(page)}


def test_the_page_lists_every_lot() -> None:
    assert sorted(told()) == [path.stem for path in LOTS]


@pytest.mark.parametrize("path", LOTS, ids=lambda path: path.stem)
def test_a_lot_is_decided_as_the_page_says(path: Path) -> None:
    decision = POLICY.decide(read(path))
    assert (decision.outcome, decision.status) == told()[path.stem]


@pytest.mark.parametrize("path", LOTS, ids=lambda path: path.stem)
def test_a_lot_was_sampled_by_its_plan(path: Path) -> None:
    """All but the one whose sample is said to be too small."""
    sufficient = observe(read(path), ["inspection.sample_sufficient"])
    assert sufficient["inspection.sample_sufficient"] is (path.stem != "luggage-suitcases")


def test_the_lots_reach_every_outcome() -> None:
    outcomes = {outcome for outcome, _ in told().values()}
    assert outcomes == {*(each.id for each in POLICY.checked.outcomes), POLICY.checked.otherwise}


def test_the_sum_that_the_page_names_is_the_one_computed() -> None:
    lot = read(EXAMPLES / "lots" / "textile-pullovers.json")
    path = "contract.price_reduction.max_amount"
    assert f"{observe(lot, [path])[path]:,.0f} EUR" == "6,408 EUR"


def test_the_demo_makes_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "build" / "demo.html"
    arguments = [str(EXAMPLES / "demo.py"), str(ROOT / demo_lot()), str(page)]
    monkeypatch.setattr(sys, "argv", arguments)
    runpy.run_path(arguments[0], run_name="__main__")
    text = page.read_text(encoding="utf-8")
    assert "Rework and inspect again" in text
    assert "<tr><td>1 to 7<td>Accept and ship</tr>" in text  # 7 are accepted of 125 at AQL 2.5
    assert "<svg" in text
