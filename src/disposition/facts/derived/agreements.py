"""Facts about what was agreed on: what is in writing counts, until something else is agreed on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from disposition.facts.derived.fact import (
    BOOLEAN,
    DATE,
    DAYS,
    MONEY,
    PERCENT,
    UNITS,
    Derived,
    View,
    derived,
)
from disposition.facts.derived.listed import (
    Test,
    both,
    is_in,
    items,
    last,
    last_on,
    may_be_last,
    of,
    trailing,
)
from disposition.facts.document.case_events import SCOPES, Agreement
from disposition.language.types import FactType, Kind

_NOTHING = "nothing was agreed on in writing"
AGREED_ON = ("case.agreements[].consent", "case.agreements[].on")
"""What the day of the last agreement in writing is read from."""

_is_current = is_in("current", True)
_is_binding = is_in("consent", True)
_is_for_work = is_in("scope", "rework", "replacement")

_AGREED: tuple[tuple[str, FactType, str], ...] = (
    ("scope", FactType(Kind.ENUM, values=SCOPES), "What both sides agreed on in writing last"),
    ("units", UNITS, "Units to be reworked, sorted or made anew"),
    ("units_accepted", UNITS, "Units taken as they are"),
    ("units_rejected", UNITS, "Units that are not taken at all"),
    ("compensation", MONEY, "Amount that settles it"),
    ("percent", PERCENT, "Price reduction that was agreed on"),
    ("ready_by", DATE, "Day by which the goods are ready"),
)


def agreed_last(view: View) -> Agreement | None:
    """Return the last agreement in writing; None if there is none, or it is not known which."""
    item: Agreement | None = trailing(items(view, "agreements") or (), _is_binding)[1]
    return item


def _days_left(view: View) -> int | None:
    agreed, today = agreed_last(view), view.lot.as_of
    if agreed is None or agreed.ready_by is None or today is None:
        return None
    return (agreed.ready_by - today).days


def why_nothing(view: View) -> str:
    """Return that nothing was agreed on in writing; empty if something was, or may have been."""
    listed = items(view, "agreements")
    return _NOTHING if listed is not None and not trailing(listed, _is_binding)[0] else ""


def _accounts_for_all(view: View) -> bool | None:
    """Whether the breakdown adds up to the lot: not told are then only parts of no units."""
    listed, quantity = items(view, "agreements"), view.lot.lot.quantity
    if listed is None:
        return None
    looked_at, agreed = trailing(listed, _is_binding)
    if not looked_at:
        return False
    if agreed is None or quantity is None:
        return None
    parts = (agreed.units, agreed.units_accepted, agreed.units_rejected)
    told: int = sum(part for part in parts if part is not None)
    if told < quantity and None in parts:
        return None
    return told == quantity


def _of_last(meant: Test, test: Test) -> Callable[[View], bool | None]:
    """Return whether the last agreement that is meant passes a test; none does not."""

    def compute(view: View) -> bool | None:
        listed = items(view, "agreements")
        if listed is None:
            return None
        looked_at, _ = trailing(listed, meant)
        held = {test(each) for each in looked_at}
        if not any(meant(each) for each in looked_at):
            held.add(False)
        return held.pop() if len(held) == 1 else None

    return compute


def _may_be_last(meant: Test) -> Callable[[View, object, str], bool]:
    return lambda view, item, _key: may_be_last(view, "agreements", meant, item)


may_be_agreed_last = _may_be_last(_is_binding)
"""Whether an agreement may be the last one in writing."""


def _whether_last(path: str, about: str, meant: Test, test: Test, *keys: str) -> Derived:
    reads = of("agreements", *keys).reads()
    return derived(path, BOOLEAN, about, reads, _of_last(meant, test), concerns=_may_be_last(meant))


def _agreements() -> Iterator[Derived]:
    binding = of("agreements", "consent")
    for key, kind, about in _AGREED:
        yield last(f"agreement.{key}", kind, about, binding, _is_binding, key=key, nothing=_NOTHING)
    yield last(
        "agreement.consent",
        BOOLEAN,
        "Whether both sides agreed in writing on what was last to be agreed on",
        of("agreements"),
        key="consent",
        nothing="nothing was to be agreed on",
    )
    yield last_on(
        "agreement.on",
        "Day of the last agreement in writing",
        binding,
        _is_binding,
        nothing=_NOTHING,
    )
    yield derived(
        "agreement.days_left",
        DAYS,
        "Days until the goods are to be ready; negative when that day has passed",
        ("case.agreements[].consent", "case.agreements[].ready_by", "as_of"),
        _days_left,
        concerns=may_be_agreed_last,
        why=why_nothing,
    )
    yield derived(
        "agreement.accounts_for_all",
        BOOLEAN,
        "Whether the agreed quantities add up to the whole lot",
        (
            "case.agreements[].consent",
            *(f"case.agreements[].{key}" for key in ("units", "units_accepted", "units_rejected")),
            "lot.quantity",
        ),
        _accounts_for_all,
        concerns=may_be_agreed_last,
    )
    yield _whether_last(
        "agreement.in_force",
        "Whether no inspection has followed what both sides agreed on in writing last",
        _is_binding,
        _is_current,
        "current",
        "consent",
    )
    yield _whether_last(
        "agreement.carried_out",
        "Whether the last agreement in writing that an inspection has followed was to rework or "
        "make anew",
        both(is_in("current", False), _is_binding),
        _is_for_work,
        "current",
        "consent",
        "scope",
    )


FACTS = tuple(_agreements())
