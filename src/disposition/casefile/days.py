"""The days of a case: on which a step falls, as its policy counts, and on which people work.

A day that the house counts from something that happened in the case (a talk, a reply, a decision)
moves to the next working day. Any other day (of the contract, the shipment, an inspection, an
agreement) may be one of the law or of somebody else: it is never put off, and the step falls on
the last working day before it. A decision document says no more than the day itself, so a day of
an obligation of the decision on the lot is not put off either.

While demands rested nobody was asked for anything. A day that the house counts from something that
happened before they did no more is counted from the day on which that was.

Weekends and holidays are those of the countries that the lot document names, as the package
`holidays` has them, which is imported nowhere else. Where a country is not told, and where the
package is not installed or does not know it, only Saturdays and Sundays are left out, and
`WorkingDays.lacking` says so.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from disposition.documents.types import Kind
from disposition.explain.document.rationale import Obligation
from disposition.facts import observe
from disposition.facts.document.past_lots import Closure
from disposition.facts.lot import Lot
from disposition.frozen import frozen
from disposition.language.expression import Expression
from disposition.policy.model import CheckedPolicy

if TYPE_CHECKING:
    from holidays import HolidayBase


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


# --- days on which nobody is at work -------------------------------------------------------------


_MOST_DAYS = 400
"""Days in a row among which one to work on is looked for: longer, and nothing is moved."""

_MOST_YEARS = 512
"""Years of countries that are kept."""

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SUPPLIER = "supplier"
_DAY = timedelta(1)


@frozen
class Calendar:
    """The days off of one side: who they are, their country, and when they are closed besides.

    `closures` are first and last days, in order and apart from one another.
    """

    who: str
    country: str | None
    place: str
    closures: tuple[tuple[date, date], ...] = ()

    @property
    def lacking(self) -> str:
        """What is not known of its holidays; empty if nothing is lacking."""
        if self.country is None:
            return f"holidays {self.who} are not known (`{self.place}`)"
        if not _installed():
            return f"holidays {self.who} take the package `holidays`"
        if _year(self.country, date.min.year) is None:
            return f"holidays of `{self.country}` are not known"
        return ""

    def off(self, day: date) -> str:
        """Return why nobody works on a day; empty on a working day."""
        at = bisect(self.closures, (day, date.max))
        if at and day <= self.closures[at - 1][1]:
            return f"closed {self.who}"
        year = None if self.country is None else _year(self.country, day.year)
        if year is None:
            return _weekday(day) if day.weekday() >= 5 else ""
        if year.is_working_day(day):
            return ""
        name = year.get(day)
        return f"{name} {self.who} ({self.country})" if name else _weekday(day)


@frozen
class WorkingDays:
    """The calendars of both sides. A step of the supplier's alone falls on days of theirs."""

    factory: Calendar
    buyer: Calendar

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is not known of the factory's holidays, and of a told country's of the buyer."""
        sides = [self.factory, *([self.buyer] if self.buyer.country else [])]
        return tuple(each.lacking for each in sides if each.lacking)

    def off(self, day: date, by: str = "") -> str:
        """Return why who is meant by `by` cannot work on a day; empty if they can."""
        sides = (self.factory,) if by == _SUPPLIER else (self.factory, self.buyer)
        return next(filter(None, (each.off(day) for each in sides)), "")

    def on_or_after(self, day: date, by: str = "") -> date:
        """Return the first working day from a day on."""
        return next((each for each in _days(day, _DAY) if not self.off(each, by)), day)

    def on_or_before(self, day: date, by: str = "") -> date:
        """Return the last working day up to a day."""
        return next((each for each in _days(day, -_DAY) if not self.off(each, by)), day)

    def before(self, day: date) -> date:
        """Return the last working day before a day."""
        return self.on_or_before(day - _DAY) if day > date.min else day

    def after(self, day: date) -> date:
        """Return the first working day after a day."""
        return self.on_or_after(day + _DAY) if day < date.max else day


def working_days(lot: Lot) -> WorkingDays:
    """Return the days on which the sides of a lot work."""
    closures = tuple(_apart(lot.supplier.closures or ()))
    return WorkingDays(
        Calendar("at the factory", lot.supplier.country, "supplier.country", closures),
        Calendar("on our side", lot.buyer.country, "buyer.country"),
    )


def _apart(closures: Iterable[Closure]) -> Iterator[tuple[date, date]]:
    """Yield closures in order, those that overlap as one; without a first day it is none."""
    told = sorted((each.first, each.last or each.first) for each in closures if each.first)
    held: tuple[date, date] | None = None
    for first, last in told:
        if held is not None and first <= held[1]:
            held = held[0], max(held[1], last)
        else:
            if held is not None:
                yield held
            held = first, last
    if held is not None:
        yield held


def _weekday(day: date) -> str:
    return f"a {_WEEKDAYS[day.weekday()]}"


def _days(day: date, step: timedelta) -> Iterator[date]:
    for _ in range(_MOST_DAYS):
        yield day
        if not date.min < day < date.max:
            return
        day += step


# --- the package ---------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _installed() -> bool:
    try:
        import holidays  # noqa: F401 - only whether it is there
    except ImportError:
        return False
    return True


@lru_cache(_MOST_YEARS)
def _year(country: str, year: int) -> HolidayBase | None:
    """Return the holidays of a country in a year; None if nothing is known of it.

    Their names are English where the package has them so, whatever the language of the machine.
    """
    if not _installed():
        return None
    from holidays import country_holidays

    try:
        found = country_holidays(country, years=year, expand=False)
        if "en_US" in found.supported_languages:
            found = country_holidays(country, years=year, expand=False, language="en_US")
    except NotImplementedError:
        return None
    return found
