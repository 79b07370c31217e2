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

from disposition.facts.kinds import FactSpec, FactType, Kind, Value
from disposition.policy import load_checked_text
from disposition.policy.expression import (
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
from disposition.policy.formatting import expression_text
from disposition.policy.guards import guards_of
from disposition.policy.model import (
    CheckedPolicy,
    DefinitionSpec,
    Effect,
    Invariant,
    Outcome,
    ParameterSpec,
    Rule,
    Ships,
)
from disposition.policy.template import Template

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
CATALOGUE = {path: FactSpec(path, type_, path, given=True) for path, type_ in _TYPES.items()}

OUTCOMES = (
    Outcome("accept", "Accept", Ships.ALL),
    Outcome("sort", "Sort", Ships.PART),
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
NUMBERS = st.sampled_from((*_WHOLE, *_DECIMALS))


def fact(path: str) -> Fact:
    """Return the node of a fact of the catalogue."""
    return Fact(path, _TYPES[path])


def _facts_of(*types: FactType) -> st.SearchStrategy[Fact]:
    return st.sampled_from([fact(path) for path, type_ in _TYPES.items() if type_ in types])


@frozen
class Vocabulary:
    """What conditions may name besides facts, and which texts they may compare with."""

    conditions: tuple[Expression, ...] = ()
    numbers: tuple[Expression, ...] = ()
    texts: tuple[str, ...] = _TEXTS
    known: bool = True


# --- conditions ----------------------------------------------------------------------------------


@cache  # making a strategy takes longer than drawing from it
def _numbers(words: Vocabulary, depth: int) -> st.SearchStrategy[Expression]:
    facts = _facts_of(INTEGER, INTEGER, DECIMAL)
    plain: st.SearchStrategy[Expression] = st.one_of(facts, facts, st.builds(Literal, NUMBERS))
    if words.numbers:
        plain = st.one_of(plain, st.sampled_from(words.numbers))
    if depth == 0:
        return plain
    below = _numbers(words, depth - 1)
    signs = st.sampled_from([Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY])
    divisors = st.sampled_from(_DIVISORS).map(Literal)
    return st.one_of(
        plain,
        st.builds(Arithmetic, signs, below, below),
        st.builds(Arithmetic, st.just(Operator.DIVIDE), below, divisors),
    )


def _days() -> st.SearchStrategy[Expression]:
    days = st.one_of(
        _facts_of(INTEGER), st.sampled_from([0, 3, -1, 10**9]).map(Literal), st.just(_gap())
    )
    shifts = st.sampled_from([Operator.ADD, Operator.SUBTRACT])
    return st.one_of(_facts_of(DAY), st.builds(Arithmetic, shifts, _facts_of(DAY), days))


def _gap() -> Expression:
    return Arithmetic(Operator.SUBTRACT, fact("day.a"), fact("day.b"))


def _day_literals() -> st.SearchStrategy[Literal]:
    return st.sampled_from([0, 1, 30]).map(lambda n: Literal(_FIRST_DAY + timedelta(n), DAY))


@cache
def _atoms(words: Vocabulary) -> st.SearchStrategy[Expression]:
    any_way = st.sampled_from(Comparison)
    same = st.sampled_from([Comparison.EQUAL, Comparison.DIFFERENT])
    colours = st.sampled_from(COLOUR.values).map(lambda value: Literal(value, COLOUR))
    texts = st.sampled_from(words.texts).map(Literal)
    numbers = _facts_of(INTEGER, DECIMAL)
    atoms: list[st.SearchStrategy[Expression]] = [
        _facts_of(BOOLEAN),
        st.builds(Compare, any_way, numbers, st.builds(Literal, NUMBERS)),
        st.builds(Compare, any_way, _numbers(words, 2), _numbers(words, 2)),
        st.builds(Compare, any_way, _days(), st.one_of(_days(), _day_literals())),
        st.builds(Compare, any_way, st.just(_gap()), _numbers(words, 1)),
        st.builds(Compare, same, _facts_of(TEXT), st.one_of(texts, _facts_of(TEXT))),
        st.builds(Compare, same, _facts_of(COLOUR), st.one_of(colours, _facts_of(COLOUR))),
        st.builds(Within, _facts_of(COLOUR), _listed(colours)),
        st.builds(Within, _facts_of(TEXT), _listed(texts)),
        st.builds(Within, _facts_of(DAY), _listed(_day_literals())),
        st.builds(Within, _numbers(words, 1), _listed(NUMBERS.map(Literal))),
        st.builds(Literal, st.booleans()),
    ]
    if words.known:
        atoms.append(st.builds(Known, st.sampled_from([fact(path) for path in _TYPES])))
    if words.conditions:
        named = st.sampled_from(words.conditions)
        atoms += [named, st.builds(Not, named), named, st.builds(Not, named)]
    return st.one_of(atoms)


def _listed(values: st.SearchStrategy[Literal]) -> st.SearchStrategy[tuple[Literal, ...]]:
    return st.lists(values, min_size=1, max_size=4).map(tuple)


@cache
def _conditions(words: Vocabulary, depth: int = 2) -> st.SearchStrategy[Expression]:
    atoms = _atoms(words)
    if depth == 0:
        return atoms
    below = _conditions(words, depth - 1)
    several = st.lists(below, min_size=2, max_size=3).map(tuple)
    same = st.sampled_from([Comparison.EQUAL, Comparison.DIFFERENT])
    truths = _listed(st.booleans().map(Literal))
    return st.one_of(
        atoms,
        st.builds(Not, below),
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(Compare, same, below, below),
        st.builds(Within, below, truths),
    )


def conditions(*, known: bool = True) -> st.SearchStrategy[Expression]:
    """Draw a condition over facts alone."""
    return _conditions(Vocabulary(known=known))


@st.composite
def large_conditions(draw: st.DrawFn) -> Expression:
    """Draw a condition with more connectives, alternatives or ways to hold than a rule may have."""
    atoms = draw(st.lists(_atoms(Vocabulary()), min_size=4, max_size=8))
    size = draw(st.sampled_from([12, 40, 90, 130]))
    many = tuple(atoms[index % len(atoms)] for index in range(size))
    if draw(st.booleans()):
        return draw(st.sampled_from([And, Or]))(many)
    inner, outer = draw(st.permutations([And, Or]))
    pairs = tuple(inner(many[index : index + 3]) for index in range(0, size - 2, 3))
    return outer(pairs)


# --- policies ------------------------------------------------------------------------------------


@st.composite
def policies(draw: st.DrawFn, *, known: bool = True) -> CheckedPolicy:
    """Draw a policy of some rules, loaded from its text or built directly."""
    by_text = draw(st.booleans())
    texts = _WRITABLE_TEXTS if by_text else _TEXTS
    parameters = {
        "limit": ParameterSpec("limit", draw(NUMBERS), INTEGER),
        "strict": ParameterSpec("strict", draw(st.booleans()), BOOLEAN),
    }
    named = tuple(Parameter(each.name, each.type) for each in parameters.values())
    words = Vocabulary(named[1:], named[:1], texts, known)
    definitions: dict[str, DefinitionSpec] = {}
    # `not_a` beside `a`: names that generated code must keep apart.
    for name in draw(st.sampled_from([(), ("a",), ("a", "not_a"), ("not_a", "a", "b")])):
        definitions[name] = DefinitionSpec(name, draw(_conditions(words, 1)), BOOLEAN)
        words = _with(words, conditions=(Definition(name, BOOLEAN),) * 3)
    for name in draw(st.sampled_from([(), ("sum",), ("sum", "more")])):
        definitions[name] = DefinitionSpec(name, draw(_numbers(words, 2)), DECIMAL)
        words = _with(words, numbers=(Definition(name, DECIMAL),) * 2)
    drawn = draw(st.lists(_conditions(words), min_size=1, max_size=6))
    repeated = draw(st.lists(st.sampled_from(drawn), max_size=2))
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


def _rule(draw: st.DrawFn, number: int, when: Expression) -> Rule:
    effect = draw(st.sampled_from([Effect.PERMIT, Effect.PERMIT, Effect.FORBID]))
    ids = [each.id for each in OUTCOMES]
    chosen = draw(st.sets(st.sampled_from(ids), min_size=1))
    outcomes = tuple(each for each in ids if each in chosen)
    return rule(f"r{number:04}", effect, outcomes, when)


def rule(id_: str, effect: Effect, outcomes: tuple[str, ...], when: Expression) -> Rule:
    """Return a rule without a reason."""
    return Rule(id_, effect, outcomes, when, Template(""))


@st.composite
def _invariants(draw: st.DrawFn, words: Vocabulary) -> tuple[Invariant, ...]:
    """Draw up to two invariants: a condition, or what it asks of the outcome."""
    found = []
    for number in range(draw(st.integers(0, 2))):
        condition = draw(_conditions(words, 1))
        name = draw(st.sampled_from([None, *_DECIDED]))
        if name is not None:
            type_ = _DECIDED[name]
            value = draw(st.sampled_from(type_.values))
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
    *("rules", "invariants", "guards"),
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
    return Drawn("plain", "1.0.0", "", OUTCOMES, "hold", {}, {}, tuple(rules), ())


@st.composite
def wide_policies(draw: st.DrawFn) -> CheckedPolicy:
    """Draw a policy with more rules than fit into one ruleset of the native engine."""
    drawn = draw(st.lists(_conditions(Vocabulary(), 1), min_size=4, max_size=10))
    drawn += draw(st.lists(large_conditions(), max_size=2))
    limits = range(draw(st.sampled_from([20, 70, 150])))
    simple = [
        Compare(draw(st.sampled_from(Comparison)), fact("count.a"), Literal(limit))
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
    perhaps = {path: st.one_of(st.none(), values) for path, values in known.items()}
    return st.one_of(st.fixed_dictionaries(known), st.fixed_dictionaries(perhaps))


def _values(type_: FactType, boundaries: set[Value]) -> st.SearchStrategy[Value]:
    numbers = [each for each in boundaries if isinstance(each, int | Decimal)]
    numbers = [each for each in numbers if not isinstance(each, bool)]
    match type_.kind:
        case Kind.BOOLEAN:
            return st.booleans()
        case Kind.INTEGER:
            whole = {int(each) for each in numbers} | {0, 1, -2, 2**53, 2**53 + 1, 10**30}
            return st.one_of(st.sampled_from(sorted(whole)), st.integers(-4, 4))
        case Kind.DECIMAL:
            exact = {Decimal(each) for each in numbers} | {Decimal("0.2"), Decimal("0.30")}
            return st.sampled_from(sorted(exact))
        case Kind.ENUM:
            return st.sampled_from(type_.values)
        case Kind.TEXT:
            texts = {each for each in boundaries if isinstance(each, str)} | {"other"}
            return st.sampled_from(sorted(texts))
        case Kind.DATE:
            days = {each for each in boundaries if isinstance(each, date)}
            return st.sampled_from(sorted(days | {_FIRST_DAY, date.min, date.max}))
