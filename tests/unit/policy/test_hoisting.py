"""Conditions that compute: what engines do not reckon is a fact, and is written as it was."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from disposition import Decision, Policy, load_policy_text
from disposition.facts import Lot
from disposition.policy import PolicyError
from disposition.policy.format.flattening import flat_text
from disposition.testing.mutation.bench import Bench, observed, paths_of
from disposition.testing.mutation.mutants.policies import planted_in
from disposition.testing.mutation.proof.found_lot import distinguishing
from disposition.testing.visible_decision import FullDecision
from support.engines import ENGINES_HERE
from support.mutants import mutants_of

TEXT = """
policy: computing
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
parameters: {most: 500}
facts:
  custom.pallets: {list: {weight: {type: decimal, unit: kg, least: 0}, own: {type: boolean}}}
define:
  total: sum(p.weight for p in custom.pallets)
rules:
  light:
    permit: accept
    when: sum(p.weight for p in custom.pallets if p.own) <= most and (2 if total > 900 else 1) < 2
    because: light enough
    source: us
  usual:
    permit: rework
    when: max(lot.quantity, inspection.sample_size) > 3
    because: for want of a better rule
    source: us
  tell:
    require:
      do: tell
      due: as_of + (5 if total > 100 else 9)
      values:
        weight: sum(p.weight for p in custom.pallets)
        pallets: count(p for p in custom.pallets)
    when: true
    source: us
tables:
  by-count:
    columns: [count(p for p in custom.pallets)]
    rows: [{id: many, if: ["> 9"], forbid: accept, because: too many, source: us}]
invariants:
  none-too-heavy: {always: "ships != 'all' or all(p.weight < 1000 for p in custom.pallets)"}
"""


COUNTED = {"lot": {"quantity": 4}, "inspection": {"sample_size": 2}}


@cache
def policy() -> Policy:
    return load_policy_text(TEXT)


def decided(pallets: Any, **more: Any) -> Decision:
    lot = Lot.from_dict({"as_of": "2026-01-01", "custom": {"pallets": pallets}, **more})
    first, *others = [policy().decide(lot, engine=engine) for engine in ENGINES_HERE]
    assert all(each.to_json() == first.to_json() for each in others)
    return first


def test_each_computed_part_is_one_fact() -> None:
    assert list(policy().checked.hoisted) == [
        "(2 if total > 900 else 1)",
        "(5 if total > 100 else 9)",
        "all(p.weight < 1000 for p in custom.pallets)",
        "count(p for p in custom.pallets)",
        "max(lot.quantity, inspection.sample_size)",
        "sum(p.weight for p in custom.pallets if p.own)",
        "sum(p.weight for p in custom.pallets)",
    ]
    assert policy().checked.hoisted.keys() < policy().checked.catalogue.keys()
    assert list(policy().checked.own) == ["custom.pallets"]


def test_decisions_rest_on_them_and_say_so() -> None:
    light = decided([{"weight": 400, "own": True}, {"weight": 400, "own": False}])
    assert light.outcome == "accept"
    assert light.to_dict()["reasons"][0]["facts"] == {
        "(2 if total > 900 else 1)": 1,
        "sum(p.weight for p in custom.pallets if p.own)": "400",
    }
    (duty,) = light.obligations
    assert (str(duty.due), duty.values["weight"].value) == ("2026-01-06", 800)
    heavy = decided([{"weight": 500, "own": True}, {"weight": 401, "own": False}])
    assert heavy.status == "needs_information"  # nobody said how many units there are
    assert decided([{"weight": 501, "own": True}], **COUNTED).outcome == "rework"


def test_a_cell_of_a_table_compares_with_them() -> None:
    many = decided([{"weight": 1, "own": True}] * 10, **COUNTED)
    assert many.outcome == "rework"
    assert [each.rule for each in many.ruled_out[0].forbidden_by] == ["by-count/many"]


def test_an_invariant_holds_them() -> None:
    assert decided([{"weight": 0, "own": True}]).outcome == "accept"
    guards = {each.invariant for each in policy().checked.guards}
    assert guards == {"none-too-heavy"}


def test_questions_name_what_keeps_them_open() -> None:
    document = decided([{"weight": 600}, {"weight": 2, "own": True}]).to_dict()
    assert [each["absent"] for each in document["missing"]] == [["$.custom.pallets[0].own"]]


def test_it_is_written_as_it_was() -> None:
    text = flat_text(policy().checked)
    assert "(2 if total > 900 else 1) < 2" in text
    again = load_policy_text(text)
    assert again.digest == policy().digest
    assert flat_text(again.checked) == text


def test_mistakes_beside_them_are_planted() -> None:
    planted = {each.about for each in mutants_of(policy().checked)}
    assert "`sum(p.weight for p in custom.pallets if p.own) <= most` left out" in planted
    assert "`3` became `4`" in planted


def test_mistakes_within_them_are_planted_and_noticed() -> None:
    checked, mutants = planted_in(policy().checked)
    planted = [each.about for each in mutants]
    largest = "max(lot.quantity, inspection.sample_size)"
    assert {
        "`sum(p.weight for p in custom.pallets if p.own)` became `sum(p.weight for p in custom.pallets)`",  # noqa: E501
        f"`{largest}` became `{largest.replace('max', 'min')}`",
        "`total > 900` became `total >= 900`",
        "`2` became `3`",
    } <= set(planted)
    # What a mistake makes of one is no neighbour for which another is taken.
    assert sum("became `min(" in about for about in planted) == 1
    lots = [
        Lot.from_dict({**COUNTED, "as_of": "2026-01-01", "custom": {"pallets": pallets}})
        for pallets in ([{"weight": 900, "own": True}], [{"weight": 501, "own": False}] * 2, [])
    ]
    bench = Bench.of(checked, observed(checked, lots, paths_of(checked, mutants)))
    for mutant in mutants:
        trial, alone = bench.trial(mutant), Policy(mutant.policy)
        for number, lot in enumerate(lots):
            on_the_bench, said = trial.decision(number), FullDecision(alone.decide(lot))
            assert distinguishing(on_the_bench, said) is None, mutant.diff
            assert flat_text(mutant.policy)  # as a policy file


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("if p.own) <= most", "if p.owm) <= most", "T215"),
        ("(2 if total > 900 else 1) < 2", "(2 if total > 900 else 'x') < 2", "T204"),
        ("max(lot.quantity, inspection.sample_size) > 3", "max(lot.quantity, as_of) > 3", "T204"),
        ("ships != 'all' or all(", "('x' if ships == 'all' else 'y') == 'x' or all(", "P415"),
        (
            "      due:",
            "      proved_when: count(p for p in custom.pallets) > 1\n      due:",
            "P415",
        ),
        ("      due:", "      proved_when: total > 1\n      due:", "P414"),
    ],
)
def test_what_cannot_be_computed_is_refused_where_it_stands(
    before: str, after: str, code: str
) -> None:
    assert before in TEXT
    with pytest.raises(PolicyError) as caught:
        load_policy_text(TEXT.replace(before, after))
    assert [each.code for each in caught.value.diagnostics if each.code == code] != []
    assert len(caught.value.diagnostics) == 1
