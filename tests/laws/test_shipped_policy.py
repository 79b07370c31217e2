"""Laws of the shipped policy: what it promises of every lot, not only of those in its cases."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from disposition import Decision, Lot
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.document.lot_document import CATEGORIES
from disposition.facts.native.samples.segment_judgement import judge_segments
from disposition.testing.strategies import quick
from disposition.testing.strategies.quick import Draw, drawn
from strategies import Document, is_valid, lot_documents, with_absences
from support.engines import ENGINES_HERE
from support.shipped import POLICY

LENIENCE = [outcome.id for outcome in POLICY.checked.outcomes]


def decide(doc: Document) -> Decision:
    return POLICY.decide(Lot.from_dict(doc), engine="compiled")


# --- lots ----------------------------------------------------------------------------------------

_RESULTS = ("pass", "pass", "fail", "pending", "not_applicable")
_CHECKS = ("safety", "regulatory", "functional", "labelling", "packaging")


@quick.composite
def _near_lines(draw: Draw) -> list[Document]:
    """Draw defect lines about the acceptance numbers of the plan: 7 major, 10 minor."""
    lines = []
    for _ in range(draw(quick.integers(0, 3))):
        severity = draw(quick.sampled_from(["minor", "minor", "major", "critical"]))
        category = quick.sampled_from(
            ["cosmetic", "packaging", "labelling", "functional", "safety"]
        )
        lines.append(
            {
                "severity": severity,
                "category": draw(quick.one_of(quick.just("cosmetic"), category)),
                "units": draw(quick.sampled_from([0, 1, 2, 7, 8, 10, 11, 12, 13, 15, 16, 25])),
                "sku": draw(quick.sampled_from(["RED", "BLUE"])),
                "reworkable": draw(quick.sampled_from([True, True, True, False])),
                "sortable": draw(quick.booleans()),
            }
        )
    return lines


def near_documents() -> st.SearchStrategy[Document]:
    """Draw a lot whose every value is known and near to where the policy decides otherwise."""
    return drawn(_near_documents(), strips=2)


@quick.composite
def _near_documents(draw: Draw) -> Document:
    clause = {"clause": quick.just("7.4"), "allowed": quick.sampled_from([True, True, False])}
    topic = quick.fixed_dictionaries(clause)
    check = quick.fixed_dictionaries(
        {
            "name": quick.just("a check"),
            "category": quick.sampled_from(_CHECKS),
            "result": quick.sampled_from(_RESULTS),
            "reworkable": quick.sampled_from([True, True, False]),
        }
    )
    reports = quick.sampled_from(["pass", "fail", "pending", "hold", "not_stated"])
    in_a_row = draw(quick.integers(0, 3))
    return {
        "lot": {
            "id": "PO-1",
            "quantity": 3200,
            "unit_price": "4.20",
            "currency": "USD",
            "regulated": draw(quick.booleans()),
        },
        "inspection": {
            "id": "R-1",
            "date": "2026-11-18",
            "type": draw(quick.sampled_from(["final_random", "final_random", "reinspection"])),
            "report_result": draw(reports),
            "report_complete": draw(quick.sampled_from([True, True, False])),
            "sample_size": draw(quick.sampled_from([250, 250, 250, 125, 124])),
            "plan": {
                "standard": "iso2859-1",
                "level": "II",
                "state": "normal",
                "type": "single",
                "aql": {"critical": "0", "major": "2.5", "minor": "4.0"},
            },
            "defects": draw(_near_lines()),
            "segments": [
                {"sku": "RED", "quantity": 2000, "sample_size": 62},
                {"sku": "BLUE", "quantity": 500, "sample_size": draw(quick.sampled_from([50, 49]))},
            ],
            "checks": draw(quick.lists(check, max_size=2)),
            "evidence": {"photos": draw(quick.integers(0, 1)), "videos": 0},
        },
        "shipment": {
            "ship_by": draw(quick.sampled_from(["2026-11-27", "2026-11-28", "2026-11-30"])),
            "urgency": draw(quick.sampled_from(["low", "normal", "high", "critical"])),
            "rework_days": draw(quick.integers(3, 4)),
            "reinspection_days": 2,
        },
        "supplier": {
            "relationship_months": draw(quick.sampled_from([3, 12, 36])),
            "lots_inspected": 12,
            "lots_rejected": in_a_row,
            "consecutive_rejected": in_a_row,
            "repeat_defects": draw(quick.sampled_from([0, 0, 1, 2])),
            "lots_unsafe": draw(quick.integers(0, in_a_row)),
        },
        "contract": {
            "rework": draw(topic),
            "replacement": {"clause": "9.1"},
            "partial_shipment": draw(topic),
            "price_reduction": {**draw(topic), "max_percent": "10"},
            "termination": draw(topic),
            "notice_days": 14,
            "cure_days": draw(quick.sampled_from([0, 15])),
        },
        "as_of": "2026-11-22",
    }


def complete_documents() -> st.SearchStrategy[Document]:
    """Draw a lot of which every value is given."""
    return st.one_of(near_documents().filter(is_valid), lot_documents())


def documents() -> st.SearchStrategy[Document]:
    """Draw a lot of which some values may be absent."""
    return st.one_of(complete_documents(), complete_documents().flatmap(with_absences))


def changed(doc: Document, path: str, value: Any) -> Document:
    """Return a copy of a lot with one value changed."""
    copied = copy.deepcopy(doc)
    part: Any = copied
    *steps, last = path.split(".")
    for step in steps:
        part = part.setdefault(step, {})
    part[last] = value
    return copied


# --- safety --------------------------------------------------------------------------------------

URGENT = st.sampled_from([None, "low", "normal", "high", "critical"])


def line(**values: Any) -> st.SearchStrategy[Document]:
    """Draw a defect line of which some values are fixed; None leaves a value out."""
    parts = {
        "severity": quick.sampled_from([None, "critical", "major", "minor"]),
        "category": quick.sampled_from([None, "safety", "regulatory", "cosmetic", "other"]),
        "units": quick.sampled_from([None, 1]),
        "reworkable": quick.sampled_from([None, True, False]),
    }
    parts |= {key: quick.just(value) for key, value in values.items()}
    return drawn(quick.fixed_dictionaries(parts), strips=1)


DANGERS = st.one_of(line(severity="critical"), line(category="safety"), line(category="regulatory"))


def with_line(doc: Document, added: Document) -> Document:
    return changed(doc, "inspection.defects", [*(doc["inspection"].get("defects") or ()), added])


def with_check(doc: Document, added: Document) -> Document:
    return changed(doc, "inspection.checks", [*(doc["inspection"].get("checks") or ()), added])


@given(documents(), DANGERS, URGENT)
def test_danger_never_ships(doc: Document, danger: Document, urgency: str | None) -> None:
    """A critical, safety or regulatory defect: nothing ships, whatever else is so."""
    doc = changed(with_line(doc, danger), "shipment.urgency", urgency)
    assume(is_valid(doc))
    assert decide(doc).ships == "none"


@given(documents(), line(severity=None), URGENT)
def test_a_defect_of_unknown_severity_never_ships(
    doc: Document, unclassed: Document, urgency: str | None
) -> None:
    doc = changed(with_line(doc, unclassed), "shipment.urgency", urgency)
    assume(is_valid(doc))
    assert decide(doc).ships == "none"


@given(
    documents(),
    st.sampled_from(["safety", "regulatory", None]),
    st.sampled_from(["fail", "pending", None]),
)
def test_safety_that_is_not_proved_never_ships(
    doc: Document, category: str | None, result: str | None
) -> None:
    """A check of safety or law, or of who knows what, that failed, is pending or has no result."""
    check = {"name": "a test", "category": category, "result": result}
    assert decide(with_check(doc, check)).ships == "none"


# --- more defects --------------------------------------------------------------------------------


def lenience(doc: Document) -> int:
    """Return the place, from the most lenient, of the outcome that a lot has or may still have.

    That is the outcome decided on. When the decision waits for information, it is the most
    lenient outcome that is still possible: the one that was looked at.
    """
    considered = decide(doc).considered
    return len(LENIENCE) if considered is None else LENIENCE.index(considered)


def segment_of(doc: Document, draw: st.DrawFn) -> Document:
    """Draw the segment to which a defect belongs: a listed one, or any."""
    segments = doc["inspection"].get("segments") or [{}]
    home = draw(st.sampled_from([*segments, {}]))
    return {key: home[key] for key in ("sku", "batch") if key in home}


@st.composite
def lots_and_worse(draw: st.DrawFn) -> tuple[Document, Document]:
    """Draw a lot and the same with one more defect, more units, a graver one or a failed check.

    A graver defect is a critical one. Minor and major units are counted each for themselves
    (ISO 2859-1), so that a lot with one minor unit too many and no major one does conform when
    that unit is called major instead.
    """
    doc = draw(documents())
    worse = copy.deepcopy(doc)
    defects = worse["inspection"].setdefault("defects", [])
    checks = worse["inspection"].get("checks") or []
    kind = draw(st.sampled_from(["line", "units", "severity", "check", "fail"]))
    if kind == "line":
        defects.append(draw(line()) | segment_of(doc, draw))
    elif kind == "check":
        category = draw(st.sampled_from(CATEGORIES))
        worse = with_check(worse, {"category": category, "result": "fail"})
    elif kind == "fail":
        assume(checks)
        draw(st.sampled_from(checks))["result"] = "fail"
    else:
        known = [each for each in defects if each.get("units")]
        assume(known)
        chosen = draw(st.sampled_from(known))
        if kind == "units":
            chosen["units"] += draw(st.integers(1, 9))
        else:
            chosen["severity"] = "critical"
    assume(is_valid(worse))
    return doc, worse


def conforming_parts(doc: Document) -> set[tuple[str | None, str | None]]:
    """Return the segments that conform on their own samples."""
    judged = judge_segments(Lot.from_dict(doc))
    return {(each.sku, each.batch) for each in judged if each.conforming}


@given(lots_and_worse())
def test_more_defects_never_yield_a_more_lenient_outcome(pair: tuple[Document, Document]) -> None:
    """The outcome for the worse lot is none before the one that the lot has or may still have.

    A worse lot that is held has no outcome and ships nothing. One more line of unknown severity
    may leave open how many minor units there are, so that a concession is looked at which they
    rule out without it; told all, the lot gets none. Where the worse lot is not reworked any more,
    a part may go that would have waited for the rest; it conforms in the better lot as well.
    """
    doc, worse = pair
    after, before = decide(worse), decide(doc)
    if "sort" in (after.outcome, before.considered):  # what a look finds decides, not how bad it is
        assert after.ships != "all"
        assert after.ships == "none" or before.considered != "sort" or parts_go(doc, worse)
    else:
        assert after.status != "decided" or lenience(worse) >= lenience(doc) or parts_go(doc, worse)


def parts_go(doc: Document, worse: Document) -> bool:
    """Whether a worse lot ships only parts that conform in the better one as well."""
    after = decide(worse)
    going = {(each.sku, each.batch) for each in after.parts if each.ships == "all"}
    is_by_segments = [reason.rule for reason in after.reasons] == ["conforming-segments-ship"]
    return is_by_segments and going <= conforming_parts(doc)


# --- learning ------------------------------------------------------------------------------------


MEANT_BY_ABSENCE = ("lot.brand_at_risk",)
"""Values whose absence means something, as the page of the lot document says."""


@given(st.data())
def test_learning_a_missing_fact_never_changes_a_decision(data: st.DataObject) -> None:
    full = data.draw(complete_documents())
    partial = data.draw(with_absences(full))
    for path in MEANT_BY_ABSENCE:
        section, key = path.split(".")
        if key in full[section]:
            partial = changed(partial, path, full[section][key])
    before = decide(partial)
    assume(before.status == "decided")
    after = decide(full)
    assert (after.outcome, after.status) == (before.outcome, "decided")


@given(documents(), st.sampled_from(CATEGORIES))
def test_what_a_pending_check_says_never_loosens_a_decision(doc: Document, category: str) -> None:
    """One that passes changes nothing. One that fails may call for more than what was decided."""
    check = {"name": "a test", "category": category}
    pending, passed, failed = (
        with_check(doc, check | {"result": result}) for result in ("pending", "pass", "fail")
    )
    before = decide(pending)
    assume(before.status == "decided")
    assert decide(passed).outcome == before.outcome
    assert lenience(failed) >= lenience(pending)


@given(documents())
def test_the_report_of_a_first_inspection_tightens_and_never_loosens(doc: Document) -> None:
    """What it says by itself may hold a lot of which something ships, and changes no more."""
    first = changed(changed(doc, "inspection.type", "final_random"), "inspection.round", 1)
    first = changed(first, "inspection.report_complete", None)

    def decided(result: str | None) -> tuple[str, str, str | None]:
        decision = decide(changed(first, "inspection.report_result", result))
        return decision.outcome, decision.status, decision.considered

    without = decided(None)
    assert decided("pass") == decided("not_stated") == without
    held = ("hold", "needs_information", without[0])
    failed = any(each.get("result") == "fail" for each in first["inspection"].get("checks") or ())
    for result in ("fail", "pending", "hold", "conditional"):
        told = decided(result)
        if without[0] == "partial_acceptance" and result in ("pending", "hold"):
            assert told in (held, without)  # a check that is listed may be what it is pending for
        elif result == "fail" and failed:
            assert told in (held, without)  # and what it fails for
        else:
            assert told == (held if without[0] == "accept" else without)


@given(documents())
def test_an_inspection_before_the_goods_are_finished_ships_nothing(doc: Document) -> None:
    early = changed(changed(doc, "inspection.type", "during_production"), "inspection.round", None)
    unpacked = changed(doc, "inspection.packed_percent", "79.9")
    assert decide(early).ships == decide(unpacked).ships == "none"


@given(documents())
def test_each_extra_round_is_never_laxer(doc: Document) -> None:
    """But that a part goes which conforms, once the rest is not reworked any more."""
    again = changed(doc, "inspection.type", "reinspection")
    rounds = [lenience(changed(again, "inspection.round", number)) for number in (2, 3, 4, 5)]
    of_the_whole = [each for each in rounds if LENIENCE[each:][:1] != ["partial_acceptance"]]
    assert of_the_whole == sorted(of_the_whole)
    assert all(each >= min(rounds[0], LENIENCE.index("partial_acceptance")) for each in rounds)


# --- no gaps, no contradictions ------------------------------------------------------------------


def told_whole(doc: Document) -> Document:
    """Return a lot that tells the states of its named plans, both names of the segment that a line
    gives one name of, and its nonconforming units where its lines leave open how many there are."""
    doc = copy.deepcopy(doc)
    inspection = doc["inspection"] = doc["inspection"] | {"report_complete": True}
    for plan in inspection.get("plans") or ():
        plan.setdefault("state", "normal")
    for each in inspection["defects"]:
        each.setdefault("sortable", False)
        names = {key: each[key] for key in ("sku", "batch") if each.get(key) is not None}
        for home in inspection.get("segments") or ():
            if names and names.items() <= home.items():
                each.update({key: home[key] for key in ("sku", "batch") if key in home})
                break
    doc["lot"] = {"ordered_quantity": doc["lot"]["quantity"]} | doc["lot"]
    if inspection["plan"].get("counting") == "nonconforming_units":
        return doc
    lines = [each for each in inspection["defects"] if each.get("plan") is None]
    told: dict[str, int] = {}
    for place, severity in enumerate(SEVERITIES):
        graver = SEVERITIES[: place + 1]
        largest = max((each["units"] for each in lines if each["severity"] in graver), default=0)
        most = min(largest, inspection["sample_size"])
        told[severity] = most - sum(told.values())
    return changed(doc, "inspection.nonconforming_units", told)


@given(complete_documents())
def test_who_knows_all_gets_a_decision(doc: Document) -> None:
    """Only what no document can tell stays open: a sample or a plan that does not judge, a check
    that is pending, a re-inspection that is reported neither as passed nor as failed. While a check
    is pending, what would matter if it passes may be asked besides, such as the batch of a line."""
    decision = decide(told_whole(doc))
    if decision.status != "decided":
        assert decision.status == "needs_information"
        checks = doc["inspection"]["checks"]
        if any(check.get("result") == "pending" for check in checks):
            assert any(not each.absent for each in decision.missing)
            return
        told = {"$.inspection.stages"}  # what each sample showed is drawn, or not, with the lot
        absent = [(each.fact, each.absent) for each in decision.missing]
        assert [fact for fact, places in absent if {*places} - told] == []


@given(documents())
def test_no_lot_falls_between_the_rules(doc: Document) -> None:
    assert decide(doc).status in ("decided", "needs_information")


@given(documents())
def test_all_engines_write_the_same_document(doc: Document) -> None:
    lot = Lot.from_dict(doc)
    assert len({POLICY.decide(lot, engine=name).to_json() for name in ENGINES_HERE}) == 1


# --- what may be weighed, and what may not -------------------------------------------------------


@given(complete_documents(), st.data())
def test_a_better_record_never_yields_a_stricter_outcome(
    doc: Document, data: st.DataObject
) -> None:
    supplier = doc["supplier"]
    better = copy.deepcopy(doc)
    for key in ("repeat_defects", "consecutive_rejected", "lots_rejected", "lots_unsafe"):
        better["supplier"][key] = data.draw(st.integers(0, supplier[key]))
    assume(is_valid(better))
    assert lenience(better) <= lenience(doc)


@pytest.mark.parametrize("topic", ["partial_shipment", "price_reduction"])
@given(doc=complete_documents())
def test_a_contract_that_allows_more_never_yields_a_stricter_outcome(
    doc: Document, topic: str
) -> None:
    allowed, refused = (changed(doc, f"contract.{topic}.allowed", flag) for flag in (True, False))
    assert lenience(allowed) <= lenience(refused)
