"""A lot of two segments of which one may ship, and what proves the obligations of its decision."""

from __future__ import annotations

from datetime import date
from typing import Any

from disposition.casefile import Case
from support.shipped import POLICIES

LOT: dict[str, Any] = {
    "lot": {"id": "PO-8", "product": "Shirt", "quantity": 3200, "regulated": False},
    "inspection": {
        "id": "R-8",
        "date": "2026-11-02",
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
        "defects": [
            {
                "code": "D12",
                "severity": "major",
                "category": "measurement",
                "units": 12,
                "sku": "BLUE",
                "reworkable": True,
                "sortable": False,
            }
        ],
        "checks": [],
        "segments": [
            {"sku": "RED", "quantity": 500, "sample_size": 50},
            {"sku": "BLUE", "quantity": 2700, "sample_size": 75},
        ],
        "evidence": {"photos": 12},
    },
    "shipment": {
        "ship_by": "2026-11-05",
        "urgency": "high",
        "rework_days": 9,
        "reinspection_days": 2,
    },
    "supplier": {
        "relationship_months": 30,
        "lots_inspected": 20,
        "lots_rejected": 1,
        "consecutive_rejected": 0,
        "repeat_defects": 0,
        "iso9001": True,
    },
    "contract": {
        "rework": {"clause": "7", "allowed": True},
        "partial_shipment": {"clause": "7.5", "allowed": True},
        "price_reduction": {"allowed": False},
        "termination": {"allowed": False},
        "notice_days": 14,
        "cure_days": 10,
    },
}
PROOFS = ("sort-and-segregate", "state-quantities")
"""Steps of that decision that a paper settles."""


def may_ship_in_part(accepted: int = 500, lot: dict[str, Any] = LOT, **begun: Any) -> Case:
    """Return the case of the lot on 4 November 2026, when its first segment may ship."""
    case = Case.begin(
        "PO-8",
        lot,
        on=date(2026, 11, 2),
        by="Ann",
        inspector="Chen",
        policies=POLICIES,
        **begun,
    ).decide(on=date(2026, 11, 3), by="Ann")
    parts = {
        "units": lot["lot"]["quantity"] - accepted,
        "units_accepted": accepted,
        "units_rejected": 0,
    }
    agreed = {"scope": "partial_shipment", "consent": True, **parts, "ready_by": "2026-11-20"}
    case = case.add("agreement", agreed, on=date(2026, 11, 4))
    return case.add("document", {"paper": "other"}, on=date(2026, 11, 4), settles=PROOFS)
