"""How a letter addresses somebody: by name, and in Chinese by surname and role (李经理, 李工).

Only names in Chinese characters are taken apart. Of a name in Latin letters nobody can tell which
part is the surname, and one that ends with a title is an address already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from disposition.casefile.letters.text import chinese_list
from disposition.frozen import frozen
from disposition.words import in_a_row


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
    """Return how a Chinese letter addresses somebody.

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
