"""How a column of values is read, in the table of the lots, in lists and in tables of lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from attrs import fields

from disposition.documents.scalars import ScalarType
from disposition.errors import Problem
from disposition.facts.catalogue import Catalogue
from disposition.facts.document.lot_document import LotDocument
from disposition.language.types import Kind
from disposition.tables.column_types import Stored, limits_of, misfit
from disposition.tables.columns import CellMeaning
from disposition.tables.frames.loading import column_type
from disposition.tables.program import Load


def load_of(
    name: str,
    dtype: pl.DataType,
    cell: CellMeaning,
    scalar: ScalarType,
    *,
    stem: str,
    absent: tuple[str, ...],
    where: str,
) -> Load | Problem | None:
    """Return how a column is read; None where it holds nothing, a problem where it does not fit.

    The names of the values that are read begin with `stem`.
    """
    held = column_type(dtype)
    problem = misfit(name, held, cell, scalar.type)
    if problem is not None:
        return Problem(where, problem.message, problem.hint, problem.code)
    if held.stored is Stored.NOTHING:
        return None
    kind = scalar.type.kind
    limits = limits_of(scalar, held, cell) if kind.is_number or kind is Kind.DATE else None
    return Load(name, held, cell, scalar, f"{stem}_value", f"{stem}_bad", absent, limits)


def scalar_at(catalogue: Catalogue, path: str) -> ScalarType:
    """Return how a value of the document is read, by its kind of place."""
    kind: Any = LotDocument
    if path.startswith("custom."):
        kind, path = catalogue.custom, path.removeprefix("custom.")
    declared: Mapping[str, Any] = {}
    for word in path.replace("[]", "").split("."):
        declared = getattr(fields(kind), word).metadata
        kind = declared.get("section") or declared.get("items")
    scalar: ScalarType = declared["scalar"]
    return scalar
