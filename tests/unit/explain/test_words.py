"""What is said of a decision: golden texts for each status, short and in full."""

from __future__ import annotations

import pytest
from attrs import evolve

from disposition import Lot, load_policy, load_policy_text
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


OPEN = """\
policy: open
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
rules:
  good: {permit: accept, when: inspection.report_result == 'pass', because: it passed}
  always: {require: notify, when: true, because: they wait}
"""
DUTIES = [
    "{do: put_back, before: release, proved_by: [document], what: 'all of it: {lot.product}'}",
    "{do: call-them, what: and write it down}",
    "{do: put_back, before: release, proved_by: [document], what: the rest}",
    "ask",
]


def what_may_happen(number: int) -> list[str]:
    """Return what is said of as many duties as depend on what nobody told."""
    rules = "".join(
        f"  r{each}: {{require: {DUTIES[each]}, when: lot.value > {each}}}\n"
        for each in range(number)
    )
    words = load_policy_text(OPEN + rules).decide(Lot.from_dict({})).explain()
    return words.split("What may also have to happen\n")[1].splitlines()


def test_few_things_that_may_have_to_happen_are_each_told() -> None:
    assert what_may_happen(3) == [
        "  - put back (before the release, if it applies depends on lot.value): all of it: unknown",
        "  - call them (if it applies depends on lot.value): and write it down",
        "  - put back (before the release, if it applies depends on lot.value): the rest",
    ]


def test_of_many_the_names_are_told_once_and_what_keeps_the_goods_first() -> None:
    assert what_may_happen(4) == [
        "  - which of these, depends on what is not known yet",
        "    before the release: put back",
        "    and: call them, ask",
    ]


def test_what_steers_a_terminal_is_not_said() -> None:
    decision = evolve(decided("decided"), lot="PO\x1b[2J\u202e1\n2")
    words = decision.explain()
    assert all(letter.isprintable() for letter in words.replace("\n", ""))
    assert "Lot PO [2J 1 2," in words


def test_a_last_day_that_is_computed_of_days_nobody_tells_is_not_known_yet() -> None:
    check = {"name": "leaching", "category": "safety", "result": "pending", "owner": "laboratory"}
    lot = Lot.from_dict({"inspection": {"checks": [check]}, "as_of": "2026-11-22"})
    text = load_policy().decide(lot).explain()
    assert "the last day is not known yet" in " ".join(text.split())
    assert "max(" not in text
