"""Facts about the state of inspection that the supplier's past lots lead to."""

from __future__ import annotations

from functools import partial

from disposition.facts.document.past_lots import PastInspection
from disposition.facts.inspection_state import (
    STRICTNESS,
    possible_statuses,
    state_in_force,
    state_of_plan,
    with_counts,
)
from disposition.facts.native.fact import BOOLEAN, TEXT, View, derived, shared
from disposition.frozen import fields
from disposition.language.types import FactType, Kind

_READS = ("supplier.history[].accepted", "inspection.plan.standard")
HISTORY = tuple(
    f"supplier.history[].{attribute.name}"
    for attribute in fields(PastInspection)
    if attribute.name != "date"
)
"""What the state of inspection is told by where none is stated: no date counts, only the order."""

COUNTS = tuple(
    f"supplier.history[].{key}" for key in ("accepted", "resubmitted", "correction", "direct")
)
"""What the lots of a history are counted by."""

switching_statuses = shared(lambda view: possible_statuses(view.lot))
"""Where the history may have come to; None when it is not known."""

state = shared(lambda view: state_of_plan(view.lot))
"""The state of the agreed plan, or the one in force where none is stated."""

supplier = shared(lambda view: with_counts(view.lot.supplier))
"""The supplier, with the counts that only the history tells."""


def _state(view: View) -> str | None:
    return state_in_force(view.lot) if view.lot.supplier.history is not None else None


def _because(view: View) -> str | None:
    reasons = {status.because for status in switching_statuses(view) or ()}
    return reasons.pop() if len(reasons) == 1 else None


def _sufficient(view: View) -> bool | None:
    planned, in_force = state(view), _state(view)
    if planned is None:
        return False if in_force == STRICTNESS[-1] else None
    answers = {
        STRICTNESS.index(planned) >= STRICTNESS.index(status.state)
        for status in switching_statuses(view) or ()
    }
    return answers.pop() if len(answers) == 1 else None


_fact = partial(derived, also=HISTORY, concerns=lambda _view, entry, _key: entry.is_lot)

FACTS = (
    _fact(
        "supplier.inspection_state",
        FactType(Kind.ENUM, values=STRICTNESS),
        "State of inspection in force for this lot, by the switching rules",
        _READS,
        _state,
    ),
    _fact(
        "supplier.state_because",
        TEXT,
        "Why that state is in force: since which lot, and by which rule",
        _READS,
        _because,
    ),
    _fact(
        "inspection.state_sufficient",
        BOOLEAN,
        "Whether the plan's state is at least as strict as the one in force",
        ("inspection.plan.state", *_READS),
        _sufficient,
    ),
)
