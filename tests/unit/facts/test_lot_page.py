"""The reference pages of the lot document name every key with its meaning."""

from __future__ import annotations

import pytest
from attrs import fields

from disposition.facts import lot
from disposition.facts.agreed import OwnPlan, OwnPlans, SampleFindings
from disposition.facts.happened import Happened
from disposition.facts.past import PastInspection
from support.checkout import DOCS

PAGE = (DOCS / "reference" / "lot-document.md").read_text(encoding="utf-8")
CASE_PAGE = (DOCS / "reference" / "case-section.md").read_text(encoding="utf-8")
PARTS = [
    *(lot.Lot, lot.Goods, lot.Inspection, lot.AgreedPlan, lot.AgreedLimits, lot.Defect),
    *(lot.Segment, lot.Check, lot.Evidence, lot.Shipment, lot.Supplier, lot.Contract),
    *(lot.Clause, lot.PriceClause, PastInspection, OwnPlan, OwnPlans, lot.NamedPlan),
    *(lot.SampleDrawn, SampleFindings),
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
            written = "object" if "section" in attribute.metadata else "list"
        else:
            written = ", ".join(f"`{value}`" for value in scalar.type.values)
        row = f"| `{attribute.name}` | {written}"
        ends = f" | {attribute.metadata['about']} |"
        assert any(line.startswith(row) and line.endswith(ends) for line in page.splitlines()), row
