"""Whether a later item of the same list agrees in a word: told of all items in one pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from disposition.frozen import frozen
from disposition.language.evaluate.possible import Exact, Open, Possible, any_of, open_of
from disposition.language.expression import (
    POSITION,
    Aggregate,
    Aggregation,
    And,
    Compare,
    Comparison,
    Expression,
    Item,
    Listing,
    Literal,
    Not,
    Or,
    Within,
    walk,
)
from disposition.language.types import Kind

_PLAIN = (And, Or, Not, Compare, Within, Item, Literal)


@frozen
class Later:
    """`any(b.word == a.word and b.position > a.position and rest for b in list)`."""

    outer: str
    word: Item
    rest: And


def later_of(aggregate: Aggregate) -> Later | None:
    """Return the parts of such a condition, where its rest asks of nothing but the later item."""
    source, value, variable = aggregate.source, aggregate.value, aggregate.variable
    is_any = aggregate.kind is Aggregation.ANY and aggregate.where is None
    if not is_any or not isinstance(value, And) or not isinstance(source, Listing):
        return None
    same = [each for each in value.operands if _pair(each, variable, Comparison.EQUAL)]
    after = [each for each in value.operands if _pair(each, variable, Comparison.MORE)]
    if source.variable or len(same) != 1 or len(after) != 1:
        return None
    (word, outer), (place, other) = _sides(same[0]), _sides(after[0])
    rest = tuple(each for each in value.operands if each not in (same[0], after[0]))
    is_plain = all(
        isinstance(node, _PLAIN) and (not isinstance(node, Item) or node.variable == variable)
        for each in rest
        for node in walk(each)
    )
    is_word = word.type.kind in (Kind.ENUM, Kind.TEXT)
    is_place = place.key == POSITION and place.type.kind is Kind.INTEGER
    of_list = {word.path.rpartition("[].")[0], place.path.rpartition("[].")[0]} == {source.path}
    if not (is_plain and is_word and is_place and of_list and outer.variable == other.variable):
        return None
    return Later(outer.variable, word, And(rest))


def _pair(condition: Expression, variable: str, comparison: Comparison) -> bool:
    """Whether the same value of an item and of an outer one of its list are compared so."""
    if not isinstance(condition, Compare) or condition.comparison is not comparison:
        return False
    left, right = condition.left, condition.right
    return (
        isinstance(left, Item)
        and isinstance(right, Item)
        and left.path == right.path
        and left.variable == variable != right.variable
    )


def _sides(condition: Expression) -> tuple[Item, Item]:
    assert isinstance(condition, Compare)  # noqa: S101 - `_pair` has seen it
    left, right = condition.left, condition.right
    assert isinstance(left, Item)  # noqa: S101 - as above
    assert isinstance(right, Item)  # noqa: S101 - as above
    return left, right


def told_of_later(
    count: int, word: Callable[[int], Possible], rest: Callable[[int], Possible]
) -> Sequence[Possible]:
    """Return of each item whether a later one has its word and meets the rest."""
    answers: list[Possible] = [False] * count
    of_word: dict[Exact, Possible] = {}
    of_any: Possible = False  # of items whose word is absent, which may be any
    some, reasons = False, tuple[Open, ...]()
    for at in reversed(range(count)):
        key, held = word(at), rest(at)
        if not isinstance(key, Open):
            answers[at] = any_of((of_word.get(key, False), of_any))
        elif some:
            answers[at] = open_of((key, *reasons))
        if held is False:
            continue
        some, left = True, open_of((key, held))
        if isinstance(key, Open):
            of_any = any_of((left, of_any))
        else:
            of_word[key] = any_of((held, of_word.get(key, False)))
        if isinstance(key, Open) or isinstance(held, Open):
            reasons = (open_of((left, *reasons)),)
    return answers
