"""What cannot all be true of a supplier: the counts of past lots, and the history of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from disposition.documents.quoting import at_index
from disposition.errors import Problem
from disposition.facts.document.lot_document import LotDocument
from disposition.facts.document.past_lots import PastInspection
from disposition.facts.inspection_state import (
    MisplacedError,
    counts,
    possible_rejected,
    status_under,
)
from disposition.frozen import fields
from disposition.sampling import STANDARDS

_HISTORY = "$.supplier.history"
_OF_A_DECISION = ("date", "correction", "direct", "because")


def supplier_contradictions(lot: LotDocument) -> Iterator[Problem]:
    """Yield what cannot be true of the supplier."""
    yield from _supplier(lot)
    if lot.supplier.closures:
        yield from _closures(lot)
    history = lot.supplier.history
    if history:
        yield from _entries(history)
        yield from _days(lot, history)
        yield from _repeated(lot, history)
        if not all(entry.is_lot for entry in history):
            yield from _misplaced(lot)
    if history is not None:
        yield from _miscounted(lot, history)


def exceeds(one: int | None, other: int | None) -> bool:
    """Whether one count is above another; not while one of them is unknown."""
    return one is not None and other is not None and one > other


def _closures(lot: LotDocument) -> Iterator[Problem]:
    for at, each in enumerate(lot.supplier.closures or ()):
        if each.first is not None and each.last is not None and each.last < each.first:
            place = at_index("$.supplier.closures", at)
            yield Problem(
                f"{place}.last", f"{each.last} is before {each.first}, the first day of the closure"
            )


def _supplier(lot: LotDocument) -> Iterator[Problem]:
    supplier = lot.supplier
    inspected, rejected, in_a_row = (
        supplier.lots_inspected,
        supplier.lots_rejected,
        supplier.consecutive_rejected,
    )
    if exceeds(rejected, inspected):
        yield Problem(
            "$.supplier.lots_rejected",
            f"{rejected:,} lots rejected are more than the {inspected:,} inspected",
        )
    if exceeds(supplier.lots_unsafe, rejected):
        yield Problem(
            "$.supplier.lots_unsafe",
            f"{supplier.lots_unsafe:,} dangerous lots are more than the {rejected:,} rejected",
        )
    if exceeds(in_a_row, rejected):
        yield Problem(
            "$.supplier.consecutive_rejected",
            f"{in_a_row:,} lots rejected in a row are more than the {rejected:,} rejected",
        )
    elif rejected is None and exceeds(in_a_row, inspected):
        yield Problem(
            "$.supplier.consecutive_rejected",
            f"{in_a_row:,} lots rejected in a row are more than the {inspected:,} inspected",
        )


def _entries(history: Sequence[PastInspection]) -> Iterator[Problem]:
    """Refuse an entry that is a lot and a decision, or two decisions."""
    for index, entry in enumerate(history):
        if entry.is_lot and entry.because is None:
            continue
        where = at_index(_HISTORY, index)
        if entry.correction is not None and entry.direct is not None:
            yield Problem(
                where,
                "an entry cannot be both a `correction` and `direct` a state",
                "make two entries of it, in their order",
            )
        elif entry.is_lot:
            yield Problem(
                f"{where}.because", "only a directed state has a `because`", "add `direct`"
            )
        else:
            decision = "direct" if entry.correction is None else "correction"
            for attribute in fields(PastInspection):
                name = attribute.name
                if name not in _OF_A_DECISION and getattr(entry, name) is not None:
                    yield Problem(
                        f"{where}.{name}",
                        f"an entry with `{decision}` is no lot, and has no `{name}`",
                        "make two entries of it, in their order",
                    )


def _days(lot: LotDocument, history: Sequence[PastInspection]) -> Iterator[Problem]:
    """Refuse days that go backwards, and days after this lot's inspection."""
    last: date | None = None
    for index, entry in enumerate(history):
        if entry.date is None:
            continue
        if last is not None and entry.date < last:
            where = f"{at_index(_HISTORY, index)}.date"
            yield Problem(where, f"{entry.date} is before {last} above it", "oldest first")
        last = entry.date
        for name, end in (("inspection.date", lot.inspection.date), ("as_of", lot.as_of)):
            if end is not None and entry.date > end:
                yield Problem(
                    f"{at_index(_HISTORY, index)}.date",
                    f"{entry.date} is after `$.{name}`, {end}",
                    "the history has the lots before this one",
                )
                break


def _repeated(lot: LotDocument, history: Sequence[PastInspection]) -> Iterator[Problem]:
    """Refuse a lot that stands twice without being resubmitted, and the lot decided on itself."""
    from disposition.sampling.switching.history import ONCE, repeated_lots, same_number

    lots = [
        (entry.lot or str(index + 1), entry.resubmitted is True) if entry.is_lot else None
        for index, entry in enumerate(history)
    ]
    for index, above in repeated_lots(lots):
        name = history[index].lot
        yield Problem(
            at_index(_HISTORY, index) + (".lot" if name else ""),
            f"the lot at `{at_index(_HISTORY, above)}` stands here again"
            + ("" if name else ", since without `lot` its number is its place"),
            ONCE if name else "give it its own number",
        )
    own = None if lot.lot.id is None else same_number(lot.lot.id)
    for index, entry in enumerate(history):
        if own is not None and entry.lot is not None and same_number(entry.lot) == own:
            yield Problem(
                f"{at_index(_HISTORY, index)}.lot",
                "it is the lot that the document is about, `$.lot.id`",
                "the history has the lots before this one: leave it out",
            )


def _misplaced(lot: LotDocument) -> Iterator[Problem]:
    """Refuse a decision that no standard allows where it stands."""
    standard = lot.inspection.plan.standard
    misplaced = None
    for name in STANDARDS if standard is None else (standard,):
        try:
            status_under(name, lot.supplier)
        except MisplacedError as error:
            misplaced = error
        else:
            return
    if misplaced is not None:
        where = at_index(_HISTORY, misplaced.index)
        yield Problem(where, misplaced.reason.message, misplaced.reason.hint)


def _miscounted(lot: LotDocument, history: Sequence[PastInspection]) -> Iterator[Problem]:
    """Refuse counts that no way to fill in the history, which is complete, could have."""
    supplier, told = lot.supplier, counts(history)
    refused = False
    for name, counted, words in (
        ("lots_inspected", told.inspected, "lots inspected"),
        ("lots_rejected", told.rejected, "lots rejected"),
        ("consecutive_rejected", told.in_a_row, "lots rejected in a row"),
    ):
        stated = getattr(supplier, name)
        if stated is not None and counted is not None and stated != counted:
            refused = True
            yield _unlike(name, f"{stated:,} {words}, but the history has {counted:,}")
    if refused:
        return
    rejected, in_a_row = supplier.lots_rejected, supplier.consecutive_rejected
    possible = possible_rejected(history, in_a_row)
    if possible is None:
        message = f"{in_a_row:,} lots rejected in a row are not what the history can end in"
        yield _unlike("consecutive_rejected", message)
    elif rejected is not None and not possible[0] <= rejected <= possible[1]:
        few = (
            f"{possible[0]:,}"
            if possible[0] == possible[1]
            else f"{possible[0]:,} to {possible[1]:,}"
        )
        ending = "" if in_a_row is None else f" when {in_a_row:,} in a row are the last"
        message = f"{rejected:,} lots rejected, but the history can have {few}{ending}"
        yield _unlike("lots_rejected", message)


def _unlike(name: str, message: str) -> Problem:
    hint = "the history lists every lot inspected before this one; leave out the count or it"
    return Problem(f"$.supplier.{name}", message, hint)
