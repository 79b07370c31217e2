"""Laws of the gate: what it promises of every case, not only of those in its cases."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from disposition import Decision, Lot
from disposition.facts import observe
from disposition.testing.strategies import quick
from disposition.testing.strategies.quick import Draw
from strategies import Document, is_valid, lot_documents_with_cases, with_absences
from support.engines import ENGINES_HERE
from support.shipped import POLICIES, lot_of

POLICY = POLICIES["release"]


def decide(doc: Document) -> Decision:
    return POLICY.decide(Lot.from_dict(doc), engine="compiled")


def case_of(name: str) -> Document:
    """Return the lot of a named case of the cases file."""
    return lot_of("release", name)


COMPLETE = {
    "put_right": case_of("what-was-put-right-and-shown-so-ships"),
    "accepted": case_of("what-was-accepted-at-once-ships"),
    "conceded": case_of("what-is-settled-with-money-ships"),
    "divided": case_of("the-part-that-conforms-ships"),
}


def changed(doc: Document, *changes: tuple[str, Any]) -> Document:
    """Return a copy of a case with values at some places changed."""
    copied = copy.deepcopy(doc)
    for place, value in changes:
        part: Any = copied
        *steps, last = place.replace("[", ".[").split(".")
        for step in steps:
            part = part[_key(step)]
        part[_key(last)] = value
    return copied


def _key(step: str) -> str | int:
    return int(step[1:-1]) if step.startswith("[") else step


def against(doc: Document, outcome: str) -> dict[str, bool]:
    """Return the rules that stand against an outcome, and whether each surely does."""
    return {each.rule: each.is_sure for each in decide(doc).obstacles(outcome)}


# --- every single piece --------------------------------------------------------------------------

_MAJOR_8 = [{"severity": "major", "category": "functional", "units": 8, "reworkable": True}]
_MINOR_11 = [{"severity": "minor", "category": "cosmetic", "units": 11, "reworkable": True}]
_CRITICAL = {"severity": "critical", "category": "cosmetic", "units": 1, "sku": "BLUE"}
_SAFETY = {"severity": "minor", "category": "safety", "units": 1, "sku": "BLUE"}
_UNLAWFUL = {"severity": "minor", "category": "regulatory", "units": 1, "sku": "BLUE"}
_AGAIN, _DECISION, _AGREEMENT = "case.inspections[1]", "case.decisions[1]", "case.agreements[0]"

# The place, what stands there when the piece is missing, and the rule that says so. None: unknown.
PUT_RIGHT: tuple[tuple[str, Any, str], ...] = (
    (f"{_DECISION}.decided", False, "not-accepted"),
    (f"{_DECISION}.outcome", "rework", "not-accepted"),
    ("case.decisions[0].decided", False, "not-decided-before"),
    ("case.decisions[0].decided", None, "not-decided-before"),
    ("case.agreements", [], "not-agreed"),
    (f"{_AGREEMENT}.consent", False, "not-agreed"),
    (f"{_AGREEMENT}.consent", None, "not-agreed"),
    (f"{_AGREEMENT}.scope", "concession", "not-agreed"),
    (f"{_AGREEMENT}.scope", None, "not-agreed"),
    (f"{_AGREEMENT}.sent_back", 3201, "agreed-on-too-few"),
    (f"{_AGAIN}.inspector", "Li", "inspected-by-the-same"),
    (f"{_AGAIN}.inspector", None, "inspected-by-the-same"),
    (f"{_AGAIN}.result", "fail", "result-not-pass"),
    (f"{_AGAIN}.result", "not_stated", "result-not-pass"),
    (f"{_AGAIN}.result", None, "result-not-pass"),
    (f"{_AGAIN}.photos", 0, "too-few-photos"),
    (f"{_AGAIN}.photos", None, "too-few-photos"),
    ("case.findings[0].resolved", False, "critical-not-resolved"),
    ("case.findings[0].resolved", None, "critical-not-resolved"),
    ("case.findings[1].resolved", False, "major-not-resolved"),
    ("case.findings[1].resolved", None, "major-not-resolved"),
    ("case.findings[0].proof", 0, "resolved-without-photo"),
    ("case.findings[1].proof", 0, "resolved-without-photo"),
    ("case.findings[1].proof", None, "resolved-without-photo"),
    ("inspection.defects", _MAJOR_8, "beyond-the-plan"),
    ("inspection.defects", _MINOR_11, "beyond-the-plan"),
    ("inspection.plan.aql.major", None, "beyond-the-plan"),
    ("inspection.checks[0].result", "fail", "check-not-passed"),
    ("inspection.checks[0].result", "pending", "check-not-passed"),
    (f"{_AGAIN}.workmanship", "fail", "workmanship-not-passed"),
    (f"{_AGAIN}.workmanship", "not_checked", "workmanship-not-passed"),
    (f"{_AGAIN}.workmanship", None, "workmanship-not-passed"),
    (f"{_AGAIN}.packaging", "fail", "packaging-not-passed"),
    (f"{_AGAIN}.packaging", None, "packaging-not-passed"),
    (f"{_AGAIN}.labelling", "fail", "labelling-not-passed"),
    (f"{_AGAIN}.labelling", None, "labelling-not-passed"),
    (f"{_AGAIN}.matches_sample", False, "not-like-the-sample"),
    (f"{_AGAIN}.matches_sample", None, "not-like-the-sample"),
    ("case.progress[1].failed", 1, "checkpoint-open"),
    ("case.progress[1].failed", None, "checkpoint-open"),
    ("case.papers", [], "no-reinspection-report"),
    ("case.papers", None, "no-reinspection-report"),
    ("case.papers[0].final", False, "no-reinspection-report"),
    ("case.papers[0].final", None, "no-reinspection-report"),
    ("case.papers[0].on", "2026-11-26", "no-reinspection-report"),
    ("case.papers[0].on", None, "no-reinspection-report"),
    ("inspection.defects", [_CRITICAL], "critical-never-ships"),
    ("inspection.defects", [_SAFETY], "safety-never-ships"),
    ("inspection.defects", [_UNLAWFUL], "regulatory-never-ships"),
    ("case.ends", [{"on": "2026-11-29", "end": "released"}], "already-released"),
    ("case.ends", [{"on": "2026-11-29", "end": "closed"}], "case-closed"),
)
CONCEDED: tuple[tuple[str, Any, str], ...] = (
    ("case.agreements", [], "concession-not-agreed"),
    (f"{_AGREEMENT}.consent", False, "concession-not-agreed"),
    (f"{_AGREEMENT}.current", False, "concession-not-agreed"),
    (f"{_AGREEMENT}.scope", "rework", "concession-not-agreed"),
    (f"{_AGREEMENT}.units_accepted", 3199, "concession-for-fewer"),
    (f"{_AGREEMENT}.compensation", None, "no-price-reduction"),
    (f"{_AGREEMENT}.compensation", "1280.01", "price-reduction-too-large"),
    ("contract.price_reduction.max_percent", None, "price-reduction-too-large"),
    ("lot.unit_price", None, "price-reduction-too-large"),
    ("case.papers", [], "no-compensation-agreement"),
    ("case.papers[0].final", False, "no-compensation-agreement"),
    ("case.papers[0].final", None, "no-compensation-agreement"),
    ("inspection.defects[0].severity", "critical", "critical-never-ships"),
    ("inspection.defects[0].category", "safety", "safety-never-ships"),
    ("inspection.defects[0].category", "regulatory", "regulatory-never-ships"),
)
DIVIDED: tuple[tuple[str, Any, str], ...] = (
    ("case.agreements", [], "part-not-agreed"),
    (f"{_AGREEMENT}.consent", False, "part-not-agreed"),
    (f"{_AGREEMENT}.current", False, "part-not-agreed"),
    (f"{_AGREEMENT}.scope", "rework", "part-not-agreed"),
    (f"{_AGREEMENT}.units", 2599, "quantities-do-not-add-up"),
    (f"{_AGREEMENT}.units", None, "quantities-do-not-add-up"),
    ("inspection.segments", None, "part-beyond-what-conforms"),
    ("inspection.defects[0].severity", "critical", "danger-not-contained"),
    ("inspection.defects[0].category", "safety", "danger-not-contained"),
    ("inspection.defects[0].category", "regulatory", "danger-not-contained"),
)
ACCEPTED: tuple[tuple[str, Any, str], ...] = (
    ("case.decisions", [], "not-decided"),
    ("case.decisions[0].decided", False, "not-decided"),
    ("case.decisions[0].current", False, "not-decided"),
    ("case.decisions[0].outcome", "termination", "order-ended"),
    ("inspection.defects", [_CRITICAL], "critical-never-ships"),
    ("inspection.defects", [_SAFETY], "safety-never-ships"),
    ("inspection.defects", [_UNLAWFUL], "regulatory-never-ships"),
)
PIECES = (
    *(("put_right", "release", *piece) for piece in PUT_RIGHT),
    *(("conceded", "release", *piece) for piece in CONCEDED),
    *(("divided", "release_part", *piece) for piece in DIVIDED),
    *(("accepted", "release", *piece) for piece in ACCEPTED),
)


@pytest.mark.parametrize(("way", "outcome"), [(w, "release") for w in COMPLETE if w != "divided"])
def test_a_complete_case_ships(way: str, outcome: str) -> None:
    assert (decide(COMPLETE[way]).outcome, against(COMPLETE[way], outcome)) == (outcome, {})


def test_a_complete_case_ships_in_part() -> None:
    assert decide(COMPLETE["divided"]).outcome == "release_part"
    assert against(COMPLETE["divided"], "release_part") == {}


@pytest.mark.parametrize(("way", "outcome", "place", "value", "rule"), PIECES)
def test_one_missing_piece_is_the_only_one_listed(
    way: str, outcome: str, place: str, value: Any, rule: str
) -> None:
    """Missing or unknown: exactly its own rule stands against the release."""
    doc = changed(COMPLETE[way], (place, value))
    assert decide(doc).outcome == "refuse"
    listed = against(doc, outcome)
    assert list(listed) == [rule]
    if value is not None and value != "pending":
        assert listed[rule]


def test_without_a_re_inspection_only_that_is_missing() -> None:
    doc = case_of("the-re-inspection-is-asked-for-when-the-goods-are-to-be-ready")
    assert against(doc, "release") == {"not-inspected-again": True}


def test_a_question_of_safety_refuses_whether_or_not_it_has_failed() -> None:
    for category, surely in (
        ("safety", "safety-never-ships"),
        ("regulatory", "regulatory-never-ships"),
    ):
        doc = changed(COMPLETE["put_right"], ("inspection.checks[0].category", category))
        failed = changed(doc, ("inspection.checks[0].result", "fail"))
        pending = changed(doc, ("inspection.checks[0].result", "pending"))
        assert against(failed, "release") == {surely: True}
        assert against(pending, "release") == {"safety-not-answered": True}


def test_what_is_no_agreement_falls_short_of_nothing() -> None:
    for key, value in (("consent", False), ("scope", "concession")):
        pieces = (f"{_AGREEMENT}.sent_back", 3201), (f"{_AGREEMENT}.{key}", value)
        assert against(changed(COMPLETE["put_right"], *pieces), "release") == {"not-agreed": True}


_DISTINCT = {
    place: (value, rule) for place, value, rule in PUT_RIGHT if value not in (None, "pending")
}


# Of an open finding nobody asks for a proof, and what is no agreement on work is of no number.
_RESTS_ON = {".proof": (".resolved",), ".sent_back": (".consent", ".scope")}


@given(st.sets(st.sampled_from(sorted(_DISTINCT))))
@example({"case.agreements[0].sent_back", "case.agreements[0].consent"})
@example({"case.agreements[0].sent_back", "case.agreements[0].scope"})
def test_what_is_missing_is_listed_no_more_and_no_less(places: set[str]) -> None:
    """Any pieces together: each with its own rule, and no other."""
    chosen = {place for place in places if not _is_within(place, places)}
    doc = changed(COMPLETE["put_right"], *((place, _DISTINCT[place][0]) for place in chosen))
    rules = {_DISTINCT[place][1] for place in chosen}
    assert {rule for rule, is_sure in against(doc, "release").items() if is_sure} == rules
    assert decide(doc).outcome == ("refuse" if rules else "release")


def _is_within(place: str, others: set[str]) -> bool:
    """Tell whether a piece is part of another, or matters only when the other is there."""
    rests_on = {
        place.replace(key, other)
        for key, others_of_it in _RESTS_ON.items()
        if place.endswith(key)
        for other in others_of_it
    }
    return not rests_on.isdisjoint(others) or place.partition("[")[0] in others


# --- near and far --------------------------------------------------------------------------------


def _maybe(draw: Draw, doc: Document, pieces: Iterable[tuple[str, Any, str]]) -> Document:
    few = draw(quick.integers(0, 2))
    for place, value, _ in draw(quick.lists(quick.sampled_from(list(pieces)), max_size=few)):
        try:
            doc = changed(doc, (place, value))
        except (KeyError, IndexError, TypeError):  # what it stood in was taken away before
            continue
    return doc


_OF_WAYS = {"put_right": PUT_RIGHT, "accepted": ACCEPTED, "conceded": CONCEDED, "divided": DIVIDED}
_OUTCOMES = ("accept", "concession", "partial_acceptance", "rework", "replacement", "termination")


def near_documents() -> st.SearchStrategy[Document]:
    """Draw a case that has everything, or lacks some of it; some are mixed up altogether."""
    return quick.drawn(_near_documents(), strips=2)


@quick.composite
def _near_documents(draw: Draw) -> Document:
    way = draw(quick.sampled_from(sorted(COMPLETE)))
    doc = _maybe(draw, copy.deepcopy(COMPLETE[way]), _OF_WAYS[way])
    other = COMPLETE[draw(quick.sampled_from(sorted(COMPLETE)))]
    few = draw(quick.integers(0, 2))
    for part in draw(quick.some_of(sorted(other["case"]), max_size=few)):
        doc["case"][part] = copy.deepcopy(other["case"][part])
    for decision in doc["case"]["decisions"] or ():
        stays = [decision.get("outcome")] * len(_OUTCOMES)
        decision["outcome"] = draw(quick.sampled_from([*stays, *_OUTCOMES]))
    return doc


def documents() -> st.SearchStrategy[Document]:
    """Draw a case, often one that has nearly everything; some values may be absent."""
    drawn = st.one_of(near_documents().filter(is_valid), lot_documents_with_cases())
    return st.one_of(drawn, drawn.flatmap(with_absences))


@given(documents(), st.sampled_from([False, None]))
def test_with_a_critical_finding_unresolved_nothing_ships(
    doc: Document, resolved: bool | None
) -> None:
    case = doc.setdefault("case", {})
    finding = {"code": "D1", "severity": "critical", "resolved": resolved, "proof": 3}
    case["findings"] = [*(case.get("findings") or ()), finding]
    decision = decide(doc)
    assert decision.ships == "none" or _is_what_stays(decision, doc)


def _is_what_stays(decision: Decision, doc: Document) -> bool:
    """Whether a part ships, and the finding may be the danger that is contained in what stays."""
    facts = observe(Lot.from_dict(doc), ["danger.contained", "case.reinspections"])
    return decision.ships == "part" and facts == {"danger.contained": True, "case.reinspections": 0}


@given(documents(), st.sampled_from([_CRITICAL, _SAFETY, _UNLAWFUL, {"units": 1}]))
def test_danger_never_ships(doc: Document, danger: Document) -> None:
    """Something critical, unsafe or unlawful in the last inspection, or of who knows what kind."""
    found = doc.setdefault("inspection", {}).get("defects")
    doc["inspection"]["defects"] = [*(found or ()), danger]
    assume(is_valid(doc))
    assert decide(doc).ships == "none"


@given(documents(), st.sampled_from(["safety", "regulatory", None]))
def test_an_unanswered_question_of_safety_ships_nothing(
    doc: Document, category: str | None
) -> None:
    check = {"name": "a test", "category": category, "result": "pending"}
    found = doc.setdefault("inspection", {}).get("checks")
    doc["inspection"]["checks"] = [*(found or ()), check]
    assert category is None or decide(doc).ships == "none"


@given(documents())
def test_a_failed_lot_without_a_re_inspection_ships_only_as_agreed(doc: Document) -> None:
    """Without a re-inspection, a lot that was ever decided not to be accepted ships nothing, but
    by a concession or partial shipment that both sides agreed on in writing."""
    case = doc.get("case") or {}
    again = [each.get("again") for each in case.get("inspections") or ()]
    failed = any(
        each.get("decided") is not False and each.get("outcome") not in (None, "accept")
        for each in case.get("decisions") or ()
    )
    if failed and True not in again and decide(doc).ships != "none":
        last = case["agreements"][-1]
        assert last["consent"] is True
        assert last["scope"] in ("concession", "partial_shipment")


RELEASED = (
    "case.outcome case.outcomes case.decided case.decided_before case.reinspections case.held "
    "agreement.carried_out agreement.in_force agreement.scope agreement.consent "
    "agreement.compensation agreement.percent agreement.accounts_for_all agreement.units_accepted "
    "assessments.mistaken findings.critical_unresolved findings.major_unresolved "
    "findings.unproven reinspection.result reinspection.by_another reinspection.photos "
    "reinspection.workmanship reinspection.packaging reinspection.labelling "
    "reinspection.matches_sample defects.all_accepted checks.all_passed progress.open_points "
    "papers.reinspection_report.final papers.compensation_agreement.final "
    "contract.price_reduction.max_amount contract.price_reduction.max_percent lot.quantity "
    "segments.conforming.quantity case.released case.closed"
).split()


@given(documents())
def test_what_ships_has_every_piece(doc: Document) -> None:
    decision = decide(doc)
    if decision.ships == "none":
        return
    facts = observe(Lot.from_dict(doc), RELEASED)
    assert (facts["case.released"], facts["case.closed"]) == (False, False)
    assert (facts["case.decided"], facts["case.held"]) == (True, False)
    assert facts["findings.critical_unresolved"] == 0 or _is_what_stays(decision, doc)
    if decision.outcome == "release_part":
        assert facts["case.outcome"] == "partial_acceptance"
        assert (facts["agreement.scope"], facts["agreement.consent"]) == ("partial_shipment", True)
        assert facts["agreement.in_force"]
        assert facts["agreement.accounts_for_all"]
        taken: Any = facts["agreement.units_accepted"]
        conforming: Any = facts["segments.conforming.quantity"]
        assert 0 < taken <= conforming
    elif facts["case.outcome"] == "concession":
        assert (facts["agreement.scope"], facts["agreement.consent"]) == ("concession", True)
        assert facts["agreement.in_force"]
        assert facts["papers.compensation_agreement.final"]
        amounts = [
            (facts[f"agreement.{key}"], facts[f"contract.price_reduction.max_{top}"])
            for key, top in (("compensation", "amount"), ("percent", "percent"))
        ]
        told: Any = [(amount, most) for amount, most in amounts if amount is not None]
        assert any(amount > 0 for amount, _ in told)
        assert all(amount <= most for amount, most in told)
        if facts["case.reinspections"]:  # money settles nothing that was sent back
            assert facts["reinspection.by_another"]
            assert facts["reinspection.result"] == "pass"
            assert (facts["findings.major_unresolved"], facts["findings.unproven"]) == (0, 0)
            assert facts["papers.reinspection_report.final"]
    else:
        assert facts["case.outcome"] == "accept"
        if facts["case.reinspections"] == 0:
            assert facts["case.outcomes"] == 1
        else:
            _has_shown_all(facts)


def _has_shown_all(facts: Any) -> None:
    assert facts["case.decided_before"]
    assert (
        facts["agreement.carried_out"]
        or facts["assessments.mistaken"]
        or facts["case.outcomes"] == 1
    )
    assert facts["reinspection.by_another"]
    assert facts["reinspection.matches_sample"]
    assert facts["reinspection.result"] == "pass"
    assert facts["reinspection.photos"] > 0
    looked_at = [
        facts[f"reinspection.{part}"] for part in ("workmanship", "packaging", "labelling")
    ]
    assert looked_at == ["pass"] * 3
    assert (facts["findings.major_unresolved"], facts["findings.unproven"]) == (0, 0)
    assert facts["checks.all_passed"]
    assert facts["progress.open_points"] == 0
    assert facts["papers.reinspection_report.final"]


_MONEY = ("compensation", "percent")


@given(near_documents().filter(is_valid), st.data())
def test_what_is_not_known_never_ships(doc: Document, data: st.DataObject) -> None:
    """What ships while something is unknown ships as well when it is told.

    An amount that nobody told counts as not agreed on, so that an amount and a percentage are
    either kept or told both.
    """
    less = data.draw(with_absences(doc))
    agreements = (less.get("case") or {}).get("agreements") or ()
    for agreement in agreements:
        assume(all(key in agreement for key in _MONEY))
    if decide(less).ships != "none":
        assert decide(doc).outcome == decide(less).outcome


@given(documents())
def test_all_engines_write_the_same_document(doc: Document) -> None:
    lot = Lot.from_dict(doc)
    assert len({POLICY.decide(lot, engine=name).to_json() for name in ENGINES_HERE}) == 1
