"""Formulas as Python source: plainly true, surely true, or maybe true of what is known."""

from __future__ import annotations

from disposition.engines.formulas import (
    All,
    Any,
    Constant,
    Formula,
    Knownness,
    Leaf,
    NamedCondition,
)
from disposition.engines.python_source import PythonSource


class PlainlyTrue:
    """Writes formulas whose tests are all of known facts."""

    def __init__(self, python: PythonSource) -> None:
        self._python = python

    def text(self, formula: Formula) -> str:
        """Return the source of a condition."""
        match formula:
            case All(parts=parts):
                return self._joined(" and ", parts)
            case Any(parts=parts):
                return self._joined(" or ", parts)
            case Constant(held=held):
                return repr(held)
            case NamedCondition(name=name, wanted=wanted):
                return self.named(name, wanted)
            case Knownness():
                return self.knownness(formula)
            case _:
                return self.leaf(formula)

    def _joined(self, word: str, parts: tuple[Formula, ...]) -> str:
        return f"({word.join(map(self.text, parts))})"

    def leaf(self, leaf: Leaf) -> str:
        """Return the source of a test at the end of a formula."""
        return f"({self._python.leaf(leaf)})"

    def variable(self, name: str) -> str:
        """Return the variable that holds whether a definition is so."""
        return f"is_{name}"

    def named(self, name: str, wanted: bool) -> str:
        """Return the source of whether a definition, or its negation, is so."""
        return self.variable(name) if wanted else f"(not {self.variable(name)})"

    def knownness(self, formula: Knownness) -> str:
        """Return the source of whether a fact is known, or is not."""
        got = self._python.got(formula.fact.path)
        return f"({got} is {'not ' if formula.wanted else ''}None)"


class SurelyTrue(PlainlyTrue):
    """Writes whether formulas are surely true: every leaf has its facts known and holds."""

    def leaf(self, leaf: Leaf) -> str:
        """Return the source of a test; its facts are looked at first."""
        known = [f"{self._python.got(fact.path)} is not None" for fact in leaf.facts]
        return f"({' and '.join([*known, self._python.leaf(leaf)])})"

    def surely(self, name: str, wanted: bool) -> str:
        """Return the variable that holds whether a definition is surely so, or surely not so.

        Neither prefix begins with the other: a definition may itself be called `not_…`.
        """
        return f"surely_{name}" if wanted else f"refuted_{name}"

    def named(self, name: str, wanted: bool) -> str:
        """Return the source of whether a definition, or its negation, is surely so."""
        return self.surely(name, wanted)


class MaybeTrue(SurelyTrue):
    """Writes whether formulas may be true: every leaf has an unknown fact or holds."""

    def leaf(self, leaf: Leaf) -> str:
        """Return the source of a test that also passes while a fact of it is unknown."""
        unknown = [f"{self._python.got(fact.path)} is None" for fact in leaf.facts]
        return f"({' or '.join([*unknown, self._python.leaf(leaf)])})"

    def named(self, name: str, wanted: bool) -> str:
        """Return the source of whether a definition, or its negation, may be so."""
        return f"(not {self.surely(name, not wanted)})"
