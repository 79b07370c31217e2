"""The parts of a lot as a decision document tells them: units, and what happens to them."""

from __future__ import annotations

from disposition.documents.declaring import output
from disposition.documents.scalars import enum
from disposition.facts.division.portion import CONFORMING, NOT_REWORKABLE, REWORKABLE, UNCLEAR
from disposition.frozen import frozen

STATUSES = ("decided", "needs_information", "no_rule", "withheld")
SHIPS = ("all", "part", "none")
LOT, SEGMENT, SORTING, REST = "lot", "segment", "sorting", "rest"
FOUND = (CONFORMING, REWORKABLE, NOT_REWORKABLE, UNCLEAR)


@frozen
class LotPart:
    """Some units of a lot, and what is decided of them as a lot of their own by the same policy.

    A lot that is not divided is one part. `ships` says what of it ships by this decision: a part
    that is decided to be acceptable stays where the lot ships nothing.
    """

    name: str = output("What people call it")
    by: str = output("What divides the lot", enum(LOT, SEGMENT, SORTING, REST))
    units: int | None = output("Units in it; null where the lot's quantity is unknown")
    sku: str | None = output("Item number of its segment; null if none")
    batch: str | None = output("Batch of its segment; null if none")
    found: str | None = output(
        "What sorting found of it; null if that is not what divides", enum(*FOUND)
    )
    outcome: str = output("Id of the outcome for it; the policy's fallback unless decided")
    title: str = output("Title of the outcome")
    status: str = output("How that came about", enum(*STATUSES))
    ships: str = output("How much of it ships by this decision", enum(*SHIPS))
    because: str = output("Why, in words; may be empty")
    do: tuple[str, ...] = output("Codes of what is surely required for it, each once")
    more_units: int | None = output(
        "How many more of its units to inspect first; null if that would not help to decide"
    )
