"""What can be wrong with the question for a sampling plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from disposition.errors import DispositionError, suggest
from disposition.visible import one_line, visible
from disposition.words import in_a_row

_LONGEST_QUOTE = 40


class SamplingError(DispositionError):
    """A plan that cannot be found, or counts that cannot be judged.

    `about` is the argument that is wrong (`lot_size`, `level`, `aql`, `state`, `standard`, `found`,
    `inspected`), so that a caller can name the place it came from; `hint` may be empty.
    """

    def __init__(self, message: str, *, about: str, hint: str = "") -> None:
        self.message = visible(message)
        self.about = about
        self.hint = visible(hint)
        super().__init__(f"{message} ({hint})" if hint else message)


def quoted(given: object) -> str:
    """Return the user's own words in backticks, on one line and at most 40 characters long.

    >>> quoted("level II")
    '`level II`'
    """
    text = one_line(str(given))
    return f"`{text[:_LONGEST_QUOTE]}…`" if len(text) > _LONGEST_QUOTE else f"`{text}`"


def listed(words: Iterable[str]) -> str:
    """Return the words in backticks, joined as in a sentence.

    >>> listed(("normal", "tightened", "reduced"))
    '`normal`, `tightened` or `reduced`'
    """
    return in_a_row([f"`{word}`" for word in words], "or")


def unknown(given: object, what: str, about: str, known: Collection[str]) -> SamplingError:
    """Return that a word is none of those that there are."""
    hint = suggest(str(given), known) or f"it is {listed(known)}"
    return SamplingError(f"{quoted(given)} is not {what}", about=about, hint=hint)
