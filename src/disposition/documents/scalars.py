"""The single values of documents: how each is read; texts, words, flags and dates.

A reader returns a trusted value, or raises `RefusalError`. It is used both on the fast way through
a document and on the one that collects problems, so the two cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from disposition.day_forms import days_meant
from disposition.documents.quoting import shown
from disposition.documents.types import ANYTHING, FactType, Kind, Range, Value
from disposition.errors import Problem, suggest
from disposition.frozen import Factory, field, frozen
from disposition.words import listed

LONGEST_TEXT = 10_000
"""Characters that a text may have."""

LONGEST_WORD = 60
"""Characters of a wrong word up to which a better one is looked for."""

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)


END = r"$(?!\n)"
"""The end of a text in a schema's pattern: a bare `$` of some engines lets a line break follow."""


WRONG_TYPE, UNKNOWN_WORD, OUT_OF_RANGE, TOO_LONG = (
    "wrong-type",
    "unknown-word",
    "out-of-range",
    "too-long",
)
BLANK, CONTROL_CHARACTERS, NO_SUCH_DAY = "blank", "control-characters", "no-such-day"
NOT_EXACT, TOO_MANY_DIGITS = "not-exact", "too-many-digits"
"""Codes of mistakes in single values."""


class RefusalError(ValueError):
    """A value that cannot be taken: what was expected, perhaps a hint, and the code of it."""

    def __init__(self, message: str, hint: str = "", code: str = WRONG_TYPE) -> None:
        self.message = message
        self.hint = hint
        self.code = code
        super().__init__(message)


class RefusedPartsError(RefusalError):
    """Parts of a value that cannot be taken, each with its place below that of the value."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(problems[0].message)


Reader = Callable[[object], Value]
"""Returns the value that was written, or raises `RefusalError`; null is none."""


@frozen
class ScalarType:
    """One kind of single value: its type, how it is read, and its JSON Schema.

    `usual` is the source of a test of `value` that holds only for values that `read` would return
    as they are: most values pass it without a call. The reader takes or refuses all others;
    `read_again` does so for texts, and remembers what they say.
    """

    type: FactType
    read: Reader
    schema: Mapping[str, Any]
    usual: str = "False"
    within: Range = ANYTHING
    read_again: Reader = field(
        init=False, eq=False, repr=False, default=Factory(lambda it: _remembering(it.read), True)
    )


MOST_REMEMBERED = 256
"""Texts of one kind of value of which it is remembered what they say."""


def _remembering(read: Reader) -> Reader:
    """Return the same reader for texts, that remembers what it read last."""
    return lru_cache(MOST_REMEMBERED)(read)


LEAVE_OUT = "leave the key out when it is not known"
_NOTHING = re.compile(r"|[-–—?.]+|n/?a|nan|null|nil|none|unknown|0000-?00-?00", re.IGNORECASE)
"""Texts by which programs and people say that a value is not known."""


def refusal(expected: str, value: object, hint: str = "", code: str = WRONG_TYPE) -> RefusalError:
    """Return the error that says what was expected and what was found."""
    if not hint and isinstance(value, str) and len(value) <= LONGEST_WORD:
        hint = LEAVE_OUT if _NOTHING.fullmatch(value.strip()) else ""
    return RefusalError(f"expected {expected}, found {shown(value)}", hint, code)


# --- texts ---------------------------------------------------------------------------------------

_CONTROLS = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff"
_UNWANTED = re.compile(f"[{_CONTROLS}]")


def text(*, blank: bool = False, longest: int = LONGEST_TEXT) -> ScalarType:
    """Text; a blank one is refused unless `blank`, since it would pass for a known value."""

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise refusal("text", value, as_text_hint(value))
        if len(value) > longest:
            raise refusal(f"text of at most {longest:,} characters", value, code=TOO_LONG)
        if not blank and not value.strip():
            raise refusal("text", value, LEAVE_OUT, BLANK)
        if not value.isprintable() and _UNWANTED.search(value):
            expected = "text without control characters or lone surrogates"
            raise refusal(expected, value, code=CONTROL_CHARACTERS)
        return str(value)

    needed = "" if blank else r"(?=[\s\S]*\S)"
    schema = {"type": "string", "maxLength": longest, "pattern": f"^{needed}[^{_CONTROLS}]*{END}"}
    usual = f"type(value) is str and len(value) <= {longest} and value.isprintable()"
    if not blank:
        usual += " and value >= '!'"  # then it begins with no blank
    return ScalarType(FactType(Kind.TEXT), read, schema, usual)


def as_text_hint(value: object) -> str:
    """Say how a number is written that should be a text."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**LONGEST_WORD:
        return f'write it as text, `"{value}"`'
    return ""


def enum(*values: str, hint_of: Callable[[str], str] | None = None) -> ScalarType:
    """One word of a closed list; `hint_of` says what a wrong word probably means."""
    known = {value: value for value in values}
    expected = f"one of {listed(values)}"

    def read(value: object) -> str:
        if isinstance(value, str) and value in known:
            return known[value]
        word = _word(value)
        hint = hint_of(word) if hint_of else _closest(word, values)
        if type(value) is int and value.bit_length() < _LONGEST_CODE and str(value) in known:
            hint = f'write it as text, `"{value}"`'
        raise refusal(expected, value, hint, UNKNOWN_WORD)

    usual = f"type(value) is str and value in {{{', '.join(map(repr, values))}}}"
    return ScalarType(FactType(Kind.ENUM, values=values), read, {"enum": list(values)}, usual)


_LONGEST_CODE = 128  # bits of a number that may have been meant as a word, such as a plant's


def _word(value: object) -> str:
    """Return what may have been meant as a word: a short text, or a small number."""
    if isinstance(value, str):
        return value.strip() if len(value) <= LONGEST_WORD else ""
    return str(value) if type(value) is int and 0 <= value < 100 else ""


def _closest(written: str, values: tuple[str, ...]) -> str:
    word = re.sub(r"[\s-]+", "_", written).casefold()
    return suggest(word, values) if word else ""


def flag() -> ScalarType:
    """True or false."""

    def read(value: object) -> bool:
        if value is True or value is False:
            return value
        raise refusal("true or false", value, _flag_hint(value))

    usual = "value is True or value is False"
    return ScalarType(FactType(Kind.BOOLEAN), read, {"type": "boolean"}, usual)


def _flag_hint(value: object) -> str:
    word = _word(value).casefold()
    if word in ("true", "yes", "y", "1"):
        return "write `true`"
    return "write `false`" if word in ("false", "no", "n", "0") else ""


# --- dates ---------------------------------------------------------------------------------------

_MONTHS = (
    "(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31"
)


def day_pattern(century: str, leap_century: str) -> str:
    """Return a pattern for the days of some centuries that there are.

    The centuries whose first year is a leap year are given by themselves: `20`, `24`, `28`.
    """
    leap = rf"(?:(?:{century})(?:0[48]|[2468][048]|[13579][26])|(?:{leap_century})00)"
    return rf"^(?:(?:{century})[0-9]{{2}}-(?:{_MONTHS})|{leap}-02-29){END}"


ANY_DAY = day_pattern("(?!0000)[0-9]{2}", "[2468][048]|[13579][26]|0[48]")
"""Every day that Python has; there is no year 0."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def day(first: date = FIRST_DAY, last: date = LAST_DAY) -> ScalarType:
    """A calendar day from `first` to `last`: written year-month-day, or a Python date.

    A `datetime` is taken at midnight, as databases and data frames have days.
    """
    expected = "a date such as 2026-11-18"

    def read(value: object) -> date:
        if isinstance(value, date) and value == value:  # noqa: PLR0124 - NaT is not
            found = _day_of(value, expected)
        elif isinstance(value, str) and _DAY.fullmatch(value):
            try:
                found = date.fromisoformat(value)
            except ValueError:
                raise refusal("a day that exists", value, code=NO_SUCH_DAY) from None
        else:
            raise refusal(expected, value, _day_hint(value))
        if first <= found <= last:
            return found
        raise refusal(f"a date from {first} to {last}", value, code=OUT_OF_RANGE)

    schema: dict[str, Any] = {"type": "string", "format": "date"}
    if (first, last) == (FIRST_DAY, LAST_DAY):
        schema["pattern"] = day_pattern("19|2[0-9]", "2[048]")
    elif (first, last) == (date.min, date.max):
        schema["pattern"] = ANY_DAY
    within = Range(first.toordinal(), last.toordinal())
    return ScalarType(FactType(Kind.DATE), read, schema, within=within)


def _day_of(value: date, expected: str) -> date:
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            hint = "which day it is depends on the place: give `.date()` of the time there"
            raise refusal(expected, value, hint)
        if value.time() != time() or getattr(value, "nanosecond", 0) != 0:
            raise refusal(expected, value, "leave out the time of day: give its `.date()`")
    return date(value.year, value.month, value.day)


def _day_hint(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_WORD:
        return ""
    if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]", value):
        return f'leave out the time of day: `"{value[:10]}"`'
    days = " or ".join(f'`"{each}"`' for each in days_meant(value))
    return f"write {days}" if days else ""


TEXT, NOTE, FLAG, DAY = text(), text(blank=True), flag(), day()
"""Those that most documents have."""
