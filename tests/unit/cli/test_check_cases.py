"""`disposition check` on a folder's files, policies and cases, and without what proves warnings."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from disposition.testing import load_cases
from support.mutants import mutants_of
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


CONTRADICTION = """\
policy: toys
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
rules:
  good:
    permit: accept
    when: defects.major.found > 5 and not defects.major.present
    because: "{lot.id}"
    source: s
"""


def test_without_the_extra_it_says_what_is_not_looked_for(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "toys.yaml"
    path.write_text(CONTRADICTION, encoding="utf-8")
    found = cli("check", "--strict", str(path))
    assert (found.status, found.err) == (1, "")
    assert "W709" in found.out
    for name in [each for each in sys.modules if each.startswith("disposition.analysis")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "z3", None)
    for flags, status in (((), 0), (("--strict",), 3)):
        ran = cli("check", *flags, str(path))
        assert (ran.status, ran.out) == (status, "no errors, no warnings in 1 file\n")
        assert ran.err == (
            "W709, W710 and W711 were not looked for: they need the extra `proofs` "
            '(pip install "lot-disposition[proofs]")\n'
        )
    told = json.loads(cli("check", "--json", str(path)).out)
    assert told["not_looked_for"] == ["W709", "W710", "W711"]
    path.write_text(CONTRADICTION.replace("source: s", "clause: lot.id"), encoding="utf-8")
    assert cli("check", "--strict", str(path)).status == 1  # what is found is told all the same
