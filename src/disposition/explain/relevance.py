"""Which facts made a condition what it is: the branches that decided, and no others.

Of a true `or`, these are the facts of the true branches; of a false `and`, of the false ones; of an
unknown condition, of the unknown branches. Of a few lots each branch is asked what it is, as the
semantics say; what tells of more is worth writing: a function for each condition and each of the
three that it can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from disposition.documents.forms import Plain
from disposition.engines.formulas import formula_of
from disposition.engines.python_formulas import SurelyTrue
from disposition.engines.python_source import PythonSource
from disposition.explain.document.values import plain
from disposition.frozen import frozen
from disposition.language.expression import (
    And,
    Compare,
    Definition,
    Expression,
    Fact,
    Literal,
    Not,
    Or,
    Parameter,
    Within,
)
from disposition.language.types import Kind
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Truth, Valuation, truth

T = TypeVar("T", str, tuple[str, str])

FactSelector = Callable[[Valuation, Valuation], dict[str, Plain]]
"""Tells the facts by which a condition is what it is, and their values, as they stand in documents.

It takes the facts that the condition tests, and those that are told: the same, or more.
"""

FEW = 8
"""Lots of which no function is written."""


class Basis(dict[Truth, FactSelector]):
    """What a condition rests on: what tells it where that is true, false and unknown.

    Facts are told by their paths, where it is unknown in the order of the condition. Where it is
    true, those that are `shown` with it are told, too.
    """

    def __init__(
        self, condition: Expression, policy: CheckedPolicy, shown: tuple[str, ...] = ()
    ) -> None:
        self._condition, self._policy, self._shown = condition, policy, shown
        self._lots = 0

    def __missing__(self, held: Truth) -> FactSelector:
        self._lots += 1
        if self._lots > FEW:
            writer = _Writer(self._condition, self._policy)
            selected = self[held] = writer.selector(held, self._beside(held))
            return selected

        def select(facts: Valuation, values: Valuation) -> dict[str, Plain]:
            found = [*self._found((self._condition, False), held, facts), *self._beside(held)]
            return {path: plain(values[path]) for path in _in_order(found, held)}

        return select

    def _beside(self, held: Truth) -> tuple[str, ...]:
        return self._shown if held else ()

    def _found(self, branch: _Branch, held: Truth, facts: Valuation) -> Iterator[str]:
        """Yield the paths for a branch that is what is `held`."""
        joined = _joined(branch, self._policy)
        if joined is None:
            yield from [fact.path for fact in self._policy.fact_nodes(branch[0])]
            return
        for each in joined.branches:
            if held is (not joined.stops) or self._truth(each, facts) is held:
                yield from self._found(each, held, facts)

    def _truth(self, branch: _Branch, facts: Valuation) -> Truth:
        condition, negated = branch
        held = truth(condition, facts, self._policy)
        return held if held is None or not negated else not held


def _in_order(found: Iterable[T], held: Truth) -> list[T]:
    """Return what was found in the order in which it is told, each once."""
    each = dict.fromkeys(found)
    return list(each) if held is None else sorted(each)


_Branch = tuple[Expression, bool]
"""A condition, and whether it is negated."""


@frozen
class _Joined:
    """The branches of an `and` or an `or`, those that look at one fact before all others.

    One with the truth `stops` decides by itself.
    """

    stops: bool
    branches: tuple[_Branch, ...]


def _joined(branch: _Branch, policy: CheckedPolicy) -> _Joined | None:
    """Return what a branch joins, through negations and definitions; None if it is a test."""
    condition, negated = branch
    match condition:
        case Not(operand=operand):
            return _joined((operand, not negated), policy)
        case Definition(name=name):
            return _joined((policy.definitions[name].expression, negated), policy)
        case And() | Or():
            stops = isinstance(condition, Or) is not negated
            found = _branches(branch, stops, policy)
            return _Joined(stops, tuple(sorted(found, key=lambda each: not _is_simple(*each))))
        case _:
            return None


def _branches(branch: _Branch, stops: bool, policy: CheckedPolicy) -> Iterator[_Branch]:
    """Yield the branches of an `and` or an `or`, through the same below it (De Morgan)."""
    condition, negated = branch
    match condition:
        case Not(operand=operand):
            yield from _branches((operand, not negated), stops, policy)
        case Definition(name=name):
            yield from _branches((policy.definitions[name].expression, negated), stops, policy)
        case And(operands=operands) | Or(operands=operands) if (
            isinstance(condition, Or) is not negated
        ) is stops:
            for each in operands:
                yield from _branches((each, negated), stops, policy)
        case _:
            yield condition, negated


def _is_simple(leaf: Expression, negated: bool) -> bool:
    """Whether a condition looks at one fact, as most do."""
    match leaf:
        case Fact() | Compare(left=Fact(), right=Literal() | Parameter()):
            return True
        case Within(item=Fact()):
            return not negated
        case _:
            return False


class _Writer(SurelyTrue):
    """Writes what tells the facts of one condition."""

    def __init__(self, condition: Expression, policy: CheckedPolicy) -> None:
        super().__init__(PythonSource(policy, tuple(sorted(policy.facts_of(condition)))))
        self._condition, self._policy = condition, policy
        self._named: dict[str, str] = {}
        self._guards: list[str] = []

    def selector(self, held: Truth, shown: Iterable[str]) -> FactSelector:
        """Return what tells the facts where the condition is true, false or unknown."""
        self._python.namespace["plain"] = plain
        found = [
            *self._finding((self._condition, False), held, ""),
            *((path, "") for path in shown),
        ]
        always: dict[str, str] = {}
        perhaps: list[str] = []
        for path, guard in _in_order(found, held):
            if path in always:
                continue
            value = self._value(path)
            if guard or perhaps:
                perhaps.append(f"{guard and f'if {guard}: '}selected[{path!r}] = {value}")
            else:
                always[path] = f"{path!r}: {value}"
        lines = [
            "def select(facts, values):",
            *(self._python.fetching() if self._guards or self._named else ()),
            *(f"    {variable} = {text}" for variable, text in self._named.items()),
            *(f"    so{at} = {guard}" for at, guard in enumerate(self._guards)),
            f"    selected = {{{', '.join(always.values())}}}",
            *(f"    {line}" for line in perhaps),
            "    return selected",
        ]
        return self._python.compile("select", "\n".join(lines))

    def _value(self, path: str) -> str:
        """Return the source of the value of a fact as it stands in a document."""
        is_plain = self._policy.catalogue[path].type.kind not in (Kind.DATE, Kind.DECIMAL)
        return f"values[{path!r}]" if is_plain else f"plain(values[{path!r}])"

    def named(self, name: str, wanted: bool) -> str:
        """Return the variable that holds whether a definition, or its negation, is surely so."""
        variable = self.surely(name, wanted)
        if variable not in self._named:
            expression = self._policy.definitions[name].expression
            # What it names itself comes before it.
            self._named[variable] = self.text(formula_of(expression, self._policy, wanted=wanted))
        return variable

    def _finding(self, branch: _Branch, held: Truth, guard: str) -> Iterator[tuple[str, str]]:
        """Yield the facts of a branch that is what is `held`, if `guard` is, each with its own."""
        joined = _joined(branch, self._policy)
        if joined is None:
            for fact in self._policy.fact_nodes(branch[0]):
                yield fact.path, guard
            return
        for each in joined.branches:
            is_so = held is (not joined.stops)  # then every branch is
            yield from self._finding(
                each, held, guard if is_so else self._guarded(each, held, guard)
            )

    def _guarded(self, branch: _Branch, held: Truth, guard: str) -> str:
        """Return the variable that holds whether a branch is what is `held`, and `guard` is so."""
        is_so = self._is(branch, held)
        self._guards.append(f"{guard} and {is_so}" if guard else is_so)
        return f"so{len(self._guards) - 1}"

    def _is(self, branch: _Branch, held: Truth) -> str:
        """Return the source of whether a branch is true, false or unknown."""
        condition, negated = branch
        if held is None:
            return f"not ({self._is(branch, True)} or {self._is(branch, False)})"
        return self.text(formula_of(condition, self._policy, wanted=held is not negated))
