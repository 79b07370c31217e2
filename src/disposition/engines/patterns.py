"""Formulas as patterns of the native engine: what it matches a message of coded facts against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from disposition.engines.capacity import AND, MOST_FIELDS, OR, Room, Tests
from disposition.engines.encoding import Codes, Coding, Field, Looks, plain_comparison
from disposition.engines.formulas import All, Constant, Flag, Formula, Knownness, Leaf, Member, Test
from disposition.engines.formulas import Any as AnyOf
from disposition.language.expression import Comparison

Pattern = Tests | bool
"""What the native engine matches a message against; a bool where the facts do not matter."""

FLAG = "a"
"""What begins the names of flags that say which conditions are asked."""

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
        self._fields: Looks = {}

    def pattern(self, formula: Formula) -> tuple[Pattern, Looks]:
        """Return the pattern of a formula, and the fields and their names that it looks at."""
        self._fields = {}
        pattern = self._pattern(formula)
        if isinstance(pattern, dict) and not self._fits(pattern):
            self._fields = {}
            field = self._coding.of_formula(formula)
            pattern = self.leaf(field, {field.value: 1})
        return pattern, self._fields

    def asked(self, pattern: Tests, flag: str) -> Tests:  # noqa: ARG002 - others look at it
        """Return a pattern as it stands in a ruleset."""
        return pattern

    def _fits(self, pattern: Tests) -> bool:
        return Room.of(pattern).fits_a_rule and len(self._fields) <= MOST_FIELDS

    def _look_at(self, field: Field, name: str, codes: Codes = None) -> None:
        look_at(self._fields, field, name, codes)

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
            field = self._coding.of_fact(leaf.fact)
            return self.leaf(field, {field.value: int(leaf.wanted)})
        plain = plain_comparison(leaf)
        if plain is not None:
            fact, literals = plain
            field = self._coding.of_fact(fact)
            codes = [field.code(literal) for literal in dict.fromkeys(literals)]
        elif isinstance(leaf, Test):
            field, codes = self._coding.of_difference(leaf), [0]
        else:
            raise AssertionError(f"{leaf} should have been taken apart")
        if isinstance(leaf, Test):
            return self.leaf(field, _compared(leaf.comparison, field, codes[0]))
        comparison = Comparison.EQUAL if leaf.wanted else Comparison.DIFFERENT
        word = OR if leaf.wanted else AND
        return self.leaf(field, joined(word, [_compared(comparison, field, c) for c in codes]))

    def leaf(self, field: Field, pattern: Pattern) -> Pattern:
        """Return the pattern of a test, given the one for a field that is known."""
        self._look_at(field, field.value, _equalities(pattern))
        return pattern

    def knownness(self, formula: Knownness) -> Pattern:
        """Return the pattern of whether a fact is known, or is not."""
        if self._coding.is_tested(formula.fact):
            return formula.wanted
        return self._known_pattern(formula)

    def _known_pattern(self, formula: Knownness) -> Pattern:
        field = self._coding.of_fact(formula.fact)
        name = field.known if formula.wanted else field.unknown
        self._look_at(field, name)
        return {name: 1}


class SurePatterns(PlainPatterns):
    """Writes patterns that match when a formula is surely true: unknown fields are absent."""

    def knownness(self, formula: Knownness) -> Pattern:
        """Return the pattern of whether a fact is known, or is not."""
        return self._known_pattern(formula)


class PossiblePatterns(SurePatterns):
    """Writes patterns that match when a formula may be true, and a flag says that it is asked."""

    def asked(self, pattern: Tests, flag: str) -> Tests:
        """Return a pattern that is only looked at where a message has a flag."""
        asked = joined(AND, [{flag: 1}, pattern])
        assert isinstance(asked, dict)  # noqa: S101 - neither part is a constant
        return asked

    def _fits(self, pattern: Tests) -> bool:
        return super()._fits(self.asked(pattern, FLAG))

    def leaf(self, field: Field, pattern: Pattern) -> Pattern:
        """Return the pattern of a test that also passes while its field is unknown."""
        self._look_at(field, field.unknown)
        return joined(OR, [{field.unknown: 1}, super().leaf(field, pattern)])


def look_at(looks: Looks, field: Field, name: str, codes: Codes) -> None:
    """Add to what is looked at that some codes of a name of a field are asked for."""
    asked = looks.setdefault(field, {})
    before = asked.get(name, codes)
    asked[name] = None if before is None or codes is None else before | codes


def _equalities(pattern: Pattern) -> Codes:
    """Return the codes that one of which a field has to have; None where other tests are made."""
    tests = pattern.get(OR, [pattern]) if isinstance(pattern, dict) else []
    codes = [code for test in tests for code in test.values()]
    return frozenset(codes) if all(isinstance(code, int) for code in codes) else None


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


def begun_alike(patterns: Mapping[str, Tests]) -> list[tuple[str, Tests]]:
    """Return patterns with the test first that most have, those that begin alike together.

    What rules of a ruleset begin with is tested once for all of them, and where it fails, the
    native engine looks at none.
    """
    common = Counter(repr(test) for each in patterns.values() for test in _parts(each))

    def rank(test: Tests) -> tuple[bool, int, str]:
        # Alternatives are never shared.
        return _is_nested(test), -common[repr(test)], repr(test)

    begun = {
        key: {AND: sorted(_parts(each), key=rank)} if AND in each else each
        for key, each in patterns.items()
    }
    return sorted(begun.items(), key=lambda item: rank(_parts(item[1])[0]))


def _parts(pattern: Tests) -> list[Tests]:
    parts: list[Tests] = pattern.get(AND, [pattern])
    return parts


def _is_nested(pattern: Tests) -> bool:
    return AND in pattern or OR in pattern
