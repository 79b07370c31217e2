"""A first mapping for a table: what its columns probably mean, for a person to look over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from unicodedata import normalize

from disposition.documents.types import Kind
from disposition.facts import CATALOGUE
from disposition.rows.names import COUNTS, NAMES
from disposition.tables.columns import TableColumns
from disposition.tables.frames.cells import CellError, Notation, is_blank, read_cell
from disposition.visible import one_line

MOST_ROWS = 200
"""Rows that are looked at for how the table writes its values."""

_FORMS = (
    "YYYY-MM-DD",
    "DD.MM.YYYY",
    "YYYYMMDD",
    "YYYY/MM/DD",
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD-MM-YYYY",
    "DD.MM.YY",
    "DD-MON-YY",
    "DD-MON-YYYY",
    "DD MON YYYY",
    "YYYY年MM月DD日",
    "YYYY. MM. DD.",
)
_NEEDED = ("lot.quantity", "inspection.sample_size", "inspection.date", "inspection.plan.level")


def propose_mapping(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the YAML text of a mapping for a table, from its columns and first rows.

    What is not sure is a comment. Ambiguous days (`03/04/2026`) and numbers are said to be so.

    >>> print(propose_mapping([{"PRUEFLOS": "4711", "LOSMENGE": "3200", "HERKUNFT": "01"}]))
    columns:
      "PRUEFLOS": lot.id
      "LOSMENGE": lot.quantity
    ignore:
      - "HERKUNFT"  # not known here: give it a path, or leave it
    # nothing says yet: inspection.sample_size, inspection.date, inspection.plan.level
    <BLANKLINE>
    """
    seen = [dict(row) for _, row in zip(range(MOST_ROWS), rows, strict=False)]
    columns = list(dict.fromkeys(str(name) for row in seen for name in row))
    cells = {name: [row.get(name) for row in seen] for name in columns}
    return "\n".join(_lines(columns, cells)) + "\n"


def _lines(columns: Sequence[str], cells: Mapping[str, Sequence[object]]) -> Iterator[str]:
    paths, counts, unknown = homes(columns)
    yield from _days({name: cells[name] for name, path in paths.items() if _is_day(path)})
    yield from _decimals([cell for name in (*paths, *counts) for cell in cells[name]])
    yield "columns:"
    for name, path in paths.items():
        yield from _column(name, path, cells[name])
    if counts:
        yield "counts:"
        yield from (
            f"  {_quoted(name)}: {{severity: {severity}}}" for name, severity in counts.items()
        )
    if unknown:
        yield "ignore:"
        note = "not known here: give it a path, or leave it"
        yield from (f"  - {_quoted(name)}  # {note}" for name in unknown)
    missing = [path for path in _NEEDED if path not in paths.values()]
    if missing:
        yield f"# nothing says yet: {', '.join(missing)}"


def homes(columns: Iterable[str]) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """Return where columns go: to paths, to counts by severity, or nowhere that is known."""
    paths: dict[str, str] = {}
    counts: dict[str, str] = {}
    unknown: list[str] = []
    for name in columns:
        words = [_folded(name), _folded(name, umlauts={})]
        path = next((NAMES[word] for word in words if word in NAMES), None)
        if path is None and name in CATALOGUE and CATALOGUE[name].given:
            path = name
        severity = next((COUNTS[word] for word in words if word in COUNTS), None)
        if path and path not in paths.values():
            paths[name] = path
        elif severity and severity not in counts.values():
            counts[name] = severity
        else:
            unknown.append(name)
    return paths, counts, unknown


_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
_LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ı": "i"}
"""Letters with strokes, which no accents are."""
_ACCENTS = r"[\u0300-\u036f]"


def _folded(name: str, umlauts: Mapping[str, str] = _UMLAUTS) -> str:
    """Return the letters and digits of a name, in one case and without accents."""
    spelled = normalize("NFKC", name).casefold()
    for letter, told in (*umlauts.items(), *_LETTERS.items()):
        spelled = spelled.replace(letter, told)
    bare = normalize("NFC", re.sub(_ACCENTS, "", normalize("NFKD", spelled)))
    return re.sub(r"[\W_]+", "", bare)


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{one_line(escaped)}"'


def _is_day(path: str) -> bool:
    return CATALOGUE[path].type.kind is Kind.DATE


def _days(columns: Mapping[str, Sequence[object]]) -> Iterator[str]:
    texts = [str(cell).strip() for cells in columns.values() for cell in cells if _is_text(cell)]
    if not texts:
        return
    fits = {form: [text for text in texts if _reads(text, form)] for form in _FORMS}
    most = max(map(len, fits.values()))
    best = [form for form, read in fits.items() if len(read) == most]
    rest = [text for text in texts if text not in fits[best[0]]]
    other = [form for form, read in fits.items() if rest and set(rest) <= set(read)]
    if other:
        yield f"days: [{best[0]}, {other[0]}]"
    elif 2 * most <= len(texts):
        yield f"# days: say how `{texts[0]}` is written, such as DD.MM.YYYY"
    elif best[0] != _FORMS[0]:
        also = f"  # or {' or '.join(best[1:])}: the days do not tell" if best[1:] else ""
        yield f"days: {best[0]}{also}"


def _is_text(cell: object) -> bool:
    return isinstance(cell, str) and not is_blank(cell, Notation())


def _reads(text: str, form: str) -> bool:
    try:
        notation = Notation() if form == _FORMS[0] else Notation(days=(form,))
        read_cell(text, CATALOGUE["inspection.date"].type, notation, None)
    except CellError:
        return False
    return True


def _decimals(cells: Iterable[object]) -> Iterator[str]:
    """Yield how decimals are written, where it makes a difference."""
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    numbers = [each for each in texts if re.fullmatch(r"[-+]?[\d.,]*\d", each)]
    commas = [each for each in numbers if "," in each]
    both = [each for each in numbers if "," in each and "." in each]
    if not commas and not any(re.fullmatch(r"\d{1,3}\.\d{3}", each) for each in numbers):
        return
    if both:
        yield "decimals: comma" if both[0].rindex(",") > both[0].rindex(".") else "decimals: point"
    elif any(not re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+", each) for each in commas):
        yield "decimals: comma"
    else:
        yield f"# decimals: point or comma? `{(commas or numbers)[0]}` can be either"


def _column(name: str, path: str, cells: Sequence[object]) -> Iterator[str]:
    type_ = CATALOGUE[path].type
    strange = _strange(cells, path) if type_.kind in (Kind.ENUM, Kind.BOOLEAN) else []
    if not strange:
        yield f"  {_quoted(name)}: {path}"
        return
    values = type_.values if type_.kind is Kind.ENUM else _FLAGS
    yield f"  {_quoted(name)}:"
    yield f"    to: {path}"
    yield f"    words:  # what does each mean? One of {', '.join(values)}"
    yield from (f"      {_quoted(word)}: {_guess(word, values)}" for word in strange)


def _strange(cells: Iterable[object], path: str) -> list[str]:
    """Return the words of a column, where one of them is none that the document knows."""
    words = list(
        dict.fromkeys(str(cell).strip() for cell in cells if not is_blank(cell, Notation()))
    )
    try:
        for word in words:
            read_cell(word, CATALOGUE[path].type, Notation(), None)
    except CellError:
        return words
    return []


_MEANT = {
    "pass": tuple(
        "a p accept accepted ok io passed conform freigegeben conforme accepte aceptado accettato "
        "合格 接收 zgodny przyjety aprovado aceito kabul uygun goedgekeurd akkoord 합격 적합 dat "
        "годен принято соответствует godkand".split()
    ),
    "fail": tuple(
        "r f nok nio nichtio reject rejected failed nonconform gesperrt nonconforme refuse rejete "
        "noconforme rechazado respinto 不合格 拒收 niezgodny odrzucony reprovado rejeitado ret red "
        "uygundegil afgekeurd 불합격 부적합 khongdat брак негоден несоответствует underkand".split()
    ),
    "hold": tuple("onhold blocked quarantine 保留 보류 wstrzymany retido geblokkeerd".split()),
    "pending": ("none", "open", "todo", "inprocess"),
    "high": ("urgent", "express"),
    "true": tuple("j ja o oui s si sim t tak e evet d да 是 はい 예 co wahr vrai".split()),
    "false": tuple("nein nee non nao nie h hayir н нет 否 いいえ 아니오 khong falsch faux".split()),
}
_FLAGS = ("true", "false")


def _guess(word: str, values: Iterable[str]) -> str:
    folded = _folded(word, umlauts={})
    for meant, words in _MEANT.items():
        if meant in values and (folded in words or folded == meant):
            return meant
    return "null"


def propose_columns(table: Any) -> TableColumns:
    """Return what the columns of a table probably mean, to be looked over: by their names alone.

    `table` is a frame, a relation, or the names themselves. Columns that count defects of a
    severity are units found of it. What is not known is left out, and so left alone.

    >>> meant = propose_columns(["LOSMENGE", "Major", "Werk"])
    >>> {name: cell.path for name, cell in meant.cells.items()}
    {'LOSMENGE': 'lot.quantity', 'Major': 'defects.major.found'}
    """
    paths, counts, _ = homes(_names(table))
    found = {name: f"defects.{severity}.found" for name, severity in counts.items()}
    return TableColumns({**paths, **found})


def _names(table: Any) -> Iterable[str]:
    if hasattr(table, "collect_schema"):
        table = table.collect_schema()  # a lazy frame warns of its columns
    names = getattr(table, "column_names", None) or getattr(table, "columns", table)
    return map(str, names)
