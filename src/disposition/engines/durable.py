"""The engine in C: a policy compiled to durable_rules rulesets (Rete); all that holds fires.

Lots whose facts are all known use rulesets that ask only whether conditions are true. The others
use some that also ask whether they may be true; there an unknown fact sends a flag of its own, for
the native engine takes a comparison with a missing field for "not true", and so its negation.

Equal conditions are asked once. A policy too wide for one ruleset is spread over several.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from attrs import define, field

from disposition.engines.capacity import MOST_FIELDS, Room, Tests
from disposition.engines.encoding import Coding, Field, Writer, plain_comparison
from disposition.engines.formulas import (
    All,
    Formula,
    Member,
    NamedCondition,
    Test,
    formula_of,
    leaves,
)
from disposition.engines.formulas import Any as AnyOf
from disposition.engines.native import Ruleset
from disposition.engines.patterns import (
    PlainPatterns,
    PossiblePatterns,
    SurePatterns,
)
from disposition.language.expression import Comparison, Literal
from disposition.policy.model import CheckedPolicy
from disposition.runtime.forking import cached_property, making
from disposition.semantics import Positions, Truths, Valuation


class DurableEngine:
    """Answers which conditions hold by letting Rete networks fire for all that do.

    The networks of a question are made when it is first asked.
    """

    name = "durable"

    def __init__(self, policy: CheckedPolicy) -> None:
        self._formulas = [
            _written_out(formula_of(each, policy), policy) for each in policy.conditions
        ]
        self._coding = Coding(policy, (leaf for each in self._formulas for leaf in leaves(each)))

    def truths(self, facts: Valuation) -> Truths:
        """Return which conditions are true and which unknown."""
        if self._coding.are_known(facts):
            true, write = self._if_known
            return Truths(true.answer(write(facts)), 0)
        sure, possible, write = self._if_unknown
        messages = write(facts)
        surely = sure.answer(messages)
        return Truths(surely, possible.answer(messages[sure.size :]) & ~surely)

    @cached_property
    def _if_known(self) -> tuple[_Question, Writer]:
        with making:
            true = _Question(PlainPatterns(self._coding), self._formulas)
            return true, self._coding.writer_of_known(true.messages)

    @cached_property
    def _if_unknown(self) -> tuple[_Question, _Question, Writer]:
        with making:
            sure = _Question(SurePatterns(self._coding), self._formulas)
            possible = _Question(PossiblePatterns(self._coding), self._formulas)
            return sure, possible, self._coding.writer([*sure.messages, *possible.messages])


@define
class _Network:
    """One ruleset in the making: what it looks for, and which conditions each find stands for."""

    patterns: list[Tests] = field(factory=list)
    positions: list[Positions] = field(factory=list)
    fields: dict[Field, None] = field(factory=dict)
    room: Room = field(factory=Room)

    def has_room(self, pattern: Tests, fields: tuple[Field, ...]) -> bool:
        return (
            self.room.beside(Room.of(pattern)).fits_a_ruleset
            and len(self.fields | dict.fromkeys(fields)) <= MOST_FIELDS
        )

    def add(self, pattern: Tests, positions: Positions, fields: tuple[Field, ...]) -> None:
        self.patterns.append(pattern)
        self.positions.append(positions)
        self.fields.update(dict.fromkeys(fields))
        self.room = self.room.beside(Room.of(pattern))

    def ruleset(self) -> Ruleset:
        return Ruleset(
            {str(number): {"all": [{"m": each}]} for number, each in enumerate(self.patterns)}
        )


class _Question:
    """The rulesets that answer one question for all conditions."""

    def __init__(self, patterns: PlainPatterns, formulas: list[Formula]) -> None:
        self._always, networks = _spread(patterns, formulas)
        self.messages = [list(each.fields) for each in networks]
        """The fields of the message that each ruleset looks at."""
        self._rulesets = [
            (each.ruleset(), {str(number): bits for number, bits in enumerate(each.positions)})
            for each in networks
        ]
        self.size = len(networks)

    def answer(self, messages: Sequence[str]) -> Positions:
        """Return the conditions whose answer is yes; after its messages may stand others."""
        found = self._always
        for message, (ruleset, positions) in zip(messages, self._rulesets, strict=False):
            for name in ruleset.fire(message):
                found |= positions[name]
        return found


def _spread(patterns: PlainPatterns, formulas: list[Formula]) -> tuple[Positions, list[_Network]]:
    """Return the conditions that always hold, and networks with room for all the others."""
    always = 0
    asked: dict[str, tuple[Tests, Positions, tuple[Field, ...]]] = {}
    for position, formula in enumerate(formulas):
        pattern, fields = patterns.pattern(formula)
        if pattern is True:
            always |= 1 << position
        elif pattern is not False:
            key = json.dumps(pattern)
            _, positions, _ = asked.get(key, (pattern, 0, fields))
            asked[key] = (pattern, positions | 1 << position, fields)
    networks: list[_Network] = []
    for pattern, positions, fields in asked.values():
        if not networks or not networks[-1].has_room(pattern, fields):
            networks.append(_Network())
        networks[-1].add(pattern, positions, fields)
    return always, networks


def _written_out(formula: Formula, policy: CheckedPolicy) -> Formula:
    """Return a formula with the definitions that it names put in."""
    match formula:
        case NamedCondition(name=name, wanted=wanted):
            expression = policy.definitions[name].expression
            return _written_out(formula_of(expression, policy, wanted=wanted), policy)
        case All(parts=parts):
            return All(tuple(_written_out(part, policy) for part in parts))
        case AnyOf(parts=parts):
            return AnyOf(tuple(_written_out(part, policy) for part in parts))
        case Member() if plain_comparison(formula) is None:
            return _one_by_one(formula)
        case _:
            return formula


def _one_by_one(member: Member) -> Formula:
    """Return the membership of a reckoned value as comparisons with each of the values."""
    comparison = Comparison.EQUAL if member.wanted else Comparison.DIFFERENT
    tests = tuple(
        Test(comparison, member.item, Literal(value), member.facts) for value in member.values
    )
    return AnyOf(tests) if member.wanted else All(tests)
