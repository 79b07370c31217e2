"""Lots like a given one: which edits are made, near what values, and that they stay possible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from disposition import Lot, LotError, load_policy_text
from disposition.policy.model import CheckedPolicy
from disposition.testing.mutation import mutants_of
from disposition.testing.mutation.search.compared_values import LISTS, Interest
from disposition.testing.mutation.search.mutate_lists import settled
from disposition.testing.mutation.search.mutate_lot import Varying

Document = dict[str, Any]

TEXT = """\
policy: p
version: 1.0.0
outcomes: {{accept: {{ships: all}}}}
otherwise: hold
parameters: {{waiting_days: {{value: 12, unit: days}}}}
rules:
  r: {{permit: [accept], when: "{when}", because: x, source: y}}
"""

CONTACTS = [
    {"on": "2026-11-10", "channel": "call", "copied": 1},
    {"on": "2026-11-20", "channel": "email", "copied": 2},
]
CASE_LISTS = [each.partition(".")[2] for each in LISTS if each.startswith("case.")]
DOCUMENT: Document = {"case": {"contacts": CONTACTS}, "as_of": "2026-11-30"}


def policy(when: str) -> CheckedPolicy:
    return load_policy_text(TEXT.format(when=when)).checked


def varied(
    when: str, document: Document = DOCUMENT, count: int = 2000, focus: str | None = None
) -> Iterator[Document]:
    checked = policy(when)
    varying = Varying(checked, [document], seed=0)
    interest = None if focus is None else Interest.of(policy(focus).conditions, checked)
    for _ in range(count):
        yield varying.vary(document, interest)


def contacts(document: Document) -> Any:
    return (document.get("case") or {}).get("contacts")


# --- kinds of edit -------------------------------------------------------------------------------

READS = "talks.first_copied > 0 and talks.first_spoken and talks.days_since > 3"
FIRST, SECOND = CONTACTS


@pytest.mark.parametrize(
    "is_so",
    [
        pytest.param(lambda listed: listed is None, id="absent"),
        pytest.param(lambda listed: listed in ([FIRST], [SECOND]), id="less"),
        pytest.param(lambda listed: len(listed or ()) == 3 and FIRST in listed, id="more"),
        pytest.param(lambda listed: (listed or []).count(FIRST) == 4, id="repeated"),
        pytest.param(
            lambda listed: listed == [{**SECOND, "on": FIRST["on"]}, {**FIRST, "on": SECOND["on"]}],
            id="swapped",
        ),
        pytest.param(
            lambda listed: listed == [{**item, "on": FIRST["on"]} for item in CONTACTS],
            id="on one day",
        ),
        pytest.param(
            lambda listed: (
                listed == [{**FIRST, "on": "2026-11-12"}, {**SECOND, "on": "2026-11-22"}]
            ),
            id="later",
        ),
        pytest.param(lambda listed: listed == [FIRST, {**SECOND, "copied": 1}], id="a number"),
        pytest.param(lambda listed: listed == [{**FIRST, "channel": "visit"}, SECOND], id="a word"),
        pytest.param(lambda listed: listed == [{**FIRST, "copied": None}, SECOND], id="unknown"),
        pytest.param(lambda listed: listed == [SECOND, {**FIRST, "on": "2026-11-30"}], id="a day"),
    ],
)
def test_each_kind_of_edit_of_a_list_is_made(is_so: Callable[[Any], bool]) -> None:
    assert any(is_so(contacts(document)) for document in varied(READS, count=6000))


def test_a_list_is_made_empty() -> None:
    document = {"case": {"contacts": [FIRST] * 9}}
    found = [contacts(each) for each in varied("talks.first_copied > 0", document, count=1000)]
    assert found.count([]) > 20  # some come from a list that was made absent and then shortened


def test_of_a_new_item_what_the_policy_reads_is_known() -> None:
    added = [
        item
        for document in varied(READS)
        for item in contacts(document) or ()
        if item.keys() != FIRST.keys()
    ]
    assert not added


def test_only_lists_are_edited_that_the_policy_reads() -> None:
    document: Document = {"case": {key: [] for key in CASE_LISTS}, "as_of": "2026-11-30"}
    for each in varied("talks.spoken_since > 1", document):
        others = {name: items for name, items in (each.get("case") or {}).items() if items}
        assert others.keys() <= {"contacts", "inspections"}


def test_the_lists_are_those_that_are_declared() -> None:
    assert {"case.contacts", "case.findings", "inspection.defects"} <= LISTS.keys()
    assert "channel" in LISTS["case.contacts"]


# --- values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("talks.days_since >= waiting_days", {"2026-11-17", "2026-11-18", "2026-11-19"}),
        ("talks.last_on == '2025-02-03'", {"2026-11-10", "2026-11-20", "2026-11-30"}),
        (
            "talks.last_on + 31 > shipment.ship_by and shipment.ship_by is known",
            {"2026-08-30", "2026-08-31", "2026-09-01"},
        ),
    ],
)
def test_days_are_drawn_at_and_beside_what_is_compared(when: str, days: set[str]) -> None:
    document = {**DOCUMENT, "shipment": {"ship_by": "2026-10-01"}}
    found = {item.get("on") for each in varied(when, document) for item in contacts(each) or ()}
    assert days <= found


def test_the_day_of_the_lot_is_drawn_at_and_beside_what_is_compared() -> None:
    found = {each.get("as_of") for each in varied("talks.days_since >= 200")}
    assert {"2027-06-07", "2027-06-08", "2027-06-09"} <= found


def test_a_day_outside_lists_is_drawn_near_one_in_a_list() -> None:
    document = {**DOCUMENT, "shipment": {"ship_by": "2026-10-01"}}
    each = varied("shipment.ship_by - talks.last_on < 200", document)
    found = {(document.get("shipment") or {}).get("ship_by") for document in each}
    assert {"2027-06-07", "2027-06-08", "2027-06-09"} <= found


def test_a_quantity_is_drawn_near_what_others_leave_of_another() -> None:
    document = {"lot": {"quantity": 3200}, "case": {"agreements": [{"units_accepted": 700}]}}
    found = {
        item.get("units")
        for each in varied("agreement.accounts_for_all", document)
        for item in (each.get("case") or {}).get("agreements") or ()
    }
    assert {2499, 2500, 2501, 3199, 3200, 3201} <= found


def test_a_text_is_one_that_is_compared_one_of_another_case_or_unlike_them() -> None:
    document = {"case": {"decisions": [{"outcome": "accept", "decided": True}]}}
    found = {
        item.get("outcome")
        for each in varied("case.outcome in ['rework', 'sort']", document)
        for item in (each.get("case") or {}).get("decisions") or ()
    }
    assert found == {"accept", "rework", "sort", "something else", None}


# --- focus ---------------------------------------------------------------------------------------


def test_what_a_focus_looks_at_is_edited_more_often() -> None:
    when = "talks.spoken > 1 and replies.count > 1 and progress.visits > 1 and case.refusals > 1"
    document: Document = {"case": {key: [] for key in CASE_LISTS}, "as_of": "2026-11-30"}

    def edited(focus: str | None) -> int:
        return sum(
            bool((each.get("case") or {}).get("ends"))
            for each in varied(when, document, focus=focus)
        )

    assert edited("case.refusals > 1") > 2 * edited(None)


def test_a_mistake_in_a_parameter_looks_at_what_uses_it() -> None:
    checked = policy("talks.days_since >= waiting_days and replies.count > 1")
    mutant = next(each for each in mutants_of(checked) if each.entry == "parameter waiting_days")
    interest = Interest.of_mutant(mutant, checked)
    assert interest.lists == {"case.contacts": ("on",), "case.replies": ("on",)}
    assert set(interest.numbers) >= {11, 12, 13}


# --- possible lots -------------------------------------------------------------------------------


def test_nearly_all_are_possible_as_lots() -> None:
    def is_possible(document: Document) -> bool:
        try:
            Lot.from_dict(document)
        except LotError:
            return False
        return True

    everything = list(varied(READS))
    assert sum(map(is_possible, everything)) > 0.98 * len(everything)


def test_what_is_settled_is_in_order_and_has_happened() -> None:
    listed = [{"on": "2026-11-20"}, {"channel": "call"}, {"on": "2026-11-10"}, {"on": "2026-12-01"}]
    document = {"case": {"contacts": listed, "ends": None}, "as_of": "2026-11-30"}
    expected = [{"on": "2026-11-10"}, {"on": "2026-11-20"}, {"channel": "call"}]
    assert settled(document)["case"] == {"contacts": expected, "ends": None}
    assert settled({"case": None}) == {"case": None}


def test_a_policy_about_nothing_is_varied_as_well() -> None:
    assert sum(1 for _ in varied("true", {}, count=100)) == 100


# --- lists outside the case ----------------------------------------------------------------------

REPORT: Document = {
    "inspection": {
        "sample_size": 80,
        "plan": {"aql": {"major": "2.5"}},
        "defects": [{"severity": "major", "units": 4}],
        "checks": [],
    }
}


def test_of_an_inspection_the_lists_are_edited_that_the_policy_reads() -> None:
    found = [each["inspection"] for each in varied("defects.major.found > 5", REPORT)]
    units = {item.get("units") for each in found for item in each["defects"] or ()}
    assert {3, 4, 5, 6, None} <= units
    assert all(each["checks"] == [] for each in found)


def test_an_aql_is_drawn_from_those_that_plans_have() -> None:
    found = [each["inspection"]["plan"] for each in varied("defects.major.accepted", REPORT)]
    assert {"0", "1.0", "2.5", "4.0"} <= {each["aql"]["major"] for each in found if each["aql"]}
