"""Lots that are looked for first, so that facts which Python computes have what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from disposition.facts.catalogue import CATALOGUE

_PLAN = {
    "standard": "iso2859-1",
    "level": "II",
    "state": "normal",
    "type": "single",
    "aql": {"critical": "0", "major": "2.5", "minor": "4.0"},
}
_LOT = {"quantity": 3200, "unit_price": "4.20", "currency": "USD"}
_INSPECTION = {"type": "final_random", "sample_size": 125, "plan": _PLAN}

_CASE: dict[str, Any] = {
    path.removeprefix("case."): [] for path in CATALOGUE.lists if path.startswith("case.")
}

TEMPLATES: tuple[Mapping[str, Any], ...] = (
    {"lot": _LOT, "inspection": _INSPECTION},
    {"lot": _LOT, "inspection": _INSPECTION, "case": _CASE},
    {
        "lot": _LOT,
        "inspection": {
            **_INSPECTION,
            "segments": [
                {"sku": "RED", "quantity": 500, "sample_size": 50},
                {"sku": "BLUE", "quantity": 2700, "sample_size": 75},
            ],
        },
    },
    {
        "lot": _LOT,
        "inspection": {
            **_INSPECTION,
            "segments": [
                {"sku": "RED", "quantity": 500, "sample_size": 5},
                {"sku": "BLUE", "quantity": 2700, "sample_size": 120},
            ],
        },
    },
    {"lot": _LOT, "inspection": {**_INSPECTION, "sample_size": 80}},
    {
        "lot": _LOT,
        "inspection": {
            **_INSPECTION,
            "sample_size": 50,
            "plan": {**_PLAN, "standard": "z1.4", "state": "reduced"},
        },
    },
    {
        "lot": _LOT,
        "inspection": _INSPECTION,
        "supplier": {"history": [{"accepted": False}, {"accepted": False}, {"accepted": True}]},
    },
)
"""Plain lots; parts of them, too large or small samples, another standard, earlier lots."""


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document with the plans listed that its defects and checks name."""
    inspection = document.get("inspection", {})
    named = {
        item["plan"]: None
        for key in ("defects", "checks")
        for item in inspection.get(key) or ()
        if "plan" in item
    }
    listed = {each.get("name") for each in inspection.get("plans") or ()}
    missing = [{"name": name} for name in named if name not in listed]
    if missing:
        inspection["plans"] = [*(inspection.get("plans") or ()), *missing]
    return document
