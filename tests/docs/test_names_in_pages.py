"""Facts, keys of the lot document and methods that pages name are there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from disposition.facts import CATALOGUE, lot_schema
from support.checkout import DOCS, pages, relative
from support.links import BLOCK

# Decisions and the change log stay as they were written.
TOLD = [page for page in pages() if page.parent.name != "decisions" and page.stem != "CHANGELOG"]
FILES = (".csv", ".html", ".json", ".md", ".py", ".sh", ".toml", ".xlsx", ".yaml", ".yml")
DOTTED = re.compile(r"(?<!`)`([a-z_]+(?:\.[a-z_0-9]+)+)(?:\[\d\])?`")
METHOD = re.compile(r"(?<!`)`([A-Z]\w+)\.([a-z_]+)(?:\(.*?\))?`")
PACKAGES = re.findall(
    r"^## `([a-z_.]+)`$",
    (DOCS / "reference/public-names.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


@cache
def known_names() -> frozenset[str]:
    """Return the facts, the keys of the lot document, and the beginnings of both."""
    schema = lot_schema()
    names = {*CATALOGUE, *_paths(schema, schema, ())}
    steps = [name.split(".") for name in names]
    return frozenset(".".join(each[:length]) for each in steps for length in range(1, 9))


def _paths(
    node: Mapping[str, Any], schema: Mapping[str, Any], seen: tuple[str, ...]
) -> Iterator[str]:
    """Return the paths of a JSON Schema, without those of what holds itself."""
    reference = node.get("$ref", "")
    if reference and reference not in seen:
        target: Any = schema
        for step in reference.removeprefix("#/").split("/"):
            target = target[step]
        yield from _paths(target, schema, (*seen, reference))
    for key, below in node.get("properties", {}).items():
        yield key
        yield from (f"{key}.{path}" for path in _paths(below, schema, seen))
    inner = [node.get("items"), *node.get("anyOf", ()), *node.get("oneOf", ())]
    for each in inner:
        if isinstance(each, Mapping):
            yield from _paths(each, schema, seen)


@pytest.mark.parametrize("page", TOLD, ids=relative)
def test_a_page_names_facts_and_keys_that_there_are(page: Path) -> None:
    parts = {name.partition(".")[0] for name in CATALOGUE} - {"custom"}
    named = DOTTED.findall(BLOCK.sub("", page.read_text(encoding="utf-8")))
    facts = [name for name in named if name.split(".")[0] in parts and not name.endswith(FILES)]
    assert [name for name in facts if name not in known_names()] == []


@pytest.mark.parametrize("page", TOLD, ids=relative)
def test_a_page_names_methods_that_there_are(page: Path) -> None:
    missing = []
    for name, method in METHOD.findall(BLOCK.sub("", page.read_text(encoding="utf-8"))):
        homes = [getattr(module, name) for module in _modules() if name in module.__all__]
        if homes and not any(_has(home, method) for home in homes):
            missing.append(f"{name}.{method}")
    assert missing == []


def test_names_are_found() -> None:
    texts = [BLOCK.sub("", page.read_text(encoding="utf-8")) for page in TOLD]
    assert sum(len(DOTTED.findall(text)) for text in texts) > 150
    assert sum(len(METHOD.findall(text)) for text in texts) > 10


@cache
def _modules() -> tuple[Any, ...]:
    return tuple(import_module(package) for package in PACKAGES)


def _has(home: Any, name: str) -> bool:
    return hasattr(home, name) or name in getattr(home, "__annotations__", {})
