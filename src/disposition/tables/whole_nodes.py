"""What is lowered to the total language, told by columns and by whole numbers.

What comes out is of the same language, but its leaves are columns of a table, which can be null:
they are read only where they are known. Numbers are whole, and lists are columns too, so that
Polars and SQL write each node as it stands. Which columns there are is for a subclass to say.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction
from typing import Any

from disposition.frozen import frozen
from disposition.language.expression import Comparison
from disposition.language.lower import total
from disposition.language.lower.build import (
    FALSE,
    TRUE,
    all_of,
    any_of,
    choose,
    column,
    compare,
    constant,
    default,
    fold,
    has_value,
    is_known,
    item,
    negation,
    some,
    where_known,
)
from disposition.language.lower.extent import extent
from disposition.language.lower.total import SORTS, NodeSort, choices_within, sort_of
from disposition.language.types import ANYTHING, FactType, Kind, Origin, Range, Value
from disposition.tables.column_reading import FIRST_EPOCH_DAY, Load
from disposition.tables.scaled import (
    NotInTablesError,
    Numeric,
    Quotient,
    Scaled,
    alike,
    always,
    better,
    chosen,
    compared,
    narrow,
    plus,
    product,
    rounded,
    rounded_quotient,
    times,
)

WHOLE = FactType(Kind.INTEGER)
LARGEST_SAMPLE = 10**4
"""More units than the tables inspect."""
ONE_HUNDRED, MINUS_ONE = always(Fraction(100)), always(Fraction(-1))


@frozen(eq=False)
class FactColumn:
    """A fact in a table: whether a row has it, and its value, on which nothing else rests."""

    known: total.Node
    value: total.Node | Numeric

    @classmethod
    def at(
        cls,
        name: str,
        type_: FactType,
        within: Range,
        of: total.Variable | None = None,
        scale: tuple[int, int] = (0, 1),
    ) -> FactColumn:
        """Return what is read of a column, or of an item that a variable stands for.

        A number is what stands there, with the first of a `scale` added, divided by the second.
        """
        is_number = SORTS[type_.kind] is NodeSort.NUMBER
        kind = WHOLE if is_number else type_
        leaf: total.LeafColumn | total.LeafItem
        if of is None:
            leaf = column(name, kind, within, Origin.GIVEN)
        else:
            leaf = item(of, name, name, kind, within)
        filled = choose(is_known(leaf), leaf, default(sort_of(leaf)))
        return cls(is_known(leaf), Scaled(filled, *scale) if is_number else filled)

    @classmethod
    def of(cls, load: Load, of: total.Variable | None = None) -> FactColumn:
        """Return what is loaded of a column, or of an item that a variable stands for."""
        limits, kind = load.limits, load.scalar.type
        if limits is None:
            return cls.at(load.value, kind, ANYTHING, of)
        plus_ = FIRST_EPOCH_DAY if kind.kind is Kind.DATE else 0
        within = Range(limits.least, limits.most)
        return cls.at(load.value, kind, within, of, (plus_, 10**limits.places))

    @classmethod
    def joined(cls, name: str, type_: FactType) -> FactColumn:
        """Return a truth or a number of sampling plans, which every row has."""
        within = ANYTHING if type_.kind is Kind.BOOLEAN else Range(0, LARGEST_SAMPLE)
        leaf = column(name, type_, within, Origin.GIVEN)
        return cls(TRUE, leaf if type_.kind is Kind.BOOLEAN else Scaled(leaf, 0, 1))

    @classmethod
    def fixed(cls, value: Value) -> FactColumn:
        """Return the same value for every row."""
        node = constant(value)
        is_number = sort_of(node) is NodeSort.NUMBER
        return cls(TRUE, always(Fraction(node.value)) if is_number else node)

    @classmethod
    def unknown(cls, kind: Kind) -> FactColumn:
        """Return a fact that no row has."""
        node = default(SORTS[kind])
        return cls(FALSE, always(Fraction(0)) if SORTS[kind] is NodeSort.NUMBER else node)


class WholeNodes(ABC):
    """Tells nodes by columns; a subclass says what these are."""

    def __init__(self) -> None:
        self._made: dict[total.Node, Any] = {}

    def of(self, node: total.Node) -> Any:
        """Return a truth or a text as a node, or a number as it is scaled.

        Raises:
            NotInTablesError: it needs what no table engine does.
            TooLargeError: numbers of more than 38 digits could be needed.
        """
        if node not in self._made:
            for each in (*choices_within(node, self._made), node):
                is_number = sort_of(each) is NodeSort.NUMBER
                self._made[each] = self._number(each) if is_number else self._plain(each)
        return self._made[node]

    # --- what there is ---------------------------------------------------------------------------

    @abstractmethod
    def _leaf(self, leaf: total.LeafColumn | total.LeafItem) -> FactColumn:
        """Return a column or an item, or what is the same in every row."""

    @abstractmethod
    def _lacks(self, path: str) -> total.Node:
        """Return whether a fact that Python computes has no value though nothing is absent."""

    @abstractmethod
    def _is_listed(self, path: str) -> total.Node:
        """Return whether a list is there."""

    @abstractmethod
    def _variable(self, of: total.Variable, node: total.Node) -> total.Variable | None:
        """Return what stands for the items of a list; None where no row has any."""

    def _position(self, node: total.Position) -> Numeric:
        raise not_done(node)

    # --- truths and texts ------------------------------------------------------------------------

    def _plain(self, node: total.Node) -> total.Node:  # noqa: C901 - one case for each node
        match node:
            case total.Fixed():
                return node
            case total.LeafColumn() | total.LeafItem():
                return self._leaf(node).value  # type: ignore[return-value] # no number here
            case total.ValueWhere(known=known, value=value):
                return where_known(self.of(known), self.of(value))
            case total.IsKnown(of=total.LeafColumn() | total.LeafItem() as of):
                return self._leaf(of).known
            case total.IsKnown(of=of) if sort_of(of) is not NodeSort.NUMBER:
                return has_value(self.of(of))
            case total.Lacks(of=of):
                return self._lacks(of.path)
            case total.IsListed(path=path):
                return self._is_listed(path)
            case total.Negated(part=part):
                return negation(self.of(part))
            case total.Conjunction(parts=parts):
                return all_of(*map(self.of, parts))
            case total.Disjunction(parts=parts):
                return any_of(*map(self.of, parts))
            case total.Choose(condition=condition, then=then, otherwise=otherwise):
                return choose(self.of(condition), self.of(then), self.of(otherwise))
            case total.Compared(comparison=sign, left=left, right=right):
                make = compared if sort_of(left) is NodeSort.NUMBER else compare
                return make(sign, self.of(left), self.of(right))
            case total.Fold(otherwise=otherwise):
                items = self._variable(node.variable, node)
                if items is None:
                    return self.of(otherwise)  # type: ignore[no-any-return] # a truth or a text
                if node.kind is total.Folding.ANY:
                    return some(items, self.of(node.where))
                told = map(self.of, (node.where, node.value, otherwise))
                return fold(node.kind, items, *told)
        raise not_done(node)

    # --- numbers ---------------------------------------------------------------------------------

    def _number(self, node: total.Node) -> Numeric:
        match node:
            case total.Fixed(value=value):
                return always(Fraction(value))
            case total.ValueWhere():
                return self._number_where(self.of(node.known), self.of(node.value))
            case total.LeafColumn() | total.LeafItem():
                return self._leaf(node).value  # type: ignore[return-value] # a number
            case total.Fold():
                return self._folded(node)
            case total.Position():
                return self._position(node)
            case total.Add(left=left, right=right):
                return plus(self.of(left), self.of(right))
            case total.Multiply(left=left, right=right):
                return times(self.of(left), self.of(right))
            case total.Negative(part=part):
                return times(self.of(part), MINUS_ONE)
            case total.Smaller(left=left, right=right) | total.Larger(left=left, right=right):
                is_smaller = isinstance(node, total.Smaller)
                sign = Comparison.AT_MOST if is_smaller else Comparison.AT_LEAST
                return better(sign, self.of(left), self.of(right))
            case total.Choose(condition=condition, then=then, otherwise=otherwise):
                return chosen(self.of(condition), self.of(then), self.of(otherwise))
            case total.Percent(part=part, whole=whole):
                least = extent(whole).low
                if least is None or least < 0:
                    raise NotInTablesError("a percentage of what may be negative")
                hundredfold = product(self._scaled(part), ONE_HUNDRED)
                return rounded_quotient(hundredfold, self._scaled(whole))
            case total.Rounded(part=part):
                return rounded(self._scaled(part))
        raise not_done(node)

    def _scaled(self, node: total.Node) -> Scaled:
        number: Numeric = self.of(node)
        if isinstance(number, Quotient):
            raise NotInTablesError("a quotient is reckoned with")
        return number

    def _number_where(self, known: total.Node, number: Numeric) -> Numeric:
        if isinstance(number, Scaled):
            return Scaled(where_known(known, number.node), number.plus, number.divisor)
        return Quotient(lambda sign, limit: where_known(known, number.compared(sign, limit)))

    def _folded(self, node: total.Fold) -> Scaled:
        otherwise = self._scaled(node.otherwise)
        of = self._variable(node.variable, node)
        if of is None:
            return otherwise
        one, other = alike(self._scaled(node.value), otherwise)
        found = fold(node.kind, of, self.of(node.where), one.whole, other.whole)
        return Scaled(narrow(found), 0, one.divisor)


def not_done(node: total.Node) -> NotInTablesError:
    """Return that a node is none that tables tell."""
    match node:
        case total.Fold(variable=variable) | total.LeafItem(variable=variable):
            return NotInTablesError(f"the list `{variable.path}` is gone over")
        case total.Position(variable=variable):
            return NotInTablesError(f"it is needed where an item of `{variable.path}` stands")
        case _:
            return NotInTablesError(f"{type(node).__name__.lower()} is needed")
