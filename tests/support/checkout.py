"""Where things are in the checkout, and what its Makefile says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def pages() -> list[Path]:
    """Return every page that people read: those at the top of the checkout and all of docs/."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("benchmarks/*.md")])


def relative(path: Path) -> str:
    """Return a path as people write it, from the top of the checkout."""
    return path.relative_to(ROOT).as_posix()


def make_targets() -> set[str]:
    """Return the names after `.PHONY:` in the Makefile: what people are to call."""
    (names,) = re.findall(r"^\.PHONY: (.+)$", _makefile(), flags=re.MULTILINE)
    return set(names.split())


def demo_lot() -> str:
    """Return the lot that `make demo` decides."""
    (lot,) = re.findall(r"^DEMO_LOT = (\S+)$", _makefile(), flags=re.MULTILINE)
    return lot


def project() -> dict[str, Any]:
    """Return the `project` table of pyproject.toml."""
    return _settings()["project"]


def home() -> str:
    """Return the address that is said to be the project's."""
    return _settings()["tool"]["hatch"]["metadata"]["hooks"]["custom"]["source"]


def _settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _makefile() -> str:
    return (ROOT / "Makefile").read_text(encoding="utf-8")
