"""The operating characteristics of a plan: what it accepts, lets through and costs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from disposition.frozen import frozen
from disposition.sampling.errors import SamplingError, quoted
from disposition.sampling.plan_numbers import PlanNumbers, Stage

Quality = float | int | Decimal | Fraction
"""Percent nonconforming, or nonconformities per 100 units: the AQL's own unit."""

MODELS: Mapping[str, str] = MappingProxyType(
    {
        "binomial": "units from endless production (type B)",
        "hypergeometric": "units from this one lot (type A)",
        "poisson": "nonconformities per 100 units",
    }
)
"""What the sample is taken to be drawn from, by the name of the distribution."""

_WHOLE = 1e-6


@frozen
class StageChance:
    """The probabilities that one sample accepts or rejects, and what is then left in the lot.

    `left` is the expected number of nonconforming in the units not inspected, counted only where
    the sample accepts; None when the plan knows no lot size.
    """

    cumulative: int
    accept: float
    reject: float
    left: float | None


@frozen
class OperatingCurves:
    """What a plan does at each quality, under one distribution.

    A quality is percent nonconforming, or nonconformities per 100 units, as the plan counts. In the
    hypergeometric model it must be a whole number of units of the lot. Each sample is inspected to
    its end, and a count between Ac and Re of the last sample accepts. Rejected lots are inspected
    in full and what is found is replaced, in outgoing quality and total inspection.
    """

    plan: PlanNumbers
    model: str

    def acceptance(self, quality: Quality) -> float:
        """Return the probability that a lot of this quality is accepted (the OC curve)."""
        return math.fsum(chance.accept for chance in self.stages(quality))

    def sample_number(self, quality: Quality) -> float:
        """Return how many units are inspected on average before the samples decide (ASN)."""
        return math.fsum(
            (chance.accept + chance.reject) * chance.cumulative for chance in self.stages(quality)
        )

    def outgoing(self, quality: Quality) -> float:
        """Return the average outgoing quality (AOQ), in the unit of the quality."""
        lot_size = self._lot_size()
        left = math.fsum(chance.left or 0.0 for chance in self.stages(quality))
        return 100 * left / lot_size

    def total_inspection(self, quality: Quality) -> float:
        """Return how many units of a lot are inspected on average, rejected lots in full (ATI)."""
        lot_size = self._lot_size()
        return math.fsum(
            chance.accept * chance.cumulative + chance.reject * lot_size
            for chance in self.stages(quality)
        )

    def stages(self, quality: Quality) -> tuple[StageChance, ...]:
        """Return the probabilities sample by sample.

        Raises `SamplingError` for a quality that no lot can have.
        """
        share = self._share(quality)
        chances: list[StageChance] = []
        under_way = {0: 1.0}
        drawn = 0
        for stage in self.plan.stages:
            after, rejected = self._drawn(stage, under_way, share, drawn)
            last = stage is self.plan.stages[-1]
            accepting = stage.reject - 1 if last and self.plan.accepts_between else stage.accept
            most = -1 if accepting is None else accepting
            accepted = {found: chance for found, chance in after.items() if found <= most}
            # What cannot be is left out: a finite lot has no distribution for it.
            under_way = {
                found: chance for found, chance in after.items() if found > most and chance
            }
            if last:  # a count in a gap outside reduced inspection, which does not accept
                rejected += math.fsum(under_way.values())
            drawn = stage.cumulative
            left = self._left(share, drawn, accepted)
            chances.append(StageChance(drawn, math.fsum(accepted.values()), rejected, left))
        return tuple(chances)

    def _drawn(
        self, stage: Stage, under_way: Mapping[int, float], share: float, drawn: int
    ) -> tuple[dict[int, float], float]:
        """Return the probabilities of what is found in all, short of Re, and that of rejection."""
        after: dict[int, float] = {}
        rejected = 0.0
        for found, chance in under_way.items():
            most = stage.reject - 1 - found
            finding = self._finding(share, stage.sample_size, drawn, found, most)
            rejected += chance * max(0.0, 1.0 - math.fsum(finding))
            for more, probability in enumerate(finding):
                after[found + more] = after.get(found + more, 0.0) + chance * probability
        return after, rejected

    def _share(self, quality: Quality) -> float:
        """Return the quality per unit; in a finite lot, a whole number of units of it."""
        if isinstance(quality, bool) or not isinstance(quality, int | float | Decimal | Fraction):
            raise _no_quality(quality, "write a number, such as Decimal('2.5')")
        share = float(quality) / 100
        if not (math.isfinite(share) and share >= 0):
            raise _no_quality(quality, "it is 0 or more")
        if self.model != "poisson" and share > 1:
            raise _no_quality(quality, "percent nonconforming is at most 100")
        if self.model == "hypergeometric":
            units = share * self._lot_size()
            if abs(units - round(units)) > _WHOLE:
                raise _no_quality(
                    quality,
                    f"a lot of {self._lot_size()} has {int(units)} or {int(units) + 1} "
                    "nonconforming units, nothing in between",
                )
        return share

    def _finding(
        self, share: float, sample_size: int, drawn: int, found: int, most: int
    ) -> list[float]:
        """Return the probabilities of 0 to `most` more in the next sample."""
        if self.model == "poisson":
            return poisson(sample_size * share, most)
        if self.model == "binomial":
            return binomial(sample_size, share, most)
        lot_size = self._lot_size()
        return hypergeometric(lot_size - drawn, round(share * lot_size) - found, sample_size, most)

    def _left(self, share: float, drawn: int, accepted: dict[int, float]) -> float | None:
        lot_size = self.plan.lot_size
        if lot_size is None:
            return None
        if self.model == "hypergeometric":
            in_lot = round(share * lot_size)
            return math.fsum(chance * (in_lot - found) for found, chance in accepted.items())
        return math.fsum(accepted.values()) * share * max(lot_size - drawn, 0)

    def _lot_size(self) -> int:
        if self.plan.lot_size is None:
            raise SamplingError(
                "this needs the size of the lot", about="lot_size", hint="give the plan a lot size"
            )
        return self.plan.lot_size


def _no_quality(given: object, hint: str) -> SamplingError:
    return SamplingError(f"{quoted(given)} is no quality of a lot", about="quality", hint=hint)


# --- how many nonconforming a sample finds --------------------------------------------------------


_NEGLIGIBLE = 1e-40


def binomial(sample_size: int, share: float, most: int) -> list[float]:
    """Return the probabilities of 0 to `most` nonconforming in a sample of endless production.

    `share` is the share nonconforming, 0 to 1.

    >>> binomial(2, 0.5, 2)
    [0.25, 0.5, 0.25]
    """
    if share <= 0 or share >= 1:
        return _certain(0 if share <= 0 else sample_size, most)
    odds = share / (1 - share)
    likely = min(sample_size, int((sample_size + 1) * share))
    return _spread(lambda k: (sample_size - k) / (k + 1) * odds, likely, 0, sample_size, most)


def hypergeometric(lot_size: int, nonconforming: int, sample_size: int, most: int) -> list[float]:
    """Return the probabilities of 0 to `most` nonconforming in a sample of a finite lot.

    >>> hypergeometric(4, 2, 1, 1)
    [0.5, 0.5]
    """
    good = lot_size - nonconforming
    least, limit = max(0, sample_size - good), min(sample_size, nonconforming)
    likely = (sample_size + 1) * (nonconforming + 1) // (lot_size + 2)

    def ratio(k: int) -> float:
        return (nonconforming - k) * (sample_size - k) / ((k + 1) * (good - sample_size + k + 1))

    return _spread(ratio, min(max(likely, least), limit), least, limit, most)


def poisson(mean: float, most: int) -> list[float]:
    """Return the probabilities of 0 to `most` nonconformities where `mean` are expected.

    >>> [round(chance, 4) for chance in poisson(1.0, 2)]
    [0.3679, 0.3679, 0.1839]
    """
    if mean <= 0:
        return _certain(0, most)
    return _spread(lambda k: mean / (k + 1), int(mean), 0, None, most)


def _certain(count: int, most: int) -> list[float]:
    return [1.0 if k == count else 0.0 for k in range(most + 1)]


def _spread(
    ratio: Callable[[int], float], likely: int, least: int, limit: int | None, most: int
) -> list[float]:
    """Return probabilities from `ratio(k)`, that of k + 1 over that of k.

    They are computed outward from the most likely count, and then made to add up to 1. That needs
    no factorials, and keeps about 13 digits at any size.
    """
    weights = {likely: 1.0}
    k, weight = likely, 1.0
    while k != limit and weight > _NEGLIGIBLE:
        weight *= ratio(k)
        k += 1
        weights[k] = weight
    k, weight = likely, 1.0
    while k != least and weight > _NEGLIGIBLE:
        k -= 1
        weight /= ratio(k)
        weights[k] = weight
    total = math.fsum(weights.values())
    return [weights.get(k, 0.0) / total for k in range(most + 1)]
