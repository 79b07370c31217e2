"""A declaration of the columns of a table read from plain data: with all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from disposition.documents.quoting import shown
from disposition.documents.types import CELL_TYPES, Kind
from disposition.errors import Problem, suggest
from disposition.tables.meanings import (
    COMMA,
    ISO_DAY,
    PLACES,
    POINT,
    CellMeaning,
    CountMeaning,
    LinesMeaning,
    TableError,
    is_full_date,
)
from disposition.words import listed

Made = TypeVar("Made")

KEYS = ("columns", "counts", "lines", "fixed", "absent", "days", "decimals", "ignore")
CELL_KEYS = ("to", "type", "words", "unit", "days", "places", "decimals")
LINES_KEYS = ("from", "key", "columns", "no_lines", "no_lot")
MOST_PLACES = 15


class DeclarationReading:
    """Reads what is declared of columns, be it as a table or row by row, and notes what is wrong.

    Each method takes where something stands, and what is said there; of what is wrong it returns
    what says nothing.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def refuse(self, where: str, message: str, hint: str = "", code: str = "wrong-type") -> None:
        """Note that something is wrong."""
        self.problems.append(Problem(where, message, hint, code))

    def expect_keys(self, where: str, given: Mapping[str, Any], known: Iterable[str]) -> None:
        """Note the keys that are not known."""
        for key in given:
            if key not in known:
                hint = suggest(str(key), known) or f"known here: {listed(known)}"
                self.refuse(f"{where}.{key}", "unknown key", hint, "unknown-key")

    def group(self, where: str, said: object) -> dict[str, Any]:
        """Return names and what each means."""
        return ({} if said is None else self._texts(where, said, "names")) or {}

    def section(
        self, given: Mapping[str, Any], key: str, read: Callable[[str, Any], Made | None]
    ) -> dict[str, Made]:
        """Return what is declared below a key, by its names; what cannot be read is left out."""
        entries = self.group(f"$.{key}", given.get(key)).items()
        told = {name: read(f"$.{key}.{name}", said) for name, said in entries}
        return {name: each for name, each in told.items() if each is not None}

    def words(self, where: str, said: object) -> dict[str, Any] | None:
        """Return words and what each means, if there are any."""
        return None if said is None else self._texts(where, said, "words")

    def _texts(self, where: str, said: object, what: str) -> dict[str, Any] | None:
        if isinstance(said, Mapping):
            return {str(name): each for name, each in said.items()}
        self.refuse(where, f"expected {what} and what each means")
        return None

    def days(self, where: str, said: object) -> tuple[str, ...]:
        """Return forms of days: one, or a list of them."""
        forms = one_or_more(said)
        for form in forms:
            if not isinstance(form, str) or not is_full_date(form):
                hint = "such as `DD.MM.YYYY`, `MM/DD/YY`, `YYYYMMDD` or `DD-MON-YY`"
                self.refuse(where, f"{shown(form)} has no year, month and day", hint)
        return forms

    def absent(self, where: str, said: object) -> tuple[str, ...]:
        """Return texts that say nothing: one, or a list of them, where a number is its text."""
        words = one_or_more(said)
        for word in words:
            if not isinstance(word, str | int | float | Decimal) or isinstance(word, bool):
                self.refuse(where, f"expected texts that say nothing, found {shown(word)}")
                return ()
        return tuple(map(str, words))

    def decimals(self, where: str, said: object) -> str:
        """Return what stands before decimals."""
        if said is None or (isinstance(said, str) and said in {"", POINT, COMMA}):
            return said or ""
        self.refuse(where, f"expected `{POINT}` or `{COMMA}`")
        return ""

    def column(self, where: str, said: object, known: Iterable[str]) -> Mapping[str, Any] | None:
        """Return what is said of a column of values: `to`, the path of a fact, and other keys."""
        given = {"to": said} if isinstance(said, str) else said
        if isinstance(given, Mapping):
            self.expect_keys(where, given, known)
            if isinstance(given.get("to"), str):
                return given
        self.refuse(where, "expected the path of a fact", "such as `lot.quantity`")
        return None

    def counted(self, where: str, said: object) -> tuple[dict[str, Any], bool]:
        """Return the line that a column of units counts, and whether a blank cell is no unit."""
        line = {"severity": said} if isinstance(said, str) else said
        if not isinstance(line, Mapping):
            self.refuse(where, "expected what is counted", "such as `major`, the severity")
            return {}, False
        told = {str(key): each for key, each in line.items()}
        blank = told.pop("blank", None)
        if blank is not None and (blank != 0 or isinstance(blank, bool)):
            hint = "`blank: 0` says that nothing was found; without it nobody knows"
            self.refuse(f"{where}.blank", f"{shown(blank)} is not 0", hint)
        return told, blank == 0


def one_or_more(said: object) -> tuple[Any, ...]:
    """Return what is said once, in a list, or not at all.

    >>> one_or_more("n/a"), one_or_more(["x", "n/a"]), one_or_more(None)
    (('n/a',), ('x', 'n/a'), ())
    """
    if isinstance(said, Iterable) and not isinstance(said, str):
        return tuple(said)
    return () if said is None else (said,)


class ColumnsReading(DeclarationReading):
    """Reads what columns of a table mean. Files that it names lie in `folder`, if one is told."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self._folder = folder
        self._decimals = ""

    def parts(self, given: object) -> dict[str, Any]:
        """Return the parts of a declaration; raise `TableError` with everything that is wrong."""
        if not isinstance(given, Mapping):
            self.refuse("$", f"expected columns and what they mean, found {shown(given)}")
            raise TableError(self.problems)
        group: Mapping[str, Any] = given if _is_grouped(given) else {"columns": given}
        self.expect_keys("$", group, KEYS)
        days = self.days("$.days", group.get("days")) or (ISO_DAY,)
        self._decimals = self.decimals("$.decimals", group.get("decimals"))

        def count(where: str, said: object) -> CountMeaning:
            return CountMeaning(*self.counted(where, said), self._decimals)

        cells = self.section(group, "columns", partial(self._cell, days=days))
        counts = self.section(group, "counts", count)
        lines = self.section(group, "lines", partial(self._lines, days=days))
        fixed = self.group("$.fixed", group.get("fixed"))
        wrong_lines = any(each.where.startswith("$.lines.") for each in self.problems)
        if not (cells or counts or lines or wrong_lines or fixed):
            hint = "such as `qty: lot.quantity`"
            self.refuse("$", "no column is told about", hint, "no-columns")
        if self.problems:
            raise TableError(self.problems)
        return {
            "cells": cells,
            "fixed": fixed,
            "absent": self.absent("$.absent", group.get("absent")),
            "counts": counts,
            "lines": lines,
        }

    def _cell(self, where: str, said: object, days: tuple[str, ...]) -> CellMeaning:
        given = self.column(where, said, CELL_KEYS)
        if given is None:
            return CellMeaning("")
        places = given.get("places", PLACES)
        if not isinstance(places, int) or not 0 <= places <= MOST_PLACES:
            self.refuse(f"{where}.places", f"expected a whole number from 0 to {MOST_PLACES}")
            places = PLACES
        unit = given.get("unit")
        return CellMeaning(
            given["to"],
            self.words(f"{where}.words", given.get("words")),
            None if unit is None else str(unit),
            self.days(f"{where}.days", given.get("days")) or days,
            places,
            self.decimals(f"{where}.decimals", given.get("decimals")) or self._decimals,
            self._kind(f"{where}.type", given.get("type")),
        )

    def _kind(self, where: str, said: object) -> Kind | None:
        if said is None or (isinstance(said, str) and said in CELL_TYPES):
            return CELL_TYPES.get(str(said))
        self.refuse(where, f"there is no type {shown(said)}", f"it is one of {listed(CELL_TYPES)}")
        return None

    # --- lines of lists --------------------------------------------------------------------------

    def _lines(self, where: str, said: object, days: tuple[str, ...]) -> LinesMeaning | None:
        before = len(self.problems)
        if not isinstance(said, Mapping):
            self.refuse(where, "expected a table of lines", f"its keys are {listed(LINES_KEYS)}")
            return None
        self.expect_keys(where, said, LINES_KEYS)
        source = said.get("from")
        if source is None:
            self.refuse(where, "nothing says where the lines are", "such as `from: lines.csv`")
        key = said.get("key")
        joined = {key: key} if isinstance(key, str) else key
        if not isinstance(joined, Mapping) or not joined:
            hint = "`key: {COLUMN OF THE LOTS: COLUMN OF THE LINES}`, or one name for both"
            self.refuse(where, "nothing says which lot a line is of", hint)
            joined = {}
        cells = {
            name: self._cell(f"{where}.columns.{name}", each, days)
            for name, each in self.group(f"{where}.columns", said.get("columns")).items()
        }
        if not cells:
            hint = "such as `columns: {sev: severity, qty: units}`"
            self.refuse(where, "nothing says what the columns of the lines mean", hint)
        is_empty = self._chosen(where, said, "no_lines", {"none": True, "unknown": False})
        leaves_out = "no_lot" in said and self._chosen(
            where, said, "no_lot", {"leave_out": True, "refuse": False}
        )
        if len(self.problems) > before:
            return None
        name = Path(source).name if isinstance(source, str | Path) else ""
        if isinstance(source, str | Path) and self._folder is not None:
            source = self._folder / source
        names = {str(lots): str(lines) for lots, lines in joined.items()}
        return LinesMeaning(source, names, cells, is_empty, leaves_out, name)

    def _chosen(
        self, where: str, said: Mapping[str, Any], key: str, choices: Mapping[str, bool]
    ) -> bool:
        found = said.get(key)
        if isinstance(found, str) and found in choices:
            return choices[found]
        message = f"expected {' or '.join(f'`{each}`' for each in choices)}"
        hint = ""
        if key == "no_lines":
            message = f"nothing says what a lot without lines is: {message}"
            hint = "`none`: it has none, and that is known; `unknown`: nobody knows"
        self.refuse(f"{where}.{key}", message, hint)
        return False


def _is_grouped(given: Mapping[str, Any]) -> bool:
    """Whether columns stand in groups of keys, rather than by themselves."""
    return any(
        isinstance(part := given.get(key), Mapping) and not isinstance(part.get("to"), str)
        for key in ("columns", "counts", "lines", "fixed")
    )
