"""Tells how a case fared: what was expected, what was found, and the rules that led there."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from disposition.decision import Decision
from disposition.explain.rationale import Plain
from disposition.explain.words import known

if TYPE_CHECKING:
    from disposition.testing.running import CaseReport, Mismatch

WIDTH = 96


def report_text(report: CaseReport) -> str:
    """Return a report on a case as people read it; of one that passed, a single line."""
    if report.passed:
        return f"{report.case.name}: as expected"
    return "\n".join([report.case.name, *failure_lines(report)])


def failure_lines(report: CaseReport) -> Iterator[str]:
    """Yield what is to be said of a case that failed, below its name."""
    case = report.case
    yield f"  at {case.place}"
    if case.about:
        yield from _wrapped(case.about, "  ")
    yield ""
    width = max(len(each.what) for each in report.mismatches)
    for each in report.mismatches:
        yield from _mismatch(each, width)
    yield ""
    yield from _grounds(report.decision, {each.what for each in report.mismatches})


def _mismatch(mismatch: Mismatch, width: int) -> Iterator[str]:
    yield from _wrapped(mismatch.expected, f"  {mismatch.what:<{width}}  expected  ")
    yield from _wrapped(mismatch.found, f"  {'':<{width}}  found     ")


def _grounds(decision: Decision, differing: Collection[str]) -> Iterator[str]:
    """Yield the rules that led to the decision, each with the facts that it rests on."""
    yield f"  What led to {decision.outcome} ({decision.status}):"
    for reason in decision.reasons:
        yield from _rule(f"{reason.rule} permits it", reason.because, reason.facts)
    for missing in decision.missing:
        yield from _wrapped(
            f"{missing.fact} is unknown and is asked for by {', '.join(missing.rules)}", "    "
        )
    for withheld in decision.withheld:
        heading = f"{withheld.invariant} withholds {withheld.outcome}"
        yield from _rule(heading, withheld.always, withheld.facts)
    for ruled_out in decision.ruled_out:
        for reason in ruled_out.forbidden_by:
            yield from _rule(
                f"{reason.rule} forbids {ruled_out.outcome}", reason.because, reason.facts
            )
        for unmet in ruled_out.unmet:
            heading = f"{unmet.rule} does not permit {ruled_out.outcome}"
            yield from _rule(heading, unmet.when, unmet.facts)
    if any("obligations" in what or "may_apply" in what for what in differing):
        for each in decision.obligations:
            perhaps = "" if each.applies == "yes" else "may "
            yield from _wrapped(f"{each.rule} {perhaps}require{'' if perhaps else 's'} {each.do}", "    ")


def _rule(heading: str, because: str, facts: Mapping[str, Plain]) -> Iterator[str]:
    yield from _wrapped(f"{heading}: {because}" if because else heading, "    ")
    if facts:
        yield from _wrapped(known(facts), "      ")


def _wrapped(text: str, first: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first) if first.strip() else first + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
