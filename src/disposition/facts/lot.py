"""The lot document, version 1: everything known about the goods to be decided on.

Every value may be absent (`None`), which means that it is not known; a list that is absent is not
known, an empty one is known to be empty. Values are trusted here: `Lot.from_dict` checks them.
"""

# ruff: noqa: RUF009 - the calls declare fields, as attrs' own `field` does

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from disposition.facts.numbers import MOST_DAYS, aql, count, decimal
from disposition.facts.scalars import Scalar, day, enum, flag, text
from disposition.sampling import LEVELS, STANDARDS, STATES, check_level, check_standard

SEVERITIES = ("critical", "major", "minor")
CATEGORIES = (
    *("safety", "regulatory", "functional", "measurement", "cosmetic"),
    *("packaging", "labelling", "quantity", "other"),
)
TOPICS = ("rework", "replacement", "partial_shipment", "price_reduction", "termination")

_TEXT, _NOTE, _FLAG = text(), text(blank=True), flag()
_DAY, _AQL = day(), aql()
_MONEY, _PERCENT = decimal("money"), decimal("percent", most=100)
_UNITS, _QUANTITY = count("units"), count("units", least=1)
_DAYS, _LOTS = count("days", most=MOST_DAYS), count("lots")
_SEVERITY, _CATEGORY = enum(*SEVERITIES), enum(*CATEGORIES)


def _value(scalar: Scalar, about: str) -> Any:
    """Declare a single value: how it is read, and what it means."""
    return field(default=None, metadata={"scalar": scalar, "about": about})


def _section(kind: type, about: str) -> Any:
    """Declare a part with values of its own; one that is absent has no known value."""
    return field(default=kind(), metadata={"section": kind, "about": about})


def _list(kind: type, about: str) -> Any:
    """Declare a list of parts; absent is unknown, empty is known to be empty."""
    return field(default=None, metadata={"items": kind, "about": about})


@frozen
class Goods:
    """What was made."""

    id: str | None = _value(_TEXT, "The lot's own number")
    product: str | None = _value(_TEXT, "What the goods are")
    category: str | None = _value(_TEXT, "Product category, such as `toys`")
    quantity: int | None = _value(_QUANTITY, "Units in the lot")
    unit_price: Decimal | None = _value(_MONEY, "Price of one unit")
    currency: str | None = _value(_TEXT, "Currency of every amount, such as `USD`")
    regulated: bool | None = _value(_FLAG, "Whether safety law covers the product")


@frozen
class AgreedLimits:
    """The acceptance quality limit of each severity; `0` accepts on none in the sample."""

    critical: Decimal | None = _value(_AQL, "AQL of critical defects")
    major: Decimal | None = _value(_AQL, "AQL of major defects")
    minor: Decimal | None = _value(_AQL, "AQL of minor defects")


@frozen
class AgreedPlan:
    """How the lot was to be sampled."""

    standard: str | None = _value(
        enum(*STANDARDS, check=check_standard), "Standard of the sampling plan"
    )
    level: str | None = _value(enum(*LEVELS, check=check_level), "Inspection level")
    state: str | None = _value(enum(*STATES), "Severity of inspection, by the switching rules")
    type: str | None = _value(
        enum("single", "double", "multiple"), "How many samples the plan may take"
    )
    aql: AgreedLimits = _section(AgreedLimits, "Acceptance quality limits")


@frozen
class Defect:
    """One line of the defect list.

    Absent `units` means that some were found and nobody said how many: at least one.
    """

    code: str | None = _value(_TEXT, "Code of the defect, in the inspector's or buyer's list")
    severity: str | None = _value(_SEVERITY, "How bad the defect is")
    category: str | None = _value(_CATEGORY, "What the defect touches")
    units: int | None = _value(_UNITS, "Units with the defect; absent means at least one")
    sku: str | None = _value(_TEXT, "Item number of the units with the defect")
    batch: str | None = _value(_TEXT, "Batch of the units with the defect")
    reworkable: bool | None = _value(_FLAG, "Whether the defect can be corrected")
    description: str | None = _value(_NOTE, "The defect in words")


@frozen
class Segment:
    """A part of the lot with a sample of its own: an item number, a batch, or both."""

    sku: str | None = _value(_TEXT, "Item number of the segment")
    batch: str | None = _value(_TEXT, "Batch of the segment")
    quantity: int | None = _value(_QUANTITY, "Units in the segment")
    sample_size: int | None = _value(_UNITS, "Units of the segment that were inspected")


@frozen
class Check:
    """One thing that was checked beside the sample: a marking, a test, a document."""

    name: str | None = _value(_TEXT, "What was checked")
    category: str | None = _value(_CATEGORY, "What the check touches")
    result: str | None = _value(
        enum("pass", "fail", "pending", "not_applicable"), "How the check came out"
    )


@frozen
class Evidence:
    """What documents the inspection."""

    photos: int | None = _value(count("photos"), "Photos in the report")
    videos: int | None = _value(count("videos"), "Videos in the report")
    notes: str | None = _value(_NOTE, "The inspector's remarks")


@frozen
class Inspection:
    """What was inspected and found."""

    id: str | None = _value(_TEXT, "Number of the inspection report")
    date: date | None = _value(_DAY, "Day of the inspection")
    type: str | None = _value(
        _TEXT,
        "Kind of inspection: `initial`, `during_production`, `final_random`, `container_loading`, "
        "`reinspection` or another",
    )
    report_result: str | None = _value(
        enum("pass", "fail", "pending", "hold", "not_stated"),
        "The report's own conclusion: evidence, and never the decision",
    )
    sample_size: int | None = _value(_UNITS, "Units that were inspected")
    plan: AgreedPlan = _section(AgreedPlan, "The agreed sampling plan")
    defects: tuple[Defect, ...] | None = _list(Defect, "Every defect found")
    segments: tuple[Segment, ...] | None = _list(Segment, "The parts that the lot is made of")
    checks: tuple[Check, ...] | None = _list(Check, "What was checked beside the sample")
    evidence: Evidence = _section(Evidence, "What documents the inspection")


@frozen
class Shipment:
    """When the goods must go."""

    ship_by: date | None = _value(_DAY, "Last day to ship")
    urgency: str | None = _value(
        enum("low", "normal", "high", "critical"), "How urgent the shipment is"
    )
    rework_days: int | None = _value(_DAYS, "Days that rework takes")
    reinspection_days: int | None = _value(_DAYS, "Days that another inspection takes")


@frozen
class Supplier:
    """Who made the goods, and how their lots did before this one."""

    id: str | None = _value(_TEXT, "The supplier's number")
    relationship_months: int | None = _value(count("months"), "Months of working together")
    lots_inspected: int | None = _value(_LOTS, "Lots inspected before this one")
    lots_rejected: int | None = _value(_LOTS, "How many of those were rejected")
    consecutive_rejected: int | None = _value(_LOTS, "Lots rejected in a row, up to this one")
    repeat_defects: int | None = _value(
        count("defects"), "Defects of this lot that earlier lots had too"
    )
    iso9001: bool | None = _value(_FLAG, "Whether the supplier is certified to ISO 9001")


@frozen
class Right:
    """What the contract cites for a right that the law gives anyway."""

    clause: str | None = _value(_TEXT, "Number of the clause")


@frozen
class Clause:
    """What the contract says about one topic."""

    clause: str | None = _value(_TEXT, "Number of the clause")
    allowed: bool | None = _value(
        _FLAG, "Whether the contract, or written consent of both sides, allows it"
    )


@frozen
class PriceClause:
    """What the contract says about a price reduction."""

    clause: str | None = _value(_TEXT, "Number of the clause")
    allowed: bool | None = _value(
        _FLAG, "Whether the contract, or written consent of both sides, allows it"
    )
    max_percent: Decimal | None = _value(_PERCENT, "Largest reduction, of the lot's value")


@frozen
class Contract:
    """What was agreed for goods that do not conform."""

    rework: Clause = _section(Clause, "Rework by the supplier")
    replacement: Right = _section(Right, "Goods made anew")
    partial_shipment: Clause = _section(Clause, "Shipping a part of the lot")
    price_reduction: PriceClause = _section(PriceClause, "A lower price for the lot")
    termination: Clause = _section(Clause, "Ending the order")
    notice_days: int | None = _value(_DAYS, "Days after the inspection to give notice in")
    cure_days: int | None = _value(_DAYS, "Days the supplier has to put things right")


@frozen
class Lot:
    """A lot document: the goods, their inspection, shipment, supplier and contract."""

    lot: Goods = _section(Goods, "What was made")
    inspection: Inspection = _section(Inspection, "What was inspected and found")
    shipment: Shipment = _section(Shipment, "When the goods must go")
    supplier: Supplier = _section(Supplier, "Who made the goods")
    contract: Contract = _section(Contract, "What was agreed for goods that do not conform")
    as_of: date | None = _value(_DAY, "The day on which the decision is taken")

    @classmethod
    def from_dict(cls, doc: Mapping[str, Any]) -> Lot:
        """Read a lot document from plain data; raise `LotError` with every problem at once.

        >>> Lot.from_dict({"lot": {"quantity": 3200}}).lot.quantity
        3200
        """
        from disposition.facts.reading import read_lot

        return read_lot(doc)

    @classmethod
    def from_json(cls, text: str | bytes) -> Lot:
        """Read a lot document from JSON text; raise `LotError` with every problem at once.

        Numbers with a fraction are read exactly, as written.

        >>> Lot.from_json('{"lot": {"unit_price": 4.20}}').lot.unit_price
        Decimal('4.20')
        """
        from disposition.facts.json_text import parse
        from disposition.facts.reading import read_lot

        return read_lot(parse(text))

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain data: absent keys left out, decimals and dates as text.

        >>> Lot.from_json('{"lot": {"unit_price": 4.20, "product": null}}').to_dict()
        {'lot': {'unit_price': '4.20'}}
        """
        from disposition.facts.reading import write_lot

        return write_lot(self)
