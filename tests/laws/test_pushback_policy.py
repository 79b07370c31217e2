"""Laws of the policy `pushback`: what every reading of a dispute keeps to."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from disposition import Decision, Lot
from disposition.explain.document.rationale import Obligation
from disposition.facts import observe
from disposition.facts.document.case_events import ARGUED, EVIDENCE
from disposition.policy.model import Ships
from disposition.testing.strategies import quick
from disposition.testing.strategies.quick import Draw
from strategies import Document, eventful_documents, is_valid, with_absences
from support.shipped import POLICIES, lot_of

POLICY = POLICIES["pushback"]
LOT: Document = lot_of("pushback", "nothing-was-argued")
FIRST_DAY = date(2026, 11, 20)


def decide(doc: Document) -> Decision:
    return POLICY.decide(Lot.from_dict(doc), engine="compiled")


def steps(decision: Decision) -> dict[str, Obligation]:
    """Return what is surely required, by its code."""
    return {each.do: each for each in decision.obligations if each.applies == "yes"}


def codes(decision: Decision) -> list[str]:
    """Return the code of everything that is or may be required."""
    return [each.do for each in decision.obligations]


def on(day: int) -> str:
    return (FIRST_DAY + timedelta(day)).isoformat()


def with_case(doc: Document, **lists: Any) -> Document:
    """Return a copy of a case with some of its lists changed."""
    copied = copy.deepcopy(doc)
    copied["case"] = {**copied.get("case", {}), **lists}
    return copied


# --- disputes ------------------------------------------------------------------------------------

TOPICS = quick.sampled_from(ARGUED[:4])
DAYS = quick.integers(0, 25)


@quick.composite
def arguments(draw: Draw, most: int = 6) -> list[Document]:
    """Draw arguments about few topics, in the order of their days."""
    return [
        {
            "on": on(day),
            "topic": draw(TOPICS),
            "evidence": draw(quick.sampled_from(EVIDENCE)),
            "answered": draw(quick.sampled_from([True, True, False])),
        }
        for day in sorted(draw(quick.lists(DAYS, min_size=1, max_size=most)))
    ]


@quick.composite
def assessments(draw: Draw) -> list[Document]:
    """Draw what looking into arguments showed; mostly that our finding stands."""
    shows = quick.sampled_from([*["finding_stands"] * 5, "open_to_both", "finding_mistaken"])
    by = quick.sampled_from(["records", "re_measurement", "joint_inspection", "third_party"])
    return [
        {"on": on(day), "topic": draw(TOPICS), "shows": draw(shows), "by": draw(by)}
        for day in sorted(draw(quick.lists(DAYS, max_size=3)))
    ]


def disputes() -> st.SearchStrategy[Document]:
    """Draw a case in which something was argued and everything is known."""
    return quick.drawn(_disputes(), strips=2)


@quick.composite
def _disputes(draw: Draw) -> Document:
    argued = draw(arguments())
    doc = with_case(
        LOT,
        arguments=argued,
        assessments=draw(assessments()),
        replies=[{"on": each["on"]} for each in argued],
        supplied=[
            {"on": on(day), "part": "acceptance", "evidence": "none"}
            for day in draw(quick.lists(DAYS, max_size=1))
        ],
    )
    doc["as_of"] = on(25 + draw(quick.integers(0, 20)))
    return doc


def shifting() -> st.SearchStrategy[list[Document]]:
    """Draw at least three arguments, each about another topic and with no more evidence."""
    return quick.drawn(_shifting(), strips=1)


@quick.composite
def _shifting(draw: Draw) -> list[Document]:
    count = draw(quick.integers(3, 6))
    topics = [draw(quick.sampled_from(ARGUED))]
    while len(topics) < count:
        topics.append(draw(quick.sampled_from([each for each in ARGUED if each != topics[-1]])))
    ranks = sorted(
        draw(quick.lists(quick.integers(0, 5), min_size=count, max_size=count)), reverse=True
    )
    days = [4 * at + draw(quick.integers(0, 3)) for at in range(count)]  # no two in one letter
    return [
        {
            "on": on(day),
            "topic": topic,
            "evidence": EVIDENCE[rank],
            "answered": draw(quick.booleans()),
        }
        for day, topic, rank in zip(days, topics, ranks, strict=True)
    ]


def any_case() -> st.SearchStrategy[Document]:
    complete = st.one_of(disputes(), disputes(), eventful_documents())
    return st.one_of(complete, complete.flatmap(with_absences))


# --- a hint with its confidence ------------------------------------------------------------------


@given(any_case())
def test_every_reading_has_one_confidence(doc: Document) -> None:
    decision = decide(doc)
    (confident,) = [each for each in decision.obligations if each.do.startswith("confidence-")]
    assert confident.applies == "yes"
    assert confident.what


def test_a_reading_ships_nothing() -> None:
    """Whatever the outcome; to hold ships nothing by itself."""
    assert {each.ships for each in POLICY.checked.outcomes} == {Ships.NONE}


@given(disputes())
def test_every_dispute_can_be_read_and_shows_its_arguments(doc: Document) -> None:
    decision = decide(doc)
    told = observe(Lot.from_dict(doc), ["arguments.list"])["arguments.list"]
    assert decision.status == "decided"
    assert decision.reasons
    assert all(str(told) in reason.because for reason in decision.reasons)


# --- saving face ---------------------------------------------------------------------------------


@given(shifting(), st.integers(0, 4))
def test_who_shifts_without_getting_stronger_is_given_time(
    argued: list[Document], later: int
) -> None:
    doc = with_case(LOT, arguments=argued, replies=[{"on": each["on"]} for each in argued])
    doc["as_of"] = on(25 + later)
    decision = decide(doc)
    if all(each["topic"] in ("cost", "responsibility", "time") for each in argued):
        assert decision.outcome == "watch"  # negotiated: nothing speaks against the finding
        assert "mind-nothing-is-asked" not in codes(decision)
    else:
        assert decision.outcome == "face_saving"
        assert {"mind-patience", "mind-do-not-escalate"} <= set(steps(decision))


@given(any_case())
def test_saving_face_is_never_escalated(doc: Document) -> None:
    decision = decide(doc)
    if decision.outcome == "face_saving":
        assert not {"escalate-step", "propose-third-party"} & set(codes(decision))


@given(shifting(), st.data())
def test_who_comes_back_with_more_evidence_saves_no_face(
    argued: list[Document], data: st.DataObject
) -> None:
    """One argument with a document or more, on a topic that had less, is a matter of facts."""
    earlier = data.draw(st.sampled_from(argued))
    known = max(
        EVIDENCE.index(each["evidence"]) for each in argued if each["topic"] == earlier["topic"]
    )
    assume(known < EVIDENCE.index("third_party"))
    rank = data.draw(st.integers(max(known + 1, EVIDENCE.index("document")), 5))
    back = {**earlier, "on": on(25), "evidence": EVIDENCE[rank]}
    doc = with_case(LOT, arguments=[*argued, back])
    doc["as_of"] = on(26)
    assert decide(doc).outcome == "factual_dispute"


# --- escalation ----------------------------------------------------------------------------------


@given(any_case())
def test_only_what_is_exhausted_is_escalated(doc: Document) -> None:
    decision = decide(doc)
    if "escalate-step" in codes(decision):
        facts = observe(Lot.from_dict(doc), ["arguments.unassessed", "assessments.mistaken"])
        assert decision.outcome == "exhausted"
        assert facts == {"arguments.unassessed": 0, "assessments.mistaken": False}
        assert "mind-do-not-escalate" not in codes(decision)


@given(disputes(), st.sampled_from(["measurement", "third_party"]))
def test_new_evidence_is_looked_into_before_anything_is_exhausted(
    doc: Document, evidence: str
) -> None:
    """Evidence on a topic that was not argued before, after everything else."""
    new = {"on": doc["as_of"], "topic": "time", "evidence": evidence, "answered": True}
    doc = with_case(doc, arguments=[*doc["case"]["arguments"], new], supplied=[])
    decision = decide(doc)
    assert decision.outcome != "exhausted"
    assert "check-records" in steps(decision)


# --- what ends it --------------------------------------------------------------------------------


@given(disputes())
def test_acceptance_ends_it(doc: Document) -> None:
    accepted = {"on": doc["as_of"], "part": "acceptance", "evidence": "none"}
    doc = with_case(doc, supplied=[*doc["case"]["supplied"], accepted])
    decision = decide(doc)
    assert decision.outcome == "no_pushback"
    ours = {"correct-finding", "clarify-specification", "apologise", "withdraw-notice"}
    conduct = {"confidence-high", "mind-nothing-is-asked", "mind-days-count-anew"}
    assert set(codes(decision)) <= conduct | ours


@given(disputes())
def test_what_was_answered_is_not_to_be_answered(doc: Document) -> None:
    answered = [{**each, "answered": True} for each in doc["case"]["arguments"]]
    assert "answer-argument" not in codes(decide(with_case(doc, arguments=answered)))


@given(disputes(), st.sampled_from(["finding_mistaken", "open_to_both"]))
def test_what_looking_into_it_showed_comes_before_any_pattern(doc: Document, shows: str) -> None:
    found = {"on": doc["as_of"], "topic": "specification", "shows": shows, "by": "records"}
    doc = with_case(doc, assessments=[*doc["case"]["assessments"], found], supplied=[])
    decision = decide(doc)
    assert decision.outcome in ("finding_mistaken", "open_specification")
    assert "escalate-step" not in codes(decision)
    step = "correct-finding" if shows == "finding_mistaken" else "clarify-specification"
    assert step in steps(decision)


@given(eventful_documents().flatmap(with_absences))
def test_what_happened_to_the_goods_says_nothing_about_arguments(doc: Document) -> None:
    """The reading rests on what was said and found, not on who said it or what is at stake."""
    other = {**doc, "supplier": {}, "shipment": {}, "contract": {}, "lot": {}}
    assume(is_valid(other))
    assert decide(other).outcome == decide(doc).outcome


# --- by when -------------------------------------------------------------------------------------

MEASURED = {"on": on(2), "topic": "measurement", "evidence": "statement", "answered": False}
BETTER = {**MEASURED, "on": on(5), "evidence": "document"}
READ = {**MEASURED, "topic": "specification"}
LOGGED = {**MEASURED, "topic": "handling", "evidence": "document"}
STANDS = {"on": on(6), "topic": "measurement", "shows": "finding_stands", "by": "records"}
DUE: list[tuple[str, Document, str]] = [
    ("answer-argument", {"arguments": [MEASURED]}, on(4)),
    ("answer-argument", {"arguments": [MEASURED, BETTER]}, on(7)),
    ("re-measure", {"arguments": [MEASURED, BETTER]}, on(9)),
    ("check-records", {"arguments": [LOGGED]}, on(6)),
    ("check-specification", {"arguments": [READ]}, on(6)),
    ("propose-joint-inspection", {"arguments": [MEASURED, BETTER]}, on(8)),
    (
        "propose-third-party",
        {"arguments": [MEASURED, BETTER], "assessments": [STANDS]},
        on(8),
    ),
    (
        "correct-finding",
        {"arguments": [MEASURED], "assessments": [{**STANDS, "shows": "finding_mistaken"}]},
        on(7),
    ),
]


@pytest.mark.parametrize(("step", "lists", "due"), DUE)
def test_by_when(step: str, lists: Document, due: str) -> None:
    doc = with_case(LOT, **lists)
    doc["as_of"] = on(10)
    assert steps(decide(doc))[step].due == date.fromisoformat(due)
