"""Values as unknowns of a solver, and what every value of their type and range keeps to."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import define, field

from disposition.analysis import solver as z
from disposition.analysis.solver import Term
from disposition.frozen import frozen
from disposition.language.lower import total
from disposition.language.lower.total import Compared, Fixed, Node, children
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
class KnownTerm:
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


# --- rounded numbers -----------------------------------------------------------------------------


MOST_LIMITS = 40
"""Limits that rounded numbers are told to keep to."""

TOLERANCE = Fraction(1, 10**14)
"""By how much a number rounded to 15 digits differs from it at most, as a share of it."""


class Rounding:
    """Makes rounded numbers of one lot into terms, and adds to `axioms` what they keep to.

    `numbers` tells its unknowns apart from others of the lot. `is_exact`: nothing is rounded off.
    """

    def __init__(
        self, name: str, axioms: list[Term], numbers: Iterator[int], *, is_exact: bool
    ) -> None:
        self._name = name
        self._axioms = axioms
        self._numbers = numbers
        self._is_exact = is_exact
        self._limits: list[int | Fraction] = [0, 100]
        self._rounds: list[tuple[Term, Term, Term]] = []

    def percent(self, part: Term, whole: Term) -> Term:
        """Return the share of a whole in percent: 0 of nothing."""
        share = self._near(z.times(part, 100), whole)
        return z.either(z.equal(whole, 0), 0, share)

    def rounded(self, part: Term) -> Term:
        """Return a number that is rounded."""
        return self._near(part, 1)

    def note_limits(self, compare: Compared) -> None:
        """Tell on which side of what it is compared with a rounded number lies, as before it."""
        for each in (compare.left, compare.right):
            if not isinstance(each, Fixed) or not isinstance(each.value, int | Fraction):
                continue
            limit = each.value
            if limit not in self._limits and len(self._limits) < MOST_LIMITS:
                self._limits.append(limit)
                self._axioms += [self._beside(limit, *near) for near in self._rounds]

    @staticmethod
    def _beside(limit: int | Fraction, value: Term, part: Term, whole: Term) -> Term:
        """Return that rounding leads over no limit: it keeps to the order of numbers."""
        least = z.times(whole, limit)

        def at_most(one: Term, other: Term) -> Term:
            return z.less(one, other, or_equal=True)

        below = z.implies(at_most(part, least), at_most(value, limit))
        above = z.implies(at_most(least, part), at_most(limit, value))
        return z.any_of((at_most(whole, 0), z.all_of((below, above))))

    def _near(self, part: Term, whole: Term) -> Term:
        """Return a number that is nearly part / whole, or just that where lots are looked for."""
        value = z.number(f"{self._name}share {next(self._numbers)}")
        product = z.times(value, whole)
        if self._is_exact:
            near = z.equal(product, part)
        else:
            one, other = z.times(part, 1 - TOLERANCE), z.times(part, 1 + TOLERANCE)
            low, high = (
                z.either(z.less(one, other), one, other),
                z.either(z.less(one, other), other, one),
            )
            near = z.all_of(
                (z.less(low, product, or_equal=True), z.less(product, high, or_equal=True))
            )
        self._axioms.append(z.any_of((z.equal(whole, 0), near)))
        self._rounds.append((value, part, whole))
        self._axioms += [self._beside(limit, value, part, whole) for limit in self._limits]
        return value
