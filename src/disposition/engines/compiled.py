"""The engine for hot loops: a policy compiled to one Python function, as attrs writes `__init__`.

The function has two halves. Where every fact that a condition tests is known, each condition is one
plain test. Where some is unknown, each condition asks both of its questions (see `questions`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from disposition.engines.formulas import Formula, formula_of, leaves, named_formulas
from disposition.engines.python_formulas import MaybeTrue, PlainlyTrue, SurelyTrue
from disposition.engines.python_source import PythonSource
from disposition.facts.source import LotFunction
from disposition.frozen.classes import filling
from disposition.policy.model import CheckedPolicy
from disposition.semantics import ALL, Positions, Truths, Valuation

WORD = 60
"""Conditions whose truths are gathered in one small number."""

_truths = filling(Truths)


class CompiledEngine:
    """Answers which conditions hold by a generated function; `source` is its text."""

    name = "compiled"
    truths: Callable[[Valuation], Truths]
    """Returns which conditions are true and which unknown."""

    def __init__(self, policy: CheckedPolicy) -> None:
        writer = _Writer(policy, ALL)
        self.source = "\n".join(writer.of_facts())
        self.truths = writer.compile(self.source)


def truths_of_lots(policy: CheckedPolicy, among: Positions) -> LotFunction[Truths]:
    """Return what tells which conditions hold of a lot; none is told to that is not `among` some.

    It looks up the facts that these read, and puts them beside those that are known already.
    """
    writer = _Writer(policy, among)
    return writer.compile("\n".join(writer.of_lots()))


class _Writer:
    """Writes the function of one policy."""

    def __init__(self, policy: CheckedPolicy, among: Positions) -> None:
        asked = {at: each for at, each in enumerate(policy.conditions) if among >> at & 1}
        read = set[str]().union(*map(policy.facts_of, asked.values()))
        self._known = policy.catalogue.known
        self._python = PythonSource(policy, tuple(sorted(read)))
        self._formulas = {at: formula_of(each, policy) for at, each in asked.items()}
        self._definitions = named_formulas(self._formulas.values(), policy)

    def compile(self, source: str) -> Callable[..., Truths]:
        self._python.namespace["Truths"] = _truths
        return self._python.compile("conditions_that_hold", source)

    def of_facts(self) -> Iterator[str]:
        yield "def conditions_that_hold(facts):"
        yield from self._python.fetching()
        yield from self._answer()

    def of_lots(self) -> Iterator[str]:
        yield "def conditions_that_hold(view, facts):"
        yield from self._python.looking_up(self._known)
        yield from self._answer()

    def _answer(self) -> Iterator[str]:
        yield f"    if {self._python.some_unknown(self._tested())}:"
        yield from ("        " + line for line in self._careful())
        yield from ("    " + line for line in self._plain())

    def _tested(self) -> set[str]:
        formulas = (*self._formulas.values(), *(formula for _, _, formula in self._definitions))
        tests = (leaf for formula in formulas for leaf in leaves(formula))
        return {fact.path for leaf in tests for fact in leaf.facts}

    def _plain(self) -> Iterator[str]:
        """Yield the half for tests of known facts."""
        ask = PlainlyTrue(self._python)
        for name, wanted, formula in self._definitions:
            if wanted:
                yield f"{ask.variable(name)} = {ask.text(formula)}"
        yield "true = 0"
        for first, formulas in self._words():
            yield "word = 0"
            for position, formula in formulas:
                yield f"if {ask.text(formula)}: word |= {1 << position:#x}"
            yield f"true |= word << {first}"
        yield "return Truths(true, 0)"

    def _careful(self) -> Iterator[str]:
        """Yield the half for tests of facts of which some are unknown."""
        surely, maybe = SurelyTrue(self._python), MaybeTrue(self._python)
        for name, wanted, formula in self._definitions:
            yield f"{surely.surely(name, wanted)} = {surely.text(formula)}"
        yield "true = unknown = 0"
        for first, formulas in self._words():
            yield "word = open_ = 0"
            for position, formula in formulas:
                bit = f"{1 << position:#x}"
                yield f"if {surely.text(formula)}: word |= {bit}"
                yield f"elif {maybe.text(formula)}: open_ |= {bit}"
            yield f"true |= word << {first}"
            yield f"unknown |= open_ << {first}"
        yield "return Truths(true, unknown)"

    def _words(self) -> Iterator[tuple[int, list[tuple[int, Formula]]]]:
        """Yield the conditions in groups that fit a machine word, from the first position of each.

        Bits far apart would be written out, and added up, in numbers as long as the policy.
        """
        for first in range(0, max(self._formulas, default=-1) + 1, WORD):
            places = range(first, first + WORD)
            yield first, [(at - first, self._formulas[at]) for at in places if at in self._formulas]
