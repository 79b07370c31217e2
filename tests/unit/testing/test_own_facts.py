"""Facts of a policy's own in cases, coverage and mutation."""

from __future__ import annotations

from pathlib import Path

import pytest

from disposition.language.declarations import ParameterSpec
from disposition.policy import PolicyError
from disposition.testing import load_cases, run_cases
from disposition.testing.coverage import measure_file
from disposition.testing.mutation import MutationReport, mutate

POLICY = """
policy: own
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
parameters: {heavy: 500}
facts:
  custom.pallets: {list: {weight: {type: decimal, unit: kg, least: 0}}}
  custom.overweight: {is: any(p.weight > heavy for p in custom.pallets)}
rules:
  light: {permit: accept, when: not custom.overweight, because: light enough, source: us}
  usual: {permit: rework, when: true, because: for want of a better rule, source: us}
"""
CASES = """
policy: own.yaml
base: {custom: {pallets: [{weight: 500}]}}
cases:
  light: {expect: {outcome: accept, reasons: [light]}}
  heavy:
    given: {"custom.pallets[0].weight": 501}
    expect: {outcome: rework, reasons: [usual]}
  open:
    given: {custom.pallets: null}
    expect: {status: needs_information, missing: [custom.overweight]}
"""


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    (tmp_path / "own.yaml").write_text(POLICY, encoding="utf-8")
    path = tmp_path / "own.cases.yaml"
    path.write_text(CASES, encoding="utf-8")
    return path


def survivors_of_parameters(report: MutationReport) -> list[str]:
    return [
        each.mutant.about
        for each in report.survivors
        if isinstance(each.mutant.before, ParameterSpec)
    ]


def test_cases_give_them_at_their_paths(cases: Path) -> None:
    assert [report.case.name for report in run_cases(load_cases(cases)) if not report.passed] == []


def test_cases_show_what_rests_on_them(cases: Path) -> None:
    assert measure_file(load_cases(cases)).percent == "100"


def test_a_mistake_in_what_a_definition_compares_with_is_noticed(cases: Path) -> None:
    report = mutate(load_cases(cases))
    assert survivors_of_parameters(report) == []
    planted = {each.mutant.about for each in report.killed}
    assert {"`500` became `499`", "`500` became `501`"} <= planted


def test_a_mistake_that_no_case_notices_survives(cases: Path) -> None:
    cases.write_text(CASES.replace("weight: 500", "weight: 400"), encoding="utf-8")
    assert survivors_of_parameters(mutate(load_cases(cases))) == ["`500` became `499`"]


def test_a_lot_that_is_not_as_declared_is_told_at_its_place(cases: Path) -> None:
    wrong = CASES.replace('"custom.pallets[0].weight": 501', '"custom.pallets[0].weight": heavy')
    cases.write_text(wrong, encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_cases(cases)
    (found,) = caught.value.diagnostics
    assert (found.code, found.place.line) == ("C704", 7)
    assert "at `$.custom.pallets[0].weight`: expected a decimal of at least 0" in found.message
