"""What is public is listed on one page, and pages and examples import nothing else."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from support.checkout import DOCS, ROOT, pages, relative

PAGE = (DOCS / "reference" / "public-names.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^## `([a-z_.]+)`\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
PUBLIC = {package: import_module(package).__all__ for package, _ in SECTIONS}

IMPORT = re.compile(
    r"^[>. ]*from (disposition[\w.]*) import (?:\(([^)]*)\)|([^\n#]*))", re.MULTILINE
)
WHOLE = re.compile(r"^[>. ]*import (disposition[\w.]*)", re.MULTILINE)
NAMED = re.compile(r"`(disposition(?:\.\w+)+)\b[`(]")
TOLD = [*pages(), *sorted(ROOT.glob("examples/**/*.py"))]


@pytest.mark.parametrize(("package", "text"), SECTIONS, ids=[package for package, _ in SECTIONS])
def test_the_page_lists_the_names_of_a_package(package: str, text: str) -> None:
    listed = re.findall(r"`(\w+)`[,\n]", text.split("\n\n", 1)[1])
    assert listed == PUBLIC[package]


@pytest.mark.parametrize("page", TOLD, ids=relative)
def test_a_page_imports_public_names_only(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    imported = [
        (package, name)
        for package, several, names in IMPORT.findall(text)
        for name in re.findall(r"\w+", several or names)
    ]
    private = [each for each in imported if each[1] not in PUBLIC.get(each[0], ())]
    assert private == []
    assert [package for package in WHOLE.findall(text) if package not in PUBLIC] == []


@pytest.mark.parametrize("page", pages(), ids=relative)
def test_a_page_speaks_of_public_names_and_of_modules(page: Path) -> None:
    for name in NAMED.findall(page.read_text(encoding="utf-8")):
        package, _, last = name.rpartition(".")
        is_old = page.parent.name == "decisions"
        assert is_old or last in PUBLIC.get(package, ()) or find_spec(name) is not None, name


def test_imports_are_found() -> None:
    assert sum(len(IMPORT.findall(page.read_text(encoding="utf-8"))) for page in TOLD) > 20
