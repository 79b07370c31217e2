"""What is asked of an undecided lot: in which order, what remains possible, and what follows."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from disposition import Decision, DispositionError, Facts, Lot, LotError, load_policy_text
from disposition.analysis import Interview, NextQuestion, PlannedQuestion, Questionnaire
from disposition.analysis.asking import planning
from disposition.analysis.asking.grouping import AnswerRange
from disposition.analysis.asking.interview import is_not_known, typed_answer
from support.shipped import POLICY

HEAD = """\
policy: toys
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}, scrap: {ships: none}}
otherwise: hold
"""
TREE = f"""{HEAD}\
rules:
  fine: {{permit: accept, when: supplier.lots_inspected >= 4 and contract.rework.allowed}}
  few: {{permit: rework, when: supplier.lots_inspected < 4 and contract.rework.allowed}}
  bad: {{permit: scrap, when: not contract.rework.allowed}}
"""

ALLOWED = (
    "Whether the contract, or written consent of both sides, allows it: rework by the supplier"
)


def asked(rules: str, known: dict[str, Any] | Facts) -> Decision:
    lot = known if isinstance(known, Facts) else Lot.from_dict(known)
    return load_policy_text(rules).decide(lot)


def told(decision: Decision) -> list[tuple[str, list[tuple[str, tuple[str, ...], bool]]]]:
    """Return the questions in their order, each with its answers and what is possible then."""
    return [
        (each.place, [(group.says, group.outcomes, group.decides) for group in each.answers])
        for each in decision.next_questions()
    ]


def test_what_narrows_the_outcomes_most_is_asked_first() -> None:
    assert told(asked(TREE, {})) == [
        (
            "$.contract.rework.allowed",
            [("yes", ("accept", "rework"), False), ("no", ("scrap",), True)],
        ),
        (
            "$.supplier.lots_inspected",
            [
                ("3 or less", ("rework", "scrap"), False),
                ("4 or more", ("accept", "scrap"), False),
            ],
        ),
    ]


@pytest.mark.parametrize(
    ("condition", "place", "groups"),
    [
        ("contract.paid <= 2.5", "$.contract.paid", ["2.5 or less", "more than 2.5"]),
        ("contract.paid < 2.5", "$.contract.paid", ["less than 2.5", "2.5 or more"]),
        ("lot.quantity == 7", "$.lot.quantity", ["6 or less", "7", "8 or more"]),
        (
            "shipment.ship_by - as_of < 10",
            "$.shipment.ship_by",
            ["2026-11-27 or earlier", "2026-11-28 or later"],
        ),
        (
            "shipment.urgency == 'high'",
            "$.shipment.urgency",
            ["low or normal or critical", "high"],
        ),
        ("lot.product == 'duck'", "$.lot.product", ["`duck`", "anything else"]),
        ("lot.regulated", "$.lot.regulated", ["yes", "no"]),
    ],
)
def test_answers_are_grouped_at_the_limits_of_rules(
    condition: str, place: str, groups: list[str]
) -> None:
    rules = f"""{HEAD}\
rules:
  one: {{permit: accept, when: "{condition}"}}
  other: {{permit: rework, when: "not ({condition})"}}
"""
    found = asked(rules, {"as_of": "2026-11-18"}).next_questions()
    assert [each.place for each in found] == [place]
    assert [each.says for each in found[0].answers] == groups
    assert all(each.decides and each.further == 0 for each in found[0].answers)


def test_what_is_impossible_is_proved_over_several_rules() -> None:
    """No amount is below 3 and above 5, which no rule says by itself."""
    rules = f"""{HEAD}\
rules:
  none: {{permit: accept, when: contract.paid < 3 and contract.paid > 5}}
  some: {{permit: rework, when: lot.regulated}}
  rest: {{permit: scrap, when: not lot.regulated}}
"""
    decision = asked(rules, {})
    plan = decision.questionnaire()
    assert plan.outcomes == ("rework", "scrap")
    assert plan.is_proved


def test_a_questionnaire_says_its_worst_case() -> None:
    plan = asked(TREE, {}).questionnaire()
    assert isinstance(plan, Questionnaire)
    assert (plan.most, plan.is_shortest) == (2, True)
    assert plan.in_words().splitlines()[1:] == [
        "worst case: 2 questions in the worst case: the shortest questionnaire",
        "",
        f"{ALLOWED}? [$.contract.rework.allowed]",
        "  yes: accept or rework possible",
        "    Lots inspected before this one? [$.supplier.lots_inspected]",
        "      3 or less: -> rework",
        "      4 or more: -> accept",
        "  no: -> scrap",
    ]


def test_the_shortest_is_found_where_the_greedy_one_is_longer() -> None:
    """Asking for a narrows most at once; b and c decide without it."""
    rules = f"""{HEAD}\
rules:
  a1: {{permit: scrap, when: lot.regulated and contract.sorting.allowed}}
  b1: {{permit: rework, when: not lot.regulated and contract.rework.allowed}}
  b2: {{permit: scrap, when: not lot.regulated and not contract.rework.allowed}}
  a2: {{permit: accept, when: lot.regulated and not contract.sorting.allowed}}
"""
    plan = asked(rules, {}).questionnaire()
    assert plan.most == 2
    assert plan.is_shortest


def test_no_order_is_called_the_shortest_unless_none_is_shorter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(planning, "MOST_STATES", 0)
    plan = asked(TREE, {}).questionnaire()
    assert (plan.most, plan.is_shortest) == (2, False)
    assert plan.worst_case() == "at most 2 questions"


def test_a_list_is_asked_about_and_has_no_bound() -> None:
    rules = f"""{HEAD}\
rules:
  fine: {{permit: accept, when: defects.critical.found == 0}}
  bad: {{permit: scrap, when: defects.critical.found > 0}}
"""
    decision = asked(rules, {})
    assert told(decision) == [
        (
            "$.inspection.defects",
            [("none", ("accept",), True), ("1 or more", ("accept", "scrap"), False)],
        )
    ]
    plan = decision.questionnaire()
    assert plan.most is None
    assert plan.worst_case().startswith("no bound: lists may get any number of lines")
    listed = asked(rules, {"inspection": {"defects": [{}]}}).questionnaire()
    assert listed.most == 2


def test_what_no_answer_tells_is_said() -> None:
    sample = {
        "lot": {"quantity": 1200},
        "inspection": {
            "sample_size": 50,
            "plan": {
                "standard": "iso2859-1",
                "level": "II",
                "state": "normal",
                "type": "single",
                "aql": {"major": "2.5"},
            },
            "defects": [{"severity": "major", "units": 2}],
        },
    }
    rules = f"""{HEAD}\
rules:
  fine: {{permit: accept, when: defects.major.accepted}}
  bad: {{permit: rework, when: defects.major.rejected}}
"""
    plan = asked(rules, sample).questionnaire()
    assert (plan.questions, plan.first, plan.most) == ((), None, 0)
    assert [fact for fact, _ in plan.not_told] == ["defects.major.accepted"]
    assert "no answer tells defects.major.accepted: found 2 in 50 units" in plan.in_words()


def test_an_answer_after_which_nothing_decides_is_said() -> None:
    rules = (
        f"{HEAD}rules: {{only: {{permit: accept, when: lot.regulated and contract.paid > 5}}}}\n"
    )
    known = {"contract": {"paid": "1"}}
    assert told(asked(rules, known)) == []
    assert asked(rules, known).status == "no_rule"
    groups = told(asked(rules, {}))
    assert groups[0] == (
        "$.contract.paid",
        [("5 or less", ("hold",), True), ("more than 5", ("accept", "hold"), False)],
    )


def test_a_decided_lot_has_no_questions() -> None:
    decision = asked(TREE, {"contract": {"rework": {"allowed": False}}})
    assert decision.next_questions() == ()
    plan = decision.questionnaire()
    assert (plan.most, plan.first, plan.outcomes) == (0, None, ("scrap",))
    assert plan.in_words() == "scrap: decided; there is nothing to ask"


def test_facts_given_one_by_one_are_asked_for() -> None:
    rules = f"""{HEAD}\
rules:
  fine: {{permit: accept, when: defects.major.rate < 1.5}}
  bad: {{permit: rework, when: defects.major.rate >= 1.5}}
"""
    decision = asked(rules, Facts({}))
    assert told(decision) == [
        (
            "defects.major.rate",
            [("less than 1.5", ("accept",), True), ("1.5 or more", ("rework",), True)],
        )
    ]
    assert decision.questionnaire().most == 1
    # No fact is looked up behind another: the sample that would tell the rate is not asked for.
    interview = Interview(load_policy_text(rules), {}, are_facts=True)
    interview.answer("1.49")
    assert (interview.question, interview.document) == (None, {"defects.major.rate": "1.49"})
    assert interview.decision.outcome == "accept"


def test_a_decision_that_was_read_knows_no_lot() -> None:
    read = Decision.from_dict(asked(TREE, {}).to_dict())
    for ask in (read.next_questions, read.questionnaire):
        with pytest.raises(DispositionError, match="read from a document does not know its lot"):
            ask()


def test_without_a_solver_it_is_said_that_nothing_is_proved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(_name: str) -> None:
        raise DispositionError("proofs need the extra `proofs`")

    monkeypatch.setattr(planning, "import_module", missing)
    plan = asked(TREE, {}).questionnaire()
    assert (plan.most, plan.is_shortest, plan.is_proved) == (2, False, False)
    assert plan.worst_case() == "at most 2 questions"
    assert "each rule is looked at by itself (the extra `proofs` is missing" in plan.in_words()


def test_that_a_range_decides_is_no_matter_of_its_samples() -> None:
    """One number between two hundredths leaves the lot undecided, and is not among those tried."""
    rules = f"""{HEAD}\
rules:
  odd: {{permit: accept, when: contract.paid * 3 == 1.0005 and lot.regulated}}
  even: {{permit: rework, when: "contract.paid * 3 != 1.0005"}}
"""
    paid = next(e for e in asked(rules, {}).next_questions() if e.place == "$.contract.paid")
    assert [(each.says, each.decides) for each in paid.answers] == [("any value", False)]


def test_of_a_lot_with_many_lines_no_solver_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "MOST_ITEMS", 1)
    assert asked(TREE, {"inspection": {"defects": [{}]}}).questionnaire().is_proved
    assert not asked(TREE, {"inspection": {"defects": [{}, {}]}}).questionnaire().is_proved


def test_the_shipped_policy_asks_what_a_pending_check_waits_for() -> None:
    lot = {
        "as_of": "2026-11-18",
        "lot": {"quantity": 1200, "regulated": False},
        "inspection": {
            "type": "final_random",
            "date": "2026-11-17",
            "sample_size": 80,
            "report_result": "pass",
            "plan": {
                "standard": "iso2859-1",
                "level": "II",
                "state": "normal",
                "type": "single",
                "aql": {"critical": "0", "major": "2.5", "minor": "4.0"},
            },
            "defects": [],
            "checks": [{"name": "drop test", "category": "functional", "result": "pending"}],
        },
    }
    plan = POLICY.decide(Lot.from_dict(lot)).questionnaire()
    assert isinstance(plan.first, PlannedQuestion)
    assert plan.first.question.place == "$.inspection.checks[0].result"
    first = plan.first.answers[0]
    assert (first.says, first.outcomes, first.decides) == (
        "pass or not_applicable",
        ("accept",),
        True,
    )


# --- going through it ----------------------------------------------------------------------------


def interview(rules: str = TREE, known: dict[str, Any] | None = None) -> Interview:
    return Interview(load_policy_text(rules), known or {})


def place(at: Interview) -> str | None:
    return None if at.question is None else at.question.question.place


def test_an_answer_is_refused_as_in_a_document_and_asked_again() -> None:
    going = interview()
    going.answer(True)
    with pytest.raises(LotError, match="expected a whole number from 0 to"):
        going.answer("many")
    assert place(going) == "$.supplier.lots_inspected"
    assert going.document == {"contract": {"rework": {"allowed": True}}}
    going.answer(3)
    assert (going.decision.outcome, going.question) == ("rework", None)


def test_what_is_not_known_is_left_out_and_not_asked_again() -> None:
    going = interview()
    going.skip()
    assert place(going) == "$.supplier.lots_inspected"
    going.answer(9)
    assert (going.question, going.decision.status) == (None, "needs_information")
    assert going.document == {"supplier": {"lots_inspected": 9}}


def test_an_answer_can_be_taken_back() -> None:
    going = interview()
    assert not going.back()
    going.answer(True)
    going.answer(9)
    assert going.decision.outcome == "accept"
    assert going.back()
    assert (place(going), going.decision.status) == (
        "$.supplier.lots_inspected",
        "needs_information",
    )
    assert going.back()
    assert (place(going), going.document) == ("$.contract.rework.allowed", {})


def test_lines_of_a_list_are_asked_about_one_by_one() -> None:
    rules = f"""{HEAD}\
rules:
  fine: {{permit: accept, when: defects.critical.found == 0}}
  bad: {{permit: scrap, when: defects.critical.found > 0}}
"""
    going = interview(rules)
    going.answer([{}, {}])
    met, abouts = set(), []
    while going.question is not None:
        met.add(place(going))
        abouts.append(going.question.question)
        going.answer("minor" if going.question.question.kind == "enum" else 2)
    assert {asked.about for asked in abouts} >= {
        "How bad the defect is: line 1",
        "How bad the defect is: line 2",
    }
    severities = {"$.inspection.defects[0].severity", "$.inspection.defects[1].severity"}
    assert severities <= met
    assert going.decision.outcome == "accept"


def test_a_word_that_stands_for_an_answer_is_asked_about_once() -> None:
    rules = f"""{HEAD}\
rules:
  fine: {{permit: accept, when: checks.safety.all_passed}}
  bad: {{permit: scrap, when: not checks.safety.all_passed}}
"""
    check = {"name": "choking", "category": "safety"}
    going = interview(rules, {"inspection": {"checks": [check]}})
    assert place(going) == "$.inspection.checks[0].result"
    going.answer("pending")
    assert (going.question, going.decision.status) == (None, "needs_information")
    again = Interview(load_policy_text(rules), going.document)
    assert place(again) == "$.inspection.checks[0].result"
    again.answer("pending")
    assert again.question is None
    again.back()
    again.answer("pass")
    assert again.decision.outcome == "accept"


# --- what is typed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("boolean", "Yes", True),
        ("boolean", " n ", False),
        ("boolean", "maybe", "maybe"),
        ("enum", "High", "high"),
        ("enum", "hig", "hig"),
        ("integer", " 12 ", 12),
        ("integer", "1,200", "1,200"),
        ("integer", "²", "²"),
        ("decimal", "2.50", "2.50"),
        ("date", "2026-11-18", "2026-11-18"),
        ("text", "duck", "duck"),
        ("text", '"unknown"', "unknown"),
        ("list", "None", []),
        ("list", "2", [{}, {}]),
        ("list", '[{"units": 2.50}]', [{"units": "2.50"}]),
        ("list", "[{", "[{"),
        ("list", "9999999", "9999999"),
        ("list", "some", "some"),
    ],
)
def test_what_is_typed_becomes_what_documents_hold(kind: str, text: str, value: object) -> None:
    question = NextQuestion("$.lot.id", "What it is", (), (), kind, words=("low", "high"))
    typed = typed_answer(text, question)
    assert typed == value
    assert type(typed) is type(value)


def test_nothing_is_not_known() -> None:
    assert [each for each in ("", " ", "?", "Unknown", "0", "no") if is_not_known(each)] == [
        "",
        " ",
        "?",
        "Unknown",
    ]


def test_ranges_leave_no_number_out() -> None:
    low = AnswerRange("2 or less", 0, high=Fraction(2))
    high = AnswerRange("more than 2", 3, low=Fraction(2), above=True)
    for number in (0, 2, 3, 10**9):
        assert [low.takes(number), high.takes(number)].count(True) == 1
