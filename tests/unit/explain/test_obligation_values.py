"""Values that obligations carry: reckoned exactly, typed, and open where a fact is unknown."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disposition import Decision, Facts, Lot, Policy, load_policy_text
from disposition.explain.document.rationale import Obligation
from disposition.explain.texts import value_of_kind
from disposition.language.types import Kind
from support.checkout import DOCS

FACTS = {
    "lot.quantity": 1000,
    "lot.unit_price": "4.20",
    "lot.value": 4200,
    "lot.currency": "EUR",
    "as_of": "2026-11-22",
    "shipment.urgency": "high",
    "supplier.iso9001": False,
    "defects.major.rate": "33.3333333333333",
}


def policy(values: str, more: str = "due: as_of + 3", when: str = "true") -> Policy:
    return load_policy_text(f"""\
policy: small
version: 1.0.0
outcomes: {{accept: {{ships: all}}}}
otherwise: hold
parameters: {{share: 0.025, days: 5, house: EUR, day: 2026-12-24}}
define: {{loss: lot.value * share, dear: lot.unit_price > 4}}
rules:
  any: {{permit: accept, when: true}}
  pay:
    require: [{{do: pay, {more}, values: {{{values}}}}}]
    when: {when}
""")


def carried(values: str, facts: dict[str, Any] | None = None, **more: str) -> Obligation:
    """Return an obligation with values, and hold the document of its decision to what it says."""
    decision = policy(values, **more).decide(Facts(FACTS if facts is None else facts))
    again = Decision.from_dict(json.loads(decision.to_json()))
    assert again.obligations == decision.obligations
    assert again.to_json() == decision.to_json()
    (obligation,) = decision.obligations
    return obligation


EXPRESSIONS: dict[str, tuple[Any, str, str]] = {
    "lot.quantity": (1000, "integer", "units"),
    "lot.quantity - 1001": (-1, "integer", "units"),
    "lot.quantity * lot.unit_price * share": (Decimal(105), "decimal", "money·units"),
    "loss": (Decimal(105), "decimal", "money"),
    "share": (Decimal("0.025"), "decimal", ""),
    "lot.quantity / 8": (Decimal(125), "decimal", "units"),
    "lot.quantity / 3": (Decimal("333.333333333333"), "decimal", "units"),
    "lot.quantity / 3 * 3": (Decimal(1000), "decimal", "units"),
    "defects.major.rate": (Decimal("33.3333333333333"), "decimal", "percent"),
    "defects.major.rate * 3 - 100": (Decimal("-0.0000000000001"), "decimal", "percent"),
    "lot.value / 7000000000": (Decimal("0.0000006"), "decimal", "money"),
    "lot.value / 9000000000": (Decimal("0.000000466666666666667"), "decimal", "money"),
    "0": (0, "integer", ""),
    "lot.value - lot.value": (Decimal(0), "decimal", "money"),
    "as_of": (date(2026, 11, 22), "date", ""),
    "as_of + days": (date(2026, 11, 27), "date", ""),
    "5 + as_of - 1": (date(2026, 11, 26), "date", ""),
    "day": (date(2026, 12, 24), "date", ""),
    "day - as_of": (32, "integer", "days"),
    "'Grade A'": ("Grade A", "text", ""),
    "lot.currency": ("EUR", "text", ""),
    "house": ("EUR", "text", ""),
    "shipment.urgency": ("high", "enum", ""),
    "supplier.iso9001": (False, "boolean", ""),
    "dear": (True, "boolean", ""),
    "shipment.urgency in ['low', 'normal']": (False, "boolean", ""),
    "false and lot.id == 'x'": (False, "boolean", ""),
    "lot.id is known": (False, "boolean", ""),
}


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_a_value_is_exact_and_typed(expression: str) -> None:
    value = carried(f'a: "{expression}"').values["a"]
    expected, kind, unit = EXPRESSIONS[expression]
    assert (value.value, value.type, value.unit) == (expected, kind, unit)
    assert type(value.value) is type(expected)


def test_values_stand_in_the_document_in_the_order_of_their_names() -> None:
    one, other = policy("b: 1, a: lot.quantity"), policy("a: lot.quantity, b: 1")
    assert one.digest == other.digest
    (document,) = one.decide(Facts(FACTS)).to_dict()["obligations"]
    assert list(document["values"].items()) == [
        ("a", {"value": 1000, "type": "integer", "unit": "units"}),
        ("b", {"value": 1, "type": "integer", "unit": ""}),
    ]
    assert list(document)[-1] == "values"


def test_an_obligation_without_values_has_no_such_key() -> None:
    decision = load_policy_text("""\
policy: small
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
rules: {any: {permit: accept, when: true}, pay: {require: pay, when: true}}
""").decide(Facts({}))
    (document,) = decision.to_dict()["obligations"]
    assert "values" not in document
    (obligation,) = Decision.from_dict(decision.to_dict()).obligations
    assert obligation.values == {}
    assert hash(obligation) == hash(decision.obligations[0])


# --- what is not known ----------------------------------------------------------------------------


def test_an_unknown_value_is_null_and_waits_for_its_facts_as_a_last_day_does() -> None:
    facts = {**FACTS, "lot.value": None, "lot.currency": None}
    obligation = carried("amount: loss, currency: lot.currency, units: lot.quantity", facts)
    values = {name: each.value for name, each in obligation.values.items()}
    assert values == {"amount": None, "currency": None, "units": 1000}
    assert obligation.values["amount"].type == "decimal"
    assert obligation.waits_for == ("lot.currency", "lot.value")
    assert obligation.due == date(2026, 11, 25)


def test_an_unknown_day_and_an_unknown_value_wait_for_the_facts_of_both() -> None:
    obligation = carried(
        "amount: loss, units: lot.quantity", {**FACTS, "lot.value": None, "as_of": None}
    )
    assert (obligation.due, obligation.waits_for) == (None, ("as_of", "lot.value"))


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_a_value_that_is_known_without_a_fact_does_not_change_with_it(expression: str) -> None:
    whole = policy(f'a: "{expression}"', more="by: us")
    for path in FACTS:
        (obligation,) = whole.decide(Facts({**FACTS, path: None})).obligations
        value = obligation.values["a"].value
        if value is None:
            assert obligation.waits_for == (path,)
        else:
            assert value == EXPRESSIONS[expression][0]
            assert obligation.waits_for == ()


def test_what_may_apply_waits_for_its_condition_too() -> None:
    obligation = carried("units: lot.quantity", when="defects.found > 3")
    assert (obligation.applies, obligation.waits_for) == ("maybe", ("defects.found",))
    assert obligation.values["units"].value == 1000


def test_a_value_of_a_lot_is_reckoned_from_its_document() -> None:
    document = {"lot": {"quantity": 1000, "unit_price": "4.20"}, "as_of": "2026-11-22"}
    decision = policy("amount: loss").decide(Lot.from_dict(document))
    assert decision.obligations[0].values["amount"].value == Decimal(105)
    assert "amount = 105" in decision.explain()
    assert "<code>amount</code> <b>105</b>" in decision._repr_html_()


def test_the_texts_of_an_obligation_show_its_values() -> None:
    more = "what: '{values.third} of {lot.quantity}, {values.loss}', by: '{values.who} & co'"
    values = "third: lot.quantity / 3, loss: loss, who: lot.currency"
    obligation = carried(values, {**FACTS, "lot.value": None}, more=more)
    assert obligation.what == "333.3333 of 1,000, unknown"
    assert obligation.by == "EUR & co"


PAGE = (DOCS / "reference" / "policy-language.md").read_text(encoding="utf-8")
(TABLE,) = [
    block
    for block in re.findall(r"^```yaml\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
    if "usual_share" in block
]


@pytest.mark.parametrize(
    ("record", "value", "credits_"),
    [
        ("poor", 4200, [(Decimal(210), "EUR", "A")]),
        ("good", 4200, []),
        ("good", 42000, [(Decimal(1050), "EUR", "B")]),
        ("poor", None, [(None, "EUR", "A")]),
        (None, 42000, [(Decimal(2100), "EUR", "A"), (Decimal(1050), "EUR", "B")]),
    ],
)
def test_a_decision_table_has_outputs_that_are_reckoned(
    record: str | None, value: int | None, credits_: list[tuple[Decimal | None, str, str]]
) -> None:
    head = "policy: p\nversion: 1.0.0\noutcomes: {rework: {ships: none}}\notherwise: hold\n"
    facts = {"supplier.track_record": record, "lot.value": value, "lot.currency": "EUR"}
    found = load_policy_text(head + TABLE).decide(Facts(facts)).obligations
    found_values = [
        [each.values[name].value for name in ("amount", "currency", "grade")] for each in found
    ]
    assert found_values == [list(each) for each in credits_]


def test_sums_and_choices_are_reckoned_under_facts_and_carried_by_their_names() -> None:
    ours = load_policy_text("""\
policy: small
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
facts:
  custom.rate: {type: decimal, about: our share}
  custom.major: {is: "sum(d.units for d in inspection.defects if d.severity == 'major')", about: a}
  custom.fee: {is: "lot.value * custom.rate if custom.major > 2 else 0", about: b}
rules:
  any: {permit: accept, when: true}
  pay: {require: {do: pay, values: {fee: custom.fee, units: custom.major}}, when: true}
""")
    document = {
        "lot": {"quantity": 1000, "unit_price": "4.20"},
        "inspection": {"defects": [{"units": 3, "severity": "major"}]},
        "custom": {"rate": "0.5"},
    }
    (obligation,) = ours.decide(Lot.from_dict(document)).obligations
    assert {name: each.value for name, each in obligation.values.items()} == {
        "fee": Decimal(2100),
        "units": 3,
    }
    (obligation,) = ours.decide(Lot.from_dict({**document, "custom": {}})).obligations
    assert obligation.values["fee"].value is None
    assert obligation.waits_for == ("custom.fee",)


BEYOND = {
    "*".join(["lot.value"] * 9): None,
    "*".join(["lot.quantity"] * 9): 10**27,
    "*".join(["lot.quantity"] * 10): None,
    "*".join(["lot.quantity"] * 35): None,
    "-1*" + "*".join(["lot.quantity"] * 10): None,
    "as_of + 999999999": None,
    "as_of - 999999999": None,
    "lot.quantity" + "/99999999" * 3: Decimal("0.000000000000000000001000000030"),
    "lot.quantity" + "/99999999" * 35: Decimal(0),
}


@pytest.mark.parametrize("expression", BEYOND)
def test_what_no_calendar_and_no_amount_reaches_is_not_told(expression: str) -> None:
    obligation = carried(f"a: {expression}")
    assert obligation.values["a"].value == BEYOND[expression]
    assert obligation.waits_for == ()


@given(st.integers(-(10**20), 10**20), st.integers(1, 10**20), st.integers(0, 40))
def test_a_number_is_exact_where_it_ends_and_near_where_it_does_not(
    part: int, whole: int, places: int
) -> None:
    for number in (Fraction(part, whole), Fraction(part, 10**places)):
        value = value_of_kind(number, Kind.DECIMAL)
        assert isinstance(value, Decimal)
        if (number * 10**30).denominator == 1:
            assert Fraction(value) == number
        else:
            magnitude = Fraction(10) ** value.adjusted() if value else 0
            finest = max(magnitude / 10**14, Fraction(1, 10**30))
            assert abs(Fraction(value) - number) <= finest / 2
            assert (Fraction(value) * 10**30).denominator == 1
