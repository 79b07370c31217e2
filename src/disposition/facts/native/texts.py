"""Lists in words, as notices and reasons show them: what stands in the document, known or not.

They render a list and grow as more of it becomes known, so no rule should compare with one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from disposition.facts.attribution import counts_units
from disposition.facts.document.agreed_plans import AgreedPlan
from disposition.facts.document.case_events import Assessment, Finding, Requirement
from disposition.facts.document.lot_document import Check, Defect
from disposition.facts.native.fact import TEXT, Derived, View, derived
from disposition.facts.native.items import Test, both, is_in, items
from disposition.facts.native.samples.plans import LINES, NAMED_LINES
from disposition.facts.native.samples.segment_judgement import standings
from disposition.facts.native.samples.segments import segments_fact
from disposition.facts.native.samples.tally import lines
from disposition.facts.native.turns import story
from disposition.facts.native.wording import counted, joined, place_of

_is_resolved = is_in("resolved", True)
_is_unproven: Test = both(
    is_in("severity", "critical", "major"),
    _is_resolved,
    lambda each: None if each.proof is None else each.proof <= 0,
)


def _not(key: str) -> Test:
    return is_in(key, False)


# --- the inspection ------------------------------------------------------------------------------


def _defects(view: View) -> str | None:
    found = lines(view)
    if found is None:
        return None
    inspection = view.lot.inspection
    return joined([_defect(line.defect, inspection.plan_of(line.defect.plan)) for line in found])


def _defect(defect: Defect, plan: AgreedPlan) -> str:
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


def _checks(result: str) -> Callable[[View], str | None]:
    def words(view: View) -> str | None:
        checks = view.lot.inspection.checks
        if checks is None:
            return None
        return joined([_check(check) for check in checks if check.result == result])

    return words


def _check(check: Check) -> str:
    return check.name or (f"a {check.category} check" if check.category else "a check")


def _segments(conforming: bool | None) -> Callable[[View], str | None]:
    def words(view: View) -> str | None:
        segments = standings(view)
        if segments is None:
            return None
        return joined([each.name for each in segments if each.conforming is conforming])

    return words


def _more_of_segments(view: View) -> str | None:
    segments = standings(view)
    if segments is None:
        return None
    return joined(
        [f"{each.more_units:,} more of {each.place}" for each in segments if each.more_units]
    )


# --- the case ------------------------------------------------------------------------------------


def _of_case(name: str, words: Callable[[Any], list[str]]) -> Callable[[View], str | None]:
    def told(view: View) -> str | None:
        listed = items(view, name)
        return None if listed is None else joined(words(listed))

    return told


def _inspectors(inspections: Any) -> list[str]:
    return list(dict.fromkeys(each.inspector for each in inspections if each.inspector))


def _assessed(each: Assessment) -> str:
    shows = (each.shows or "not stated").replace("_", " ")
    by = f" by {each.by.replace('_', ' ')}" if each.by else ""
    return f"{each.on or 'no day'} {(each.topic or 'not stated').replace('_', ' ')}{by}: {shows}"


def _required(requirement: Requirement) -> str:
    do = requirement.do or "without a code"
    return f"{do} ({requirement.rule})" if requirement.rule else do


def _findings(meant: Test) -> Callable[[View], str | None]:
    """Return the findings that are meant, or may be, in words."""

    def words(listed: Any) -> list[str]:
        times = Counter(each.code for each in listed)
        return [
            _finding(each, is_one=times[each.code] == 1)
            for each in listed
            if meant(each) is not False
        ]

    return _of_case("findings", words)


def _finding(finding: Finding, *, is_one: bool) -> str:
    """Return a finding in words; where others have its code, with what tells it from them."""
    code = finding.code or "without a code"
    about = [finding.severity]
    if not is_one:
        if finding.sku is not None or finding.batch is not None:
            about.append(place_of(finding.sku, finding.batch))
        about.append(finding.line)
    told = ", ".join(filter(None, about))
    return f"{code} ({told})" if told else code


# --- the facts -----------------------------------------------------------------------------------


def _text(
    path: str,
    about: str,
    listed: str,
    keys: str,
    compute: Callable[[View], str | None],
    *,
    also: tuple[str, ...] = (),
) -> Derived:
    asks = tuple(f"{listed}[].{key}" for key in keys.split())
    return derived(path, TEXT, about, asks, compute, also=also)


def _facts() -> Iterator[Derived]:
    yield _text(
        "defects.list",
        "Every defect line as it stands, for notices and reasons",
        "inspection.defects",
        "code severity category units sku batch description",
        _defects,
        also=(*LINES, *NAMED_LINES),
    )
    for name, result in (("failed", "fail"), ("pending", "pending")):
        yield _text(
            f"checks.{name}_list",
            f"Names of the checks whose result is {result}, as it stands",
            "inspection.checks",
            "name result",
            _checks(result),
            also=("inspection.checks[].category",),
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
    yield _text(
        "case.inspectors_list",
        "Who has inspected the lot so far",
        "case.inspections",
        "inspector",
        _of_case("inspections", _inspectors),
    )
    yield _text(
        "arguments.list",
        "The arguments in words: when, on what, with what evidence, and what changed",
        "case.arguments",
        "on topic evidence",
        _of_case("arguments", story),
    )
    yield _text(
        "assessments.list",
        "In words what looking into the arguments showed",
        "case.assessments",
        "on topic shows by",
        _of_case("assessments", lambda listed: list(map(_assessed, listed))),
    )
    yield _text(
        "obligations.unproved_list",
        "What decisions require before the release and nothing proves",
        "case.obligations",
        "do rule proved",
        _of_case(
            "obligations", lambda listed: [_required(each) for each in listed if not each.proved]
        ),
    )
    told = "code severity sku batch line"
    for name, about, meant, keys in (
        ("", "What was found wrong", lambda _: True, ""),
        (
            "unresolved_",
            "What was found wrong and not found put right",
            _not("resolved"),
            "resolved",
        ),
        (
            "unproven_",
            "What is critical or major and no photo shows put right",
            _is_unproven,
            "resolved proof",
        ),
        (
            "without_checkpoint_",
            "What the checklist of the rework has no point for",
            _not("checkpoint"),
            "checkpoint",
        ),
    ):
        yield _text(
            f"findings.{name}list", about, "case.findings", f"{told} {keys}", _findings(meant)
        )


FACTS = tuple(_facts())
