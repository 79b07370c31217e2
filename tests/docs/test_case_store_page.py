"""The lines by which a stranger verifies a store are enough: for all texts, and for any change."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from disposition.casefile.cases import Cases
from disposition.casefile.log.entry import NewEntry
from disposition.casefile.store.tables import FORMAT, METADATA
from support.checkout import ROOT
from unit.casefile.test_formats import FORMAT_1
from unit.cli.case_story import CASE, CONTACT, LOT, REPLY, write_story

PAGE = (ROOT / "docs/reference/case-store.md").read_text(encoding="utf-8")

AGREED = {
    "scope": "concession",
    "consent": True,
    "compensation": "1234.50",
    "percent": "2.5",
    "units": 12,
    "text": 'tab\t line\n \\ "quoted" / “全检” é e\u0301 😀',
}


def lines() -> str:
    (code,) = re.findall(r"```python\n(import hashlib\n.*?)```", PAGE, re.DOTALL)
    return str(code)


@pytest.fixture(scope="module")
def faults() -> Callable[[str | Path], Iterator[str]]:
    names: dict[str, Any] = {}
    exec(lines(), names)  # noqa: S102 - the page's own lines
    found: Callable[[str | Path], Iterator[str]] = names["faults"]
    return found


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with all that texts can be, decisions, keys, steps that are settled."""
    tmp_path = tmp_path_factory.mktemp("store")
    write_story(tmp_path)
    with Cases.open(tmp_path / "cases.db", policies=tmp_path / "policies") as cases:
        lot = {**LOT, "lot": {**LOT["lot"], "unit_price": "987.65"}}
        case = cases.begin(CASE, lot, on=date(2026, 11, 18), by="Jürgen 李", key="schlüssel “1”")
        case = case.add("contact", CONTACT, on=date(2026, 11, 18), settles=["call-supplier"])
        case = case.add("reply", REPLY, on=date(2026, 11, 19), settles=["a-b", "c-d"], key="k")
        case = case.decide(on=date(2026, 11, 19), by="Li", note="für alle")
        case = case.add("agreement", AGREED, on=date(2026, 11, 20))
        case, _ = case.release(on=date(2026, 11, 21))
        case.add("closed", {"because": "done"}, on=date(2026, 11, 22))
        for other in ("PO-1", "Köln 7/“2”", "😀"):
            cases.begin(other, LOT, on=date(2026, 11, 18))
        # What no kind of entry takes, and a store does: each control character is escaped its way.
        odd = {"text": "".join(map(chr, range(0x2FF))), "\u2028": [10**40, None, True, {}]}
        cases.store.create("odd", NewEntry("note", date(2026, 11, 18), odd))
    return tmp_path / "cases.db"


def changed(path: Path, folder: Path, statement: str) -> Path:
    """Return a copy of a store in which somebody changed something."""
    copy = Path(copyfile(path, folder / "copy.db"))
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute(statement).rowcount > 0
        connection.commit()
    return copy


def test_they_are_thirty_at_most_and_need_nothing() -> None:
    code = lines()
    assert len([line for line in code.splitlines() if line.strip()]) <= 30
    assert set(re.findall(r"^(?:from|import) (\w+)", code, re.MULTILINE)) == {
        "hashlib",
        "json",
        "sqlite3",
    }


def test_they_find_nothing_where_all_is_as_it_was_written(told: Path, faults: Any) -> None:
    assert list(faults(told)) == []


def test_they_hold_for_what_an_earlier_version_wrote(tmp_path: Path, faults: Any) -> None:
    write_story(tmp_path)
    old = copyfile(FORMAT_1, tmp_path / "cases.db")
    with Cases.open(old, policies=tmp_path / "policies") as cases:
        cases.begin("PO-1", LOT, on=date(2026, 11, 25))
    assert list(faults(old)) == []


COLUMNS = [
    *METADATA.tables["disposition_entries"].columns,
    *(METADATA.tables["disposition_cases"].columns[name] for name in ("id", "entries", "hash")),
    *(METADATA.tables["disposition_policies"].columns[name] for name in ("text", "text_hash")),
]


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_they_find_whatever_is_changed(
    told: Path, tmp_path: Path, faults: Any, column: Any
) -> None:
    name = column.name
    new = f"{name} + 90" if "INTEGER" in str(column.type) else f"{name} || ' '"
    statement = f"UPDATE {column.table.name} SET {name} = {new} WHERE rowid = 1"  # noqa: S608
    assert list(faults(changed(told, tmp_path, statement)))


@pytest.mark.parametrize("number", [1, 4, 7])
def test_they_find_an_entry_that_is_taken_away(
    told: Path, tmp_path: Path, faults: Any, number: int
) -> None:
    gone = f"DELETE FROM disposition_entries WHERE case_id = '{CASE}' AND number = {number}"  # noqa: S608
    assert list(faults(changed(told, tmp_path, gone)))


def test_the_page_tells_of_each_column_and_format() -> None:
    for table in METADATA.tables.values():
        assert f"`{table.name}`" in PAGE
        for column in table.columns:
            assert f"`{column.name}`" in PAGE, column
    assert re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE) == [
        str(number) for number in range(1, FORMAT + 1)
    ]
