"""Answers as people type them, as the plain data that documents hold."""

from __future__ import annotations

import json
import re
from typing import Any

from disposition.analysis.asking.questionnaire import NextQuestion
from disposition.language.types import Kind

MOST_LINES = 1000
"""Lines of a list that can be told of by their number."""

_WHOLE = re.compile(r"[-+]?[0-9]{1,30}", re.ASCII)
_FLAGS = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
_NONE = {"none", "no", "[]"}
NOT_KNOWN = {"", "unknown", "?"}


def is_not_known(text: str) -> bool:
    """Whether somebody says that an answer is not known.

    >>> is_not_known(" Unknown "), is_not_known("0")
    (True, False)
    """
    return text.strip().casefold() in NOT_KNOWN


def typed_answer(text: str, question: NextQuestion) -> Any:
    """Return what somebody typed, as a document would hold it; what fits nothing stays a text.

    Words may be written in capitals, as phones do. A list is told by how many lines it has, of
    which all is asked then, or as JSON.
    """
    text = text.strip()
    match question.kind:
        case Kind.BOOLEAN.value:
            return _FLAGS.get(text.casefold(), text)
        case Kind.ENUM.value:
            return next((each for each in question.words if each == text.casefold()), text)
        case Kind.INTEGER.value:
            return int(text) if _WHOLE.fullmatch(text) else text
        case Kind.TEXT.value:
            is_quoted = len(text) > 2 and text[0] == text[-1] == '"'
            return text[1:-1] if is_quoted else text
        case "list":
            return _list(text)
        case _:
            return text


def _list(text: str) -> Any:
    if text.casefold() in _NONE:
        return []
    if _WHOLE.fullmatch(text) and 0 <= int(text) <= MOST_LINES:
        return [{} for _ in range(int(text))]
    if text.startswith("["):
        try:
            return json.loads(text, parse_float=str)
        except (ValueError, RecursionError):
            return text
    return text
