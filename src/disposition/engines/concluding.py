"""What follows for one lot, by a generated function that asks for no more facts than it takes.

It goes through the outcomes as `Combination.conclude` does. Of each condition it asks only the
question on which that rests, whether it surely holds or whether it may, and what reads least of a
document is asked first: a fact behind a condition that settles nothing is never derived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from disposition.engines.formulas import (
    All,
    Constant,
    Formula,
    Knownness,
    NamedCondition,
    formula_of,
    named_formulas,
)
from disposition.engines.formulas import Any as AnyOf
from disposition.engines.python_formulas import MaybeTrue, SurelyTrue
from disposition.engines.python_source import PythonSource
from disposition.facts.native.fact import View
from disposition.frozen import evolve
from disposition.language.expression import Expression, Fact
from disposition.language.types import Origin
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Combination, Conclusion, Positions

T = TypeVar("T")

ARGUMENTS = "lot, custom, facts"

Tells = Callable[[View, Mapping[str, Any]], T]
"""A function of a lot that is looked at, and of a mapping with its facts."""


class Concluding:
    """Tells what follows for a lot, and which rules permit that; both look facts up as needed."""

    conclude: Tells[Conclusion]
    permitting: Mapping[str, Tells[Positions]]
    """By outcome, what tells which of the rules that permit it surely hold."""

    def __init__(self, policy: CheckedPolicy, combination: Combination) -> None:
        writer = _Writer(policy, combination)
        self.source = "\n".join(writer.functions())
        self.conclude = writer.python.compile("conclude", self.source)
        self.permitting = {
            each.outcome: writer.python.namespace[f"permitting_{at}"]
            for at, each in enumerate(combination.alternatives)
        }


class _Lookups(PythonSource):
    """Values that are looked up where they are tested, and kept in variables for that test."""

    def __init__(self, policy: CheckedPolicy) -> None:
        super().__init__(policy, policy.facts)
        self._known = policy.catalogue.known

    def got(self, path: str) -> str:
        """Return the source of a fact that is looked up."""
        if self._known is not None and self._known.origin(path) is Origin.GIVEN:
            found = path if path.startswith("custom.") else f"lot.{path}"
        else:
            found = f"facts[{path!r}]"
        return f"({self.variables[path]} := {found})"

    def value(self, expression: Expression) -> str:
        """Return the source of a value; a day as its number."""
        found = super().value(expression)
        is_day = isinstance(expression, Fact) and expression.path in self.dates
        return f"{found}.toordinal()" if is_day else found


class _Surely(SurelyTrue):
    def named(self, name: str, wanted: bool) -> str:
        """Return the call that tells whether a definition, or its negation, is surely so."""
        return f"{self.surely(name, wanted)}({ARGUMENTS})"


class _Maybe(MaybeTrue):
    def named(self, name: str, wanted: bool) -> str:
        """Return the call that tells whether a definition, or its negation, may be so."""
        return f"(not {self.surely(name, not wanted)}({ARGUMENTS}))"


class _Writer:
    """Writes the functions of one policy."""

    def __init__(self, policy: CheckedPolicy, combination: Combination) -> None:
        self.python = _Lookups(policy)
        self._combination = combination
        self._reads = {path: len(policy.catalogue[path].reads) for path in policy.facts}
        formulas = [formula_of(condition, policy) for condition in policy.conditions]
        self._named = {
            (name, wanted): formula for name, wanted, formula in named_formulas(formulas, policy)
        }
        self._formulas = [self._sorted(formula) for formula in formulas]
        self._questions = {"surely": _Surely(self.python), "maybe": _Maybe(self.python)}
        self._asked: dict[tuple[str, int], None] = {}

    def functions(self) -> Iterator[str]:
        """Yield the lines of all functions."""
        yield from self._concluding()
        for number, each in enumerate(self._combination.alternatives):
            yield from self._permitting(number, each.permits)
        for question, at in self._asked:
            yield f"def {question}_{at}({ARGUMENTS}):"
            yield f"    return {self._questions[question].text(self._formulas[at])}"
        surely = self._questions["surely"]
        for (name, wanted), formula in self._named.items():
            yield f"def {surely.surely(name, wanted)}({ARGUMENTS}):"
            yield f"    return {surely.text(self._sorted(formula))}"

    def _concluding(self) -> Iterator[str]:
        yield "def conclude(view, facts):"
        yield "    lot, custom = view.lot, view.custom"
        names = self.python.namespace
        for number, (permits, forbids, guards, *ends) in enumerate(self._combination.ways):
            decided, withheld, waits = (
                f"{end}{number}" for end in ("decided", "withheld", "waits")
            )
            names.update(zip((decided, withheld, waits), ends, strict=True))
            yield f"    if {self._some('maybe', permits)} and not {self._some('surely', forbids)}:"
            yield f"        if not {self._some('surely', permits)}: return {waits}"
            yield f"        if {self._some('maybe', forbids)}: return {waits}"
            yield f"        if {self._some('surely', guards)}: return {withheld}"
            yield f"        return {waits} if {self._some('maybe', guards)} else {decided}"
        names["no_rule"] = self._combination.no_rule
        yield "    return no_rule"

    def _permitting(self, number: int, permits: Positions) -> Iterator[str]:
        yield f"def permitting_{number}(view, facts):"
        yield "    lot, custom, true = view.lot, view.custom, 0"
        for at in self._in_order(permits):
            yield f"    if {self._ask('surely', at)}: true |= {1 << at:#x}"
        yield "    return true"

    def _some(self, question: str, among: Positions) -> str:
        """Return the source of whether a condition at one of some positions is so."""
        return f"({' or '.join(self._ask(question, at) for at in self._in_order(among)) or False})"

    def _ask(self, question: str, at: int) -> str:
        self._asked[question, at] = None
        return f"{question}_{at}({ARGUMENTS})"

    def _in_order(self, among: Positions) -> list[int]:
        """Return positions by what their conditions read, the least first."""
        places = [at for at in range(among.bit_length()) if among >> at & 1]
        return sorted(places, key=lambda at: self._read_by(self._formulas[at]))

    def _sorted(self, formula: Formula) -> Formula:
        """Return the same condition with its parts in the order of what they read."""
        if not isinstance(formula, All | AnyOf):
            return formula
        parts = tuple(sorted(map(self._sorted, formula.parts), key=self._read_by))
        return evolve(formula, parts=parts)

    def _read_by(self, formula: Formula) -> int:
        """Return how many values of a document stand behind a condition."""
        match formula:
            case All(parts=parts) | AnyOf(parts=parts):
                return sum(map(self._read_by, parts))
            case NamedCondition(name=name, wanted=wanted):
                return self._read_by(self._named[name, wanted])
            case Constant():
                return 0
            case Knownness(fact=fact):
                return self._reads[fact.path]
            case _:
                return sum(self._reads[fact.path] for fact in formula.facts)
