"""Recipes: drawn like Hypothesis strategies, but whole documents from a few strings of bytes.

Hypothesis takes some 20 µs for each single choice; a document has hundreds. A recipe makes its
choices by reading a `Tape` of bytes that Hypothesis draws at once (`drawn`), in a twentieth of the
time. Bytes shrink to zeros, and zero always is the simplest choice: the first of a list, the
least number, the shortest list. What lies beyond the end of the tape is zero, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar

from hypothesis import strategies as st

from disposition.frozen import frozen

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")
P = ParamSpec("P")

_STRIP = 64
"""Bytes that are drawn, and may shrink to nothing, together."""
_STRIPS = 8


class Tape:
    """Bytes that choices are read from, one after the other."""

    __slots__ = ("_at", "_bytes")

    def __init__(self, written: bytes) -> None:
        self._bytes = written
        self._at = 0

    def below(self, count: int) -> int:
        """Return a number from 0 to `count` - 1, each as likely as any other, nearly."""
        if count < 2:
            return 0
        width = 1 if count <= 64 else (count.bit_length() + 15) // 8
        read = self._bytes[self._at : self._at + width]
        self._at += width
        return int.from_bytes(read, "big") % count


@frozen
class Recipe(Generic[T_co]):
    """How a value is made from a tape."""

    make: Callable[[Tape], T_co]

    def map(self, change: Callable[[T_co], U]) -> Recipe[U]:
        """Return the recipe of the changed value."""
        return Recipe(lambda tape: change(self.make(tape)))

    def flatmap(self, then: Callable[[T_co], Recipe[U]]) -> Recipe[U]:
        """Return the recipe that depends on the value."""
        return Recipe(lambda tape: then(self.make(tape)).make(tape))


class Draw(Protocol):
    """What a composite recipe draws its parts with."""

    def __call__(self, recipe: Recipe[T], /) -> T:
        """Return a part, read from where the tape is."""


def drawn(recipe: Recipe[T], strips: int = _STRIPS) -> st.SearchStrategy[T]:
    """Return the Hypothesis strategy that draws a tape and reads a value from it."""
    return _tapes(strips).map(lambda tape: recipe.make(Tape(b"".join(tape))))


@cache  # making a strategy takes longer than drawing from it
def _tapes(strips: int) -> st.SearchStrategy[tuple[bytes, ...]]:
    return st.tuples(*[st.binary(min_size=_STRIP, max_size=_STRIP)] * strips)


def composite(function: Callable[Concatenate[Draw, P], T]) -> Callable[P, Recipe[T]]:
    """Turn a function that draws its parts into one that returns a recipe."""

    def recipe(*args: P.args, **kwargs: P.kwargs) -> Recipe[T]:
        return Recipe(lambda tape: function(partial(_read, tape), *args, **kwargs))

    return recipe


def _read(tape: Tape, recipe: Recipe[T]) -> T:
    return recipe.make(tape)


# --- one value -----------------------------------------------------------------------------------


def just(value: T) -> Recipe[T]:
    """Make always the same value."""
    return Recipe(lambda _: value)


def integers(least: int, most: int) -> Recipe[int]:
    """Make a number from `least` to `most`."""
    return Recipe(lambda tape: least + tape.below(most - least + 1))


def booleans() -> Recipe[bool]:
    """Make true or false."""
    return Recipe(lambda tape: tape.below(2) == 1)


def sampled_from(values: Sequence[T]) -> Recipe[T]:
    """Make one of some values."""
    return Recipe(lambda tape: values[tape.below(len(values))])


def one_of(*recipes: Recipe[Any]) -> Recipe[Any]:
    """Make a value by one of some recipes."""
    return Recipe(lambda tape: recipes[tape.below(len(recipes))].make(tape))


# --- several values ------------------------------------------------------------------------------


def tuples(*recipes: Recipe[Any]) -> Recipe[tuple[Any, ...]]:
    """Make a value by each recipe."""
    return Recipe(lambda tape: tuple(each.make(tape) for each in recipes))


def lists(item: Recipe[T], *, min_size: int = 0, max_size: int) -> Recipe[list[T]]:
    """Make a list of some length."""
    return Recipe(
        lambda tape: [
            item.make(tape) for _ in range(min_size + tape.below(max_size - min_size + 1))
        ]
    )


def some_of(
    values: Sequence[T], *, min_size: int = 0, max_size: int | None = None
) -> Recipe[list[T]]:
    """Make a list of different ones of some values, in any order."""
    return Recipe(lambda tape: _some_of(tape, list(values), min_size, max_size))


def _some_of(tape: Tape, left: list[T], min_size: int, max_size: int | None) -> list[T]:
    most = len(left) if max_size is None else min(max_size, len(left))
    return [
        left.pop(tape.below(len(left))) for _ in range(min_size + tape.below(most - min_size + 1))
    ]


def fixed_dictionaries(
    items: Mapping[str, Recipe[Any]], *, optional: Mapping[str, Recipe[Any]] | None = None
) -> Recipe[dict[str, Any]]:
    """Make a dictionary with a value for each key, and for some of the optional ones."""
    return Recipe(lambda tape: _dictionary(tape, items, optional or {}))


def _dictionary(
    tape: Tape, items: Mapping[str, Recipe[Any]], optional: Mapping[str, Recipe[Any]]
) -> dict[str, Any]:
    made = {key: recipe.make(tape) for key, recipe in items.items()}
    return made | {key: recipe.make(tape) for key, recipe in optional.items() if tape.below(2)}


def builds(make: Callable[..., T], *recipes: Recipe[Any]) -> Recipe[T]:
    """Make what a function returns for the values of some recipes."""
    return Recipe(lambda tape: make(*[each.make(tape) for each in recipes]))
