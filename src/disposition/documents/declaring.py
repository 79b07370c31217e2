"""How the classes of a document declare their values, sections and lists."""

from __future__ import annotations

from typing import Any

from attrs import field

from disposition.documents.scalars import Scalar


def value(scalar: Scalar, about: str) -> Any:
    """Declare a single value: how it is read, and what it means."""
    return field(default=None, metadata={"scalar": scalar, "about": about})


def section(kind: type, about: str) -> Any:
    """Declare a part with values of its own; one that is absent has no known value."""
    return field(default=kind(), metadata={"section": kind, "about": about})


def items(kind: type, about: str) -> Any:
    """Declare a list of parts; absent is unknown, empty is known to be empty."""
    return field(default=None, metadata={"items": kind, "about": about})
