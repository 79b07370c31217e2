"""Lists that stand in tables of their own, as a database joins them: keys, and columns to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from disposition.errors import Problem
from disposition.facts.catalogue import Catalogue
from disposition.tables.column_types import ColumnType, Stored
from disposition.tables.columns import LinesMeaning
from disposition.tables.loads import KeyLoad, LinesLoad, item_loads

_FILES = (".csv", ".parquet", ".jsonl", ".ndjson", ".json", ".xlsx")

Schema = Mapping[str, ColumnType]


def lines_load(
    path: str,
    meaning: LinesMeaning,
    lots: Schema,
    lines: Schema,
    catalogue: Catalogue,
    *,
    stem: str,
    absent: tuple[str, ...],
) -> LinesLoad | list[Problem]:
    """Return how the lines of lots are read and joined, or what does not fit.

    `lots` and `lines` are the types of the columns of both tables, of lines where somebody said it.
    """
    told = meaning.name or path
    where = f"lines `{told}`"
    problems = [*_refused(meaning, where)]
    keys: list[KeyLoad] = []
    for of_lots, of_lines in meaning.key.items():
        joined = _key(path, (of_lots, of_lines), lots, lines, where)
        keys += [joined] if isinstance(joined, KeyLoad) else []
        problems += [] if isinstance(joined, KeyLoad) else joined
    items, wrong = item_loads(
        meaning.cells, lines, path, catalogue, where=f"{where}, column ", stem=stem, absent=absent
    )
    problems += wrong
    if problems:
        return problems
    source = str(meaning.source) if isinstance(meaning.source, str) else meaning.name
    is_empty = meaning.is_empty_without_rows
    return LinesLoad(
        path, told, source, f"{stem}_value", f"{stem}_bad", items, tuple(keys), is_empty
    )


def _refused(meaning: LinesMeaning, where: str) -> Iterator[Problem]:
    """Yield what a statement cannot do with lines."""
    if not isinstance(meaning.source, str | Path):
        message = "a statement joins a table of its database, and no frame"
        yield Problem(where, message, "name the table: `from: qm.defects`", "not-in-tables")
    elif Path(meaning.source).suffix.lower() in _FILES:
        message = "a statement joins a table of its database, and no file"
        yield Problem(where, message, "name the table: `from: qm.defects`", "not-in-tables")
    if not meaning.leaves_out_strays:
        message = "a statement cannot refuse lines of no lot"
        yield Problem(where, message, "`no_lot: leave_out` leaves them out", "not-in-tables")


def _key(
    path: str, names: tuple[str, str], lots: Schema, lines: Schema, where: str
) -> KeyLoad | list[Problem]:
    of_lots, of_lines = names
    problems = []
    if of_lots not in lots:
        hint = f"say its type: `types={{'{of_lots}': 'BIGINT'}}`"
        message = "it is a key, and nobody says of which type"
        problems.append(Problem(f"column `{of_lots}`", message, hint, "wrong-type"))
    if of_lines not in lines:
        hint = f"say its type: `types={{'{path}': {{'{of_lines}': 'BIGINT'}}}}`"
        message = "it is a key, and nobody says of which type"
        problems.append(Problem(f"{where}, column `{of_lines}`", message, hint, "wrong-type"))
    if problems:
        return problems
    one, other = lots[of_lots], lines[of_lines]
    kinds = {_kind(one), _kind(other)}
    if None in kinds or len(kinds) > 1:
        message = f"it holds {other.name}, and column `{of_lots}` of the lots {one.name}"
        hint = "give both the same type, whole numbers or texts"
        return [Problem(f"{where}, column `{of_lines}`", message, hint, "wrong-type")]
    return KeyLoad(of_lots, of_lines, kinds == {"text"})


def _kind(held: ColumnType) -> str | None:
    if held.stored is Stored.WHOLE or (held.stored is Stored.DECIMAL and not held.places):
        return "whole"
    return "text" if held.stored is Stored.TEXT else None
