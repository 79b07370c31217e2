"""What a case file may hold: checked words and texts, plain data, and the one JSON text of that.

Whatever is written passes here, once. What hashes cover and databases hold is the JSON text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NoReturn
from unicodedata import normalize

from disposition.casefile.errors import CaseError
from disposition.documents.json.text import DEEPEST, LARGEST
from disposition.documents.quoting import at_index, at_key, shown
from disposition.documents.scalars import FIRST_DAY, LAST_DAY

LONGEST_ID = 200
"""Characters that a case's id, a kind of entry or an idempotency key may have."""

LONGEST_TEXT = 10_000
"""Characters that any other text beside the data may have."""

# What one of the databases refuses to hold, or a terminal obeys.
_UNWANTED_IN_LINES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

_MOST_BITS = 4096  # Python does not turn much longer integers into text, or text into them


def _refuse(written: str) -> NoReturn:
    raise ValueError(f"`{written}` is no whole number")


# Made once: `json.dumps` and `json.loads` would make one for each call with these settings.
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
)
_DECODER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse)


def parse(text: str) -> Any:
    """Return the data of a canonical text; raises `ValueError` for a text that is none."""
    data, end = _DECODER.raw_decode(text)
    if end != len(text):
        raise ValueError("the text goes on after its data")
    if "\\u" in text:
        canonical(data).encode()  # half a character may hide behind an escape
    return data


def canonical(value: Any) -> str:
    """Return the one text of plain data.

    >>> canonical({"b": [1, None], "a": "ä"})
    '{"a":"ä","b":[1,null]}'
    """
    return _ENCODER.encode(value)


def plain(data: object, name: str = "data") -> dict[str, Any]:
    """Return a copy of plain data that shares nothing with what was handed in.

    What comes back is what will be read from a database: tuples have become lists. A number with a
    fraction is refused, as everywhere: decimals are written as text.

    Raises:
        CaseError: it is not plain; with the first place where it is not.
    """
    if not isinstance(data, Mapping):
        raise CaseError(
            f"expected an object for `{name}`, found {shown(data)}",
            code="not-plain",
            where=f"`{name}`",
        )
    whole = dict(data)
    try:
        text = canonical(whole)
        size = len(text.encode())
        copy: dict[str, Any] = parse(text)
    except (TypeError, ValueError, RecursionError):
        _complain(whole, name)
        raise
    # What looks the same as what was handed in needs no closer look: this is the fast way.
    if copy != whole or text.count("[") + text.count("{") > DEEPEST:
        _complain(whole, name)
    if size > LARGEST:
        message = f"`{name}` takes {size:,} bytes as JSON, more than {LARGEST:,}"
        raise CaseError(message, code="too-large", where=f"`{name}`")
    return copy


def _complain(whole: Mapping[str, Any], name: str) -> None:
    """Raise the error for the first thing that is not plain, if there is one."""
    for where, message, hint in _oddities(whole, name, DEEPEST):
        raise CaseError(message, hint, code="not-plain", where=f"`{where}`")


def _oddities(value: object, where: str, levels: int) -> Iterator[tuple[str, str, str]]:
    match value:
        case None | bool():
            return
        case str():
            if _SURROGATE.search(value):
                yield where, f"`{where}` holds a lone surrogate, half of a character", ""
        case int():
            if value.bit_length() > _MOST_BITS:
                yield where, f"`{where}` is {shown(value)}, which is too large", ""
        case dict() | list() | tuple() if levels == 0:
            yield where, f"`{where}` is nested more than {DEEPEST} levels deep", ""
        case dict():
            for key, part in value.items():
                if not isinstance(key, str):
                    yield where, f"a key of `{where}` is {shown(key)}, not text", "write it as text"
                elif _SURROGATE.search(key):
                    yield (
                        where,
                        f"a key of `{where}` holds a lone surrogate, half of a character",
                        "",
                    )
                else:
                    yield from _oddities(part, at_key(where, key), levels - 1)
        case list() | tuple():
            for index, part in enumerate(value):
                yield from _oddities(part, at_index(where, index), levels - 1)
        case _:
            kind = (
                f"a Python {type(value).__name__}" if isinstance(value, Mapping) else shown(value)
            )
            yield where, f"`{where}` is {kind}, which is not plain JSON", _hint(value)


def _hint(value: object) -> str:
    if isinstance(value, date):
        return f'write it as text, `"{value.isoformat()}"`'
    if isinstance(value, Mapping):
        return "make a dict of it"
    return "write decimals as text" if hasattr(value, "as_integer_ratio") else ""


def admitted_word(name: str, given: object) -> str:
    """Return a text that is fit to be an id; `name` is what the user calls it."""
    if not isinstance(given, str) or not 0 < len(given) <= LONGEST_ID:
        expected = f"1 to {LONGEST_ID} printable characters"
    elif not given.isprintable() or given != given.strip():
        expected = "printable characters without spaces at the ends"
    else:
        return given
    raise CaseError(
        f"expected {expected} for `{name}`, found {shown(given)}",
        code="not-an-id",
        where=f"`{name}`",
    )


def admitted_id(name: str, given: object) -> str:
    """Return an id that a user gives, in its composed form (NFC), so that what looks alike is one.

    >>> len("Ko\u0308ln"), len(admitted_id("case", "Ko\u0308ln"))
    (5, 4)
    """
    return admitted_word(name, normalize("NFC", given) if isinstance(given, str) else given)


def spellings(given: str) -> tuple[str, ...]:
    """Return how an id may be stored: as it is given, else composed, else decomposed.

    Ids are stored composed. Earlier versions stored them as they were given.
    """
    return tuple(dict.fromkeys((given, normalize("NFC", given), normalize("NFD", given))))


def admitted_words(name: str, given: object) -> tuple[str, ...]:
    """Return several such texts; a single one, whose letters Python would take, is refused."""
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        message = f"expected a list of texts for `{name}`, found {shown(given)}"
        raise CaseError(message, code="not-a-list", where=f"`{name}`")
    return tuple([admitted_word(name, each) for each in given])


def admitted_text(name: str, given: object) -> str:
    """Return a text that both databases can hold, and a list can show on a line."""
    if not isinstance(given, str) or len(given) > LONGEST_TEXT or _UNWANTED.search(given):
        expected = f"at most {LONGEST_TEXT:,} characters on one line"
        raise CaseError(
            f"expected {expected} for `{name}`, found {shown(given)}",
            code="not-a-line",
            where=f"`{name}`",
        )
    return given


def admitted_lines(name: str, given: object) -> str:
    """Return a text of several lines that both databases can hold."""
    if not isinstance(given, str) or _UNWANTED_IN_LINES.search(given):
        message = f"expected text without control characters for `{name}`"
        raise CaseError(message, code="not-a-text", where=f"`{name}`")
    return given


def admitted_day(name: str, given: object) -> date:
    """Return a day that a document could hold; a moment, which Python takes for one, is refused."""
    if not isinstance(given, date) or isinstance(given, datetime):
        raise CaseError(
            f"expected a day for `{name}`, found {shown(given)}",
            code="not-a-day",
            where=f"`{name}`",
        )
    if not FIRST_DAY <= given <= LAST_DAY:
        raise CaseError(
            f"expected a day from {FIRST_DAY} to {LAST_DAY} for `{name}`, found {given}",
            code="day-out-of-range",
            where=f"`{name}`",
        )
    return given
