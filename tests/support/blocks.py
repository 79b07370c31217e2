"""Finds the code blocks of a page and says how each language is checked."""

from __future__ import annotations

import doctest
import json
import re
import tomllib
from pathlib import Path

import yaml
from sybil import Document, Example
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

from support.console import Console

FENCE = re.compile(r"^[ \t]*(?:```+|~~~+)(.*)$", re.MULTILINE)


def read_page(page: Path, folder: Path) -> Document:
    """Return the page with its blocks ready to be evaluated, commands running in `folder`."""
    return Document.parse(
        str(page),
        PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS),
        CodeBlockParser("console", Console(folder)),
        *(CodeBlockParser(language, check) for language, check in PARSED.items()),
    )


def unchecked(text: str) -> list[str]:
    """Return the languages of a page's blocks that nothing checks; `text` says so on purpose."""
    languages = [found.strip() for found in FENCE.findall(text)][::2]
    return [name for name in languages if name not in {"python", "console", "text", *PARSED}]


def _parse_json(example: Example) -> None:
    json.loads(example.parsed)


def _parse_json_lines(example: Example) -> None:
    for line in example.parsed.splitlines():
        json.loads(line)


def _parse_toml(example: Example) -> None:
    tomllib.loads(example.parsed)


def _parse_yaml(example: Example) -> None:
    yaml.safe_load(example.parsed)


PARSED = {
    "json": _parse_json,
    "jsonl": _parse_json_lines,
    "toml": _parse_toml,
    "yaml": _parse_yaml,
}
