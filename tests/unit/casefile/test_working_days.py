"""On which day a step falls: days off are avoided, and no last day is put off."""

from __future__ import annotations

import copy
import sys
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disposition.casefile import Case
from disposition.casefile import days as working_days
from disposition.casefile.lifecycle.steps import Step
from disposition.facts import Lot, observe
from support.letter_cases import MIXED, begun, called, defect, lot
from support.shipped import POLICIES

FRIDAY = date(2026, 11, 20)
NEW_YEAR = date(2027, 2, 6)  # the first day of the Year of the Goat


def case(on: date, supplier: dict[str, Any], **more: Any) -> Case:
    """Return a case whose report is of a day."""
    document = lot(
        "toy train",
        defects=[defect("D1", "major", 11, "wheel turns stiffly", "functional")],
        checks=[],
        supplier={**MIXED, **supplier},
        ship_by="2027-04-30",
        **more,
    )
    document["inspection"]["date"] = on.isoformat()
    return Case.begin("PO-1", copy.deepcopy(document), on=on, inspector="Chen", policies=POLICIES)


def steps(of: Case, on: date) -> dict[str, Step]:
    return {each.do: each for each in of.next_steps(on)}


def day_of(number: int) -> date:
    """Return a day counted from the beginning of November 2026."""
    return date(2026, 11, 1) + timedelta(number - 1)


def needs_holidays() -> None:
    pytest.importorskip("holidays", reason="`make test` installs it")


def test_a_house_rule_moves_on_and_a_last_day_never_does() -> None:
    found = steps(case(FRIDAY, {}, notice_days=8).decide(on=FRIDAY), FRIDAY)
    call, notice = found["call-first"], found["file-notice"]
    assert (call.counted, call.due) == (date(2026, 11, 21), date(2026, 11, 23))
    assert (notice.counted, notice.due) == (date(2026, 11, 28), date(2026, 11, 27))
    assert call.moved == "2026-11-21 is a Saturday"
    assert (call.avoids, notice.avoids) == ("weekends", "weekends")


def test_a_day_on_which_people_work_stays_and_says_nothing_more() -> None:
    told = steps(case(date(2026, 11, 18), {}), date(2026, 11, 18))["call-first"].to_dict()
    assert told["due"] == "2026-11-19"
    assert "counted" not in told
    assert "moved" not in told


def test_where_no_working_day_is_left_the_day_itself_counts() -> None:
    begun_on = date(2026, 11, 20)
    notified = case(begun_on, {}, notice_days=9).decide(on=begun_on)
    saturday, sunday = date(2026, 11, 28), date(2026, 11, 29)
    for on in (saturday, sunday):
        notice = steps(notified, on)["file-notice"]
        assert (notice.due, notice.overdue, notice.moved) == (sunday, False, "")
    assert steps(notified, sunday + timedelta(1))["file-notice"].overdue


def test_what_is_due_today_is_due_today() -> None:
    dangerous = [defect("S1", "critical", 1, "sharp edge", "safety")]
    document = lot("toy train", defects=dangerous, checks=[], supplier=MIXED)
    sunday = date(2026, 11, 22)
    assert steps(begun("PO-1", document, POLICIES), sunday)["stop-shipment"].due == sunday


def test_nobody_is_reminded_on_a_day_off_nor_before_the_moved_day_has_passed() -> None:
    """The timeline is asked for by Saturday the 28th, so by Monday the 30th."""
    people = [{"name": "Li", "side": "supplier"}, {"name": "Ann", "side": "buyer"}]
    call = called("li", "en", people=people)
    spoken = case(date(2026, 11, 20), {}).decide(on=date(2026, 11, 20))
    spoken = spoken.add("contact", call, on=date(2026, 11, 23))
    given_parts = [{"part": "containment"}, {"part": "rework_plan"}]
    spoken = spoken.add("reply", {"parts": given_parts}, on=date(2026, 11, 23))
    by_day = {on: steps(spoken, date(2026, 11, on)) for on in (28, 29, 30)}
    assert by_day[28]["give-timeline"].due == date(2026, 11, 30)
    assert all("remind-supplier" not in each for each in by_day.values())
    assert "remind-supplier" in steps(spoken, date(2026, 12, 1))


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sampled_from([1, 7, 9, 10]))
def test_no_day_of_the_contract_is_ever_put_off(begun_on: date, days: int) -> None:
    found = steps(case(begun_on, {}, notice_days=days).decide(on=begun_on), begun_on)
    legal = begun_on + timedelta(days)
    notice = found["file-notice"]
    assert begun_on <= notice.due <= legal
    assert legal in (notice.due, notice.counted)
    assert notice.due.weekday() < 5 or notice.due == legal
    assert found["call-first"].due.weekday() < 5
    assert found["call-first"].due > begun_on


# --- holidays ------------------------------------------------------------------------------------


def test_the_chinese_new_year_is_avoided() -> None:
    needs_holidays()
    eve = date(2027, 2, 4)
    found = steps(case(eve, {"country": "CN"}, notice_days=5).decide(on=eve), eve)
    call, notice = found["call-first"], found["file-notice"]
    assert call.counted == date(2027, 2, 5)
    assert NEW_YEAR < date(2027, 2, 9) < call.due
    assert call.moved == "2027-02-05 is Chinese New Year's Eve at the factory (CN)"
    assert (notice.counted, notice.due) == (date(2027, 2, 9), eve)
    assert notice.avoids == "weekends and holidays"


def test_holidays_have_the_same_names_whatever_the_language_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    needs_holidays()
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    working_days._year.cache_clear()
    try:
        days = working_days.working_days(Lot.from_dict({"supplier": {"country": "CN"}}))
        assert days.off(NEW_YEAR) == "Chinese New Year (Spring Festival) at the factory (CN)"
    finally:
        working_days._year.cache_clear()


def test_a_weekend_that_is_worked_in_exchange_for_a_holiday_is_worked() -> None:
    needs_holidays()
    days = working_days.working_days(Lot.from_dict({"supplier": {"country": "CN"}}))
    assert days.off(date(2026, 2, 20), "supplier")  # a Friday of the New Year
    assert not days.off(date(2026, 2, 14), "supplier")  # the Saturday that was worked for it
    assert days.on_or_before(date(2026, 2, 22), "supplier") == date(2026, 2, 14)
    assert days.on_or_before(date(2026, 2, 22)) == date(2026, 2, 13)  # nobody of ours works then


def test_days_off_of_the_buyer_do_not_keep_the_supplier_from_working() -> None:
    needs_holidays()
    days = working_days.working_days(
        Lot.from_dict({"supplier": {"country": "CN"}, "buyer": {"country": "DE"}})
    )
    christmas = date(2026, 12, 25)
    assert days.off(christmas) == "Christmas Day on our side (DE)"
    assert days.off(christmas, "supplier") == ""
    assert days.off(christmas, "supplier and quality manager")


def test_the_weekend_is_that_of_the_country() -> None:
    needs_holidays()
    days = working_days.working_days(Lot.from_dict({"supplier": {"country": "BD"}}))
    assert days.off(date(2026, 11, 27), "supplier") == "a Friday"
    assert days.off(date(2026, 11, 29), "supplier") == ""


def test_the_factory_is_closed_when_it_says_so() -> None:
    closures = [{"first": "2026-11-23", "last": "2026-11-25"}, {"first": "2026-11-27"}, {}]
    found = steps(case(FRIDAY, {"closures": closures}).decide(on=FRIDAY), FRIDAY)
    assert found["call-first"].due == date(2026, 11, 26)
    days = working_days.working_days(Lot.from_dict({"supplier": {"closures": closures}}))
    assert days.off(date(2026, 11, 27)) == "closed at the factory"
    assert days.off(date(2026, 12, 1)) == ""


def test_closures_may_overlap_and_stand_in_any_order() -> None:
    closures = [
        {"first": "2026-11-26", "last": "2026-11-27"},
        {"first": "2026-11-23", "last": "2026-11-26"},
        {"first": "2026-11-24"},
    ]
    days = working_days.working_days(Lot.from_dict({"supplier": {"closures": closures}}))
    assert [days.off(day) != "" for day in map(day_of, range(19, 33))] == [
        *(False, False, True, True),  # from Thursday the 19th
        *(True, True, True, True, True, True, True),
        *(False, False, False),
    ]


def test_a_closure_without_end_moves_nothing() -> None:
    closures = [{"first": "1900-01-01", "last": "2999-12-31"}]
    found = steps(case(FRIDAY, {"closures": closures}).decide(on=FRIDAY), FRIDAY)
    assert found["call-first"].due == date(2026, 11, 21)


# --- what is not known ---------------------------------------------------------------------------


def test_a_country_that_the_table_lacks_leaves_weekends() -> None:
    needs_holidays()
    days = working_days.working_days(Lot.from_dict({"supplier": {"country": "XX"}}))
    assert days.lacking == ("holidays of `XX` are not known",)
    assert (days.off(date(2026, 11, 22)), days.off(date(2026, 12, 25))) == ("a Sunday", "")


def test_without_the_package_steps_are_told_and_say_that_they_avoid_weekends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    for kept in (working_days._installed, working_days._year):
        kept.cache_clear()
    try:
        found = steps(case(FRIDAY, {"country": "CN"}), FRIDAY)
        assert found["call-first"].avoids == "weekends"
        (lacking,) = working_days.working_days(
            Lot.from_dict({"supplier": {"country": "CN"}})
        ).lacking
        assert lacking == "holidays at the factory take the package `holidays`"
    finally:
        for kept in (working_days._installed, working_days._year):
            kept.cache_clear()


# --- what policies read --------------------------------------------------------------------------


def test_a_case_tells_the_day_in_the_calendars() -> None:
    told = case(FRIDAY, {}).lot(date(2026, 11, 22)).calendar
    assert (told.workday, told.last_workday, told.next_workday) == (
        False,
        FRIDAY,
        date(2026, 11, 23),
    )
    told = ("workday", "last_workday", "worked_until", "next_workday", "works_again")
    paths = [f"calendar.{each}" for each in told]
    assert list(observe(Lot.from_dict({"as_of": "2026-11-22"}), paths).values()) == [
        None,
        None,
        date(2026, 11, 21),
        None,
        date(2026, 11, 23),
    ]


def test_a_notice_is_given_before_the_factory_closes_over_its_last_day() -> None:
    closed = {"closures": [{"first": "2026-11-21", "last": "2026-12-20"}]}
    thursday = date(2026, 11, 19)
    told = case(thursday, closed, notice_days=14)
    assert "notify-supplier" not in steps(told, thursday)
    assert steps(told, FRIDAY)["notify-supplier"].due == FRIDAY
