"""What sums over items beside the slots of a list keep to: what holds of each item adds up.

The rest of a list may be many items, of which only sums are told. Where no item adds more to some
sums together than to another one, the rest adds no more to them either: fewer lines are critical
than there are lines, and the units of all severities are no more than the units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from disposition.analysis import solver as z
from disposition.analysis.emission.lists import RestOfSum
from disposition.analysis.solver import Model, Term

Never = Callable[[Term], bool]
"""Whether something is so of no lot."""


def violated(sums: Sequence[RestOfSum], model: Model, never: Never) -> Iterator[Term]:
    """Yield what rests keep to, of what they do not keep to in a model."""
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
