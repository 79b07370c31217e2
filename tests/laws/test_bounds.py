"""What expressions mean where values are absent: sound, sharp, and the same however evaluated."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disposition.facts.evaluation import FEW, Defined
from disposition.facts.fact_definition import FactDefinition
from disposition.facts.native.fact import View
from disposition.language import expression as tree
from disposition.language.evaluate.bounds import Meaning, exact
from disposition.language.evaluate.possible import Open, Possible
from disposition.language.template import Template
from disposition.language.types import FactSpec
from support.small_world import (
    KNOWN,
    NotToldError,
    World,
    Writing,
    checked,
    completions,
    plain,
    world,
)

MOST_COMPLETIONS = 400


def _expression(chance: Random) -> tuple[tree.Expression, Any]:
    writing = Writing(chance)
    kind = chance.choice([writing.number, writing.condition])
    return checked(kind(chance.choice([1, 2, 2, 3])))


def _drawing(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nothing is kept secret by it


def _possible(expression: tree.Expression, lot: World) -> Possible:
    return Meaning(KNOWN).of(expression)(View(lot), {})


def _contains(possible: Possible, value: Any) -> bool:
    if not isinstance(possible, Open):
        return value == possible
    if value is None:
        return True  # no set says that a value is sure to be there
    if isinstance(value, bool):
        return True
    if isinstance(value, str):
        return possible.words is None or value in possible.words
    return (possible.low is None or possible.low <= value) and (
        possible.high is None or value <= possible.high
    )


def _asks_what_is_known(expression: tree.Expression) -> bool:
    return any(isinstance(node, tree.Known) for node in tree.walk(expression))


@given(st.integers(0, 2**32))
def test_no_completion_leaves_what_is_possible(seed: int) -> None:
    chance = _drawing(seed)
    expression, _ = _expression(chance)
    if _asks_what_is_known(expression):
        return  # then learning is meant to change the answer
    lot = world(chance, absent=0.15)
    possible = _possible(expression, lot)
    for at, completion in enumerate(completions(lot)):
        if at == MOST_COMPLETIONS:
            break
        try:
            value = plain(expression, completion, {})
        except NotToldError:
            continue
        assert _contains(possible, value), (possible, value, completion)


@given(st.integers(0, 2**32))
def test_what_no_completion_changes_is_known(seed: int) -> None:
    """Where no value is read twice, for else `a - a` would have to be known.

    Nor where numbers are tested for equality: bounds have no holes, and `2 * a` is never 1.
    """
    chance = _drawing(seed)
    expression, _ = _expression(chance)
    lot = world(chance, absent=0.1)
    if _reads_twice(expression) or _asks_what_is_known(expression) or lot.rows is None:
        return
    if _tests_equality_of_numbers(expression):
        return
    values = []
    for at, completion in enumerate(completions(lot)):
        if at == MOST_COMPLETIONS:
            return
        try:
            values.append(plain(expression, completion, {}))
        except NotToldError:
            return
    if len(set(map(repr, values))) == 1 and values[0] is not None:
        assert _possible(expression, lot) == values[0]


def _tests_equality_of_numbers(expression: tree.Expression) -> bool:
    return any(
        isinstance(node, tree.Compare)
        and not node.comparison.is_ordering
        and not isinstance(node.right, tree.Literal | tree.Fact)
        for node in tree.walk(expression)
    )


def _reads_twice(expression: tree.Expression) -> bool:
    """Whether a value may count twice; all that lists hold does, once for each aggregate."""
    read = [
        node.path if isinstance(node, tree.Fact) else "rows"
        for node in tree.walk(expression)
        if isinstance(node, tree.Fact | tree.Aggregate)
    ]
    within = [node for node in tree.walk(expression) if isinstance(node, tree.Item)]
    in_lists = any(isinstance(node, tree.Aggregate) for node in tree.walk(expression))
    facts_in_lists = any(
        isinstance(inner, tree.Fact)
        for node in tree.walk(expression)
        if isinstance(node, tree.Aggregate)
        for inner in tree.walk(node)
    )
    items = [(item.variable, item.key) for item in within]
    return (
        len(read) != len(set(read))
        or len(items) != len(set(items))
        or (in_lists and facts_in_lists)
    )


@given(st.integers(0, 2**32))
def test_generated_functions_say_what_the_reference_says(seed: int) -> None:
    chance = _drawing(seed)
    expression, type_ = _expression(chance)
    spec = FactSpec("fact", type_, "", given=False)
    defined = Defined(FactDefinition(spec, expression, Template("")), KNOWN)
    for _ in range(FEW):  # until then nothing is generated
        defined.possible(View(World()))
    for absent in (0, 0, 0.2):
        lot = world(chance, absent)
        found, wanted = defined.possible(View(lot)), _possible(expression, lot)
        value = defined.read(View(lot))
        if isinstance(wanted, Open):
            assert isinstance(found, Open)
            assert value is None
        else:
            assert found == _rounded(wanted)
            assert exact(value) == found


def _rounded(value: Any) -> Any:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value


@pytest.mark.parametrize(
    ("text", "lot", "possible"),
    [
        ("a >= 0", World(), True),
        ("a * 0", World(), 0),
        ("max(a, 2) >= 2", World(), True),
        ("('x' if b else 'x') == 'x'", World(), True),
        ("('x' if b else 'y') == w", World(w="z"), False),
        ("(('x' if b else 'y') if a > 1 else ('x' if b else 'y')) == w", World(w="z"), False),
        ("(('x' if b else 'y') if a > 1 else ('x' if b else 'y')) == w", World(w="y"), None),
        ("a - a", World(a=1), 0),
        ("first(r.n for r in rows)", World(rows=()), None),
        ("first(r.n for r in rows else 2)", World(rows=()), 2),
        ("sum(r.n for r in rows)", World(rows=()), 0),
        ("all(r.ok for r in rows)", World(rows=()), True),
        ("count(r for r in rows) >= 0", World(), True),
        ("percent(a, 2) >= 0", World(), True),
        ("percent(1, a)", World(a=0), None),
    ],
)
def test_cases(text: str, lot: World, possible: Any) -> None:
    found = _possible(checked(text)[0], lot)
    assert (None if isinstance(found, Open) else found) == possible
