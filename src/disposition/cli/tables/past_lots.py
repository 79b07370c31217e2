"""Past lots of a file: documents line by line, rows by a mapping, or a table as it lies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from disposition.cli.inputs import opened, read_columns
from disposition.cli.messages import fail, write_aside
from disposition.decide import Policy
from disposition.documents.json.array import ARRAYS, lines_source
from disposition.documents.json.lines import document_lines, expect_no_longer
from disposition.errors import DocumentError, LotError
from disposition.facts import Lot
from disposition.facts.source import LotSource
from disposition.frozen import evolve
from disposition.rows.totals import totals_problem
from disposition.tables.suffixes import CSV, LINES
from disposition.words import counted

if TYPE_CHECKING:
    from disposition.backtesting import Backtest
    from disposition.rows.mapping import LotMapping
    from disposition.tables.columns import TableColumns

Do = Callable[[Any, Any], "Backtest"]

Row = Any
"""A row, or a broken one."""

BY_FACTS = frozenset({"counts", "decimals"})
"""Keys that mappings have, too: these know lots by all facts, also those that no column is."""

MOST_TOLD = 3
"""Lots that cannot be read which are told one by one."""


def over_past_lots(
    file: str, columns: Path | None, policies: Sequence[Policy], names: Iterable[str], do: Do
) -> Backtest:
    """Try the first of some policies on lots of a file, or on a table and what its columns mean.

    A lot that one of them cannot take is told, and costs no other. `names` are of columns, or of
    facts. Rows of a table that are none are told and left out. That there are some comes out while
    the others are gone over, which is then done anew without them: whole files are read once.
    """
    if columns is None:
        if file == "-" or Path(file).suffix.lower() in LINES:
            return do(_documents(file, policies), None)
        hint = "`--columns FILE` says so; lots are lines of a `.jsonl`, or a `.json` array"
        fail(f"nothing says what the columns of `{file}` mean", hint)
    declared = read_columns(columns)
    from disposition.rows.declaration import OF_MAPPINGS
    from disposition.rows.mapping import LotMapping
    from disposition.tables.deciding import needing

    with needing("tables"):
        from disposition.batch.lots import mapping_instead
        from disposition.tables.columns import TableColumns, TableError
    path = Path(file)
    if OF_MAPPINGS & set(declared) and "lines" not in declared:
        return do(_rows(path, LotMapping.from_dict(declared), policies), None)
    try:
        meant = TableColumns.from_dict(declared, columns.parent)
        meant = meant.without_others(policies[0].checked.catalogue)
        wanted = set(names)
        if wanted and BY_FACTS & set(declared) and not wanted <= _names(path, meant):
            return do(_rows(path, LotMapping.from_dict(declared), policies), None)
        return _over_table(path, meant, policies[0], do)
    except TableError as error:
        return do(_rows(path, mapping_instead(error, declared), policies), None)


def _names(file: Path, meant: TableColumns) -> Set[str]:
    from disposition.tables.frames.counting import names_of
    from disposition.tables.frames.files import scan_table

    return names_of(meant, scan_table(file)).keys()


def _over_table(file: Path, meant: TableColumns, policy: Policy, do: Do) -> Backtest:
    from disposition.batch.lots import whole_rows
    from disposition.tables.frames.cells import ABSENT_AS_WRITTEN
    from disposition.tables.frames.deciding import first_unreadable
    from disposition.tables.frames.files import BROKEN_ROWS, naming_file, scan_table
    from disposition.tables.meanings import TableError

    is_csv = file.suffix.lower() in CSV
    ending = ".jsonl" if file.suffix.lower() in ARRAYS else file.suffix
    told = meant.with_absent(ABSENT_AS_WRITTEN) if is_csv else meant

    def done(frame: Any, places: Sequence[int] = ()) -> Backtest:
        """Try the rows of a frame; `places` are theirs in the file, where that has others."""

        def place(row: int) -> int:
            return places[row - 1] if places else row

        with naming_file(file):
            lots = _without_totals(frame) if is_csv else frame
            found = do(lots, told)
            if found.unreadable:
                refused = _Refused("row", found.unreadable)
                for row, problems in first_unreadable(policy.checked, lots, told, MOST_TOLD):
                    refused.add(place(row), DocumentError(problems))
                refused.report()
            moved = (evolve(each, row=place(each.row)) for each in found.moved_lots)
            return evolve(found, moved_lots=tuple(moved))

    try:
        return done(scan_table(file))
    except TableError as error:
        if any(each.code != BROKEN_ROWS for each in error.problems):
            raise
        with TemporaryDirectory() as folder:
            frame, places, broken = whole_rows(file, Path(folder) / f"{file.stem}{ending}")
            for each in broken[:MOST_TOLD]:
                write_aside(f"{each.where}: {each.message}")
            if broken:
                write_aside(f"{counted(len(broken), 'row')} cannot be read, and left out")
            return done(frame, places)


def _rows(file: Path, mapping: LotMapping, policies: Sequence[Policy]) -> Iterator[Lot | None]:
    from disposition.batch.lots import rows_of_file
    from disposition.rows.csv_rows import BrokenRow
    from disposition.rows.declaration import RowError

    mapping = mapping.for_policy(policies[0])
    _, rows = rows_of_file(file, mapping)
    is_csv = file.suffix.lower() in CSV
    refused = _Refused("row")
    for number, row, is_last in _with_last(row for _, row in rows):
        if isinstance(row, BrokenRow):
            refused.add(number, RowError([row.problem]))
            yield None
            continue
        if is_csv and is_last and (problem := totals_problem(row.values())) is not None:
            write_aside(f"row {number}: {problem.message}")
            continue
        try:
            lot = mapping.lot(row)
            _expect_taken(lot, policies)
        except LotError as error:
            refused.add(number, mapping.by_column(error))
            yield None
        except DocumentError as error:
            refused.add(number, error)
            yield None
        else:
            yield lot
    refused.report()


def _with_last(rows: Iterable[Row]) -> Iterator[tuple[int, Row, bool]]:
    """Yield rows with their places, and whether each is the last."""
    held: Row | None = None
    number = 0
    for number, row in enumerate(rows):
        if held is not None:
            yield number, held, False
        held = row
    if held is not None:
        yield number + 1, held, True


def _without_totals(frame: Any) -> Any:
    """Return a table without a last row that sums up the others; it is told."""
    last = frame.tail(1).collect()
    problem = totals_problem(last.row(0)) if last.height else None
    if problem is None:
        return frame
    write_aside(f"the last row: {problem.message}")
    height = frame.select(last.columns[0]).collect().height
    return frame.head(height - 1)


def _expect_taken(lot: Lot, policies: Sequence[Policy]) -> None:
    """Expect what a lot holds below `custom` to be what policies declare there."""
    for policy in policies:
        LotSource(lot, policy.checked.catalogue)


def _documents(file: str, policies: Sequence[Policy]) -> Iterator[Lot | None]:
    with opened(file) as stream:
        try:
            lines = lines_source(stream, is_array=Path(file).suffix.lower() in ARRAYS)
        except ValueError as error:
            hint = "a `.json` holds an array of lots, a `.jsonl` a lot on each line"
            fail(f"{file}: {error}", hint)
        refused = _Refused(lines.what)
        for number, line in document_lines(lines.stream):
            try:
                lot = Lot.from_json(expect_no_longer(line))
                _expect_taken(lot, policies)
            except DocumentError as error:
                refused.add(number, error)
                yield None
            else:
                yield lot
    refused.report()


class _Refused:
    """Lots that cannot be read: the first are told, all are counted."""

    def __init__(self, what: str, number: int = 0) -> None:
        self._what = what
        self._told = 0
        self._number = number

    def add(self, place: int, error: DocumentError) -> None:
        self._told += 1
        if self._told <= MOST_TOLD:
            first = error.problems[0]
            write_aside(f"{self._what} {place}: {first.where}: {first.message}")

    def report(self) -> None:
        number = max(self._number, self._told)
        if number:
            write_aside(f"{counted(number, self._what)} cannot be read")
