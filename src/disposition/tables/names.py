"""What is told of each row of a table, and the names of the columns that tell it."""

from __future__ import annotations

from disposition.frozen import frozen

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


@frozen
class RowOutputs:
    """What is to be told of each row: outputs, and what their names begin with.

    With `marks`, a row with a cell that cannot be read has the status `unreadable`, no outcome, and
    the list of these columns.
    """

    outputs: tuple[str, ...] = OUTPUTS
    prefix: str = PREFIX
    marks: bool = True


RESERVED = "__disposition_"
"""What the names of columns begin with that are there only while a table is decided."""

ROW = f"{RESERVED}row"
"""The column of a frame of items that tells the place of their lot."""
