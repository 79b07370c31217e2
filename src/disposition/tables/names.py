"""Names: those of what is added to a table, and how those of files of tables end."""

from __future__ import annotations

OUTPUTS = (
    *("outcome", "status", "ships", "considered", "rules", "true_rules", "missing"),
    *("obligations", "possible_obligations"),
)
"""What can be told of each row."""

UNREADABLE = "unreadable"
"""The list of the columns whose cells cannot be read, and the status of such a row."""

BY_PYTHON = "(by Python)"
"""What a statement cannot tell in a row: a fact that only Python computes there."""

TEXTS = frozenset({"outcome", "status", "ships", "considered"})
"""Those of them that are single texts; the others are lists of texts."""

PREFIX = "decision_"
RESERVED = "__disposition_"
"""What the names of columns begin with that are there only while a table is decided."""

PARQUET, CSV, LINES = {".parquet", ".pq"}, {".csv", ".tsv", ".txt"}, {".jsonl", ".ndjson"}
"""How the names of files end, by what these hold."""
