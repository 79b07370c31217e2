"""Decides a lot for each pair of two of its values, and finds the rules at the borders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from disposition.decision import Decision
from disposition.documents.places.data import PathError, changed
from disposition.errors import DispositionError, LotError
from disposition.explain.inference import Inference, deciding_rules
from disposition.exploration.map_data import Border
from disposition.exploration.policy_map import PolicyMap
from disposition.facts import Facts, Lot
from disposition.policy.model import CheckedPolicy

MOST_CELLS = 40_000
"""Lots that one map may decide."""


def map_of(
    policy: CheckedPolicy,
    decide: Callable[[Any], Decision],
    x: tuple[str, Sequence[Any]],
    y: tuple[str, Sequence[Any]],
    given: Any,
) -> PolicyMap:
    """Return the outcome for each pair of values; see `Policy.map`."""
    xs, ys = tuple(x[1]), tuple(y[1])
    if not xs or not ys or len(xs) * len(ys) > MOST_CELLS:
        raise DispositionError(f"a map has 1 to {MOST_CELLS:,} cells, not {len(xs) * len(ys):,}")
    make = _maker(given, x[0], y[0])
    seen = [[_decided(decide, make, first, second) for first in xs] for second in ys]
    if not any(each for row in seen for each in row):
        make(xs[0], ys[0])  # says why
    outcomes = tuple(tuple(each.outcome if each else "" for each in row) for row in seen)
    present = {each for row in outcomes for each in row}
    known = [each for each in policy.outcomes_by_id.values() if each.id in present]
    return PolicyMap(
        f"{policy.id} {policy.version}",
        x[0],
        y[0],
        xs,
        ys,
        outcomes,
        tuple(_borders(policy, seen)),
        {each.id: each.title for each in known},
        {each.id: each.ships.value for each in known},
    )


def _decided(
    decide: Callable[[Any], Decision], make: Callable[[Any, Any], Any], x: Any, y: Any
) -> Decision | None:
    try:
        return decide(make(x, y))
    except LotError:
        return None  # two values that contradict one another, or one that cannot be


def _maker(given: Any, x_path: str, y_path: str) -> Callable[[Any, Any], Any]:
    """Return what makes the lot, or the facts, of two values."""
    if isinstance(given, Facts):
        known = dict(given.values)
        return lambda x, y: Facts({**known, x_path: x, y_path: y})
    document = given.to_dict() if isinstance(given, Lot) else dict(given or {})

    def make(x: Any, y: Any) -> Lot:
        try:
            return Lot.from_dict(changed(document, ((x_path, x), (y_path, y))))
        except PathError as error:
            raise DispositionError(str(error)) from None

    return make


def _borders(policy: CheckedPolicy, seen: Sequence[Sequence[Decision | None]]) -> Iterator[Border]:
    """Yield which rules make each border: those that hold on one side of most of its cells."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    cells: Counter[tuple[str, str]] = Counter()
    for one, other in _neighbours(seen):
        if one.outcome == other.outcome:
            continue
        first, second = sorted((one, other), key=lambda each: each.outcome)
        met = first.outcome, second.outcome
        cells[met] += 1
        counts.setdefault(met, Counter()).update(_true(policy, one) ^ _true(policy, other))
    order = {each: place for place, each in enumerate(policy.outcomes_by_id)}
    for met in sorted(counts, key=lambda met: sorted(order[each] for each in met)):
        told = sorted(counts[met].items(), key=lambda each: (-each[1], each[0]))
        low, high = sorted(met, key=order.__getitem__)
        yield Border((low, high), tuple(rule for rule, _ in told), cells[met])


def _neighbours(seen: Sequence[Sequence[Decision | None]]) -> Iterator[tuple[Decision, Decision]]:
    for row, decisions in enumerate(seen):
        for at, decision in enumerate(decisions):
            beside = decisions[at + 1] if at + 1 < len(decisions) else None
            above = seen[row + 1][at] if row + 1 < len(seen) else None
            for other in (beside, above):
                if decision is not None and other is not None:
                    yield decision, other


def _true(policy: CheckedPolicy, decision: Decision) -> frozenset[str]:
    grounds = decision.grounds
    return frozenset(
        deciding_rules(policy, grounds.truths) if isinstance(grounds, Inference) else ()
    )
