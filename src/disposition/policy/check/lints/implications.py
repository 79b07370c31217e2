"""Simple reasoning about conditions in normal form: what can never hold, and what implies what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from disposition.language.check.operations import BOOLEAN
from disposition.language.expression import (
    And,
    Compare,
    Comparison,
    Expression,
    Fact,
    Known,
    Literal,
    Not,
    Or,
    Within,
)
from disposition.language.rewrite.limits import Interval
from disposition.language.rewrite.normal_form import conjuncts
from disposition.language.types import FactSpec, FactType, Kind
from disposition.policy.check.lints.domains import (
    NO,
    YES,
    Domain,
    both,
    choice,
    holds,
    interval,
)

Atom = tuple[Expression, Domain]
"""A fact, or an expression over facts, and the values that a condition leaves to it."""


def atom(condition: Expression) -> Atom | None:
    """Return what a single condition leaves to its subject; None if that is no simple set."""
    match condition:
        case Fact() | Known():
            return condition, YES
        case Not(operand=Fact() | Known() as subject):
            return subject, NO
        case Within(item=Fact(type=type_) as subject, values=values):
            return _words(subject, type_, values, is_rest=False)
        case Not(operand=Within(item=Fact(type=type_) as subject, values=values)):
            return _words(subject, type_, values, is_rest=True)
        case Compare(comparison=comparison, left=subject, right=Literal() as literal):
            return _compared(subject, comparison, literal)
    return None


def _words(
    subject: Fact, type_: FactType, values: tuple[Literal, ...], *, is_rest: bool
) -> Atom | None:
    if type_.kind.is_number or type_.kind is Kind.DATE:
        return None
    return subject, choice({each.value for each in values}, type_, is_rest=is_rest)


def _compared(subject: Expression, comparison: Comparison, literal: Literal) -> Atom | None:
    type_ = subject.type if isinstance(subject, Fact) else FactType(Kind.DECIMAL)
    value = literal.value
    if isinstance(value, bool | str):
        if comparison.is_ordering:
            return None
        of = type_ if isinstance(subject, Fact) else BOOLEAN
        is_rest = comparison is Comparison.DIFFERENT
        return subject, choice({value}, of, is_rest=is_rest)
    numbers = interval(comparison, value, type_)
    return None if numbers is None else (subject, numbers)


class Implications:
    """Knows what the facts of a catalogue can be."""

    def __init__(self, catalogue: Mapping[str, FactSpec]) -> None:
        self._catalogue = catalogue

    def is_never(self, condition: Expression) -> bool:
        """Whether a condition is true of no lot; False when that is not plain to see."""
        match condition:
            case Literal(value=value):
                return value is False
            case Or(operands=operands):
                return all(map(self.is_never, operands))
            case And(operands=operands):
                return any(map(self.is_never, operands)) or self._contradict(operands)
        return self._contradict((condition,))

    def _contradict(self, conditions: tuple[Expression, ...]) -> bool:
        left: dict[Expression, Domain] = {}
        for subject, domain in filter(None, map(atom, conditions)):
            before = left.get(subject) or self._possible(subject)
            now = both(before, domain) if before else domain
            if now is None:
                continue
            if now.is_empty:
                return True
            left[subject] = now
        unknown = {
            subject.fact
            for subject, domain in left.items()
            if isinstance(subject, Known) and domain == NO
        }
        return not unknown.isdisjoint(left)

    def _possible(self, subject: Expression) -> Domain | None:
        spec = self._catalogue.get(subject.path) if isinstance(subject, Fact) else None
        if spec is None or not spec.type.kind.is_number:
            return None
        return Interval(low=spec.least)


def implies(narrow: Expression, wide: Expression) -> bool:
    """Whether one condition holds only where another does; False when that is not plain to see."""
    if wide == Literal(True):
        return True
    return covers(conjuncts(wide), conjuncts(narrow))


def covers(wide: Iterable[Expression], narrow: tuple[Expression, ...]) -> bool:
    """Whether each of the first conditions follows from one of the second."""
    return all(any(_follows(each, given) for given in narrow) for each in wide)


def _follows(condition: Expression, given: Expression) -> bool:
    if condition == given:
        return True
    asked, known = atom(condition), atom(given)
    if asked is None or known is None or asked[0] != known[0]:
        return False
    return holds(asked[1], known[1])
