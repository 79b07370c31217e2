"""What people read who made a mistake in a policy: each file of the golden folder has one."""

from __future__ import annotations

from pathlib import Path

import pytest

from disposition import PolicyError, load_policy
from disposition.documents.diagnostics import render
from support.checkout import ROOT
from support.golden import Golden

FOLDER = ROOT / "tests" / "golden" / "policies"
MISTAKES = sorted(path.name for path in FOLDER.glob("[0-9]*.yaml"))


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_gets_its_message(
    name: str, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FOLDER)
    try:
        found = load_policy(Path(name)).warnings
    except PolicyError as error:
        found = error.diagnostics
    assert found
    text = "\n\n".join(map(render, found)) + "\n"
    golden(text, f"policies/{name.removesuffix('.yaml')}.txt")


def test_a_policy_without_mistakes_has_no_findings() -> None:
    assert load_policy(FOLDER / "house.yaml").warnings == ()
