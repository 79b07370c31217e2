"""What a reader's own quick test lets through is what the reader returns as it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from disposition.documents.numbers import MOST, MOST_DAYS
from disposition.documents.scalars import DAY, FLAG, LONGEST_TEXT, NOTE, TEXT, ScalarType, enum
from disposition.facts.document.quantities import AQL, DAYS, MONEY, QUANTITY, UNITS


class Word(str):
    """A text that is more than a text."""

    __slots__ = ()


SCALARS = [AQL, DAY, DAYS, FLAG, MONEY, NOTE, QUANTITY, TEXT, UNITS, enum("pass", "not_stated")]
TEXTS = [
    "",
    " ",
    "\u00a0",
    "\u3000",
    "\t",
    "a\nb",
    "\0",
    "\ud800",
    "a" * LONGEST_TEXT,
    "pass",
    "2.5",
]
VALUES = [
    *TEXTS,
    *("pass", "a" * (LONGEST_TEXT + 1), "pass ", "Pass", Word("pass"), b"pass", ["pass"], {}, ()),
    *(True, False, 1.0, 0, -1, 1, 2**70, MOST, MOST + 1, MOST_DAYS, MOST_DAYS + 1, Decimal(1)),
    *("2026-11-18", "2026-02-30", date(2026, 11, 18), float("nan"), float("inf")),
]


@pytest.mark.parametrize("scalar", SCALARS, ids=lambda scalar: scalar.usual[:60])
def test_the_usual_test_holds_only_for_what_is_taken_as_it_is(scalar: ScalarType) -> None:
    for value in VALUES:
        if eval(scalar.usual, {"value": value}):  # noqa: S307 - our own source
            taken = scalar.read(value)
            assert (taken, type(taken)) == (value, type(value))


@pytest.mark.parametrize(
    ("scalar", "value"), [(TEXT, "A-1"), (UNITS, 7), (FLAG, False), (enum("pass"), "pass")]
)
def test_plain_values_pass_it(scalar: ScalarType, value: object) -> None:
    assert eval(scalar.usual, {"value": value})  # noqa: S307 - our own source
