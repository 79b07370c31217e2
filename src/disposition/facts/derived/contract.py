"""Facts about money and deadlines under the contract."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Context, Decimal

from disposition.facts.currencies import MINOR_UNITS, PUBLISHED, rounded_down
from disposition.facts.derived.fact import DATE, DAYS, MONEY, View, derived
from disposition.facts.lot import Goods
from disposition.facts.shown import shown

_EXACT = Context(prec=60)  # more digits than any product of values within their limits has
_NOTICE = ("inspection.date", "contract.notice_days")


def worth(goods: Goods) -> Decimal | None:
    """Return the lot's value, exactly: quantity times unit price."""
    if goods.quantity is None or goods.unit_price is None:
        return None
    return _EXACT.multiply(Decimal(goods.quantity), goods.unit_price)


def _value(view: View) -> Decimal | None:
    return worth(view.lot.lot)


def _largest_reduction(view: View) -> Decimal | None:
    value, percent = _value(view), view.lot.contract.price_reduction.max_percent
    if value is None or percent is None:
        return None
    exact = _EXACT.multiply(value, percent).scaleb(-2, _EXACT)
    return rounded_down(exact, view.lot.lot.currency)


def _why_no_amount(view: View) -> str:
    currency = view.lot.lot.currency
    if currency is None or currency in MINOR_UNITS:
        return ""
    return f"{shown(currency)} is no currency with minor units in ISO 4217 of {PUBLISHED}"


def _notice_due(view: View) -> date | None:
    inspected, days = view.lot.inspection.date, view.lot.contract.notice_days
    return None if inspected is None or days is None else inspected + timedelta(days)


def _notice_days_left(view: View) -> int | None:
    due, today = _notice_due(view), view.lot.as_of
    return None if due is None or today is None else (due - today).days


def _cure_due(view: View) -> date | None:
    today, days = view.lot.as_of, view.lot.contract.cure_days
    return None if today is None or days is None else today + timedelta(days)


FACTS = (
    derived(
        "lot.value",
        MONEY,
        "Value of the lot: quantity times unit price, exactly",
        ("lot.quantity", "lot.unit_price"),
        _value,
    ),
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
        "contract.notice_due",
        DATE,
        "Last day to give notice of nonconformity",
        _NOTICE,
        _notice_due,
    ),
    derived(
        "contract.notice_days_left",
        DAYS,
        "Days until the last day to give notice; negative when it has passed",
        (*_NOTICE, "as_of"),
        _notice_days_left,
    ),
    derived(
        "contract.cure_due",
        DATE,
        "Last day of the supplier's time to put things right, counted from the decision",
        ("as_of", "contract.cure_days"),
        _cure_due,
    ),
)
