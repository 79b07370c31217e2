"""Values that stand for all others: enough of them to tell apart whatever comparisons do.

Proofs try these values instead of every one, so none that behaves differently may be lacking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from disposition.facts import CATALOGUE
from disposition.language.expression import Fact
from disposition.language.types import Kind
from disposition.semantics import Exact

_LAST_DAY = date.max.toordinal()


def representatives(fact: Fact, limits: Iterable[Exact]) -> list[Exact]:
    """Return known values of a fact, one at least for each way to compare with some limits.

    Every value that the fact can have is equal to, below or above each limit just as one of these
    is. What lies below a fact's least value is moved up to it, not left out: where all limits are
    below, the least value still stands for those that there are.

    >>> found = Fact("defects.found", CATALOGUE["defects.found"].type)
    >>> representatives(found, [Fraction(-5)])
    [Fraction(0, 1)]
    """
    known = list(limits)
    match fact.type.kind:
        case Kind.BOOLEAN:
            return [True, False]
        case Kind.ENUM:
            return list(fact.type.values)
        case Kind.TEXT:
            texts = sorted(str(each) for each in known)
            return [*texts, "".join(texts) + "?"]  # the last is unlike any of them
        case Kind.DATE:
            days = _whole(_numbers(known), 1)
            return [*_unique(min(each, Fraction(_LAST_DAY)) for each in days)]
        case Kind.INTEGER:
            return [*_unique(_whole(_numbers(known), _least(fact)))]
        case Kind.DECIMAL:
            return [*_unique(_around(_numbers(known), _least(fact)))]


def _least(fact: Fact) -> int | None:
    spec = CATALOGUE.get(fact.path)
    return None if spec is None else spec.least


def _numbers(limits: Iterable[Exact]) -> list[Fraction]:
    return sorted({each for each in limits if isinstance(each, Fraction)})


def _whole(limits: list[Fraction], least: int | None) -> Iterator[Fraction]:
    """Yield the whole numbers at and on both sides of each limit."""
    for limit in limits or [Fraction(least or 0)]:
        for number in (floor(limit) - 1, floor(limit), ceil(limit), ceil(limit) + 1):
            yield Fraction(number if least is None else max(number, least))


def _around(limits: list[Fraction], least: int | None) -> Iterator[Fraction]:
    """Yield the limits, a number between each two, one below and one above them all."""
    known = limits or [Fraction(least or 0)]
    middles = ((low + high) / 2 for low, high in pairwise(known))
    for number in (known[0] - 1, *known, *middles, known[-1] + 1):
        yield number if least is None else max(number, Fraction(least))


def _unique(numbers: Iterable[Fraction]) -> list[Fraction]:
    return sorted(set(numbers))
