"""The data of entries: plain data to the class of its kind, each problem told with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from disposition.casefile.errors import CaseError, EntryError
from disposition.casefile.log.canonical import admitted_word
from disposition.casefile.log.kinds import (
    DECIDED_KINDS,
    KINDS,
    EntryKind,
    InspectionReported,
    Reinspected,
)
from disposition.documents.reading import reader_of
from disposition.documents.reporting import capped, report
from disposition.documents.schema import object_schema, whole_schema
from disposition.errors import Problem, suggest
from disposition.explain.document.parts import SHIPS, STATUSES
from disposition.facts.consistency.contradictions import contradictions
from disposition.facts.document.case_events import Happened
from disposition.facts.lot import Lot
from disposition.frozen import evolve
from disposition.words import listed

_DECISION = "decision"


def kind_of(name: str) -> EntryKind:
    """Return a kind of entry.

    Raises:
        CaseError: there is none of that name.
    """
    if admitted_word("kind", name) not in KINDS:
        known = listed(KINDS)
        hint = suggest(name, KINDS) or f"there are {known}"
        raise CaseError(
            f"there is no kind of entry `{name}`", hint, code="unknown-kind", where=f"`{name}`"
        )
    return KINDS[name]


def read_data(kind: str, data: Mapping[str, Any], on: date) -> Any:
    """Return what the data of a new entry says, checked.

    Raises:
        EntryError: with every problem, each with its place in the data.
    """
    declared = kind_of(kind).data
    if kind in DECIDED_KINDS and isinstance(data, Mapping):
        data = {key: value for key, value in data.items() if key != _DECISION}
    read, problems = report(declared, data)
    if not problems:
        problems.extend(_contradictions(read, on))
    if problems:
        raise EntryError(kind, capped(problems))
    return read


def stored_data(kind: str, data: Mapping[str, Any]) -> Any:
    """Return what the data of a stored entry says; it was checked when it was written.

    Raises:
        CaseError: it is not what was written, or another version wrote it.
    """
    declared = kind_of(kind).data
    if kind in DECIDED_KINDS:
        decision_in(kind, data)
        data = {key: value for key, value in data.items() if key != _DECISION}
    try:
        return reader_of(declared)(data)
    except Exception as error:
        raise unreadable(kind, str(error)) from error


def decision_in(kind: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the decision document in the data of a stored entry.

    Only what is read of it for many cases is looked at; `Decision.from_dict` looks at all.

    Raises:
        CaseError: there is none.
    """
    document = data.get(_DECISION)
    if not isinstance(document, Mapping):
        raise unreadable(kind, "it holds no decision document")
    policy, obligations = document.get("policy"), document.get("obligations")
    is_read = {
        "outcome": isinstance(document.get("outcome"), str),
        "title": isinstance(document.get("title"), str),
        "status": document.get("status") in STATUSES,
        "ships": document.get("ships") in SHIPS,
        "obligations": isinstance(obligations, list)
        and all(isinstance(each, Mapping) for each in obligations),
        "policy": isinstance(policy, Mapping) and isinstance(policy.get("id"), str),
        "parts": _are_parts(document.get("parts", [])),  # older ones tell of none
    }
    for key, is_so in is_read.items():
        if not is_so:
            raise unreadable(kind, f"its decision document has no `{key}` that is one")
    return document


def _are_parts(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, Mapping)
        and each.get("ships") in SHIPS
        and isinstance(each.get("units", ""), int | None)
        for each in value
    )


def unreadable(kind: str, why: str) -> CaseError:
    """Return the error for a stored entry whose data is not what was written."""
    message = f"the data of an entry `{kind}` cannot be read: {why}"
    hint = "verify the case, and look whether a newer version wrote it"
    return CaseError(message, hint, code="entry-unreadable", where=f"an entry `{kind}`")


def entry_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the data of entries that people write, kind by kind.

    >>> entry_schema()["$defs"]["closed"]["required"]
    ['because']
    """
    kinds = {kind.name: object_schema(kind.data) for kind in KINDS.values() if kind.is_written}
    any_of = [{"$ref": f"#/$defs/{name}"} for name in kinds]
    about = "What an entry of a case says; which of these is said by its kind."
    return whole_schema("Data of entries of a case", about, {"anyOf": any_of, "$defs": kinds})


def _contradictions(read: object, on: date) -> Iterator[Problem]:
    match read:
        case InspectionReported(lot=lot):
            if lot.case != Happened():
                message = "a case tells by its entries what has happened"
                yield Problem("$.lot.case", message, "leave it out")
            yield from _within("$.lot", contradictions(evolve(lot, as_of=on)))
        case Reinspected(inspection=inspection):
            yield from _within("$", contradictions(Lot(inspection=inspection, as_of=on)))
        case _:
            pass


def _within(where: str, problems: Iterator[Problem]) -> Iterator[Problem]:
    for problem in problems:
        yield evolve(problem, where=problem.where.replace("$", where, 1))
