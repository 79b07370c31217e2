"""Plain data to a declared class on the fast way: by functions written once for each class.

A document that the fast way refuses is read again by `reporting`, which finds every problem. Both
use the same readers of single values, so they accept the same documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from attrs import NOTHING

from disposition.documents.declaring import Key, keys_of
from disposition.documents.foreign import as_list, as_plain
from disposition.documents.forms import Form, Listed, Named, Untyped
from disposition.documents.keeping import kept_with_class
from disposition.documents.reporting import report
from disposition.documents.scalars import RefusalError, ScalarType
from disposition.errors import Problem


def read(kind: type, data: object, where: str = "$") -> tuple[Any, list[Problem]]:
    """Return what data says of a declared class, and every problem with it.

    Each problem has its place below `where`. A value that cannot be taken reads as unknown, and so
    does a whole list with a problem in it; data that is no object reads as None.

    >>> from attrs import make_class
    >>> from disposition.documents.declaring import value
    >>> from disposition.documents.scalars import DAY
    >>> Own = make_class("Own", {"due": value(DAY, "When it is due")}, frozen=True)
    >>> print(*read(Own, {"due": "soon"}, "$.custom")[1])
    $.custom.due: expected a date such as 2026-11-18, found `"soon"`
    """
    if not _needs_something(kind):
        fast = reader_of(kind)
        with suppress(Exception):  # whatever it fails of, the careful way says why
            return fast(data), []
    return report(kind, data, where)


@kept_with_class
def _needs_something(kind: type) -> bool:
    """Whether anything is needed that the fast way would not miss."""
    parts = (key.form.form if isinstance(key.form, Listed) else key.form for key in keys_of(kind))
    return any(key.needed for key in keys_of(kind)) or any(
        _needs_something(part) for part in parts if isinstance(part, type)
    )


@kept_with_class
def reader_of(kind: type) -> Callable[[Any], Any]:
    """Return a function from a mapping to a declared class; it raises anything on other data.

    What is needed may be absent: what was written once can be read when more is asked for.
    """
    keys = keys_of(kind)
    names: dict[str, Any] = {"kind": kind, "known": {key.name for key in keys}, "absent": object()}
    lines = [
        "def read(mapping):",
        "    if not known.issuperset(mapping.keys()):",
        "        raise KeyError(f'there is no key {min(map(str, mapping.keys() - known))!r}')",
        "    get = mapping.get",
    ]
    for key in keys:
        names[f"default_{key.attribute}"] = key.on_null
        name = f"read_{key.attribute}"
        names[name] = partial(_read_first, names, name, key)
        if isinstance(key.form, ScalarType):
            names[f"again_{key.attribute}"] = key.form.read_again
        lines += _reading(key)
    lines.append(f"    return kind({', '.join(f'of_{key.attribute}' for key in keys)})")
    exec("\n".join(lines), names)  # noqa: S102 - written from our own declarations alone
    read: Callable[[Any], Any] = names["read"]
    return read


def _reading(key: Key) -> Iterator[str]:
    """Yield the lines that read one key of `mapping`."""
    name = key.attribute
    if key.default is NOTHING:
        yield f"    value = mapping[{key.name!r}]"
        absent = "value is None" if key.or_null else ""
    else:
        absent = "value is None" if key.or_null else "value is absent"
        yield f"    value = get({key.name!r}{'' if key.or_null else ', absent'})"
    usual, read = "False", f"read_{name}(value)"
    if isinstance(key.form, ScalarType):
        usual = key.form.usual
        if usual == "False":  # a text that says a day or a decimal: many documents have the same
            read = f"again_{name}(value) if type(value) is str else {read}"
    if key.or_null and key.on_null is None:
        yield f"    if value is not None and not ({usual}): value = {read}"
    elif absent:
        copied = ".copy()" if isinstance(key.default, dict) else ""
        yield f"    if {absent}: value = default_{name}{copied}"
        yield f"    elif not ({usual}): value = {read}"
    else:
        yield f"    if not ({usual}): value = {read}"
    yield f"    of_{name} = value"


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
