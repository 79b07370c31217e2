"""What share of the sample has defects: a share of units, and never one of nonconformities."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from disposition.facts.attribution import counts_units
from disposition.facts.document.agreed_plans import SEVERITIES, AgreedPlan, NamedPlan
from disposition.facts.native.bounds import every, percentage
from disposition.facts.native.fact import BOOLEAN, PERCENT, Derived, Need, View, derived
from disposition.facts.native.samples.plans import FOUND, LINES, SAMPLE, concerns
from disposition.facts.native.samples.tally import found, severities_of

NO_SHARE = "the plan counts nonconformities, which are no share of the units"
"""Why a rate is unknown although nothing is absent."""

_AQL = "inspection.plan.aql."


def _severities(view: View, severity: str | None) -> set[str | None]:
    """Return the severities that the lines of a kind have, or may have; None for any."""
    found_of = severities_of(view)
    if severity is None:
        return found_of
    return {severity} if found_of & {severity, None} else set()


def rate(view: View, severity: str | None = None) -> Decimal | None:
    """Return the units found, as lines stand but no more than the sample, as a percentage of it."""
    size = view.lot.inspection.sample_size
    if not size:
        return None
    least, most = found(view, severity)
    # Lines that may be more, but come to the whole sample already, are all of it.
    is_sure = least == most or least >= size
    if not is_sure or not _counts_once(view, severity):
        return None
    return percentage(min(least, size), size)


def _counts_once(view: View, severity: str | None) -> bool | None:
    """Whether a unit counts once in every line of the main plan that is, or may be, of a kind."""
    plan = view.lot.inspection.plan
    return every(counts_units(plan, each) for each in _severities(view, severity))


def why_no_rate(view: View) -> str:
    """Return why there is no rate although nothing is absent."""
    return "no unit was inspected" if view.lot.inspection.sample_size == 0 else NO_SHARE


def _needs_aql(plan: AgreedPlan, severity: str) -> bool:
    """Whether it takes the AQL to tell what a plan counts."""
    return plan.counting is None and plan.own(severity) is None


def needs_of_rate(severity: str | None) -> Need:
    """Return what tells whether an absent value outside lists matters to a rate."""

    def matters(view: View, path: str) -> bool:
        if not path.startswith(_AQL):
            return True
        name, listed = path.removeprefix(_AQL), _severities(view, severity)
        return bool(listed & {name, None}) and _needs_aql(view.lot.inspection.plan, name)

    return matters


def _counts_units(view: View, severity: str) -> bool | None:
    inspection = view.lot.inspection
    plans = (inspection.plan, *(inspection.plans or ()))
    return every(counts_units(plan, severity) for plan in plans)


def _counting_facts(severity: str) -> Derived:
    def needs(view: View, path: str) -> bool:
        return path.startswith(_AQL) and _needs_aql(view.lot.inspection.plan, severity)

    def concerned(_view: View, plan: NamedPlan, _key: str) -> bool:
        return _needs_aql(plan, severity)

    return derived(
        f"defects.{severity}.counts_units",
        BOOLEAN,
        f"Whether every plan counts units with {severity} defects, and none nonconformities",
        (f"{_AQL}{severity}", f"inspection.plans[].aql.{severity}"),
        partial(_counts_units, severity=severity),
        also=tuple(
            f"{plan}.{key}"
            for plan in ("inspection.plan", "inspection.plans[]")
            for key in (
                "counting",
                *(f"custom.{severity}.{each}" for each in ("sample_size", "accept", "reject")),
            )
        ),
        concerns=concerned,
        needs=needs,
    )


def reads_of_rate(severities: tuple[str, ...]) -> tuple[str, ...]:
    """Return what has to be told for the rate of some severities together."""
    return (*FOUND, SAMPLE, *(_AQL + name for name in severities))


def _rate_facts(severity: str | None, path: str, what: str, aqls: tuple[str, ...]) -> Derived:
    return derived(
        f"{path}.rate",
        PERCENT,
        f"Units found with {what}, of the sample; unknown where nonconformities are counted",
        reads_of_rate(aqls),
        partial(rate, severity=severity),
        also=LINES,
        concerns=concerns(severity),
        why=why_no_rate,
        needs=needs_of_rate(severity),
    )


def _facts() -> Iterator[Derived]:
    for severity in SEVERITIES:
        yield _rate_facts(severity, f"defects.{severity}", f"{severity} defects", (severity,))
        yield _counting_facts(severity)
    yield _rate_facts(None, "defects", "defects", SEVERITIES)


FACTS = tuple(_facts())
