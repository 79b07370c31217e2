"""Laws of the papers of a case: what is missing is listed, no more and no less."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from disposition import Decision, Lot
from disposition.facts import observe
from disposition.policy.model import Ships
from strategies import Document, lot_documents_with_cases, with_absences
from support.engines import ENGINES_HERE
from support.shipped import POLICIES, lot_of

POLICY = POLICIES["documents"]

RULE_OF = {
    "inspection_report": "no-inspection-report",
    "communication": "no-communication",
    "notice": "no-notice",
    "rework_plan": "no-rework-plan",
    "timeline": "no-updated-timeline",
    "reinspection_report": "no-reinspection-report",
    "outcome": "no-outcome",
}


def decide(doc: Document) -> Decision:
    return POLICY.decide(Lot.from_dict(doc), engine="compiled")


def case_of(name: str) -> Document:
    """Return the lot of a named case of the cases file."""
    return lot_of("documents", name)


RELEASED = case_of("a-released-case-with-every-paper")


def steps(doc: Document) -> dict[str, date | None]:
    """Return the steps that are surely required, with the day by which."""
    return {each.do: each.due for each in decide(doc).obligations if each.applies == "yes"}


def with_papers(doc: Document, papers: list[Document] | None) -> Document:
    copied = copy.deepcopy(doc)
    copied.setdefault("case", {})["papers"] = papers
    return copied


def documents() -> st.SearchStrategy[Document]:
    """Draw a case of which some values may be absent; some hold every paper."""
    drawn = st.one_of(st.just(RELEASED).map(copy.deepcopy), lot_documents_with_cases())
    return st.one_of(drawn, drawn.flatmap(with_absences))


@given(st.sets(st.sampled_from(sorted(RULE_OF))), st.booleans())
def test_the_papers_taken_away_are_the_ones_listed(taken: set[str], are_drafts: bool) -> None:
    kept = [dict(each) for each in RELEASED["case"]["papers"]]
    if are_drafts:
        for each in kept:
            each["final"] = each["paper"] not in taken
    else:
        kept = [each for each in kept if each["paper"] not in taken]
    doc = with_papers(RELEASED, kept)
    against = decide(doc).obstacles("complete")
    assert {each.rule for each in against if each.is_sure} == {RULE_OF[each] for each in taken}
    filed = {f"file-{each.replace('_', '-')}" for each in taken}
    assert set(steps(doc)) == filed
    assert decide(doc).outcome == ("incomplete" if taken else "complete")


@given(documents())
def test_every_missing_paper_has_its_step(doc: Document) -> None:
    decision = decide(doc)
    missing = [each for each in decision.obstacles("complete") if each.is_sure]
    required = {each.do for each in decision.obligations if each.applies == "yes"}
    assert len(missing) == len(required - {"state-notice-period", "decide-lot"})


@given(documents())
def test_a_complete_case_has_nothing_to_file(doc: Document) -> None:
    decision = decide(doc)
    if decision.outcome == "complete":
        assert {each.do for each in decision.obligations} <= {"decide-lot"}
        held = observe(Lot.from_dict(doc), ["papers.inspection_report.final"])
        assert held["papers.inspection_report.final"] is True


def test_papers_ship_nothing() -> None:
    """Whatever the outcome; to hold ships nothing by itself."""
    assert {each.ships for each in POLICY.checked.outcomes} == {Ships.NONE}


@given(documents(), st.sampled_from(sorted(RULE_OF)))
def test_a_draft_never_completes_a_case(doc: Document, paper: str) -> None:
    as_of = doc.get("as_of")
    held: list[Any] = list((doc.get("case") or {}).get("papers") or ())
    draft = {"on": as_of, "paper": paper, "final": False}
    assert (
        decide(with_papers(doc, [*held, draft])).outcome == decide(with_papers(doc, held)).outcome
    )


def test_papers_are_due_two_days_after_they_can_be_written() -> None:
    days = {
        "file-inspection-report": "2026-11-20",
        "file-communication": "2026-11-21",
        "file-notice": "2026-12-11",
        "file-rework-plan": "2026-11-23",
        "file-timeline": "2026-11-23",
        "file-reinspection-report": "2026-11-29",
        "file-outcome": "2026-12-01",
    }
    due = {step: day.isoformat() for step, day in steps(with_papers(RELEASED, [])).items() if day}
    assert due == days
    reported = steps(case_of("a-lot-that-was-reported-is-decided-on"))
    assert reported["decide-lot"] == date(2026, 11, 19)
    conceded = case_of("an-agreed-concession-needs-its-agreement-and-timeline")
    assert steps(conceded)["file-compensation-agreement"] == date(2026, 11, 23)


@given(documents())
def test_all_engines_write_the_same_document(doc: Document) -> None:
    lot = Lot.from_dict(doc)
    assert len({POLICY.decide(lot, engine=name).to_json() for name in ENGINES_HERE}) == 1
