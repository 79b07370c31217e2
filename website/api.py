"""The pages about public names, made from their docstrings: one for each public package.

What is public is listed in docs/reference/public-names.md, and a test holds that page to the
`__all__` of the packages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

LIST = Path("docs/reference/public-names.md")
FOLDER = LIST.parent / "api"
SECTION = re.compile(r"^## `([a-z_.]+)`\n\n(.+?)\n\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"`(\w+)`(?=[,\n])")


def page_of(package: str) -> Path:
    """Return the name of the page about a package."""
    return FOLDER / f"{package}.md"


def packages(listed: str) -> list[str]:
    """Return the public packages, of the text of the page that lists them."""
    return [package for package, _, _ in SECTION.findall(listed)]


def api_pages(listed: str) -> Iterator[tuple[Path, str]]:
    """Return the pages: their names and texts, in which `::: NAME` is what is told of it."""
    for package, about, names in SECTION.findall(listed):
        told = "".join(f"::: {package}.{name}\n\n" for name in NAME.findall(names))
        promise = f"What is promised of them: [public names](../{LIST.name})."
        yield page_of(package), f"# {package}\n\n{about} {promise}\n\n{told}"


def with_links_to_api(listed: str) -> str:
    """Return the page that lists the public names, with a link from each to what is told of it."""

    def linked(section: re.Match[str]) -> str:
        package, about, names = section.groups()
        page = f"{FOLDER.name}/{page_of(package).name}"
        links = NAME.sub(rf"[`\1`]({page}#{package}.\1)", names)
        return f"## `{package}`\n\n{about}\n\n{links}"

    return SECTION.sub(linked, listed)
