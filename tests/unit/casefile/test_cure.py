"""The supplier's time to put things right: from the first notice on, and over when it is over."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from disposition import Lot, load_policy
from disposition.casefile import Case
from disposition.casefile.lifecycle.projection import project
from disposition.facts import absent, observe, why_unknown
from support.case_entries import FIRST_DAY, Entries, call, day, toy
from support.checkout import ROOT
from support.shipped import POLICIES

POLICY = load_policy(ROOT / "rules" / "failed-inspection.yaml")
EMAIL = call(purpose="notice") | {"channel": "email"}
NOTICES: dict[str, tuple[str, dict[str, Any], bool]] = {
    "filed": ("document", {"paper": "notice"}, True),
    "sent": ("contact", EMAIL, True),
    "draft": ("draft", {"paper": "notice"}, False),
    "said": ("contact", call(purpose="notice"), False),
    "other paper": ("document", {"paper": "outcome"}, False),
}
"""What may be a notice, and whether it begins the time to cure."""


def begun() -> Case:
    return Case.begin("PO-1", toy(), on=FIRST_DAY, inspector="Chen", policies=POLICIES)


def cure(case: Case, on: date) -> dict[str, tuple[date | None, str]]:
    steps = case.next_steps(on)
    return {each.do: (each.due, each.what) for each in steps if "cure" in each.do}


@pytest.mark.parametrize("order", list(permutations(NOTICES, 3)), ids=", ".join)
def test_it_runs_from_the_first_notice_in_writing(order: tuple[str, ...]) -> None:
    entries, first = Entries(), None
    for on, name in enumerate(order, start=20):
        kind, data, is_notice = NOTICES[name]
        entries.add(kind, on, **data)
        first = first or (day(on) if is_notice else None)
    lot = observe_of(entries)
    assert lot["contract.notified_on"] == first
    assert lot["contract.cure_ends_on"] == (first and first + timedelta(15))


def observe_of(entries: Entries) -> dict[str, Any]:
    return observe(project(entries.all, day(30)), ["contract.notified_on", "contract.cure_ends_on"])


def test_it_does_not_begin_anew_with_another_decision_or_another_notice() -> None:
    case = begun().decide(on=day(19)).add("document", {"paper": "notice"}, on=day(20))
    ends = date(2026, 12, 5)
    for on in (day(21), day(25), ends):
        case = case.decide(on=on).add("document", {"paper": "notice"}, on=on)
        assert case.decision is not None
        due = {each.do: each.due for each in case.decision.obligations}
        assert due["keep-cure-period"] == ends
        assert cure(case, on)["keep-cure-period"][0] == ends  # a Saturday, which is waited for


def test_it_is_said_to_be_over_once_it_is() -> None:
    case = begun().decide(on=day(19)).add("document", {"paper": "notice"}, on=day(20))
    assert cure(case, date(2026, 12, 5)).keys() == {"keep-cure-period"}
    over = cure(case, date(2026, 12, 6))
    assert over.keys() == {"settle-after-cure"}
    assert "the cure period ended on 2026-12-05" in over["settle-after-cure"][1]
    again = case.decide(on=date(2026, 12, 6)).decision
    assert again is not None
    (what,) = [each.what for each in again.obligations if "cure" in each.do]
    assert "the cure period ended on 2026-12-05" in what


def test_before_any_notice_it_has_no_last_day_that_could_pass() -> None:
    case = begun().decide(on=day(19))
    for on in (day(19), day(23), date(2026, 12, 20)):
        assert cure(case, on)["keep-cure-period"][0] is None


def test_it_is_not_told_of_twice_where_nothing_is_known_of_notices() -> None:
    decision = POLICY.decide(Lot.from_dict(toy() | {"as_of": "2026-11-22"}))
    told = [(each.do, each.applies) for each in decision.obligations if "cure" in each.do]
    assert told == [("keep-cure-period", "yes")]


# --- what is not known ---------------------------------------------------------------------------

PAPER = {"on": "2026-11-20", "paper": "notice", "final": True}
SENT = {"on": "2026-11-22", "channel": "email", "purpose": "notice"}


@pytest.mark.parametrize(
    ("papers", "contacts", "right", "places"),
    [
        ([PAPER], [SENT], "2026-11-20", ()),
        ([], [SENT], "2026-11-22", ()),
        ([], [], None, ()),
        (None, [SENT], None, ("$.case.papers",)),
        ([PAPER], None, None, ("$.case.contacts",)),
        ([{**PAPER, "final": None}], [SENT], None, ("$.case.papers[0].final",)),
        ([{**PAPER, "on": "2026-11-23", "final": None}], [SENT], "2026-11-22", ()),
        ([{**PAPER, "on": None}], [SENT], None, ("$.case.papers[0].on",)),
        ([{**PAPER, "paper": "outcome", "on": None}], [SENT], "2026-11-22", ()),
        ([PAPER, {**PAPER, "on": None}], [], "2026-11-20", ()),
        ([], [{**SENT, "channel": None}], None, ("$.case.contacts[0].channel",)),
        ([], [{**SENT, "purpose": None}, SENT], "2026-11-22", ()),
    ],
)
def test_what_keeps_the_day_of_the_notice_unknown(
    papers: Any, contacts: Any, right: str | None, places: tuple[str, ...]
) -> None:
    doc = {"as_of": "2026-11-24", "case": {"papers": papers, "contacts": contacts}}
    lot, path = Lot.from_dict(doc), "contract.notified_on"
    found = observe(lot, [path])[path]
    assert (found and found.isoformat()) == right
    assert absent(lot, path) == places
    assert bool(why_unknown(lot, path)) == (right is None)
