"""Call guides and confirmations: what they say, and what they must never say."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from disposition.casefile import Case, CaseError, CasePolicies
from disposition.casefile.letters.phrases import LANGUAGES
from disposition.casefile.log import kinds
from support.case_entries import day
from support.golden import Golden
from support.letter_cases import (
    CASES,
    GOOD,
    MIXED,
    NEW,
    begun,
    called,
    check,
    defect,
    lot,
    moments,
    texts,
)
from support.letter_words import MARKDOWN, inline, verdicts_in
from support.shipped import POLICIES

DANGER = [defect("S1", "critical", 2, "edge to be looked at", "safety")]
HARMLESS = [defect("D1", "major", 11, "wheel turns stiffly", "functional")]


def simple(
    defects: list[dict[str, Any]] = HARMLESS, supplier: dict[str, Any] = GOOD, **more: Any
) -> Case:
    """Return a case with a report."""
    checks = more.pop("checks", [])
    document = lot("toy train", defects=defects, checks=checks, supplier=supplier, **more)
    return begun("PO-1", document, POLICIES)


# --- texts that were read and found good ---------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_the_cases_read_well(name: str, language: str, golden: Golden) -> None:
    (before, guide_on), (after, letter_on) = moments(name, POLICIES, language)
    golden(before.call_guide(guide_on, language=language), f"casefile/{name}.guide.{language}.md")
    golden(
        after.confirmation(letter_on, language=language), f"casefile/{name}.letter.{language}.md"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_a_markdown_reader_finds_nothing_left_over(name: str, language: str) -> None:
    (before, guide_on), (after, letter_on) = moments(name, POLICIES, language)
    for text in (*texts(before, guide_on, language), *texts(after, letter_on, language)):
        shown = "".join(
            token.content for token in inline(MARKDOWN.parse(text)) if token.type == "text"
        )
        assert "**" not in shown  # a bold that Chinese punctuation kept from closing
        assert "`" not in shown
        assert "\n\n\n" not in text
        assert text.endswith("\n")
        assert not re.search(r"[ \t]$", text, re.MULTILINE)
        assert "None" not in text


# --- languages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("english", "did you mean `en`?"),
        ("EN", "did you mean `en`?"),
        ("zh-CN", "did you mean `zh`?"),
        ("chinise", "did you mean `zh`?"),
        ("中文", "did you mean `zh`?"),
        ("fr", "there are `en` (English) and `zh` (Chinese)"),
        ("", "there are `en` (English) and `zh` (Chinese)"),
    ],
)
def test_another_language_is_refused(asked: str, hint: str) -> None:
    case = simple()
    for write in (case.call_guide, case.confirmation):
        with pytest.raises(CaseError) as caught:
            write(day(19), language=asked)
        assert caught.value.message == f"nothing is written in the language `{asked}`"
        assert caught.value.hint == hint


def test_a_language_that_was_asked_for_steers_no_terminal() -> None:
    with pytest.raises(CaseError) as caught:
        simple().call_guide(day(19), language="\x1b[2J" + "x" * 1000)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 150


# --- how to open: the policy `approach` decides --------------------------------------------------


def reminded() -> Case:
    """Return a case in which two reminders had no reply."""
    case = simple().add("contact", called("li", "en"), on=day(19))
    for at in (23, 26):
        people = [{"name": "Li Wei", "side": "supplier"}]
        reminder = {"channel": "email", "purpose": "reminder", "about": "batch", "people": people}
        case = case.add("contact", reminder, on=day(at))
    return case


def openings() -> dict[str, tuple[Case, date]]:
    """Return a case for each outcome of the shipped policy."""
    few = [defect("D1", "major", 2, "wheel turns stiffly", "functional")]
    many = [defect("D1", "major", 60, "wheel turns stiffly", "functional")]
    return {
        "no_conversation": (simple(few).decide(on=day(18)), day(19)),
        "escalate": (reminded(), date(2026, 12, 5)),
        "senior_in_private": (simple(many), day(19)),
        "partner": (simple(), day(19)),
        "first_order": (simple(supplier=NEW), day(19)),
        "standard": (simple(supplier=MIXED), day(19)),
        "hold": (simple(supplier={"id": "S-1"}), day(19)),
    }


def test_there_is_a_case_for_every_opening() -> None:
    declared = {each.id for each in POLICIES["approach"].checked.outcomes}
    opened = {
        case.judged(on).decisions["approach"].outcome: name
        for name, (case, on) in openings().items()
    }
    assert set(opened) == declared | {"hold"}
    assert all(outcome == name for outcome, name in opened.items())


OPENED = {
    "no_conversation": ("No conversation is needed.", "不需要专门谈。"),
    "escalate": ("ask my manager and yours", "我们经理和您这边的领导"),
    "senior_in_private": (
        "A senior of ours calls a senior of theirs, alone",
        "由我方领导打给对方负责人",
    ),
    "partner": (
        "we have worked together for 38 months, and 23 of the 24 lots",
        "咱们合作38个月了，验过的24批货里有23批都是一次通过",
    ),
    "first_order": ("Explain the way it goes before you show", "先把做法讲清楚"),
    "standard": ("May I go through what was counted with you?", "我先把数出来的情况跟您过一遍"),
    "hold": ("I would like to hear from you first", "想先听听您这边的说法"),
}


@pytest.mark.parametrize("outcome", OPENED)
def test_the_opening_fits_the_outcome(outcome: str) -> None:
    case, on = openings()[outcome]
    for language, expected in zip(LANGUAGES, OPENED[outcome], strict=True):
        guide = case.call_guide(on, language=language)
        assert expected in guide
        others = [words for other, words in OPENED.items() if other != outcome]
        assert not any(words[LANGUAGES.index(language)] in guide for words in others)


def test_an_outcome_of_another_policy_opens_the_usual_way(tmp_path: Any) -> None:
    own = """\
policy: approach
version: 1.0.0
outcomes:
  breakfast: {title: Over breakfast, ships: none}
otherwise: hold
rules:
  hungry:
    permit: [breakfast]
    when: true
    because: it is early
    source: House rule 1
  manners:
    require: [{do: mind-the-tea, what: "pour tea first, *always*"}]
    when: true
    because: one does
    source: House rule 2
"""
    (tmp_path / "approach.yaml").write_text(own, encoding="utf-8")
    policies = CasePolicies.load(tmp_path)
    document = lot("toy train", defects=HARMLESS, checks=[], supplier=GOOD)
    case = begun("PO-1", document, policies)
    english, chinese = (case.call_guide(day(19), language=language) for language in LANGUAGES)
    assert OPENED["standard"][0] in english
    assert OPENED["standard"][1] in chinese
    # What it asks to mind has no phrase: it is told in its own words, and said to be.
    assert r"- pour tea first, \*always\* (in the policy's own words)" in english
    assert r"- pour tea first, \*always\*（政策原文）" in chinese
    # And what it does not ask for is not said.
    assert "Copy nobody" not in english
    assert "不抄送" not in chinese
    assert "nobody else" not in case.confirmation(day(19))


def test_a_first_contact_that_went_wrong_is_put_right_first() -> None:
    people = [{"name": "Li Wei", "side": "supplier"}]
    copied = [*people, {"name": "Wu", "side": "supplier", "copied": True}]
    senior = [{**people[0], "senior": True}]
    written = {"channel": "email", "purpose": "opening", "about": "batch"}
    for data, said in (
        ({**written, "people": people}, "the first word was written"),
        ({**called("li", "en"), "people": copied}, "1 other in copy"),
        ({**called("li", "en"), "people": senior}, "somebody senior was drawn in"),
    ):
        case = simple().add("contact", data, on=day(19))
        guide = case.call_guide(day(19))
        assert said in guide
        assert "I should have called you before anything else" in guide
        assert "before anything is written" not in guide.split("## How to open")[1]
        assert "我本该先给您打个电话" in case.call_guide(day(19), language="zh")
    assert "I should have called" not in simple().call_guide(day(19))


# --- one conversation at a time ------------------------------------------------------------------


def test_the_first_conversation_is_on_the_batch_and_the_second_on_the_cause() -> None:
    case = simple().decide(on=day(18))
    first = case.call_guide(day(18))
    assert "- **The cause.** It has a second conversation." in first
    assert "## The data, in this order" in first
    assert "`about`: **batch**" in first
    assert "the lot stays at the factory, is put right there" in first

    case = case.add("contact", called("li", "en"), on=day(19))
    second = case.call_guide(day(20))
    assert "- **The batch**, and what was decided about it." in second
    assert "## The data, in this order" not in second
    assert "the lot is put right at the factory" not in second
    assert "`about`: **cause**" in second
    assert "the root cause, why it was not seen" not in second  # nobody spoke on it yet
    assert "a plan for putting the lot right" not in second

    case = case.add("contact", called("li", "en", about="cause", purpose="follow_up"), on=day(20))
    third = case.call_guide(day(21))
    assert "thank you for the time on 20 November 2026" in third
    assert "- Anything but this one subject." in third
    letter = case.confirmation(day(21))
    assert "What was found" not in letter
    assert "a plan for putting the lot right" not in letter
    assert "- the root cause" in letter.lower()
    assert "2026**: the root cause" not in letter  # of who has a good record days are asked


def test_nothing_is_promised_before_a_decision() -> None:
    case = simple()
    assert "Nothing is decided yet. Say so, and promise nothing." in case.call_guide(day(18))
    assert "Nothing is decided yet. You hear from us" in case.confirmation(day(18))
    assert "目前还没有决定。照实说" in case.call_guide(day(18), language="zh")


def test_a_decision_that_an_inspection_has_followed_is_not_told_any_more() -> None:
    again = {
        "inspector": "Zhou",
        "inspection": {
            "report_result": "fail",
            "sample_size": 125,
            "defects": [defect("D9", "major", 9, "axle is dry", "functional")],
            "checks": [],
            "segments": [],
            "evidence": {"photos": 3},
        },
        "findings": [{"finding": "D1", "resolved": False}],
    }
    case = simple().decide(on=day(18)).add("contact", called("li", "en"), on=day(19))
    guide = case.add("reinspection", again, on=day(25)).call_guide(day(25))
    assert "Nothing is decided yet." in guide
    assert "125 of 3,200 units inspected again on 25 November 2026 by Zhou" in guide
    assert "D9: axle is dry – 9 units" in guide
    assert "Found before, and not confirmed as put right yet: D1" in guide
    assert "D1: wheel" not in guide


def test_a_closed_case_has_nothing_left_to_call_about() -> None:
    case = simple(DANGER).add("closed", {"because": "sold"}, on=day(20))
    for language, said in zip(
        LANGUAGES, ("nothing left to call about", "已于11月20日结案"), strict=True
    ):
        guide = case.call_guide(day(21), language=language)
        assert said in guide
        assert "##" not in guide


# --- danger --------------------------------------------------------------------------------------

STOPPED = {
    "guide": {
        "en": "> **SHIPMENT STOPPED.** Nothing of this lot leaves",
        "zh": "> **停止出货。** 不管",
    },
    "letter": {
        "en": "**One thing first: the shipment of this lot is stopped.** Nothing of it leaves",
        "zh": "**首先说明一点：这批货停止出货。**",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", [name for name in OPENED if name != "no_conversation"])
def test_where_there_is_danger_that_is_said_first(outcome: str, language: str) -> None:
    suppliers = {"first_order": NEW, "standard": MIXED, "hold": {"id": "S-1"}}
    defects = [*DANGER, defect("D1", "major", 60, "wheel turns stiffly", "functional")]
    case = simple(
        defects if outcome == "senior_in_private" else DANGER, suppliers.get(outcome, GOOD)
    )
    on = day(19)
    if outcome == "escalate":
        for at, purpose in ((19, "opening"), (22, "reminder"), (25, "reminder")):
            case = case.add("contact", called("li", "en", purpose=purpose), on=day(at))
        on = date(2026, 12, 5)
    assert case.judged(on).decisions["approach"].outcome == outcome
    guide, letter = texts(case, on, language)
    head, _, rest = guide.partition("\n## ")
    assert STOPPED["guide"][language] in head
    assert "S1" in head
    assert rest
    before, stopped, after = letter.partition(STOPPED["letter"][language])
    assert stopped
    assert {"en": "Thank you", "zh": "感谢您"}[language] not in before
    assert {"en": "Thank you", "zh": "感谢您"}[language] in after


def test_without_danger_nothing_is_stopped() -> None:
    for language in LANGUAGES:
        guide, letter = texts(simple(), day(19), language)
        assert STOPPED["guide"][language] not in guide
        assert STOPPED["letter"][language] not in letter


def test_while_it_is_not_known_nothing_ships() -> None:
    case = simple(checks=[{"name": "small parts", "category": "safety"}])
    obligations = case.judged(day(19)).decisions["approach"].obligations
    assert {each.applies for each in obligations if each.do == "stop-shipment"} == {"maybe"}
    guide, letter = texts(case, day(19), "en")
    assert "> **Nothing of this lot ships** until it is known" in guide.partition("\n## ")[0]
    assert "**One thing first: please ship and load nothing of this lot**" in letter
    guide, letter = texts(case, day(19), "zh")
    assert "> **这批货先不出**" in guide.partition("\n## ")[0]
    assert "这批货请先不要出货、装柜**" in letter


# --- no words of a verdict -----------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", OPENED)
def test_no_opening_has_words_of_a_verdict(outcome: str, language: str) -> None:
    case, on = openings()[outcome]
    for text in texts(case, on, language):
        assert verdicts_in(text, language) == []


SEVERITIES = st.sampled_from(["critical", "major", "minor"])
CATEGORIES = st.sampled_from(
    ["safety", "regulatory", "functional", "measurement", "cosmetic", "packaging", "labelling"]
)
RESULTS = st.sampled_from(["pass", "fail", "pending", "not_applicable"])
CHANNELS = st.sampled_from(["call", "video_call", "meeting", "visit", "email", "letter"])


@st.composite
def first_contacts(draw: st.DrawFn) -> tuple[Case, date]:
    """Return a case up to its first contact, or before it."""
    found = st.builds(
        defect,
        st.sampled_from(["D1", "D2"]),
        SEVERITIES,
        st.integers(0, 70),
        st.just("wheel turns stiffly"),
        CATEGORIES,
    )
    checked = st.builds(check, st.just("drop test"), CATEGORIES, RESULTS)
    months, lots = draw(st.integers(0, 60)), draw(st.integers(0, 30))
    supplier: dict[str, Any] = {
        "id": "S-1",
        "relationship_months": months,
        "lots_inspected": lots,
        "lots_rejected": draw(st.integers(0, lots)),
        "consecutive_rejected": 0,
        "repeat_defects": draw(st.integers(0, 2)),
        "iso9001": draw(st.booleans()),
    }
    if draw(st.booleans()):
        del supplier[draw(st.sampled_from(sorted(supplier.keys() - {"id"})))]
    case = simple(
        draw(st.lists(found, max_size=2, unique_by=lambda each: each["code"])),
        supplier,
        checks=draw(st.lists(checked, max_size=1)),
        notice_days=draw(st.sampled_from([None, 0, 3, 14])),
    )
    if draw(st.booleans()):
        case = case.decide(on=day(19))
    if draw(st.booleans()):
        person = {"name": "Li Wei", "side": "supplier", "senior": draw(st.booleans())}
        extra = [{"name": "Wu", "side": "supplier", "copied": True}] * draw(st.integers(0, 1))
        contact = {
            "channel": draw(CHANNELS),
            "purpose": "opening",
            "about": draw(st.sampled_from(["batch", "cause", "both", "other"])),
            "people": [person, *extra],
        }
        case = case.add("contact", contact, on=day(20))
    return case, day(20) + timedelta(draw(st.integers(0, 30)))


@given(first_contacts(), st.sampled_from(LANGUAGES))
def test_no_first_contact_has_words_of_a_verdict(moment: tuple[Case, date], language: str) -> None:
    case, on = moment
    for text in texts(case, on, language):
        assert verdicts_in(text, language) == []


# --- numbers, dates, people ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("D1 – found 11 times", "D3 – found at least 1 time")),
        ("zh", ("发现11处", "D1，11处")),
    ],
)
def test_nonconformities_are_no_units(language: str, words: tuple[str, ...]) -> None:
    document = lot(
        "toy train",
        defects=[
            defect("D1", "major", 11, "", "cosmetic"),
            defect("D3", "minor", 1, "", "cosmetic"),
        ],
        checks=[],
        supplier=GOOD,
    )
    del document["inspection"]["defects"][1]["units"]
    document["inspection"]["plan"]["counting"] = "nonconformities"
    case = begun("PO-1", document, POLICIES)
    for text in texts(case, day(19), language):
        assert all(each in text for each in words)


def test_the_data_are_those_of_the_case() -> None:
    defects = [
        {**defect("D1", "major", 11, "wheel turns stiffly", "functional"), "batch": "B7"},
        {**defect("D3", "minor", 3, "paint is thin", "cosmetic")},
    ]
    del defects[1]["units"]
    checks = [check("drop test", "packaging", "pass"), check("marking", "labelling", "fail")]
    case = simple(defects, checks=[*checks, check("age grade", "other", "pending")])
    for text in texts(case, day(19), "en"):
        assert "125 of 3,200 units inspected on 18 November 2026 by Chen Jun, report FRI" in text
        assert "**Critical defects:** none found (AQL 0)" in text
        assert "**Major defects:** 11 found; up to 7 can be accepted (AQL 2.5)" in text
        assert "D1: wheel turns stiffly – 11 units, batch B7" in text
        assert "**Minor defects:** at least 1 found; up to 10 can be accepted (AQL 4.0)" in text
        assert "D3: paint is thin – at least 1 unit" in text
        assert "Checks not as agreed:** marking (labelling)" in text
        assert "Checks still open: age grade (other)" in text
        assert "Checks as agreed: drop test (packaging)" in text
        assert "Photos: 22, videos: 1, in report FRI-2026-1183" in text
    for text in texts(case, day(19), "zh"):
        assert "- 11月18日由 Chen Jun 验货，3,200件中抽样125件" in text
        assert "**主要缺陷（MA）**：发现11件（AQL 2.5，允收数7）" in text
        assert "D3：paint is thin，至少1件" in text


def test_of_an_unlisted_report_no_numbers_are_made_up() -> None:
    document = {"lot": {"id": "L"}, "inspection": {"date": "2026-11-18"}}
    case = Case.begin("PO-1", document, on=day(18), policies=POLICIES)
    for text in texts(case, day(19), "en"):
        assert "- Inspected on 18 November 2026." in text
        assert "The report does not list the defects yet." in text
        assert "defects:**" not in text
        assert "AQL" not in text


@pytest.mark.parametrize(
    ("on", "en", "zh"),
    [
        (
            30,
            "put the goods right: until 30 November 2026 (10 days",
            "到2026年11月30日（合同约定10天",
        ),
        (31, "put the goods right ended on 30 November 2026 (10 days", "已于2026年11月30日结束"),
    ],
)
def test_the_time_to_cure_is_told_from_the_notice_on(on: int, en: str, zh: str) -> None:
    as_of = day(1) + timedelta(on - 1)
    case = simple().decide(on=day(19)).add("document", {"paper": "notice"}, on=day(20))
    guide = case.call_guide(as_of)
    assert en in guide
    assert "under the contract, from the notice of 20 November 2026)" in guide
    assert zh in case.call_guide(as_of, language="zh")


def test_deadlines_are_said_plainly() -> None:
    case = simple(ship_by="2026-12-01").decide(on=day(19))
    guide = case.call_guide(day(19))
    assert "**Written notice: 25 November 2026** (6 days left)" in guide
    assert "Ship by: **1 December 2026** (12 days left)" in guide
    assert "put the goods right: 10 days under the contract, from the written notice on." in guide
    assert "**书面通知：2026年11月25日**（还有6天）" in case.call_guide(day(19), language="zh")
    assert "Written notice: 25 November 2026** (today)" in case.call_guide(day(25))

    late, letter = texts(case, day(27), "en")
    assert "**Written notice: its time was over on 25 November 2026, and none is on file.**" in late
    assert "whose time was over on 25 November 2026" in letter
    assert "(that day has passed)" in case.call_guide(date(2026, 12, 2))


def test_a_notice_that_went_out_is_told_until_another_inspection() -> None:
    case = simple().decide(on=day(19)).add("contact", called("li", "en"), on=day(19))
    case = case.add("document", {"paper": "notice"}, on=day(20))
    guide, letter = texts(case, day(21), "en")
    assert "- The written notice is out since 20 November 2026." in guide
    assert "is not the written notice" not in letter
    again = {"inspector": "Zhou", "inspection": {"report_result": "fail", "sample_size": 125}}
    again["inspection"] |= {"defects": HARMLESS, "checks": [], "segments": []}
    guide = case.add("reinspection", again, on=day(25)).call_guide(day(25))
    assert "**Written notice: 2 December 2026** (7 days left)" in guide


def test_what_was_told_before_the_conversation_is_not_confirmed_again() -> None:
    case = simple().decide(on=day(19)).add("contact", called("li", "en"), on=day(19))
    parts = [{"part": "containment", "text": "cartons set aside"}]
    case = case.add("reply", {"channel": "call", "parts": parts}, on=day(19))
    assert "- 19 November 2026: goods set aside – cartons set aside" in case.confirmation(day(19))
    case = case.add("contact", called("li", "en", about="cause"), on=day(21))
    parts = [{"part": "timeline", "evidence": "document", "ready_by": "2026-11-27"}]
    case = case.add("reply", {"channel": "email", "parts": parts}, on=day(22))
    letter = case.confirmation(day(22))
    assert "timeline (with a document); ready by 27 November 2026" in letter
    assert "cartons set aside" not in letter


def test_without_a_period_the_notice_goes_out_without_delay() -> None:
    case = simple(notice_days=None)
    guide, letter = texts(case, day(18), "en")
    assert "Written notice: no period is on file, so it goes out without delay" in guide
    assert "which goes out by itself and without delay" in letter


def test_what_is_overdue_is_said_without_reproach() -> None:
    case = simple(supplier=MIXED).decide(on=day(18)).add("contact", called("li", "en"), on=day(19))
    letter = case.confirmation(date(2026, 12, 1))
    assert "- Asked for by 24 November 2026, and still to come: a plan" in letter
    assert "please name the day that is possible now" in letter
    in_time = case.confirmation(day(20))
    assert "- By **24 November 2026**: a plan" in in_time
    assert "still to come" not in in_time


def test_the_letter_goes_to_whom_was_spoken_to() -> None:
    people = [
        {"name": "Li Wei", "side": "supplier"},
        {"name": "Hu Qiang", "side": "supplier"},
        {"name": "Wu", "side": "supplier", "copied": True},
        {"name": "Ann Weber", "side": "buyer"},
    ]
    case = simple().add("contact", called("li", "en", people=people), on=day(19))
    email = {"channel": "email", "purpose": "other", "about": "other", "people": people[2:]}
    email["people"] = [{"name": "Zhao", "side": "supplier"}]
    case = case.add("contact", email, on=day(20))
    letter = case.confirmation(day(20))
    assert "Dear Li Wei and Hu Qiang,\n" in letter
    assert "Wu" not in letter
    assert "Zhao" not in letter
    assert letter.endswith("Kind regards,\n\nAnn Weber\n")
    assert "Li Wei、Hu Qiang，你们好！\n" in case.confirmation(day(20), language="zh")


def test_before_any_talk_the_letter_asks_to_call_first() -> None:
    letter = simple().confirmation(day(19))
    assert "**Nobody has spoken to the factory yet.** Call first" in letter
    assert "Dear …,\n" in letter
    assert "还没有跟工厂通过话" in simple().confirmation(day(19), language="zh")


def test_agreements_are_told_with_their_quantities() -> None:
    case = simple().decide(on=day(19)).add("contact", called("li", "en"), on=day(19))
    terms = {
        "scope": "concession",
        "consent": True,
        "units": 3000,
        "units_accepted": 150,
        "units_rejected": 50,
        "compensation": "1250.50",
        "percent": "2.5",
        "ready_by": "2026-11-25",
        "ship_by": "2026-12-10",
        "reference": "A-1",
        "text": "new axles",
    }
    case = case.add("agreement", terms, on=day(20))
    letter = case.confirmation(day(20))
    for part in (
        "Agreed in writing on 20 November 2026: the goods are taken as they are, on special terms;",
        "3,000 units of 3,200 to be worked on; 150 units taken as they are; 50 units not taken;",
        "USD 1,250.50 settles it; 2.5% off the price; goods ready by 25 November 2026;",
        "new last day to ship: 10 December 2026; in words: new axles (reference A-1)",
    ):
        assert part in letter
    chinese = case.confirmation(day(20), language="zh")
    for part in (
        "11月20日书面约定：让步接收，3,200件中处理3,000件，按现状接收150件，不接收50件，",
        "折让金额 USD 1,250.50，货价减让2.5%，11月25日前货好，最晚出货日改为12月10日；",
    ):
        assert part in chinese
    assert "Goods ready, as agreed: 25 November 2026." in case.call_guide(day(20))
    assert "**Since we spoke**" in letter  # on the 19th
    # What is agreed on is not proposed again.
    assert "together we write down what is done" not in letter.lower()
    loose = case.add("agreement", {**terms, "consent": False}, on=day(21)).confirmation(day(21))
    assert "Talked over, and to be confirmed in writing on 21 November 2026" in loose


# --- what is for us alone ------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_tells_no_step_that_is_for_us_alone(language: str) -> None:
    case, on = openings()["escalate"]
    assert {"escalate-step", "notice-is-late"} <= {each.do for each in case.next_steps(on)}
    subject = {"en": "**Subject", "zh": "**主题"}[language]
    letter = case.confirmation(on, language=language).partition(subject)[2]
    assert letter
    ours = {"en": ("manager", "advice", "escalat"), "zh": ("领导", "专业意见", "放弃")}[language]
    assert not any(word in letter for word in ours)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_late_notice_is_not_announced_before_somebody_was_asked(language: str) -> None:
    said = {"en": "We send you the written notice", "zh": "我们按合同约定发出书面通知"}[language]
    case = simple().decide(on=day(19)).add("contact", called("li", "en"), on=day(19))
    assert said in case.confirmation(day(24), language=language)
    assert said not in case.confirmation(day(27), language=language)


def test_seniors_speak_about_the_batch_and_not_about_the_cause() -> None:
    case, on = openings()["escalate"]
    guide = case.call_guide(on)
    assert "`purpose`: **escalation**" in guide
    assert "`about`: **batch**" in guide
    assert "What is agreed between us, and what is still open" in guide
    assert "## The data, in this order" in guide
    assert "- **The cause.**" in guide
    assert "the root cause, why" not in guide
    assert "哪些已经谈妥了" in case.call_guide(on, language="zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_arguments_read_is_told_in_the_guide_alone(language: str) -> None:
    (shifting, on), (deeper, later) = moments("dispute", POLICIES, language)
    guide, letter = texts(shifting, on, language)
    hint = {"en": "find their way to a yes", "zh": "给自己找台阶"}[language]
    assert hint in guide
    assert hint not in letter
    assert hint not in deeper.call_guide(later, language=language)
    fact = {"en": "this is a question of fact", "zh": "这是事实问题"}[language]
    assert fact in deeper.call_guide(later, language=language)


def test_each_argument_is_told_how_to_be_answered() -> None:
    case = moments("dispute", POLICIES, "en")[1][0]
    found = {"topic": "measurement", "shows": "finding_stands", "by": "joint_inspection"}
    case = case.add("assessment", found, on=day(27))
    raised = {"topic": "sampling", "claim": "five more cartons were opened"}
    case = case.add("reply", {"channel": "email", "arguments": [raised]}, on=day(28))
    guide, letter = texts(case, day(28), "en")
    assert "28 November 2026, the sampling: “five more cartons were opened” –" in guide
    assert "**On the sampling.** Explain how the sample was drawn" in guide
    assert "It was looked into (by looking at it together): what was found stands." in guide
    assert "It was looked into by looking at it together: what was found stands." in letter
    accepted = {"channel": "email", "parts": [{"part": "acceptance"}]}
    case = case.add("reply", accepted, on=day(29))
    guide, letter = texts(case, day(29), "en")
    assert "## Their points" not in guide
    assert "The points you raised" not in letter


# --- what is written down afterwards -------------------------------------------------------------

KEYS = {
    "contact": (kinds.Contacted, kinds.Participant),
    "reply": (kinds.Replied, kinds.Part, kinds.Raised),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_to_fill_in_has_every_key_of_the_entries(language: str) -> None:
    (case, on), _ = moments("dispute", POLICIES, language)
    guide = case.call_guide(on, language=language)
    contact, _, reply = guide.partition("\n`contact`")[2].partition("\n`reply`")
    for text, classes in ((contact, KEYS["contact"]), (reply, KEYS["reply"])):
        listed = set(re.findall(r"`([a-z_]+)`", text))
        assert {each.name for kind in classes for each in fields(kind)} == listed
