"""The outcome of a lot at each pair of two of its values, and where outcomes meet."""

from __future__ import annotations

from typing import Any

from disposition.documents.plain import picked
from disposition.frozen import frozen


@frozen
class Border:
    """Where two outcomes meet: the rules that hold on one side only, the most frequent first."""

    outcomes: tuple[str, str]
    rules: tuple[str, ...]
    cells: int


@frozen(eq=False)
class MapData:
    """The outcome of a lot as two of its values vary.

    `outcomes` has a row for each value of `y` and in it an outcome for each value of `x`; an empty
    text where the two values make no lot that there can be. `borders` are told with the rules that
    make them.
    """

    policy: str
    x_path: str
    y_path: str
    x: tuple[Any, ...]
    y: tuple[Any, ...]
    outcomes: tuple[tuple[str, ...], ...]
    borders: tuple[Border, ...]
    titles: dict[str, str]
    ships: dict[str, str]

    def at(self, x: Any, y: Any) -> str:
        """Return the outcome at two of the values."""
        return self.outcomes[self.y.index(y)][self.x.index(x)]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            "policy": self.policy,
            "x": {"path": self.x_path, "values": [f"{each}" for each in self.x]},
            "y": {"path": self.y_path, "values": [f"{each}" for each in self.y]},
            "outcomes": [[each or None for each in row] for row in self.outcomes],
            "borders": [picked(each, "outcomes", "rules", "cells") for each in self.borders],
        }
