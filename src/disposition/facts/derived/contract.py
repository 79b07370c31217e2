"""Facts about money and deadlines under the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Context, Decimal
from typing import Any

from disposition.documents.shown import shown
from disposition.facts.derived.fact import DATE, DAYS, MONEY, View, derived, shared
from disposition.facts.derived.listed import Test, both, is_in, items, of
from disposition.facts.document.case_events import WRITTEN
from disposition.facts.document.currencies import MINOR_UNITS, PUBLISHED, rounded_down
from disposition.facts.document.lot_document import Goods

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


# --- the supplier's time to put things right -----------------------------------------------------

_is_final_notice = both(is_in("paper", "notice"), is_in("final", True))
_is_sent_notice = both(is_in("purpose", "notice"), is_in("channel", *WRITTEN))
_NOTIFIED = (
    *of("papers", "paper", "final").reads("on"),
    *of("contacts", "purpose", "channel").reads("on"),
)
_NO_NOTICE = "no notice of nonconformity in writing is told of"


def _first_meant(listed: Iterable[Any] | None, test: Test) -> Iterator[Any]:
    """Yield the items that may be the first one meant: up to the first that surely is."""
    for item in listed or ():
        held = test(item)
        if held is not False:
            yield item
        if held and item.on is not None:
            return


@shared
def _may_be_notice(view: View) -> list[tuple[Any, bool]]:
    """Return what may be the first notice, each with whether it surely is one, of a known day."""
    return [
        (item, bool(test(item)) and item.on is not None)
        for name, test in (("papers", _is_final_notice), ("contacts", _is_sent_notice))
        for item in _first_meant(items(view, name), test)
    ]


def _first_known(view: View) -> date | None:
    """Return the day of the first notice that surely is one."""
    return min((item.on for item, is_sure in _may_be_notice(view) if is_sure), default=None)


@shared
def _open(view: View) -> frozenset[int]:
    """Return which items may be a notice before the first one that is known, by identity."""
    first = _first_known(view)
    return frozenset(
        id(item)
        for item, is_sure in _may_be_notice(view)
        if not is_sure and (first is None or item.on is None or item.on < first)
    )


def _notified_on(view: View) -> date | None:
    if items(view, "papers") is None or items(view, "contacts") is None:
        return None
    if _open(view):
        return None
    return _first_known(view)


def _concerns_notice(view: View, item: Any, _key: str) -> bool:
    return id(item) in _open(view)


def _why_not_notified(view: View) -> str:
    is_told = items(view, "papers") is not None and items(view, "contacts") is not None
    return _NO_NOTICE if is_told and not _may_be_notice(view) else ""


def _cure_ends_on(view: View) -> date | None:
    notified, days = _notified_on(view), view.lot.contract.cure_days
    return None if notified is None or days is None else notified + timedelta(days)


def _cure_days_left(view: View) -> int | None:
    ends, today = _cure_ends_on(view), view.lot.as_of
    return None if ends is None or today is None else (ends - today).days


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
        "Last day of the supplier's time to put things right, if notice is given on the day of "
        "the decision",
        ("as_of", "contract.cure_days"),
        _cure_due,
    ),
    derived(
        "contract.notified_on",
        DATE,
        "Day of the first notice of nonconformity: a final one on file, or one that was sent",
        _NOTIFIED,
        _notified_on,
        concerns=_concerns_notice,
        why=_why_not_notified,
    ),
    derived(
        "contract.cure_ends_on",
        DATE,
        "Last day of the supplier's time to put things right, counted from the first notice",
        (*_NOTIFIED, "contract.cure_days"),
        _cure_ends_on,
        concerns=_concerns_notice,
        why=_why_not_notified,
    ),
    derived(
        "contract.cure_days_left",
        DAYS,
        "Days until the supplier's time to put things right ends; negative when it has ended",
        (*_NOTIFIED, "contract.cure_days", "as_of"),
        _cure_days_left,
        concerns=_concerns_notice,
        why=_why_not_notified,
    ),
)
