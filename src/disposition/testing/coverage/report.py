"""Tells coverage as text: what is met, and what is missing by rule, with file and line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from disposition.testing.coverage.conditions import Section
from disposition.testing.coverage.goals import NO_EFFECT, Aim, GoalResult, GoalStatus
from disposition.testing.coverage.measurement import Coverage
from disposition.version import installing
from disposition.words import counted

_ROWS = (
    ("rules true", Section.RULE, Aim.TRUE),
    ("rules false", Section.RULE, Aim.FALSE),
    ("rules unknown", Section.RULE, Aim.UNKNOWN),
    ("rules decisive", Section.RULE, Aim.DECISIVE),
    ("conditions of rules", Section.RULE, Aim.CONDITION),
    ("definitions true", Section.DEFINITION, Aim.TRUE),
    ("definitions false", Section.DEFINITION, Aim.FALSE),
    ("conditions of definitions", Section.DEFINITION, Aim.CONDITION),
    ("invariants tested", Section.INVARIANT, Aim.TESTED),
)


def coverage_lines(coverage: Coverage) -> Iterator[str]:
    """Yield the table of what is met, then what is missing and what is exempt."""
    policy = coverage.policy
    yield f"Coverage of {policy.id} {policy.version} by {counted(coverage.cases, 'case')}"
    if coverage.inherited:
        yield f"({counted(coverage.inherited, 'rule')} of the policies below it are not counted)"
    yield ""
    yield f"{'':<27}{'met':>6}{'of':>6}{'exempt':>8}{'impossible':>12}"
    for title, goals in rows_of(coverage):
        yield f"{title:<27}{_counts(goals)}".rstrip()
    yield f"{'in all':<27}{_counts(coverage.findings)}{coverage.percent + ' %':>9}"
    yield from _listed("Missing", coverage.missing)
    if coverage.unproved:
        yield ""
        how = installing("proofs")
        yield f"Whether any lot can show these is told with the extra `proofs` ({how})"
    exempt = [each for each in coverage.findings if each.standing is GoalStatus.EXEMPT]
    yield from _listed("Exempt, as the cases file says", exempt)
    idle = [each for each in coverage.findings if each.remark == NO_EFFECT]
    yield from _listed(
        "Decide nothing, as is proved: no lot would be decided otherwise without them", idle
    )
    if coverage.needless:
        yield from ("", "Exempt without need: a case shows it, or it is known to be impossible")
        for each in coverage.needless:
            yield f"  {each.place}  {each.owner}: {each.what}"


def rows_of(coverage: Coverage) -> Iterator[tuple[str, list[GoalResult]]]:
    """Yield the rows of a table of counts that have goals, each with these."""
    for title, section, aim in _ROWS:
        goals = [
            e for e in coverage.findings if (e.goal.owner.section, e.goal.aim) == (section, aim)
        ]
        if goals:
            yield title, goals


def counts(findings: Iterable[GoalResult]) -> tuple[int, ...]:
    """Return how many goals are met, missing, exempt and impossible."""
    found = Counter(each.standing for each in findings)
    return tuple(found[each] for each in GoalStatus)


def _counts(findings: Iterable[GoalResult]) -> str:
    met, missing, exempt, impossible = counts(findings)
    return f"{met:>6}{met + missing:>6}{exempt or '':>8}{impossible or '':>12}"


def _listed(title: str, findings: Iterable[GoalResult]) -> Iterator[str]:
    found = [each for each in findings if each.place is not None]
    found.sort(key=lambda each: (str(each.goal.owner.section.value), each.goal.owner.name))
    if found:
        yield from ("", title)
    for owner, group in groupby(found, key=lambda each: each.goal.owner):
        yield f"  {owner.section.value} {owner.name}"
        for each in group:
            condition = f"`{each.goal.what}`: " if each.goal.condition else ""
            about = (
                f"{each.goal.aim.value}: "
                if not condition and each.standing is GoalStatus.EXEMPT
                else ""
            )
            place = f"{each.place.file}:{each.place.line}" if each.place else ""
            yield f"    {place}  {condition or about}{each.remark}"
