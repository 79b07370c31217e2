"""The pages that the site is built of: those of a checkout, and what is made beside them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt
from website.api import LIST, api_pages, page_of
from website.docstrings import fenced
from website.gather import gather, gathered, pictures
from website.markdown import with_links
from website.navigation import navigation

from support.checkout import DOCS, ROOT, pages, relative
from support.links import anchors

PAGES = {name.as_posix(): text for name, text in gathered()}


def listed_pages(entries: list[object]) -> list[str]:
    """Return the pages of a navigation, in its order."""
    found: list[str] = []
    for entry in entries:
        if isinstance(entry, dict):
            (inner,) = entry.values()
            found += [inner] if isinstance(inner, str) else listed_pages(inner)
    return found


def test_every_page_of_the_checkout_is_gathered() -> None:
    assert [each for each in map(relative, pages()) if each not in PAGES] == []


def test_the_navigation_lists_gathered_pages_and_every_page_of_the_documentation() -> None:
    listed = listed_pages(navigation(ROOT))
    assert [each for each in listed if each not in PAGES] == []
    told = {relative(page) for page in DOCS.rglob("*.md") if "lints" not in page.parts}
    assert sorted(told - {*listed}) == []


def test_every_public_name_is_told_of() -> None:
    from importlib import import_module

    listed = (ROOT / LIST).read_text(encoding="utf-8")
    sections = re.findall(r"^## `([a-z_.]+)`$", listed, re.MULTILINE)
    made = dict(api_pages(listed))
    assert [page_of(package) for package in sections] == [*made]
    for package in sections:
        told = re.findall(r"^::: (.+)$", made[page_of(package)], re.MULTILINE)
        names = [f"{package}.{name}" for name in import_module(package).__all__]
        assert told == names
        missing = [name for name in names if f"#{name})" not in PAGES[LIST.as_posix()]]
        assert missing == []


@pytest.mark.parametrize("name", [name for name in PAGES if "/api/" not in name])
def test_links_of_a_gathered_page_lead_to_gathered_pages(name: str, tmp_path: Path) -> None:
    dead = []
    for token in MarkdownIt("commonmark").parse(PAGES[name]):
        for link in (each.attrGet("href") for each in token.children or []):
            path, _, anchor = str(link or "").partition("#")
            if not path or re.match(r"[a-z]+:", path):
                continue
            target = (ROOT / name).parent.joinpath(path).resolve().relative_to(ROOT).as_posix()
            if target not in PAGES:
                dead.append(link)
            elif anchor and "/api/" not in target:
                page = tmp_path / "page.md"
                page.write_text(PAGES[target], encoding="utf-8")
                dead += [] if anchor in anchors(page) else [link]
    assert dead == []


@pytest.mark.parametrize("name", [name for name in PAGES if "/api/" not in name])
def test_pictures_of_a_gathered_page_are_gathered(name: str) -> None:
    shown = re.findall(r'!\[[^\]]*\]\(([^)\s]+)|<img [^>]*src="([^"]+)"', PAGES[name])
    places = ((ROOT / name).parent.joinpath(each or other).resolve() for each, other in shown)
    assert [each for each in places if each.relative_to(ROOT) not in pictures()] == []


def test_a_file_that_is_no_page_is_shown_whole() -> None:
    policy = (ROOT / "rules/failed-inspection.yaml").read_text(encoding="utf-8")
    assert f"```yaml\n{policy}```\n" in PAGES["rules/failed-inspection.yaml.md"]


def test_a_notebook_is_shown_as_it_is_stored() -> None:
    page = PAGES["examples/notebooks/decision.ipynb.md"]
    stored = json.loads((ROOT / "examples/notebooks/decision.ipynb").read_text(encoding="utf-8"))
    told = [line for cell in stored["cells"] for line in "".join(cell["source"]).splitlines()]
    assert [line for line in told if line not in page] == []
    (shown, *_) = re.findall(r"^<div>\n((?:.+\n)+)</div>$", page, re.MULTILINE)
    assert shown.splitlines()[0] == "<style>"


def test_gathering_writes_pages_and_their_order(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "old.md").write_text("# gone since", encoding="utf-8")
    gather(tmp_path)
    written = {path.relative_to(tmp_path / "pages").as_posix() for path in tmp_path.rglob("*.md")}
    assert written == {*PAGES}
    settings = yaml.safe_load((tmp_path / "mkdocs.yml").read_text(encoding="utf-8"))
    assert (tmp_path / settings["INHERIT"]).resolve() == ROOT / "mkdocs.yml"
    assert settings["nav"] == navigation(ROOT)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("[a](b.py#c)", "[a](b.py.md#c)"),
        ("[`a`](b)", "[`a`](b.md)"),
        ("`[a](b)`", "`[a](b)`"),
        ("[a](#c) [a](https://b.c/d)", "[a](#c) [a](https://b.c/d)"),
        ("```\n[a](b)\n```\n[a](b)", "```\n[a](b)\n```\n[a](b.md)"),
        ("~~~text\n[a](b)\n~~~", "~~~text\n[a](b)\n~~~"),
    ],
)
def test_links_change_and_code_stays(text: str, made: str) -> None:
    assert with_links(text, lambda path: f"{path}.md") == made


@pytest.mark.parametrize(
    ("docstring", "made"),
    [
        ("No example.", "No example."),
        ("One.\n\n>>> a\n1\n\nMore.", "One.\n\n```pycon\n>>> a\n1\n```\n\nMore."),
        ("One.\n\n>>> a(\n...   b)\n[1,\n 2]", "One.\n\n```pycon\n>>> a(\n...   b)\n[1,\n 2]\n```"),
    ],
)
def test_examples_of_docstrings_become_code(docstring: str, made: str) -> None:
    assert fenced(docstring) == made
