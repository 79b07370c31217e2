"""What is said of a decision: golden texts for each status, short and in full."""

from __future__ import annotations

import pytest
from attrs import evolve

from disposition.explain.report import WIDTH
from support.golden import Golden
from support.trial import CASES, decided


@pytest.mark.parametrize("case", CASES)
def test_the_short_words(case: str, golden: Golden) -> None:
    golden(decided(case).explain(), f"decisions/{case}.txt")


@pytest.mark.parametrize("case", CASES)
def test_the_words_in_full(case: str, golden: Golden) -> None:
    golden(decided(case).explain(in_full=True), f"decisions/{case}-in-full.txt")


@pytest.mark.parametrize("case", CASES)
def test_lines_are_short_unless_a_word_is_long(case: str) -> None:
    for line in decided(case).explain(in_full=True).splitlines():
        assert len(line) <= WIDTH or " " not in line.strip()


def test_what_steers_a_terminal_is_not_said() -> None:
    decision = evolve(decided("decided"), lot="PO\x1b[2J\u202e1\n2")
    words = decision.explain()
    assert all(letter.isprintable() for letter in words.replace("\n", ""))
    assert "Lot PO [2J 1 2," in words
