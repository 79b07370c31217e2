"""Lots out of a stream, line by line, with what becomes of each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import IO

from disposition.cli.lots.answers import Answer, answer
from disposition.decide import Policy
from disposition.decision import Decision
from disposition.documents.json.lines import document_lines, expect_no_longer
from disposition.facts import Lot


def decided_lines(stream: IO[bytes], policy: Policy, engine: str) -> Iterator[Answer]:
    """Yield what becomes of each line of a stream, as soon as the line is there."""
    for number, line in document_lines(stream):
        yield answer("line", number, partial(_decided, line, policy, engine))


def _decided(line: bytes | None, policy: Policy, engine: str) -> Decision:
    return policy.decide(Lot.from_json(expect_no_longer(line)), engine=engine)
