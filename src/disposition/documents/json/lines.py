"""Documents out of a stream, one on each line; one that is too long costs only itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from disposition.documents.json.text import LARGEST, TOO_LARGE
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
