"""A call guide or a letter: Markdown, which makes a page or a document of itself."""

from __future__ import annotations

from datetime import date


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
        from disposition.casefile.letters.forms.page import page

        return page(self, self.subject, self.language)

    def docx(self) -> bytes:
        """Return it as a document of a word processor (Office Open XML), to be changed and sent.

        Raises:
            CaseError: python-docx is not installed.
        """
        from disposition.casefile.letters.forms.word import document

        return document(self, self.subject, self.language, self.as_of)

    def _repr_markdown_(self) -> str:
        return str(self)
