"""`disposition check` on a folder's files: policies as policies, cases as cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from disposition.testing import load_cases
from disposition.testing.mutation import mutants_of
from unit.cli.conftest import Cli


@pytest.fixture
def fresh(tmp_path: Path, cli: Cli) -> Path:
    """Return a fresh policy folder, a layer on the shipped policy."""
    made = tmp_path / "toys"
    assert cli("init", str(made)).status == 0
    return made


def test_a_fresh_folder_has_nothing_to_find(fresh: Path, cli: Cli) -> None:
    found = cli("check", str(fresh / "toys.yaml"), str(fresh / "toys.cases.yaml"))
    assert (found.status, found.out) == (0, "no errors, no warnings in 2 files\n")


def test_a_mistake_in_the_cases_is_found_where_it_stands(fresh: Path, cli: Cli) -> None:
    cases = fresh / "toys.cases.yaml"
    text = cases.read_text(encoding="utf-8").replace("{outcome: accept", "{outcome: acept")
    cases.write_text(text, encoding="utf-8")
    found = cli("check", str(cases))
    assert found.status == 1
    assert "`outcome` cannot be `acept`" in found.out
    assert "did you mean `accept`?" in found.out


def test_only_the_layer_itself_is_mutated(fresh: Path) -> None:
    file = load_cases(fresh / "toys.cases.yaml")
    own = mutants_of(file.policy.checked, file.policy_file)
    everything = mutants_of(file.policy.checked)
    assert own
    assert {each.place.file for each in own if each.place} == {file.policy_file}
    assert len(everything) > 10 * len(own)
