"""What can be wrong with what a user hands in, said with its place and a separate hint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from disposition.frozen import field, frozen
from disposition.visible import visible

__all__ = [
    "DecisionError",
    "DispositionError",
    "DocumentError",
    "EngineError",
    "LotError",
    "Problem",
]


class DispositionError(ValueError):
    """Anything wrong with what was handed in; the message is fit to show to a user.

    Whatever a stranger's text holds, no message steers a terminal or turns the reading order.
    """

    def __init__(self, *said: str) -> None:
        super().__init__(*map(visible, said))


class HintedError(DispositionError):
    """Anything wrong of which `message` says what, and `hint` what to do, if anything.

    Some have a `code`, a word for the kind of mistake that stays, and say `where` it is.
    """

    code = ""
    where = ""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = visible(message)
        self.hint = visible(hint)
        super().__init__(message, hint)

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def placed(self, text: str = "") -> str:
        """Return a text, else the message, after where it is unless it says so itself."""
        said = text or self.message
        return f"{self.where}: {said}" if self.where and self.where not in said else said


class EngineError(HintedError):
    """There is no engine of that name, or it cannot be had here."""


@frozen
class Problem:
    """One thing wrong at one place of a document.

    `where` is a path such as `$.inspection.defects[0].units`; `hint` may be empty. Messages can get
    better with any version; `code` is the kind of mistake in a word that stays. `place` is that of
    the text, where it is a file's that was read: `lot.yaml:3:13`.
    """

    where: str = field(converter=visible)
    message: str = field(converter=visible)
    hint: str = field(default="", converter=visible)
    code: str = "contradiction"
    place: str = field(default="", converter=visible)

    def __str__(self) -> str:
        place = ": ".join(filter(None, (self.place, self.where)))
        text = f"{place}: {self.message}"
        return f"{text} ({self.hint})" if self.hint else text


class DocumentError(DispositionError):
    """A document that cannot be taken; `problems` holds all that is wrong with it at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[DocumentError], tuple[tuple[Problem, ...]]]:
        """Say how the error is made again in another process."""
        return type(self), (self.problems,)


class LotError(DocumentError):
    """A lot document, or facts given one by one, that cannot be taken."""


class DecisionError(DocumentError):
    """A decision document that cannot be taken."""


MOST_SUGGESTIONS = 100
"""Words that get a "did you mean" in one run over a document; finding one takes long."""

MOST_SUGGESTED_FROM = 200
"""Words of a user's own document that one is looked for in."""

_left: ContextVar[list[int] | None] = ContextVar("_left", default=None)


@contextmanager
def few_suggestions(most: int = MOST_SUGGESTIONS) -> Iterator[None]:
    """Let only the first `most` words have a "did you mean" in what is done within."""
    token = _left.set([most])
    try:
        yield
    finally:
        _left.reset(token)


def suggest(word: str, known: Iterable[str]) -> str:
    """Return a "did you mean" for a word that is not among the known ones, or an empty string.

    >>> suggest("severty", ["severity", "category"])
    'did you mean `severity`?'
    >>> suggest("zzz", ["severity"])
    ''
    """
    left = _left.get()
    if left is not None:
        if not left[0]:
            return ""
        left[0] -= 1
    folded = {each.casefold(): each for each in known}
    import difflib  # who writes no wrong word does not wait for it

    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f"did you mean `{folded[close[0]]}`?" if close else ""
