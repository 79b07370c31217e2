"""Laws of what follows for the supplier: nobody is judged before the end, nor for our mistake."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from disposition import Decision, Lot
from disposition.policy.model import Ships
from disposition.testing.strategies import quick
from disposition.testing.strategies.quick import Draw
from strategies import Document, is_valid, lot_documents_with_cases, with_absences
from support.engines import ENGINES_HERE
from support.shipped import POLICIES, lot_of

POLICY = POLICIES["relationship"]
STANDINGS = [outcome.id for outcome in POLICY.checked.outcomes]
JUDGED = ("suspend", "tighten", "watch")


def decide(doc: Document) -> Decision:
    return POLICY.decide(Lot.from_dict(doc), engine="compiled")


def case_of(name: str) -> Document:
    """Return the lot of a named case of the cases file."""
    return lot_of("relationship", name)


RELEASED = case_of("who-handles-it-well-gains")
ENDED = case_of("an-order-ended-over-safety-suspends")


def near_documents() -> st.SearchStrategy[Document]:
    """Draw a resolved case near to where the policy decides otherwise."""
    return quick.drawn(_near_documents(), strips=1)


@quick.composite
def _near_documents(draw: Draw) -> Document:
    doc = copy.deepcopy(draw(quick.sampled_from([RELEASED, RELEASED, ENDED])))
    in_a_row = draw(quick.integers(0, 3))
    doc["supplier"] |= {
        "relationship_months": draw(quick.sampled_from([3, 12, 36])),
        "lots_rejected": in_a_row,
        "consecutive_rejected": in_a_row,
        "repeat_defects": draw(quick.integers(0, 3)),
    }
    doc["shipment"]["ship_by"] = draw(quick.sampled_from(["2026-11-28", "2026-12-01"]))
    case = doc["case"]
    case["replies"] = draw(quick.sampled_from([[], [{"on": "2026-11-20"}], [{"on": "2026-11-25"}]]))
    case["supplied"] = [each for each in case["supplied"] if draw(quick.booleans())]
    for finding in case["findings"]:
        finding["severity"] = draw(quick.sampled_from(["minor", "major", "critical"]))
    return doc


def documents() -> st.SearchStrategy[Document]:
    """Draw a case of which some values may be absent."""
    drawn = st.one_of(near_documents(), lot_documents_with_cases())
    return st.one_of(drawn, drawn.flatmap(with_absences))


def with_case(doc: Document, **lists: Any) -> Document:
    copied = copy.deepcopy(doc)
    copied["case"] = {**(copied.get("case") or {}), **lists}
    return copied


@given(documents())
def test_nobody_is_judged_while_the_case_goes_on(doc: Document) -> None:
    doc = with_case(doc, ends=[], agreements=[])
    decision = decide(doc)
    assert decision.outcome == "not_resolved"
    assert decision.obligations == ()


@given(documents(), st.sampled_from(["finding_mistaken", "open_to_both"]))
def test_nobody_is_judged_for_what_was_not_their_fault(doc: Document, shows: str) -> None:
    """Our mistake or an unclear specification has no consequences, unless there was danger."""
    assessment = {"topic": "specification", "shows": shows, "by": "third_party"}
    decision = decide(with_case(doc, assessments=[assessment]))
    if decision.outcome in JUDGED:
        reasons = {each.rule for each in decision.reasons}
        assert reasons <= {"safety-beyond-repair", "dangerous-once"}
        assert shows == "open_to_both" or "dangerous-once" not in reasons


_DANGERS = st.sampled_from(
    [
        {"severity": "critical", "category": "cosmetic", "units": 1},
        {"severity": "minor", "category": "safety", "units": 1},
        {"severity": "minor", "category": "regulatory", "units": 1},
    ]
)


@given(documents(), _DANGERS)
def test_who_leaves_danger_behind_gets_no_new_order(doc: Document, danger: Document) -> None:
    closed = with_case(doc, ends=[{"end": "closed"}])
    closed.setdefault("inspection", {})
    closed["inspection"]["defects"] = [*(closed["inspection"].get("defects") or ()), danger]
    assume(is_valid(closed))
    assert decide(closed).outcome == "suspend"


@given(near_documents(), st.data())
def test_a_better_record_never_yields_a_worse_standing(doc: Document, data: st.DataObject) -> None:
    """Of cases that are over; `keep` and `strengthen` differ by how this case was handled."""
    better = copy.deepcopy(doc)
    supplier = doc["supplier"]
    fewer = data.draw(st.integers(0, supplier["consecutive_rejected"]))
    better["supplier"] |= {
        "consecutive_rejected": fewer,
        "lots_rejected": fewer,
        "repeat_defects": data.draw(st.integers(0, supplier["repeat_defects"])),
    }
    before, after = (STANDINGS.index(decide(each).outcome) for each in (doc, better))
    assert after >= before


@given(near_documents())
def test_praise_is_earned(doc: Document) -> None:
    decision = decide(doc)
    if decision.outcome == "strengthen":
        given_parts = {each["part"] for each in doc["case"]["supplied"]}
        assert {"acknowledgement", "root_cause", "corrective_action"} <= given_parts
        assert doc["case"]["replies"] == [{"on": "2026-11-20"}]
        assert doc["shipment"]["ship_by"] == "2026-12-01"
        assert "critical" not in [each["severity"] for each in doc["case"]["findings"]]


@given(near_documents())
def test_who_knows_all_gets_a_standing(doc: Document) -> None:
    assert decide(doc).status == "decided"


@given(documents())
def test_a_closed_case_has_nothing_left_to_do(doc: Document) -> None:
    assert decide(with_case(doc, ends=[{"end": "closed"}])).obligations == ()


def test_a_standing_ships_nothing() -> None:
    """Whatever the outcome; to hold ships nothing by itself."""
    assert {each.ships for each in POLICY.checked.outcomes} == {Ships.NONE}


def test_what_follows_is_settled_a_week_after_the_release() -> None:
    assert {each.do: each.due for each in decide(RELEASED).obligations} == {
        "record-standing": date(2026, 12, 6),
        "switch-inspection-state": date(2026, 12, 6),
        "add-checkpoints": date(2026, 12, 6),
        "verify-effectiveness": None,
        "thank-supplier": date(2026, 12, 6),
        "settle-costs": date(2026, 12, 6),
    }
    watched = {each.do: each.due for each in decide(case_of("who-is-late-is-watched")).obligations}
    assert watched["inspect-during-production"] == date(2026, 12, 6)


@given(documents())
def test_all_engines_write_the_same_document(doc: Document) -> None:
    lot = Lot.from_dict(doc)
    assert len({POLICY.decide(lot, engine=name).to_json() for name in ENGINES_HERE}) == 1
