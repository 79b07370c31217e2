"""The supplier, and how their lots did before this one."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from disposition.documents.declaring import items, value
from disposition.documents.numbers import count
from disposition.documents.scalars import DAY, FLAG, TEXT, enum
from disposition.facts.document.persons import ROLES
from disposition.facts.document.quantities import COUNTRY, LOTS, UNITS
from disposition.frozen import frozen
from disposition.sampling import STATES


@frozen
class PastInspection:
    """One lot inspected before, or what the responsible authority decided in between.

    An entry with `correction` or `direct` is such a decision, any other one is a lot. What a lot
    leaves out counts as the switching rules have it: what is not known never helps. Only whether
    it was accepted is unknown while it is absent.
    """

    lot: str | None = value(TEXT, "The past lot's own number; absent means its place in the list")
    date: date | None = value(DAY, "Day of its inspection, or of the decision")
    accepted: bool | None = value(FLAG, "Whether its sample accepted it")
    resubmitted: bool | None = value(
        FLAG, "Whether it was inspected again after it was not accepted; absent means no"
    )
    found: int | None = value(UNITS, "Units found in all its samples")
    type: str | None = value(
        enum("single", "double", "multiple"), "Type of its plan; absent means `single`"
    )
    accept: int | None = value(UNITS, "Acceptance number of its single plan")
    accepted_tighter: bool | None = value(
        FLAG, "Whether the AQL one step tighter would have accepted it too"
    )
    sample: int | None = value(count("samples", least=1, most=7), "Which of its samples decided")
    between: bool | None = value(
        FLAG, "Whether the count was between Ac and Re (Z1.4, reduced); absent means no"
    )
    steady: bool | None = value(FLAG, "Whether production was steady")
    reduced_agreed: bool | None = value(
        FLAG, "Whether the responsible authority agreed to reduced inspection"
    )
    correction: str | None = value(
        TEXT, "How the supplier has improved, so that a discontinued inspection resumes"
    )
    direct: str | None = value(
        enum(*STATES), "State of inspection that the responsible authority directs"
    )
    because: str | None = value(TEXT, "Why the authority directs it")

    @property
    def is_lot(self) -> bool:
        """Whether this is a lot, and no decision of the authority."""
        return self.correction is None and self.direct is None


@frozen
class Closure:
    """Days on which the factory is closed, one after the other; both ends belong to them."""

    first: date | None = value(DAY, "First day")
    last: date | None = value(DAY, "Last day")


@frozen
class Supplier:
    """Who made the goods, and how their lots did before this one."""

    id: str | None = value(TEXT, "The supplier's number")
    relationship_months: int | None = value(count("months"), "Months of working together")
    lots_inspected: int | None = value(LOTS, "Lots inspected before this one")
    lots_rejected: int | None = value(LOTS, "How many of those were rejected")
    consecutive_rejected: int | None = value(LOTS, "Lots rejected in a row, up to this one")
    repeat_defects: int | None = value(
        count("defects"), "Defects of this lot that earlier lots had too"
    )
    iso9001: bool | None = value(FLAG, "Whether the supplier is certified to ISO 9001")
    lots_unsafe: int | None = value(LOTS, "How many of those rejected were dangerous")
    shipped_same_danger: bool | None = value(
        FLAG, "Whether earlier lots with a danger that this one has were shipped"
    )
    rework_capable: bool | None = value(
        FLAG, "Whether the supplier has the people and means to put such defects right"
    )
    export_experience: bool | None = value(
        FLAG, "Whether the supplier has sold to markets like the buyer's for years"
    )
    contact_role: str | None = value(
        enum(*ROLES), "What the one at the supplier does with whom we usually speak"
    )
    country: str | None = value(COUNTRY, "Country of the factory, by ISO 3166: `CN`")
    closures: tuple[Closure, ...] | None = items(
        Closure, "When the factory is closed, beside the holidays of its country"
    )
    history: tuple[PastInspection, ...] | None = items(
        PastInspection, "Every lot inspected before this one, oldest first"
    )

    @cached_property
    def remembered(self) -> dict[str, Any]:
        """What was found out about the history by going through it, under each standard."""
        return {}
