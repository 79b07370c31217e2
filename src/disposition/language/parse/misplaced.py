"""What is said of a word that cannot stand where it does, and of what is missing before it."""

from __future__ import annotations

from collections.abc import Sequence

from disposition.errors import suggest
from disposition.language.expression import Span
from disposition.language.faults import ExpressionError
from disposition.language.parse.calls import CALLED
from disposition.language.parse.tokens import Sort, Word
from disposition.words import listed

CLOSING = {"(": ")", "[": "]"}
_OPERANDS = frozenset({Sort.NAME, Sort.NUMBER, Sort.TEXT})
CLAUSE_HINT = "write `sum(d.units for d in inspection.defects if …)`"

_WRITTEN = {
    "if": "write `a if c else b`",
    "else": "write `a if c else b`",
    "for": CLAUSE_HINT,
    "where": CLAUSE_HINT,
    "when": CLAUSE_HINT,
    "between": "write `1 <= x <= 5`",
}

# What other languages compute by functions, and how it is said here.
_INSTEAD = {
    **dict.fromkeys(("today", "now"), "nothing reads a clock: `as_of` is the day of the decision"),
    "date": "write the day as a text: `'2026-12-01'`",
    **dict.fromkeys(("len", "length", "size"), "write `count(d for d in inspection.defects)`"),
    **dict.fromkeys(("avg", "average", "mean"), "compare `sum(…)` with a number times `count(…)`"),
    **dict.fromkeys(("some", "exists"), "write `any(d.units > 2 for d in inspection.defects)`"),
    "every": "write `all(d.units > 2 for d in inspection.defects)`",
    "abs": "write `max(x, 0 - x)`",
    **dict.fromkeys(("round", "floor", "ceil"), "numbers are exact, and nothing rounds them"),
    **dict.fromkeys(("coalesce", "ifnull", "nvl"), "write `a if a is known else b`"),
    **dict.fromkeys(("iif", "switch"), "write `a if c else b`"),
}


def stops_early(last: Span) -> ExpressionError:
    """Return the fault of an expression that ends where a value must follow."""
    return ExpressionError("E104", last, "the expression stops too early", "a value is missing")


def missing_value(word: Word, before: Word | None) -> ExpressionError:
    """Return the fault of a word that stands where a value must."""
    if word.sort is Sort.END:
        return stops_early(before.span if before is not None else (0, 0))
    if word.text == "not":
        hint = "put brackets around a condition within another"
        return ExpressionError("E104", word.span, "not a condition from here on", hint)
    if word.text == "+" and (before is None or before.text != "+"):
        return ExpressionError("E104", word.span, "`+` needs a value before it")
    if before is None:
        message = f"a value is missing before `{word.text}`"
    else:
        message = f"a value is missing between `{before.text}` and `{word.text}`"
    return ExpressionError("E104", word.span, message, _WRITTEN.get(word.text, ""))


def unexpected(word: Word, before: Word, opened: Sequence[Word]) -> ExpressionError:
    """Return the fault of a word that stands after a value and cannot; `opened` are brackets."""
    if word.sort is Sort.END:
        message = f"this `{opened[-1].text}` is never closed"
        return ExpressionError("E104", opened[-1].span, message)
    if word.sort is Sort.CLOSING:
        message = f"this `{word.text}` closes nothing"
        if opened:
            message = f"this `{word.text}` does not fit the `{opened[-1].text}` before it"
        return ExpressionError("E104", word.span, message)
    if word.sort is Sort.COMMA:
        message = "a comma can only stand in a list"
        hint = "write `2.5` for two and a half, `1000` for a thousand, and `and` or `or` otherwise"
        return ExpressionError("E104", word.span, message, hint)
    if word.text in ("if", "else", "for"):
        message = f"`{word.text}` cannot stand here"
        return ExpressionError("E113", word.span, message, _WRITTEN[word.text])
    if word.sort in _OPERANDS or word.sort is Sort.OPENING or word.text == "not":
        return _missing_operator(word, before)
    hint = "put brackets around a condition within another"
    return ExpressionError("E104", word.span, "not a condition from here on", hint)


def _missing_operator(word: Word, before: Word) -> ExpressionError:
    if before.sort is Sort.NAME:
        span = (before.span[0], word.span[1])
        if word.text == "[":
            message = f"`{before.text}[…]` is not part of the policy language"
            hint = "`first`, `last`, `any` and so on tell what stands in a list"
            return ExpressionError("E111", span, message, hint)
        if word.sort is Sort.TEXT and before.span[1] == word.span[0]:
            message = f"`{before.text}` cannot stand before a text"
            return ExpressionError("E111", span, message, "write the text in quotes alone")
    shown = word.text if len(word.text) <= 40 else f"{word.text[:40]}…"
    message = f"something is missing before `{shown}`"
    hint = _WRITTEN.get(word.text, "for example `and`, `or`, `==` or `>`")
    if before.sort is word.sort is Sort.TEXT:
        hint = "put a comma between the values of a list"
    return ExpressionError("E104", word.span, message, hint)


def no_function(name: Word, bracket: Word) -> ExpressionError:
    """Return the fault of a word before a bracket that is no function."""
    span = (name.span[0], bracket.span[1])
    shown = listed(CALLED)
    hint = _INSTEAD.get(name.text.casefold()) or suggest(name.text, CALLED)
    hint = hint or f"a fact stands for itself; functions are {shown}"
    message = f"`{name.text}(…)` is not part of the policy language"
    return ExpressionError("E111", span, message, hint)


def no_list(span: Span) -> ExpressionError:
    """Return the fault of a list that does not stand after `in`."""
    message = "a list can only stand after `in`"
    return ExpressionError("E111", span, message, "write `x in ['a', 'b']`")


def nothing_after_is(asked: Word, word: Word, *, is_negated: bool) -> ExpressionError:
    """Return the fault of what stands after `is` and is neither `known` nor `unknown`."""
    hint = "write `is known` or `is unknown`; compare values with `==`"
    if is_negated and word.text in ("known", "unknown"):
        hint = f"write `is {'unknown' if word.text == 'known' else 'known'}`"
    message = "`is` can only be followed by `known` or `unknown`"
    return ExpressionError("E108", (asked.span[0], word.span[1]), message, hint)
