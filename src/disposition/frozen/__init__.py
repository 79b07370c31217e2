"""Frozen, slotted classes as attrs makes them, but sooner: a process makes 170 at its start.

What attrs would write and compile for each class is done by functions that all classes share: `==`,
`hash`, `repr` and pickling look the fields up. The class itself is made here too where it declares
no more than most do, and by attrs elsewhere (decision 0037). To mypy all of them are attrs' own.
"""

from __future__ import annotations

import copyreg
import sys
from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from disposition.frozen.classes import (
    HASH,
    class_of,
    fields_to_declare,
    filling,
    made_by_attrs,
    set_directly,
)
from disposition.frozen.declared import NOTHING, Factory, field

__all__ = ["NOTHING", "Factory", "evolve", "field", "fields", "frozen", "frozen_class"]

if TYPE_CHECKING:
    from attrs import evolve, fields, frozen
else:
    from disposition.frozen.classes import fields

    def evolve(held: Any, /, **changes: Any) -> Any:
        """Return a copy with some fields changed, as attrs does, whose fields are looked up once.

        >>> @frozen
        ... class Point:
        ...     x: int
        ...     y: int
        >>> evolve(Point(1, 2), y=3)
        Point(x=1, y=3)
        """
        kind = held.__class__
        places, values_of = _fields_of(kind)
        if not places:
            given = {e.alias: getattr(held, e.name) for e in fields(kind) if e.init}
            return kind(**given | changes)
        values = [*values_of(held)]
        for name, value in changes.items():
            values[places[name]] = value
        return _makers[kind](*values)

    def frozen(
        maybe_class: type | None = None,
        *,
        eq: bool = True,
        cache_hash: bool = False,
        **options: Any,
    ) -> Any:
        """Make a class frozen, with the options that attrs has; `attrs.frozen` to mypy.

        >>> @frozen
        ... class Point:
        ...     x: int
        ...     y: int
        >>> Point(1, 2), Point(1, 2) == Point(1, 2), len({Point(1, 2), Point(1, 2)})
        (Point(x=1, y=2), True, 1)
        """

        def make(plain: type) -> type:
            own = vars(plain)
            declared = None if options else fields_to_declare(plain)
            if declared is None:
                made = made_by_attrs(plain, cache_hash=cache_hash, **options)
                if not options and not cache_hash and "__init__" not in own:
                    set_directly(made)
            else:
                made = class_of(plain, declared, keeps_hash=cache_hash)
                if sys.version_info >= (3, 13):
                    made.__replace__ = evolve
            if "__repr__" not in own:
                made.__repr__ = _repr
            if not {"__reduce__", "__reduce_ex__"} & own.keys():
                made.__reduce__ = _reduced
            if eq and "__eq__" not in own:
                made.__eq__ = _equality(made)
                if "__hash__" not in own and not (cache_hash and declared is None):
                    made.__hash__ = (_kept_hash if cache_hash else _hash)(made)
            return made

        return make if maybe_class is None else make(maybe_class)


def frozen_class(name: str, declared: Mapping[str, Any]) -> type:
    """Return a frozen class of fields that are declared at run time.

    >>> frozen_class("Point", {"x": field(), "y": field(default=0)})(1)
    Point(x=1, y=0)
    """
    body = {"__annotations__": dict.fromkeys(declared, Any), **declared}
    return frozen(type(name, (), body))


def _equality(kind: type) -> Callable[[Any, Any], Any]:
    values_of = _getter([each.name for each in fields(kind) if each.eq])

    def equal(self: Any, other: Any) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values_of(self) == values_of(other)

    return equal


def _hash(kind: type) -> Callable[[Any], int]:
    hashed = (each for each in fields(kind) if (each.eq if each.hash is None else each.hash))
    values_of = _getter([each.name for each in hashed])
    return lambda self: hash(values_of(self))


def _kept_hash(kind: type) -> Callable[[Any], int]:
    """Return what gives the hash of an instance, and keeps it in its slot."""
    compute, keep = _hash(kind), getattr(kind, HASH).__set__

    def kept(self: Any) -> int:
        try:
            found: int = self.__kept_hash__
        except AttributeError:
            found = compute(self)
            keep(self, found)
        return found

    return kept


class _Makers(dict[type, Callable[..., Any]]):
    """What makes copies of instances: of those of a class that are often copied, it is written."""

    def __init__(self) -> None:
        self._copied: dict[type, int] = {}

    def __missing__(self, kind: type) -> Callable[..., Any]:
        times = self._copied[kind] = self._copied.get(kind, 0) + 1
        if times <= FEW:
            return kind
        found = self[kind] = filling(kind)
        return found


FEW = 256
"""Copies that a class makes by itself: to write what makes them takes as long as some hundred."""

_makers = _Makers()


@cache
def _fields_of(kind: type) -> tuple[dict[str, int], Callable[[Any], Any]]:
    """Return the places of what a class is made with, and what gets these values of an instance.

    No places for a class that is not made with its values in their order alone.
    """
    given = [each for each in fields(kind) if each.init]
    if len(given) < 2 or any(each.kw_only for each in given):
        return {}, _getter([])
    return {each.alias: at for at, each in enumerate(given)}, _getter([e.name for e in given])


def _reduced(self: Any) -> tuple[Any, ...]:
    """Return how a pickle makes an instance again: in C, from the values that its class takes.

    attrs puts them back one by one, in Python.
    """
    kind = self.__class__
    values_of = _values_of(kind)
    if values_of is None:
        new: Any = copyreg.__newobj__  # type: ignore[attr-defined] # typeshed leaves it out
        return new, (kind,), self.__getstate__()
    return kind, values_of(self)


@cache
def _values_of(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """Return what gives the values from which a class makes an equal instance, in their order.

    None where it also does something with them, or has others.
    """
    is_plain = "__attrs_attrs__" in vars(kind) and not any(
        hasattr(kind, name) for name in ("__attrs_init__", "__attrs_post_init__")
    )
    declared = fields(kind)
    if not is_plain or any(
        each.kw_only or not each.init or each.converter or each.validator for each in declared
    ):
        return None
    names = [each.name for each in declared]
    values_of = _getter(names)
    return values_of if len(names) > 1 else lambda self: tuple(getattr(self, n) for n in names)


def _getter(names: list[str]) -> Callable[[Any], Any]:
    return attrgetter(*names) if names else lambda _: ()


def _repr(self: Any) -> str:
    shown = (each.name for each in fields(type(self)) if each.repr)
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{type(self).__qualname__.rpartition('>.')[2]}({values})"
