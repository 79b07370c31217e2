"""What is said of questions is so of whoever answers: what is possible, and how many there are."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disposition import DispositionError, Lot, LotError, Policy, PolicyError, load_policy_text
from disposition.analysis import Interview, NextQuestion
from disposition.analysis.asking import planning
from disposition.documents.places.data import put_into
from support.shipped import POLICY, cases_of

HEAD = """\
policy: drawn
version: 1.0.0
outcomes: {accept: {ships: all}, concession: {ships: all}, rework: {ships: none}}
otherwise: hold
rules:
"""
FLAGS = (
    "contract.rework.allowed",
    "contract.sorting.allowed",
    "lot.regulated",
    "inspection.report_complete",
)
TESTS = (
    *FLAGS,
    "supplier.lots_inspected >= 4",
    "supplier.consecutive_rejected >= 2",
    "contract.paid > 2.5",
    "contract.paid <= 7",
    "contract.paid < supplier.lots_inspected",
    "shipment.urgency == 'high'",
    "shipment.ship_by < 2026-12-01",
    "shipment.days_left > 3",
    "lot.product == 'duck'",
    "contract.paid is known",
    "lot.regulated is unknown",
    "defects.critical.present",
    "defects.major.found > 2",
    "checks.safety.all_passed",
)
KNOWN: tuple[dict[str, Any], ...] = (
    {},
    {"as_of": "2026-11-18", "inspection": {"defects": [{}], "checks": []}},
    {
        "inspection": {
            "defects": [{"severity": "major"}, {"units": 3}],
            "checks": [{"name": "a", "category": "safety", "result": "pending"}],
        },
        "contract": {"paid": "3"},
    },
)
MOST_ANSWERS = 40


def drawing(seed: int) -> Random:
    """Return what draws: thousands of choices, of which Hypothesis need not know each."""
    return Random(seed)  # noqa: S311 - nothing is kept secret by it


def condition(random: Random, tests: tuple[str, ...], depth: int = 2) -> str:
    """Draw a condition over some tests."""
    if not depth or random.random() < 0.35:
        test = random.choice(tests)
        return f"not ({test})" if random.random() < 0.3 else test
    parts = [condition(random, tests, depth - 1) for _ in range(random.choice((2, 2, 3)))]
    return f"({random.choice((' and ', ' or ')).join(parts)})"


def policy(random: Random, tests: tuple[str, ...]) -> Policy:
    """Draw a policy of a few rules."""
    rules = []
    for at in range(random.choice((2, 3, 4, 6))):
        effect = random.choice(("permit", "permit", "permit", "forbid"))
        outcome = random.choice(("accept", "concession", "rework"))
        rules.append(f'  r{at}: {{{effect}: {outcome}, when: "{condition(random, tests)}"}}\n')
    return load_policy_text(HEAD + "".join(rules))


def answer(random: Random, question: NextQuestion) -> Any:
    """Draw an answer: one of those that were tried, or beside it."""
    tried = [each.example for each in question.answers if each.example is not None] or [None]
    near = random.choice(tried)
    match question.kind:
        case "boolean":
            return random.choice((True, False))
        case "enum":
            return random.choice(question.words)
        case "list":
            return random.choice(([], [{}], [{}, {}]))
        case "text":
            return random.choice(("duck", "x", "initial", "reinspection"))
        case "integer":
            return max(0, (near or 0) + random.choice((-1, 0, 0, 1, 2)))
        case "decimal":
            return random.choice((near or "0", "2.505", "3", "7.001"))
        case _:
            base = date.fromisoformat(near or "2026-11-18")
            return (base + timedelta(random.choice((-1, 0, 1)))).isoformat()


def told(random: Random, going: Interview) -> bool:
    """Answer the question; return whether an answer was taken."""
    assert going.question is not None
    for _ in range(20):
        try:
            going.answer(answer(random, going.question.question))
        except LotError:
            continue
        return True
    return False


def assert_holds(random: Random, going: Interview, *, is_proved: bool = True) -> None:
    """Go through an interview at random; what was said before is so."""
    if going.decision.status != "needs_information":
        assert (going.question, going.decision.next_questions()) == (None, ())
        return
    possible, most, asked = {*going.plan.outcomes}, going.plan.most, 0
    while (question := going.question) is not None and asked < MOST_ANSWERS:
        place = question.question.place
        if not told(random, going):
            return
        asked += 1
        assert most is None or asked <= most
        branches = [each for each in question.answers if each.takes(going.value(place))]
        if going.value(place) in ("pending", "not_stated") and not branches:
            continue
        assert len(branches) == 1
        if not is_proved:
            continue
        possible &= {*branches[0].outcomes}
        if going.decision.status == "needs_information":
            assert not branches[0].decides
        else:
            assert going.decision.outcome in possible


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.booleans())
def test_answers_lead_to_what_was_possible_in_as_many_questions(seed: int, are_facts: bool) -> None:
    random = drawing(seed)
    known = {} if are_facts else random.choice(KNOWN)
    try:
        drawn = policy(random, TESTS)
    except PolicyError:
        return  # a rule that no lot meets
    assert_holds(random, Interview(drawn, known, are_facts=are_facts))


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_without_a_solver_there_are_as_many_questions_at_most(seed: int) -> None:
    random = drawing(seed)
    try:
        drawn = policy(random, TESTS)
    except PolicyError:
        return
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(planning, "import_module", no_solver)
        going = Interview(drawn, random.choice(KNOWN))
        assert going.plan.first is None or not going.plan.is_shortest
        assert_holds(random, going, is_proved=False)


def no_solver(_name: str) -> None:
    raise DispositionError("proofs need the extra `proofs`")


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_what_is_called_the_shortest_is(seed: int) -> None:
    try:
        drawn = policy(drawing(seed), FLAGS)
    except PolicyError:
        return
    plan = drawn.decide(Lot.from_dict({})).questionnaire()
    least = fewest(drawn)
    assert plan.most is not None
    assert plan.most >= least
    assert plan.most == least or not plan.is_shortest


def fewest(drawn: Policy) -> int:
    """Return in how many questions a lot is decided at most, by the best order of all."""

    @cache
    def after(flags: tuple[tuple[str, bool], ...]) -> int:
        document: dict[str, Any] = {}
        for path, value in flags:
            put_into(document, f"$.{path}", value)
        if drawn.decide(Lot.from_dict(document)).status != "needs_information":
            return 0
        return 1 + min(
            max(after(tuple(sorted((*flags, (each, value))))) for value in (True, False))
            for each in FLAGS
            if each not in dict(flags)
        )

    return after(())


def test_questions_of_the_shipped_policy_lead_to_what_was_possible() -> None:
    """Values are taken out of a few lots, so that they are asked for."""
    lots = [case.lot.to_dict() for case in cases_of("failed-inspection").cases[::97]]
    for seed, document in enumerate(lots[:3]):
        random = drawing(seed)
        document["inspection"].pop("report_result", None)
        document.pop("contract", None)
        assert_holds(random, Interview(POLICY, document))
