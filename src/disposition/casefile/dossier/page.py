"""A dossier as one HTML page: no scripts, nothing from elsewhere, to be read, printed and kept.

Texts of users are escaped by the templates, and what turns the reading order is taken out of all of
them at once, before. Only the style sheet may apply to the page: its hash is in the page's policy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from typing import Any

from disposition.casefile.dossier.sentences import SHIPPED, SHOWS, SUBJECTS, grouped, short, words
from disposition.casefile.dossier.summary import summary_of
from disposition.casefile.rendering import render, styled
from disposition.explain.report import STATUS, known, task
from disposition.visible import one_line
from disposition.words import counted

_FRAME = "width:100%;height:44rem;border:1px solid rgba(128,128,128,.35);border-radius:6px"
_LONGEST_IN_MARGIN, _LONGEST_IN_CELL = 60, 400
_MARKS = {"pass": "✓", "fail": "✗", True: "✓", False: "✗"}


def page(document: Mapping[str, Any], *, internal: bool = True, is_framed: bool = False) -> str:
    """Return the page of a dossier's document; a framed one has no links to its own sections.

    Raises:
        CaseError: Jinja2 is not installed.
    """
    data = _clean(document)
    return render(
        "dossier.html",
        {
            "d": data,
            **styled("dossier/style.css", _margins(data)),
            "sections": list(_sections(data, internal=internal)),
            "summary": list(summary_of(data, internal=internal)),
            "is_framed": is_framed,
            "is_internal": internal,
            "say": words,
            "task": task,
            "carried": lambda part: known(
                {name: each["value"] for name, each in part.get("values", {}).items()}
            ),
            "short": short,
            "is_long": lambda text: len(text or "") > _LONGEST_IN_CELL,
            "number": grouped,
            "mark": lambda value: _MARKS.get(value, "○"),
            "late": lambda due: _late(due, date.fromisoformat(data["as_of"])),
            "subjects": SUBJECTS,
            "shows": SHOWS,
            "shipped": SHIPPED,
            "statuses": STATUS,
        },
    )


def frame(document: Mapping[str, Any]) -> str:
    """Return a frame that shows the page within a notebook, and nothing of it outside."""
    inside = escape(page(document, is_framed=True))
    title = escape(f"Dossier of {one_line(document['case'])}")
    return f'<iframe sandbox title="{title}" style="{_FRAME}" srcdoc="{inside}"></iframe>'


def _sections(d: Mapping[str, Any], *, internal: bool) -> Iterator[tuple[str, str]]:
    """Yield the sections that have something to say, each with its template and its title."""
    again = any(each["is_again"] for each in d["inspections"])
    closed = d["headline"]["closed_on"]
    sections = (
        ("summary", "Summary", True),
        ("findings", "Findings", d["findings"] or d["inspections"]),
        ("decision", "Decision and rationale", d["decisions"]),
        ("timeline", "Timeline", d["timeline"]),
        ("correspondence", "Correspondence", d["correspondence"] or d["assessments"]),
        ("reading", "How the arguments read", internal and d["reading"]),
        ("agreement", "Agreement", d["agreements"]),
        ("rework", "Rework: progress and checklist", d["progress"] or d["checklist"]),
        ("reinspection", "Re-inspection", again),
        ("photos", "Photos", d["photos"]["entries"]),
        ("papers", "Papers", d["papers"] or d["papers_missing"]),
        ("steps", "Open steps", internal and d["steps"]),
        ("release", "Release", d["requests"] or not closed),
        ("signatures", "Signatures", True),
        ("record", "The record", True),
    )
    yield from ((name, title) for name, title, is_there in sections if is_there)


# --- texts ---------------------------------------------------------------------------------------


def _clean(value: Any) -> Any:
    """Return plain data without what steers the reading order; line breaks stay."""
    match value:
        case str():
            return "\n".join(one_line(line).rstrip() for line in value.splitlines())
        case dict():
            return {_clean(name): _clean(each) for name, each in value.items()}
        case list():
            return [_clean(each) for each in value]
        case _:
            return value


def _late(due: str, as_of: date) -> str:
    days = (as_of - date.fromisoformat(due)).days
    return f"overdue by {counted(days, 'day')}"


# --- style ---------------------------------------------------------------------------------------


def _margins(d: Mapping[str, Any]) -> Mapping[str, str]:
    """Return what stands in the margins of each printed page."""
    record, headline = d["record"], d["headline"]
    head = (record["head"] or "").removeprefix("sha256:")[:16]
    about = f" · {headline['product']}" if headline["product"] else ""
    return {
        "top_left": _in_margin(f"Case {d['case']}{about}"),
        "top_right": _in_margin(f"Quality case file as of {d['as_of']}"),
        "bottom_left": _in_margin(f"{record['entries']} entries, head {head}"),
    }


def _in_margin(text: str) -> str:
    """Return a text as a string of a style sheet holds it, cut if it is long."""
    cut = text if len(text) <= _LONGEST_IN_MARGIN else f"{text[:_LONGEST_IN_MARGIN]}…"
    return "".join(
        letter if letter.isascii() and letter.isalnum() else f"\\{ord(letter):06x}"
        for letter in one_line(cut)
    )
