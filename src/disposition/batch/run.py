"""A batch from its file to its output: parts that are not done yet, then all of them put together.

Rows whose columns are told as `TableColumns` are decided as tables, a million at once; documents
and rows by a `LotMapping` one by one, by several processes if there are to be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from disposition.batch.lots import DOCUMENT, BatchDeciding, Numbered, keep, part_of, refusal
from disposition.batch.work import BatchPart, Work, put_frame, put_lines
from disposition.decide import Policy
from disposition.documents.json.text import LARGEST
from disposition.errors import DispositionError, Problem
from disposition.frozen import frozen
from disposition.rows.columns import RowError
from disposition.rows.csv_rows import csv_rows
from disposition.rows.mapping import LotMapping
from disposition.runtime.parallel import in_order, started
from disposition.tables.columns import TableColumns, TableError
from disposition.tables.frames.deciding import decide_marking
from disposition.tables.frames.files import CSV, LINES, PARQUET, scan_table
from disposition.tables.names import OUTPUTS, PREFIX
from disposition.version import __version__
from disposition.words import listed

ROWS_OF_A_TABLE = 500_000
LOTS = 2_000
"""Rows, or lots, of a part."""

OF_MAPPINGS = frozenset({"counts", "checks", "decimals"})
"""Keys by which a declaration of columns is one of whole lot documents."""

OUT = {".parquet", ".pq", ".csv", ".jsonl", ".ndjson"}


Parts = Callable[[Work], Iterator[tuple[int, Callable[[], BatchPart]]]]
"""Yields the parts that are not done, each with its number and what makes it."""


@frozen
class Batch:
    """What is to be decided, how, and where it goes; `columns` is declared as plain data."""

    file: Path
    out: Path
    policy: Policy
    engine: str
    columns: Mapping[str, Any] | None = None
    in_full: bool = False
    jobs: int = 1
    anew: bool = False
    tell: Callable[[int, int], None] | None = None

    @property
    def rejects(self) -> Path:
        """The file of the lots that cannot be decided."""
        return self.out.with_name(f"{self.out.stem}.rejects.jsonl")

    def run(self) -> Counter[str]:
        """Decide everything; return how often there is each outcome, and `rejected`.

        Raises:
            DispositionError: the file, its columns or the output cannot be used.
            OSError: something cannot be read or written.
        """
        if self.out.suffix.lower() not in OUT:
            hint = f"its name ends with {listed(sorted(OUT))}"
            raise DispositionError(f"`{self.out}` is no name of a table ({hint})")
        parts = self._parts()
        work = Work.begin(self.out, self._told(), anew=self.anew)
        done, refused = 0, 0
        for number, make in parts(work):
            part = make()
            work.keep(number, part)
            done += part.decided.height + len(part.refused)
            refused += len(part.refused)
            if self.tell is not None:
                self.tell(done, refused)
        return self._put_together(work)

    def _told(self) -> Mapping[str, Any]:
        """Return everything on which the parts rest."""
        about = self.file.stat()
        return {
            "library": __version__,
            "file": str(self.file.resolve()),
            "size": about.st_size,
            "changed": about.st_mtime_ns,
            "policy": self.policy.digest,
            "columns": sha256(repr(self.columns).encode()).hexdigest(),
            "in_full": self.in_full,
        }

    def _put_together(self, work: Work) -> Counter[str]:
        frames = work.frames()
        name = "outcome" if self.columns is None else f"{PREFIX}outcome"
        counts: Counter[str] = Counter()
        for frame in frames:
            counts.update(pl.read_parquet(frame, columns=[name])[name].to_list())
        lines = list(work.refused())
        if lines:
            counts["rejected"] = len(lines)
            put_lines(self.rejects, lines)
        put_frame(self.out, frames, DOCUMENT if self.in_full else "")
        work.done()
        return counts

    # --- parts -----------------------------------------------------------------------------------

    def _parts(self) -> Parts:
        """Return what yields the parts that are not done, each with what makes it."""
        ending = self.file.suffix.lower()
        if self.columns is None:
            if ending not in LINES | PARQUET:
                hint = "`--columns FILE` says what they mean; lots are lines of a `.jsonl` file"
                message = f"nothing says what the columns of `{self.file}` mean"
                raise DispositionError(f"{message} ({hint})")
            deciding = BatchDeciding(self.policy, self.engine, in_full=self.in_full)
            read = _lines if ending in LINES else _documents
            return lambda work: self._one_by_one(work, deciding, read(self.file))
        if self.in_full or OF_MAPPINGS & set(self.columns):
            return self._by_mapping(LotMapping.from_dict(self.columns))
        declared, frame = TableColumns.from_dict(self.columns), scan_table(self.file)
        try:
            # What does not fit is told before anything is begun.
            decide_marking(self.policy.checked, frame.head(0).collect(), declared, OUTPUTS, PREFIX)
        except TableError as error:
            mapping = self._instead(error)
            return self._by_mapping(mapping)
        return lambda work: self._as_table(work, frame, declared)

    def _instead(self, refusal: TableError) -> LotMapping:
        """Return the mapping by which rows are decided one by one, where tables cannot do it."""
        if any(each.code != "not-in-tables" for each in refusal.problems):
            raise refusal
        try:
            return LotMapping.from_dict(self.columns or {})
        except RowError:
            raise refusal from None

    def _by_mapping(self, mapping: LotMapping) -> Parts:
        names, rows = _rows(self.file, mapping)
        deciding = BatchDeciding(self.policy, self.engine, mapping, names, self.in_full)
        return lambda work: self._one_by_one(work, deciding, rows)

    def _one_by_one(
        self, work: Work, deciding: BatchDeciding, lots: Iterator[Numbered]
    ) -> Iterator[tuple[int, Callable[[], BatchPart]]]:
        numbers: list[int] = []

        def left() -> Iterator[tuple[list[Numbered]]]:
            number = 0
            # An empty file has one part, too: its output has columns.
            while (some := list(islice(lots, LOTS))) or not number:
                number += 1
                if not work.is_done(number):
                    numbers.append(number)
                    yield (some,)

        if self.jobs <= 1:
            for (some,) in left():
                yield numbers.pop(0), lambda some=some: deciding.part(some)  # type: ignore[misc]
            return
        with started(self.jobs, keep, deciding) as pool:
            for part in in_order(pool, part_of, left(), self.jobs):
                yield numbers.pop(0), lambda part=part: part  # type: ignore[misc]

    def _as_table(
        self, work: Work, frame: pl.LazyFrame, columns: TableColumns
    ) -> Iterator[tuple[int, Callable[[], BatchPart]]]:
        with _told_of(self.file):
            height = frame.select(pl.len()).collect(engine="streaming").item()
        for number, first in enumerate(range(0, max(height, 1), ROWS_OF_A_TABLE), start=1):
            if not work.is_done(number):
                yield number, lambda first=first: self._rows_of_table(frame, columns, first)  # type: ignore[misc]

    def _rows_of_table(self, frame: pl.LazyFrame, columns: TableColumns, first: int) -> BatchPart:
        with _told_of(self.file):
            some = frame.slice(first, ROWS_OF_A_TABLE).collect(engine="streaming")
        decided, refused = decide_marking(self.policy.checked, some, columns, OUTPUTS, PREFIX)
        return BatchPart(
            decided,
            tuple(refusal(first + row + 1, problems, cells) for row, cells, problems in refused),
        )


@contextmanager
def _told_of(file: Path) -> Iterator[None]:
    """Say of a file that it cannot be read to its end, where that comes out late."""
    try:
        yield
    except pl.exceptions.PolarsError as error:
        message = f"it cannot be read as its name says: {str(error).partition(chr(10))[0]}"
        hint = "a row may have more cells than there are names, or a text that is not UTF-8"
        raise TableError([Problem(str(file), message, hint, "no-table")]) from None


# --- lots of files -------------------------------------------------------------------------------


def _lines(file: Path) -> Iterator[Numbered]:
    with file.open("rb") as stream:
        number = 0
        while line := stream.readline(LARGEST + 1):
            number += 1
            if len(line) > LARGEST and not line.endswith(b"\n"):
                message = f"line {number} is longer than {LARGEST // 1024**2} MiB"
                raise DispositionError(f"{file}: {message} (write one lot on each line)")
            if not line.isspace():
                yield number, line.rstrip(b"\r\n")


def _documents(file: Path) -> Iterator[Numbered]:
    """Yield the documents of a Parquet file, whose columns are their sections."""
    frame = scan_table(file)
    height = frame.select(pl.len()).collect().item()
    for first in range(0, height, LOTS):
        rows = frame.slice(first, LOTS).collect().iter_rows(named=True)
        for number, row in enumerate(rows, start=first + 1):
            yield number, _told(row)


def _told(value: Any) -> Any:
    """Return plain data without what is null: a frame has all keys in each of its rows."""
    if isinstance(value, Mapping):
        kept = {key: _told(each) for key, each in value.items() if each is not None}
        return {key: each for key, each in kept.items() if each != {}}
    return [_told(each) for each in value] if isinstance(value, list) else value


def _rows(file: Path, mapping: LotMapping) -> tuple[tuple[str, ...], Iterator[Numbered]]:
    """Return the columns of a table, and its rows."""
    ending = file.suffix.lower()
    if ending in CSV:
        rows: Iterable[Mapping[str, Any]] = csv_rows(file, mapping.encoding)
        names = tuple(next(iter(csv_rows(file, mapping.encoding)), {}))
    else:
        frame = scan_table(file)
        names = tuple(frame.collect_schema())
        rows = _rows_of(frame)
    if any(name.startswith(PREFIX) for name in names):
        taken = next(name for name in names if name.startswith(PREFIX))
        message = "the decision would be written over it"
        raise TableError([Problem(f"column `{taken}`", message, "leave it out", "name-taken")])
    return names, iter(enumerate(rows, start=1))


def _rows_of(frame: pl.LazyFrame) -> Iterator[Mapping[str, Any]]:
    height = frame.select(pl.len()).collect().item()
    for first in range(0, height, LOTS):
        yield from frame.slice(first, LOTS).collect().iter_rows(named=True)
