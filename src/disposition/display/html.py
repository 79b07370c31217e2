"""A decision as HTML, for notebooks and pages: without scripts, in light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from disposition.documents.forms import Plain
from disposition.explain.document.document import Document
from disposition.explain.document.parts import LOT, LotPart
from disposition.explain.document.rationale import (
    Missing,
    Obligation,
    Question,
    Reason,
    RuledOut,
    Withheld,
)
from disposition.explain.document.values import plain_values
from disposition.explain.report import (
    SHIPS,
    STATUS,
    because,
    cited,
    destination,
    is_divided,
    more_places,
    more_units,
    not_asked,
    not_permitted,
    outlook,
    part_outcome,
    shown,
    task,
    waiting,
)
from disposition.markup import STYLE, box, code, small, table, text
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
    if is_divided(decision.parts):
        told = ("Part", "Units", "What happens", "Because")
        yield _table("Parts", told, decision.parts, _part)
    yield _listed("Why", map(_reason, decision.reasons))
    yield _listed("Withheld", map(_withheld, decision.withheld))
    asked = ("To be told", "Where", "What it would decide")
    yield _table("What is missing", asked, decision.questions, partial(_question, decision.missing))
    if decision.not_asked:
        yield f"<p>{text(not_asked(decision.not_asked))}</p>"
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
    status = STATUS[decision.status]
    if decision.status != "decided" and decision.considered:
        status += f" (looked at: {decision.considered})"
    yield f"<p><b>{mark} {text(status)}</b> · <b>{text(SHIPS[decision.ships])}</b>"
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
    doing = ", ".join(map(task, part.do)) if part.by != LOT else ""
    yield f"{text(part_outcome(part))}<small>{text(doing)}</small>"
    more = more_units(part)
    yield text(part.because) + small(more)


# --- why, and why not ----------------------------------------------------------------------------


def _reason(reason: Reason) -> str:
    said = text(because(reason.because, reason.rule))
    return f"{said}{_facts(reason.facts)}{_cited(reason.rule, reason.source, reason.clause)}"


def _facts(facts: Mapping[str, Plain]) -> str:
    shown_facts = "".join(
        f"<span><code>{text(path)}</code> <b>{text(shown(value))}</b></span>"
        for path, value in facts.items()
    )
    return f'<div class="dsp-facts">{shown_facts}</div>' if shown_facts else ""


def _cited(rule: str, source: str, clause: str | None) -> str:
    return f"<small>{text(cited(rule, source, clause))}</small>"


def _withheld(each: Withheld) -> str:
    said = f"{each.outcome} would break the invariant {each.invariant}"
    return f"{text(said)}: <code>{text(each.always)}</code>{_facts(each.facts)}"


def _ruled_out(each: RuledOut) -> str:
    reasons = [f"forbidden: {_reason(reason)}" for reason in each.forbidden_by]
    if not each.unmet and not each.forbidden_by:
        reasons.append(text(not_permitted(each.unmet)))
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


def _question(missing: Iterable[Missing], question: Question) -> Iterator[str]:
    yield f"<b>{text(question.about)}</b><small>{text(', '.join(question.facts))}</small>"
    place = code(question.place) if question.place else ""
    others = text(more_places(question.others))
    yield f"{place}{others}" if place else text(destination(question, missing))
    yield "<br>".join(text(outlook(each)) for each in question.would_decide)


def _obligation(each: Obligation) -> Iterator[str]:
    yield "☐"
    what = f"<br>{text(each.what)}" if each.what else ""
    yield f"<b>{text(task(each.do))}</b>{what}{_facts(plain_values(each.values))}"
    yield text(each.by)
    day = f"<b>{each.due}</b>" if each.due else ""
    yield day + (f"<small>{text(waiting(each))}</small>" if each.waits_for else "")
    yield f"{text(each.because)}{_cited(each.rule, each.source, each.clause)}"
