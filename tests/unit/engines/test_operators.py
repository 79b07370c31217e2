"""Every operator, true, false and unknown, in every engine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from disposition.engines import make_engine
from disposition.language.types import Value
from disposition.semantics import Truth
from support.engines import EVERY_ENGINE, answers, policy_of

D = Decimal
NEW_YEAR = date(2026, 1, 1)

T, F, U = True, False, None

# A condition; facts; what holds. What is not given is unknown.
CASES: list[tuple[str, Mapping[str, Value], Truth]] = [
    ("flag.a", {"flag.a": True}, T),
    ("flag.a", {"flag.a": False}, F),
    ("flag.a", {}, U),
    ("not flag.a", {"flag.a": False}, T),
    ("not flag.a", {}, U),
    ("true", {}, T),
    ("false", {}, F),
    # comparisons with a literal
    ("count.a == 3", {"count.a": 3}, T),
    ("count.a == 3", {"count.a": 4}, F),
    ("count.a == 3", {}, U),
    ("count.a != 3", {"count.a": 4}, T),
    ("count.a != 3", {"count.a": 3}, F),
    ("count.a != 3", {}, U),
    ("count.a < 3", {"count.a": 2}, T),
    ("count.a < 3", {"count.a": 3}, F),
    ("count.a <= 3", {"count.a": 3}, T),
    ("count.a <= 3", {"count.a": 4}, F),
    ("count.a > 3", {"count.a": 4}, T),
    ("count.a > 3", {"count.a": 3}, F),
    ("count.a >= 3", {"count.a": 3}, T),
    ("count.a >= 3", {"count.a": 2}, F),
    ("count.a >= 3", {}, U),
    ("3 < count.a", {"count.a": 4}, T),
    ("3 <= count.a", {"count.a": 2}, F),
    ("1 < count.a <= 3", {"count.a": 3}, T),
    ("1 < count.a <= 3", {"count.a": 1}, F),
    ("1 < count.a <= count.b", {"count.a": 1}, F),
    ("1 < count.a <= count.b", {"count.a": 2}, U),
    ("count.a > 2.5", {"count.a": 3}, T),
    ("count.a == 2.0", {"count.a": 2}, T),
    ("rate.a == 2.5", {"rate.a": D("2.50")}, T),
    ("rate.a < 2.5", {"rate.a": D("2.49999999999999")}, T),
    ("2 < 3", {}, T),
    ("2 >= 3", {}, F),
    # of facts, sums, products, quotients
    ("count.a < count.b", {"count.a": 2, "count.b": 3}, T),
    ("count.a < count.b", {"count.a": 3, "count.b": 3}, F),
    ("count.a < count.b", {"count.a": 3}, U),
    ("count.a == count.a", {}, U),
    ("count.a == rate.a", {"count.a": 2, "rate.a": D("2.0")}, T),
    ("count.a + count.b > 4", {"count.a": 2, "count.b": 3}, T),
    ("count.a + count.b > 4", {"count.a": 9}, U),
    ("count.a - count.b == -1", {"count.a": 2, "count.b": 3}, T),
    ("count.a * rate.a >= 5", {"count.a": 2, "rate.a": D("2.5")}, T),
    ("count.a * 0 == 0", {}, U),
    ("count.a / 3 == 1", {"count.a": 3}, T),
    ("count.a / -3 < 1", {"count.a": 3}, T),
    ("count.a / -3 > 1", {"count.a": -6}, T),
    ("count.a / -0.5 == -4", {"count.a": 2}, T),
    ("rate.a / 3 * 3 == rate.a", {"rate.a": D("1")}, T),
    ("count.a / 2 - count.b / 3 == 0", {"count.a": 2, "count.b": 3}, T),
    ("1 == count.a / 3", {"count.a": 4}, F),
    # lists
    ("count.a in [1, 3]", {"count.a": 3}, T),
    ("count.a in [1, 3]", {"count.a": 2}, F),
    ("count.a in [1, 3]", {}, U),
    ("count.a not in [1, 3]", {"count.a": 2}, T),
    ("count.a not in [1, 3]", {"count.a": 3}, F),
    ("count.a not in [1, 3]", {}, U),
    ("rate.a in [2.5, 3]", {"rate.a": D("2.50")}, T),
    ("count.a + 1 in [1, 3]", {"count.a": 2}, T),
    ("count.a + 1 not in [1, 3]", {"count.a": 2}, F),
    ("count.a / 2 in [1.5]", {"count.a": 3}, T),
    ("count.a / -2 in [1.5]", {"count.a": -3}, T),
    ("colour.a in ['red', 'blue']", {"colour.a": "blue"}, T),
    ("colour.a in ['red', 'blue']", {"colour.a": "green"}, F),
    ("colour.a not in ['red']", {}, U),
    ("text.a in ['x']", {"text.a": "x"}, T),
    ("day.a in ['2026-01-01']", {"day.a": NEW_YEAR}, T),
    ("flag.a in [true]", {"flag.a": True}, T),
    ("flag.a in [true, false]", {"flag.a": False}, T),
    ("flag.a not in [true, false]", {"flag.a": False}, F),
    ("flag.a in [true, false]", {}, U),
    ("(count.a > 1) in [true]", {"count.a": 2}, T),
    ("(count.a > 1) in [false]", {"count.a": 2}, F),
    ("(count.a > 1) not in [false]", {}, U),
    # texts
    ("text.a == 'x'", {"text.a": "x"}, T),
    ("text.a == 'x'", {"text.a": "X"}, F),
    ("text.a != 'x'", {"text.a": "other"}, T),
    ("text.a != 'x'", {}, U),
    ("text.a == text.b", {"text.a": "a'b", "text.b": "a'b"}, T),
    ("text.a == text.b", {"text.a": '\\"{}', "text.b": '\\"{'}, F),
    ("text.a != text.b", {"text.a": "é", "text.b": "e\u0301"}, T),
    ("text.a == 'Größe'", {"text.a": "Größe"}, T),
    ("text.a == ''", {"text.a": ""}, T),
    ("text.a == '{v0}'", {"text.a": "{v0}"}, T),
    ("colour.a == 'red'", {"colour.a": "red"}, T),
    ("colour.a != colour.b", {"colour.a": "red", "colour.b": "red"}, F),
    # dates
    ("day.a < '2026-01-02'", {"day.a": NEW_YEAR}, T),
    ("day.a == '2026-01-01'", {"day.a": NEW_YEAR}, T),
    ("day.a > '2026-01-01'", {"day.a": NEW_YEAR}, F),
    ("day.a > '2026-01-01'", {}, U),
    ("day.a + 3 >= day.b", {"day.a": NEW_YEAR, "day.b": date(2026, 1, 4)}, T),
    ("day.a - 3 >= day.b", {"day.a": NEW_YEAR, "day.b": NEW_YEAR}, F),
    ("day.b - day.a == 31", {"day.a": NEW_YEAR, "day.b": date(2026, 2, 1)}, T),
    ("day.a + count.a == day.b", {"day.a": NEW_YEAR, "day.b": NEW_YEAR, "count.a": 0}, T),
    # knownness
    ("flag.a is known", {"flag.a": False}, T),
    ("flag.a is known", {}, F),
    ("flag.a is unknown", {}, T),
    ("count.a is unknown", {"count.a": 0}, F),
    ("not (text.a is known)", {}, T),
    ("count.a is known and count.a > 1", {}, F),
    # conditions compared
    ("flag.a == true", {"flag.a": True}, T),
    ("flag.a == false", {"flag.a": True}, F),
    ("flag.a != true", {}, U),
    ("flag.a == flag.b", {"flag.a": False, "flag.b": False}, T),
    ("flag.a == flag.b", {"flag.a": False}, U),
    ("flag.a != flag.b", {"flag.a": False, "flag.b": True}, T),
    ("(count.a > 1) == flag.a", {"count.a": 1, "flag.a": False}, T),
    ("(flag.a is known) == flag.b", {"flag.b": False}, T),
]


@pytest.mark.parametrize("name", EVERY_ENGINE)
@pytest.mark.parametrize(("condition", "facts", "expected"), CASES)
def test_operator(name: str, condition: str, facts: Mapping[str, Value], expected: Truth) -> None:
    # One more fact that is always unknown sends engines down the path for unknown facts, too.
    for policy in (policy_of(condition), policy_of(condition, "flag.c")):
        engine = make_engine(name, policy)
        assert answers(engine, policy, facts)[0] is expected


TRUTHS = [T, F, U]
AND = {(T, T): T, (T, U): U, (U, T): U, (U, U): U}
OR = {(F, F): F, (F, U): U, (U, F): U, (U, U): U}


@pytest.mark.parametrize("name", EVERY_ENGINE)
@pytest.mark.parametrize("first", TRUTHS)
@pytest.mark.parametrize("second", TRUTHS)
def test_kleene(name: str, first: Truth, second: Truth) -> None:
    policy = policy_of("flag.a and flag.b", "flag.a or flag.b")
    given = {"flag.a": first, "flag.b": second}
    both, either = answers(make_engine(name, policy), policy, given)
    assert both is AND.get((first, second), F)
    assert either is OR.get((first, second), T)


@pytest.mark.parametrize("name", EVERY_ENGINE)
class TestNames:
    def test_a_definition_called_not_something(self, name: str) -> None:
        """Generated names once ran together: `not x` answered what `not_x` says."""
        define = {"x": "flag.a", "not_x": "count.a > 3"}
        policy = policy_of("x", "not x", "not_x", "not not_x", define=define)
        engine = make_engine(name, policy)
        assert answers(engine, policy, {"flag.a": False}) == [F, T, U, U]
        assert answers(engine, policy, {"count.a": 3}) == [U, U, F, T]

    def test_definitions_of_definitions(self, name: str) -> None:
        define = {
            "many": "found > limit",
            "found": "count.a + count.b",
            "bad": "many and not fine",
            "fine": "flag.a or colour.a == 'green'",
        }
        policy = policy_of(
            "bad",
            "not bad",
            "found / 2 == 2",
            "many in [true]",
            define=define,
            parameters={"limit": 3},
        )
        engine = make_engine(name, policy)
        facts: dict[str, Value] = {"count.a": 2, "count.b": 2, "flag.a": False, "colour.a": "red"}
        assert answers(engine, policy, facts) == [T, F, T, T]
        del facts["colour.a"]
        assert answers(engine, policy, facts) == [U, U, T, T]
        facts["flag.a"] = True
        assert answers(engine, policy, facts) == [F, T, T, T]

    def test_parameters_of_every_kind(self, name: str) -> None:
        parameters: dict[str, Value] = {"limit": -2, "strict": True, "word": 'a"b'}
        conditions = ("count.a > limit", "strict", "strict == flag.a", "text.a == word")
        policy = policy_of(*conditions, "limit in [1, -2]", "word == 'x'", parameters=parameters)
        facts: dict[str, Value] = {"count.a": -1, "flag.a": False, "text.a": 'a"b'}
        engine = make_engine(name, policy)
        assert answers(engine, policy, facts) == [T, T, F, T, T, F]
        assert answers(engine, policy, {}) == [U, T, U, U, T, F]


@pytest.mark.parametrize("name", EVERY_ENGINE)
def test_a_policy_that_reads_no_facts(name: str) -> None:
    policy = policy_of("true", "false", "1 < 2 and true")
    assert answers(make_engine(name, policy), policy, {}) == [T, F, T]


@pytest.mark.parametrize("name", EVERY_ENGINE)
def test_equal_conditions_are_answered_each(name: str) -> None:
    policy = policy_of(*["count.a > 1", "flag.a"] * 3)
    assert answers(make_engine(name, policy), policy, {"count.a": 2}) == [T, U] * 3
