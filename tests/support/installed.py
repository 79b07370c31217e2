"""Whether the package under test is the wheel that `make test` built and installed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

# `make test` says so: there the package must come from the wheel, elsewhere from where it likes.
INSTALLED = os.environ.get("DISPOSITION_TEST_INSTALLED") == "1"

only_when_installed = pytest.mark.skipif(
    not INSTALLED, reason="only `make test` installs the wheel"
)


def built_wheel() -> Path:
    """Return the wheel that `make test` built."""
    (wheel,) = Path(sys.prefix, "dist").glob("*.whl")
    return wheel
