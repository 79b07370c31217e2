"""What is logged: policies that are loaded, stores that change; nothing of lots."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from disposition import Lot, load_policy
from disposition.casefile import Cases
from disposition.runtime.logs import log
from support.case_entries import FIRST_DAY, toy
from support.checkout import ROOT

ACME = ROOT / "examples/policies/acme.yaml"


def test_policies_and_stores_are_told_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="disposition"):
        policy, own = load_policy(), load_policy(ACME)
        policy.decide(Lot.from_dict(toy()))
        with Cases.open(tmp_path / "cases.db") as cases:
            cases.begin("PO-1", toy(), on=FIRST_DAY)
    told = [(each.name, each.levelno, each.getMessage()) for each in caplog.records]
    assert {level for _, level, _ in told} == {logging.INFO}
    first, second = (
        f"policy `{each.id}` {each.version} ({each.digest}) is loaded from "
        for each in (policy, own)
    )
    assert told[0][::2] == ("disposition.policy", f"{first}the library")
    assert told[1][2] == f"{second}{ACME}"
    assert told[-1][::2] == (
        "disposition.casefile",
        f"`{tmp_path / 'cases.db'}` has tables for cases now, of format 3",
    )
    assert not any("Wooden" in message for _, _, message in told)


def test_what_strangers_wrote_makes_no_lines(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="disposition"):
        log("policy", "from %s", "a\nERROR root: b\x1b[2J")
    assert caplog.messages == ["from a\\nERROR root: b\\u001b[2J"]


def test_logging_is_not_imported_for_it() -> None:
    code = "import sys, disposition; disposition.load_policy(); print('logging' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"
