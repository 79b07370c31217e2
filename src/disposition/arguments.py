"""What Python hands to a public function, refused by the name of the argument where it is not fit.

Plain data is refused by its readers, place by place. This is for all else: each function returns
the argument, or raises an error that says what it wants.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from operator import index
from os import PathLike
from typing import Any, NoReturn, TypeVar

from disposition.documents.external_values import as_plain
from disposition.documents.quoting import cut, shown
from disposition.errors import HintedError

Kind = TypeVar("Kind")


def refuse_argument(name: str, wants: str, given: object, hint: str = "") -> NoReturn:
    """Raise that an argument is not what is wanted.

    Raises:
        DispositionError: with the name of the argument, what it wants, and what was given.
    """
    raise HintedError(f"`{name}` is {wants}, not {_kind_or_value(given)}", hint)


def _kind_or_value(given: object) -> str:
    kind = type(given).__name__
    return f"a `{kind}`" if isinstance(given, Mapping | list | tuple) else shown(given)


def text_of(name: str, given: object, wants: str = "a text", hint: str = "") -> str:
    """Return a text that can be written as one.

    >>> text_of("prefix", 5)
    Traceback (most recent call last):
        ...
    disposition.errors.HintedError: `prefix` is a text, not `5`
    """
    if not isinstance(given, str):
        refuse_argument(name, wants, given, hint)
    if not given.isascii() and any("\ud800" <= letter <= "\udfff" for letter in given):
        refuse_argument(name, "a text without half of a letter", given)
    return given


def word_of(name: str, given: object, words: Iterable[str]) -> str:
    """Return one of some words.

    >>> word_of("bad", "skip", ["refuse", "mark"])
    Traceback (most recent call last):
        ...
    disposition.errors.HintedError: `bad` is `refuse` or `mark`, not `skip`
    """
    known = [f"`{each}`" for each in words]
    if isinstance(given, str):
        if f"`{given}`" in known:
            return given
        raise HintedError(f"`{name}` is {' or '.join(known)}, not `{cut(given)}`")
    refuse_argument(name, " or ".join(known), given)


def texts_of(name: str, given: object, wants: str, hint: str = "") -> tuple[str, ...]:
    """Return a list of texts; a text by itself is none.

    >>> texts_of("outputs", ["status"], "a list of outputs")
    ('status',)
    """
    texts = tuple(items_of(name, given, wants, hint))
    for each in texts:
        if not isinstance(each, str):
            refuse_argument(name, wants, each, hint)
    return texts


def items_of(name: str, given: Any, wants: str, hint: str = "") -> Iterable[Any]:
    """Return what can be gone through, but for texts, bytes and mappings."""
    if isinstance(given, str | bytes | bytearray | Mapping) or not isinstance(given, Iterable):
        refuse_argument(name, wants, given, hint)
    return given


def mapping_of(name: str, given: object, wants: str, hint: str = "") -> Mapping[str, Any]:
    """Return a mapping whose keys are texts."""
    if not isinstance(given, Mapping):
        refuse_argument(name, wants, given, hint)
    for key in given:
        if not isinstance(key, str):
            refuse_argument(name, f"{wants}, by texts", key, hint)
    return given


def whole_number_of(name: str, given: Any, *, least: int, most: int) -> int:
    """Return a whole number within its bounds; one of numpy counts, true and false do not.

    >>> whole_number_of("processes", 2.5, least=1, most=256)
    Traceback (most recent call last):
        ...
    disposition.errors.HintedError: `processes` is a whole number from 1 to 256, not `2.5`
    """
    try:
        number = least - 1 if isinstance(given, bool) else index(given)
    except TypeError:
        number = least - 1
    if not least <= number <= most:
        refuse_argument(name, f"a whole number from {least:,} to {most:,}", given)
    return number


def is_number(given: object) -> bool:
    """Whether something is a number of any kind that has an end, or the text of one."""
    plain = as_plain(given)
    if isinstance(plain, bool | bytes | bytearray) or plain is None:
        return False
    try:
        return isfinite(float(plain))
    except (TypeError, ValueError, OverflowError):
        return False


def number_of(name: str, given: Any, wants: str = "a number") -> float:
    """Return a number of any kind that has an end, or the text of one.

    >>> number_of("rate", "2.5")
    2.5
    """
    if not is_number(given):
        refuse_argument(name, wants, given)
    return float(given)


def path_of(name: str, given: object, wants: str) -> str | PathLike[str]:
    """Return what can name a file."""
    if not isinstance(given, str | PathLike) or not str(given) or "\x00" in str(given):
        refuse_argument(name, wants, given)
    return text_of(name, given, wants) if isinstance(given, str) else given


def of_kind(name: str, given: object, kind: type[Kind], wants: str, hint: str = "") -> Kind:
    """Return an instance of a class."""
    if not isinstance(given, kind):
        refuse_argument(name, wants, given, hint)
    return given
