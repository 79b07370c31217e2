"""A batch from its file to its output: parts that are not done yet, then all of them put together.

Rows whose columns are told as `TableColumns` are decided as tables, many at once; documents and
rows by a `LotMapping` one by one; both by several processes if there are to be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from attrs import evolve

from disposition.batch.lock import locked
from disposition.batch.lots import (
    DOCUMENT,
    BatchDeciding,
    Numbered,
    PartDeciding,
    keep,
    part_of,
    parts_of_lots,
)
from disposition.batch.mending import BROKEN, mended
from disposition.batch.output import put_frame
from disposition.batch.table_rows import (
    RowsOfTable,
    TableDeciding,
    parts_of_table,
    told_of,
)
from disposition.batch.work import BatchPart, Work, folder_of, put_lines
from disposition.decide import Policy
from disposition.documents.json.text import LARGEST
from disposition.errors import DispositionError, Problem
from disposition.frozen import frozen
from disposition.rows.columns import RowError
from disposition.rows.csv_rows import csv_rows
from disposition.rows.mapping import LotMapping
from disposition.runtime.parallel import in_order, started
from disposition.tables.columns import TableColumns, TableError
from disposition.tables.frames.cells import ABSENT_AS_WRITTEN
from disposition.tables.frames.files import BROKEN_ROWS, CSV, LINES, PARQUET, scan_table
from disposition.tables.frames.folding.lines import with_lines_checked
from disposition.tables.names import PREFIX
from disposition.version import __version__
from disposition.words import listed

ROWS_OF_A_TABLE = 500_000
LOTS = 2_000
"""Rows, or lots, of a part."""

OF_MAPPINGS = frozenset({"checks", "encoding"})
"""Keys by which a declaration of columns is one of whole lot documents."""

OUT = {".parquet", ".pq", ".csv", ".jsonl", ".ndjson"}


Parts = Callable[[Work], Iterator[tuple[int, Callable[[], BatchPart]]]]
"""Yields the parts that are not done, each with its number and what makes it."""


@frozen
class Batch:
    """What is to be decided, how, and where it goes.

    `columns` is declared as plain data; files of lines that it names lie in `folder`. `reads` are
    the files that were read for it, beside the lots.
    """

    file: Path
    out: Path
    policy: Policy
    engine: str
    columns: Mapping[str, Any] | None = None
    in_full: bool = False
    jobs: int = 1
    anew: bool = False
    folder: Path | None = None
    reads: tuple[Path, ...] = ()
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
        self._expect_files()
        try:
            return self._run(self._parts())
        except TableError as error:
            if any(each.code != BROKEN_ROWS for each in error.problems):
                raise
            return self._run_without_broken_rows(error)

    def _run_without_broken_rows(self, refusal: TableError) -> Counter[str]:
        """Decide the rows that are rows, by a copy that marks the others."""
        by_mapping = self.columns is None or self.in_full or OF_MAPPINGS & set(self.columns)
        if by_mapping or self.file.suffix.lower() not in CSV | LINES:
            raise refusal
        with TemporaryDirectory(prefix="disposition-") as folder:
            copy = mended(self.file, Path(folder))
            if copy is None:
                raise refusal
            parts = evolve(self, file=copy)._parts()  # noqa: SLF001 - one of its own kind
            return self._run(parts, anew=True)

    def _run(self, parts: Parts, *, anew: bool = False) -> Counter[str]:
        with locked(folder_of(self.out)):
            if self.out.exists() and not self.anew:
                message = f"`{self.out}` is there already; nothing was decided"
                raise DispositionError(f"{message} (`--force` writes over it)")
            work = Work.begin(self.out, self._told(), anew=self.anew or anew)
            done, refused = 0, 0
            for number, make in parts(work):
                part = make()
                work.keep(number, part)
                done += part.decided.height + len(part.refused)
                refused += len(part.refused)
                if self.tell is not None:
                    self.tell(done, refused)
            return self._put_together(work)

    def _expect_files(self) -> None:
        """Refuse an input that cannot be read again, and an output that is one of the inputs."""
        if self.file.exists() and not self.file.is_file():
            hint = "it is read again after a stop, so it is a file: no pipe, no folder"
            raise DispositionError(f"`{self.file}` is no file ({hint})")
        for made in (self.out, self.rejects):
            for read in (self.file, *self.reads, *self._files_of_lines()):
                if made.exists() and read.exists() and made.samefile(read):
                    hint = "name another output"
                    raise DispositionError(f"`{read}` is read, and would be lost ({hint})")

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
            "lines": [
                [str(file), file.stat().st_size, file.stat().st_mtime_ns]
                for file in self._files_of_lines()
            ],
        }

    def _files_of_lines(self) -> Iterator[Path]:
        group = (self.columns or {}).get("lines")
        for each in group.values() if isinstance(group, Mapping) else ():
            if isinstance(each, Mapping) and isinstance(each.get("from"), str):
                yield (self.folder or Path()) / each["from"]

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
        else:
            # Those of an output that was here before would be taken for those of this one.
            self.rejects.unlink(missing_ok=True)
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
            return lambda work: self._in_order(work, deciding, parts_of_lots(read(self.file), LOTS))
        if self.in_full or OF_MAPPINGS & set(self.columns):
            return self._by_mapping(LotMapping.from_dict(self.columns))
        try:
            return self._as_table(self.columns)
        except TableError as error:
            return self._by_mapping(self._instead(error))

    def _as_table(self, columns: Mapping[str, Any]) -> Parts:
        """Return what yields the rows as a table; what does not fit is told before it begins."""
        declared = TableColumns.from_dict(columns, self.folder)
        frame = scan_table(self.file)
        if self.file.suffix.lower() in CSV:
            declared = declared.with_absent(ABSENT_AS_WRITTEN)
        with told_of(self.file):
            declared = with_lines_checked(declared, frame, self.policy.checked.catalogue)
        deciding = TableDeciding(self.policy, declared)
        deciding.part(RowsOfTable(1, frame.head(0).collect(), is_last=False))
        parts = parts_of_table(self.file, frame, ROWS_OF_A_TABLE)
        return lambda work: self._in_order(work, deciding, parts)

    def _instead(self, refusal: TableError) -> LotMapping:
        """Return the mapping by which rows are decided one by one, where tables cannot do it."""
        declared = all(each.where.startswith("$") for each in refusal.problems)
        if not declared and any(each.code != "not-in-tables" for each in refusal.problems):
            raise refusal
        try:
            return LotMapping.from_dict(self.columns or {})
        except RowError:
            raise refusal from None

    def _by_mapping(self, mapping: LotMapping) -> Parts:
        names, rows = _rows(self.file, mapping)
        deciding = BatchDeciding(self.policy, self.engine, mapping, names, self.in_full)
        return lambda work: self._in_order(work, deciding, parts_of_lots(rows, LOTS))

    def _in_order(
        self, work: Work, deciding: PartDeciding, parts: Iterable[Any]
    ) -> Iterator[tuple[int, Callable[[], BatchPart]]]:
        """Yield the parts that are not done, each with its number and what decides it."""
        left = ((number, some) for number, some in enumerate(parts, 1) if not work.is_done(number))
        if self.jobs <= 1:
            for number, some in left:
                yield number, lambda some=some: deciding.part(some)  # type: ignore[misc]
            return
        numbers: list[int] = []

        def given() -> Iterator[tuple[Any]]:
            for number, some in left:
                numbers.append(number)
                yield (some,)

        with started(self.jobs, keep, deciding) as pool:
            for part in in_order(pool, part_of, given(), self.jobs):
                yield numbers.pop(0), lambda part=part: part  # type: ignore[misc]


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
    if BROKEN in names:
        hint = "mend them: rows that are decided one by one are not parted from broken ones"
        raise TableError([Problem(str(file), "some rows are no rows", hint, BROKEN_ROWS)])
    if any(name.startswith(PREFIX) for name in names):
        taken = next(name for name in names if name.startswith(PREFIX))
        message = "the decision would be written over it"
        raise TableError([Problem(f"column `{taken}`", message, "leave it out", "name-taken")])
    return names, iter(enumerate(rows, start=1))


def _rows_of(frame: pl.LazyFrame) -> Iterator[Mapping[str, Any]]:
    height = frame.select(pl.len()).collect().item()
    for first in range(0, height, LOTS):
        yield from frame.slice(first, LOTS).collect().iter_rows(named=True)
