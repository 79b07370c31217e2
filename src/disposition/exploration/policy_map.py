"""A map of a policy: the outcome as two values of a lot vary, with the rules at the borders."""

from __future__ import annotations

from disposition.exploration.map_chart import map_html, map_svg
from disposition.exploration.map_data import MapData
from disposition.frozen import frozen
from disposition.markup import box, fragment, page
from disposition.visible import visible


@frozen(eq=False)
class PolicyMap(MapData):
    """The outcome of a lot as two of its values vary; shows as a picture.

    Made by `Policy.map`; its cells stand in `MapData`.
    """

    def to_svg(self) -> str:
        """Return the map as an SVG element."""
        return map_svg(self)

    def html(self) -> str:
        """Return the map as a page that needs nothing else."""
        return page(f"Map of {self.policy}", box(map_html(self)))

    def __repr__(self) -> str:
        size = f"{len(self.x)} × {len(self.y)}"
        return visible(f"<PolicyMap of {self.policy}: {self.x_path}, {self.y_path}, {size}>")

    def _repr_html_(self) -> str:
        return fragment(map_html(self))
