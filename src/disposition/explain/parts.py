"""The parts of a decided lot: each is decided by the same policy, as a lot of its own."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.explain.accounts import codes_of
from disposition.explain.document.parts import LOT, LotPart
from disposition.explain.inference import Inference
from disposition.explain.rationale import RationaleBuilder
from disposition.facts.division.by_segments import NEXT_SAMPLE
from disposition.facts.division.divide import divide
from disposition.facts.division.portion import Portion
from disposition.facts.lot import Lot
from disposition.facts.source import LotSource
from disposition.frozen.classes import filling
from disposition.policy.model import Outcome, Ships
from disposition.semantics import DECIDED, NEEDS_INFORMATION, Status

_PART = filling(LotPart)
_WHOLE = Portion("the lot", LOT, None, None)
"""What a lot that is not divided is told as, but for its units."""


def parts_of(whole: Inference, builder: RationaleBuilder) -> tuple[LotPart, ...]:
    """Return the parts of a lot, of which `telling` tells; they add up to it."""
    source, outcome = whole.source, _outcome(whole)
    if isinstance(source, LotSource) and outcome.parts:
        portions = divide(source, [each.value for each in outcome.parts])
        if portions:
            return tuple(_parts(whole, portions, outcome))
    units = source.value("lot.quantity")
    units = units if isinstance(units, int) else None
    return (_explained(_WHOLE, units, whole, outcome, builder, outcome.ships),)


def _outcome(inference: Inference) -> Outcome:
    return inference.prepared.policy.outcomes_by_id[inference.conclusion.outcome]


def _parts(whole: Inference, portions: tuple[Portion, ...], outcome: Outcome) -> Iterator[LotPart]:
    for each in portions:
        if each.lot is None:
            yield _undecided(each, whole)
            continue
        own = _decided(whole, each.lot)
        is_let_go = outcome.ships is not Ships.NONE and each.conforming is True
        of_part = _outcome(own)
        ships = Ships.ALL if is_let_go and of_part.ships is Ships.ALL else Ships.NONE
        yield _explained(each, each.units, own, of_part, _Shortly(own), ships)


def _decided(whole: Inference, lot: Lot) -> Inference:
    """Return what follows for a part of the lot, by the policy of the whole."""
    prepared = whole.prepared.explaining_by
    source = prepared.observer.source(lot)
    if prepared.concludes_early(source):
        conclusion, facts, found, asked = prepared.infer(source)
        return Inference(prepared, source, facts, found, conclusion, asked)
    values = {**whole.facts, **prepared.of_parts.facts(source)}
    truths = prepared.engine.truths(values)
    return Inference(prepared, source, values, truths, prepared.combination.conclude(truths))


class _Shortly:
    """Tells of one decision only what is told of parts; it takes the fewest facts."""

    def __init__(self, own: Inference) -> None:
        self._own = own
        self._accounts = own.prepared.accounts

    @property
    def because(self) -> tuple[str, ...]:
        """What the rules say that permit the outcome."""
        own, outcome = self._own, self._own.conclusion.outcome
        if own.conclusion.status is not DECIDED:
            return ()
        among, _ = own.prepared.permits[outcome]
        true, values = own.holding(among), own.source.values
        rules = self._accounts.permits[outcome]
        return tuple([each.because(values) for each in rules if true & each.bit])

    def required(self) -> tuple[str, ...]:
        """Return the codes of what surely has to happen, each once."""
        outcome = self._own.conclusion.outcome
        true = self._own.holding(self._accounts.required[outcome])
        return codes_of(self._accounts.requiring(outcome, true))

    def waits_for(self) -> tuple[str, ...]:
        """Return the unknown facts that the looked-at outcome waits for."""
        return RationaleBuilder(self._own, self._own.facts, self._own.truths).waits_for()


def _undecided(portion: Portion, whole: Inference) -> LotPart:
    policy = whole.prepared.policy
    return _part(
        portion,
        portion.units,
        policy.outcomes_by_id[policy.otherwise],
        NEEDS_INFORMATION,
        Ships.NONE,
        portion.why,
        (),
        portion.more_units,
    )


def _explained(  # noqa: PLR0917 - what a part is, and what follows for it
    portion: Portion,
    units: int | None,
    own: Inference,
    outcome: Outcome,
    builder: RationaleBuilder | _Shortly,
    ships: Ships,
) -> LotPart:
    status = own.conclusion.status
    because = "; ".join(filter(None, builder.because))
    if status is NEEDS_INFORMATION:
        because = f"not known: {', '.join(builder.waits_for())}"
    if portion.put_right:
        because += f"; put right before it ships: {', '.join(portion.put_right)}"
    more = _more_units(own) if status is NEEDS_INFORMATION else None
    return _part(portion, units, outcome, status, ships, because, builder.required(), more)


def _more_units(own: Inference) -> int | None:
    """Return how many more units the plan asks for; nothing where it asks for none."""
    more = own.source.value(NEXT_SAMPLE)
    return more if isinstance(more, int) and more else None


def _part(  # noqa: PLR0917 - in the order in which a part is told
    portion: Portion,
    units: int | None,
    outcome: Outcome,
    status: Status,
    ships: Ships,
    because: str,
    do: tuple[str, ...],
    more_units: int | None,
) -> LotPart:
    return _PART(
        portion.name,
        portion.by,
        units,
        portion.sku,
        portion.batch,
        portion.found,
        outcome.id,
        outcome.title,
        status.value,
        ships.value,
        because,
        do,
        more_units,
    )
