"""Facts about how the rework stands, and what it has to put right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

from disposition.facts.derived.agreements import (
    AGREED_ON,
    agreed_last,
    may_be_agreed_last,
    why_nothing,
)
from disposition.facts.derived.bounds import some
from disposition.facts.derived.fact import (
    DATE,
    TEXT,
    Derived,
    View,
    derived,
)
from disposition.facts.derived.listed import (
    Test,
    both,
    days_since,
    how_many,
    is_above,
    is_in,
    items,
    last,
    may_be_last,
    neither,
    of,
    trailing,
)
from disposition.facts.derived.wording import joined, place_of
from disposition.facts.document.case_events import Finding, ReworkProgress
from disposition.facts.document.lot_document import SEVERITIES
from disposition.language.types import FactType, Kind

_FINDINGS = FactType(Kind.INTEGER, "findings")
_TIMES = FactType(Kind.INTEGER, "times")
_POINTS = FactType(Kind.INTEGER, "checkpoints")
_UNSEEN = "the rework was not looked at"


_is_current = is_in("current", True)
_is_checklist, _has_failed = is_in("way", "checklist"), is_above("failed", 0)
_is_resolved, _has_proof = is_in("resolved", True), is_above("proof", 0)
_matters = is_in("severity", "critical", "major")
_TOLD = ("code", "severity", "sku", "batch", "line")
"""What tells a finding from others in words."""

_WAYS = {
    "visits": ("on_site_visit", "Visits to the rework since the last agreement"),
    "video_calls": ("video_call", "Video calls on the rework since the last agreement"),
    "photo_updates": ("photos", "Photo updates on the rework since the last agreement"),
    "checklists": ("checklist", "Checklists of the rework since the last agreement"),
}


# --- how it stands -------------------------------------------------------------------------------


def _last_look(path: str, about: str, test: Test, *keys: str) -> Derived:
    """Declare the day of the last look at the rework that is meant; else that of the agreement."""

    def compute(view: View) -> date | None:
        seen, agreed = items(view, "progress"), items(view, "agreements")
        if seen is None or agreed is None:
            return None
        looked_at, item = trailing(seen, test)
        if not looked_at:
            item = agreed_last(view)
        day: date | None = None if item is None else item.on
        return day

    def concerns(view: View, item: object, key: str) -> bool:
        return may_be_last(view, "progress", test, item) or may_be_agreed_last(view, item, key)

    reads = (*(f"case.progress[].{key}" for key in ("current", *keys, "on")), *AGREED_ON)
    return derived(path, DATE, about, reads, compute, concerns=concerns, why=why_nothing)


def _went_through_points(seen: ReworkProgress) -> bool | None:
    """Whether points were gone through: always in a checklist, else surely where some failed."""
    return some((_is_checklist(seen), _has_failed(seen)))


def _progress() -> Iterator[Derived]:
    for name, (way, about) in _WAYS.items():
        yield how_many(
            f"progress.{name}",
            _TIMES,
            about,
            of("progress", "current", "way"),
            both(_is_current, is_in("way", way)),
        )
    yield _last_look(
        "progress.seen_on",
        "Day on which the rework was looked at last; else the day on which it was agreed on",
        _is_current,
    )
    yield _last_look(
        "progress.met_on",
        "Day of the last visit to the rework or video call on it; else the day on which it was "
        "agreed on",
        both(_is_current, is_in("way", "on_site_visit", "video_call")),
        "way",
    )
    yield last(
        "progress.failed",
        _POINTS,
        "Points that failed in the last checklist since the last agreement; 0 without one",
        of("progress", "current", "way"),
        both(_is_current, _is_checklist),
        key="failed",
        nothing=_UNSEEN,
        missing=0,
    )
    yield last(
        "progress.open_points",
        _POINTS,
        "Points that failed when points were last gone through, inspected since or not; 0 if never",
        of("progress", "way", "failed"),
        _went_through_points,
        key="failed",
        nothing=_UNSEEN,
        missing=0,
    )


# --- what has to be put right --------------------------------------------------------------------


def _named(meant: Test) -> Callable[[View], str | None]:
    def words(view: View) -> str | None:
        listed = items(view, "findings")
        if listed is None:
            return None
        times = Counter(each.code for each in listed)
        return joined(
            [
                _words(each, is_one=times[each.code] == 1)
                for each in listed
                if meant(each) is not False
            ]
        )

    return words


def _words(finding: Finding, *, is_one: bool) -> str:
    """Return a finding in words; where others have its code, with what tells it from them."""
    code = finding.code or "without a code"
    about = [finding.severity]
    if not is_one:
        if finding.sku is not None or finding.batch is not None:
            about.append(place_of(finding.sku, finding.batch))
        about.append(finding.line)
    told = ", ".join(filter(None, about))
    return f"{code} ({told})" if told else code


def _list(path: str, about: str, meant: Test, *keys: str) -> Derived:
    reads = tuple(f"case.findings[].{key}" for key in (*_TOLD, *keys))
    return derived(path, TEXT, about, reads, _named(meant))


def _findings() -> Iterator[Derived]:
    yield how_many("findings.count", _FINDINGS, "What was found wrong", of("findings", "code"))
    for severity in SEVERITIES:
        meant = is_in("severity", severity)
        yield how_many(
            f"findings.{severity}",
            _FINDINGS,
            f"What was found wrong and is {severity}",
            of("findings", "severity"),
            meant,
        )
        yield how_many(
            f"findings.{severity}_unresolved",
            _FINDINGS,
            f"What is {severity} and no re-inspection found put right",
            of("findings", "severity", "resolved"),
            both(meant, neither(_is_resolved)),
        )
    unproven = both(_matters, _is_resolved, neither(_has_proof))
    yield how_many(
        "findings.unproven",
        _FINDINGS,
        "What is critical or major and was found put right, but no photo shows it",
        of("findings", "severity", "resolved", "proof"),
        unproven,
    )
    unchecked = neither(is_in("checkpoint", True))
    yield how_many(
        "findings.without_checkpoint",
        _FINDINGS,
        "What was found wrong and the checklist of the rework has no point for",
        of("findings", "checkpoint"),
        unchecked,
    )
    yield _list("findings.list", "What was found wrong", lambda _: True)
    yield _list(
        "findings.unresolved_list",
        "What was found wrong and not found put right",
        neither(_is_resolved),
        "resolved",
    )
    yield _list(
        "findings.unproven_list",
        "What is critical or major and no photo shows put right",
        unproven,
        "resolved",
        "proof",
    )
    yield _list(
        "findings.without_checkpoint_list",
        "What the checklist of the rework has no point for",
        unchecked,
        "checkpoint",
    )


FACTS = (
    *_progress(),
    days_since(
        "progress.days_since",
        "Days since the rework was looked at",
        of("progress", "current"),
        _is_current,
        nothing=_UNSEEN,
    ),
    *_findings(),
)
