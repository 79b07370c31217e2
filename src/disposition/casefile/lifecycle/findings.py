"""What the inspections of a case found wrong, and whether it was put right since.

A finding is a line of a report: a defect, or a check that failed. Its place names it: `1.defects.2`
is the second defect of entry 1. So does its code, or the name of its check, unless others have that
too; then the name has to be said as often as there are lines to mean them all, and means none if it
is said less often. Of what contradicts itself, nothing was put right.

What touches safety or the law is a critical finding, whatever severity the inspector gave it. Any
other failed check is a major one: it has no severity of its own, and has to be put right as they
have. What the last re-inspection finds is judged by its sampling plan, and becomes a finding of the
case when yet another inspection follows. A line that differs from one of an earlier report in its
units alone is the same finding, found again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import or_
from typing import TypeVar
from unicodedata import normalize

from attrs import define

from disposition.casefile.log.effective import Event
from disposition.casefile.log.kinds import (
    INSPECTIONS,
    Checkpoint,
    InspectionReported,
    ProgressSeen,
    Reinspected,
    Resolved,
)
from disposition.facts.attribution import Matching
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.document.case_events import Finding
from disposition.facts.document.lot_document import Check, Defect, Inspection
from disposition.frozen import evolve, frozen

DANGEROUS = ("safety", "regulatory")
"""What a line touches that is critical, whatever severity the inspector gave it."""

SLIGHT = ("packaging", "labelling", "cosmetic", "quantity")
"""What checks touch that sorting, packing or labelling can put right in the part that ships."""

Place = tuple[str | None, str | None]
"""An item number and a batch; None is any."""

_SPELLED = re.compile(r"[^\W_]+")
"""What a name consists of, whatever stands in between."""

_FAIL = "fail"
_RESULTS = (_FAIL, "pending", "pass")  # the worst first

_Said = TypeVar("_Said", Resolved, Checkpoint)


@frozen
class BadLine:
    """A line of a report that says that something is wrong; `id` is its place."""

    entry: int
    id: str
    name: str
    severity: str | None
    says: Defect | Check

    @property
    def look(self) -> Defect | Check:
        """What the line says beside how much of it was found."""
        return evolve(self.says, units=None) if isinstance(self.says, Defect) else self.says

    @property
    def place(self) -> Place:
        """The item number and the batch of the units; a check is of none."""
        return (self.says.sku, self.says.batch) if isinstance(self.says, Defect) else (None, None)


@frozen
class PointSeen:
    """A point of the checklist of the rework as it was seen last, with the number of the entry."""

    entry: int
    point: Checkpoint


@define(eq=False)
class Traced:
    """A finding: its line, and what was said of it since.

    `is_new` is one that the last of several inspections found first: its plan judges it.
    """

    line: BadLine
    severity: str | None
    is_new: bool
    resolved: bool = False
    resolved_in: int | None = None
    proof: int = 0
    point: PointSeen | None = None

    def finding(self, parts: Sequence[Place] | None) -> Finding:
        """Return it as the lot document has it; `parts` of the lot ship, None is not known."""
        sku, batch = self.line.place
        return Finding(
            line=self.line.id,
            code=self.line.name,
            sku=sku,
            batch=batch,
            severity=self.severity,
            resolved=self.resolved,
            proof=self.proof,
            checkpoint=self.point is not None,
            in_part=None if parts is None else any(map(self._may_be_in, parts)),
        )

    def _may_be_in(self, part: Place) -> bool:
        """Whether its units may be in a part; checks of packing and the like are put right there.

        Those are asked for by the decision on the part, whatever an inspection says of them.
        """
        says = self.line.says
        if isinstance(says, Check) and says.category in SLIGHT:
            return False
        told = zip((says.sku, says.batch), part, strict=True)
        return all(None in pair or pair[0] == pair[1] for pair in told)


def findings_of(
    happened: Sequence[Event], parts: Sequence[Place] | None = None
) -> tuple[Finding, ...] | None:
    """Return what was found wrong, in the order in which it was found; `parts` of the lot ship.

    None while an inspection, but for the last one of several, does not tell its defects or checks.
    """
    made = [made_by(each.data) for each in happened if each.kind in INSPECTIONS]
    if any(each.defects is None or each.checks is None for each in made[:-1] or made):
        return None
    return tuple(each.finding(parts) for each in trace(happened).found if not each.is_new)


# --- lines ---------------------------------------------------------------------------------------


def made_by(report: InspectionReported | Reinspected) -> Inspection:
    """Return the inspection that an entry reports."""
    return report.lot.inspection if isinstance(report, InspectionReported) else report.inspection


def wrong_in(entry: int, inspection: Inspection) -> Iterator[BadLine]:
    """Yield the lines that say that something is wrong: defects, and checks that failed."""
    for at, defect in enumerate(inspection.defects or ()):
        if defect.units != 0:
            severity = SEVERITIES[0] if is_dangerous(defect) else defect.severity
            yield BadLine(entry, place_in(entry, "defects", at), code_of(defect), severity, defect)
    for at, check in enumerate(inspection.checks or ()):
        if check.result == "fail":
            severity = SEVERITIES[0] if is_dangerous(check) else "major"
            yield BadLine(entry, place_in(entry, "checks", at), name_of(check), severity, check)


def is_dangerous(line: Defect | Check) -> bool:
    """Whether a line of a report is critical, or touches safety or the law."""
    is_critical = isinstance(line, Defect) and line.severity == SEVERITIES[0]
    return is_critical or line.category in DANGEROUS


def nonconforming_lines(happened: Iterable[Event]) -> Iterator[BadLine]:
    """Yield every line that says that something is wrong, of every inspection."""
    for each in happened:
        if each.kind in INSPECTIONS:
            yield from wrong_in(each.number, made_by(each.data))


def place_in(entry: int, listed: str, at: int) -> str:
    """Return what names a line of a report, counted as people count.

    >>> place_in(1, "defects", 0)
    '1.defects.1'
    """
    return f"{entry}.{listed}.{at + 1}"


def code_of(defect: Defect) -> str:
    """Return what a defect line goes by: its code, else its description, else its kind."""
    kind = " ".join(filter(None, (defect.severity, defect.category, "defect")))
    return defect.code or (defect.description or "").strip() or kind


def name_of(check: Check) -> str:
    """Return what a check goes by."""
    return check.name or " ".join(filter(None, (check.category, "check")))


# --- what was said of them -----------------------------------------------------------------------


def trace(happened: Sequence[Event]) -> Trace:
    """Return what was found wrong and said of it, in the order in which things happened."""
    found, inspections = Trace(), [each for each in happened if each.kind in INSPECTIONS]
    for each in happened:
        entry, data = each.number, each.data
        if (points := points_seen(each)) is not None:
            found.look_at(entry, points)
        if isinstance(data, Reinspected):
            found.put_right(entry, data.findings)
        if each.kind in INSPECTIONS:
            lines = tuple(wrong_in(entry, made_by(data)))
            is_later, is_last = each is not inspections[0], each is inspections[-1]
            if is_later:
                found.find_again(lines, keeps=entry if is_last else None)
            found.find(lines, are_new=is_later and is_last)
    return found


def points_seen(each: Event) -> Sequence[Checkpoint] | None:
    """Return the points that an entry tells of, if it tells of a look.

    What was seen to fail does not go away by being withdrawn: a later look passes it.
    """
    if isinstance(each.data, ProgressSeen):
        return each.data.checkpoints
    gone = None if each.withdrew is None else each.withdrew.data
    if not isinstance(gone, ProgressSeen):
        return None
    return [point for point in gone.checkpoints if point.result == _FAIL] or None


def open_points(happened: Sequence[Event]) -> Mapping[int, int]:
    """Return how many points failed so far and passed in no look since, by the number of a look."""
    return trace(happened).open_after


@frozen
class Unclear:
    """A name that an entry says less often than there are findings with it, so that it means none.

    `lines` are the places of those findings.
    """

    entry: int
    name: str
    lines: tuple[str, ...]


class Trace:
    """What was found so far, by its names and by what its lines say.

    `others` are the points of checklists that are about something else.
    """

    def __init__(self) -> None:
        self.found: list[Traced] = []
        self.named: dict[str, list[Traced]] = {}
        self.others: dict[str, PointSeen] = {}
        self.unclear: list[Unclear] = []
        self.open_after: dict[int, int] = {}
        self._alike: dict[Defect | Check, list[Traced]] = {}

    def look_at(self, entry: int, points: Iterable[Checkpoint]) -> None:
        """Take which findings a checklist of the rework has a point for; the worst one counts."""
        for name, of_it in _by_name(points).items():
            seen = PointSeen(
                entry, min(of_it, key=lambda each: _RESULTS.index(each.result or "fail"))
            )
            meant = self._meant(entry, name, len(of_it))
            for found in meant:
                found.point = seen
            if not meant:
                self.others[name] = seen
        failed = [each for each in self.found if each.point and each.point.point.result == _FAIL]
        others = [name for name, seen in self.others.items() if self._is_open(name, seen)]
        self.open_after[entry] = len(failed) + len(others)

    def _is_open(self, name: str, seen: PointSeen) -> bool:
        """Whether a point failed that is no finding's own, and no finding of its name passed."""
        named = [each.point for each in self.named.get(name, ())]
        passed = [each for each in named if each and each.entry > seen.entry]
        return seen.point.result == _FAIL and not (
            len(passed) == len(named) > 0 and all(each.point.result == "pass" for each in passed)
        )

    def put_right(self, entry: int, said: Iterable[Resolved]) -> None:
        """Take what a re-inspection says of what was found before it; the worse of it counts."""
        right: dict[Traced, int] = {}
        wrong: set[Traced] = set()
        for name, of_it in _by_name(said).items():
            if all(each.resolved for each in of_it):
                photos = min(each.photos for each in of_it)
                for found in self._meant(entry, name, len(of_it)):
                    right[found] = min(photos, right.get(found, photos))
            else:
                wrong.update(self.named.get(name, ()))
        for found in wrong:
            found.resolved, found.proof = False, 0
        for found in right.keys() - wrong:
            found.resolved, found.resolved_in, found.proof = True, entry, right[found]

    def find_again(self, lines: Iterable[BadLine], *, keeps: int | None) -> None:
        """Take back what was put right, as far as an inspection finds it again.

        What the entry `keeps` says itself to be put right stays so: fewer are left than its plan
        rejects, which judges them. It does not if it calls them milder, or lists them under a plan
        of another name: then that judges them.
        """
        places: dict[tuple[type, str], _Places] = {}
        for line in lines:
            places.setdefault(_called(line), _Places()).add(line)
        known: dict[tuple[type, str], list[Traced]] = {}
        for found in self.found:
            known.setdefault(_called(found.line), []).append(found)
        before = {
            called: ({each.severity for each in same}, {each.line.says.plan for each in same})
            for called, same in known.items()
        }
        for called, where in places.items():
            for found in known.get(called, ()):
                if where.named.may_be_of(found.line.place):
                    is_milder = where.judges_milder(found.severity, before[called])
                    found.severity = _raised(found.severity, where.severity)
                    if keeps is None or found.resolved_in != keeps or is_milder:
                        found.resolved, found.proof = False, 0

    def find(self, lines: Collection[BadLine], *, are_new: bool) -> None:
        """Take what an inspection finds: a finding for each line, but for one that is as before."""
        alike = Counter(line.look for line in lines)
        added = []
        for line in lines:
            before = self._alike.get(line.look, [])
            if len(before) == 1 and alike[line.look] == 1:
                self._name(line.id, before[0])
                continue
            found = Traced(line, line.severity, are_new)
            added.append(found)
            self._name(line.id, found)
            self._name(line.name, found)
        for found in added:
            self._alike.setdefault(found.line.look, []).append(found)
        self.found += added

    def _meant(self, entry: int, name: str, times: int) -> Sequence[Traced]:
        """Return what an entry means by a name: all that have it, or nothing."""
        named = self.named.get(name, [])
        if times >= len(named):
            return named
        self.unclear.append(Unclear(entry, name, tuple(each.line.id for each in named)))
        return ()

    def _name(self, name: str, found: Traced) -> None:
        named = self.named.setdefault(name, [])
        if found not in named[-1:]:
            named.append(found)


def _by_name(said: Iterable[_Said]) -> dict[str, list[_Said]]:
    by_name: dict[str, list[_Said]] = {}
    for each in said:
        by_name.setdefault(each.finding or "", []).append(each)
    return by_name


class _Places:
    """Where an inspection found what goes by one name, and how bad it is at worst.

    An item number or a batch that is not told may be any.
    """

    def __init__(self) -> None:
        self.severity: str | None = None
        self._severities: set[str | None] = set()
        self._plans: set[str | None] = set()
        self.named = Matching(False, or_)

    def add(self, line: BadLine) -> None:
        """Take one of the lines with the name."""
        self.severity = _worse(self.severity, line.severity)
        self._severities.add(line.severity)
        self._plans.add(line.says.plan)
        self.named.add(line.place, True)

    def judges_milder(
        self, severity: str | None, before: tuple[set[str | None], set[str | None]]
    ) -> bool:
        """Whether some are called milder than all of the name before, or stand under another plan.

        `before` are the severities and the plans of those.
        """
        severities, plans = before
        new = set() if severity is None else self._severities - {None, *severities}
        return bool(self._plans - plans) or any(_worse(severity, each) != each for each in new)


def _called(line: BadLine) -> tuple[type, str]:
    """Return what a line goes by, however it is spelled: `D-12` and `d 12` are one code."""
    letters = "".join(_SPELLED.findall(normalize("NFKC", line.name).casefold()))
    return type(line.says), letters or line.name


def _raised(severity: str | None, again: str | None) -> str | None:
    """Return how bad a finding is that was found again; one nobody classified may be any."""
    if severity is None:
        return again if again == SEVERITIES[0] else None
    return _worse(severity, again)


def _worse(one: str | None, other: str | None) -> str | None:
    """Return the worse of two severities; the known one if only one is."""
    if one is None or other is None:
        return one or other
    return min(one, other, key=SEVERITIES.index)
