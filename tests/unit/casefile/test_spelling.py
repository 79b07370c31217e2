"""Ids and keys that look alike are one, whichever form of Unicode they come in; old ones, too."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from shutil import copyfile
from typing import Any
from unicodedata import normalize

import pytest

from disposition.casefile.case import Case
from disposition.casefile.errors import CaseError, CaseExistsError, KeyReusedError, NoCaseError
from disposition.casefile.log.chain import head_of
from disposition.casefile.log.entry import NewEntry, composed
from disposition.casefile.log.storage import Keeper, Memory
from disposition.casefile.store import CaseStore, tables
from disposition.casefile.store.rows import entry_row, head_row
from support.case_entries import FIRST_DAY, call, day, toy
from unit.casefile.test_formats import FORMAT_1

SQL = Callable[..., list[tuple[Any, ...]]]

DAY = date(2026, 11, 22)
NAMES = ["Köln-7", "Å-1", "각-2", "ệ", "\u212b-3", "\u212a-4"]
"""Ids with letters that can be written in several ways; the last two are one letter for another."""


def forms(name: str) -> list[str]:
    return [name, normalize("NFC", name), normalize("NFD", name)]


def new(text: str = "", key: str = "") -> NewEntry:
    return NewEntry("note", DAY, {"text": text}, key=key)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def keeper(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Keeper]:
    if request.param == "memory":
        yield Memory()
    elif request.param == "sqlite":
        with CaseStore.open(tmp_path / "cases.db") as store:
            yield store
    else:
        server = request.getfixturevalue("postgres_server")
        with server.database() as address, CaseStore.open(address) as store:
            yield store


def write_as_given(store: CaseStore, case: str, *news: NewEntry) -> None:
    """Write a case as versions before did, whatever form its id and keys have."""
    entries, previous = [], ""
    with store._database.writing() as connection:
        for number, each in enumerate(news, 1):
            entry, texts = composed(case, each, number=number, previous=previous)
            connection.execute(tables.ADD_ENTRY, entry_row(entry, texts))
            entries.append(entry)
            previous = entry.hash
        connection.execute(tables.ADD_CASE, head_row(head_of(entries), entries[0]))


@pytest.mark.parametrize("name", NAMES)
def test_ids_that_look_alike_are_one_case(keeper: Keeper, name: str) -> None:
    for at, given in enumerate(forms(name)):
        case = f"{at}-{given}"
        first = keeper.create(case, new())
        assert first.case == normalize("NFC", case)
        for again in forms(case):
            with pytest.raises(CaseExistsError, match="there is a case"):
                keeper.create(again, new())
            keeper.append(again, new())
            assert keeper.head(again).id == first.case
            assert keeper.entries(again)[0] == first
            assert list(keeper.verify(again)) == []
        assert keeper.head(case).entries == 1 + len(forms(case))


def test_many_at_once_are_no_other(store: CaseStore) -> None:
    name, other = forms("Köln-7")[1:]
    with pytest.raises(CaseExistsError, match="is given twice"):
        store.add_many([(name, [new()]), (other, [new()])])
    assert store.add_many([(other, [new(key=other)])]) == 1
    assert [head.id for head in store.heads()] == [name]
    assert store.entries(name)[0].key == name
    for again in (name, other):
        with pytest.raises(CaseExistsError, match="there is a case"):
            store.add_many([(again, [new()])])
    with pytest.raises(KeyReusedError):
        store.add_many([("PO-1", [new("a", key=name), new("b", key=other)])])


def test_keys_that_look_alike_are_one(keeper: Keeper) -> None:
    name, other = forms("schlüssel-7")[1:]
    keeper.create("PO-1", new())
    second = keeper.append("PO-1", new("b", key=other))
    assert second.key == name
    for key in (name, other):
        assert keeper.append("PO-1", new("b", key=key)) == second
        with pytest.raises(KeyReusedError):
            keeper.append("PO-1", new("else", key=key))
    assert keeper.head("PO-1").entries == 2


def test_what_is_too_long_in_one_form_only_is_taken(keeper: Keeper) -> None:
    name, other = forms("ö" * 150)[1:]
    keeper.create(other, new(key=other))
    assert keeper.head(other).id == name
    with pytest.raises(CaseError, match="1 to 200 printable characters"):
        keeper.head("x" * 201)


@pytest.mark.parametrize("name", NAMES)
def test_an_old_case_in_another_form_is_reached_and_written_to(store: CaseStore, name: str) -> None:
    old = normalize("NFD", name)
    write_as_given(store, old, new(), new("b", key="k"))
    for given in forms(name):
        assert store.head(given).id == old
        assert list(store.verify(given)) == []
        with pytest.raises(CaseExistsError):
            store.create(given, new())
        with pytest.raises(CaseExistsError):
            store.add_many([(given, [new()])])
        assert store.append(given, new("b", key="k")).number == 2
        store.append(given, new())
    assert [head.id for head in store.heads()] == [old]
    assert {entry.case for entry in store.entries(old)} == {old}
    assert list(store.verify()) == []


def test_of_two_old_cases_each_is_reached_as_it_is_spelled(store: CaseStore) -> None:
    name, other = forms("Köln-7")[1:]
    write_as_given(store, name, new("composed"))
    write_as_given(store, other, new("decomposed"))
    for given, text in ((name, "composed"), (other, "decomposed")):
        assert store.entries(given)[0].data["text"] == text
        assert store.append(given, new()).number == 2
    assert list(store.verify()) == []


def test_no_case_is_told_as_it_was_asked_for(store: CaseStore) -> None:
    store.create("Köln-8", new())
    for given in forms("Köln-7"):
        for ask in (store.head, store.entries, lambda case: list(store.verify(case))):
            with pytest.raises(NoCaseError, match="did you mean `Köln-8`"):
                ask(given)


def test_an_old_key_in_another_form_makes_a_retry_harmless(tmp_path: Path) -> None:
    path = copyfile(FORMAT_1, tmp_path / "cases.db")
    key = normalize("NFD", "zusätzlich")
    with CaseStore.open(path) as store:
        (first, second) = store.entries("Köln-7")
        assert second.key == key != normalize("NFC", key)
        again = NewEntry(second.kind, second.on, second.data, second.by, key=normalize("NFC", key))
        assert store.append("Köln-7", again) == second
        begun = NewEntry(first.kind, first.on, first.data, first.by, key="schlüssel")
        assert store.create("Köln-7", begun) == first
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM disposition_entries").fetchone() == (12,)


def test_a_case_goes_by_the_id_that_is_stored() -> None:
    name, other = forms("Köln-7")[1:]
    keeper = Memory()
    case = Case.begin(other, toy(), on=FIRST_DAY, key=other, keeper=keeper)
    assert case.id == name
    repeated = case.add("contact", call(), on=day(19), key=f"{other}-2")
    assert len(repeated.add("contact", call(), on=day(19), key=f"{name}-2").entries) == 2
    for key in (name, other):
        with pytest.raises(KeyReusedError, match=f"the key `{key}` was used for entry 1 of case"):
            case.add("contact", call(), on=day(19), key=key)
        with pytest.raises(KeyReusedError):
            case.decide(on=day(19), key=key)
    assert {step.case for step in case.next_steps(day(19))} == {name}
