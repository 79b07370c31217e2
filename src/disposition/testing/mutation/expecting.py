"""What a case can expect of a decision: everything, or just what another decision does not say."""

from __future__ import annotations

from attrs import evolve

from disposition.decision import Decision
from disposition.policy.model import CheckedPolicy
from disposition.testing.cases import Expected
from disposition.testing.running import mismatches

_LISTS = ("reasons", "missing", "obligations", "may_apply", "not_obligations")


def all_expected(decision: Decision, policy: CheckedPolicy) -> Expected:
    """Return everything that a case can expect of a decision under a policy."""
    due = {each.do for each in decision.obligations if each.applies == "yes"}
    perhaps = {each.do for each in decision.obligations if each.applies != "yes"}
    known = {each.do for rule in policy.rules for each in rule.obligations}
    return Expected(
        outcome=decision.outcome,
        status=decision.status,
        ships=decision.ships,
        reasons=tuple(each.rule for each in decision.reasons),
        ruled_out={
            each.outcome: tuple(reason.rule for reason in each.forbidden_by)
            for each in decision.ruled_out
        },
        obligations=tuple(sorted(due)),
        not_obligations=tuple(sorted(known - due)),
        may_apply=tuple(sorted(perhaps)),
        missing=tuple(each.fact for each in decision.missing),
    )


def tells_apart(expected: Expected, decision: Decision) -> bool:
    """Whether a decision lacks something of what is expected."""
    return next(mismatches(expected, decision), None) is not None


def telling(everything: Expected, decision: Decision) -> Expected:
    """Return of what is expected the outcome, and as little more as tells a decision apart."""
    least = Expected(outcome=everything.outcome)
    if tells_apart(least, decision):
        return least
    for name in ("status", "ships"):
        one = evolve(least, **{name: getattr(everything, name)})
        if tells_apart(one, decision):
            return one
    for name in _LISTS:
        lacking = tuple(
            item
            for item in getattr(everything, name)
            if tells_apart(evolve(Expected(), **{name: (item,)}), decision)
        )
        if lacking:
            return evolve(least, **{name: lacking})
    ruled_out = {
        outcome: tuple(rule for rule in rules if _is_lacking(outcome, (rule,), decision))
        for outcome, rules in everything.ruled_out.items()
        if _is_lacking(outcome, rules, decision)
    }
    return evolve(least, ruled_out=ruled_out)


def _is_lacking(outcome: str, rules: tuple[str, ...], decision: Decision) -> bool:
    return tells_apart(Expected(ruled_out={outcome: rules}), decision)
