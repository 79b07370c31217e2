"""One sentence for each entry of a case; what stands in full elsewhere is cut short here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from disposition.casefile.lifecycle.findings import made_by, wrong_in
from disposition.casefile.log import kinds
from disposition.casefile.log.effective import Event
from disposition.explain.report import task
from disposition.visible import one_line
from disposition.words import counted

LONGEST = 160
"""Characters of a user's text up to which it is quoted whole in a sentence."""

SHOWS = {
    "finding_stands": "our finding stands",
    "finding_mistaken": "our finding is mistaken",
    "open_to_both": "the specification is open to both readings",
}
SUBJECTS = {
    "batch": "on the batch",
    "cause": "on the cause",
    "both": "on the batch and the cause",
    "other": "on something else",
}
SHIPPED = {"all": "the whole lot", "part": "a part of the lot", "none": "nothing"}
_WORDS = {
    "email": "e-mail",
    "follow_up": "follow-up",
    "on_site_visit": "visit on site",
    "not_stated": "result not stated",
    "re_measurement": "re-measurement",
    "reinspection": "re-inspection",
    "reinspection_report": "re-inspection report",
}


def words(code: str | None) -> str:
    """Return one of our own codes as people read it."""
    return _WORDS.get(code or "", (code or "").replace("_", " "))


def short(text: str | None) -> str:
    """Return a text, cut between words if it is long.

    >>> short("a wheel that turns hard " * 9)[-25:]
    'turns hard a wheel that …'
    """
    whole = " ".join((text or "").split())
    if len(whole) <= LONGEST:
        return whole
    cut = whole[:LONGEST]
    return f"{cut.rpartition(' ')[0] or cut} …"


def grouped(number: int | str) -> str:
    """Return a number with its thousands apart."""
    whole, point, rest = str(number).partition(".")
    return f"{int(whole):,}{point}{rest}"


def sentence(each: Event, currency: str | None) -> str:
    """Return in a sentence what an entry says; amounts are in the currency of the lot."""
    match each.data:
        case kinds.Agreed() as agreed:
            said = _agreement(agreed, currency)
        case _:
            said = _SAID[type(each.data)](each)
    parts = [part for part in said if part]
    return one_line(" ".join(parts))


# --- inspections ---------------------------------------------------------------------------------


def _inspection(each: Event) -> Iterator[str]:
    report: kinds.InspectionReported = each.data
    yield _reported(report)
    yield f"{_found(each)}."
    if report.rest_of is not None:
        yield f"The rest of case {report.rest_of}."


def _reported(report: kinds.InspectionReported | kinds.Reinspected) -> str:
    made = made_by(report)
    named = " ".join(filter(None, ("Report", made.id or report.reference)))
    return f"{named}{_by(report.inspector)}: {words(made.report_result) or 'result not stated'};"


def _found(each: Event) -> str:
    made = made_by(each.data)
    if made.defects is None and made.checks is None:
        return "defects and checks not told"
    times = Counter(line.name for line in wrong_in(each.entry.number, made))
    listed = [name if often == 1 else f"{name} ({often} lines)" for name, often in times.items()]
    found = f"found wrong: {short(', '.join(listed))}" if listed else "nothing found wrong"
    sample = made.sample_size
    return found if sample is None else f"{counted(sample, 'unit')} inspected; {found}"


def _reinspection(each: Event) -> Iterator[str]:
    report: kinds.Reinspected = each.data
    yield _reported(report)
    if report.findings:
        right = sum(bool(said.resolved) for said in report.findings)
        yield f"{right} of {counted(len(report.findings), 'finding')} put right;"
    yield f"{_found(each)}."


# --- talks ---------------------------------------------------------------------------------------


def _contact(each: Event) -> Iterator[str]:
    data: kinds.Contacted = each.data
    said = [f"{_capital(words(data.channel))}, {words(data.purpose)}"]
    said += [SUBJECTS.get(data.about or "", "")]
    said += [f"to the argument on {words(data.topic)}"] if data.topic else []
    for copied, how in ((False, "with"), (True, "copied:")):
        people = [f"{who.name} ({words(who.side)})" for who in data.people if who.copied is copied]
        said += [f"{how} {short(', '.join(people))}"] if people else []
    yield f"{', '.join(said)}."
    yield _quoted(data.summary)


def _reply(each: Event) -> Iterator[str]:
    data: kinds.Replied = each.data
    yield f"{_capital(words(data.channel) or 'reply')}{_by(data.sender, 'from')}:"
    given = [words(part.part) for part in data.parts]
    argued = [
        f"{words(raised.topic)} (evidence: {raised.evidence.replace('_', ' ')})"
        for raised in data.arguments
    ]
    said = [f"gives {', '.join(given)}"] if given else []
    said += [f"argues {', '.join(argued)}"] if argued else []
    yield f"{'; '.join(said) or 'gives nothing of its own'}."
    yield _quoted(data.summary)


def _correction(each: Event) -> Iterator[str]:
    right: kinds.Corrected = each.data
    named = " ".join(filter(None, ("Report corrected", right.reference)))
    lines = [line.name for line in wrong_in(each.entry.number, right.inspection)]
    said = f"found wrong: {short(', '.join(lines))}" if lines else "nothing found wrong"
    yield f"{named}: {short(right.because or '')}; {said}."


def _rest(each: Event) -> Iterator[str]:
    rest: kinds.RestOpened = each.data
    yield f"The rest, {counted(rest.units or 0, 'unit')}, is case {rest.case}."


def _assessment(each: Event) -> Iterator[str]:
    data: kinds.Assessed = each.data
    looked = f"Argument on {words(data.topic)} looked into ({words(data.by)})"
    yield f"{looked}: {SHOWS.get(data.shows or '', '')}."
    yield _quoted(data.text)


# --- papers, agreements, rework ------------------------------------------------------------------


def _paper(each: Event) -> Iterator[str]:
    data: kinds.PaperFiled = each.data
    state = "on file" if each.kind == "document" else "shared as a draft"
    named = ", ".join(
        filter(None, (short(data.reference), data.title and f"“{short(data.title)}”"))
    )
    yield f"{_capital(words(data.paper))} {state}{f': {named}' if named else ''}."


def _agreement(data: kinds.Agreed, currency: str | None) -> Iterator[str]:
    how = "Agreed in writing" if data.consent else "Talked over, not agreed in writing:"
    parts = [
        *_units("to be worked on", data.units),
        *_units("taken as they are", data.units_accepted),
        *_units("not taken", data.units_rejected),
    ]
    if data.compensation is not None:
        parts.append(f"{data.compensation:,f} {currency or ''}".rstrip() + " to settle it")
    parts += [f"{data.percent:f} % off the price"] if data.percent is not None else []
    parts += [f"ready by {data.ready_by}"] if data.ready_by else []
    parts += [f"to ship by {data.ship_by}"] if data.ship_by else []
    on = f"on {words(data.scope)}" if data.consent else words(data.scope)
    listed = f": {', '.join(parts)}" if parts else ""
    yield f"{how} {on}{listed}."


def _units(what: str, units: int | None) -> list[str]:
    return [] if not units else [f"{counted(units, 'unit')} {what}"]


def _progress(each: Event) -> Iterator[str]:
    data: kinds.ProgressSeen = each.data
    results = [point.result for point in data.checkpoints]
    parts = [counted(data.photos, "photo")] if data.photos else []
    parts += [
        f"{results.count(result)} {said}"
        for result, said in (("pass", "passed"), ("fail", "failed"), ("pending", "pending"))
        if result in results
    ]
    said = f": {', '.join(parts)}" if parts else ""
    yield f"{_capital(words(data.way))}{_by(data.who)}{said}."
    yield _quoted(data.note)


# --- decision, release and end -------------------------------------------------------------------


def _given(each: Event) -> Iterator[str]:
    data: kinds.DecisionRemarks | kinds.Released | kinds.Refused = each.data
    decision = each.entry.data["decision"]
    title = f"{decision['title']} [{decision['outcome']}]"
    if isinstance(data, kinds.Refused):
        rules = ", ".join(piece.rule or "" for piece in data.missing)
        listed = f" ({short(rules)})" if rules else ""
        yield f"Release refused: {len(data.missing)} missing{listed}."
    elif isinstance(data, kinds.Released):
        yield f"Released: {SHIPPED[decision['ships']]}{_parts(data)}."
    else:
        status = "" if decision["status"] == "decided" else " Not decided yet."
        approved = f", approved by {data.approved_by}" if data.approved_by else ""
        yield f"{title}{approved}.{status}"
    yield _quoted(data.note)


def _parts(data: kinds.Released) -> str:
    """Return which parts ship, where others stay, and how many units."""
    if not data.parts:
        return ""
    units = "" if data.units is None else f" ({counted(data.units, 'unit')})"
    return f": {short(', '.join(each.name or '' for each in data.parts))}{units}"


def _other_goods(each: Event) -> Iterator[str]:
    data: kinds.OtherGoods = each.data
    yield f"Case {data.case} is of other goods: {data.because}"


def _closed(each: Event) -> Iterator[str]:
    data: kinds.Closed = each.data
    yield f"Closed: {data.because}"


def _done(each: Event) -> Iterator[str]:
    data: kinds.Done = each.data
    yield f"Done: {task(data.do or '')}{f': {data.note}' if data.note else ''}"


def _withdrawn(each: Event) -> Iterator[str]:
    data: kinds.Withdrawn = each.data
    yield f"Entry {data.entry} does not count: {data.because}"


_SAID: Mapping[type, Callable[[Event], Iterator[str]]] = {
    kinds.InspectionReported: _inspection,
    kinds.Reinspected: _reinspection,
    kinds.Contacted: _contact,
    kinds.Replied: _reply,
    kinds.Assessed: _assessment,
    kinds.Corrected: _correction,
    kinds.PaperFiled: _paper,
    kinds.ProgressSeen: _progress,
    kinds.DecisionRemarks: _given,
    kinds.Released: _given,
    kinds.Refused: _given,
    kinds.RestOpened: _rest,
    kinds.OtherGoods: _other_goods,
    kinds.Closed: _closed,
    kinds.Done: _done,
    kinds.Withdrawn: _withdrawn,
}


# --- pieces --------------------------------------------------------------------------------------


def _by(who: str | None, preposition: str = "by") -> str:
    return f" {preposition} {who}" if who else ""


def _quoted(text: str | None) -> str:
    return f"“{short(text)}”" if text and text.strip() else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
