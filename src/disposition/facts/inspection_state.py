"""What a supplier's history says: the counts of its lots, and the state of inspection in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from disposition.facts.document.past_lots import PastInspection, Supplier
from disposition.frozen import evolve
from disposition.sampling import STANDARDS, STATES, SamplingError

if TYPE_CHECKING:
    from disposition.facts.document.lot_document import LotDocument
    from disposition.sampling import Entry, SwitchingStatus

STRICTNESS = ("reduced", "normal", "tightened", "discontinued")
"""The states that a history can lead to, the most lenient first."""


class MisplacedError(Exception):
    """An entry of a history that cannot follow those before it."""

    def __init__(self, index: int, reason: SamplingError) -> None:
        self.index = index
        self.reason = reason
        super().__init__(index, reason)


class Counts(NamedTuple):
    """How many lots were inspected, rejected, and rejected in a row; None where unknown."""

    inspected: int
    rejected: int | None
    in_a_row: int | None


def counts(history: Sequence[PastInspection]) -> Counts:
    """Count the lots of a history; a resubmitted lot is no other lot."""
    accepted = _answers(history)
    in_a_row: int | None = 0
    for answer in reversed(accepted):
        if answer is False and in_a_row is not None:
            in_a_row += 1
            continue
        in_a_row = None if answer is None else in_a_row
        break
    rejected = None if None in accepted else accepted.count(False)
    return Counts(len(accepted), rejected, in_a_row)


def _answers(history: Sequence[PastInspection]) -> list[bool | None]:
    """Return whether each lot was accepted; a resubmitted one is no other lot."""
    return [entry.accepted for entry in history if entry.is_lot and not entry.resubmitted]


def possible_rejected(
    history: Sequence[PastInspection], in_a_row: int | None = None
) -> tuple[int, int] | None:
    """Return the fewest and the most lots that can have been rejected, as answers are filled in.

    With `in_a_row` only the ways to fill them in count that end with so many rejected lots; None
    when there is none.
    """
    accepted = _answers(history)
    run = 0 if in_a_row is None else in_a_row
    if run > len(accepted):
        return None
    before, last = accepted[: len(accepted) - run], accepted[len(accepted) - run :]
    if in_a_row is not None and (True in last or (before and before.pop() is False)):
        return None
    surely = run + before.count(False)
    return surely, surely + before.count(None)


def with_counts(supplier: Supplier) -> Supplier:
    """Return the supplier with the counts that only the history tells."""
    if supplier.history is None:
        return supplier
    told = counts(supplier.history)
    given = supplier.lots_inspected, supplier.lots_rejected, supplier.consecutive_rejected
    inspected, rejected, in_a_row = (
        counted if stated is None else stated
        for stated, counted in zip(
            given, (told.inspected, told.rejected, told.in_a_row), strict=True
        )
    )
    return evolve(
        supplier, lots_inspected=inspected, lots_rejected=rejected, consecutive_rejected=in_a_row
    )


def status_under(standard: str, supplier: Supplier) -> SwitchingStatus | None:
    """Return where the history has come to under one standard; None while an answer is absent.

    Of the changes, only the last is kept. Raises `MisplacedError` for a decision that cannot be
    taken where it stands.
    """
    remembered = supplier.remembered
    if standard not in remembered:
        try:
            remembered[standard] = _replayed(standard, supplier.history or ())
        except MisplacedError as error:
            remembered[standard] = error
    found: SwitchingStatus | MisplacedError | None = remembered[standard]
    if isinstance(found, MisplacedError):
        raise MisplacedError(found.index, found.reason)
    return found


def _replayed(standard: str, history: Sequence[PastInspection]) -> SwitchingStatus | None:
    from disposition.sampling import Scheme, begin, follow

    if any(entry.accepted is None and entry.is_lot for entry in history):
        return None
    status = begin(Scheme(standard=standard))
    for index, entry in enumerate(_entries(history)):
        try:
            status = follow(status, entry)
        except SamplingError as error:
            raise MisplacedError(index, error) from None
        if status.uncounted or len(status.switches) > 1:
            status = evolve(status, uncounted=(), switches=status.switches[-1:])
    return status


def _entries(history: Sequence[PastInspection]) -> Iterator[Entry]:
    from disposition.sampling.switching.history import Correction, Direction, new_past_lot

    for index, entry in enumerate(history):
        if entry.correction is not None:
            yield Correction(entry.correction)
        elif entry.direct is not None:
            yield Direction(entry.direct, entry.because or "")
        else:
            yield new_past_lot(
                entry.lot or str(index + 1),
                entry.accepted is True,
                entry.resubmitted is True,
                entry.found,
                entry.type or "single",
                entry.accept,
                entry.accepted_tighter,
                entry.sample,
                entry.between is True,
                entry.steady,
                entry.reduced_agreed,
            )


def possible_statuses(lot: LotDocument) -> tuple[SwitchingStatus, ...] | None:
    """Return where the history may have come to; None when it is not known.

    While the plan's standard is absent, each that there is may be the one.
    """
    history = lot.supplier.history
    if history is None:
        return None
    standard = lot.inspection.plan.standard
    found = []
    for name in STANDARDS if standard is None else (standard,):
        try:
            status = status_under(name, lot.supplier)
        except MisplacedError:  # then it is another standard
            continue
        if status is None:
            return None
        found.append(status)
    return tuple(found)


def state_in_force(lot: LotDocument) -> str | None:
    """Return the state that the history leads to, if it is known."""
    states = {status.state for status in possible_statuses(lot) or ()}
    return states.pop() if len(states) == 1 else None


def state_of_plan(lot: LotDocument) -> str | None:
    """Return the state of the agreed plan; where it is absent, the one that is in force.

    A discontinued inspection has no plan: then the state stays unknown.
    """
    stated = lot.inspection.plan.state
    if stated is not None or lot.supplier.history is None:
        return stated
    state = state_in_force(lot)
    return state if state in STATES else None
