"""Faults planted in the shipped policy: its cases catch each of them, and say where.

The first case that fails is enough.
"""

from __future__ import annotations

import pytest

from disposition import load_policy_text
from disposition.built import shipped_folder
from disposition.testing import run_case
from support.shipped import cases_of

FOLDER = shipped_folder()
FILE = cases_of("failed-inspection")
TEXT = (FOLDER / "failed-inspection.yaml").read_text(encoding="utf-8")

FAULTS = {
    "a limit one too high": ("supplier.repeat_defects > 0", "supplier.repeat_defects > 1"),
    "at least instead of more": (
        "defects.minor.excess_rate <= concession_limit",
        "defects.minor.excess_rate < concession_limit",
    ),
    "or instead of and": (
        "lot.regulated and (defects.labelling.present",
        "lot.regulated or (defects.labelling.present",
    ),
    "a condition left out": (
        "checks.functional.all_passed and checks.measurement.all_passed",
        "checks.functional.all_passed",
    ),
    "a negation forgotten": ("when: not contract.rework.allowed", "when: contract.rework.allowed"),
    "another parameter": ("    value: 20\n", "    value: 21\n"),
    "a wrong fact": ("is: defects.major.rejected and", "is: defects.minor.rejected and"),
    "danger that ships in part": (
        "forbid: [partial_acceptance]\n    when: not danger.contained",
        "forbid: [concession]\n    when: not danger.contained",
    ),
    "an obligation of another outcome": (
        "with: [concession]\n    when: true",
        "with: [accept]\n    when: true",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_it_is_caught(fault: str) -> None:
    right, wrong = FAULTS[fault]
    assert right in TEXT
    policy = load_policy_text(TEXT.replace(right, wrong, 1))
    reports = (run_case(case, policy) for case in FILE.cases)
    caught = next((report for report in reports if not report.passed), None)
    assert "failed-inspection.cases.yaml:" in str(caught)
