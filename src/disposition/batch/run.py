"""A batch from its file to its output: parts that are not done yet, then all of them put together.

Rows whose columns are told as `TableColumns` are decided as tables, many at once; documents and
rows by a `LotMapping` one by one; both by several processes if there are to be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from disposition.batch.lots import (
    DOCUMENT,
    LOTS,
    BatchDeciding,
    PartDeciding,
    RowsOfTable,
    TableDeciding,
    documents_of_frame,
    documents_of_lines,
    keep,
    mapping_instead,
    part_of,
    parts_of_lots,
    parts_of_table,
    rows_of_file,
)
from disposition.batch.mending import mend
from disposition.batch.output import put_frame
from disposition.batch.work import BatchPart, Work, folder_of, locked, put_file, put_lines
from disposition.decide import Policy
from disposition.documents.json.array import ARRAYS
from disposition.errors import DispositionError
from disposition.frozen import evolve, frozen
from disposition.rows.declaration import OF_MAPPINGS
from disposition.rows.mapping import LotMapping
from disposition.runtime.parallel import in_order, started
from disposition.tables.columns import TableColumns, TableError
from disposition.tables.frames.cells import ABSENT_AS_WRITTEN
from disposition.tables.frames.files import BROKEN_ROWS, naming_file, scan_table
from disposition.tables.frames.relational.lines import with_lines_checked
from disposition.tables.names import PREFIX
from disposition.tables.suffixes import CSV, LINES, PARQUET
from disposition.version import __version__
from disposition.words import listed

ROWS_OF_A_TABLE = 500_000
"""Rows of a part."""

OUT = PARQUET | {".csv"} | (LINES - ARRAYS)


Parts = Callable[[Work], Iterator[tuple[int, Callable[[], BatchPart]]]]
"""Yields the parts that are not done, each with its number and what makes it."""


@frozen
class Batch:
    """What is to be decided, how, and where it goes.

    `columns` is declared as plain data; files of lines that it names lie in `folder`. `reads` are
    the files that were read for it, beside the lots. `copy` marks rows of the file that are none.
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
    progress: Callable[[int, int], None] | None = None
    copy: Path | None = None

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
        with locked(folder_of(self.out)):
            if self.out.exists() and not self.anew:
                message = f"`{self.out}` is there already; nothing was decided"
                raise DispositionError(f"{message} (`--force` writes over it)")
            copy = self._copy()
            if not self.anew and copy.exists() and Work.is_begun(self.out, self._fingerprint(copy)):
                return self._decided(Work(folder_of(self.out)), self._parts_of(copy))
            try:
                parts = self._parts()
                return self._decided(
                    Work.begin(self.out, self._fingerprint(), anew=self.anew), parts
                )
            except TableError as error:
                if any(each.code != BROKEN_ROWS for each in error.problems):
                    raise
                return self._run_mended(error, copy)

    def _copy(self) -> Path:
        """Return the file that marks rows that are none, beside the parts that rest on it."""
        ending = self.file.suffix.lower()
        return folder_of(self.out) / f"input{ending if ending not in ARRAYS else '.jsonl'}"

    def _run_mended(self, refusal: TableError, copy: Path) -> Counter[str]:
        """Decide the rows that are rows, by a copy that marks the others."""
        if self.columns is None or self.file.suffix.lower() not in CSV | LINES:
            raise refusal
        Work.begin(
            self.out, self._fingerprint(), anew=self.anew
        )  # not over the parts of another batch
        work = Work.begin(self.out, self._fingerprint(copy), anew=True)
        is_read = False

        def write(path: Path) -> None:
            nonlocal is_read
            is_read = mend(self.file, path)

        put_file(copy, write)
        try:
            if not is_read:
                raise refusal
            parts = self._parts_of(copy)
        except DispositionError:
            work.done()
            raise
        return self._decided(work, parts)

    def _parts_of(self, copy: Path) -> Parts:
        try:
            return evolve(self, copy=copy)._parts()  # noqa: SLF001 - one of its own kind
        except TableError as error:
            raise TableError(
                evolve(each, where=each.where.replace(str(copy), str(self.file)))
                for each in error.problems
            ) from None

    def _decided(self, work: Work, parts: Parts) -> Counter[str]:
        done, refused = 0, 0
        try:
            for number, make in parts(work):
                part = make()
                work.keep(number, part)
                done += part.decided.height + len(part.refused)
                refused += len(part.refused)
                if self.progress is not None:
                    self.progress(done, refused)
        except DispositionError:
            if not work.frames():
                work.done()
            raise
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

    def _fingerprint(self, copy: Path | None = None) -> Mapping[str, Any]:
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
            "mended": copy is not None,
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
            counts.update(pl.read_parquet(frame, columns=[name], glob=False)[name].to_list())
        if (refused := work.count_refused()) > 0:
            counts["rejected"] = refused
            put_lines(self.rejects, work.refused())
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
                hint = "`--columns FILE` says so; lots are lines of a `.jsonl`, or a `.json` array"
                message = f"nothing says what the columns of `{self.file}` mean"
                raise DispositionError(f"{message} ({hint})")
            deciding = BatchDeciding(self.policy, self.engine, in_full=self.in_full)
            read = documents_of_lines if ending in LINES else documents_of_frame
            return lambda work: self._in_order(work, deciding, parts_of_lots(read(self.file), LOTS))
        if self.in_full or OF_MAPPINGS & set(self.columns):
            return self._by_mapping(LotMapping.from_dict(self.columns))
        try:
            return self._as_table(self.columns)
        except TableError as error:
            return self._by_mapping(mapping_instead(error, self.columns))

    def _as_table(self, columns: Mapping[str, Any]) -> Parts:
        """Return what yields the rows as a table; what does not fit is told before it begins."""
        declared = TableColumns.from_dict(columns, self.folder)
        declared = declared.without_others(self.policy.checked.catalogue)
        frame = scan_table(self.copy or self.file)
        if self.file.suffix.lower() in CSV:
            declared = declared.with_absent(ABSENT_AS_WRITTEN)
        with naming_file(self.file):
            declared = with_lines_checked(declared, frame, self.policy.checked.catalogue)
        deciding = TableDeciding(self.policy, declared)
        deciding.part(RowsOfTable(1, frame.head(0).collect(), is_last=False))
        parts = parts_of_table(self.file, frame, ROWS_OF_A_TABLE)
        return lambda work: self._in_order(work, deciding, parts)

    def _by_mapping(self, mapping: LotMapping) -> Parts:
        mapping = mapping.for_policy(self.policy)
        is_csv = self.file.suffix.lower() in CSV
        names, rows = rows_of_file(self.file if is_csv else self.copy or self.file, mapping)
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

        try:
            with started(self.jobs, keep, deciding) as pool:
                for part in in_order(pool, part_of, given(), self.jobs):
                    yield numbers.pop(0), lambda part=part: part  # type: ignore[misc]
        except BrokenExecutor:
            message = "a process that decides was ended from outside, as where memory runs out"
            hint = "what is decided is kept: the same command goes on; fewer `--jobs` take less"
            raise DispositionError(f"{message} ({hint})") from None
