"""What a fact reads: no value that it does not declare, so that no other value changes it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disposition.facts import CATALOGUE, Lot, observe
from disposition.facts.catalogue import NATIVE
from disposition.facts.consistency.contradictions import UNCONTESTED, contradictions
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.native.fact import View
from strategies import Document, case_documents, eventful_documents, with_absences
from support.checkout import ROOT
from support.watched_lots import changed, path_of, places_of, watched
from unit.facts.lots import toy

DERIVED = [path for path, spec in CATALOGUE.items() if not spec.given]
PAGE = ROOT / "docs" / "decisions" / "0025-facts-that-stay-native.md"
FEW = settings(max_examples=max(15, settings().max_examples // 5))

OWN = {"sample_size": 20, "accept": 1, "reject": 3}
PLANS = [
    {"name": "packing", "sample_size": 20, "custom": {"minor": OWN}, "counting": "nonconformities"},
    {
        "name": "on site",
        "sample_size": 32,
        "standard": "z1.4",
        "level": "I",
        "state": "normal",
        "type": "single",
        "aql": {"critical": "0.65", "major": "1.5", "minor": "15"},
    },
]
DEFECTS = [
    {"code": "A", "severity": "major", "category": "functional", "units": 2, "sku": "RED"},
    {"code": "B", "severity": "minor", "sku": "BLUE"},
    {"code": "C", "units": 1},
    {"code": "D", "severity": "minor", "units": 3, "plan": "packing"},
    {"code": "E", "plan": "on site"},
]
HISTORY = [
    {"lot": "1", "accepted": True, "found": 0, "type": "single", "accept": 2, "steady": True},
    {"accepted": False, "resubmitted": False, "sample": 1, "between": False},
    {"accepted": True, "accepted_tighter": True, "reduced_agreed": True},
    {"direct": "tightened", "because": "a recall"},
    {"lot": "5", "accepted": False},
]
STATED: dict[str, dict[str, Any]] = {
    "single": {},
    "plans": {
        "inspection.plans": PLANS,
        "inspection.defects": DEFECTS,
        "inspection.segments": [
            {"sku": "RED", "quantity": 1600, "sample_size": 63},
            {"sku": "BLUE", "quantity": 1600},
        ],
        "inspection.checks": [
            {"name": "drop test", "category": "safety", "plan": "on site", "result": "pending"}
        ],
    },
    "own": {
        "inspection.plan": {
            "counting": "nonconformities",
            "custom": {"major": OWN, "minor": {**OWN, "accept": 2}},
        },
        "inspection.defects": [{"severity": "major", "units": 2}, {"severity": "minor"}],
        "inspection.sample_size": 20,
        "inspection.segments": [],
    },
    "history": {
        "inspection.plan": {
            "level": "II",
            "type": "single",
            "aql": {"critical": "0", "major": "2.5", "minor": "4.0"},
        },
        "supplier": {"relationship_months": 26, "history": HISTORY},
    },
    "staged": {
        "inspection.plan.type": "double",
        "inspection.sample_size": 160,
        "inspection.stages": [
            {"sample_size": 80, "found": {"critical": 0, "major": 4, "minor": 0}},
            {"sample_size": 80, "found": {"critical": 0, "major": 5, "minor": 0}},
        ],
    },
}


def _is_declared(path: str, reads: Iterable[str]) -> bool:
    """Whether a value is read; of a list that is read, what its items hold is a value by itself."""
    return any(read == path or read.startswith(f"{path}[]") for read in reads)


# --- what Python computes ------------------------------------------------------------------------


def _undeclared(lot: Lot) -> dict[str, set[str]]:
    found = {}
    for path, fact in NATIVE.items():
        read: set[str] = set()
        fact.compute(View(watched(lot, read)))
        found[path] = {each for each in read if not _is_declared(each, fact.spec.reads)}
    return {path: more for path, more in found.items() if more}


@pytest.mark.parametrize("name", STATED)
def test_a_native_fact_reads_what_it_declares(name: str) -> None:
    assert _undeclared(Lot.from_dict(toy(STATED[name]))) == {}


@FEW
@given(st.one_of(eventful_documents(), case_documents()).flatmap(with_absences))
def test_a_native_fact_reads_what_it_declares_in_any_lot(doc: Document) -> None:
    assert _undeclared(Lot.from_dict(doc)) == {}


def test_the_page_lists_the_facts_that_stay_native() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:3] == "| `"]
    listed = [
        path.replace("{severity}", severity)
        for row in rows
        for path in re.findall(r"`([a-z_.{}]+)`", row.split("|")[1])
        for severity in (SEVERITIES if "{severity}" in path else ("",))
    ]
    assert sorted(listed) == sorted(NATIVE)
    assert f" {len(NATIVE)} derived facts" in PAGE.read_text(encoding="utf-8")


@FEW
@given(st.one_of(eventful_documents(), case_documents()).flatmap(with_absences))
def test_no_contradiction_reads_what_is_uncontested(doc: Document) -> None:
    read: set[str] = set()
    assert not [*contradictions(watched(Lot.from_dict(doc), read))]
    assert read
    assert not [*filter(UNCONTESTED.match, read)]


# --- all facts -----------------------------------------------------------------------------------


def _changed_by_others(doc: Document, places: Iterable[tuple[Any, Any]]) -> set[tuple[str, str]]:
    """Return the facts that a value changes which they do not read, each with the value."""
    before = observe(Lot.from_dict(doc), DERIVED)
    found = set()
    for place, value in places:
        path = path_of(place)
        others = [each for each in DERIVED if not _is_declared(path, CATALOGUE[each].reads)]
        for lot in changed(doc, place, value):
            now = observe(lot, others)
            found |= {(each, path) for each in others if now[each] != before[each]}
    return found


@pytest.mark.parametrize("name", STATED)
def test_no_other_value_changes_a_fact(name: str) -> None:
    doc, stated = toy(STATED[name]), tuple(STATED[name])
    places = [each for each in places_of(doc) if not stated or path_of(each[0]).startswith(stated)]
    assert _changed_by_others(doc, places) == set()


@FEW
@given(st.one_of(eventful_documents(), case_documents()), st.integers(0, 2**32))
def test_no_other_value_changes_a_fact_of_any_lot(doc: Document, seed: int) -> None:
    every = list(places_of(doc))
    some = Random(seed).sample(every, min(5, len(every)))  # noqa: S311 - nothing is kept secret
    assert _changed_by_others(doc, some) == set()
