"""A row of a declared table that has some keys, where some of these may be open.

Each mirrors a part of `Meaning`'s lookup.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set

from disposition.frozen import evolve
from disposition.language.evaluate.bounds import choices_of_keys
from disposition.language.expression import Lookup
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
    equal,
    multiply,
    negation,
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
)
from disposition.language.types import TableSpec, Value


def looked_up(lookup: Lookup, table: TableSpec, keys: Sequence[Lowered]) -> Lowered:
    """Return what a column of the row can be that has some keys."""
    sort = SORTS[table.columns[lookup.column].kind]
    fitting: list[tuple[Node, Lowered]] = []
    choices = choices_of_keys(lookup, table)
    for row in table.rows:
        fits = all_of(*map(_fits, keys, choices, row.keys))
        fitting.append((fits, exactly(constant(row.values[lookup.column]), sort)))
    lacks = any_of(*(each.lacks for each in keys))
    is_exact = all_of(*(each.known for each in keys))
    one = nothing(sort)
    for fits, told in reversed(fitting):
        one = picked(fits, told, one)
    if is_exact is TRUE:
        return one
    is_some = any_of(*(fits for fits, _ in fitting))
    many: Node = ZERO
    for fits, _ in fitting:
        many = add(many, choose(fits, ONE, ZERO))
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
    return picked(is_exact, one, picked(is_some, told_of, nothing(sort)))


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
            return choose(key.known, equal(key.value, told), limited)


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
