"""Laws of the policy language: it never breaks, means one thing, and is written one way."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disposition.facts import CATALOGUE
from disposition.language.expression import Expression
from disposition.language.faults import ExpressionError
from disposition.language.parse.parser import parse_expression
from disposition.policy import (
    CheckedPolicy,
    PolicyError,
    digest,
    expression_text,
    format_policy,
    load_checked_text,
)
from support.checkout import ROOT
from support.policy_texts import (
    HEAD,
    PolicyText,
    conditions,
    policies,
    spoiled,
    trees,
)

WHOLE = (
    (ROOT / "tests" / "golden" / "policies" / "house.yaml").read_text(encoding="utf-8")
    + """\
  follow-up:
    require:
      - {do: reinspect, by: "{lot.id}", due: as_of + 3, values: {n: lot.quantity*2, on: as_of}}
    with: rework
    when: >
      unsafe and
      shipment.urgency in ['high', 'critical']
    source: "é: quoted"
tables:
  by-record:
    columns: [supplier.track_record, defects.major.rate]
    because: experience
    source: house
    rows:
      - {if: ["new, poor", "> 2.5"], forbid: [accept]}
      - {if: [-, "(0..limit]"], permit: [rework], id: few}
invariants:
  safe: {always: "not unsafe or ships == 'none'"}
"""
)


def load(text: str) -> CheckedPolicy:
    return load_checked_text(text, CATALOGUE)


def loads_or_says_why(text: str) -> None:
    """Fail unless a text loads, or gets findings whose places are in it."""
    try:
        findings = load(text).warnings
    except PolicyError as error:
        findings = error.diagnostics
        assert findings
    lines = text.removeprefix("\ufeff").split("\n")
    for found in findings:
        place = found.place
        assert 1 <= place.line <= len(lines)
        assert place.text in ("", lines[place.line - 1].rstrip("\r"))
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        assert place.column - 1 + place.length <= max(len(place.text), place.column)
        assert str(found)


# --- it never breaks ------------------------------------------------------------------------------


def test_the_whole_policy_loads() -> None:
    assert load(WHOLE).warnings == ()


@given(spoiled(WHOLE))
def test_a_spoiled_policy_loads_or_says_why(text: str) -> None:
    loads_or_says_why(text)


@given(spoiled(WHOLE.replace("\n", "\r\n")))
def test_so_does_one_with_other_ends_of_lines(text: str) -> None:
    loads_or_says_why(text)


@given(st.text(max_size=40))
def test_so_does_any_text(text: str) -> None:
    loads_or_says_why(text)


PLAIN = st.sampled_from(
    ["", "~", "[]", "{}", "x", "'x'", "1", "true", "[x, {y: z}]", "{x: {y: [z]}}"]
)
SECTIONS = st.sampled_from(
    "policy version title about format extends replaces outcomes otherwise parameters define rules"
    " tables invariants permit forbid require with when because source clause is always value unit"
    " tighter ships do by due values columns rows if id x y".split()
)


@given(st.lists(st.tuples(st.integers(0, 3), SECTIONS, PLAIN), max_size=12))
def test_so_does_any_arrangement_of_keys(lines: list[tuple[int, str, str]]) -> None:
    loads_or_says_why("\n".join(f"{'  ' * depth}{key}: {value}" for depth, key, value in lines))


@given(st.lists(st.tuples(SECTIONS, SECTIONS, SECTIONS, PLAIN), max_size=6))
def test_so_does_any_shape_within_a_policy(paths: list[tuple[str, str, str, str]]) -> None:
    added = "\n".join(
        f"{section}: {{{key}: {{{inner}: {value}}}}}" for section, key, inner, value in paths
    )
    loads_or_says_why(f"policy: x\nversion: 1.0.0\n{added}\n")


SOUP = st.lists(
    st.sampled_from(
        "a b.c 'x' \"y\" 1 2.5 -1 ( ) [ ] , and or not in is known unknown + - * / == != < <= = é"
        " . # lambda f'' 1e5 0x1 True None x( x[ := ** ; \\ { } 'a"
        " if else for sum( count( max( lookup( t.c d".split(" ")
    ),
    max_size=12,
)


@given(SOUP, st.sampled_from(["", " ", "\n "]))
def test_any_words_are_an_expression_or_get_a_fault_in_them(words: list[str], gap: str) -> None:
    text = gap.join(words)
    fault = None
    try:
        tree = parse_expression(text)
    except ExpressionError as error:
        fault = error
    if fault is None:
        assert parse_expression(expression_text(tree)) == tree
    else:
        assert fault.message
        assert 0 <= fault.span[0] <= fault.span[1] <= len(text)


# --- it is written one way ------------------------------------------------------------------------


@given(trees())
def test_an_expression_is_read_as_it_is_written(tree: Expression) -> None:
    text = expression_text(tree)
    again = parse_expression(text)
    assert again == tree
    assert expression_text(again) == text


@given(conditions())
def test_the_canonical_text_is_canonical(text: str) -> None:
    once = expression_text(parse_expression(text))
    assert expression_text(parse_expression(once)) == once


@given(policies())
def test_formatting_changes_no_meaning_and_is_done_once(policy: PolicyText) -> None:
    formatted = format_policy("generated.yaml", policy.text)
    assert digest(load(formatted)) == digest(load(policy.text))
    assert format_policy("generated.yaml", formatted) == formatted
    assert formatted.count("#") == policy.text.count("#")


@given(spoiled(WHOLE))
def test_formatting_never_makes_a_policy_worse(text: str) -> None:
    before = after = None
    with suppress(PolicyError):
        before = digest(load(text))
    with suppress(PolicyError):
        after = digest(load(format_policy("spoiled.yaml", text)))
    assert before in (None, after)


# --- it means one thing ---------------------------------------------------------------------------


@given(st.data(), policies())
def test_the_order_of_rules_does_not_count(data: st.DataObject, policy: PolicyText) -> None:
    shuffled = policy.reordered(data.draw(st.permutations(policy.rules)))
    found, expected = load(shuffled.text), load(policy.text)
    assert digest(found) == digest(expected)
    assert found.rules == expected.rules


@given(policies())
def test_neither_do_comments_and_ends_of_lines(policy: PolicyText) -> None:
    noisy = "# first\n" + policy.text.replace("rules:\n", "rules:   # all of them\n")
    expected = digest(load(policy.text))
    assert digest(load(noisy)) == expected
    assert digest(load(policy.text.replace("\n", "\r\n"))) == expected


CHANGES = [
    ("value: 2.5", "value: 2.4"),
    ("unit: percent, ", ""),
    ("few: 3", "few: 4"),
    ("found  >  0", "found > 1"),
    ("ships: part", "ships: none"),
    ("title: Accept", "title: Take"),
    ("accept: {title: Accept, ships: all}\n", "accept: {title: Accept, ships: part}\n"),
    ("otherwise: hold", "otherwise: wait"),
    ("version: 1.0.0", "version: 1.0.1"),
    ("policy: generated", "policy: other"),
    ("(ships=='none')", "ships == 'part'"),
    ("  safe: ", "  sound: "),
    ("    source: ", "    source: not "),
    ("    because: ", "    clause: contract.rework.clause\n    because: "),
]


@pytest.mark.parametrize(("old", "new"), CHANGES)
@settings(max_examples=10)
@given(policies().filter(lambda policy: "'quoted'" not in policy.text))
def test_every_change_counts(old: str, new: str, policy: PolicyText) -> None:
    changed = policy.text.replace(old, new)
    assert changed != policy.text
    assert digest(load(changed)) != digest(load(policy.text))


@given(conditions(), conditions())
def test_a_rule_with_another_condition_is_another(first: str, second: str) -> None:
    def rule(when: str) -> CheckedPolicy:
        return load(f"{HEAD}rules:\n  a:\n    permit: accept\n    when: >-\n      {when}\n")

    same = expression_text(parse_expression(first)) == expression_text(parse_expression(second))
    assert (digest(rule(first)) == digest(rule(second))) == same


@given(st.integers(0, 10**15 - 1), st.integers(0, 15))
def test_numbers_are_read_exactly(digits: int, places: int) -> None:
    exact = Decimal(digits).scaleb(-places)
    text = f"{exact:f}"
    tree = parse_expression(f"x > {text}")
    assert tree == parse_expression(expression_text(tree))
    assert expression_text(tree) == f"x > {text}"
