"""The meaning of an expression where values are absent: everything that it can still be.

This is the definition, and what is generated from the same tree is tested against it. An expression
is made into a function once, and then asked of any number of documents.

Two occurrences of the same absent value are taken for two values (`x - x` is open, not 0): what is
told is always true of every completion, and not always the most that could be told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date
from math import prod
from operator import attrgetter
from typing import Any, Protocol

from disposition.language import expression as tree
from disposition.language.declarations import NamesAndTables
from disposition.language.evaluate import possible as sets
from disposition.language.evaluate.alike import AlikeItems, Later, later_matches, later_of, outer_of
from disposition.language.evaluate.combined import COMBINED, Meant
from disposition.language.evaluate.possible import Exact, Open, Possible
from disposition.language.evaluate.traits import may_lack
from disposition.language.expression import Expression
from disposition.language.types import Kind, TableSpec, Value

View = Any
"""What an evaluation looks at: one document, with what is remembered of it."""

Bound = tuple[Any, tuple[int, ...]]
"""The item that a variable stands for, and the indices at which it stands."""

Evaluate = Callable[[View, Mapping[str, Bound]], Possible]


class Leaves(NamesAndTables, Protocol):
    """Where the values at the ends of expressions come from."""

    def fact(self, path: str) -> Callable[[View], Possible]:
        """Return what tells what a fact can be."""

    def may_lack(self, path: str) -> bool:
        """Whether a fact may have no value although nothing is absent."""

    def listing(self, path: str) -> Callable[[View], Sequence[Any] | None]:
        """Return what tells the items of a list of the document; None where it is absent."""

    def item(self, item: tree.Item) -> Callable[[View, Any, tuple[int, ...]], Possible]:
        """Return what tells what a value of a list's item can be, from the item and its indices."""


def exact(value: Value) -> Exact:
    """Return a value as it is reckoned with: a date as the number of its day."""
    return value.toordinal() if isinstance(value, date) else value


COMPARED: Mapping[tree.Comparison, Callable[[Possible, Possible], Possible]] = {
    tree.Comparison.EQUAL: sets.equal,
    tree.Comparison.DIFFERENT: lambda left, right: sets.opposite(sets.equal(left, right)),
    tree.Comparison.LESS: lambda left, right: sets.less(left, right, or_equal=False),
    tree.Comparison.AT_MOST: lambda left, right: sets.less(left, right, or_equal=True),
    tree.Comparison.MORE: lambda left, right: sets.less(right, left, or_equal=False),
    tree.Comparison.AT_LEAST: lambda left, right: sets.less(right, left, or_equal=True),
}
"""Tells what a comparison of two values can be."""


class Meaning:
    """Makes expressions into functions that tell what they can be."""

    def __init__(self, leaves: Leaves) -> None:
        self._leaves = leaves

    def of(self, expression: Expression) -> Evaluate:  # noqa: C901 - one case for each node
        """Return the function of a checked expression."""
        match expression:
            case tree.Literal(value=value):
                return _constant(exact(value))
            case tree.Parameter(name=name):
                return _constant(exact(self._leaves.parameters[name].value))
            case tree.Definition(name=name):
                return self.of(self._leaves.definitions[name].expression)
            case tree.Unknown():
                return _constant(sets.NOTHING)
            case tree.Fact(path=path):
                fact = self._leaves.fact(path)
                return lambda view, _: fact(view)
            case tree.Item():
                return self._item(expression)
            case tree.Known(fact=fact):
                held = self.of(fact)
                return lambda view, bound: not isinstance(held(view, bound), Open)
            case tree.Arithmetic():
                return self._arithmetic(expression)
            case tree.Compare():
                return self._compare(expression)
            case tree.Within(item=item, values=values):
                tested, wanted = self.of(item), tuple(exact(each.value) for each in values)
                return lambda view, bound: sets.within(tested(view, bound), wanted)
            case tree.Not(operand=operand):
                negated = self.of(operand)
                return lambda view, bound: sets.opposite(negated(view, bound))
            case tree.And(operands=operands):
                every = tuple(map(self.of, operands))
                return lambda view, bound: sets.all_of(each(view, bound) for each in every)
            case tree.Or(operands=operands):
                some = tuple(map(self.of, operands))
                return lambda view, bound: sets.any_of(each(view, bound) for each in some)
            case tree.Conditional():
                return self._conditional(expression)
            case tree.Call(function=function, operands=operands):
                call, given = _CALLS[function], tuple(map(self.of, operands))
                return lambda view, bound: call([each(view, bound) for each in given])
            case tree.Lookup():
                return self._lookup(expression)
            case tree.Aggregate():
                return self._aggregate(expression)
            case tree.Name():
                raise AssertionError("names are resolved when an expression is checked")

    def _item(self, item: tree.Item) -> Evaluate:
        read, variable = self._leaves.item(item), item.variable
        return lambda view, bound: read(view, *bound[variable])

    def _arithmetic(self, expression: tree.Arithmetic) -> Evaluate:
        left, right = self.of(expression.left), self.of(expression.right)
        match expression.operator:
            case tree.Operator.ADD:
                return lambda view, bound: sets.add(left(view, bound), right(view, bound))
            case tree.Operator.SUBTRACT:
                return lambda view, bound: sets.add(
                    left(view, bound), sets.negative(right(view, bound))
                )
            case tree.Operator.MULTIPLY:
                return lambda view, bound: sets.multiply(left(view, bound), right(view, bound))
            case tree.Operator.DIVIDE:
                assert isinstance(expression.right, tree.Literal)  # noqa: S101 - the parser sees to it
                by: Any = expression.right.value
                return lambda view, bound: sets.divide(left(view, bound), by)

    def _compare(self, expression: tree.Compare) -> Evaluate:
        left, right = self.of(expression.left), self.of(expression.right)
        compare = COMPARED[expression.comparison]
        return lambda view, bound: compare(left(view, bound), right(view, bound))

    def _conditional(self, expression: tree.Conditional) -> Evaluate:
        condition = self.of(expression.condition)
        then, otherwise = self.of(expression.then), self.of(expression.otherwise)

        def value(view: View, bound: Mapping[str, Bound]) -> Possible:
            held = condition(view, bound)
            if isinstance(held, Open):
                return sets.either(held, then(view, bound), otherwise(view, bound))
            return then(view, bound) if held else otherwise(view, bound)

        return value

    def _lookup(self, expression: tree.Lookup) -> Evaluate:
        table = self._leaves.tables[expression.table]
        keys = tuple(map(self.of, expression.keys))
        choices = choices_of_keys(expression, table)
        rows = [
            (tuple(map(exact, row.keys)), exact(row.values[expression.column]))
            for row in table.rows
        ]

        def value(view: View, bound: Mapping[str, Bound]) -> Possible:
            held = [key(view, bound) for key in keys]
            left = [_left(key, words) for key, words in zip(held, choices, strict=True)]
            fitting = [found for row, found in rows if _fits(held, left, row)]
            reason = sets.open_of(held)
            if not fitting:
                return Open(missing=reason.missing, has_none=True, why=reason.why)
            answer: Possible = fitting[0]
            for each in fitting[1:]:
                answer = sets.either(reason, answer, each)
            # Rows differ in their keys: as many as there are ways mean that each way has its row.
            is_sure = None not in left and len(fitting) == prod(len(each or ()) for each in left)
            return answer if is_sure and not reason.has_none else _perhaps(answer, reason)

        return value

    # --- lists -----------------------------------------------------------------------------------

    def _aggregate(self, expression: tree.Aggregate) -> Evaluate:
        assert isinstance(expression.source, tree.Listing)  # noqa: S101 - the checker resolves it
        if (later := later_of(expression)) is not None:
            return self._later(expression, later)
        items, variable = self._items(expression.source), expression.variable
        place = f"$.{expression.source.path}"
        where = _constant(True) if expression.where is None else self.of(expression.where)
        told = _constant(1) if expression.value is None else self.of(expression.value)
        combine = COMBINED[expression.kind]
        unlisted = _unlisted(expression)
        may_be_none = may_lack(expression, self._leaves.may_lack)
        otherwise = (
            _constant(sets.NOTHING)
            if expression.otherwise is None
            else self.of(expression.otherwise)
        )
        is_closed = not tree.free_variables(expression)

        def remembering(view: View, bound: Mapping[str, Bound]) -> Possible:
            if not bound or not is_closed:
                return value(view, bound)
            if value not in view.remembered:
                view.remembered[value] = value(view, bound)
            return view.remembered[value]  # type: ignore[no-any-return] # what was put in above

        def evaluate(
            view: View, bound: Mapping[str, Bound], positions: Sequence[int] | None
        ) -> Possible:
            listed, outer = items(view, bound)
            assert listed is not None  # noqa: S101 - whoever asks has seen it
            chosen = enumerate(listed) if positions is None else ((i, listed[i]) for i in positions)

            def meant() -> Meant:
                for index, item in chosen:
                    inner = {**bound, variable: (item, (*outer, index))}
                    held = where(view, inner)
                    if held is not False:
                        yield held, lambda inner=inner: told(view, inner)  # type: ignore[misc]

            return combine(meant(), lambda: otherwise(view, bound))

        alike = self._alike(expression, evaluate)

        def value(view: View, bound: Mapping[str, Bound]) -> Possible:
            listed, outer = items(view, bound)
            if listed is None:
                return Open(*unlisted, missing=((place, outer),), has_none=may_be_none)
            if alike is not None:
                return alike.of(view, bound, listed)
            return evaluate(view, bound, None)

        return remembering

    def _alike(
        self,
        expression: tree.Aggregate,
        evaluate: Callable[[View, Mapping[str, Bound], Sequence[int] | None], Possible],
    ) -> AlikeItems | None:
        """Return what tells a list for each item of another, where it is asked only of values."""
        outer = outer_of(expression)
        if outer is None:
            return None
        inner = [each for found in outer.against.values() for each in found]
        read = {each: self._leaves.item(each) for each in (*outer.items, *inner)}
        return AlikeItems(outer, read, evaluate)

    def _later(self, expression: tree.Aggregate, later: Later) -> Evaluate:
        assert isinstance(expression.source, tree.Listing)  # noqa: S101 - `later_of` has seen it
        read, variable = self._leaves.listing(expression.source.path), expression.variable
        word, rest = self.of(later.word), self.of(later.rest)

        def value(view: View, bound: Mapping[str, Bound]) -> Possible:
            if value not in view.remembered:
                listed = read(view) or ()
                each = [{variable: (item, (at,))} for at, item in enumerate(listed)]
                view.remembered[value] = later_matches(
                    len(each), lambda at: word(view, each[at]), lambda at: rest(view, each[at])
                )
            told: Sequence[Possible] = view.remembered[value]
            return told[bound[later.outer][1][-1]]

        return value

    def _items(
        self, source: tree.Listing
    ) -> Callable[[View, Mapping[str, Bound]], tuple[Sequence[Any] | None, tuple[int, ...]]]:
        if not source.variable:
            read = self._leaves.listing(source.path)
            return lambda view, _: (read(view), ())
        get, variable = attrgetter(source.path.rpartition("[].")[2]), source.variable

        def nested(
            _view: View, bound: Mapping[str, Bound]
        ) -> tuple[Sequence[Any] | None, tuple[int, ...]]:
            held, indices = bound[variable]
            return get(held), indices

        return nested


def _constant(value: Possible) -> Evaluate:
    return lambda _view, _bound: value


def choices_of_keys(lookup: tree.Lookup, table: TableSpec) -> list[Set[Value] | None]:
    """Return of each key all that it can be by its type; None where that is not limited."""
    return [
        frozenset((True, False)) if column.kind is Kind.BOOLEAN else _words_of(key)
        for key, column in zip(lookup.keys, table.keys.values(), strict=True)
    ]


def _words_of(key: Expression) -> Set[Value] | None:
    match key:
        case tree.Fact(type=type_) | tree.Item(type=type_) if type_.kind is Kind.ENUM:
            return frozenset(type_.values)
        case _:
            return None


def _left(key: Possible, choices: Set[Value] | None) -> Set[Any] | None:
    """Return all that a key still can be."""
    if not isinstance(key, Open):
        return frozenset((key,))
    return choices if key.words is None else key.words


def _fits(
    held: Sequence[Possible], left: Sequence[Set[Any] | None], row: tuple[Exact, ...]
) -> bool:
    return all(
        sets.equal(key, wanted) is not False and (choices is None or wanted in choices)
        for key, choices, wanted in zip(held, left, row, strict=True)
    )


def _perhaps(answer: Possible, reason: Open) -> Possible:
    """Return what a row tells, where it is not sure that there is one."""
    if not isinstance(answer, Open):
        answer = Open(*(sets.bounds(answer) if not isinstance(answer, str) else ()))
    return Open(answer.low, answer.high, answer.words, reason.missing, True, reason.why)


_CALLS: Mapping[tree.Function, Callable[[list[Possible]], Possible]] = {
    tree.Function.MIN: sets.least,
    tree.Function.MAX: sets.most,
    tree.Function.PERCENT: lambda given: sets.percent(*given),
}


def _unlisted(expression: tree.Aggregate) -> tuple[int | None, int | None]:
    """Return the bounds of what is told of a list that is absent: counts are never negative."""
    return (0, None) if expression.kind is tree.Aggregation.COUNT else (None, None)
