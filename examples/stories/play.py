"""Plays a story: writes its entries chapter by chapter, and tells after each what comes next.

    python examples/stories/play.py labelling-with-a-good-supplier

A story is a case told from its first report to its end. It is kept in memory here; with
`Cases.open("cases.db")` in place of `Case.begin`, the same entries are kept in a file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from disposition.casefile import Case

Story = Mapping[str, Any]
FOLDER = Path(__file__).parent


def read(name: str) -> Story:
    """Return the story of a name."""
    story: Story = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return story


def begun(story: Story, **options: Any) -> Case:
    """Return the case as the first report begins it; options are those of `Case.begin`."""
    return Case.begin(
        story["case"],
        story["lot"],
        on=date.fromisoformat(story["on"]),
        by=story["by"],
        inspector=story["inspector"],
        reference=story["reference"],
        **options,
    )


def played(case: Case, story: Story) -> Iterator[tuple[Story, date, Case]]:
    """Yield each chapter with its day, and the case after it."""
    for chapter in story["chapters"]:
        on = date.fromisoformat(chapter["on"])
        for entry in chapter["write"]:
            case = written(case, entry, on, story["by"])
        yield chapter, on, case


def written(case: Case, entry: Story, on: date, by: str) -> Case:
    """Return the case with one more entry."""
    match entry["kind"]:
        case "decision":
            return case.decide(on=on, by=by, approved_by=entry["approved_by"])
        case "release":
            case, _ = case.release(on=on, by=by)
            return case
        case kind:
            settles = entry.get("settles", ())
            return case.add(kind, entry["data"], on=on, by=by, settles=settles)


def tell(name: str) -> None:
    """Print a story as it is played."""
    story = read(name)
    print(story["about"])
    for chapter, on, case in played(begun(story), story):
        print(f"\n{on}  {chapter['about']}")
        kinds = [entry["kind"] for entry in chapter["write"]]
        if "reply" in kinds:
            reading = case.reading(on)
            print(f"  the arguments: {reading.title} [{reading.outcome}]")
        if "release" in kinds:
            gate = case.gate(on)
            print("  " + gate.says().replace("\n", "\n  "))
        for step in case.next_steps(on)[:3]:
            due = "" if step.due is None else f" by {step.due}"
            print(f"  next: {step.do}{due}{' (overdue)' if step.overdue else ''}")


if __name__ == "__main__":
    tell(sys.argv[1] if len(sys.argv) > 1 else "labelling-with-a-good-supplier")
