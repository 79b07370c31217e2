"""The phrases of letters: a phrase for every code in every language, and no verdict among them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from disposition.casefile.letters.phrases import LANGUAGES, phrase_of, phrases
from disposition.casefile.letters.values import ASKED_IN, CONDUCT_IN, TOLD_IN
from disposition.casefile.lifecycle.policies import APPROACH, CAPA, CASE_POLICIES, LOT, PUSHBACK
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.document.case_events import (
    ARGUED,
    CHECKED_BY,
    EVIDENCE,
    PARTS,
    SCOPES,
    SPOKEN,
)
from disposition.facts.document.lot_document import CATEGORIES
from disposition.policy.model import Effect
from support.checkout import ROOT
from support.letter_words import VERDICTS, verdicts_in
from support.shipped import POLICIES

TEMPLATES = ROOT / "src" / "disposition" / "casefile" / "templates"


def required(role: str) -> Iterator[tuple[str, str]]:
    """Yield the codes that a shipped policy requires, each with who is to do it."""
    for rule in POLICIES[role].checked.rules:
        if rule.effect is Effect.REQUIRE:
            for each in rule.obligations:
                yield each.do, each.by.text if each.by else ""


def outcomes(role: str) -> list[str]:
    """Return the outcomes of a shipped policy."""
    return [each.id for each in POLICIES[role].checked.outcomes]


def test_there_is_conduct_and_there_are_questions_to_find_phrases_for() -> None:
    conduct = {do for role in CASE_POLICIES for do, _ in required(role) if do.startswith("mind-")}
    asked = {do for do, by in required(CAPA) if "supplier" in by}
    assert {"mind-one-to-one", "mind-patience"} <= conduct
    assert {"acknowledge", "give-root-cause"} <= asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_conduct_has_a_phrase(language: str) -> None:
    said = phrases(language)
    known = {do for section in CONDUCT_IN for do in said[section]}
    needed = {do for role in CASE_POLICIES for do, _ in required(role) if do.startswith("mind-")}
    assert needed == known


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_asked_of_the_supplier_has_a_phrase(language: str) -> None:
    said = phrases(language)
    known = {do for section in ASKED_IN for do in said[section]}
    assert {do for do, by in required(CAPA) if "supplier" in by} == known


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_else_of_the_policy_on_corrective_action_has_a_phrase(language: str) -> None:
    said = phrases(language)
    known = {do for section in (*TOLD_IN, *ASKED_IN, "calls") for do in said[section]}
    assert {do for do, _ in required(CAPA)} <= known


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("severities", {*SEVERITIES, "not_told"}),
        ("categories", set(CATEGORIES)),
        ("topics", set(ARGUED)),
        ("answers", set(ARGUED)),
        ("evidence", set(EVIDENCE)),
        ("parts", set(PARTS)),
        ("scopes", set(SCOPES)),
        ("checked_by", set(CHECKED_BY)),
        ("talk", set(SPOKEN)),
        ("talked", set(SPOKEN)),
        ("shows", {"finding_stands", "finding_mistaken", "open_to_both"}),
        ("confidence", {"high", "medium", "low"}),
        ("decided", set(outcomes(LOT))),
        ("readings", {*outcomes(PUSHBACK), "unclear"} - {"no_pushback"}),
        (
            "advice",
            {do for do, _ in required(PUSHBACK) if not do.startswith(("mind-", "confidence-"))},
        ),
    ],
)
def test_every_word_has_a_phrase(language: str, section: str, codes: set[str]) -> None:
    assert codes == set(phrases(language)[section])


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_calls_has_a_name(language: str) -> None:
    said = phrases(language)
    calls = [
        (do, by)
        for role in (APPROACH, CAPA, PUSHBACK)
        for do, by in required(role)
        if do in said["calls"]
    ]
    assert {do for do, _ in calls} == set(said["calls"])
    assert {by for _, by in calls} <= set(said["roles"])


def test_all_languages_have_the_same_phrases() -> None:
    english, chinese = (phrases(language) for language in LANGUAGES)
    assert {section: list(held) for section, held in english.items()} == {
        section: list(held) for section, held in chinese.items()
    }
    assert all(
        text.strip()
        for said in (english, chinese)
        for held in said.values()
        for text in held.values()
    )


def test_chinese_phrases_are_chinese() -> None:
    for section, held in phrases("zh").items():
        for code, text in held.items():
            assert re.search("[\u4e00-\u9fff]", text), f"{section} {code}"


def test_steps_for_us_alone_are_in_no_letter() -> None:
    ours = {
        *("stop-shipment", "escalate-step", "involve-senior-privately", "make-amends", "approve"),
        *("notice-is-late", "check-notice-in-time", "call-first", "confirm-in-writing"),
        *("audit-supplier", "record-standing", "settle-costs", "chase-rework", "remind-supplier"),
    }
    for language in LANGUAGES:
        told = {do for section in TOLD_IN for do in phrases(language)[section]}
        assert not told & ours


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_are_written_once_for_each_code(language: str) -> None:
    said = phrases(language)
    told = [do for section in (*TOLD_IN, *ASKED_IN) for do in said[section]]
    assert len(told) == len(set(told))


def test_a_code_without_a_phrase_is_told_in_the_policy_s_own_words() -> None:
    said = phrases("zh")
    known = phrase_of(said, ASKED_IN, "give-timeline", "a timeline")
    assert not known.is_own
    assert "时间安排" in known.text
    own = phrase_of(said, ASKED_IN, "send-tea", "a box of *tea*")
    assert (own.text, own.is_own) == (r"a box of \*tea\*", True)
    assert phrase_of(said, ASKED_IN, "send-tea", "").text == "send tea"


# --- no words of a verdict, whatever the case ----------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_a_verdict(language: str) -> None:
    for section, held in phrases(language).items():
        for code, text in held.items():
            assert verdicts_in(text, language) == [], f"{section} {code}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_template_has_a_verdict(language: str) -> None:
    found = sorted(TEMPLATES.rglob(f"*.{language}.md"))
    assert len(found) == 7
    for path in found:
        text = re.sub(r"\{[%#].*?[%#]\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        words = re.sub(r"\{\{(.*?)\}\}", _quoted, text, flags=re.DOTALL)
        assert verdicts_in(words, language) == [], path.name


def _quoted(expression: re.Match[str]) -> str:
    """Return the texts that an expression of a template has, without the names in it."""
    return " ".join(re.findall(r'"([^"]*)"', expression[1]))


def test_verdicts_are_found() -> None:
    assert verdicts_in("The lot was REJECTED: a bad one", "en") == ["bad.", "reject"]
    assert verdicts_in("`rejected` badges of the default kind", "en") == []
    assert verdicts_in("这批货不合格，贵司要承担责任", "zh") == ["不合格", "责任"]
    assert verdicts_in("由谁负责", "zh") == []


def test_the_words_of_the_brief_are_among_them() -> None:
    words = "blame reject failed unacceptable fault guilty violation breach poor bad careless claim"
    for word in words.split():
        assert verdicts_in(word, "en"), word
    for word in ("不合格", "拒收", "失败", "责任", "违约", "过错", "指责"):
        assert verdicts_in(word, "zh"), word
    assert set(VERDICTS) == set(LANGUAGES)
