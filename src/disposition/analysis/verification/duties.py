"""What is required: obligations of one code that can come together and tell different things."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from disposition.analysis.answers import NotSettled, Proved
from disposition.analysis.prover import Prover
from disposition.analysis.verification.findings import PolicyFinding, Verdict, Weight
from disposition.analysis.wanted import AllOf, AnyOf, Concludes, Is, RuleIs, Wanted
from disposition.language.expression import Compare, Comparison, Expression
from disposition.policy.model import CheckedPolicy, Effect, ObligationSpec, Rule


def duties(policy: CheckedPolicy, prover: Prover) -> Iterator[PolicyFinding]:
    """Yield the pairs of rules that can require the same with another last day or other values."""
    required: dict[str, list[tuple[Rule, ObligationSpec]]] = {}
    for rule in policy.rules:
        if rule.effect is Effect.REQUIRE:
            for duty in rule.obligations:
                required.setdefault(duty.do, []).append((rule, duty))
    for code, said in required.items():
        for (one, first), (other, second) in combinations(said, 2):
            apart = [*_apart(first, second)]
            common = _together(policy, one, other)
            if not apart or not common or one.id == other.id:
                continue
            wanted: Wanted = AllOf(
                (RuleIs(one.id), RuleIs(other.id), Concludes(common), AnyOf(tuple(apart)))
            )
            answer = prover.never(wanted)
            if isinstance(answer, Proved | NotSettled):
                continue
            sentence = f"`{one.id}` and `{other.id}` can require `{code}` with different values"
            name = f"{code}: {one.id}, {other.id}"
            yield PolicyFinding(
                "obligations", name, Verdict.REFUTED, sentence, Weight.NOTE, answer.witness
            )


def _together(policy: CheckedPolicy, one: Rule, other: Rule) -> tuple[str, ...]:
    every = tuple(policy.outcomes_by_id)
    theirs = set(other.outcomes or every)
    return tuple(each for each in one.outcomes or every if each in theirs)


def _apart(one: ObligationSpec, other: ObligationSpec) -> Iterator[Wanted]:
    """Yield that two obligations of one code tell another last day, or another value."""
    pairs: list[tuple[Expression, Expression]] = []
    if one.due is not None and other.due is not None:
        pairs.append((one.due, other.due))
    theirs = {each.name: each.expression for each in other.values}
    pairs += [(each.expression, theirs[each.name]) for each in one.values if each.name in theirs]
    for first, second in pairs:
        if first != second:
            yield Is(Compare(Comparison.DIFFERENT, first, second))
