"""A policy in words for terminals: its outline, wrapped, one entry below the other."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.display.policy_outline import Outline, ShownEntry, ShownText
from disposition.words import wrapped


def policy_words(shown: Outline) -> str:
    """Return the outline of a policy as lines to print."""
    return "\n".join(_lines(shown)) + "\n"


def _lines(shown: Outline) -> Iterator[str]:
    yield f"{shown.title} ({shown.id} {shown.version})"
    if len(shown.layers) > 1:
        top, *below = shown.layers
        yield from wrapped(f"{top}, on top of {', '.join(below)}", "", "  ")
    yield shown.digest
    for section in shown.sections:
        yield ""
        yield section.title
        width = max(len(each.name) for each in section.entries)
        is_short = all(not each.said for each in section.entries)
        for entry in section.entries:
            yield from _short(entry, width) if is_short else _long(entry)


def _short(entry: ShownEntry, width: int) -> Iterator[str]:
    yield from wrapped(entry.note, f"  {entry.name:<{width}}  ", " " * (width + 4))


def _long(entry: ShownEntry) -> Iterator[str]:
    note = f"  {entry.note}" if entry.note else ""
    place = f"  [{entry.place}]" if entry.place else ""
    yield from wrapped(f"{entry.name}{note}{place}", "  ", "      ")
    for said in entry.said:
        yield from _said(said)


def _said(said: ShownText) -> Iterator[str]:
    label = f"{said.label} " if said.label else ""
    yield from wrapped(f"{label}{said.text}", "      ", "        ")
