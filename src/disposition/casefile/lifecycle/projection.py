"""Entries of a case to the lot document that policies read, as of a day.

Only facts are put in order here: what counts, what followed what, who was meant. What that means
is for the policies to say. Entries of the same day follow one another as they were recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from disposition.casefile.copying import copied
from disposition.casefile.days import working_days
from disposition.casefile.lifecycle.agreed_units import sent_back
from disposition.casefile.lifecycle.corrections import (
    corrections,
    decided_on_withdrawn,
    stricter,
    withdrawals,
)
from disposition.casefile.lifecycle.findings import Place, findings_of, open_points
from disposition.casefile.lifecycle.inspections import failures, inspected, lots_of
from disposition.casefile.lifecycle.obligations import InForce, in_force, requirements
from disposition.casefile.log import kinds
from disposition.casefile.log.canonical import admitted_day
from disposition.casefile.log.effective import Event, effective_events
from disposition.casefile.log.entry import Entry
from disposition.casefile.log.kinds import INSPECTIONS
from disposition.facts.document import case_events as events
from disposition.facts.document.case_events import Happened
from disposition.facts.document.lot_document import Workdays
from disposition.facts.document.persons import role_of
from disposition.facts.lot import Lot
from disposition.frozen import evolve

_INDEPENDENT = ("joint_inspection", "third_party")
"""How a finding is looked into that we do not look into alone."""

_AS_THEY_ARE = ("concession", "partial_shipment")
"""What both sides agree on who take goods as they were found."""


def project(entries: Iterable[Entry], as_of: date) -> Lot:
    """Return the lot document of a case as of a day.

    Its inspection is the last one reported; its `case` holds what has happened.

    Raises:
        CaseError: the data of an entry cannot be read.
    """
    return lot_of(effective_events(entries, as_of), as_of)


def lot_of(happened: Sequence[Event], as_of: date) -> Lot:
    """Return the lot document that entries which count tell, as of a day.

    Raises:
        CaseError: no document could hold the day.
    """
    return lot_and_obligations(happened, as_of)[0]


def lot_and_obligations(happened: Sequence[Event], as_of: date) -> tuple[Lot, tuple[InForce, ...]]:
    """Return the lot document, and the obligations in force of the decisions on the lot.

    Raises:
        CaseError: no document could hold the day.
    """
    admitted_day("as_of", as_of)
    inspections = [each for each in happened if each.kind in INSPECTIONS]
    last = inspections[-1].entry.number if inspections else 0
    current = _followed_by_none(happened, last)
    failed = open_points(happened)
    overtaken, outdated = overtaken_decisions(happened), _agreed_on_less(happened)
    units_back = sent_back(happened, overtaken)
    lots = lots_of(inspections)
    lot = lots[-1] if lots else Lot()
    # What was agreed on after the goods were looked at was not carried out in what was seen.
    made_on = lot.inspection.date or as_of
    ship_by = _put_off_to(happened)
    if ship_by is not None:
        lot = evolve(lot, shipment=evolve(lot.shipment, ship_by=ship_by))
    reports = tuple(inspected(inspections, lots))
    case = Happened(
        inspections=reports,
        failures=tuple(failures(happened, reports, units_back)),
        findings=findings_of(happened, _parts_that_ship(happened, current)),
        decisions=tuple(
            _taken(each, current)
            for each in _data(happened, "decision")
            if each.entry.number not in overtaken
        ),
        corrections=tuple(corrections(happened)),
        withdrawals=tuple(withdrawals(happened)),
        contacts=tuple(
            _contact(each.on, each.data, lot.supplier.contact_role)
            for each in _data(happened, "contact")
            if each.data.reaches_supplier
        ),
        replies=tuple(events.Reply(each.on) for each in _data(happened, "reply")),
        supplied=tuple(_supplied(_data(happened, "reply"))),
        arguments=tuple(_arguments(happened)),
        assessments=tuple(
            copied(events.Assessment, data, on=each.on)
            for each in happened
            if (data := _assessed(each)) is not None
        ),
        readings=(),  # the policy on arguments says, once it is asked
        papers=tuple(_papers(happened)),
        agreements=tuple(
            copied(
                events.Agreement,
                each.data,
                on=each.on,
                current=each.entry.number not in outdated
                and (each.entry.number in current or each.on > made_on),
                sent_back=units_back.get(each.entry.number),
            )
            for each in _data(happened, "agreement")
        ),
        progress=tuple(
            _progress(each, current, failed[each.number])
            for each in happened
            if each.number in failed
        ),
        ends=tuple(
            events.End(
                each.on,
                each.kind,
                each.data.units if isinstance(each.data, kinds.Released) else None,
            )
            for each in happened
            if each.kind in ("released", "refused", "closed")
        ),
    )
    days = working_days(lot)
    calendar = Workdays(
        workday=not days.off(as_of),
        last_workday=days.before(as_of),
        next_workday=days.after(as_of),
    )
    lot = evolve(lot, case=case, calendar=calendar, as_of=as_of)
    obligations = in_force(happened, lot)
    return requiring(lot, requirements(obligations)), obligations


def requiring(lot: Lot, obligations: tuple[events.Requirement, ...]) -> Lot:
    """Return a lot document with more that has to be proved before the release."""
    held = lot.case.obligations or ()
    return evolve(lot, case=evolve(lot.case, obligations=(*held, *obligations)))


def read_as(lot: Lot, reading: str, *, rests: bool, counts_from: date | None = None) -> Lot:
    """Return a lot document with how its arguments read, and whether demands rest or rested."""
    readings = (events.ArgumentsRead(lot.as_of, reading, rests, counts_from),)
    return evolve(lot, case=evolve(lot.case, readings=readings))


def _data(happened: Sequence[Event], kind: str) -> list[Event]:
    return [each for each in happened if each.kind == kind]


def _followed_by_none(happened: Sequence[Event], last: int) -> frozenset[int]:
    """Return the numbers of the entries after the last inspection, in the order of the days."""
    numbers = [each.entry.number for each in happened]
    at = numbers.index(last) if last in numbers else -1
    return frozenset(numbers[at + 1 :])


def decision_that_counts(happened: Sequence[Event]) -> Entry | None:
    """Return the entry of the last decision that no corrected or withdrawn report has overtaken."""
    overtaken = overtaken_decisions(happened)
    entries = [each.entry for each in happened if each.kind == "decision"]
    return next((each for each in reversed(entries) if each.number not in overtaken), None)


def overtaken_decisions(happened: Sequence[Event]) -> frozenset[int]:
    """Return the numbers of decisions that rest on a report corrected or withdrawn since."""
    overtaken: set[int] = set(decided_on_withdrawn(happened))
    taken: set[int] = set()
    for each in happened:
        if each.kind in INSPECTIONS:
            taken.clear()
        elif each.kind == "decision":
            taken.add(each.entry.number)
        elif each.kind == "correction":
            overtaken |= taken
    return frozenset(overtaken)


def _agreed_on_less(happened: Sequence[Event]) -> frozenset[int]:
    """Return the numbers of agreements to take goods as they are, of which more was told since."""
    anew = stricter(happened)
    last = max((at for at, each in enumerate(happened) if each.entry.number in anew), default=0)
    return frozenset(
        each.entry.number
        for each in happened[:last]
        if isinstance(each.data, kinds.Agreed) and each.data.scope in _AS_THEY_ARE
    )


def _put_off_to(happened: Sequence[Event]) -> date | None:
    """Return the last day to ship as agreed on, if that is what was said of it last.

    An agreement in writing takes the place of the one before, whole. A report that came later and
    names the day takes the place of what was agreed on.
    """
    agreed: date | None = None
    for each in happened:
        match each.data:
            case kinds.InspectionReported(lot=reported) if reported.shipment.ship_by is not None:
                agreed = None
            case kinds.Agreed(consent=True, ship_by=ship_by):
                agreed = ship_by
    return agreed


# --- talks ---------------------------------------------------------------------------------------


def _contact(on: date, data: kinds.Contacted, usual: str | None) -> events.Contact:
    copied = [each for each in data.people if each.copied]
    taking_part = [each for each in data.people if not each.copied]
    sides = [each.side for each in taking_part]
    return events.Contact(
        on=on,
        channel=data.channel,
        purpose=data.purpose,
        about=data.about,
        private=not copied
        and sides.count("supplier") == 1
        and sides.count("buyer") <= 1
        and "third_party" not in sides,
        copied=len(copied),
        senior=any(each.senior or _is_above(each, usual) for each in data.people),
        role=next((_role(each) for each in taking_part if each.side == "supplier"), None),
    )


def _is_above(person: kinds.Participant, usual: str | None) -> bool:
    """Whether it is the owner, while we usually speak with somebody else at the supplier."""
    is_owner = person.side == "supplier" and _role(person) == "owner"
    return is_owner and usual is not None and usual != "owner"


def _role(person: kinds.Participant) -> str | None:
    return None if person.role is None else role_of(person.role)


def _assessed(each: Event) -> kinds.Assessed | None:
    """Return what looking into an argument showed.

    That others found our finding to stand does not go away by being withdrawn.
    """
    if isinstance(each.data, kinds.Assessed):
        return each.data
    gone = None if each.withdrew is None else each.withdrew.data
    if (
        isinstance(gone, kinds.Assessed)
        and gone.shows == "finding_stands"
        and gone.by in _INDEPENDENT
    ):
        return gone
    return None


def _supplied(replies: Iterable[Event]) -> Iterator[events.Supplied]:
    for reply in replies:
        for each in reply.data.parts:
            yield events.Supplied(reply.on, each.part, each.evidence, each.cause, each.ready_by)


def _arguments(happened: Sequence[Event]) -> Iterator[events.Argument]:
    for at, each in enumerate(happened):
        if isinstance(each.data, kinds.Replied):
            answers = [
                later.data
                for later in happened[at + 1 :]
                if isinstance(later.data, kinds.Contacted)
                and later.data.purpose == "answer"
                and later.data.reaches_supplier
            ]
            for raised in each.data.arguments:
                answered = any(answer.topic in (None, raised.topic) for answer in answers)
                yield events.Argument(each.on, raised.topic, raised.evidence, answered)


# --- papers, agreements, rework ------------------------------------------------------------------


def _papers(happened: Iterable[Event]) -> Iterator[events.Paper]:
    for each in happened:
        if isinstance(each.data, kinds.PaperFiled):
            yield events.Paper(each.on, each.data.paper, final=each.kind == "document")


def _progress(each: Event, current: frozenset[int], failed: int) -> events.ReworkProgress:
    match each.data:
        case kinds.ProgressSeen(way=way, photos=photos):
            return events.ReworkProgress(each.on, each.entry.number in current, way, photos, failed)
    # A look that was withdrawn is none any more, but for the points that it saw fail.
    return events.ReworkProgress(each.on, False, "message", 0, failed)


def _taken(each: Event, current: frozenset[int]) -> events.Taken:
    decision = each.entry.data["decision"]
    return events.Taken(
        on=each.on,
        current=each.entry.number in current,
        outcome=decision["outcome"],
        decided=decision["status"] == "decided",
        ships=decision["ships"],
        units=_units_shipping(decision.get("parts", ())),
    )


def _parts_that_ship(happened: Sequence[Event], current: frozenset[int]) -> Sequence[Place] | None:
    """Return where the parts lie that ship by the decision that counts; None if it tells of none.

    What sorting found good was looked at unit by unit, wherever it lies.
    """
    entry = decision_that_counts(happened)
    parts = () if entry is None else entry.data["decision"].get("parts", ())
    if entry is None or entry.number not in current or not parts:
        return None
    shipping = [each for each in parts if each["ships"] != "none" and not each.get("found")]
    return [(each.get("sku"), each.get("batch")) for each in shipping]


def _units_shipping(parts: Sequence[Mapping[str, Any]]) -> int | None:
    """Return the units of the parts that ship; None if it is not known, or there are no parts."""
    units = [part["units"] for part in parts if part["ships"] != "none"]
    return sum(units) if parts and None not in units else None
