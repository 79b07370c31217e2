"""A declaration of the columns of a table read from plain data: with all that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from disposition.documents.shown import shown
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
    says_a_day,
)
from disposition.words import listed

KEYS = ("columns", "counts", "lines", "fixed", "absent", "days", "decimals", "ignore")
CELL_KEYS = ("to", "type", "words", "unit", "days", "places", "decimals")
LINES_KEYS = ("from", "key", "columns", "no_lines", "no_lot")
MOST_PLACES = 15


class ColumnsReading:
    """Reads a declaration, and notes all that is wrong with it.

    Files that it names lie in `folder`, if one is told.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._problems: list[Problem] = []
        self._folder = folder
        self._decimals = ""

    def parts(self, given: object) -> dict[str, Any]:
        """Return the parts of a declaration; raise `TableError` with everything that is wrong."""
        if not isinstance(given, Mapping):
            self._refuse("$", f"expected columns and what they mean, found {shown(given)}")
            raise TableError(self._problems)
        group: Mapping[str, Any] = given if _is_grouped(given) else {"columns": given}
        self._expect_keys("$", group, KEYS)
        days = self._days("$.days", group.get("days", ISO_DAY))
        self._decimals = self._sign("$.decimals", group.get("decimals", ""))
        cells = {
            str(name): self._cell(f"$.columns.{name}", each, days)
            for name, each in self._group(group, "columns").items()
        }
        counts = {
            str(name): self._count(f"$.counts.{name}", each)
            for name, each in self._group(group, "counts").items()
        }
        lines = {
            str(path): self._lines(f"$.lines.{path}", each, days)
            for path, each in self._group(group, "lines").items()
        }
        fixed = self._group(group, "fixed")
        if not (cells or counts or lines or fixed):
            hint = "such as `qty: lot.quantity`"
            self._refuse("$", "no column is told about", hint, "no-columns")
        absent = group.get("absent") or ()
        words = (absent,) if isinstance(absent, str) else tuple(map(str, absent))
        if self._problems:
            raise TableError(self._problems)
        return {
            "cells": cells,
            "fixed": {str(path): each for path, each in fixed.items()},
            "absent": words,
            "counts": counts,
            "lines": {path: each for path, each in lines.items() if each is not None},
        }

    def _group(self, given: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        group = given.get(key) or {}
        if isinstance(group, Mapping):
            return group
        self._refuse(f"$.{key}", "expected names and what each means")
        return {}

    def _refuse(self, where: str, message: str, hint: str = "", code: str = "wrong-type") -> None:
        self._problems.append(Problem(where, message, hint, code))

    def _expect_keys(self, where: str, given: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in given:
            if key not in known:
                hint = suggest(str(key), known) or f"known here: {listed(known)}"
                self._refuse(f"{where}.{key}", "unknown key", hint, "unknown-key")

    def _days(self, where: str, said: object) -> tuple[str, ...]:
        forms = said if isinstance(said, list | tuple) and said else [said]
        for form in forms:
            if not isinstance(form, str) or not says_a_day(form):
                hint = "such as `DD.MM.YYYY`, `MM/DD/YY` or `YYYYMMDD`"
                self._refuse(where, f"{shown(form)} has no year, month and day", hint)
                return (ISO_DAY,)
        return tuple(forms)

    def _cell(self, where: str, said: object, days: tuple[str, ...]) -> CellMeaning:
        given = {"to": said} if isinstance(said, str) else said
        if not isinstance(given, Mapping) or not isinstance(given.get("to"), str):
            self._refuse(where, "expected the path of a fact", "such as `lot.quantity`")
            return CellMeaning("")
        self._expect_keys(where, given, CELL_KEYS)
        words = given.get("words")
        if words is not None and not isinstance(words, Mapping):
            self._refuse(f"{where}.words", "expected words and what each means")
            words = None
        places = given.get("places", PLACES)
        if not isinstance(places, int) or not 0 <= places <= MOST_PLACES:
            self._refuse(f"{where}.places", f"expected a whole number from 0 to {MOST_PLACES}")
            places = PLACES
        unit = given.get("unit")
        return CellMeaning(
            given["to"],
            None if words is None else {str(word): meant for word, meant in words.items()},
            None if unit is None else str(unit),
            self._days(f"{where}.days", given.get("days", days)),
            places,
            self._sign(f"{where}.decimals", given.get("decimals", self._decimals)),
            self._kind(f"{where}.type", given.get("type")),
        )

    def _kind(self, where: str, said: object) -> Kind | None:
        if said is None or (isinstance(said, str) and said in CELL_TYPES):
            return CELL_TYPES.get(str(said))
        self._refuse(where, f"there is no type {shown(said)}", f"it is one of {listed(CELL_TYPES)}")
        return None

    def _sign(self, where: str, said: object) -> str:
        if said not in ("", POINT, COMMA):
            self._refuse(where, f"expected `{POINT}` or `{COMMA}`")
            return ""
        return str(said)

    # --- lines of lists --------------------------------------------------------------------------

    def _count(self, where: str, said: object) -> CountMeaning:
        line = {"severity": said} if isinstance(said, str) else said
        if not isinstance(line, Mapping):
            self._refuse(where, "expected what is counted", "such as `major`, the severity")
            return CountMeaning({})
        told = {str(key): each for key, each in line.items()}
        blank = told.pop("blank", None)
        if blank is not None and (blank != 0 or isinstance(blank, bool)):
            hint = "`blank: 0` says that nothing was found; without it nobody knows"
            self._refuse(f"{where}.blank", f"{shown(blank)} is not 0", hint)
        return CountMeaning(told, blank == 0, self._decimals)

    def _lines(self, where: str, said: object, days: tuple[str, ...]) -> LinesMeaning | None:
        before = len(self._problems)
        if not isinstance(said, Mapping):
            self._refuse(where, "expected a table of lines", f"its keys are {listed(LINES_KEYS)}")
            return None
        self._expect_keys(where, said, LINES_KEYS)
        source = said.get("from")
        if source is None:
            self._refuse(where, "nothing says where the lines are", "such as `from: lines.csv`")
        key = said.get("key")
        joined = {key: key} if isinstance(key, str) else key
        if not isinstance(joined, Mapping) or not joined:
            hint = "`key: {COLUMN OF THE LOTS: COLUMN OF THE LINES}`, or one name for both"
            self._refuse(where, "nothing says which lot a line is of", hint)
            joined = {}
        cells = {
            str(name): self._cell(f"{where}.columns.{name}", each, days)
            for name, each in self._group(said, "columns").items()
        }
        if not cells:
            hint = "such as `columns: {sev: severity, qty: units}`"
            self._refuse(where, "nothing says what the columns of the lines mean", hint)
        is_empty = self._chosen(where, said, "no_lines", {"none": True, "unknown": False})
        leaves_out = "no_lot" in said and self._chosen(
            where, said, "no_lot", {"leave_out": True, "refuse": False}
        )
        if len(self._problems) > before:
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
        self._refuse(f"{where}.{key}", message, hint)
        return False


def _is_grouped(given: Mapping[str, Any]) -> bool:
    """Whether columns stand in groups of keys, rather than by themselves."""
    return any(
        isinstance(part := given.get(key), Mapping) and not isinstance(part.get("to"), str)
        for key in ("columns", "counts", "lines", "fixed")
    )
