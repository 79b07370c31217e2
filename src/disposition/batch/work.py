"""The folder in which a batch is made: what it began with, and the parts that are done.

A part is written under another name and then renamed, its refused lots first: where its frame
stands, it is done. Whoever begins the same batch again goes on with the first part that is not.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from disposition.errors import DispositionError
from disposition.frozen import frozen

_NUMBER = 6


@frozen
class BatchPart:
    """What became of some lots in a row: decisions, and those that cannot be decided."""

    decided: pl.DataFrame
    refused: tuple[Mapping[str, Any], ...] = ()


@frozen
class Work:
    """The folder of a batch beside its output."""

    folder: Path

    @classmethod
    def begin(cls, out: Path, told: Mapping[str, Any], *, anew: bool) -> Work:
        """Return the folder of a batch; one that was begun with the same is gone on with.

        Raises:
            DispositionError: it was begun with something else.
            OSError: it cannot be written.
        """
        work = cls(out.with_name(f"{out.name}.parts"))
        manifest = work.folder / "batch.json"
        if anew:
            manifest.unlink(missing_ok=True)
        written = json.dumps(told, sort_keys=True, indent=1)
        if manifest.exists():
            if manifest.read_text(encoding="utf-8") == written:
                return work
            message = f"`{work.folder}` holds parts of another batch: its input, policy or columns"
            hint = "go on with what it was begun with, or `--force` begins anew"
            raise DispositionError(f"{message} ({hint})")
        # Parts of which nothing tells what they rest on: a folder that was half removed.
        shutil.rmtree(work.folder, ignore_errors=True)
        work.folder.mkdir(parents=True)
        _put(manifest, lambda path: path.write_text(written, encoding="utf-8"))
        return work

    def _frame(self, number: int) -> Path:
        return self.folder / f"{number:0{_NUMBER}}.parquet"

    def _refused(self, number: int) -> Path:
        return self.folder / f"{number:0{_NUMBER}}.rejects.jsonl"

    def is_done(self, number: int) -> bool:
        """Whether a part is done."""
        return self._frame(number).exists()

    def keep(self, number: int, part: BatchPart) -> None:
        """Keep what became of a part."""
        lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in part.refused)
        _put(self._refused(number), lambda path: path.write_text(lines, encoding="utf-8"))
        _put(self._frame(number), part.decided.write_parquet)

    def frames(self) -> list[Path]:
        """Return the frames of all parts, in their order."""
        return sorted(self.folder.glob("*.parquet"))

    def refused(self) -> Iterator[str]:
        """Yield the lines of all lots that were refused, in their order."""
        for path in sorted(self.folder.glob("*.rejects.jsonl")):
            with path.open(encoding="utf-8") as stream:
                yield from stream

    def done(self) -> None:
        """Remove the folder: everything is in the output."""
        (self.folder / "batch.json").unlink()  # first: what is left without it is thrown away
        shutil.rmtree(self.folder)


def _put(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file so that it is there whole or not at all, also after the power fails."""
    temporary = path.with_name(f".{path.name}.new")
    write(temporary)
    with temporary.open("rb") as stream:
        os.fsync(stream.fileno())
    temporary.replace(path)


def put_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines into a file, whole or not at all."""

    def write(temporary: Path) -> None:
        with temporary.open("w", encoding="utf-8") as stream:
            stream.writelines(lines)

    _put(path, write)


def put_frame(path: Path, parts: list[Path], document: str = "") -> None:
    """Write the frames of all parts into one file, by the ending of its name.

    Of JSON Lines, `document` names the column that holds whole documents, if one does. Lists are
    texts in CSV, with semicolons between.
    """
    scanned = pl.scan_parquet(parts, glob=False)
    match path.suffix.lower():
        case ".parquet" | ".pq":
            _put(path, scanned.sink_parquet)
        case ".csv":
            lists = pl.selectors.by_dtype(pl.List(pl.String)).list.join("; ")
            _put(path, lambda temporary: scanned.with_columns(lists).sink_csv(temporary))
        case _ if document:
            put_lines(path, _documents(parts, document))
        case _:
            _put(path, scanned.sink_ndjson)


def _documents(parts: list[Path], column: str) -> Iterator[str]:
    for part in parts:
        for text in pl.read_parquet(part, columns=[column])[column]:
            yield f"{text}\n"
