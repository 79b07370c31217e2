"""What the constructs of definitions are read as, and what is said of those that cannot be."""

from __future__ import annotations

import re

import pytest

from disposition.language.faults import ExpressionError
from disposition.language.parse.parser import parse_expression
from disposition.language.text import expression_text
from support.checkout import DOCS

READ_AS = [
    ("a if b else c", "a if b else c"),
    ("a if b else c if d else e", "a if b else c if d else e"),
    ("(a if b else c) if d else e", "(a if b else c) if d else e"),
    ("a if (b if c else d) else e", "a if (b if c else d) else e"),
    ("(a or b if c else d) + 1", "(a or b if c else d) + 1"),
    ("unknown if x is unknown else x", "unknown if x is unknown else x"),
    ("count(d for d in l)", "count(d for d in l)"),
    ("sum((d.u) for d in a.b if (d.u>1 or d.v))", "sum(d.u for d in a.b if d.u > 1 or d.v)"),
    ("any(a if b else c for d in l)", "any(a if b else c for d in l)"),
    ("first(d.x for d in l if (a if b else c))", "first(d.x for d in l if (a if b else c))"),
    (
        "last(d.x for d in l if (c) else (a if b else e))",
        "last(d.x for d in l if c else a if b else e)",
    ),
    ("max(d.x for d in l else 0)", "max(d.x for d in l else 0)"),
    ("count > 1 and segments.count == 2", "count > 1 and segments.count == 2"),
    ("max( a,b, )", "max(a, b)"),
    ("min(a, b, 3)", "min(a, b, 3)"),
    ("percent(a+b, (c))", "percent(a + b, c)"),
    ("lookup(t.c, a, 'x')", "lookup(t.c, a, 'x')"),
    (
        "sum(b.u for p in ps if p.ok for b in p.bs if b.u > 1)",
        "sum(sum(b.u for b in p.bs if b.u > 1) for p in ps if p.ok)",
    ),
    ("count(b for p in ps for b in p.bs)", "sum(count(b for b in p.bs) for p in ps)"),
    ("any(b.u for p in ps for b in p.bs)", "any(any(b.u for b in p.bs) for p in ps)"),
    (
        "min(b.u for p in ps if p.ok for b in p.bs if b.ok)",
        (
            "min(min(b.u for b in p.bs if b.ok) for p in ps"
            " if p.ok and count(b for b in p.bs if b.ok) > 0)"
        ),
    ),
]


@pytest.mark.parametrize(("text", "canonical"), READ_AS)
def test_it_is_read_as(text: str, canonical: str) -> None:
    assert expression_text(parse_expression(text)) == canonical
    assert parse_expression(canonical) == parse_expression(text)


ALIKE = re.findall(
    r"^\| `(\w+\([^`]* for [^`]*)`(?:, and so with `\w+`)? \| `(.*)` \|$",
    (DOCS / "reference" / "policy-language.md").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)


@pytest.mark.parametrize(("written", "same"), ALIKE)
def test_the_page_says_what_lists_within_lists_mean(written: str, same: str) -> None:
    assert expression_text(parse_expression(written)) == same


def test_the_page_has_them() -> None:
    assert len(ALIKE) == 4


FAULTS = [
    ("a if b", "E113", "if"),
    ("a if b and", "E104", "and"),
    ("a if b else", "E104", "else"),
    ("a else b", "E113", "else"),
    ("a if b if c else d", "E113", "if"),
    ("if a", "E104", "if"),
    ("a for d in l", "E113", "for"),
    ("(a for d in l)", "E113", "for"),
    ("sum()", "E113", "sum("),
    ("sum(a)", "E113", "sum(a)"),
    ("sum(a, b)", "E113", "sum(a, b)"),
    ("max(a)", "E113", "max(a)"),
    ("percent(a)", "E113", "percent(a)"),
    ("percent(a, b, c)", "E113", "percent(a, b, c)"),
    ("percent(a for d in l)", "E113", "percent(a for d in l)"),
    ("lookup(t.c)", "E113", "lookup(t.c)"),
    ("lookup(t, a)", "E113", "lookup(t, a)"),
    ("lookup('t', a)", "E113", "lookup('t', a)"),
    ("count(d.u for d in l)", "E113", "d.u"),
    ("count(p for p in ps for b in p.bs)", "E113", "p"),
    ("first(b.u for p in ps for b in p.bs)", "E113", "first(b.u for p in ps for b in p.bs)"),
    ("sum(d.u for d in l else 0)", "E113", "0"),
    ("min(b.u for p in ps for b in p.bs else 0)", "E113", "0"),
    ("max(a, b else 0)", "E113", "else"),
    ("first(d.u for d in l else)", "E104", ")"),
    ("sum(d.u for)", "E113", "for"),
    ("sum(d.u for d.e in l)", "E113", "d.e"),
    ("sum(d.u for true in l)", "E113", "true"),
    ("sum(d.u for d of l)", "E113", "d"),
    ("sum(d.u for d in [1])", "E113", "in"),
    ("sum(d.u for d in l if a if b)", "E113", "if"),
    ("sum(d.u for d in l, 3)", "E104", ","),
    ("sum(d.u for d in l", "E104", "("),
    ("sum(d.u for d in l]", "E104", "]"),
    ("length(a)", "E111", "length("),
    ("summ(d.u for d in l)", "E111", "summ("),
    ("a.count(b)", "E111", "a.count("),
    ("a[0]", "E111", "a["),
    ("a and IF", "E105", "IF"),
    ("'\0' == a", "E112", "'\0'"),
]


@pytest.mark.parametrize(("text", "code", "at"), FAULTS)
def test_it_is_refused(text: str, code: str, at: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    found = caught.value
    assert (found.code, text[slice(*found.span)]) == (code, at)


def test_a_function_with_a_slip_in_its_name_is_guessed() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression("summ(d.u for d in l)")
    assert caught.value.hint == "did you mean `sum`?"
