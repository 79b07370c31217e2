"""What is installed is what was built, it is whole, and importing it is light."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import disposition
from disposition.version import DISTRIBUTION
from support.checkout import ROOT
from support.installed import only_when_installed

HEAVY = {
    "click",
    "duckdb",
    "durable",
    "durable_rules_engine",
    "holidays",
    "jinja2",
    "numpy",
    "pandas",
    "polars",
    "psycopg",
    "rich",
    "sqlalchemy",
    "z3",
}


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, disposition; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert HEAVY & set(loaded.stdout.split()) == set()


@only_when_installed
def test_the_wheel_is_what_is_tested() -> None:
    assert not Path(disposition.__file__).is_relative_to(ROOT / "src")


@only_when_installed
def test_the_wheel_holds_every_source_and_data_file() -> None:
    assert _files(ROOT / "src" / "disposition") - _installed() == set()


@only_when_installed
def test_the_wheel_holds_the_shipped_policies() -> None:
    rules = {f"rules/{name}" for name in _files(ROOT / "rules")}
    assert "rules/failed-inspection.yaml" in rules
    assert rules - _installed() == set()


@only_when_installed
def test_the_wheel_says_that_it_is_typed() -> None:
    assert "py.typed" in _installed()


@only_when_installed
def test_pytest_finds_the_plugin() -> None:
    (found,) = metadata.entry_points(group="pytest11", name="pytest_disposition")
    assert found.load().pytest_collect_file


@only_when_installed
def test_the_version_is_said_once() -> None:
    assert metadata.version(DISTRIBUTION) == disposition.__version__


def _installed() -> set[str]:
    """Return the files of the installed package, as its own list of files has them."""
    files = metadata.files(DISTRIBUTION) or []
    return {name.removeprefix("disposition/") for name in map(str, files)}


def _files(folder: Path) -> set[str]:
    """Return the files below a folder, without what Python leaves there."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if "__pycache__" not in path.parts}
