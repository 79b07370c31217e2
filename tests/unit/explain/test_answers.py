"""What the answers at an open place would decide: kinds of place, labels, what was not tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from disposition import Facts, Lot
from disposition.explain.what_if.answers import MOST_TRIES, Consequence, answers
from disposition.facts.missing_inputs import place_at
from disposition.semantics import Truths
from support.trial import CASES, decided, lot_document, trial_policy

LOT = Lot.from_dict(
    {
        "inspection": {
            "defects": [{"code": "D1", "description": "a dent"}],
            "checks": [{"name": "ink", "result": "pending"}],
        }
    }
)
DAY = date(2026, 12, 1)
Ships = Callable[[Any], bool | None]


def _told(path: str, ships: Ships, near: set[int] | None = None) -> list[str]:
    """Return the labels, those that ship marked with a star; refused are answers to None."""

    def conclude(answer: object) -> Consequence | None:
        held = ships(answer)
        if held is None:
            return None
        return Consequence(Truths(int(held), 0), ("accept" if held else "rework", "decided"))

    found = answers(place_at(LOT, path), map(Fraction, near or set()), conclude)
    return [each.value + ("*" if each.outcome == "accept" else "") for each in found]


@pytest.mark.parametrize(
    ("path", "ships", "told"),
    [
        ("$.lot.regulated", lambda flag: not flag, ["yes", "no*"]),
        ("$.lot.regulated", lambda _: True, ["any value*"]),
        (
            "$.inspection.defects[0].severity",
            lambda word: word == "minor",
            ["critical or major", "minor*"],
        ),
        (
            "$.inspection.checks[0].result",
            lambda word: word != "fail",
            ["pass or not_applicable*", "fail"],
        ),
        ("$.inspection.segments", lambda items: items == (), ["an empty list*"]),
        (
            "$.lot.category",
            lambda word: word == "toys",
            ["`toys`*"],
        ),
        (
            "$.inspection.plan.aql.major",
            lambda aql: aql <= Decimal("2.5"),
            ["2.5 or less*", "4 or more"],
        ),
        ("$.inspection.plan.aql.major", lambda _: True, ["any value*"]),
        ("$.lot.quantity", lambda n: n <= 37, ["37 or less*", "38 or more"]),
        (
            "$.lot.quantity",
            lambda n: 1_200 <= n < 3_201,
            ["1,199 or less", "1,200 to 3,200*", "3,201 or more"],
        ),
        ("$.inspection.sample_size", lambda n: n == 0, ["0*", "1 or more"]),
        (
            "$.inspection.sample_size",
            lambda n: None if n > 80 else n >= 50,
            ["49 or less", "50 or more*"],
        ),
        ("$.inspection.sample_size", lambda n: None if n > 80 else True, ["any value*"]),
        (
            "$.contract.price_reduction.max_percent",
            lambda n: n >= 10,
            ["9.99 or less", "10 or more*"],
        ),
    ],
)
def test_the_labels(path: str, ships: Ships, told: list[str]) -> None:
    assert _told(path, ships) == told


def test_days_are_looked_for_near_others() -> None:
    told = _told("$.shipment.ship_by", lambda day: day >= date(2026, 12, 9), {DAY.toordinal()})
    assert told == ["2026-12-08 or earlier", "2026-12-09 or later*"]


def test_what_was_not_tried_is_not_told() -> None:
    tried: set[date] = set()

    def ships(day: date) -> bool:
        tried.add(day)
        return day.toordinal() * 2_654_435_761 >> 7 & 1 == 1

    told = _told("$.shipment.ship_by", ships, set(range(700_000, 800_000, 9_000)))
    assert len(tried) == MOST_TRIES
    for label in told:
        words = label.rstrip("*").split()
        ends = [date.fromisoformat(word) for word in words if word[-1].isdigit()]
        assert set(ends) <= tried
        assert all(ships(end) is label.endswith("*") for end in ends)


# --- questions of decisions -----------------------------------------------------------------------


def test_the_item_is_named() -> None:
    assert place_at(LOT, "$.inspection.defects[0].severity").item == "D1, a dent"
    assert place_at(LOT, "$.inspection.checks[0].result").item == "ink"
    assert place_at(LOT, "$.contract.rework.allowed").item == "rework by the supplier"
    assert place_at(LOT, "$.lot.quantity").item == ""


def test_one_place_is_one_question_whatever_the_number_of_facts() -> None:
    defects = [{"code": "D1", "units": 9, "category": "functional"}]
    changes = {"inspection": {"report_result": "pass", "defects": defects}}
    decision = trial_policy().decide(Lot.from_dict(lot_document(changes)))
    (question,) = decision.questions
    assert question.place == "$.inspection.defects[0].severity"
    assert question.about == "How bad the defect is: D1"
    assert len(question.facts) > 1
    assert question.facts == tuple(each.fact for each in decision.missing)
    assert [(each.value, each.outcome) for each in question.would_decide] == [
        ("critical or major", "rework"),
        ("minor", "accept"),
    ]


def test_questions_that_decide_come_first() -> None:
    for case in CASES:
        firm = [
            any(each.status != "needs_information" for each in question.would_decide)
            for question in decided(case).questions
        ]
        assert firm == sorted(firm, reverse=True)


def test_a_sample_that_is_too_small_asks_for_so_many_more_units() -> None:
    changes = {"inspection": {"report_result": "pass", "sample_size": 20, "defects": []}}
    decision = trial_policy().decide(Lot.from_dict(lot_document(changes)))
    (question,) = decision.questions
    where, waits = "$.inspection.sample_size", ("defects.major.accepted",)
    assert (question.place, question.facts) == (where, waits)
    assert question.about == "105 more units to inspect; 125 with nothing more found"
    assert [each.value for each in question.would_decide] == ["125"]
    told = " ".join(decision.explain(in_full=True).split())
    assert f"unknown because: {decision.missing[0].why}" in told


def test_answers_that_decide_nothing_stand_in_a_list() -> None:
    decision = trial_policy().decide(Lot.from_dict({"lot": {"id": "PO-1"}}))
    (_, told) = decision.explain().split("What is missing\n")
    assert told.startswith("  - Several answers are needed together; none that was tried decides")
    assert "      Every defect found; goes to $.inspection.defects\n" in told


def test_facts_given_one_by_one_are_their_own_questions() -> None:
    decision = trial_policy().decide(Facts.of({"defects.safety.found": 0}))
    assert {each.place for each in decision.questions} == {None}
    missing = {(each.fact,): each.would_decide for each in decision.missing}
    assert {each.facts: each.would_decide for each in decision.questions} == missing


def test_no_more_answers_are_tried_than_may_be() -> None:
    tried: list[object] = []

    def conclude(answer: object) -> Consequence:
        tried.append(answer)
        return Consequence(Truths(int(answer == "minor"), 0), ("accept", "decided"))

    for path, most, told in (
        ("$.inspection.sample_size", 1, ["200"]),
        ("$.inspection.sample_size", 2, ["10 to 5,000"]),
        ("$.inspection.defects[0].severity", 2, ["critical or major"]),
        ("$.lot.regulated", 1, ["yes"]),
    ):
        tried.clear()
        found = answers(place_at(LOT, path), (), conclude, most)
        assert (len(tried), [each.value for each in found]) == (most, told)
