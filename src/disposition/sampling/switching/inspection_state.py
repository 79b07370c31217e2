"""Which state of inspection is in force after a history, and which rule caused each change."""

from __future__ import annotations

from collections.abc import Iterable

from disposition.frozen import evolve, frozen
from disposition.frozen.classes import filling
from disposition.sampling.errors import SamplingError, quoted
from disposition.sampling.names import check_standard, check_state
from disposition.sampling.plans.single import SINGLE
from disposition.sampling.plans.staged import DOUBLE
from disposition.sampling.switching.history import (
    ONCE,
    Correction,
    Direction,
    Entry,
    PastLot,
    numbered,
    repeated_lots,
)
from disposition.sampling.switching.status import (
    BETWEEN,
    CORRECTED,
    DIRECTED,
    DISCONTINUED,
    FIVE_ACCEPTED,
    FIVE_NOT_ACCEPTED,
    REDUCED_NOT_ACCEPTED,
    SCORE_REACHED,
    TEN_ACCEPTED,
    TWO_OF_FIVE,
    UNSTEADY,
    Scheme,
    Switch,
    SwitchingRule,
    SwitchingStatus,
    Uncounted,
)

_WINDOW = 5
_RUN_FOR_REDUCED = 10

_new_status = filling(SwitchingStatus)
"""Returns a status of a value for each field: one is made for each lot of a history."""


def begin(scheme: Scheme) -> SwitchingStatus:
    """Return the status before the first lot.

    Raises `SamplingError` for an unknown standard, a state that has no plans, and a limit number
    that is no count. Source: ISO 2859-1 clause 9.1; ANSI/ASQ Z1.4 clause 8.1.
    """
    check_standard(scheme.standard)
    check_state(scheme.start)
    limit = scheme.limit_number
    if limit is not None and (isinstance(limit, bool) or limit < 0):
        message = f"{quoted(limit)} is not a limit number"
        hint = "a whole number, 0 or more, from Table VIII of Z1.4"
        raise SamplingError(message, about="limit_number", hint=hint)
    return SwitchingStatus(scheme, scheme.start)


def switching_status(history: Iterable[Entry], scheme: Scheme | None = None) -> SwitchingStatus:
    """Return the status after a whole history, oldest entry first.

    Raises `SamplingError` for a lot that stands in it twice without being resubmitted, and for a
    decision that cannot be taken where it stands. `follow` looks at one entry only.

    >>> lots = [PastLot("13", accepted=False), PastLot("14", accepted=False)]
    >>> switching_status(lots).because
    'tightened since lot 14: two of five or fewer consecutive lots not accepted: 13 and 14'
    """
    entries = tuple(history)
    for place, above in repeated_lots(numbered(entries)):
        raise SamplingError(
            f"entry {place + 1} is the lot of entry {above + 1} again", about="history", hint=ONCE
        )
    status = begin(scheme or Scheme())
    switches: list[Switch] = []
    uncounted: list[Uncounted] = []
    for entry in entries:
        status = follow(status, entry)
        # Taken out as they come: added to ever longer tuples they would take quadratic time.
        if status.switches or status.uncounted:
            switches += status.switches
            uncounted += status.uncounted
            status = evolve(status, switches=(), uncounted=())
    return evolve(status, switches=tuple(switches), uncounted=tuple(uncounted))


def follow(status: SwitchingStatus, entry: Entry) -> SwitchingStatus:
    """Return the status after one more entry; the one given stays as it is.

    Resubmitted lots, and lots inspected while inspection is discontinued, count for nothing.
    Source: ISO 2859-1 clauses 9.3 and 9.4; ANSI/ASQ Z1.4 clauses 8.3 and 8.4.
    """
    if isinstance(entry, PastLot) and not entry.resubmitted and status.state != DISCONTINUED:
        counted = _count(status, entry)
        return _FOLLOWED[counted.state](counted, entry)
    now = evolve(status, entries=status.entries + 1)
    if isinstance(entry, Correction):
        return _correct(now, entry)
    if isinstance(entry, Direction):
        return _direct(now, entry)
    because = (
        "a resubmitted lot does not count" if entry.resubmitted else "inspection is discontinued"
    )
    return _pass_over(now, entry, because)


def _count(now: SwitchingStatus, lot: PastLot) -> SwitchingStatus:
    """Return the status with one more entry, a lot, counted and nothing decided yet."""
    scored = now.score
    if now.scheme.standard == "iso2859-1" and now.state == "normal":
        points = points_of(lot).points
        scored = now.score + points if points else 0
    return _new_status(
        now.scheme,
        now.state,
        now.entries + 1,
        now.lots + 1,
        lot.lot,
        (*now.recent, (lot.lot, lot.accepted))[-_WINDOW:],
        now.run + 1 if lot.accepted else 0,
        (*now.found, lot.found)[-_RUN_FOR_REDUCED:] if lot.accepted else (),
        now.not_accepted + (not lot.accepted),
        scored,
        now.switches,
        now.uncounted,
    )


def _on_normal(now: SwitchingStatus, lot: PastLot) -> SwitchingStatus:
    rejected = [name for name, accepted in now.recent if not accepted]
    if not lot.accepted and len(rejected) >= 2:
        because = (
            f"two of five or fewer consecutive lots not accepted: {rejected[-2]} and {rejected[-1]}"
        )
        return _switch(now, "tightened", TWO_OF_FIVE, because)
    if not (_steady(now, lot) is True and _agreed(now, lot) is True):
        return now
    if now.scheme.standard == "iso2859-1":
        return _by_score(now, lot)
    return _by_ten_lots(now)


def _by_score(now: SwitchingStatus, lot: PastLot) -> SwitchingStatus:
    if now.score < SCORE_FOR_REDUCED:
        return now
    because = f"switching score {now.score}, production steady, and the authority agrees"
    if lot.type != SINGLE:
        because += " (how double and multiple plans score is not verified)"
    return _switch(now, "reduced", SCORE_REACHED, because)


def _by_ten_lots(now: SwitchingStatus) -> SwitchingStatus:
    if now.run < _RUN_FOR_REDUCED:
        return now
    if now.scheme.limit_waived:
        few = "the limit number waived"
    else:
        known = [count for count in now.found if count is not None]
        limit = now.scheme.limit_number
        if limit is None or len(known) < len(now.found) or sum(known) > limit:
            return now
        few = f"{sum(known)} found in them within the limit number {limit}"
    because = (
        f"ten lots accepted on normal inspection, {few}, production steady, "
        "and the authority agrees"
    )
    return _switch(now, "reduced", TEN_ACCEPTED, because)


def _on_tightened(now: SwitchingStatus, lot: PastLot) -> SwitchingStatus:
    if now.not_accepted >= _WINDOW:
        return _switch(now, DISCONTINUED, FIVE_NOT_ACCEPTED, FIVE_NOT_ACCEPTED.sentence)
    if lot.accepted and now.run >= _WINDOW:
        return _switch(now, "normal", FIVE_ACCEPTED, FIVE_ACCEPTED.sentence)
    return now


def _on_reduced(now: SwitchingStatus, lot: PastLot) -> SwitchingStatus:
    if not lot.accepted:
        return _switch(now, "normal", REDUCED_NOT_ACCEPTED, REDUCED_NOT_ACCEPTED.sentence)
    if lot.between and now.scheme.standard == "z1.4":
        return _switch(now, "normal", BETWEEN, BETWEEN.sentence)
    if _steady(now, lot) is False:
        return _switch(now, "normal", UNSTEADY, UNSTEADY.sentence)
    return now


_FOLLOWED = {"normal": _on_normal, "tightened": _on_tightened, "reduced": _on_reduced}


def _correct(now: SwitchingStatus, entry: Correction) -> SwitchingStatus:
    if now.state != DISCONTINUED:
        message = f"inspection is {now.state}, so there is nothing to resume"
        hint = "a correction follows the lot that discontinued inspection"
        raise SamplingError(message, about="history", hint=hint)
    return _switch(now, "tightened", CORRECTED, entry.because or CORRECTED.sentence)


def _direct(now: SwitchingStatus, entry: Direction) -> SwitchingStatus:
    """Return the status in the directed state, where the count of five starts again."""
    check_state(entry.state)
    if now.state == DISCONTINUED:
        message = f"inspection is discontinued and cannot be directed to {entry.state}"
        hint = "only a correction resumes it, on tightened inspection"
        raise SamplingError(message, about="history", hint=hint)
    directed = _switch(now, entry.state, DIRECTED, entry.because or DIRECTED.sentence)
    return evolve(directed, recent=())


def _switch(now: SwitchingStatus, after: str, rule: SwitchingRule, because: str) -> SwitchingStatus:
    """Return the status in the new state, whose own counts start again."""
    if after == now.state:
        return now
    switch = Switch(
        before=now.state,
        after=after,
        lot=now.last_lot,
        entry=now.entries,
        rule=rule,
        because=because,
        source=rule.source(now.scheme.standard),
    )
    return evolve(
        now, state=after, run=0, found=(), not_accepted=0, score=0, switches=(*now.switches, switch)
    )


def _pass_over(now: SwitchingStatus, lot: PastLot, because: str) -> SwitchingStatus:
    return evolve(now, uncounted=(*now.uncounted, Uncounted(lot.lot, now.entries, because)))


def _steady(now: SwitchingStatus, lot: PastLot) -> bool | None:
    return now.scheme.steady if lot.steady is None else lot.steady


def _agreed(now: SwitchingStatus, lot: PastLot) -> bool | None:
    return now.scheme.reduced_agreed if lot.reduced_agreed is None else lot.reduced_agreed


# --- the switching score of ISO 2859-1: how far good lots have come towards reduced ---------------


SCORE_FOR_REDUCED = 30
"""The score at which reduced inspection becomes possible (9.3.3)."""


@frozen
class Scored:
    """The points of one lot (0: the score starts again), why, and whether the rule is verified."""

    points: int
    because: str
    verified: bool = True


def points_of(lot: PastLot) -> Scored:
    """Return what a lot on normal inspection adds to the score.

    Whatever is needed and not known counts as not fulfilled. Source: ISO 2859-1 clause 9.3.3.2; the
    part about double and multiple plans is from one source only.

    >>> points_of(PastLot("7", accepted=True, accept=1))
    Scored(points=2, because='accepted with Ac 0 or 1', verified=True)
    """
    if not lot.accepted:
        return Scored(0, "not accepted")
    if lot.type != SINGLE:
        return _staged(lot)
    if lot.accept is None:
        return Scored(0, "the acceptance number is not known")
    if lot.accept <= 1:
        return Scored(2, "accepted with Ac 0 or 1")
    if lot.accepted_tighter is None:
        return Scored(0, "not known whether the AQL one step tighter would accept")
    if lot.accepted_tighter:
        return Scored(3, "accepted also with the AQL one step tighter")
    return Scored(0, "not accepted with the AQL one step tighter")


def _staged(lot: PastLot) -> Scored:
    latest, name = (1, "first") if lot.type == DOUBLE else (3, "third")
    if lot.sample is None:
        return Scored(0, "not known which sample decided", verified=False)
    if lot.sample <= latest:
        return Scored(3, f"accepted by the {name} sample", verified=False)
    return Scored(0, f"not accepted by the {name} sample", verified=False)


standing_after = switching_status
"""What it was called before."""
