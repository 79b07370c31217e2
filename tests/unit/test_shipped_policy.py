"""The shipped policy decides its own cases as they say, by every engine."""

from __future__ import annotations

import pytest

from disposition.policy.model import Effect
from disposition.testing import run_case
from support.engines import EVERY_ENGINE
from support.shipped import POLICY, cases_of

FILE = cases_of("failed-inspection")
RULES = {rule.id: rule for rule in POLICY.checked.rules}


@pytest.mark.parametrize("engine", EVERY_ENGINE)
def test_its_cases(engine: str) -> None:
    reports = (run_case(case, POLICY, engine=engine) for case in FILE.cases)
    failed = [str(report) for report in reports if not report.passed]
    assert failed == []


def test_the_cases_are_about_the_shipped_policy() -> None:
    assert FILE.policy.digest == POLICY.digest


def test_the_cases_reach_every_outcome_and_the_hold() -> None:
    reached = {run_case(case, POLICY).decision.outcome for case in FILE.cases}
    assert reached == {*(each.id for each in POLICY.checked.outcomes), POLICY.checked.otherwise}


def test_every_permission_of_the_policy_is_a_reason_in_some_case() -> None:
    expected = {rule for case in FILE.cases for rule in case.expected.reasons}
    assert expected == {id_ for id_, rule in RULES.items() if rule.effect is Effect.PERMIT}


LEAVES_OPEN = {"one-reading-comes-first"}
"""Rules that rule nothing out: while two readings can be held it is open which one holds."""


def test_every_prohibition_of_the_policy_rules_something_out_in_some_case() -> None:
    named = [case.expected.ruled_out.values() for case in FILE.cases]
    expected = {rule for groups in named for rules in groups for rule in rules}
    forbidding = {id_ for id_, rule in RULES.items() if rule.effect is Effect.FORBID}
    assert expected == forbidding - LEAVES_OPEN


def test_every_obligation_of_the_policy_is_expected_in_some_case() -> None:
    expected = {do for case in FILE.cases for do in case.expected.obligations}
    assert expected == {each.do for rule in RULES.values() for each in rule.obligations}


def test_the_policy_is_loaded_without_warnings() -> None:
    assert POLICY.warnings == ()
