"""Links lead somewhere, and every page of docs/ can be found from its index."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checkout import DOCS, ROOT, pages, relative
from support.links import Link, anchors, relative_links

INDEX = DOCS / "README.md"
PARTS = ("tutorial", "how-to", "explanation", "reference", "decisions")


@pytest.mark.parametrize("page", pages(), ids=relative)
def test_its_links_lead_somewhere(page: Path) -> None:
    dead = [link.written for link in relative_links(page) if not _is_alive(link)]
    assert dead == []


def test_every_docs_page_can_be_reached_from_the_index() -> None:
    found, waiting = {INDEX}, [INDEX]
    while waiting:
        for link in relative_links(waiting.pop()):
            if link.target.suffix == ".md" and link.target not in found and _is_in_docs(link):
                found.add(link.target)
                waiting.append(link.target)
    assert sorted(map(relative, {*DOCS.rglob("*.md")} - found)) == []


def test_docs_are_sorted_into_the_known_parts() -> None:
    folders = {path.name for path in DOCS.iterdir() if path.is_dir()}
    assert folders <= set(PARTS)


def _is_alive(link: Link) -> bool:
    if not link.target.exists() or not link.target.is_relative_to(ROOT):
        return False
    return not link.anchor or link.anchor in anchors(link.target)


def _is_in_docs(link: Link) -> bool:
    return link.target.exists() and link.target.is_relative_to(DOCS)
