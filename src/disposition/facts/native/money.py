"""Money: price reductions as they can be paid, allowed and to propose; costs in words."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Any

from disposition.documents.quoting import shown
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.document.currencies import MINOR_UNITS, PUBLISHED, rounded_down
from disposition.facts.document.lot_document import Costs, Goods
from disposition.facts.native.fact import MONEY, PERCENT, TEXT, View, derived, shared
from disposition.facts.native.samples.plans import LINES, concerns
from disposition.facts.native.samples.rates import needs_of_rate, rate, reads_of_rate, why_no_rate
from disposition.facts.native.wording import joined
from disposition.frozen import fields

_EXACT = Context(prec=60)  # more digits than any product of values within their limits has


def worth(goods: Goods) -> Decimal | None:
    """Return the lot's value, exactly: quantity times unit price."""
    if goods.quantity is None or goods.unit_price is None:
        return None
    return _EXACT.multiply(Decimal(goods.quantity), goods.unit_price)


@shared
def _proposed_percent(view: View) -> Decimal | None:
    """Return the percentage agreed on; else what the goods lost in value, at most the ceiling.

    Where nobody says by how much less the goods are worth, the share of defective units stands for
    it: they count for nothing then, and more than that cannot be lost.
    """
    clause = view.lot.contract.price_reduction
    if clause.agreed_percent is not None:
        return clause.agreed_percent
    told, ceiling = view.lot.lot.value_lost_percent, clause.max_percent
    lost = rate(view) if told is None else told
    if lost is None:
        return ceiling if ceiling == 0 else None
    return lost if ceiling is None else min(lost, ceiling)


def _payable(view: View, percent: Decimal | None) -> Decimal | None:
    """Return a percentage of the lot's value, rounded down to what can be paid."""
    value = worth(view.lot.lot)
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


def _why_no_percent(view: View) -> str:
    return "" if _proposed_percent(view) is not None else why_no_rate(view)


def _needs(view: View, path: str) -> bool:
    if path in _AMOUNT:
        return True
    return _is_counted(view) and _needs_of_rate(view, path)


def _is_counted(view: View) -> bool:
    """Whether the share of defective units tells what to propose."""
    lot = view.lot
    return (
        lot.contract.price_reduction.agreed_percent is None and lot.lot.value_lost_percent is None
    )


def _concerns(view: View, item: Any, key: str) -> bool:
    return _is_counted(view) and _concerns_rate(view, item, key)


_needs_of_rate, _concerns_rate = needs_of_rate(None), concerns(None)
_AMOUNT = ("lot.quantity", "lot.unit_price", "lot.currency")
_SHARE = reads_of_rate(SEVERITIES)
_TOLD = (
    "contract.price_reduction.agreed_percent",
    "contract.price_reduction.max_percent",
    "lot.value_lost_percent",
    *LINES,
)

FACTS = (
    derived(
        "contract.price_reduction.proposed_percent",
        PERCENT,
        "Price reduction to propose: the one agreed on; else by how much less the goods are worth, "
        "or the share of defective units, and no more than the contract allows",
        _SHARE,
        _proposed_percent,
        also=_TOLD,
        concerns=_concerns,
        needs=_needs,
        why=_why_no_percent,
    ),
    derived(
        "contract.price_reduction.proposed_amount",
        MONEY,
        "The same as an amount, rounded down to what can be paid",
        (*_AMOUNT, *_SHARE),
        lambda view: _payable(view, _proposed_percent(view)),
        also=_TOLD,
        concerns=_concerns,
        needs=_needs,
        why=lambda view: _why_no_percent(view) or _why_no_amount(view),
    ),
    derived(
        "contract.price_reduction.max_amount",
        MONEY,
        "Largest price reduction that the contract allows, rounded down to what can be paid",
        ("lot.quantity", "lot.unit_price", "contract.price_reduction.max_percent", "lot.currency"),
        lambda view: _payable(view, view.lot.contract.price_reduction.max_percent),
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
