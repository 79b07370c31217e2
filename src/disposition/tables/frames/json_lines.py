"""Lines of JSON with faults that reading them as a table does not tell, such as a key twice.

What reads tables takes the first value of a key that stands twice, half of a letter for none, and
makes an object of a number where other lines have objects.
All lines are looked at, most of them by one expression: a line in which the known columns stand in
their order, each at most once, can have no such fault. Only other lines are read one by one.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import polars as pl

from disposition.documents.json.lines import row_of_line

_BLANK = r"[ \t\r]*"
# Of an escape of four digits that may be half of a letter, the line is read.
_ESCAPE = r'\\(?:["\\/bfnrt]|u(?:[0-9a-cefA-CEF][0-9a-fA-F]|[dD][0-7])[0-9a-fA-F]{2})'
_TEXT = rf'"(?:[^"\\\x00-\x1f]|{_ESCAPE})*"'
_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
_PLAIN = rf"(?:{_TEXT}|{_NUMBER}|true|false|null)"

_MOST_KEYS = 200
"""Keys that the expression is made of; with many more it takes longer than to read each line."""

_AT_ONCE = 50_000


def first_fault(source: Path | BytesIO, schema: pl.Schema | None = None) -> tuple[int, str] | None:
    """Return the first line, from 1, that is not one object whose values are told once, and why.

    `schema` is that of the lines as a table; without it each line is read.
    """
    lines = pl.scan_lines(source, name="line", row_index_name="at", row_index_offset=1, glob=False)
    known = None if schema is None else pl.Struct(schema)
    if known is not None and _keys(known) <= _MOST_KEYS:
        told_once = f"^{_BLANK}(?:{_value(known)}{_BLANK})?$"
        lines = lines.filter(~pl.col("line").str.contains(told_once))
    for some in lines.collect_batches(chunk_size=_AT_ONCE, maintain_order=True):
        for at, line in some.iter_rows():
            if line.strip() and (fault := _fault(line, known)):
                return at, fault
    return None


def _fault(line: str, known: pl.Struct | None) -> str:
    try:
        row = row_of_line(line)
    except ValueError as error:
        return str(error)
    place = _no_object(row, known)
    return f"`{place}` is no object, as it is in other lines" if place else ""


def _no_object(value: object, dtype: object, place: str = "") -> str:
    """Return where a value is none of the objects that others are: it would become one."""
    if isinstance(dtype, pl.Struct) and value is not None:
        if not isinstance(value, dict):
            return place
        lead = f"{place}." if place else ""
        for field in dtype.fields:
            if isinstance(field.dtype, pl.Struct | pl.List):
                found = _no_object(value.get(field.name), field.dtype, f"{lead}{field.name}")
                if found:
                    return found
    if isinstance(dtype, pl.List) and isinstance(value, list):
        return next(filter(None, (_no_object(each, dtype.inner, place) for each in value)), "")
    return ""


def _keys(dtype: object) -> int:
    if isinstance(dtype, pl.Struct):
        return sum(1 + _keys(field.dtype) for field in dtype.fields)
    return _keys(dtype.inner) if isinstance(dtype, pl.List) else 0


def _value(dtype: object) -> str:
    """Return the expression of a value of a type, with its keys in order and each once at most.

    It lets commas go astray: where they do, nothing reads the lines as a table.
    """
    if isinstance(dtype, pl.Struct):
        pairs = "".join(
            f"(?:{_key(field.name)}{_BLANK}:{_BLANK}{_value(field.dtype)}{_BLANK},?{_BLANK})?"
            for field in dtype.fields
        )
        return rf"(?:\{{{_BLANK}{pairs}\}}|null)"
    if isinstance(dtype, pl.List):
        return rf"(?:\[{_BLANK}(?:{_value(dtype.inner)}{_BLANK},?{_BLANK})*\]|null)"
    return _PLAIN


def _key(name: str) -> str:
    return pl.escape_regex(json.dumps(name, ensure_ascii=False))
