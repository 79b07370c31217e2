"""What the inspections of a case say of its lot: which each is, on which plans, how it ended.

A re-inspection may leave out what has not changed. What it says counts; what it does not say of the
plans is as before, on samples of its own, and a check that failed or was open stays open until it
is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from disposition.casefile.copying import copied
from disposition.casefile.lifecycle.agreed_units import agrees_on_work
from disposition.casefile.lifecycle.findings import DANGEROUS, made_by, name_of, wrong_in
from disposition.casefile.log.effective import Event
from disposition.casefile.log.entry_data import decision_in
from disposition.casefile.log.kinds import INSPECTIONS, Agreed, InspectionReported, Reinspected
from disposition.facts import observe
from disposition.facts.document.agreed_plans import AgreedPlan, NamedPlan
from disposition.facts.document.case_events import FailedRound, Inspected
from disposition.facts.document.lot_document import Check, Inspection, Segment
from disposition.facts.document.rounds import REINSPECTION, is_repeated
from disposition.facts.lot import Lot
from disposition.facts.native.bounds import some
from disposition.frozen import evolve
from disposition.sampling.switching.history import same_number

_NO_PLAN = AgreedPlan()
_KEEPING = ("defects.critical.present", "defects.major.rejected", "defects.minor.rejected")
"""Facts about what a sample shows that keep a lot back."""


def lots_of(inspections: Sequence[Event]) -> tuple[Lot, ...]:
    """Return the lot as each inspection left it; plans that one does not give count as before.

    The case knows which inspection of the lot each is, if it knows that of the first.
    """
    lots: list[Lot] = []
    for each in inspections:
        match each.data:
            case InspectionReported(lot=lot):
                pass
            case Reinspected(inspection=made):
                made = evolve(made, date=made.date or each.on)
                lot = evolve(lots[-1] if lots else Lot(), inspection=made)
        before = lots[-1].inspection if lots else None
        made = _first(lot.inspection) if before is None else _again(lot.inspection, before)
        lots.append(evolve(lot, inspection=made))
    return tuple(lots)


def _first(made: Inspection) -> Inspection:
    """Return the first inspection of the case: that of the lot, unless it may be another."""
    is_first = made.round is None and is_repeated(made.type) is False
    return evolve(made, round=1) if is_first else made


def _again(made: Inspection, before: Inspection) -> Inspection:
    """Return an inspection that follows another of the lot."""
    number = made.round if before.round is None else before.round + 1
    # That it is no first one is known also where its number is not.
    tells = number is not None or is_repeated(made.type)
    return evolve(
        made,
        plan=before.plan if made.plan == _NO_PLAN else made.plan,
        plans=_plans_again(made.plans, before.plans),
        checks=_with_open(made.checks, before, before.segments or ()),
        type=(made.type if tells else None) or REINSPECTION,
        round=number,
    )


def _plans_again(
    given: tuple[NamedPlan, ...] | None, before: tuple[NamedPlan, ...] | None
) -> tuple[NamedPlan, ...] | None:
    """Return the named plans of an inspection: those before it count again, on samples of its own.

    One that only says how many units were inspected under it is the plan of that name before it.
    """
    if not before:
        return given
    own = {each.name: each for each in given or ()}
    kept = []
    for each in before:
        again = own.pop(each.name, None)
        size = None if again is None else again.sample_size
        if again is None or again == NamedPlan(name=each.name, sample_size=size):
            again = evolve(each, sample_size=size)
        kept.append(again)
    return (*kept, *own.values())


def _with_open(
    given: tuple[Check, ...] | None, before: Inspection, parts: Sequence[Segment]
) -> tuple[Check, ...] | None:
    """Return the checks of an inspection, with those before it that nobody has answered yet.

    What failed is open again: the goods were put right, and nobody has seen yet what came of it.
    """
    if given is None or not before.checks:
        return given
    answers = [each for each in given if each.name or each.category]
    unseen = [each for each in before.checks if each.result in (None, "pending", "fail")]
    for within in (_same_place, _whole_lot):
        unseen = [each for each in unseen if not _answered(each, answers, within)]
    unseen = [each for each in unseen if not _answered_in_parts(each, answers, parts)]
    still = [evolve(each, result="pending") if each.result == "fail" else each for each in unseen]
    return (*given, *still)


def _answered(check: Check, answers: list[Check], within: Callable[[Check, Check], bool]) -> bool:
    """Whether one of the answers is to a check; it is to no other then."""
    for at, each in enumerate(answers):
        if _answers(each, check) and within(each, check):
            del answers[at]
            return True
    return False


def _answered_in_parts(check: Check, answers: list[Check], parts: Sequence[Segment]) -> bool:
    """Whether a check of the whole lot is answered for each of its parts by itself."""
    if not parts or not _whole_lot(check, check):
        return False
    meant = [
        next((one for one in answers if _answers(one, check) and _of_part(one, part)), None)
        for part in parts
    ]
    if None in meant:
        return False
    answers[:] = [each for each in answers if not any(each is one for one in meant)]
    return True


def _answers(answer: Check, check: Check) -> bool:
    """Whether a check of a later inspection is the one before, and says how it came out.

    What failed is not put right by not applying any more; nor is danger answered by that, or by a
    check of looks that has the same name.
    """
    is_danger = check.category in DANGEROUS
    can_be_void = check.result != "fail" and not is_danger
    return (
        same_number(name_of(answer)) == same_number(name_of(check))
        and (answer.result != "not_applicable" or can_be_void)
        and (not is_danger or answer.category in (None, *DANGEROUS))
    )


def _same_place(answer: Check, check: Check) -> bool:
    return (answer.sku, answer.batch) == (check.sku, check.batch)


def _whole_lot(answer: Check, _check: Check) -> bool:
    return answer.sku is None and answer.batch is None


def _of_part(answer: Check, part: Segment) -> bool:
    return answer.sku in (None, part.sku) and answer.batch in (None, part.batch)


def inspected(inspections: Sequence[Event], lots: Sequence[Lot]) -> Iterator[Inspected]:
    """Yield each inspection as the lot document tells it, with the lot as each left it."""
    for number, (each, lot) in enumerate(zip(inspections, lots, strict=True)):
        said, made = each.data, made_by(each.data)
        shown = _shown(said, lot)
        concluded = {"pass": False, "fail": True}.get(made.report_result or "")
        report = copied(
            Inspected,
            said,
            on=each.on,
            again=number > 0 or _follows_others(said, lot.inspection),
            result=made.report_result,
            photos=made.evidence.photos,
            failed=some((concluded, shown)),
            shown=shown,
        )
        yield report


def _follows_others(said: InspectionReported | Reinspected, made: Inspection) -> bool:
    """Whether a first report of a case tells itself of inspections that the case knows nothing of.

    What was found in the rest of a lot stands in its first report.
    """
    is_rest = isinstance(said, InspectionReported) and said.rest_of is not None
    is_later = is_repeated(made.type) if made.round is None else made.round > 1
    return is_later is True and not is_rest


def failures(
    happened: Sequence[Event],
    inspections: Sequence[Inspected],
    sent_back: Mapping[int, int | None],
) -> Iterator[FailedRound]:
    """Yield the re-inspections that failed, or may have, but for the last inspection.

    `sent_back` are the units that agreements should be about, by their numbers. To inspect again
    until it passes puts nothing right: each failure is answered by a decision, and by an agreement
    where that does not ship, before the goods are inspected again.
    """
    number, is_decided, is_settled = 0, False, False
    for each in happened:
        if each.kind in INSPECTIONS:
            before = inspections[number - 1] if number > 1 else None
            if before is not None and before.failed is not False:
                unknown = None if before.failed is None else False
                yield FailedRound(number, True if is_decided and is_settled else unknown)
            number, is_decided, is_settled = number + 1, False, False
        elif isinstance(each.data, Agreed):
            sent = sent_back.get(each.entry.number)
            is_settled = is_settled or agrees_on_work(each.data, sent)
        elif each.kind == "decision":
            document = decision_in(each.kind, each.entry.data)
            if document["status"] == "decided":
                is_decided, is_settled = True, is_settled or document["outcome"] == "accept"


def _shown(said: InspectionReported | Reinspected, lot: Lot) -> bool | None:
    """Whether what an inspection tells keeps the lot: its sample, a check, or a finding."""
    made = lot.inspection
    findings = said.findings if isinstance(said, Reinspected) else ()
    checks = None if made.checks is None else [each.result for each in made.checks]
    # In a sample that found nothing there is nothing too many, however small it was.
    keeps = {} if _found_nothing(made) else observe(lot, _KEEPING)
    return some(
        (
            any(not each.resolved for each in findings),
            None
            if checks is None
            else some(None if each is None else each == "fail" for each in checks),
            *(None if value is None else bool(value) for value in keeps.values()),
        )
    )


def _found_nothing(made: Inspection) -> bool:
    """Whether all that is wrong is told, and it is nothing."""
    worst = made.nonconforming_units
    counted = [worst.critical, worst.major, worst.minor]
    for found in (drawn.found for drawn in made.stages or ()):
        counted += [found.critical, found.major, found.minor]
    told = made.defects is not None and made.checks is not None
    return told and not any(counted) and not any(wrong_in(0, made))
