"""Facts about what the supplier's replies gave: causes, actions, plans, and what supports them."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.facts.derived.bounds import every, some
from disposition.facts.derived.fact import BOOLEAN, Derived, View, derived
from disposition.facts.derived.listed import (
    both,
    days_since,
    how_many,
    is_in,
    is_last,
    items,
    last,
    last_on,
    of,
    of_first,
    whether_any,
)
from disposition.facts.derived.talks import is_since_inspection
from disposition.facts.document.case_events import CAUSES, EVIDENCE, PARTS, Inspected
from disposition.language.types import FactType, Kind

_REPLIES = FactType(Kind.INTEGER, "replies")
_DATE = FactType(Kind.DATE)
_NONE = "the supplier has not replied"
_SUPPORTED = EVIDENCE[EVIDENCE.index("photo") :]
_PROMISES = ("rework_plan", "timeline")


def _since_inspection(part: str, words: str) -> Derived:
    """Declare whether a reply gave something since the last inspection."""
    is_it = is_in("part", part)

    def compute(view: View) -> bool | None:
        found = items(view, "supplied")
        test = both(is_it, is_since_inspection(view))
        return None if found is None else some(test(item) for item in found)

    def concerns(view: View, item: object, _key: str) -> bool:
        if isinstance(item, Inspected):
            return is_last(view, "inspections", item)
        return every((is_it(item), is_since_inspection(view)(item))) is None

    return derived(
        f"replies.{part}_since",
        BOOLEAN,
        f"Whether a reply gave this since the last inspection: {words}",
        ("case.inspections[].on", "case.supplied[].on", "case.supplied[].part"),
        compute,
        concerns=concerns,
    )


def _facts() -> Iterator[Derived]:
    yield how_many("replies.count", _REPLIES, "Times that the supplier replied", of("replies"))
    yield of_first(
        "replies.first_on", _DATE, "Day of the first reply", of("replies", "on"), nothing=_NONE
    )
    yield last_on("replies.last_on", "Day of the last reply", of("replies"), nothing=_NONE)
    yield days_since(
        "replies.days_since", "Days since the last reply", of("replies"), nothing=_NONE
    )
    for part in PARTS:
        words = part.replace("_", " ")
        yield whether_any(
            f"replies.{part}",
            f"Whether a reply gave this: {words}",
            of("supplied", "part"),
            is_in("part", part),
        )
        yield whether_any(
            f"replies.{part}_supported",
            f"Whether a reply gave this with a photo, a document or more: {words}",
            of("supplied", "part", "evidence"),
            both(is_in("part", part), is_in("evidence", *_SUPPORTED)),
        )
        yield _since_inspection(part, words)
    yield last(
        "replies.cause_kind",
        FactType(Kind.ENUM, values=CAUSES),
        "What kind of cause the last root cause names",
        of("supplied", "part"),
        is_in("part", "root_cause"),
        key="cause",
        nothing="no root cause was given",
    )
    yield last(
        "replies.ready_by",
        _DATE,
        "Day that the last plan or timeline promises",
        of("supplied", "part"),
        is_in("part", *_PROMISES),
        key="ready_by",
        nothing="no plan or timeline was given",
    )


FACTS = tuple(_facts())
