"""Facts about the inspection's circumstances and the time until shipment."""

from __future__ import annotations

from collections.abc import Iterable

from disposition.facts.derived.bounds import some
from disposition.facts.derived.fact import BOOLEAN, DAYS, View, derived
from disposition.facts.document.rounds import is_repeated

_LEFT = ("shipment.ship_by", "as_of")
_SLACK = (*_LEFT, "shipment.rework_days", "shipment.reinspection_days")


def _days_left(view: View) -> int | None:
    ship_by, today = view.lot.shipment.ship_by, view.lot.as_of
    return None if ship_by is None or today is None else (ship_by - today).days


def _days_of_rework(view: View) -> tuple[int | None, int | None]:
    return view.lot.shipment.rework_days, view.lot.shipment.reinspection_days


def _slack_days(view: View) -> int | None:
    left = _days_left(view)
    rework, reinspection = _days_of_rework(view)
    if left is None or rework is None or reinspection is None:
        return None
    return left - rework - reinspection


def _rework_fits(view: View) -> bool | None:
    left = _days_left(view)
    if left is None:
        return None
    needed = _days_of_rework(view)
    if left < _known_sum(needed):
        return False  # what is absent only adds days
    return None if None in needed else True


def _known_sum(numbers: Iterable[int | None]) -> int:
    return sum(number for number in numbers if number is not None)


def _is_reinspection(view: View) -> bool | None:
    inspection = view.lot.inspection
    if inspection.round is not None:
        return inspection.round > 1
    return is_repeated(inspection.type)


def _needs(view: View, path: str) -> bool:
    """Whether the kind is to be told, or the round because the kind that is told says nothing."""
    return (view.lot.inspection.type is None) == (path == "inspection.type")


def _report_passed(view: View) -> bool | None:
    return {"pass": True, "fail": False}.get(view.lot.inspection.report_result or "")


def _why_no_report(view: View) -> str:
    return f"the report says `{view.lot.inspection.report_result}`"


def _age_days(view: View) -> int | None:
    inspected, today = view.lot.inspection.date, view.lot.as_of
    return None if inspected is None or today is None else (today - inspected).days


def _documented(view: View) -> bool | None:
    evidence = view.lot.inspection.evidence
    return some(
        None if number is None else number > 0 for number in (evidence.photos, evidence.videos)
    )


FACTS = (
    derived(
        "shipment.days_left",
        DAYS,
        "Days until the last day to ship; negative when it has passed",
        _LEFT,
        _days_left,
    ),
    derived(
        "shipment.slack_days",
        DAYS,
        "Days left over after rework and another inspection; negative when they do not fit",
        _SLACK,
        _slack_days,
    ),
    derived(
        "shipment.rework_fits",
        BOOLEAN,
        "Whether rework and another inspection fit before the last day to ship",
        _SLACK,
        _rework_fits,
    ),
    derived(
        "inspection.is_reinspection",
        BOOLEAN,
        "Whether the lot was inspected before: by the round, else by the kind of inspection",
        ("inspection.round", "inspection.type"),
        _is_reinspection,
        needs=_needs,
    ),
    derived(
        "inspection.report_passed",
        BOOLEAN,
        "Whether the report itself says pass or fail; not known while it says neither",
        ("inspection.report_result",),
        _report_passed,
        why=_why_no_report,
    ),
    derived(
        "inspection.age_days",
        DAYS,
        "Days since the inspection",
        ("inspection.date", "as_of"),
        _age_days,
    ),
    derived(
        "inspection.documented",
        BOOLEAN,
        "Whether the report has photos or videos",
        ("inspection.evidence.photos", "inspection.evidence.videos"),
        _documented,
    ),
)
