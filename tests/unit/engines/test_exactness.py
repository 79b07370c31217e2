"""Comparisons at the edge of what numbers and dates can hold, in every engine."""

from __future__ import annotations

import decimal
import threading
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from disposition.engines import make_engine
from disposition.language.types import Value
from disposition.semantics import Truth
from support.engines import EVERY_ENGINE, answers, policy_of

D = Decimal
BIG = 2**53
NINES = 999_999_999_999_999

CASES: list[tuple[str, Mapping[str, Value], bool]] = [
    # binary fractions would say otherwise
    ("rate.a + rate.b == 0.3", {"rate.a": D("0.1"), "rate.b": D("0.2")}, True),
    ("rate.a * 3 == 0.3", {"rate.a": D("0.1")}, True),
    ("rate.a / 3 * 3 == 1", {"rate.a": D("1")}, True),
    ("rate.a / 3 == 0.333333333333333", {"rate.a": D("1")}, False),
    ("count.a / 3 > 0.333333333333333", {"count.a": 1}, True),
    ("count.a / -7 * -7 == count.a", {"count.a": 10}, True),
    ("count.a / -0.3 < -3.33333333333333", {"count.a": 1}, True),
    # neighbours of fifteen digits
    ("rate.a < 0.999999999999999", {"rate.a": D("0.999999999999998")}, True),
    ("rate.a == 0.999999999999999", {"rate.a": D("0.999999999999998")}, False),
    ("rate.a > 99999999999999.9", {"rate.a": D("99999999999999.8")}, False),
    ("rate.a * rate.b == rate.a", {"rate.a": D(NINES), "rate.b": D("1.00000000000000")}, True),
    ("rate.a * rate.a > rate.b", {"rate.a": D(NINES), "rate.b": D(10) ** 30}, False),
    # beyond binary fractions, and beyond 64 bits
    ("count.a == count.b", {"count.a": BIG, "count.b": BIG + 1}, False),
    ("count.a < count.b", {"count.a": BIG, "count.b": BIG + 1}, True),
    ("count.a - count.b == 1", {"count.a": 10**30 + 1, "count.b": 10**30}, True),
    ("count.a > 999999999999999", {"count.a": BIG + 1}, True),
    ("count.a > 999999999999999", {"count.a": 10**40}, True),
    ("count.a < -999999999999999", {"count.a": -(10**40)}, True),
    ("count.a == 0", {"count.a": 2**64}, False),
    # dividing multiplies the other side: the literal itself leaves the native engine's range
    ("count.a / 999999999999999 == 999999999999999", {"count.a": NINES**2}, True),
    ("count.a / 999999999999999 > 999999999999999", {"count.a": NINES**2 + 1}, True),
    ("count.a / 999999999999999 < 999999999999999", {"count.a": NINES**2}, False),
    ("count.a / 999999999999999 in [999999999999999]", {"count.a": NINES**2}, True),
    ("count.a / 999999999999999 in [999999999999999]", {"count.a": BIG}, False),
    # days far outside the calendar are numbers like others
    ("day.a + 1000000000 > day.b", {"day.a": date.max, "day.b": date.min}, True),
    ("day.a - 1000000000 < '0001-01-01'", {"day.a": date.min}, True),
    ("day.a - day.b == 3652058", {"day.a": date.max, "day.b": date.min}, True),
    ("day.a >= '9999-12-31'", {"day.a": date.max}, True),
    ("day.a <= '0001-01-01'", {"day.a": date.min}, True),
]


@pytest.mark.parametrize("name", EVERY_ENGINE)
@pytest.mark.parametrize(("condition", "facts", "expected"), CASES)
def test_exact(name: str, condition: str, facts: Mapping[str, Value], expected: bool) -> None:
    policy = policy_of(condition, f"not ({condition})", "flag.c")
    for flag in (None, True):
        found = answers(make_engine(name, policy), policy, {**facts, "flag.c": flag})
        assert found[:2] == [expected, not expected]


def in_thread_with(context: decimal.Context, policy_name: str) -> list[Truth]:
    """Make and ask an engine in a thread whose decimal context rounds, and forbids to."""
    found: list[Truth] = []
    conditions = (
        "rate.a + rate.b == 1234.56789",
        "rate.a / -1.23456789 * 1.23456789 == 0 - rate.a",
        "count.a * 1.00000001 > count.a",
        "rate.a in [1234.5, 1.23456789]",
        "rate.a * rate.b < 1.524",
    )
    policy = policy_of(*conditions)
    facts = {"rate.a": D("1234.5"), "rate.b": D("0.06789"), "count.a": 10**12}

    def run() -> None:
        decimal.setcontext(context)
        found.extend(answers(make_engine(policy_name, policy), policy, facts))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found


@pytest.mark.parametrize("name", EVERY_ENGINE)
@pytest.mark.parametrize(
    "context",
    [
        decimal.Context(prec=3),
        decimal.Context(prec=3, traps=[decimal.Inexact, decimal.Rounded, decimal.FloatOperation]),
        decimal.Context(prec=1, Emax=1, Emin=-1, rounding=decimal.ROUND_UP),
    ],
)
def test_the_threads_decimal_context_does_not_matter(name: str, context: decimal.Context) -> None:
    assert in_thread_with(context, name) == [True, True, True, True, False]


@pytest.mark.parametrize("name", EVERY_ENGINE)
def test_numbers_of_thousands_of_digits(name: str) -> None:
    """Python refuses to write such a number out as text, so none may get into generated source."""
    divided = " + ".join(["count.a / 999999999999999"] * 30)
    define = {f"d{number}": divided for number in range(12)}
    condition = " + ".join(define) + " > count.b"
    policy = policy_of(condition, define=define)
    facts = {"count.a": NINES, "count.b": 12 * 30 - 1}
    assert answers(make_engine(name, policy), policy, facts) == [True]


@pytest.mark.parametrize("name", EVERY_ENGINE)
def test_conditions_as_deep_as_a_policy_may_have_them(name: str) -> None:
    sums = {"s0": "count.a + 1", **{f"s{n}": f"(s{n - 1} + 1) / 2" for n in range(1, 27)}}
    choices = {"d0": "flag.a"}
    choices |= {f"d{n}": f"flag.b or (count.a > {n} and d{n - 1})" for n in range(1, 27)}
    policy = policy_of("s26 > 1", "s26 == 1", "d26", define={**sums, **choices})
    engine = make_engine(name, policy)
    known = {"count.a": 27, "flag.a": True, "flag.b": False}
    assert answers(engine, policy, known) == [True, False, True]
    assert answers(engine, policy, {"flag.b": False}) == [None, None, None]
