"""A row of a declared table that has some keys, where some of these may be open.

Each mirrors a part of `Meaning`'s lookup.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set
from typing import Any
from weakref import WeakKeyDictionary

from disposition.frozen import evolve
from disposition.language.evaluate.bounds import choices_of_keys
from disposition.language.expression import Lookup
from disposition.language.lower import total
from disposition.language.lower.build import (
    FALSE,
    ONE,
    TRUE,
    ZERO,
    add,
    all_of,
    any_of,
    choose,
    constant,
    default,
    equal,
    larger,
    multiply,
    negation,
    smaller,
)
from disposition.language.lower.operations import same
from disposition.language.lower.total import SORTS, Node, NodeSort
from disposition.language.lower.values import (
    Lowered,
    LoweredText,
    Number,
    Truth,
    either,
    exactly,
    nothing,
    picked,
    unbounded,
)
from disposition.language.types import TableSpec, Value


def looked_up(lookup: Lookup, table: TableSpec, keys: Sequence[Lowered]) -> Lowered:
    """Return what a column of the row can be that has some keys."""
    sort = SORTS[table.columns[lookup.column].kind]
    told = [constant(row.values[lookup.column]) for row in table.rows]
    exact = [all_of(*map(_is, keys, row.keys)) for row in table.rows]
    one = _of_known_keys([*zip(exact, told, strict=True)], sort)
    is_exact = all_of(*(each.known for each in keys))
    if is_exact is TRUE:
        return one
    # Beside a single key that is known there is nothing else: the rest is told of an open one.
    keys = [_while_open(keys[0])] if len(keys) == 1 else keys
    choices = choices_of_keys(lookup, table)
    lacks = any_of(*(each.lacks for each in keys))
    # Rows that fit on one condition are one case: of a key that can be anything, that is each row.
    alike: dict[Node, list[total.Fixed]] = {}
    for row, value in zip(table.rows, told, strict=True):
        alike.setdefault(all_of(*map(_fits, keys, choices, row.keys)), []).append(value)
    fitting = [(fits, _one_of(values, sort, lacks)) for fits, values in alike.items()]
    is_some = any_of(*alike)
    many: Node = ZERO
    for fits, values in alike.items():
        many = add(many, choose(fits, constant(len(values)), ZERO))
    # Rows differ in their keys: as many as there are ways mean that each way has its row.
    wanted = [
        dict.fromkeys(column) for column in zip(*(row.keys for row in table.rows), strict=True)
    ]
    limits = list(map(_ways, keys, choices, wanted))
    ways: Node = ONE
    for _, each in limits:
        ways = multiply(ways, each)
    is_sure = all_of(*(limited for limited, _ in limits), equal(many, ways))
    every = _any_of(fitting, lacks)
    perhaps = _if_there_is(every)
    told_of = picked(all_of(is_sure, negation(lacks)), every, perhaps)
    found = picked(is_exact, one, picked(is_some, told_of, nothing(sort)))
    if isinstance(found, LoweredText) and told_of.known is FALSE:
        found = evolve(found, value=one.value)  # what it is elsewhere is never known
    return found


_CASES: WeakKeyDictionary[Any, Sequence[tuple[Node, total.Fixed]]] = WeakKeyDictionary()
"""The rows that what is looked up comes from, each with the condition on which it fits."""


def _is(key: Lowered, wanted: Value) -> Node:
    """Return whether a key that is known is the one of a row.

    One that was looked up is where one of those rows fits that tell it: no two of them do.
    """
    told = constant(wanted)
    cases = _CASES.get(key.value)
    if cases is None:
        return equal(key.value, told)
    return any_of(*(fits for fits, value in cases if value is told))


def _of_known_keys(rows: Sequence[tuple[Node, total.Fixed]], sort: NodeSort) -> Lowered:
    """Return what the row tells that fits; no two of them do, and perhaps none does."""
    has_row = any_of(*(fits for fits, _ in rows))
    lacks = negation(has_row)
    if sort is NodeSort.TRUTH:
        surely = any_of(*(fits for fits, value in rows if value is TRUE))
        apart = any_of(*(fits for fits, value in rows if value is FALSE))
        return Truth(surely, negation(apart), lacks)
    found: Node = default(sort)
    for fits, value in reversed(rows):
        found = choose(fits, value, found)
    _CASES[found] = rows
    if sort is NodeSort.TEXT:
        return LoweredText(has_row, found, lacks=lacks)
    return Number(has_row, found, has_row, found, has_row, found, has_row, lacks)


def _while_open(key: Lowered) -> Lowered:
    """Return what a key can be where it is not known."""
    match key:
        case Truth():
            return Truth(FALSE, TRUE, key.lacks)
        case Number():
            return unbounded(key.lacks) if key.is_simple else key
        case LoweredText():
            return evolve(key, known=FALSE)


def _one_of(values: Sequence[total.Fixed], sort: NodeSort, lacks: Node) -> Lowered:
    """Return one of some values that are written out."""
    several = [*dict.fromkeys(values)]
    if len(several) == 1:
        return exactly(several[0], sort)
    match sort:
        case NodeSort.TRUTH:
            return Truth(FALSE, TRUE, lacks)
        case NodeSort.TEXT:
            return LoweredText(
                FALSE,
                several[0],
                TRUE,
                lambda fulfils: any_of(*map(fulfils, several)),
                lacks,
            )
        case NodeSort.NUMBER:
            low: Node = several[0]
            high: Node = several[0]
            for each in several:
                low, high = smaller(low, each), larger(high, each)
            return Number(FALSE, several[0], TRUE, low, TRUE, high, FALSE, lacks)


def _any_of(fitting: Sequence[tuple[Node, Lowered]], lacks: Node) -> Lowered:
    """Return what is told by one of the rows that fit, of which there are some."""
    has_some, answer = fitting[0]
    for fits, told in fitting[1:]:
        answer = picked(
            all_of(has_some, fits), either(lacks, answer, told), picked(fits, told, answer)
        )
        has_some = any_of(has_some, fits)
    return answer


def _if_there_is(answer: Lowered) -> Lowered:
    """Return what a row tells, where it is not sure that there is one.

    Of a text that is told by one row only, nothing is left.
    """
    match answer:
        case Truth():
            return Truth(FALSE, TRUE, TRUE)
        case Number():
            return evolve(answer, known=FALSE, lacks=TRUE)
        case LoweredText():
            is_limited = all_of(answer.is_limited, negation(answer.known))
            return evolve(answer, known=FALSE, is_limited=is_limited, lacks=TRUE)


def _fits(key: Lowered, choices: Set[Value] | None, wanted: Value) -> Node:
    """Return whether a key may be the one of a row."""
    told = constant(wanted)
    match key:
        case Truth():
            return key.possibly if wanted else negation(key.surely)
        case Number():
            return same(key, exactly(told, NodeSort.NUMBER)).possibly
        case LoweredText():
            is_choice = constant(choices is None or wanted in choices)
            limited = choose(key.is_limited, key.exists(lambda text: equal(text, told)), is_choice)
            is_it = FALSE if key.known is FALSE else _is(key, wanted)
            return choose(key.known, is_it, limited)


def _ways(key: Lowered, choices: Set[Value] | None, wanted: Collection[Value]) -> tuple[Node, Node]:
    """Return whether it is limited what a key can be, and to how many values.

    `wanted` are the keys of all rows; a text beside them means that some way has no row.
    """
    among_choices, many = constant(choices is not None), constant(len(choices or ()))
    if not isinstance(key, LoweredText):
        return any_of(key.known, among_choices), choose(key.known, ONE, many)
    told = [constant(each) for each in wanted]
    others = key.exists(lambda text: negation(any_of(*(equal(text, each) for each in told))))
    left: Node = ZERO
    for each in told:
        has_this = key.exists(lambda text, each=each: equal(text, each))  # type: ignore[misc]
        left = add(left, choose(has_this, ONE, ZERO))
    is_limited = choose(key.is_limited, negation(others), among_choices)
    return (
        any_of(key.known, is_limited),
        choose(key.known, ONE, choose(key.is_limited, left, many)),
    )
