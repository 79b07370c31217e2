"""A call guide or a letter as one HTML page: no scripts, nothing from elsewhere, to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from disposition.casefile.letters.forms.blocks import (
    HEADING,
    NUMBERED,
    PARAGRAPH,
    LetterBlock,
    blocks_of,
)
from disposition.casefile.rendering import render, styled

_LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""What a page calls the languages of letters."""


def page(text: str, title: str, language: str) -> str:
    """Return the page of a text as our templates write it.

    Raises:
        CaseError: Jinja2 is not installed.
    """
    return render(
        "letter.html",
        {
            "title": title,
            "language": _LANGUAGES[language],
            **styled("letters/page.css", {}),
            "body": "\n".join(_tags(blocks_of(text))),
        },
    )


def _tags(blocks: Iterable[LetterBlock]) -> Iterator[str]:
    """Yield the lines of the body; all words of users are escaped here."""
    open_lists: list[str] = []
    is_quoted = False
    for each in blocks:
        is_item = each.kind not in (HEADING, PARAGRAPH)
        wanted = each.level + 1 if is_item else 0
        while len(open_lists) > (wanted if each.quoted == is_quoted else 0):
            yield f"</li></{open_lists.pop()}>"
        if each.quoted != is_quoted:
            kind = "said" if each.is_spoken else "note"
            yield f'<aside class="{kind}">' if each.quoted else "</aside>"
            is_quoted = each.quoted
        if not is_item:
            tag = f"h{each.level}" if each.kind == HEADING else "p"
            yield f"<{tag}>{_words(each)}</{tag}>"
            continue
        if len(open_lists) == wanted:
            yield "</li>"
        while len(open_lists) < wanted:
            open_lists.append("ol" if each.kind == NUMBERED else "ul")
            yield f"<{open_lists[-1]}>"
        yield f"<li>{_words(each)}"
    while open_lists:
        yield f"</li></{open_lists.pop()}>"
    if is_quoted:
        yield "</aside>"


def _words(block: LetterBlock) -> str:
    return "".join(
        f"<code>{escape(run.text)}</code>"
        if run.code
        else f"<strong>{escape(run.text)}</strong>"
        if run.bold
        else escape(run.text)
        for run in block.runs
    )
