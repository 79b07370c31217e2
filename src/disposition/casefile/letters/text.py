"""Pieces of the text of letters: days, numbers, and users' own words that cannot break Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from disposition.visible import one_line
from disposition.words import in_a_row

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

# What means something in Markdown anywhere in a line. An underscore that a letter follows ends no
# emphasis, so that there is none; an ampersand means something only before the rest of an entity.
_ANYWHERE = re.compile(r"[\\`*\[\]<~|]|&(?=#?[0-9A-Za-z]+;)|_(?![^\W_])")
_AT_START = re.compile(r"[#+\-=>:]")
_NUMBERED = re.compile(r"([0-9]+)([.)])(?= |$)")


def plain(text: str | None) -> str:
    r"""Return a user's text on one line, as Markdown shows it as it is.

    >>> print(plain("1. see *note*\n<b>"))
    1\. see \*note\* \<b>
    >>> plain("label_file 2"), plain(None)
    ('label_file 2', '')
    """
    line = " ".join(one_line(text or "").split())
    escaped = _ANYWHERE.sub(r"\\\g<0>", line)
    if _AT_START.match(escaped):
        return f"\\{escaped}"
    return _NUMBERED.sub(r"\1\\\2", escaped, count=1) if _NUMBERED.match(escaped) else escaped


def code(text: str) -> str:
    """Return one of our own codes as people read it.

    >>> code("re_measurement")
    're measurement'
    """
    return text.replace("_", " ").replace("-", " ")


def number(value: Decimal | int) -> str:
    """Return a number with its thousands apart and all its places.

    >>> number(3200), number(Decimal("2.50"))
    ('3,200', '2.50')
    """
    return f"{value:,}" if isinstance(value, int) else f"{value:,f}"


def english_day(day: date) -> str:
    """Return a day as an English letter writes it.

    >>> english_day(date(2026, 11, 2))
    '2 November 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def chinese_day(day: date) -> str:
    """Return a day as a Chinese letter writes it.

    >>> chinese_day(date(2026, 11, 2))
    '2026年11月2日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


DAYS: Mapping[str, Callable[[date], str]] = MappingProxyType({"en": english_day, "zh": chinese_day})
"""How a day is written, by language."""


def short_chinese_day(day: date, year: int) -> str:
    """Return a day as a Chinese letter of a year writes it: without the year, if it is that one.

    >>> short_chinese_day(date(2026, 11, 2), 2026), short_chinese_day(date(2027, 1, 5), 2026)
    ('11月2日', '2027年1月5日')
    """
    return f"{day.month}月{day.day}日" if day.year == year else chinese_day(day)


def same_english_day(day: date, year: int) -> str:  # noqa: ARG001 - as the others take it
    """Return a day as an English letter of any year writes it."""
    return english_day(day)


SHORT_DAYS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {"en": same_english_day, "zh": short_chinese_day}
)
"""How a day within the text of a letter of some year is written, by language."""


def chinese_list(parts: list[str]) -> str:
    """Return names or things in a row.

    >>> chinese_list(["甲", "乙"])
    '甲、乙'
    """
    return "、".join(parts)


LISTS: Mapping[str, Callable[[list[str]], str]] = MappingProxyType(
    {"en": in_a_row, "zh": chinese_list}
)
"""How things stand in a row, by language."""


def spaced(text: str) -> str:
    """Return a text to stand among Chinese characters: Latin ends are set apart, others not.

    >>> spaced("Chen Jun"), spaced("陈军")
    (' Chen Jun ', '陈军')
    """
    before, after = (" " if end.isascii() else "" for end in (text[:1], text[-1:]))
    return f"{before}{text}{after}" if text else ""


_MANY_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


def tidy(text: str) -> str:
    r"""Return a rendered text with at most one blank line in a row and one end of line at its end.

    >>> tidy("\n\na  \n\n\n\nb\n\n")
    'a\n\nb\n'
    """
    return _MANY_BLANK.sub("\n\n", _TRAILING.sub("", text)).strip() + "\n"
