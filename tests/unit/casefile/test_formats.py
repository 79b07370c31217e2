"""A store of any format is read for ever, brought up to date by who writes, or refused plainly.

`stores/format-1.db` was written by version 0.1.0 before there was a format 2, with the policies of
`case_story`: four cases with amounts, texts in several scripts, keys, steps settled, a refused
release, and an id and keys in decomposed Unicode. It stays as it is.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from disposition.casefile.cases import Cases
from disposition.casefile.errors import StoreError
from disposition.casefile.store import CaseStore, tables
from disposition.casefile.store.tables import FORMAT
from support.case_writers import new_entry, opening
from unit.cli.case_story import LOT, write_story

SQL = Callable[..., list[tuple[Any, ...]]]

FORMAT_1 = Path(__file__).parent / "stores" / "format-1.db"
DECOMPOSED = unicodedata.normalize("NFD", "Köln-7")
RESTORE = "(restore it from a backup; nothing was changed)"
TEXT = "policy: house # “Räder”\nversion: 1.0.0\n"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy of the old file, beside the policies that were in force in it."""
    write_story(tmp_path)
    return Path(copyfile(FORMAT_1, tmp_path / "old.db"))


@pytest.fixture
def made_old(where: str, sql: SQL) -> str:
    """A store as it was in format 1, also on a server."""
    with CaseStore.open(where) as store:
        store.keep_policy("sha256:00", "house", "1.0.0", TEXT)
        store.create("PO-1", opening("PO-1"))
    sql(
        "DROP INDEX disposition_cases_lot",
        "ALTER TABLE disposition_cases DROP COLUMN lot",
        "ALTER TABLE disposition_policies DROP COLUMN text_hash",
        "UPDATE disposition_format SET number = 1",
    )
    return where


def refusal(where: str | Path, **options: bool) -> str:
    with pytest.raises(StoreError) as caught:
        CaseStore.open(where, **options)
    return str(caught.value)


def named(where: str) -> str:
    return where.partition("?")[0]


# --- older ---------------------------------------------------------------------------------------


def test_a_file_of_format_1_is_read_and_left_as_it_is(old: Path) -> None:
    before = old.read_bytes()
    with Cases.open(old, policies=old.parent / "policies", create=False) as cases:
        heads = {head.id: (head.entries, head.is_closed) for head in cases.heads()}
        assert heads == {
            DECOMPOSED: (2, False),
            "PO-4711": (5, False),
            "PO-8": (3, False),
            "PO-9": (2, True),
        }
        case = cases.get("PO-4711")
        agreed = case.entries[3]
        assert agreed.data["compensation"] == "1234.50"
        assert agreed.data["text"] == "sorting “as agreed”, 100 % — 全检\nby the supplier"
        assert case.entries[2].settles == ("call-supplier", "book-the-line")
        assert case.entries[2].by == "Jürgen 李"
        assert case.decision is not None
        assert case.decision.outcome == "rework"
        assert list(cases.verify()) == []
        taken, *_ = case.replay().decisions
        assert (taken.kind, taken.finding) == ("decision", "same")
        assert cases.get(DECOMPOSED).entries[0].data["lot"]["supplier"]["id"] == "Möbel AG"
    assert old.read_bytes() == before


def test_who_writes_brings_it_to_the_present_format(old: Path) -> None:
    with CaseStore.open(old) as store:
        before = {head.id: store.entries(head.id) for head in store.heads()}
    with Cases.open(old, policies=old.parent / "policies") as cases:
        case = cases.get("PO-4711").decide(on=date(2026, 11, 23), by="Li", key="again")
        assert case.entries[:-1] == before["PO-4711"]
        cases.begin("PO-10", LOT, on=date(2026, 11, 23))
        assert {
            each.id: cases.store.entries(each.id)[: len(before[each.id])]
            for each in cases.heads()
            if each.id in before
        } == before
        assert list(cases.verify()) == []
        assert [each.is_proved for each in cases.get("PO-10").replay().decisions] == []
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT number FROM disposition_format").fetchall() == [(FORMAT,)]
        for text, kept in connection.execute("SELECT text, text_hash FROM disposition_policies"):
            assert kept == tables.text_hash(text)


def test_it_is_so_in_both_databases(made_old: str, sql: SQL) -> None:
    with CaseStore.open(made_old, create=False) as store:
        assert store.policy("sha256:00") == TEXT
        assert store.entries("PO-1")[0].key == "opened"
        assert sql("SELECT number FROM disposition_format") == [(1,)]
        assert store.append("PO-1", new_entry("k")).number == 2
        store.keep_policy("sha256:11", "house", "1.1.0", "other")
    assert sql("SELECT number FROM disposition_format") == [(FORMAT,)]
    assert sql("SELECT id, lot FROM disposition_cases") == [("PO-1", "")]
    hashes = [(tables.text_hash(TEXT),), (tables.text_hash("other"),)]
    assert sql("SELECT text_hash FROM disposition_policies ORDER BY digest") == hashes


def test_many_who_write_at_once_bring_it_up_to_date_once(made_old: str) -> None:
    def write(number: int) -> int:
        with CaseStore.open(made_old) as store:
            return store.append("PO-1", new_entry(str(number))).number

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(write, range(8))) == [2, 3, 4, 5, 6, 7, 8, 9]


def test_what_fails_half_way_has_not_happened(
    made_old: str, sql: SQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: Any, step: Any = tables._STEPS[1]) -> None:
        step(connection)
        connection.exec_driver_sql("SELECT * FROM nothing")

    monkeypatch.setattr(tables, "_STEPS", {1: fail})
    with CaseStore.open(made_old) as store:
        with pytest.raises(StoreError, match="nothing"):
            store.append("PO-1", new_entry("k"))
        assert store.head("PO-1").entries == 1
    with CaseStore.open(made_old) as store:
        assert store.policy("sha256:00") == TEXT
    assert sql("SELECT number FROM disposition_format") == [(1,)]


# --- newer, and what is none ---------------------------------------------------------------------


def test_a_newer_one_is_not_touched(where: str, sql: SQL) -> None:
    with CaseStore.open(where) as store:
        store.create("PO-1", opening("PO-1"))
        sql("UPDATE disposition_format SET number = number + 1")
        message = (
            f"`{named(where)}` holds case files of format {FORMAT + 1}, and this version of "
            f"disposition reads those up to {FORMAT} (upgrade disposition; nothing was changed)"
        )
        # Somebody upgraded while this one had it open.
        for write in (
            lambda: store.append("PO-1", new_entry("k")),
            lambda: store.create("PO-2", opening("PO-2")),
            lambda: store.add_many([("PO-2", [opening("PO-2")])]),
            lambda: store.keep_policy("sha256:00", "house", "1.0.0", "text"),
        ):
            with pytest.raises(StoreError) as caught:
                write()
            assert str(caught.value) == message
    assert refusal(where) == refusal(where, create=False) == message
    assert sql("SELECT count(*) FROM disposition_entries") == [(1,)]
    assert sql("SELECT count(*) FROM disposition_policies") == [(0,)]


def test_a_newer_file_stays_as_it_is_to_the_byte(old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("UPDATE disposition_format SET number = 99")
        connection.execute("DROP TABLE disposition_policies")
        connection.commit()
    before = old.read_bytes()
    assert "of format 99" not in refusal(old)  # a table is missing, which no format explains
    assert old.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "held"),
    [
        ("INSERT INTO disposition_format VALUES (7)", f"`{FORMAT}` and `7`"),
        ("DELETE FROM disposition_format", "nothing"),
        ("UPDATE disposition_format SET number = 0", "`0`"),
        ("UPDATE disposition_format SET number = -1", "`-1`"),
    ],
)
def test_a_number_of_no_format_is_told(where: str, sql: SQL, statement: str, held: str) -> None:
    CaseStore.open(where).close()
    sql(statement)
    assert refusal(where) == (
        f"`{named(where)}` does not say of which format its case files are: "
        f"its table `disposition_format` holds {held} {RESTORE}"
    )


@pytest.mark.parametrize("where", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("value", "held"),
    [("'two\x1b'", '`"two\\u001b"`'), ("x'02'", "a Python bytes"), ("2.5", "`2.5`")],
)
def test_a_number_that_is_none_is_told(where: str, sql: SQL, value: str, held: str) -> None:
    CaseStore.open(where).close()
    sql(f"UPDATE disposition_format SET number = {value}")  # noqa: S608 - words of this file
    assert refusal(where).endswith(f"`disposition_format` holds {held} {RESTORE}")


@pytest.mark.parametrize("table", ["format", "cases", "entries", "policies"])
def test_a_table_that_is_missing_is_told_and_not_made(where: str, sql: SQL, table: str) -> None:
    CaseStore.open(where).close()
    sql(f"DROP TABLE disposition_{table}")
    for create in (True, False):
        assert refusal(where, create=create) == (
            f"`{named(where)}` holds case files, and its table `disposition_{table}` is missing "
            f"{RESTORE}"
        )


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "ALTER TABLE disposition_cases DROP COLUMN supplier",
            "format 3, and its table `disposition_cases` has no column `supplier`",
        ),
        (
            "ALTER TABLE disposition_policies DROP COLUMN text_hash",
            "format 3, and its table `disposition_policies` has no column `text_hash`",
        ),
        (
            "UPDATE disposition_format SET number = 1",
            "format 1, and its table `disposition_cases` has a column `lot`",
        ),
        (
            "UPDATE disposition_format SET number = 2",
            "format 2, and its table `disposition_cases` has a column `lot`",
        ),
    ],
)
def test_columns_of_another_format_are_told(
    where: str, sql: SQL, statement: str, told: str
) -> None:
    CaseStore.open(where).close()
    sql(statement)
    assert refusal(where) == f"`{named(where)}` is said to be of {told} {RESTORE}"


def test_columns_of_somebody_else_do_no_harm(where: str, sql: SQL) -> None:
    CaseStore.open(where).close()
    sql("ALTER TABLE disposition_cases ADD COLUMN remark TEXT")
    with CaseStore.open(where) as store:
        store.create("PO-1", opening("PO-1"))
        assert store.head("PO-1").entries == 1
