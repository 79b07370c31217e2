"""The total language as terms: columns are unknowns of a solver, lists have a number of slots.

A list is looked at in one of three ways (`Lists`). Left open, what is told of its items can be
anything: what is impossible even so is impossible. In slots, a list has at most so many items: what
is possible so is possible. With a rest beside the slots, which stand for the items that matter (one
for each thing told of the list), what is impossible is impossible for lists of any length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import define, field

from disposition.analysis import solver as z
from disposition.analysis.solver import Term
from disposition.facts.catalogue import CATALOGUE
from disposition.facts.own.declared import PREFIX
from disposition.frozen import frozen
from disposition.language.expression import Comparison
from disposition.language.lower.extent import extent
from disposition.language.lower.total import (
    Add,
    Choose,
    Compared,
    Conjunction,
    Disjunction,
    Fixed,
    Fold,
    Folding,
    IsKnown,
    IsListed,
    Lacks,
    Larger,
    LeafColumn,
    LeafItem,
    Multiply,
    Negated,
    Negative,
    Node,
    NodeSort,
    Percent,
    Position,
    Rounded,
    Smaller,
    Variable,
    children,
    free_variables,
    nodes,
    sort_of,
)
from disposition.language.types import FactType, Kind, Origin, Range
from disposition.semantics import exact

Slots = Mapping[Variable, "Slot"]
"""The slots that variables stand for."""

MOST_LIMITS = 40
"""Limits that rounded numbers are told to keep to."""

TOLERANCE = Fraction(1, 10**14)
"""By how much a number rounded to 15 digits differs from it at most, as a share of it."""


@frozen
class Lists:
    """How lists are looked at: `slots` tells how many each list has; without it, they stay open.

    `is_whole`: there are no items beside the slots.
    """

    slots: Callable[[str], int] | None = None
    is_whole: bool = True


OPEN = Lists()


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


@define(eq=False)
class WordNumbers:
    """Whole numbers that stand for texts, the same in all terms that are compared."""

    _numbers: dict[str, int] = field(factory=dict)
    _texts: list[str] = field(factory=list)

    def number(self, text: str) -> int:
        """Return the number of a text."""
        if text not in self._numbers:
            self._numbers[text] = len(self._texts)
            self._texts.append(text)
        return self._numbers[text]

    def text(self, number: int) -> str:
        """Return the text of a number: one made up where it stands for none that is written."""
        known = self._texts[number] if number < len(self._texts) else ""
        return known or f"text {number}"


@frozen(eq=False)
class HeldTerm:
    """A value and whether it is known; what the value is where it is not known means nothing."""

    value: Term
    known: Term


@define(eq=False)
class Slot:
    """A place for an item of a list: whether there is one, its values, and the lists within it.

    `like` is the slot of the lot that this one's varies.
    """

    name: str
    is_there: Term
    position: Term
    like: Slot | None = None
    values: dict[str, tuple[LeafItem, HeldTerm]] = field(factory=dict)
    lists: dict[str, ListedTerms] = field(factory=dict)

    @property
    def all_values(self) -> dict[str, tuple[LeafItem, HeldTerm]]:
        """Its values, and those that are as in the lot that this one's varies."""
        return {**(self.like.all_values if self.like else {}), **self.values}

    @property
    def all_lists(self) -> dict[str, ListedTerms]:
        """The same of the lists within it."""
        return {**(self.like.all_lists if self.like else {}), **self.lists}


@define(eq=False)
class ListedTerms:
    """A list: whether it is told of, and its slots in their order."""

    path: str
    is_told: Term
    slots: list[Slot]
    may_be: list[Term] = field(factory=list)


@frozen(eq=False)
class RestOfSum:
    """What the items beside the slots of a list add to a sum, what one item adds to it, at most."""

    path: str
    rest: Term
    of_one: Term
    most: int | Fraction | None


def slots_needed(folds: Iterable[Fold]) -> dict[str, int]:
    """Return how many items of each list matter for what is told of them, by its kind of place.

    One for each thing that is told of it, or two where a sum can be above and below nothing; as
    many times where it is told for each item of another list.
    """
    of: dict[str, list[Fold]] = {}
    for fold in folds:
        of.setdefault(fold.variable.path, []).append(fold)
    counts: dict[str, int] = {}

    def count(path: str, above: tuple[str, ...]) -> int:
        if path in above:
            return TOO_MANY  # lists that are joined both ways
        if path not in counts:
            counts[path] = min(TOO_MANY, sum(instances(each, (*above, path)) for each in of[path]))
        return counts[path]

    def instances(fold: Fold, above: tuple[str, ...]) -> int:
        low = extent(fold.value).low if fold.kind is Folding.SUM else 0
        many = 1 if low is not None and low >= 0 else 2
        for each in free_variables(fold) - {fold.variable.outer}:
            many *= count(each.path, above)
        return many

    return {path: count(path, ()) for path in of}


TOO_MANY = 10**6


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
        self.columns: dict[LeafColumn, HeldTerm] = {}
        self.listed: dict[str, ListedTerms] = {}
        self.base: Emission | None = variation[0] if variation else None
        self.variation: Variation | None = variation[1] if variation else None
        self.opaque: dict[object, LeafColumn] = {}
        self.folds: dict[Fold, None] = {}
        self.rests: list[RestOfSum] = []
        self._made: dict[tuple[Node, tuple[Slot, ...]], Term] = {}
        self._lacks: dict[LeafColumn, Term] = {}
        self._limits: list[int | Fraction] = [0, 100]
        self._rounds: list[tuple[Term, Term, Term]] = []
        self._fresh = 0

    @property
    def all_columns(self) -> dict[LeafColumn, HeldTerm]:
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
        for each in nodes((node,)):
            if not free_variables(each):
                self._term(each, {})
        return self._term(node, {})

    def _term(self, node: Node, slots: Slots) -> Term:
        free = free_variables(node)
        at = tuple(slots[each] for each in sorted(free, key=lambda each: (each.level, each.path)))
        key = node, at
        if key not in self._made:
            self._made[key] = self._emit(node, slots)
        return self._made[key]

    def _emit(self, node: Node, slots: Slots) -> Term:  # noqa: C901 - one case each
        match node:
            case Fixed(value=value):
                return self.words.number(value) if isinstance(value, str) else value
            case LeafColumn():
                return self.column(node).value
            case IsKnown(of=LeafColumn() as column):
                return self.column(column).known
            case LeafItem(variable=variable):
                return self._value(slots[variable], node).value
            case IsKnown(of=LeafItem(variable=variable) as item):
                return self._value(slots[variable], item).known
            case Position(variable=variable):
                return slots[variable].position
            case Lacks(of=column):
                return self._lacking(column)
            case IsListed(path=path, outer=outer):
                return self._list(path, outer, slots).is_told
            case Fold():
                return self._fold(node, slots)
        parts = [self._term(each, slots) for each in children(node)]
        match node:
            case Negated():
                return z.not_(parts[0])
            case Conjunction():
                return z.all_of(parts)
            case Disjunction():
                return z.any_of(parts)
            case Compared(comparison=comparison):
                self._note_limits(node)
                return COMPARE[comparison](*parts)
            case Choose():
                return z.either(*parts)
            case Add():
                return z.plus(*parts)
            case Multiply():
                return z.times(*parts)
            case Negative():
                return z.minus(*parts)
            case Smaller():
                return z.either(z.less(*parts), *parts)
            case Larger():
                return z.either(z.less(*parts), parts[1], parts[0])
            case Percent():
                return self._percent(*parts)
            case Rounded():
                return self._rounded(*parts)
        raise AssertionError(f"no term is made of a {type(node).__name__}")

    # --- leaves ----------------------------------------------------------------------------------

    def column(self, column: LeafColumn) -> HeldTerm:
        """Return the value of a column, and whether it is known."""
        if column not in self.columns:
            self.columns[column] = self._column(column)
        return self.columns[column]

    def _column(self, column: LeafColumn) -> HeldTerm:
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

    def may_differ(self, column: LeafColumn, path: str) -> bool:
        """Whether a column can be another where one value of the document is."""
        if column.path == path or column.path not in CATALOGUE:
            return column.path == path or column.origin is not Origin.GIVEN
        return bool(CATALOGUE.changed_by(path, (column.path,)))

    def _learned(self, before: HeldTerm, name: str) -> HeldTerm:
        return HeldTerm(before.value, z.any_of((before.known, z.truth(f"{name} is learnt"))))

    def _value(self, slot: Slot, item: LeafItem) -> HeldTerm:
        if item.path not in slot.values:
            name = f"{slot.name}.{item.key}"
            if slot.like is None or self.base is None:
                held = self._item(name, item)
            else:
                held = self.base._value(slot.like, item)  # noqa: SLF001 - of the same class
                held = held if isinstance(self.variation, Grown) else self._learned(held, name)
            slot.values[item.path] = (item, held)
        return slot.values[item.path][1]

    def _item(self, name: str, item: LeafItem) -> HeldTerm:
        """Return a value of an item; its range is that of absent ones: 0 units are told as well."""
        least = item.within.least
        is_whole_range = item.path.startswith(PREFIX) or not item.type.kind.is_number
        if is_whole_range or not isinstance(least, int | Decimal) or least <= 0:
            return self._leaf(name, item.type, item.within)
        held = self._leaf(name, item.type, Range(0, item.within.most))
        at_least = z.less(exact(least), held.value, or_equal=True)
        self.axioms.append(z.any_of((held.known, at_least)))
        return held

    def _lacking(self, column: LeafColumn) -> Term:
        if column not in self._lacks:
            lacks = z.truth(f"{self.name}{column.path} has none")
            self._lacks[column] = lacks
            self.axioms.append(z.not_(z.all_of((lacks, self.column(column).known))))
        return self._lacks[column]

    def _leaf(self, name: str, type_: FactType, within: Range) -> HeldTerm:
        value, axioms = variable(name, type_, within, self.words)
        self.axioms += axioms
        return HeldTerm(value, z.truth(f"{name} is known"))

    # --- lists -----------------------------------------------------------------------------------

    def _list(self, path: str, outer: Variable | None, slots: Slots) -> ListedTerms:
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
        count = self.lists.slots(path) if self.lists.slots else 0
        made, may_be = [], []
        for at in range(count):
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

    def _fold(self, fold: Fold, slots: Slots) -> Term:
        self.folds[fold] = None
        base, variation = self.base, self.variation
        if base is not None and isinstance(variation, Grown) and not free_variables(fold):
            below = nodes((fold,))
            if not any(
                isinstance(n, LeafColumn) and self.may_differ(n, variation.path) for n in below
            ):
                return base.term(fold)
        if self.lists.slots is None or self.lists.slots(fold.variable.path) == 0:
            return self._anything(fold)
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
            rest = self._rest(fold, meant, told)
            if not free_variables(fold):
                most = extent(fold.value).high
                self.rests.append(RestOfSum(fold.variable.path, rest, added[0], most))
            return z.plus(found, rest)
        if fold.kind in (Folding.MIN, Folding.MAX):
            return _furthest(meant, told, otherwise, is_max=fold.kind is Folding.MAX)
        in_order = [*zip(meant, told, strict=True)]
        found = otherwise
        for is_meant, each in in_order if fold.kind is Folding.LAST else in_order[::-1]:
            found = z.either(is_meant, each, found)
        return found

    def _anything(self, fold: Fold) -> Term:
        """Return anything that could be told of a list, within the limits of what is told."""
        self._fresh += 1
        name = f"{self.name}list {self._fresh}"
        sort = sort_of(fold)
        if sort is NodeSort.TRUTH:
            return z.truth(name)
        value = z.whole(name) if sort is NodeSort.TEXT or is_whole(fold) else z.number(name)
        limits = extent(fold) if sort is NodeSort.NUMBER else None
        if limits is not None and limits.low is not None:
            self.axioms.append(z.less(limits.low, value, or_equal=True))
        if limits is not None and limits.high is not None:
            self.axioms.append(z.less(value, limits.high, or_equal=True))
        return value

    def _rest(self, fold: Fold, meant: Sequence[Term], told: Sequence[Term]) -> Term:
        """Return the sum over items beside the slots: 0 where no slot stands for one of them."""
        self._fresh += 1
        name = f"{self.name}rest {self._fresh}"
        rest = z.whole(name) if is_whole(fold.value) else z.number(name)
        low, high = extent(fold.value).low, extent(fold.value).high
        above = [z.all_of((m, z.less(0, each))) for m, each in zip(meant, told, strict=True)]
        below = [z.all_of((m, z.less(each, 0))) for m, each in zip(meant, told, strict=True)]
        self.axioms.append(z.implies(z.less(0, rest), z.any_of(above)))
        self.axioms.append(z.implies(z.less(rest, 0), z.any_of(below)))
        if low is not None and low >= 0:
            self.axioms.append(z.less(0, rest, or_equal=True))
        if high is not None and high <= 0:
            self.axioms.append(z.less(rest, 0, or_equal=True))
        return rest

    # --- numbers that are rounded ----------------------------------------------------------------

    def _percent(self, part: Term, whole: Term) -> Term:
        share = self._near(z.times(part, 100), whole)
        return z.either(z.equal(whole, 0), 0, share)

    def _rounded(self, part: Term) -> Term:
        return self._near(part, 1)

    def _note_limits(self, compare: Compared) -> None:
        """Tell on which side of what it is compared with a rounded number lies, as before it."""
        for each in (compare.left, compare.right):
            if not isinstance(each, Fixed) or not isinstance(each.value, int | Fraction):
                continue
            limit = each.value
            if limit not in self._limits and len(self._limits) < MOST_LIMITS:
                self._limits.append(limit)
                self.axioms += [self._beside(limit, *near) for near in self._rounds]

    @staticmethod
    def _beside(limit: int | Fraction, value: Term, part: Term, whole: Term) -> Term:
        """Return that rounding leads over no limit: it keeps to the order of numbers."""
        least = z.times(whole, limit)

        def at_most(one: Term, other: Term) -> Term:
            return z.less(one, other, or_equal=True)

        below = z.implies(at_most(part, least), at_most(value, limit))
        above = z.implies(at_most(least, part), at_most(limit, value))
        return z.any_of((at_most(whole, 0), z.all_of((below, above))))

    def _near(self, part: Term, whole: Term) -> Term:
        """Return a number that is nearly part / whole, or just that where lots are looked for."""
        self._fresh += 1
        value = z.number(f"{self.name}share {self._fresh}")
        product = z.times(value, whole)
        if self.lists.slots is not None and self.lists.is_whole:
            near = z.equal(product, part)
        else:
            one, other = z.times(part, 1 - TOLERANCE), z.times(part, 1 + TOLERANCE)
            low, high = (
                z.either(z.less(one, other), one, other),
                z.either(z.less(one, other), other, one),
            )
            near = z.all_of(
                (z.less(low, product, or_equal=True), z.less(product, high, or_equal=True))
            )
        self.axioms.append(z.any_of((z.equal(whole, 0), near)))
        self._rounds.append((value, part, whole))
        self.axioms += [self._beside(limit, value, part, whole) for limit in self._limits]
        return value


def _furthest(
    meant: Sequence[Term], told: Sequence[Term], otherwise: Term, *, is_max: bool
) -> Term:
    found, is_any = otherwise, False
    for is_meant, each in zip(meant, told, strict=True):
        further = z.less(found, each) if is_max else z.less(each, found)
        takes = z.all_of((is_meant, z.any_of((z.not_(is_any), further))))
        found, is_any = z.either(takes, each, found), z.any_of((is_any, is_meant))
    return found


def _grown(low: Term, high: Term) -> Term:
    """Return whether a value is more than another: true is more than false."""
    if z.is_truth(low) or z.is_truth(high):
        return z.all_of((z.not_(low), high))
    return z.less(low, high)


def is_whole(node: Node) -> bool:
    """Whether a number is always a whole one."""
    match node:
        case Fixed(value=value):
            return isinstance(value, int)
        case LeafColumn(type=type_) | LeafItem(type=type_):
            return type_.kind in (Kind.INTEGER, Kind.DATE)
        case Position():
            return True
        case Percent() | Rounded():
            return False
        case Choose(then=then, otherwise=otherwise):
            return is_whole(then) and is_whole(otherwise)
        case Fold(value=value, otherwise=otherwise):
            return is_whole(value) and is_whole(otherwise)
        case _:
            return all(map(is_whole, children(node)))


COMPARE: Mapping[Comparison, Callable[[Term, Term], Term]] = {
    Comparison.EQUAL: z.equal,
    Comparison.DIFFERENT: lambda one, other: z.not_(z.equal(one, other)),
    Comparison.LESS: z.less,
    Comparison.AT_MOST: lambda one, other: z.less(one, other, or_equal=True),
    Comparison.MORE: lambda one, other: z.less(other, one),
    Comparison.AT_LEAST: lambda one, other: z.less(other, one, or_equal=True),
}

LAST_DAY = 3_652_059
"""The number of the last day that a calendar has."""


def variable(
    name: str, type_: FactType, within: Range, words: WordNumbers
) -> tuple[Term, list[Term]]:
    """Return a value that can be any of its type and range, and what every such value keeps to."""
    if type_.kind is Kind.BOOLEAN:
        return z.truth(name), []
    value = z.number(name) if type_.kind is Kind.DECIMAL else z.whole(name)
    if type_.kind is Kind.ENUM:
        return value, [z.any_of([z.equal(value, words.number(each)) for each in type_.values])]
    if type_.kind is Kind.TEXT:
        return value, [z.less(0, value, or_equal=True)]
    low, most = within.least, within.most
    if type_.kind is Kind.DATE:
        low, most = 1 if low is None else low, LAST_DAY if most is None else most
    axioms = [] if low is None else [z.less(exact(low), value, or_equal=True)]
    return value, axioms if most is None else [*axioms, z.less(value, exact(most), or_equal=True)]
