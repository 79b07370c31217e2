"""What each value of one missing fact would decide, told in as few ranges of values as it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from disposition.explain.document.rationale import ANY_VALUE, Prospect
from disposition.explain.limits import Limits
from disposition.language.rewrite.limits import Interval, samples, stretches, value_of
from disposition.language.template import show
from disposition.language.types import FactSpec, Kind, Value
from disposition.semantics import Conclusion, Status

Try = Callable[[Value], Conclusion]
"""Answers what would follow if the missing fact had a value, everything else as it is."""

Prospects = tuple[Prospect, ...]

End = tuple[str, str]
"""An outcome and a status: how a decision would end."""

UNDECIDED = Status.NEEDS_INFORMATION.value
ANYTHING_ELSE = "anything else"


def end_of(conclusion: Conclusion) -> End:
    """Return how a decision with some conclusion ends."""
    return conclusion.outcome, conclusion.status.value


def prospects(spec: FactSpec, limits: Limits, conclude: Try) -> Prospects:
    """Return what the values of a fact would decide, neighbouring values with the same end as one.

    Empty for a number, a date or a text that the policy compares with other facts or reckons
    with, so that no value stands for itself; and for a decimal compared with, say, a third.
    """
    kind = spec.type.kind
    if kind in (Kind.BOOLEAN, Kind.ENUM):
        words = [value_of(each, kind) for each in samples(spec.type, ())]
        ends = [(show(each), end_of(conclude(each))) for each in words]
        return tuple(of_words(ends, are_all=True))
    if limits is None:
        return ()
    if kind is Kind.TEXT:
        *texts, other = map(str, samples(spec.type, limits))
        ends = [(f"`{each}`", end_of(conclude(each))) for each in texts]
        return tuple(of_words([*ends, (ANYTHING_ELSE, end_of(conclude(other)))], are_all=True))
    numbers = {Fraction(each) for each in limits}
    if kind is Kind.DECIMAL and not all(map(_is_decimal, numbers)):
        return ()
    return tuple(_of_numbers(spec, numbers, conclude))


def of_words(ends: Iterable[tuple[str, End]], *, are_all: bool) -> Iterator[Prospect]:
    """Yield what single values would decide; those with the same end stand together.

    `are_all` tells that the fact or place can have no other value.
    """
    labels: dict[End, list[str]] = {}
    for label, end in ends:
        labels.setdefault(end, []).append(label)
    for end, alike in labels.items():
        yield Prospect(ANY_VALUE if are_all and len(labels) == 1 else " or ".join(alike), *end)


def between(kind: Kind, start: str, end: str, *, above: bool = False, below: bool = False) -> str:
    """Return a range in words; an empty text stands for no end.

    `above` and `below` tell that the start, or the end, does not belong to the range.
    """
    earlier, later = ("earlier", "later") if kind is Kind.DATE else ("less", "more")
    match bool(start), bool(end):
        case False, False:
            return ANY_VALUE
        case False, True:
            return f"less than {end}" if below else f"{end} or {earlier}"
        case True, False:
            return f"more than {start}" if above else f"{start} or {later}"
        case _ if not above and not below:
            return f"{start} to {end}"
        case _:
            at_start = "more than" if above else "at least"
            return f"{at_start} {start} and {'less than' if below else 'at most'} {end}"


def shown_number(value: Value) -> str:
    """Return a number or a day as a label tells it: with all places, lest it be untrue."""
    if isinstance(value, Decimal):
        text = f"{value:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return show(value)


def _of_numbers(spec: FactSpec, limits: set[Fraction], conclude: Try) -> Iterator[Prospect]:
    """Yield what ranges of numbers or days would decide, in order."""
    kind = spec.type.kind
    every = list(stretches(kind, limits, spec.least))
    ends = [(end_of(conclude(value_of(each.sample, kind))), each) for each in every]
    for end, group in groupby(ends, key=itemgetter(0)):
        alike = [each for _, each in group]
        is_lowest, is_highest = alike[0] is every[0], alike[-1] is every[-1]
        yield Prospect(_label(kind, alike[0], alike[-1], is_lowest, is_highest), *end)


def _label(kind: Kind, first: Interval, last: Interval, is_lowest: bool, is_highest: bool) -> str:
    low, high = first.low, last.high
    start = "" if low is None else shown_number(value_of(low, kind))
    if start and low == high:
        return start
    end = "" if is_highest else shown_number(value_of(high, kind))
    above, below = first.is_low_open, last.is_high_open
    return between(kind, "" if is_lowest else start, end, above=above, below=below)


def _is_decimal(number: Fraction) -> bool:
    """Tell whether a fraction's denominator is a product of twos and fives."""
    rest: int = 10 ** number.denominator.bit_length() % number.denominator
    return rest == 0
