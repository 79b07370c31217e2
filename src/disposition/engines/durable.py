"""The default engine: a policy compiled to a durable_rules ruleset (Rete); all that holds fires.

Lots whose facts are all known use a ruleset that asks only whether conditions are true. The others
use one that also asks whether they may be true; there an unknown fact sends a flag of its own, for
the native engine takes a comparison with a missing field for "not true", and so its negation.

What goes in are whole numbers only (see `coding`): the native engine would compare decimals as
binary fractions and a text with a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from disposition.engines.coding import Coding, Field, plain_comparison
from disposition.engines.native import Ruleset
from disposition.engines.questions import (
    All,
    Constant,
    Flag,
    Formula,
    Knownness,
    Leaf,
    Member,
    Named,
    Test,
    formula_of,
)
from disposition.engines.questions import Any as AnyOf
from disposition.policy.expression import Comparison, Literal
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Facts, Positions, Truths

Pattern = dict[str, Any] | bool
"""What the native engine matches a fact against; a bool where the facts do not matter."""

_SIGNS = {
    Comparison.DIFFERENT: "$neq",
    Comparison.LESS: "$lt",
    Comparison.AT_MOST: "$lte",
    Comparison.MORE: "$gt",
    Comparison.AT_LEAST: "$gte",
}


class DurableEngine:
    """Answers which conditions hold by letting a Rete network fire for all that do."""

    name = "durable"

    def __init__(self, policy: CheckedPolicy) -> None:
        formulas = [_written_out(formula_of(each, policy), policy) for each in policy.conditions]
        coding = Coding(policy, (leaf for each in formulas for leaf in _leaves(each)))
        plain, surely, maybe = _Plain(coding), _Surely(coding), _Maybe(coding)
        self._whole = _Asked({"t": plain}, formulas)
        self._partial = _Asked({"t": surely, "p": maybe}, formulas)
        self._encode_whole, self._encode_partial = coding.encoders()

    def truths(self, facts: Facts) -> Truths:
        """Return which conditions are true and which unknown; `facts` has every path the policy reads."""
        fields = self._encode_whole(facts)
        if fields is not None:
            return Truths(self._whole.answers(fields)["t"], 0)
        answers = self._partial.answers(self._encode_partial(facts))
        return Truths(answers["t"], answers["p"] & ~answers["t"])


class _Asked:
    """One ruleset that asks some questions, each named by a letter, of all formulas."""

    def __init__(self, questions: dict[str, _Plain], formulas: list[Formula]) -> None:
        rules = {}
        self._always = dict.fromkeys(questions, 0)
        for letter, question in questions.items():
            for position, formula in enumerate(formulas):
                pattern = question.pattern(formula)
                if pattern is True:
                    self._always[letter] |= 1 << position
                elif pattern is not False:
                    rules[f"{letter}{position}"] = {"all": [{"m": pattern}]}
        self._ruleset = Ruleset(rules) if rules else None

    def answers(self, fields: str) -> dict[str, Positions]:
        """Return for each question the positions of the formulas that it holds for."""
        found = self._always.copy()
        for name in self._ruleset.fire(fields) if self._ruleset else ():
            found[name[0]] |= 1 << int(name[1:])
        return found


def _written_out(formula: Formula, policy: CheckedPolicy) -> Formula:
    """Return a formula with the definitions that it names put in."""
    match formula:
        case Named(name=name, wanted=wanted):
            expression = policy.definitions[name].expression
            return _written_out(formula_of(expression, policy, wanted=wanted), policy)
        case All(parts=parts):
            return All(tuple(_written_out(part, policy) for part in parts))
        case AnyOf(parts=parts):
            return AnyOf(tuple(_written_out(part, policy) for part in parts))
        case Member(wanted=wanted) if plain_comparison(formula) is None:
            return _one_by_one(formula, wanted)
        case _:
            return formula


def _one_by_one(member: Member, wanted: bool) -> Formula:
    """Return the membership of a reckoned value as comparisons with each of the values."""
    comparison = Comparison.EQUAL if wanted else Comparison.DIFFERENT
    tests = tuple(
        Test(comparison, member.item, Literal(value), member.facts) for value in member.values
    )
    return AnyOf(tests) if wanted else All(tests)


def _leaves(formula: Formula) -> Iterator[Leaf]:
    match formula:
        case All(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from _leaves(part)
        case Test() | Member() | Flag():
            yield formula
        case _:
            pass


class _Plain:
    """Writes patterns for facts that are all known."""

    def __init__(self, coding: Coding) -> None:
        self._coding = coding

    def pattern(self, formula: Formula) -> Pattern:
        match formula:
            case All(parts=parts):
                return _joined("$and", [self.pattern(part) for part in parts], settled_by=False)
            case AnyOf(parts=parts):
                return _joined("$or", [self.pattern(part) for part in parts], settled_by=True)
            case Constant(held=held):
                return held
            case Knownness():
                return self.knownness(formula)
            case Test() | Member() | Flag():
                return self.leaf(*self._comparison(formula))
            case _:
                raise AssertionError(f"{formula} should have been written out")

    def leaf(self, field: Field, pattern: Pattern) -> Pattern:
        return pattern

    def knownness(self, formula: Knownness) -> Pattern:
        self._coding.of_fact(formula.fact)
        return formula.wanted

    def _comparison(self, leaf: Leaf) -> tuple[Field, Pattern]:
        """Return the field that a leaf looks at and the pattern that it must have."""
        match leaf:
            case Flag(fact=fact, wanted=wanted):
                field = self._coding.of_fact(fact)
                return field, {field.value: int(wanted)}
            case Member(wanted=wanted):
                field, codes = self._codes(leaf)
                if wanted:
                    equal = [{field.value: code} for code in codes]
                    return field, _joined("$or", equal, settled_by=True)
                different = [{"$neq": {field.value: code}} for code in codes]
                return field, _joined("$and", different, settled_by=False)
            case Test(comparison=comparison):
                field, (code,) = self._codes(leaf)
                compared: dict[str, Any] = {field.value: code}
                if comparison is Comparison.EQUAL:
                    return field, compared
                return field, {_SIGNS[comparison]: compared}

    def _codes(self, leaf: Test | Member) -> tuple[Field, list[int]]:
        plain = plain_comparison(leaf)
        if plain is None:
            assert isinstance(leaf, Test)
            return self._coding.of_difference(leaf), [0]
        fact, literals = plain
        field = self._coding.of_fact(fact)
        return field, [field.code(literal) for literal in dict.fromkeys(literals)]


class _Surely(_Plain):
    """Writes patterns that match when a formula is surely true: fields of unknown facts are absent."""

    def knownness(self, formula: Knownness) -> Pattern:
        field = self._coding.of_fact(formula.fact)
        return {field.known if formula.wanted else field.unknown: 1}


class _Maybe(_Surely):
    """Writes patterns that match when a formula may be true."""

    def leaf(self, field: Field, pattern: Pattern) -> Pattern:
        return _joined("$or", [{field.unknown: 1}, pattern], settled_by=True) if field.facts else pattern


def _joined(word: str, patterns: list[Pattern], *, settled_by: bool) -> Pattern:
    """Return patterns as one; `settled_by` is the constant that decides the whole."""
    if settled_by in [each for each in patterns if isinstance(each, bool)]:
        return settled_by
    open_ = [each for each in patterns if not isinstance(each, bool)]
    if not open_:
        return not settled_by
    return open_[0] if len(open_) == 1 else {word: open_}
