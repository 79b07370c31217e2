"""Lowers expressions: what they can be where values are absent, told without any unknown.

`Meaning` is the definition, of one document; this says the same of all documents at once. The
boundary of a fact is kept: quotients are rounded there, and numbers that are too large are none.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from fractions import Fraction
from typing import Any, Protocol, cast

from disposition.frozen import evolve
from disposition.language import expression as tree
from disposition.language.declarations import NamesAndTables
from disposition.language.evaluate.traits import may_lack
from disposition.language.expression import Expression
from disposition.language.lower.build import (
    FALSE,
    TRUE,
    column,
    constant,
    is_known,
    is_listed,
    item,
    position,
    variable,
)
from disposition.language.lower.lists import COMBINED, LoweredItem, MeantItem
from disposition.language.lower.lookups import looked_up
from disposition.language.lower.operations import (
    all_hold,
    any_holds,
    comes_before,
    divided,
    one_of_values,
    opposite,
    product,
    same,
    share,
    total,
)
from disposition.language.lower.total import SORTS, LeafColumn, Node, NodeSort, Variable
from disposition.language.lower.values import (
    Lowered,
    LoweredText,
    Number,
    Truth,
    chosen,
    exactly,
    largest,
    leaf,
    limited,
    nothing,
    picked,
    turned,
)
from disposition.language.types import FactSpec, FactType, Kind, Origin, Range

Scope = Mapping[str, Variable]
"""The variables of the lists around an expression, by their names."""


class LoweredLeaves(NamesAndTables, Protocol):
    """What is known of the ends of expressions."""

    @property
    def specs(self) -> Mapping[str, FactSpec]:
        """What the catalogue says of each fact."""

    def origin(self, path: str) -> Origin:
        """Return where the values of a fact come from."""

    def definition_of(self, path: str) -> tuple[Expression, LoweredLeaves]:
        """Return the expression that defines a fact, and what it is made of."""

    def may_lack(self, path: str) -> bool:
        """Whether a fact may have no value although nothing is absent: no given one."""

    def spec_of_item(self, item: tree.Item) -> FactSpec:
        """Return what is declared of a value of a list's items."""


def _varies(_path: str) -> bool | None:
    return None


class Lowering:
    """Lowers the expressions of one catalogue; what they share is one node.

    `told` says of the path of a value, or of a list, whether all documents have it (True) or none
    does (False); None: that varies. What never varies is left out of what is made.
    `computed` can tell a native fact, or one that is completed by the history, from what else is
    there; it gives None for one that stays a column. Facts that are `given` are columns, however
    they are derived.
    """

    def __init__(
        self,
        leaves: LoweredLeaves,
        lowered_item: Callable[[str], bool | None] = _varies,
        computed: Callable[[Lowering, LeafColumn], Lowered | None] | None = None,
        given: Container[str] = (),
    ) -> None:
        self._leaves = leaves
        self._told = lowered_item
        self._computed = computed
        self._given = given
        self._facts: dict[tuple[int, str], Lowered] = {}
        self._others: dict[int, Lowering] = {}
        self._apart = 0

    def fact(self, path: str) -> Lowered:
        """Return what a fact can be, by its path."""
        key = (id(self._leaves), path)
        if key not in self._facts:
            self._facts[key] = self._fact(path)
        return self._facts[key]

    def _fact(self, path: str) -> Lowered:
        spec = self._leaves.specs[path]
        origin = Origin.GIVEN if path in self._given else self._leaves.origin(path)
        if origin is Origin.DEFINED:
            expression, leaves = self._leaves.definition_of(path)
            found = self._of(leaves).of(expression, sort=SORTS[spec.type.kind])
            return limited(found, spec.type)
        within = Range(spec.least) if origin is Origin.NATIVE else spec.within
        node = column(path, spec.type, within, origin)
        lowered_item = None
        if self._computed is not None and origin is not Origin.GIVEN:
            lowered_item = self._computed(self, node)
        return self._leaf(node, path) if lowered_item is None else lowered_item

    def _of(self, leaves: LoweredLeaves) -> Lowering:
        if leaves is self._leaves:
            return self
        if id(leaves) not in self._others:
            other = Lowering(leaves, self._told, self._computed, self._given)
            other._facts, other._others = self._facts, self._others
            self._others[id(leaves)] = other
        return self._others[id(leaves)]

    def of(  # noqa: C901 - one case for each node
        self, expression: Expression, scope: Scope | None = None, sort: NodeSort | None = None
    ) -> Lowered:
        """Return what a checked expression can be; `sort` is what it tells where that is open.

        Raises `NotLowered` for what the total language does not tell.
        """
        scope = {} if scope is None else scope
        sort = self._sort(expression) or sort or NodeSort.TRUTH
        match expression:
            case tree.Literal(value=value):
                return exactly(constant(value), sort)
            case tree.Parameter(name=name):
                return exactly(constant(self._leaves.parameters[name].value), sort)
            case tree.Definition(name=name):
                return self.of(self._leaves.definitions[name].expression, sort=sort)
            case tree.Unknown():
                return nothing(sort)
            case tree.Fact(path=path):
                return self.fact(path)
            case tree.Item():
                return self._item(expression, scope)
            case tree.Known(fact=fact):
                known = self.of(fact, scope).known
                return Truth(known, known)
            case tree.Arithmetic():
                return self._arithmetic(expression, scope)
            case tree.Compare():
                return self._compare(expression, scope)
            case tree.Within(item=tested, values=values):
                return one_of_values(self.of(tested, scope), [each.value for each in values])
            case tree.Not(operand=operand):
                return opposite(self._truth(operand, scope))
            case tree.And(operands=operands):
                return all_hold([self._truth(each, scope) for each in operands])
            case tree.Or(operands=operands):
                return any_holds([self._truth(each, scope) for each in operands])
            case tree.Conditional(condition=condition, then=then, otherwise=otherwise):
                return chosen(
                    self._truth(condition, scope),
                    self.of(then, scope, sort),
                    self.of(otherwise, scope, sort),
                )
            case tree.Call(function=function, operands=operands):
                return _CALLS[function]([self._number(each, scope) for each in operands])
            case tree.Lookup(table=table, keys=keys):
                held = [self.of(each, scope) for each in keys]
                return looked_up(expression, self._leaves.tables[table], held)
            case tree.Aggregate():
                return self._aggregate(expression, scope, sort)
            case tree.Name():
                raise AssertionError("names are resolved when an expression is checked")

    def _truth(self, expression: Expression, scope: Scope) -> Truth:
        return cast("Truth", self.of(expression, scope, NodeSort.TRUTH))

    def _number(self, expression: Expression, scope: Scope) -> Number:
        return cast("Number", self.of(expression, scope, NodeSort.NUMBER))

    def _leaf(self, of: Any, path: str) -> Lowered:
        lowered_item = self._told(path)
        return leaf(of, is_known(of) if lowered_item is None else constant(lowered_item))

    def _item(self, expression: tree.Item, scope: Scope) -> Lowered:
        of, spec = scope[expression.variable], self._leaves.spec_of_item(expression)
        if expression.key == tree.POSITION and spec.type == FactType(Kind.INTEGER):
            return exactly(position(of), NodeSort.NUMBER)
        node = item(of, expression.key, expression.path, expression.type, spec.within)
        return self._leaf(node, expression.path)

    def _arithmetic(self, expression: tree.Arithmetic, scope: Scope) -> Lowered:
        left = self._number(expression.left, scope)
        if expression.operator is tree.Operator.DIVIDE:
            by: Any = cast("tree.Literal", expression.right).value
            return divided(left, Fraction(by))
        right = self._number(expression.right, scope)
        match expression.operator:
            case tree.Operator.ADD:
                return total(left, right)
            case tree.Operator.SUBTRACT:
                return total(left, turned(right))
            case _:
                return product(left, right)

    def _compare(self, expression: tree.Compare, scope: Scope) -> Lowered:
        sort = self._sort(expression.left) or self._sort(expression.right)
        left = self.of(expression.left, scope, sort)
        right = self.of(expression.right, scope, sort)
        match expression.comparison:
            case tree.Comparison.EQUAL:
                return same(left, right)
            case tree.Comparison.DIFFERENT:
                return opposite(same(left, right))
            case tree.Comparison.MORE | tree.Comparison.AT_LEAST:
                left, right = right, left
            case _:
                pass
        or_equal = expression.comparison in (tree.Comparison.AT_MOST, tree.Comparison.AT_LEAST)
        return comes_before(cast("Number", left), cast("Number", right), or_equal=or_equal)

    # --- lists -----------------------------------------------------------------------------------

    def _aggregate(self, expression: tree.Aggregate, scope: Scope, sort: NodeSort) -> Lowered:
        source = cast("tree.Listing", expression.source)
        outer = scope[source.variable] if source.variable else None
        told_of = (
            NodeSort.TRUTH
            if expression.kind in (tree.Aggregation.ANY, tree.Aggregation.ALL)
            else sort
        )

        def lowered_item(of: Variable) -> LoweredItem:
            inner = {**scope, expression.variable: of}
            held, value = expression.where, expression.value
            return (
                Truth(TRUE, TRUE) if held is None else self._truth(held, inner),
                exactly(constant(1), NodeSort.NUMBER)
                if value is None
                else self.of(value, inner, told_of),
            )

        around = [scope[name].level for name in tree.free_variables(expression)]
        of = variable(source.path, 1 + max(around, default=0), outer)
        self._apart += 1
        apart = variable(source.path, 1000 * self._apart + of.level, outer)
        otherwise = (
            nothing(told_of)
            if expression.otherwise is None
            else self.of(expression.otherwise, scope, told_of)
        )
        found = COMBINED[expression.kind](
            MeantItem(of, *lowered_item(of), otherwise, lowered_item, apart)
        )
        has_list = self._told(source.path)
        listed = is_listed(source.path, outer) if has_list is None else constant(has_list)
        return self._listed(expression, listed, found)

    def _listed(self, expression: tree.Aggregate, listed: Node, found: Lowered) -> Lowered:
        """Return what is told of a list that may be absent: of a count, that it is not negative."""
        lacks = constant(may_lack(expression, self._leaves.may_lack))
        match found:
            case Truth():
                absent: Lowered = Truth(FALSE, TRUE, lacks)
            case LoweredText():
                absent = LoweredText(FALSE, found.value, lacks=lacks)
            case Number():
                # A count of no items is 0, which one of a list that is absent is not below.
                has_low = constant(expression.kind is tree.Aggregation.COUNT)
                absent = evolve(
                    found, known=FALSE, has_low=has_low, has_high=FALSE, pinned=FALSE, lacks=lacks
                )
        return picked(listed, found, absent)

    def _sort(self, expression: Expression) -> NodeSort | None:
        """Return what an expression tells; None where it says itself that there is no value."""
        match expression:
            case tree.Unknown():
                return None
            case tree.Literal(value=bool()):
                return NodeSort.TRUTH
            case tree.Literal(value=value):
                return NodeSort.TEXT if isinstance(value, str) else NodeSort.NUMBER
            case tree.Fact(type=type_) | tree.Item(type=type_) | tree.Definition(type=type_):
                return SORTS[type_.kind]
            case tree.Parameter(type=type_) | tree.Lookup(type=FactType() as type_):
                return SORTS[type_.kind]
            case tree.Conditional(then=then, otherwise=otherwise):
                return self._sort(then) or self._sort(otherwise)
            case tree.Aggregate(kind=tree.Aggregation.FIRST | tree.Aggregation.LAST):
                parts = [each for each in (expression.value, expression.otherwise) if each]
                return next(filter(None, map(self._sort, parts)), None)
            case tree.Aggregate(kind=tree.Aggregation.ANY | tree.Aggregation.ALL):
                return NodeSort.TRUTH
            case tree.Arithmetic() | tree.Call() | tree.Aggregate():
                return NodeSort.NUMBER
            case _:
                return NodeSort.TRUTH


_CALLS: Mapping[tree.Function, Callable[[list[Number]], Number]] = {
    tree.Function.MIN: lambda given: turned(largest([turned(each) for each in given])),
    tree.Function.MAX: largest,
    tree.Function.PERCENT: lambda given: share(*given),
}
