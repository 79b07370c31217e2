"""Words in a row, and things counted, as messages and reports say them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def listed(words: Iterable[object]) -> str:
    """Return words in backticks with commas between them.

    >>> listed(["a", "b"])
    '`a`, `b`'
    """
    return ", ".join(f"`{word}`" for word in words)


def in_a_row(parts: Sequence[str], word: str = "and") -> str:
    """Return parts in a row, as a sentence has them.

    >>> in_a_row(["a", "b", "c"]), in_a_row(["a"]), in_a_row([])
    ('a, b and c', 'a', '')
    """
    return f" {word} ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def wrapped(text: str, first: str, others: str, width: int = 100) -> list[str]:
    """Return a text in lines that begin so and are no wider than that, unless a word is.

    >>> wrapped("accept the lot", "- ", "  ", 10)
    ['- accept', '  the lot']
    """
    import textwrap  # who writes no lines does not wait for it

    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def counted(number: int, what: str, many: str = "") -> str:
    """Return a number of things.

    >>> counted(1, "step"), counted(1200, "case"), counted(0, "entry", "entries")
    ('1 step', '1,200 cases', '0 entries')
    """
    return f"{number:,} {what if number == 1 else many or what + 's'}"


def percent(part: int, whole: int) -> str:
    """Return a share in percent; what is not nothing is not told as nothing, nor some as all.

    >>> percent(1, 3), percent(1, 20_000), percent(19_999, 20_000), percent(0, 3)
    ('33.3 %', '< 0.1 %', '> 99.9 %', '0.0 %')
    """
    share = f"{100 * part / whole:.1f}"
    if share == "0.0" and part:
        return "< 0.1 %"
    return "> 99.9 %" if share == "100.0" and part < whole else f"{share} %"
