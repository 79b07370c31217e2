"""Which entries a case takes: their data, and whether they fit what has happened before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from disposition.casefile.errors import CaseError, EntryError
from disposition.casefile.lifecycle.findings import Traced, trace
from disposition.casefile.lifecycle.next_inspection import cannot_correct, cannot_follow
from disposition.casefile.lifecycle.obligations import NOW_CALLED
from disposition.casefile.lifecycle.projection import project
from disposition.casefile.log.canonical import admitted_day
from disposition.casefile.log.effective import Event, effective_events
from disposition.casefile.log.entry import Entry, NewEntry, written
from disposition.casefile.log.entry_data import decision_in, kind_of, read_data, stored_data
from disposition.casefile.log.kinds import DECIDED_KINDS, INSPECTIONS
from disposition.documents.quoting import LONGEST, at_index, shown
from disposition.documents.reporting import capped
from disposition.documents.writing import write
from disposition.errors import Problem, suggest
from disposition.facts.consistency.contradictions import contradictions

_FOR_GOOD = ("decision", "released", "refused", "rest", "withdrawn")
_WITH_THE_LOT = ("agreement", "correction", "reinspection", "inspection")
"""Kinds whose numbers have to agree with what is known of the lot."""

_PROMISES = ("ready_by", "ship_by")
"""Days to come, of the goods or the shipment, that entries name."""

_BESIDE_THE_FINDING = ("responsibility", "cost", "time")
"""Topics of arguments that leave what was found as it is."""

_BY_THE_FINDING = {
    "finding_mistaken": "our finding is mistaken",
    "open_to_both": "the specification is open to both readings",
}
"""What only looking into the finding can show."""

_MOST_HINTS, _MOST_NAMES, _MOST_SHOWN = 20, 200, 8
"""Unknown findings that get a hint, names that one is looked for among, and names that it shows."""


def admit(kind: str, data: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Return the data of a new entry as it is kept.

    Raises:
        EntryError: the data cannot be taken; with every problem, each with its place.
        CaseError: there is no such kind, or no document could hold the day.
    """
    admitted_day("on", on)
    return write(read_data(kind, data, on))


def refuse_by_hand(kind: str) -> None:
    """Refuse kinds that are written by deciding or by asking for release, and never by hand.

    Raises:
        CaseError: it is such a kind.
    """
    if not kind_of(kind).is_written:
        how = {"decision": "`decide`", "rest": "`open_rest`"}.get(kind, "`release`")
        message = f"an entry `{kind}` is not written by hand"
        raise CaseError(
            message, f"ask for it with {how}", code="not-by-hand", where=f"an entry `{kind}`"
        )


def expect_asked(
    codes: Iterable[str], known: frozenset[str], entries: Iterable[Entry], case: str
) -> None:
    """Refuse codes of steps that no policy and no decision of the case speaks of.

    A mistyped one would settle nothing, and nobody would be told. `known` are those of the policies
    in force; a decision by another one may have asked for others.

    Raises:
        CaseError: it is no such code; with the one that was probably meant.
    """
    unknown = [each for each in codes if each not in known and each not in NOW_CALLED]
    if not unknown:
        return
    asked = known.union(
        each["do"]
        for entry in entries
        if entry.kind in DECIDED_KINDS
        for each in decision_in(entry.kind, entry.data)["obligations"]
        if isinstance(each.get("do"), str)
    )
    for code in unknown:
        if code not in asked:
            hint = suggest(code, sorted(asked)) or f"the next steps of case `{case}` have the codes"
            message = f"there is no step `{code}`"
            raise CaseError(message, hint, code="unknown-step", where=f"`{code}`")


def expect_fit(kind: str, data: Mapping[str, Any], on: date, entries: tuple[Entry, ...]) -> None:
    """Refuse an entry that does not fit after those that are there.

    Raises:
        EntryError: it contradicts what is known of the lot, or withdraws what it cannot.
        CaseError: the case is closed, or tells of a later day already.
    """
    happened = effective_events(entries)
    closed = next((each.entry for each in happened if each.kind == "closed"), None)
    if closed is not None and kind != "withdrawn":
        raise CaseError(
            f"the case is closed since {closed.on}",
            f"withdraw entry {closed.number} to open it again, or begin a new case",
            code="case-closed",
            where=_place(closed),
        )
    if kind == "withdrawn":
        _can_be_withdrawn(
            data["entry"], {each.entry.number: each.entry for each in happened}, entries
        )
    # What is withdrawn does not hold up its own withdrawal: a wrong day can be put right.
    gone = data["entry"] if kind == "withdrawn" else 0
    _in_order(on, [each.entry for each in happened if each.entry.number != gone])
    _after_the_lot_was_there(kind, data, happened)
    if kind == "reinspection":
        _knows_findings(data, happened)
    if kind == "assessment":
        _is_about_the_finding(data)
    if kind in _WITH_THE_LOT:
        _agrees(kind, data, on, entries, happened)


def _in_order(on: date, counting: Sequence[Entry]) -> None:
    """Refuse a day before one that the case tells of: what followed was decided without it."""
    last = counting[-1]
    if on < last.on:
        mistaken = (
            "" if _is_for_good(last) else f", or withdraw entry {last.number} if its day is wrong"
        )
        raise CaseError(
            f"{on} is before {last.on}, of which entry {last.number}, `{last.kind}`, tells already",
            f"write it with {last.on} or a later day, and say in it when it happened{mistaken}",
            code="day-before-others",
            where=_place(last),
        )


def _place(entry: Entry) -> str:
    return f"case `{entry.case}`"


def _after_the_lot_was_there(kind: str, data: Mapping[str, Any], before: Sequence[Event]) -> None:
    """Refuse to promise a day before the lot was inspected first: there was no lot to fail then."""
    first = before[0]
    day = first.data.lot.inspection.date or first.on
    problems = [
        Problem(
            where,
            f"{promised} is before {day}, on which the lot was inspected first",
            "is the year right?",
        )
        for where, promised in _promised(data)
        if date.fromisoformat(promised) < day
    ]
    if problems:
        raise EntryError(kind, problems)


def _promised(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the days that an entry promises or agrees on, each with its place."""
    places = [("$", data)]
    places += [(at_index("$.parts", at), part) for at, part in enumerate(data.get("parts", ()))]
    for where, part in places:
        yield from ((f"{where}.{key}", part[key]) for key in _PROMISES if key in part)


def _can_be_withdrawn(
    number: int, counting: Mapping[int, Entry], entries: tuple[Entry, ...]
) -> None:
    if number > len(entries):
        raise _refusal(
            "withdrawn", "$.entry", f"there is no entry {number}", f"the last is {len(entries)}"
        )
    if number not in counting:
        raise _refusal("withdrawn", "$.entry", f"entry {number} was withdrawn already")
    entry = counting[number]
    if _is_for_good(entry):
        message = f"entry {number} is `{entry.kind}`, which has happened for good"
        raise _refusal("withdrawn", "$.entry", message, "add what is right now")


def _is_for_good(entry: Entry) -> bool:
    return entry.kind in _FOR_GOOD or entry.number == 1


def _knows_findings(data: Mapping[str, Any], before: Sequence[Event]) -> None:
    """Refuse to say whether something was put right that no inspection before has found."""
    named = trace(before).named
    unknown = [
        (at, said["finding"])
        for at, said in enumerate(data.get("findings", ()))
        if said["finding"] not in named
    ]
    problems = [
        Problem(
            f"{at_index('$.findings', at)}.finding",
            f"no inspection before has found {shown(name)}",
            _known_hint(name, named) if number < _MOST_HINTS else "",
        )
        for number, (at, name) in enumerate(unknown)
    ]
    if problems:
        raise EntryError("reinspection", capped(problems))


def _is_about_the_finding(data: Mapping[str, Any]) -> None:
    """Refuse to find our finding mistaken, or open, by looking into what is not about it."""
    shows = _BY_THE_FINDING.get(data["shows"])
    if shows is not None and data["topic"] in _BESIDE_THE_FINDING:
        message = f"looking into {shown(data['topic'])} cannot show that {shows}"
        raise _refusal("assessment", "$.shows", message, "give the topic that is about the finding")


def _known_hint(name: str, named: Mapping[str, Sequence[Traced]]) -> str:
    """Say which name was probably meant, else what was found."""
    if len(name) <= LONGEST and (hint := suggest(name, islice(named, _MOST_NAMES))):
        return hint
    found = dict.fromkeys(each for all_of_it in named.values() for each in all_of_it)
    lines = [each.line.name if len(named[each.line.name]) == 1 else each.line.id for each in found]
    more = f" and {len(lines) - _MOST_SHOWN:,} more" if len(lines) > _MOST_SHOWN else ""
    listed = ", ".join(shown(each) for each in lines[:_MOST_SHOWN])
    return f"found were {listed}{more}" if lines else "nothing was found wrong before"


def _refusal(kind: str, where: str, message: str, hint: str = "") -> EntryError:
    return EntryError(kind, [Problem(where, message, hint)])


def _agrees(
    kind: str,
    data: Mapping[str, Any],
    on: date,
    entries: tuple[Entry, ...],
    happened: Sequence[Event],
) -> None:
    """Refuse numbers that contradict what is known of the lot, and what cannot follow on it."""
    last = entries[-1]
    new = NewEntry(kind, on, data)
    entry = written(last.case, new, number=last.number + 1, previous=last.hash)
    before = set(map(str, contradictions(project(entries, on))))
    problems = [
        each for each in contradictions(project((*entries, entry), on)) if str(each) not in before
    ]
    if kind in INSPECTIONS:
        problems += cannot_follow(Event(entry, stored_data(kind, data)), happened)
    if kind == "correction":
        problems += cannot_correct(Event(entry, stored_data(kind, data)), happened)
    if problems:
        raise EntryError(kind, problems)
