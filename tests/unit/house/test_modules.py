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


def test_frozen_classes_and_their_fields_are_declared_without_attrs() -> None:
    at_home = {"NOTHING", "Factory", "evolve", "fields", "frozen"}
    names = {
        name: {alias.name for alias in node.names}
        for name, tree in trees().items()
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "attrs"
    }
    assert {name: each & at_home for name, each in names.items() if each & at_home} == {}
    # A class that changes is one of attrs, and so are its fields.
    assert [name for name, each in names.items() if "field" in each and "define" not in each] == []
