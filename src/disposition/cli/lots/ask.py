"""`disposition ask`: asks what an undecided lot lacks, what narrows its outcomes most first."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from disposition.analysis.asking.interview import Interview, is_not_known, typed_answer
from disposition.analysis.asking.questionnaire import NextQuestion, PlannedQuestion, outcomes_text
from disposition.cli import messages
from disposition.cli.inputs import WORKBOOKS, read_document, read_policy
from disposition.cli.options import A_FILE, file_argument, policy_option
from disposition.cli.writing import create_file, replace_file
from disposition.decide import Policy
from disposition.decision import Decision
from disposition.documents.plain import plain_value
from disposition.errors import DocumentError
from disposition.facts import Facts, Lot
from disposition.visible import visible
from disposition.words import counted

LEFT_OPEN = 1

LONGEST_LINE = 100_000
"""Characters of an answer that are read."""

KINDS = {
    "boolean": "yes or no",
    "integer": "a whole number",
    "decimal": "a number",
    "date": "a day, such as 2026-11-18",
    "text": "text",
    "list": "none, how many lines there are, or the list as JSON",
}


@click.command()
@file_argument
@policy_option
@click.option("--plan", "is_plan", is_flag=True, help="Write all questions, and ask none.")
@click.option("--json", "as_json", is_flag=True, help="Write all questions as JSON, and ask none.")
@click.option("--facts", "are_facts", is_flag=True, help="FILE holds facts by their paths.")
@click.option(
    "--output",
    metavar="FILE",
    type=A_FILE,
    help="Write the lot with the answers into this file, after each answer.",
)
@click.option("--force", is_flag=True, help="Write over an output that is there.")
def ask(
    *,
    file: str,
    policy_file: Path | None,
    is_plan: bool,
    as_json: bool,
    are_facts: bool,
    output: Path | None,
    force: bool,
) -> None:
    """Ask what the lot in FILE lacks until it is decided, and tell the decision.

    Each question is the one that narrows the outcomes most. An answer is refused in the words in
    which a document would be. An empty line, or `unknown`, is no answer; `back` takes the last one
    back, `stop` ends. Answers come from a terminal, or one per line from standard input: there the
    first that is refused ends it.

    With --plan or --json nothing is asked: all questions are written, as a tree by their answers,
    with how many there are at most. The first one is the next to ask.

    The exit code is 0 if the lot is decided, or with --plan and --json always; 1 if it stays
    undecided; 2 for a lot, a policy or an answer that cannot be used.
    """
    if is_plan and as_json:
        raise click.UsageError("--plan and --json write the same in two ways: give one")
    is_told = is_plan or as_json
    if output is not None and is_told:
        raise click.UsageError("--output is for answers, and --plan and --json ask nothing")
    if output == Path("-"):
        raise click.UsageError("--output `-`: answers are kept in a file")
    if output is not None and output.suffix.lower() in WORKBOOKS:
        raise click.UsageError(f"--output `{output}`: answers are kept as JSON")
    if file == "-" and not is_told:
        messages.fail("answers are read from standard input", "give the lot as a file")
    policy = read_policy(policy_file)
    known, decision = _read(file, policy, are_facts=are_facts)
    if is_told:
        plan = decision.questionnaire()
        if as_json:
            messages.write_json(plan.to_dict())
        else:
            messages.write(plan.in_words())
        return
    kept = None if output is None else _Kept(output, is_forced=force)
    if decision.status != UNDECIDED:
        if kept is not None:
            kept.write(known)
        messages.write(f"{decision.status.replace('_', ' ')}: nothing is asked")
        messages.write(messages.with_bold_titles(decision.explain()))
        return
    interview = Interview(policy, known, are_facts=are_facts)
    code = _ask(interview, kept)
    raise SystemExit(code)


UNDECIDED = "needs_information"


def _read(file: str, policy: Policy, *, are_facts: bool) -> tuple[dict[str, Any], Decision]:
    """Return what is known as plain data, and the decision on it; exit if it cannot be used."""
    document, source = read_document(file)
    with source.located():
        if are_facts:
            facts = Facts(document)
            known = {path: plain_value(value) for path, value in document.items()}
            return known, policy.decide(facts)
        lot = Lot.from_dict(document)
        return lot.to_dict(), policy.decide(lot)


class _Kept:
    """The file that the answers are kept in: written after each, whole or not at all."""

    def __init__(self, path: Path, *, is_forced: bool) -> None:
        if path.exists() and not is_forced:
            messages.fail(
                f"`{path}` is there already; nothing was asked", "`--force` writes over it"
            )
        self._path = path

    def write(self, document: dict[str, Any]) -> None:
        """Write what is known; exit if that cannot be done, with all of it on standard output."""
        content = visible(json.dumps(document, indent=2, ensure_ascii=False)) + "\n"
        try:
            if self._path.exists():
                replace_file(self._path, content.encode())
            else:
                create_file(self._path, content.encode())
        except OSError as error:
            messages.write(content)
            messages.fail(f"{self._path}: {(error.strerror or 'it cannot be written').lower()}")

    def __str__(self) -> str:
        return str(self._path)


def somebody_types() -> bool:
    """Whether answers are typed, so that a refused one is asked for again."""
    return sys.stdin is not None and sys.stdin.isatty()


def _ask(interview: Interview, kept: _Kept | None) -> int:
    """Ask until nothing is left to ask; return the exit code."""
    is_terminal = somebody_types()
    messages.write(f"not decided ({interview.decision.outcome}); {interview.plan.worst_case()}")
    lines = _lines()
    number = 0
    asked: PlannedQuestion | None = None
    while interview.question is not None:
        if interview.question is not asked:
            asked = interview.question
            number += 1
            messages.write("\n".join(_in_words(number, asked, interview.most)))
        if is_terminal:
            click.echo("> ", nl=False)
        line = next(lines, None)
        if line is None or line.strip().casefold() == "stop":
            messages.write("" if line is not None else "the answers end here")
            break
        if line.strip().casefold() == "back":
            if interview.back():
                number = max(0, number - 2)
                asked = None
                _keep(interview, kept)
            else:
                messages.write_aside("there is no answer to take back")
            continue
        if is_not_known(line):
            interview.skip()
            continue
        try:
            interview.answer(typed_answer(line, asked.question))
        except DocumentError as error:
            for problem in error.problems:
                messages.write_problem(problem)
            if not is_terminal:
                _report_kept(kept)
                return messages.BAD_INPUT
        else:
            _keep(interview, kept)
    return _end(interview, kept)


def _keep(interview: Interview, kept: _Kept | None) -> None:
    if kept is not None:
        kept.write(interview.document)


def _report_kept(kept: _Kept | None) -> None:
    if kept is not None:
        messages.write_aside(f"what was answered before is in {kept}")


def _end(interview: Interview, kept: _Kept | None) -> int:
    _keep(interview, kept)
    messages.write("")
    messages.write(messages.with_bold_titles(interview.decision.explain()))
    if kept is not None:
        messages.write(f"wrote {kept}")
    return LEFT_OPEN if interview.decision.status == UNDECIDED else 0


def _lines() -> Iterator[str]:
    """Yield what is typed, line by line; a line that is no UTF-8 is refused as an answer."""
    if sys.stdin is None:
        return
    while line := sys.stdin.buffer.readline(LONGEST_LINE):
        yield line.decode("utf-8", errors="replace").rstrip("\r\n").removeprefix("\ufeff")


def _in_words(number: int, planned: PlannedQuestion, most: int | None) -> Iterator[str]:
    question = planned.question
    counted_as = f"{number}" if most is None else f"{number} of at most {number + most - 1}"
    yield ""
    yield messages.style(f"{counted_as}. {question.about}?", bold=True)
    yield f"   {_how(question)}  [{question.place}]"
    if question.others:
        yield f"   ({counted(question.others, 'more place')} like it)"
    every = {outcome for each in question.answers for outcome in each.outcomes}
    for each in question.answers:
        if each.decides:
            yield f"   {each.says}: {outcomes_text(each.outcomes)}"
        elif not each.outcomes:
            yield f"   {each.says}: stays undecided, whatever else is told"
        elif {*each.outcomes} == every and len(every) > 1:
            yield f"   {each.says}: nothing ruled out"
        else:
            yield f"   {each.says}: {outcomes_text(each.outcomes)} possible"


def _how(question: NextQuestion) -> str:
    if question.words:
        return f"one of: {', '.join(question.words)}"
    kind = KINDS[question.kind]
    return f"{kind}, {question.unit}" if question.unit else kind
