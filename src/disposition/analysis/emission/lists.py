"""Lists as terms: whether they are told of, their slots, and what is told of their items.

A list is looked at in one of three ways (`Lists`). Left open, what is told of its items can be
anything: what is impossible even so is impossible. In slots, a list has at most so many items: what
is possible so is possible. With a rest beside the slots, which stand for the items that matter (one
for each thing told of the list), what is impossible is impossible for lists of any length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import define, field

from disposition.analysis import solver as z
from disposition.analysis.emission.unknowns import KnownTerm, is_whole
from disposition.analysis.solver import Model, Term
from disposition.frozen import frozen
from disposition.language.lower import total
from disposition.language.lower.extent import extent

Slots = Mapping[total.Variable, "Slot"]
"""The slots that variables stand for."""


@frozen
class Lists:
    """How lists are looked at: `slots` tells how many each list has; without it, they stay open.

    `is_whole`: there are no items beside the slots.
    """

    slots: Callable[[str], int] | None = None
    is_whole: bool = True


OPEN = Lists()


@define(eq=False)
class Slot:
    """A place for an item of a list: whether there is one, its values, and the lists within it.

    `like` is the slot of the lot that this one's varies.
    """

    name: str
    is_there: Term
    position: Term
    like: Slot | None = None
    values: dict[str, tuple[total.LeafItem, KnownTerm]] = field(factory=dict)
    lists: dict[str, ListedTerms] = field(factory=dict)

    @property
    def all_values(self) -> dict[str, tuple[total.LeafItem, KnownTerm]]:
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


TOO_MANY = 10**6


def slots_needed(folds: Iterable[total.Fold]) -> dict[str, int]:
    """Return how many items of each list matter for what is told of them, by its kind of place.

    One for each thing that is told of it, or two where a sum can be above and below nothing; as
    many times where it is told for each item of another list.
    """
    of: dict[str, list[total.Fold]] = {}
    for fold in folds:
        of.setdefault(fold.variable.path, []).append(fold)
    counts: dict[str, int] = {}

    def count(path: str, above: tuple[str, ...]) -> int:
        if path in above:
            return TOO_MANY  # lists that are joined both ways
        if path not in counts:
            counts[path] = min(TOO_MANY, sum(instances(each, (*above, path)) for each in of[path]))
        return counts[path]

    def instances(fold: total.Fold, above: tuple[str, ...]) -> int:
        low = extent(fold.value).low if fold.kind is total.Folding.SUM else 0
        many = 1 if low is not None and low >= 0 else 2
        for each in total.free_variables(fold) - {fold.variable.outer}:
            many *= count(each.path, above)
        return many

    return {path: count(path, ()) for path in of}


def anything(name: str, fold: total.Fold, axioms: list[Term]) -> Term:
    """Return anything that could be told of a list, within the limits of what is told.

    What it keeps to is added to `axioms`.
    """
    sort = total.sort_of(fold)
    if sort is total.NodeSort.TRUTH:
        return z.truth(name)
    value = z.whole(name) if sort is total.NodeSort.TEXT or is_whole(fold) else z.number(name)
    limits = extent(fold) if sort is total.NodeSort.NUMBER else None
    if limits is not None and limits.low is not None:
        axioms.append(z.less(limits.low, value, or_equal=True))
    if limits is not None and limits.high is not None:
        axioms.append(z.less(value, limits.high, or_equal=True))
    return value


def rest_of_sum(
    name: str, fold: total.Fold, meant: Sequence[Term], told: Sequence[Term], axioms: list[Term]
) -> Term:
    """Return the sum over items beside the slots: 0 where no slot stands for one of them.

    What it keeps to is added to `axioms`.
    """
    rest = z.whole(name) if is_whole(fold.value) else z.number(name)
    low, high = extent(fold.value).low, extent(fold.value).high
    above = [z.all_of((m, z.less(0, each))) for m, each in zip(meant, told, strict=True)]
    below = [z.all_of((m, z.less(each, 0))) for m, each in zip(meant, told, strict=True)]
    axioms.append(z.implies(z.less(0, rest), z.any_of(above)))
    axioms.append(z.implies(z.less(rest, 0), z.any_of(below)))
    if low is not None and low >= 0:
        axioms.append(z.less(0, rest, or_equal=True))
    if high is not None and high <= 0:
        axioms.append(z.less(rest, 0, or_equal=True))
    return rest


def furthest(meant: Sequence[Term], told: Sequence[Term], otherwise: Term, *, is_max: bool) -> Term:
    """Return the least or the most of what is told of the items that are meant."""
    found, is_any = otherwise, False
    for is_meant, each in zip(meant, told, strict=True):
        further = z.less(found, each) if is_max else z.less(each, found)
        takes = z.all_of((is_meant, z.any_of((z.not_(is_any), further))))
        found, is_any = z.either(takes, each, found), z.any_of((is_any, is_meant))
    return found


# --- what rests of sums keep to ------------------------------------------------------------------


Never = Callable[[Term], bool]
"""Whether something is so of no lot."""


def violated(sums: Sequence[RestOfSum], model: Model, never: Never) -> Iterator[Term]:
    """Yield what rests keep to, of what they do not keep to in a model.

    The rest of a list may be many items, of which only sums are told. Where no item adds more to
    some sums together than to another one, the rest adds no more to them either: fewer lines are
    critical than there are lines, and the units of all severities are no more than the units.
    """
    by_list: dict[str, list[RestOfSum]] = {}
    for each in sums:
        by_list.setdefault(each.path, []).append(each)
    for beside in by_list.values():
        held = [(each, Fraction(model.value(each.rest))) for each in beside]
        held.sort(key=lambda each: -each[1])
        for whole, amount in held:
            others = [each for each in held if each[0] is not whole and each[1] > 0]
            yield from _too_much(whole, amount, others, never)


def _too_much(
    whole: RestOfSum, amount: Fraction, others: Iterable[tuple[RestOfSum, Fraction]], never: Never
) -> Iterator[Term]:
    """Yield that some sums together, or one by its largest value, are no more than another."""
    parts: list[RestOfSum] = []
    together = Fraction(0)
    for part, rest in others:
        tried = [*parts, part]
        if rest > amount and never(z.less(whole.of_one, part.of_one)):
            yield z.less(part.rest, whole.rest, or_equal=True)
        elif never(z.less(whole.of_one, z.total(each.of_one for each in tried))):
            parts, together = tried, together + rest
        elif (
            part.most is not None
            and rest > part.most * amount
            and never(z.less(z.times(whole.of_one, part.most), part.of_one))
        ):
            yield z.less(part.rest, z.times(whole.rest, part.most), or_equal=True)
    if together > amount:
        yield z.less(z.total(each.rest for each in parts), whole.rest, or_equal=True)
