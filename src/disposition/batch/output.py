"""The output of a batch: the frames of its parts in one file, of the kind that its name says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import polars as pl

from disposition.batch.work import put_file, put_lines
from disposition.tables.suffixes import PARQUET


def put_frame(path: Path, parts: list[Path], document: str = "") -> None:
    """Write the frames of all parts into one file, by the ending of its name.

    Of JSON Lines, `document` names the column that holds whole documents, if one does. CSV has
    texts only: lists of texts have semicolons between, other nested values are JSON, bytes are
    written in hexadecimal digits.

    Raises:
        NotWrittenError: it cannot be written.
    """
    scanned = pl.scan_parquet(parts, glob=False)
    match path.suffix.lower():
        case ending if ending in PARQUET:
            put_file(path, scanned.sink_parquet)
        case ".csv":
            texts = [*_texts(scanned, is_csv=True)]
            put_file(path, scanned.with_columns(texts).sink_csv)
        case _ if document:
            put_lines(path, _documents(parts, document))
        case _:
            texts = [*_texts(scanned, is_csv=False)]
            put_file(path, scanned.with_columns(texts).sink_ndjson)


def _texts(frame: pl.LazyFrame, *, is_csv: bool) -> Iterator[pl.Expr]:
    """Yield the columns as texts that a kind of file has no values for."""
    for name, dtype in frame.collect_schema().items():
        cells = pl.col(name)
        if isinstance(dtype, pl.Binary):
            yield cells.bin.encode("hex")
        elif isinstance(dtype, pl.Duration):
            yield cells.dt.to_string("iso")
        elif is_csv and dtype == pl.List(pl.String):
            yield cells.list.join("; ", ignore_nulls=True)
        elif dtype.is_nested() and (is_csv or "Binary" in str(dtype)):
            yield cells.map_elements(_json, return_dtype=pl.String)


def _json(value: Any) -> str:
    held = value.to_list() if isinstance(value, pl.Series) else value
    return json.dumps(held, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _documents(parts: list[Path], column: str) -> Iterator[str]:
    for part in parts:
        for text in pl.read_parquet(part, columns=[column], glob=False)[column]:
            yield f"{text}\n"
