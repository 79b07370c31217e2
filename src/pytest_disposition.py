"""The pytest plugin's door: sees cases files go by, and loads nothing of ours before one does.

It stands outside the package because importing anything in a package imports the package.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the cases of a `*.cases.yaml` file."""
    if not file_path.name.endswith(".cases.yaml"):
        return None
    from disposition.testing.plugin import CasesFile

    return CasesFile.from_parent(parent, path=file_path)
