"""Values as databases and data frames give them are taken for what they are, or refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from disposition import Facts, Lot, LotError
from disposition.documents.external_values import as_plain

DAY, WITHOUT = date(2026, 11, 18), datetime(2026, 11, 18)  # noqa: DTZ001 - as databases have it


class Timestamp(datetime):
    """As pandas has it: a time with nanoseconds."""

    nanosecond = 0


class Odd(Timestamp):
    nanosecond = 5


class NotATime(datetime):
    """As pandas has it: a time that is not equal to itself."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return False


class NAType:
    """As pandas has it: comparing it says nothing."""

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")

    def __eq__(self, other: object) -> Any:
        return self

    __hash__ = None  # type: ignore[assignment]


class Arrow:
    """As Arrow has single values and columns of them."""

    def __init__(self, value: object) -> None:
        self._value = value

    def as_py(self) -> object:
        return self._value


class ArrowColumn:
    def __init__(self, *values: object) -> None:
        self._values = list(values)

    def to_pylist(self) -> list[object]:
        return self._values


ABSENT = [
    float("nan"),
    Decimal("NaN"),
    Decimal("sNaN"),
    np.float64("nan"),
    np.float32("nan"),
    np.datetime64("NaT", "ns"),
    NotATime(2026, 11, 18),
    NAType(),
    np.ma.masked,
    Arrow(None),
    Arrow(float("nan")),
]
PLACES = [
    ("lot.quantity", 3200),
    ("lot.unit_price", "4.20"),
    ("lot.product", "Wooden train"),
    ("lot.regulated", True),
    ("lot.category", "toys"),
    ("as_of", "2026-11-22"),
    ("custom.colour", "RED"),
]


def document(path: str, value: Any) -> dict[str, Any]:
    for key in reversed(path.split(".")):
        value = {key: value}
    return value  # type: ignore[no-any-return]


@pytest.mark.parametrize("path", [path for path, _ in PLACES])
@pytest.mark.parametrize("nothing", ABSENT, ids=lambda nothing: type(nothing).__name__)
def test_what_says_that_there_is_no_value_is_absent(path: str, nothing: Any) -> None:
    assert Lot.from_dict(document(path, nothing)) == Lot.from_dict(document(path, None))
    assert Lot.from_dict({**document(path, nothing), "lot": {"id": "A"}}).lot.id == "A"
    assert Facts({path: nothing}).observe([path]) == {path: None}


@pytest.mark.parametrize("nothing", ABSENT, ids=lambda nothing: type(nothing).__name__)
def test_whole_parts_can_be_absent_so(nothing: Any) -> None:
    assert Lot.from_dict({"inspection": nothing}) == Lot()
    assert Lot.from_dict({"inspection": {"defects": nothing}}) == Lot()


TAKEN: list[tuple[str, Any, Any]] = [
    *(("lot.quantity", value, 3) for value in (3.0, Decimal("3.00"), np.float64(3))),
    *(("lot.quantity", kind(3), 3) for kind in (np.int8, np.uint64, np.int64, np.float32)),
    *(("lot.quantity", np.array(3, dtype=kind), 3) for kind in ("i8", "u1", "f4")),
    *(("lot.unit_price", kind("4.2"), "4.2") for kind in (float, Decimal, np.float64, np.float32)),
    *(("lot.unit_price", kind(4), "4") for kind in (int, float, np.int64, np.float16)),
    *(("lot.regulated", value, True) for value in (True, np.bool_(True), np.array(True))),
    *(("lot.category", value, "toys") for value in ("toys", np.str_("toys"))),
    *(("as_of", value, "2026-11-18") for value in (DAY, WITHOUT, Timestamp(2026, 11, 18))),
    *(("as_of", np.datetime64("2026-11-18", unit), "2026-11-18") for unit in ("D", "s", "ns")),
    *(("custom.on", value, "2026-11-18") for value in (DAY, WITHOUT, np.datetime64("2026-11-18"))),
    *(("lot.unit_price", Arrow(value), "4.2") for value in (4.2, Decimal("4.2"))),
    *(("custom.n", value, 7) for value in (7, np.int32(7), Arrow(7))),
    *(("custom.n", value, 7) for value in (7.0, Decimal("7.00"), np.float64(7), Decimal("7E+0"))),
    *(("custom.n", value, "0.5") for value in (0.5, np.float32(0.5), Decimal("0.5"))),
]


@pytest.mark.parametrize(("path", "value", "written"), TAKEN)
def test_values_are_taken_for_what_they_are(path: str, value: Any, written: Any) -> None:
    assert Lot.from_dict(document(path, value)).to_dict() == document(path, written)
    assert Facts({path: value}).observe([path]) == Facts({path: written}).observe([path])


def test_a_mistake_elsewhere_changes_nothing_in_how_they_are_read() -> None:
    """The way on which mistakes are told reads single values alike."""
    for path, value, _ in TAKEN:
        with pytest.raises(LotError) as caught:
            Lot.from_dict({**document(path, value), "colour": 1})
        assert [each.where for each in caught.value.problems] == ["$.colour"]


def test_columns_and_arrays_are_lists() -> None:
    defects = np.array([{"code": "D1", "units": np.int64(2)}, {"code": "D2", "units": np.nan}])
    doc = {"inspection": {"defects": defects}, "custom": {"weights": np.array([1.5, 2.0])}}
    assert Lot.from_dict({"inspection": {"defects": ArrowColumn({"code": "D1"})}}).to_dict() == {
        "inspection": {"defects": [{"code": "D1"}]}
    }
    assert Lot.from_dict(doc).to_dict() == {
        "inspection": {"defects": [{"code": "D1", "units": 2}, {"code": "D2"}]},
        "custom": {"weights": ["1.5", 2]},
    }


@pytest.mark.parametrize(
    ("path", "value", "code", "message", "hint"),
    [
        ("lot.unit_price", 0.1 + 0.2, "not-exact", "the float `0.30000000000000004`", "round it"),
        ("lot.unit_price", np.float64(1 / 3), "not-exact", "the float `0.333", "round it"),
        ("lot.unit_price", Fraction(1, 3), "wrong-type", "found a Python Fraction", ""),
        ("lot.quantity", 2.5, "not-exact", "a whole number from 1 to", ""),
        ("lot.quantity", np.int64(-1), "out-of-range", "found `-1`", ""),
        ("lot.quantity", np.array([1, 2]), "wrong-type", "found a Python ndarray", ""),
        ("lot.regulated", np.int64(1), "wrong-type", "found `1`", "write `true`"),
        ("lot.product", np.int64(7), "wrong-type", "found `7`", 'write it as text, `"7"`'),
        ("as_of", datetime(2026, 11, 18, 9, tzinfo=UTC), "wrong-type", "T09:00", "the place"),
        ("as_of", datetime(2026, 11, 18, 9), "wrong-type", "T09:00", "time of day"),  # noqa: DTZ001
        ("as_of", Odd(2026, 11, 18), "wrong-type", "2026-11-18T00:00", "time of day"),
        ("as_of", np.datetime64("2026-11-18T09:00"), "wrong-type", "T09:00", "time of day"),
        ("as_of", np.timedelta64(3, "D"), "wrong-type", "found a Python timedelta64", ""),
    ],
)
def test_what_cannot_be_taken_is_told(
    path: str, value: Any, code: str, message: str, hint: str
) -> None:
    with pytest.raises(LotError) as caught:
        Lot.from_dict(document(path, value))
    (problem,) = caught.value.problems
    assert (problem.where, problem.code) == (f"$.{path}", code)
    assert message in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity", "1e999999999999999999999"])
@pytest.mark.parametrize("path", ["lot.unit_price", "lot.quantity", "as_of", "custom.a"])
def test_json_text_has_no_such_numbers(path: str, written: str) -> None:
    first, last = path.rpartition(".")[::2]
    text = f'{{"{last}": {written}}}'
    with pytest.raises(LotError, match=r"expected .*, found `(NaN|-?Infinity)`"):
        Lot.from_json(f'{{"{first}": {text}}}' if first else text)


class Hostile:
    """Anything may be asked of a value; what it answers must not be believed."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("do not compare me")

    __hash__ = None  # type: ignore[assignment]


def test_other_values_are_left_alone() -> None:
    for value in (Hostile(), object(), {1}, b"x", Fraction(1, 3), 1j, type):
        assert as_plain(value) is value


LEFT_OUT = "leave the key out when it is not known"
HINTS = [
    ("$.lot.unit_price", "1,234", 'write `"1.234"` or `"1234"`'),
    ("$.lot.unit_price", "4,20", 'write `"4.20"`'),
    ("$.lot.unit_price", "0,125", 'write `"0.125"`'),
    ("$.lot.unit_price", "1.234,5", 'write `"1234.5"`'),
    ("$.lot.unit_price", "1,234,567.89", 'write `"1234567.89"`'),
    ("$.lot.unit_price", "1 000", 'write `"1000"`'),
    ("$.lot.unit_price", "4.", 'write `"4"`'),
    ("$.lot.unit_price", "1_000", 'write `"1000"`'),
    ("$.lot.unit_price", "1e3", 'write it without an exponent, `"1000"`'),
    ("$.lot.unit_price", "1,2,3", ""),
    ("$.lot.quantity", "3.200", "write `3200`"),
    ("$.lot.quantity", "3.000", "write `3` or `3000`"),
    ("$.lot.quantity", "3200.0", "write `3200`"),
    ("$.lot.quantity", "3200.5", ""),
    ("$.lot.quantity", "0", ""),
    *(("$.lot.quantity", text, LEFT_OUT) for text in ("", " ", "N/A", "null", "-", "NaN", "?")),
    *(("$.lot.regulated", text, LEFT_OUT) for text in ("", "unknown")),
    *(("$.as_of", text, LEFT_OUT) for text in ("", "00000000", "0000-00-00", "n/a")),
    ("$.inspection.report_result", "", LEFT_OUT),
]


@pytest.mark.parametrize(("place", "text", "hint"), HINTS)
def test_a_text_gets_a_hint_on_all_that_it_can_mean(place: str, text: str, hint: str) -> None:
    section, _, key = place.removeprefix("$.").rpartition(".")
    with pytest.raises(LotError) as caught:
        Lot.from_dict({section: {key: text}} if section else {key: text})
    assert [(each.where, each.hint) for each in caught.value.problems] == [(place, hint)]


def test_a_list_is_no_fact() -> None:
    with pytest.raises(LotError, match="or false, found a list"):
        Facts({"custom.lines": []})
