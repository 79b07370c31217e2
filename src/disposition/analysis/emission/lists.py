"""Lists as terms: whether they are told of, and their slots.

A list is looked at in one of three ways (`Lists`). Left open, what is told of its items can be
anything: what is impossible even so is impossible. In slots, a list has at most so many items: what
is possible so is possible. With a rest beside the slots, which stand for the items that matter (one
for each thing told of the list), what is impossible is impossible for lists of any length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from attrs import define, field

from disposition.analysis.emission.unknowns import HeldTerm
from disposition.analysis.solver import Term
from disposition.frozen import frozen
from disposition.language.lower.extent import extent
from disposition.language.lower.total import Fold, Folding, LeafItem, Variable, free_variables

Slots = Mapping[Variable, "Slot"]
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


TOO_MANY = 10**6


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
