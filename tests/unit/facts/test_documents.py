"""Lot documents: what is taken, the limits of JSON text, the schema."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from decimal import Context, Decimal, FloatOperation, setcontext
from types import MappingProxyType
from typing import Any

import jsonschema
import pytest
from attrs.exceptions import FrozenInstanceError

from disposition.documents.json.text import DEEPEST, LARGEST
from disposition.documents.reporting import MOST_PROBLEMS
from disposition.errors import LotError
from disposition.facts import Lot, lot_schema
from unit.facts.lots import TOY, toy

HUGE = 10**5000
"""A whole number that Python refuses to turn into text."""


def kind(value: object) -> str | None:
    """Name a test by its value's kind where the value itself cannot be."""
    return "huge" if isinstance(value, int) and abs(value) == HUGE else None


def problems(doc: Any) -> list[str]:
    with pytest.raises(LotError) as refused:
        Lot.from_dict(doc)
    return [str(problem) for problem in refused.value.problems]


def test_the_design_s_own_lot_is_taken() -> None:
    assert Lot.from_dict(TOY).to_dict() == TOY


@pytest.mark.parametrize("nothing", [{}, {"lot": None}, {"lot": {}}, {"lot": {"quantity": None}}])
def test_absent_and_null_are_unknown(nothing: Mapping[str, Any]) -> None:
    lot = Lot.from_dict(nothing)
    assert lot == Lot()
    assert lot.lot.quantity is None
    assert lot.to_dict() == {}


def test_an_absent_list_is_unknown_and_an_empty_one_is_empty() -> None:
    assert Lot.from_dict({"inspection": {}}).inspection.defects is None
    lot = Lot.from_dict({"inspection": {"defects": []}})
    assert lot.inspection.defects == ()
    assert lot.to_dict() == {"inspection": {"defects": []}}


def test_lots_are_values() -> None:
    lot = Lot.from_dict(toy())
    assert {lot, Lot.from_dict(toy())} == {lot}
    with pytest.raises(FrozenInstanceError):
        lot.lot.quantity = 1  # type: ignore[misc] # that it cannot be set is what is tested
    assert not hasattr(lot, "__dict__")


def test_any_mapping_and_tuples_are_taken() -> None:
    doc = MappingProxyType({"inspection": MappingProxyType({"checks": ({"name": "a"},)})})
    assert Lot.from_dict(doc).to_dict() == {"inspection": {"checks": [{"name": "a"}]}}


@pytest.mark.parametrize(
    ("given", "taken", "written"),
    [
        ("4.20", "4.20", "4.20"),
        (4.2, "4.2", "4.2"),
        (1e-7, "1E-7", "0.0000001"),
        (12345678.9, "12345678.9", "12345678.9"),
        (4, "4", "4"),
        (Decimal("4.20"), "4.20", "4.20"),
        (Decimal("1E+3"), "1000", "1000"),
        ("+4.2", "4.2", "4.2"),
        ("007", "7", "7"),
        ("-0", "0", "0"),
        (Decimal("0E-99"), "0", "0"),
        ("0." + "0" * 14 + "1", "1E-15", "0." + "0" * 14 + "1"),
        ("9" * 12 + ".999", "9" * 12 + ".999", "9" * 12 + ".999"),
    ],
)
def test_decimals(given: object, taken: str, written: str) -> None:
    lot = Lot.from_dict({"lot": {"unit_price": given}})
    assert lot.lot.unit_price == Decimal(taken)
    assert lot.to_dict() == {"lot": {"unit_price": written}}


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        (0.1 + 0.2, "found the float `0.30000000000000004` (it is not exact: round it to the"),
        (1e-16, "found the float `1e-16` (it is not exact"),
        (float("inf"), "found `Infinity`"),
        (Decimal("-Infinity"), "found `-Infinity`"),
        (True, "found `true`"),
        (HUGE, "found a whole number of about 5,001 digits"),
        (-HUGE, "found a whole number of about 5,001 digits"),
        ("1_000", 'found `"1_000"`'),
        (" 4.2", '(write `"4.2"`)'),
        ("٤", 'found `"٤"`'),
        ("9" * 20_000, "(20,000 characters)"),
        (b"4.2", "found a Python bytes"),
    ],
    ids=kind,
)
def test_what_is_no_exact_decimal(given: object, hint: str) -> None:
    (problem,) = problems({"lot": {"unit_price": given}})
    assert problem.startswith("$.lot.unit_price: expected a decimal ")
    assert hint in problem


@pytest.mark.parametrize(
    "given", [2.5, Decimal("0.5"), float("inf"), HUGE, Decimal("1E+9999999"), b"1", "1"], ids=kind
)
def test_what_is_no_count(given: object) -> None:
    (problem,) = problems({"lot": {"quantity": given}})
    assert problem.startswith("$.lot.quantity: expected a whole number from 1 to")


def test_the_thread_s_decimal_context_does_not_matter() -> None:
    before = Context()
    setcontext(Context(prec=2, traps=[FloatOperation]))
    try:
        lot = Lot.from_dict({"lot": {"unit_price": "1234.567"}})
        assert lot.to_dict() == {"lot": {"unit_price": "1234.567"}}
        lot = Lot.from_dict({"lot": {"quantity": 3.0, "unit_price": 4.2}})
        assert lot.to_dict() == {"lot": {"quantity": 3, "unit_price": "4.2"}}
        assert len(problems({"lot": {"quantity": 3.5, "unit_price": 0.1 + 0.2}})) == 2
    finally:
        setcontext(before)


def test_keys_that_are_no_text() -> None:
    assert problems({1: 2}) == ["$: expected keys that are text, found `1`"]


def test_many_problems_are_counted() -> None:
    found = problems({"inspection": {"defects": [{"units": -1}] * (MOST_PROBLEMS + 20)}})
    assert len(found) == MOST_PROBLEMS + 1
    assert found[-1] == "$: and 20 more problems (mend these first)"


def test_a_list_with_a_problem_is_not_built_upon() -> None:
    doc = {"segments": [{"sku": "RED", "batch": 7}], "defects": [{"sku": "BLUE", "units": 1}]}
    assert len(problems({"inspection": doc})) == 1


# --- JSON text -----------------------------------------------------------------------------------


def test_numbers_with_a_fraction_are_exact() -> None:
    lot = Lot.from_json('{"lot": {"unit_price": 4.10}}')
    assert lot.to_dict() == {"lot": {"unit_price": "4.10"}}


@pytest.mark.parametrize("text", ["\ufeff{}", b"\xef\xbb\xbf{}", bytearray(b"{}")])
def test_byte_order_marks_are_passed_over(text: str | bytes) -> None:
    assert Lot.from_json(text) == Lot()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"[" * 50_000_000, "at most 8,388,608 bytes"),
        ("[" * 50_000_000, "50,000,000 characters"),
        ("[" * LARGEST, "at most 64 levels of nesting"),
        ('{"a":' * 1_500_000, "at most 64 levels of nesting"),
        ('"' + '\\"' * 4_000_000, "has no end"),
        ("[" + "1" * 8_000_000, "not JSON"),
    ],
)
def test_hostile_texts_are_refused_quickly(text: str | bytes, message: str) -> None:
    before = time.process_time()
    with pytest.raises(LotError, match=message):
        Lot.from_json(text)
    assert time.process_time() - before < 1


def test_brackets_inside_texts_do_not_count_as_nesting() -> None:
    lot = Lot.from_json(json.dumps({"lot": {"product": '[{\\"' * 100}}))
    assert lot.lot.product == '[{\\"' * 100


def test_nesting_up_to_the_limit_is_read() -> None:
    with pytest.raises(LotError, match="expected an object, found a list"):
        Lot.from_json("[" * DEEPEST + "]" * DEEPEST)


def test_many_shallow_brackets_are_read() -> None:
    lot = Lot.from_json(json.dumps({"inspection": {"defects": [{}] * 1000, "checks": []}}))
    assert len(lot.inspection.defects or ()) == 1000


# --- the schema ----------------------------------------------------------------------------------


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(lot_schema())


@pytest.mark.parametrize(
    "doc",
    [
        {"lots": {}},
        {"lot": {"quantity": 0}},
        {"lot": {"quantity": "3"}},
        {"lot": {"unit_price": "4,20"}},
        {"lot": {"unit_price": -1}},
        {"lot": {"id": " "}},
        {"inspection": {"defects": [{"severity": "Major"}]}},
        {"inspection": {"defects": [None]}},
        {"contract": {"price_reduction": {"max_percent": 101}}},
        {"contract": {"rework": {"max_percent": "10"}}},
        {"as_of": 20261122},
        [],
    ],
)
def test_the_schema_refuses(doc: Any) -> None:
    assert not jsonschema.Draft202012Validator(lot_schema()).is_valid(doc)
    assert problems(doc)


def test_every_value_of_the_schema_is_described() -> None:
    def visit(part: Mapping[str, Any]) -> int:
        for key, below in part.get("properties", {}).items():
            assert below["description"], key
        deeper = [*part.get("properties", {}).values()]
        deeper += [part["items"]] if "items" in part else []
        return 1 + sum(map(visit, deeper))

    assert visit(lot_schema()) > 60
