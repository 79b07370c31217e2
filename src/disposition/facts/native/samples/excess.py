"""The units with defects beyond what the plans accept."""

from __future__ import annotations

from decimal import Decimal

from disposition.facts.attribution import counts_units
from disposition.facts.native.bounds import ANY, Bounds, exactly, percentage, total
from disposition.facts.native.fact import View
from disposition.facts.native.samples import judgement as sampled
from disposition.facts.native.samples.plans import Sample, is_staged, samples, steps_of


def excess(view: View, severity: str) -> int | None:
    """Return the units of a severity beyond the acceptance numbers, of all samples together."""
    return exactly(total(_beyond(view, sample) for sample in samples(view, severity)))


def excess_rate(view: View, severity: str) -> Decimal | None:
    """Return them as a percentage of their sample; of several samples the highest.

    Unknown for nonconformities, which are no share of the units. Lines are taken as they stand,
    together no more than the sample.
    """
    lowest: list[Decimal] = []
    highest: list[Decimal] = []
    for sample in samples(view, severity):
        low, high = _beyond(view, sample)
        size = sample.inspected
        if not size or high is None:
            return None
        if high and not counts_units(view.lot.inspection.plan_of(sample.name), severity):
            return None
        lowest.append(percentage(min(low, size), size))
        highest.append(lowest[-1] if low == high else percentage(min(high, size), size))
    least = max(lowest)
    return least if least == max(highest) else None


def _beyond(view: View, sample: Sample) -> Bounds:
    """Return the bounds of the units of one sample beyond the acceptance number."""
    if not sample.plans:
        return ANY
    if is_staged(sample):
        return _beyond_staged(view, sample, sample.plans)
    least, most = sample.found
    accepted = [plan.accept for plan in sample.plans]
    fewest = max(0, least - max(accepted))
    return fewest, None if most is None else max(0, most - min(accepted))


def _beyond_staged(view: View, sample: Sample, plans: sampled.Plans) -> Bounds:
    """Return the same for several samples: none where they accept, else of the one that rejects."""
    if sample.answers == {sampled.ACCEPTED}:
        return 0, 0
    if view.lot.inspection.stages is not None and not sample.steps:
        return ANY  # which of the samples rejects, and by how much, is still to be told
    steps = steps_of(sample)
    if sample.answers != {sampled.REJECTED} or not steps:
        return ANY
    units = [sampled.units_beyond(plan, steps) for plan in plans]
    return min(units), max(units)
