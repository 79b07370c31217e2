"""From the rules that hold to an outcome, for contenders that only say which rules hold.

The tables are made once; what is left per decision is as little as a careful user would write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from benchmarks.table import FALLBACK, OUTCOMES, Rule

Combiner = Callable[[Iterable[str]], tuple[str, list[str]]]


def combiner(rules: Sequence[Rule]) -> Combiner:
    """Return a function from the ids that hold to the outcome and the ids behind it."""
    permits = {rule.id: rule.outcomes[0] for rule in rules if rule.effect == "permit"}
    forbids = {rule.id: rule.outcomes for rule in rules if rule.effect == "forbid"}

    def combine(holding: Iterable[str]) -> tuple[str, list[str]]:
        permitted: dict[str, list[str]] = {}
        forbidden: set[str] = set()
        forbidding: list[str] = []
        for rule in holding:
            if rule in permits:
                permitted.setdefault(permits[rule], []).append(rule)
            else:
                forbidden.update(forbids[rule])
                forbidding.append(rule)
        for outcome in OUTCOMES:
            if outcome in permitted and outcome not in forbidden:
                return outcome, permitted[outcome]
        return FALLBACK, forbidding

    return combine
