"""Our frozen classes are those of attrs: equal, hashed and shown alike, whatever is declared."""

from __future__ import annotations

import copy
import inspect
import pickle
import weakref
from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar

import attrs
import pytest

from disposition.frozen import (
    FEW,
    NOTHING,
    Factory,
    evolve,
    field,
    fields,
    frozen,
    frozen_class,
)
from disposition.frozen.classes import filling, opened


@frozen
class Point:
    x: int
    y: int = field(default=0, repr=False)


def _classes(decorate: Callable[..., Any], field: Any, factory: Any) -> dict[str, Any]:
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

    @decorate
    class Made:
        _a: Any = field(alias="a")
        b: Any = field(factory=list, converter=tuple)
        c: Any = field(default=factory(lambda it: (it.b, it._a), True), metadata={"x": 1})
        d: Any = field(init=False, default="1", converter=int)
        e: Any = field(init=False, repr=False)
        f: Any = field(default=None, kw_only=True)
        g: ClassVar[int] = 7

        def __attrs_post_init__(self) -> None:
            object.__setattr__(self, "e", (self.c, self.d))

        @property
        def twice(self) -> Any:
            return self.d * 2

        @classmethod
        def of(cls, a: Any) -> Any:
            return cls(a)

    @decorate
    class BelowMade(Made):
        h: Any = "h"

    @decorate
    class Again(Plain):
        b: Any = 7  # declared anew

    @decorate
    class Checked:
        a: Any = field(validator=attrs.validators.instance_of(int))

    @decorate
    class BelowChecked(Checked):
        b: Any = 2

    @decorate
    class Super(Plain):
        def __repr__(self) -> str:
            return f"super {super().__repr__()}"

    @decorate
    class Cached:
        a: Any

        @cached_property
        def b(self) -> Any:
            return [self.a]

    @decorate
    class BelowCached(Cached):
        c: Any = 3

        @cached_property
        def d(self) -> Any:
            return [self.b, self.c]

    class Undecorated(Plain):
        pass

    @decorate
    class Deep(Undecorated):
        d: Any = 9

    kinds = (Plain, Empty, One, Partly, Kept, Itself, Own, Below, Made, BelowMade, Again, Checked)
    kinds += (BelowChecked, Super, Cached, BelowCached, Undecorated, Deep)
    return {kind.__name__: kind for kind in kinds}


OURS = _classes(frozen, field, Factory)
THEIRS = _classes(attrs.frozen, attrs.field, attrs.Factory)
MIXED = _classes(frozen, attrs.field, attrs.Factory)
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


def _plainly(given: Any) -> Any:
    """Return the same without what only tells classes apart that are made in two places."""
    if given.__class__ in (Factory, attrs.Factory):
        return "factory"
    if given is NOTHING or given is attrs.NOTHING:
        return "nothing"
    return "function" if callable(given) else given


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("decorated", [OURS, MIXED], ids=["our fields", "fields of attrs"])
def test_they_are_made_and_asked_alike(decorated: dict[str, Any], name: str) -> None:
    ours, theirs = decorated[name], THEIRS[name]
    told = [{key: [_plainly(getattr(each, key)) for each in attrs.fields(kind)] for key in TOLD}
            for kind in (ours, theirs)]  # fmt: skip
    assert told[0] == told[1]
    asked = fields(ours)
    assert [each.name for each in asked] == [each.name for each in attrs.fields(theirs)]
    assert [getattr(asked, each.name) for each in asked] == [*asked]
    assert [[_plainly(getattr(each, key)) for each in asked] for key in OURS_TELLS] == [
        told[1][key] for key in OURS_TELLS
    ]
    assert attrs.has(ours)
    assert ours.__match_args__ == theirs.__match_args__
    assert ours.__init__.__qualname__ == theirs.__init__.__qualname__
    signatures = [inspect.signature(kind).parameters for kind in (ours, theirs)]
    assert [(each.name, each.kind) for each in signatures[0].values()] == [
        (each.name, each.kind) for each in signatures[1].values()
    ]
    for one, other in zip(_made(ours), _made(theirs), strict=True):
        if one is None or other is None:
            assert one is other
            continue
        assert attrs.asdict(one) == attrs.asdict(other)
        *_, of_few = [evolve(one) for _ in range(FEW)]
        copies = [attrs.evolve(one), of_few, evolve(one), copy.copy(one)]
        assert [*map(repr, copies)] == [repr(other)] * 4
        assert (one == copies[0] == copies[1] == copies[2] == copies[3]) is (name != "Itself")
        assert weakref.ref(one)() is one
        for change in (lambda it: setattr(it, "a", 1), lambda it: delattr(it, "a")):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                change(one)


TOLD = ("name", "alias", "default", "eq", "hash", "init", "kw_only", "metadata", "repr", "type",
        "converter", "validator", "inherited")  # fmt: skip
OURS_TELLS = TOLD[:11]


def test_fields_called_as_words_of_python_are_filled() -> None:
    """Facts of one's own can be: copies of what holds them were a syntax error after 256."""
    kind = frozen_class("Own", {"class": field(), "grade": field(default=0)})
    one = filling(kind)("x", 1)
    assert one == kind("x", 1)
    assert {evolve(one, **{"class": "y"}) for _ in range(FEW + 1)} == {kind("y", 1)}


def test_what_is_filled_value_by_value_is_what_a_call_makes() -> None:
    can_be_filled = set()
    for name, kind in OURS.items():
        open_, make = opened(kind), filling(kind)
        if open_ is None:
            assert make is kind
            continue
        can_be_filled.add(name)
        values = dict(zip((each.name for each in fields(kind)), "abcd", strict=False))
        filled, called = open_(), kind(*values.values())
        for attribute, value in values.items():
            setattr(filled, attribute, value)
        filled.__class__ = kind
        for found in (filled, make(*values.values())):
            assert type(found) is kind
            assert repr(found) == repr(called)
            if name != "Itself":
                assert (found, hash(found)) == (called, hash(called))
            assert weakref.ref(found)() is found
            assert hasattr(found, "__dict__") == hasattr(called, "__dict__")
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                found.a = 1
    # Not those that attrs made, nor those that do more with what they are given.
    assert can_be_filled == {
        "Plain",
        "Empty",
        "One",
        "Partly",
        "Kept",
        "Itself",
        "Own",
        "Below",
        "Deep",
    } | {
        "Cached",
        "BelowCached",
    }


def test_what_is_wrong_with_how_a_class_is_made_is_told_alike() -> None:
    for given, by_name in [((), {}), ((1, 2, 3), {}), ((1,), {"z": 1}), ((1,), {"a": 1})]:
        said = []
        for kinds in (OURS, THEIRS):
            with pytest.raises(TypeError) as error:
                kinds["Plain"](*given, **by_name)
            said.append(str(error.value))
        assert said[0] == said[1]


def test_parts_of_a_class_are_its_own() -> None:
    made = OURS["Made"].of("a")
    assert (made.twice, made.g, made.b, made.e) == (2, 7, (), (((), "a"), 1))
    assert repr(OURS["Super"](1)) == repr(THEIRS["Super"](1))
    first = OURS["Cached"](1)
    assert first.b is first.b


def test_what_is_computed_once_is_kept_and_what_is_not_there_is_told_alike() -> None:
    for kinds in (OURS, THEIRS):
        below = kinds["BelowCached"](1)
        assert (below.d, below.b) == ([[1], 3], [1])
        assert below.d is below.d
        assert below.d[0] is below.b
        assert attrs.evolve(below, a=2).b == [2]
        assert pickle.loads(pickle.dumps(Counting(3))).twice == 6  # noqa: S301 - our own
    said = []
    for kinds in (OURS, THEIRS):
        with pytest.raises(AttributeError) as error:
            _ = kinds["BelowCached"](1).nothing
        said.append(str(error.value))
    assert said[0] == said[1]


def test_a_class_of_attrs_below_one_is_frozen_too() -> None:
    for kinds in (OURS, THEIRS):
        body = {"__annotations__": {"c": Any}, "c": 4}
        below = attrs.define(type("Mine", (kinds["Plain"],), body))
        held = below(1, c=3)
        assert (held.a, held.b, held.c) == (1, 1, 3)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            held.c = 5


def test_classes_of_one_shape_are_not_equal() -> None:
    assert OURS["Plain"](1, 2) != THEIRS["Plain"](1, 2)
    assert OURS["Plain"](1, 2) != OURS["Below"](1, 2)
    assert OURS["Plain"](1, 2) != (1, 2)


def _shouted(text: str) -> str:
    return f"{text}!"


@frozen
class Loud:
    """What it is made with is not what it holds."""

    text: str = field(converter=_shouted)


@frozen
class Counted:
    """It counts how often it is made."""

    made: list[int]

    def __attrs_post_init__(self) -> None:
        self.made.append(1)


@frozen
class Reckoned:
    number: int
    twice: int = field(init=False, default=Factory(lambda it: 2 * it.number, True))


@frozen
class Counting:
    number: int

    @cached_property
    def twice(self) -> int:
        return 2 * self.number


@frozen
class Named:
    name: str = field(kw_only=True)


@frozen(cache_hash=True)
class Hashed:
    name: tuple[str, ...]


@frozen(slots=False)
class Open:
    name: str


class Extended(Point):
    """A plain class on top of ours, made of something else."""

    def __init__(self, text: str) -> None:
        super().__init__(len(text), 2)


@frozen
class Own:
    number: int

    def __init__(self, text: str) -> None:
        self.__attrs_init__(len(text))  # type: ignore[attr-defined] # attrs makes it


@pytest.mark.parametrize(
    "held",
    [
        *(Point(1), Point(1, 3), OURS["Empty"](), OURS["One"]([]), OURS["Partly"](1, 2, 3, [4])),
        *(Loud("a"), Counted([]), Reckoned(3), Named(name="a"), Hashed(("a",)), Open("a")),
        *(Extended("a"), Own("abc"), OURS["Below"](1, 2, 3)),
    ],
    ids=repr,
)
def test_a_copy_holds_what_the_original_holds(held: Any) -> None:
    assert hash(held) if isinstance(held, Hashed) else True  # a hash that is kept is not copied
    copies = [copy.copy(held), copy.deepcopy(held)]
    if "<locals>" not in type(held).__qualname__:
        copies += [pickle.loads(pickle.dumps(held, each)) for each in (2, 5)]  # noqa: S301 - our own
    for each in copies:
        assert type(each) is type(held)
        assert each.__getstate__() == held.__getstate__()
        assert repr(each) == repr(held)
        if isinstance(held, Hashed):
            assert hash(each) == hash(held)


def test_they_are_frozen_slotted_and_can_be_copied() -> None:
    point = Point(1, 2)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        point.x = 3  # type: ignore[misc] # that is the point
    assert not hasattr(point, "__dict__")
    assert pickle.loads(pickle.dumps(point)) == copy.deepcopy(point) == point  # noqa: S301 - our own
    assert attrs.evolve(point, x=5) == Point(5, 2)
    assert repr(point) == "Point(x=1)"
