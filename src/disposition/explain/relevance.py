"""Which facts made a condition what it is: the branches that decided, and no others.

Of a true `or`, these are the facts of the true branches; of a false `and`, of the false ones; of an
unknown condition, of the unknown branches. Of a few lots each branch is asked what it is, as the
semantics say; what tells of more is worth writing: a function for each condition and each of the
three that it can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from disposition.engines.formulas import formula_of
from disposition.engines.python_formulas import SurelyTrue
from disposition.engines.python_source import PythonSource
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
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Truth, Valuation, truth

Finder = Callable[[Valuation], list[str]]
"""Returns the paths of the facts by which a condition is what it is; some come twice."""

FEW = 8
"""Lots of which no function is written."""


class Basis:
    """What a condition rests on."""

    def __init__(self, condition: Expression, policy: CheckedPolicy) -> None:
        self._condition, self._policy = condition, policy
        self._lots = 0
        self._finders: dict[Truth, Finder] = {}

    def paths(self, facts: Valuation, held: Truth) -> list[str]:
        """Return the paths of the facts that make the condition what is `held`."""
        find = self._finders.get(held)
        if find is None:
            self._lots += 1
            if self._lots <= FEW:
                return [*self._found((self._condition, False), held, facts)]
            find = self._finders[held] = _Writer(self._condition, self._policy).finder(held)
        return find(facts)

    def _found(self, branch: _Branch, held: Truth, facts: Valuation) -> Iterator[str]:
        """Yield the paths for a branch that is what is `held`."""
        joined = _joined(branch, self._policy)
        if joined is None:
            yield from [fact.path for fact in self._policy.fact_nodes(branch[0])]
            return
        for each in (*joined.simple, *joined.others):
            if held is (not joined.stops) or self._truth(each, facts) is held:
                yield from self._found(each, held, facts)

    def _truth(self, branch: _Branch, facts: Valuation) -> Truth:
        condition, negated = branch
        held = truth(condition, facts, self._policy)
        return held if held is None or not negated else not held


_Branch = tuple[Expression, bool]
"""A condition, and whether it is negated."""


@frozen
class _Joined:
    """The branches of an `and` or an `or`, those that look at one fact before all others.

    One with the truth `stops` decides by itself.
    """

    stops: bool
    simple: tuple[_Branch, ...]
    others: tuple[_Branch, ...]


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
            found = [*_branches(branch, stops, policy)]
            simple = tuple([each for each in found if _is_simple(*each)])
            return _Joined(stops, simple, tuple([each for each in found if not _is_simple(*each)]))
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
    """Writes what finds the facts of one condition."""

    def __init__(self, condition: Expression, policy: CheckedPolicy) -> None:
        super().__init__(PythonSource(policy, tuple(sorted(policy.facts_of(condition)))))
        self._condition, self._policy = condition, policy
        self._named: dict[str, str] = {}
        self._guards = 0

    def finder(self, held: Truth) -> Finder:
        """Return what finds the facts where the condition is true, false or unknown."""
        finding = [*self._finding((self._condition, False), held, "")]
        are_tested = not all(line.startswith("found") for line in finding)
        lines = [
            "def find(facts):",
            *(self._python.fetching() if are_tested else ()),
            *(f"    {variable} = {text}" for variable, text in self._named.items()),
            "    found = []",
            *(f"    {line}" for line in finding),
            "    return found",
        ]
        return self._python.compile("find", "\n".join(lines))

    def named(self, name: str, wanted: bool) -> str:
        """Return the variable that holds whether a definition, or its negation, is surely so."""
        variable = self.surely(name, wanted)
        if variable not in self._named:
            expression = self._policy.definitions[name].expression
            # What it names itself comes before it.
            self._named[variable] = self.text(formula_of(expression, self._policy, wanted=wanted))
        return variable

    def _finding(self, branch: _Branch, held: Truth, guard: str) -> Iterator[str]:
        """Yield the lines that find the facts of a branch that is what is `held`, if `guard` is."""
        joined = _joined(branch, self._policy)
        if joined is None:
            yield from self._found([branch], guard)
        elif held is (not joined.stops):  # then every branch is
            yield from self._found(joined.simple, guard)
            for each in joined.others:
                yield from self._finding(each, held, guard)
        else:
            for each in joined.simple:
                yield from self._found([each], _both(guard, self._is(each, held)))
            for each in joined.others:
                self._guards += 1
                is_so = f"so{self._guards}"
                yield f"{is_so} = {_both(guard, self._is(each, held))}"
                yield from self._finding(each, held, is_so)

    def _is(self, branch: _Branch, held: Truth) -> str:
        """Return the source of whether a branch is true, false or unknown."""
        condition, negated = branch
        if held is None:
            return f"not ({self._is(branch, True)} or {self._is(branch, False)})"
        return self.text(formula_of(condition, self._policy, wanted=held is not negated))

    def _found(self, branches: Iterable[_Branch], guard: str) -> Iterator[str]:
        nodes = chain.from_iterable(self._policy.fact_nodes(each) for each, _ in branches)
        if paths := tuple([fact.path for fact in nodes]):
            found = f"found += {self._python.constant(paths)}"
            yield f"if {guard}: {found}" if guard else found


def _both(guard: str, test: str) -> str:
    return f"{guard} and {test}" if guard else test
