"""A decision, and many, as HTML, for notebooks and pages: without scripts, in light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from disposition.documents.forms import Plain
from disposition.errors import Problem
from disposition.explain import report
from disposition.explain.document import rationale
from disposition.explain.document.document import Document
from disposition.explain.document.parts import LOT, LotPart
from disposition.explain.document.values import plain_values
from disposition.markup import (
    MOST_ROWS,
    STYLE,
    and_more,
    box,
    code,
    fragment,
    page,
    small,
    table,
    text,
)
from disposition.words import counted

Row = TypeVar("Row")


def decision_html(decision: Document) -> str:
    """Return a decision as a fragment of HTML; every text of the lot and the policy is escaped."""
    return STYLE + decision_box(decision)


def decision_box(decision: Document, name: str = "") -> str:
    """Return a decision as `decision_html` does, for a page that has the style sheet."""
    tone = decision.ships if decision.status == "decided" else "open"
    return box("".join(_parts(decision)), tone, name)


def decision_title(decision: Document) -> str:
    """Return what a window with the decision is called."""
    return f"{decision.title}: lot {decision.lot}" if decision.lot else decision.title


def _parts(decision: Document) -> Iterator[str]:
    yield from _headline(decision)
    if report.is_divided(decision.parts):
        told = ("Part", "Units", "What happens", "Because")
        yield _table("Parts", told, decision.parts, _part)
    yield _listed("Why", map(_reason, decision.reasons))
    yield _listed("Withheld", map(_withheld, decision.withheld))
    asked = ("To be told", "Where", "What it would decide")
    yield _table("What is missing", asked, decision.questions, partial(_question, decision.missing))
    if decision.not_asked:
        yield f"<p>{text(report.not_asked(decision.not_asked))}</p>"
    sure = [each for each in decision.obligations if each.applies == "yes"]
    perhaps = [each for each in decision.obligations if each.applies != "yes"]
    columns = ("", "What", "Who", "Not later than", "Because")
    yield _table("What must happen", columns, sure, _obligation)
    yield _table("What may also have to happen", columns, perhaps, _obligation)
    if decision.ruled_out:
        yield "<h4>Why not</h4>" + "".join(map(_ruled_out, decision.ruled_out))
    yield (
        f"<footer>Policy {text(decision.policy.id)} {text(decision.policy.version)}, "
        f"<code>{text(decision.policy.digest)}</code>; "
        f"{text(decision.engine.library)} {text(decision.engine.version)}</footer>"
    )


def _headline(decision: Document) -> Iterator[str]:
    yield f"<h3>{text(decision.title)} <code>{text(decision.outcome)}</code></h3>"
    mark = "✓" if decision.status == "decided" else "?"
    status = report.STATUS[decision.status]
    if decision.status != "decided" and decision.considered:
        status += f" (looked at: {decision.considered})"
    yield f"<p><b>{mark} {text(status)}</b> · <b>{text(report.SHIPS[decision.ships])}</b>"
    yield f" · lot {text(decision.lot)}" if decision.lot else ""
    yield f" · as of {decision.as_of}" if decision.as_of else ""
    yield "</p>"


def _listed(title: str, items: Iterable[str]) -> str:
    inside = "".join(f"<li>{item}</li>" for item in items)
    return f"<h4>{title}</h4><ul>{inside}</ul>" if inside else ""


def _table(
    title: str, columns: tuple[str, ...], rows: Iterable[Row], cells: Callable[[Row], Iterator[str]]
) -> str:
    inside = table(columns, map(cells, rows))
    return f"<h4>{title}</h4>{inside}" if inside else ""


def _part(part: LotPart) -> Iterator[str]:
    yield f"<b>{text(part.name)}</b>"
    yield "" if part.units is None else f"{part.units:,}"
    doing = ", ".join(map(report.task, part.do)) if part.by != LOT else ""
    yield f"{text(report.part_outcome(part))}<small>{text(doing)}</small>"
    more = report.more_units(part)
    yield text(part.because) + small(more)


# --- why, and why not ----------------------------------------------------------------------------


def _reason(reason: rationale.Reason) -> str:
    said = text(report.because(reason.because, reason.rule))
    return f"{said}{_facts(reason.facts)}{_cited(reason.rule, reason.source, reason.clause)}"


def _facts(facts: Mapping[str, Plain]) -> str:
    shown_facts = "".join(
        f"<span><code>{text(path)}</code> <b>{text(report.shown(value))}</b></span>"
        for path, value in facts.items()
    )
    return f'<div class="dsp-facts">{shown_facts}</div>' if shown_facts else ""


def _cited(rule: str, source: str, clause: str | None) -> str:
    return f"<small>{text(report.cited(rule, source, clause))}</small>"


def _withheld(each: rationale.Withheld) -> str:
    said = f"{each.outcome} would break the invariant {each.invariant}"
    return f"{text(said)}: <code>{text(each.always)}</code>{_facts(each.facts)}"


def _ruled_out(each: rationale.RuledOut) -> str:
    reasons = [f"forbidden: {_reason(reason)}" for reason in each.forbidden_by]
    if not each.unmet and not each.forbidden_by:
        reasons.append(text(report.not_permitted(each.unmet)))
    reasons += [
        f"not permitted by {text(unmet.rule)}, which needs <code>{text(unmet.when)}</code>"
        f"{_facts(unmet.facts)}"
        for unmet in each.unmet
    ]
    count = len(each.forbidden_by)
    why = f"forbidden by {counted(count, 'rule')}" if count else "not permitted"
    inside = "".join(f"<li>{reason}</li>" for reason in reasons)
    return (
        f"<details><summary>{text(each.title)} <code>{text(each.outcome)}</code> "
        f"<small>{why}</small></summary><ul>{inside}</ul></details>"
    )


# --- what is missing, and what must happen -------------------------------------------------------


def _question(missing: Iterable[rationale.Missing], question: rationale.Question) -> Iterator[str]:
    yield f"<b>{text(question.about)}</b><small>{text(', '.join(question.facts))}</small>"
    place = code(question.place) if question.place else ""
    others = text(report.more_places(question.others))
    yield f"{place}{others}" if place else text(report.destination(question, missing))
    yield "<br>".join(text(report.outlook(each)) for each in question.would_decide)


def _obligation(each: rationale.Obligation) -> Iterator[str]:
    yield "☐"
    what = f"<br>{text(each.what)}" if each.what else ""
    yield f"<b>{text(report.task(each.do))}</b>{what}{_facts(plain_values(each.values))}"
    yield text(each.by)
    day = f"<b>{each.due}</b>" if each.due else ""
    yield day + (f"<small>{text(report.waiting(each))}</small>" if each.waits_for else "")
    yield f"{text(each.because)}{_cited(each.rule, each.source, each.clause)}"


# --- many decisions ------------------------------------------------------------------------------


Line = tuple[str, str, str, str, str]
"""Of a decision its lot, outcome, title, what it ships, and its rules or why there are none."""

COLUMNS = ("Lot", "Decision", "Ships", "Because")


def decisions_html(counts: Mapping[str, int], lines: Sequence[Line], number: int) -> str:
    """Return decisions as HTML; `lines` are the first of them, `number` is how many there are."""
    inside = table(COLUMNS, map(_line, lines[:MOST_ROWS]))
    rest = and_more(number - len(lines[:MOST_ROWS]))
    return fragment(f"{_counted(counts, number)}{inside}{rest}")


def decisions_page(
    counts: Mapping[str, int],
    decisions: Sequence[tuple[Line, Document]],
    refused: Mapping[str, Sequence[Problem]],
) -> str:
    """Return a page of decisions: a table that leads to each, and what is wrong with other lots.

    One decision and nothing refused make a page of that decision alone.
    """
    if len(decisions) == 1 and not refused:
        [(_, alone)] = decisions
        return page(decision_title(alone), decision_box(alone))
    number = len(decisions)
    lines = (_linked(at, line) for at, (line, _) in enumerate(decisions, start=1))
    overview = _counted(counts, number) + table(("", *COLUMNS), lines) + _refused(refused)
    boxes = (decision_box(each, f"lot-{at}") for at, (_, each) in enumerate(decisions, start=1))
    return page(counted(number, "decision"), box(overview) + "\n" + "\n".join(boxes))


def _counted(counts: Mapping[str, int], number: int) -> str:
    shares = ((code(each), f"{n:,}") for each, n in counts.items())
    return f"<h3>{counted(number, 'decision')}</h3>{table(('Outcome', 'Lots'), shares)}"


def _line(line: Line) -> Iterator[str]:
    lot, outcome, title, ships, why = line
    yield text(lot)
    yield f"<b>{text(title)}</b> {code(outcome)}"
    yield text(report.SHIPS[ships])
    yield f"<small>{text(why)}</small>"


def _linked(at: int, line: Line) -> Iterator[str]:
    yield f'<a href="#lot-{at}">{at}</a>'
    yield from _line(line)


def _refused(refused: Mapping[str, Sequence[Problem]]) -> str:
    if not refused:
        return ""
    rows = (
        (
            text(name),
            f"{code(each.where)}{small(each.place)}",
            f"{text(each.message)}{small(each.hint)}",
        )
        for name, problems in refused.items()
        for each in problems
    )
    title = f"{counted(len(refused), 'lot')} not decided"
    return f"<h4>{title}</h4>{table(('Lot', 'Where', 'What is wrong'), rows)}"
