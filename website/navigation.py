"""The order of the pages, as the indexes in the checkout list them."""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import normpath
from typing import Any

from website.api import LIST, packages, page_of

ITEM = re.compile(r"^- \[(?P<title>[^\]]+)\]\((?P<page>[^)#]+\.(?:md|ipynb))\)", re.MULTILINE)
PART = re.compile(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
PROJECT = {
    "Change log": "CHANGELOG.md",
    "Contributing": "CONTRIBUTING.md",
    "Benchmark": "benchmarks/README.md",
    "Examples": "examples/README.md",
    "Shipped policies": "rules/README.md",
}


def navigation(root: Path, *, plays: bool = False) -> list[dict[str, Any]]:
    """Return the navigation: titles, and pages or parts; with the playground if there is one."""
    index = (root / "docs/README.md").read_text(encoding="utf-8")
    parts = {title: _items(text, "docs") for title, text in PART.findall(index)}
    decisions = (root / "docs/decisions/README.md").read_text(encoding="utf-8")
    parts["Decisions"] = [
        {"All decisions": "docs/decisions/README.md"},
        *_items(decisions, "docs/decisions"),
    ]
    listed = (root / LIST).read_text(encoding="utf-8")
    api = [{package: str(page_of(package))} for package in packages(listed)]
    return [
        {"Home": "README.md"},
        *([{"Playground": "playground/index.md"}] if plays else []),
        {"Overview": "docs/README.md"},
        *({title: pages} for title, pages in parts.items() if title != "Decisions"),
        {"API": api},
        {"Decisions": parts["Decisions"]},
        {"Project": [{title: page} for title, page in PROJECT.items()]},
    ]


def _items(text: str, folder: str) -> list[dict[str, str]]:
    return [
        {item["title"].replace("`", ""): _page(f"{folder}/{item['page']}")}
        for item in ITEM.finditer(text)
    ]


def _page(path: str) -> str:
    page = normpath(path)
    return page if page.endswith(".md") else f"{page}.md"
