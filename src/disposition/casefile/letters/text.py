"""Pieces of the text of letters: addresses, days, numbers, words that cannot break Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from disposition.frozen import frozen
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


@frozen
class Addressee:
    """Somebody to write or speak to, by name, and by role if it is told."""

    name: str
    role: str = ""


_CHINESE_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_TITLES = (
    "经理",
    "总监",
    "主管",
    "主任",
    "厂长",
    "老板",
    "师傅",
    "先生",
    "女士",
    "小姐",
    "总",
    "工",
)
_COMPOUND = frozenset(
    (
        *("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒"),
        *("令狐", "端木", "夏侯", "南宫", "独孤", "轩辕", "宇文", "长孙", "申屠"),
    )
)
"""Surnames of two characters that are met today."""

_TITLE_OF: tuple[tuple[str, str], ...] = (
    (r"owner|boss|chairman|ceo|general manager|director|老板|总经理|董事|总监", "总"),
    (r"plant manager|factory manager|厂长", "厂长"),
    (r"\bqc\b|\bqa\b|quality|engineer|technician|工程师|品质|质量|技术", "工"),
    (r"manager|sales|merchandiser|contact|经理|业务|跟单|生产|主管", "经理"),
)
"""What somebody with a role is called after the surname; the first that fits."""


def chinese_address(person: Addressee) -> str:
    """Return how a Chinese letter addresses somebody: by surname and role (李经理, 李工).

    Only names in Chinese characters are taken apart. Of a name in Latin letters nobody can tell
    which part is the surname, and one that ends with a title is an address already.

    >>> chinese_address(Addressee("李伟", "sales_contact"))
    '李经理'
    >>> chinese_address(Addressee("欧阳明", "QC"))
    '欧阳工'
    >>> chinese_address(Addressee("Li Wei", "QC")), chinese_address(Addressee("李总", "owner"))
    ('Li Wei', '李总')
    """
    name = person.name
    title = _title(person.role)
    if not title or not _CHINESE_NAME.fullmatch(name) or name.endswith(_TITLES):
        return name
    surname = name[:2] if name[:2] in _COMPOUND and len(name) > 2 else name[0]
    return surname + title


def _title(role: str) -> str:
    words = " ".join(role.casefold().replace("_", " ").replace("-", " ").split())
    return next((title for pattern, title in _TITLE_OF if re.search(pattern, words)), "")


def chinese_addresses(people: Iterable[Addressee]) -> str:
    """Return how a Chinese letter addresses several people."""
    return chinese_list([chinese_address(each) for each in people])


def names(people: Iterable[Addressee]) -> str:
    """Return the names of people in an English row.

    >>> names([Addressee("Li Wei", "QC"), Addressee("Hu")])
    'Li Wei and Hu'
    """
    return in_a_row([each.name for each in people])


ADDRESSES: Mapping[str, Callable[[Iterable[Addressee]], str]] = MappingProxyType(
    {"en": names, "zh": chinese_addresses}
)
"""How people are addressed, by language."""
