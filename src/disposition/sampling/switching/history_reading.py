"""A history as plain data, such as a JSON list, turned into its entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from disposition.documents.reading import read
from disposition.documents.schema import object_schema, or_null, whole_schema
from disposition.errors import Problem
from disposition.sampling.errors import SamplingError
from disposition.sampling.switching.history import (
    ONCE,
    Correction,
    Direction,
    Entry,
    PastLot,
    numbered,
    repeated_lots,
)


def read_history(documents: Sequence[object]) -> tuple[Entry, ...]:
    """Return the entries of a history, oldest first.

    A past lot is an object with the keys of `PastLot`, of which `accepted` is required and `lot` is
    its place when absent. `{"correction": "why"}` resumes inspection, `{"direct": "normal",
    "because": "why"}` directs a state. Raises `SamplingError` that names the place, for an unknown
    key, a wrong kind of value, anything that is no object, and a lot that stands there twice
    without being resubmitted.

    >>> read_history([{"lot": "1", "accepted": True}, {"correction": "new mould"}])[1]
    Correction(because='new mould')
    """
    entries = tuple(_entry(document, place) for place, document in enumerate(documents))
    for place, above in repeated_lots(numbered(entries)):
        raise _wrong(Problem(f"$[{place}]", f"the lot at `$[{above}]` stands here again", ONCE))
    return entries


def history_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a history that is a JSON list.

    >>> history_schema()["items"]["anyOf"][0]["required"]
    ['accepted']
    """
    entries = [object_schema(kind) for kind in (PastLot, Correction, Direction)]
    entries[0]["required"].remove("lot")  # it is the place of one that has no number
    entries[0]["properties"]["lot"] = or_null(entries[0]["properties"]["lot"])
    about = "Past lots of a supplier, oldest first, and what the responsible authority decided."
    schema = {"type": "array", "items": {"anyOf": entries}}
    return whole_schema("History of past lots", about, schema)


def _entry(document: object, place: int) -> Entry:
    kind: type = PastLot
    if isinstance(document, Mapping):
        if "correction" in document:
            kind = Correction
        elif "direct" in document:
            kind = Direction
        elif document.get("lot") is None:
            document = {**document, "lot": str(place + 1)}
    entry: Entry
    entry, problems = read(kind, document, f"$[{place}]")
    if problems:
        raise _wrong(*problems)
    return entry


def _wrong(first: Problem, *others: Problem) -> SamplingError:
    more = f" (the first of {len(others) + 1:,} problems here)" if others else ""
    return SamplingError(f"{first.where}: {first.message}{more}", about="history", hint=first.hint)
