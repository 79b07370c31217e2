"""Objects whose keys many have alike are read as the first of them was."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from itertools import permutations
from threading import Barrier, Thread
from typing import Any

import pytest

from disposition import Lot, LotError
from disposition.documents.declaring import output
from disposition.documents.reading import FEW, MOST_SHAPES, _readers_of, reader_of
from disposition.facts.document.lot_document import Goods
from disposition.frozen import Factory, fields, frozen

OBJECTS: dict[str, dict[str, Any]] = {
    "empty": {},
    "part": {"inspection": {}},
    "nothing known": {"lot": None, "inspection": None, "as_of": None, "custom": None},
    "values": {
        "lot": {"id": " PO-1", "product": "mug", "quantity": 12, "unit_price": "4.20"},
        "as_of": "2026-11-18",
    },
    "other order": {"as_of": "2026-11-18", "lot": {"unit_price": 4, "quantity": 12.0, "id": "PO"}},
    "unknown values": {"lot": {"id": None, "quantity": None, "regulated": None}},
    "parts and lists": {
        "inspection": {
            "date": "2026-11-10",
            "sample_size": 125,
            "plan": {"level": "II", "aql": {"major": "2.5"}},
            "defects": [
                {"severity": "major", "units": 3, "reworkable": True},
                {"severity": "minor"},
                {},
                {"units": None, "code": "S-1"},
            ],
            "checks": [],
            "plans": None,
        },
        "contract": {"rework": {"allowed": True, "clause": "7.2"}, "termination": {}},
        "custom": {"pallets": [{"weight": 4}]},
    },
}


@pytest.mark.parametrize("name", OBJECTS)
def test_what_is_read_often_reads_as_it_did_at_first(name: str) -> None:
    read = [Lot.from_dict(OBJECTS[name]) for _ in range(FEW + 3)]
    of_other_kind = Lot.from_dict(OrderedDict(OBJECTS[name]))
    for each in (read[-1], of_other_kind):
        assert each == read[0]
        assert type(each) is Lot
        assert each.to_dict() == read[0].to_dict()
        assert hash(each) == hash(read[0])


def _problems(document: Any) -> str:
    with pytest.raises(LotError) as error:
        Lot.from_dict(document)
    return str(error.value)


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"lot": []},
        {"lot": ()},
        {"inspection": {"plan": "II"}},
        {"inspection": {"defects": [[]]}},
        {"inspection": {"defects": {}}},
        {"inspection": {"defects": [None]}},
        {"lot": {"quantity": "12"}},
        {"lot": {"id": "\n"}},
        {"lot": {"idd": "1"}},
        {1: 2},
        {"as_of": "soon"},
    ],
    ids=repr,
)
def test_what_is_wrong_is_told_however_often_the_like_was_read(document: Any) -> None:
    at_first = _problems(document)
    for name in ("empty", "parts and lists", "values"):
        for _ in range(FEW + 3):
            Lot.from_dict(OBJECTS[name])
            _problems(document)
    assert _problems(document) == at_first


@frozen
class Told:
    """What can be left out means something, and what cannot is told."""

    name: str = output("What it is called")
    words: Mapping[str, str] = output("Its words", unless=Factory(dict))
    since: date | None = output("Since when", before_it=None)
    size: int = output("How large", unless=7)


def test_what_an_absent_key_means_is_no_other_for_what_is_read_often() -> None:
    read = reader_of(Told)
    for _ in range(FEW + 3):
        first, second = read({"name": "a"}), read({"since": None, "name": "b", "size": 8})
        assert first == Told("a", {}, None, 7)
        assert first.words is not second.words
        assert second == Told("b", {}, None, 8)
        for refused in ({}, {"words": {}}, {"name": None}, {"name": "a", "size": None}):
            with pytest.raises((KeyError, ValueError)):
                read(refused)


def test_only_so_many_orders_of_keys_are_kept() -> None:
    names = [each.name for each in fields(Goods)]
    read = reader_of(Goods)
    for count in range(1, MOST_SHAPES + 9):
        keys = names[count % 11 :] + names[: count % 11]
        some = dict.fromkeys(keys[: 3 + count // 11])
        for _ in range(FEW + 2):
            assert read(some) == Goods()
    for one, other in permutations(names, 2):
        assert read({one: None, other: None}) == Goods()
    assert len(_readers_of(Goods)) <= MOST_SHAPES
    assert len(_readers_of(Goods)._counted) <= MOST_SHAPES


def test_what_threads_write_at_once_is_not_taken_for_one_another() -> None:
    """A reader by the keys of another object would take values for what they are not."""
    read, values = reader_of(Goods), {"id": "A", "product": "B", "quantity": 7}
    expected, found = read(values), list[Any]()
    orders = [*permutations(values)]
    begun = Barrier(len(orders))

    def keep_reading(order: tuple[str, ...]) -> None:
        document = {key: values[key] for key in order}
        begun.wait()
        try:
            found.extend(read(document) for _ in range(2 * FEW))
        except ValueError as error:
            found.append(error)

    threads = [Thread(target=keep_reading, args=(order,)) for order in orders]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [each for each in found if each != expected] == []
    assert (
        "read" not in _readers_of(Goods)._names
    )  # where the last one written would be all of them
