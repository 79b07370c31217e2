"""Documents with some of their values left out: what is absent is unknown."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from hypothesis import strategies as st

from disposition.errors import LotError
from disposition.facts import Lot

Document = dict[str, Any]
Place = tuple[str | int, ...]

# Values that matter together; the empty theme stands for any.
_THEMES: tuple[tuple[str, ...], ...] = (
    (),
    ("sku", "batch"),
    ("severity", "category", "units"),
    ("quantity", "sample_size"),
    ("standard", "state", "level", "critical", "major", "minor"),
    ("result", "category", "reworkable"),
    ("lots_inspected", "lots_rejected", "consecutive_rejected", "relationship_months"),
)


def places(part: object, above: Place = ()) -> Iterator[Place]:
    """Yield the place of everything that may be left out of a document: single values and lists.

    The units of a line without any stay: absent units mean at least one.
    """
    if isinstance(part, list):
        yield above
        for index, item in enumerate(part):
            yield from places(item, (*above, index))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from places(value, (*above, key))
    elif not (above[-1] == "units" and part == 0):
        yield above


def without(doc: Document, left_out: Iterable[Place]) -> Document:
    """Return a copy of a document without the values at some places."""
    copied = copy.deepcopy(doc)
    for *path, key in left_out:
        part: Any = copied
        for step in path:
            part = part.get(step) if isinstance(part, dict) else part[step]
            if part is None:
                break
        else:
            part.pop(key, None)
    return copied


def is_valid(doc: Document) -> bool:
    """Whether a document is taken; leaving values out may bring two segments under one name."""
    try:
        Lot.from_dict(doc)
    except LotError:
        return False
    return True


def _nothing(_: Place) -> bool:
    return False


@st.composite
def with_absences(
    draw: st.DrawFn, doc: Document, keeps: Callable[[Place], bool] = _nothing
) -> Document:
    """Draw a document like the given one, with some of its values absent.

    `keeps` tells of a place, such as `("lot", "quantity")`, whether its value stays.
    """
    known = [place for place in places(doc) if not keeps(place)]
    if not known:
        return doc
    theme = draw(st.sampled_from(_THEMES))
    left_out = [place for place in known if place[-1] in theme and draw(st.booleans())]
    left_out += draw(st.lists(st.sampled_from(known), max_size=3 if theme else 8, unique=True))
    partial = without(doc, left_out)
    return partial if is_valid(partial) else doc
