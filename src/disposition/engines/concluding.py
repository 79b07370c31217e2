"""What follows for one lot, by a generated function that asks for no more facts than it takes.

It goes through the outcomes as `Combination.conclude` does. Of each condition it asks only the
question on which that rests, whether it surely holds or whether it may, and what reads least of a
document is asked first: a fact behind a condition that settles nothing is never derived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

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
from disposition.facts.evaluation import LotSources
from disposition.facts.own.declared import CUSTOM, PREFIX
from disposition.facts.source import LotFunction
from disposition.frozen import evolve
from disposition.language.evaluate.source_lines import attribute
from disposition.language.expression import Expression, Fact
from disposition.language.types import Origin
from disposition.policy.model import CheckedPolicy
from disposition.runtime.forking import making
from disposition.semantics import Combination, Conclusion, Positions

ARGUMENTS = "view, lot, custom, facts"


class Concluding:
    """Tells what follows for a lot, and which of some conditions hold; looks facts up as needed."""

    conclude: LotFunction[Conclusion]

    def __init__(self, policy: CheckedPolicy, combination: Combination) -> None:
        self._writer = _Writer(policy)
        self._holding: dict[Positions, LotFunction[Positions]] = {}
        self.conclude = self._writer.conclude(combination)

    def holding(self, among: Positions) -> LotFunction[Positions]:
        """Return what tells which of the conditions at some positions surely hold."""
        found = self._holding.get(among)
        return self._write(among) if found is None else found

    def _write(self, among: Positions) -> LotFunction[Positions]:
        with making:  # what one thread writes, another calls
            if among not in self._holding:
                self._holding[among] = self._writer.holding(among)
            return self._holding[among]


class _Lookups(PythonSource):
    """Values that are looked up where they are tested, and kept in variables for that test."""

    def __init__(self, policy: CheckedPolicy) -> None:
        super().__init__(policy, policy.facts)
        known = self._known = policy.catalogue.known
        self._sources = None if known is None else LotSources(known, self.namespace)
        self.namespace["NONE_YET"] = object()

    def got(self, path: str) -> str:
        """Return the source of a fact that is looked up."""
        name = self.variables[path]
        if self._known is None or self._sources is None:
            return f"({name} := facts[{path!r}])"
        if self._known.origin(path) is Origin.GIVEN:
            own = path.startswith(PREFIX)
            held = attribute(CUSTOM, path.removeprefix(PREFIX)) if own else f"lot.{path}"
            return f"({name} := {held})"
        # Written out: a mapping that finds what it lacks takes longer than most facts.
        found = f"({name} := facts.setdefault({path!r}, {self._sources.found(path)}))"
        got = f"({name} := facts.get({path!r}, NONE_YET))"
        return f"({name} if {got} is not NONE_YET else {found})"

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
    """Writes functions of one policy; what they ask of single conditions is written once."""

    def __init__(self, policy: CheckedPolicy) -> None:
        self._python = _Lookups(policy)
        self._reads = {path: len(policy.catalogue[path].reads) for path in policy.facts}
        formulas = [formula_of(condition, policy) for condition in policy.conditions]
        self._named = {
            (name, wanted): formula for name, wanted, formula in named_formulas(formulas, policy)
        }
        self._formulas = [self._sorted(formula) for formula in formulas]
        self._questions = {"surely": _Surely(self._python), "maybe": _Maybe(self._python)}
        self._asked: dict[tuple[str, int], None] = {}

    def conclude(self, combination: Combination) -> LotFunction[Conclusion]:
        """Return what tells what follows for a lot."""
        surely = self._questions["surely"]
        lines = [*self._concluding(combination)]
        for (name, wanted), formula in self._named.items():
            lines.append(f"def {surely.surely(name, wanted)}({ARGUMENTS}):")
            lines.append(f"    return {surely.text(self._sorted(formula))}")
        return self._compiled("conclude", lines, 0)

    def holding(self, among: Positions) -> LotFunction[Positions]:
        """Return what tells which conditions surely hold."""
        before = len(self._asked)
        lines = [
            "def holding(view, facts):",
            "    lot, custom, true = view.lot, view.custom, 0",
            *(
                f"    if {self._ask('surely', at)}: true |= {1 << at:#x}"
                for at in self._in_order(among)
            ),
            "    return true",
        ]
        return self._compiled("holding", lines, before)

    def _compiled(self, name: str, lines: list[str], before: int) -> Callable[..., Any]:
        """Return a function, with those compiled beside it that were not asked for before it."""
        for question, at in [*self._asked][before:]:
            lines.append(f"def {question}_{at}({ARGUMENTS}):")
            lines.append(f"    return {self._questions[question].text(self._formulas[at])}")
        return self._python.compile(name, "\n".join(lines))

    def _concluding(self, combination: Combination) -> Iterator[str]:
        yield "def conclude(view, facts):"
        yield "    lot, custom = view.lot, view.custom"
        names = self._python.namespace
        for number, (permits, forbids, guards, *ends) in enumerate(combination.ways):
            decided, withheld, waits = (
                f"{end}{number}" for end in ("decided", "withheld", "waits")
            )
            names.update(zip((decided, withheld, waits), ends, strict=True))
            yield "    is_open = False"
            yield f"    if {self._some('maybe', permits)} and not {self._forbidden(forbids)}:"
            yield f"        if is_open or not {self._some('surely', permits)}: return {waits}"
            yield f"        if {self._some('surely', guards)}: return {withheld}"
            yield f"        return {waits} if {self._some('maybe', guards)} else {decided}"
        names["no_rule"] = combination.no_rule
        yield "    return no_rule"

    def _some(self, question: str, among: Positions) -> str:
        """Return the source of whether a condition at one of some positions is so."""
        return f"({' or '.join(self._ask(question, at) for at in self._in_order(among)) or False})"

    def _forbidden(self, among: Positions) -> str:
        """Return the source of whether a condition surely holds; notes whether one only may."""
        asked = [
            f"{self._ask('maybe', at)} and ({self._ask('surely', at)} or not (is_open := True))"
            for at in self._in_order(among)
        ]
        return f"({' or '.join(asked) or False})"

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
