"""A record that somebody altered by hand opens no gate, and the refusal says what was altered."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from disposition.casefile import Cases
from support.lots_in_part import may_ship_in_part
from support.shipped import POLICIES

DAY = date(2026, 11, 4)
ALTERED = (
    "UPDATE disposition_entries SET data = replace(data, '500', '400') WHERE number = 3",
    "UPDATE disposition_entries SET kind = 'draft' WHERE number = 4",
    "UPDATE disposition_entries SET settles = replace(settles, 'sort', 'lot') WHERE number = 4",
    "UPDATE disposition_entries SET happened_on = '2026-11-02' WHERE number = 2",
    "UPDATE disposition_entries SET previous = 'sha256:0' WHERE number = 2",
)
"""Each leaves a record that can be read."""


def test_a_record_as_it_was_written_opens_the_gate(tmp_path: Path) -> None:
    with Cases.open(tmp_path / "cases.db", policies=POLICIES) as cases:
        may_ship_in_part(keeper=cases.store)
        case, gate = cases.get("PO-8").release(on=DAY)
        assert gate.is_open
        assert case.entries[-1].kind == "released"


@pytest.mark.parametrize("statement", ALTERED)
def test_an_altered_record_opens_none(tmp_path: Path, statement: str) -> None:
    with Cases.open(tmp_path / "cases.db", policies=POLICIES) as cases:
        may_ship_in_part(keeper=cases.store)
        with closing(sqlite3.connect(tmp_path / "cases.db")) as connection, connection:
            assert connection.execute(statement).rowcount == 1
        case = cases.get("PO-8")
        looked_at = case.gate(DAY)
        case, gate = case.release(on=DAY)
    assert not looked_at.is_open
    assert "record-is-not-as-written" in [each.rule for each in gate.missing]
    assert "`PO-8`, entry" in gate.says()
    assert case.entries[-1].kind == "refused"
