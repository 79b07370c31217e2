"""Conditions in the form that every engine can evaluate: negation inward, tests at the leaves.

A formula asks two plain questions. *Is it surely true?* reads each leaf as "its facts are known
and it holds"; *may it be true?* reads each leaf as "a fact of it is unknown, or it holds". Together
they give Kleene's three values: surely true, not even possibly true (false), or neither (unknown).

Parameters are written out here and divisions multiplied away, so that leaves compare sums and
products of exact numbers only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from disposition.frozen import frozen
from disposition.language import expression as tree
from disposition.language.exact import EXACT, Number
from disposition.language.expression import Expression, walk
from disposition.language.types import FactType, Kind, Value
from disposition.policy.model import CheckedPolicy


@frozen
class Test:
    """Two values compared; `facts` are those that it needs to be known."""

    comparison: tree.Comparison
    left: Expression
    right: Expression
    facts: tuple[tree.Fact, ...]


@frozen
class Member:
    """Whether a value is among some (`wanted`), or is not."""

    item: Expression
    values: tuple[Value, ...]
    wanted: bool
    facts: tuple[tree.Fact, ...]


@frozen
class Flag:
    """Whether a yes-or-no fact has the wanted value."""

    fact: tree.Fact
    wanted: bool

    @property
    def facts(self) -> tuple[tree.Fact, ...]:
        """The fact that it needs to be known."""
        return (self.fact,)


@frozen
class Knownness:
    """Whether a fact is known (`wanted`), or is not; never unknown itself."""

    fact: tree.Fact
    wanted: bool


@frozen
class NamedCondition:
    """A definition of the policy (`wanted`), or its negation."""

    name: str
    wanted: bool


@frozen
class Constant:
    """A condition that does not depend on the facts."""

    held: bool


@frozen
class All:
    """Every one of several formulas."""

    parts: tuple[Formula, ...]


@frozen
class Any:
    """At least one of several formulas."""

    parts: tuple[Formula, ...]


Leaf = Test | Member | Flag
Formula = Leaf | Knownness | NamedCondition | Constant | All | Any


def formula_of(condition: Expression, policy: CheckedPolicy, *, wanted: bool = True) -> Formula:
    """Return the formula that asks whether a condition (or, if not wanted, its negation) holds."""
    match condition:
        case tree.Not(operand=operand):
            return formula_of(operand, policy, wanted=not wanted)
        case tree.And(operands=operands) | tree.Or(operands=operands):
            parts = tuple(formula_of(each, policy, wanted=wanted) for each in operands)
            return All(parts) if isinstance(condition, tree.And) is wanted else Any(parts)
        case tree.Known(fact=tree.Fact() as fact):
            return Knownness(fact, wanted)
        case tree.Compare():
            return _test(condition, policy, wanted)
        case tree.Within(item=item) if _is_condition(item, policy):
            return _listed(condition, policy, wanted)
        case tree.Within(item=item, values=values):
            plain, scale = _cleared(item, policy)
            scaled = tuple(_scaled(each.value, scale) for each in values)
            return Member(plain, scaled, wanted, _facts(plain))
        case tree.Definition(name=name):
            return NamedCondition(name, wanted)
        case tree.Literal(value=bool() as held):
            return Constant(held is wanted)
        case tree.Parameter(name=name):
            return Constant((policy.parameters[name].value is True) is wanted)
        case tree.Fact():
            return Flag(condition, wanted)
        case _:
            raise AssertionError(f"{condition} is not a condition; it was checked as one")


def _test(compare: tree.Compare, policy: CheckedPolicy, wanted: bool) -> Formula:
    comparison = compare.comparison if wanted else compare.comparison.complement
    if _is_condition(compare.left, policy):
        return _agreement(compare, policy, comparison)
    left, left_scale = _cleared(compare.left, policy)
    right, right_scale = _cleared(compare.right, policy)
    left, right = _times(left, right_scale), _times(right, left_scale)
    if isinstance(left, tree.Literal) and not isinstance(right, tree.Literal):
        left, right, comparison = right, left, comparison.mirrored
    facts = tuple(dict.fromkeys((*_facts(left), *_facts(right))))
    return Test(comparison, left, right, facts)


def _is_condition(side: Expression, policy: CheckedPolicy) -> bool:
    match side:
        case tree.Literal(value=value):
            return isinstance(value, bool)
        case tree.Fact(type=FactType(kind=kind)) | tree.Parameter(type=FactType(kind=kind)):
            return kind is Kind.BOOLEAN
        case tree.Definition(name=name):
            return policy.definitions[name].type.kind is Kind.BOOLEAN
        case tree.Arithmetic():
            return False
        case _:
            return True


def _agreement(
    compare: tree.Compare, policy: CheckedPolicy, comparison: tree.Comparison
) -> Formula:
    """Two conditions are the same: both true or both false; as formulas on each of them."""

    def ask(side: Expression, wanted: bool) -> Formula:
        return formula_of(side, policy, wanted=wanted)

    same = comparison is tree.Comparison.EQUAL
    both = All((ask(compare.left, True), ask(compare.right, same)))
    neither = All((ask(compare.left, False), ask(compare.right, not same)))
    return Any((both, neither))


def _listed(within: tree.Within, policy: CheckedPolicy, wanted: bool) -> Formula:
    """A condition is one of the listed truths; with both listed, it only has to be known."""
    truths = dict.fromkeys(literal.value is True for literal in within.values)
    parts = tuple(formula_of(within.item, policy, wanted=each is wanted) for each in truths)
    return Any(parts) if wanted else All(parts)


def _cleared(side: Expression, policy: CheckedPolicy) -> tuple[Expression, Number]:
    """Return a value without divisions, and the positive number it has been multiplied by."""
    match side:
        case tree.Parameter(name=name):
            spec = policy.parameters[name]
            return tree.Literal(spec.value, spec.type), 1
        case tree.Definition(name=name):
            return _cleared(policy.definitions[name].expression, policy)
        case tree.Arithmetic(
            operator=tree.Operator.DIVIDE,
            left=left,
            right=tree.Literal(value=int() | Decimal() as divisor),
        ):
            plain, scale = _cleared(left, policy)
            if divisor < 0:
                plain, divisor = _times(plain, -1), _product(divisor, -1)
            return plain, _product(scale, divisor)
        case tree.Arithmetic(operator=operator, left=left, right=right):
            first, first_scale = _cleared(left, policy)
            second, second_scale = _cleared(right, policy)
            scale = _product(first_scale, second_scale)
            if operator is not tree.Operator.MULTIPLY:
                first, second = _times(first, second_scale), _times(second, first_scale)
            return tree.Arithmetic(operator, first, second), scale
        case _:
            return side, 1


def _times(side: Expression, scale: Number) -> Expression:
    if scale == 1:
        return side
    if isinstance(side, tree.Literal):
        return tree.Literal(_scaled(side.value, scale), side.type)
    return tree.Arithmetic(tree.Operator.MULTIPLY, side, tree.Literal(scale))


def _scaled(held: Value, scale: Number) -> Value:
    return _product(held, scale) if scale != 1 and isinstance(held, int | Decimal) else held


def _product(first: Number, second: Number) -> Number:
    if isinstance(first, int) and isinstance(second, int):
        return first * second
    return EXACT.multiply(first, second)


def _facts(side: Expression) -> tuple[tree.Fact, ...]:
    return tuple(dict.fromkeys(node for node in walk(side) if isinstance(node, tree.Fact)))


def named_formulas(
    formulas: Iterable[Formula], policy: CheckedPolicy
) -> list[tuple[str, bool, Formula]]:
    """Return the definitions that formulas name, and what those name, each after what it needs.

    Each comes twice, wanted and negated, so that both of its questions can be answered.
    """
    found: dict[str, list[tuple[str, bool, Formula]]] = {}

    def visit(formula: Formula) -> None:
        for name in _names(formula):
            if name in found:
                continue
            expression = policy.definitions[name].expression
            both = [(name, w, formula_of(expression, policy, wanted=w)) for w in (True, False)]
            visit(both[0][2])
            found[name] = both

    for formula in formulas:
        visit(formula)
    return [entry for both in found.values() for entry in both]


def leaves(formula: Formula) -> Iterator[Leaf]:
    """Yield the tests at the ends of a formula, without those of the definitions that it names."""
    pending: list[Formula] = [formula]
    while pending:
        match pending.pop():
            case All(parts=parts) | Any(parts=parts):
                pending.extend(reversed(parts))
            case Test() | Member() | Flag() as leaf:
                yield leaf
            case _:
                pass


def _names(formula: Formula) -> Iterator[str]:
    pending: list[Formula] = [formula]
    while pending:
        match pending.pop():
            case All(parts=parts) | Any(parts=parts):
                pending.extend(parts)
            case NamedCondition(name=name):
                yield name
            case _:
                pass
