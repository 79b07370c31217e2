"""What somebody changes in the tables with plain SQL is found, with the entry's number."""

# ruff: noqa: S608 - the statements are put together from words of this file

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest

from disposition.casefile.errors import StoreError
from disposition.casefile.log.entry import NewEntry
from disposition.casefile.store import CaseStore, reader
from disposition.decide import load_policy_text

SQL = Callable[..., list[tuple[Any, ...]]]

DAY = date(2026, 11, 22)
IDS = ("PO-1", "PO-2", "PO-3")

HOUSE_TEXT = """\
policy: house
version: 1.0.0
outcomes:
  accept: {title: Accept and ship, ships: all}
otherwise: hold
rules:
  none-found:
    permit: [accept]
    when: defects.major.found == 0
    because: no major defect was found
    source: House rule 1
"""
HOUSE = load_policy_text(HOUSE_TEXT)

CHANGED = "it is not as it was written"
UNLINKED = "it was not written after entry {} as that is now"
NO_HEAD = "it has no head, which would tell how many entries there are"


@pytest.fixture(autouse=True)
def cases(store: CaseStore) -> None:
    policies = {"house": HOUSE.digest}
    store.keep_policy(HOUSE.digest, HOUSE.id, HOUSE.version, HOUSE_TEXT)
    for case in IDS:
        store.create(case, NewEntry("opened", DAY, {"n": 1}, key="k1", policies=policies))
        for number in (2, 3, 4):
            data = {"n": number, "amount": "12.50"}
            new = NewEntry("note", DAY, data, "QA", ("ask",), policies, f"k{number}")
            store.append(case, new)


def entries(change: str, number: int = 2) -> str:
    return f"UPDATE disposition_entries SET {change} WHERE case_id = 'PO-2' AND number = {number}"


def head(change: str) -> str:
    return f"UPDATE disposition_cases SET {change} WHERE id = 'PO-2'"


def delete(number: str) -> str:
    return f"DELETE FROM disposition_entries WHERE case_id = 'PO-2' AND number IN ({number})"


def copied(number: int, place: int) -> str:
    """Put a copy of an entry at another place, without its key."""
    return f"""
        INSERT INTO disposition_entries
        SELECT case_id, {place}, kind, happened_on, written_by, data, settles, policies, '',
               previous, hash
        FROM disposition_entries WHERE case_id = 'PO-2' AND number = {number}"""


FOUND: dict[str, tuple[list[str], list[tuple[int, str]]]] = {
    "changed data": ([entries("data = replace(data, '12.50', '99.50')")], [(2, CHANGED)]),
    "changed date": ([entries("happened_on = '2026-01-01'", 3)], [(3, CHANGED)]),
    "changed kind": ([entries("kind = 'call'", 4)], [(4, CHANGED)]),
    "changed writer": ([entries("written_by = 'QC'")], [(2, CHANGED)]),
    "changed key": ([entries("key = ''")], [(2, CHANGED)]),
    "changed settles": ([entries("settles = '[]'")], [(2, CHANGED)]),
    "changed policies": ([entries("policies = '{}'", 1)], [(1, CHANGED)]),
    "changed link": (
        [entries("previous = 'sha256:00'")],
        [(2, UNLINKED.format(1)), (2, CHANGED)],
    ),
    "changed hash": (
        [entries("hash = 'sha256:00'")],
        [(2, CHANGED), (3, UNLINKED.format(2))],
    ),
    "changed last hash": (
        [entries("hash = 'sha256:00'", 4)],
        [(4, CHANGED), (4, "by its head, another entry was the last one")],
    ),
    "other text for the same data": (
        [entries("""data = '{"n": 2,"amount":"12.50"}'""")],
        [(2, CHANGED)],
    ),
    "a value given twice": (
        [entries("""data = '{"amount":"99.50","amount":"12.50","n":2}'""")],
        [(2, CHANGED)],
    ),
    "another way to write the day": (
        [entries("happened_on = '20261122'")],
        [(2, """its column `happened_on` holds `"20261122"`, which cannot be read""")],
    ),
    "swapped": (
        [entries("number = 9", 2), entries("number = 2", 3), entries("number = 3", 9)],
        [
            (2, UNLINKED.format(1)),
            (2, CHANGED),
            (3, UNLINKED.format(2)),
            (3, CHANGED),
            (4, UNLINKED.format(3)),
        ],
    ),
    "first deleted": ([delete("1")], [(1, "it is missing")]),
    "middle deleted": ([delete("2")], [(2, "it is missing")]),
    "last deleted": ([delete("4")], [(4, "it is missing")]),
    "last two deleted": ([delete("3, 4")], [(3, "it is missing, and so are all up to 4")]),
    "all deleted": ([delete("1, 2, 3, 4")], [(1, "it is missing, and so are all up to 4")]),
    "head deleted": (["DELETE FROM disposition_cases WHERE id = 'PO-2'"], [(0, NO_HEAD)]),
    "entry put in at the end": (
        [copied(4, 5)],
        [(5, UNLINKED.format(4)), (5, CHANGED), (5, "by its head, the case has 4 entries")],
    ),
    "entry put in between": (
        [entries("number = 5", 4), entries("number = 4", 3), copied(2, 3)],
        [
            (3, UNLINKED.format(2)),
            (3, CHANGED),
            (4, CHANGED),
            (5, CHANGED),
            (5, "by its head, the case has 4 entries"),
        ],
    ),
    "entry before the first": (
        [copied(1, 0)],
        [(0, "an entry is numbered 0; 1 is the first")],
    ),
    "last deleted and not counted": (
        [delete("4"), head("entries = 3")],
        [(3, "by its head, another entry was the last one")],
    ),
    "another day of opening": (
        [head("opened_on = '2026-01-01'")],
        [(1, "by its head, the case was opened on 2026-01-01, and this is of 2026-11-22")],
    ),
    "cut off": (
        [entries("""data = '{"amount":'""")],
        [(2, """its column `data` holds `"{\\"amount\\":"`, which cannot be read""")],
    ),
    "more after the data": (
        [entries("data = data || '{}'", 1)],
        [(1, """its column `data` holds `"{\\"n\\":1}{}"`, which cannot be read""")],
    ),
    "no day": (
        [entries("happened_on = 'yesterday'")],
        [(2, """its column `happened_on` holds `"yesterday"`, which cannot be read""")],
    ),
    "not even data": (
        [entries("data = '7'"), entries("settles = '[7]'", 3), entries("policies = '0'", 4)],
        [
            (2, 'its column `data` holds `"7"`, which cannot be read'),
            (3, 'its column `settles` holds `"[7]"`, which cannot be read'),
            (4, 'its column `policies` holds `"0"`, which cannot be read'),
        ],
    ),
    "a number with a fraction": (
        [entries("""data = '{"n":0.5}'""")],
        [(2, """its column `data` holds `"{\\"n\\":0.5}"`, which cannot be read""")],
    ),
    "neither open nor closed": (
        [head("closed = 7")],
        [(0, "its column `closed` holds `7`, which cannot be read")],
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_it_is_found(store: CaseStore, sql: SQL, name: str) -> None:
    statements, expected = FOUND[name]
    assert list(store.verify()) == []
    sql(*statements)
    for verified in (store.verify(), store.verify("PO-2")):
        found = [(fault.case, fault.number, fault.message) for fault in verified]
        assert found == [("PO-2", number, message) for number, message in expected]
    assert list(store.verify("PO-1")) == list(store.verify("PO-3")) == []


def test_an_entry_of_another_case_is_found(store: CaseStore, sql: SQL) -> None:
    moved = "UPDATE disposition_entries SET case_id = 'PO-2' WHERE case_id = 'PO-1' AND number = 2"
    sql(delete("2"), moved)
    found = [(fault.case, fault.number, fault.message) for fault in store.verify()]
    assert found == [
        ("PO-1", 2, "it is missing"),
        ("PO-2", 2, UNLINKED.format(1)),
        ("PO-2", 2, CHANGED),
        ("PO-2", 3, UNLINKED.format(2)),
    ]


def test_a_case_under_another_id_is_found(store: CaseStore, sql: SQL) -> None:
    sql(
        "UPDATE disposition_cases SET id = 'PO-9' WHERE id = 'PO-2'",
        "UPDATE disposition_entries SET case_id = 'PO-9' WHERE case_id = 'PO-2'",
    )
    found = [(fault.case, fault.number, fault.message) for fault in store.verify()]
    assert found == [
        ("PO-9", 1, "it does not begin this case"),
        *[("PO-9", number, CHANGED) for number in (1, 2, 3, 4)],
    ]


def test_entries_without_any_head_are_all_found(
    store: CaseStore, sql: SQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "PAGE", 1)
    sql("DELETE FROM disposition_cases WHERE id <> 'PO-2'")
    found = [(fault.case, fault.number, fault.message) for fault in store.verify()]
    assert found == [("PO-1", 0, NO_HEAD), ("PO-3", 0, NO_HEAD)]
    with pytest.raises(StoreError) as caught:
        store.create("PO-3", NewEntry("opened", DAY, {}))
    message = "case `PO-3` has entries that its head does not tell of"
    assert str(caught.value) == f"{message} (`verify` tells all that is wrong)"
    with pytest.raises(StoreError) as caught:
        store.add_many([("PO-1", [NewEntry("opened", DAY, {})])])
    message = "there are entries already of one of the cases `PO-1` to `PO-1`"
    assert str(caught.value) == f"{message} (`verify` tells all that is wrong)"


def test_the_database_itself_refuses_a_second_entry_of_a_key(sql: SQL) -> None:
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        sql(copied(2, 5), entries("key = 'k2'", 5))


def test_only_a_head_kept_elsewhere_shows_that_a_case_was_shortened_with_its_head(
    store: CaseStore, sql: SQL
) -> None:
    kept, [*_, third, _] = store.head("PO-2"), store.entries("PO-2")
    sql(delete("4"), head(f"entries = 3, hash = '{third.hash}'"))
    assert list(store.verify()) == []
    assert store.head("PO-2") != kept


# --- who reads is told ---------------------------------------------------------------------------

READING: dict[str, tuple[str, str]] = {
    "cut off": (
        entries("data = '{'"),
        'case `PO-2`, entry 2: its column `data` holds `"{"`, which cannot be read',
    ),
    "no day": (
        entries("happened_on = '2026-02-30'", 4),
        'case `PO-2`, entry 4: its column `happened_on` holds `"2026-02-30"`, which cannot be read',
    ),
    "last deleted": (
        delete("4"),
        "the entries of case `PO-2` are not those that its head tells of",
    ),
    "all deleted": (
        delete("1, 2, 3, 4"),
        "the entries of case `PO-2` are not those that its head tells of",
    ),
    "another last one": (
        entries("hash = 'sha256:00'", 4),
        "the entries of case `PO-2` are not those that its head tells of",
    ),
    "no day in the head": (
        head("opened_on = ''"),
        'case `PO-2`: its column `opened_on` holds `""`, which cannot be read',
    ),
}


@pytest.mark.parametrize("name", READING)
def test_who_reads_is_told(store: CaseStore, sql: SQL, name: str) -> None:
    statement, message = READING[name]
    sql(statement)
    told = f"{message} (`verify` tells all that is wrong)"
    with pytest.raises(StoreError) as caught:
        store.entries("PO-2")
    assert str(caught.value) == told
    read = store.read()
    assert next(read)[0].id == "PO-1"
    with pytest.raises(StoreError) as caught:
        next(read)
    assert str(caught.value) == told
    assert [head.id for head, _ in store.read(after="PO-2")] == ["PO-3"]


def test_who_lists_or_appends_is_told(store: CaseStore, sql: SQL) -> None:
    sql(head("entries = 2"))
    with pytest.raises(StoreError, match="case `PO-2` has entries that its head does not tell of"):
        store.append("PO-2", NewEntry("note", DAY, {}))
    sql(head("opened_on = 'x'"))
    for ask in (
        lambda: list(store.heads()),
        lambda: store.head("PO-2"),
        lambda: store.append("PO-2", NewEntry("note", DAY, {})),
    ):
        with pytest.raises(StoreError, match="case `PO-2`: its column `opened_on` holds"):
            ask()


# --- what only SQLite lets in --------------------------------------------------------------------


@pytest.mark.parametrize("where", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "number", "message"),
    [
        (
            entries("data = x'7b7d'"),
            2,
            "its column `data` holds a Python bytes, which cannot be read",
        ),
        (
            entries("kind = x'ff'"),
            2,
            "its column `kind` holds a Python bytes, which cannot be read",
        ),
        (
            entries("number = 'two'"),
            0,
            'its column `number` holds `"two"`, which cannot be read',
        ),
        (head("entries = 'x'"), 0, 'its column `entries` holds `"x"`, which cannot be read'),
        (
            head("product = x'00'"),
            0,
            "its column `product` holds a Python bytes, which cannot be read",
        ),
    ],
)
def test_what_is_no_text_is_told(
    store: CaseStore, sql: SQL, statement: str, number: int, message: str
) -> None:
    sql(statement)
    found = [(fault.case, fault.number, fault.message) for fault in store.verify()]
    assert found[0] == ("PO-2", number, message)
    with pytest.raises(StoreError, match="which cannot be read"):
        store.entries("PO-2")


@pytest.mark.parametrize("where", ["sqlite"], indirect=True)
def test_text_that_is_not_in_utf_8_is_told_and_all_else_looked_at(
    store: CaseStore, sql: SQL
) -> None:
    sql(
        entries("data = cast(x'7bff7d' AS TEXT)"),
        entries("written_by = 'QC'", 3),
        "UPDATE disposition_entries SET written_by = 'QC' WHERE case_id = 'PO-3' AND number = 3",
    )
    (first, *others) = store.verify()
    assert (first.case, first.number) == ("PO-2", 2)
    assert first.message.startswith("it cannot be fetched: `")
    assert [(fault.case, fault.number) for fault in others] == [("PO-2", 3), ("PO-3", 3)]
    with pytest.raises(StoreError, match="Could not decode to UTF-8"):
        store.entries("PO-2")
