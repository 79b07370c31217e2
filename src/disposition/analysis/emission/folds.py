"""What is told of lists as terms: the furthest of items, the rest of a sum, or anything."""

from __future__ import annotations

from collections.abc import Sequence

from disposition.analysis import solver as z
from disposition.analysis.emission.unknowns import is_whole
from disposition.analysis.solver import Term
from disposition.language.lower.extent import extent
from disposition.language.lower.total import Fold, NodeSort, sort_of


def anything(name: str, fold: Fold, axioms: list[Term]) -> Term:
    """Return anything that could be told of a list, within the limits of what is told.

    What it keeps to is added to `axioms`.
    """
    sort = sort_of(fold)
    if sort is NodeSort.TRUTH:
        return z.truth(name)
    value = z.whole(name) if sort is NodeSort.TEXT or is_whole(fold) else z.number(name)
    limits = extent(fold) if sort is NodeSort.NUMBER else None
    if limits is not None and limits.low is not None:
        axioms.append(z.less(limits.low, value, or_equal=True))
    if limits is not None and limits.high is not None:
        axioms.append(z.less(value, limits.high, or_equal=True))
    return value


def rest_of_sum(
    name: str, fold: Fold, meant: Sequence[Term], told: Sequence[Term], axioms: list[Term]
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
