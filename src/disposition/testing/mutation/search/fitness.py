"""How near a lot comes to telling a mutant from its policy: how many of several goals it reaches.

The part with the mistake must come out differently; what stands beside it in its condition must
let that pass; and no other rule may say the same anyway or hide what its rule says. A lot that
reaches most of that is a better one to go on from than one that reaches little.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

from attrs import field, frozen

from disposition.language.expression import And, Expression, Not, Or
from disposition.language.rewrite.normal_form import written_out
from disposition.policy.model import CheckedPolicy, Effect, Rule
from disposition.testing.mutation.bench import Bench, Trial

_MOST_CONDITIONS = 3
"""Conditions that are looked at of a mutant whose mistake is in many of them."""

_BY_FAR = 1000


@frozen(eq=False)
class Nearness:
    """The lots of a bench that come nearest to telling a mutant apart, as bits.

    `reached` is how many goals they reach; lots with which a condition comes out differently are
    nearer than all others.
    """

    reached: int
    lots: int


@frozen(eq=False)
class Target:
    """What is to be so in one condition that a mistake is in, written out.

    `differing` are the smallest parts that hold the mistake, before and after; `beside` are the
    conditions beside it with the truths that let it pass.
    """

    position: int
    differing: tuple[Expression, Expression]
    beside: tuple[tuple[Expression, bool], ...] = field(factory=tuple)


def aims(policy: CheckedPolicy, trial: Trial) -> tuple[Target, ...]:
    """Return what is to be so for some of the conditions that a mutant changes."""
    found = []
    for position in trial.affected[:_MOST_CONDITIONS]:
        before = written_out(policy.conditions[position], policy)
        after = written_out(trial.policy.conditions[position], trial.policy)
        found.append(_aim(position, before, after))
    return tuple(found)


def _aim(position: int, before: Expression, after: Expression) -> Target:
    beside: list[tuple[Expression, bool]] = []
    while True:
        match before, after:
            case Not(operand=one), Not(operand=other):
                before, after = one, other
                continue
            case ((And() | Or()), _):
                theirs = after.operands if isinstance(after, type(before)) else (after,)
                same = [each for each in before.operands if each in theirs]
                beside += [(each, isinstance(before, And)) for each in same]
                changed = [each for each in before.operands if each not in same]
                others = [each for each in theirs if each not in same]
                if len(changed) == len(others) == 1:
                    before, after = changed[0], others[0]
                    continue
            case _:
                pass
        return Target(position, (before, after), tuple(beside))


def nearest(
    bench: Bench, trial: Trial, aimed: Sequence[Target], decided: Mapping[str, int]
) -> Nearness:
    """Return the lots that come nearest; where goals exclude each other, those most lots reach.

    `decided` are the lots for which each outcome is decided.
    """
    everything = (1 << len(bench.facts)) - 1
    differing = bench.differing(trial)
    best = Nearness(0, 0)
    for aim in aimed:
        lots, reached = everything, 0
        goals = [] if differing else [*_in_condition(bench, aim)]
        if differing:
            lots, reached = differing, _BY_FAR
        goals += _beside_other_rules(bench, trial, aim.position, decided)
        goals = [each & everything for each in goals]
        # The first goal is the mistake itself; the others follow by how many lots reach them.
        for goal in (*goals[:1], *sorted(goals[1:], key=int.bit_count, reverse=True)):
            if lots & goal:
                lots &= goal
                reached += 1
        if reached > best.reached:
            best = Nearness(reached, lots)
    return best


def _in_condition(bench: Bench, aim: Target) -> Iterator[int]:
    before, after = (bench.column(each) for each in aim.differing)
    yield (before.true ^ after.true) | (before.unknown ^ after.unknown)
    for condition, wanted in aim.beside:
        held = bench.column(condition)
        yield held.true if wanted else ~(held.true | held.unknown)


def _beside_other_rules(
    bench: Bench, trial: Trial, position: int, decided: Mapping[str, int]
) -> Iterator[int]:
    """Yield the lots on which it is left to a rule what is decided, for each rule beside it."""
    rules = bench.policy.rules
    if position >= len(rules):
        return
    rule = rules[position]
    about = {*rule.outcomes}
    new = {*trial.policy.rules[position].outcomes} - about
    if new:
        about = new
        yield bench.held[position].true
        yield reduce(or_, (decided.get(each, 0) for each in new))
    order = [outcome.id for outcome in bench.policy.outcomes]
    first = min((order.index(each) for each in about if each in order), default=0)
    permitted = 0
    for number, other in enumerate(rules):
        held = bench.held[number]
        if other.effect is Effect.PERMIT and about & {*other.outcomes}:
            permitted |= held.true
        if number != position and _hides(other, rule, about, set(order[:first])):
            yield ~(held.true | held.unknown)
    if rule.effect is not Effect.PERMIT and about:
        yield permitted


def _hides(other: Rule, rule: Rule, about: set[str], preferred: set[str]) -> bool:
    """Whether a rule says the same as another, or decides before it."""
    if other.effect is Effect.PERMIT and preferred & {*other.outcomes}:
        return True
    if rule.effect is Effect.REQUIRE:
        due = {each.do for each in rule.obligations}
        return any(each.do in due for each in other.obligations)
    if other.effect is Effect.FORBID:
        return bool(about & {*other.outcomes})
    return other.effect is rule.effect is Effect.PERMIT and bool(about & {*other.outcomes})
