"""What an inspector with paper and pencil would check before a lot is released, entry by entry.

It is written a second time, from what the documents promise and over the entries as they are kept,
and shares no code with the library: slow, plain, and no stricter than it has to be. A gate that
opens where it finds something missing is wrong.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from disposition.casefile import Entry

Document = dict[str, Any]
Numbered = tuple[Entry, Document]

INSPECTED = ("inspection", "reinspection")
DANGEROUS = ("safety", "regulatory")


def still_missing(entries: Sequence[Entry], today: date) -> list[str]:
    """Return what keeps a lot from being released on a day; nothing if it may go."""
    return list(_missing(_counting(entries), today))


def _counting(entries: Sequence[Entry]) -> list[Entry]:
    withdrawn = {each.data["entry"] for each in entries if each.kind == "withdrawn"}
    return [each for each in entries if each.number not in withdrawn]


def _missing(entries: Sequence[Entry], today: date) -> Iterator[str]:
    days = [each.on for each in entries]
    if days != sorted(days) or any(day > today for day in days):
        yield "the days run backwards"
    if any(each.kind in ("released", "closed") for each in entries):
        yield "it is over"
    places = [at for at, each in enumerate(entries) if each.kind in INSPECTED]
    last = places[-1]
    decisions = [(at, each.data["decision"]) for at, each in enumerate(entries) if _decides(each)]
    current = [decision for at, decision in decisions if at > last]
    if not current or current[-1]["status"] != "decided" or current[-1]["ships"] == "none":
        yield "the last inspection was not decided to ship"
        return
    decision = current[-1]
    report = _report(entries[last])
    yield from _dangers(report)
    lot: Document = {}
    for at in places:
        if entries[at].kind == "inspection":
            lot = entries[at].data["lot"]
    yield from _obligations(entries, decisions, places, lot, today)
    yield from _unresolved(entries, places, lambda severity: severity in ("critical", None))
    yield from _unseen(entries, places)
    after = entries[last:]
    match decision["outcome"]:
        case "concession":
            yield from _conceded(after, lot)
            yield from _unresolved(entries, places, lambda severity: severity == "major")
        case "partial_acceptance":
            yield from _divided(after, lot)
        case _ if len(places) > 1:
            yield from _put_right(entries, places, decisions)
        case _ if any(each["ships"] == "none" and _sure(each) for _, each in decisions):
            if not _mistaken(entries):
                yield "what was to be put right was not inspected again"


def _decides(each: Entry) -> bool:
    return each.kind == "decision"


def _sure(decision: Document) -> bool:
    return bool(decision["status"] == "decided")


def _report(entry: Entry) -> Document:
    data = entry.data["lot"] if entry.kind == "inspection" else entry.data
    report: Document = data.get("inspection") or {}
    return report


def _dangers(report: Document) -> Iterator[str]:
    if report.get("defects") is None or report.get("checks") is None:
        yield "the last report tells no defects or no checks"
    for defect in report.get("defects") or ():
        is_there = defect.get("units") != 0
        if is_there and defect.get("severity") in ("critical", None):
            yield "the last inspection found something critical"
        if is_there and defect.get("category") in (*DANGEROUS, None):
            yield "the last inspection found something unsafe"
    for check in report.get("checks") or ():
        if check.get("category") in (*DANGEROUS, None) and check.get("result") != "pass":
            yield "a question of safety or law is open"


# --- findings ------------------------------------------------------------------------------------


def _lines(entry: Entry) -> Iterator[tuple[str, str, str | None]]:
    """Yield the place, the name and the severity of all that a report found wrong."""
    report = _report(entry)
    for at, defect in enumerate(report.get("defects") or ()):
        if defect.get("units") != 0:
            severity = defect.get("severity")
            if defect.get("category") in DANGEROUS:
                severity = "critical"
            words = [defect.get("severity"), defect.get("category"), "defect"]
            name = defect.get("code") or defect.get("description") or " ".join(filter(None, words))
            yield f"{entry.number}.defects.{at + 1}", name, severity
    for at, check in enumerate(report.get("checks") or ()):
        if check.get("result") == "fail":
            severity = "critical" if check.get("category") in DANGEROUS else "major"
            yield f"{entry.number}.checks.{at + 1}", check.get("name", ""), severity


def _unresolved(entries: Sequence[Entry], places: Sequence[int], matters: Any) -> Iterator[str]:
    """Yield the findings that matter and that no later inspection says were put right."""
    for at in places[:-1]:
        for place, name, severity in _lines(entries[at]):
            if matters(severity) and not _is_right(entries, places, at, place, name):
                yield f"{place} was not put right"


def _unseen(entries: Sequence[Entry], places: Sequence[int]) -> Iterator[str]:
    """Yield the checks that failed, and that no later inspection lists by name with a result."""
    for at in places[:-1]:
        for check in _report(entries[at]).get("checks") or ():
            later = [
                _folded(each.get("name", ""))
                for place in places
                if place > at
                for each in _report(entries[place]).get("checks") or ()
                if each.get("result") in ("pass", "fail")
            ]
            if check.get("result") == "fail" and _folded(check.get("name", "")) not in later:
                yield f"check {check.get('name')} failed and was not looked at again"


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _is_right(
    entries: Sequence[Entry], places: Sequence[int], found: int, place: str, name: str
) -> bool:
    """Whether the last report that speaks of a line says without contradiction: it is right.

    A line that says the same as one of an earlier report, but for its units, is that line again.
    """
    verdict, alike = False, _alike(entries, places, place)
    for at in places:
        if at <= found or entries[at].kind != "reinspection":
            continue
        before = [line for earlier in places if earlier < at for line in _lines(entries[earlier])]
        namesakes = len(
            {frozenset(_alike(entries, places, each[0])) for each in before if each[1] == name}
        )
        spoken = entries[at].data.get("findings", ())
        said = [each for each in spoken if each["finding"] in alike]
        named = [each for each in spoken if each["finding"] == name]
        if len(named) >= namesakes or any(not each["resolved"] for each in named):
            said += named
        if said:
            verdict = all(each["resolved"] for each in said)
    return verdict


def _alike(entries: Sequence[Entry], places: Sequence[int], place: str) -> set[str]:
    """Return the places of the lines that say the same as one, but for their units."""
    says: dict[str, Document] = {}
    for at in places:
        report = _report(entries[at])
        for kind in ("defects", "checks"):
            for number, line in enumerate(report.get(kind) or (), start=1):
                told = {key: value for key, value in line.items() if key != "units"}
                says[f"{entries[at].number}.{kind}.{number}"] = told
    entry = place.partition(".")[0]
    others = {
        each for each in says if says[each] == says[place] and not each.startswith(f"{entry}.")
    }
    return {place, *others}


# --- the four ways -------------------------------------------------------------------------------


def _agreements(entries: Sequence[Entry]) -> list[Document]:
    """Return what both sides agreed on in writing, the last one last."""
    return [dict(each.data) for each in entries if _is_agreed(each)]


def _is_agreed(each: Entry) -> bool:
    return each.kind == "agreement" and each.data.get("consent") is True


def _conceded(after: Sequence[Entry], lot: Document) -> Iterator[str]:
    agreed = _agreements(after)
    if not agreed or agreed[-1]["scope"] != "concession":
        yield "no concession is agreed on"
        return
    amount, percent = agreed[-1].get("compensation"), agreed[-1].get("percent")
    if not any(each is not None and float(each) > 0 for each in (amount, percent)):
        yield "the concession names no price"
    most = lot["contract"]["price_reduction"].get("max_percent")
    if percent is not None and float(percent) > float(most):
        yield "the contract allows less"
    if not any(_files(each, "compensation_agreement") for each in after):
        yield "the agreement on the price is not on file"


def _divided(after: Sequence[Entry], lot: Document) -> Iterator[str]:
    agreed = _agreements(after)
    if not agreed or agreed[-1]["scope"] != "partial_shipment":
        yield "no partial shipment is agreed on"
        return
    parts = [agreed[-1].get(key) or 0 for key in ("units_accepted", "units", "units_rejected")]
    if sum(parts) != lot["lot"].get("quantity") or parts[0] <= 0:
        yield "the quantities do not add up"


def _put_right(
    entries: Sequence[Entry], places: Sequence[int], decisions: Sequence[tuple[int, Document]]
) -> Iterator[str]:
    last, report = entries[places[-1]], _report(entries[places[-1]])
    if not any(at < places[-1] and _sure(each) for at, each in decisions):
        yield "nobody had decided to put it right"
    earlier = [each for at, each in decisions if at < places[-1] and _sure(each)]
    failed = any(each["outcome"] != "accept" for each in earlier)
    worked = _agreements(entries[: places[-1]])
    if (
        failed
        and not _mistaken(entries)
        and not any(each["scope"] in ("rework", "replacement") for each in worked)
    ):
        yield "what was put right was not agreed on"
    hands = [_hand(entries[at]) for at in places]
    if None in hands or hands[-1] in hands[:-1]:
        yield "the same hand inspected again"
    if report.get("report_result") != "pass":
        yield "the report does not say that it passed"
    if not (report.get("evidence") or {}).get("photos"):
        yield "there are no photos"
    for key in ("workmanship", "packaging", "labelling"):
        if last.data.get(key) != "pass":
            yield f"the {key} was not found good"
    if last.data.get("matches_sample") is not True:
        yield "it is not like the sample"
    if any(check.get("result") != "pass" for check in report.get("checks") or ()):
        yield "a check has not passed"
    # Of one day, it does not matter what was written down first.
    since = [each for each in entries if each.on >= last.on]
    if not any(_files(each, "reinspection_report") for each in since):
        yield "the report is not on file"
    if report.get("sample_size") is None:
        yield "nobody knows how many were looked at"
    yield from _unresolved(entries, places, lambda severity: severity != "minor")


def _hand(entry: Entry) -> str | None:
    name = entry.data.get("inspector")
    if not name:
        return None
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(each for each in plain if each.isalnum())


def _files(each: Entry, paper: str) -> bool:
    return each.kind == "document" and each.data.get("paper") == paper


def _mistaken(entries: Sequence[Entry]) -> bool:
    return any(
        each.kind == "assessment" and each.data.get("shows") == "finding_mistaken"
        for each in entries
    )


# --- obligations ---------------------------------------------------------------------------------

SHOWN = {
    "correct-failed-checks": ("progress", "document"),
    "await-checks": ("progress", "document"),
    "sort-and-segregate": ("progress", "document"),
    "state-quantities": ("agreement", "document"),
    "reconcile-report": ("document",),
}


def _obligations(
    entries: Sequence[Entry],
    decisions: Sequence[tuple[int, Document]],
    places: Sequence[int],
    lot: Document,
    today: date,
) -> Iterator[str]:
    last = places[-1]
    ship_by = _last_day_to_ship(entries)
    for at, decision in decisions:
        later = [place for place, _ in decisions if place > at]
        is_last = not later
        following = min((place for place in places if place > at), default=len(entries))
        is_final = not any(at < place < following for place, _ in decisions)
        holds = is_last or (is_final and _sure(decision) and decision["ships"] == "none")
        if not holds:
            continue
        codes = {each["do"] for each in decision["obligations"]}
        again = {
            each["do"] for place, later in decisions if place > at for each in later["obligations"]
        }
        for do in codes if is_last else codes - again:
            if do in SHOWN and not _settled(entries[at:], do, SHOWN[do]):
                # What the same inspection had been decided on before may have asked for it, too.
                before = [place for place, _ in decisions if place < at]
                inspected = max(place for place in places if place <= at)
                since = min([place for place in before if place > inspected], default=at)
                if not _settled(entries[since:], do, SHOWN[do]):
                    yield f"`{do}` is not shown"
            if do == "inspect-every-unit" and not _mistaken(entries):
                size = _report(entries[last]).get("sample_size") or 0
                if len(places) == 1 or size < lot["lot"].get("quantity", size + 1):
                    yield "not every unit was looked at"
            if do == "agree-new-date" and (ship_by is None or today > ship_by):
                yield "no new date is agreed on"


def _settled(since: Sequence[Entry], do: str, kinds: Sequence[str]) -> bool:
    return any(each.kind in kinds and do in each.settles for each in since)


def _last_day_to_ship(entries: Sequence[Entry]) -> date | None:
    """Return the last day that a report or an agreement in writing names."""
    day = None
    for each in entries:
        if each.kind == "inspection":
            told = (each.data["lot"].get("shipment") or {}).get("ship_by")
            day = told or day
        elif _is_agreed(each):
            day = each.data.get("ship_by") or day
    return date.fromisoformat(day) if day else None
