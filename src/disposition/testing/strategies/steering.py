"""What a caller fixes of the lots to be drawn; everything else stays random."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from hypothesis import strategies as st

from disposition.documents.places.data import Step, steps_of
from disposition.errors import DispositionError, suggest
from disposition.frozen import field, frozen

Whole = int | st.SearchStrategy[int]
"""A number, or a strategy for one."""

MOST_UNITS = 10**9
MOST_DAYS = 36_500

_STEERED_BY = {
    "quantity": ("lot.quantity",),
    "sample_size": ("inspection.sample_size",),
    "slack_days": (
        "shipment.ship_by",
        "shipment.rework_days",
        "shipment.reinspection_days",
        "as_of",
    ),
}
"""The document values that each keyword settles; they are never left out."""


class Steer(TypedDict, total=False):
    """The keywords that steer what is drawn."""

    critical: Whole | None
    major: Whole | None
    minor: Whole | None
    quantity: Whole | None
    sample_size: Whole | None
    slack_days: Whole | None
    given: Mapping[str, Any] | None


@frozen
class Steering:
    """Strategies for what is steered.

    `units` are the units found by severity. `numbers` holds the other steered numbers by keyword.
    `given` are document values by their paths.
    """

    units: Mapping[str, st.SearchStrategy[int]] = field(factory=dict)
    numbers: Mapping[str, st.SearchStrategy[int]] = field(factory=dict)
    given: Mapping[str, st.SearchStrategy[Any]] = field(factory=dict)

    def keeps(self, place: tuple[Step, ...]) -> bool:
        """Whether the value at a place of the document must be known for the steering to hold."""
        if self.units and place[:2] == ("inspection", "defects"):
            return place[-1] in ("defects", "severity", "units")
        kept = [*self.given, *(path for name in self.numbers for path in _STEERED_BY[name])]
        return any(_is_on_the_way(place, steps_of(path)) for path in kept)


def _is_on_the_way(place: tuple[Step, ...], steps: tuple[Step, ...]) -> bool:
    shared = min(len(place), len(steps))
    return place[:shared] == steps[:shared]


def steering(steer: Steer) -> Steering:
    """Return what the keywords ask for.

    Raises:
        DispositionError: there is no such keyword, or a path of `given` leads into a list.
        PathError: a path of `given` is not written as one.
    """
    for keyword in steer.keys() - Steer.__annotations__.keys():
        hint = suggest(keyword, Steer.__annotations__) or "`given` takes any path of the document"
        raise DispositionError(f"lots are not steered by `{keyword}` ({hint})")
    wanted: dict[str, Any] = {key: value for key, value in steer.items() if value is not None}
    given: Mapping[str, Any] = wanted.pop("given", {})
    for path in given:
        if any(isinstance(step, int) for step in steps_of(path)):
            raise DispositionError(f"`{path}` leads into a list: give the whole list")
    severities = ("critical", "major", "minor")
    return Steering(
        {name: _number(wanted.pop(name)) for name in severities if name in wanted},
        {name: _number(value) for name, value in wanted.items()},
        {path: _any(value) for path, value in given.items()},
    )


def _any(value: Any) -> st.SearchStrategy[Any]:
    return value if isinstance(value, st.SearchStrategy) else st.just(value)


def _number(value: Whole) -> st.SearchStrategy[int]:
    return value if isinstance(value, st.SearchStrategy) else st.just(value)
