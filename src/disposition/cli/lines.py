"""Lots in, decisions out, line by line: one bad line never costs another its decision."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO, Any

from disposition.cli.messages import fail, write_aside
from disposition.decide import Policy
from disposition.documents.json.text import LARGEST, TOO_LARGE
from disposition.errors import DocumentError, LotError, Problem
from disposition.explain.document.parts import STATUSES
from disposition.facts import Lot
from disposition.visible import visible
from disposition.words import counted

BAD = "bad"
_CHUNK = 64 * 1024
_LONGEST_SKIPPED = 64 * 1024**2


def decide_lines(stream: IO[bytes], policy: Policy, engine: str) -> bool:
    """Decide each line of a stream and write what came of it; return whether all lines were good.

    Every answer is flushed, so that a program can send a lot and wait for its decision.
    """
    return write_answers(_answer(number, line, policy, engine) for number, line in _lines(stream))


def write_answers(answers: Iterable[tuple[str, str]]) -> bool:
    """Write what came of each lot, and at last how many; return whether all were good."""
    output = sys.stdout.buffer
    counts: Counter[str] = Counter()
    for kind, answer in answers:
        counts[kind] += 1
        output.write(visible(answer).encode() + b"\n")
        output.flush()
    _summarise(counts)
    return not counts[BAD]


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


def _answer(number: int, line: bytes | None, policy: Policy, engine: str) -> tuple[str, str]:
    """Return what came of a line in one word, and the line to write."""
    try:
        if line is None:
            message = f"longer than {LARGEST // 1024**2} MiB"
            raise LotError([Problem("$", message, "a lot document has a few kilobytes", TOO_LARGE)])
        decision = policy.decide(Lot.from_json(line.rstrip(b"\r\n")), engine=engine)
    except LotError as error:
        return BAD, as_line(refusal("line", number, error))
    return decision.status, decision.to_json()


def refusal(what: str, number: int, error: DocumentError) -> dict[str, Any]:
    """Return what is written in place of the decision on a lot that cannot be taken."""
    first, *others = error.problems
    more = f" (and {len(others)} more)" if others else ""
    return {
        what: number,
        "error": f"{first.where}: {first.message}{more}",
        "problems": [
            {
                "where": each.where,
                "message": each.message,
                "hint": each.hint,
                "code": each.code,
            }
            for each in error.problems
        ],
    }


def as_line(document: dict[str, Any]) -> str:
    """Return a document as one line of JSON."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _summarise(counts: Counter[str]) -> None:
    total = counts.total()
    kinds = ", ".join(f"{counts[kind]:,} {kind}" for kind in (*STATUSES, BAD) if counts[kind])
    lots = counted(total, "lot")
    write_aside(f"{lots}: {kinds}" if kinds else lots)
