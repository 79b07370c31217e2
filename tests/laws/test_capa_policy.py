"""Laws of the policy `capa`: what is asked of a supplier in every case, and what never is."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from disposition import Decision, Lot
from disposition.explain.document.rationale import Obligation
from disposition.facts.document.case_events import CAUSES, EVIDENCE, PARTS
from disposition.testing.strategies import quick
from disposition.testing.strategies.quick import Draw
from strategies import Document, eventful_documents, is_valid, with_absences
from support.shipped import POLICIES, lot_of

POLICY = POLICIES["capa"]
LOT: Document = lot_of("capa", "a-certified-supplier-uses-its-own-process")
CALLED_ON = date(2026, 11, 20)
ASKED = {
    *("acknowledge", "contain", "give-root-cause", "give-corrective-action"),
    *("give-rework-plan", "give-timeline", "five-whys", "fill-8d"),
}
OURS = {
    *("share-request-draft", "ask-for-corrective-action"),
    *("remind-supplier", "return-reply"),
}
DANGER = {"severity": "critical", "category": "safety", "units": 1, "reworkable": True}


def decide(doc: Document) -> Decision:
    return POLICY.decide(Lot.from_dict(doc), engine="compiled")


def steps(decision: Decision) -> list[Obligation]:
    """Return what is surely required."""
    return [each for each in decision.obligations if each.applies == "yes"]


def codes(decision: Decision) -> set[str]:
    """Return the code of everything that is or may be required."""
    return {each.do for each in decision.obligations}


def on(day: int) -> str:
    return (CALLED_ON + timedelta(day)).isoformat()


def with_case(doc: Document, **lists: Any) -> Document:
    """Return a copy of a case with some of its lists changed."""
    copied = copy.deepcopy(doc)
    copied["case"] = {**copied.get("case", {}), **lists}
    return copied


# --- cases ---------------------------------------------------------------------------------------


def answered() -> st.SearchStrategy[Document]:
    """Draw a case in which the supplier was called and has given some of what was asked for."""
    return quick.drawn(_answered(), strips=2)


@quick.composite
def _answered(draw: Draw) -> Document:
    replied = draw(quick.integers(0, 12))
    written = draw(quick.lists(quick.integers(0, 20), max_size=1))
    doc = with_case(
        LOT,
        contacts=[
            *LOT["case"]["contacts"],
            *(
                {
                    "on": on(day),
                    "channel": "email",
                    "purpose": draw(quick.sampled_from(["reminder", "follow_up"])),
                    "about": "cause",
                    "private": True,
                    "copied": 0,
                    "senior": False,
                }
                for day in written
            ),
        ],
        replies=[{"on": on(replied)}],
        supplied=[
            {
                "on": on(replied),
                "part": part,
                "evidence": draw(quick.sampled_from(EVIDENCE)),
                "cause": draw(quick.sampled_from(CAUSES)),
            }
            for part in draw(quick.some_of(PARTS))
        ],
    )
    doc["supplier"]["iso9001"] = draw(quick.booleans())
    doc["supplier"]["repeat_defects"] = draw(quick.integers(0, 1))
    doc["as_of"] = on(20 + draw(quick.integers(0, 20)))
    return doc


def any_case() -> st.SearchStrategy[Document]:
    complete = st.one_of(answered(), eventful_documents())
    return st.one_of(complete, complete.flatmap(with_absences))


# --- when nothing is asked for -------------------------------------------------------------------


@given(any_case(), st.sampled_from(["email", "letter", "message"]))
def test_nothing_is_asked_before_somebody_spoke(doc: Document, channel: str) -> None:
    """However much was written."""
    written = [{"channel": channel, "purpose": "opening", "about": "batch"}]
    decision = decide(with_case(doc, contacts=written))
    assert not codes(decision) & (ASKED | OURS)


@given(any_case())
def test_where_nothing_failed_nothing_is_asked_for(doc: Document) -> None:
    decision = decide(doc)
    if decision.outcome == "not_asked":
        assert not codes(decision) & (ASKED | OURS)


@given(any_case())
def test_a_closed_case_asks_for_nothing(doc: Document) -> None:
    assert not decide(with_case(doc, ends=[{"end": "closed"}])).obligations


@given(answered())
def test_who_gave_everything_is_left_alone(doc: Document) -> None:
    supplied = [
        {"on": on(5), "part": part, "evidence": "document", "cause": "process"} for part in PARTS
    ]
    doc = with_case(doc, supplied=supplied, replies=[{"on": on(5)}])
    assert not codes(decide(doc)) & (ASKED | OURS)


# --- who is asked how ----------------------------------------------------------------------------


@given(any_case())
def test_a_certified_supplier_is_not_guided(doc: Document) -> None:
    decision = decide(doc)
    supplier = doc.get("supplier", {})
    certified = True if supplier.get("export_experience") else supplier.get("iso9001")
    assert (
        decision.outcome
        in {
            None: ("not_asked", "hold"),
            True: ("not_asked", "hold", "own_process"),
            False: ("not_asked", "hold", "guided"),
        }[certified]
    )
    if decision.outcome != "guided":
        assert not codes(decision) & {"five-whys", "fill-8d"}


@given(answered())
def test_what_is_lacking_is_either_for_us_to_return_or_for_the_supplier_to_give(
    doc: Document,
) -> None:
    """The ball is on one side: what was given is not asked for again before it went back."""
    found = {each.do for each in steps(decide(doc))}
    parts = {each["part"] for each in doc["case"]["supplied"]}
    if "return-reply" in found:
        given_ = {"root_cause": "give-root-cause", "corrective_action": "give-corrective-action"}
        assert not found & {step for part, step in given_.items() if part in parts}
        assert parts & set(given_)


# --- by when -------------------------------------------------------------------------------------


@given(answered())
def test_danger_asks_for_the_same_and_never_later(doc: Document) -> None:
    dangerous = copy.deepcopy(doc)
    dangerous["inspection"]["defects"] = [*doc["inspection"]["defects"], DANGER]
    asked, sooner = decide(doc), decide(dangerous)
    assert codes(asked) - {"remind-supplier"} == codes(sooner) - {"remind-supplier"}
    for code in codes(asked) & ASKED:
        assert _first_due(sooner, code) <= _first_due(asked, code)
    if "remind-supplier" in codes(asked):
        assert "remind-supplier" in codes(sooner)


def _first_due(decision: Decision, code: str) -> date:
    return min(each.due for each in steps(decision) if each.do == code and each.due)


@given(answered())
def test_only_what_is_overdue_is_reminded_of(doc: Document) -> None:
    decision = decide(doc)
    today = date.fromisoformat(doc["as_of"])
    overdue = {each.do for each in steps(decision) if each.due and each.due < today}
    reminders = [each for each in steps(decision) if each.do == "remind-supplier"]
    assert not reminders or overdue & ASKED
    assert len(reminders) <= len(overdue & ASKED)


@given(answered())
def test_nobody_is_reminded_twice_within_days(doc: Document) -> None:
    reminder = {**LOT["case"]["contacts"][0], "on": doc["as_of"], "purpose": "reminder"}
    doc = with_case(doc, contacts=[*doc["case"]["contacts"], reminder])
    assert "remind-supplier" not in codes(decide(doc))


@given(eventful_documents(), st.sampled_from([None, "none", "statement"]))
def test_a_cause_that_nothing_supports_is_never_enough(doc: Document, evidence: str | None) -> None:
    """While we have not spoken since the reply, it goes back; then it is asked for again."""
    call = {**LOT["case"]["contacts"][0], "on": doc["as_of"]}
    reply = {"on": doc["as_of"]}
    cause = {**reply, "part": "root_cause", "evidence": evidence or "none"}
    doc = with_case(doc, contacts=[call], replies=[reply], supplied=[cause], ends=[])
    # Nothing is asked while demands rest, nor of whom an order was ended with.
    doc = with_case(doc, assessments=[], readings=[], agreements=[])
    assume(is_valid(doc))
    decision = decide(doc)
    if decision.outcome not in ("not_asked", "hold"):
        assert "return-reply" in {each.do for each in steps(decision)}


DRAFT = {"on": on(0), "paper": "corrective_action_request", "final": False}
DUE = [
    ("acknowledge", {}, 2),
    ("contain", {}, 3),
    ("give-rework-plan", {}, 5),
    ("give-timeline", {}, 5),
    ("give-root-cause", {}, 10),
    ("give-corrective-action", {}, 15),
    ("share-request-draft", {}, 2),
    ("ask-for-corrective-action", {"case": {**LOT["case"], "papers": [DRAFT]}}, 4),
    ("five-whys", {"supplier": {"iso9001": False}}, 5),
    ("fill-8d", {"supplier": {"iso9001": False}}, 15),
    ("acknowledge", {"inspection": {"defects": [DANGER]}}, 1),
    ("contain", {"inspection": {"defects": [DANGER]}}, 2),
    ("give-rework-plan", {"inspection": {"defects": [DANGER]}}, 3),
    ("give-timeline", {"inspection": {"defects": [DANGER]}}, 3),
    ("give-root-cause", {"inspection": {"defects": [DANGER]}}, 5),
    ("give-corrective-action", {"inspection": {"defects": [DANGER]}}, 8),
]


@pytest.mark.parametrize(("step", "sections", "days"), DUE)
def test_by_when(step: str, sections: Document, days: int) -> None:
    doc = copy.deepcopy(LOT)
    for section, values in sections.items():
        doc[section] |= values
    assert _first_due(decide(doc), step) == CALLED_ON + timedelta(days)


def test_who_has_a_good_record_names_the_days_but_where_there_is_danger() -> None:
    doc = copy.deepcopy(LOT)
    doc["supplier"]["relationship_months"] = 24
    mild = {each.do: each.due for each in steps(decide(doc)) if each.do in ASKED}
    assert set(mild) == ASKED - {"five-whys", "fill-8d"}
    assert set(mild.values()) == {None}
    doc["inspection"]["defects"] = [DANGER]
    assert all(_first_due(decide(doc), step) for step in mild)


def test_by_when_a_reply_goes_back_and_the_effect_is_looked_at() -> None:
    weak = [{"on": on(5), "part": "root_cause", "evidence": "none"}]
    doc = with_case(LOT, replies=[{"on": on(5)}], supplied=weak)
    doc["as_of"] = on(6)
    assert _first_due(decide(doc), "return-reply") == CALLED_ON + timedelta(7)
    done = [{"on": on(5), "part": "corrective_action", "evidence": "document"}]
    doc = with_case(doc, supplied=done, ends=[{"on": on(6), "end": "released"}])
    assert _first_due(decide(doc), "verify-effectiveness") == CALLED_ON + timedelta(96)
