"""Documents with some of their values left out: what is absent is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

from disposition.errors import LotError
from disposition.facts import Lot
from disposition.testing.strategies import quick
from disposition.testing.strategies.quick import Draw, drawn

Document = dict[str, Any]
Place = tuple[str | int, ...]

# Values that matter together; the empty theme stands for any.
THEMES: tuple[tuple[str, ...], ...] = (
    (),
    ("sku", "batch"),
    ("severity", "category", "units"),
    ("quantity", "sample_size"),
    ("standard", "state", "level", "critical", "major", "minor"),
    ("result", "category", "reworkable"),
    ("lots_inspected", "lots_rejected", "consecutive_rejected", "relationship_months"),
)

_MEANT = (
    *("inspector_id", "round", "report_result", "finished_percent", "packed_percent", "segments"),
    *("confined", "sortable", "sorting_days", "part_wanted"),
    *("rework_capable", "lots_unsafe", "replacement_days"),
    *("value_lost_percent", "agreed_percent", "max_percent", "ordered_quantity"),
)

_OF_CASE = (("case", "readings"), ("case", "assessments"), ("case", "agreements"))
_OF_CHECK = ("sku", "batch", "reworkable", "owner", "due")


def places(part: object, above: Place = ()) -> Iterator[Place]:
    """Yield the place of everything that may be left out of a document: single values and lists.

    The units of a line without any stay: absent units mean at least one. So does what means
    something by being absent, such as the round of an inspection, whose kind tells then.
    """
    if isinstance(part, list):
        if not means_by_absence(above):
            yield above
        for index, item in enumerate(part):
            yield from places(item, (*above, index))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from places(value, (*above, key))
    elif not ((above[-1] == "units" and part == 0) or means_by_absence(above)):
        yield above


def means_by_absence(place: Place) -> bool:
    """Whether something follows from the absence of a value there, which learning it may change.

    See "Absent means unknown" in the reference of lot documents.
    """
    of_check = place[1:2] == ("checks",) and place[-1] in _OF_CHECK
    of_case = place[:2] in _OF_CASE or place[-1] == "contact_role"
    of_contact = place[:2] == ("case", "contacts") and place[-1] == "role"
    return (
        place[-1] in _MEANT
        or (of_check or of_case or of_contact)
        or place[0] == "costs"
        or place[1:2] == ("sorting",)
    )


def without(doc: Document, left_out: Iterable[Place]) -> Document:
    """Return a copy of a document without the values at some places."""
    copied: Document = copied_plain(doc)
    for *path, key in left_out:
        part: Any = copied
        for step in path:
            part = part.get(step) if isinstance(part, dict) else part[step]
            if part is None:
                break
        else:
            part.pop(key, None)
    return copied


def copied_plain(part: Any) -> Any:
    """Return a copy of plain data; much faster than `copy.deepcopy`."""
    if isinstance(part, dict):
        return {key: copied_plain(value) for key, value in part.items()}
    return [copied_plain(each) for each in part] if isinstance(part, list) else part


def is_valid(doc: Document) -> bool:
    """Whether a document is taken; leaving values out may bring two segments under one name."""
    try:
        Lot.from_dict(doc)
    except LotError:
        return False
    return True


def _nothing(_: Place) -> bool:
    return False


def with_absences(
    doc: Document, keeps: Callable[[Place], bool] = _nothing
) -> st.SearchStrategy[Document]:
    """Draw a document like the given one, with some of its values absent.

    `keeps` tells of a place, such as `("lot", "quantity")`, whether its value stays.
    """
    known = [place for place in places(doc) if not keeps(place)]
    return drawn(absences(doc, known), strips=2)


@quick.composite
def absences(
    draw: Draw, doc: Document, known: Sequence[Place], themes: Sequence[tuple[str, ...]] = THEMES
) -> Document:
    """Draw a document without the values at some of the places that are given."""
    if not known:
        return doc
    theme = draw(quick.sampled_from(themes))
    left_out = [place for place in known if place[-1] in theme and draw(quick.booleans())]
    left_out += draw(quick.some_of(known, max_size=3 if theme else 8))
    partial = without(doc, left_out)
    return partial if is_valid(partial) else doc
