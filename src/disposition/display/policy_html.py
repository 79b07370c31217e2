"""A policy as HTML: its outline as a fragment for notebooks, and as a page to keep and print."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.display.policy_outline import Outline, ShownEntry, ShownSection, ShownText
from disposition.markup import box, code, fragment, page, small, text
from disposition.words import counted

MOST_OPEN = 12
"""Sections with more entries are folded: a long policy opens as an overview."""


def policy_html(shown: Outline) -> str:
    """Return the outline of a policy as a fragment of HTML; every text of its file is escaped."""
    return fragment("".join(_parts(shown)))


def _parts(shown: Outline) -> Iterator[str]:
    yield f"<h3>{text(shown.title)} <code>{text(shown.id)} {text(shown.version)}</code></h3>"
    if len(shown.layers) > 1:
        top, *below = shown.layers
        yield f"<p>{text(top)}, on top of {text(', '.join(below))}</p>"
    for section in shown.sections:
        yield _section(section)
    yield f"<footer><code>{text(shown.digest)}</code></footer>"


def _section(section: ShownSection) -> str:
    rows = "".join(map(_row, section.entries))
    opened = " open" if len(section.entries) <= MOST_OPEN else ""
    return (
        f"<details{opened}><summary>{text(section.title)} "
        f"<small>{counted(len(section.entries), 'entry', 'entries')}</small></summary>"
        f"<table><tbody>{rows}</tbody></table></details>"
    )


def _row(entry: ShownEntry) -> str:
    place = small(entry.place)
    note = f"<div>{text(entry.note)}</div>" if entry.note else ""
    said = "".join(map(_text_html, entry.said))
    return f"<tr><td><b>{text(entry.name)}</b>{place}</td><td>{note}{said}</td></tr>"


def _text_html(said: ShownText) -> str:
    label = f"<i>{text(said.label)}</i> " if said.label else ""
    inside = code(said.text) if said.is_code else text(said.text)
    return f"<div>{label}{inside}</div>"


def policy_page(shown: Outline) -> str:
    """Return the outline of a policy as a page of its own, ready to print."""
    title = f"{shown.title}: {shown.id} {shown.version}"
    return page(title, box("".join(_parts(shown))))
