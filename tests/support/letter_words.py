"""Reads letters: the words of a verdict in them, and what a reader of Markdown sees."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

VERDICTS = yaml.safe_load(
    Path(__file__).with_name("verdict_words.yaml").read_text(encoding="utf-8")
)
"""The words of a verdict by language, which a first contact does without."""

_CODES = re.compile(r"`[^`]*`")


def verdicts_in(text: str, language: str) -> list[str]:
    """Return the words of a verdict that a text has; names of keys and commands do not count."""
    words = VERDICTS[language]
    looked_at = _CODES.sub("", text).casefold()
    if language == "zh":
        return [word for word in words if word in looked_at]
    return [word for word in words if re.search(_pattern(word), looked_at)]


def _pattern(word: str) -> str:
    return rf"\b{re.escape(word[:-1])}\b" if word.endswith(".") else rf"\b{re.escape(word)}"


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def inline(tokens: list[Token]) -> list[Token]:
    """Return what the lines of a parsed text are made of, as a reader of Markdown sees them."""
    return [
        child for token in tokens for child in (token.children or []) if child.type != "softbreak"
    ]
