"""Text of strangers as it may be shown: it steers no terminal, and does not turn around."""

from __future__ import annotations

import json
import re
from unicodedata import category

_UNUSUAL = re.compile(r"[^\n -~]")


def visible(text: str) -> str:
    r"""Return text with every control and format character as its JSON escape, but for line ends.

    So are surrogates, private and unassigned characters. What JSON says stays the same.

    >>> print(visible("RED\u202eX \x1b[31m\x85 Größe 红"))
    RED\u202eX \u001b[31m\u0085 Größe 红
    """
    return text if text.isprintable() else _UNUSUAL.sub(_shown, text)


def in_place(text: str) -> str:
    r"""Return text with a mark for every such character, so that columns stay where they are.

    >>> in_place("a\tb\u202ec")
    'a b�c'
    """
    letters = text.replace("\t", " ")
    return "".join(each if _is_plain(each) else "\N{REPLACEMENT CHARACTER}" for each in letters)


def _shown(found: re.Match[str]) -> str:
    letter = found.group()
    return letter if _is_plain(letter) else json.dumps(letter)[1:-1]


def _is_plain(letter: str) -> bool:
    # Python calls spaces other than the common one not printable.
    return letter.isprintable() or category(letter) == "Zs"


def one_line(text: str) -> str:
    r"""Return text on one line, without what would steer a terminal or turn the reading order.

    >>> one_line("two\nlines")
    'two lines'
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
