"""Recipes: every choice can be made, the simplest are made of zeros, and failures shrink."""

from __future__ import annotations

import sys
from importlib import import_module
from random import Random
from typing import Any

import pytest
from hypothesis import find, settings

from disposition.testing.strategies import quick
from disposition.testing.strategies.quick import Recipe, Tape, drawn

RECIPES: dict[str, tuple[Recipe[Any], list[Any]]] = {
    "integers": (quick.integers(-2, 2), [-2, -1, 0, 1, 2]),
    "booleans": (quick.booleans(), [False, True]),
    "sampled": (quick.sampled_from("abc"), ["a", "b", "c"]),
    "one of": (quick.one_of(quick.just("z"), quick.integers(1, 2)), ["z", 1, 2]),
    "tuples": (quick.tuples(quick.booleans(), quick.just(1)), [(False, 1), (True, 1)]),
    "lists": (
        quick.lists(quick.booleans(), min_size=1, max_size=2),
        [[False], [True], [False, False], [False, True], [True, False], [True, True]],
    ),
    "some of": (quick.some_of("ab"), [[], ["a"], ["b"], ["a", "b"], ["b", "a"]]),
    "two of three": (
        quick.some_of("abc", min_size=2, max_size=2),
        [[x, y] for x in "abc" for y in "abc" if x != y],
    ),
    "dictionaries": (
        quick.fixed_dictionaries({"a": quick.booleans()}, optional={"b": quick.just(1)}),
        [{"a": False}, {"a": True}, {"a": False, "b": 1}, {"a": True, "b": 1}],
    ),
    "builds": (quick.builds(complex, quick.integers(0, 1), quick.just(2)), [2j, 1 + 2j]),
    "map": (quick.integers(1, 2).map(str), ["1", "2"]),
    "flatmap": (quick.integers(1, 2).flatmap(lambda n: quick.integers(n, 2)), [1, 2]),
    "large": (quick.integers(0, 99), list(range(100))),
}


@pytest.mark.parametrize(("recipe", "values"), RECIPES.values(), ids=RECIPES)
def test_every_choice_can_be_made_and_no_other(recipe: Recipe[Any], values: list[Any]) -> None:
    written = Random(1)  # noqa: S311 - any bytes will do
    made = [recipe.make(Tape(written.randbytes(16))) for _ in range(2_000)]
    assert sorted({*map(repr, made)}) == sorted(map(repr, values))


@pytest.mark.parametrize(("recipe", "values"), RECIPES.values(), ids=RECIPES)
def test_beyond_the_end_stands_the_simplest(recipe: Recipe[Any], values: list[Any]) -> None:
    assert recipe.make(Tape(b"")) == values[0] == recipe.make(Tape(bytes(64)))


def test_what_fails_shrinks_to_the_simplest_that_fails() -> None:
    units = quick.fixed_dictionaries({"units": quick.integers(0, 5_000), "late": quick.booleans()})
    lines = drawn(quick.lists(units, max_size=5))
    quiet = settings(database=None, derandomize=True, max_examples=1_000)
    found = find(lines, lambda drew: any(each["units"] > 700 for each in drew), settings=quiet)
    assert found == [{"units": 3 * 256, "late": False}]  # each byte is the least for itself


def test_without_hypothesis_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "disposition.testing.strategies")
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "lot-disposition\[testing\]"'):
        import_module("disposition.testing.strategies")
