"""What guides and letters say while something is disputed, went wrong, or is settled."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from disposition.casefile import Case
from disposition.casefile.letters.phrases import LANGUAGES
from support.case_entries import day
from support.letter_cases import GOOD, MIXED, NEW, begun, called, defect, lot, moments
from support.shipped import POLICIES

HARMLESS = [defect("D1", "major", 11, "wheel turns stiffly", "functional")]
OWNER = {"name": "Hu Qiang", "side": "supplier", "role": "owner", "copied": True}


def spoken(supplier: dict[str, Any] = MIXED, **more: Any) -> Case:
    """Return a case that was decided on, and talked about once."""
    document = lot("toy train", defects=HARMLESS, checks=[], supplier=supplier, **more)
    case = begun("PO-1", document, POLICIES).decide(on=day(18))
    return case.add("contact", called("li", "en"), on=day(19))


def argued(case: Case, on: date, topic: str, evidence: str = "none") -> Case:
    raised = {"topic": topic, "evidence": evidence}
    return case.add("reply", {"channel": "email", "arguments": [raised]}, on=on)


def looked_into(case: Case, on: date, topic: str, shows: str, by: str) -> Case:
    return case.add("assessment", {"topic": topic, "shows": shows, "by": by}, on=on)


def both(case: Case, on: date) -> dict[str, tuple[str, str]]:
    """Return the guide and the letter of a case, by language."""
    return {
        language: (
            case.call_guide(on, language=language),
            case.confirmation(on, language=language),
        )
        for language in LANGUAGES
    }


def lacking(text: str, *words: str) -> list[str]:
    """Return the words that a text lacks, and those after `not ` that it has."""
    return [
        each for each in words if (each.removeprefix("not ") in text) is each.startswith("not ")
    ]


def steps(case: Case, on: date) -> set[str]:
    return {each.do for each in case.next_steps(on)}


# --- what went wrong is told as it went ----------------------------------------------------------


def test_who_was_called_first_and_copied_later_is_told_so() -> None:
    people = [*called("li", "en")["people"], OWNER]
    mail = {"channel": "email", "purpose": "follow_up", "about": "batch", "people": people}
    told = both(spoken().add("contact", mail, on=day(19)), day(20))
    guide = told["en"][0]
    assert not lacking(
        guide,
        "On 19 November 2026 others were in copy",
        "not I should have called you before anything else",
        "not how it came about",  # the cause is for another call
        "not the first contact right",
    )
    assert not lacking(told["zh"][0], "11月19日", "抄送", "not 我本该先给您打个电话")


def test_who_was_written_to_first_is_told_so() -> None:
    document = lot("toy train", defects=HARMLESS, checks=[], supplier=MIXED)
    case = begun("PO-1", document, POLICIES).decide(on=day(18))
    guide = case.add("contact", called("li", "en", channel="email"), on=day(19)).call_guide(day(19))
    assert not lacking(guide, "I should have called you before anything else", "not in copy. That")


def test_who_never_replied_has_not_gone_through_everything_with_us() -> None:
    case = spoken()
    for on in (day(25), day(30)):
        case = case.add("contact", called("li", "en", purpose="reminder", channel="email"), on=on)
    on = date(2026, 12, 7)
    assert "escalate-step" in steps(case, on)
    assert "remind-supplier" not in steps(case, on)
    told = both(case, on)
    assert not lacking(told["en"][0], "I have not heard from you", "not gone through everything")
    assert not lacking(told["zh"][0], "一直没有联系上您", "not 能谈的咱们都谈到了")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_senior_is_told_nothing_that_is_meant_for_the_contact(language: str) -> None:
    (before, _), _ = moments("whole-batch", POLICIES, language)
    words = {"en": "The sales contact stands between", "zh": "业务夹在"}[language]
    document = before.entries[0].data["lot"]
    usual = {**document, "supplier": {**document["supplier"], "contact_role": "sales_contact"}}
    case = begun("PO-9", usual, POLICIES, language).decide(on=day(19))
    assert "involve-senior-privately" in steps(case, day(19))
    assert words not in case.call_guide(day(19), language=language)
    others = spoken({**MIXED, "contact_role": "sales_contact"})
    assert words in others.call_guide(day(19), language=language)


def test_a_senior_who_comes_after_others_is_not_told_to_be_the_first() -> None:
    (before, _), _ = moments("whole-batch", POLICIES, "en")
    document = before.entries[0].data["lot"]
    case = begun("PO-9", document, POLICIES).decide(on=day(19))
    first = case.call_guide(day(19))
    assert "before anybody else speaks about it" in first
    later = argued(case.add("contact", called("li", "en"), on=day(19)), day(20), "measurement")
    assert "involve-senior-privately" in steps(later, day(20))
    guide = later.call_guide(day(20))
    assert not lacking(
        guide,
        "not before anybody else",
        "not Bring in nobody from above",
        "not - Seniors, other suppliers",
    )


def test_the_third_rejection_is_no_matter_of_the_whole_lot() -> None:
    often = {**MIXED, "lots_rejected": 3, "consecutive_rejected": 3}
    document = lot("toy train", defects=HARMLESS, checks=[], supplier=often)
    guide = begun("PO-1", document, POLICIES).decide(on=day(19)).call_guide(day(19))
    assert not lacking(guide, "it is not the first lot", "not matters for the whole lot")


# --- what is not settled rests -------------------------------------------------------------------


def test_while_the_facts_are_in_dispute_nothing_is_asked_on_them() -> None:
    case = argued(argued(spoken(), day(20), "measurement"), day(23), "measurement", "third_party")
    case = argued(case, day(24), "measurement", "third_party")
    asked = {"give-rework-plan", "give-timeline", "agree-rework-scope", "talk-about-cause"}
    assert not asked & steps(case, day(27))
    told = both(case, day(27))
    assert not lacking(
        told["en"][1],
        "rests until what you sent us has been looked into; they stay as they are",
        "We suggest that we look at the same units together",
        "not What we ask of you",
        "not We talk about the cause",
    )
    assert not lacking(told["en"][0], "It rests until", "not How would you put them right")
    assert not lacking(told["zh"][1], "先放一放，等您提供的资料核实清楚再说", "not 麻烦您安排")
    settled = looked_into(case, day(27), "measurement", "finding_stands", "re_measurement")
    assert asked - {"talk-about-cause"} <= steps(settled, day(27))
    days = {each.do: each.due for each in settled.next_steps(day(27))}
    assert days["agree-rework-scope"] > day(27)


def test_after_a_quiet_week_the_first_word_is_no_reminder() -> None:
    case = spoken()
    for on, topic in ((20, "measurement"), (23, "specification"), (24, "handling")):
        case = argued(case, day(on), topic)
    assert {"ask-how-they-see-it"} == steps(case, date(2026, 12, 11)) & {
        "ask-how-they-see-it",
        "remind-supplier",
    }


def test_while_a_reading_is_open_no_remedy_is_announced() -> None:
    case = argued(spoken(), day(20), "specification", "document")
    case = looked_into(case, day(23), "specification", "open_to_both", "specification_review")
    told = both(case, day(23))
    assert not lacking(
        told["en"][1],
        "rests until we have agreed with you which reading holds for this lot",
        "Together we agree which reading holds for this lot",
        "not We answer each of the points",
    )
    assert not lacking(
        told["en"][0],
        "It rests until",
        "not Say it after the questions",
        "not the next order.\n",
        "not If something in what we asked for can be read in two ways, tell me",
        "not How would you put them right",
    )
    assert not lacking(told["zh"][1], "先放一放", "这批货按哪种理解来看")
    assert not lacking(told["zh"][0], "not 下一张订单", "not 尽管说")


def test_a_cause_talked_about_before_the_batch_is_agreed_on_says_no_agreement_stands() -> None:
    case = spoken()
    on = day(20)
    for language, agreed, open_ in (
        ("en", "That stands as we agreed", "That has a call of its own."),
        ("zh", "那个就按咱们说好的来", "那个咱们另外谈"),
    ):
        assert not lacking(case.call_guide(on, language=language), open_, f"not {agreed}")
        terms = {"scope": "rework", "consent": True, "units": 3200}
        done = case.add("agreement", terms, on=on)
        assert agreed in done.call_guide(on, language=language)


# --- what is settled is said to be ---------------------------------------------------------------


def test_an_apology_that_is_open_is_a_call_that_is_needed() -> None:
    case = argued(spoken(), day(20), "measurement", "measurement")
    case = looked_into(case, day(23), "measurement", "finding_mistaken", "re_measurement")
    clean = {"because": "the gauge was off", "inspection": {"defects": [], "report_result": "pass"}}
    case = case.add("correction", clean, on=day(23)).decide(on=day(23))
    assert "apologise" in steps(case, day(23))
    told = both(case, day(23))
    assert not lacking(told["en"][0], "**One call is left:", "not No conversation is needed")
    assert not lacking(told["zh"][0], "**还有一个电话要打", "not 不需要专门谈")
    assert "We answer each of the points" not in told["en"][1]
    thanked = case.add("contact", called("li", "en", purpose="follow_up"), on=day(24))
    assert "No conversation is needed" in thanked.call_guide(day(24))


def test_goods_taken_as_they_are_are_neither_set_aside_nor_undecided() -> None:
    document = lot("toy train", defects=HARMLESS, checks=[], supplier=GOOD)
    case = begun("PO-1", document, POLICIES).add("contact", called("li", "en"), on=day(19))
    terms = {"scope": "concession", "consent": True, "units_accepted": 3200, "percent": "0"}
    told = both(case.add("agreement", terms, on=day(20)), day(20))
    assert not lacking(
        told["en"][1],
        "taken as they are; at the agreed price",
        "not 0%",
        "not Nothing is decided yet",
        "not set aside",
    )
    assert not lacking(told["zh"][1], "货价不变", "not 目前还没有决定", "not 单独存放")


def test_points_that_were_raised_are_not_passed_over_where_the_order_ends() -> None:
    _, (case, _) = moments("ending", POLICIES, "en")
    case = argued(case, day(23), "measurement", "statement")
    assert "What you wrote" not in case.confirmation(day(20))
    for language, words in (
        ("en", "What you wrote on 23 November 2026 (the measurement) is answered by itself"),
        ("zh", "贵司2026年11月23日提出的"),
    ):
        assert words in case.confirmation(day(23), language=language)


def test_a_lot_that_was_released_is_thanked_for() -> None:
    terms = {"scope": "rework", "consent": True, "units": 3200, "ready_by": "2026-11-24"}
    case = spoken(GOOD).add("agreement", terms, on=day(20))
    case = case.add("contact", called("li", "en", about="cause"), on=day(20))
    right = {"finding": "D1", "resolved": True, "photos": 3}
    seen = dict.fromkeys(("workmanship", "packaging", "labelling"), "pass")
    good = {"report_result": "pass", "sample_size": 125, "defects": [], "checks": []}
    again = {"inspector": "Zhou Lan", "findings": [right], "matches_sample": True, **seen}
    again["inspection"] = {**good, "evidence": {"photos": 30}}
    case = case.add("reinspection", again, on=day(25)).decide(on=day(25))
    case = case.add("document", {"paper": "reinspection_report"}, on=day(25))
    case, gate = case.release(on=day(25))
    assert gate.is_open, gate.says()
    told = {each: case.call_guide(day(26), language=each) for each in LANGUAGES}
    assert not lacking(
        told["en"], "the lot was released on 25 November 2026. Thank you", "not How far along is it"
    )
    assert not lacking(told["zh"], "11月25日已经放行", "not 现在做到哪一步了")


def test_an_order_that_ends_is_not_asked_how_far_along_it_is() -> None:
    terms = {"scope": "termination", "consent": True, "units_rejected": 3200}
    by_both = spoken().add("agreement", terms, on=day(20))
    _, (decided, on) = moments("ending", POLICIES, "en")
    for case, asked_on in ((by_both, day(20)), (decided, on)):
        guide = case.call_guide(asked_on)
        assert not lacking(guide, "the goods and the payments", "not How far along is it")
        chinese = case.call_guide(asked_on, language="zh")
        assert not lacking(chinese, "货怎么处理，款项怎么结", "not 现在做到哪一步了")
    guide = by_both.call_guide(day(20))
    assert not lacking(guide, "the order ends", "not is put right there")


def test_what_was_agreed_on_is_not_announced_as_decided() -> None:
    terms = {"scope": "rework", "consent": True, "units": 3200}
    case = spoken().add("agreement", terms, on=day(20))
    case = case.add("contact", called("li", "en", about="cause"), on=day(20))
    guide = case.call_guide(day(23))
    assert not lacking(guide, "Agreed in writing on 20 November 2026", "not Say it after")


def test_what_both_sides_signed_on_an_open_reading_does_not_rest() -> None:
    case = argued(spoken(), day(20), "specification", "document")
    case = looked_into(case, day(23), "specification", "open_to_both", "specification_review")
    terms = {"scope": "concession", "consent": True, "units_accepted": 3200}
    told = both(case.add("agreement", terms, on=day(24)), day(24))
    assert not lacking(told["en"][1], "taken as they are", "not rests until", "not put right there")
    assert not lacking(told["en"][0], "not Which reading can both", "not back to us on it")
    assert not lacking(told["zh"][1], "按现状接收", "not 先放一放", "not 在厂里返工")
    raised_since = argued(case.add("agreement", terms, on=day(24)), day(25), "cost")
    assert "Have I understood your point" in raised_since.call_guide(day(25))


def test_a_point_that_was_looked_into_is_not_put_up_for_trial_again() -> None:
    case = argued(spoken(), day(20), "measurement", "measurement")
    for language, words in (("en", "Which units, instrument"), ("zh", "您觉得用哪几件货")):
        assert words in case.call_guide(day(20), language=language)
        seen = looked_into(case, day(23), "measurement", "finding_stands", "joint_inspection")
        assert words not in seen.call_guide(day(23), language=language)


def test_evidence_that_came_after_a_look_into_the_topic_was_not_looked_into() -> None:
    case = argued(spoken(), day(20), "measurement", "measurement")
    case = looked_into(case, day(23), "measurement", "finding_stands", "re_measurement")
    again = argued(case, day(24), "measurement", "third_party")
    guide, letter = both(again, day(24))["en"]
    assert "24 November 2026, the measurement. We are looking into it" in letter
    assert "20 November 2026, the measurement. It was looked into by measuring again" in letter
    assert not lacking(guide, "Which units, instrument", "not (by measuring again): what was found")
    word = argued(case, day(24), "measurement", "statement").confirmation(day(24))
    assert "24 November 2026, the measurement. It was looked into by measuring again" in word


def test_an_apology_that_is_open_comes_first_after_the_lot_was_decided_anew_too() -> None:
    case = argued(spoken(), day(20), "measurement", "measurement")
    case = looked_into(case, day(23), "measurement", "finding_mistaken", "re_measurement")
    milder = {"report_result": "fail", "defects": [defect("D1", "major", 9, "stiff", "functional")]}
    case = case.add("correction", {"because": "gauge", "inspection": milder}, on=day(23))
    told = both(case.decide(on=day(24)), day(24))
    assert not lacking(told["en"][0], "you were right about the measurement", "it is corrected now")
    assert not lacking(told["zh"][0], "您说得对，是我们的报告有误，已经更正了")


def test_who_put_goods_right_with_us_is_not_told_how_it_goes_as_if_it_were_the_first_time() -> None:
    terms = {"scope": "rework", "consent": True, "units": 3200, "ready_by": "2026-11-24"}
    case = spoken(NEW).add("agreement", terms, on=day(20))
    told = both(case, day(20))
    assert not lacking(told["en"][1], "one of our first orders", "not is inspected again, by")
    assert not lacking(told["zh"][1], "刚开始合作", "not 验货员进行复检")
    found = {"report_result": "fail", "sample_size": 125, "defects": HARMLESS, "checks": []}
    again = {"inspector": "Zhou Lan", "findings": [{"finding": "D1", "resolved": False}]}
    case = case.add("reinspection", {**again, "inspection": found}, on=day(25)).decide(on=day(25))
    for language, words in (("en", "one of our first orders"), ("zh", "刚开始合作")):
        told_again = both(case, day(25))[language]
        assert not any(words in each for each in told_again)


# --- an agent in between -------------------------------------------------------------------------


def test_an_agent_is_not_the_supplier() -> None:
    document = lot("toy train", defects=HARMLESS, checks=[], supplier=MIXED)
    case = begun("PO-1", document, POLICIES).decide(on=day(18))
    agent = {"name": "Mr. Ho", "side": "third_party", "role": "agent"}
    ours = {"name": "Ann", "side": "buyer"}
    told = case.add("contact", called("li", "en", people=[agent, ours]), on=day(19))
    assert "call-first" in steps(told, day(19))
    assert "Nobody has spoken to the factory yet" in told.confirmation(day(19))
    notice = called("li", "en", people=[agent], channel="email", purpose="notice")
    assert "file-notice" in steps(told.add("contact", notice, on=day(19)), day(19))
    unnamed = case.add("contact", called("li", "en", people=[ours]), on=day(19))
    assert "call-first" not in steps(unnamed, day(19))


# --- steps that say a thing once -----------------------------------------------------------------


def test_a_step_that_two_rules_ask_for_says_it_once() -> None:
    dangerous = [{**HARMLESS[0], "category": "safety", "severity": "critical"}]
    document = lot("toy train", defects=dangerous, checks=[], supplier=MIXED)
    case = begun("PO-1", document, POLICIES).decide(on=day(18))
    case = case.add("contact", called("li", "en"), on=day(19))
    (what,) = [each.what for each in case.next_steps(day(19)) if each.do == "talk-about-cause"]
    assert what.count("a conversation of its own") == 1
    assert "it ends with what is asked for" in what
