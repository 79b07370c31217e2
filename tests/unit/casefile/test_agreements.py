"""Agreements of a case: only what is in writing counts, the last of it, and the later statement."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from disposition.casefile import Case
from disposition.casefile.lifecycle.projection import project
from disposition.facts import CATALOGUE, observe
from support.case_entries import FIRST_DAY, Entries, call, day, toy
from support.shipped import POLICIES

AGAIN: dict[str, Any] = {
    "inspector": "Zhou",
    "inspection": {"defects": [], "checks": [], "report_result": "pass", "sample_size": 125},
}
REWORK = {
    "scope": "rework", "consent": True, "units": 1600, "ready_by": "2026-11-28",
    "ship_by": "2026-12-20",
}  # fmt: skip
PRICE = {"scope": "concession", "consent": True, "percent": "5", "units_accepted": 3200}
SECOND = toy()
SECOND["inspection"]["date"], SECOND["shipment"]["ship_by"] = "2026-11-18", "2027-01-20"
SILENT = toy()
del SILENT["shipment"]["ship_by"]


def facts(entries: Entries, on: int = 30) -> dict[str, Any]:
    return observe(project(entries.all, day(on)), CATALOGUE)


# --- the last day to ship ------------------------------------------------------------------------

WRITTEN: dict[str, tuple[str, dict[str, Any], str | None]] = {
    "rework": ("agreement", REWORK, "2026-12-20"),
    "put off again": ("agreement", REWORK | {"ship_by": "2027-02-01"}, "2027-02-01"),
    "proposed": ("agreement", REWORK | {"consent": False, "ship_by": "2027-03-01"}, None),
    "report": ("inspection", {"lot": SECOND, "inspector": "Wu"}, "2027-01-20"),
    "call": ("contact", call(), None),
}
"""Entries, and the last day to ship that each states, if it does."""


@pytest.mark.parametrize("order", list(permutations(WRITTEN, 3)), ids=", ".join)
@pytest.mark.parametrize("same_day", [True, False])
def test_the_later_statement_of_the_last_day_to_ship_counts(
    order: tuple[str, ...], same_day: bool
) -> None:
    entries, right = Entries(), "2026-12-01"
    for number, name in enumerate(order):
        kind, data, ship_by = WRITTEN[name]
        entries.add(kind, 20 if same_day else 20 + number, **data)
        right = ship_by or right
        assert facts(entries)["shipment.ship_by"].isoformat() == right


def test_an_agreement_takes_the_place_of_the_one_before_whole() -> None:
    entries = Entries().add("agreement", 20, **REWORK).add("agreement", 21, **PRICE)
    told = facts(entries)
    assert (told["agreement.scope"], told["agreement.ready_by"]) == ("concession", None)
    assert (told["agreement.units"], told["agreement.units_accepted"]) == (None, 3200)
    assert told["shipment.ship_by"].isoformat() == "2026-12-01"


def test_a_later_report_that_does_not_name_the_day_leaves_what_was_agreed_on() -> None:
    entries = Entries().add("agreement", 20, **REWORK).add("inspection", 22, lot=SILENT)
    assert facts(entries)["shipment.ship_by"].isoformat() == "2026-12-20"


def test_what_was_agreed_on_is_put_off_until_it_is_withdrawn() -> None:
    entries = Entries().add("agreement", 20, **REWORK)
    entries.add("withdrawn", 22, entry=2, because="of another order")
    assert [facts(entries, on)["shipment.ship_by"].isoformat() for on in (21, 22)] == [
        "2026-12-20",
        "2026-12-01",
    ]


# --- consent -------------------------------------------------------------------------------------

STORIES: dict[str, list[tuple[str, int, dict[str, Any]]]] = {
    "reported": [],
    "agreed": [("agreement", 20, REWORK)],
    "priced": [("agreement", 20, REWORK), ("agreement", 21, PRICE)],
    "reinspected": [("agreement", 20, REWORK), ("reinspection", 26, AGAIN)],
    "agreed again": [
        ("agreement", 20, REWORK),
        ("reinspection", 26, AGAIN),
        ("agreement", 27, PRICE),
    ],
}
PROPOSED = [
    {**REWORK, "consent": False, "ship_by": "2027-06-01", "units": 3},
    {**PRICE, "consent": False, "percent": "50"},
    {"scope": "termination", "consent": False},
]


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("proposed", PROPOSED, ids=lambda each: str(each["scope"]))
def test_what_is_not_agreed_on_in_writing_changes_nothing(
    story: str, proposed: dict[str, Any]
) -> None:
    for at in range(len(STORIES[story]) + 1):
        plain, more = Entries(), Entries()
        for number, (kind, on, data) in enumerate(STORIES[story]):
            if number == at:
                more.add("agreement", on, **proposed)
            plain.add(kind, on, **data)
            more.add(kind, on, **data)
        if at == len(STORIES[story]):
            more.add("agreement", 29, **proposed)
        before, after = facts(plain), facts(more)
        differ = {path for path, value in before.items() if after[path] != value}
        assert differ <= {"agreement.consent"}


def test_a_date_that_nobody_agreed_to_changes_no_decision() -> None:
    case = Case.begin("PO-1", toy(), on=FIRST_DAY, inspector="Chen", policies=POLICIES)
    proposed = REWORK | {"consent": False, "ship_by": "2027-03-01"}
    talked = Case.begin("PO-1", toy(), on=FIRST_DAY, inspector="Chen", policies=POLICIES)
    talked = talked.add("agreement", proposed, on=day(22)).decide(on=day(23))
    decided = case.decide(on=day(23)).decision
    assert decided is not None
    assert talked.decision is not None
    assert talked.decision.to_dict() == decided.to_dict()


# --- force ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("story", "in_force", "carried_out"),
    [
        ("reported", False, False),
        ("agreed", True, False),
        ("priced", True, False),
        ("reinspected", False, True),
        ("agreed again", True, True),
    ],
)
def test_what_is_in_force(story: str, in_force: bool, carried_out: bool) -> None:
    entries = Entries()
    for kind, on, data in STORIES[story]:
        entries.add(kind, on, **data)
    told = facts(entries)
    assert (told["agreement.in_force"], told["agreement.carried_out"]) == (in_force, carried_out)


def test_rework_that_was_replaced_by_a_price_before_the_inspection_was_not_carried_out() -> None:
    entries = Entries().add("agreement", 20, **REWORK).add("agreement", 21, **PRICE)
    entries.add("reinspection", 26, **AGAIN)
    assert facts(entries)["agreement.carried_out"] is False


# --- of no units ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agreed", "is_carried_out"),
    [
        ([REWORK | {"units": 0}], False),
        ([{"scope": "replacement", "consent": True, "units": 0}], False),
        ([REWORK, REWORK | {"units": 0, "ship_by": "2026-12-24"}], True),
        ([REWORK], True),
        ([{"scope": "rework", "consent": True}], True),
        ([REWORK, PRICE], False),
    ],
)
def test_what_is_agreed_on_no_units_puts_nothing_right(
    agreed: list[dict[str, Any]], is_carried_out: bool
) -> None:
    entries = Entries()
    for each in agreed:
        entries.add("agreement", 20, **each)
    entries.add("reinspection", 25, **AGAIN)
    assert facts(entries)["agreement.carried_out"] is is_carried_out
