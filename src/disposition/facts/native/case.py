"""Facts of a case that compare names, kinds of inspection in any spelling, and outcomes."""

from __future__ import annotations

from disposition.documents.quoting import shown
from disposition.facts.document.case_events import Inspected
from disposition.facts.document.persons import Person, has_name, is_another
from disposition.facts.document.rounds import is_final, is_repeated
from disposition.facts.native.bounds import is_in, items, trailing
from disposition.facts.native.fact import BOOLEAN, View, derived
from disposition.language.types import FactType, Kind

_is_again = is_in("again", True)


def _is_reinspection(view: View) -> bool | None:
    inspection = view.lot.inspection
    if inspection.round is not None:
        return inspection.round > 1
    return is_repeated(inspection.type)


def _is_final(view: View) -> bool | None:
    inspection = view.lot.inspection
    by_kind = is_final(inspection.type)
    if by_kind is None and (inspection.round or 0) > 1:
        return True
    return by_kind


def _needs(view: View, path: str) -> bool:
    """Whether the kind is to be told, or the round because the kind that is told says nothing."""
    return (view.lot.inspection.type is None) == (path == "inspection.type")


def _why_no_kind(view: View) -> str:
    """Say why it is not known, where the kind is told and the round is that of a first one."""
    inspection = view.lot.inspection
    if inspection.type is None or inspection.round is None:
        return ""
    return f"{shown(inspection.type)} is no kind of inspection that is known"


def _by_another(view: View) -> bool | None:
    """Whether the last re-inspection was made by none of those who inspected before."""
    inspections = items(view, "inspections")
    if inspections is None:
        return None
    looked_at, again = trailing(inspections, _is_again)
    if again is None:
        return None if looked_at else False
    at = next(at for at, each in enumerate(inspections) if each is again)
    return is_another(_who(again), map(_who, inspections[:at]))


def _who(inspection: Inspected) -> Person:
    return Person(inspection.inspector, inspection.inspector_id)


def _why_same_or_not(view: View) -> str:
    """Say why it is not known, where a name is told and is none."""
    inspections = items(view, "inspections") or ()
    if not inspections or None in [
        value for each in inspections for value in (each.inspector, each.again)
    ]:
        return ""
    if not all(has_name(_who(each)) for each in inspections):
        return "an inspector's name has no letter and no digit"
    return "the names of the inspectors may be those of one person, and `inspector_id` is not told"


def _outcomes(view: View) -> int | None:
    """Return how many outcomes were decided; None while a decision may add another."""
    decisions = items(view, "decisions")
    if decisions is None:
        return None
    sure = {each.outcome for each in decisions if each.decided} - {None}
    for each in decisions:
        if each.decided is not False and each.outcome not in sure:
            return None
    return len(sure)


FACTS = (
    derived(
        "inspection.is_reinspection",
        BOOLEAN,
        "Whether the lot was inspected before: by the round, else by the kind of inspection",
        ("inspection.round", "inspection.type"),
        _is_reinspection,
        needs=_needs,
    ),
    derived(
        "inspection.is_final",
        BOOLEAN,
        "Whether it was a final inspection or a re-inspection: by its kind, else by the round",
        ("inspection.round", "inspection.type"),
        _is_final,
        needs=_needs,
        why=_why_no_kind,
    ),
    derived(
        "reinspection.by_another",
        BOOLEAN,
        "Whether somebody inspected again who had not inspected the lot before",
        tuple(f"case.inspections[].{key}" for key in ("again", "inspector", "inspector_id")),
        _by_another,
        concerns=lambda _view, _item, key: key != "inspector_id",
        why=_why_same_or_not,
    ),
    derived(
        "case.outcomes",
        FactType(Kind.INTEGER, "outcomes"),
        "Different outcomes that were decided so far",
        ("case.decisions[].decided", "case.decisions[].outcome"),
        _outcomes,
    ),
)
