"""Whether a later item of the same list agrees in a word: told of all items in one pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from disposition.frozen import frozen
from disposition.language import expression as tree
from disposition.language.evaluate.possible import Exact, Open, Possible, any_of, open_of
from disposition.language.expression import Expression, walk
from disposition.language.types import Kind

_PLAIN = (tree.And, tree.Or, tree.Not, tree.Compare, tree.Within, tree.Item, tree.Literal)


@frozen
class Later:
    """`any(b.word == a.word and b.position > a.position and rest for b in list)`."""

    outer: str
    word: tree.Item
    rest: tree.And


def later_of(aggregate: tree.Aggregate) -> Later | None:
    """Return the parts of such a condition, where its rest asks of nothing but the later item."""
    source, value, variable = aggregate.source, aggregate.value, aggregate.variable
    is_any = aggregate.kind is tree.Aggregation.ANY and aggregate.where is None
    if not is_any or not isinstance(value, tree.And) or not isinstance(source, tree.Listing):
        return None
    same = [each for each in value.operands if _pair(each, variable, tree.Comparison.EQUAL)]
    after = [each for each in value.operands if _pair(each, variable, tree.Comparison.MORE)]
    if source.variable or len(same) != 1 or len(after) != 1:
        return None
    (word, outer), (place, other) = _sides(same[0]), _sides(after[0])
    rest = tuple(each for each in value.operands if each not in (same[0], after[0]))
    is_plain = all(
        isinstance(node, _PLAIN) and (not isinstance(node, tree.Item) or node.variable == variable)
        for each in rest
        for node in walk(each)
    )
    is_word = word.type.kind in (Kind.ENUM, Kind.TEXT)
    is_place = place.key == tree.POSITION and place.type.kind is Kind.INTEGER
    of_list = {word.path.rpartition("[].")[0], place.path.rpartition("[].")[0]} == {source.path}
    if not (is_plain and is_word and is_place and of_list and outer.variable == other.variable):
        return None
    return Later(outer.variable, word, tree.And(rest))


def _pair(condition: Expression, variable: str, comparison: tree.Comparison) -> bool:
    """Whether the same value of an item and of an outer one of its list are compared so."""
    if not isinstance(condition, tree.Compare) or condition.comparison is not comparison:
        return False
    left, right = condition.left, condition.right
    return (
        isinstance(left, tree.Item)
        and isinstance(right, tree.Item)
        and left.path == right.path
        and left.variable == variable != right.variable
    )


def _sides(condition: Expression) -> tuple[tree.Item, tree.Item]:
    assert isinstance(condition, tree.Compare)  # noqa: S101 - `_pair` has seen it
    left, right = condition.left, condition.right
    assert isinstance(left, tree.Item)  # noqa: S101 - as above
    assert isinstance(right, tree.Item)  # noqa: S101 - as above
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
