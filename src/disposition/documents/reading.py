"""Plain data to a declared class on the fast way: by functions written once for each class.

A document that the fast way refuses is read again by `reporting`, which finds every problem. Both
use the same readers of single values, so they accept the same documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import count
from typing import Any

from disposition.documents.declaring import Key, kept_with_class, keys_of
from disposition.documents.external_values import as_list, as_plain
from disposition.documents.forms import Form, Listed, Named, Untyped
from disposition.documents.reporting import report
from disposition.documents.scalars import RefusalError, ScalarType
from disposition.errors import Problem
from disposition.frozen import NOTHING
from disposition.frozen.classes import opened


def read(kind: type, data: object, where: str = "$") -> tuple[Any, list[Problem]]:
    """Return what data says of a declared class, and every problem with it.

    Each problem has its place below `where`. A value that cannot be taken reads as unknown, and so
    does a whole list with a problem in it; data that is no object reads as None.

    >>> from disposition.documents.declaring import value
    >>> from disposition.documents.scalars import DAY
    >>> from disposition.frozen import frozen_class
    >>> Own = frozen_class("Own", {"due": value(DAY, "When it is due")})
    >>> print(*read(Own, {"due": "soon"}, "$.custom")[1])
    $.custom.due: expected a date such as 2026-11-18, found `"soon"`
    """
    if next(_times_read(kind)) >= SELDOM and not _needs_something(kind):
        fast = reader_of(kind)
        with suppress(Exception):  # whatever it fails of, the careful way says why
            return fast(data), []
    return report(kind, data, where)


@kept_with_class
def _times_read(_kind: type) -> Iterator[int]:
    return count()


@kept_with_class
def _needs_something(kind: type) -> bool:
    """Whether anything is needed that the fast way would not miss."""
    parts = (key.form.form if isinstance(key.form, Listed) else key.form for key in keys_of(kind))
    return any(key.needed for key in keys_of(kind)) or any(
        _needs_something(part) for part in parts if isinstance(part, type)
    )


def reader_of(kind: type) -> Callable[[Any], Any]:
    """Return a function from a mapping to a declared class; it raises anything on other data.

    What is needed may be absent: what was written once can be read when more is asked for.
    """
    return _readers_of(kind).read


SELDOM = 4
"""Documents of a class that are read the careful way: to write readers takes as long as many do."""

FEW = 64
"""Documents with the same keys in the same order for which no reader of their own is written."""

MOST_SHAPES = 64
"""Orders of keys that are counted at once, and that can have readers of their own."""

Shape = tuple[str, ...]
"""The keys of an object, in its order."""


class _Readers(dict[Shape, Callable[[Any], Any]]):
    """What reads a declared class: any data, and objects by their keys, which many have alike.

    A reader for certain keys looks for none, and takes no thought for those that are absent.
    """

    def __init__(self, kind: type) -> None:
        self._kind, self._keys = kind, keys_of(kind)
        self._counted: dict[Shape, int] = {}
        names: dict[str, Any] = {"kind": kind, "known": {key.name for key in self._keys}}
        names |= {"absent": object(), "shaped": self}
        for key in self._keys:
            names[f"default_{key.attribute}"] = key.on_null
            name = f"read_{key.attribute}"
            names[name] = partial(_read_first, names, name, key)
            if isinstance(key.form, ScalarType):
                names[f"again_{key.attribute}"] = key.form.read_again
        self._names = names
        self._any = names["read_any"] = self._written(_reading_any(self._keys))
        self.read = self._written(
            [
                "    if type(mapping) is dict: return shaped[tuple(mapping)](mapping)",
                "    return read_any(mapping)",
            ]
        )

    def __missing__(self, shape: Shape) -> Callable[[Any], Any]:
        """Return what reads any data, and count for which keys to write a reader."""
        if len(self) < MOST_SHAPES:
            if len(self._counted) >= MOST_SHAPES:
                self._counted.clear()
            times = self._counted[shape] = self._counted.get(shape, 0) + 1
            if times > FEW:
                self[shape] = self._of_shape(shape)
        return self._any

    def _of_shape(self, shape: Shape) -> Callable[[Any], Any]:
        """Return a reader for objects with these keys; it is that for any where not all fit."""
        keys = {key.name: key for key in self._keys}
        if not keys.keys() >= set(shape):
            return self._any
        if any(key.default is NOTHING and key.name not in shape for key in self._keys):
            return self._any
        told = [keys[name] for name in shape]
        for key in told:
            inner = key.form.form if isinstance(key.form, Listed) else key.form
            if isinstance(inner, type):
                readers = _readers_of(inner)
                self._names[f"shaped_{key.attribute}"] = readers
                self._names[f"item_{key.attribute}"] = readers.read
        self._names["new"] = open_ = opened(self._kind)
        return self._written([*_reading_all(told), *_making(self._keys, shape, open_ is not None)])

    def _written(self, lines: Iterable[str]) -> Callable[[Any], Any]:
        source = "\n".join(["def read(mapping):", *lines])
        made: dict[str, Callable[[Any], Any]] = {}  # of its own: others may write one meanwhile
        exec(source, self._names, made)  # noqa: S102 - written from our own declarations alone
        return made["read"]


@kept_with_class
def _readers_of(kind: type) -> _Readers:
    return _Readers(kind)


def _reading_any(keys: Iterable[Key]) -> Iterator[str]:
    """Yield the lines that make an instance of any `mapping`."""
    yield "    if not known.issuperset(mapping.keys()):"
    yield "        raise KeyError(f'there is no key {min(map(str, mapping.keys() - known))!r}')"
    yield "    get = mapping.get"
    for key in keys:
        if key.default is NOTHING:
            yield f"    value = mapping[{key.name!r}]"
            absent = "value is None" if key.or_null else ""
        else:
            absent = "value is None" if key.or_null else "value is absent"
            yield f"    value = get({key.name!r}{'' if key.or_null else ', absent'})"
        yield from _taking(key, absent, f"read_{key.attribute}(value)")
        yield f"    of_{key.attribute} = value"
    yield f"    return kind({', '.join(f'of_{key.attribute}' for key in keys)})"


def _reading_all(keys: Sequence[Key]) -> Iterator[str]:
    """Yield the lines that read all values of a `mapping` with certain keys, in its order."""
    if keys:
        yield f"    {', '.join(f'of_{key.attribute}' for key in keys)}, = mapping.values()"
    for key in keys:
        name, form = key.attribute, key.form
        read = f"read_{name}(value)"
        if isinstance(form, Listed) and isinstance(form.form, type):
            item = f"shaped_{name}[tuple(it)](it) if type(it) is dict else item_{name}(it)"
            read = f"tuple([{item} for it in value]) if type(value) is list else {read}"
        elif isinstance(form, type):
            read = f"shaped_{name}[tuple(value)](value) if type(value) is dict else {read}"
        yield f"    value = of_{name}"
        yield from _taking(key, "value is None" if key.or_null else "", read)
        yield f"    of_{name} = value"


def _making(keys: Iterable[Key], shape: Shape, is_open: bool) -> Iterator[str]:
    """Yield the lines that make an instance of what was read, and of what absent keys mean."""
    values = {
        key.attribute: f"of_{key.attribute}" if key.name in shape else _on_absence(key)
        for key in keys
    }
    if is_open:
        yield "    it = new()"
        yield from (f"    it.{name} = {value}" for name, value in values.items())
        yield "    it.__class__ = kind"
        yield "    return it"
    else:
        yield f"    return kind({', '.join(values.values())})"


def _taking(key: Key, absent: str, read: str) -> Iterator[str]:
    """Yield the lines that turn `value` into what it says; `absent` is a test of it."""
    usual = "False"
    if isinstance(key.form, ScalarType):
        usual = key.form.usual
        if usual == "False":  # a text that says a day or a decimal: many documents have the same
            read = f"again_{key.attribute}(value) if type(value) is str else {read}"
    if absent == "value is None" and key.on_null is None:
        yield f"    if value is not None and not ({usual}): value = {read}"
    elif absent:
        yield f"    if {absent}: value = {_on_absence(key)}"
        yield f"    elif not ({usual}): value = {read}"
    else:
        yield f"    if not ({usual}): value = {read}"


def _on_absence(key: Key) -> str:
    """Return the source of what the absence of a key means."""
    if key.on_null is None:
        return "None"
    return f"default_{key.attribute}{'.copy()' if isinstance(key.default, dict) else ''}"


def _read_first(names: dict[str, Any], name: str, key: Key, value: Any) -> Any:
    """Read the first value that stands at a key: who never has one waits for no function."""
    read = names[name] = _reader(key.form, key.on_null if key.or_null else _REFUSED)
    return read(value)


_REFUSED = object()


def _reader(form: Form, on_null: Any = _REFUSED) -> Callable[[Any], Any]:
    """Return what reads a value that is there; it raises anything on what it cannot take."""
    match form:
        case ScalarType():
            return partial(_single, form.read, on_null)
        case Untyped():
            return form.read
        case Listed(inner):
            return partial(_list, _reader(inner))
        case Named(inner):
            return partial(_by_name, _reader(inner))
        case _:
            return reader_of(form)


def _single(read: Callable[[Any], Any], on_null: Any, value: Any) -> Any:
    try:
        return read(value)
    except RefusalError:
        plain = as_plain(value)
        if plain is value or (plain is None and on_null is _REFUSED):
            raise
        return on_null if plain is None else read(plain)


def _list(read: Callable[[Any], Any], value: Any) -> tuple[Any, ...]:
    items = as_list(value)
    if not isinstance(items, list | tuple):
        raise TypeError("a list is expected")
    return tuple([read(item) for item in items])


def _by_name(read: Callable[[Any], Any], value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise TypeError("an object is expected")
    return {name: read(each) for name, each in value.items()}
