"""Decides the samples that a process gives, all or some of them, and adds up what comes of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cache
from itertools import accumulate, product
from math import prod, sqrt
from operator import getitem
from random import Random
from typing import Any

from disposition.arguments import (
    is_number,
    mapping_of,
    number_of,
    refuse_argument,
    whole_number_of,
    word_of,
)
from disposition.backtesting.run import expect_outcome
from disposition.decision import Decision
from disposition.documents.external_values import as_list
from disposition.errors import DispositionError, LotError, suggest
from disposition.exploration.characteristic import Costs, PolicyCharacteristic, Quality
from disposition.facts import Lot
from disposition.policy.model import CheckedPolicy
from disposition.sampling.curves.operating import binomial
from disposition.sampling.plans.plan import Plan
from disposition.words import listed

RARE = 1e-7
"""Samples whose probability together is at most this, for each severity, are not looked at."""

Sample = tuple[int, ...]
"""Bad units of each severity."""


def probabilities(size: int, percent: float) -> list[float]:
    """Return how probable each number of bad units is in a sample of a process.

    >>> [round(each, 4) for each in probabilities(2, 50)]
    [0.25, 0.5, 0.25]
    """
    return binomial(size, percent / 100, size)


def usual(size: int, rates: Sequence[float]) -> range:
    """Return the numbers of bad units that are not rare at any of some rates."""
    least, most = size, 0
    for rate in rates:
        held = probabilities(size, rate)
        below = above = 0.0
        low, high = 0, size
        while below + held[low] < RARE / 2:
            below += held[low]
            low += 1
        while above + held[high] < RARE / 2:
            above += held[high]
            high -= 1
        least, most = min(least, low), max(most, high)
    return range(least, most + 1)


def weighed(
    size: int, rates: Mapping[str, Sequence[float]], within: Sequence[range]
) -> tuple[list[Sample], list[list[float]]]:
    """Return all samples within ranges, and how probable each is at each point."""
    samples = list(product(*within))
    points = len(next(iter(rates.values())))
    weights = []
    for point in range(points):
        held = [probabilities(size, each[point]) for each in rates.values()]
        weights.append([prod(map(getitem, held, sample)) for sample in samples])
    return samples, weights


def drawn(
    size: int, rates: Mapping[str, Sequence[float]], number: int, seed: int
) -> Iterator[list[Sample]]:
    """Yield for each point some samples at random; the same seed draws the same."""
    points = len(next(iter(rates.values())))
    for point in range(points):
        chance = Random(seed)  # noqa: S311 - nothing is kept secret by it
        sums = [[*accumulate(probabilities(size, each[point]))] for each in rates.values()]
        yield [tuple(_drawn(each, chance.random()) for each in sums) for _ in range(number)]


def _drawn(sums: list[float], chance: float) -> int:
    return min(bisect_left(sums, chance), len(sums) - 1)


SEVERITIES = ("critical", "major", "minor")
POINTS = 25
"""Rates that are looked at where none are given: from 0 to six times the AQL."""

MOST_WEIGHED = 6_000
"""Samples that are all decided; where there are more, some are drawn."""

MOST_UNITS = 1_000_000
"""Units of a sample: with more, their binomial numbers take too long."""

MOST_SEED = 2**64

CONTRADICTION = "contradiction"
"""The code of what cannot all be true, though each value can be."""

DRAWN = 2_000
"""Samples that are drawn at each point."""


def characterise(
    policy: CheckedPolicy,
    decide: Callable[[Any], Decision],
    plan: Plan | int | None,
    *,
    quality: Quality | None,
    given: Mapping[str, Any],
    lines: Mapping[str, Mapping[str, Any]],
    costs: Costs | None,
    seed: int,
) -> PolicyCharacteristic:
    """Return how often each outcome comes about; see `Policy.characteristic`."""
    mapping_of("given", given, "a lot, or its document")
    _expect_document(given)
    document = _planned(deepcopy(dict(given)), plan)
    size = document.get("inspection", {}).get("sample_size")
    if not isinstance(size, int) or not 1 <= size <= MOST_UNITS:
        hint = "give a plan, a number of units, or `inspection.sample_size` of the lot"
        raise DispositionError(f"nothing says how many units are inspected ({hint})")
    rates = _rates(quality, document)
    for name, line in mapping_of("lines", lines, "keys of a defect line by severity").items():
        word_of("lines", name, rates)
        mapping_of(f"lines[{name!r}]", line, "keys of a defect line")
    if costs is not None:
        for name, cost in mapping_of("costs", costs, "a number by the id of each outcome").items():
            expect_outcome(name, policy.outcomes_by_id)
            number_of(f"costs[{name!r}]", cost)
    whole_number_of("seed", seed, least=-MOST_SEED, most=MOST_SEED)

    @cache
    def outcome(sample: Sample) -> str:
        return decide(_lot(document, dict(zip(rates, sample, strict=True)), lines)).outcome

    within = [usual(size, each) for each in rates.values()]
    if prod(map(len, within)) <= MOST_WEIGHED:
        samples, weights = weighed(size, rates, within)
        ended = [outcome(each) for each in samples]
        points = [_added(ended, each) for each in weights]
        error, left_out = 0.0, max(0.0, *(1 - sum(each) for each in weights))
    else:
        points = []
        for some in drawn(size, rates, DRAWN, seed):
            counts = Counter(outcome(each) for each in some)
            points.append({name: count / DRAWN for name, count in counts.items()})
        error = max(sqrt(share * (1 - share) / DRAWN) for each in points for share in each.values())
        left_out = 0.0
    return _result(policy, size, rates, points, costs, off=(error, left_out))


def _expect_document(given: Mapping[str, Any]) -> None:
    """Expect what is given to be a document; what the plan adds may take a contradiction away."""
    try:
        Lot.from_dict(given)
    except LotError as error:
        if any(each.code != CONTRADICTION for each in error.problems):
            raise


def _planned(document: dict[str, Any], plan: Plan | int | None) -> dict[str, Any]:
    """Return the lot with the plan that it is inspected by."""
    inspection = document.setdefault("inspection", {})
    if isinstance(plan, Plan):
        if len(plan.stages) != 1:
            raise DispositionError(f"a `{plan.type}` plan has several samples (give a single one)")
        document.setdefault("lot", {})["quantity"] = plan.lot_size
        inspection["sample_size"] = plan.stages[0].sample_size
        held = inspection.setdefault("plan", {})
        held |= {"standard": plan.standard, "level": plan.level, "state": plan.state}
        held.setdefault("type", "single")
        aql = held.setdefault("aql", {})
        aql.setdefault("major", f"{plan.aql}")
    elif plan is not None:
        wants = "a sampling plan, or a number of units"
        if isinstance(plan, bool) or not is_number(plan):
            refuse_argument("plan", wants, plan)
        inspection["sample_size"] = whole_number_of("plan", plan, least=1, most=MOST_UNITS)
    return document


def _rates(quality: Quality | None, document: Mapping[str, Any]) -> dict[str, tuple[float, ...]]:
    if quality is None:
        aql = document.get("inspection", {}).get("plan", {}).get("aql", {}).get("major", "2.5")
        most = max(6 * float(aql), 1.0)
        quality = {"major": [most * point / (POINTS - 1) for point in range(POINTS)]}
    mapping_of("quality", quality, "rates in percent by severity")
    unknown = [name for name in quality if name not in SEVERITIES]
    if unknown or not quality:
        name = unknown[0] if unknown else ""
        hint = suggest(name, SEVERITIES) or f"there are {listed(SEVERITIES)}"
        raise DispositionError(f"`quality` is by severity; there is no `{name}` ({hint})")
    wants = "rates in percent"
    varied = {
        name: tuple(number_of(f"quality[{name!r}]", rate, wants) for rate in as_list(each))
        for name, each in quality.items()
        if isinstance(as_list(each), list | tuple)
    }
    lengths = {len(each) for each in varied.values()} or {1}
    if len(lengths) > 1 or 0 in lengths:
        raise DispositionError("rates that vary together need as many points each, one at least")
    [points] = lengths
    rates = {
        name: varied[name]
        if name in varied
        else (number_of(f"quality[{name!r}]", each, wants),) * points
        for name, each in quality.items()
    }
    for name, each in rates.items():
        if not all(0 <= rate <= 100 for rate in each):
            raise DispositionError(f"rates of `{name}` are percentages, from 0 to 100")
    return rates


def _lot(
    document: Mapping[str, Any], bad: Mapping[str, int], lines: Mapping[str, Mapping[str, Any]]
) -> Lot:
    """Return the lot with bad units of some severities in its sample."""
    held = document["inspection"]
    found = [
        {**lines.get(severity, {}), "severity": severity, "units": units}
        for severity, units in bad.items()
        if units
    ]
    inspection = {**held, "defects": [*held.get("defects", ()), *found]}
    return Lot.from_dict({**document, "inspection": inspection})


def _added(ended: Sequence[str], weights: Sequence[float]) -> dict[str, float]:
    shares: dict[str, float] = {}
    for outcome, weight in zip(ended, weights, strict=True):
        shares[outcome] = shares.get(outcome, 0.0) + weight
    whole = sum(shares.values()) or 1.0
    return {name: share / whole for name, share in shares.items()}


def _result(
    policy: CheckedPolicy,
    size: int,
    rates: Mapping[str, tuple[float, ...]],
    points: Sequence[Mapping[str, float]],
    costs: Costs | None,
    *,
    off: tuple[float, float],
) -> PolicyCharacteristic:
    outcomes = policy.outcomes_by_id
    names = [name for name in outcomes if any(name in point for point in points)]
    ships = {name: outcomes[name].ships.value for name in names}
    bad = [1 - prod(1 - each[at] / 100 for each in rates.values()) for at in range(len(points))]
    escaping = tuple(
        100 * rate * sum(share for name, share in point.items() if ships[name] == "all")
        for rate, point in zip(bad, points, strict=True)
    )
    spent = tuple(
        sum(share * float((costs or {}).get(name, 0)) for name, share in point.items())
        for point in points
    )
    return PolicyCharacteristic(
        f"{policy.id} {policy.version}",
        size,
        dict(rates),
        {name: tuple(point.get(name, 0.0) for point in points) for name in names},
        {name: outcomes[name].title for name in names},
        ships,
        escaping,
        *off,
        spent if costs else (),
    )
