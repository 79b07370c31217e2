"""Many decisions as HTML: how often there is each outcome, and a line for each lot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from disposition.explain.report import SHIPS
from disposition.markup import MOST_ROWS, fragment, table, text
from disposition.words import counted

Line = tuple[str, str, str, str, str]
"""Of a decision its lot, outcome, title, what it ships, and the rules it rests on."""


def decisions_html(counts: Mapping[str, int], lines: Sequence[Line], number: int) -> str:
    """Return decisions as HTML; `lines` are the first of them, `number` is how many there are."""
    shares = ((f"<code>{text(each)}</code>", f"{n:,}") for each, n in counts.items())
    inside = table(("Outcome", "Lots"), shares)
    inside += table(("Lot", "Decision", "Ships", "Rules"), map(_line, lines[:MOST_ROWS]))
    more = number - len(lines[:MOST_ROWS])
    rest = f"<p>and {more:,} more</p>" if more else ""
    return fragment(f"<h3>{counted(number, 'decision')}</h3>{inside}{rest}")


def _line(line: Line) -> Iterator[str]:
    lot, outcome, title, ships, rules = line
    yield text(lot)
    yield f"<b>{text(title)}</b> <code>{text(outcome)}</code>"
    yield text(SHIPS[ships])
    yield f"<small>{text(rules)}</small>"
