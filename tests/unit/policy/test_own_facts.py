"""Facts that a policy declares of its own: read, decided on, asked about, layered and written."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from disposition import Decision, LotError, Policy, load_policy, load_policy_text
from disposition.facts import Facts, Lot
from disposition.facts.source import LotSource
from disposition.policy import PolicyError
from disposition.policy.compare.changes import changes_between
from disposition.policy.compare.mixing import Mixing
from disposition.policy.format.flattening import flat_text
from disposition.policy.format.layout import format_policy
from support.engines import ENGINES_HERE, EVERY_ENGINE
from support.shipped import POLICY

TEXT = """
policy: own
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
parameters:
  heavy: {value: 500, unit: kg, tighter: lower}
facts:
  custom.plant: {one of: ["1000", "1100"], about: Plant}
  custom.sap.blocked: {type: boolean, about: Whether the stock is blocked}
  custom.sap.posted: {type: date}
  custom.ph: {type: decimal, least: 6.5, most: 8.5}
  custom.offset: {type: integer, unit: mm}
  custom.self: {type: text}
  custom.pallets:
    about: Pallets of the lot
    list:
      weight: {type: decimal, unit: kg, least: 0, about: Weight of the pallet}
      size.width: {type: integer, unit: mm, least: 1}
      boxes: {about: Boxes, list: {units: {type: integer, unit: units, least: 0}}}
  custom.weight: {is: sum(p.weight for p in custom.pallets), about: Weight of all pallets}
  custom.overweight: {is: any(p.weight > heavy for p in custom.pallets), about: A heavy pallet}
  custom.boxed: {is: sum(b.units for p in custom.pallets for b in p.boxes), about: Units in boxes}
  custom.left: {is: lot.quantity - custom.boxed, about: Units in no box}
  custom.load:
    one of: [light, heavy]
    is: "'heavy' if custom.weight > 2 * heavy else 'light' if custom.weight > 0 else unknown"
    none: no pallet weighs anything
    about: How heavy it is
rules:
  light: {permit: accept, when: not custom.overweight, because: "{custom.weight} kg", source: us}
  usual: {permit: rework, when: true, because: for want of a better rule, source: us}
"""


@cache
def policy(*changes: tuple[str, str]) -> Policy:
    text = TEXT
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return load_policy_text(text)


def decided(custom: Any, made: Policy | None = None, **more: Any) -> Decision:
    """Return a decision on which all engines agree."""
    made = made or policy()
    lot = Lot.from_dict({**more, "custom": custom})
    first, *others = [made.decide(lot, engine=engine) for engine in ENGINES_HERE]
    assert all(each.to_json() == first.to_json() for each in others)
    return first


def facts(custom: Any, made: Policy | None = None, **more: Any) -> dict[str, Any]:
    catalogue = (made or policy()).checked.catalogue
    paths = [path for path in catalogue if path.startswith("custom.")]
    return LotSource(Lot.from_dict({**more, "custom": custom}), catalogue).observe(paths)


WHOLE = {
    "plant": "1000",
    "sap": {"blocked": False, "posted": "2026-11-18", "unheard": 1},
    "ph": "7.20",
    "offset": -3,
    "self": "x",
    "pallets": [
        {"weight": 400, "size": {"width": 800}, "boxes": [{"units": 3}, {"units": 4}]},
        {"weight": "500.5", "boxes": [], "colour": {"anything": [True]}},
    ],
    "of_others": [1, {"x": "y"}],
}


def test_what_is_declared_is_read_and_derived() -> None:
    found = facts(WHOLE, lot={"quantity": 10})
    assert found["custom.plant"] == "1000"
    assert found["custom.sap.blocked"] is False
    assert found["custom.sap.posted"].isoformat() == "2026-11-18"
    assert found["custom.ph"] == Decimal("7.2")
    assert found["custom.offset"] == -3
    assert found["custom.self"] == "x"
    assert found["custom.weight"] == Decimal("900.5")
    assert found["custom.overweight"] is True
    assert found["custom.boxed"] == 7
    assert found["custom.left"] == 3
    assert found["custom.load"] == "light"


@pytest.mark.parametrize("count", [4, 4.0, Decimal("4.0"), Decimal("4E+0")])
def test_a_whole_number_may_be_given_as_a_column_with_gaps_gives_it(count: Any) -> None:
    found = facts({"offset": count, "pallets": [{"boxes": [{"units": count}]}]})
    assert (found["custom.offset"], found["custom.boxed"]) == (4, 4)
    with pytest.raises(LotError, match=r"expected a whole number .*, found `\"4.5\"`"):
        facts({"offset": count + count / 8})


def test_a_derived_number_can_be_negative() -> None:
    assert facts(WHOLE, lot={"quantity": 2})["custom.left"] == -5


def test_a_bound_below_zero_is_in_reach() -> None:
    made = policy(("when: not custom.overweight", "when: custom.left < -3 and custom.offset < -2"))
    assert [each.code for each in made.warnings if each.code == "W708"] == []
    (first, _) = decided({"offset": -3}, made).to_dict()["missing"], None
    assert {each["outcome"] for each in first[0]["would_decide"]} == {"accept", "rework"}


@pytest.mark.parametrize("told", ["offset", "offset * -1", "0 - offset"])
def test_a_whole_number_without_a_range_can_be_anything(told: str) -> None:
    """What a document can hold is no range: nothing follows from it on either side."""
    whole = told.replace("offset", "custom.offset")
    for far in ("> -2000000000000", "< 2000000000000"):
        made = policy(("  custom.self:", f"  custom.far: {{is: {whole} {far}}}\n  custom.self:"))
        assert facts({}, made)["custom.far"] is None


def test_a_number_for_one_of_the_words_is_told_to_be_no_text() -> None:
    with pytest.raises(LotError, match=r'found `1000` \(write it as text, `"1000"`\)'):
        decided({"plant": 1000})


def test_a_parameter_that_nothing_uses_is_told() -> None:
    made = policy(("parameters:\n", "parameters:\n  spare: 3\n"))
    assert [each.message for each in made.warnings if each.code == "W701"] == [
        "nothing uses the parameter `spare`"
    ]


def test_what_a_policy_derives_cannot_be_given() -> None:
    more = ("  custom.weight:", "  custom.sap.share: {is: custom.ph / 2}\n  custom.weight:")
    given = {"weight": "99", "sap": {"share": 1}, "ph": 9, "left": None, "overweigth": True}
    with pytest.raises(LotError) as caught:
        decided(given, policy(more))
    assert sorted((each.where, each.message) for each in caught.value.problems) == [
        ("$.custom.ph", "expected a decimal from 6.5 to 8.5, found `9`"),
        (
            "$.custom.sap.share",
            "`custom.sap.share` is derived by the policy, and cannot be given",
        ),
        ("$.custom.weight", "`custom.weight` is derived by the policy, and cannot be given"),
    ]


@pytest.mark.parametrize("engine", EVERY_ENGINE)
def test_what_a_policy_derives_cannot_be_given_where_it_declares_nothing(engine: str) -> None:
    declares = TEXT.partition("parameters:")[0]
    text = f"{declares}facts: {{custom.few: {{is: lot.quantity < 9}}}}\n"
    text += "rules: {light: {permit: accept, when: custom.few}}\n"
    lot = Lot.from_dict({"lot": {"quantity": 90}, "custom": {"few": True}})
    with pytest.raises(LotError, match=r"^\$\.custom\.few: `custom\.few` is derived by the policy"):
        load_policy_text(text).decide(lot, engine=engine)


NOTHING = {
    "an unknown fact": ("custom.wieght", "`custom.wieght` is not known", "custom.weight"),
    "a group of facts": ("custom.sap", "`custom.sap` is not known", "a group of facts"),
    "a list": ("custom.pallets", "`custom.pallets` is not known", ""),
    "a parameter": ("heavy", "`heavy` is not known", "`none` can show facts only"),
    "a shipped one, misspelt": ("lot.quantty", "`lot.quantty` is not known", "lot.quantity"),
}


@pytest.mark.parametrize(("name", "message", "hint"), NOTHING.values(), ids=NOTHING)
def test_what_is_said_of_no_value_shows_facts_only(name: str, message: str, hint: str) -> None:
    with pytest.raises(PolicyError) as caught:
        policy(("no pallet weighs anything", f"'nothing of {{{name}}}'"))
    (found,) = caught.value.diagnostics
    assert (found.code, found.message) == ("P409", message)
    assert hint in found.hint
    assert (found.place.line, found.place.column) == (28, 23)


def test_what_is_said_of_no_value_can_show_what_is_derived_later() -> None:
    shown = "'{custom.left} units left, {lot.quantity} in all'"
    later = ("no pallet weighs anything", shown)
    last = ("  custom.left: {is: lot.quantity - custom.boxed, about: Units in no box}\n", "")
    again = ("rules:\n", "  custom.left: {is: '9 if custom.load is known else 3'}\nrules:\n")
    made = policy(later, last, again)
    lot = Lot.from_dict({"lot": {"quantity": 7}, "custom": {"pallets": []}})
    source = LotSource(lot, made.checked.catalogue)
    assert source.why_unknown("custom.load") == "3 units left, 7 in all"


def test_a_misspelt_parameter_of_a_shipped_fact_is_told() -> None:
    made = policy(("parameters:\n", "parameters:\n  poor_afer_lots: 1\n"))
    assert [each.hint for each in made.warnings if each.code == "W701"] == [
        "did you mean `poor_after_lots`?"
    ]


def test_nothing_is_known_where_nothing_is_told() -> None:
    assert set(facts(None).values()) == {None}
    assert facts({"pallets": []})["custom.weight"] == 0


def test_decisions_rest_on_them() -> None:
    light = decided({"pallets": [{"weight": 20}]})
    assert (light.outcome, light.to_dict()["reasons"][0]["because"]) == ("accept", "20 kg")
    heavy = decided({"pallets": [{"weight": 20}, {"weight": "500.01"}]})
    assert heavy.outcome == "rework"
    assert decided(None).status == "needs_information"


def test_one_heavy_pallet_is_enough_whatever_else_is_unknown() -> None:
    assert decided({"pallets": [{}, {"weight": 501}]}).outcome == "rework"
    assert decided({"pallets": [{}, {"weight": 499}]}).status == "needs_information"


def test_what_is_not_described_is_asked_for_by_its_path() -> None:
    made = policy(("when: not custom.overweight", "when: custom.ph > 7 and custom.offset < 0"))
    decision = decided(None, made)
    assert {each.place: each.about for each in decision.questions} == {
        "$.custom.ph": "custom.ph",
        "$.custom.offset": "custom.offset",
    }
    assert {each.fact: each.about for each in decision.missing} == {
        "custom.ph": "custom.ph",
        "custom.offset": "custom.offset",
    }
    lines = decision.explain(in_full=True).splitlines()
    assert [line for line in lines if line.startswith("  -") and ":" in line] == []
    assert lines.count("  - custom.ph") == 2  # as a question, and as a fact


def test_questions_name_the_places() -> None:
    document = decided({"pallets": [{"weight": 1}, {}, {"weight": 2}, {}]}).to_dict()
    (missing,) = document["missing"]
    assert missing["fact"] == "custom.overweight"
    assert missing["about"] == "A heavy pallet"
    assert missing["absent"] == ["$.custom.pallets[1].weight", "$.custom.pallets[3].weight"]
    assert [each["place"] for each in document["questions"]] == missing["absent"]
    assert {each["about"] for each in document["questions"]} == {"Weight of the pallet"}
    (question,) = decided(None).to_dict()["questions"]
    assert (question["place"], question["about"]) == ("$.custom.pallets", "Pallets of the lot")


def test_answers_are_tried() -> None:
    (question,) = decided({"pallets": [{}]}).to_dict()["questions"]
    ends = {each["outcome"]: each["value"] for each in question["would_decide"]}
    assert ends == {"accept": "500 or less", "rework": "500.01 or more"}


def test_what_no_rule_reads_changes_no_question() -> None:
    """Which answers are tried, and so the ranges that are told, is no matter of other fields."""
    made = policy(
        (
            "  custom.self:",
            "  custom.told: {type: decimal}\n  custom.other: {type: decimal}\n  custom.self:",
        ),
        ("when: not custom.overweight", "when: custom.told == 0"),
    )
    alone = decided({}, made).to_dict()["questions"]
    assert [each["value"] for each in alone[0]["would_decide"]][1] == "0"
    for other in (-2.5, 7, 1234):
        assert decided({"other": other}, made).to_dict()["questions"] == alone


def test_a_range_that_has_no_hundredths_is_asked_about() -> None:
    narrow = policy(
        ("{type: decimal, least: 6.5, most: 8.5}", "{type: decimal, least: 0.001, most: 0.002}"),
        ("when: not custom.overweight", "when: custom.ph > 0.0015"),
    )
    (question,) = decided({}, narrow).to_dict()["questions"]
    assert question["place"] == "$.custom.ph"


def test_why_there_is_no_value_is_said_in_the_words_of_the_definition() -> None:
    made = policy(("when: not custom.overweight", "when: custom.load == 'light'"))
    (missing,) = decided({"pallets": []}, made).to_dict()["missing"]
    assert missing["why"] == "no pallet weighs anything"


REFUSED: list[tuple[Any, str]] = [
    ({"plant": "1"}, '$.custom.plant: expected one of `1000`, `1100`, found `"1"`'),
    ({"plant": 1000}, "$.custom.plant: expected one of `1000`, `1100`, found `1000`"),
    ({"sap": []}, "$.custom.sap: expected an object, found a list"),
    ({"sap": {"blocked": "X"}}, '$.custom.sap.blocked: expected true or false, found `"X"`'),
    ({"sap": {"posted": "18.11.2026"}}, "$.custom.sap.posted: expected a date such as 2026-11-18"),
    ({"ph": "8.51"}, '$.custom.ph: expected a decimal from 6.5 to 8.5, found `"8.51"`'),
    (
        {"ph": "7,2"},
        '$.custom.ph: expected a decimal from 6.5 to 8.5, found `"7,2"` (write `"7.2"`)',
    ),
    ({"offset": "3"}, "$.custom.offset: expected a whole number from -1,000,000,000,000 to"),
    ({"pallets": {}}, "$.custom.pallets: expected a list, found an object"),
    ({"pallets": [3]}, "$.custom.pallets[0]: expected an object, found `3`"),
    (
        {"pallets": [{}, {"weight": "-1"}]},
        '$.custom.pallets[1].weight: expected a decimal of at least 0, found `"-1"`',
    ),
    (
        {"pallets": [{"boxes": [{}, {"units": -1}]}]},
        "$.custom.pallets[0].boxes[1].units: expected a whole number from 0 to",
    ),
]


@pytest.mark.parametrize(("custom", "told"), REFUSED)
def test_what_is_not_as_declared_is_refused_when_deciding(custom: Any, told: str) -> None:
    lot = Lot.from_dict({"custom": custom})
    for engine in ENGINES_HERE:
        with pytest.raises(LotError) as caught:
            policy().decide(lot, engine=engine)
        assert str(caught.value).startswith(told)
    assert POLICY.decide(lot).to_json() == POLICY.decide(Lot()).to_json()


def test_several_policies_share_one_lot() -> None:
    stricter = policy(("value: 500", "value: 10"))
    source = LotSource(Lot.from_dict({"custom": {"pallets": [{"weight": 20}]}}))
    for _ in range(2):
        assert POLICY.decide(source).outcome == "hold"
        assert policy().decide(source).outcome == "accept"
        assert stricter.decide(source).outcome == "rework"


def test_several_policies_declare_one_key_differently() -> None:
    other = policy(('custom.plant: {one of: ["1000", "1100"]', "custom.plant: {type: text"))
    lot = Lot.from_dict({"custom": {"plant": "east", "pallets": []}})
    assert other.decide(lot).outcome == "accept"
    with pytest.raises(LotError, match=r"\$\.custom\.plant"):
        policy().decide(lot)


# --- layers --------------------------------------------------------------------------------------


def layered(tmp_path: Path, layer: str) -> Policy:
    (tmp_path / "own.yaml").write_text(TEXT, encoding="utf-8")
    text = f"policy: top\nversion: 1.0.0\nextends: own.yaml\n{layer}"
    (tmp_path / "top.yaml").write_text(text, encoding="utf-8")
    return load_policy(tmp_path / "top.yaml")


def test_a_layer_adds_facts_of_those_below(tmp_path: Path) -> None:
    made = layered(
        tmp_path,
        """
facts:
  custom.truck: {type: integer, unit: kg, least: 0}
  custom.too_much: {is: custom.weight > custom.truck}
rules:
  truck: {forbid: accept, when: custom.too_much, because: too much for one truck, source: us}
""",
    )
    pallets = [{"weight": 400}, {"weight": 300}]
    assert decided({"pallets": pallets, "truck": 700}, made).outcome == "accept"
    assert decided({"pallets": pallets, "truck": 699}, made).outcome == "rework"


def test_a_layer_tightens_what_a_derived_fact_compares_with(tmp_path: Path) -> None:
    made = layered(tmp_path, "parameters: {heavy: 10}")
    assert decided({"pallets": [{"weight": 11}]}, made).outcome == "rework"
    with pytest.raises(PolicyError, match="loosens"):
        layered(tmp_path, "parameters: {heavy: 501}")


CHANGES = {
    "given": "custom.ph: {type: decimal, least: 0, most: 14}",
    "derived": "custom.overweight: {is: any(p.weight > 2 * heavy for p in custom.pallets)}",
    "other": "custom.overweight: {type: boolean}",
}


@pytest.mark.parametrize("fact", CHANGES.values(), ids=CHANGES)
def test_a_layer_changes_a_fact_by_name_only(fact: str, tmp_path: Path) -> None:
    name = fact.partition(":")[0]
    with pytest.raises(PolicyError, match=f"the fact `{name}` is in `own` already"):
        layered(tmp_path, f"facts:\n  {fact}")
    made = layered(tmp_path, f"replaces: {name}\nfacts:\n  {fact}")
    assert made.checked.replaced == (name,)


def test_a_fact_that_a_layer_takes_away_is_missed_where_it_is_used(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="a layer takes it away with `replaces`"):
        layered(tmp_path, "replaces: custom.overweight")
    made = layered(tmp_path, "replaces: custom.load")
    assert "custom.load" not in made.checked.catalogue


# --- as text -------------------------------------------------------------------------------------


def test_it_is_the_same_policy_when_it_is_written_as_one_file(tmp_path: Path) -> None:
    made = layered(tmp_path, "parameters: {heavy: 10}\nfacts: {custom.extra: {type: date}}")
    again = load_policy_text(flat_text(made.checked))
    assert again.digest == made.digest
    assert flat_text(again.checked) == flat_text(made.checked)
    assert again.checked.own == made.checked.own
    for custom in (None, WHOLE, {"pallets": [{}, {"weight": 7}]}):
        documents = [
            json.loads(each.decide(Lot.from_dict({"custom": custom})).to_json())
            for each in (made, again)
        ]
        assert documents[0] == documents[1]


EDITS = {
    "a type": ("{type: date}", "{type: text}"),
    "words": ('one of: ["1000", "1100"]', 'one of: ["1000"]'),
    "a range": ("most: 8.5", "most: 8.25"),
    "a unit": ("custom.offset: {type: integer, unit: mm}", "custom.offset: {type: integer}"),
    "what it is": ("about: Plant", "about: The plant"),
    "an item": ("size.width: {type: integer", "size.width: {type: decimal"),
    "an item within": (
        "boxes: {about: Boxes, list: {units: {type: integer",
        "boxes: {about: Boxes, list: {units: {type: decimal",
    ),
    "a definition": ("lot.quantity - custom.boxed", "custom.boxed - lot.quantity"),
    "why there is none": ("no pallet weighs anything", "no pallet weighs a thing"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_every_change_of_a_fact_is_told_and_alters_the_digest(edit: tuple[str, str]) -> None:
    before, after = policy(), policy(edit)
    assert before.digest != after.digest
    (change,) = changes_between(before.checked, after.checked)
    assert (change.kind, change.what) == ("fact", "changed")
    assert change.before != change.after
    mixed = Mixing(before.checked, after.checked).policy([change])
    assert mixed is not None
    assert Policy(mixed).digest == after.digest


def test_only_what_conditions_read_alters_decisions() -> None:
    def told(*edit: tuple[str, str]) -> bool:
        (change,) = changes_between(policy().checked, policy(*edit).checked)
        return change.alters

    assert told(("any(p.weight > heavy", "any(p.weight >= heavy"))
    assert told(
        ("weight: {type: decimal, unit: kg, least: 0,", "weight: {type: decimal, unit: kg,")
    )
    assert not told(("lot.quantity - custom.boxed", "lot.quantity + custom.boxed"))
    assert not told(("{type: date}", "{type: text}"))


def test_definitions_are_written_one_way() -> None:
    text = TEXT.replace(
        "sum(p.weight for p in custom.pallets)", "sum( p.weight  for p in custom.pallets )"
    )
    assert format_policy("own.yaml", text) == format_policy("own.yaml", TEXT)


def test_a_policy_without_facts_of_its_own_keeps_its_digest() -> None:
    assert load_policy_text(
        "policy: old\nversion: 1.0.0\noutcomes: {accept: {ships: all}}\notherwise: hold\n"
        "rules: {any: {permit: accept, when: true, because: x, source: y}}\n"
    ).digest == ("sha256:9513c585c381b75b3a66af71cb2ea85092102928eceacbbcca08866f397b18c3")


def test_chains_of_definitions_are_bounded() -> None:
    links = "\n".join(f"  custom.c{n}: {{is: custom.c{n - 1} + 1}}" for n in range(1, 3000))
    with pytest.raises(PolicyError, match="60 in a row"):
        policy(("facts:\n", f"facts:\n  custom.c0: {{type: integer}}\n{links}\n"))
    links = "\n".join(f"  custom.c{n}: {{is: custom.c{n - 1} + 1}}" for n in range(1, 60))
    made = policy(
        ("facts:\n", f"facts:\n  custom.c0: {{type: integer}}\n{links}\n"),
        ("when: not custom.overweight", "when: custom.c59 == 59"),
    )
    assert decided({"c0": 0}, made).outcome == "accept"
    assert decided({"c0": 1}, made).outcome == "rework"
    assert decided({}, made).to_dict()["missing"][0]["absent"] == ["$.custom.c0"]


# --- flat facts ----------------------------------------------------------------------------------


def test_flat_facts_are_read_as_they_are_declared() -> None:
    flat = Facts(
        {"custom.overweight": False, "custom.weight": "20.5", "custom.sap.posted": "2026-11-18"}
    )
    decision = policy().decide(flat)
    assert decision.outcome == "accept"
    assert decision.to_dict()["reasons"][0]["because"] == "20.5 kg"
    assert POLICY.decide(Facts({})).outcome == "hold"


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("custom.overwieght", True, "there is no fact `custom.overwieght` (did you mean"),
        ("custom.overweight", "yes", 'expected true or false, found `"yes"`'),
        ("custom.ph", "9", 'expected a decimal from 6.5 to 8.5, found `"9"`'),
        ("custom.left", "5", "expected a whole number from -999,999,999,999,999 to"),
        ("custom.pallets", 3, "there is no fact `custom.pallets`"),
    ],
)
def test_flat_facts_are_looked_at_by_the_policy_that_decides(
    path: str, value: object, told: str
) -> None:
    flat = Facts({path: value})
    for engine in ENGINES_HERE:
        with pytest.raises(LotError) as caught:
            policy().decide(flat, engine=engine)
        assert str(caught.value).startswith(f"{path}: {told}")


def test_flat_facts_of_ones_own_are_plain_data() -> None:
    with pytest.raises(LotError, match="it is not exact"):
        Facts({"custom.weight": 0.1 + 0.2})
