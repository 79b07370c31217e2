"""Many decisions as HTML: how often there is each outcome, a line for each lot; and as a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from disposition.display.html import decision_box, decision_title
from disposition.errors import Problem
from disposition.explain.document.document import Document
from disposition.explain.report import SHIPS
from disposition.markup import MOST_ROWS, and_more, box, code, fragment, page, small, table, text
from disposition.words import counted

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
    yield text(SHIPS[ships])
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
