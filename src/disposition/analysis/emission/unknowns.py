"""Values as unknowns of a solver, and what every value of their type and range keeps to."""

from __future__ import annotations

from attrs import define, field

from disposition.analysis import solver as z
from disposition.analysis.solver import Term
from disposition.frozen import frozen
from disposition.language.lower import total
from disposition.language.lower.total import Node, children
from disposition.language.types import FactType, Kind, Range
from disposition.semantics import exact


@define(eq=False)
class WordNumbers:
    """Whole numbers that stand for texts, the same in all terms that are compared."""

    _numbers: dict[str, int] = field(factory=dict)
    _texts: list[str] = field(factory=list)

    def number(self, text: str) -> int:
        """Return the number of a text."""
        if text not in self._numbers:
            self._numbers[text] = len(self._texts)
            self._texts.append(text)
        return self._numbers[text]

    def text(self, number: int) -> str:
        """Return the text of a number: one made up where it stands for none that is written."""
        known = self._texts[number] if number < len(self._texts) else ""
        return known or f"text {number}"


@frozen(eq=False)
class HeldTerm:
    """A value and whether it is known; what the value is where it is not known means nothing."""

    value: Term
    known: Term


def is_whole(node: Node) -> bool:
    """Whether a number is always a whole one."""
    match node:
        case total.Fixed(value=value):
            return isinstance(value, int)
        case total.LeafColumn(type=type_) | total.LeafItem(type=type_):
            return type_.kind in (Kind.INTEGER, Kind.DATE)
        case total.Position():
            return True
        case total.Percent() | total.Rounded():
            return False
        case total.Choose(then=then, otherwise=otherwise):
            return is_whole(then) and is_whole(otherwise)
        case total.Fold(value=value, otherwise=otherwise):
            return is_whole(value) and is_whole(otherwise)
        case _:
            return all(map(is_whole, children(node)))


LAST_DAY = 3_652_059
"""The number of the last day that a calendar has."""


def variable(
    name: str, type_: FactType, within: Range, words: WordNumbers
) -> tuple[Term, list[Term]]:
    """Return a value that can be any of its type and range, and what every such value keeps to."""
    if type_.kind is Kind.BOOLEAN:
        return z.truth(name), []
    value = z.number(name) if type_.kind is Kind.DECIMAL else z.whole(name)
    if type_.kind is Kind.ENUM:
        return value, [z.any_of([z.equal(value, words.number(each)) for each in type_.values])]
    if type_.kind is Kind.TEXT:
        return value, [z.less(0, value, or_equal=True)]
    low, most = within.least, within.most
    if type_.kind is Kind.DATE:
        low, most = 1 if low is None else low, LAST_DAY if most is None else most
    axioms = [] if low is None else [z.less(exact(low), value, or_equal=True)]
    return value, axioms if most is None else [*axioms, z.less(value, exact(most), or_equal=True)]
