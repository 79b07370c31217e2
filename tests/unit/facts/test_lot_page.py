"""The reference pages of the lot document name every key with its meaning."""

from __future__ import annotations

import pytest
from attrs import fields

from disposition.facts import document
from disposition.facts.agreed import OwnPlan, OwnPlans, SampleFindings
from disposition.facts.happened import Happened
from disposition.facts.past import PastInspection
from support.checkout import DOCS

PAGE = (DOCS / "reference" / "lot-document.md").read_text(encoding="utf-8")
CASE_PAGE = (DOCS / "reference" / "case-section.md").read_text(encoding="utf-8")
PARTS = [
    *(
        document.LotDocument,
        document.Goods,
        document.Inspection,
        document.AgreedPlan,
        document.AgreedLimits,
        document.Defect,
    ),
    *(
        document.Segment,
        document.Check,
        document.Evidence,
        document.Shipment,
        document.Supplier,
        document.Contract,
    ),
    *(document.Clause, document.PriceClause, PastInspection, OwnPlan, OwnPlans, document.NamedPlan),
    *(document.SampleDrawn, SampleFindings),
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
