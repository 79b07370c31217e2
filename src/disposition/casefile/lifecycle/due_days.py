"""On which day a step falls: the day that its policy counts, or a working day in its place.

A day that the house counts from something that happened in the case (a talk, a reply, a decision)
moves to the next working day. Any other day (of the contract, the shipment, an inspection, an
agreement) may be one of the law or of somebody else: it is never put off, and the step falls on
the last working day before it. A decision document says no more than the day itself, so a day of
an obligation of the decision on the lot is not put off either.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from attrs import frozen

from disposition.casefile.lifecycle.working_days import WorkingDays
from disposition.documents.types import Kind
from disposition.explain.document.rationale import Obligation
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


def due_day(
    each: Obligation, policy: CheckedPolicy | None, days: WorkingDays, as_of: date
) -> DueDay:
    """Return the day of an obligation; of a policy whose rule counts it, if there is one."""
    counted = each.due
    why = "" if counted is None or each.do in _WAITED_FOR else days.off(counted, each.by)
    if counted is None or not why:
        return DueDay(counted)
    if policy is not None and (each.rule, each.do) in _counted_by_the_house(policy):
        due = days.on_or_after(counted, each.by)
    else:
        due = days.on_or_before(counted, each.by)
        if due < as_of:  # no working day is left
            due = counted
    return DueDay(counted) if due == counted else DueDay(due, counted, f"{counted} is {why}")


@lru_cache(_FEW_POLICIES)
def _counted_by_the_house(policy: CheckedPolicy) -> frozenset[tuple[str, str]]:
    """Return the rules and codes whose days are counted from what happened, and nothing else."""
    found: dict[tuple[str, str], bool] = {}
    for rule, do, is_counted in _all(policy):
        found[rule, do] = is_counted and found.get((rule, do), True)
    return frozenset(each for each, is_counted in found.items() if is_counted)


def _all(policy: CheckedPolicy) -> Iterator[tuple[str, str, bool]]:
    for rule in policy.rules:
        for spec in rule.obligations:
            if spec.due is not None:
                facts = [each for each in _facts_of(policy, spec.due) if _counts(policy, each)]
                yield (
                    rule.id,
                    spec.do,
                    bool(facts) and all(each.startswith(_HAPPENED) for each in facts),
                )


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
