"""Facts about what was agreed on, how the rework stands, and what it has to put right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from disposition.facts.derived.bounds import some
from disposition.facts.derived.fact import (
    BOOLEAN,
    DATE,
    DAYS,
    MONEY,
    PERCENT,
    TEXT,
    UNITS,
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
    is_last,
    items,
    last,
    last_on,
    neither,
    of,
    trailing,
    whether_any,
)
from disposition.facts.derived.wording import joined
from disposition.facts.happened import SCOPES, Finding, Progress
from disposition.facts.kinds import FactType, Kind, Value
from disposition.facts.lot import SEVERITIES

_FINDINGS = FactType(Kind.INTEGER, "findings")
_TIMES = FactType(Kind.INTEGER, "times")
_POINTS = FactType(Kind.INTEGER, "checkpoints")
_NONE = "nothing was agreed on"
_UNSEEN = "the rework was not looked at"

_AGREED_ON = "case.agreements[].on"

_is_current = is_in("current", True)
_is_checklist, _has_failed = is_in("way", "checklist"), is_above("failed", 0)
_is_resolved, _has_proof = is_in("resolved", True), is_above("proof", 0)
_matters = is_in("severity", "critical", "major")

_AGREED: tuple[tuple[str, FactType, str], ...] = (
    ("scope", FactType(Kind.ENUM, values=SCOPES), "What was agreed on last"),
    ("consent", BOOLEAN, "Whether both sides agreed in writing"),
    ("units", UNITS, "Units to be reworked, sorted or made anew"),
    ("units_accepted", UNITS, "Units taken as they are"),
    ("units_rejected", UNITS, "Units that are not taken at all"),
    ("compensation", MONEY, "Amount that settles it"),
    ("percent", PERCENT, "Price reduction that was agreed on"),
    ("ready_by", DATE, "Day by which the goods are ready"),
)
_WAYS = {
    "visits": ("on_site_visit", "Visits to the rework since the last agreement"),
    "video_calls": ("video_call", "Video calls on the rework since the last agreement"),
    "photo_updates": ("photos", "Photo updates on the rework since the last agreement"),
    "checklists": ("checklist", "Checklists of the rework since the last agreement"),
}


# --- what was agreed on --------------------------------------------------------------------------


def _days_left(view: View) -> int | None:
    day, today = _last_agreed(view, "ready_by"), view.lot.as_of
    return (day - today).days if isinstance(day, date) and today is not None else None


def _last_agreed(view: View, key: str) -> Value | None:
    listed = items(view, "agreements")
    return getattr(listed[-1], key) if listed else None


def _is_last(view: View, item: object, _key: str) -> bool:
    return is_last(view, "agreements", item)


def _why_none(view: View) -> str:
    return _NONE if items(view, "agreements") == () else ""


def _accounts_for_all(view: View) -> bool | None:
    """Whether the breakdown adds up to the lot: not told are then only parts of no units."""
    listed, quantity = items(view, "agreements"), view.lot.lot.quantity
    if not listed or quantity is None:
        return False if listed == () else None
    agreed = listed[-1]
    parts = (agreed.units, agreed.units_accepted, agreed.units_rejected)
    told: int = sum(part for part in parts if part is not None)
    if told < quantity and None in parts:
        return None
    return told == quantity


def _agreements() -> Iterator[Derived]:
    for key, kind, about in _AGREED:
        yield last(f"agreement.{key}", kind, about, of("agreements"), key=key, nothing=_NONE)
    yield last_on("agreement.on", "Day of the last agreement", of("agreements"), nothing=_NONE)
    yield derived(
        "agreement.days_left",
        DAYS,
        "Days until the goods are to be ready; negative when that day has passed",
        ("case.agreements[].ready_by", "as_of"),
        _days_left,
        concerns=_is_last,
        why=_why_none,
    )
    yield derived(
        "agreement.accounts_for_all",
        BOOLEAN,
        "Whether the agreed quantities add up to the whole lot",
        (
            *(f"case.agreements[].{key}" for key in ("units", "units_accepted", "units_rejected")),
            "lot.quantity",
        ),
        _accounts_for_all,
        concerns=_is_last,
    )
    yield whether_any(
        "agreement.in_force",
        "Whether both sides agreed in writing on something that no inspection has followed yet",
        of("agreements", "current", "consent"),
        both(_is_current, is_in("consent", True)),
    )
    yield whether_any(
        "agreement.carried_out",
        "Whether an inspection has followed a written agreement to rework or make anew",
        of("agreements", "current", "consent", "scope"),
        both(
            is_in("current", False), is_in("consent", True), is_in("scope", "rework", "replacement")
        ),
    )


# --- how it stands -------------------------------------------------------------------------------


def _last_look(path: str, about: str, test: Test, *keys: str) -> Derived:
    """Declare the day of the last look at the rework that is meant; else that of the agreement."""

    def compute(view: View) -> date | None:
        seen, agreed = items(view, "progress"), items(view, "agreements")
        if seen is None or agreed is None:
            return None
        looked_at, item = trailing(seen, test)
        if not looked_at and agreed:
            item = agreed[-1]
        day: date | None = None if item is None else item.on
        return day

    def concerns(view: View, item: object, key: str) -> bool:
        looked_at, _ = trailing(items(view, "progress") or (), test)
        return any(item is each for each in looked_at) or _is_last(view, item, key)

    reads = (*(f"case.progress[].{key}" for key in ("current", *keys, "on")), _AGREED_ON)
    return derived(path, DATE, about, reads, compute, concerns=concerns, why=_why_none)


def _went_through_points(seen: Progress) -> bool | None:
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
        return joined([_words(each) for each in listed if meant(each) is not False])

    return words


def _words(finding: Finding) -> str:
    code = finding.code or "without a code"
    return f"{code} ({finding.severity})" if finding.severity else code


def _list(path: str, about: str, meant: Test, *keys: str) -> Derived:
    reads = tuple(f"case.findings[].{key}" for key in ("code", "severity", *keys))
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
    *_agreements(),
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
