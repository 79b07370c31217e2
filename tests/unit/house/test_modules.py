"""How the source is laid out: small folders, and classes each with a name of its own."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache

from support.checkout import ROOT

SOURCE = ROOT / "src" / "disposition"
MODULES = {
    ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(SOURCE.rglob("*.py"))
}

MOST_MODULES = 15
PUBLIC_TWICE = {"Case"}  # a case file, and a case of a cases file


@cache
def trees() -> dict[str, ast.Module]:
    return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def test_a_folder_can_be_overlooked() -> None:
    modules = Counter(path.parent.relative_to(SOURCE).as_posix() for path in MODULES.values())
    assert [folder for folder, count in modules.items() if count > MOST_MODULES] == []


def test_every_module_says_what_it_does() -> None:
    assert [name for name, tree in trees().items() if not ast.get_docstring(tree)] == []


def test_no_two_classes_have_one_name() -> None:
    homes = defaultdict(list)
    for name, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(name)
    assert {name for name, modules in homes.items() if len(modules) > 1} == PUBLIC_TWICE


def test_no_module_imports_from_a_package_that_it_lies_in() -> None:
    """Circles of other kinds are found by import-linter."""
    found = {
        name: package
        for name, tree in trees().items()
        for package in _imported(tree)
        if name.startswith(f"{package}.")
    }
    assert found == {}


def _imported(tree: ast.Module) -> Iterator[str]:
    """Yield the packages and modules that names are imported from which are no modules."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(
            f"{node.module}.{alias.name}" not in MODULES for alias in node.names
        ):
            yield node.module or ""
