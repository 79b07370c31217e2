"""What has happened to a lot, drawn from the declarations that it is read by."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from attrs import Attribute, fields

from disposition.documents.scalars import ScalarType
from disposition.facts.document.case_events import Happened
from disposition.language.types import FactType, Kind
from disposition.testing.strategies import quick
from disposition.testing.strategies.absences import Document
from disposition.testing.strategies.inspections import DAYS, FEW, FLAGS
from disposition.testing.strategies.quick import Draw, Recipe

_MOST_OF_A_KIND = 2
_NAMES = quick.sampled_from(["Li", "Wang", "accept", "rework", "D12"])
_PERCENTS = quick.sampled_from(["0", "2.5", "10"])
_ONE_PART_AT_MOST = {"units_accepted": 0, "units_rejected": 0, "units": 1}


def happenings(as_of: date) -> Recipe[Document]:
    """Draw the `case` of a lot document up to a day, with every value given."""
    return quick.fixed_dictionaries(
        {each.name: _lists(each.metadata["items"], as_of) for each in fields(Happened)}
    )


@quick.composite
def _lists(draw: Draw, kind: type, as_of: date) -> list[Document]:
    listed = draw(quick.lists(_items(kind), max_size=_MOST_OF_A_KIND))
    days = sorted(draw(quick.lists(DAYS, min_size=len(listed), max_size=len(listed))), reverse=True)
    for item, before in zip(listed, days, strict=True):
        if "on" in item:
            item["on"] = (as_of - timedelta(before)).isoformat()
    return listed


@cache
def _items(kind: type) -> Recipe[Document]:
    return quick.fixed_dictionaries({each.name: _values(each) for each in fields(kind)})


def _values(attribute: Attribute[Any]) -> Recipe[Any]:
    if attribute.name in _ONE_PART_AT_MOST:
        # Small enough for any lot, whose units the parts must not exceed.
        return quick.integers(0, _ONE_PART_AT_MOST[attribute.name])
    scalar: ScalarType = attribute.metadata["scalar"]
    match scalar.type:
        case FactType(kind=Kind.BOOLEAN):
            return FLAGS
        case FactType(kind=Kind.ENUM, values=values):
            return quick.sampled_from(values)
        case FactType(kind=Kind.INTEGER):
            return FEW
        case FactType(kind=Kind.DECIMAL):
            return _PERCENTS
        case FactType(kind=Kind.DATE):
            return quick.integers(-5, 20).map(lambda days: f"2026-12-{max(1, days):02}")
        case _:
            return _NAMES
