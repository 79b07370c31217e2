"""The truth of a condition for many lots at once: a bit for each lot in two whole numbers.

`and`, `or` and `not` then take one operation for all lots together, and a test that several
conditions share is made once. The tables are Kleene's, as in `semantics`, which makes the tests at
the leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from disposition.frozen import frozen
from disposition.language import expression as tree
from disposition.language.declarations import walk_through
from disposition.language.expression import COMPARE, Comparison, Expression
from disposition.language.rewrite.normal_form import written_out
from disposition.language.types import FactType, Kind
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Truth, Truths, Valuation, truth


@frozen
class Column:
    """The lots for which a condition is true, and those for which it is unknown, as bits."""

    true: int
    unknown: int


class Columns:
    """Answers for many lots at once which conditions hold; leaves are remembered."""

    def __init__(self, facts: Sequence[Valuation]) -> None:
        self.facts = facts
        self._all = (1 << len(facts)) - 1
        self._leaves: dict[Expression, Column] = {}

    def of(
        self, condition: Expression, policy: CheckedPolicy, definitions: dict[str, Column]
    ) -> Column:
        """Return the truths of a condition under a policy; `definitions` remembers its own."""
        match condition:
            case tree.Not(operand=operand):
                held = self.of(operand, policy, definitions)
                return Column(self._all & ~(held.true | held.unknown), held.unknown)
            case tree.And(operands=operands):
                true = possible = self._all
                for operand in operands:
                    held = self.of(operand, policy, definitions)
                    true &= held.true
                    possible &= held.true | held.unknown
                return Column(true, possible & ~true)
            case tree.Or(operands=operands):
                true = possible = 0
                for operand in operands:
                    held = self.of(operand, policy, definitions)
                    true |= held.true
                    possible |= held.true | held.unknown
                return Column(true, possible & ~true)
            case tree.Literal(value=bool(is_true)):
                return Column(self._all if is_true else 0, 0)
            case tree.Compare(comparison=Comparison.EQUAL | Comparison.DIFFERENT) if any(
                isinstance(each, tree.Not | tree.And | tree.Or)
                for each in (condition.left, condition.right)
            ):
                first = self.of(condition.left, policy, definitions)
                second = self.of(condition.right, policy, definitions)
                unknown = first.unknown | second.unknown
                unlike = first.true ^ second.true
                wanted = self._all & ~unlike
                if condition.comparison is Comparison.DIFFERENT:
                    wanted = unlike
                return Column(wanted & ~unknown, unknown)
            case tree.Definition(name=name, type=FactType(kind=Kind.BOOLEAN)):
                if name not in definitions:
                    body = policy.definitions[name].expression
                    definitions[name] = self.of(body, policy, definitions)
                return definitions[name]
            case _:
                written = written_out(condition, policy)
                if written != condition:
                    return self.of(written, policy, definitions)
                return self._leaf(condition, policy)

    def among(self, column: Column, held: Truth) -> int:
        """Return the lots for which a condition has a truth, as bits."""
        if held is None:
            return column.unknown
        return column.true if held else self._all & ~(column.true | column.unknown)

    def _leaf(self, leaf: Expression, policy: CheckedPolicy) -> Column:
        if leaf not in self._leaves:
            test = _test(leaf, policy)
            held = [test(facts) for facts in self.facts]
            self._leaves[leaf] = Column(_bits(held, True), _bits(held, None))
        return self._leaves[leaf]


def bits(numbers: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set."""
    while numbers:
        lowest = numbers & -numbers
        yield lowest.bit_length() - 1
        numbers ^= lowest


def row(held: Iterable[tuple[int, Column]], number: int) -> Truths:
    """Return the truths that conditions at some positions have for one lot."""
    true = unknown = 0
    for position, column in held:
        if column.true >> number & 1:
            true |= 1 << position
        elif column.unknown >> number & 1:
            unknown |= 1 << position
    return Truths(true, unknown)


def _bits(held: Sequence[Truth], wanted: Truth) -> int:
    return int("0" + "".join("1" if each is wanted else "0" for each in reversed(held)), 2)


def _test(leaf: Expression, policy: CheckedPolicy) -> Callable[[Valuation], Truth]:
    """Return the test of a condition without connectives; a short way for the commonest ones."""
    match leaf:
        case tree.Fact(path=path):
            return lambda facts: facts.get(path)  # type: ignore[return-value]  # a condition's fact is boolean
        case tree.Known(fact=tree.Fact(path=path)):
            return lambda facts: facts.get(path) is not None
        case tree.Compare(
            comparison=comparison, left=tree.Fact(path=path), right=tree.Literal(value=limit)
        ):
            # Whole numbers, decimals, dates and texts compare exactly among themselves.
            compare = COMPARE[comparison]
            return lambda facts: None if (it := facts.get(path)) is None else compare(it, limit)
        case tree.Compare(
            comparison=comparison, left=tree.Fact(path=path), right=tree.Fact(path=other)
        ):
            both = COMPARE[comparison]
            return lambda facts: (
                None
                if (one := facts.get(path)) is None or (two := facts.get(other)) is None
                else both(one, two)
            )
        case tree.Within(item=tree.Fact(path=path), values=values):
            among = frozenset(each.value for each in values)
            return lambda facts: None if (it := facts.get(path)) is None else it in among
        case _:
            return lambda facts: truth(leaf, facts, policy)


def names_in(expression: Expression, policy: CheckedPolicy) -> frozenset[str]:
    """Return the definitions and parameters that an expression uses, also through others."""
    nodes = walk_through((expression,), policy.definitions)
    return frozenset(
        each.name for each in nodes if isinstance(each, tree.Parameter | tree.Definition)
    )
