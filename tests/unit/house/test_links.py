"""The reader of links sees what a reader of the page sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.links import anchors, relative_links


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b.md)", [("b.md", "")]),
        ("[a](b.md#c-d) and ![i](i.png)", [("b.md", "c-d"), ("i.png", "")]),
        ('[a](b.md "title")', [("b.md", "")]),
        ("[a](#here)", [("page.md", "here")]),
        ("[a](https://example.org) [m](mailto:a@example.org)", []),
        ("`[a](b.md)`", []),
        ("```text\n[a](b.md)\n```\n", []),
    ],
)
def test_relative_links(text: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    assert [(link.target.name, link.anchor) for link in relative_links(page)] == expected


def test_anchors_are_made_as_github_makes_them(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# The `decide` command\n\n## Why not?\n\n```text\n# no\n```\n", encoding="utf-8"
    )
    assert anchors(page) == {"the-decide-command", "why-not"}
