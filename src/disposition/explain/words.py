"""A decision in plain words: the outcome, why, why not the others, what must happen, what is missing."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from disposition.explain.rationale import Missing, Obligation, Plain, Reason, RuledOut, Withheld

if TYPE_CHECKING:
    from disposition.decision import Decision

WIDTH = 92
_SHIPS = {"all": "ships the whole lot", "part": "ships a part of the lot", "none": "ships nothing"}
_STATUS = {
    "decided": "decided",
    "needs_information": "not decided: information is missing",
    "no_rule": "not decided: no outcome is possible under this policy",
    "withheld": "not decided: an invariant of the policy would be broken",
}


def in_words(decision: Decision) -> str:
    """Return a decision and its rationale in plain words."""
    return "\n".join(_lines(decision)) + "\n"


def _lines(decision: Decision) -> Iterator[str]:
    yield f"{decision.title} [{decision.outcome}]"
    status = _STATUS.get(decision.status, decision.status)
    yield f"{_capital(status)}; {_SHIPS.get(decision.ships, decision.ships)}."
    about = [f"lot {decision.lot}"] if decision.lot else []
    about += [f"as of {decision.as_of}"] if decision.as_of else []
    about.append(f"policy {decision.policy.id} {decision.policy.version}")
    yield _capital(", ".join(about)) + "."
    rationale = decision.rationale
    yield from _section("Why", map(_reason, rationale.reasons))
    yield from _section("Withheld", map(_withheld, rationale.withheld))
    yield from _section("What is missing", map(_missing, rationale.missing))
    yield from _section("Why not", map(_ruled_out, rationale.ruled_out))
    sure = [each for each in rationale.obligations if each.applies == "yes"]
    perhaps = [each for each in rationale.obligations if each.applies != "yes"]
    yield from _section("What must happen", map(_obligation, sure))
    yield from _section("What may also apply, once it is known", map(_obligation, perhaps))


def _section(title: str, entries: Iterable[Iterable[str]]) -> Iterator[str]:
    listed = list(entries)
    if listed:
        yield ""
        yield title
        for entry in listed:
            yield from entry


def _reason(reason: Reason) -> Iterator[str]:
    yield from _bullet(_because(reason.because, reason.rule))
    yield from _aside(_known(reason.facts))
    yield from _aside(_cited(reason.rule, reason.source, reason.clause))


def _because(because: str, rule: str) -> str:
    return because or f"the rule `{rule}` holds"


def _ruled_out(each: RuledOut) -> Iterator[str]:
    yield from _bullet(f"{each.title} [{each.outcome}]:")
    for reason in each.forbidden_by:
        yield from _aside(f"forbidden: {_because(reason.because, reason.rule)}")
        yield from _aside(_known(reason.facts), "      ")
        yield from _aside(_cited(reason.rule, reason.source, reason.clause), "      ")
    if each.unmet:
        yield from _aside("no rule permits it:")
        for unmet in each.unmet:
            yield from _aside(f"{unmet.rule} needs {unmet.when}", "      ")
            yield from _aside(_known(unmet.facts), "        ")
    elif not each.forbidden_by:
        yield from _aside("no rule permits it")


def _withheld(each: Withheld) -> Iterator[str]:
    yield from _bullet(
        f"{each.outcome} would break the invariant `{each.invariant}`: {each.always}"
    )
    yield from _aside(_known(each.facts))


def _missing(missing: Missing) -> Iterator[str]:
    yield from _bullet(f"{missing.fact}: {missing.about}")
    if missing.absent:
        yield from _aside(f"to be told in the lot document: {', '.join(missing.absent)}")
    elif missing.why:
        yield from _aside(f"unknown because: {missing.why}")
    yield from _aside(f"asked by: {', '.join(missing.rules)}")
    for prospect in missing.would_decide:
        status = "" if prospect.status == "decided" else f" ({prospect.status.replace('_', ' ')})"
        yield from _aside(f"if {prospect.value}: {prospect.outcome}{status}", "      ")


def _obligation(each: Obligation) -> Iterator[str]:
    text = each.do.replace("-", " ").replace("_", " ")
    text += f": {each.what}" if each.what else ""
    text += f" (by {each.by})" if each.by else ""
    text += f", by {each.due}" if each.due else ""
    yield from _bullet(text)
    if each.because:
        yield from _aside(each.because)
    yield from _aside(_cited(each.rule, each.source, each.clause))


def _known(facts: Mapping[str, Plain]) -> str:
    return ", ".join(f"{path} = {_shown(value)}" for path, value in facts.items())


def _shown(value: Plain) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else value


def _cited(rule: str, source: str, clause: str | None) -> str:
    parts = [f"rule {rule}"]
    parts += [f"source: {source}"] if source else []
    parts += [f"contract clause {clause}"] if clause else []
    return "; ".join(parts)


def _bullet(text: str) -> Iterator[str]:
    yield from textwrap.wrap(
        text, WIDTH, initial_indent="  - ", subsequent_indent="    ", break_long_words=False
    )


def _aside(text: str, indent: str = "    ") -> Iterator[str]:
    yield from textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
