"""A case and its steps as HTML, for notebooks, made of their plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from disposition.explain.report import task
from disposition.markup import fragment, table, text

STEPS = ("Not later than", "What", "Who", "Because")
ENTRIES = ("", "Day", "Kind", "What", "Who")


def steps_html(steps: Iterable[Mapping[str, Any]]) -> str:
    """Return steps as a table, in the order given."""
    inside = table(STEPS, map(_step, steps))
    return fragment(f"<h4>Next steps</h4>{inside or '<p>none</p>'}")


def _step(step: Mapping[str, Any]) -> Iterator[str]:
    overdue = "<small>overdue</small>" if step["overdue"] else ""
    yield f"<b>{text(step['due'] or '')}</b>{overdue}"
    perhaps = "" if step["is_sure"] else "<small>not sure yet</small>"
    what = f"<br>{text(step['what'])}" if step["what"] else ""
    yield f"<b>{text(task(step['do']))}</b>{what}{perhaps}"
    yield text(step["by"])
    rule = " ".join(filter(None, (step["policy"], step["rule"])))
    yield f"{text(step['because'])}<small>{text(rule)}</small>"


def entries_html(title: str, entries: Iterable[Mapping[str, Any]]) -> str:
    """Return a case as the table of its entries, in the order in which things happened."""
    return fragment(f"<h3>{text(title)}</h3>{table(ENTRIES, map(_entry, entries))}")


def _entry(entry: Mapping[str, Any]) -> Iterator[str]:
    yield text(f"{entry['entry']}")
    yield text(entry["on"])
    yield text(entry["kind"])
    withdrawn = entry["withdrawn"]
    said = text(entry["says"])
    yield f"<s>{said}</s><small>withdrawn</small>" if withdrawn else said
    yield text(entry["by"])
