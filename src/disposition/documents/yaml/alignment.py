"""Which character of a file each character of a scalar came from."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ESCAPE = r"\\(?:x.{2}|u.{4}|U.{8}|(?P<joined>\r?\n[ \t]*(?:\r?\n[ \t]*)*)|.)"
_FOLD = r"(?P<fold>[ \t]*(?:\r?\n[ \t]*)+)"
_DOUBLE_QUOTED = re.compile(f"{_ESCAPE}|{_FOLD}|.", re.DOTALL)


def align(text: str, raw: str) -> list[int] | None:
    """Return for each character of a scalar's `text` its offset in `raw`, what the file says.

    Quoting and folding change white space, quotes and, in double quotes, escapes; everything else
    stands in the file as it is. None if the two do not match.

    >>> align("it's", "'it''s'")
    [1, 2, 3, 5]
    """
    if raw[:1] == '"':
        offsets = list(_double_quoted(raw))
        return offsets if len(offsets) == len(text) else None
    start = raw.find("\n") + 1 if raw[:1] in ("|", ">") else 0
    direct = raw.find(text, start)
    if direct >= 0:
        return list(range(direct, direct + len(text)))
    return _in_order(text, raw, start)


def _double_quoted(raw: str) -> Iterator[int]:
    for found in _DOUBLE_QUOTED.finditer(raw, 1, len(raw) - 1):
        if found["fold"]:
            breaks = found["fold"].count("\n")
            yield from [found.start()] * max(1, breaks - 1)
        elif found["joined"]:
            yield from [found.start()] * (found["joined"].count("\n") - 1)
        else:
            yield found.start()


def _in_order(text: str, raw: str, start: int) -> list[int] | None:
    """Find the characters one after the other; only white space and doubled quotes are skipped."""
    offsets = []
    position = start
    for character in text:
        if character.isspace():
            offsets.append(position)
            continue
        position = raw.find(character, position)
        if position < 0:
            return None
        offsets.append(position)
        position += 1
    return offsets
