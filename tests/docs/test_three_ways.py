"""The page that proves a claim three ways: its policy and its cases do what it says of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from disposition import Lot, load_policy
from disposition.testing import load_cases, run_cases
from support.checkout import DOCS

PAGE = (DOCS / "how-to" / "prove-a-claim-three-ways.md").read_text(encoding="utf-8")
POLICY, CASES = re.findall(r"^```yaml\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)

# What somebody adds later, and gets wrong.
WRONG = """
replaces: [critical-never-ships]
rules:
  urgent-ships: {permit: accept, when: shipment.urgency == 'critical', because: hurry, source: me}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "acme.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "acme.cases.yaml").write_text(CASES, encoding="utf-8")
    return tmp_path


def test_the_cases_pass_and_there_are_five(folder: Path) -> None:
    reports = run_cases(load_cases(folder / "acme.cases.yaml"))
    assert [str(each) for each in reports if not each.passed] == []
    assert len(reports) == 5


def test_a_decision_that_breaks_the_invariant_is_withheld(folder: Path) -> None:
    (folder / "wrong.yaml").write_text(POLICY + WRONG, encoding="utf-8")
    file = load_cases(folder / "acme.cases.yaml")
    policy = load_policy(folder / "wrong.yaml")
    lot = file.cases[0].lot
    assert policy.decide(lot).status == "needs_information"  # whether it is urgent
    decision = policy.decide(Lot.from_dict({**lot.to_dict(), "shipment": {"urgency": "critical"}}))
    assert (decision.outcome, decision.status) == ("hold", "withheld")
    broken = {each.invariant for each in decision.withheld}
    assert "any-critical-defect-means-no-shipment" in broken
