"""The law of engines: whatever the policy and the facts, they answer what the definition says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from disposition import Lot, semantics
from disposition.engines import Stepwise, make_engine
from disposition.engines.compiled import truths_of_lots
from disposition.engines.concluding import Concluding
from disposition.facts.native.fact import View
from disposition.language.expression import Expression, Not
from disposition.language.types import Value
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Truths
from support.durable import HAS_DURABLE
from support.engines import TWO_ENGINES
from support.policies import (
    conditions,
    facts_for,
    large_conditions,
    plain_policy,
    policies,
    wide_policies,
)

FACTS_EACH = 4  # making an engine costs far more than asking it

# Policies of hundreds of rules take Hypothesis long to draw.
few = settings(max_examples=max(10, settings().max_examples // 5))


def expect_agreement(
    policy: CheckedPolicy, data: st.DataObject, *, in_small_steps: bool = False
) -> None:
    engines = {name: make_engine(name, policy) for name in TWO_ENGINES}
    if in_small_steps and HAS_DURABLE:
        from disposition.engines.durable import DurableEngine

        engines["durable"] = DurableEngine(policy, few=1)
    concluding = Concluding(policy, semantics.Combination.of(policy))
    among = 0b0110_1101
    some = truths_of_lots(policy, among)
    several = [data.draw(facts_for(policy), label="facts") for _ in range(FACTS_EACH)]
    # Backwards too: the native engine remembers facts until it is told to forget them.
    for facts in several + several[::-1]:
        expected = semantics.truths(policy, facts)
        for name, engine in engines.items():
            assert engine.truths(facts) == expected, name
            if isinstance(engine, Stepwise):
                expect_no_more_asked(engine, policy, facts, expected)
        told = some(View(Lot()), dict(facts))  # no fact of these policies stands in a lot
        assert told == Truths(expected.true & among, expected.unknown & among)
        expect_conclusion(concluding, policy, facts, expected)


def expect_no_more_asked(
    engine: Stepwise, policy: CheckedPolicy, facts: semantics.Valuation, truths: Truths
) -> None:
    """What follows is told, with the truths of what was asked, from the facts of these steps."""
    found: list[int] = []

    def find(step: int) -> dict[str, Value | None]:
        found.append(step)
        return {path: facts[path] for path in engine.steps[step]}

    concluded, told, asked = engine.conclude(find)
    assert concluded == semantics.Combination.of(policy).conclude(truths)
    assert told == Truths(truths.true & asked, truths.unknown & asked)
    assert len(found) == len(set(found))


def expect_conclusion(
    concluding: Concluding, policy: CheckedPolicy, facts: semantics.Valuation, truths: Truths
) -> None:
    view = View(Lot())
    concluded = concluding.conclude(view, facts)
    assert concluded == semantics.Combination.of(policy).conclude(truths)
    for each in semantics.Combination.of(policy).alternatives:
        assert concluding.holding(each.permits)(view, facts) == truths.true & each.permits


@given(policies(), st.data())
def test_engines_agree_on_every_policy(policy: CheckedPolicy, data: st.DataObject) -> None:
    expect_agreement(policy, data, in_small_steps=data.draw(st.booleans()))


@given(conditions(), st.data())
def test_engines_agree_on_a_condition_and_its_negation(
    condition: Expression, data: st.DataObject
) -> None:
    expect_agreement(plain_policy(condition, Not(condition)), data)


@few
@given(large_conditions(), st.data())
def test_engines_agree_on_conditions_too_large_for_a_native_rule(
    condition: Expression, data: st.DataObject
) -> None:
    expect_agreement(plain_policy(condition, Not(condition)), data)


@few
@given(wide_policies(), st.data())
def test_engines_agree_on_policies_too_wide_for_a_native_ruleset(
    policy: CheckedPolicy, data: st.DataObject
) -> None:
    expect_agreement(policy, data)
