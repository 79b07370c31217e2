"""JSON text to plain data, with limits that hold before anything is parsed.

Numbers with a fraction become `Decimal`, exactly as written. A key that stands twice in an object
does not get lost: the object becomes a `Repeated`, which the lot's reader reports with its path.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Any

from disposition.documents.external_values import NotFinite
from disposition.documents.quoting import shown
from disposition.errors import LotError, Problem
from disposition.frozen import frozen

LARGEST = 8 * 1024 * 1024
"""Bytes (or characters) that a document may have."""

DEEPEST = 64
"""Objects and lists that may stand inside each other."""

# Possessive, so that a text without an end costs one look at each character and no memory.
_STRING_OR_BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|([][{}])', re.DOTALL)
TOO_LARGE, NOT_JSON = "too-large", "not-json"
REPEATED = ("this key stands more than once", "keep one of them", "repeated-key")
"""Of a key that stands twice: what is said, what to do, and the code."""

_DIGITS = 18  # whole numbers up to here are read as int, longer ones as Decimal, which has no limit


@frozen
class Repeated:
    """An object in which the keys `twice` stand more than once.

    It is no mapping, so whoever expects one does not take it unawares.
    """

    content: dict[str, Any]
    twice: tuple[str, ...]


def parse(text: str | bytes) -> Any:
    """Return the plain data that a JSON text holds.

    Raises `LotError` for anything that is not JSON, is too large or too deeply nested.

    >>> parse('{"a": [1, 2.50]}')
    {'a': [1, Decimal('2.50')]}
    """
    if not isinstance(text, str | bytes | bytearray):
        raise _refusal(
            f"expected JSON text, found {shown(text)}", "`Lot.from_dict` reads plain data"
        )
    if len(text) > LARGEST:
        size = f"{len(text):,} {'bytes' if isinstance(text, bytes) else 'characters'}"
        raise _refusal(f"expected at most {LARGEST:,} bytes of JSON, found {size}", code=TOO_LARGE)
    text = _decoded(text)
    check_depth(text)
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=NotFinite,
        )
    except json.JSONDecodeError as error:
        raise _refusal(*not_json(error)) from None


def _refusal(message: str, hint: str = "", code: str = NOT_JSON) -> LotError:
    return LotError([Problem("$", message, hint, code)])


def _decoded(text: str | bytes) -> str:
    """Return text without a byte order mark."""
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return bytes(text).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise _refusal(
            f"not UTF-8: byte {error.start + 1:,}, on line {line:,}, is 0x{text[error.start]:02x}",
            "save the file as UTF-8",
        ) from None


def check_depth(text: str) -> None:
    """Refuse deep nesting, looking at brackets only: what parses recursively must not see it."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        bracket = match[1]
        if bracket is not None:
            depth += 1 if bracket in "[{" else -1
            if depth > DEEPEST:
                message = f"expected at most {DEEPEST} levels of nesting, found more"
                raise _refusal(message, code=TOO_LARGE)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Repeated:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    times = Counter(key for key, _ in pairs)
    return Repeated(found, tuple(key for key in found if times[key] > 1))


def _integer(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= _DIGITS else Decimal(digits)


def _decimal(written: str) -> Decimal | NotFinite:
    try:
        return Decimal(written)
    except InvalidOperation:  # an exponent beyond what a Decimal can hold
        return NotFinite("inf")


# What Python says differs between its versions; what we say does not.
_EXPECTED = (
    ("Expecting property name", "a key in double quotes"),
    ("Illegal trailing comma", "a key or a value after the comma"),
    ("Expecting ':'", "`:` after the key"),
    ("Expecting ','", "`,` or a closing bracket"),
    ("Expecting value", "a value"),
    ("Extra data", "the end of the document"),
    ("Invalid control character", "no line break or control character inside a text"),
    ("Invalid", "an escape that JSON has"),
)
_TRAILING_COMMA = re.compile(r",\s*[}\]]")


def not_json(error: json.JSONDecodeError) -> tuple[str, str]:
    """Return the message and the hint for a text that is not JSON."""
    text, place = error.doc, _after_comma(error.doc, error.pos)
    line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
    at = f"at line {line:,}, column {column:,}"
    if not text.strip():
        return "not JSON: there is no text", ""
    if error.msg.startswith("Unterminated"):
        return f"not JSON: the text that starts {at} has no end", "is the document cut off?"
    if place >= len(text.rstrip()):
        return f"not JSON: the document ends too early, {at}", "is it cut off?"
    if _TRAILING_COMMA.match(text, place):
        return f"not JSON: a comma before a closing bracket, {at}", "leave it out"
    expected = next((words for start, words in _EXPECTED if error.msg.startswith(start)), "JSON")
    found = shown(text[place : place + 1])
    return f"not JSON: expected {expected}, found {found} {at}", _json_hint(text, place)


def _after_comma(text: str, place: int) -> int:
    """Return the place of the comma when the one found is the bracket after it."""
    before = text[:place].rstrip()
    if text[place : place + 1] in ("}", "]") and before.endswith(","):
        return len(before) - 1
    return place


def _json_hint(text: str, place: int) -> str:
    if text[:place].rstrip().endswith("}") and text[place] == "{":
        return "a file holds one document; `--lines` reads one on each line"
    if text[place] == "'":
        return "texts stand in double quotes"
    if text.startswith(("True", "False", "None"), place):
        return "write `true`, `false` or `null`"
    return ""
