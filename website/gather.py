"""Gathers the pages of the site: those of the checkout where they are, and what they link to.

The folder of pages is laid out as the checkout is, so that links lead to the same files in both. A
file that is no page (a policy, a lot, a script) becomes one that shows it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml

from website.api import LIST, api_pages, with_links_to_api
from website.markdown import with_links
from website.navigation import navigation
from website.notebooks import notebook_page
from website.playground.assemble import assemble

ROOT = Path(__file__).resolve().parents[1]
PICTURES = {".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"}
LANGUAGES = {".py": "python", ".yaml": "yaml", ".json": "json", ".jsonl": "json", ".toml": "toml"}


def gather(folder: Path, vendored: Path | None = None, wheel: Path | None = None) -> None:
    """Write the pages into `folder`/pages, and `folder`/mkdocs.yml, which tells their order.

    The playground is among them if there is what it runs on: a folder that `vendor` filled, and a
    wheel of the library.
    """
    pages = folder / "pages"
    shutil.rmtree(pages, ignore_errors=True)
    for name, text in gathered():
        _write(pages / name, text)
    for name in pictures():
        _write(pages / name, (ROOT / name).read_bytes())
    shutil.copytree(ROOT / "website" / "assets", pages / "assets")
    plays = vendored is not None and vendored.is_dir() and wheel is not None
    if plays:
        assemble(vendored, wheel, pages / "playground")
    order = navigation(ROOT, plays=plays)
    settings = {"INHERIT": os.path.relpath(ROOT / "mkdocs.yml", folder), "nav": order}
    text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
    _write(folder / "mkdocs.yml", text)


def gathered() -> Iterator[tuple[Path, str]]:
    """Return the pages of the site: their names, which are paths below the checkout, and texts."""
    waiting, seen = sources(), set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        page, text = _page(name), _text(name)
        found: list[Path] = []
        made = with_links(text, lambda path, page=page, found=found: _target(page, path, found))
        waiting += found
        yield page, with_links_to_api(made) if name == LIST else made
    yield from api_pages(_text(LIST))


def sources() -> list[Path]:
    """Return the pages that people read in a checkout, as paths below it."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    found += [ROOT / "benchmarks/README.md", ROOT / "examples/README.md", ROOT / "rules"]
    return [path.relative_to(ROOT) for path in found]


def pictures() -> list[Path]:
    """Return the pictures that pages can show, as paths below the checkout."""
    found = (path for folder in ("docs", "examples") for path in (ROOT / folder).rglob("*"))
    return [path.relative_to(ROOT) for path in found if path.suffix in PICTURES]


def _target(page: Path, path: str, found: list[Path]) -> str:
    """Return where a link of a page leads in the site, and note the file that it leads to."""
    name = Path(os.path.normpath(page.parent / path))
    if name.suffix in PICTURES or not (ROOT / name).exists():
        return path
    found.append(name / "README.md" if (ROOT / name / "README.md").exists() else name)
    return os.path.relpath(_page(name), page.parent)


def _page(name: Path) -> Path:
    if name.suffix == ".md":
        return name
    return name / "README.md" if (ROOT / name).is_dir() else name.with_name(f"{name.name}.md")


def _text(name: Path) -> str:
    if (ROOT / name).is_dir():
        return _listing(name)
    text = (ROOT / name).read_text(encoding="utf-8")
    if name.suffix == ".md":
        return text
    if name.suffix == ".ipynb":
        return notebook_page(text)
    fence = "````" if "```" in text else "```"
    block = f"{fence}{LANGUAGES.get(name.suffix, 'text')}\n{text.rstrip()}\n{fence}\n"
    return f"# {name.name}\n\n`{name}`\n\n{block}"


def _listing(folder: Path) -> str:
    files = sorted(path.name for path in (ROOT / folder).iterdir() if path.suffix in LANGUAGES)
    items = "".join(f"- [{name}]({name})\n" for name in files)
    return f"# {folder.name}\n\nThe files in `{folder}`.\n\n{items}"


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
