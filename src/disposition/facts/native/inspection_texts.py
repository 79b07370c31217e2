"""What an inspection found, in words, as notices and reasons show it, known or not.

They render a list and grow as more of it becomes known, so no rule should compare with one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter

from disposition.facts.attribution import Matching, counts_units, covers_lot, name_of
from disposition.facts.document.agreed_plans import AgreedPlan
from disposition.facts.document.lot_document import Check, Defect, LotDocument
from disposition.facts.native.fact import TEXT, Derived, View, derived, shared
from disposition.facts.native.samples.judgement import same_in_all
from disposition.facts.native.samples.plans import LINES, NAMED_LINES
from disposition.facts.native.samples.segment_checks import OF_LOT
from disposition.facts.native.samples.segment_judgement import (
    HAZARDS,
    SegmentAssessment,
    segment_assessments,
)
from disposition.facts.native.samples.segments import segments_fact
from disposition.facts.native.wording import joined, place_of
from disposition.words import counted

Words = Callable[[View], str | None]
Meant = Callable[[Check, LotDocument], bool]

_CONFINED = ("inspection.defects[].confined", "inspection.checks[].confined")

# --- defects -------------------------------------------------------------------------------------


def _lines(meant: Callable[[Defect], bool]) -> Words:
    """Return what tells the defect lines that are meant, of those that have units."""

    def words(view: View) -> str | None:
        found = view.lot.inspection.defects
        if found is None:
            return None
        plan_of = view.lot.inspection.plan_of
        told = [each for each in found if each.units != 0 and meant(each)]
        return joined([_defect(each, plan_of(each.plan)) for each in told])

    return words


def _defect(defect: Defect, plan: AgreedPlan) -> str:
    """Return a defect line as a notice lists it, in units or as often as the defect was found."""
    code, description = defect.code, defect.description
    name = f"{code} {description}" if code and description else code or description or "a defect"
    if defect.units is None:
        units = "units not stated"
    elif counts_units(plan, defect.severity) is False:
        units = f"found {counted(defect.units, 'time')}"
    else:
        units = counted(defect.units, "unit")
    details = defect.severity or "severity not stated"
    if defect.category:
        details += f", {defect.category}"
    details += f", {units}"
    if defect.sku or defect.batch:
        details += f", {place_of(defect.sku, defect.batch)}"
    against = _against(defect)
    return f"{name} ({details}, {against})" if against else f"{name} ({details})"


def _against(item: Defect | Check) -> str:
    """Return what an item was held against, and what was measured, where that is told."""
    if not (item.limit or item.measured or item.requirement):
        return ""
    told = ("required", item.limit), ("measured", item.measured), ("by", item.requirement)
    return ", ".join([f"{word}: {text}" for word, text in told if text])


# --- checks --------------------------------------------------------------------------------------


def _checks(meant: Meant, told: Callable[[Check], str]) -> Words:
    def words(view: View) -> str | None:
        checks = view.lot.inspection.checks
        if checks is None:
            return None
        return joined([told(check) for check in checks if meant(check, view.lot)])

    return words


def _check(check: Check) -> str:
    name, against = _name_of(check), _against(check)
    return f"{name} ({against})" if against else name


def _name_of(check: Check) -> str:
    return check.name or (f"a {check.category} check" if check.category else "a check")


def _awaited(check: Check) -> str:
    """Return a check with who answers for what is to come of it, and by which day."""
    due = "no day named" if check.due is None else f"expected on {check.due}"
    failed = "failed, " if check.result == "fail" else ""
    return f"{_name_of(check)} ({failed}{check.owner or 'nobody named'}, {due})"


def _has(result: str) -> Meant:
    return lambda check, _lot: check.result == result


def _is_awaited(check: Check, _lot: LotDocument) -> bool:
    is_promised = check.owner is not None or check.due is not None
    return check.result == "pending" or (check.result == "fail" and is_promised)


def _of_lot(check: Check, lot: LotDocument) -> bool:
    is_settled = check.result == "fail" and check.sortable
    return _is_awaited(check, lot) and not (_names_a_part(check, lot) or is_settled)


def _names_a_part(check: Check, lot: LotDocument) -> bool:
    """Whether a check is of a part alone; sorting, once complete, does not tell items apart."""
    told, seen = lot.inspection.sorting.sorted, lot.inspection.sample_size
    looked_at = seen if told is None else told
    is_sorted = looked_at is not None and looked_at == lot.lot.quantity
    return not is_sorted and (check.sku is not None or check.batch is not None)


def _late(check: Check, lot: LotDocument) -> bool:
    if check.result not in ("pending", "fail") or check.due is None or lot.as_of is None:
        return False
    return check.due < lot.as_of


# --- segments ------------------------------------------------------------------------------------


def _segments(conforming: bool | None) -> Words:
    def words(view: View) -> str | None:
        return joined(
            [each.name for each in segment_assessments(view) if each.conforming is conforming]
        )

    return words


def _more_of_segments(view: View) -> str | None:
    more = [each for each in segment_assessments(view) if each.more_units]
    return joined([f"{each.more_units:,} more of {each.place}" for each in more])


@shared
def _concerned(view: View) -> tuple[SegmentAssessment, ...] | None:
    """Return the segments that another inspection is of; none where that is the whole lot.

    It is the whole lot unless some segments conform on their own samples, no check failed that may
    be about them, and no danger was found that may be in them.
    """
    if view.lot.inspection.defects is None:
        return None
    segments = segment_assessments(view)
    if not segments or _danger_may_be_anywhere(view.lot):
        return ()
    failed = Matching(False, lambda one, other: one or other)
    for check in view.lot.inspection.checks or ():
        failed.add(name_of(check), check.result == "fail")
    concerned = [
        each
        for each in segments
        if each.conforming is not True or failed.may_be_of(name_of(each.segment))
    ]
    return () if len(concerned) == len(segments) else tuple(concerned)


def _danger_may_be_anywhere(lot: LotDocument) -> bool:
    """Whether danger was found whose cause is not proved to lie in what its line or check names."""
    lines = [
        each
        for each in lot.inspection.defects or ()
        if each.units != 0 and (each.severity == "critical" or each.category in HAZARDS)
    ]
    checks = [
        each
        for each in lot.inspection.checks or ()
        if each.result == "fail" and each.category in HAZARDS
    ]
    dangerous: tuple[Defect | Check, ...] = (*lines, *checks)
    return any(not each.confined or name_of(each) == OF_LOT for each in dangerous)


def _parts_concerned(told: Callable[[SegmentAssessment], str]) -> Words:
    def words(view: View) -> str | None:
        concerned = _concerned(view)
        if concerned is None:
            return None
        if not concerned:
            return "the whole lot"
        rest = [] if covers_lot(view.lot) else ["what is in no segment"]
        return ", ".join([*map(told, concerned), *rest])

    return words


def _sampled(assessed: SegmentAssessment) -> str:
    sizes = [same_in_all(plans, "sample_size") for plans in assessed.plans]
    known = [size for size in sizes if size is not None]
    return f"{assessed.name} by a sample of {max(known):,}" if known else assessed.name


# --- the facts -----------------------------------------------------------------------------------


def list_fact(
    path: str, about: str, listed: str, keys: str, compute: Words, *, also: tuple[str, ...] = ()
) -> Derived:
    """Declare a fact that tells a list in words, by the keys of its items that it is made of."""
    asks = tuple(f"{listed}[].{key}" for key in keys.split())
    return derived(path, TEXT, about, asks, compute, also=also)


def _measured(items: str) -> tuple[str, ...]:
    return tuple(f"inspection.{items}[].{key}" for key in ("limit", "measured", "requirement"))


def _facts() -> Iterator[Derived]:
    of_line = (*LINES, *NAMED_LINES, *_measured("defects"))
    yield list_fact(
        "defects.list",
        "Every defect line as it stands, for notices and reasons",
        "inspection.defects",
        "code severity category units sku batch description",
        _lines(lambda _: True),
        also=of_line,
    )
    yield list_fact(
        "defects.without_photo_list",
        "The defect lines of which the report has no photo, as it stands",
        "inspection.defects",
        "photos code severity category units sku batch description",
        _lines(lambda line: line.photos == 0),
        also=of_line,
    )
    of_check = ("inspection.checks[].category", *_measured("checks"))
    checks: tuple[tuple[str, str, Meant], ...] = (
        ("failed", "Names of the checks whose result is fail, as it stands", _has("fail")),
        ("pending", "Names of the checks whose result is pending, as it stands", _has("pending")),
    )
    for name, about, meant in checks:
        yield list_fact(
            f"checks.{name}_list",
            about,
            "inspection.checks",
            "name result",
            _checks(meant, _check),
            also=of_check,
        )
    of_part = (
        *(f"inspection.checks[].{key}" for key in ("sku", "batch")),
        *("inspection.sorting.sorted", "inspection.sample_size", "lot.quantity"),
    )
    of_lot = (*of_part, "inspection.checks[].sortable")
    awaited: tuple[tuple[str, str, Meant, tuple[str, ...]], ...] = (
        ("awaited", "Checks that are awaited, with who answers for each and when", _is_awaited, ()),
        ("of_lot.awaited", "Those of the whole lot, as it stands", _of_lot, of_lot),
        (
            "of_part.awaited",
            "Those that name an item or batch, as it stands",
            lambda check, lot: _is_awaited(check, lot) and _names_a_part(check, lot),
            of_part,
        ),
        (
            "unassigned",
            "Checks that are pending, and nobody or no day is named",
            lambda check, _: check.result == "pending" and None in (check.owner, check.due),
            (),
        ),
        ("late", "Checks that are awaited past their day", _late, ("as_of",)),
    )
    for name, about, meant, also in awaited:
        yield list_fact(
            f"checks.{name}_list",
            about,
            "inspection.checks",
            "name result owner due",
            _checks(meant, _awaited),
            also=("inspection.checks[].category", *also),
        )
    for name, conforming in (
        ("conforming", True),
        ("nonconforming", False),
        ("undetermined", None),
    ):
        yield segments_fact(
            f"{name}.list",
            TEXT,
            f"Names and sizes of the {name} segments, as it stands",
            _segments(conforming),
        )
    yield segments_fact(
        "more_list",
        TEXT,
        "How many more units to inspect of each segment that lacks only these, as it stands",
        _more_of_segments,
    )
    yield segments_fact(
        "concerned.list",
        TEXT,
        "The parts that rework and another inspection are of",
        _parts_concerned(attrgetter("name")),
        also=_CONFINED,
    )
    yield segments_fact(
        "concerned.sample_list",
        TEXT,
        "The parts that another inspection is of, each with the sample that its plan asks for",
        _parts_concerned(_sampled),
        also=_CONFINED,
    )


FACTS = tuple(_facts())
