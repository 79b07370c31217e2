"""Facts of a policy's own in cases, coverage and mutation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from disposition import Lot, Policy, load_policy_text
from disposition.facts.fact_definition import FactDefinition
from disposition.language.declarations import ParameterSpec
from disposition.policy import PolicyError
from disposition.testing import load_cases, run_cases
from disposition.testing.coverage import measure_file
from disposition.testing.mutation.analysis import MutationReport, mutate
from disposition.testing.mutation.mutants.mutant import Mutant
from support.mutants import mutants_of

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


DERIVED = """
policy: own
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
parameters: {heavy: 500}
facts:
  custom.net: {type: decimal, least: 0}
  custom.tare: {type: decimal, least: 0}
  custom.blocked: {type: boolean}
  custom.pallets: {list: {weight: {type: decimal, least: 0}, open: {type: boolean}}}
  custom.prices: {keys: [size], rows: [{size: s, price: 1}, {size: m, price: 2}]}
  custom.size: {one of: [s, m]}
  custom.told: {is: "EXPRESSION"}
  custom.above: {is: custom.told}
  custom.aside: {is: BESIDE}
rules:
  one: {permit: accept, when: custom.above CONDITION, because: x, source: us}
  two: {permit: rework, when: custom.aside is known, because: x, source: us}
"""
SLIPS: list[tuple[str, str, str, set[str]]] = [
    ("max(custom.net, 5)", "> 3", "1", {"min(custom.net, 5)", "max(custom.tare, 5)"}),
    ("custom.net - custom.tare", "> 3", "1", {"custom.net + custom.tare"}),
    (
        "sum(p.weight for p in custom.pallets if p.open)",
        "> 3",
        "1",
        {"sum(p.weight for p in custom.pallets)"},
    ),
    (
        "any(p.weight > heavy for p in custom.pallets)",
        "",
        "false",
        {
            "all(p.weight > heavy for p in custom.pallets)",
            "any(p.weight >= heavy for p in custom.pallets)",
        },
    ),
    (
        "first(p.weight for p in custom.pallets else 7)",
        "> 3",
        "1",
        {
            "last(p.weight for p in custom.pallets else 7)",
            "first(p.weight for p in custom.pallets else 8)",
        },
    ),
    (
        "'good' if custom.net > 3 else 'poor'",
        "== 'good'",
        "1",
        {"'poor' if custom.net > 3 else 'good'", "'good' if custom.net > 4 else 'poor'"},
    ),
    (
        "lookup(custom.prices.price, custom.size) + 1",
        "> 2",
        "1",
        {"lookup(custom.prices.price, custom.size) - 1"},
    ),
    # It is not taken for a fact that rests on it, and for one that does not, it is.
    ("not custom.blocked", "", "custom.blocked", {"custom.blocked", "not custom.aside"}),
]


@pytest.mark.parametrize(("written", "condition", "beside", "expected"), SLIPS)
def test_a_definition_is_mutated(
    written: str, condition: str, beside: str, expected: set[str]
) -> None:
    text = DERIVED.replace("EXPRESSION", written).replace("CONDITION", condition)
    text = text.replace("BESIDE", beside)
    policy = load_policy_text(text).checked
    told = [each for each in mutants_of(policy) if each.entry == "fact custom.told"]
    became = {line[7:] for each in told for line in each.diff.splitlines() if line[:5] == "+  is"}
    assert expected <= became
    assert not any("custom.above" in each or "custom.told" in each for each in became)
    for mutant in told:
        # The mutant is the policy that says so: as if it had been written, and loaded.
        (line,) = [line[7:] for line in mutant.diff.splitlines() if line[:5] == "+  is"]
        other = load_policy_text(text.replace(written, line))
        assert mutant.place is not None
        for custom in LOTS:
            lot = Lot.from_dict({"custom": custom})
            assert Policy(mutant.policy).decide(lot).outcome == other.decide(lot).outcome


LOTS: list[dict[str, Any]] = [
    {},
    {"net": 3, "tare": 0, "pallets": [], "size": "s", "blocked": True},
    {"net": 4, "tare": 1, "pallets": [{"weight": 500, "open": False}, {"weight": 2}], "size": "m"},
]


def test_a_mistake_in_a_definition_is_noticed_or_survives(cases: Path) -> None:
    def found(report: MutationReport) -> tuple[set[str], set[str]]:
        killed = {each.mutant.about for each in report.killed if _of_facts(each.mutant)}
        return killed, {each.mutant.about for each in report.survivors if _of_facts(each.mutant)}

    loosened = "`p.weight > heavy` became `p.weight >= heavy`"
    killed, alive = found(mutate(load_cases(cases)))
    assert loosened in killed
    every = "`any(p.weight > heavy for p in custom.pallets)`"
    assert alive == {f"{every} became {every.replace('any', 'all')}"}
    cases.write_text(CASES.replace("weight: 500", "weight: 400"), encoding="utf-8")
    assert loosened in found(mutate(load_cases(cases)))[1]


def _of_facts(mutant: Mutant) -> bool:
    return isinstance(mutant.before, FactDefinition)


def test_a_lot_that_is_not_as_declared_is_told_at_its_place(cases: Path) -> None:
    wrong = CASES.replace('"custom.pallets[0].weight": 501', '"custom.pallets[0].weight": heavy')
    cases.write_text(wrong, encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_cases(cases)
    (found,) = caught.value.diagnostics
    assert (found.code, found.place.line) == ("C704", 7)
    assert "at `$.custom.pallets[0].weight`: expected a decimal of at least 0" in found.message


MORE = POLICY.replace(
    "  custom.overweight:",
    "  custom.temperature: {type: decimal}\n"
    "  custom.sap.blocked: {type: boolean}\n"
    "  custom.sums.weight: {is: sum(p.weight for p in custom.pallets)}\n"
    "  custom.prices: {keys: [law], rows: [{law: cisg, days: 3}]}\n"
    "  custom.overweight:",
)
NO_FACT: dict[str, tuple[str, str, str]] = {
    "a value": (
        "given: {custom.temprature: -19}",
        "`custom.temprature` is no fact of the policy",
        "did you mean `custom.temperature`?",
    ),
    "one that is null": (
        "given: {custom.temprature: null}",
        "`custom.temprature` is no fact of the policy",
        "did you mean `custom.temperature`?",
    ),
    "in the section as a whole": (
        "given: {custom: {temprature: -19}}",
        "`custom.temprature` is no fact of the policy",
        "did you mean `custom.temperature`?",
    ),
    "of an item": (
        'given: {"custom.pallets[0].wieght": 5}',
        "`custom.pallets[0].wieght` is no fact of the policy",
        "did you mean `custom.pallets[0].weight`?",
    ),
    "in an item": (
        'given: {"custom.pallets[0]": {wieght: 5}}',
        "`custom.pallets[0].wieght` is no fact of the policy",
        "did you mean `custom.pallets[0].weight`?",
    ),
    "in a list": (
        "given: {custom.pallets: [{weight: 5}, {wieght: 5}]}",
        "`custom.pallets[1].wieght` is no fact of the policy",
        "did you mean `custom.pallets[1].weight`?",
    ),
    "in a group": (
        "given: {custom.sap: {blokced: true}}",
        "`custom.sap.blokced` is no fact of the policy",
        "did you mean `custom.sap.blocked`?",
    ),
    "like nothing": (
        "given: {custom.sap.zzzzzzzzzzzz: true}",
        "`custom.sap.zzzzzzzzzzzz` is no fact of the policy",
        "there is `custom.sap.blocked`",
    ),
    "a dot within a key": (
        "given: {custom: {sap.blocked: true}}",
        "`custom.sap.blocked` is no fact of the policy",
        "did you mean `custom.sap.blocked`?",
    ),
    "a derived one": (
        "given: {custom.overweight: true}",
        "`custom.overweight` is derived by the policy, and cannot be given",
        "give what it is derived of",
    ),
    "a derived one in a group": (
        "given: {custom.sums: {weight: 5}}",
        "`custom.sums.weight` is derived by the policy, and cannot be given",
        "give what it is derived of",
    ),
    "a group of derived ones": (
        "given: {custom.sums: 5}",
        "`custom.sums` is no fact of the policy",
        "there is `custom.sums.weight`",
    ),
    "a table": (
        "given: {custom.prices: []}",
        "`custom.prices` is a table of the policy, and cannot be given",
        "",
    ),
}


@pytest.mark.parametrize(("given", "message", "hint"), NO_FACT.values(), ids=NO_FACT)
def test_what_is_no_fact_that_can_be_given_is_told(
    cases: Path, given: str, message: str, hint: str
) -> None:
    (cases.parent / "own.yaml").write_text(MORE, encoding="utf-8")
    changed = CASES.replace('given: {"custom.pallets[0].weight": 501}', given)
    cases.write_text(changed, encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_cases(cases)
    (found,) = caught.value.diagnostics
    assert (found.code, found.message, found.hint) == ("C702", message, hint)
    assert found.place.line == 7


def test_the_base_and_the_columns_of_a_table_are_looked_at_once(cases: Path) -> None:
    wrong = CASES.replace("[{weight: 500}]", "[{wieght: 500}], overweight: false")
    table = "columns: [custom.palets, custom.pallets, outcome], rows: [[[], [], accept], "
    table += "[[], [{weight: 1}], accept], ['-', [{boxes: 1}], accept]]"
    cases.write_text(f"{wrong}tables: {{t: {{{table}}}}}\n", encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_cases(cases)
    assert [(each.code, each.message, each.place.column) for each in caught.value.diagnostics] == [
        ("C702", "`custom.pallets[0].wieght` is no fact of the policy", 28),
        ("C702", "`custom.overweight` is derived by the policy, and cannot be given", 43),
        ("C702", "`custom.palets` is no fact of the policy", 24),
        ("C702", "`custom.pallets[0].boxes` is no fact of the policy", 127),
    ]


def test_a_policy_that_declares_nothing_reads_nothing_of_the_section(cases: Path) -> None:
    plain = POLICY.partition("facts:")[0] + "rules:\n  light: {permit: accept, when: true}\n"
    (cases.parent / "own.yaml").write_text(plain, encoding="utf-8")
    cases.write_text("policy: own.yaml\nbase: {custom: {plant: '1'}}\n", encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_cases(cases)
    (found,) = caught.value.diagnostics
    assert (found.code, found.hint) == ("C702", "the policy declares none of its own")
