"""Small mistakes in a condition: each yields the whole condition with one part changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from disposition.frozen import evolve, frozen
from disposition.language import expression as tree
from disposition.language.check.scope import Scope
from disposition.language.expression import Comparison, Expression, Operator, rebuilt
from disposition.language.rewrite.limits import beside, neighbours
from disposition.language.text import expression_text
from disposition.language.types import FactSpec, FactType, Kind, Value


@frozen
class Slip:
    """A condition with one mistake in it: the part that was changed, and what it became."""

    whole: Expression
    before: Expression
    after: Expression | None
    """None where an operand was left out."""

    @property
    def about(self) -> str:
        """The mistake in one line."""
        before = expression_text(self.before)
        if self.after is None:
            return f"`{before}` left out"
        return f"`{before}` became `{expression_text(self.after)}`"


_LOOSENED = {
    Comparison.MORE: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.MORE,
    Comparison.LESS: Comparison.AT_MOST,
    Comparison.AT_MOST: Comparison.LESS,
}
_OTHER_FUNCTION = {tree.Function.MIN: tree.Function.MAX, tree.Function.MAX: tree.Function.MIN}
_OTHER_KIND = {
    tree.Aggregation.ANY: tree.Aggregation.ALL,
    tree.Aggregation.ALL: tree.Aggregation.ANY,
    tree.Aggregation.MIN: tree.Aggregation.MAX,
    tree.Aggregation.MAX: tree.Aggregation.MIN,
    tree.Aggregation.FIRST: tree.Aggregation.LAST,
    tree.Aggregation.LAST: tree.Aggregation.FIRST,
}
_OTHER_SIGN = {Operator.ADD: Operator.SUBTRACT, Operator.SUBTRACT: Operator.ADD}


def slips(expression: Expression, scope: Scope) -> Iterator[Slip]:
    """Yield a condition with each small mistake that can be made in it.

    Not every one is well-formed: a sign between dates, for one, may have no meaning.
    """
    yield from (Slip(after, expression, after) for after in _changed(expression, scope))
    parts = tree.children(expression)
    for number, part in enumerate(parts):
        if isinstance(expression, tree.And | tree.Or):
            left = parts[:number] + parts[number + 1 :]
            without = left[0] if len(left) == 1 else evolve(expression, operands=left)
            yield Slip(without, part, None)
        if isinstance(expression, tree.Known):
            continue
        for slip in slips(part, scope):
            changed = (*parts[:number], slip.whole, *parts[number + 1 :])
            yield evolve(slip, whole=tree.with_children(expression, changed))
    if isinstance(expression, tree.Known) and isinstance(expression.fact, tree.Fact):
        for whole in map(tree.Known, _other_facts(expression.fact, scope)):
            yield Slip(whole, expression, whole)


def _changed(expression: Expression, scope: Scope) -> Iterator[Expression]:
    """Yield what a part can become; its own parts stay."""
    match expression:
        case tree.And(operands=operands):
            yield tree.Or(operands)
        case tree.Or(operands=operands):
            yield tree.And(operands)
        case tree.Not(operand=operand):
            yield operand
        case tree.Compare():
            yield from _comparisons(expression)
        case tree.Within():
            yield tree.Not(expression)
            yield from _lists(expression)
        case tree.Known():
            yield tree.Not(expression)
        case tree.Fact(type=type_):
            if type_.kind is Kind.BOOLEAN:
                yield tree.Not(expression)
            yield from _other_facts(expression, scope)
        case tree.Definition(type=type_):
            if type_.kind is Kind.BOOLEAN:
                yield tree.Not(expression)
        case tree.Parameter(type=type_):
            yield from _other_parameters(expression, type_, scope)
        case tree.Literal(value=value, type=type_):
            yield from (tree.Literal(each, type_) for each in _other_values(value, type_))
        case _:
            yield from _computed(expression)


def _computed(expression: Expression) -> Iterator[Expression]:
    """Yield what something computed can become."""
    match expression:
        case tree.Arithmetic(operator=operator) if operator in _OTHER_SIGN:
            yield evolve(expression, operator=_OTHER_SIGN[operator])
        case tree.Conditional(then=then, otherwise=otherwise):
            yield evolve(expression, then=otherwise, otherwise=then)
        case tree.Call(function=function) if function in _OTHER_FUNCTION:
            yield evolve(expression, function=_OTHER_FUNCTION[function])
        case tree.Aggregate(kind=kind, where=where):
            if kind in _OTHER_KIND:
                yield evolve(expression, kind=_OTHER_KIND[kind])
            if where is not None:
                yield evolve(expression, where=None)
        case _:
            pass


def _comparisons(compare: tree.Compare) -> Iterator[tree.Compare]:
    if compare.comparison in _LOOSENED:
        yield evolve(compare, comparison=_LOOSENED[compare.comparison])
    yield evolve(compare, comparison=compare.comparison.complement)


def _lists(within: tree.Within) -> Iterator[tree.Within]:
    """Yield a list without each of its values, and with another instead of or beside each."""
    values = within.values
    texts = tuple(each.value for each in values if isinstance(each.value, str))
    for number, literal in enumerate(values):
        before, after = values[:number], values[number + 1 :]
        if len(values) > 1:
            yield evolve(within, values=before + after)
        for each in _others(literal, texts):
            yield evolve(within, values=(*before, each, *after))
    near = [each for literal in values for each in _others(literal, texts)]
    for each in dict.fromkeys(near):
        yield evolve(within, values=(*values, each))


def _others(literal: tree.Literal, taken: tuple[str, ...]) -> tuple[tree.Literal, ...]:
    """Return the values that one of a list is taken for; none that the list has already."""
    if literal.type is not None and literal.type.kind is Kind.ENUM:
        found = neighbours(str(literal.value), literal.type.values, taken)
        return tuple(tree.Literal(each, literal.type) for each in found)
    return tuple(tree.Literal(each, literal.type) for each in beside(literal.value))


def _other_values(value: Value, type_: FactType | None) -> tuple[Value, ...]:
    if type_ is not None and type_.kind is Kind.ENUM:
        return neighbours(str(value), type_.values, (str(value),))
    return beside(value)


def _other_facts(fact: tree.Fact, scope: Scope) -> tuple[tree.Fact, ...]:
    return tuple(
        tree.Fact(path, scope.facts[path].type) for path in siblings(fact.path, scope.facts)
    )


def _other_parameters(
    parameter: tree.Parameter, type_: FactType, scope: Scope
) -> Iterator[tree.Parameter]:
    for name, spec in scope.parameters.items():
        if name != parameter.name and spec.type == type_:
            yield tree.Parameter(name, spec.type)


def same_test(expression: Expression) -> Expression:
    """Return a form in which conditions that plainly mean the same are equal.

    `x > 0`, `x >= 1` and `not x <= 0` are one mistake, when `x` is a whole number or a day.
    """
    match expression:
        case tree.Not(operand=tree.Not(operand=operand)):
            return same_test(operand)
        case tree.Not(operand=tree.Compare() as compare):
            return same_test(evolve(compare, comparison=compare.comparison.complement))
        case tree.And() | tree.Or() | tree.Not():
            return rebuilt(expression, same_test)
        case tree.Compare(left=tree.Fact(type=FactType(kind=Kind.INTEGER | Kind.DATE))):
            return _whole(expression)
        case _:
            return expression


def _whole(compare: tree.Compare) -> tree.Compare:
    if not isinstance(compare.right, tree.Literal) or isinstance(compare.right.value, Decimal):
        return compare
    above = (*beside(compare.right.value), None)[1]
    if not isinstance(above, int | date):
        return compare
    if compare.comparison is Comparison.MORE:
        return evolve(compare, comparison=Comparison.AT_LEAST, right=tree.Literal(above))
    if compare.comparison is Comparison.AT_MOST:
        return evolve(compare, comparison=Comparison.LESS, right=tree.Literal(above))
    return evolve(compare, right=tree.Literal(compare.right.value))


# --- facts that are easily taken for one another -------------------------------------------------


MOST = 2


@cache
def siblings(path: str, catalogue: Mapping[str, FactSpec]) -> tuple[str, ...]:
    """Return the facts most like one, nearest in the catalogue first; two at most.

    >>> from disposition.facts import CATALOGUE
    >>> siblings("defects.major.accepted", CATALOGUE)
    ('defects.minor.accepted', 'defects.critical.accepted')
    """
    spec = catalogue.get(path)
    if spec is None:
        return ()
    order = list(catalogue)
    at = order.index(path)
    alike = [
        other
        for other in order
        if catalogue[other].type == spec.type and _words_apart(path, other) == 1
    ]
    return tuple(sorted(alike, key=lambda each: _distance(path, at, each, order))[:MOST])


def _words_apart(first: str, second: str) -> int:
    """Count the words in which two paths differ; paths of other lengths differ in all."""
    ours, theirs = first.split("."), second.split(".")
    if len(ours) != len(theirs):
        return max(len(ours), len(theirs))
    return sum(1 for one, other in zip(ours, theirs, strict=True) if one != other)


def _distance(path: str, at: int, other: str, order: list[str]) -> tuple[bool, int, bool]:
    """Return how far another fact is: the same last word is nearer, then what stands nearby."""
    ends_alike = path.rpartition(".")[2] == other.rpartition(".")[2]
    gap = order.index(other) - at
    return (not ends_alike, abs(gap), gap < 0)
