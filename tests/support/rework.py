"""A lot that failed and was reworked, up to the gate, with what a test changes in it.

Two item numbers, RED and BLUE, have defects under one code. With `right()` as what the
re-inspection says of them, the gate is open.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import date
from typing import Any

from disposition.casefile import Case
from support.shipped import POLICIES

Document = dict[str, Any]

D12_RED: Document = {
    "code": "D12",
    "severity": "major",
    "category": "functional",
    "units": 9,
    "sku": "RED",
    "reworkable": True,
}
D12_BLUE: Document = D12_RED | {"sku": "BLUE", "units": 3}
PASSED: list[Document] = [
    {"name": "small parts, EN 71-1", "category": "safety", "result": "pass"},
    {"name": "heavy metals, EN 71-3", "category": "regulatory", "result": "pass"},
]
LOT: Document = {
    "lot": {
        "id": "PO-7",
        "product": "Wooden train",
        "category": "toys",
        "quantity": 3200,
        "unit_price": "4.20",
        "currency": "USD",
        "regulated": True,
    },
    "inspection": {
        "id": "R-1",
        "date": "2026-11-18",
        "type": "final_random",
        "report_result": "fail",
        "sample_size": 125,
        "plan": {
            "standard": "iso2859-1",
            "level": "II",
            "state": "normal",
            "type": "single",
            "aql": {"critical": "0", "major": "2.5", "minor": "4.0"},
        },
        "defects": [D12_RED, D12_BLUE],
        "checks": PASSED,
        "evidence": {"photos": 14, "videos": 1},
    },
    "shipment": {
        "ship_by": "2026-12-11",
        "urgency": "normal",
        "rework_days": 4,
        "reinspection_days": 2,
    },
    "supplier": {
        "id": "S-9",
        "relationship_months": 26,
        "lots_inspected": 18,
        "lots_rejected": 1,
        "consecutive_rejected": 0,
        "repeat_defects": 0,
        "iso9001": True,
    },
    "contract": {
        "rework": {"clause": "7.4", "allowed": True},
        "partial_shipment": {"clause": "7.5", "allowed": True},
        "price_reduction": {"clause": "8.2", "allowed": True, "max_percent": "10"},
        "termination": {"clause": "12.3", "allowed": True},
        "notice_days": 14,
        "cure_days": 15,
    },
}
CLEAN: Document = {
    "report_result": "pass",
    "date": "2026-11-30",
    "sample_size": 125,
    "defects": [],
    "checks": PASSED,
    "evidence": {"photos": 5},
}


def lot(**inspection: Any) -> Document:
    """Return the lot document, with other values in its inspection; None takes one away."""
    return {**copy.deepcopy(LOT), "inspection": _with(LOT["inspection"], inspection)}


def said(name: str, *, resolved: bool = True, photos: int = 2) -> Document:
    """Return what a re-inspection says of a finding."""
    return {"finding": name, "resolved": resolved, "photos": photos}


def right(*names: str) -> list[Document]:
    """Return that findings were put right, those of the lot if none are named."""
    return [said(each) for each in names or ("1.defects.1", "1.defects.2")]


def again(
    findings: Sequence[Document] = (), inspection: Document | None = None, **more: Any
) -> Document:
    """Return a re-inspection by somebody else that passed, but for what is given; None: absent."""
    report = {
        "inspector": "Chen",
        "workmanship": "pass",
        "packaging": "pass",
        "labelling": "pass",
        "matches_sample": True,
        "findings": list(findings),
        "inspection": _with(CLEAN, inspection or {}),
    }
    return _with(report, more)


def reworked(
    *reports: Document,
    of: Document | None = None,
    inspector: str | None = "Wang",
    **begun: Any,
) -> Case:
    """Return the case with its re-inspections, a week after one another, each decided on."""
    case = Case.begin(
        "PO-7",
        of or LOT,
        on=date(2026, 11, 18),
        inspector=inspector,
        policies=POLICIES,
        **begun,
    ).decide(on=date(2026, 11, 19), approved_by="Zhao")
    for week, report in enumerate(reports):
        agreed = {"scope": "rework", "consent": True, "ready_by": "2026-11-28"}
        if week:  # the case goes on in December
            agreed |= {"ready_by": "2026-12-05"}
        first, second, third = (
            (date(2026, 11, 21), date(2026, 11, 30), date(2026, 12, 1)),
            (date(2026, 12, 2), date(2026, 12, 7), date(2026, 12, 8)),
            (date(2026, 12, 9), date(2026, 12, 10), date(2026, 12, 10)),
        )[week]
        case = case.add("agreement", agreed, on=first)
        case = case.add("reinspection", report, on=second)
        case = case.add("document", {"paper": "reinspection_report"}, on=second)
        case = case.decide(on=third, approved_by="Zhao")
    return case


def missing(case: Case) -> dict[str, str]:
    """Return the rules that keep the lot, with their reasons; nothing if the gate is open."""
    gate = case.gate(max(each.on for each in case.entries))
    assert gate.is_open == (not gate.missing)
    return {each.rule: each.because for each in gate.missing}


def _with(document: Document, changes: Document) -> Document:
    changed = copy.deepcopy(document) | changes
    return {key: value for key, value in changed.items() if value is not None}
