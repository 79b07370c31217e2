"""Laws of the policy `approach`: what it promises of every case, not only of those in its file."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from disposition import Decision, Lot
from disposition.explain.document.rationale import Obligation
from disposition.testing.strategies import quick
from disposition.testing.strategies.quick import Draw
from strategies import Document, eventful_documents, is_valid, with_absences
from support.shipped import POLICIES, lot_of

POLICY = POLICIES["approach"]
PUSHBACK = POLICIES["pushback"]
CALL = {
    "on": "2026-11-20",
    "channel": "call",
    "purpose": "opening",
    "about": "batch",
    "private": True,
    "copied": 0,
    "senior": False,
}
DRAFT = {"on": "2026-11-20", "paper": "notice", "final": False}
LOT: Document = lot_of("approach", "first-a-call-and-nothing-in-writing")
DECISION: Document = LOT["case"]["decisions"][0]


def decide(doc: Document) -> Decision:
    return POLICY.decide(Lot.from_dict(doc), engine="compiled")


def steps(decision: Decision) -> dict[str, Obligation]:
    """Return what is surely required, by its code."""
    return {each.do: each for each in decision.obligations if each.applies == "yes"}


def changed(doc: Document, **values: Any) -> Document:
    """Return a copy of a document with values at paths, such as `case__contacts`."""
    copied = copy.deepcopy(doc)
    for path, value in values.items():
        part: Any = copied
        *sections, last = path.split("__")
        for section in sections:
            part = part.setdefault(section, {})
        part[last] = value
    return copied


# --- cases ---------------------------------------------------------------------------------------


def partial_cases() -> st.SearchStrategy[Document]:
    """Draw a case of which some values may be absent."""
    return eventful_documents().flatmap(with_absences)


def near_cases() -> st.SearchStrategy[Document]:
    """Draw a case of which everything is known, near to where the policy decides otherwise."""
    return quick.drawn(_near_cases(), strips=2)


@quick.composite
def _near_cases(draw: Draw) -> Document:
    spoken = draw(quick.lists(quick.just(CALL), max_size=1))
    reminders = [
        {**CALL, "on": f"2026-11-{day}", "purpose": "reminder"}
        for day in draw(quick.sampled_from([(), (24,), (24, 27)]))
    ]
    outcome = draw(quick.sampled_from(["rework", "rework", "replacement", "accept"]))
    return changed(
        LOT,
        inspection__defects=draw(
            quick.sampled_from([[], *([{"severity": "major", "units": n}] for n in (7, 8, 24, 25))])
        ),
        inspection__report_result=draw(quick.sampled_from(["pass", "fail"])),
        supplier__relationship_months=draw(quick.sampled_from([3, 12, 26])),
        contract__notice_days=draw(quick.sampled_from([None, 0, 3, 14])),
        case__decisions=[{**DECISION, "outcome": outcome}],
        case__contacts=[*spoken, *reminders],
        case__papers=draw(quick.sampled_from([[], [DRAFT], [{**DRAFT, "final": True}]])),
        as_of=(date(2026, 11, 27) + timedelta(draw(quick.integers(0, 8)))).isoformat(),
    )


def any_case() -> st.SearchStrategy[Document]:
    return st.one_of(near_cases(), eventful_documents(), partial_cases())


# --- safety --------------------------------------------------------------------------------------

DANGERS = (
    {"severity": "critical", "category": "functional", "units": 1},
    {"severity": "minor", "category": "safety", "units": 1},
    {"severity": "minor", "category": "regulatory", "units": 1},
)


@given(any_case(), st.sampled_from(DANGERS), st.booleans())
def test_danger_stops_the_shipment_whatever_else_is_so(
    doc: Document, danger: Document, refused: bool
) -> None:
    """Until the lot is released or the case closed, under every outcome and under hold."""
    defects = [*(doc["inspection"].get("defects") or ()), danger]
    ends = [{"end": "refused"}] if refused else []
    doc = changed(doc, inspection__defects=defects, case__ends=ends)
    assume(is_valid(doc))
    decision = decide(doc)
    step = steps(decision)["stop-shipment"]
    assert step.due == decision.as_of
    assert decision.outcome != "no_conversation"


@given(any_case(), st.sampled_from(DANGERS), st.sampled_from(["released", "closed"]))
def test_only_release_or_the_end_lets_it_go(doc: Document, danger: Document, end: str) -> None:
    doc = changed(doc, inspection__defects=[danger], case__ends=[{"end": end}])
    if end == "released":  # of the whole lot: after a part the rest is stopped
        accepted = {"outcome": "accept", "decided": True, "ships": "all", "current": True}
        doc = changed(doc, case__decisions=[accepted])
    assume(is_valid(doc))
    assert "stop-shipment" not in {each.do for each in decide(doc).obligations}


# --- the notice ----------------------------------------------------------------------------------


@given(near_cases())
def test_no_notice_period_is_missed(doc: Document) -> None:
    """In its last days the notice waits for nothing; before, it waits for call and draft."""
    days = doc["contract"]["notice_days"]
    ends_on = date(2026, 11, 18) + timedelta(7 if days is None else days)
    left = (ends_on - date.fromisoformat(doc["as_of"])).days
    is_failing = doc["inspection"]["defects"] and doc["inspection"]["defects"][0]["units"] > 7
    final = any(each["final"] for each in doc["case"]["papers"])
    ready = bool(doc["case"]["contacts"]) and bool(doc["case"]["papers"])
    found = steps(decide(doc))
    assert ("notify-supplier" in found) == bool(is_failing and not final and (left <= 2 or ready))
    assert ("notice-is-late" in found) == bool(is_failing and not final and left < 0)
    if "notify-supplier" in found:
        assert found["notify-supplier"].due == ends_on


# --- the order of things -------------------------------------------------------------------------


@given(any_case())
def test_the_cause_is_not_talked_about_before_the_batch(doc: Document) -> None:
    found = steps(decide(doc))
    assert not {"talk-about-batch", "talk-about-cause"} <= set(found)
    assert not {"mind-batch-only", "talk-about-cause"} <= set(found)


@given(any_case())
def test_where_nothing_failed_nothing_is_asked_of_anybody(doc: Document) -> None:
    decision = decide(doc)
    if decision.outcome == "no_conversation":
        assert not decision.obligations


@given(any_case())
def test_seniors_are_never_copied_on_the_usual_ways(doc: Document) -> None:
    doc = changed(doc, case__ends=[])
    decision = decide(doc)
    if decision.outcome in ("partner", "first_order", "standard", "senior_in_private"):
        minded = {"mind-one-to-one", "mind-nobody-copied", "mind-no-senior-copied"}
        assert minded <= set(steps(decision))
        assert "escalate-step" not in {each.do for each in decision.obligations}


# --- escalation ----------------------------------------------------------------------------------


def disputes() -> st.SearchStrategy[Document]:
    """Draw a dispute: arguments day by day, what looking into them showed, and reminders."""
    return quick.drawn(_disputes(), strips=2)


@quick.composite
def _disputes(draw: Draw) -> Document:
    days = sorted(draw(quick.lists(quick.integers(0, 20), min_size=1, max_size=6)))
    topics = quick.sampled_from(["measurement", "specification", "handling"])
    evidence = quick.sampled_from(["none", "none", "statement", "document", "third_party"])
    arguments = [
        {
            "on": (date(2026, 11, 20) + timedelta(day)).isoformat(),
            "topic": draw(topics),
            "evidence": draw(evidence),
            "answered": draw(quick.sampled_from([True, True, False])),
        }
        for day in days
    ]
    shows = quick.sampled_from(["finding_stands"] * 4 + ["open_to_both", "finding_mistaken"])
    by = quick.sampled_from(["records", "re_measurement", "third_party"])
    assessments = [
        {
            "on": (date(2026, 11, 20) + timedelta(day)).isoformat(),
            "topic": draw(topics),
            "shows": draw(shows),
            "by": draw(by),
        }
        for day in sorted(draw(quick.lists(quick.integers(0, 20), max_size=3)))
    ]
    contacts = [CALL]
    if draw(quick.booleans()):
        contacts += [{**CALL, "on": "2026-12-11", "purpose": "reminder"}] * 2
    accepted = draw(quick.lists(quick.integers(0, 20), max_size=1))
    return changed(
        LOT,
        case__contacts=contacts,
        case__replies=[{"on": each["on"]} for each in arguments],
        case__arguments=arguments,
        case__assessments=assessments,
        case__supplied=[
            {
                "on": (date(2026, 11, 20) + timedelta(day)).isoformat(),
                "part": "acceptance",
                "evidence": "none",
            }
            for day in accepted
        ],
        as_of=(date(2026, 12, 11) + timedelta(draw(quick.integers(0, 20)))).isoformat(),
    )


@given(st.one_of(disputes(), any_case()))
def test_what_reads_as_saving_face_is_never_escalated(doc: Document) -> None:
    """The two policies never differ: who is given time by one is not pushed by the other."""
    approach = decide(doc)
    reading = PUSHBACK.decide(Lot.from_dict(doc), engine="compiled")
    if approach.outcome == "escalate":
        assert reading.outcome in ("exhausted", "no_pushback", "unclear")
    if reading.outcome == "exhausted" and approach.status == "decided":
        assert approach.outcome in ("escalate", "no_conversation")
    if reading.outcome == "face_saving":
        assert "escalate-step" not in steps(approach)


@given(st.one_of(disputes(), any_case()))
def test_nobody_is_escalated_over_what_is_ours_to_do(doc: Document) -> None:
    if decide(doc).outcome == "escalate":
        listed = doc["case"].get("assessments") or ()
        # Of what was looked into more than once, the last word counts.
        last = {each.get("topic") or at: each.get("shows") for at, each in enumerate(listed)}
        assert {"finding_mistaken", "open_to_both"}.isdisjoint(last.values())


# --- by when -------------------------------------------------------------------------------------

EMAIL = {**CALL, "channel": "email"}
SECOND = {**CALL, "on": "2026-11-24"}
DUE = [
    ("call-first", {}, "2026-11-20"),
    ("call-first", {"case__decisions": []}, "2026-11-19"),
    ("talk-about-batch", {}, "2026-11-21"),
    ("talk-about-cause", {"case__contacts": [CALL]}, "2026-11-27"),
    (
        "talk-about-cause",
        {"case__contacts": [CALL], "inspection__defects": [DANGERS[0]]},
        "2026-11-22",
    ),
    ("share-report", {"case__contacts": [CALL]}, "2026-11-21"),
    ("confirm-in-writing", {"case__contacts": [CALL, SECOND]}, "2026-11-25"),
    ("share-draft", {"case__contacts": [CALL]}, "2026-11-22"),
    ("notify-supplier", {"case__contacts": [CALL], "case__papers": [DRAFT]}, "2026-12-02"),
    (
        "notify-supplier",
        {"case__contacts": [CALL], "case__papers": [DRAFT], "contract__notice_days": None},
        "2026-11-25",
    ),
    ("make-amends", {"case__contacts": [EMAIL]}, "2026-11-21"),
    (
        "involve-senior-privately",
        {"case__decisions": [{**DECISION, "outcome": "replacement"}]},
        "2026-11-20",
    ),
]


@pytest.mark.parametrize(("step", "given_", "due"), DUE)
def test_by_when(step: str, given_: Document, due: str) -> None:
    doc = changed(LOT, as_of="2026-11-24", **given_)
    assert due in {str(each.due) for each in decide(doc).obligations if each.do == step}
