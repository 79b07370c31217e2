"""Documents out of a stream, one on each line; one that is too long costs only itself."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

from disposition.documents.json.text import DEEPEST, LARGEST, TOO_LARGE, check_depth, not_json
from disposition.errors import DispositionError, LotError, Problem

_CHUNK = 64 * 1024
LONGEST_SKIPPED = 64 * 1024**2


def document_lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines that are not blank, with their numbers; None for one that is too long.

    Raises:
        DispositionError: a line seems to have no end.
    """
    number = 0
    while line := stream.readline(LARGEST + 1):
        number += 1
        if len(line) > LARGEST and not line.endswith(b"\n"):
            yield number, None
            _skip_line(stream, number)
        elif not line.isspace():
            yield number, line.rstrip(b"\r\n")


def _skip_line(stream: IO[bytes], number: int) -> None:
    for _ in range(LONGEST_SKIPPED // _CHUNK):
        rest = stream.readline(_CHUNK)
        if not rest or rest.endswith(b"\n"):
            return
    most = LONGEST_SKIPPED // 1024**2
    message = f"line {number} is longer than {most} MiB; the rest was not read"
    raise DispositionError(f"{message} (write one lot on each line)")


def expect_no_longer(line: bytes | None) -> bytes:
    """Return a line of a document.

    Raises:
        LotError: it was too long to be read.
    """
    if line is None:
        message = f"longer than {LARGEST // 1024**2} MiB"
        raise LotError([Problem("$", message, "a lot document has a few kilobytes", TOO_LARGE)])
    return line


# --- rows of a table -----------------------------------------------------------------------------


def row_of_line(line: str) -> dict[str, Any]:
    """Return the object that a line of JSON Lines is.

    Raises:
        ValueError: it is none; with what is wrong.

    >>> row_of_line('{"Los": "A", "Found": [{"n": 1, "n": 2}]}')
    Traceback (most recent call last):
        ...
    ValueError: `n` stands more than once
    >>> row_of_line('{"Los": "A", "Haupt": 2')
    Traceback (most recent call last):
        ...
    ValueError: not JSON: the document ends too early, at column 24
    """
    line = line.rstrip()
    try:
        check_depth(line)
        held = _decode(line)
        # A pair of escapes is one letter, half of one is none: such a text cannot be written.
        if "\\u" in line:
            json.dumps(held, ensure_ascii=False).encode()
    except LotError:
        raise ValueError(f"expected at most {DEEPEST} levels of nesting, found more") from None
    except json.JSONDecodeError as error:
        message = not_json(error)[0].replace("at line 1, column", "at column")
        raise ValueError(message) from None
    except UnicodeEncodeError:
        raise ValueError("a text holds half of a letter, such as `\\ud83d`") from None
    if not isinstance(held, dict):
        raise ValueError("not a JSON object")
    return held


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) < len(pairs):
        times = Counter(name for name, _ in pairs)
        twice = next(name for name in held if times[name] > 1)
        raise ValueError(f"`{twice}` stands more than once")
    return held


def _no_number(constant: str) -> Any:
    raise ValueError(f"`{constant}` is no number")


def _float(written: str) -> float:
    number = float(written)
    if math.isinf(number):
        raise ValueError(f"`{written}` is too large")
    return number


_decode = json.JSONDecoder(
    object_pairs_hook=_once, parse_constant=_no_number, parse_float=_float
).decode
