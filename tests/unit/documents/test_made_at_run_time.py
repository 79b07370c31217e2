"""Classes declared at run time are read, written and described like those of the source."""

from __future__ import annotations

import gc
import weakref
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from disposition.documents.declaring import items, output, section, value
from disposition.documents.forms import PLAIN, Named
from disposition.documents.json.text import parse
from disposition.documents.numbers import count, decimal
from disposition.documents.reading import read
from disposition.documents.scalars import DAY, FLAG, TEXT, enum
from disposition.documents.schema import object_schema
from disposition.documents.writing import write
from disposition.frozen import frozen_class


def _made() -> type:
    row = frozen_class(
        "Row",
        {
            "line": value(count("lines", least=1), "Line of the order"),
            "held": value(FLAG, "Whether it is held back"),
        },
    )
    seller = frozen_class("Seller", {"code": value(TEXT, "Its number")})
    return frozen_class(
        "Own",
        {
            "incoterm": value(enum("EXW", "FOB"), "Who carries the goods"),
            "price": value(decimal("money"), "Price of a unit"),
            "due": value(DAY, "When it is due"),
            "seller": section(seller, "Who sells"),
            "rows": items(row, "Rows of the order"),
        },
    )


WHOLE: dict[str, Any] = {
    "incoterm": "FOB",
    "price": "4.20",
    "due": "2026-12-01",
    "seller": {"code": "S-1"},
    "rows": [{"line": 1, "held": False}, {}],
}


def test_it_is_read_and_written() -> None:
    own, problems = read(_made(), WHOLE)
    assert problems == []
    assert (own.price, own.due) == (Decimal("4.20"), date(2026, 12, 1))
    assert (own.seller.code, own.rows[0].held, own.rows[1].line) == ("S-1", False, None)
    assert write(own) == WHOLE


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({}, {}),
        ({"rows": None, "seller": None, "due": None}, {}),
        ({"rows": []}, {"rows": []}),
        ({"seller": {}}, {}),
        ({"price": 4}, {"price": "4"}),
    ],
)
def test_what_is_absent_is_left_out(said: dict[str, Any], kept: dict[str, Any]) -> None:
    own, problems = read(_made(), said)
    assert problems == []
    assert write(own) == kept


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([], ["$.custom: expected an object, found a list"]),
        ({"rows": [{"line": 0}]}, ["$.custom.rows[0].line: expected a whole number from 1 to"]),
        ({"seller": {"kode": "x"}}, ["$.custom.seller.kode: unknown key (did you mean `code`?)"]),
        ({"code": "S"}, ["$.custom.code: unknown key (it belongs at `$.custom.seller.code`)"]),
        (
            {"due": "soon", "incoterm": "fob"},
            ["$.custom.incoterm: expected one of `EXW`, `FOB`", "$.custom.due: expected a date"],
        ),
    ],
)
def test_every_problem_has_its_place_below_the_given_one(said: object, told: list[str]) -> None:
    _, problems = read(_made(), said, "$.custom")
    assert len(problems) == len(told)
    for problem, start in zip(problems, told, strict=True):
        assert str(problem).startswith(start)


def test_what_can_be_read_is_read() -> None:
    own, _ = read(_made(), {**WHOLE, "due": "soon", "rows": [{"line": 1}, {"line": 0}]})
    assert (own.due, own.rows, own.incoterm) == (None, None, "FOB")


def test_its_schema_says_what_is_read() -> None:
    schema = object_schema(_made())
    assert schema["additionalProperties"] is False
    assert schema["properties"]["incoterm"]["enum"] == ["EXW", "FOB", None]
    row = schema["properties"]["rows"]["items"]["properties"]["line"]
    assert row["description"] == "Line of the order"
    assert row["minimum"] == 1


def test_nothing_holds_a_class_that_is_not_used_any_more() -> None:
    made = _made()
    write(read(made, WHOLE)[0])
    read(made, {"due": 1})
    object_schema(made)
    gone = weakref.ref(made)
    del made
    gc.collect()
    assert gone() is None


def test_names_of_values_are_text_and_stand_once() -> None:
    named = frozen_class("Own", {"values": output("Values by name", Named(PLAIN))})
    twice = parse('{"values": {"a": 1, "a": 2}}')
    for said, told_at in [({"values": {1: 2}}, "$.values"), (twice, "$.values.a")]:
        _, problems = read(named, said)
        assert [each.where for each in problems] == [told_at]
