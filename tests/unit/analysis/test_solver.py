"""Terms are those that z3 makes itself, whichever way they are made."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from disposition.analysis import solver

z3 = pytest.importorskip("z3")

A, B, C = (z3.Bool(name) for name in "abc")
SOME = (A, z3.Not(B), z3.And(A, C), z3.Int("n") < 3, z3.Int("n") == z3.Int("m"))


@pytest.mark.parametrize(
    ("make", "by_z3"), [(solver.all_of, z3.And), (solver.any_of, z3.Or)], ids=["all", "any"]
)
def test_truths_are_joined_as_z3_joins_them(make: Any, by_z3: Any) -> None:
    for one, other in product(SOME, SOME):
        expected = one if one.eq(other) else by_z3(one, other)
        assert make((one, other)).eq(expected)
    assert make((A, C, A, z3.Bool("b"))).eq(by_z3(A, C, B))
    neutral = make is solver.all_of
    assert make((A, neutral)).eq(A)
    assert make((A, not neutral)) is (not neutral)
    assert make(()) is neutral


def test_the_opposite_of_an_opposite_is_the_truth_itself() -> None:
    for each in SOME:
        opposite = solver.not_(each)
        assert opposite.eq(each.arg(0) if z3.is_not(each) else z3.Not(each))
        assert solver.not_(opposite).eq(each)


def test_one_of_two_that_are_the_same_is_no_choice() -> None:
    assert solver.either(A, z3.Int("n") + 1, z3.Int("n") + 1).eq(z3.Int("n") + 1)
    assert solver.either(A, z3.Int("n"), z3.Int("m")).eq(z3.If(A, z3.Int("n"), z3.Int("m")))
