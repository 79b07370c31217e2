"""`verify`: what it writes, and how it ends."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from unit.cli.conftest import Cli

RULES = """\
policy: toys
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
rules:
  fine: {permit: accept, when: lot.quantity > 10}
  usual: {permit: rework, when: true}
"""


def put(folder: Path, more: str = "") -> None:
    (folder / "toys.yaml").write_text(RULES + more, encoding="utf-8")


def test_everything_is_proved(cli: Cli, folder: Path) -> None:
    put(folder, "claims:\n  few: {always: outcome != 'accept' or lot.quantity > 10}\n")
    ran = cli("verify", "toys.yaml")
    assert ran.status == 0
    assert "Proved for every lot" in ran.out
    assert "  - the claim `few` holds" in ran.out
    assert "Proved for every lot" not in cli("verify", "--brief", "toys.yaml").out


def test_something_is_not_so(cli: Cli, folder: Path) -> None:
    put(folder, "claims:\n  few: {always: outcome != 'accept' or lot.quantity > 11}\n")
    ran = cli("verify", "toys.yaml", "--html", "page.html")
    assert ran.status == 1
    assert "given: {lot.quantity: 11}" in ran.out
    assert "claim <code>few</code> does not hold" in (folder / "page.html").read_text("utf-8")
    told = json.loads(cli("verify", "--json", "toys.yaml", "oversight").out)
    assert [each["policy"] for each in told["policies"]] == ["toys", "oversight"]
    assert [each["is_proved"] for each in told["policies"]] == [False, True]


def test_what_is_only_to_be_known_fails_if_asked(cli: Cli, folder: Path) -> None:
    (folder / "toys.yaml").write_text(
        RULES.replace("rules:\n", "rules:\n  also: {forbid: accept, when: lot.quantity < 5}\n"),
        encoding="utf-8",
    )
    assert cli("verify", "toys.yaml").status == 0
    assert cli("verify", "--strict", "toys.yaml").status == 1


def test_something_is_not_settled(cli: Cli, folder: Path) -> None:
    text = "arguments.list is unknown or arguments.list != 'this' or outcome == 'hold'"
    put(folder, f'claims:\n  text: {{always: "{text}"}}\n')
    ran = cli("verify", "toys.yaml")
    assert ran.status == 3
    reason = "it is not proved, and no lot document was found on which it is otherwise"
    assert f"it is open whether the claim `text` holds ({reason})" in ran.out


def test_without_the_extra(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder)
    for name in [each for each in sys.modules if each.startswith("disposition.analysis")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "z3", None)
    ran = cli("verify", "toys.yaml")
    assert ran.status == 2
    assert ran.err.startswith("error: proofs need the extra `proofs` (pip install")


def test_a_policy_that_cannot_be_used(cli: Cli) -> None:
    assert cli("verify", "nowhere.yaml").status == 2
