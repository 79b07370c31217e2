"""What the values of a missing fact would decide: labels, merges, kinds of fact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from disposition.explain.limits import limits_of
from disposition.explain.what_if.prospects import prospects
from disposition.language.types import FactSpec, FactType, Kind, Value
from disposition.semantics import Conclusion, Exact, Status
from support.trial import trial_policy

COUNT = FactSpec("n", FactType(Kind.INTEGER, "units"), "", given=False)
DAYS = FactSpec("n", FactType(Kind.INTEGER, "days"), "", given=False)
GIVEN_DAYS = FactSpec("n", FactType(Kind.INTEGER, "days"), "", given=True)
SHARE = FactSpec("n", FactType(Kind.DECIMAL, "percent"), "", given=False)
DAY = FactSpec("n", FactType(Kind.DATE), "", given=True)
FLAG = FactSpec("n", FactType(Kind.BOOLEAN), "", given=True)
WORD = FactSpec("n", FactType(Kind.ENUM, values=("low", "high", "top")), "", given=True)
TEXT = FactSpec("n", FactType(Kind.TEXT), "", given=True)
FIRST = Fraction(date(2026, 12, 1).toordinal())


def _told(spec: FactSpec, limits: set[Exact], ships: object) -> list[str]:
    """Return the labels of the ranges, those that ship marked with a star."""

    def conclude(value: Value) -> Conclusion:
        assert callable(ships)
        return Conclusion("accept" if ships(value) else "rework", Status.DECIDED, None)

    found = prospects(spec, frozenset(limits), conclude)
    return [each.value + ("*" if each.outcome == "accept" else "") for each in found]


@pytest.mark.parametrize(
    ("spec", "limits", "ships", "told"),
    [
        (COUNT, {Fraction(7)}, lambda n: n <= 7, ["7 or less*", "8 or more"]),
        (COUNT, {Fraction(0)}, lambda n: n == 0, ["0*", "1 or more"]),
        (COUNT, {Fraction(1)}, lambda n: n < 1, ["0*", "1 or more"]),
        (COUNT, {Fraction(1200)}, lambda n: n >= 1200, ["1,199 or less", "1,200 or more*"]),
        (
            COUNT,
            {Fraction(2), Fraction(9)},
            lambda n: 2 < n < 9,
            ["2 or less", "3 to 8*", "9 or more"],
        ),
        (COUNT, {Fraction(2), Fraction(9)}, lambda n: n == 2, ["1 or less", "2*", "3 or more"]),
        (COUNT, {Fraction(3), Fraction(4)}, lambda _: True, ["any value*"]),
        (COUNT, {Fraction(5, 2)}, lambda n: n > 2.5, ["2 or less", "3 or more*"]),
        (COUNT, set(), lambda _: False, ["any value"]),
        (DAYS, {Fraction(0)}, lambda n: n >= 0, ["-1 or less", "0 or more*"]),
        (GIVEN_DAYS, {Fraction(0)}, lambda n: n >= 0, ["any value*"]),
        (SHARE, {Fraction(2)}, lambda n: n <= 2, ["2 or less*", "more than 2"]),
        (SHARE, {Fraction(5, 2)}, lambda n: n < 2.5, ["less than 2.5*", "2.5 or more"]),
        (
            SHARE,
            {Fraction(1), Fraction(200001, 100000)},
            lambda n: 1 < n < Decimal("2.00001"),
            ["1 or less", "more than 1 and less than 2.00001*", "2.00001 or more"],
        ),
        (
            SHARE,
            {Fraction(1), Fraction(2)},
            lambda n: 1 <= n <= 2,
            ["less than 1", "1 to 2*", "more than 2"],
        ),
        (
            SHARE,
            {Fraction(1), Fraction(2)},
            lambda n: 1 < n <= 2,
            ["1 or less", "more than 1 and at most 2*", "more than 2"],
        ),
        (SHARE, {Fraction(1, 3)}, lambda _: True, []),
        (
            DAY,
            {FIRST},
            lambda day: day <= date(2026, 12, 1),
            ["2026-12-01 or earlier*", "2026-12-02 or later"],
        ),
        (
            DAY,
            {Fraction(date.max.toordinal())},
            lambda day: day == date.max,
            ["9999-12-30 or earlier", "9999-12-31*"],
        ),
        (FLAG, set(), lambda flag: flag, ["yes*", "no"]),
        (FLAG, set(), lambda _: True, ["any value*"]),
        (WORD, {"high"}, lambda word: word == "high", ["low or top", "high*"]),
        (TEXT, {"RED"}, lambda text: text == "RED", ["`RED`*", "anything else"]),
    ],
)
def test_the_ranges(spec: FactSpec, limits: set[Exact], ships: object, told: list[str]) -> None:
    assert _told(spec, limits, ships) == told


def test_a_fact_compared_with_facts_has_no_ranges() -> None:
    assert prospects(COUNT, None, lambda _: Conclusion("accept", Status.DECIDED, None)) == ()


def test_limits_are_found_through_parameters_and_definitions() -> None:
    limits = limits_of(trial_policy().checked)
    assert limits["defects.minor.rate"] == {Fraction(5, 2)}
    assert limits["defects.critical.found"] == {0}
    assert limits["shipment.urgency"] == {"high", "critical"}
    assert limits["lot.quantity"] == {10000, 5000}
