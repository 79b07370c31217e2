"""Days of a case run forwards: nothing is written into its past, and its past is read as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from disposition.casefile import KINDS, Case, CaseError, EntryError
from support.case_entries import FIRST_DAY, as_of_old, call, day, toy
from support.shipped import POLICIES

AGAIN: dict[str, Any] = {
    "inspector": "Zhou",
    "inspection": {"defects": [], "checks": [], "report_result": "pass", "sample_size": 125},
}
REPORT = toy()
del REPORT["inspection"]["date"]  # the day of the entry counts
DATA: dict[str, dict[str, Any]] = {
    "inspection": {"lot": REPORT},
    "contact": call(),
    "reply": {},
    "correction": {"because": "an example", "inspection": {"defects": []}},
    "assessment": {"topic": "cost", "shows": "finding_stands", "by": "records"},
    "draft": {"paper": "notice"},
    "document": {"paper": "notice"},
    "agreement": {"scope": "rework", "consent": True},
    "progress": {"way": "photos"},
    "reinspection": AGAIN,
    "other_goods": {"case": "PO-0", "because": "another delivery"},
    "closed": {"because": "cancelled"},
    "done": {"do": "call-supplier"},
    "withdrawn": {"entry": 2, "because": "twice"},
}
"""Something that each kind of entry can say that people write."""

Write = Callable[[Case, date], Case]


def adding(kind: str) -> Write:
    return lambda case, on: case.add(kind, DATA[kind], on=on)


WRITES: dict[str, Write] = {
    **{kind: adding(kind) for kind in DATA},
    "decision": lambda case, on: case.decide(on=on),
    "release": lambda case, on: case.release(on=on)[0],
}


def begun() -> Case:
    case = Case.begin("PO-1", toy(), on=FIRST_DAY, inspector="Chen", policies=POLICIES)
    return case.add("contact", call(), on=day(20)).add("reply", {}, on=day(20))


def test_the_table_has_every_kind() -> None:
    assert DATA.keys() == {kind for kind, each in KINDS.items() if each.is_written}


@pytest.mark.parametrize("last", ["reply", "decision", "release", "reinspection", "withdrawn"])
@pytest.mark.parametrize("write", WRITES)
def test_nothing_is_written_into_the_past(write: str, last: str) -> None:
    case = begun()
    if last == "withdrawn":
        case = case.add("withdrawn", {"entry": 3, "because": "twice"}, on=day(22))
    else:
        case = WRITES[last](case, day(22))
    for on in (day(21), day(20), day(18)):
        with pytest.raises(CaseError, match=f"{on} is before 2026-11-22, of which entry 4, `"):
            WRITES[write](case, on)
    assert len(case.entries) == 4
    assert WRITES[write](case, day(22)).entries[-1].on == day(22)


def test_what_somebody_wrote_in_between_counts_as_well() -> None:
    ours = begun()
    ours.add("contact", call(), on=day(25))
    for write in WRITES.values():
        with pytest.raises(CaseError, match="is before 2026-11-25, of which entry 4, `contact`"):
            write(ours, day(24))


def test_a_release_looks_at_everything_that_was_written() -> None:
    case = begun().decide(on=day(20)).add("reinspection", AGAIN, on=day(25))
    with pytest.raises(CaseError, match="entry 5, `reinspection`"):
        case.release(on=day(20))
    case, gate = case.release(on=day(25))
    assert case.entries[-1].data["decision"]["as_of"] == "2026-11-25"
    assert gate.decision.as_of == day(25)


def test_a_write_that_is_repeated_with_its_key_is_in_order_still() -> None:
    case = begun().add("reply", {}, on=day(20), key="a").add("reply", {}, on=day(25))
    assert case.add("reply", {}, on=day(20), key="a").entries == case.entries


def test_a_day_that_was_a_mistake_can_be_put_right() -> None:
    case = begun().add("reply", {}, on=date(2036, 11, 22))
    with pytest.raises(CaseError, match="entry 4, `reply`"):
        case.add("contact", call(), on=day(22))
    with pytest.raises(CaseError, match="2026-11-19 is before 2026-11-20"):
        case.add("withdrawn", {"entry": 4, "because": "the wrong year"}, on=day(19))
    case = case.add("withdrawn", {"entry": 4, "because": "the wrong year"}, on=day(22))
    assert case.add("reply", {}, on=day(22)).entries[-1].on == day(22)


# --- reading -------------------------------------------------------------------------------------


def test_as_of_an_earlier_day_a_case_reads_as_it_did_then() -> None:
    case, read = begun(), dict[date, tuple[Any, ...]]()
    story = [
        ("decision", 20), ("reply", 21), ("draft", 21), ("agreement", 22), ("withdrawn", 23),
        ("progress", 24), ("reinspection", 26), ("decision", 26), ("document", 27), ("release", 28),
        ("closed", 29),
    ]  # fmt: skip
    for kind, on in story:
        case = WRITES[kind](case, day(on))
        read[day(on)] = told_of(case, day(on))
    later = day(29) + timedelta(100)
    assert all(told_of(case, on) == then for on, then in read.items())
    assert told_of(case, later)[0] == told_of(case, day(29))[0]  # the steps: there are none left


def told_of(case: Case, on: date) -> tuple[Any, ...]:
    dossier = case.dossier(on).to_dict()
    del dossier["record"]  # it says how many entries there are by now
    return case.next_steps(on), case.gate(on).to_dict(), case.lot(on), dossier


def test_a_case_of_old_whose_days_run_backwards_is_read_and_goes_on_from_its_last_day() -> None:
    case = as_of_old(begun(), ("contact", 24, call()), ("contact", 22, call()), ("reply", 23, {}))
    assert [entry.on.day for entry in case.entries] == [18, 20, 20, 24, 22, 23]
    assert case.faults() == ()
    assert [each.entry for each in case.dossier(day(24)).timeline] == [1, 2, 3, 5, 6, 4]
    for write in WRITES.values():
        with pytest.raises(CaseError, match="2026-11-23 is before 2026-11-24, of which entry 4"):
            write(case, day(23))
    assert case.decide(on=day(24)).replay().is_proved


# --- days that no document holds -----------------------------------------------------------------

ODD = [date.min, date(1899, 12, 31), date(3000, 1, 1), date.max]


NO_DAYS: list[Any] = [datetime(2026, 11, 22), "2026-11-22", 20261122, None]  # noqa: DTZ001 - no zone is looked at


@pytest.mark.parametrize("on", [*ODD, *NO_DAYS], ids=str)
def test_a_day_that_no_document_holds_is_refused(on: Any) -> None:
    case = begun()
    expected = "a day" if on in NO_DAYS else "a day from 1900-01-01 to 2999-12-31"
    message = f"expected {expected} for `on`, found "
    for write in WRITES.values():
        with pytest.raises(CaseError, match=message):
            write(case, on)
    with pytest.raises(CaseError, match=message):
        Case.begin("PO-2", toy(), on=on, policies=POLICIES)
    ask: list[Callable[[date], object]] = [
        case.lot, case.next_steps, case.gate, case.reading, case.call_guide, case.confirmation,
        case.dossier,
    ]  # fmt: skip
    for read in ask:
        with pytest.raises(CaseError, match=message.replace("`on`", "`as_of`")):
            read(on)


# --- days before there was a lot -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "data", "place"),
    [
        ("agreement", {"scope": "rework", "consent": True, "ready_by": "{}"}, "$.ready_by"),
        ("agreement", {"scope": "rework", "consent": True, "ship_by": "{}"}, "$.ship_by"),
        ("reply", {"parts": [{"part": "timeline", "ready_by": "{}"}]}, "$.parts[0].ready_by"),
        ("reply", {"parts": [{"part": "acceptance"}, {"part": "timeline", "ready_by": "{}"}]},
         "$.parts[1].ready_by"),
    ],
)  # fmt: skip
def test_no_day_is_promised_before_the_lot_was_there(
    kind: str, data: dict[str, Any], place: str
) -> None:
    def at(promised: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(json.dumps(data).replace("{}", promised))
        return told

    case = begun()
    with pytest.raises(EntryError) as error:
        case.add(kind, at("2026-11-17"), on=day(20))
    (problem,) = error.value.problems
    assert (problem.where, problem.hint) == (place, "is the year right?")
    assert (
        problem.message == "2026-11-17 is before 2026-11-18, on which the lot was inspected first"
    )
    assert case.add(kind, at("2026-11-18"), on=day(20)).entries[-1].kind == kind


def test_a_late_ship_date_of_the_order_is_no_mistake() -> None:
    lot = toy() | {"shipment": {"ship_by": "2026-11-01"}}
    case = Case.begin("PO-2", lot, on=FIRST_DAY, policies=POLICIES)
    assert case.lot(FIRST_DAY).shipment.ship_by == day(1)


@pytest.mark.parametrize("kind", ["inspection", "reinspection"])
def test_no_inspection_is_dated_before_the_one_that_it_follows(kind: str) -> None:
    data = json.loads(json.dumps(DATA[kind]))
    where = data["lot"]["inspection"] if kind == "inspection" else data["inspection"]
    where["date"] = "2026-11-17"
    with pytest.raises(EntryError, match="2026-11-17 is before the one on 2026-11-18"):
        begun().add(kind, data, on=day(20))
