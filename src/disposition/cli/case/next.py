"""`disposition case next`: who has to do what by when, in one case or in all that are open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import click
from attrs import define

from disposition.casefile.errors import CaseError, StoreError
from disposition.casefile.lifecycle.steps import judge, steps_of
from disposition.casefile.log.effective import effective_events
from disposition.cli.case.shared.inputs import as_of_option, expect_begun, with_cases
from disposition.cli.case.shared.text import step_lines
from disposition.cli.messages import (
    fail,
    style,
    write,
    write_aside,
    write_error,
    write_json,
    write_json_lines,
)
from disposition.cli.options import json_option
from disposition.frozen import frozen
from disposition.visible import one_line
from disposition.words import counted

if TYPE_CHECKING:
    from disposition.casefile.case import Case
    from disposition.casefile.cases import Cases
    from disposition.casefile.lifecycle.steps import Step
    from disposition.casefile.log.entry import Entry


SOME_BAD = 1


@click.command()
@with_cases
@click.argument("case_id", metavar="[ID]", required=False)
@as_of_option
@click.option("--overdue", is_flag=True, help="Only steps whose last day has passed.")
@click.option(
    "--by", metavar="NAME", default="", help="Only steps of NAME, or of whoever has it in theirs."
)
@click.option("--short", is_flag=True, help="One line for each step.")
@json_option
@click.option("--lines", is_flag=True, help="Write one JSON object per step, one on each line.")
def next(  # noqa: A001 - the command's name
    *,
    cases: Cases,
    case_id: str | None,
    as_of: date,
    overdue: bool,
    by: str,
    short: bool,
    as_json: bool,
    lines: bool,
) -> None:
    """Tell the next steps of the case ID as of a day; without an ID, those of all open cases.

    Of each: its last day, its code (for `case add --settles`), who takes it, what exactly, why, and
    the rule that asks for it. What is overdue comes first, what may not be needed comes last.

    All cases are told one after the other, as they are read, and counted on stderr. The exit code
    is 1 if some of them could not be read, which are told there too.
    """
    ways = {"--short": short, "--json": as_json, "--lines": lines}
    asked = [name for name, is_asked in ways.items() if is_asked]
    if len(asked) > 1:
        fail(f"`{asked[0]}` and `{asked[1]}` are two ways to tell the same", "leave out one")
    tell = partial(_write_steps, as_of=as_of, way=asked[0] if asked else "")
    wanted = _Wanted(by.casefold(), overdue)
    if case_id is not None:
        case = cases.get(case_id)
        expect_begun(case, as_of)
        steps = wanted.among(case.next_steps(as_of))
        if steps or as_json or lines:
            tell([(case.id, steps)])
        else:
            write(f"{one_line(case.id)}: {wanted.none_of(case, as_of)}")
        return
    count = _Count(StepsOfAll(cases, as_of))
    tell(count.among(wanted))
    write_aside(count.says(as_of))
    raise SystemExit(SOME_BAD if count.all.unreadable else 0)


@frozen
class _Wanted:
    """Which steps are asked for."""

    by: str
    only_overdue: bool

    def among(self, steps: Iterable[Step]) -> list[Step]:
        """Return those of some steps."""
        return [
            each
            for each in steps
            if self.by in each.by.casefold() and (each.overdue or not self.only_overdue)
        ]

    def none_of(self, case: Case, as_of: date) -> str:
        """Return that a case has none of them, and why if that is known."""
        if any(each.kind == "closed" for each in effective_events(case.entries, as_of)):
            return f"closed, so there are no steps as of {as_of}"
        return f"no {'overdue ' if self.only_overdue else ''}steps{self.of_whom()} as of {as_of}"

    def of_whom(self) -> str:
        """Return whose steps are asked for, in words."""
        return f" of `{one_line(self.by)}`" if self.by else ""


@define
class _Count:
    """The steps of all open cases, counted while they are told."""

    all: StepsOfAll
    cases: int = 0
    cases_with: int = 0
    steps: int = 0
    overdue: int = 0

    def among(self, wanted: _Wanted) -> Iterator[tuple[str, list[Step]]]:
        """Yield the wanted steps of each case that has some."""
        for case, steps in self.all:
            chosen = wanted.among(steps)
            self.cases += 1
            self.cases_with += bool(chosen)
            self.steps += len(chosen)
            self.overdue += sum(each.overdue for each in chosen)
            yield case, chosen

    def says(self, as_of: date) -> str:
        """Return the counts in words."""
        late = f", {self.overdue:,} overdue" if self.overdue else ""
        bad = f"; {counted(self.all.unreadable, 'case')} unreadable" if self.all.unreadable else ""
        of = f"{self.cases_with:,} of {counted(self.cases, 'open case')}"
        return f"{counted(self.steps, 'step')} in {of} as of {as_of}{late}{bad}"


Found = Iterable[tuple[str, list["Step"]]]


def _write_steps(found: Found, *, as_of: date, way: str) -> None:
    """Write steps case by case, as they come; `way` is the option that says how."""
    if way == "--json":
        documents = [each.to_dict() for _, steps in found for each in steps]
        write_json({"as_of": as_of.isoformat(), "steps": documents})
    elif way == "--lines":
        for _, steps in found:
            write_json_lines(each.to_dict() for each in steps)
    else:
        is_first = True
        for case, steps in found:
            if steps:
                block = _block(case, steps, as_of, is_short=way == "--short")
                write(("" if is_first else "\n") + "\n".join(block))
                is_first = False


def _block(case: str, steps: list[Step], as_of: date, *, is_short: bool) -> Iterator[str]:
    """Yield the steps of a case below its name."""
    from disposition.casefile.days import WEEKENDS

    late = sum(each.overdue for each in steps)
    counts = f"{counted(len(steps), 'step')} as of {as_of}{f', {late:,} overdue' if late else ''}"
    yield f"{style(one_line(case), bold=True)}: {counts}"
    for step in steps:
        yield from islice(step_lines(step), 1 if is_short else None)
    if not is_short and any(step.avoids == WEEKENDS for step in steps):
        yield "  Days avoid weekends alone: holidays of the factory are not known."


# --- all open cases ------------------------------------------------------------------------------


@define
class StepsOfAll:
    """The steps of every open case that has begun by a day, with its id, in the order of ids.

    Cases that cannot be read are told on stderr and counted.
    """

    cases: Cases
    as_of: date
    unreadable: int = 0

    def __iter__(self) -> Iterator[tuple[str, tuple[Step, ...]]]:
        """Yield the steps of one case after the other.

        Raises:
            StoreError: the database itself cannot be used any more.
        """
        for case, entries in self._entries():
            try:
                happened = effective_events(entries, self.as_of)
            except CaseError as error:
                self._complain(case, error)
            else:
                if happened:
                    yield case, steps_of(judge(case, happened, self.as_of, self.cases.policies))

    def _entries(self) -> Iterator[tuple[str, tuple[Entry, ...]]]:
        """Yield the entries of the open cases, going on after one that cannot be read."""
        store, after, is_done = self.cases.store, "", False
        while not is_done:
            try:
                for head, entries in store.read(open_only=True, after=after):
                    after = head.id
                    yield head.id, entries
                is_done = True
            except StoreError:
                case = self._first_after(after)
                if not case:
                    raise
                try:
                    found = store.entries(case)
                except StoreError as error:
                    self._complain("", error)
                else:
                    yield case, found  # it was another trouble, and that has passed
                after = case

    def _first_after(self, after: str) -> str:
        """Return the open case that follows an id, if there is one: what could not be read is it.

        Raises:
            StoreError: not even its head can be read, or the database is gone.
        """
        for head in self.cases.store.heads(open_only=True):
            if head.id > after:
                return head.id
        return ""

    def _complain(self, case: str, error: CaseError) -> None:
        self.unreadable += 1
        message = error.placed()
        if case and f"case `{case}`" not in message:
            message = f"case `{case}`: {message}"
        write_error(message, error.hint, error.code)
