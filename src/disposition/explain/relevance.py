"""Which facts made a condition what it is: the branches that decided, and no others.

Of a true `or`, these are the facts of the true branches; of a false `and`, of the false ones; of an
unknown condition, of the unknown branches. They are found by a function that is written for each
condition, and for each of the three that it can be, when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from disposition.engines.formulas import formula_of
from disposition.engines.python_formulas import SurelyTrue
from disposition.engines.python_source import PythonSource
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
from disposition.semantics import Truth, Valuation

Finder = Callable[[Valuation], list[str]]
"""Returns the paths of the facts by which a condition is what it is; some come twice."""


class Basis:
    """What a condition rests on."""

    def __init__(self, condition: Expression, policy: CheckedPolicy) -> None:
        self._condition, self._policy = condition, policy
        self._finders: dict[Truth, Finder] = {}

    def paths(self, facts: Valuation, held: Truth) -> list[str]:
        """Return the paths of the facts that make the condition what is `held`."""
        find = self._finders.get(held)
        if find is None:
            find = self._finders[held] = _Writer(self._condition, self._policy).finder(held)
        return find(facts)


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
        condition, negated = branch
        match condition:
            case Not(operand=operand):
                yield from self._finding((operand, not negated), held, guard)
            case Definition(name=name):
                yield from self._finding((self._definition(name), negated), held, guard)
            case And() | Or():
                yield from self._among(branch, held, guard)
            case _:
                paths = [fact.path for fact in self._policy.fact_nodes(condition)]
                yield from self._found(paths, guard)

    def _among(self, branch: _Branch, held: Truth, guard: str) -> Iterator[str]:
        """Yield the same of an `and` or `or`: of its branches, those that are what it is itself.

        Those that look at one fact come first.
        """
        stops = isinstance(branch[0], Or) is not branch[1]
        branches = [*self._branches(branch, stops)]
        ones = [(path, each) for each in branches if (path := _looked_at(*each)) is not None]
        others = [each for each in branches if _looked_at(*each) is None]
        if held is (not stops):  # then every branch is
            yield from self._found([path for path, _ in ones], guard)
            for each in others:
                yield from self._finding(each, held, guard)
            return
        for path, each in ones:
            is_so = f"{self._python.got(path)} is None" if held is None else self._is(each, held)
            yield from self._found([path], _both(guard, is_so))
        for each in others:
            self._guards += 1
            is_so = f"so{self._guards}"
            yield f"{is_so} = {_both(guard, self._is(each, held))}"
            yield from self._finding(each, held, is_so)

    def _branches(self, branch: _Branch, stops: bool) -> Iterator[_Branch]:
        """Yield the branches of an `and` or an `or`, through the same below it (De Morgan)."""
        condition, negated = branch
        match condition:
            case Not(operand=operand):
                yield from self._branches((operand, not negated), stops)
            case Definition(name=name):
                yield from self._branches((self._definition(name), negated), stops)
            case And(operands=operands) | Or(operands=operands) if (
                isinstance(condition, Or) is not negated
            ) is stops:
                for each in operands:
                    yield from self._branches((each, negated), stops)
            case _:
                yield condition, negated

    def _definition(self, name: str) -> Expression:
        return self._policy.definitions[name].expression

    def _is(self, branch: _Branch, held: Truth) -> str:
        """Return the source of whether a branch is true, false or unknown."""
        condition, negated = branch
        if held is None:
            return f"not ({self._is(branch, True)} or {self._is(branch, False)})"
        return self.text(formula_of(condition, self._policy, wanted=held is not negated))

    def _found(self, paths: list[str], guard: str) -> Iterator[str]:
        if paths:
            found = f"found += {self._python.constant(tuple(paths))}"
            yield f"if {guard}: {found}" if guard else found


def _both(guard: str, test: str) -> str:
    return f"{guard} and {test}" if guard else test


_Branch = tuple[Expression, bool]
"""A condition, and whether it is negated."""


def _looked_at(leaf: Expression, negated: bool) -> str | None:
    """Return the path of the one fact that a condition looks at; None of any other condition."""
    match leaf:
        case Fact(path=path) | Compare(left=Fact(path=path), right=Literal() | Parameter()):
            return path
        case Within(item=Fact(path=path)) if not negated:
            return path
        case _:
            return None
