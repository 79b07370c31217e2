"""The cells of decision tables: what each says of its column.

A cell is `-` (anything), a value (`new`), a comparison (`> 2.5`, `!= low`), a range (`[1..5]`,
`(0..10]`), several of these with commas between them (`< 18, >= 60`), all but those (`not(new)`),
or `known` / `unknown`. Texts need no quotes in a cell. What stands on the other side of `<` or in a
range may also be a parameter or another fact, and after `==` and `!=` another fact, which has a
point in its path. So DMN writes its unary tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from disposition.language import expression as tree
from disposition.language.expression import Comparison, Expression, Span
from disposition.language.faults import ExpressionError
from disposition.language.literals import read_plain

ANYTHING = "-"
CELL_HINT = "a cell is `-`, `> 2.5`, `[1..5]`, `known` or values such as `new, poor`"
_COMPARISON = re.compile(r"\s*(==|=|!=|<=|<|>=|>)(.+)", re.DOTALL)
_RANGE = re.compile(r"\s*([\[(])(.+?)\.\.(.+)([\])])\s*", re.DOTALL)
_NAME = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*")
_PATH = re.compile(rf"\s*[a-z_][a-z0-9_]*\.{_NAME.pattern}\s*")
_EXCEPT = re.compile(r"\s*not\s*\((.*)\)\s*", re.DOTALL)
_PART = re.compile(r"(?:'[^']*'|\"[^\"]*\"|[\[(][^\[\](),]*\.\.[^\[\](),]*[\])]|[^,])*", re.DOTALL)
_PLAIN = re.compile(r"[^'\"\\\[\](){}<>=!,&|*]+")
_QUOTED = re.compile(r"'([^'\\]*)'|\"([^\"\\]*)\"")
# But not within `A10,B20`, `0.5,1.5` or `2026-12-01,2026-12-08`.
_COMMA_IN_NUMBER = re.compile(r"(?<![\w.-])[-+]?[0-9]+,[0-9]+(?!\w|\.[0-9])")
_SIGNS = {"=": Comparison.EQUAL, **{each.value: each for each in Comparison}}


def parse_cell(column: Expression, text: str) -> Expression | None:
    """Return the condition that a cell puts on its column; None if it says nothing of it.

    Raises:
        ExpressionError: the cell cannot be read; the span is within the cell's text.
    """
    whole = (0, len(text))
    word = text.strip()
    if word == ANYTHING:
        return None
    if word in ("known", "unknown"):
        if not isinstance(column, tree.Name):
            raise ExpressionError("S315", whole, "only a fact can be known or unknown")
        known = tree.Known(column, span=whole)
        return known if word == "known" else tree.Not(known, span=whole)
    if not {"'", '"'} & set(text) and (found := _COMMA_IN_NUMBER.search(text)):
        number, pair = (found[0].replace(",", each) for each in (".", ", "))
        message = f"`{found[0]}` may be one number or two values"
        hint = f"write `{number}` for the number, `{pair}` for the values"
        raise ExpressionError("E105", found.span(), message, hint)
    if found := _EXCEPT.fullmatch(text):
        return tree.Not(_any_of(column, text, found.span(1)), span=whole)
    return _any_of(column, text, whole)


def _any_of(column: Expression, text: str, within: Span) -> Expression:
    """Return that one of the tests holds that stand in a part of a cell."""
    spans = list(_parts(text, *within))
    if not any(
        _RANGE.fullmatch(text, *each) or _COMPARISON.fullmatch(text, *each) for each in spans
    ):
        return _one_of(column, text, spans, within)
    if len(spans) == 1:
        return _test(column, text, within)
    for span in spans:
        if (found := _COMPARISON.fullmatch(text, *span)) and found[1] == "!=":
            others = ", ".join(text[slice(*each)].strip().lstrip("!= ") for each in spans)
            message = f"`{found[0].strip()}` beside others, of which one is enough"
            raise ExpressionError("S315", span, message, f"write `not({others})`")
    return tree.Or(tuple(_test(column, text, each) for each in spans), span=within)


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield where the tests stand: between commas, but for those in quotes and ranges."""
    while True:
        found = _PART.match(text, start, end)
        stop = found.end() if found else end
        yield start, stop
        if stop >= end:
            return
        start = stop + 1


def _test(column: Expression, text: str, span: Span) -> Expression:
    if found := _RANGE.fullmatch(text, *span):
        return _range(column, found)
    if found := _COMPARISON.fullmatch(text, *span):
        comparison = _SIGNS[found[1]]
        read = _bound if comparison.is_ordering or _PATH.fullmatch(found[2]) else _value
        return tree.Compare(comparison, column, read(found[2], found.start(2)), span=span)
    return tree.Compare(Comparison.EQUAL, column, _value(text[slice(*span)], span[0]), span=span)


def _range(column: Expression, found: re.Match[str]) -> tree.And:
    lower = _bound(found[2], found.start(2))
    upper = _bound(found[3], found.start(3))
    above = Comparison.AT_LEAST if found[1] == "[" else Comparison.MORE
    below = Comparison.AT_MOST if found[4] == "]" else Comparison.LESS
    if _is_empty(lower, upper):
        message = f"the range `{found[0].strip()}` is empty"
        raise ExpressionError("S315", found.span(), message, "the smaller number comes first")
    bounds = (
        tree.Compare(above, column, lower, span=found.span()),
        tree.Compare(below, column, upper, span=found.span()),
    )
    return tree.And(bounds, span=found.span())


def _is_empty(lower: tree.Literal | tree.Name, upper: tree.Literal | tree.Name) -> bool:
    if not isinstance(lower, tree.Literal) or not isinstance(upper, tree.Literal):
        return False
    try:
        return bool(lower.value > upper.value)  # type: ignore[operator]  # other kinds raise
    except TypeError:
        return False


def _one_of(column: Expression, text: str, spans: list[Span], within: Span) -> Expression:
    values = tuple(_value(text[slice(*each)], each[0]) for each in spans)
    if len(values) == 1:
        return tree.Compare(Comparison.EQUAL, column, values[0], span=within)
    return tree.Within(column, values, span=within)


def _value(text: str, start: int) -> tree.Literal:
    """Return a written-out value; `start` is where its text begins in the cell."""
    word, span = _word(text, start)
    if found := _QUOTED.fullmatch(word):
        return tree.Literal(found[1] if found[1] is not None else found[2], span=span)
    if not _PLAIN.fullmatch(word) or "\n" in word:
        raise ExpressionError("S315", span, f"`{word}` cannot be read in a cell", CELL_HINT)
    if word.startswith("not "):
        hint = f"write `!= {word[4:]}`"
        raise ExpressionError("S315", span, f"`{word}` cannot be read in a cell", hint)
    return tree.Literal(read_plain(word, span), span=span)


def _bound(text: str, start: int) -> tree.Literal | tree.Name:
    """Return what a value is ordered against: a number, a date, a parameter or another fact."""
    word, span = _word(text, start)
    if _NAME.fullmatch(word) and word not in ("true", "false"):
        return tree.Name(word, span=span)
    return _value(text, start)


def _word(text: str, start: int) -> tuple[str, Span]:
    word = text.strip()
    if not word:
        message = "a value is missing in the cell"
        raise ExpressionError("S315", (start, start + len(text)), message, CELL_HINT)
    start += len(text) - len(text.lstrip())
    return word, (start, start + len(word))
