"""What became of each of many lots, as lines or as a page: a bad lot costs only itself."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import IO

from disposition.cli.inputs import reading
from disposition.cli.messages import fail, write_aside
from disposition.cli.writing import write_output
from disposition.decide import Policy
from disposition.decision import Decision
from disposition.decisions import Decisions
from disposition.documents.json.lines import document_lines, expect_no_longer
from disposition.documents.plain import picked
from disposition.errors import DocumentError, LotError, Problem
from disposition.explain.document.parts import STATUSES
from disposition.facts import Lot
from disposition.frozen import frozen
from disposition.visible import visible
from disposition.words import counted

BAD = "bad"

MOST_ON_A_PAGE = 1_000
"""Decisions that one page can have; a browser is slow with more."""


@frozen
class Answer:
    """The decision on one lot, or else what is wrong with it; `what` is the kind of its place."""

    what: str
    place: int | str
    decision: Decision | None
    problems: tuple[Problem, ...] = ()

    @property
    def kind(self) -> str:
        """What is counted: the status of the decision, or `bad`."""
        return self.decision.status if self.decision else BAD

    @property
    def name(self) -> str:
        """Where the lot stands: `line 7`, or the name of a file."""
        return self.place if isinstance(self.place, str) else f"{self.what} {self.place}"


def answer(what: str, place: int | str, decide: Callable[[], Decision]) -> Answer:
    """Return what becomes of a lot when it is read and decided."""
    try:
        return Answer(what, place, decide())
    except DocumentError as error:
        return Answer(what, place, None, error.problems)


def write_answers(answers: Iterable[Answer], page: Path | None, *, is_forced: bool) -> bool:
    """Write lines, or the page if there is to be one; return whether all lots were good."""
    return _as_lines(answers) if page is None else _as_page(answers, page, is_forced=is_forced)


def _as_lines(answers: Iterable[Answer]) -> bool:
    """Write each as soon as it is there, so that a program can send a lot and wait."""
    output = sys.stdout.buffer
    counts: Counter[str] = Counter()
    for each in answers:
        counts[each.kind] += 1
        line = each.decision.to_json() if each.decision else _refusal(each)
        output.write(visible(line).encode() + b"\n")
        output.flush()
    return _write_summary(counts)


def _as_page(answers: Iterable[Answer], page: Path, *, is_forced: bool) -> bool:
    counts: Counter[str] = Counter()
    decisions: list[Decision] = []
    refused: dict[str, tuple[Problem, ...]] = {}
    for each in answers:
        counts[each.kind] += 1
        if counts.total() > MOST_ON_A_PAGE:
            fail(f"more than {MOST_ON_A_PAGE:,} lots for one page", "split the file")
        if each.decision:
            decisions.append(each.decision)
        else:
            refused[each.name] = each.problems
    write_output(page, Decisions(decisions).html(refused), is_forced=is_forced)
    return _write_summary(counts)


def _refusal(each: Answer) -> str:
    """Return the line in place of the decision on a lot that cannot be taken."""
    first, *others = each.problems
    more = f" (and {len(others)} more)" if others else ""
    document = {
        each.what: each.place,
        "error": f"{first.where}: {first.message}{more}",
        "problems": [picked(e, "where", "message", "hint", "code") for e in each.problems],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _write_summary(counts: Counter[str]) -> bool:
    total = counts.total()
    kinds = ", ".join(f"{counts[kind]:,} {kind}" for kind in (*STATUSES, BAD) if counts[kind])
    lots = counted(total, "lot")
    write_aside(f"{lots}: {kinds}" if kinds else lots)
    return not counts[BAD]


# --- lots of one file ----------------------------------------------------------------------------


def decided_lines(stream: IO[bytes], policy: Policy, engine: str) -> Iterator[Answer]:
    """Yield what becomes of each line of a stream, as soon as the line is there."""

    def decided(line: bytes | None) -> Decision:
        return policy.decide(Lot.from_json(expect_no_longer(line)), engine=engine)

    for number, line in document_lines(stream):
        yield answer("line", number, partial(decided, line))


def decided_rows(file: str, columns: Path, policy: Policy, engine: str) -> Iterator[Answer]:
    """Yield what becomes of each row of a CSV file by a mapping; exit if it is none."""
    # Who has lots on lines does not wait for what reads tables.
    from disposition.rows.csv_rows import BrokenRow, csv_names, csv_rows
    from disposition.rows.declaration import RowError
    from disposition.rows.mapping import LotMapping

    with reading(columns, f"the mapping `{columns}`"):
        mapping = LotMapping.read(columns).for_policy(policy)

    def decided(row: Mapping[str, str | None] | BrokenRow) -> Decision:
        if isinstance(row, BrokenRow):
            raise RowError([row.problem])
        lot = mapping.lot(row)
        try:
            return policy.decide(lot, engine=engine)
        except LotError as error:
            raise mapping.by_column(error) from None

    with reading(file):
        mapping.expect_columns(csv_names(file, mapping.encoding))
        for number, row in enumerate(csv_rows(file, mapping.encoding), start=1):
            yield answer("row", number, partial(decided, row))
