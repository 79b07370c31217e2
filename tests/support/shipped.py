"""The shipped policies and the lots of their cases, loaded once for all tests of a process.

Tests that load a policy anew are about loading; all others share these, and the engines that were
made for them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from disposition.built import shipped_folder
from disposition.casefile import CasePolicies
from disposition.testing import load_cases
from disposition.testing.cases import CaseFile

POLICIES = CasePolicies.load()
POLICY = POLICIES["failed-inspection"]


@cache
def cases_of(name: str) -> CaseFile:
    """Return the shipped cases of a shipped policy."""
    return load_cases(shipped_folder() / f"{name}.cases.yaml")


def lot_of(name: str, case: str) -> dict[str, Any]:
    """Return the lot document of one of them."""
    return next(each.lot.to_dict() for each in cases_of(name).cases if each.name == case)


def load_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands that run in this process share the shipped policies about a case as well.

    Each would load all of them, which takes longer than all else that it does. Commands in
    processes of their own load them, and so do those that are given a folder of policies.
    """
    load = CasePolicies.load

    def shared(folder: Path | None = None, **options: Any) -> CasePolicies:
        return load(folder, **options) if options or folder is not None else POLICIES

    monkeypatch.setattr(CasePolicies, "load", shared)
