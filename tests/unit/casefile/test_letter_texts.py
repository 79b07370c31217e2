"""Texts of users in letters: shown as they are, and nothing in them changes a letter."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from disposition.casefile import Case
from disposition.casefile.letters.phrases import LANGUAGES
from disposition.casefile.letters.text import plain
from disposition.visible import one_line
from support.case_entries import day
from support.letter_cases import NEW, Quick, called, check, defect, lot, texts
from support.letter_words import MARKDOWN, inline
from support.shipped import POLICIES


def shape(tokens: list[Token]) -> list[str]:
    """Return the structure of a text, without its words."""
    found: list[str] = []
    for token in tokens:
        for kind in (token.type, *(child.type for child in token.children or ())):
            if (kind, found[-1:]) != ("text", ["text"]):
                found.append(kind)
    return found


def told_with(said: str, other: str, failed: str, passed: str) -> Case:
    """Return a case in which every text of a user is the same one, but for three that differ."""
    document = lot(
        said,
        defects=[{**defect(said, "critical", 2, other, "safety"), "description_local": said}],
        checks=[check(failed, "labelling", "fail"), check(passed, "other", "pass")],
        supplier={**NEW, "id": said},
    )
    document["lot"]["currency"] = said
    document["inspection"]["id"] = said
    document["inspection"]["defects"][0] |= {"sku": said, "batch": said}
    id_ = " ".join(one_line(said).split())  # all that an id can be
    case = Case.begin(id_, document, on=day(18), inspector=said, policies=POLICIES, keeper=Quick())
    people = [{"name": said, "side": "supplier"}, {"name": said, "side": "buyer"}]
    case = case.decide(on=day(18))
    case = case.add("contact", called("li", "en", people=people, summary=said), on=day(19))
    part = {"part": "timeline", "text": said, "evidence": "photo"}
    raised = {"topic": "sampling", "claim": said}
    reply = {"channel": "call", "sender": said, "parts": [part], "arguments": [raised]}
    case = case.add("reply", reply, on=day(19))
    terms = {"scope": "rework", "consent": True, "text": said, "reference": said}
    return case.add("agreement", {**terms, "compensation": "1"}, on=day(20))


def variants(said: str) -> tuple[str, str, str, str]:
    """Return a text, and it with three different ends."""
    return said, f"{said}!", f"{said}?", f"{said}."


TOKENS = ("qza", "qzb", "qzc", "qzd")
"""Texts that mean nothing anywhere, and stand nowhere but where a user's text stands."""


@cache
def usual(language: str) -> tuple[tuple[str, list[str]], ...]:
    """Return the guide and the letter of a case told in tokens, each with its structure."""
    found = texts(told_with(*TOKENS), day(20), language)
    return tuple((text, shape(MARKDOWN.parse(text))) for text in found)


NASTY = st.text(
    st.sampled_from([*"\\`*_[]<>()#+-=.!~|&;:/\"'1aé中\n\t \u2028\u202e\u200b\ufeff"]),
    min_size=1,
    max_size=12,
)
WORST = (
    "# title",
    "- item",
    "1. one",
    "> quoted",
    "---",
    "===",
    "```",
    "**bold**",
    "_x_",
    "__x__",
    "[a](b)",
    "![a](b)",
    "<b>x</b>",
    "<!-- x",
    "&lt;",
    "&#60;",
    "~~x~~",
    "a\n\n# b",
    "a\n- b\n\n    c",
    "| a | b |\n|---|---|",
    "\\",
    "a\\",
    "`a",
    "\u202eabc",
    "[a]: b",
    "*",
    "**",
    "a*",
    "<http://a.b>",
)


def holds_its_shape(said: str, text: str, expected: list[str]) -> None:
    """Fail if a user's text changes a letter, or is not shown as it is."""
    assert text.replace("\n", "").isprintable()
    tokens = MARKDOWN.parse(text)
    assert shape(tokens) == expected
    words = "".join(token.content for token in inline(tokens))
    assert words.count(" ".join(one_line(said).split())) >= 3


@pytest.mark.parametrize("said", [*WORST[:3], "a\n\n# b", "\u202eabc", "&#60;"])
def test_the_worst_texts_stay_text(said: str) -> None:
    case = told_with(*variants(said))
    for language in LANGUAGES:
        for text, (_, expected) in zip(
            texts(case, day(20), language), usual(language), strict=True
        ):
            holds_its_shape(said, text, expected)


def in_place_of_tokens(text: str, said: str) -> str:
    """Return a text told in tokens with a user's texts, made fit, in their place."""
    for token, each in zip(TOKENS, variants(said), strict=True):
        text = text.replace(token, plain(each))
    return text


def test_what_users_say_is_made_fit_before_a_letter_is_written() -> None:
    """So that one letter in tokens stands for the letters of all texts."""
    said = "*a* <b> # c"
    case = told_with(*variants(said))
    for language in LANGUAGES:
        for text, (told, _) in zip(texts(case, day(20), language), usual(language), strict=True):
            assert text == in_place_of_tokens(told, said)


def no_text_changes_a_letter(said: str) -> None:
    for language in LANGUAGES:
        for text, expected in usual(language):
            holds_its_shape(said, in_place_of_tokens(text, said), expected)


@pytest.mark.parametrize("said", WORST)
def test_no_text_that_means_something_changes_a_letter(said: str) -> None:
    no_text_changes_a_letter(said)


# Each example is a case with two letters; that a text alone stays text has all examples, below.
@settings(max_examples=max(25, settings().max_examples // 4))
@given(NASTY.filter(lambda text: bool(one_line(text).strip())))
def test_no_text_of_a_user_changes_a_letter(said: str) -> None:
    no_text_changes_a_letter(said)


@given(NASTY)
def test_a_text_alone_is_shown_as_it_is(said: str) -> None:
    shown = "".join(token.content for token in inline(MARKDOWN.parse(f"{plain(said)}\n")))
    assert shown == " ".join(one_line(said).split())


def test_texts_that_mean_nothing_in_markdown_are_left_alone() -> None:
    for text in (
        "PO-4711/2",
        "label_file_2.pdf",
        "R&D, 5 % (max.)",
        "木相框：边角有小磕痕",
        "3.5 mm",
    ):
        assert plain(text) == text
