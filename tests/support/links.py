"""Finds the links of a page, and the anchors that other pages can point at."""

from __future__ import annotations

import re
from pathlib import Path

from attrs import frozen

BLOCK = re.compile(r"^([ \t]*)(```+|~~~+).*?^\1\2[ \t]*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"(?<!\\)\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


@frozen
class Link:
    """A relative link: the file or folder it leads to, and the heading in it, if any."""

    written: str
    target: Path
    anchor: str


def relative_links(page: Path) -> list[Link]:
    """Return the links of a page that stay in the checkout."""
    text = CODE.sub("", _without_blocks(page))
    written = [link for link in LINK.findall(text) if not re.match(r"[a-z][a-z0-9+.-]*:", link)]
    return [_resolve(page, link) for link in written]


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, made as GitHub makes them."""
    return {_anchor(heading) for heading in HEADING.findall(_without_blocks(page))}


def _without_blocks(page: Path) -> str:
    return BLOCK.sub("", page.read_text(encoding="utf-8"))


def _resolve(page: Path, written: str) -> Link:
    path, _, anchor = written.partition("#")
    target = (page.parent / path).resolve() if path else page
    return Link(written, target, anchor)


def _anchor(heading: str) -> str:
    words = re.sub(r"[^\w\- ]", "", heading.lower())
    return words.replace(" ", "-")
