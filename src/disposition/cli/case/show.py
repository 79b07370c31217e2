"""`disposition case show`: what happened in a case, where it stands, and what is missing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from disposition.casefile.dossier.parts.record import Happening, timeline_of
from disposition.casefile.lifecycle.projection import lot_of
from disposition.casefile.log.effective import effective_events
from disposition.casefile.log.kinds import INSPECTIONS
from disposition.cli.case.shared import inputs
from disposition.cli.case.shared.text import folded, gate_lines
from disposition.cli.messages import with_bold_titles, write, write_json
from disposition.cli.options import json_option
from disposition.documents.plain import picked
from disposition.explain.report import STATUS
from disposition.facts.document.case_events import Finding
from disposition.facts.native.wording import place_of
from disposition.facts.source import LotSource
from disposition.frozen import frozen
from disposition.visible import one_line

if TYPE_CHECKING:
    from disposition.casefile.case import Case
    from disposition.casefile.cases import Cases
    from disposition.casefile.lifecycle.gate import Gate
    from disposition.casefile.log.entry import CaseHead, Entry

_KIND = len("reinspection")
_LEAST = 20  # columns that are left to what an entry says, however long the rest is
_STAGE = "case.stage"
_OF_FINDING = ("line", "code", "severity", "sku", "batch", "resolved")


@click.command()
@inputs.with_cases
@inputs.case_argument
@inputs.maybe_as_of_option
@json_option
def show(*, cases: Cases, case_id: str, as_of: date | None, as_json: bool) -> None:
    """Show the case ID: its stage, the decision, every entry in a line, what is missing to release.

    With --json all that the entries say, with their hashes.
    """
    case = cases.get(case_id)
    head = cases.store.head(case_id)
    day = as_of or effective_events(case.entries)[-1].on
    inputs.expect_begun(case, day)
    shown = _shown(case, head, day)
    if as_json:
        write_json(shown.to_dict())
    else:
        write(with_bold_titles("\n".join(shown.lines())))


@frozen
class _Shown:
    """A case as of a day; `counting` are the numbers of the entries that were not withdrawn."""

    head: CaseHead
    as_of: date
    stage: str
    entries: tuple[Entry, ...]
    later: int
    counting: frozenset[int]
    decision: Entry | None
    is_current: bool
    currency: str | None
    findings: tuple[Finding, ...]
    gate: Gate

    def lines(self) -> Iterator[str]:
        """Yield it in words."""
        supplier = f"supplier {self.head.supplier}" if self.head.supplier else ""
        yield one_line(", ".join(filter(None, (self.head.id, self.head.product, supplier))))
        yield f"Stage: {self.stage}, as of {self.as_of}; begun on {self.head.opened_on}."
        yield from folded(self._decided(), "", "  ")
        yield ""
        later = f" (and {self.later:,} after that day)" if self.later else ""
        yield f"What happened{later}"
        yield from map(_line, timeline_of(self.entries, self.as_of, self.currency))
        if self.findings:
            yield ""
            yield "Found wrong"
            yield from map(_finding_line, self.findings)
        if self.stage != "closed":
            yield ""
            yield "Release"
            yield from gate_lines(self.gate, "  ")

    def _decided(self) -> str:
        if self.decision is None:
            return "Decision: none yet."
        entry, taken = self.decision, self.decision.data["decision"]
        status = "" if taken["status"] == "decided" else f"; {STATUS[taken['status']]}"
        before = "" if self.is_current else ", before the last inspection"
        what = f"{taken['title']} [{taken['outcome']}]{status}"
        return f"Decision: {what}, of {entry.on} (entry {entry.number}){before}."

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "case": self.head.id,
            **picked(self, "as_of", "stage"),
            **picked(self.head, "opened_on", "product", "supplier", "is_closed"),
            "head": self.head.hash,
            "decision": None if self.decision is None else self.decision.number,
            "gate": self.gate.to_dict(),
            "findings": [picked(each, *_OF_FINDING) for each in self.findings],
            "entries": [
                {
                    **picked(each, "number", "kind", "on", "by"),
                    "counts": each.number in self.counting,
                    **picked(each, "data", "settles", "policies", "key", "previous", "hash"),
                }
                for each in self.entries
            ],
        }


def _line(each: Happening) -> str:
    """Return an entry on one line, cut to fit on a terminal; elsewhere whole."""
    by = f" ({one_line(each.by)})" if each.by else ""
    line = f"{each.entry:>4}  {each.on}  {each.kind:<{_KIND}}  "
    said = (
        f"WITHDRAWN by entry {each.withdrawn.entry}: {each.says}" if each.withdrawn else each.says
    )
    if sys.stdout.isatty():
        room = max(get_terminal_size().columns - len(line) - len(by), _LEAST)
        said = said if len(said) <= room else f"{said[: room - 1].rstrip()}…"
    return f"{line}{said}{by}"


def _finding_line(each: Finding) -> str:
    """Return a finding with the line that names it, and whether it was put right."""
    place = None if each.sku is None and each.batch is None else place_of(each.sku, each.batch)
    described = ", ".join(filter(None, (each.severity, place)))
    named = f"{each.code} ({described})" if described else each.code or ""
    now = "put right" if each.resolved else "not found put right"
    return one_line(f"  {each.line}  {named}: {now}")


def _shown(case: Case, head: CaseHead, as_of: date) -> _Shown:
    happened = effective_events(case.entries, as_of)
    until = tuple(each for each in case.entries if each.on <= as_of)
    decided = [at for at, each in enumerate(happened) if each.kind == "decision"]
    inspected = [at for at, each in enumerate(happened) if each.kind in INSPECTIONS]
    lot = lot_of(happened, as_of)
    return _Shown(
        head,
        as_of,
        str(LotSource(lot).value(_STAGE)),
        until,
        len(case.entries) - len(until),
        frozenset(each.entry.number for each in happened),
        happened[decided[-1]].entry if decided else None,
        decided[-1:] > inspected[-1:],
        lot.lot.currency,
        lot.case.findings or (),
        case.gate(as_of),
    )
