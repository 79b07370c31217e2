"""`disposition decide`, one lot at a time, and `disposition explain`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from disposition import Decision
from disposition.version import installing
from support.engines import EVERY_ENGINE
from support.trial import CASES, decided
from unit.cli.conftest import Cli

BY = ("--policy", "trial.yaml")

pytestmark = pytest.mark.usefixtures("folder")


@pytest.mark.parametrize("case", CASES)
def test_the_words_of_a_decision(case: str, cli: Cli) -> None:
    ran = cli("decide", f"{case}.json", *BY)
    assert (ran.status, ran.out, ran.err) == (0, decided(case).explain(), "")


def test_a_lot_from_standard_input(cli: Cli) -> None:
    ran = cli("decide", "-", *BY, stdin=Path("decided.json").read_bytes())
    assert (ran.status, ran.out) == (0, decided("decided").explain())


@pytest.mark.parametrize("engine", ["auto", *EVERY_ENGINE])
def test_the_document_of_a_decision(engine: str, cli: Cli) -> None:
    ran = cli("decide", "decided.json", *BY, "--json", "--engine", engine)
    assert ran.status == 0
    assert json.loads(ran.out) == decided("decided").to_dict()
    assert ran.out.startswith('{\n  "format": 1,\n')


@pytest.mark.parametrize(
    "command", [["decide", "decided.json"], ["explain", "decided.json"], ["test"]]
)
def test_an_engine_that_is_not_here_is_said_before_anything_is_read(
    command: list[str], cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("disposition.engines.durable", "disposition.engines.native"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    ran = cli(*command, "--engine", "durable")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "error: the engine `durable` needs durable_rules, and it is not installed\n"
        f"  hint: {installing('durable')} builds it where there is a C compiler; `compiled` decides"
        " the same, and is plain Python\n"
    )


@pytest.mark.parametrize("case", CASES)
def test_explain_tells_a_lot_and_a_stored_decision_alike(case: str, cli: Cli) -> None:
    Path("stored.json").write_text(decided(case).to_json(), encoding="utf-8")
    expected = decided(case).explain(in_full=True)
    assert cli("explain", f"{case}.json", *BY).out == expected
    assert cli("explain", "stored.json").out == expected


def test_explain_needs_no_policy_for_a_stored_decision(cli: Cli) -> None:
    Path("stored.json").write_text(decided("decided").to_json(), encoding="utf-8")
    assert cli("explain", "stored.json", "--policy", "nowhere.yaml").status == 0


def test_a_document_survives_a_shell(cli: Cli) -> None:
    stored = cli("decide", "decided.json", *BY, "--json").out
    assert Decision.from_dict(json.loads(stored)) == decided("decided")
