"""The lot that the unit tests of facts start from, and how to vary it."""

from __future__ import annotations

import copy
from enum import Enum
from typing import Any

TOY: dict[str, Any] = {
    "lot": {
        "id": "PO-4711/2",
        "product": "Stacking toy",
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
        "defects": [
            {
                "code": "D12",
                "severity": "major",
                "category": "functional",
                "units": 9,
                "sku": "RED",
                "batch": "B7",
                "reworkable": True,
                "description": "wheel comes off",
            }
        ],
        "segments": [{"sku": "RED", "batch": "B7", "quantity": 1600, "sample_size": 63}],
        "checks": [{"name": "shipping mark", "category": "labelling", "result": "fail"}],
        "evidence": {"photos": 14, "videos": 1, "notes": "line 3 only"},
    },
    "shipment": {
        "ship_by": "2026-12-01",
        "urgency": "high",
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
    "as_of": "2026-11-22",
}
"""The lot document of the design."""


class Absent(Enum):
    """Says that a value is left out; its name is the same in every process of a test run."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


def toy(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the toy lot with other values at some dotted paths; `ABSENT` leaves one out."""
    doc = copy.deepcopy(TOY)
    for path, value in (changes or {}).items():
        part: Any = doc
        *steps, last = path.split(".")
        for step in steps:
            part = part[step]
        if value is ABSENT:
            del part[last]
        else:
            part[last] = value
    return doc


def defect(severity: str | None = None, units: int | None = None, **more: Any) -> dict[str, Any]:
    """Return a defect line; what is None is absent."""
    line = {"severity": severity, "units": units, **more}
    return {key: value for key, value in line.items() if value is not None}
