"""`disposition case next`: all open cases, streamed; filters; cases that cannot be read."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from disposition.casefile.cases import Cases
from disposition.cli.case.next import StepsOfAll
from unit.cli.case_story import argue, begin_cases, end, work_in
from unit.cli.conftest import Cli, Ran

ALL = ["case", "next", "--as-of", "2026-11-25"]
IDS = [f"PO-{number}" for number in range(1, 5)]


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four cases: the first has come further, the last is closed."""
    work_in(tmp_path, monkeypatch)
    begin_cases(tmp_path, IDS)
    argue(tmp_path, IDS[0])
    argue(tmp_path, IDS[3])
    end(tmp_path, IDS[3])


def cases_in(ran: Ran) -> list[str]:
    return [line.split(":")[0] for line in ran.out.splitlines() if line.startswith("PO-")]


def test_all_open_cases(cli: Cli) -> None:
    ran = cli(*ALL)
    assert (ran.status, cases_in(ran)) == (0, IDS[:3])
    assert "PO-2: 4 steps as of 2026-11-25, 1 overdue\n  2026-11-20 OVERDUE  call-" in ran.out
    assert ran.err == "12 steps in 3 of 3 open cases as of 2026-11-25, 2 overdue\n"


def test_lines_are_what_the_library_says(cli: Cli) -> None:
    ran = cli(*ALL, "--lines")
    assert ran.status == 0
    with Cases.open("cases.db", policies="policies") as cases:
        steps = [each.to_dict() for each in cases.next_steps(date(2026, 11, 25))]
    assert [json.loads(line) for line in ran.out.splitlines()] == steps
    document = json.loads(cli(*ALL, "--json").out)
    assert document == {"as_of": "2026-11-25", "steps": steps}


def test_one_case_for_programs(cli: Cli) -> None:
    lines = cli("case", "next", "PO-2", "--as-of", "2026-11-25", "--lines")
    document = json.loads(cli("case", "next", "PO-2", "--as-of", "2026-11-25", "--json").out)
    assert [json.loads(line) for line in lines.out.splitlines()] == document["steps"]
    assert {each["case"] for each in document["steps"]} == {"PO-2"}
    none = cli("case", "next", "PO-4", "--as-of", "2026-12-25", "--json")
    assert json.loads(none.out) == {"as_of": "2026-12-25", "steps": []}


def test_only_what_is_overdue(cli: Cli) -> None:
    ran = cli(*ALL, "--overdue")
    assert cases_in(ran) == ["PO-2", "PO-3"]
    assert ran.out.count(" OVERDUE ") == 2
    assert "no date" not in ran.out
    assert ran.err == "2 steps in 2 of 3 open cases as of 2026-11-25, 2 overdue\n"


def test_one_line_for_each_step(cli: Cli) -> None:
    ran = cli("case", "next", "PO-2", "--as-of", "2026-11-25", "--short")
    assert ran.out == (
        "PO-2: 4 steps as of 2026-11-25, 1 overdue\n"
        "  2026-11-20 OVERDUE  call-supplier (order manager)\n"
        "  no date             give-root-cause (supplier)\n"
        "  no date             file-inspection-report (order manager)\n"
        "  no date             tell supplier.iso9001\n"
    )


def test_only_some_people(cli: Cli) -> None:
    ran = cli(*ALL, "--by", "Quality")
    assert cases_in(ran) == ["PO-1"]
    assert "answer-with-data (quality manager)" in ran.out
    assert cli(*ALL, "--by", "nobody").out == ""
    one = cli("case", "next", "PO-2", "--as-of", "2026-11-25", "--by", "nobody")
    assert one.out == "PO-2: no steps of `nobody` as of 2026-11-25\n"


def test_a_case_that_has_not_begun_by_the_day_is_left_out(cli: Cli) -> None:
    begin_later = ["case", "new", "PO-0", "lot.json", "--on", "2026-11-26"]
    assert cli(*begin_later).status == 0
    assert cases_in(cli(*ALL)) == IDS[:3]
    assert cases_in(cli("case", "next", "--as-of", "2026-11-26")) == ["PO-0", *IDS[:3]]


def test_steps_that_may_not_be_needed_say_what_decides(cli: Cli) -> None:
    policy = Path("policies/approach.yaml")
    text = policy.read_text().replace("when: talks.spoken == 0", "when: lot.regulated")
    policy.write_text(text)
    ran = cli("case", "next", "PO-2", "--as-of", "2026-11-25")
    assert "call-supplier (order manager), perhaps\n" in ran.out
    assert "      whether it is needed depends on lot.regulated\n" in ran.out


# --- cases that cannot be read -------------------------------------------------------------------


def spoil(statement: str) -> None:
    with closing(sqlite3.connect("cases.db")) as connection, connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("UPDATE disposition_entries SET data = '{' WHERE case_id = 'PO-2'", "column `data`"),
        ("DELETE FROM disposition_entries WHERE case_id = 'PO-2'", "its head tells of"),
        ("UPDATE disposition_entries SET kind = 'odd' WHERE case_id = 'PO-2'", "`odd`"),
    ],
)
def test_one_that_cannot_be_read_costs_no_other(what: str, said: str, cli: Cli) -> None:
    spoil(what)
    ran = cli(*ALL, "--overdue")
    assert (ran.status, cases_in(ran)) == (1, ["PO-3"])
    first, *_, last = ran.err.splitlines()
    assert first.startswith("error[")
    assert "`PO-2`" in first
    assert said in first
    assert last.endswith("in 1 of 2 open cases as of 2026-11-25, 1 overdue; 1 case unreadable")
    # The others are told in full, whichever way.
    lines = cli(*ALL, "--lines")
    assert (lines.status, {json.loads(each)["case"] for each in lines.out.splitlines()}) == (
        1,
        {"PO-1", "PO-3"},
    )


def test_the_last_one_and_two_in_a_row(cli: Cli) -> None:
    spoil("UPDATE disposition_entries SET data = '{' WHERE case_id IN ('PO-2', 'PO-3')")
    ran = cli(*ALL)
    assert (ran.status, cases_in(ran)) == (1, ["PO-1"])
    assert ran.err.endswith("; 2 cases unreadable\n")


def test_a_trouble_that_passes_costs_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from disposition.casefile.errors import StoreError

    with Cases.open("cases.db", policies="policies") as cases:
        read, failed = cases.store.read, []

        def unsteady(*, open_only: bool, after: str) -> object:
            for each in read(open_only=open_only, after=after):
                if each[0].id == "PO-2" and not failed:
                    failed.append(each)
                    raise StoreError("the line was cut")
                yield each

        monkeypatch.setattr(cases.store, "read", unsteady, raising=False)
        found = StepsOfAll(cases, date(2026, 11, 25))
        assert [case for case, _ in found] == IDS[:3]
    assert (found.unreadable, capsys.readouterr().err) == (0, "")


def test_a_head_that_cannot_be_read_ends_it(cli: Cli) -> None:
    spoil("UPDATE disposition_cases SET opened_on = 'x' WHERE id = 'PO-2'")
    ran = cli(*ALL)
    assert (ran.status, cases_in(ran)) == (2, ["PO-1"])
    assert "case `PO-2`: its column `opened_on` holds" in ran.err
