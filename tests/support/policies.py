"""Hypothesis strategies for policies and facts, over a small catalogue of their own.

- `conditions()`: a condition with every kind of node; `conditions(known=False)` never asks
  whether a fact is known;
- `policies()`: rules over such conditions, with definitions, parameters and invariants; half of
  them are written as a file's text and loaded;
- `wide_policies()`, `large_conditions()`: more than the native engine takes at once;
- `facts_for(policy)`: unknown facts, and known ones at and beside every literal of the policy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from attrs import frozen
from hypothesis import strategies as st

from disposition.facts.catalogue import Catalogue
from disposition.language.declarations import DefinitionSpec, ParameterSpec
from disposition.language.expression import (
    And,
    Arithmetic,
    Compare,
    Comparison,
    Definition,
    Expression,
    Fact,
    Known,
    Literal,
    Not,
    Operator,
    Or,
    Parameter,
    Within,
    walk,
)
from disposition.language.template import Template
from disposition.language.text import expression_text
from disposition.language.types import FactSpec, FactType, Kind, Value
from disposition.policy import load_checked_text
from disposition.policy.guards import guards_of
from disposition.policy.model import (
    CheckedPolicy,
    Division,
    Effect,
    Invariant,
    Outcome,
    Rule,
    Ships,
)
from disposition.testing.strategies import quick
from disposition.testing.strategies.quick import Draw, Recipe, drawn

Facts = Mapping[str, Value | None]

BOOLEAN, INTEGER = FactType(Kind.BOOLEAN), FactType(Kind.INTEGER)
DECIMAL, DAY, TEXT = FactType(Kind.DECIMAL), FactType(Kind.DATE), FactType(Kind.TEXT)
COLOUR = FactType(Kind.ENUM, values=("red", "green", "blue"))

_TYPES = {
    **dict.fromkeys(("flag.a", "flag.b", "flag.c"), BOOLEAN),
    **dict.fromkeys(("count.a", "count.b", "count.c"), INTEGER),
    **dict.fromkeys(("rate.a", "rate.b"), DECIMAL),
    **dict.fromkeys(("day.a", "day.b"), DAY),
    **dict.fromkeys(("text.a", "text.b"), TEXT),
    **dict.fromkeys(("colour.a", "colour.b"), COLOUR),
}
CATALOGUE = Catalogue.of(
    {
        path: FactSpec(path, type_, path, given=True, signed=type_.kind.is_number)
        for path, type_ in _TYPES.items()
    }
)

OUTCOMES = (
    Outcome("accept", "Accept", Ships.ALL),
    Outcome("sort", "Sort", Ships.PART, tuple(Division)),
    Outcome("rework", "Rework", Ships.NONE),
)
_DECIDED = {
    "outcome": FactType(Kind.ENUM, values=(*(each.id for each in OUTCOMES), "hold")),
    "ships": FactType(Kind.ENUM, values=("all", "part", "none")),
}

_WHOLE = (0, 1, 2, 3, 7, 100, -1, -3, 10**12, 123_456_789_012_345, 999_999_999_999_999)
_DECIMALS = tuple(
    map(
        Decimal,
        ("0.1", "0.3", "2.5", "2.50", "-1.5", "7.0", "0.000000000000001", "99999.9999999999"),
    )
)
_DIVISORS = (3, -7, 10, Decimal("0.3"), Decimal("-2.5"))
_FIRST_DAY = date(2026, 1, 1)
_WRITABLE_TEXTS = ("x", "y z", "", "a'b", "{curly}", "Grüße", "100%", "né\u00a0à", "#: -")
_TEXTS = (*_WRITABLE_TEXTS, "\"'", "back\\slash", "{0!r}", "two\nlines", "\x00")
NUMBERS = quick.sampled_from((*_WHOLE, *_DECIMALS))


def fact(path: str) -> Fact:
    """Return the node of a fact of the catalogue."""
    return Fact(path, _TYPES[path])


def _facts_of(*types: FactType) -> Recipe[Fact]:
    return quick.sampled_from([fact(path) for path, type_ in _TYPES.items() if type_ in types])


@frozen
class Vocabulary:
    """What conditions may name besides facts, and which texts they may compare with."""

    conditions: tuple[Expression, ...] = ()
    numbers: tuple[Expression, ...] = ()
    texts: tuple[str, ...] = _TEXTS
    known: bool = True


# --- conditions ----------------------------------------------------------------------------------


@cache  # making a strategy takes longer than drawing from it
def _numbers(words: Vocabulary, depth: int) -> Recipe[Expression]:
    facts = _facts_of(INTEGER, INTEGER, DECIMAL)
    plain: Recipe[Expression] = quick.one_of(facts, facts, quick.builds(Literal, NUMBERS))
    if words.numbers:
        plain = quick.one_of(plain, quick.sampled_from(words.numbers))
    if depth == 0:
        return plain
    below = _numbers(words, depth - 1)
    signs = quick.sampled_from([Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY])
    divisors = quick.sampled_from(_DIVISORS).map(Literal)
    return quick.one_of(
        plain,
        quick.builds(Arithmetic, signs, below, below),
        quick.builds(Arithmetic, quick.just(Operator.DIVIDE), below, divisors),
    )


def _days() -> Recipe[Expression]:
    days = quick.one_of(
        _facts_of(INTEGER), quick.sampled_from([0, 3, -1, 10**9]).map(Literal), quick.just(_gap())
    )
    shifts = quick.sampled_from([Operator.ADD, Operator.SUBTRACT])
    return quick.one_of(_facts_of(DAY), quick.builds(Arithmetic, shifts, _facts_of(DAY), days))


def _gap() -> Expression:
    return Arithmetic(Operator.SUBTRACT, fact("day.a"), fact("day.b"))


def _day_literals() -> Recipe[Literal]:
    return quick.sampled_from([0, 1, 30]).map(lambda n: Literal(_FIRST_DAY + timedelta(n), DAY))


@cache
def _atoms(words: Vocabulary) -> Recipe[Expression]:
    any_way = quick.sampled_from([*Comparison])
    same = quick.sampled_from([Comparison.EQUAL, Comparison.DIFFERENT])
    colours = quick.sampled_from(COLOUR.values).map(lambda value: Literal(value, COLOUR))
    texts = quick.sampled_from(words.texts).map(Literal)
    numbers = _facts_of(INTEGER, DECIMAL)
    atoms: list[Recipe[Expression]] = [
        _facts_of(BOOLEAN),
        quick.builds(Compare, any_way, numbers, quick.builds(Literal, NUMBERS)),
        quick.builds(Compare, any_way, _numbers(words, 2), _numbers(words, 2)),
        quick.builds(Compare, any_way, _days(), quick.one_of(_days(), _day_literals())),
        quick.builds(Compare, any_way, quick.just(_gap()), _numbers(words, 1)),
        quick.builds(Compare, same, _facts_of(TEXT), quick.one_of(texts, _facts_of(TEXT))),
        quick.builds(Compare, same, _facts_of(COLOUR), quick.one_of(colours, _facts_of(COLOUR))),
        quick.builds(Within, _facts_of(COLOUR), _listed(colours)),
        quick.builds(Within, _facts_of(TEXT), _listed(texts)),
        quick.builds(Within, _facts_of(DAY), _listed(_day_literals())),
        quick.builds(Within, _numbers(words, 1), _listed(NUMBERS.map(Literal))),
        quick.builds(Literal, quick.booleans()),
    ]
    if words.known:
        atoms.append(quick.builds(Known, quick.sampled_from([fact(path) for path in _TYPES])))
    if words.conditions:
        named = quick.sampled_from(words.conditions)
        atoms += [named, quick.builds(Not, named), named, quick.builds(Not, named)]
    return quick.one_of(*atoms)


def _listed(values: Recipe[Literal]) -> Recipe[tuple[Literal, ...]]:
    return quick.lists(values, min_size=1, max_size=4).map(tuple)


@cache
def _conditions(words: Vocabulary, depth: int = 2) -> Recipe[Expression]:
    atoms = _atoms(words)
    if depth == 0:
        return atoms
    below = _conditions(words, depth - 1)
    several = quick.lists(below, min_size=2, max_size=3).map(tuple)
    same = quick.sampled_from([Comparison.EQUAL, Comparison.DIFFERENT])
    truths = _listed(quick.booleans().map(Literal))
    return quick.one_of(
        atoms,
        quick.builds(Not, below),
        quick.builds(And, several),
        quick.builds(Or, several),
        quick.builds(Compare, same, below, below),
        quick.builds(Within, below, truths),
    )


def conditions(*, known: bool = True) -> st.SearchStrategy[Expression]:
    """Draw a condition over facts alone."""
    return drawn(_conditions(Vocabulary(known=known)))


def large_conditions() -> st.SearchStrategy[Expression]:
    """Draw a condition with more connectives, alternatives or ways to hold than a rule may have."""
    return drawn(_large_conditions())


@quick.composite
def _large_conditions(draw: Draw) -> Expression:
    atoms = draw(quick.lists(_atoms(Vocabulary()), min_size=4, max_size=8))
    size = draw(quick.sampled_from([12, 40, 90, 130]))
    many = tuple(atoms[index % len(atoms)] for index in range(size))
    if draw(quick.booleans()):
        return draw(quick.sampled_from([And, Or]))(many)
    inner, outer = draw(quick.some_of([And, Or], min_size=2))
    pairs = tuple(inner(many[index : index + 3]) for index in range(0, size - 2, 3))
    return outer(pairs)


# --- policies ------------------------------------------------------------------------------------


def policies(*, known: bool = True) -> st.SearchStrategy[CheckedPolicy]:
    """Draw a policy of some rules, loaded from its text or built directly."""
    return drawn(_policies(known=known))


@quick.composite
def _policies(draw: Draw, *, known: bool = True) -> CheckedPolicy:
    by_text = draw(quick.booleans())
    texts = _WRITABLE_TEXTS if by_text else _TEXTS
    parameters = {
        "limit": ParameterSpec("limit", draw(NUMBERS), INTEGER),
        "strict": ParameterSpec("strict", draw(quick.booleans()), BOOLEAN),
    }
    named = tuple(Parameter(each.name, each.type) for each in parameters.values())
    words = Vocabulary(named[1:], named[:1], texts, known)
    definitions: dict[str, DefinitionSpec] = {}
    # `not_a` beside `a`: names that generated code must keep apart.
    for name in draw(quick.sampled_from([(), ("a",), ("a", "not_a"), ("not_a", "a", "b")])):
        definitions[name] = DefinitionSpec(name, draw(_conditions(words, 1)), BOOLEAN)
        words = _with(words, conditions=(Definition(name, BOOLEAN),) * 3)
    for name in draw(quick.sampled_from([(), ("sum",), ("sum", "more")])):
        definitions[name] = DefinitionSpec(name, draw(_numbers(words, 2)), DECIMAL)
        words = _with(words, numbers=(Definition(name, DECIMAL),) * 2)
    drawn = draw(quick.lists(_conditions(words), min_size=1, max_size=6))
    repeated = draw(quick.lists(quick.sampled_from(drawn), max_size=2))
    policy = CheckedPolicy(
        id="drawn",
        version="1.0.0",
        title="",
        outcomes=OUTCOMES,
        otherwise="hold",
        parameters=parameters,
        definitions=definitions,
        rules=tuple(_rule(draw, number, when) for number, when in enumerate(drawn + repeated)),
        invariants=draw(_invariants(words)),
        catalogue=CATALOGUE,
    )
    return loaded(policy) if by_text else _guarded(policy)


def _with(
    words: Vocabulary,
    conditions: tuple[Expression, ...] = (),
    numbers: tuple[Expression, ...] = (),
) -> Vocabulary:
    return Vocabulary(
        words.conditions + conditions, words.numbers + numbers, words.texts, words.known
    )


def _rule(draw: Draw, number: int, when: Expression) -> Rule:
    effect = draw(quick.sampled_from([Effect.PERMIT, Effect.PERMIT, Effect.FORBID]))
    ids = [each.id for each in OUTCOMES]
    chosen = draw(quick.some_of(ids, min_size=1))
    outcomes = tuple(each for each in ids if each in chosen)
    return rule(f"r{number:04}", effect, outcomes, when)


def rule(id_: str, effect: Effect, outcomes: tuple[str, ...], when: Expression) -> Rule:
    """Return a rule without a reason."""
    return Rule(id_, effect, outcomes, when, Template(""))


@quick.composite
def _invariants(draw: Draw, words: Vocabulary) -> tuple[Invariant, ...]:
    """Draw up to two invariants: a condition, or what it asks of the outcome."""
    found = []
    for number in range(draw(quick.integers(0, 2))):
        condition = draw(_conditions(words, 1))
        name = draw(quick.sampled_from([None, *_DECIDED]))
        if name is not None:
            type_ = _DECIDED[name]
            value = draw(quick.sampled_from(type_.values))
            asked = Compare(Comparison.EQUAL, Fact(name, type_), Literal(value, type_))
            condition = Or((condition, asked))
        found.append(Invariant(f"i{number}", condition))
    return tuple(found)


def _guarded(policy: CheckedPolicy) -> CheckedPolicy:
    return changed(policy, guards=guards_of(policy.invariants, policy.outcomes))


@frozen(eq=False, repr=False)
class Drawn(CheckedPolicy):
    """A policy that Hypothesis shows as the text of a file."""

    def __repr__(self) -> str:
        return policy_text(self)


_POLICY_FIELDS = (
    *("id", "version", "title", "outcomes", "otherwise", "parameters", "definitions"),
    *("rules", "invariants", "guards", "catalogue"),
)


def changed(policy: CheckedPolicy, **changes: object) -> CheckedPolicy:
    """Return a policy with other values of the named fields."""
    fields = {each: getattr(policy, each) for each in _POLICY_FIELDS}
    return Drawn(**{**fields, **changes})


def plain_policy(*conditions: Expression) -> CheckedPolicy:
    """Return a policy of rules that permit the first outcome on the given conditions."""
    rules = (
        rule(f"r{number:04}", Effect.PERMIT, ("accept",), when)
        for number, when in enumerate(conditions)
    )
    return Drawn("plain", "1.0.0", "", OUTCOMES, "hold", {}, {}, tuple(rules), (), CATALOGUE)


def wide_policies() -> st.SearchStrategy[CheckedPolicy]:
    """Draw a policy with more rules than fit into one ruleset of the native engine."""
    return drawn(_wide_policies())


@quick.composite
def _wide_policies(draw: Draw) -> CheckedPolicy:
    drawn = draw(quick.lists(_conditions(Vocabulary(), 1), min_size=4, max_size=10))
    drawn += draw(quick.lists(_large_conditions(), max_size=2))
    limits = range(draw(quick.sampled_from([20, 70, 150])))
    simple = [
        Compare(draw(quick.sampled_from([*Comparison])), fact("count.a"), Literal(limit))
        for limit in limits[:10]
    ]
    simple += [Compare(Comparison.AT_LEAST, fact("rate.a"), Literal(limit)) for limit in limits]
    return plain_policy(*drawn, *simple)


def loaded(policy: CheckedPolicy) -> CheckedPolicy:
    """Return a policy as it comes back from its own text."""
    return changed(load_checked_text(policy_text(policy), CATALOGUE))


def policy_text(policy: CheckedPolicy) -> str:
    """Write a policy as a file's text."""
    quoted = json.dumps
    lines = [f"policy: {policy.id}", f"version: {policy.version}", "outcomes:"]
    lines += [f"  {each.id}: {{title: x, ships: {each.ships.value}}}" for each in policy.outcomes]
    lines += [f"otherwise: {policy.otherwise}"]
    if policy.parameters:
        lines += ["parameters:"]
        lines += [f"  {n}: {{value: {_value(s.value)}}}" for n, s in policy.parameters.items()]
    if policy.definitions:
        lines += ["define:"]
        lines += [
            f"  {name}: {quoted(expression_text(spec.expression))}"
            for name, spec in policy.definitions.items()
        ]
    lines += ["rules:"]
    for each in policy.rules:
        lines += [
            f"  {each.id}:",
            f"    {each.effect.value}: [{', '.join(each.outcomes)}]",
            f"    when: {quoted(expression_text(each.when))}",
            "    because: x",
        ]
    if policy.invariants:
        lines += ["invariants:"]
        lines += [
            f"  {each.id}: {{always: {quoted(expression_text(each.always))}}}"
            for each in policy.invariants
        ]
    return "\n".join([*lines, ""])


def _value(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(value)


# --- facts ---------------------------------------------------------------------------------------

_STEP = Decimal("0.000000000001")


def _boundaries(policy: CheckedPolicy) -> set[Value]:
    """Return the literals and parameters of a policy, and what lies just beside them."""
    expressions = [
        *policy.conditions,
        *(spec.expression for spec in policy.definitions.values()),
    ]
    nodes = [node for expression in expressions for node in walk(expression)]
    values = [node.value for node in nodes if isinstance(node, Literal)]
    values += [each.value for node in nodes if isinstance(node, Within) for each in node.values]
    values += [spec.value for spec in policy.parameters.values()]
    beside = {near for value in values for near in _beside(value)}
    return {*values, *beside}


def _beside(value: Value) -> tuple[Value, ...]:
    match value:
        case bool() | str():
            return ()
        case date():
            return (value - timedelta(1), value + timedelta(1))
        case int():
            return (value - 1, value + 1)
        case _:
            return (value - _STEP, value + _STEP)


def facts_for(policy: CheckedPolicy) -> st.SearchStrategy[Facts]:
    """Draw the facts that a policy reads: all of them known, or each perhaps unknown."""
    boundaries = _boundaries(policy)
    known = {path: _values(_TYPES[path], boundaries) for path in policy.facts}
    perhaps = {path: quick.one_of(quick.just(None), values) for path, values in known.items()}
    every = quick.one_of(quick.fixed_dictionaries(known), quick.fixed_dictionaries(perhaps))
    return drawn(every, strips=1)


def _values(type_: FactType, boundaries: set[Value]) -> Recipe[Value]:
    numbers = [each for each in boundaries if isinstance(each, int | Decimal)]
    numbers = [each for each in numbers if not isinstance(each, bool)]
    match type_.kind:
        case Kind.BOOLEAN:
            return quick.booleans()
        case Kind.INTEGER:
            whole = {int(each) for each in numbers} | {0, 1, -2, 2**53, 2**53 + 1, 10**30}
            return quick.one_of(quick.sampled_from(sorted(whole)), quick.integers(-4, 4))
        case Kind.DECIMAL:
            exact = {Decimal(each) for each in numbers} | {Decimal("0.2"), Decimal("0.30")}
            return quick.sampled_from(sorted(exact))
        case Kind.ENUM:
            return quick.sampled_from(type_.values)
        case Kind.TEXT:
            texts = {each for each in boundaries if isinstance(each, str)} | {"other"}
            return quick.sampled_from(sorted(texts))
        case Kind.DATE:
            days = {each for each in boundaries if isinstance(each, date)}
            return quick.sampled_from(sorted(days | {_FIRST_DAY, date.min, date.max}))
