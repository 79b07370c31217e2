"""The values of nodes of the total language, of one document, straight from what each node says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import Any

from attrs import field, frozen

from disposition.facts.catalogue import Catalogue
from disposition.facts.native.fact import View
from disposition.language.evaluate.possible import Open, rounded, share
from disposition.language.expression import COMPARE
from disposition.language.lower import total
from disposition.language.lower.total import Folding, Node, NodeSort, Variable, sort_of
from disposition.language.lower.values import Lowered
from disposition.language.types import Kind


@frozen(eq=False)
class Document:
    """What nodes are read from: columns by path, and lists by their kind of place.

    Where a value is not known stands one that nothing may rest on: little or much, by `is_least`.
    """

    column: Callable[[str], Any]
    listing: Callable[[str], Sequence[Any] | None]
    lacks: Callable[[str], bool] = lambda _: False
    is_least: bool = True
    found: dict[Any, Any] = field(factory=dict)

    def value(self, node: Node, items: Mapping[Variable, tuple[int, Any]] | None = None) -> Any:
        """Return the value of a node; `items` are those of folds around it, with their places."""
        items = items or {}
        free = total.free_variables(node)
        key = (node, *((of, id(items[of][1]), items[of][0]) for of in sorted(free, key=id)))
        if key not in self.found:
            self.found[key] = self._value(node, items)
        return self.found[key]

    def told(self, lowered: Lowered) -> Any:
        """Return the value of what an expression lowered to; None where it is not known."""
        return self.value(lowered.value) if self.value(lowered.known) else None

    def _read(self, node: total.LeafColumn | total.LeafItem, items: Any) -> Any:
        if isinstance(node, total.LeafColumn):
            return exact(self.column(node.path))
        return exact(attrgetter(node.key)(items[node.variable][1]))

    def _filler(self, node: total.LeafColumn | total.LeafItem) -> Any:
        sort = sort_of(node)
        if sort is NodeSort.NUMBER:
            found = node.within.least if self.is_least else node.within.most
            usual = 1 if node.type.kind is Kind.DATE else 10**12 * (1 - 2 * self.is_least)
            return exact(usual if found is None else found)
        if sort is NodeSort.TRUTH:
            return self.is_least
        words = node.type.values or ("filler",)
        return words[0] if self.is_least else words[-1]

    def _value(self, node: Node, items: Any) -> Any:  # noqa: C901 - one case for each node
        def of(inner: Node) -> Any:
            return self.value(inner, items)

        match node:
            case total.Fixed(value=value):
                return value
            case total.LeafColumn() | total.LeafItem():
                found = self._read(node, items)
                return self._filler(node) if found is None else found
            case total.IsKnown(of=inner):
                return self._read(inner, items) is not None
            case total.Lacks(of=inner):
                return self.lacks(inner.path)
            case total.Position(variable=variable):
                return items[variable][0] + 1
            case total.IsListed(path=path, outer=outer):
                return self._items(path, outer, items) is not None
            case total.Negated(part=part):
                return not of(part)
            case total.Conjunction(parts=parts):
                return all(map(of, parts))
            case total.Disjunction(parts=parts):
                return any(map(of, parts))
            case total.Compared(comparison=comparison, left=left, right=right):
                return COMPARE[comparison](of(left), of(right))
            case total.Choose(condition=condition, then=then, otherwise=otherwise):
                return of(then) if of(condition) else of(otherwise)
            case total.Add(left=left, right=right):
                return of(left) + of(right)
            case total.Multiply(left=left, right=right):
                return of(left) * of(right)
            case total.Negative(part=part):
                return -of(part)
            case total.Smaller(left=left, right=right):
                return min(of(left), of(right))
            case total.Larger(left=left, right=right):
                return max(of(left), of(right))
            case total.Percent(part=part, whole=whole):
                return exact(share(of(part), of(whole))) if of(whole) else 0
            case total.Rounded(part=part):
                return exact(rounded(Fraction(of(part))))
            case total.Fold():
                return self._fold(node, items)
        raise AssertionError(node)

    def _items(self, path: str, outer: Variable | None, items: Any) -> Sequence[Any] | None:
        if outer is None:
            return self.listing(path)
        found: Sequence[Any] | None = attrgetter(path.rpartition("[].")[2])(items[outer][1])
        return found

    def _fold(self, fold: total.Fold, items: Any) -> Any:
        listed = self._items(fold.variable.path, fold.variable.outer, items) or ()
        inner = [{**items, fold.variable: each} for each in enumerate(listed)]
        meant = [each for each in inner if self.value(fold.where, each)]
        told = [self.value(fold.value, each) for each in meant]
        match fold.kind:
            case Folding.ANY:
                return bool(told)
            case Folding.SUM:
                return sum(told)
        if not told:
            return self.value(fold.otherwise, items)
        if fold.kind in (Folding.MIN, Folding.MAX):
            return {Folding.MIN: min, Folding.MAX: max}[fold.kind](told)
        return told[0 if fold.kind is Folding.FIRST else -1]


def document_of(view: View, catalogue: Catalogue) -> Document:
    """Return what nodes read of a lot that is looked at."""
    known = catalogue.known
    assert known is not None

    def lacks(path: str) -> bool:
        found = known.fact(path)(view)
        return isinstance(found, Open) and found.has_none

    return Document(
        lambda path: catalogue.readers[path](view),
        lambda path: known.listing(path)(view),
        lacks,
    )


def exact(value: Any) -> Any:
    """Return a value as nodes tell it: numbers exactly, a day as its number."""
    if isinstance(value, date):
        return value.toordinal()
    return Fraction(value) if isinstance(value, Decimal) else value
