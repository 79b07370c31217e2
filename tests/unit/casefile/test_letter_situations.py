"""What letters say, and do not say, in the situations that they are written in."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from disposition.casefile import Case
from disposition.casefile.letters.phrases import LANGUAGES, phrases
from disposition.casefile.letters.text import Addressee, chinese_address
from support.case_entries import day
from support.letter_cases import (
    CASES,
    GOOD,
    MIXED,
    NEW,
    begun,
    called,
    defect,
    lot,
    moments,
    texts,
)
from support.shipped import POLICIES

HARMLESS = [defect("D1", "major", 11, "wheel turns stiffly", "functional")]


def spoken(supplier: dict[str, Any], about: str = "batch", **more: Any) -> Case:
    """Return a case that was decided on, and talked about once."""
    document = lot("toy train", defects=HARMLESS, checks=[], supplier=supplier, **more)
    case = begun("PO-1", document, POLICIES).decide(on=day(18))
    return case.add("contact", called("li", "en", about=about), on=day(19))


def letters(case: Case, on: date) -> tuple[str, str]:
    english, chinese = (case.confirmation(on, language=language) for language in LANGUAGES)
    return english, chinese


# --- the cause -----------------------------------------------------------------------------------


@pytest.mark.parametrize("supplier", [GOOD, MIXED, NEW], ids=["good", "mixed", "new"])
def test_a_letter_on_the_batch_asks_for_nothing_about_the_cause(supplier: dict[str, Any]) -> None:
    case = spoken(supplier)
    later = case.add("contact", called("li", "en", about="cause"), on=day(20))
    back = later.add("contact", called("li", "en", purpose="follow_up"), on=day(23))
    asked = phrases("en")["asks_of_cause"].values()
    for each in (case, back):
        english, chinese = letters(each, day(24))
        assert not [text for text in asked if text.lower() in english.lower()]
        assert "draft of what we ask about the cause" not in english
        assert not [text for text in phrases("zh")["asks_of_cause"].values() if text in chinese]
    english, chinese = letters(later, day(20))
    assert "the root cause" in english.lower()
    assert "根本原因" in chinese
    assert "last day to ship" not in english  # which is a matter of the batch
    assert "written notice," not in english.partition("Dear")[2]


# --- who it goes to ------------------------------------------------------------------------------


def test_a_partner_is_asked_for_days_and_a_newcomer_is_given_them() -> None:
    partner, new = (spoken(supplier) for supplier in (GOOD, NEW))
    for text, asks in zip(
        letters(partner, day(19)), ("Which day would suit you", "您看哪天方便"), strict=True
    ):
        assert asks in text
        assert not re.search(r"- (By )?\*\*[^*]*\d", text)
    for text, dated in zip(
        letters(new, day(19)),
        ("- By **24 November 2026**: a plan", "- **11月24日**前：返工方案"),
        strict=True,
    ):
        assert dated in text
        assert "Which day would suit" not in text
    english, chinese = letters(partner, day(19))
    assert "38 months, and 23 of 24 lots" in english
    assert "- Together we write down what is done, with a step for each point found\n" in english
    assert "原因咱们另外约个时间单独聊\n" in chinese
    assert "one of our first orders" in letters(new, day(19))[0]


def test_a_day_that_is_asked_waits_for_no_fact() -> None:
    steps = {each.do: each for each in spoken(GOOD).next_steps(day(19))}
    plan = steps["give-rework-plan"]
    assert (plan.due, plan.waits_for) == (None, ())
    assert "the day is asked (record: good)" in plan.because


def test_a_partner_s_own_plan_is_where_it_begins() -> None:
    case = spoken(GOOD)
    assert "you know the goods best" in letters(case, day(19))[0]
    parts = [{"part": "rework_plan", "text": "relabel on line 2"}]
    case = case.add("reply", {"channel": "call", "parts": parts}, on=day(19))
    english, chinese = letters(case, day(19))
    assert "beginning with what you suggest" in english
    assert "就从您提的办法谈起" in chinese


def test_the_third_lot_in_a_row_is_said_to_be_so() -> None:
    twice = {**MIXED, "lots_rejected": 2, "consecutive_rejected": 2}
    english, chinese = letters(spoken(twice), day(19))
    assert "The 2 lots before this one did not go straight through either." in english
    assert "这之前连续2批货也没有一次通过" in chinese
    english, chinese = letters(
        spoken({**MIXED, "lots_rejected": 1, "consecutive_rejected": 1}), day(19)
    )
    assert "lots before this one" not in english
    assert "这之前连续" not in chinese


@pytest.mark.parametrize(
    ("name", "role", "address"),
    [
        ("李伟", "sales_contact", "李经理"),
        ("李伟", "Sales manager", "李经理"),
        ("李伟", "production manager", "李经理"),
        ("李伟", "QC", "李工"),
        ("李伟", "quality engineer", "李工"),
        ("胡强", "owner", "胡总"),
        ("胡强", "总经理", "胡总"),
        ("赵敏", "plant manager", "赵厂长"),
        ("欧阳明", "owner", "欧阳总"),
        ("欧阳", "owner", "欧总"),
        ("李经理", "owner", "李经理"),
        ("李伟", "", "李伟"),
        ("李伟", "driver", "李伟"),
        ("Li Wei", "owner", "Li Wei"),
        ("李", "owner", "李"),
    ],
)
def test_how_somebody_is_addressed_in_chinese(name: str, role: str, address: str) -> None:
    assert chinese_address(Addressee(name, role)) == address


def test_a_call_to_a_senior_says_nothing_of_copying_seniors() -> None:
    (before, on), _ = moments("whole-batch", POLICIES, "zh")
    for language, words in (("zh", "双方领导都不抄送"), ("en", "Put no senior in copy")):
        assert phrases(language)["conduct_private"]["mind-no-senior-copied"].startswith(words)
        assert words not in before.call_guide(on, language=language)
        other = begun("PO-2", lot("x", defects=HARMLESS, checks=[], supplier=GOOD), POLICIES)
        assert words in other.call_guide(on, language=language)


# --- an order that ends --------------------------------------------------------------------------

SOFT = {
    "en": ("draft", "improvement", "see it otherwise", "way together", "ask of you"),
    "zh": ("草稿", "改进", "改善", "我来改", "咱们", "你们厂"),
}
SAID = {
    "en": ("clause 12.3", "S1:", "10 days", "5,000 units", "Payments made", "not approved yet"),
    "zh": ("合同第 12.3 条", "S1：", "10天", "5,000件", "已付款项", "还没有批准"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_end_of_an_order_is_no_draft_and_no_improvement(language: str) -> None:
    (before, guide_on), (after, letter_on) = moments("ending", POLICIES, language)
    letter = after.confirmation(letter_on, language=language)
    said = [words.replace("5,000", "3,200") for words in SAID[language]]
    assert [words for words in said if words not in letter] == []
    body = re.sub(r"(?m)^>.*$", "", letter)
    assert [words for words in SOFT[language] if words in body] == []
    guide = before.call_guide(guide_on, language=language)
    assert {"en": "an improvement that the two of us", "zh": "一起做的改进"}[language] not in guide


@pytest.mark.parametrize("language", LANGUAGES)
def test_while_there_is_time_to_cure_no_order_has_ended(language: str) -> None:
    _, (case, _) = moments("ending", POLICIES, language)
    told = {
        "en": (
            "unless the lot is put right",
            "does not end before",
            "until 30 November 2026",
            "ended on 30 November",
        ),
        "zh": (
            "届满仍未处理完毕的",
            "届满之前，该订单不终止",
            "至2026年11月30日止",
            "已于2026年11月30日届满",
        ),
    }[language]
    unless, before, until, ended = told
    letter = case.confirmation(day(20), language=language)
    assert unless in letter
    assert before in letter
    notified = case.add("document", {"paper": "notice"}, on=day(20))
    assert until in notified.confirmation(day(23), language=language)
    over = notified.confirmation(date(2026, 12, 1), language=language)
    assert ended in over
    assert unless not in over
    assert before not in over


def test_an_order_that_both_end_waits_for_nothing() -> None:
    terms = {"scope": "termination", "consent": True, "text": "each side bears its own costs"}
    english, chinese = letters(spoken(MIXED).add("agreement", terms, on=day(20)), day(20))
    assert "Agreed in writing on 20 November 2026: the order ends; in words: each side" in english
    assert "**3. Goods**" in english
    for text in (english, chinese):
        assert not re.search("to cure|put the lot right|Article 26|处理期限|第26条", text)
    assert "**四、款项**" in chinese


def test_what_was_paid_is_told_if_it_is_known() -> None:
    _, (case, on) = moments("ending", POLICIES, "en")
    assert "Paid for this lot so far" not in case.confirmation(on)
    document = case.entries[0].data["lot"]
    document = {**document, "contract": {**document["contract"], "paid": "4032.00"}}
    paid = begun("PO-3", document, POLICIES).decide(on=day(19))
    assert "- Paid for this lot so far: USD 4,032.00." in paid.confirmation(on)
    assert "- 该订单已付款项：USD 4,032.00。" in paid.confirmation(on, language="zh")


# --- what came later, and what was our mistake ---------------------------------------------------


def test_what_came_after_the_talk_is_not_told_as_talked_about() -> None:
    document = lot("toy train", defects=HARMLESS, checks=[], supplier=MIXED)
    case = begun("PO-1", document, POLICIES).add("contact", called("li", "en"), on=day(19))
    raised = {"topic": "handling", "claim": "stacked high", "evidence": "statement"}
    case = case.decide(on=day(20)).add("reply", {"arguments": [raised]}, on=day(23))
    case = case.add("reply", {"parts": [{"part": "containment"}]}, on=day(23))
    for text, since in zip(
        letters(case, day(24)), ("**Since we spoke**", "**通话之后**"), strict=True
    ):
        before, _, after = text.partition(since)
        assert after
        for words in ("stacked high", "20 November", "11月20日", "set aside", "单独存放"):
            assert words not in before.partition("\n\n")[2]
        assert "stacked high" in after


def test_goods_that_were_inspected_after_the_talk_were_not_looked_at_together() -> None:
    again = {"inspector": "Zhou", "inspection": {"report_result": "fail", "sample_size": 125}}
    again["inspection"] |= {"defects": HARMLESS, "checks": [], "segments": []}
    case = spoken(MIXED).add("reinspection", again, on=day(25))
    english, chinese = letters(case, day(25))
    assert "**What was found since we spoke**" in english
    assert "We looked at" not in english
    assert "**验货情况（咱们通话之后的）**" in chinese
    assert "当时一起看过" not in chinese


def test_our_own_mistake_is_told_with_an_apology_and_nothing_else_stands() -> None:
    raised = {"topic": "measurement", "evidence": "measurement"}
    case = spoken(MIXED).add("reply", {"arguments": [raised]}, on=day(20))
    shown = {"topic": "measurement", "shows": "finding_mistaken", "by": "re_measurement"}
    case = case.add("assessment", shown, on=day(23))
    case = case.add(
        "contact", called("li", "en", purpose="answer", topic="measurement"), on=day(23)
    )
    english, chinese = letters(case, day(23))
    assert "**You were right about the measurement.**" in english
    assert "I am sorry" in english
    assert "**关于测量方法，您说得对。**" in chinese
    assert "很抱歉" in chinese
    for standing in ("the lot is put right", "What we ask of you", "written notice that"):
        assert standing not in english
    assert "by the report that we correct" in english
    clean = {"because": "the gauge was off", "inspection": {"defects": [], "report_result": "pass"}}
    corrected = case.add("correction", clean, on=day(24))
    english, chinese = letters(corrected, day(24))
    assert "It is corrected, and we look at the lot anew" in english
    assert "found, by the corrected report**" in english
    assert "报告我们已经更正" in chinese
    anew = corrected.decide(on=day(25))
    assert "the decision is taken by the corrected report" in letters(anew, day(25))[0]
    later = anew.add("contact", called("li", "en", purpose="follow_up"), on=day(26))
    assert "You were right" not in letters(later, day(26))[0]


# --- Chinese -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_a_chinese_letter_keeps_one_register(name: str) -> None:
    (before, guide_on), (after, letter_on) = moments(name, POLICIES, "zh")
    for text in (*texts(before, guide_on, "zh"), *texts(after, letter_on, "zh")):
        body = re.sub(r"(?m)^>.*$", "", text)
        familiar = re.search("咱们|你们厂", body)
        formal = re.search("贵司|我司", body)
        assert not (familiar and formal)
        assert "整改" not in text
        assert "严重缺陷" not in text


def test_defects_are_described_in_both_languages() -> None:
    defects = [{**HARMLESS[0], "description_local": "轮子转动不顺"}]
    alone = [{"code": "D2", "severity": "minor", "units": 1, "description_local": "漆面偏薄"}]
    document = lot("train", defects=[*defects, *alone], checks=[], supplier=GOOD)
    english, chinese = letters(begun("PO-1", document, POLICIES), day(18))
    assert "- D1: wheel turns stiffly (轮子转动不顺) – 11 units" in english
    assert "- D2: 漆面偏薄 – 1 unit" in english
    assert "- D1：轮子转动不顺（wheel turns stiffly），11件" in chinese
    assert "- D2：漆面偏薄，1件" in chinese
