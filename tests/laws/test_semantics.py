"""Laws of the definition of meaning: of conditions, and of what follows from the rules."""

from __future__ import annotations

import random
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from disposition.engines import formulas
from disposition.language.expression import And, Compare, Expression, Literal, Not, Or, Within
from disposition.policy.model import CheckedPolicy, Effect, Guard, Rule
from disposition.semantics import (
    Combination,
    Conclusion,
    Status,
    Truth,
    Truths,
    Valuation,
    truth,
    truths,
)
from support.policies import (
    OUTCOMES,
    changed,
    conditions,
    fact,
    facts_for,
    plain_policy,
    policies,
    rule,
)

NOTHING = plain_policy()
SHIPPING = {"accept", "sort"}


def learn(data: st.DataObject, policy: CheckedPolicy) -> tuple[Valuation, Valuation]:
    """Draw facts, and the same facts before some of them were known."""
    later = data.draw(facts_for(policy), label="later")
    missing = data.draw(st.sets(st.sampled_from([*later, None])), label="missing")
    return {path: None if path in missing else value for path, value in later.items()}, later


# --- conditions ----------------------------------------------------------------------------------


@given(conditions(known=False), st.data())
def test_learning_a_fact_changes_no_known_truth(condition: Expression, data: st.DataObject) -> None:
    earlier, later = learn(data, plain_policy(condition))
    before = truth(condition, earlier, NOTHING)
    assert before is None or truth(condition, later, NOTHING) is before


@given(conditions(), st.data())
def test_a_negation_is_the_opposite_and_unknown_with_it(
    condition: Expression, data: st.DataObject
) -> None:
    facts = data.draw(facts_for(plain_policy(condition)))
    held = truth(condition, facts, NOTHING)
    assert truth(Not(condition), facts, NOTHING) is (None if held is None else not held)


@given(conditions(), conditions(), st.data())
def test_de_morgan(first: Expression, second: Expression, data: st.DataObject) -> None:
    facts = data.draw(facts_for(plain_policy(first, second)))
    neither = And((Not(first), Not(second)))
    assert truth(Not(Or((first, second))), facts, NOTHING) is truth(neither, facts, NOTHING)


@given(conditions(), st.booleans(), st.data())
def test_two_plain_questions_give_the_three_truths(
    condition: Expression, wanted: bool, data: st.DataObject
) -> None:
    facts = data.draw(facts_for(plain_policy(condition)))
    formula = formulas.formula_of(condition, NOTHING, wanted=wanted)
    expected = truth(condition if wanted else Not(condition), facts, NOTHING)
    assert ask(formula, facts, if_unknown=False) is (expected is True)
    assert ask(formula, facts, if_unknown=True) is (expected is not False)


def ask(formula: formulas.Formula, facts: Valuation, *, if_unknown: bool) -> bool:
    """Answer a formula by the definition of its leaves."""
    match formula:
        case formulas.All(parts=parts):
            return all(ask(part, facts, if_unknown=if_unknown) for part in parts)
        case formulas.Any(parts=parts):
            return any(ask(part, facts, if_unknown=if_unknown) for part in parts)
        case formulas.Constant(held=held):
            return held
        case formulas.Knownness(fact=known, wanted=wanted):
            return (facts[known.path] is not None) is wanted
        case formulas.Test(comparison=comparison, left=left, right=right):
            return _or_else(truth(Compare(comparison, left, right), facts, NOTHING), if_unknown)
        case formulas.Member(item=item, values=values, wanted=wanted):
            within = Within(item, tuple(map(Literal, values)))
            leaf = within if wanted else Not(within)
            return _or_else(truth(leaf, facts, NOTHING), if_unknown)
        case formulas.Flag(fact=flag, wanted=wanted):
            return _or_else(truth(flag if wanted else Not(flag), facts, NOTHING), if_unknown)
        case formulas.NamedCondition():
            raise AssertionError("there are no definitions here")


def _or_else(held: Truth, if_unknown: bool) -> bool:
    return if_unknown if held is None else held


# --- what follows from the rules -----------------------------------------------------------------


@given(policies(known=False), st.data())
def test_a_decided_lot_stays_decided_when_facts_are_learnt(
    policy: CheckedPolicy, data: st.DataObject
) -> None:
    earlier, later = learn(data, policy)
    before = conclude(policy, earlier)
    if before.status is Status.DECIDED:
        assert conclude(policy, later) == before


@given(policies(), st.randoms(use_true_random=False), st.data())
def test_the_order_of_rules_means_nothing(
    policy: CheckedPolicy, order: random.Random, data: st.DataObject
) -> None:
    facts = data.draw(facts_for(policy))
    rules = list(policy.rules)
    order.shuffle(rules)
    shuffled = changed(policy, rules=tuple(rules))
    assert conclude(shuffled, facts) == conclude(policy, facts)
    assert ids_by_truth(shuffled, facts) == ids_by_truth(policy, facts)


def conclude(policy: CheckedPolicy, facts: Valuation) -> Conclusion:
    return Combination.of(policy).conclude(truths(policy, facts))


def ids_by_truth(policy: CheckedPolicy, facts: Valuation) -> Mapping[str, Truth]:
    return {each.id: truth(each.when, facts, policy) for each in policy.rules}


effects = st.sampled_from([Effect.PERMIT, Effect.PERMIT, Effect.FORBID])
chosen = st.sets(st.sampled_from([each.id for each in OUTCOMES]), min_size=1).map(tuple)
states = st.sampled_from([True, False, None])
forbids = st.builds(rule, st.just("z"), st.just(Effect.FORBID), chosen, st.just(fact("flag.c")))


@st.composite
def rulebooks(draw: st.DrawFn) -> tuple[CheckedPolicy, Truths]:
    """Draw rules and guards, each of which is true, false or unknown for no reason at all."""
    drawn = draw(st.lists(st.tuples(effects, chosen, states), max_size=7))
    rules = tuple(
        rule(f"r{number}", effect, outcomes, fact("flag.a"))
        for number, (effect, outcomes, _) in enumerate(drawn)
    )
    guarded = draw(st.lists(st.tuples(st.sampled_from(OUTCOMES), states), max_size=2))
    guards = tuple(Guard("i", outcome.id, fact("flag.b")) for outcome, _ in guarded)
    held = [each for *_, each in drawn] + [each for _, each in guarded]
    return changed(NOTHING, rules=rules, guards=guards), _truths(held)


def _truths(held: list[Truth]) -> Truths:
    return Truths(
        sum(1 << position for position, each in enumerate(held) if each is True),
        sum(1 << position for position, each in enumerate(held) if each is None),
    )


def plain_conclusion(policy: CheckedPolicy, held: list[Truth]) -> tuple[str, Status]:
    """The combination as the design says it, outcome by outcome."""
    rules = list(zip(policy.rules, held[: len(policy.rules)], strict=True))
    guards = list(zip(policy.guards, held[len(policy.rules) :], strict=True))
    for outcome in (each.id for each in policy.outcomes):
        fitting = [(each.effect, state) for each, state in rules if outcome in each.outcomes]
        permits = [state for effect, state in fitting if effect is Effect.PERMIT]
        forbids = [state for effect, state in fitting if effect is Effect.FORBID]
        broken = [state for each, state in guards if each.outcome == outcome]
        if all(state is False for state in permits) or True in forbids:
            continue
        if True in permits and None not in forbids and True in broken:
            return "hold", Status.WITHHELD
        if True not in permits or None in forbids or None in broken:
            return "hold", Status.NEEDS_INFORMATION
        return outcome, Status.DECIDED
    return "hold", Status.NO_RULE


def held_by(policy: CheckedPolicy, truths: Truths) -> list[Truth]:
    count = len(policy.rules) + len(policy.guards)
    return [
        None if truths.unknown >> position & 1 else bool(truths.true >> position & 1)
        for position in range(count)
    ]


@given(rulebooks())
def test_the_conclusion_is_what_the_design_says(book: tuple[CheckedPolicy, Truths]) -> None:
    policy, found = book
    conclusion = Combination.of(policy).conclude(found)
    expected = plain_conclusion(policy, held_by(policy, found))
    assert (conclusion.outcome, conclusion.status) == expected


def with_forbid(
    policy: CheckedPolicy, found: Truths, forbid: Rule, state: Truth
) -> tuple[CheckedPolicy, Truths]:
    """Return a rulebook with one more rule, after the others and before the guards."""
    held = held_by(policy, found)
    held.insert(len(policy.rules), state)
    return changed(policy, rules=(*policy.rules, forbid)), _truths(held)


def eligible(policy: CheckedPolicy, found: Truths) -> set[str]:
    return {
        each.outcome
        for each in Combination.of(policy).alternatives
        if each.permits & found.true and not each.forbids & (found.true | found.unknown)
    }


@given(rulebooks(), forbids, states)
def test_a_forbid_rule_more_makes_nothing_eligible(
    book: tuple[CheckedPolicy, Truths], forbid: Rule, state: Truth
) -> None:
    assert eligible(*with_forbid(*book, forbid, state)) <= eligible(*book)


@given(rulebooks(), forbids, states)
def test_a_lot_decided_not_to_ship_does_not_ship_for_a_forbid_rule_more(
    book: tuple[CheckedPolicy, Truths], forbid: Rule, state: Truth
) -> None:
    """Where outcomes that ship stand before those that do not, as in the shipped policy."""
    before = Combination.of(book[0]).conclude(book[1])
    settled = before.status is Status.NO_RULE or before.candidate == "rework"
    policy, found = with_forbid(*book, forbid, state)
    after = Combination.of(policy).conclude(found)
    if settled:
        assert after.outcome not in SHIPPING


@given(rulebooks(), forbids, states)
def test_a_forbid_rule_more_ships_only_what_was_eligible_without_it(
    book: tuple[CheckedPolicy, Truths], forbid: Rule, state: Truth
) -> None:
    policy, found = with_forbid(*book, forbid, state)
    after = Combination.of(policy).conclude(found)
    if after.outcome in SHIPPING:
        assert after.outcome in eligible(*book)


def test_ruling_out_what_is_undecided_can_decide_the_next_outcome() -> None:
    """So "adding a forbid rule never makes a lot ship" holds of settled lots only.

    Accepting needs a fact that is missing; sorting is eligible and waits behind it. Forbidding
    acceptance settles that question, and the lot is sorted.
    """
    rules = (
        rule("accept", Effect.PERMIT, ("accept",), fact("flag.a")),
        rule("sort", Effect.PERMIT, ("sort",), fact("flag.b")),
    )
    policy, found = changed(NOTHING, rules=rules), _truths([None, True])
    assert Combination.of(policy).conclude(found).status is Status.NEEDS_INFORMATION
    forbid = rule("z", Effect.FORBID, ("accept",), fact("flag.c"))
    policy, found = with_forbid(policy, found, forbid, True)
    assert Combination.of(policy).conclude(found).outcome == "sort"
