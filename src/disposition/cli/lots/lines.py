"""Lots out of a stream, line by line, with what becomes of each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import IO

from disposition.cli.lots.answers import Answer, answer
from disposition.cli.messages import fail
from disposition.decide import Policy
from disposition.decision import Decision
from disposition.documents.json.text import LARGEST, TOO_LARGE
from disposition.errors import LotError, Problem
from disposition.facts import Lot

_CHUNK = 64 * 1024
_LONGEST_SKIPPED = 64 * 1024**2


def decided_lines(stream: IO[bytes], policy: Policy, engine: str) -> Iterator[Answer]:
    """Yield what becomes of each line of a stream, as soon as the line is there."""
    for number, line in _lines(stream):
        yield answer("line", number, partial(_decided, line, policy, engine))


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines that are not blank, with their numbers; None for one that is too long."""
    number = 0
    while line := stream.readline(LARGEST + 1):
        number += 1
        if len(line) > LARGEST and not line.endswith(b"\n"):
            yield number, None
            _skip_line(stream, number)
        elif not line.isspace():
            yield number, line


def _skip_line(stream: IO[bytes], number: int) -> None:
    """Read on to the end of a line that is too long; exit if it seems to have none."""
    for _ in range(_LONGEST_SKIPPED // _CHUNK):
        rest = stream.readline(_CHUNK)
        if not rest or rest.endswith(b"\n"):
            return
    fail(
        f"line {number} is longer than {_LONGEST_SKIPPED // 1024**2} MiB; the rest was not read",
        "write one lot on each line",
    )


def _decided(line: bytes | None, policy: Policy, engine: str) -> Decision:
    if line is None:
        message = f"longer than {LARGEST // 1024**2} MiB"
        raise LotError([Problem("$", message, "a lot document has a few kilobytes", TOO_LARGE)])
    return policy.decide(Lot.from_json(line.rstrip(b"\r\n")), engine=engine)
