"""Every code block of every page is run or parsed, so that no page can say what is not so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.blocks import read_page, unchecked
from support.checkout import ROOT, pages, relative
from support.shipped import load_once

USED_BY_PAGES = ("docs", "examples", "rules")
THAT_RUN = ("console", "python")
"""Languages whose blocks are run; of a page without one, nothing needs files to work on."""

every_page = pytest.mark.parametrize("page", pages(), ids=relative)


@pytest.fixture
def folder(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with copies of what the pages use."""
    text = page.read_text(encoding="utf-8")
    if any(f"```{language}" in text for language in THAT_RUN):
        for name in USED_BY_PAGES:
            shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    load_once(monkeypatch)
    return tmp_path


@every_page
def test_its_blocks_do_what_they_show(page: Path, folder: Path) -> None:
    for example in read_page(page, folder):
        example.evaluate()


@every_page
def test_each_block_names_a_language_that_is_checked(page: Path) -> None:
    assert unchecked(page.read_text(encoding="utf-8")) == []
