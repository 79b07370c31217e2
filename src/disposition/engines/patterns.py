"""Formulas as patterns of the native engine: what it matches a message of coded facts against."""

from __future__ import annotations

from disposition.engines.capacity import AND, MOST_FIELDS, OR, Room, Tests
from disposition.engines.encoding import Coding, Field, plain_comparison
from disposition.engines.formulas import (
    All,
    Constant,
    Flag,
    Formula,
    Knownness,
    Leaf,
    Member,
    Test,
)
from disposition.engines.formulas import Any as AnyOf
from disposition.language.expression import Comparison

Pattern = Tests | bool
"""What the native engine matches a message against; a bool where the facts do not matter."""

_EQUALITY = int
"""What a field is compared with in a test for equality; other tests hold a dict or a list."""

_SIGNS = {
    Comparison.DIFFERENT: "$neq",
    Comparison.LESS: "$lt",
    Comparison.AT_MOST: "$lte",
    Comparison.MORE: "$gt",
    Comparison.AT_LEAST: "$gte",
}


class PlainPatterns:
    """Writes patterns for messages in which all that is tested is known."""

    def __init__(self, coding: Coding) -> None:
        self._coding = coding
        self._fields: dict[Field, None] = {}

    def pattern(self, formula: Formula) -> tuple[Pattern, tuple[Field, ...]]:
        """Return the pattern of a formula and the fields that it looks at."""
        self._fields = {}
        pattern = self._pattern(formula)
        if isinstance(pattern, dict) and not self._fits(pattern):
            self._fields = {}
            field = self._look_at(self._coding.of_formula(formula))
            pattern = self.leaf(field, {field.value: 1})
        return pattern, tuple(self._fields)

    def _fits(self, pattern: Tests) -> bool:
        return Room.of(pattern).fits_a_rule and len(self._fields) <= MOST_FIELDS

    def _look_at(self, field: Field) -> Field:
        self._fields[field] = None
        return field

    def _pattern(self, formula: Formula) -> Pattern:
        match formula:
            case All(parts=parts):
                return joined(AND, [self._pattern(part) for part in parts])
            case AnyOf(parts=parts):
                return joined(OR, [self._pattern(part) for part in parts])
            case Constant(held=held):
                return held
            case Knownness():
                return self.knownness(formula)
            case Test() | Member() | Flag():
                return self._leaf(formula)
            case _:
                raise AssertionError(f"{formula} should have been written out")

    def _leaf(self, leaf: Leaf) -> Pattern:
        """Return the pattern of a test of one field."""
        if isinstance(leaf, Flag):
            field = self._look_at(self._coding.of_fact(leaf.fact))
            return self.leaf(field, {field.value: int(leaf.wanted)})
        plain = plain_comparison(leaf)
        if plain is not None:
            fact, literals = plain
            field = self._look_at(self._coding.of_fact(fact))
            codes = [field.code(literal) for literal in dict.fromkeys(literals)]
        elif isinstance(leaf, Test):
            field, codes = self._look_at(self._coding.of_difference(leaf)), [0]
        else:
            raise AssertionError(f"{leaf} should have been taken apart")
        if isinstance(leaf, Test):
            return self.leaf(field, _compared(leaf.comparison, field, codes[0]))
        comparison = Comparison.EQUAL if leaf.wanted else Comparison.DIFFERENT
        word = OR if leaf.wanted else AND
        return self.leaf(field, joined(word, [_compared(comparison, field, c) for c in codes]))

    def leaf(self, field: Field, pattern: Pattern) -> Pattern:  # noqa: ARG002 - others look at it
        """Return the pattern of a test, given the one for a field that is known."""
        return pattern

    def knownness(self, formula: Knownness) -> Pattern:
        """Return the pattern of whether a fact is known, or is not."""
        if self._coding.is_tested(formula.fact):
            return formula.wanted
        return self._told(formula)

    def _told(self, formula: Knownness) -> Pattern:
        field = self._look_at(self._coding.of_fact(formula.fact))
        return {field.known if formula.wanted else field.unknown: 1}


class SurePatterns(PlainPatterns):
    """Writes patterns that match when a formula is surely true: unknown fields are absent."""

    def knownness(self, formula: Knownness) -> Pattern:
        """Return the pattern of whether a fact is known, or is not."""
        return self._told(formula)


class PossiblePatterns(SurePatterns):
    """Writes patterns that match when a formula may be true."""

    def leaf(self, field: Field, pattern: Pattern) -> Pattern:
        """Return the pattern of a test that also passes while its field is unknown."""
        return joined(OR, [{field.unknown: 1}, pattern])


def _compared(comparison: Comparison, field: Field, code: int) -> Tests:
    compared = {field.value: code}
    return compared if comparison is Comparison.EQUAL else {_SIGNS[comparison]: compared}


def joined(word: str, patterns: list[Pattern]) -> Pattern:
    """Return patterns as one; constants are left out or decide the whole.

    Each is said once: the native engine would follow a repeated one as often as it is said.
    """
    settles = word == OR
    parts: dict[str, Tests] = {}
    for each in patterns:
        if isinstance(each, bool):
            if each is settles:
                return settles
        else:
            parts.update((repr(part), part) for part in each.get(word, [each]))
    if not parts:
        return not settles
    # Fewest values pass a test for equality: it comes first, so that the others are seldom made.
    distinct = sorted(parts.values(), key=lambda test: _EQUALITY not in map(type, test.values()))
    return distinct[0] if len(distinct) == 1 else {word: distinct}
