"""Decisions as a frame: one row each, with the same names and types as a decided table has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

SCHEMA: Mapping[str, Any] = {
    "lot": pl.String,
    "as_of": pl.Date,
    **dict.fromkeys(("outcome", "status", "ships", "considered"), pl.String),
    **dict.fromkeys(
        ("rules", "missing", "obligations", "possible_obligations"), pl.List(pl.String)
    ),
}


def row_of(decision: Any) -> dict[str, Any]:
    """Return the row of a decision."""
    duties = decision.obligations
    return {
        "lot": decision.lot,
        "as_of": decision.as_of,
        "outcome": decision.outcome,
        "status": decision.status,
        "ships": decision.ships,
        "considered": decision.considered,
        "rules": list(decision.rule_ids),
        "missing": sorted(decision.waits_for),
        "obligations": list(dict.fromkeys(each.do for each in duties if each.applies == "yes")),
        "possible_obligations": list(
            dict.fromkeys(each.do for each in duties if each.applies == "maybe")
        ),
    }


def frame_of(decisions: Iterable[Any]) -> pl.DataFrame:
    """Return a frame with a row for each decision."""
    return pl.DataFrame(map(row_of, decisions), schema=dict(SCHEMA))
