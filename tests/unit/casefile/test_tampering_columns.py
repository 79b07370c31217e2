"""Each column of each table, changed by itself with plain SQL, is found; so is a row taken away.

The columns are those that the tables have, so that a new one cannot be forgotten.
"""

# ruff: noqa: S608 - the statements are put together from words of this file

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from disposition.casefile.cases import Cases
from disposition.casefile.errors import StoreError
from disposition.casefile.log.chain import Fault
from disposition.casefile.store import CaseStore
from disposition.casefile.store.tables import METADATA
from unit.cli.case_story import CASE, CONTACT, LOT, write_story

SQL = Callable[..., list[tuple[Any, ...]]]

CHANGES = {sa.Integer: ("1 - {}", "{} + 90"), sa.Text: ("{} || ' '", "''")}
"""What is written over a value, in SQL, by the type of its column."""

ROWS = {
    "disposition_format": ["1 = 1"],
    "disposition_cases": [f"id = '{CASE}'"],
    "disposition_entries": [f"case_id = '{CASE}' AND number = {number}" for number in (1, 5)],
    "disposition_policies": ["id = 'small-lot'", "id = 'release'"],
}
"""Which rows are changed, of each table."""


@pytest.fixture
def told(where: str, tmp_path: Path) -> str:
    """A store with a case that was decided, refused and closed, and another one."""
    write_story(tmp_path)
    with Cases.open(where, policies=tmp_path / "policies") as cases:
        case = cases.begin(CASE, LOT, on=date(2026, 11, 18), by="Li", key="new")
        case = case.add(
            "contact", CONTACT, on=date(2026, 11, 19), by="Li", key="k", settles=["call-supplier"]
        )
        case = case.decide(on=date(2026, 11, 20), by="Li", key="decide")
        case, _ = case.release(on=date(2026, 11, 21), by="Li", key="release")
        case.add("closed", {"because": "done"}, on=date(2026, 11, 22), by="Li", key="close")
        cases.begin("PO-5", LOT, on=date(2026, 11, 18))
    return where


def verified(where: str, case: str | None = None) -> list[Fault]:
    with CaseStore.open(where, create=False) as store:
        return list(store.verify(case))


@contextmanager
def putting_back(sql: SQL, table: str) -> Iterator[None]:
    """Put a table's rows back in the end."""
    sql(f"CREATE TABLE aside AS SELECT * FROM {table}")
    yield
    sql(f"DELETE FROM {table}", f"INSERT INTO {table} SELECT * FROM aside", "DROP TABLE aside")


def is_found(where: str, store: CaseStore, table: str) -> bool:
    """Whether it is found in the whole store and in the case; of the format, by who opens it."""
    if table == "disposition_format":
        with pytest.raises(StoreError, match=r"of (which )?format"):
            CaseStore.open(where)
        return True
    return bool(list(store.verify())) and bool(list(store.verify(CASE)))


def test_whatever_column_is_changed_is_found(told: str, sql: SQL) -> None:
    with CaseStore.open(told) as store:
        missed, tried = [], set()
        for table in METADATA.sorted_tables:
            for column, row in itertools.product(table.columns, ROWS[table.name]):
                for change in CHANGES[type(column.type)]:
                    name, new = column.name, change.format(column.name)
                    is_so = f"SELECT count(*) FROM {table.name} WHERE {row} AND {name} <> {new}"
                    if sql(is_so) == [(0,)]:
                        continue
                    tried.add(column)
                    with putting_back(sql, table.name):
                        sql(f"UPDATE {table.name} SET {name} = {new} WHERE {row}")
                        if not is_found(told, store, table.name):
                            missed.append(f"{table.name}.{name} = {new} WHERE {row}")
        assert missed == []
        assert tried == {column for table in METADATA.sorted_tables for column in table.columns}
        assert list(store.verify()) == []


def test_a_row_that_is_taken_away_is_found(told: str, sql: SQL) -> None:
    with CaseStore.open(told) as store:
        for table, rows in ROWS.items():
            for row in rows:
                with putting_back(sql, table):
                    sql(f"DELETE FROM {table} WHERE {row}")
                    assert is_found(told, store, table), (table, row)
        assert list(store.verify()) == []


def test_a_case_under_no_id_at_all_is_found(told: str, sql: SQL) -> None:
    sql(
        f"UPDATE disposition_cases SET id = '' WHERE id = '{CASE}'",
        f"UPDATE disposition_entries SET case_id = '' WHERE case_id = '{CASE}'",
    )
    assert {fault.case for fault in verified(told)} == {""}


def test_what_it_cannot_see_is_a_case_that_was_deleted_whole(told: str, sql: SQL) -> None:
    sql(
        f"DELETE FROM disposition_cases WHERE id = '{CASE}'",
        f"DELETE FROM disposition_entries WHERE case_id = '{CASE}'",
    )
    assert verified(told) == []


def test_a_policy_that_is_gone_is_told_once(told: str, sql: SQL) -> None:
    [(digest,)] = sql("SELECT digest FROM disposition_policies WHERE id = 'release'")
    sql("DELETE FROM disposition_policies WHERE id = 'release'")
    for faults in (verified(told), verified(told, CASE)):
        (fault,) = map(str, faults)
        by = "entry 1 of case `PO-4711` was written while it was in force"
        assert fault == f"policy `{digest}`: it is not kept, and {by}"


WORSE = {
    "a comment": ("text || '# so'", "its text is not as it was written"),
    "no policy": ("'rules: {'", "its text is no policy that can be used (line "),
    "nothing": ("''", "its text is no policy that can be used (line "),
    "another policy": (
        "(SELECT text FROM disposition_policies WHERE id = 'capa')",
        "its text is the policy of another digest, `sha256:",
    ),
}


@pytest.mark.parametrize("name", WORSE)
def test_what_is_wrong_with_a_policy_is_told(told: str, sql: SQL, name: str) -> None:
    value, message = WORSE[name]
    sql(f"UPDATE disposition_policies SET text = {value} WHERE id = 'release'")
    faults = verified(told)
    assert all(fault.policy and not fault.case for fault in faults)
    assert any(fault.message.startswith(message) for fault in faults)


def test_a_text_and_its_hash_changed_together_are_found_by_the_digest(told: str, sql: SQL) -> None:
    sql(
        "UPDATE disposition_policies SET text = (SELECT text FROM disposition_policies"
        " WHERE id = 'capa'), text_hash = (SELECT text_hash FROM disposition_policies"
        " WHERE id = 'capa') WHERE id = 'release'"
    )
    (fault,) = verified(told)
    assert fault.message.startswith("its text is the policy of another digest, `sha256:")


@pytest.mark.parametrize("where", ["sqlite"], indirect=True)
@pytest.mark.parametrize("column", ["id", "version", "text", "text_hash"])
def test_what_is_no_text_in_a_policy_is_told(told: str, sql: SQL, column: str) -> None:
    sql(f"UPDATE disposition_policies SET {column} = x'ff' WHERE id = 'release'")
    (fault,) = verified(told)
    assert fault.message == f"its column `{column}` holds a Python bytes, which cannot be read"
    sql(f"UPDATE disposition_policies SET {column} = cast(x'ff' AS TEXT) WHERE {column} = x'ff'")
    (fault,) = verified(told)
    assert fault.message.startswith("it cannot be fetched: `")
