"""Call guides and confirmations: what the policies ask of a conversation, put into words.

A call guide is for whoever calls the factory, a confirmation for who was called. What is to be said
and minded follows from the decisions of the case's policies; the templates only put it into words,
in English (`en`) and in Chinese (`zh`).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from disposition.casefile.letters.forms.draft import Draft
from disposition.casefile.letters.phrases import expect_language, phrases
from disposition.casefile.letters.text import (
    ADDRESSES,
    DAYS,
    LISTS,
    SHORT_DAYS,
    code,
    number,
    spaced,
    tidy,
)
from disposition.casefile.letters.values import values_of
from disposition.casefile.lifecycle.steps import Judged
from disposition.casefile.rendering import render
from disposition.facts.document.case_events import ARGUED, CAUSES, CHANNELS, EVIDENCE, PARTS
from disposition.words import counted

_WORDS = {
    "channels": CHANNELS,
    "parts": PARTS,
    "causes": CAUSES,
    "evidence": EVIDENCE,
    "argued": ARGUED,
}
"""The words that entries are written with, as the list to fill in after a call offers them."""


_TITLES = {
    ("call_guide", "en"): "call guide",
    ("call_guide", "zh"): "通话提纲",
    ("confirmation", "en"): "letter",
    ("confirmation", "zh"): "确认函",
}


def call_guide(judged: Judged, language: str) -> Draft:
    """Return how to hold the next conversation with the supplier.

    Raises:
        CaseError: there is no guide in that language, or Jinja2 is not installed.
    """
    return _written("call_guide", judged, language)


def confirmation(judged: Judged, language: str) -> Draft:
    """Return the draft of a letter that confirms what was talked about.

    Raises:
        CaseError: there is no letter in that language, or Jinja2 is not installed.
    """
    return _written("confirmation", judged, language)


def _written(name: str, judged: Judged, language: str) -> Draft:
    expect_language(language)
    said = phrases(language)

    def say(section: str, word: str) -> str:
        """Return the phrase for one of our own words."""
        return said[section].get(word, code(word))

    values: dict[str, Any] = {
        **values_of(judged, said),
        "say": say,
        "day": partial(SHORT_DAYS[language], year=judged.as_of.year),
        "full": DAYS[language],
        "address": ADDRESSES[language],
        "row": LISTS[language],
        "number": number,
        "counted": counted,
        "spaced": spaced,
        "words": _WORDS,
    }
    text = tidy(render(f"{name}.{language}.md", values))
    return Draft.of(text, f"{judged.case}: {_TITLES[name, language]}", language, judged.as_of)
