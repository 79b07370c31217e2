"""Amounts are rounded to what can be paid in their currency; of an unknown one none is guessed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disposition import Lot, load_policy
from disposition.facts import absent, observe, why_unknown
from disposition.facts.document.currencies import MINOR_UNITS, as_paid, rounded_down
from support.checkout import ROOT
from unit.facts.lots import ABSENT, toy

LIMIT = "contract.price_reduction.max_amount"
POLICY = load_policy(ROOT / "rules" / "failed-inspection.yaml")
SLIGHT: dict[str, Any] = {
    "inspection.defects": [
        {"code": "D31", "severity": "minor", "category": "cosmetic", "units": 11, "sku": "RED"}
    ],
    "inspection.segments": [],
    "inspection.checks": [
        {"name": "all", "category": each, "result": "pass"} for each in ("safety", "regulatory")
    ],
    "lot.regulated": False,
}


def limit(price: str, currency: Any, percent: str = "7.35") -> Any:
    lot = toy({
        "lot.unit_price": price, "lot.currency": currency,
        "contract.price_reduction.max_percent": percent,
    })  # fmt: skip
    return observe(Lot.from_dict(lot), [LIMIT])[LIMIT]


@pytest.mark.parametrize(
    ("price", "currency", "right"),
    [
        ("4.205", "USD", "989.01"),  # of 989.016
        ("4.205", "EUR", "989.01"),
        ("642", "JPY", "150998"),  # of 150998.4
        ("642", "KRW", "150998"),
        ("642", "VND", "150998"),
        ("1.2955", "KWD", "304.701"),  # of 304.7016
        ("1.2955", "BHD", "304.701"),
        ("1.29551", "CLF", "304.7039"),  # of 304.703952
        ("0.00001", "USD", "0.00"),
    ],
)
def test_the_limit_of_a_price_reduction_is_rounded_down_to_what_can_be_paid(
    price: str, currency: str, right: str
) -> None:
    found = limit(price, currency)
    assert (found, str(found)) == (Decimal(right), right)


@pytest.mark.parametrize("currency", ["usd", "US$", "Dollar", "EURO", "XAU", "XXX", "DEM", "USD "])
def test_of_a_code_that_is_no_currency_the_limit_is_unknown(currency: str) -> None:
    lot = Lot.from_dict(toy({"lot.currency": currency}))
    assert observe(lot, [LIMIT]) == {LIMIT: None}
    assert absent(lot, LIMIT) == ()
    assert why_unknown(lot, LIMIT) == (
        f'`"{currency}"` is no currency with minor units in ISO 4217 of 2026-01-01'
    )


def test_without_a_currency_it_is_asked_for() -> None:
    lot = Lot.from_dict(toy({"lot.currency": ABSENT}))
    assert observe(lot, [LIMIT]) == {LIMIT: None}
    assert absent(lot, LIMIT) == ("$.lot.currency",)


@pytest.mark.parametrize(
    ("currency", "says"),
    [("JPY", "propose 1,182 JPY"), ("KWD", "at most 1,344 KWD"), ("dollars", "find out")],
)
def test_a_concession_names_an_amount_that_can_be_paid(currency: str, says: str) -> None:
    lot = toy({**SLIGHT, "lot.currency": currency})
    decision = POLICY.decide(Lot.from_dict(lot))
    assert decision.outcome == "concession"
    (what,) = [each.what for each in decision.obligations if each.do == "agree-price-reduction"]
    assert says in what


# --- laws ----------------------------------------------------------------------------------------

AMOUNTS = st.decimals(0, 10**13, allow_nan=False, places=6)


@given(AMOUNTS, st.sampled_from(sorted(MINOR_UNITS)))
def test_what_is_rounded_can_be_paid_and_is_the_nearest(amount: Decimal, currency: str) -> None:
    unit = Decimal(1).scaleb(-MINOR_UNITS[currency])
    down, near = rounded_down(amount, currency), as_paid(amount, currency)
    assert down is not None
    assert down % unit == near % unit == 0
    assert down <= amount < down + unit
    assert -unit / 2 <= amount - near < unit / 2


def test_the_table_has_the_codes_of_the_list_each_once() -> None:
    assert len(MINOR_UNITS) == 165
    assert {len(code) for code in MINOR_UNITS} == {3}
    counts = [list(MINOR_UNITS.values()).count(units) for units in (0, 2, 3, 4)]
    assert counts == [17, 139, 7, 2]
