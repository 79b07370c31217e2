"""What a corrected report, or a withdrawn one, takes back: whether less is held against the lot.

A correction that only completes a report needs nobody to look into it: it answers what was left
open, or adds what was found besides. It is milder if something that was held against the lot is
gone or weighs less. Exactly, where the report before told

- a result `fail` or `conditional`: if it is no longer that, nor `fail`;
- a defect with units, or a check that is not passed or not applicable: if no line of that name
  says at least as much. Its units and its severity may only rise, a result only change to `fail`
  or, from what was pending, to `pass`; what it touches stays as told, or touches safety or the law;
  an item number and a batch stay or are taken away; what cannot be reworked, sorted or confined
  stays so, and of danger it is not told now either where it lies, or that it can be sorted or is
  confined;
- the units by their worst defect: if there are fewer of some severity or a graver one;
- the sample, of the lot or a segment, or how much was finished or packed: if it is larger now;
- the kind of inspection, its round, plans, stages, segments or sorting: if any of it is otherwise.

What was not told may be told. Number, day, photographs and words do not matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any, TypeVar

from attrs import has

from disposition.casefile.lifecycle.findings import (
    DANGEROUS,
    code_of,
    is_dangerous,
    made_by,
    name_of,
    wrong_in,
)
from disposition.casefile.log.effective import Event, put_right
from disposition.casefile.log.kinds import INSPECTIONS, InspectionReported, Reinspected
from disposition.facts.document.agreed_plans import SEVERITIES, UnitsByWorst
from disposition.facts.document.case_events import CorrectedReport, WithdrawnReport
from disposition.facts.document.lot_document import Check, Defect, Inspection, Segment
from disposition.frozen import fields

_Line = TypeVar("_Line", Defect, Check)

_HELD_AGAINST = {"fail": 2, "conditional": 1}
"""Results of a report that hold something against the lot; the others do not."""

_ANSWERS = {"fail": ("fail",), "pending": ("pending", "fail", "pass")}
"""What a check that was not passed may be now; of one that told nothing, anything."""

_NOT_HELD = ("pass", "not_applicable")
_AS_TOLD = ("type", "round", "plan", "plans", "stages", "sorting")
_PARTS = ("workmanship", "packaging", "labelling")
_PUT_RIGHT = "reworkable"
_LOOSENING = (_PUT_RIGHT, "sortable", "confined")


def corrections(happened: Iterable[Event]) -> Iterator[CorrectedReport]:
    """Yield the corrections of reports, the last one of each report with what it takes back."""
    told: list[Inspection] = []
    is_last: int | None = None
    for each in happened:
        if each.kind in INSPECTIONS:
            told = [made_by(each.data if each.reported is None else each.reported)]
            is_last = each.corrected_by
        elif each.kind == "correction" and told:
            told.append(put_right(told[-1], each.data.inspection))
            if each.entry.number == is_last:
                *before, now = told
                gone = max(_danger_gone(one, now) for one in before)
                milder = any(is_milder(one, now) for one in before)
                yield CorrectedReport(each.on, gone, milder, divides=divides(before[0], now))
            else:
                yield CorrectedReport(each.on, 0, milder=False, divides=False)


def withdrawals(happened: Sequence[Event]) -> Iterator[WithdrawnReport]:
    """Yield the reports and corrections that were withdrawn, with what they took along."""
    for each, before, now in _withdrawn(happened):
        milder = is_milder(before, now) or not _restates_the_rest(happened, each)
        yield WithdrawnReport(each.on, _danger_gone(before, now), milder)


def _restates_the_rest(happened: Sequence[Event], each: Event) -> bool:
    """Whether all that a withdrawn report held against the lot beside its lines is said anew."""
    gone = _report_withdrawn(each)
    if gone is None or not isinstance(gone.data, Reinspected):
        return True
    reports = [one for one in happened if one.kind in INSPECTIONS]
    later = reports[len(_before(gone, each, reports)) :]
    return _beside(gone.data) <= (_beside(later[0].data) if later else set())


def _beside(report: InspectionReported | Reinspected) -> set[str]:
    """Return what a re-inspection finds not put right, or not good, beside its lines."""
    if not isinstance(report, Reinspected):
        return set()
    parts = [part for part in _PARTS if getattr(report, part) == "fail"]
    unlike = ["matches_sample"] if report.matches_sample is False else []
    open_ones = [f"finding {each.finding}" for each in report.findings if not each.resolved]
    return {*parts, *unlike, *open_ones}


def stricter(happened: Sequence[Event]) -> frozenset[int]:
    """Return the numbers of entries by which more is held against the lot than was reported before.

    These are corrections, and withdrawals of corrections: what was agreed on or proved before them
    was so of less.
    """
    changes = [*_corrected(happened), *_withdrawn(happened)]
    return frozenset(each.entry.number for each, before, now in changes if is_milder(now, before))


def _corrected(happened: Iterable[Event]) -> Iterator[tuple[Event, Inspection, Inspection]]:
    """Yield each correction with the report before it, and after."""
    made: Inspection | None = None
    for each in happened:
        if each.kind in INSPECTIONS:
            made = made_by(each.data if each.reported is None else each.reported)
        elif each.kind == "correction" and made is not None:
            before, made = made, put_right(made, each.data.inspection)
            yield each, before, made


def _withdrawn(happened: Sequence[Event]) -> Iterator[tuple[Event, Inspection, Inspection]]:
    """Yield each withdrawal of a report or a correction with what it took, and what is there now.

    In the place of a report stands the next one, and of a correction the report without it.
    """
    reports = [each for each in happened if each.kind in INSPECTIONS]
    for each in happened:
        if (gone := _report_withdrawn(each)) is None:
            continue
        earlier = _before(gone, each, reports)
        if gone.kind in INSPECTIONS:
            before = made_by(gone.data)
            now = made_by(reports[len(earlier)].data) if reports[len(earlier) :] else Inspection()
        else:
            now = made_by(earlier[-1].data) if earlier else Inspection()
            before = put_right(now, gone.data.inspection)
        yield each, before, now


def _before(gone: Event, each: Event, reports: Sequence[Event]) -> list[Event]:
    """Return the reports before what an entry withdraws."""
    # A day after that of its own withdrawal was a mistake, and puts nothing before it.
    place = (min(gone.on, each.on), gone.entry.number)
    return [one for one in reports if (one.on, one.entry.number) < place]


def _report_withdrawn(each: Event) -> Event | None:
    """Return the report or the correction that an entry withdraws, if it does."""
    gone = each.withdrew
    return gone if gone is not None and gone.kind in (*INSPECTIONS, "correction") else None


def decided_on_withdrawn(happened: Iterable[Event]) -> frozenset[int]:
    """Return the numbers of decisions that rest on a report or correction withdrawn since."""
    gone = [
        (report.entry.number, each.entry.number)
        for each in happened
        if (report := _report_withdrawn(each)) is not None
    ]
    return frozenset(
        each.entry.number
        for each in happened
        if each.kind == "decision"
        and any(since < each.entry.number < until for since, until in gone)
    )


def is_milder(before: Inspection, now: Inspection) -> bool:
    """Return whether an inspection as it is told now takes something back of what was told before.

    >>> is_milder(Inspection(report_result="pending"), Inspection(report_result="pass"))
    False
    >>> is_milder(Inspection(report_result="fail"), Inspection(report_result="pass"))
    True
    """
    return not (
        _severity_of_result(before) <= _severity_of_result(now)
        and all(_stands(getattr(before, name), getattr(now, name)) for name in _AS_TOLD)
        and all(
            _no_larger(getattr(before, name), getattr(now, name))
            for name in ("sample_size", "finished_percent", "packed_percent")
        )
        and _no_fewer(before.nonconforming_units, now.nonconforming_units)
        and _segments_stand(before.segments or (), now.segments or ())
        and _restates_lines(_found(before), now.defects or (), code_of, _covers_defect)
        and _restates_lines(_open(before), now.checks or (), name_of, _covers_check)
    )


def divides(before: Inspection, now: Inspection) -> bool:
    """Return whether more is told now of parts, of sorting, or of where a line lies, than before.

    Nothing is taken back by that, and still a part may ship that could not.
    """
    were, are = (
        ([(part.quantity, part.sample_size) for part in each.segments or ()], each.sorting)
        for each in (before, now)
    )
    return were != are or bool(_anywhere(before) - _anywhere(now))


def _anywhere(made: Inspection) -> Counter[tuple[str, bool]]:
    """Return the lines of any item, and those of any batch, by their names."""
    lines = [(code_of(each), each.sku, each.batch) for each in _found(made)]
    lines += [(name_of(each), each.sku, each.batch) for each in _open(made)]
    items = ((name, True) for name, sku, _ in lines if sku is None)
    return Counter([*items, *((name, False) for name, _, batch in lines if batch is None)])


def _danger_gone(before: Inspection, now: Inspection) -> int:
    """Return how many lines of danger there are fewer of, by their names."""
    were, are = (
        Counter(line.name for line in wrong_in(0, each) if line.severity == SEVERITIES[0])
        for each in (before, now)
    )
    return (were - are).total()


def _severity_of_result(made: Inspection) -> int:
    return _HELD_AGAINST.get(made.report_result or "", 0)


# --- statements that stand -----------------------------------------------------------------------


def _stands(before: Any, now: Any) -> bool:
    """Whether everything that was told is told as it was; what was not told may be told."""
    if before is None or before == now:
        return True
    if isinstance(before, tuple) and isinstance(now, tuple):
        return len(before) <= len(now) and all(map(_stands, before, now))
    if has(type(before)) and isinstance(now, type(before)):
        names = [each.name for each in fields(type(before))]
        return all(_stands(getattr(before, name), getattr(now, name)) for name in names)
    return False


def _no_larger(before: int | Decimal | None, now: int | Decimal | None) -> bool:
    return before is None or (now is not None and now <= before)


def _no_fewer(before: UnitsByWorst, now: UnitsByWorst) -> bool:
    """Whether there are as many units of each severity and the graver ones together."""
    were, are = (
        list(accumulate(getattr(each, severity) or 0 for severity in SEVERITIES))
        for each in (before, now)
    )
    return all(one <= other for one, other in zip(were, are, strict=True))


def _segments_stand(before: Sequence[Segment], now: Sequence[Segment]) -> bool:
    return len(before) <= len(now) and all(
        _stands((one.sku, one.batch, one.quantity), (other.sku, other.batch, other.quantity))
        and _no_larger(one.sample_size, other.sample_size)
        for one, other in zip(before, now, strict=False)
    )


# --- lines ---------------------------------------------------------------------------------------


def _found(made: Inspection) -> list[Defect]:
    return [each for each in made.defects or () if each.units != 0]


def _open(made: Inspection) -> list[Check]:
    return [each for each in made.checks or () if each.result not in _NOT_HELD]


def _restates_lines(
    before: Sequence[_Line],
    now: Sequence[_Line],
    named: Callable[[_Line], str],
    covers: Callable[[_Line, _Line], bool],
) -> bool:
    """Whether each line is there as it was, or as another of its name that says no less.

    Those of one name that are not as they were are compared in the order of the report.
    """
    were, are = _by_name(before, now, named), _by_name(now, before, named)
    return all(
        len(lines) <= len(others := are.get(name, [])) and all(map(covers, lines, others))
        for name, lines in were.items()
    )


def _by_name(
    lines: Sequence[_Line], others: Sequence[_Line], named: Callable[[_Line], str]
) -> dict[str, list[_Line]]:
    """Return the lines that are not among others as they are, by their names."""
    alike, left = Counter(others), dict[str, list[_Line]]()
    for line in lines:
        if alike[line] > 0:
            alike[line] -= 1
        else:
            left.setdefault(named(line), []).append(line)
    return left


def _covers_defect(before: Defect, now: Defect) -> bool:
    return (
        _no_milder_severity(before.severity, now.severity)
        and _at_least(1 if before.units is None else before.units, now.units)
        and _stands(before.plan, now.plan)
        and _covers(before, now)
    )


def _covers_check(before: Check, now: Check) -> bool:
    may_be = _ANSWERS.get(before.result or "")
    return (
        (may_be is None or now.result in may_be)
        and (before.units is None or _at_least(before.units, now.units))
        and _stands(before.plan, now.plan)
        and _covers(before, now)
    )


def _covers(before: Defect | Check, now: Defect | Check) -> bool:
    """Whether what a line touches, where it lies, and what cannot be done about it stand."""
    is_danger = is_dangerous(before)
    return (
        (_stands(before.category, now.category) or now.category in DANGEROUS)
        and (before.category not in DANGEROUS or now.category in DANGEROUS)
        and all(
            at in (None, was_at) or (was_at is None and not is_danger)
            for was_at, at in ((before.sku, now.sku), (before.batch, now.batch))
        )
        and all(
            said in (None, False, was)
            if is_danger and key != _PUT_RIGHT
            else was is not False or said is False
            for key, was, said in (
                (key, getattr(before, key), getattr(now, key)) for key in _LOOSENING
            )
        )
    )


def _no_milder_severity(before: str | None, now: str | None) -> bool:
    if before is None or before == now:
        return True
    return now is not None and SEVERITIES.index(now) < SEVERITIES.index(before)


def _at_least(units: int, now: int | None) -> bool:
    return (1 if now is None else now) >= units
