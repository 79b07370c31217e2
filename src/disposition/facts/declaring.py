"""How the classes of the lot document declare their values, sections and lists."""

from __future__ import annotations

from typing import Any

from attrs import field

from disposition.facts.numbers import MOST_DAYS, aql, count, decimal
from disposition.facts.scalars import Scalar, day, flag, text

TEXT, NOTE, FLAG = text(), text(blank=True), flag()
DAY, AQL = day(), aql()
MONEY, PERCENT = decimal("money"), decimal("percent", most=100)
UNITS, QUANTITY = count("units"), count("units", least=1)
DAYS, LOTS = count("days", most=MOST_DAYS), count("lots")


def value(scalar: Scalar, about: str) -> Any:
    """Declare a single value: how it is read, and what it means."""
    return field(default=None, metadata={"scalar": scalar, "about": about})


def section(kind: type, about: str) -> Any:
    """Declare a part with values of its own; one that is absent has no known value."""
    return field(default=kind(), metadata={"section": kind, "about": about})


def items(kind: type, about: str) -> Any:
    """Declare a list of parts; absent is unknown, empty is known to be empty."""
    return field(default=None, metadata={"items": kind, "about": about})
