"""A JSON array as JSON Lines, each item on a line: what reads one reads the other."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from disposition.documents.json.text import DEEPEST, not_json
from disposition.frozen import frozen

ARRAYS = frozenset({".json"})
"""How names of files end that hold an array, and no lines."""

_DECODE = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str).raw_decode
_BLANK = re.compile(r"[ \t\r\n]*")


@frozen
class LinesSource:
    """Lines of JSON, and what the number of one is that of: a `line`, or an `item` of an array."""

    stream: IO[bytes]
    what: str


def lines_source(stream: IO[bytes], *, is_array: bool = False) -> LinesSource:
    """Return the lines of a stream, or the items of the array that it holds as such.

    What begins as an array and is none is lines, of which the first is no object, unless it
    `is_array` by its name.

    Raises:
        ValueError: it is to be an array, and is none; with what is wrong.
    """
    # What is known of a stream at least is one letter; what cannot be looked into is in memory.
    buffered: Any = stream if hasattr(stream, "peek") else BytesIO(stream.read())
    start = buffered.peek(1) if hasattr(buffered, "peek") else buffered.getvalue()
    if not is_array and not begins_array(start):
        return LinesSource(buffered, "line")
    content = buffered.read()
    try:
        return LinesSource(BytesIO(lines_of_array(content).encode()), "item")
    except ValueError:
        if is_array:
            raise
        return LinesSource(BytesIO(content), "line")


def lines_of_file(file: Path) -> LinesSource:
    """Return the same of a file, to be closed.

    Raises:
        ValueError: its name says that it holds an array, and it holds none.
        OSError: it cannot be read.
    """
    stream = file.open("rb")
    found: LinesSource | None = None
    try:
        found = lines_source(stream, is_array=file.suffix.lower() in ARRAYS)
    finally:
        if found is None or found.stream is not stream:
            stream.close()
    return found


def begins_array(start: bytes) -> bool:
    """Whether a text that begins so can be an array."""
    return start.removeprefix(BOM_UTF8).lstrip()[:1] == b"["


def lines_of_array(content: bytes) -> str:
    r"""Return each item of an array on a line, as it is written.

    Raises:
        ValueError: it is no array; with what is wrong.

    >>> lines_of_array(b'[{"a": 1.50},\n {"b":\n [2]}]')
    '{"a": 1.50}\n{"b":  [2]}\n'
    """
    try:
        return "".join(f"{each}\n" for each in _items(content.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(not_json(error)[0]) from None
    except RecursionError:
        raise ValueError(f"expected at most {DEEPEST} levels of nesting, found more") from None


def _items(text: str) -> Iterator[str]:
    at = _after_blanks(text, 0)
    if text[at : at + 1] != "[":
        raise ValueError("expected an array, `[…]`")
    at = _after_blanks(text, at + 1)
    has_more = text[at : at + 1] != "]"
    while has_more:
        _, end = _DECODE(text, at)
        # Within texts there are no line ends, so these stand between values.
        yield text[at:end].replace("\n", " ").replace("\r", " ")
        at = _after_blanks(text, end)
        has_more = text[at : at + 1] == ","
        if has_more:
            at = _after_blanks(text, at + 1)
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
    if (end := _after_blanks(text, at + 1)) < len(text):
        raise json.JSONDecodeError("Extra data", text, end)


def _after_blanks(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return at if found is None else found.end()
