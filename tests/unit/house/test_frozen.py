"""Our frozen classes are those of attrs: equal, hashed and shown alike, whatever is declared."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from attrs import field

from disposition.frozen import frozen


@frozen
class Point:
    x: int
    y: int = field(default=0, repr=False)


def _classes(decorate: Callable[..., Any]) -> dict[str, Any]:
    """Return classes that say about themselves all that a class can say, decorated one way."""

    @decorate
    class Plain:
        a: Any
        b: Any = 1

    @decorate
    class Empty:
        pass

    @decorate
    class One:
        a: Any

    @decorate
    class Partly:
        a: Any
        b: Any = field(default=2, eq=False)
        c: Any = field(default=3, repr=False)
        d: Any = field(factory=list, hash=False)

    @decorate(cache_hash=True)
    class Kept:
        a: Any
        b: Any = field(default=2, eq=False)

    @decorate(eq=False)
    class Itself:
        a: Any

    @decorate
    class Own:
        a: Any

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "own"

    @decorate
    class Below(Plain):
        c: Any = 4

    kinds = (Plain, Empty, One, Partly, Kept, Itself, Own, Below)
    return {kind.__name__: kind for kind in kinds}


OURS, THEIRS = _classes(frozen), _classes(attrs.frozen)
GIVEN: tuple[tuple[Any, ...], ...] = ((), (1,), (2,), (1, 1), (1, 2), (1, 2, 3), (1, 2, 4), (1.0,))


def _made(kind: Any) -> list[Any]:
    made = []
    for given in GIVEN:
        try:
            made.append(kind(*given))
        except TypeError:
            made.append(None)
    return made


@pytest.mark.parametrize("name", OURS)
def test_they_are_compared_hashed_and_shown_alike(name: str) -> None:
    ours, theirs = _made(OURS[name]), _made(THEIRS[name])
    assert list(map(repr, ours)) == list(map(repr, theirs))
    assert [[a == b for b in ours] for a in ours] == [[a == b for b in theirs] for a in theirs]
    assert [[a != b for b in ours] for a in ours] == [[a != b for b in theirs] for a in theirs]
    assert len(set(ours)) == len(set(theirs))
    ours = [each for each in ours if each is not None]
    equal = [(a, b) for a in ours for b in ours if a == b]
    assert all(hash(a) == hash(b) for a, b in equal)


def test_classes_of_one_shape_are_not_equal() -> None:
    assert OURS["Plain"](1, 2) != THEIRS["Plain"](1, 2)
    assert OURS["Plain"](1, 2) != OURS["Below"](1, 2)
    assert OURS["Plain"](1, 2) != (1, 2)


def test_they_are_frozen_slotted_and_can_be_copied() -> None:
    point = Point(1, 2)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        point.x = 3  # type: ignore[misc] # that is the point
    assert not hasattr(point, "__dict__")
    assert pickle.loads(pickle.dumps(point)) == copy.deepcopy(point) == point  # noqa: S301 - our own
    assert attrs.evolve(point, x=5) == Point(5, 2)
    assert repr(point) == "Point(x=1)"
