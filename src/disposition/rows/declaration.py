"""The declaration of a mapping of columns, read from plain data: with all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

from disposition.documents.declaring import keys_of
from disposition.documents.forms import Listed
from disposition.documents.shown import shown
from disposition.documents.types import CELL_TYPES, FactType, Kind
from disposition.errors import Problem, suggest
from disposition.facts import CATALOGUE
from disposition.facts.document.lot_document import CATEGORIES, SEVERITIES, LotDocument
from disposition.rows.columns import (
    RESULT,
    RESULTS,
    UNITS,
    CellColumn,
    CheckColumn,
    CountColumn,
    RowError,
)
from disposition.tables import declaring
from disposition.tables.frames.cells import COMMA, POINT, Notation
from disposition.tables.meanings import says_a_day
from disposition.words import listed

KEYS = (
    *("columns", "counts", "checks", "fixed", "ignore"),
    *("days", "decimals", "absent", "encoding"),
)
OF_MAPPINGS = frozenset(KEYS).difference(declaring.KEYS)
"""Keys by which columns are declared as those of whole lot documents: tables have none of them."""

_COLUMN = ("to", "type", "words", "days", "decimals", "absent")
_COUNT = ("severity", "category", "reworkable", "code", "description", "sortable", "blank")
_CHECK = ("name", "category", "words")
CUSTOM = "custom."


def _list_paths(kind: type, above: str = "") -> Iterator[str]:
    for key in keys_of(kind):
        match key.form:
            case Listed():
                yield f"{above}{key.name}"
            case type():
                yield from _list_paths(key.form, f"{above}{key.name}.")


_LISTS = frozenset(_list_paths(LotDocument))
"""The lists of the lot document, which can be fixed: `[]` where there are never any."""


def is_encoding(name: str) -> bool:
    """Whether there is an encoding of text of a name, such as `cp1252`."""
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True


class Declaration:
    """Reads the declaration of a mapping, and notes all that is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def parts(self, given: object) -> dict[str, Any]:
        """Return the parts of a mapping; raise `RowError` with everything that is wrong."""
        if not isinstance(given, Mapping):
            self._refuse("$", "a mapping has keys", f"they are {listed(KEYS)}")
            self._raise()
        self._expect_keys("$", given, KEYS)
        notation = self._notation("$", given, Notation())
        fixed = self._group(given, "fixed")
        columns = {
            name: column
            for name, said in self._group(given, "columns").items()
            if (column := self._column(name, said, notation))
        }
        counts = {
            name: counted
            for name, said in self._group(given, "counts").items()
            if (counted := self._count(name, said, notation))
        }
        checks = {
            name: checked
            for name, said in self._group(given, "checks").items()
            if (checked := self._check(name, said, notation))
        }
        self._expect_words(counts)
        for path, value in fixed.items():
            if path in _LISTS and isinstance(value, list):
                self._expect_no_other(path, counts, checks)
            else:
                self._type_of(f"$.fixed.{path}", path)
        self._expect_once(columns, fixed)
        encoding = str(given.get("encoding") or "")
        if encoding and not is_encoding(encoding):
            hint = "such as `cp1252`, `latin-1`, `gb18030` or `utf-16`"
            self._refuse("$.encoding", f"there is no encoding `{encoding}`", hint)
        if self.problems:
            self._raise()
        ignore = frozenset(map(str, given.get("ignore") or []))
        return {
            "columns": columns,
            "counts": counts,
            "checks": checks,
            "fixed": fixed,
            "ignore": ignore,
            "encoding": encoding,
        }

    def _raise(self) -> NoReturn:
        raise RowError(self.problems)

    def _refuse(self, where: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(where, message, hint))

    def _expect_keys(self, where: str, given: Mapping[str, Any], known: Iterable[str]) -> None:
        for key in given:
            if key not in known:
                hint = suggest(str(key), known) or f"known here: {listed(known)}"
                self._refuse(f"{where}.{key}", "unknown key", hint)

    def _group(self, given: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        group = given.get(key) or {}
        if isinstance(group, Mapping):
            return group
        self._refuse(f"$.{key}", "expected names and what each means")
        return {}

    def _part(self, where: str, given: object, known: Iterable[str]) -> Mapping[str, Any]:
        if not isinstance(given, Mapping):
            self._refuse(where, f"expected {listed(known)}")
            return {}
        self._expect_keys(where, given, known)
        return given

    def _notation(self, where: str, given: Mapping[str, Any], base: Notation) -> Notation:
        decimals = given.get("decimals") or base.decimals
        if decimals not in ("", POINT, COMMA):
            self._refuse(f"{where}.decimals", f"expected `{POINT}` or `{COMMA}`")
        absent = given.get("absent") or ()
        days = given.get("days") or ()
        forms = (days,) if isinstance(days, str) else tuple(days)
        for form in forms:
            if not says_a_day(str(form)):
                hint = "such as `DD.MM.YYYY`, `MM/DD/YY` or `YYYYMMDD`"
                self._refuse(f"{where}.days", f"`{form}` has no year, month and day", hint)
        return Notation(
            base.absent | {str(each).strip().casefold() for each in absent},
            (*forms, *base.days),
            str(decimals),
        )

    def _column(self, name: str, said: object, notation: Notation) -> CellColumn | None:
        where = f"$.columns.{name}"
        given = {"to": said} if isinstance(said, str) else self._part(where, said, _COLUMN)
        path = given.get("to")
        if not isinstance(path, str):
            self._refuse(where, "expected the path that it goes to", "such as `lot.quantity`")
            return None
        type_ = self._own_type(where, path, given) or self._type_of(where, path)
        words = given.get("words")
        if words is not None and not isinstance(words, Mapping):
            self._refuse(f"{where}.words", "expected words and what each means")
            return None
        own = self._notation(where, given, notation)
        if type_ is None:
            return None
        return CellColumn(path, type_, own, words and {str(k): v for k, v in words.items()})

    def _count(self, name: str, said: object, notation: Notation) -> CountColumn | None:
        where = f"$.counts.{name}"
        line = {"severity": said} if isinstance(said, str) else self._part(where, said, _COUNT)
        blank = line.get("blank")
        if blank is not None and (blank != 0 or isinstance(blank, bool)):
            hint = "`blank: 0` says that nothing was found; without it nobody knows"
            self._refuse(f"{where}.blank", f"{shown(blank)} is not 0", hint)
        told = {key: each for key, each in line.items() if key != "blank"}
        return CountColumn(told, CellColumn("", UNITS, notation), blank == 0) if told else None

    def _check(self, name: str, said: object, notation: Notation) -> CheckColumn | None:
        where = f"$.checks.{name}"
        given = {} if said is None else self._part(where, said, _CHECK)
        words = given.get("words")
        for meant in (words or {}).values():
            if meant not in RESULTS:
                self._refuse(f"{where}.words", f"`{meant}` is none of {listed(RESULTS)}")
        category = given.get("category")
        if category is not None and category not in CATEGORIES:
            hint = suggest(str(category), CATEGORIES) or f"it is one of {listed(CATEGORIES)}"
            self._refuse(f"{where}.category", f"there is no category `{category}`", hint)
        known = words and {str(key): value for key, value in words.items()}
        check = {"name": str(given.get("name") or name)}
        check |= {"category": category} if category is not None else {}
        return CheckColumn(check, CellColumn("", RESULT, notation, known))

    def _expect_words(self, counts: Mapping[str, CountColumn]) -> None:
        for name, count in counts.items():
            for key, known in (("severity", SEVERITIES), ("category", CATEGORIES)):
                word = count.line.get(key)
                if word is not None and word not in known:
                    hint = suggest(str(word), known) or f"it is one of {listed(known)}"
                    self._refuse(f"$.counts.{name}.{key}", f"there is no {key} `{word}`", hint)

    def _own_type(self, where: str, path: str, given: Mapping[str, Any]) -> FactType | None:
        """Return the type of a cell that goes below `custom`, of which only the mapping knows."""
        said = given.get("type")
        if said is not None and (said not in CELL_TYPES or not path.startswith(CUSTOM)):
            hint = f"below `custom.` it is one of {listed(CELL_TYPES)}"
            self._refuse(f"{where}.type", f"there is no type `{said}` here", hint)
        if not path.startswith(CUSTOM):
            return None
        return FactType(CELL_TYPES.get(str(said), Kind.TEXT))

    def _type_of(self, where: str, path: str) -> FactType | None:
        if path.startswith(CUSTOM):
            return FactType(Kind.TEXT)
        spec = CATALOGUE.get(path)
        if spec is not None and spec.given:
            return spec.type
        derived = "it is derived" if spec is not None else "the lot document has no such value"
        known = [each for each, other in CATALOGUE.items() if other.given]
        self._refuse(where, f"`{path}`: {derived}", suggest(path, known))
        return None

    def _expect_no_other(
        self, path: str, counts: Mapping[str, object], checks: Mapping[str, object]
    ) -> None:
        """Refuse a list that is the same in every row, and comes from columns, too."""
        for key, other, columns in (
            ("counts", "inspection.defects", counts),
            ("checks", "inspection.checks", checks),
        ):
            if path == other and columns:
                self._refuse(f"$.fixed.{path}", f"`{path}` comes from `{key}` already")

    def _expect_once(self, columns: Mapping[str, CellColumn], fixed: Mapping[str, Any]) -> None:
        homes = dict.fromkeys(fixed, "`fixed`")
        for name, column in columns.items():
            if column.path in homes:
                message = f"`{column.path}` comes from {homes[column.path]} already"
                self._refuse(f"$.columns.{name}", message)
            homes.setdefault(column.path, f"column `{name}`")
