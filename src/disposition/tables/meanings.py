"""What is declared of the columns of a table: values, units that were counted, lines of lots."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from disposition.documents.quoting import cut
from disposition.errors import MOST_SUGGESTIONS, DocumentError, Problem, suggest
from disposition.frozen import field, frozen
from disposition.language.types import Kind, Value
from disposition.words import listed

PLACES = 6
"""Digits behind the point of a decimal that is a float or a text, where nobody says how many."""


ISO_DAY = "YYYY-MM-DD"
"""How days are written, where nobody says it."""

POINT, COMMA = "point", "comma"
"""What stands before decimals."""

UNCLEAR = r"^[+-]?[1-9][0-9]{0,2}[.][0-9]{3}$"
"""Numbers of which nobody knows whether the point begins decimals or a group of thousands."""

BLANKS = r"[ \u{a0}\u{202f}]"
"""Blanks within numbers, as a pattern of Polars: plain, and those at which no line ends."""


YES, NO = ("true", "yes", "y", "1", "x"), ("false", "no", "n", "0")
"""What flags are called, in whatever letters."""


def is_full_date(form: str) -> bool:
    """Whether a form of days has a year, a month and a day, each once."""
    tokens = re.findall("YYYY|YY|MON|MM|DD", form)
    years, months = (sum(map(tokens.count, each)) for each in (("YYYY", "YY"), ("MON", "MM")))
    return years == 1 and months == 1 and tokens.count("DD") == 1


def is_plain_day(form: str) -> bool:
    """Whether a form of days has a whole year, a month, a day, and signs between them only."""
    bare = form.replace("YYYY", "").replace("MM", "").replace("DD", "")
    return len(form) == len(bare) + 8 and re.fullmatch(r"[-./ ]*", bare) is not None


def _forms(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


class TableError(DocumentError):
    """A table, or what its columns are said to mean, that cannot be taken; with all that is wrong.

    Each problem has a code that stays: `unknown-fact`, `missing-column`, `wrong-type`, `unit`,
    `unknown-word`, `unknown-key`, `name-taken`, `twice`, `no-columns`, `no-key`, `no-lot`,
    `too-large`, `not-in-tables`, or that of a value of a document.
    """


@frozen
class CellMeaning:
    """Where the cells of a column go, and how they are written.

    `words` says what a cell means, as it is written: `{R: fail}`; null for one that says nothing.
    `unit` is that of the fact: a column in another one is refused. `days` are forms of days that
    are texts, such as `DD.MM.YYYY`, beside `YYYY-MM-DD`. `places` are the digits behind the point
    of floats and texts. `decimals` is `point` or `comma` where texts have groups of thousands or
    may have. `kind` is that of the fact, where it is said: a column of another one is refused.
    """

    path: str
    words: Mapping[str, Value | None] | None = None
    unit: str | None = None
    days: tuple[str, ...] = field(default=(ISO_DAY,), converter=_forms)
    places: int = PLACES
    decimals: str = ""
    kind: Kind | None = None


@frozen
class CountMeaning:
    """A column of units found: what else its line of `inspection.defects` says, as plain data.

    What a blank cell means is that nobody knows, unless it `is_zero_if_blank`.
    """

    line: Mapping[str, Any]
    is_zero_if_blank: bool = False
    decimals: str = ""


@frozen
class LinesMeaning:
    """A long table with a row for each item of a list, and the lot that the item is of.

    `source` is the table: a frame, or the file that holds it. `key` are the columns by which its
    rows find their lot: those of the lots, and what they are called here. `name` is what messages
    call it, where that is not the path of the list. `cells` are the columns
    of values, whose paths are keys of an item, such as `severity`. A lot without rows has an empty
    list if it `is_empty_without_rows`, and else nobody knows what it has. Rows of no lot are
    refused, unless it `leaves_out_strays`.
    """

    source: Any = field(eq=False)
    key: Mapping[str, str]
    cells: Mapping[str, CellMeaning]
    is_empty_without_rows: bool
    leaves_out_strays: bool = False
    name: str = ""


_MOST_NAMED = 12
"""Columns of a table that a hint names."""


def missing_columns(wanted: Iterable[str], held: Collection[str]) -> list[Problem]:
    """Return what is wrong with the columns that a table lacks; one hint tells which it has.

    >>> [str(each) for each in missing_columns(["Losmenge"], ["QS-Bericht 2026"])]
    ['column `Losmenge`: the table has no such column (the table has `QS-Bericht 2026`)']
    """
    lacked = [name for name in wanted if name not in held]
    hints = {name: suggest(name, held) for name in lacked[:MOST_SUGGESTIONS]}
    bare = next((name for name in lacked if not hints.get(name)), None)
    if bare is not None and held:
        more = f" and {len(held) - _MOST_NAMED:,} more" * (len(held) > _MOST_NAMED)
        hints[bare] = f"the table has {listed(map(cut, [*held][:_MOST_NAMED]))}{more}"
    return [
        Problem(
            f"column `{cut(name)}`",
            "the table has no such column",
            hints.get(name, ""),
            "missing-column",
        )
        for name in lacked
    ]
