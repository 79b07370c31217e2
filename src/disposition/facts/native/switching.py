"""Facts about the state of inspection that the supplier's past lots lead to."""

from __future__ import annotations

from disposition.facts.document.past_lots import PastInspection
from disposition.facts.inspection_state import (
    STRICTNESS,
    plan_in_force,
    possible_standings,
    state_in_force,
    with_counts,
)
from disposition.facts.native.fact import BOOLEAN, TEXT, View, derived, shared
from disposition.language.types import FactType, Kind

_READS = ("supplier.history[].accepted", "inspection.plan.standard")

standings = shared(lambda view: possible_standings(view.lot))
"""Where the history may have come to; None when it is not known."""

plan = shared(lambda view: plan_in_force(view.lot))
"""The agreed plan, in the state in force where none is stated."""

supplier = shared(lambda view: with_counts(view.lot.supplier))
"""The supplier, with the counts that only the history tells."""


def _state(view: View) -> str | None:
    return state_in_force(view.lot) if view.lot.supplier.history is not None else None


def _because(view: View) -> str | None:
    reasons = {standing.because for standing in standings(view) or ()}
    return reasons.pop() if len(reasons) == 1 else None


def _sufficient(view: View) -> bool | None:
    state, in_force = plan(view).state, _state(view)
    if state is None:
        return False if in_force == STRICTNESS[-1] else None
    answers = {
        STRICTNESS.index(state) >= STRICTNESS.index(standing.state)
        for standing in standings(view) or ()
    }
    return answers.pop() if len(answers) == 1 else None


def _concerns(_view: View, entry: PastInspection, _key: str) -> bool:
    return entry.is_lot


FACTS = (
    derived(
        "supplier.inspection_state",
        FactType(Kind.ENUM, values=STRICTNESS),
        "State of inspection in force for this lot, by the switching rules",
        _READS,
        _state,
        concerns=_concerns,
    ),
    derived(
        "supplier.state_because",
        TEXT,
        "Why that state is in force: since which lot, and by which rule",
        _READS,
        _because,
        concerns=_concerns,
    ),
    derived(
        "inspection.state_sufficient",
        BOOLEAN,
        "Whether the plan's state is at least as strict as the one in force",
        ("inspection.plan.state", *_READS),
        _sufficient,
        concerns=_concerns,
    ),
)
