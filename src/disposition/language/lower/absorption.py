"""Leaves out of alternatives those that hold only where another of them holds.

Rules often come as ladders, one for each limit: of `n > 8`, `n > 16`, `n > 24` only the first
counts. It is so where values are unknown, too: comparisons of one value with constants lack a truth
in the same rows, and an alternative counts as the least true of its parts. So one of which each
part is at least as true as some part of another (false, no truth, true) makes the other idle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from disposition.language.expression import Comparison
from disposition.language.lower.build import any_of
from disposition.language.lower.total import Compared, Conjunction, Disjunction, Fixed, Node

_Key = Node | tuple[Node, bool]
"""A part of an alternative; of a comparison with a number, what is compared and whether upwards."""

_Reach = tuple[Fraction, bool]
"""How far a comparison reaches: the larger, the more values it is true of."""

_SIDES = {
    Comparison.LESS: (False, False),
    Comparison.AT_MOST: (False, True),
    Comparison.MORE: (True, False),
    Comparison.AT_LEAST: (True, True),
}
"""Whether a comparison looks upwards, and whether the limit is within."""


def without_absorbed(node: Node) -> Node:
    """Return a truth without those of its alternatives that tell nothing beside the others.

    Held against each other are those of the same parts but for the limits, and each with those of
    a single part, so that many alternatives cost little.
    """
    if not isinstance(node, Disjunction):
        return node
    reaches = {each: _reaches(each) for each in node.parts}
    ladders: dict[frozenset[_Key], list[Node]] = {}
    for each, its in reaches.items():
        ladders.setdefault(frozenset(its), []).append(each)
    kept = {each for ladder in ladders.values() for each in _tops(ladder, reaches)}
    single: dict[_Key, _Reach] = {}
    for each in kept:
        if len(reaches[each]) == 1:
            single |= reaches[each]
    return any_of(
        *(
            each
            for each, its in reaches.items()
            if each in kept
            and (len(its) == 1 or not any(key in single and its[key] <= single[key] for key in its))
        )
    )


def _tops(ladder: Sequence[Node], reaches: Mapping[Node, Mapping[_Key, _Reach]]) -> Iterable[Node]:
    """Return those alternatives of the same keys beyond which no other reaches in each of them."""
    found: dict[Node, None] = {}
    for each in ladder:
        its = reaches[each]
        if any(_is_within(its, reaches[other]) for other in found):
            continue
        for other in [other for other in found if _is_within(reaches[other], its)]:
            del found[other]
        found[each] = None
    return found


def _is_within(one: Mapping[_Key, _Reach], other: Mapping[_Key, _Reach]) -> bool:
    return all(one[key] <= reach for key, reach in other.items())


def _reaches(alternative: Node) -> dict[_Key, _Reach]:
    """Return how far an alternative reaches in each of its parts; the nearest, where two do."""
    parts = alternative.parts if isinstance(alternative, Conjunction) else (alternative,)
    found: dict[_Key, _Reach] = {}
    for part in parts:
        key, reach = _reach(part)
        found[key] = min(reach, found.get(key, reach))
    return found


def _reach(part: Node) -> tuple[_Key, _Reach]:
    match part:
        case Compared(comparison=sign, left=left, right=Fixed(value=limit)) if sign in _SIDES:
            is_upwards, is_within = _SIDES[sign]
            reach = Fraction(limit)
            return (left, is_upwards), (-reach if is_upwards else reach, is_within)
        case _:
            return part, (Fraction(0), True)
