"""The open section of the lot document: what is taken, kept and refused."""

from __future__ import annotations

import json
import time
from datetime import datetime
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from disposition import LotError, load_policy
from disposition.facts import CATALOGUE, Lot, lot_schema, observe

OWN = {
    "plant": "1000",
    "released": True,
    "samples": 5,
    "inspector": None,
    "pallets": [{"weight": "412.50", "boxes": []}, {}],
}


def test_it_is_kept_as_it_is() -> None:
    lot = Lot.from_dict({"custom": OWN})
    assert lot.to_dict() == {"custom": OWN}
    assert Lot.from_dict(lot.to_dict()) == lot
    assert Lot.from_json(json.dumps({"custom": OWN})) == lot
    assert hash(lot) == hash(Lot.from_dict({"custom": OWN}))
    assert lot != Lot.from_dict({"custom": {**OWN, "plant": "1100"}})
    jsonschema.validate({"custom": OWN}, lot_schema())


def test_numbers_with_a_fraction_are_kept_exactly() -> None:
    told = Lot.from_json('{"custom": {"a": 0.10, "b": 12345678901234567890.5, "c": 125.0}}')
    assert told.to_dict() == {"custom": {"a": "0.10", "b": "12345678901234567890.5", "c": 125}}
    assert Lot.from_dict({"custom": {"a": Decimal("0.10")}}).custom == {"a": "0.10"}


@pytest.mark.parametrize("nothing", [None, {}])
def test_nothing_in_it_is_as_if_it_was_not_there(nothing: object) -> None:
    assert Lot.from_dict({"custom": nothing}) == Lot()
    assert Lot.from_dict({"custom": nothing}).to_dict() == {}


def test_it_shares_nothing_with_what_it_was_read_from() -> None:
    given: dict[str, Any] = {"custom": {"pallets": [{"weight": 1}]}}
    lot = Lot.from_dict(given)
    given["custom"]["pallets"][0]["weight"] = 2
    lot.to_dict()["custom"]["pallets"].clear()
    assert lot.to_dict() == {"custom": {"pallets": [{"weight": 1}]}}


KINDS = "expected text, a number, true or false, a list or an object"
REFUSED: list[tuple[Any, str]] = [
    ([1], "$.custom: expected an object, found a list"),
    ("x", '$.custom: expected an object, found `"x"`'),
    (
        {"a": 0.1 + 0.2},
        (
            f"$.custom.a: {KINDS}, found the float `0.30000000000000004` "
            '(it is not exact: round it to the places that are meant, or write text, "0.3")'
        ),
    ),
    ({"a": [{"b": float("inf")}]}, f"$.custom.a[0].b: {KINDS}, found `Infinity`"),
    ({"a": Decimal("-Infinity")}, f"$.custom.a: {KINDS}, found `-Infinity`"),
    ({"a": Decimal("1E+50")}, "$.custom.a: expected a number of at most 40 digits, found `1E+50`"),
    ({"a": -(10**60)}, "$.custom.a: expected a number of at most 40 digits, found `-1000"),
    (
        {"a": datetime(2026, 11, 18, 9)},  # noqa: DTZ001 - none is meant
        (
            "$.custom.a: expected a date such as 2026-11-18, found the Python date "
            "2026-11-18T09:00:00 (leave out the time of day: give its `.date()`)"
        ),
    ),
    ({"a": {1}}, f"$.custom.a: {KINDS}, found a Python set"),
    ({"a b": b"x"}, f'$.custom["a b"]: {KINDS}, found a Python bytes'),
    ({"a": "\x07"}, "$.custom.a: expected text without control characters or lone surrogates"),
    ({"a": "x" * 10_001}, "$.custom.a: expected text of at most 10,000 characters"),
    ({1: 2}, "$.custom: expected keys that are text, found `1`"),
    ({"": 2}, '$.custom: expected a key that is text, found `""`'),
    ({"k" * 101: 2}, "$.custom: expected a key that is text of at most 100 characters"),
]


@pytest.mark.parametrize(("data", "told"), REFUSED)
def test_what_is_no_plain_data_is_refused(data: Any, told: str) -> None:
    with pytest.raises(LotError) as caught:
        Lot.from_dict({"custom": data})
    assert str(caught.value).startswith(told)


def test_every_problem_is_told_at_its_place() -> None:
    with pytest.raises(LotError) as caught:
        Lot.from_dict({"lot": {"quantity": 0}, "custom": {"a": 1j, "b": [1j, {"c": 1j}]}})
    places = [each.where for each in caught.value.problems]
    assert places == ["$.lot.quantity", "$.custom.a", "$.custom.b[0]", "$.custom.b[1].c"]


def test_a_key_that_stands_twice_is_told() -> None:
    with pytest.raises(LotError, match=r"\$\.custom\.a\[0\]\.b: this key stands more than once"):
        Lot.from_json('{"custom": {"a": [{"b": 1, "b": 2}]}}')


def test_depth_and_size_are_bounded() -> None:
    deep: dict[str, Any] = {}
    for _ in range(14):
        deep = {"a": deep}
    assert Lot.from_dict({"custom": {"a": deep}}).custom == {"a": deep}
    with pytest.raises(LotError, match="expected at most 16 levels of nesting, found more"):
        Lot.from_dict({"custom": {"a": {"a": deep}}})
    assert Lot.from_dict({"custom": {"a": [1] * 99_999}}).custom == {"a": [1] * 99_999}
    with pytest.raises(LotError, match="expected at most 100,000 values, found more") as caught:
        Lot.from_dict({"custom": {"a": [1] * 100_001, "b": [1] * 7}})
    assert len(caught.value.problems) == 1


def test_data_that_holds_itself_ends_soon() -> None:
    itself: list[Any] = []
    itself += [itself] * 20
    start = time.process_time()
    with pytest.raises(LotError):
        Lot.from_dict({"custom": {"a": itself}})
    assert time.process_time() - start < 5


def test_it_changes_nothing_for_policies_that_declare_nothing() -> None:
    policy = load_policy()
    for document in ({}, {"lot": {"id": "L-1", "quantity": 500}, "as_of": "2026-11-18"}):
        plain, own = Lot.from_dict(document), Lot.from_dict({**document, "custom": OWN})
        assert policy.decide(own).to_json() == policy.decide(plain).to_json()
        assert observe(own, CATALOGUE) == observe(plain, CATALOGUE)
