"""Nodes of the total language as terms, for one lot or for one that differs from another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import count

from disposition.analysis import solver as z
from disposition.analysis.emission.lists import (
    OPEN,
    ListedTerms,
    Lists,
    RestOfSum,
    Slot,
    Slots,
    anything,
    furthest,
    rest_of_sum,
)
from disposition.analysis.emission.unknowns import KnownTerm, Rounding, WordNumbers, variable
from disposition.analysis.solver import Term
from disposition.facts.catalogue import CATALOGUE
from disposition.facts.own.declared import PREFIX
from disposition.frozen import frozen
from disposition.language.expression import Comparison
from disposition.language.lower import total
from disposition.language.lower.extent import extent
from disposition.language.lower.total import Folding, Node, children, free_variables
from disposition.language.types import FactType, Origin, Range
from disposition.semantics import exact


@frozen
class Grown:
    """A lot that differs from another in one given value, which is more in it, or less."""

    path: str
    grows: bool = True


@frozen
class Learned:
    """A lot of which all is known that is known of another, and perhaps more."""


Variation = Grown | Learned
"""How a lot differs from another one."""


class Emission:
    """Makes nodes into terms for one lot; `axioms` are what its values keep to.

    A lot may be a `variation` of another, whose emission it then shares what is the same with.
    """

    def __init__(
        self,
        name: str,
        words: WordNumbers,
        lists: Lists = OPEN,
        variation: tuple[Emission, Variation] | None = None,
    ) -> None:
        self.name = name
        self.words = words
        self.lists = lists
        self.axioms: list[Term] = []
        self.columns: dict[total.LeafColumn, KnownTerm] = {}
        self.listed: dict[str, ListedTerms] = {}
        self.base: Emission | None = variation[0] if variation else None
        self.variation: Variation | None = variation[1] if variation else None
        self.opaque: dict[object, total.LeafColumn] = {}
        self.folds: dict[total.Fold, None] = {}
        self.rests: list[RestOfSum] = []
        self._made: dict[tuple[Node, tuple[Slot, ...]], Term] = {}
        self._same: dict[Node, bool] = {}
        self._lacks: dict[total.LeafColumn, Term] = {}
        self._numbers = count(1)
        is_exact = lists.slots is not None and lists.is_whole
        self._rounding = Rounding(name, self.axioms, self._numbers, is_exact=is_exact)

    @property
    def all_columns(self) -> dict[total.LeafColumn, KnownTerm]:
        """The columns, and those that are as in the lot that this one varies."""
        return {**(self.base.all_columns if self.base else {}), **self.columns}

    @property
    def all_listed(self) -> dict[str, ListedTerms]:
        """The same of the lists."""
        return {**(self.base.all_listed if self.base else {}), **self.listed}

    def term(self, node: Node) -> Term:
        """Return the term of a node that stands in no fold."""
        made = self._made.get((node, ()))
        if made is not None:
            return made
        for each in total.nodes((node,)):
            if not free_variables(each):
                self._term(each, {})
        return self._term(node, {})

    def _term(self, node: Node, slots: Slots) -> Term:
        free = free_variables(node)
        at = tuple(slots[each] for each in sorted(free, key=lambda each: (each.level, each.path)))
        key = node, at
        if key not in self._made:
            base = self.base if not free and self._is_as_before(node) else None
            self._made[key] = self._emit(node, slots) if base is None else base.term(node)
        return self._made[key]

    def _is_as_before(self, node: Node) -> bool:
        """Whether nothing below a node can differ in the lot that this one varies in one value."""
        if not isinstance(self.variation, Grown):
            return False
        if node not in self._same:
            match node:
                case total.LeafColumn():
                    self._same[node] = not self.may_differ(node, self.variation.path)
                case total.IsKnown(of=total.LeafColumn() as column) | total.Lacks(of=column):
                    self._same[node] = not self.may_differ(column, self.variation.path)
                case _:
                    self._same[node] = all(map(self._is_as_before, children(node)))
        return self._same[node]

    def _emit(self, node: Node, slots: Slots) -> Term:  # noqa: C901 - one case each
        match node:
            case total.Fixed(value=value):
                return self.words.number(value) if isinstance(value, str) else value
            case total.LeafColumn():
                return self.column(node).value
            case total.IsKnown(of=total.LeafColumn() as column):
                return self.column(column).known
            case total.LeafItem(variable=variable):
                return self._value(slots[variable], node).value
            case total.IsKnown(of=total.LeafItem(variable=variable) as item):
                return self._value(slots[variable], item).known
            case total.Position(variable=variable):
                return slots[variable].position
            case total.Lacks(of=column):
                return self._lacking(column)
            case total.IsListed(path=path, outer=outer):
                return self._list(path, outer, slots).is_told
            case total.Fold():
                return self._fold(node, slots)
        parts = [self._term(each, slots) for each in children(node)]
        match node:
            case total.Negated():
                return z.not_(parts[0])
            case total.Conjunction():
                return z.all_of(parts)
            case total.Disjunction():
                return z.any_of(parts)
            case total.Compared(comparison=comparison):
                self._rounding.note_limits(node)
                return COMPARE[comparison](*parts)
            case total.Choose():
                return z.either(*parts)
            case total.Add():
                return z.plus(*parts)
            case total.Multiply():
                return z.times(*parts)
            case total.Negative():
                return z.minus(*parts)
            case total.Smaller():
                return z.either(z.less(*parts), *parts)
            case total.Larger():
                return z.either(z.less(*parts), parts[1], parts[0])
            case total.Percent():
                return self._rounding.percent(*parts)
            case total.Rounded():
                return self._rounding.rounded(*parts)
        raise AssertionError(f"no term is made of a {type(node).__name__}")

    # --- leaves ----------------------------------------------------------------------------------

    def column(self, column: total.LeafColumn) -> KnownTerm:
        """Return the value of a column, and whether it is known."""
        if column not in self.columns:
            self.columns[column] = self._column(column)
        return self.columns[column]

    def _column(self, column: total.LeafColumn) -> KnownTerm:
        name = f"{self.name}{column.path}"
        if self.base is None:
            return self._leaf(name, column.type, column.within)
        before = self.base.column(column)
        match self.variation:
            case Learned():
                return self._learned(before, name)
            case Grown(path=path, grows=grows) if path == column.path:
                after = self._leaf(name, column.type, column.within)
                low, high = (before, after) if grows else (after, before)
                self.axioms += [before.known, after.known, _grown(low.value, high.value)]
                return after
            case Grown(path=path) if self.may_differ(column, path):
                return self._leaf(name, column.type, column.within)
            case _:
                return before

    def may_differ(self, column: total.LeafColumn, path: str) -> bool:
        """Whether a column can be another where one value of the document is."""
        if column.path == path or column.path not in CATALOGUE:
            return column.path == path or column.origin is not Origin.GIVEN
        return bool(CATALOGUE.changed_by(path, (column.path,)))

    def _learned(self, before: KnownTerm, name: str) -> KnownTerm:
        return KnownTerm(before.value, z.any_of((before.known, z.truth(f"{name} is learnt"))))

    def _value(self, slot: Slot, item: total.LeafItem) -> KnownTerm:
        if item.path not in slot.values:
            name = f"{slot.name}.{item.key}"
            if slot.like is None or self.base is None:
                held = self._item(name, item)
            else:
                held = self.base._value(slot.like, item)  # noqa: SLF001 - of the same class
                held = held if isinstance(self.variation, Grown) else self._learned(held, name)
            slot.values[item.path] = (item, held)
        return slot.values[item.path][1]

    def _item(self, name: str, item: total.LeafItem) -> KnownTerm:
        """Return a value of an item; its range is that of absent ones: 0 units are told as well."""
        least = item.within.least
        is_whole_range = item.path.startswith(PREFIX) or not item.type.kind.is_number
        if is_whole_range or not isinstance(least, int | Decimal) or least <= 0:
            return self._leaf(name, item.type, item.within)
        held = self._leaf(name, item.type, Range(0, item.within.most))
        at_least = z.less(exact(least), held.value, or_equal=True)
        self.axioms.append(z.any_of((held.known, at_least)))
        return held

    def _lacking(self, column: total.LeafColumn) -> Term:
        if column not in self._lacks:
            lacks = z.truth(f"{self.name}{column.path} has none")
            self._lacks[column] = lacks
            self.axioms.append(z.not_(z.all_of((lacks, self.column(column).known))))
        return self._lacks[column]

    def _leaf(self, name: str, type_: FactType, within: Range) -> KnownTerm:
        value, axioms = variable(name, type_, within, self.words)
        self.axioms += axioms
        return KnownTerm(value, z.truth(f"{name} is known"))

    # --- lists -----------------------------------------------------------------------------------

    def _list(self, path: str, outer: total.Variable | None, slots: Slots) -> ListedTerms:
        slot = None if outer is None else slots[outer]
        within = self.listed if slot is None else slot.lists
        if path not in within:
            within[path] = self._listed(path, slot)
        return within[path]

    def _listed(self, path: str, slot: Slot | None) -> ListedTerms:
        name = f"{slot.name if slot else self.name}.{path.rpartition('[].')[2]}"
        if self.base is not None and (slot is None or slot.like is not None):
            holder = self.base.listed if slot is None or slot.like is None else slot.like.lists
            if path not in holder:
                holder[path] = self.base._listed(path, slot.like if slot else None)  # noqa: SLF001
            like = holder[path]
            is_told = like.is_told
            if isinstance(self.variation, Learned):
                is_told = z.any_of((is_told, z.truth(f"{name} is learnt")))
            made = [
                Slot(f"{name}[{at}]", z.all_of((is_told, may_be)), each.position, each)
                for at, (each, may_be) in enumerate(zip(like.slots, like.may_be, strict=True))
            ]
            return ListedTerms(path, is_told, made, like.may_be)
        is_told = z.truth(f"{name} is told")
        many = self.lists.slots(path) if self.lists.slots else 0
        made, may_be = [], []
        for at in range(many):
            may_be.append(z.truth(f"{name}[{at}] is there"))
            if at:
                self.axioms.append(z.implies(may_be[at], may_be[at - 1]))
            position: Term = at + 1
            if not self.lists.is_whole:
                position = z.whole(f"{name}[{at}].position")
                above = z.plus(made[at - 1].position, 1) if at else 1
                self.axioms.append(z.less(above, position, or_equal=True))
            made.append(Slot(f"{name}[{at}]", z.all_of((is_told, may_be[at])), position))
        return ListedTerms(path, is_told, made, may_be)

    def _fold(self, fold: total.Fold, slots: Slots) -> Term:
        self.folds[fold] = None
        if self.lists.slots is None or self.lists.slots(fold.variable.path) == 0:
            return anything(f"{self.name}list {next(self._numbers)}", fold, self.axioms)
        listed = self._list(fold.variable.path, fold.variable.outer, slots).slots
        within = [{**slots, fold.variable: slot} for slot in listed]
        meant = [
            z.all_of((slot.is_there, self._term(fold.where, inner)))
            for slot, inner in zip(listed, within, strict=True)
        ]
        if fold.kind is Folding.ANY:
            return z.any_of(meant)
        told = [self._term(fold.value, inner) for inner in within]
        otherwise = self._term(fold.otherwise, slots)
        if fold.kind is Folding.SUM:
            added = [
                z.either(is_meant, each, 0) for is_meant, each in zip(meant, told, strict=True)
            ]
            found = z.total(added)
            if self.lists.is_whole:
                return found
            name = f"{self.name}rest {next(self._numbers)}"
            rest = rest_of_sum(name, fold, meant, told, self.axioms)
            if not free_variables(fold):
                most = extent(fold.value).high
                self.rests.append(RestOfSum(fold.variable.path, rest, added[0], most))
            return z.plus(found, rest)
        if fold.kind in (Folding.MIN, Folding.MAX):
            return furthest(meant, told, otherwise, is_max=fold.kind is Folding.MAX)
        in_order = [*zip(meant, told, strict=True)]
        found = otherwise
        for is_meant, each in in_order if fold.kind is Folding.LAST else in_order[::-1]:
            found = z.either(is_meant, each, found)
        return found


def _grown(low: Term, high: Term) -> Term:
    """Return whether a value is more than another: true is more than false."""
    if z.is_truth(low) or z.is_truth(high):
        return z.all_of((z.not_(low), high))
    return z.less(low, high)


COMPARE: Mapping[Comparison, Callable[[Term, Term], Term]] = {
    Comparison.EQUAL: z.equal,
    Comparison.DIFFERENT: lambda one, other: z.not_(z.equal(one, other)),
    Comparison.LESS: z.less,
    Comparison.AT_MOST: lambda one, other: z.less(one, other, or_equal=True),
    Comparison.MORE: lambda one, other: z.less(other, one),
    Comparison.AT_LEAST: lambda one, other: z.less(other, one, or_equal=True),
}
