"""The reference pages of the lot document name every key with its meaning."""

from __future__ import annotations

import pytest
from attrs import fields

from disposition.facts.document import agreed_plans, lot_document
from disposition.facts.document.agreed_plans import OwnPlan, OwnPlans, SampleFindings
from disposition.facts.document.case_events import Happened
from disposition.facts.document.past_lots import Closure, PastInspection, Supplier
from support.checkout import DOCS

PAGE = (DOCS / "reference" / "lot-document.md").read_text(encoding="utf-8")
CASE_PAGE = (DOCS / "reference" / "case-section.md").read_text(encoding="utf-8")
PARTS = [
    *(
        lot_document.LotDocument,
        lot_document.Goods,
        lot_document.Inspection,
        agreed_plans.AgreedPlan,
        agreed_plans.AgreedLimits,
        lot_document.Defect,
    ),
    *(
        lot_document.Segment,
        lot_document.Check,
        lot_document.Evidence,
        lot_document.Shipment,
        Supplier,
        lot_document.Contract,
    ),
    *(
        lot_document.Clause,
        lot_document.PriceClause,
        PastInspection,
        OwnPlan,
        OwnPlans,
        agreed_plans.NamedPlan,
    ),
    *(agreed_plans.SampleDrawn, SampleFindings),
    *(lot_document.Buyer, lot_document.Workdays, Closure),
]


CASE_PARTS = [Happened, *(each.metadata["items"] for each in fields(Happened))]


@pytest.mark.parametrize(
    ("part", "page"),
    [*((part, PAGE) for part in PARTS), *((part, CASE_PAGE) for part in CASE_PARTS)],
)
def test_every_key_has_its_row(part: type, page: str) -> None:
    for attribute in fields(part):
        scalar = attribute.metadata.get("scalar")
        if scalar is None:
            written = "list" if "items" in attribute.metadata else "object"
        else:
            written = ", ".join(f"`{value}`" for value in scalar.type.values)
        row = f"| `{attribute.name}` | {written}"
        ends = f" | {attribute.metadata['about']} |"
        assert any(line.startswith(row) and line.endswith(ends) for line in page.splitlines()), row
