"""Entries of a case for tests: a lot that failed, and whatever happened to it since."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

from disposition.casefile.case import Case, opened
from disposition.casefile.lifecycle.validation import admit
from disposition.casefile.log.entry import Entry, NewEntry, written
from support.checkout import ROOT

FIRST_DAY = date(2026, 11, 18)


def toy() -> dict[str, Any]:
    """Return the lot document of the example with the wheels, without a day of decision."""
    path = ROOT / "examples" / "lots" / "toy-wheels.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    document.pop("as_of", None)
    return document


def day(number: int) -> date:
    """Return a day of November 2026."""
    return date(2026, 11, number)


class Entries:
    """Entries of one case, written one after the other, each checked as a store would."""

    def __init__(self, lot: dict[str, Any] | None = None, inspector: str | None = "Chen") -> None:
        self.all: tuple[Entry, ...] = ()
        self.add("inspection", FIRST_DAY, lot=copy.deepcopy(lot or toy()), inspector=inspector)

    def add(self, kind: str, on: date | int, **data: Any) -> Entries:
        """Write an entry."""
        when = on if isinstance(on, date) else day(on)
        kept = admit(kind, {key: value for key, value in data.items() if key != "decision"}, when)
        if "decision" in data:
            kept["decision"] = data["decision"]
        previous = self.all[-1].hash if self.all else ""
        new = NewEntry(kind, when, kept)
        self.all += (written("PO-1", new, number=len(self.all) + 1, previous=previous),)
        return self


def as_of_old(case: Case, *entries: tuple[str, int, dict[str, Any]]) -> Case:
    """Return a case with entries (kind, day, data) as they once could be: in any order of days."""
    for kind, on, data in entries:
        case.keeper.append(case.id, NewEntry(kind, day(on), admit(kind, data, day(on))))
    return opened(case.id, case.policies, case.keeper)


LI = {"name": "Li", "side": "supplier"}
ANN = {"name": "Ann", "side": "buyer"}


def call(about: str = "batch", purpose: str = "opening", **more: Any) -> dict[str, Any]:
    """Return the data of a call, one to one."""
    return {"channel": "call", "purpose": purpose, "about": about, "people": [LI, ANN], **more}


def decision_document(outcome: str = "accept", **more: Any) -> dict[str, Any]:
    """Return as much of a decision document as cases read of it; by default it is decided."""
    ships = {"accept": "all", "concession": "all", "partial_acceptance": "part"}
    told = {
        "outcome": outcome,
        "title": outcome.capitalize(),
        "status": "decided",
        "ships": ships.get(outcome, "none"),
        "obligations": [],
        "policy": {"id": "toys", "version": "1.0.0", "digest": "sha256:0"},
    }
    return told | more
