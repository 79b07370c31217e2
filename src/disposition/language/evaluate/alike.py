"""A list gone over for each item of another: told once for all outer items that are alike to it.

What is told depends on an outer item by the values that are read of it, and on where it stands only
in the places that are missing. Of a word that is compared for equality with values of the inner
items, it matters only which of these it is, if any; of a number or day that is compared with some,
between which it lies. So the work grows with the lists, and not with the pairs of their items,
where few outer items differ or few inner ones are met.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from disposition.frozen import evolve, frozen
from disposition.language import expression as tree
from disposition.language.evaluate.possible import (
    Exact,
    Open,
    Possible,
    any_of,
    bounds,
    open_of,
    places_of,
)
from disposition.language.expression import Expression, walk
from disposition.language.types import Kind

ReadItem = Callable[[Any, Any, tuple[int, ...]], Possible]
Bound = Mapping[str, tuple[Any, tuple[int, ...]]]
_WORDS = (Kind.BOOLEAN, Kind.ENUM, Kind.TEXT)


@frozen
class Outer:
    """What an aggregate reads of the items around it, each value once.

    `moved` are the variables of which it does not ask where they stand, `placed` the others.
    `against` are the values of inner items with which one is compared, where nothing else is done
    with it; `selecting` is a word that an inner item must have, or it does not count.
    """

    moved: tuple[str, ...]
    placed: tuple[str, ...]
    items: tuple[tree.Item, ...]
    against: Mapping[tree.Item, tuple[tree.Item, ...]]
    selecting: tree.Item | None


def outer_of(aggregate: tree.Aggregate) -> Outer | None:
    """Return what an aggregate reads of the items around it; None where it reads none.

    None, too, where it goes over a list of such an item.
    """
    variables = tree.free_variables(aggregate)
    if not variables:
        return None
    nodes = list(walk(aggregate))
    if any(
        isinstance(each, tree.Aggregate)
        and isinstance(each.source, tree.Listing)
        and each.source.variable in variables
        for each in nodes
    ):
        return None
    read = [each for each in nodes if isinstance(each, tree.Item) and each.variable in variables]
    items = tuple(dict.fromkeys(read))
    placed = {each.variable for each in items if each.key == tree.POSITION}
    compared: dict[tree.Item, list[tree.Item]] = {}
    for item, inner in _pairs(aggregate, aggregate.variable):
        compared.setdefault(item, []).append(inner)
    against = {
        item: tuple(dict.fromkeys(found))
        for item, found in compared.items()
        if item.variable in variables and len(found) == sum(each == item for each in read)
    }
    words = (each for each in _selecting(aggregate) if each.type.kind in _WORDS)
    selecting = next((item for item in words if item in against), None)
    moved = tuple(sorted(variables - placed))
    return Outer(moved, tuple(sorted(placed)), items, against, selecting)


def _pairs(expression: Expression, variable: str) -> Iterator[tuple[tree.Item, tree.Item]]:
    """Yield values of outer items that are compared with one of an inner item, and that one."""
    if isinstance(expression, tree.Compare):
        yield from _sides(expression, variable)
    for part in tree.children(expression):
        yield from _pairs(part, variable)


def _sides(compare: tree.Compare, variable: str) -> Iterator[tuple[tree.Item, tree.Item]]:
    left, right = compare.left, compare.right
    if isinstance(left, tree.Item) and isinstance(right, tree.Item):
        for one, other in ((left, right), (right, left)):
            if one.variable != variable and other.variable == variable:
                yield one, other


def _selecting(aggregate: tree.Aggregate) -> Iterator[tree.Item]:
    """Yield what is compared for equality, where an item that is not equal cannot count."""
    condition = aggregate.where
    if condition is None and aggregate.kind is tree.Aggregation.ANY:
        condition = aggregate.value
    parts = condition.operands if isinstance(condition, tree.And) else (condition,)
    for part in parts:
        if isinstance(part, tree.Compare) and part.comparison is tree.Comparison.EQUAL:
            yield from (outer for outer, _ in _sides(part, aggregate.variable))


class AlikeItems:
    """Tells what an aggregate is for outer items, once for those that are alike.

    `read` gives the value of an item. `tell` goes over the inner items at some positions, all of
    them for None.
    """

    def __init__(
        self,
        outer: Outer,
        read: Mapping[tree.Item, ReadItem],
        evaluate: Callable[[Any, Bound, Sequence[int] | None], Possible],
    ) -> None:
        self._outer = outer
        self._read = read
        self._evaluate = evaluate

    def of(self, view: Any, bound: Bound, listed: Sequence[Any]) -> Possible:
        """Return what it is for the outer items that are bound; `listed` are the inner ones."""
        if self not in view.remembered:
            view.remembered[self] = ({}, self._met(view, listed))
        told, met = view.remembered[self]
        key: list[Any] = [bound[variable][1] for variable in self._outer.placed]
        for item in self._outer.items:
            held = self._read[item](view, *bound[item.variable])
            if isinstance(held, Open):
                key.append(Open)
            elif item in met:
                key.append(met[item].kind_of(held))
            else:
                key.append((type(held), held))
        alike = tuple(key)
        if alike not in told:
            told[alike] = self._aggregate_of(view, bound, met)
        found, own = told[alike]
        if not own:
            return found  # type: ignore[no-any-return] # what was put in above
        here = tuple((kind, bound[variable][1]) for kind, variable in own)
        return evolve(found, missing=(*here, found.missing))  # type: ignore[no-any-return] # as above

    def _met(self, view: Any, listed: Sequence[Any]) -> dict[tree.Item, MetWords | MetNumbers]:
        """Return of each value what it meets among the inner items."""
        found: dict[tree.Item, MetWords | MetNumbers] = {}
        for item, against in self._outer.against.items():
            held = [
                (at, self._read[inner](view, each, (at,)))
                for inner in against
                for at, each in enumerate(listed)
            ]
            found[item] = MetWords.of(held) if item.type.kind in _WORDS else MetNumbers.of(held)
        return found

    def _aggregate_of(
        self, view: Any, bound: Bound, met: Mapping[tree.Item, MetWords | MetNumbers]
    ) -> tuple[Possible, tuple[tuple[str, str], ...]]:
        """Return what is told, and of which outer values it is said that they are missing.

        They are told as if they stood at places that there are not, to know them again.
        """
        nowhere = {name: (-at - 1,) for at, name in enumerate(self._outer.moved)}
        moved = {name: (bound[name][0], nowhere[name]) for name in nowhere}
        found = self._evaluate(view, {**bound, **moved}, self._selected(view, bound, met))
        if not isinstance(found, Open):
            return found, ()
        names = {indices: name for name, indices in nowhere.items()}
        places = places_of(found.missing)
        own = tuple((kind, names[indices]) for kind, indices in places if indices in names)
        others = tuple(each for each in places if each[1] not in names)
        return evolve(found, missing=others), own

    def _selected(
        self, view: Any, bound: Bound, met: Mapping[tree.Item, MetWords | MetNumbers]
    ) -> Sequence[int] | None:
        """Return the positions of the inner items that can count; None for all."""
        item = self._outer.selecting
        words = None if item is None else met[item]
        if item is None or not isinstance(words, MetWords):
            return None
        held = self._read[item](view, *bound[item.variable])
        return None if isinstance(held, Open) else words.where(held)


@frozen(eq=False)
class MetWords:
    """Where each word stands among the inner items, and where one is open."""

    at_word: Mapping[Any, list[int]]
    open_at: list[int]

    @classmethod
    def of(cls, held: Iterable[tuple[int, Possible]]) -> MetWords:
        """Return where words stand."""
        found: dict[Any, list[int]] = {}
        for at, word in held:
            found.setdefault(Open if isinstance(word, Open) else word, []).append(at)
        return cls(found, found.pop(Open, []))

    def kind_of(self, word: Any) -> Any:
        """Return what is the same of all words that meet the same items."""
        return (word,) if word in self.at_word else None

    def where(self, word: Any) -> Sequence[int]:
        """Return the positions of the items that may have a word."""
        return sorted({*self.at_word.get(word, ()), *self.open_at})


@frozen(eq=False)
class MetNumbers:
    """The numbers that the inner items have, or lie between where they are open, in order."""

    points: Sequence[Any]

    @classmethod
    def of(cls, held: Iterable[tuple[int, Possible]]) -> MetNumbers:
        """Return the numbers."""
        ends = (end for _, number in held for end in bounds(number))
        return cls(sorted({end for end in ends if end is not None}))

    def kind_of(self, number: Any) -> Any:
        """Return what is the same of all numbers that lie between the same ones."""
        at = bisect_left(self.points, number)
        return at, at < len(self.points) and self.points[at] == number


# --- whether a later item of the same list agrees in a word: told of all in one pass --------------


_EQUAL, _MORE = tree.Comparison.EQUAL, tree.Comparison.MORE
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
    same = {each: of for each in value.operands if (of := _pair(each, variable, _EQUAL))}
    after = {each: of for each in value.operands if (of := _pair(each, variable, _MORE))}
    if source.variable or len(same) != 1 or len(after) != 1:
        return None
    [(word, outer)], [(place, other)] = same.values(), after.values()
    rest = tuple(each for each in value.operands if each not in same and each not in after)
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


def _pair(
    condition: Expression, variable: str, comparison: tree.Comparison
) -> tuple[tree.Item, tree.Item] | None:
    """Return the value of an item and the same of an outer one of its list, if compared so."""
    if not isinstance(condition, tree.Compare) or condition.comparison is not comparison:
        return None
    left, right = condition.left, condition.right
    if isinstance(left, tree.Item) and isinstance(right, tree.Item) and left.path == right.path:
        return (left, right) if left.variable == variable != right.variable else None
    return None


def later_matches(
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
