"""What is lowered to the total language, told by the columns of a table and by whole numbers.

What comes out is of the same language, but its leaves are columns of the table, which can be null:
they are read only where they are known. Numbers are whole, and lists are columns too, so that
Polars and SQL write each node as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from disposition.engines.lowered import LoweredFact, held
from disposition.facts.catalogue import Catalogue
from disposition.facts.lot import Lot
from disposition.facts.observation import view_of
from disposition.frozen import frozen
from disposition.language.evaluate.possible import Open
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
    is_listed,
    item,
    negation,
    some,
    variable,
    where_known,
)
from disposition.language.lower.extent import extent
from disposition.language.lower.lowering import Lowering
from disposition.language.lower.total import SORTS, NodeSort, choices_within, sort_of
from disposition.language.lower.values import NotLowered
from disposition.language.types import ANYTHING, FactType, Kind, Origin, Range, Value
from disposition.tables.loads import FIRST_EPOCH_DAY, LinesLoad, Load
from disposition.tables.nested.computed import AMOUNT, BESIDE, ComputedFacts
from disposition.tables.nested.given_lists import AnyList
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
    rounded_quotient,
    times,
)

WHOLE = FactType(Kind.INTEGER)
LARGEST_SAMPLE = 10**4
"""More units than the tables inspect."""
ONE_HUNDRED, MINUS_ONE, ONE = always(Fraction(100)), always(Fraction(-1)), always(Fraction(1))


@frozen(eq=False)
class FactColumn:
    """A fact in a table: whether a row has it, and its value, on which nothing else rests."""

    known: total.Node
    value: total.Node | Numeric

    @classmethod
    def of(cls, load: Load, of: total.Variable | None = None) -> FactColumn:
        """Return what is read of a column, or of an item that a variable stands for."""
        limits, kind = load.limits, load.scalar.type
        within = ANYTHING if limits is None else Range(limits.least, limits.most)
        type_ = kind if limits is None else WHOLE
        leaf: total.LeafColumn | total.LeafItem
        if of is None:
            leaf = column(load.value, type_, within, Origin.GIVEN)
        else:
            leaf = item(of, load.value, load.value, type_, within)
        filled = choose(is_known(leaf), leaf, default(SORTS[kind.kind]))
        if limits is None:
            return cls(is_known(leaf), filled)
        plus_ = FIRST_EPOCH_DAY if kind.kind is Kind.DATE else 0
        return cls(is_known(leaf), Scaled(filled, plus_, 10**limits.places))

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


class RowNodes:
    """Tells nodes by columns; `columns` are facts that a table gives, `lists` its columns of lists.

    Both by their paths. With `plans`, which are columns by what they tell of plans, samples are
    judged, where they can be: see `outside`.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        columns: Mapping[str, FactColumn],
        lists: Mapping[str, AnyList],
        plans: Mapping[str, str] | None = None,
    ) -> None:
        self._lists = lists
        self._plans = plans or {}
        self._computed: ComputedFacts | None = None
        self._outside: dict[total.Node, None] = {}
        self._catalogue = catalogue
        self._columns = columns
        self._made: dict[total.Node, Any] = {}
        self._view = view_of(Lot.from_dict({}), catalogue)
        self._lowering: Lowering | None = None
        if catalogue.known is not None:
            tell = None
            if plans is not None:
                self._computed = ComputedFacts(self._told, self._of_nothing)
                tell = self._computed.tell
            self._lowering = Lowering(catalogue.known, self._told, tell, given=columns)

    def fact(self, path: str) -> LoweredFact:
        """Return a fact that the table gives, or that is derived; one that is neither is unknown.

        Raises:
            NotInTablesError: it needs what no table engine does.
            TooLargeError: numbers of more than 38 digits could be needed.
        """
        spec = self._catalogue[path]
        of = column(path, spec.type, ANYTHING, Origin.GIVEN)
        if path in self._columns:
            return LoweredFact(TRUE if self._told(path) else is_known(of), of)
        if spec.given or self._lowering is None:
            return LoweredFact(FALSE, default(SORTS[spec.type.kind]))
        try:
            found = held(self._lowering.fact(path))
        except NotLowered as error:
            raise NotInTablesError(str(error)) from None
        try:
            self.of(where_known(found.known, found.value))
        except NotInTablesError:
            # Conditions that ask whether it is known do not read its value.
            if self._computed is None or path != AMOUNT:
                raise
            self.of(found.known)
        return found

    def truth(self, node: total.Node) -> total.Node:
        """Return in which rows a truth holds; without value where it has none.

        Raises what `of` does.
        """
        found: total.Node = self.of(node)
        return found

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

    # --- what the table has ----------------------------------------------------------------------

    def _told(self, path: str) -> bool | None:
        """Return whether all rows have a value, or none has; None where that varies."""
        column = self._columns.get(path)
        if column is not None:
            return column.known.value is True if isinstance(column.known, total.Fixed) else None
        if self._is_native(path):
            return self._on_nothing(path) is not None
        listed, _, key = path.partition("[].")
        return None if listed in self._lists and key in {"", *self._lists[listed].items} else False

    def _is_native(self, path: str) -> bool:
        known = self._catalogue.known
        return known is not None and path in known.specs and known.origin(path) is Origin.NATIVE

    def _on_nothing(self, path: str) -> Value | None:
        """Return a fact that Python computes of a lot of which nothing is known.

        Raises:
            NotInTablesError: something that it reads is in the table.
        """
        for read in self._catalogue[path].reads:
            if read in self._columns or read.partition("[].")[0] in self._lists:
                message = f"`{path}` is computed by Python, from `{read}` among others"
                raise NotInTablesError(message)
        return self._of_nothing(path)

    def _of_nothing(self, path: str) -> Value | None:
        return self._catalogue.readers[path](self._view)

    @property
    def outside(self) -> tuple[total.Node, ...]:
        """In which rows something was read that only Python tells."""
        return tuple(self._outside)

    def _is_outside(self, path: str) -> bool:
        """Return whether only Python tells a native fact in some rows, which are noted then."""
        found = None if self._computed is None else self._computed.found.get(path)
        if found is None or found.domain is FALSE:
            return False
        self._outside[self.truth(negation(found.domain))] = None
        return True

    def _leaf(self, leaf: total.LeafColumn | total.LeafItem) -> FactColumn:
        """Return a column or an item, or what is the same in every row."""
        if isinstance(leaf, total.LeafItem):
            of = self._variable(leaf.variable, leaf)
            return FactColumn.of(self._lists[leaf.variable.path].items[leaf.key], of)
        found = self._columns.get(leaf.path)
        if found is not None:
            return found
        if leaf.path in self._plans:
            return FactColumn.joined(self._plans[leaf.path], leaf.type)
        beside = leaf.path.removeprefix(BESIDE)
        if self._is_outside(beside):
            return FactColumn.unknown(leaf.type.kind)
        value = self._on_nothing(beside) if self._is_native(beside) else None
        return FactColumn.unknown(leaf.type.kind) if value is None else FactColumn.fixed(value)

    def _lacks(self, path: str) -> bool:
        """Return whether a fact that Python computes has no value though nothing is absent."""
        if path in self._columns:
            return False
        beside = path.removeprefix(BESIDE)
        if self._is_outside(beside):
            return False
        self._on_nothing(beside)
        known = self._catalogue.known
        found = None if known is None else known.fact(beside)(self._view)
        return isinstance(found, Open) and found.has_none

    def _variable(self, of: total.Variable, node: total.Node) -> total.Variable:
        """Return what stands for the items of a column of lists."""
        held = self._lists.get(of.path)
        if held is None or of.outer is not None:
            raise _not_done(node)
        ends = (total.Folding.FIRST, total.Folding.LAST)
        if isinstance(held, LinesLoad) and isinstance(node, total.Fold) and node.kind in ends:
            message = f"the first or last of `{of.path}` is needed: lines have no order"
            raise NotInTablesError(message)
        return variable(held.value, of.level)

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
                return constant(self._lacks(of.path))
            case total.IsListed(path=path):
                return is_listed(self._lists[path].value) if path in self._lists else FALSE
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
            case total.Fold(variable=variable_, otherwise=otherwise):
                if variable_.outer is None and variable_.path not in self._lists:
                    return self.of(otherwise)  # type: ignore[no-any-return] # a list that no row has
                items = self._variable(variable_, node)
                if node.kind is total.Folding.ANY:
                    return some(items, self.of(node.where))
                told = map(self.of, (node.where, node.value, otherwise))
                return fold(node.kind, items, *told)
        raise _not_done(node)

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
            case total.Add(left=left, right=right):
                return plus(self.of(left), self.of(right))
            case total.Multiply(left=left, right=right):
                return times(self.of(left), self.of(right))
            case total.Negative(part=part):
                return times(self.of(part), MINUS_ONE)
            case total.Smaller(left=left, right=right):
                return better(Comparison.AT_MOST, self.of(left), self.of(right))
            case total.Larger(left=left, right=right):
                return better(Comparison.AT_LEAST, self.of(left), self.of(right))
            case total.Choose(condition=condition, then=then, otherwise=otherwise):
                return chosen(self.of(condition), self.of(then), self.of(otherwise))
            case total.Percent(part=part, whole=whole):
                least = extent(whole).low
                if least is None or least < 0:
                    raise NotInTablesError("a percentage of what may be negative")
                hundredfold = times(self._scaled(part), ONE_HUNDRED)
                return rounded_quotient(hundredfold, self._scaled(whole))
            case total.Rounded(part=part):
                return rounded_quotient(self._scaled(part), ONE)
        raise _not_done(node)

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
        if node.variable.outer is None and node.variable.path not in self._lists:
            return otherwise
        of = self._variable(node.variable, node)
        one, other = alike(self._scaled(node.value), otherwise)
        found = fold(node.kind, of, self.of(node.where), one.whole, other.whole)
        return Scaled(narrow(found), 0, one.divisor)


def _not_done(node: total.Node) -> NotInTablesError:
    match node:
        case total.Fold(variable=variable) | total.LeafItem(variable=variable):
            return NotInTablesError(f"the list `{variable.path}` is gone over")
        case total.Position(variable=variable):
            return NotInTablesError(f"it is needed where an item of `{variable.path}` stands")
        case _:
            return NotInTablesError(f"{type(node).__name__.lower()} is needed")
