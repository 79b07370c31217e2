"""Plays the stories of the examples: each chapter's entries, and what holds after it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from attrs import frozen

from disposition.casefile import Case, CasePolicies
from disposition.casefile.keeping import Keeper
from support.checkout import ROOT

FOLDER = ROOT / "examples" / "stories"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


@frozen
class Chapter:
    """A chapter that was played: what it expects, the case after it, and its day."""

    number: int
    told: dict[str, Any]
    case: Case
    on: date


def story(name: str) -> dict[str, Any]:
    """Return a story as its file tells it."""
    told: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return told


def begun(
    told: dict[str, Any], policies: CasePolicies | None = None, keeper: Keeper | None = None
) -> Case:
    """Return the case of a story as its first report tells it."""
    return Case.begin(
        told["case"],
        told["lot"],
        on=date.fromisoformat(told["on"]),
        by=told["by"],
        inspector=told["inspector"],
        reference=told["reference"],
        policies=policies,
        keeper=keeper,
    )


def played(case: Case, told: dict[str, Any]) -> Iterator[Chapter]:
    """Yield the chapters of a story as they are played."""
    for number, chapter in enumerate(told["chapters"], start=1):
        on = date.fromisoformat(chapter["on"])
        for entry in chapter["write"]:
            case = wrote(case, entry, on, told["by"])
        yield Chapter(number, chapter, case, on)


def wrote(case: Case, entry: dict[str, Any], on: date, by: str) -> Case:
    """Return a case with one more entry of a story."""
    match entry["kind"]:
        case "decision":
            return case.decide(on=on, by=by, approved_by="Eva Lindqvist")
        case "release":
            return case.release(on=on, by=by)[0]
        case kind:
            return case.add(kind, entry["data"], on=on, by=by)


def whole(name: str, policies: CasePolicies | None = None, keeper: Keeper | None = None) -> Case:
    """Return the case of a story at its end."""
    told = story(name)
    case = begun(told, policies, keeper)
    for chapter in played(case, told):
        case = chapter.case
    return case
