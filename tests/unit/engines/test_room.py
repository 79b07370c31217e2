"""What is counted of a pattern, beside what the native engine really takes."""

from __future__ import annotations

from typing import Any

import pytest

from disposition.engines.capacity import (
    AND,
    MOST_CONNECTIVES,
    MOST_FIELDS,
    MOST_FIRINGS,
    MOST_LISTED,
    MOST_TESTS,
    MOST_WAITING,
    OR,
    Room,
    Shelf,
    Tests,
)
from disposition.engines.patterns import begun_alike, joined

# Without durable_rules it cannot be imported; `test_making` says where it must be there.
native = pytest.importorskip("disposition.engines.native", exc_type=ImportError)


def above(field: int, code: int = 0) -> Tests:
    return {"$gt": {f"v{field}": code}}


def ruleset(*patterns: Tests) -> Any:
    return native.Ruleset(patterns)


def fire(*patterns: Tests, **fields: int) -> list[str]:
    return ruleset(*patterns).fire("".join(f',"{name}":{code}' for name, code in fields.items()))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ({"v0": 1}, Room(0, 1, 1, 1)),
        (above(0), Room(0, 1, 1, 1)),
        ({AND: [above(0), above(1), above(2)]}, Room(1, 1, 3, 1)),
        ({OR: [above(0), above(1), above(2)]}, Room(1, 3, 3, 3)),
        # a field has one value; of unknown ones there is none
        ({OR: [{"v0": 1}, {"v0": 2}, {"v0": 3}]}, Room(1, 1, 3, 1)),
        ({OR: [{"u0": 1}, above(0)]}, Room(1, 1, 2, 1)),
        ({OR: [{"u0": 1}, above(0), {"v0": 7}]}, Room(1, 2, 3, 2)),
        ({OR: [{"k0": 1}, {"v0": 7}]}, Room(1, 2, 2, 2)),
        ({OR: [{"u0": 1}]}, Room(1, 1, 1, 1)),
        # ways to hold multiply; nodes wait while the second part is looked at
        ({AND: [{OR: [above(0), above(1)]}, {OR: [above(2), above(3)]}]}, Room(3, 3, 4, 4)),
        ({OR: [{AND: [above(0), above(1)]}, above(2)]}, Room(2, 2, 3, 2)),
    ],
)
def test_counting(pattern: Tests, expected: Room) -> None:
    assert Room.of(pattern) == expected


def test_a_repeated_alternative_is_said_once() -> None:
    """The native engine would follow it twice, and run out of room."""
    assert joined(OR, [{"u0": 1}, above(1), {"u0": 1}]) == {OR: [{"u0": 1}, above(1)]}
    assert joined(AND, [above(1), above(1)]) == above(1)


def nested(count: int) -> Tests:
    """Return a pattern with a number of connectives, by turns `and` and `or`."""
    pattern = above(0)
    for number in range(1, count + 1):
        pattern = {AND if number % 2 else OR: [above(number), pattern]}
    return pattern


def test_as_many_connectives_as_fit_a_rule() -> None:
    assert Room.of(nested(MOST_CONNECTIVES)).connectives == MOST_CONNECTIVES
    assert ruleset(nested(MOST_CONNECTIVES))
    with pytest.raises(native._native.error, match="error code: 113"):
        ruleset(nested(MOST_CONNECTIVES + 2))


def test_as_many_waiting_nodes_as_fit_a_ruleset() -> None:
    fields = {f"v{number}": 1 for number in range(70)}
    fitting = [above(number) for number in range(MOST_WAITING)]
    assert len(fire(*fitting, **fields)) == MOST_WAITING
    with pytest.raises(native._native.error, match="error code: 303"):
        fire(*[above(number) for number in range(65)], **fields)


def test_alternatives_wait_like_rules() -> None:
    fields = {f"v{number}": 1 for number in range(70)}
    wide = {OR: [above(number) for number in range(MOST_WAITING)]}
    assert Room.of(wide).waiting == MOST_WAITING
    assert fire(wide, **fields) == ["000"] * MOST_WAITING
    with pytest.raises(native._native.error, match="error code: 303"):
        fire({OR: [above(number) for number in range(65)]}, **fields)


def wide(first: Tests, start: int, count: int = 20) -> Tests:
    """Return a pattern of which, behind its first test, so many nodes wait."""
    return {AND: [first, {OR: [above(number) for number in range(start, start + count)]}]}


def fits(*patterns: Tests) -> bool:
    shelf = Shelf()
    for each in patterns:
        shelf = shelf.with_pattern(each)
    return shelf.fits_a_ruleset


def test_rules_that_begin_differently_are_followed_one_by_one() -> None:
    """Of the others, only what they begin with waits meanwhile."""
    fields = {f"v{number}": 1 for number in range(100)}
    patterns = [wide({"k0": number}, 0, 5) for number in range(19)]
    patterns += [wide(above(70 + number), 5 * number, 5) for number in range(15)]
    assert fits(*patterns[:20], *patterns[20:])
    found = fire(*patterns, k0=3, **fields)
    assert sorted(set(found)) == sorted({"003", *(f"{number:03}" for number in range(19, 34))})
    assert len(found) == 16 * 5


def test_what_several_rules_begin_with_waits_once() -> None:
    fields = {f"v{number}": 1 for number in range(100)}
    patterns = [
        {AND: [above(90 + number // 9), above(number)]} for number in range(MOST_WAITING + 20)
    ]
    assert fits(*patterns)
    assert len(set(fire(*patterns, **fields))) == MOST_WAITING + 20


def test_rules_begin_with_the_test_that_most_of_them_have() -> None:
    """So the native engine makes it once, and looks at none of them where it fails."""
    often, nested = {"v9": 1}, {OR: [above(1), above(2)]}
    assert begun_alike(
        {
            "a": {AND: [{"v1": 1}, nested, often]},
            "b": above(3),
            "c": {AND: [above(4), often, {"v1": 1}]},
            "d": {AND: [nested, {AND: [often, above(5)]}]},
            "e": often,
        }
    ) == [
        ("a", {AND: [often, {"v1": 1}, nested]}),
        ("c", {AND: [often, {"v1": 1}, above(4)]}),
        ("e", often),
        ("b", above(3)),
        ("d", {AND: [nested, {AND: [often, above(5)]}]}),
    ]


def test_rules_that_begin_alike_wait_together() -> None:
    fields = {f"v{number}": 1 for number in range(100)}
    alike = [wide(above(99), 20 * number) for number in range(4)]
    assert fits(*alike[:3])
    assert len(fire(*alike[:3], **fields)) == 60
    assert not fits(*alike)
    with pytest.raises(native._native.error, match="error code: 303"):
        fire(*alike, **fields)
    # so do those that others hold together
    apart = [wide(above(99), 0, 30), wide(above(98), 30, 30)]
    assert fits(*apart)
    assert not fits(*apart, {OR: [above(98), above(99)]})


def test_later_parts_wait_beside_what_is_left_of_earlier_ones() -> None:
    fields = {f"v{number}": 1 for number in range(70)}
    first, second = 30, MOST_WAITING - 29
    parts = [
        {OR: [above(number) for number in range(first)]},
        {OR: [above(number) for number in range(first, first + second)]},
    ]
    assert Room.of({AND: parts}).waiting == MOST_WAITING
    assert len(fire({AND: parts}, **fields)) == first * second == Room.of({AND: parts}).firings


def test_as_many_tests_as_fit_a_ruleset() -> None:
    listed = [{OR: [{"v0": number} for number in range(start, start + 60)]} for start in (0, 60)]
    listed += [{OR: [{"v1": number} for number in range(start, start + 60)]} for start in (0, 60)]
    assert sum(Room.of(each).tests for each in listed) == MOST_TESTS
    assert fire(*listed, v0=59, v1=60) in (["000", "003"], ["003", "000"])


def test_as_many_alternatives_of_one_node_as_are_listed() -> None:
    shared = [{OR: [{"u0": 1}, {"v0": number}]} for number in range(MOST_LISTED)]
    # Each waits once, so they fit only two rulesets; the node `u0` lists them all the same.
    assert len(fire(*shared[:MOST_WAITING], u0=1)) == MOST_WAITING


def test_as_many_fields_as_fit_a_message() -> None:
    known: dict[str, Any] = {}
    for number in range(MOST_FIELDS):
        known |= {f"k{number}": 1, f"v{number}": number}
    assert fire({"v59": 59}, **known) == ["000"]


def test_firings_are_bounded() -> None:
    pairs = [{OR: [above(2 * n), above(2 * n + 1)]} for n in range(5)]
    assert Room.of({AND: pairs[:4]}).firings == MOST_FIRINGS
    assert Room.of({AND: pairs[:4]}).fits_a_rule
    assert not Room.of({AND: pairs}).fits_a_rule
    fields = {f"v{number}": 1 for number in range(8)}
    assert len(fire({AND: pairs[:4]}, **fields)) == MOST_FIRINGS
