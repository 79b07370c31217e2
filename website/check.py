"""Checks a built site: every link leads somewhere in it, and nothing is loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADS = {"audio", "embed", "iframe", "img", "input", "object", "script", "source", "video"}


class Page(HTMLParser):
    """What a page links to, what it loads, and the anchors in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element links to, loads and is called."""
        at = {name: value or "" for name, value in attrs}
        self.anchors |= {at[name] for name in ("id", "name") if name in at}
        if tag == "a" and "href" in at:
            self.links.append(at["href"])
        if tag == "link" and at.get("rel") not in {"canonical", "alternate"}:
            self.loads.append(at.get("href", ""))
        if tag in LOADS:
            self.loads += [at[name] for name in ("src", "data", "href") if name in at]


def faults(site: Path) -> list[str]:
    """Return what is wrong: links that lead nowhere, and what would be loaded from elsewhere."""
    site, read = site.resolve(), cache(Page)
    return [
        f"{path.relative_to(site)}: {fault}"
        for path in sorted(site.rglob("*.html"))
        if path.name != "404.html"  # shown at any address, so its links are absolute
        for fault in _faults(site, path, read(path), read)
    ]


def _faults(site: Path, path: Path, page: Page, read: Callable[[Path], Page]) -> Iterator[str]:
    for load in page.loads:
        parts = urlsplit(load)
        if parts.scheme == "data":
            continue
        if parts.netloc or parts.scheme:
            yield f"loads {load}"
        elif parts.path and not (path.parent / unquote(parts.path)).is_file():
            yield f"loads {load}, which is not there"
    for link in page.links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        target = target / "index.html" if target.is_dir() else target
        if not target.is_relative_to(site) or not target.is_file():
            yield f"links to {link}, which is not there"
        elif (
            parts.fragment
            and target.suffix == ".html"
            and unquote(parts.fragment) not in read(target).anchors
        ):
            yield f"links to {link}, and no such place is there"
