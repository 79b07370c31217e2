"""`new rule`: a rule is added to a policy file that can be used with it, or nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from disposition.cli import writing
from support.golden import Golden
from support.trial import POLICY
from unit.cli.conftest import Cli

LAYER = """\
policy: layer
version: 1.0.0
extends: trial.yaml

# what we do beyond it
"""
GIVEN = ["--id", "few", "--permit", "accept,rework", "--when", "defects.major.found <= 2"]
TEXTS = ["--because", "{defects.major.found} found", "--source", "ISO 2859-1"]
ADDED = """\
  few:
    permit: [accept, rework]
    when: defects.major.found <= 2
    because: "{defects.major.found} found"
    source: ISO 2859-1
"""


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:
    (folder / "layer.yaml").write_text(LAYER)
    (folder / "braces.yaml").write_text(LAYER + "rules: {}\n")
    (folder / "broken.yaml").write_text(POLICY.replace("when: unsafe", "when: unsaf"))
    (folder / "no-yaml.yaml").write_text('policy: "house\n')


def test_a_rule_is_added(cli: Cli) -> None:
    ran = cli("new", "rule", "layer.yaml", *GIVEN, *TEXTS)
    assert (ran.status, ran.out) == (0, "layer.yaml: added the rule `few`\n")
    assert Path("layer.yaml").read_text() == LAYER.replace(
        "\n# what", f"\nrules:\n{ADDED}\n# what"
    ).replace("trial.yaml\n\nrules", "trial.yaml\nrules")


@pytest.mark.parametrize("content", [POLICY.encode(), b"\xef\xbb\xbf" + POLICY.encode()])
def test_it_can_be_looked_at_first(content: bytes, cli: Cli) -> None:
    Path("trial.yaml").write_bytes(content)
    ran = cli("new", "rule", "trial.yaml", *GIVEN, *TEXTS, "--stdout")
    assert ran.status == 0
    assert Path("trial.yaml").read_bytes() == content
    assert cli("new", "rule", "trial.yaml", *GIVEN, *TEXTS).status == 0
    assert Path("trial.yaml").read_bytes() == ran.out.encode()
    assert ADDED in ran.out


def test_warnings_on_its_account_are_told_and_no_others(cli: Cli, golden: Golden) -> None:
    ran = cli("new", "rule", "trial.yaml", *GIVEN)
    assert ran.status == 0
    golden(ran.err, "cli/new-warnings.txt")


def test_a_warning_elsewhere_is_told_if_the_rule_brings_it_about(cli: Cli) -> None:
    condition = "defects.major.accepted"
    ran = cli(
        "new", "rule", "trial.yaml", "--id", "never", "--forbid", "accept", "--when", condition
    )
    assert ran.status == 0
    assert "warning[W711]: " in ran.err
    assert "  within-plan:" in ran.err


def test_a_requirement_may_be_for_every_lot(cli: Cli) -> None:
    ran = cli(
        "new", "rule", "layer.yaml", "--id", "tell", "--require", "call, write", "--with", "rework"
    )
    assert ran.status == 0
    assert "    require: [call, write]\n    with: [rework]\n    when: true\n" in (
        Path("layer.yaml").read_text()
    )


def test_what_is_replaced_can_be_written_anew(cli: Cli) -> None:
    Path("layer.yaml").write_text(LAYER + "replaces: [minor-only]\n")
    ran = cli("new", "rule", "layer.yaml", "--id", "minor-only", *GIVEN[2:], *TEXTS)
    assert (ran.status, ran.err) == (0, "")


REFUSED = {
    "bad-rule": ["layer.yaml", "--id", "few", "--permit", "acept", "--when", "defects.majr > 1"],
    "twice": ["trial.yaml", "--id", "beyond-plan", *GIVEN[2:]],
    "below": ["layer.yaml", "--id", "beyond-plan", *GIVEN[2:]],
    "braces": ["braces.yaml", *GIVEN],
    "broken": ["broken.yaml", *GIVEN],
    "no-yaml": ["no-yaml.yaml", *GIVEN],
    "no-file": ["nowhere.yaml", *GIVEN],
    "no-when": ["layer.yaml", *GIVEN[:4]],
    "no-effect": ["layer.yaml", "--id", "few", "--when", "true"],
    "two-effects": ["layer.yaml", *GIVEN, "--forbid", "accept"],
    "odd-with": ["layer.yaml", *GIVEN, "--with", "rework"],
    "odd-id": ["layer.yaml", "--id", "Too Few", *GIVEN[2:]],
    "odd-word": ["layer.yaml", "--id", "few", "--permit", "accept,", *GIVEN[4:]],
}


@pytest.mark.parametrize("name", REFUSED)
def test_nothing_is_written_where_it_is_refused(name: str, cli: Cli, golden: Golden) -> None:
    before = {path: path.read_bytes() for path in Path().iterdir()}
    ran = cli("new", "rule", *REFUSED[name])
    assert (ran.status, ran.out) == (2, "")
    golden(ran.err, f"cli/new-{name}.txt")
    assert {path: path.read_bytes() for path in Path().iterdir()} == before


def test_a_file_survives_a_disk_that_fails(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", fail)
    ran = cli("new", "rule", "layer.yaml", *GIVEN, *TEXTS)
    assert (ran.status, ran.err) == (2, "error: layer.yaml: no space left on device\n")
    assert Path("layer.yaml").read_text() == LAYER
