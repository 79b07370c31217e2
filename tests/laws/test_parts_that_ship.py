"""Law of the shipped policy: where a decision ships a part, some part of the lot ships.

Neighbours of lots that ship in part, by their segments and by what sorting found: each with one
thing changed that leaves open, or takes away, that a part may go, or with a report besides.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest

from disposition import Lot
from disposition.errors import LotError
from strategies import Document
from support.shipped import POLICY

_PACKING = {"name": "packing", "sample_size": 3} | {
    "custom": {each: {"sample_size": 3, "accept": 0} for each in ("critical", "major", "minor")}
}
_MAJOR = {"severity": "major", "category": "functional", "units": 9, "sku": "BLUE"} | {
    "reworkable": True
}
BY_SEGMENTS: Document = {
    "lot": {"id": "PO-1", "quantity": 3200, "regulated": False},
    "inspection": {
        "id": "R-1",
        "date": "2026-11-18",
        "type": "final_random",
        "sample_size": 125,
        "plan": {"standard": "iso2859-1", "level": "II", "state": "normal", "type": "single"}
        | {"aql": {"critical": "0", "major": "2.5", "minor": "4.0"}},
        "defects": [_MAJOR],
        "segments": [
            {"sku": "RED", "quantity": 500, "sample_size": 50},
            {"sku": "BLUE", "quantity": 2700, "sample_size": 75},
        ],
        "checks": [],
    },
    "shipment": {"ship_by": "2026-12-01", "urgency": "normal", "part_wanted": True}
    | {"rework_days": 4, "reinspection_days": 2},
    "contract": {"rework": {"allowed": True}, "partial_shipment": {"allowed": True}},
    "as_of": "2026-11-22",
}
_SORTING = {"sorted": 3200, "conforming": 3000, "reworkable": 150, "not_reworkable": 50}


def _changed(doc: Document, *changes: tuple[str, Any]) -> Document:
    """Return a copy with other values; what is added to a list stands behind what it holds."""
    doc = copy.deepcopy(doc)
    for path, value in changes:
        *above, key = path.split(".")
        part = doc
        for each in above:
            part = part[each]
        part[key] = part[key] + value if key in ("defects", "checks") and value else value
    return doc


def _check(result: str, category: str, **more: Any) -> tuple[str, Any]:
    return "inspection.checks", [{"name": "t", "category": category, "result": result} | more]


def _line(severity: str, category: str, **more: Any) -> tuple[str, Any]:
    units = {"units": 1, "reworkable": True}
    line = {"severity": severity, "category": category} | units | more
    return "inspection.defects", [line]


CHANGES = (
    *(("inspection.report_result", each) for each in ("fail", "pending", "hold", "conditional")),
    ("inspection.report_complete", True),
    ("inspection.report_complete", False),
    ("inspection.type", "reinspection"),
    *((f"inspection.plan.{key}", None) for key in ("level", "state", "aql")),
    ("inspection.plans", [_PACKING]),
    ("inspection.plans", [_PACKING | {"sample_size": 2}]),
    ("inspection.segments", []),
    ("inspection.defects", []),
    ("lot.regulated", True),
    ("lot.quantity", None),
    _check("pending", "measurement", sku="BLUE"),
    _check("pending", "packaging"),
    _check("pending", "safety", sku="BLUE"),
    _check("pending", "safety", sku="BLUE", confined=True),
    _check("fail", "labelling", sku="BLUE"),
    _check("fail", "packaging"),
    _check("fail", "functional", sku="BLUE", sortable=True),
    _line("minor", "labelling"),
    _line("minor", "labelling", sku="RED", sortable=False),
    _line("critical", "functional", sku="BLUE", confined=True),
    _line("critical", "functional", sku="BLUE", confined=True, sortable=True),
    _line("critical", "functional", sku="RED", sortable=True),
)
NEIGHBOURS = (
    *((each,) for each in CHANGES),
    *((("inspection.report_result", "pending"), each) for each in CHANGES),
)


BASES = {
    "segments": BY_SEGMENTS,
    "sorting": _changed(BY_SEGMENTS, ("inspection.sorting", _SORTING)),
    # nobody wants a part before the rest, and the rest is not reworked
    "left": _changed(
        BY_SEGMENTS, ("shipment.part_wanted", None), ("supplier", {"rework_capable": False})
    ),
}


@pytest.mark.parametrize("by", BASES)
def test_where_a_part_ships_some_part_does(by: str) -> None:
    lot = BASES[by]
    shipped = 0
    for changes in NEIGHBOURS:
        try:
            decision = POLICY.decide(Lot.from_dict(_changed(lot, *changes)))
        except LotError:  # two changes may contradict one another
            continue
        assert not decision.withheld, changes
        if decision.ships == "part":
            shipped += 1
            assert any(each.ships == "all" for each in decision.parts), changes
    assert shipped > 15
