"""A case passes when the decision says what is expected, and tells what differs when not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from disposition import load_policy, load_policy_text
from disposition.built import shipped_folder
from disposition.testing import CaseReport, CasesError, load_cases, run_cases

REWORK = """\
policy: failed-inspection.yaml
base:
  lot: {quantity: 3200}
  inspection:
    type: final_random
    sample_size: 125
    plan:
      {standard: iso2859-1, level: II, state: normal, type: single, aql: {major: "2.5", minor: "4"}}
    defects: [{severity: major, category: functional, units: 9, reworkable: true}]
    segments: []
    checks: []
  supplier: {consecutive_rejected: 0}
  contract: {rework: {allowed: true}}
cases:
  a-case:
    expect: EXPECTED
"""


def report_on(expected: str, folder: Path) -> CaseReport:
    """Return the report on a lot that is to be reworked."""
    path = folder / "a.cases.yaml"
    path.write_text(REWORK.replace("EXPECTED", expected), encoding="utf-8")
    file = load_cases(path, load_policy())
    (report,) = run_cases(file)
    return report


@pytest.mark.parametrize(
    "expected",
    [
        "{outcome: rework}",
        "{status: decided, ships: none}",
        "{reasons: [correctable-defects]}",
        "{reasons: correctable-defects}",
        "{obligations: [agree-rework-scope, reinspect], not_obligations: [release-lot]}",
        "{may_apply: [supervise-on-site]}",
        "{not_may_apply: [release-lot]}",
        "{required_by: {agree-rework-scope: rework-scope, release-lot: []}}",
        "{due: {agree-rework-scope: null}}",
        "{ruled_out: {accept: [major-beyond-acceptance], partial_acceptance: []}}",
    ],
)
def test_what_the_decision_says_is_as_expected(expected: str, tmp_path: Path) -> None:
    report = report_on(expected, tmp_path)
    assert report.passed
    assert str(report) == "a-case: as expected"


@pytest.mark.parametrize(
    ("expected", "mismatches"),
    [
        ("{outcome: accept}", ["outcome: expected accept, found rework"]),
        ("{status: no_rule}", ["status: expected no_rule, found decided"]),
        ("{ships: all}", ["ships: expected all, found none"]),
        (
            "{reasons: [correctable-checks, correctable-defects]}",
            ["reasons: expected correctable-checks, found correctable-defects"],
        ),
        ("{missing: [shipment.ship_by]}", ["missing: expected shipment.ship_by, found nothing"]),
        (
            "{ruled_out: {replacement: []}}",
            ["ruled_out: expected replacement, found accept, concession, partial_acceptance"],
        ),
        (
            "{ruled_out: {accept: [check-failed]}}",
            ["ruled_out accept: expected check-failed, found major-beyond-acceptance"],
        ),
        (
            "{required_by: {reinspect: []}}",
            ["required_by reinspect: expected nothing, found reinspect-by-another"],
        ),
        (
            "{required_by: {release-lot: [conforming]}}",
            ["required_by release-lot: expected conforming, found nothing"],
        ),
        (
            "{due: {reinspect: 2026-11-20}}",
            ["due reinspect: expected 2026-11-20, found unknown"],
        ),
        ("{due: {release-lot: null}}", ["due release-lot: expected unknown, found nothing"]),
        (
            "{outcome: hold, ships: part}",
            ["outcome: expected hold, found rework", "ships: expected part, found none"],
        ),
    ],
)
def test_what_differs_is_told(expected: str, mismatches: list[str], tmp_path: Path) -> None:
    assert [str(each) for each in report_on(expected, tmp_path).mismatches] == mismatches


@pytest.mark.parametrize("key", ["obligations", "may_apply"])
def test_what_must_happen_and_what_may_are_not_confused(key: str, tmp_path: Path) -> None:
    """Whether the notice is in time depends on an inspection date that nobody told."""
    words = {"obligations": "check-notice-in-time", "may_apply": "notify-supplier"}
    (mismatch,) = report_on(f"{{{key}: [{words[key]}]}}", tmp_path).mismatches
    assert (mismatch.what, mismatch.expected) == (key, words[key])


def test_what_may_apply_and_is_not_expected_to_is_told(tmp_path: Path) -> None:
    (mismatch,) = report_on("{not_may_apply: [supervise-on-site]}", tmp_path).mismatches
    assert (mismatch.what, mismatch.expected) == ("may_apply", "no supervise-on-site")


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("{required_by: {reinspekt: []}}", "C703]: the policy has no obligation `reinspekt`"),
        ("{required_by: {reinspect: nobody}}", "C703]: the policy has no rule `nobody`"),
        ("{required_by: reinspect}", "S305]: `required_by` needs a group of keys"),
        ("{due: {reinspekt: null}}", "C703]: the policy has no obligation `reinspekt`"),
        ("{due: {reinspect: 'in May'}}", "C712]: the last day of `reinspect` is a date"),
        ("{due: {reinspect: 2026-13-40}}", "T205]: `2026-13-40` is not a date"),
    ],
)
def test_what_cannot_be_expected_of_duties_is_told(
    expected: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(CasesError) as refused:
        report_on(expected, tmp_path)
    assert said in str(refused.value)


def test_an_obligation_that_is_not_expected_is_told(tmp_path: Path) -> None:
    (mismatch,) = report_on("{not_obligations: [reinspect]}", tmp_path).mismatches
    assert mismatch.expected == "no reinspect"
    assert "reinspect" in mismatch.found


def test_a_failing_case_shows_the_rules_that_led_there(tmp_path: Path, golden: Any) -> None:
    report = report_on("{outcome: accept, reasons: [conforming]}", tmp_path)
    golden(str(report).replace(f"{tmp_path}/", "") + "\n", "cases/failing-case.txt")


def test_another_policy_can_be_put_to_the_same_cases() -> None:
    """A tighter limit changes just the cases at that limit."""
    file = load_cases(shipped_folder() / "failed-inspection.cases.yaml")
    layer = (
        "policy: stricter\nversion: 1.0.0\nextends: failed-inspection\n"
        "parameters: {urgent_buffer: {value: 3, unit: days, tighter: higher}}\n"
    )
    reports = run_cases(file, load_policy_text(layer))
    failed = {report.case.name for report in reports if not report.passed}
    assert failed == {"urgent-buffer/2", "urgent-buffer/5", "urgent-buffer/11"}
