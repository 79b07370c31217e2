"""The engine in C: a policy compiled to durable_rules rulesets (Rete); all that holds fires.

Lots whose facts are all known use rulesets that ask only whether conditions are true. The others
use some that ask whether they surely are, and some that ask whether they may be, of those that
compare an unknown fact and are not true anyway. There an unknown fact sends a flag of its own, for
the native engine takes a comparison with a missing field for "not true", and so its negation.

Conditions are asked in stages: what forbids outcomes, then what permits each, as far as it matters.
Equal conditions of a stage are asked once. A stage too wide for one ruleset is spread over several,
so that rules stand together that begin with the same test.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from disposition.engines.capacity import MOST_FIELDS, Shelf, Tests
from disposition.engines.encoding import Coding, Looks, Writer, plain_comparison
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
from disposition.engines.native import Ruleset, name_of
from disposition.engines.patterns import (
    FLAG,
    PlainPatterns,
    PossiblePatterns,
    SurePatterns,
    begun_alike,
    look_at,
)
from disposition.language.expression import Comparison, Literal
from disposition.policy.model import CheckedPolicy
from disposition.runtime.forking import cached_property, making
from disposition.semantics import (
    ALL,
    NEEDS_INFORMATION,
    Combination,
    Conclusion,
    Positions,
    Truths,
    Valuation,
)

FEW = 60
"""Conditions that are asked at once, however few an outcome rests on: a ruleset has the room."""


class DurableEngine:
    """Answers which conditions hold by letting Rete networks fire for all that do.

    Those behind several outcomes are asked at once where they are a `few` together.
    """

    name = "durable"

    def __init__(self, policy: CheckedPolicy, few: int = FEW) -> None:
        self._combination = Combination.of(policy)
        ways = self._combination.alternatives
        self._behind: Mapping[str | None, Positions] = {
            each.outcome: each.permits | each.forbids | each.guards for each in ways
        }
        asked = [each.forbids for each in ways], [each.permits | each.guards for each in ways]
        everything = (1 << len(policy.conditions)) - 1
        self._among = list(_gathered([*chain(*asked), everything], few))
        self._stages = [_Stage(policy, among) for among in self._among]
        self.steps = tuple(stage.reads for stage in self._stages)

    def truths(self, facts: Valuation) -> Truths:
        """Return which conditions are true and which unknown."""
        true = unknown = 0
        for stage in self._stages:
            surely, open_ = stage.answer(facts)
            true |= surely
            unknown |= open_
        return Truths(true, unknown)

    def conclude(self, find: Callable[[int], Valuation]) -> tuple[Conclusion, Truths, Positions]:
        """Return what follows, the truths of the conditions that were asked, and which those are.

        `find` gives the facts for a step, by its number.
        """
        step, asked, true, unknown = 0, 0, 0, ALL  # what was not asked is not known
        while True:
            among = self._among[step]
            surely, open_ = self._stages[step].answer(find(step))
            asked |= among
            true |= surely
            unknown &= open_ | ~among
            conclusion = self._combination.conclude(Truths(true, unknown))
            if conclusion.status is not NEEDS_INFORMATION:
                break
            wanted = self._behind[conclusion.candidate] & ~asked
            if not wanted:
                break
            step = next(at for at, among in enumerate(self._among) if among & wanted)
        return conclusion, Truths(true, unknown & asked), asked


def _gathered(sets: Iterable[Positions], few: int) -> Iterator[Positions]:
    """Yield some conditions, each once: sets that stand beside each other together, if few."""
    gathered = done = 0
    for among in sets:
        own = among & ~done
        if gathered and (gathered | own).bit_count() > few:
            yield gathered
            gathered = 0
        gathered |= own
        done |= own
    if gathered:
        yield gathered


class _Stage:
    """Answers which of some conditions hold.

    The networks of a question are made when it is first asked.
    """

    def __init__(self, policy: CheckedPolicy, among: Positions) -> None:
        conditions = {at: each for at, each in enumerate(policy.conditions) if among >> at & 1}
        self.reads = tuple(sorted(set[str]().union(*map(policy.facts_of, conditions.values()))))
        self._formulas = {
            at: _written_out(formula_of(each, policy), policy) for at, each in conditions.items()
        }
        tests = (leaf for each in self._formulas.values() for leaf in leaves(each))
        self._coding = Coding(policy, self.reads, tests)

    def answer(self, facts: Valuation) -> tuple[Positions, Positions]:
        """Return which conditions are true and which unknown."""
        if self._coding.are_known(facts):
            true, write = self._if_known
            return true.answer(write(facts)), 0
        sure, possible, write, touched = self._if_unknown
        messages = write(facts)
        surely = sure.answer(messages)
        open_ = touched(facts) & ~surely
        return surely, possible.answer_for(open_, messages[sure.size :])

    @cached_property
    def _if_known(self) -> tuple[_Question, Writer]:
        with making:
            true = _Question(PlainPatterns(self._coding), self._formulas)
            return true, self._coding.writer_of_known(true.messages)

    @cached_property
    def _if_unknown(self) -> tuple[_Question, _Question, Writer, Callable[[Valuation], Positions]]:
        with making:
            sure = _Question(SurePatterns(self._coding), self._formulas)
            possible = _Question(PossiblePatterns(self._coding), self._formulas)
            write = self._coding.writer([*sure.messages, *possible.messages])
            return sure, possible, write, self._coding.touching(_reading(self._formulas))


class _Network:
    """One ruleset in the making: what it looks for, and which conditions each find stands for."""

    def __init__(self) -> None:
        self.patterns: list[Tests] = []
        self.positions: list[Positions] = []
        self.looks: Looks = {}
        self.shelf = Shelf()

    def takes(self, pattern: Tests, positions: Positions, looks: Looks) -> bool:
        """Add a pattern if there is room for it; tell whether there was."""
        shelf = self.shelf.with_pattern(pattern)
        if self.patterns and not (
            shelf.fits_a_ruleset and len(self.looks.keys() | looks.keys()) <= MOST_FIELDS
        ):
            return False
        self.patterns.append(pattern)
        self.positions.append(positions)
        for each, names in looks.items():
            for name, codes in names.items():
                look_at(self.looks, each, name, codes)
        self.shelf = shelf
        return True


class _Question:
    """The rulesets that answer one question for all conditions."""

    def __init__(self, patterns: PlainPatterns, formulas: Mapping[int, Formula]) -> None:
        self._always, networks = _spread(patterns, formulas)
        self.messages = [each.looks for each in networks]
        """What is looked at in the message for each ruleset."""
        self._rulesets = [
            (Ruleset(each.patterns), {name_of(at): bits for at, bits in enumerate(each.positions)})
            for each in networks
        ]
        self._flags = [
            [(bits, f',"{FLAG}{number}":1') for number, bits in enumerate(each.positions)]
            for each in networks
        ]
        self.size = len(networks)

    def answer(self, messages: Sequence[str]) -> Positions:
        """Return the conditions whose answer is yes; after its messages may stand others."""
        found = self._always
        for message, (ruleset, positions) in zip(messages, self._rulesets, strict=False):
            if message:
                for bits in [positions[name] for name in ruleset.fire(message)]:
                    found |= bits
        return found

    def answer_for(self, asked: Positions, messages: Sequence[str]) -> Positions:
        """Return the conditions whose answer is yes, of those for which it is asked."""
        flagged = (
            message + flags
            if (flags := "".join([text for bits, text in each if bits & asked]))
            else ""
            for message, each in zip(messages, self._flags, strict=True)
        )
        return self.answer(list(flagged)) & asked


def _spread(
    patterns: PlainPatterns, formulas: Mapping[int, Formula]
) -> tuple[Positions, list[_Network]]:
    """Return the conditions that always hold, and networks with room for all the others."""
    always = 0
    asked: dict[str, tuple[Tests, Positions, Looks]] = {}
    for position, formula in formulas.items():
        pattern, looks = patterns.pattern(formula)
        if pattern is True:
            always |= 1 << position
        elif pattern is not False:
            key = json.dumps(pattern)
            _, positions, _ = asked.get(key, (pattern, 0, looks))
            asked[key] = (pattern, positions | 1 << position, looks)
    networks = [_Network()]
    for key, pattern in begun_alike({key: pattern for key, (pattern, _, _) in asked.items()}):
        _, positions, looks = asked[key]
        flagged = patterns.asked(pattern, f"{FLAG}{len(networks[-1].patterns)}")
        if not networks[-1].takes(flagged, positions, looks):
            networks.append(_Network())
            networks[-1].takes(patterns.asked(pattern, f"{FLAG}0"), positions, looks)
    return always, networks if asked else []


def _reading(formulas: Mapping[int, Formula]) -> dict[str, Positions]:
    """Return which conditions test a fact, by its path."""
    reading: dict[str, Positions] = {}
    for position, formula in formulas.items():
        for path in {fact.path for leaf in leaves(formula) for fact in leaf.facts}:
            reading[path] = reading.get(path, 0) | 1 << position
    return reading


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
