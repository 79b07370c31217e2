"""Whether conditions can have certain truths together: a search that can prove that they cannot.

What it says cannot be, cannot be. What it does not rule out may still be impossible: conditions
over several facts are taken to be independent of one another, and the search gives up when it
becomes long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import evolve, frozen

from disposition.facts.catalogue import Catalogue
from disposition.language.expression import (
    And,
    Compare,
    Comparison,
    Definition,
    Expression,
    Fact,
    Known,
    Literal,
    Not,
    Or,
    Within,
    walk,
)
from disposition.language.rewrite.limits import Exact
from disposition.policy.model import CheckedPolicy
from disposition.semantics import COMPARE, exact, value
from disposition.testing.coverage.conditions import Demand, is_condition
from disposition.testing.representatives import representatives

MOST_STEPS = 20_000
"""A proof that takes more is not looked for."""

_POSITIVE = (Comparison.EQUAL, Comparison.LESS, Comparison.AT_MOST)


@frozen
class _Test:
    """What a condition asks of the value of one fact; `limits` are the values where it turns."""

    fact: Fact
    limits: tuple[Exact, ...]
    holds: Callable[[Exact | None], bool | None]


class Possibility:
    """Searches for truths of a policy's conditions that go together."""

    def __init__(self, policy: CheckedPolicy) -> None:
        self._policy = policy
        self._steps = 0

    def may_hold(self, demands: Iterable[Demand]) -> bool:
        """Return False only if conditions cannot all have the truths that are asked of them."""
        self._steps = 0
        return self._search(list(demands), {})

    def _search(self, pending: list[Demand], chosen: dict[Expression, bool]) -> bool:
        """Settle what leaves no choice, then try each way of what does."""
        choices: list[tuple[And | Or, bool]] = []
        while pending:
            self._steps += 1
            if self._steps > MOST_STEPS:
                return True
            condition, wanted = pending.pop()
            match condition:
                case Not(operand=operand):
                    pending.append((operand, not wanted))
                case And(operands=operands) | Or(operands=operands):
                    if wanted is isinstance(condition, And):
                        pending += [(each, wanted) for each in operands]
                    else:
                        choices.append((condition, wanted))
                case Definition(name=name) if is_condition(name, self._policy):
                    pending.append((self._policy.definitions[name].expression, wanted))
                case Literal(value=held):
                    if held is not wanted:
                        return False
                case _:
                    key, truth = _plainly(condition, wanted)
                    if chosen.setdefault(key, truth) is not truth:
                        return False
        return self._go_together(chosen) and self._try(choices, chosen)

    def _try(self, choices: list[tuple[And | Or, bool]], chosen: dict[Expression, bool]) -> bool:
        if not choices:
            return True
        (condition, wanted), *others = choices
        return any(
            self._search([*others, (each, wanted)], dict(chosen)) for each in condition.operands
        )

    def _go_together(self, chosen: dict[Expression, bool]) -> bool:
        """Return whether each fact has a value with which its conditions are as chosen."""
        tests: dict[str, list[tuple[_Test, bool]]] = {}
        for condition, wanted in chosen.items():
            test = self._test(condition)
            if test is not None:
                tests.setdefault(test.fact.path, []).append((test, wanted))
        return all(_some_value_fits(each, self._policy.catalogue) for each in tests.values())

    def _test(self, condition: Expression) -> _Test | None:
        """Return what a condition asks of a single fact; None if it is about more."""
        match condition:
            case Fact():
                return _Test(condition, (), lambda held: held if isinstance(held, bool) else None)
            case Known(fact=Fact() as fact):
                return _Test(fact, (), lambda held: held is not None)
            case Within(item=Fact() as fact, values=values):
                limits = tuple(exact(each.value) for each in values)
                return _Test(fact, limits, lambda held: None if held is None else held in limits)
            case Compare(comparison=comparison, left=Fact() as fact, right=right):
                return self._comparison(fact, comparison, right)
            case Compare(comparison=comparison, left=left, right=Fact() as fact):
                return self._comparison(fact, comparison.mirrored, left)
            case _:
                return None

    def _comparison(self, fact: Fact, comparison: Comparison, limit: Expression) -> _Test | None:
        if any(self._policy.fact_nodes(limit)) or any(isinstance(e, Known) for e in walk(limit)):
            return None
        fixed = value(limit, {}, self._policy)
        if fixed is None:
            return None
        compare = COMPARE[comparison]
        return _Test(fact, (fixed,), lambda held: None if held is None else compare(held, fixed))


def _plainly(condition: Expression, wanted: bool) -> tuple[Expression, bool]:
    """Return a condition and its truth so that `x != 1` and `x == 1` are seen to be opposites."""
    if isinstance(condition, Compare) and condition.comparison not in _POSITIVE:
        return evolve(condition, comparison=condition.comparison.complement), not wanted
    return condition, wanted


def _some_value_fits(tests: list[tuple[_Test, bool]], catalogue: Catalogue) -> bool:
    limits = [limit for test, _ in tests for limit in test.limits]
    return any(
        all(test.holds(held) is wanted for test, wanted in tests)
        for held in (None, *representatives(tests[0][0].fact, limits, catalogue))
    )
