"""Money: the largest price reduction that a contract allows, as it can be paid; costs in words."""

from __future__ import annotations

from decimal import Context, Decimal

from attrs import fields

from disposition.documents.shown import shown
from disposition.facts.document.currencies import MINOR_UNITS, PUBLISHED, rounded_down
from disposition.facts.document.lot_document import Costs, Goods
from disposition.facts.native.fact import MONEY, TEXT, View, derived
from disposition.facts.native.wording import joined

_EXACT = Context(prec=60)  # more digits than any product of values within their limits has


def worth(goods: Goods) -> Decimal | None:
    """Return the lot's value, exactly: quantity times unit price."""
    if goods.quantity is None or goods.unit_price is None:
        return None
    return _EXACT.multiply(Decimal(goods.quantity), goods.unit_price)


def _largest_reduction(view: View) -> Decimal | None:
    value, percent = worth(view.lot.lot), view.lot.contract.price_reduction.max_percent
    if value is None or percent is None:
        return None
    exact = _EXACT.multiply(value, percent).scaleb(-2, _EXACT)
    return rounded_down(exact, view.lot.lot.currency)


def _why_no_amount(view: View) -> str:
    currency = view.lot.lot.currency
    if currency is None or currency in MINOR_UNITS:
        return ""
    return f"{shown(currency)} is no currency with minor units in ISO 4217 of {PUBLISHED}"


_COSTS = tuple(each.name for each in fields(Costs))


def _costs(view: View) -> str | None:
    """Return the costs that are told, each by its name: what a claim begins with."""
    costs = view.lot.costs
    told = {name: getattr(costs, name) for name in _COSTS}
    words = [
        f"{name.replace('_', ' ')} {amount:,f}"
        for name, amount in told.items()
        if amount is not None
    ]
    return joined(words) if words else None


FACTS = (
    derived(
        "contract.price_reduction.max_amount",
        MONEY,
        "Largest price reduction that the contract allows, rounded down to what can be paid",
        (
            "lot.quantity",
            "lot.unit_price",
            "contract.price_reduction.max_percent",
            "lot.currency",
        ),
        _largest_reduction,
        why=_why_no_amount,
    ),
    derived(
        "costs.list",
        TEXT,
        "The costs that are told, by their names, as it stands",
        (f"costs.{name}" for name in _COSTS),
        _costs,
    ),
)
