"""What is lowered to the total language, reckoned in each row from the columns of a table.

In the total language every node has a value: a column is filled where it is not known, and nothing
rests on that. What is read as a value or none (`ValueWhere`) has none where it is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from fractions import Fraction
from typing import Any

from disposition.engines.lowered import LoweredFact, held
from disposition.facts.catalogue import Catalogue
from disposition.facts.evaluation import KnownFacts
from disposition.facts.lot import Lot
from disposition.facts.observation import view_of
from disposition.frozen import frozen
from disposition.language.evaluate.possible import Open
from disposition.language.expression import Comparison, Expression, Operator
from disposition.language.lower import total
from disposition.language.lower.build import (
    FALSE,
    TRUE,
    column,
    default,
    is_known,
    where_known,
)
from disposition.language.lower.extent import extent
from disposition.language.lower.lowering import Lowering
from disposition.language.lower.total import SORTS, NodeSort, sort_of
from disposition.language.lower.values import NotLowered
from disposition.language.types import ANYTHING, Kind, Origin, Value
from disposition.tables.quotients import (
    NotInTablesError,
    Numeric,
    Quotient,
    compared,
    reckoned,
    rounded_quotient,
)
from disposition.tables.relation import Node, Relations
from disposition.tables.scaled import Arithmetics, Scaled, constant, expect_narrow


@frozen(eq=False)
class ListColumn:
    """A list in a table; `item` gives a value of its items, for what a variable stands for."""

    node: Node
    keys: Set[str]
    item: Callable[[str, str], FactColumn]


@frozen(eq=False)
class FactColumn:
    """A fact in a table: a truth or a text as a node, or a number or a day as a scaled number."""

    value: Node | Numeric

    @property
    def node(self) -> Node:
        """The node that has a value where the fact is known."""
        if isinstance(self.value, Quotient):
            return self.value.given
        if not isinstance(self.value, Scaled):
            return self.value
        if self.value.node is None:
            raise AssertionError("a constant has no node")
        return self.value.node


class _Given:
    """What is known of facts, but that those with a column are given, and not derived."""

    def __init__(
        self, known: KnownFacts, columns: Mapping[str, Any], others: dict[int, _Given]
    ) -> None:
        self._known = known
        self._columns = columns
        self._others = others
        self.parameters = known.parameters
        self.definitions = known.definitions
        self.tables = known.tables
        self.specs = known.specs
        self.may_lack = known.may_lack
        self.spec_of_item = known.spec_of_item

    def origin(self, path: str) -> Origin:
        return Origin.GIVEN if path in self._columns else self._known.origin(path)

    def definition_of(self, path: str) -> tuple[Expression, _Given]:
        expression, known = self._known.definition_of(path)
        if id(known) not in self._others:
            self._others[id(known)] = _Given(known, self._columns, self._others)
        return expression, self._others[id(known)]


class RowNodes:
    """Makes nodes of what is lowered; `columns` are facts that a table gives, by their paths.

    `lists` are columns of lists by the path of the list: the column, and the values of its items.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        relations: Relations,
        columns: Mapping[str, FactColumn],
        lists: Mapping[str, ListColumn],
    ) -> None:
        self._lists = lists
        self._catalogue = catalogue
        self._relations = relations
        self._numbers = Arithmetics(relations)
        self._columns = columns
        self._made: dict[total.Node, Any] = {}
        self._view = view_of(Lot.from_dict({}), catalogue)
        self._lowering: Lowering | None = None
        if catalogue.known is not None:
            others: dict[int, _Given] = {}
            others[id(catalogue.known)] = _Given(catalogue.known, columns, others)
            self._lowering = Lowering(others[id(catalogue.known)], self._told)

    def fact(self, path: str) -> LoweredFact:
        """Return a fact that the table gives, or that is derived; one that is neither is unknown.

        Raises:
            NotInTablesError: it needs what no table engine does.
            TooLargeError: numbers of more than 128 bits could be needed.
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
        self.of(where_known(found.known, found.value))
        return found

    def truth(self, node: total.Node) -> Node:
        """Return in which rows a truth holds; without value where it has none."""
        found: Node = self.of(node)
        return found

    def of(self, node: total.Node) -> Any:
        """Return a truth or a text as a node, or a number as it is scaled.

        Raises:
            NotInTablesError: it needs what no table engine does.
            TooLargeError: numbers of more than 128 bits could be needed.
        """
        match sort_of(node):
            case NodeSort.TRUTH:
                return self._truth(node)
            case NodeSort.TEXT:
                return self._text(node)
            case NodeSort.NUMBER:
                return self._number(node)

    def _told(self, path: str) -> bool | None:
        """Return whether all rows have a value, or none has; None where that varies."""
        column = self._columns.get(path)
        if column is not None:
            value = column.value
            return True if isinstance(value, Scaled) and value.node is None else None
        if self._is_native(path):
            return self._on_nothing(path) is not None
        listed, _, key = path.partition("[].")
        return None if listed in self._lists and key in {"", *self._lists[listed].keys} else False

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
        return self._catalogue.readers[path](self._view)

    # --- what may have no value ------------------------------------------------------------------

    def _given(self, node: total.ValueWhere) -> FactColumn | None:
        """Return the column of a fact that has no value just where the column has none."""
        match node:
            case total.ValueWhere(
                known=total.IsKnown(of=total.LeafColumn() as of), value=total.LeafColumn() as value
            ) if of is value:
                return self._columns.get(value.path)
            case _:
                return None

    def _plain_where(self, node: total.ValueWhere, make: Callable[[total.Node], Node]) -> Node:
        """Return a truth or a text that may have no value."""
        given = self._given(node)
        if given is not None:
            return given.node
        return self._where(self._truth(node.known), make(node.value))

    def _number_where(self, node: total.ValueWhere) -> Numeric:
        given = self._given(node)
        if given is not None:
            return given.value  # type: ignore[return-value] # a number
        known = self._truth(node.known)
        if known is self._relations.false:
            return Scaled(self._relations.nothing)
        number = self._number(node.value)
        if isinstance(number, Quotient):
            told = number.compared
            has_value = self._where(known, self._relations.true)
            return Quotient(has_value, lambda s, limit: self._where(known, told(s, limit)))
        number = self._with_node(number)
        return Scaled(self._where(known, _node(number)), number.most, number.plus, number.divisor)

    def _where(self, known: Node, value: Node) -> Node:
        return self._relations.choice([(known, value)], self._relations.nothing)

    # --- nodes of the total language -------------------------------------------------------------

    def _once(self, node: total.Node, make: Callable[[Any], Any]) -> Any:
        if node not in self._made:
            self._made[node] = make(node)
        return self._made[node]

    def _truth(self, node: total.Node) -> Node:
        found: Node = self._once(node, self._make_truth)
        return found

    def _make_truth(self, node: total.Node) -> Node:  # noqa: C901 - one case for each node
        relations = self._relations
        match node:
            case total.Fixed(value=bool() as value):
                return relations.constant(value)
            case total.LeafColumn(path=path):
                return relations.choice([(self._plain(path), relations.true)], relations.false)
            case total.ValueWhere():
                return self._plain_where(node, self._truth)
            case total.IsKnown(of=total.LeafColumn(path=path)):
                return self._is_known(path)
            case total.IsKnown(of=total.LeafItem() as of):
                return relations.has_value(self._item(of).node)
            case total.IsKnown(of=of):
                return relations.has_value(self._truth(of))
            case total.Lacks(of=total.LeafColumn(path=path)):
                return relations.constant(self._lacks(path))
            case total.IsListed(path=path):
                held = self._lists.get(path)
                return relations.false if held is None else relations.has_value(held.node)
            case total.LeafItem():
                given = self._item(node).node
                return relations.choice([(given, relations.true)], relations.false)
            case total.Fold(kind=total.Folding.ANY):
                return self._folded(node, relations.true, relations.false)
            case total.Fold(value=value, otherwise=otherwise):
                return self._folded(node, self._truth(value), self._truth(otherwise))
            case total.Negated(part=part):
                return relations.opposite(self._truth(part))
            case total.Conjunction(parts=parts):
                return relations.all(map(self._truth, parts))
            case total.Disjunction(parts=parts):
                return relations.any(map(self._truth, parts))
            case total.Choose(condition=condition, then=then, otherwise=otherwise):
                return relations.choice(
                    [(self._truth(condition), self._truth(then))], self._truth(otherwise)
                )
            case total.Compared(comparison=sign, left=left, right=right):
                return self._compared(sign, left, right)
        raise _not_done(node)

    def _compared(self, sign: Comparison, left: total.Node, right: total.Node) -> Node:
        match sort_of(left):
            case NodeSort.TRUTH:
                return self._relations.compared(sign, self._truth(left), self._truth(right))
            case NodeSort.TEXT:
                return self._relations.compared(sign, self._text(left), self._text(right))
            case NodeSort.NUMBER:
                return compared(sign, self._number(left), self._number(right), self._numbers)

    def _plain(self, path: str) -> Node:
        """Return a truth or a text that the table gives, or that is the same in every row."""
        column = self._columns.get(path)
        if column is None:
            value = self._on_nothing(path) if self._is_native(path) else None
            if value is None:
                return self._relations.nothing
            return self._relations.constant(value)  # type: ignore[arg-type] # no number here
        return column.value  # type: ignore[return-value] # as above

    def _is_known(self, path: str) -> Node:
        column = self._columns.get(path)
        if column is None:
            return self._relations.constant(self._told(path) is True)
        if isinstance(column.value, Scaled) and column.value.node is None:
            return self._relations.true
        return self._relations.has_value(column.node)

    def _lacks(self, path: str) -> bool:
        """Return whether a fact that Python computes has no value though nothing is absent."""
        if path in self._columns:
            return False
        self._on_nothing(path)
        known = self._catalogue.known
        found = None if known is None else known.fact(path)(self._view)
        return isinstance(found, Open) and found.has_none

    def _text(self, node: total.Node) -> Node:
        found: Node = self._once(node, self._make_text)
        return found

    def _make_text(self, node: total.Node) -> Node:
        relations = self._relations
        match node:
            case total.Fixed(value=str() as value):
                return relations.constant(value)
            case total.ValueWhere():
                return self._plain_where(node, self._text)
            case total.Fold(value=value, otherwise=otherwise):
                return self._folded(node, self._text(value), self._text(otherwise))
            case total.LeafItem():
                plain = self._item(node).node
                return relations.choice([(relations.has_value(plain), plain)], self._filler)
            case total.LeafColumn(path=path):
                plain = self._plain(path)
                return relations.choice([(relations.has_value(plain), plain)], self._filler)
            case total.Choose(condition=condition, then=then, otherwise=otherwise):
                return relations.choice(
                    [(self._truth(condition), self._text(then))], self._text(otherwise)
                )
        raise _not_done(node)

    @property
    def _filler(self) -> Node:
        return self._relations.constant("")

    # --- lists -----------------------------------------------------------------------------------

    def _item(self, item: total.LeafItem) -> FactColumn:
        held = self._lists.get(item.variable.path)
        if held is None or item.variable.outer is not None:
            raise _not_done(item)
        return held.item(_variable(item.variable), item.key)

    def _folded(self, fold: total.Fold, value: Node, otherwise: Node) -> Node:
        held = self._lists.get(fold.variable.path)
        if fold.variable.outer is not None:
            raise _not_done(fold)
        if held is None:  # a list that no row has
            return otherwise
        where, variable = self._truth(fold.where), _variable(fold.variable)
        return self._relations.fold(fold.kind, held.node, variable, where, value, otherwise)

    def _number_folded(self, fold: total.Fold) -> Scaled:
        value, otherwise = (
            self._scaled(self._number(fold.value)),
            self._scaled(self._number(fold.otherwise)),
        )
        one, other = self._numbers.bare(value, otherwise)
        one, other = self._with_node(one), self._with_node(other)
        node = self._folded(fold, _node(one), _node(other))
        most = max(one.most, other.most)
        if fold.kind is total.Folding.SUM:
            most = max(one.most * MOST_ITEMS, other.most)
            expect_narrow(most)
        return Scaled(node, most, 0, one.divisor)

    # --- numbers ---------------------------------------------------------------------------------

    def _number(self, node: total.Node) -> Numeric:
        found: Numeric = self._once(node, self._make_number)
        return found

    def _make_number(self, node: total.Node) -> Numeric:
        match node:
            case total.Fixed(value=value):
                return constant(Fraction(value))
            case total.ValueWhere():
                return self._number_where(node)
            case total.LeafColumn():
                return self._filled(node)
            case total.LeafItem():
                return self._filled_by(self._item(node), node)
            case total.Fold():
                return self._number_folded(node)
            case total.Add(left=left, right=right):
                return self._reckoned(Operator.ADD, self._number(left), self._number(right))
            case total.Multiply(left=left, right=right):
                return self._reckoned(Operator.MULTIPLY, self._number(left), self._number(right))
            case total.Negative(part=part):
                by = constant(Fraction(-1))
                return self._reckoned(Operator.MULTIPLY, self._number(part), by)
            case total.Smaller(left=left, right=right):
                return self._better(Comparison.AT_MOST, left, right)
            case total.Larger(left=left, right=right):
                return self._better(Comparison.AT_LEAST, left, right)
            case total.Choose(condition=condition, then=then, otherwise=otherwise):
                return self._chosen(
                    self._truth(condition), self._number(then), self._number(otherwise)
                )
            case total.Percent(part=part, whole=whole):
                return self._percent(part, whole)
            case total.Rounded(part=part):
                number = self._scaled(self._number(part))
                one = constant(Fraction(1))
                return rounded_quotient(number, one, self._relations, self._numbers)
        raise _not_done(node)

    def _reckoned(self, operator: Operator, left: Numeric, right: Numeric) -> Numeric:
        return reckoned(operator, left, right, self._numbers)

    def _scaled(self, number: Numeric) -> Scaled:
        if isinstance(number, Quotient):
            raise NotInTablesError("a quotient is reckoned with")
        return number

    def _filled(self, column: total.LeafColumn) -> Scaled:
        """Return a column that has a number in every row: where it is not known, any will do."""
        given = self._columns.get(column.path)
        if given is None:
            value: Any = self._on_nothing(column.path) if self._is_native(column.path) else None
            if value is not None and column.type.kind is Kind.DATE:
                value = value.toordinal()
            return constant(Fraction(value or 0))
        return self._filled_by(given, column)

    def _filled_by(self, given: FactColumn, column: total.LeafColumn | total.LeafItem) -> Scaled:
        number = given.value
        if not isinstance(number, Scaled):
            raise AssertionError("numbers are given as they are scaled")
        if number.node is None:
            return number
        relations = self._relations
        least = Fraction(column.within.least or 0) if column.type.kind is not Kind.DATE else 0
        filler = relations.constant(max(0, int(least * number.divisor)))
        node = relations.choice([(relations.has_value(number.node), number.node)], filler)
        return Scaled(node, number.most, number.plus, number.divisor)

    def _with_node(self, number: Scaled) -> Scaled:
        if number.node is not None:
            return number
        node = self._relations.constant(number.plus)
        return Scaled(node, abs(number.plus), 0, number.divisor)

    def _better(self, sign: Comparison, left: total.Node, right: total.Node) -> Numeric:
        one, other = self._number(left), self._number(right)
        return self._chosen(compared(sign, one, other, self._numbers), one, other)

    def _chosen(self, condition: Node, then: Numeric, otherwise: Numeric) -> Numeric:
        if condition is self._relations.true:
            return then
        if condition is self._relations.false:
            return otherwise
        if isinstance(then, Scaled) and isinstance(otherwise, Scaled):
            one, other = self._numbers.bare(then, otherwise)
            one, other = self._with_node(one), self._with_node(other)
            node = self._relations.choice([(condition, _node(one))], _node(other))
            return Scaled(node, max(one.most, other.most), 0, one.divisor)

        def choose(sign: Comparison, limit: Fraction) -> Node:
            limits = constant(limit)
            return self._relations.choice(
                [(condition, compared(sign, then, limits, self._numbers))],
                compared(sign, otherwise, limits, self._numbers),
            )

        return Quotient(self._relations.true, choose)

    def _percent(self, part: total.Node, whole: total.Node) -> Quotient:
        least = extent(whole).low
        if least is None or least < 0:
            raise NotInTablesError("a percentage of what may be negative")
        hundred = constant(Fraction(100))
        shares = self._reckoned(Operator.MULTIPLY, self._number(part), hundred)
        return rounded_quotient(
            self._scaled(shares), self._scaled(self._number(whole)), self._relations, self._numbers
        )


MOST_ITEMS = 10**9
"""More items than a list of a row has."""


def _variable(of: total.Variable) -> str:
    return f"item_{of.level}"


def _node(number: Scaled) -> Node:
    if number.node is None:
        raise AssertionError("it has been given one")
    return number.node


def _not_done(node: total.Node) -> NotInTablesError:
    match node:
        case total.Fold(variable=variable) | total.LeafItem(variable=variable):
            return NotInTablesError(f"the list `{variable.path}` is gone over")
        case _:
            return NotInTablesError(f"{type(node).__name__.lower()} is needed")
