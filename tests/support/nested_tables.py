"""Random lots as documents, and as rows of a frame whose columns are called as facts and lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import polars as pl

from disposition.facts.catalogue import SHIPPED
from disposition.language.expression import POSITION
from disposition.language.types import Kind

ITEM = {
    "severity": pl.String,
    "category": pl.String,
    "units": pl.Int64,
    "sku": pl.String,
    "reworkable": pl.Boolean,
    "sortable": pl.Boolean,
}
CHECK = {"category": pl.String, "result": pl.String, "reworkable": pl.Boolean}
DEFECTS, CHECKS = "inspection.defects", "inspection.checks"
CATEGORIES = ["functional", "cosmetic", "safety", "labelling", "quantity", "packaging"]

Row = dict[str, Any]


def row(chance: Random, absent: float) -> Row:
    """Return the values of a lot by their paths, of which some are absent."""
    size = chance.choice([8, 13, 32, 50, 80, 125])
    severities = ["critical", "major", "major", "minor", "minor", "minor"]

    def defect() -> Row:
        return {
            "severity": chance.choice(severities),
            "category": chance.choice(CATEGORIES),
            "units": chance.choice([0, 1, 1, 2, 3, 5]),
            "sku": chance.choice([None, None, "A"]),
            "reworkable": chance.random() < 0.7,
            "sortable": chance.random() < 0.7,
        }

    def check() -> Row:
        results = ["pass", "pass", "fail", "pending", "not_applicable"]
        return {
            "category": chance.choice(CATEGORIES),
            "result": chance.choice(results),
            "reworkable": chance.choice([None, True, False]),
        }

    values = {
        "lot.quantity": chance.choice([150, 500, 1200, 3000, 40000]),
        "lot.unit_price": Decimal(chance.choice(["1.50", "20.00"])),
        "lot.currency": chance.choice(["USD", "EUR", "XXX"]),
        "lot.regulated": chance.random() < 0.3,
        "inspection.sample_size": size,
        "inspection.plan.standard": chance.choice(["iso2859-1", "z1.4"]),
        "inspection.plan.state": chance.choice(["normal", "tightened", "reduced"]),
        "inspection.plan.level": chance.choice(["I", "II", "S-3"]),
        "inspection.plan.type": "single",
        "inspection.plan.aql.critical": Decimal(chance.choice(["0", "0.65"])),
        "inspection.plan.aql.major": Decimal(chance.choice(["1.0", "2.5"])),
        "inspection.plan.aql.minor": Decimal(chance.choice(["2.5", "4.0", "15"])),
        "inspection.plan.counting": chance.choice([None, None, "nonconformities"]),
        "inspection.nonconforming_units.major": chance.choice([None, 1]),
        "inspection.report_result": chance.choice(["fail", "pending"]),
        "inspection.report_complete": chance.random() < 0.8,
        "inspection.round": chance.choice([1, 2]),
        "inspection.type": "final",
        "as_of": date(2026, 11, 20),
        "inspection.date": date(2026, 11, 18),
        "shipment.ship_by": chance.choice([date(2026, 11, 25), date(2027, 1, 5)]),
        "shipment.rework_days": chance.choice([2, 20]),
        "shipment.reinspection_days": 2,
        "shipment.replacement_days": chance.choice([10, 60]),
        "shipment.urgency": chance.choice(["low", "normal", "high"]),
        "contract.price_reduction.allowed": chance.random() < 0.5,
        "contract.price_reduction.max_percent": Decimal(chance.choice([0, 5])),
        "contract.rework.allowed": chance.random() < 0.7,
        "contract.partial_shipment.allowed": chance.random() < 0.5,
        "supplier.relationship_months": chance.choice([3, 12, 36]),
        "supplier.lots_inspected": chance.choice([3, 8, 20]),
        "supplier.lots_rejected": chance.choice([0, 1, 3]),
        "supplier.rework_capable": chance.random() < 0.8,
        DEFECTS: [defect() for _ in range(chance.choice([0, 1, 2, 3]))],
        CHECKS: [check() for _ in range(chance.choice([0, 0, 1, 2]))],
    }

    def thinned(value: Any) -> Any:
        if isinstance(value, list):
            return [{key: _kept(chance, each, absent) for key, each in v.items()} for v in value]
        return value

    return {path: _kept(chance, thinned(value), absent) for path, value in values.items()}


def _kept(chance: Random, value: Any, absent: float) -> Any:
    return None if chance.random() < absent else value


def document(values: Row) -> Row:
    """Return the lot document of a row."""
    found: Row = {}
    for path, value in values.items():
        if value is None:
            continue
        *sections, last = path.split(".")
        held = found
        for each in sections:
            held = held.setdefault(each, {})
        held[last] = [_told(item) for item in value] if isinstance(value, list) else value
    return found


def _told(item: Row) -> Row:
    return {key: value for key, value in item.items() if value is not None}


def frame(rows: list[Row]) -> pl.DataFrame:
    """Return rows as a frame."""
    lists = {DEFECTS: ITEM, CHECKS: CHECK}
    columns = {}
    for path in rows[0]:
        held = [each[path] for each in rows]
        if path in lists:
            dtype = pl.List(pl.Struct(lists[path]))
            columns[path] = pl.Series(path, held, dtype=dtype)
        elif any(isinstance(each, Decimal) for each in held):
            columns[path] = pl.Series(path, held, dtype=pl.Decimal(12, 3))
        else:
            columns[path] = pl.Series(path, held)
    return pl.DataFrame(columns)


# --- any document ---------------------------------------------------------------------------------

TYPES = {
    Kind.BOOLEAN: pl.Boolean,
    Kind.INTEGER: pl.Int64,
    Kind.DECIMAL: pl.Decimal(30, 12),
    Kind.ENUM: pl.String,
    Kind.TEXT: pl.String,
    Kind.DATE: pl.Date,
}
GIVEN = {path: spec.type.kind for path, spec in SHIPPED.items() if spec.given}
LISTS = {
    path: {
        key: item.type.kind
        for key, item in spec.items.items()
        if key != POSITION and "." not in key
    }
    for path, spec in SHIPPED.lists.items()
}
"""The values of items by their keys; what stands in a section of an item is left out."""


def row_of(whole: Row) -> Row:
    """Return what a table can hold of a document: values outside lists, and lists of values."""
    found: Row = {path: _value(whole, path, kind) for path, kind in GIVEN.items()}
    for path, keys in LISTS.items():
        items = _at(whole, path)
        found[path] = items and [
            {key: _value(item, key, kind) for key, kind in keys.items()} for item in items
        ]
    return found


def frame_of(rows: list[Row]) -> pl.DataFrame:
    """Return such rows as a frame."""
    types: dict[str, Any] = {path: TYPES[kind] for path, kind in GIVEN.items()}
    for path, keys in LISTS.items():
        if keys:
            types[path] = pl.List(pl.Struct({key: TYPES[kind] for key, kind in keys.items()}))
    return pl.DataFrame(
        {path: pl.Series([each[path] for each in rows], dtype=held) for path, held in types.items()}
    )


def _at(part: Any, path: str) -> Any:
    for key in path.split("."):
        part = part.get(key) if isinstance(part, dict) else None
    return part


def _value(part: Row, path: str, kind: Kind) -> Any:
    value = _at(part, path)
    match kind:
        case Kind.DATE if isinstance(value, str):
            return date.fromisoformat(value)
        case Kind.DECIMAL if value is not None:
            return Decimal(str(value))
        case Kind.TEXT if value is not None and not value.strip():
            return None  # a blank cell says nothing
        case _:
            return value
