"""Holds every contender to the table's own answer before anything is timed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import eq, ge, gt, le, lt, ne

from benchmarks.harness import Contender
from benchmarks.table import FALLBACK, Answer, FlatFacts, Rule, Test, combine

OPERATORS: dict[str, Callable[[object, object], bool]] = {
    "==": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}


class DisagreementError(AssertionError):
    """A contender's answer that is not the table's; its times would mean nothing."""


def check(
    contenders: Sequence[Contender], rules: Sequence[Rule], facts: Sequence[FlatFacts]
) -> None:
    """Raise a DisagreementError unless all contenders give the right outcome and rules.

    Where no outcome is left, only the outcome is compared: contenders may name other reasons then.
    """
    for index, given in enumerate(facts):
        right = expected(rules, given)
        for contender in contenders:
            outcome, ids = contender.answer(contender.inputs[index])
            found = Answer(outcome, frozenset(ids))
            same = found.outcome == FALLBACK == right.outcome or found == right
            if not same:
                message = f"{contender.name} answers {found}, the table {right}, for {given}"
                raise DisagreementError(message)


def expected(rules: Sequence[Rule], facts: FlatFacts) -> Answer:
    """Return the answer read straight off the table."""
    holding = (rule.id for rule in rules if all(_any_holds(group, facts) for group in rule.groups))
    return combine(rules, frozenset(holding))


def _any_holds(group: tuple[Test, ...], facts: FlatFacts) -> bool:
    return any(OPERATORS[test.operator](facts[test.fact], test.value) for test in group)
