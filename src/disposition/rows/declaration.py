"""The declaration of a mapping of columns, read from plain data: with all that is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Any, NoReturn

from disposition.documents.declaring import keys_of
from disposition.documents.forms import Listed
from disposition.documents.types import CELL_TYPES, FactType, Kind
from disposition.errors import DocumentError, suggest
from disposition.facts import CATALOGUE
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.document.lot_document import CATEGORIES, LotDocument
from disposition.frozen import frozen
from disposition.tables import declaring
from disposition.tables.frames.cells import Notation
from disposition.words import listed

RESULTS = ("pass", "fail", "pending", "not_applicable")


class RowError(DocumentError):
    """A mapping, or a row by a mapping, that cannot be taken; with all that is wrong with it."""


@frozen
class CellColumn:
    """Where a column's cells go in the lot document, and how they are written."""

    path: str
    type: FactType
    notation: Notation
    words: Mapping[str, Any] | None = None


@frozen
class CountColumn:
    """A column of units found: a cell of it makes one line of the defects.

    What a blank cell means is that nobody knows, unless it `is_zero_if_blank`.
    """

    line: Mapping[str, Any]
    cells: CellColumn
    is_zero_if_blank: bool = False


@frozen
class CheckColumn:
    """A column of the results of one check, with what else is said of the check."""

    check: Mapping[str, Any]
    cells: CellColumn


UNITS = FactType(Kind.INTEGER, "units")
RESULT = FactType(Kind.ENUM, values=RESULTS)


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
_UNKNOWN = "unknown-word"


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


class Declaration(declaring.DeclarationReading):
    """Reads the declaration of a mapping, and notes all that is wrong with it."""

    def parts(self, given: object) -> dict[str, Any]:
        """Return the parts of a mapping; raise `RowError` with everything that is wrong."""
        if not isinstance(given, Mapping):
            self.refuse("$", "a mapping has keys", f"they are {listed(KEYS)}")
            self._raise()
        self.expect_keys("$", given, KEYS)
        notation = self._notation("$", given, Notation())
        fixed = self.group("$.fixed", given.get("fixed"))
        columns = self.section(given, "columns", partial(self._column, notation=notation))
        counts = self.section(given, "counts", partial(self._count, notation=notation))
        checks = self.section(given, "checks", partial(self._check, notation=notation))
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
            self.refuse("$.encoding", f"there is no encoding `{encoding}`", hint, _UNKNOWN)
        if self.problems:
            self._raise()
        ignore = frozenset(map(str, declaring.one_or_more(given.get("ignore"))))
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

    def _notation(self, where: str, given: Mapping[str, Any], base: Notation) -> Notation:
        absent = declaring.one_or_more(given.get("absent"))
        return Notation(
            base.absent | {str(each).strip().casefold() for each in absent},
            (*self.days(f"{where}.days", given.get("days")), *base.days),
            self.decimals(f"{where}.decimals", given.get("decimals")) or base.decimals,
        )

    def _column(self, where: str, said: object, notation: Notation) -> CellColumn | None:
        given = self.column(where, said, _COLUMN)
        if given is None:
            return None
        path = given["to"]
        type_ = self._own_type(where, path, given) or self._type_of(where, path)
        words = self.words(f"{where}.words", given.get("words"))
        own = self._notation(where, given, notation)
        return None if type_ is None else CellColumn(path, type_, own, words)

    def _count(self, where: str, said: object, notation: Notation) -> CountColumn | None:
        line, is_zero_if_blank = self.counted(where, said)
        self.expect_keys(where, line, _COUNT)
        cells = CellColumn("", UNITS, notation)
        return CountColumn(line, cells, is_zero_if_blank) if line else None

    def _check(self, where: str, said: object, notation: Notation) -> CheckColumn | None:
        given = {} if said is None else said
        if not isinstance(given, Mapping):
            self.refuse(where, f"expected {listed(_CHECK)}")
            return None
        self.expect_keys(where, given, _CHECK)
        words = self.words(f"{where}.words", given.get("words"))
        for meant in (words or {}).values():
            if meant not in RESULTS:
                self.refuse(
                    f"{where}.words", f"`{meant}` is none of {listed(RESULTS)}", "", _UNKNOWN
                )
        category = given.get("category")
        self._expect_word(where, "category", category, CATEGORIES)
        check = {"name": str(given.get("name") or where.removeprefix("$.checks."))}
        check |= {"category": category} if category is not None else {}
        return CheckColumn(check, CellColumn("", RESULT, notation, words))

    def _expect_words(self, counts: Mapping[str, CountColumn]) -> None:
        for name, count in counts.items():
            for key, known in (("severity", SEVERITIES), ("category", CATEGORIES)):
                self._expect_word(f"$.counts.{name}", key, count.line.get(key), known)

    def _expect_word(self, where: str, key: str, word: object, known: Collection[str]) -> None:
        if word is not None and word not in known:
            hint = suggest(str(word), known) or f"it is one of {listed(known)}"
            self.refuse(f"{where}.{key}", f"there is no {key} `{word}`", hint, _UNKNOWN)

    def _own_type(self, where: str, path: str, given: Mapping[str, Any]) -> FactType | None:
        """Return the type of a cell that goes below `custom`, of which only the mapping knows."""
        said = given.get("type")
        if said is not None and (str(said) not in CELL_TYPES or not path.startswith(CUSTOM)):
            hint = f"below `custom.` it is one of {listed(CELL_TYPES)}"
            self.refuse(f"{where}.type", f"there is no type `{said}` here", hint)
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
        self.refuse(where, f"`{path}`: {derived}", suggest(path, known), "unknown-fact")
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
                self.refuse(f"$.fixed.{path}", f"`{path}` comes from `{key}` already", "", "twice")

    def _expect_once(self, columns: Mapping[str, CellColumn], fixed: Mapping[str, Any]) -> None:
        homes = dict.fromkeys(fixed, "`fixed`")
        for name, column in columns.items():
            if column.path in homes:
                message = f"`{column.path}` comes from {homes[column.path]} already"
                self.refuse(f"$.columns.{name}", message, "", "twice")
            homes.setdefault(column.path, f"column `{name}`")
