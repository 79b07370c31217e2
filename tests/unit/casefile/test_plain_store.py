"""A store holds tables and nothing that runs, as its page says."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from disposition.casefile import Cases

RUNS = "SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')"


def test_a_store_has_no_triggers_and_views(tmp_path: Path) -> None:
    path = tmp_path / "cases.db"
    with Cases.open(path) as cases:
        cases.begin("PO-1", {"lot": {"id": "PO-1"}}, on=date(2026, 11, 18))
    with closing(sqlite3.connect(path)) as store:
        assert store.execute(RUNS).fetchall() == []
        store.execute("CREATE VIEW v AS SELECT id FROM disposition_cases")
        assert store.execute(RUNS).fetchall() == [("v",)]
