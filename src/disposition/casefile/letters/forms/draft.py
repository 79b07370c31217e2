"""A call guide or a letter: Markdown, which makes a page or a document of itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from html import escape

from disposition.casefile.letters.forms.blocks import (
    HEADING,
    NUMBERED,
    PARAGRAPH,
    LetterBlock,
    blocks_of,
)
from disposition.casefile.rendering import render, styled


class Draft(str):
    """The text of a call guide or a letter, in Markdown; `html()` and `docx()` are its other forms.

    Equal drafts give equal pages and equal documents.
    """

    __slots__ = ("as_of", "language", "subject")

    subject: str
    language: str
    as_of: date

    @classmethod
    def of(cls, text: str, subject: str, language: str, as_of: date) -> Draft:
        """Return a text with what it is about, its language (`en` or `zh`) and the day of it."""
        draft = cls(text)
        draft.subject, draft.language, draft.as_of = subject, language, as_of
        return draft

    def html(self) -> str:
        """Return it as one HTML page that needs nothing else, to be shown or printed.

        Raises:
            CaseError: Jinja2 is not installed.
        """
        return render(
            "letter.html",
            {
                "title": self.subject,
                "language": _LANGUAGES[self.language],
                **styled("letters/page.css", {}),
                "body": "\n".join(_tags(blocks_of(self))),
            },
        )

    def docx(self) -> bytes:
        """Return it as a document of a word processor (Office Open XML), to be changed and sent.

        Raises:
            CaseError: python-docx is not installed.
        """
        from disposition.casefile.letters.forms.word import document

        return document(self, self.subject, self.language, self.as_of)

    def _repr_markdown_(self) -> str:
        return str(self)


_LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""What a page calls the languages of letters."""


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
