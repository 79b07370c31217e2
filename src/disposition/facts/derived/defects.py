"""Facts about the defect list as a whole and by category."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from disposition.facts.attribution import counts_units
from disposition.facts.derived.bounds import Bounds, every, exactly, more_than_none, total
from disposition.facts.derived.fact import BOOLEAN, TEXT, UNITS, Derived, View, derived
from disposition.facts.derived.planned import FOUND, concerns
from disposition.facts.derived.severities import found_units, present
from disposition.facts.derived.tally import Line, lines
from disposition.facts.derived.wording import counted, joined, place_of
from disposition.facts.document.lot_document import CATEGORIES, SEVERITIES, AgreedPlan, Defect

SELLABLE = ("cosmetic", "packaging", "labelling", "measurement", "quantity")
"""Categories of minor defects with which goods can still be sold."""

_UNITS = "inspection.defects[].units"
_CATEGORY = "inspection.defects[].category"
_REWORKABLE = "inspection.defects[].reworkable"


def _every_line(view: View, condition: Callable[[Defect], bool | None]) -> bool | None:
    found = lines(view)
    return None if found is None else every(condition(line.defect) for line in found)


def _unclassified(view: View) -> int | None:
    """Return 0 when every line has its severity; how many there are is only known by classing them.

    A number above 0 would fall as severities are learnt, and what is known must not change.
    """
    found = lines(view)
    if found is None or any(line.defect.severity is None for line in found):
        return None
    return 0


def _not_reworkable(found: Iterable[Line]) -> Bounds:
    return total(map(_not_reworkable_units, found))


def _not_reworkable_units(line: Line) -> Bounds:
    if line.defect.reworkable:
        return 0, 0
    return (0 if line.defect.reworkable is None else line.least), line.most


def _may_not_be_reworkable(_view: View, defect: Defect, _key: str) -> bool:
    return defect.plan is None and defect.units != 0 and not defect.reworkable


def _not_reworkable_found(view: View) -> int | None:
    found = lines(view)
    if found is None:
        return None
    return exactly(_not_reworkable(line for line in found if line.defect.plan is None))


def _not_reworkable_present(view: View) -> bool | None:
    found = lines(view)
    return None if found is None else more_than_none(_not_reworkable(found))


def _all_reworkable(view: View) -> bool | None:
    return _every_line(view, lambda defect: defect.reworkable)


def _is_minor(defect: Defect) -> bool | None:
    return None if defect.severity is None else defect.severity == "minor"


def _only_minor(view: View) -> bool | None:
    return _every_line(view, _is_minor)


def _is_sellable(defect: Defect) -> bool | None:
    category = None if defect.category is None else defect.category in SELLABLE
    return every((_is_minor(defect), category))


def _sellable(view: View) -> bool | None:
    return _every_line(view, _is_sellable)


def _list(view: View) -> str | None:
    found = lines(view)
    if found is None:
        return None
    inspection = view.lot.inspection
    return joined([_described(line.defect, inspection.plan_of(line.defect.plan)) for line in found])


def _described(defect: Defect, plan: AgreedPlan) -> str:
    """Return a defect line as a notice lists it, in units or as often as the defect was found."""
    name = " ".join(part for part in (defect.code, defect.description) if part) or "a defect"
    if defect.units is None:
        units = "units not stated"
    elif counts_units(plan, defect.severity) is False:
        units = f"found {counted(defect.units, 'time')}"
    else:
        units = counted(defect.units, "unit")
    details = [defect.severity or "severity not stated", defect.category, units]
    if defect.sku or defect.batch:
        details.append(place_of(defect.sku, defect.batch))
    return f"{name} ({', '.join(detail for detail in details if detail)})"


def _counts(
    path: str, what: str, reads: tuple[str, ...], severity: str | None, category: str | None
) -> Iterator[Derived]:
    yield derived(
        f"{path}.found",
        UNITS,
        f"Units found with {what} defects",
        reads,
        partial(found_units, severity=severity, category=category),
        concerns=concerns(severity, category),
    )
    yield derived(
        f"{path}.present",
        BOOLEAN,
        f"Whether any unit was found with a {what} defect",
        reads,
        partial(present, severity=severity, category=category),
        concerns=concerns(severity, category, units=False, everywhere=True),
    )


def _by_category() -> Iterator[Derived]:
    for category in CATEGORIES:
        yield from _counts(f"defects.{category}", category, (_CATEGORY, _UNITS), None, category)
    for severity in SEVERITIES:
        for category in CATEGORIES:
            yield from _counts(
                f"defects.{severity}.{category}",
                f"{severity} {category}",
                (*FOUND, _CATEGORY),
                severity,
                category,
            )


def _overall() -> Iterator[Derived]:
    yield derived(
        "defects.found",
        UNITS,
        "Units found with defects, all lines together",
        (_UNITS,),
        found_units,
        concerns=concerns(),
    )
    yield derived(
        "defects.unclassified.found",
        UNITS,
        "Units whose defect has no severity: 0, or unknown as long as there are any",
        FOUND,
        _unclassified,
        concerns=concerns(units=False, everywhere=True),
    )
    not_reworkable = (_REWORKABLE, _UNITS)
    yield derived(
        "defects.not_reworkable.found",
        UNITS,
        "Units with defects that cannot be corrected",
        not_reworkable,
        _not_reworkable_found,
        concerns=_may_not_be_reworkable,
    )
    yield derived(
        "defects.not_reworkable.present",
        BOOLEAN,
        "Whether any defect cannot be corrected",
        not_reworkable,
        _not_reworkable_present,
        concerns=concerns(units=False, everywhere=True),
    )
    yield derived(
        "defects.all_reworkable",
        BOOLEAN,
        "Whether every defect can be corrected; true when none was found",
        not_reworkable,
        _all_reworkable,
        concerns=concerns(units=False, everywhere=True),
    )
    yield derived(
        "defects.only_minor",
        BOOLEAN,
        "Whether no critical or major defect was found",
        FOUND,
        _only_minor,
        concerns=concerns(units=False, everywhere=True),
    )
    yield derived(
        "defects.sellable",
        BOOLEAN,
        f"Whether the goods remain sellable: every defect is minor and {', '.join(SELLABLE)}",
        (*FOUND, _CATEGORY),
        _sellable,
        concerns=concerns(units=False, everywhere=True),
    )
    yield derived(
        "defects.list",
        TEXT,
        "Every defect line as it stands, for notices and reasons",
        tuple(
            f"inspection.defects[].{key}"
            for key in ("code", "severity", "category", "units", "sku", "batch", "description")
        ),
        _list,
    )


FACTS = (*_overall(), *_by_category())
