"""The rows of a dossier's summary: a line on each part of the case that there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from disposition.casefile.dossier.sentences import grouped, words
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.document.currencies import as_paid
from disposition.words import counted

Data = Mapping[str, Any]


def summary_of(d: Data, *, internal: bool = True) -> Iterator[tuple[str, str]]:
    """Yield what a row is about, and what it says."""
    for about, parts in _rows(d, internal=internal):
        said = "; ".join(part for part in parts if part)
        if said:
            yield about, f"{said[:1].upper()}{said[1:]}."


def _rows(d: Data, *, internal: bool) -> Iterator[tuple[str, list[str]]]:
    goods = d["goods"]
    yield "Order", list(_order(goods))
    for each in d["inspections"]:
        yield ("Re-inspection" if each["is_again"] else "Inspection"), list(_inspection(each))
    if d["decisions"]:
        yield "Decision", [f"{each['document']['title']}, {each['on']}" for each in d["decisions"]]
    if d["findings"]:
        yield "Findings", list(_findings(d["findings"]))
    for each in d["agreements"][-1:]:
        yield "Agreement", list(_agreement(each))
    for each in d["progress"][-1:]:
        yield "Rework", [f"last looked at on {each['on']} ({words(each['way'])})"]
    finals = [each for each in d["papers"] if each["is_final"]]
    missing = [each for each in d["papers_missing"] if each["is_sure"]]
    if finals or missing:
        yield "Papers", [f"{len(finals)} on file", f"{len(missing)} missing at this stage"]
    if internal and d["steps"]:
        overdue = sum(each["overdue"] for each in d["steps"])
        yield "Open steps", [counted(len(d["steps"]), "step"), f"{overdue} overdue"]


def _order(goods: Data) -> Iterator[str]:
    if goods["quantity"] is not None:
        price = goods["unit_price"]
        each = f" at {_money(price, goods)} each" if price else ""
        value = f", {_money(_paid(goods), goods)} in all" if goods["value"] else ""
        yield f"{counted(goods['quantity'], 'unit')}{each}{value}"
    if goods["category"]:
        yield f"category {goods['category']}"
    if goods["regulated"]:
        yield "covered by safety law"
    if goods["ship_by"]:
        urgency = f", urgency {goods['urgency']}" if goods["urgency"] else ""
        yield f"to ship by {goods['ship_by']}{urgency}"


def _paid(goods: Data) -> str:
    return f"{as_paid(Decimal(goods['value']), goods['currency']):f}"


def _money(amount: str, goods: Data) -> str:
    return f"{grouped(amount)} {goods['currency'] or ''}".rstrip()


def _inspection(each: Data) -> Iterator[str]:
    named = " ".join(filter(None, ("report", each["report"] or each["reference"])))
    by = f" by {each['inspector']}" if each["inspector"] else ""
    yield f"{named} of {each['inspected_on'] or each['on']}{by}"
    if each["result"]:
        yield f"its own result: {words(each['result'])}"
    if each["sample_size"] is not None:
        yield f"{counted(each['sample_size'], 'unit')} inspected"
    yield each["plan"]


def _findings(findings: Sequence[Data]) -> Iterator[str]:
    severities = Counter(each["severity"] for each in findings)
    listed = [f"{severities[name]} {name}" for name in SEVERITIES if severities[name]]
    listed += [f"{severities[None]} not classified"] if severities[None] else []
    yield f"{counted(len(findings), 'finding')}: {', '.join(listed)}"
    right = sum(each["resolved"] is True for each in findings)
    yield f"{right} put right, {len(findings) - right} open"


def _agreement(each: Data) -> Iterator[str]:
    consent = "in writing" if each["consent"] else "not in writing yet"
    yield f"{words(each['scope'])}, {consent}, of {each['on']}"
    if each["ready_by"]:
        yield f"ready by {each['ready_by']}"
    if each["compensation"]:
        yield f"{each['compensation']} {each['currency'] or ''}".rstrip() + " to settle it"
