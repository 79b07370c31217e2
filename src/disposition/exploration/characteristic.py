"""The operating characteristic of a whole policy: shares of outcomes as true defect rates vary."""

from __future__ import annotations

from disposition.exploration.characteristic_chart import characteristic_html, characteristic_svg
from disposition.exploration.characteristic_data import CharacteristicData
from disposition.frozen import frozen
from disposition.markup import box, fragment, page
from disposition.visible import visible


@frozen(eq=False)
class PolicyCharacteristic(CharacteristicData):
    """How often each outcome comes about, as the rates of a process vary; shows as a picture.

    Made by `Policy.characteristic`; its numbers stand in `CharacteristicData`.
    """

    def to_svg(self) -> str:
        """Return the picture as an SVG element."""
        return characteristic_svg(self)

    def html(self) -> str:
        """Return the picture and its points as a page that needs nothing else."""
        title = f"Operating characteristic of {self.policy}"
        return page(title, box(characteristic_html(self)))

    def __repr__(self) -> str:
        first, last = self.at(0), self.at(-1)
        told = [f"{max(each, key=each.__getitem__)}" for each in (first, last)]
        rates = f"{self.severity} {self.x[0]:g} to {self.x[-1]:g} %"
        return visible(
            f"<PolicyCharacteristic of {self.policy}: {rates}: mostly {told[0]} to {told[1]}>"
        )

    def _repr_html_(self) -> str:
        return fragment(characteristic_html(self))
