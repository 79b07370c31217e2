"""The pytest plugin's door: sees cases files go by, and loads nothing of ours before one does.

It stands outside the package because importing anything in a package imports the package.
Other tools have files of that name too: ours name a policy and hold cases.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

_ENOUGH = 1024 * 1024
# At the top of the file; also of one that is written like JSON. The rest may be wrong.
_YAML = rb"""["']?[^\s"',}]+\.ya?ml\b"""
_POLICY = re.compile(rb"""^(?:\{\s*)?["']?policy["']?\s*:\s*""" + _YAML, re.MULTILINE)
_CASES = re.compile(rb"""(?:^|^\{|,\s*)["']?(?:cases|tables)["']?\s*:""", re.MULTILINE)
_others: list[str] = []


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect the cases of a `*.cases.yaml` file."""
    if not file_path.name.endswith(".cases.yaml"):
        return None
    if not _is_ours(file_path):
        _others.append(ascii(file_path.name)[1:-1])
        return None
    from disposition.testing.plugin import CasesFile

    return CasesFile.from_parent(parent, path=file_path)


def pytest_report_collectionfinish() -> list[str]:
    """Tell which files of that name were left alone, in case one was meant."""
    names, _others[:] = sorted(set(_others)), []
    said = "not collected, for they name no policy and no cases of disposition"
    return [f"{said}: {', '.join(names)}"] if names else []


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            text = stream.read(_ENOUGH).removeprefix(b"\xef\xbb\xbf")
    except OSError:
        return False
    return bool(_POLICY.search(text) and _CASES.search(text))
