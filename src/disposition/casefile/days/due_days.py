"""On which day a step falls: the day that its policy counts, or a working day in its place.

A day that the house counts from something that happened in the case (a talk, a reply, a decision)
moves to the next working day. Any other day (of the contract, the shipment, an inspection, an
agreement) may be one of the law or of somebody else: it is never put off, and the step falls on
the last working day before it. A decision document says no more than the day itself, so a day of
an obligation of the decision on the lot is not put off either.

While demands rested nobody was asked for anything. A day that the house counts from something that
happened before they did no more is counted from the day on which that was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from disposition.casefile.days.working_days import WorkingDays
from disposition.documents.types import Kind
from disposition.explain.document.rationale import Obligation
from disposition.facts import observe
from disposition.facts.lot import Lot
from disposition.frozen import frozen
from disposition.language.expression import Expression
from disposition.policy.model import CheckedPolicy

WEEKENDS = "weekends"
HOLIDAYS = "weekends and holidays"

_HAPPENED = (
    *("agreement.on", "arguments.", "assessments.", "calendar.", "case.", "papers."),
    *("progress.", "reinspection.on", "replies.", "talks."),
)
"""How facts begin that tell of days on which something happened in the case."""

_WAITED_FOR = ("keep-cure-period",)
"""Steps that only wait for a day to pass, which is that day and no other."""

_FEW_POLICIES = 32


@frozen
class DueDay:
    """The last day of a step, and the day that was counted if it is another, with the reason."""

    due: date | None = None
    counted: date | None = None
    moved: str = ""


def due_day(each: Obligation, policy: CheckedPolicy | None, days: WorkingDays, lot: Lot) -> DueDay:
    """Return the day of an obligation; of a policy whose rule counts it, if there is one."""
    base = () if policy is None else _counted_from(policy).get((each.rule, each.do), ())
    counted = _anew(each.due, base, lot)
    why = "" if counted is None or each.do in _WAITED_FOR else days.off(counted, each.by)
    if counted is None or not why:
        return DueDay(counted)
    if base:
        due = days.on_or_after(counted, each.by)
    else:
        due = days.on_or_before(counted, each.by)
        if lot.as_of is not None and due < lot.as_of:  # no working day is left
            due = counted
    return DueDay(counted) if due == counted else DueDay(due, counted, f"{counted} is {why}")


def _anew(due: date | None, base: tuple[str, ...], lot: Lot) -> date | None:
    """Return a day counted from when demands rested no more, if what it counts from is earlier."""
    readings = lot.case.readings or ()
    anew = readings[-1].counts_from if readings else None
    if due is None or anew is None or not base:
        return due
    happened = [day for day in observe(lot, base).values() if isinstance(day, date)]
    last = max((day for day in happened if day <= due), default=anew)
    return due if last >= anew else anew + (due - last)


@lru_cache(_FEW_POLICIES)
def _counted_from(policy: CheckedPolicy) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return what days are counted from, by rule and code: of those that the house counts."""
    found: dict[tuple[str, str], set[str]] = {}
    others: set[tuple[str, str]] = set()
    for rule, do, facts in _all(policy):
        found.setdefault((rule, do), set()).update(facts)
        if not facts or not all(each.startswith(_HAPPENED) for each in facts):
            others.add((rule, do))
    return {key: tuple(sorted(facts)) for key, facts in found.items() if key not in others}


def _all(policy: CheckedPolicy) -> Iterator[tuple[str, str, list[str]]]:
    for rule in policy.rules:
        for spec in rule.obligations:
            if spec.due is not None:
                facts = _facts_of(policy, spec.due)
                yield rule.id, spec.do, [each for each in facts if _counts(policy, each)]


def _facts_of(policy: CheckedPolicy, expression: Expression) -> Iterator[str]:
    for path in policy.facts_of(expression):
        if path in policy.hoisted:  # a computation, which stands under its own text
            yield from _facts_of(policy, policy.hoisted[path].expression)
        else:
            yield path


def _counts(policy: CheckedPolicy, path: str) -> bool:
    """Whether a fact is one that days are counted with: a date, or a number."""
    kind = policy.catalogue[path].type.kind
    return kind.is_number or kind is Kind.DATE
