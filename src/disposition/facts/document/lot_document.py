"""The lot document, version 1, as it is declared: everything that can be known about a lot.

Every value may be absent (`None`), which means that it is not known; a list that is absent is not
known, an empty one is known to be empty. Values are trusted here: `Lot.from_dict` checks them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from disposition.documents.declaring import items, plain, section, value
from disposition.documents.numbers import count
from disposition.documents.scalars import DAY, FLAG, NOTE, TEXT, enum
from disposition.documents.schema import document_schema
from disposition.documents.types import Changeable, Range
from disposition.facts.document.agreed_plans import (
    SEVERITIES,
    AgreedPlan,
    NamedPlan,
    SampleDrawn,
    UnitsByWorst,
)
from disposition.facts.document.case_events import Happened
from disposition.facts.document.past_lots import Supplier
from disposition.facts.document.quantities import COUNTRY, DAYS, MONEY, PERCENT, QUANTITY, UNITS
from disposition.frozen import evolve, frozen

VERSION = 1
"""Version of the lot document."""

CATEGORIES = (
    *("safety", "regulatory", "functional", "measurement", "cosmetic"),
    *("packaging", "labelling", "quantity", "other"),
)
TOPICS = ("rework", "replacement", "partial_shipment", "price_reduction", "termination")

INCOTERMS = ("exw", "fca", "cpt", "cip", "dap", "dpu", "ddp", "fas", "fob", "cfr", "cif")

_FOUND = evolve(UNITS, within=Range(least=1))
"""Units of a line: told, they may be none; absent, they are one at least."""

_SEVERITY, _CATEGORY = enum(*SEVERITIES), enum(*CATEGORIES)


@frozen
class Goods:
    """What was made."""

    id: str | None = value(TEXT, "The lot's own number")
    product: str | None = value(TEXT, "What the goods are")
    category: str | None = value(TEXT, "Product category, such as `toys`")
    quantity: int | None = value(QUANTITY, "Units in the lot")
    unit_price: Decimal | None = value(MONEY, "Price of one unit")
    currency: str | None = value(TEXT, "Currency of every amount, by its code in ISO 4217: `USD`")
    regulated: bool | None = value(FLAG, "Whether safety law covers the product")
    ordered_quantity: int | None = value(QUANTITY, "Units that the order is for")
    market: str | None = value(
        TEXT, "Where the goods are sold: a country by ISO 3166 (`US`), or `EU`"
    )
    brand_at_risk: bool | None = value(
        FLAG, "Whether the brand would suffer if customers saw what was found"
    )
    value_lost_percent: Decimal | None = value(
        PERCENT, "By how much less the goods are worth as they are than as agreed"
    )


@frozen
class Defect:
    """One line of the defect list.

    Absent `units` means that some were found and nobody said how many: at least one.
    """

    code: str | None = value(TEXT, "Code of the defect, in the inspector's or buyer's list")
    severity: str | None = value(_SEVERITY, "How bad the defect is")
    category: str | None = value(_CATEGORY, "What the defect touches")
    units: int | None = value(_FOUND, "Units with the defect; absent means at least one")
    sku: str | None = value(TEXT, "Item number of the units with the defect")
    batch: str | None = value(TEXT, "Batch of the units with the defect")
    reworkable: bool | None = value(FLAG, "Whether the defect can be corrected")
    description: str | None = value(NOTE, "The defect in words")
    plan: str | None = value(
        TEXT, "Name of the plan under which it was found; absent means the main one"
    )
    sortable: bool | None = value(
        FLAG, "Whether a look or a gauge finds every unit with it without destroying any"
    )
    confined: bool | None = value(
        FLAG,
        "Whether its cause is proved to lie in no other units than the `sku` and `batch` named",
    )
    requirement: str | None = value(TEXT, "What it breaks: specification, order or checklist point")
    limit: str | None = value(TEXT, "What is required, with its unit: `at most 90 mg/kg`")
    measured: str | None = value(TEXT, "What was measured, with its unit: `132 mg/kg`")
    photos: int | None = value(count("photos"), "Photos of this defect")
    description_local: str | None = value(NOTE, "The defect in the factory's language")


@frozen
class Segment:
    """A part of the lot with a sample of its own: an item number, a batch, or both."""

    sku: str | None = value(TEXT, "Item number of the segment")
    batch: str | None = value(TEXT, "Batch of the segment")
    quantity: int | None = value(QUANTITY, "Units in the segment")
    sample_size: int | None = value(UNITS, "Units of the segment that were inspected")


@frozen
class Check:
    """One thing that was checked beside the sample: a marking, a test, a document."""

    name: str | None = value(TEXT, "What was checked")
    category: str | None = value(_CATEGORY, "What the check touches")
    result: str | None = value(
        enum("pass", "fail", "pending", "not_applicable"), "How the check came out"
    )
    plan: str | None = value(
        TEXT, "Name of the plan under which it was made; absent means the main one"
    )
    sku: str | None = value(TEXT, "Item number of the units that it is about; absent means any")
    batch: str | None = value(TEXT, "Batch of the units that it is about; absent means any")
    units: int | None = value(UNITS, "Units that it concerns")
    reworkable: bool | None = value(FLAG, "Whether what it found can be corrected")
    sortable: bool | None = value(
        FLAG, "Whether a look or a gauge finds every unit that fails it without destroying any"
    )
    confined: bool | None = value(
        FLAG,
        "Whether its cause is proved to lie in no other units than the `sku` and `batch` named",
    )
    requirement: str | None = value(TEXT, "What it checks: specification, order or checklist point")
    limit: str | None = value(TEXT, "What is required, with its unit: `at most 90 mg/kg`")
    measured: str | None = value(TEXT, "What was measured, with its unit: `132 mg/kg`")
    owner: str | None = value(TEXT, "Who gets its result: a laboratory, a customer, a person")
    due: date | None = value(DAY, "Day on which its result is expected")


@frozen
class Sorting:
    """What looking at every unit has found, where the goods were sorted after the inspection."""

    date: date | None = value(DAY, "Day on which it was finished")
    by: str | None = value(TEXT, "Who sorted")
    sorted: int | None = value(
        UNITS, "Units that were looked at, each by itself", changeable=Changeable.TOLD
    )
    conforming: int | None = value(UNITS, "Units that were found good", changeable=Changeable.TOLD)
    reworkable: int | None = value(
        UNITS, "Units that were found bad and can be corrected", changeable=Changeable.TOLD
    )
    not_reworkable: int | None = value(
        UNITS, "Units that were found bad and cannot be corrected", changeable=Changeable.TOLD
    )


@frozen
class Evidence:
    """What documents the inspection."""

    photos: int | None = value(count("photos"), "Photos in the report", changeable=Changeable.MORE)
    videos: int | None = value(count("videos"), "Videos in the report", changeable=Changeable.MORE)
    notes: str | None = value(NOTE, "The inspector's remarks")


@frozen
class Inspection:
    """What was inspected and found."""

    id: str | None = value(TEXT, "Number of the inspection report")
    date: date | None = value(DAY, "Day of the inspection")
    type: str | None = value(
        TEXT,
        "Kind of inspection: `initial`, `pre_production`, `during_production`, `pre_shipment`, "
        "`final_random`, `container_loading`, `reinspection` or another",
    )
    round: int | None = value(
        count("inspections", least=1),
        "Which inspection of the lot it is, 1 for the first; absent means that `type` tells",
    )
    report_result: str | None = value(
        enum("pass", "fail", "pending", "hold", "conditional", "not_stated"),
        "The report's own conclusion: evidence, and never the decision",
    )
    report_complete: bool | None = value(
        FLAG,
        "Whether all that the report holds against the lot is listed here",
        changeable=Changeable.MORE,
    )
    sample_size: int | None = value(UNITS, "Units that were inspected", changeable=Changeable.MORE)
    plan: AgreedPlan = section(AgreedPlan, "The agreed sampling plan")
    stages: tuple[SampleDrawn, ...] | None = items(
        SampleDrawn, "The samples of a double or multiple plan, each by itself, as they were drawn"
    )
    plans: tuple[NamedPlan, ...] | None = items(NamedPlan, "Plans beside the main one")
    defects: tuple[Defect, ...] | None = items(Defect, "Every defect found")
    nonconforming_units: UnitsByWorst = section(
        UnitsByWorst, "The units of the main sample by their worst defect, each unit once"
    )
    segments: tuple[Segment, ...] | None = items(Segment, "The parts that the lot is made of")
    checks: tuple[Check, ...] | None = items(Check, "What was checked beside the sample")
    finished_percent: Decimal | None = value(
        PERCENT,
        "Share of the lot that was finished when it was inspected",
        changeable=Changeable.MORE,
    )
    packed_percent: Decimal | None = value(
        PERCENT,
        "Share of the lot that was packed as agreed when it was inspected",
        changeable=Changeable.MORE,
    )
    sorting: Sorting = section(Sorting, "What looking at every unit has found since")
    evidence: Evidence = section(Evidence, "What documents the inspection")

    def plan_of(self, name: str | None) -> AgreedPlan:
        """Return the plan of a name; the main one for no name, and for one that no plan has."""
        return self.plan if name is None else self._named.get(name, self.plan)

    @cached_property
    def _named(self) -> Mapping[str, NamedPlan]:
        """The first plan of each name."""
        return {plan.name: plan for plan in reversed(self.plans or ()) if plan.name is not None}

    def inspected_under(self, name: str | None) -> int | None:
        """Return how many units were inspected under the plan of a name."""
        plan = self.plan_of(name)
        return plan.sample_size if isinstance(plan, NamedPlan) else self.sample_size


@frozen
class Shipment:
    """When the goods must go."""

    ship_by: date | None = value(DAY, "Last day to ship", changeable=Changeable.MORE)
    urgency: str | None = value(
        enum("low", "normal", "high", "critical"),
        "How urgent the shipment is",
        changeable=Changeable.ANY,
    )
    rework_days: int | None = value(DAYS, "Days that rework takes", changeable=Changeable.ANY)
    reinspection_days: int | None = value(
        DAYS, "Days that another inspection takes", changeable=Changeable.ANY
    )
    sorting_days: int | None = value(
        DAYS, "Days that looking at every unit takes", changeable=Changeable.ANY
    )
    replacement_days: int | None = value(
        DAYS, "Days that making the goods anew takes", changeable=Changeable.ANY
    )
    part_wanted: bool | None = value(
        FLAG,
        "Whether somebody needs a part of the goods before the rest is ready",
        changeable=Changeable.ANY,
    )


@frozen
class Costs:
    """What each way would cost, in the lot's currency; absent means not known."""

    sorting: Decimal | None = value(MONEY, "Looking at every unit")
    rework: Decimal | None = value(MONEY, "Rework of what does not conform")
    reinspection: Decimal | None = value(MONEY, "Another inspection")
    replacement: Decimal | None = value(MONEY, "Making the goods anew")
    air_freight: Decimal | None = value(MONEY, "Sending by air what would come too late by sea")
    delay_per_day: Decimal | None = value(
        MONEY, "Each day after the last day to ship: penalties, lost sales"
    )


@frozen
class Right:
    """What the contract cites for a right that the law gives anyway."""

    clause: str | None = value(TEXT, "Number of the clause", changeable=Changeable.ANY)


@frozen
class Clause(Right):
    """What the contract says about one topic."""

    allowed: bool | None = value(
        FLAG,
        "Whether the contract, or written consent of both sides, allows it",
        changeable=Changeable.ANY,
    )


@frozen
class PriceClause(Clause):
    """What the contract says about a price reduction."""

    max_percent: Decimal | None = value(
        PERCENT, "Largest reduction, of the lot's value", changeable=Changeable.ANY
    )
    agreed_percent: Decimal | None = value(
        PERCENT, "Reduction agreed for this lot, of its value", changeable=Changeable.ANY
    )


@frozen
class Contract:
    """What was agreed for goods that do not conform."""

    rework: Clause = section(Clause, "Rework by the supplier")
    replacement: Right = section(Right, "Goods made anew")
    partial_shipment: Clause = section(Clause, "Shipping a part of the lot")
    price_reduction: PriceClause = section(PriceClause, "A lower price for the lot")
    termination: Clause = section(Clause, "Ending the order")
    notice_days: int | None = value(DAYS, "Days after the inspection to give notice in")
    cure_days: int | None = value(DAYS, "Days the supplier has to put things right")
    sorting: Clause = section(Clause, "Sorting every unit at the source, at the supplier's cost")
    future_credit: Clause = section(Clause, "A credit on a later order")
    unit_credit: Clause = section(
        Clause, "A credit for units that cannot be corrected, in place of new ones"
    )
    reinspection_paid_by: str | None = value(
        enum("buyer", "supplier"), "Who pays another inspection after one that failed"
    )
    governing_law: str | None = value(
        enum("cisg", "ucc", "prc", "other"), "The law that governs the contract"
    )
    incoterm: str | None = value(enum(*INCOTERMS), "Delivery term, of Incoterms 2020")
    paid: Decimal | None = value(MONEY, "Already paid for the lot: deposit, advance")
    penalty_per_day: Decimal | None = value(MONEY, "Agreed penalty for each day of delay")
    insured: bool | None = value(FLAG, "Whether an insurance covers the goods or their defects")


@frozen
class Buyer:
    """Who buys the goods."""

    country: str | None = value(COUNTRY, "Country of the buyer's people, by ISO 3166: `DE`")


@frozen
class Workdays:
    """The day of the decision in the calendars of both sides, as a case file tells it."""

    workday: bool | None = value(FLAG, "Whether the factory and the buyer's people work on the day")
    last_workday: date | None = value(DAY, "Last day before it on which they worked")
    next_workday: date | None = value(DAY, "First day after it on which they work")


@frozen
class LotDocument:
    """A lot document: the goods, their inspection, shipment, supplier and contract."""

    lot: Goods = section(Goods, "What was made")
    inspection: Inspection = section(Inspection, "What was inspected and found")
    shipment: Shipment = section(Shipment, "When the goods must go")
    costs: Costs = section(Costs, "What each way would cost, in the lot's currency")
    supplier: Supplier = section(Supplier, "Who made the goods")
    buyer: Buyer = section(Buyer, "Who buys them")
    contract: Contract = section(Contract, "What was agreed for goods that do not conform")
    case: Happened = section(
        Happened, "What has happened since the report, as a case file tells it"
    )
    calendar: Workdays = section(Workdays, "The day of the decision in the calendars of both sides")
    as_of: date | None = value(DAY, "The day on which the decision is taken")
    custom: Mapping[str, Any] | None = plain("What a policy declares of its own, below `custom.`")


def lot_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the lot document, for editors and other languages.

    >>> lot_schema()["properties"]["lot"]["properties"]["quantity"]["minimum"]
    1
    """
    about = "An inspected lot. A key that is absent, or null, means: not known."
    return document_schema(LotDocument, f"Lot document, version {VERSION}", about)
