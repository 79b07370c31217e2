"""Whether durable_rules is here; a plugin of pytest, so that without it nothing imports it.

Below Python 3.13 the library depends on it: there, tests that miss it fail.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

HAS_DURABLE = sys.version_info < (3, 13) or find_spec("durable_rules_engine") is not None
WITHOUT = "durable_rules is not installed (the extra `durable`, from Python 3.13 on)"
MODULES = {"durable.py", "native.py"}

needs_durable = pytest.mark.skipif(not HAS_DURABLE, reason=WITHOUT)
DURABLE = pytest.param("durable", marks=needs_durable)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Look for no doctests in modules that cannot be imported."""
    is_ours = collection_path.parent.name == "engines" and collection_path.name in MODULES
    return True if is_ours and not HAS_DURABLE else None
