"""What a case can expect of a decision: everything, or just what another decision does not say."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.frozen import evolve
from disposition.policy.model import CheckedPolicy, Effect
from disposition.testing.cases import Expected
from disposition.testing.runner import mismatches
from disposition.testing.visible_decision import Said


def all_expected(decision: Said, policy: CheckedPolicy) -> Expected:
    """Return everything that a case can expect of a decision under a policy."""
    known = {each.do for rule in policy.rules for each in rule.obligations}
    permits = (rule.id for rule in policy.rules if rule.effect is Effect.PERMIT)
    return Expected(
        outcome=decision.outcome,
        status=decision.status,
        ships=decision.ships,
        reasons=tuple(decision.reasons),
        not_reasons=tuple(each for each in permits if each not in decision.reasons),
        ruled_out={outcome: tuple(rules) for outcome, rules in decision.ruled_out.items()},
        obligations=tuple(sorted(set(decision.obligations))),
        not_obligations=tuple(sorted(known.difference(decision.obligations))),
        may_apply=tuple(sorted(set(decision.may_apply))),
        values={code: each[0] for code, each in decision.values.items()},
        missing=tuple(decision.missing),
    )


def tells_apart(expected: Expected, decision: Said) -> bool:
    """Whether a decision lacks something of what is expected."""
    return next(mismatches(expected, decision), None) is not None


def telling(everything: Expected, decision: Said) -> Expected:
    """Return of what is expected the outcome, and as little more as tells a decision apart."""
    least = Expected(outcome=everything.outcome)
    found = (each for each in (least, *_single(everything)) if tells_apart(each, decision))
    first = next(found, everything)
    if first is least or first is everything:
        return first
    return evolve(first, outcome=everything.outcome)


def _single(everything: Expected) -> Iterator[Expected]:
    """Yield what is expected piece by piece, the plainest first."""
    yield Expected(status=everything.status)
    yield Expected(ships=everything.ships)
    yield from (Expected(reasons=(each,)) for each in everything.reasons)
    yield from (Expected(missing=(each,)) for each in everything.missing)
    yield from (Expected(obligations=(each,)) for each in everything.obligations)
    yield from (Expected(may_apply=(each,)) for each in everything.may_apply)
    for code, values in everything.values.items():
        yield from (Expected(values={code: {name: each}}) for name, each in values.items())
    yield from (Expected(not_obligations=(each,)) for each in everything.not_obligations)
    yield from (Expected(not_reasons=(each,)) for each in everything.not_reasons)
    for outcome, rules in everything.ruled_out.items():
        yield Expected(ruled_out={outcome: ()})
        yield from (Expected(ruled_out={outcome: (rule,)}) for rule in rules)
