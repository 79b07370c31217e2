"""Values of obligations in cases: expected, told where they differ, covered and mutated."""

from __future__ import annotations

from pathlib import Path

import pytest

from disposition import Lot, Policy
from disposition.testing import CaseFile, load_cases, run_cases
from disposition.testing.coverage import measure_file
from disposition.testing.mutation.analysis import mutate
from disposition.testing.mutation.bench import Bench, observed, paths_of
from disposition.testing.mutation.mutants.policies import planted_in
from disposition.testing.visible_decision import FullDecision
from support.small_cases import write

POLICY = """\
policy: small
version: 1.0.0
outcomes:
  accept: {title: Accept, ships: all}
  rework: {title: Rework, ships: none}
otherwise: hold
parameters: {share: 0.025, days: 3}
define:
  dear: lot.unit_price > 4
  loss: lot.value * share
rules:
  few: {permit: accept, when: lot.quantity < 100, because: few, source: us}
  many: {permit: rework, when: true, because: many, source: us}
  credit:
    require:
      - do: credit
        values: {amount: loss, currency: lot.currency, dear: dear, last: as_of + days, grade: "'A'"}
      - sort
    with: rework
    when: supplier.iso9001
  more-credit:
    require: {do: credit, values: {amount: loss * 2, currency: lot.currency}}
    with: rework
    when: shipment.urgency == 'high'
"""
BASE = """\
policy: small.yaml
base:
  lot: {quantity: 200, unit_price: 4.20, currency: EUR}
  supplier: {iso9001: true}
  shipment: {urgency: low}
  as_of: 2026-11-20
"""


def cases(folder: Path, text: str) -> CaseFile:
    return load_cases(write(folder, policy=POLICY, cases=f"{BASE}cases:\n{text}"))


def mismatches(folder: Path, expected: str, given: str = "{}") -> list[str]:
    text = f"  a: {{given: {given}, expect: {{values: {expected}}}}}\n"
    (report,) = run_cases(cases(folder, text))
    return [str(each) for each in report.mismatches]


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ("{credit: {amount: 21, currency: EUR, dear: true, last: 2026-11-23, grade: A}}", "{}"),
        ("{credit: {amount: 21.00, currency: 'EUR'}}", "{}"),
        ("{credit: {amount: null, currency: EUR}}", "{lot.unit_price: null}"),
        ("{credit: {amount: 21}}", "{supplier.iso9001: null}"),
        ("{credit: {amount: 42}}", "{shipment.urgency: high}"),
        ("{credit: {amount: 21, grade: A}}", "{shipment.urgency: high}"),
        ("{}", "{}"),
        ("{credit: {}}", "{}"),
    ],
)
def test_values_are_as_expected(expected: str, given: str, tmp_path: Path) -> None:
    assert mismatches(tmp_path, expected, given) == []


@pytest.mark.parametrize(
    ("expected", "given", "said"),
    [
        ("{credit: {amount: 20}}", "{}", ["values credit.amount: expected 20, found 21"]),
        ("{credit: {amount: null}}", "{}", ["values credit.amount: expected unknown, found 21"]),
        (
            "{credit: {amount: 21, dear: false}}",
            "{lot.unit_price: null}",
            [
                "values credit.amount: expected 21, found unknown",
                "values credit.dear: expected no, found unknown",
            ],
        ),
        (
            "{credit: {amount: 21}}",
            "{lot.quantity: 20}",
            ["values credit.amount: expected 21, found nothing"],
        ),
        (
            "{credit: {amount: 20}}",
            "{shipment.urgency: high}",
            ["values credit.amount: expected 20, found 21 or 42"],
        ),
        (
            "{credit: {amount: 42, grade: A}}",
            "{shipment.urgency: high}",
            ["values credit.amount: expected 42, found 21 or 42"],
        ),
    ],
)
def test_values_that_differ_are_told(
    expected: str, given: str, said: list[str], tmp_path: Path
) -> None:
    assert mismatches(tmp_path, expected, given) == said


def test_a_failing_case_shows_the_values_that_there_are(tmp_path: Path) -> None:
    (report,) = run_cases(cases(tmp_path, "  a: {expect: {values: {credit: {amount: 20}}}}\n"))
    assert "amount = 21, currency = EUR, dear = yes, grade = A" in str(report)


THOROUGH = """\
  few: {given: {lot.quantity: 99}, expect: {outcome: accept, not_obligations: [credit, sort]}}
  urgent: {given: {lot.quantity: 99, shipment.urgency: high}, expect: {not_obligations: [credit]}}
  many: {given: {lot.quantity: 100}, expect: {outcome: rework, obligations: sort}}
  credit:
    expect: {values: {credit: {amount: 21, currency: EUR, dear: true, last: 2026-11-23}}}
  cheap: {given: {lot.unit_price: 4}, expect: {values: {credit: {dear: false}}}}
  dear: {given: {lot.unit_price: 4.1}, expect: {values: {credit: {dear: true}}}}
  dearer: {given: {lot.unit_price: 5}, expect: {values: {credit: {dear: true}}}}
  none: {given: {supplier.iso9001: false}, expect: {not_obligations: [credit, sort]}}
  more:
    given: {shipment.urgency: high, supplier.iso9001: false}
    expect: {obligations: credit, values: {credit: {amount: 42, currency: EUR}}}
"""


def test_mistakes_in_values_are_noticed_by_who_looks_at_them(tmp_path: Path) -> None:
    report = mutate(cases(tmp_path, THOROUGH))
    assert [each.mutant.about for each in report.open] == []
    about = {each.mutant.about for each in report.killed}
    assert "`dear` became `not dear` in `credit.dear`" in about
    assert "`as_of + days` became `as_of - days` in `credit.last`" in about
    assert "`2` became `3` in `credit.amount`" in about
    assert "`0.025` became `0.024`" in about


def test_a_mistake_that_only_values_show_is_told_with_a_case_about_it(tmp_path: Path) -> None:
    report = mutate(cases(tmp_path, THOROUGH.replace(", last: 2026-11-23", "")))
    shown = {each.mutant.about: each.witness for each in report.open}
    assert shown.keys() == {
        "`3` became `2`",
        "`3` became `4`",
        "`as_of + days` became `as_of - days` in `credit.last`",
    }
    assert all(
        each is not None and each.expected.values["credit"].keys() == {"last"}
        for each in shown.values()
    )


def test_definitions_that_only_values_use_are_covered(tmp_path: Path) -> None:
    whole = {str(each.goal.owner.name) for each in measure_file(cases(tmp_path, THOROUGH)).missing}
    assert "dear" not in whole
    without = THOROUGH.replace("lot.unit_price: 4}", "lot.unit_price: 4.3}").replace(
        "{dear: false}", "{dear: true}"
    )
    missing = measure_file(cases(tmp_path, without)).missing
    assert {each.goal.what for each in missing if each.goal.owner.name == "dear"} == {
        "false",
        "lot.unit_price > 4",
    }


def test_a_mutant_on_the_bench_carries_the_values_that_its_policy_does(tmp_path: Path) -> None:
    file = cases(tmp_path, THOROUGH)
    lots = [each.lot for each in file.cases]
    lots += [Lot.from_dict({"lot": {"quantity": 100}}), Lot.from_dict({})]
    policy, mutants = planted_in(file.policy.checked)
    bench = Bench.of(policy, observed(policy, lots, paths_of(policy, mutants)))
    for mutant in mutants:
        trial, alone = bench.trial(mutant), Policy(mutant.policy)
        for number, lot in enumerate(lots):
            values = FullDecision(alone.decide(lot, engine="compiled")).values
            assert trial.decision(number).values == values
            if not trial.suspects >> number & 1:
                assert bench.decision(number).values == values
