"""The parts of mutation: which mistakes are made, what is proved, how a lot is shrunk."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from disposition import load_policy_text
from disposition.facts import CATALOGUE
from disposition.language.rewrite.limits import beside, neighbours
from disposition.testing.mutation.analysis import expect_entries
from disposition.testing.mutation.mutants.conditions import siblings
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.proof.found_lot import FoundLot, differences, shrunk
from support.mutants import mutants_of
from support.settling import settled

TEXT = """\
policy: p
version: 1.0.0
outcomes:
  accept: {{ships: all}}
  sort: {{ships: part}}
  rework: {{ships: none}}
otherwise: hold
parameters:
  limit: {{value: 2.0, unit: percent}}
  most: {{value: 3}}
define: {{urgent: "shipment.urgency in ['high', 'critical']"}}
rules:
  r: {{permit: [accept], when: "{when}", because: x, source: y}}
  other: {{permit: [sort, rework], when: urgent and lot.quantity > most, because: x, source: y}}
{more}
"""


def mutants(when: str, more: str = "", name: str = "r") -> list[Mutant]:
    policy = load_policy_text(TEXT.format(when=when, more=more)).checked
    return [each for each in mutants_of(policy) if each.entry.endswith(f" {name}")]


def became(when: str) -> set[str]:
    """Return what the condition of a rule becomes."""
    found = set()
    for mutant in mutants(when):
        lines = [line for line in mutant.diff.splitlines() if line.startswith("+  when: ")]
        found |= {line.removeprefix("+  when: ") for line in lines}
    return found


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (
            "lot.quantity > 7",
            {"lot.quantity >= 7", "lot.quantity <= 7", "lot.quantity > 8", "true"},
        ),
        (
            "defects.minor.excess_rate <= 2.50",
            {
                "defects.minor.excess_rate < 2.50",
                "defects.minor.excess_rate > 2.50",
                "defects.minor.excess_rate <= 2.49",
                "defects.minor.excess_rate <= 2.51",
                "true",
            },
        ),
        (
            "inspection.date == '2026-12-01'",
            {
                "inspection.date != '2026-12-01'",
                "inspection.date == '2026-11-30'",
                "inspection.date == '2026-12-02'",
                "true",
            },
        ),
        (
            "shipment.urgency == 'low'",
            {"shipment.urgency != 'low'", "shipment.urgency == 'normal'", "true"},
        ),
        (
            "shipment.urgency in ['low', 'normal']",
            {
                "shipment.urgency not in ['low', 'normal']",
                "shipment.urgency in ['normal']",
                "shipment.urgency in ['low']",
                "shipment.urgency in ['high', 'normal']",
                "shipment.urgency in ['low', 'high']",
                "shipment.urgency in ['low', 'normal', 'high']",
                "true",
            },
        ),
        ("not lot.regulated", {"lot.regulated", "true"}),
        ("lot.id is known", {"lot.id is unknown", "true"}),
        ("urgent", {"not urgent", "true"}),
    ],
)
def test_the_mistakes_of_a_condition(when: str, expected: set[str]) -> None:
    assert expected <= became(when)


def test_the_mistakes_of_a_connective() -> None:
    abouts = {each.about for each in mutants("lot.regulated and urgent")}
    assert {
        "`lot.regulated and urgent` became `lot.regulated or urgent`",
        "`lot.regulated` left out",
        "`urgent` left out",
        "`urgent` became `not urgent`",
        "the rule is gone",
        "`sort` added to `permit`",
        "`accept` became `sort` in `permit`",
    } <= abouts


def test_the_mistakes_of_a_rule_with_several_outcomes() -> None:
    abouts = {each.about for each in mutants("true", name="other")}
    assert "`sort` left out of `permit`" in abouts
    assert "`sort` became `accept` in `permit`" in abouts


def test_the_mistakes_of_parameters_and_definitions() -> None:
    assert {each.about for each in mutants("true", name="limit")} == {
        "`2.0` became `1.9`",
        "`2.0` became `2.1`",
    }
    assert len(mutants("true", name="urgent")) > 4


def test_a_diff_has_the_place_and_the_id() -> None:
    mutant = next(each for each in mutants("urgent") if each.about == "`urgent` left out")
    assert mutant.diff.splitlines()[:2] == [
        "--- <policy>:13:3 rule r",
        f"+++ mutant {mutant.id}",
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("defects.major.accepted", ("defects.minor.accepted", "defects.critical.accepted")),
        ("lot.regulated", ("lot.brand_at_risk",)),
        ("shipment.urgency", ()),
        ("no.such.fact", ()),
    ],
)
def test_facts_that_are_easily_confused(path: str, expected: tuple[str, ...]) -> None:
    assert siblings(path, CATALOGUE) == expected


def test_values_beside_values() -> None:
    assert beside(999_999_999_999_999) == (999_999_999_999_998,)
    assert beside(Decimal("0.10")) == (Decimal("0.09"), Decimal("0.11"))
    assert neighbours("b", ("a", "b", "c"), ("b", "c")) == ("a",)


# --- proofs --------------------------------------------------------------------------------------

FORBID = '  f: {{forbid: [{outcomes}], when: "{when}", because: x, source: y}}'
REQUIRE = '  {name}: {{require: [{{do: call}}], with: [{outcomes}], when: "{when}", because: x}}'


PROVED = "Proved"


def told(when: str, about: str, more: str = "", name: str = "r") -> str | dict[str, Any]:
    """Return what a case expects that tells a mutant apart, or the answer that there is none."""
    policy = load_policy_text(TEXT.format(when=when, more=more))
    (mutant,) = (
        each
        for each in mutants_of(policy.checked)
        if each.entry == f"rule {name}" and each.about == about
    )
    found = settled(policy, mutant)
    return expect_entries(found.expected) if isinstance(found, FoundLot) else found


@pytest.mark.parametrize(
    ("when", "about"),
    [
        ("lot.quantity > 5 and lot.quantity > 3", "`3` became `4`"),
        ("lot.quantity > 5 and (lot.regulated or lot.quantity > 3)", "`3` became `4`"),
        (
            "shipment.urgency == 'low' and shipment.urgency in ['low', 'high']",
            "`shipment.urgency in ['low', 'high']` became `shipment.urgency in ['low']`",
        ),
    ],
)
def test_what_no_value_tells_apart_is_proved(when: str, about: str) -> None:
    assert told(when, about) == PROVED


@pytest.mark.parametrize(
    ("when", "about"),
    [
        ("lot.quantity > 5 and lot.quantity > 3", "`5` became `6`"),
        ("lot.quantity > 5 and (lot.quantity > 3 or lot.regulated)", "`lot.regulated` left out"),
        ("lot.quantity > 5 and not lot.regulated", "`5` became `6`"),
        ("defects.major.found > 2 * most", "`2` became `3`"),
    ],
)
def test_what_a_value_tells_apart_is_told_by_a_lot(when: str, about: str) -> None:
    assert "outcome" in told(when, about)


def test_a_later_outcome_on_the_same_condition_is_proved_unless_the_first_is_forbidden() -> None:
    about = "`sort` added to `permit`"
    assert told("lot.regulated", about) == PROVED
    both = FORBID.format(outcomes="accept, sort", when="urgent")
    assert told("lot.regulated", about, both) == PROVED
    one = FORBID.format(outcomes="accept", when="urgent")
    assert "outcome" in told("lot.regulated", about, one)


def test_a_second_line_for_the_same_duty_is_told_by_who_requires_it() -> None:
    rule = REQUIRE.format(name="q", outcomes="accept", when="urgent")
    same = REQUIRE.format(name="q2", outcomes="sort", when="urgent")
    found = told("lot.regulated", "`sort` added to `with`", f"{rule}\n{same}", name="q")
    assert found == {"outcome": "sort", "required_by": {"call": ["q2"]}}


@pytest.mark.parametrize(
    ("rule", "about", "expected"),
    [
        (
            'q: {require: [{do: call}], when: "lot.regulated is known and lot.regulated"}',
            "`lot.regulated is known` left out",
            {"not_may_apply": ["call"]},
        ),
        (
            "q: {require: [{do: call, due: as_of + later}], when: lot.regulated}",
            "`5` became `6`",
            {"due": {}},
        ),
        (
            "q: {require: [{do: call, values: {n: lot.quantity + 1}}], when: lot.regulated}",
            "`1` became `2` in `call.n`",
            {"values": {}},
        ),
    ],
)
def test_what_only_a_duty_shows_is_told_by_a_lot(
    rule: str, about: str, expected: dict[str, Any]
) -> None:
    text = TEXT.format(when="lot.regulated", more=f"  {rule}")
    policy = load_policy_text(
        text.replace("most: {value: 3}", "most: {value: 3}\n  later: {value: 5}")
    )
    mutant = next(each for each in mutants_of(policy.checked) if each.about == about)
    found = settled(policy, mutant)
    assert isinstance(found, FoundLot)
    entries = expect_entries(found.expected)
    assert entries.keys() == {"outcome", *expected}
    assert all(entries[key] == value for key, value in expected.items() if value)


def test_what_a_fact_of_ones_own_means_is_known_to_the_prover() -> None:
    text = TEXT.format(when="custom.many > 5", more="")
    own = "facts:\n  custom.many: {about: Many, is: lot.quantity + most}\n"
    policy = load_policy_text(text.replace("define:", f"{own}define:"))
    mutants = [e for e in mutants_of(policy.checked) if e.entry == "parameter most"]
    assert mutants
    assert all(isinstance(settled(policy, each), FoundLot) for each in mutants)


# --- shrinking -----------------------------------------------------------------------------------


def test_a_lot_is_shrunk_to_what_matters() -> None:
    base: dict[str, Any] = {"lot": {"quantity": 90}, "as_of": "2026-11-22"}
    lot = {
        "lot": {"quantity": 91, "regulated": True},
        "inspection": {"defects": [{"severity": "major", "units": 2}, {"severity": "minor"}]},
    }

    def holds(documents: Sequence[dict[str, Any]]) -> list[bool]:
        return [
            any(
                defect.get("severity") == "minor"
                for defect in document.get("inspection", {}).get("defects", ())
            )
            for document in documents
        ]

    assert len(differences(base, lot)) == 4
    assert shrunk(base, lot, holds) == (("inspection.defects", [{"severity": "minor"}]),)


def test_a_list_is_given_by_the_values_that_differ_or_as_a_whole_where_that_is_less() -> None:
    base = {"case": {"contacts": [{"on": "2026-11-20", "channel": "call", "copied": 0}]}}
    email = {"on": "2026-11-20", "channel": "email", "copied": 0}
    assert differences(base, {"case": {"contacts": [email]}}) == (
        ("case.contacts[0].channel", "email"),
    )
    few = [{"channel": "email"}]
    assert differences(base, {"case": {"contacts": few}}) == (("case.contacts", few),)
    assert differences(base, {"case": {"contacts": None}}) == (("case.contacts", None),)
    unknown = [{**base["case"]["contacts"][0], "senior": None}]
    assert differences(base, {"case": {"contacts": unknown}}) == ()


def test_what_can_only_be_left_out_apart_is() -> None:
    base: dict[str, Any] = {}
    lot = {"case": {"contacts": [{"copied": 1, "channel": "call"}, {"copied": 1}, {"copied": 2}]}}

    def holds(documents: Sequence[dict[str, Any]]) -> list[bool]:
        return [
            sum(each.get("copied", 0) for each in document.get("case", {}).get("contacts", ())) >= 2
            for document in documents
        ]

    given = shrunk(base, lot, holds)
    assert given in (
        (("case.contacts", [{"copied": 2}]),),
        (("case.contacts", [{"copied": 1}, {"copied": 1}]),),
    )
