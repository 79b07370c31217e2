"""The text of an expression to its words and signs; what the language does not have is refused.

What looks like another language is refused here, in words about what the user wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from disposition.language.expression import Span
from disposition.language.faults import ExpressionError
from disposition.language.literals import read_number

LONGEST_NAME = 8


class Sort(Enum):
    """What a word of an expression is."""

    NAME = "name"
    NUMBER = "number"
    TEXT = "text"
    WORD = "word"
    COMPARISON = "comparison"
    ARITHMETIC = "arithmetic"
    OPENING = "opening"
    CLOSING = "closing"
    COMMA = "comma"
    END = "end"


class Word(NamedTuple):
    """A name, a value, an operator, a bracket or a comma, and where it stands."""

    sort: Sort
    text: str
    span: Span


_TOKEN = re.compile(
    r"""
    (?P<space> [\ \t\r\n]+ )
  | (?P<nothing> is\ +(?:not\ +)?(?:None|null|NULL|nil)\b )
  | (?P<date> \d{4}-\d{2}-\d{2}(?!\w) )
  | (?P<number> \.?\d[\w.]* )
  | (?P<name> [^\W\d]\w*(?:\.[^\W\d]\w*)* )
  | (?P<text> '[^']*' | "[^"]*" )
  | (?P<foreign> === | !== | && | \|\| | <> | => | =< | \*\* | // | := )
  | (?P<comparison> == | != | <= | >= | < | > )
  | (?P<arithmetic> [-+*/] )
  | (?P<opening> [(\[] )
  | (?P<closing> [)\]] )
  | (?P<comma> , )
  | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)

_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")
_SORTS = {each.value: each for each in Sort}
CONNECTING = frozenset({"and", "or", "not", "in", "is", "if", "else", "for"})
_SIGNS = {
    "=": "compare with `==`",
    "===": "compare with `==`",
    "!==": "write `!=`",
    ":=": "compare with `==`",
    "&&": "write `and`",
    "&": "write `and`",
    "||": "write `or`",
    "|": "write `or`",
    "<>": "write `!=`",
    "≠": "write `!=`",
    "!": "write `not`",
    "~": "write `not`",
    "=>": "write `>=`",
    "≥": "write `>=`",
    "=<": "write `<=`",
    "≤": "write `<=`",
    "×": "write `*`",
    "÷": "write `/`",
    "?": "write `a if c else b`",
    "%": "percent are plain numbers: `2.5`",
    "**": "there are `+`, `-`, `*` and `/`",
    "//": "there are `+`, `-`, `*` and `/`",
    "#": "put a comment on a line of its own, above the key",
    "{": "a fact stands for itself; braces belong in texts",
    "}": "a fact stands for itself; braces belong in texts",
    ".": "a fact is words with dots between them, without spaces",
    "\\": "leave it out; a condition can go on over several lines as it is",
    "\xa0": "it looks like a space; type one",
    **dict.fromkeys("–—−", "write `-`"),
    **dict.fromkeys("“”„‟‘’‚«»`", "write straight quotes: `'new'`"),
}
FOREIGN = {
    "True": "write `true`",
    "TRUE": "write `true`",
    "False": "write `false`",
    "FALSE": "write `false`",
    **dict.fromkeys(("None", "null", "nil", "NULL"), "write `x is unknown`"),
    **{word.upper(): f"write `{word}`" for word in CONNECTING},
    **{word.title(): f"write `{word}`" for word in CONNECTING},
    "elif": "write `a if c else b if d else e`",
    "then": "write `a if c else b`; a rule's effect stands in `permit`, `forbid` or `require`",
    **dict.fromkeys(
        "as assert async await break class continue def del except finally from global"
        " import lambda nonlocal pass raise return try while with yield".split(),
        "",
    ),
}


def split(text: str) -> Iterator[Word]:
    """Yield the words of an expression.

    Raises:
        ExpressionError: something is not part of the language.
    """
    for found in _TOKEN.finditer(text):
        sort, written, span = found.lastgroup or "", found.group(), found.span()
        if sort == "space":
            continue
        if sort == "nothing":
            hint = f"write `is {'known' if 'not' in written else 'unknown'}`"
            message = f"`{written}` is not part of the policy language"
            raise ExpressionError("E108", span, message, hint)
        if sort in ("other", "foreign"):
            raise _no_sign(written, span)
        if sort == "date":
            hint = f"put quotes around a date: `'{written}'`"
            raise ExpressionError("E105", span, f"`{written}` is not a number", hint)
        if sort == "number":
            read_number(written, span)
        elif sort == "text":
            _expect_plain_text(written, span)
        elif sort == "name":
            sort = _sort_of_name(written, span)
        yield Word(_SORTS[sort], written, span)


def _sort_of_name(written: str, span: Span) -> str:
    if written in CONNECTING:
        return "word"
    if written in FOREIGN:
        message = f"`{written}` is not part of the policy language"
        raise ExpressionError("E105", span, message, FOREIGN[written])
    if written.count(".") >= LONGEST_NAME:
        message = f"a name of more than {LONGEST_NAME} words"
        raise ExpressionError("E103", span, message, "no fact has so many")
    return "name"


def _expect_plain_text(written: str, span: Span) -> None:
    if found := _NO_CHARACTER.search(written):
        message = f"a text cannot contain U+{ord(found.group()):04X}"
        raise ExpressionError("E112", span, message, "type the text anew")
    if "\\" in written:
        message = "a text cannot contain `\\`"
        hint = "it has no special meaning here; for a quote use the other kind around the text"
        raise ExpressionError("E112", span, message, hint)


def _no_sign(written: str, span: Span) -> ExpressionError:
    start = span[0]
    if written in "'\"":
        return ExpressionError("E104", (start, start + 1), "this quote is never closed")
    hint = _SIGNS.get(written, "")
    if not written.isprintable():
        written = f"U+{ord(written):04X}"
    return ExpressionError("E104", span, f"`{written}` is not part of the policy language", hint)
