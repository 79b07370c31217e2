"""The public names: each can be had, and none is loaded before somebody uses it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import disposition
import disposition.analysis
import disposition.backtesting
import disposition.casefile
import disposition.exploration
import disposition.facts
import disposition.policy
import disposition.rows
import disposition.sampling
import disposition.tables
import disposition.testing

PACKAGES = [
    *(disposition, disposition.analysis, disposition.backtesting, disposition.casefile),
    *(disposition.exploration, disposition.facts, disposition.policy, disposition.rows),
    *(disposition.sampling, disposition.tables, disposition.testing),
]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_every_name_can_be_had(package: object) -> None:
    names = package.__all__  # type: ignore[attr-defined]  # every package here has one
    assert [name for name in names if not hasattr(package, name)] == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_a_name_that_is_none_is_refused(package: object) -> None:
    with pytest.raises(AttributeError, match="has no attribute 'lots'"):
        _ = package.lots  # type: ignore[attr-defined]  # that is the point


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_they_are_listed(package: object) -> None:
    assert set(package.__all__) <= set(dir(package))  # type: ignore[attr-defined]  # as above


@pytest.mark.parametrize(
    ("code", "not_loaded"),
    [
        ("import disposition", ["attrs", "yaml", "disposition.facts"]),
        ("from disposition import Lot", ["yaml", "disposition.policy"]),
        ("from disposition import load_policy", ["yaml", "html"]),
    ],
)
def test_what_nobody_asked_for_is_not_loaded(code: str, not_loaded: list[str]) -> None:
    look = f"{code}; import sys; print([each for each in {not_loaded} if each in sys.modules])"
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
