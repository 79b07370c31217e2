"""What is told of the items of a list together, of which some may be meant and some may be open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from disposition.language.evaluate import possible as sets
from disposition.language.evaluate.possible import Open, Possible
from disposition.language.expression import Aggregation

NONE_OF_NOTHING = (Aggregation.MIN, Aggregation.MAX, Aggregation.FIRST, Aggregation.LAST)
"""What may have no value where no item is listed."""

Deferred = Callable[[], Possible]
Meant = Iterator[tuple[Possible, Deferred]]
"""Of each item that may be meant: whether it is, and what is told of it."""


def _sum(meant: Meant, _otherwise: Deferred) -> Possible:
    low: sets.Number | None = 0
    high: sets.Number | None = 0
    reasons: list[Possible] = []
    for held, told in meant:
        value = told()
        least, most = sets.bounds(value)
        if isinstance(held, Open):
            if not isinstance(value, Open) and value == 0:
                continue
            least = None if least is None else min(least, 0)
            most = None if most is None else max(most, 0)
            reasons.append(held)
        reasons.append(value)
        low = sets.added(low, least)
        high = sets.added(high, most)
    return sets.bounded(low, high, reasons)


def _any(meant: Meant, _otherwise: Deferred) -> Possible:
    return sets.any_of(sets.all_of((held, told())) for held, told in meant)


def _all(meant: Meant, _otherwise: Deferred) -> Possible:
    return sets.all_of(sets.any_of((sets.opposite(held), told())) for held, told in meant)


def _most(meant: Meant, otherwise: Deferred) -> Possible:
    found = [(held, told()) for held, told in meant]
    if not found:
        return otherwise()
    sure = [value for held, value in found if not isinstance(held, Open)]
    largest = sets.most([value for _, value in found])
    if len(sure) == len(found):
        return largest
    reasons = [each for pair in found for each in pair]

    def between(low: sets.Number | None, high: sets.Number | None) -> Possible:
        # Where one number is left, it does not matter why it is open which items are meant.
        has_values = not any(isinstance(value, Open) and value.has_none for _, value in found)
        if low is not None and low == high and has_values:
            return low
        return sets.bounded(low, high, reasons)

    if sure:
        low, _ = sets.bounds(sets.most(sure))
        return between(low, sets.bounds(largest)[1])
    widest = sets.widest([sets.bounds(value) for _, value in found])
    return sets.either(sets.open_of(reasons), between(*widest), otherwise())


def _least(meant: Meant, otherwise: Deferred) -> Possible:
    return sets.negative(
        _most(((held, _negated(told)) for held, told in meant), _negated(otherwise))
    )


def _negated(told: Deferred) -> Deferred:
    return lambda: sets.negative(told())


def _first(meant: Meant, otherwise: Deferred) -> Possible:
    """Return what is told of the first item meant: of the first sure one, or of one before it."""
    before: list[tuple[Open, Possible]] = []
    for held, told in meant:
        if not isinstance(held, Open):
            answer = told()
            break
        before.append((held, told()))
    else:
        answer = otherwise()
    if not before:
        return answer
    reasons: list[Possible] = [each for pair in before for each in pair]
    return sets.one_of([*(value for _, value in before), answer], [*reasons, answer])


def _last(meant: Meant, otherwise: Deferred) -> Possible:
    return _first(reversed(list(meant)), otherwise)


COMBINED: Mapping[Aggregation, Callable[[Meant, Deferred], Possible]] = {
    Aggregation.SUM: _sum,
    Aggregation.COUNT: _sum,
    Aggregation.ANY: _any,
    Aggregation.ALL: _all,
    Aggregation.MIN: _least,
    Aggregation.MAX: _most,
    Aggregation.FIRST: _first,
    Aggregation.LAST: _last,
}
"""What is told of a list, from what is told of each item, and where there is none."""
