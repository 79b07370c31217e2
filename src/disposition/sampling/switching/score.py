"""The switching score of ISO 2859-1: how far a run of good lots has come towards reduced."""

from __future__ import annotations

from disposition.frozen import frozen
from disposition.sampling.plans.single import SINGLE
from disposition.sampling.plans.staged_tables import DOUBLE
from disposition.sampling.switching.history import PastLot

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
