"""How much room patterns take in the native engine, which has bounds that it does not explain.

Beyond some of them it answers with an error code, beyond others it loops. So everything is counted
beforehand: a rule that does not fit is evaluated outside, rules that do not fit together are spread
over several rulesets. Tests of one field exclude one another where they ask for different values of
it, or for none: such alternatives are counted once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import prod
from typing import Any

from disposition.frozen import field, frozen

AND, OR = "$and", "$or"

Tests = dict[str, Any]
"""A test `{"v3": 7}` or `{"$gt": {"v3": 7}}`, or `{"$and": […]}` or `{"$or": […]}` of others."""

MOST_CONNECTIVES = 14
"""A rule may take 31 steps: two for each connective, and the native engine adds some of its own."""

MOST_WAITING = 60
"""Nodes that may wait at once while a message is looked at; there is room for 64."""

MOST_TESTS = 240
"""Tests in a ruleset; they may all share one table of 512, which must not fill up."""

MOST_LISTED = 120
"""Connectives in a ruleset; each `or` may be listed by the same node, which has room for 127."""

MOST_FIRINGS = 16
"""Times that a rule may fire for a message, once for each way in which it holds: to bound time."""

MOST_FIELDS = 60
"""Fields in a message, each with two entries at most, beside one for each rule; of 254 in all."""


@frozen
class Room:
    """What a pattern, or several beside each other, take up at most."""

    connectives: int = 0
    waiting: int = 0
    tests: int = 0
    firings: int = 0

    @classmethod
    def of(cls, pattern: Tests) -> Room:
        """Count what one pattern takes."""
        if AND in pattern:
            return _conjunction([cls.of(part) for part in pattern[AND]])
        if OR in pattern:
            return _disjunction(pattern[OR])
        return cls(0, 1, 1, 1)

    @property
    def fits_a_rule(self) -> bool:
        """Whether the native engine takes a rule of this size."""
        return (
            self.connectives <= MOST_CONNECTIVES
            and self.firings <= MOST_FIRINGS
            and self.fits_a_ruleset
        )

    @property
    def fits_a_ruleset(self) -> bool:
        """Whether the native engine takes a ruleset of this size."""
        return (
            self.waiting <= MOST_WAITING
            and self.tests <= MOST_TESTS
            and self.connectives <= MOST_LISTED
        )


@frozen
class Shelf:
    """Patterns beside each other, in groups: those of two groups begin with different tests.

    What a group begins with waits while those of another are followed to their ends. What several
    patterns begin with waits once.
    """

    connectives: int = 0
    tests: int = 0
    begins: Mapping[str, Tests] = field(factory=dict)
    groups: tuple[tuple[frozenset[str], int], ...] = ()

    def with_pattern(self, pattern: Tests) -> Shelf:
        """Return what several patterns and one more take up."""
        room, begins = Room.of(pattern), {repr(each): each for each in _beginnings(pattern)}
        own, waiting = frozenset(begins), room.waiting
        others = []
        for group in self.groups:
            if own.isdisjoint(group[0]):
                others.append(group)
            else:
                own, waiting = own | group[0], waiting + group[1]
        return Shelf(
            self.connectives + room.connectives,
            self.tests + room.tests,
            {**self.begins, **begins},
            (*others, (own, waiting)),
        )

    @property
    def fits_a_ruleset(self) -> bool:
        """Whether the native engine takes all of them in one ruleset."""
        # Of the group that is followed, one test at least does not wait any more.
        waiting = max((waiting for _, waiting in self.groups), default=1) - 1
        waiting += _passing_at_once(self.begins.values())
        return Room(self.connectives, waiting, self.tests).fits_a_ruleset


def _beginnings(pattern: Tests) -> Iterator[Tests]:
    """Yield the tests that are made first of all."""
    if AND in pattern:
        yield from _beginnings(pattern[AND][0])
    elif OR in pattern:
        for part in pattern[OR]:
            yield from _beginnings(part)
    else:
        yield pattern


def _conjunction(parts: list[Room]) -> Room:
    """One part is looked at after the other, while what the earlier ones left still waits."""
    return Room(
        connectives=1 + sum(part.connectives for part in parts),
        waiting=sum(part.waiting for part in parts) - len(parts) + 1,
        tests=sum(part.tests for part in parts),
        firings=prod(part.firings for part in parts),
    )


def _disjunction(parts: list[Tests]) -> Room:
    nested = [Room.of(part) for part in parts if AND in part or OR in part]
    plain = [part for part in parts if AND not in part and OR not in part]
    at_once = _passing_at_once(plain)
    return Room(
        connectives=1 + sum(part.connectives for part in nested),
        waiting=at_once + sum(part.waiting for part in nested),
        tests=len(plain) + sum(part.tests for part in nested),
        firings=at_once + sum(part.firings for part in nested),
    )


def _passing_at_once(tests: Iterable[Tests]) -> int:
    """Return how many of some tests can pass for one message, at most."""
    passing: dict[str, set[str]] = {}
    for test in tests:
        [(word, compared)] = test.items()
        if isinstance(compared, dict):
            [(name, code)] = compared.items()
            passing.setdefault(name[1:], set()).add(f"{word} {code}")
        else:
            # However many values are asked for, the field has one.
            passing.setdefault(word[1:], set()).add(word)
    # Where `u3` says that a field is unknown, there is neither its value `v3` nor `k3`.
    return sum(max(1, len(words - {f"u{number}"})) for number, words in passing.items())
