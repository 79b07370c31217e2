"""Tables decided twice and counted where they lie: which outcomes, which moves, by which rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NoReturn

import narwhals as nw
import polars as pl

from disposition.documents.quoting import shown
from disposition.documents.types import FactType, Kind
from disposition.errors import Problem
from disposition.policy.model import CheckedPolicy
from disposition.tables.columns import CellMeaning, TableColumns, TableError
from disposition.tables.frames.cells import CellError, read_cell
from disposition.tables.frames.deciding import decide_lazily
from disposition.tables.frames.files import lazy_frame
from disposition.tables.frames.loading import notation_of
from disposition.tables.meanings import missing_columns
from disposition.tables.names import RESERVED, RowOutputs

BEFORE, AFTER = f"{RESERVED}before", f"{RESERVED}after"
ROW, COST_BEFORE, COST_AFTER = (f"{RESERVED}row", f"{RESERVED}cost_before", f"{RESERVED}cost_after")
_NOW, _THEN = f"{RESERVED}now_", f"{RESERVED}then_"
_HELD = pl.List(pl.String)
_DAY = r"^\s*\d{4}-\d{2}-\d{2}\s*$"
_CURRENCY = "lot.currency"
_MONEY = pl.Decimal(38, 6)
_TOO_MUCH = 10**20
_AMOUNT, _DATE = FactType(Kind.DECIMAL), FactType(Kind.DATE)


class Counting:
    """One table with its outcomes before and now, ready to be counted in one pass.

    `words` are what stands for cells that cannot be read, for no value, and for what was not told.
    Columns are named, or the facts that they are. Days and numbers that are texts are read as the
    columns say, as for a decision.
    """

    def __init__(
        self,
        frame: Any,
        policy: CheckedPolicy,
        against: CheckedPolicy | str | None,
        columns: TableColumns | None,
        *,
        by: Sequence[str],
        costs: Mapping[str, object] | None,
        relevant: frozenset[str],
        words: tuple[str, str, str],
    ) -> None:
        self._unreadable, self._none, self._not_told = words
        self._table = lazy_frame(frame)
        self._schema = self._table.collect_schema()
        self._given = columns
        self._columns = TableColumns({}) if columns is None else columns
        self._policy = policy
        self._costs = costs or {}
        self._names = names_of(self._columns, self._table)
        self._expect(*by, against, *self._costs.values())
        self.by = {f"{RESERVED}by_{place}": name for place, name in enumerate(by)}
        """The column that each group is kept under, and what it was called."""
        self._is_compared = isinstance(against, CheckedPolicy)
        self._relevant = relevant
        self._has_costs = costs is not None
        self._money = self._currencies()
        self.decided = self._decide(against)

    def _currencies(self) -> pl.LazyFrame | None:
        cells = self._columns.cells.items()
        told = [name for name, cell in cells if cell.path == _CURRENCY]
        told += [] if self._given is not None else [_CURRENCY]
        told = [name for name in told if name in self._schema]
        if not told or not any(isinstance(each, str) for each in self._costs.values()):
            return None
        words = pl.col(told[0]).cast(pl.String).str.strip_chars()
        return self._table.select(words.alias(RESERVED)).filter(pl.col(RESERVED) != "").unique()

    def _expect(self, *named: object) -> None:
        """Expect a table to have the columns that are named; what is no text names none."""
        wanted = dict.fromkeys(each for each in named if isinstance(each, str))
        if problems := missing_columns(wanted, self._names):
            raise TableError(problems)

    def _decide(self, against: CheckedPolicy | str | None) -> pl.LazyFrame:
        decided = self._with_outputs(
            self._table, self._policy, _NOW, ("outcome", "rules", "true_rules")
        )
        if isinstance(against, CheckedPolicy):
            decided = self._with_outputs(decided, against, _THEN, ("outcome", "true_rules"))
            before = pl.col(f"{_THEN}outcome").fill_null(self._unreadable)
        elif isinstance(against, str):
            before = self._outcomes_named(self._names[against])
        else:
            before = pl.lit("")
        grouped = {key: self._group(self._names[name]) for key, name in self.by.items()}
        amounts = {
            outcome: self._amounts(self._names[cost])
            if isinstance(cost, str)
            else pl.lit(str(cost)).cast(_MONEY)
            for outcome, cost in self._costs.items()
        }
        found = decided.with_columns(
            pl.col(f"{_NOW}outcome").fill_null(self._unreadable).alias(AFTER),
            before.alias(BEFORE),
            **grouped,
        )
        return found.with_columns(
            _cost(amounts, BEFORE).alias(COST_BEFORE), _cost(amounts, AFTER).alias(COST_AFTER)
        )

    def _with_outputs(
        self, table: pl.LazyFrame, policy: CheckedPolicy, prefix: str, outputs: tuple[str, ...]
    ) -> pl.LazyFrame:
        """Return a table with outputs of a policy; what another added before is put aside."""
        # While it is decided, nothing may be called as what it adds meanwhile.
        bare = prefix.removeprefix(RESERVED)
        names = [each for each in table.collect_schema().names() if each.startswith(RESERVED)]
        aside = {name: name.removeprefix(RESERVED) for name in names}
        wanted = RowOutputs(outputs, bare)
        decided = decide_lazily(policy, table.rename(aside), self._given, wanted)
        back = {short: long for long, short in aside.items()}
        added = [each for each in decided.collect_schema().names() if each.startswith(bare)]
        return decided.rename(back | {name: RESERVED + name for name in added})

    def _outcomes_named(self, column: str) -> pl.Expr:
        """Return the outcomes that a column tells, in whatever case they are written."""
        words = pl.col(column).cast(pl.String).str.strip_chars()
        known = {each.casefold(): each for each in self._policy.outcomes_by_id}
        told = words.str.to_lowercase().replace_strict(known, default=words, return_dtype=pl.String)
        return pl.when(words != "").then(told).otherwise(pl.lit(self._not_told))

    def _group(self, name: str) -> pl.Expr:
        cells, dtype = pl.col(name), self._schema[name]
        if dtype.is_temporal() and dtype not in (pl.Time, pl.Duration):
            cells = cells.dt.strftime("%Y-%m")
        cells = cells.cast(pl.String)
        if dtype == pl.String:
            if self._is_day(name):
                days = self._read(name, _DATE, lambda _, text: text)
                cells = cells.replace_strict(days, default=None, return_dtype=pl.String)
            # Days of CSV are texts.
            months = cells.str.strip_chars().str.head(len("2026-11"))
            cells = pl.when(cells.str.contains(_DAY)).then(months).otherwise(cells)
        return pl.when(cells.str.contains(r"\S")).then(cells).otherwise(pl.lit(self._none))

    def _is_day(self, name: str) -> bool:
        path = self._columns.cells[name].path if name in self._columns.cells else ""
        spec = self._policy.catalogue.get(path)
        return spec is not None and spec.type.kind is Kind.DATE

    def _amounts(self, name: str) -> pl.Expr:
        """Return the amounts of money in a column.

        Raises:
            TableError: a text among them is none.
        """
        cells = pl.col(name)
        if self._schema[name] != pl.String:
            return cells.cast(_MONEY).fill_null(0)

        def refused(error: CellError, text: str) -> NoReturn:
            at = self._table.select((pl.col(name) == text).arg_true()).head(1).collect().item() + 1
            where = f"column `{name}`, row {at}"
            raise TableError([Problem(where, error.message, error.hint, "wrong-type")])

        told = self._read(name, _AMOUNT, refused)
        amounts = {text: Decimal(each) for text, each in told.items() if each is not None}
        for text, amount in amounts.items():
            if abs(amount) >= _TOO_MUCH or amount != round(amount, _MONEY.scale):
                refused(CellError(f"{shown(text)} is no amount that can be added"), text)
        if not amounts:
            return pl.lit(0).cast(_MONEY)
        values = pl.Series([*amounts.values()], dtype=_MONEY)
        found = cells.replace_strict([*amounts], values, default=None, return_dtype=_MONEY)
        return found.fill_null(0)

    def _read(
        self, name: str, type_: FactType, instead: Callable[[CellError, str], Any]
    ) -> Mapping[str, Any]:
        """Return what each text of a column says, and `instead` of those that cannot be read."""
        columns = self._columns
        cell = columns.cells.get(name) or CellMeaning(name, decimals=columns.decimals_of(name))
        notation = notation_of(cell, columns.absent)
        different = self._table.select(pl.col(name).unique()).collect().to_series().drop_nulls()
        read: dict[str, Any] = {}
        for text in different:
            try:
                read[text] = read_cell(text, type_, notation, None)
            except CellError as error:
                read[text] = instead(error, text)
        return read

    def currencies(self) -> list[str]:
        """Return the currencies of lots whose costs stand in columns, a few of them."""
        return [] if self._money is None else self._money.collect().to_series().to_list()

    def collect(self) -> list[pl.DataFrame]:
        """Return the counts: flows with costs, one frame for each group, rules, lots that move."""
        ways = [BEFORE, AFTER]
        sums = [pl.col(COST_BEFORE).sum(), pl.col(COST_AFTER).sum()] if self._has_costs else []
        flows = self.decided.group_by(ways).agg(pl.len().alias("lots"), *sums)
        groups = [self.decided.group_by(key, *ways).agg(pl.len().alias("lots")) for key in self.by]
        changed = self._changed()
        kept = pl.col(BEFORE) != ""
        rules = (
            changed.filter(kept)
            .explode(f"{RESERVED}changes")
            .drop_nulls(f"{RESERVED}changes")
            .group_by(*ways, f"{RESERVED}changes")
            .agg(pl.len().alias("lots"))
        )
        return pl.collect_all([flows, *groups, rules])

    def moved(self, most: int) -> pl.DataFrame:
        """Return the first lots that move, with the rules that move them."""
        found = self._changed().select(ROW, *self.by, BEFORE, AFTER, f"{RESERVED}changes")
        return found.head(most).collect()

    def _changed(self) -> pl.LazyFrame:
        """Return the rows that move, with a list of what moves them: `holds now:RULE` and so on."""
        moved = self.decided.with_row_index(ROW, offset=1).filter(
            (pl.col(BEFORE) != pl.col(AFTER)) & ~pl.col(BEFORE).is_in(["", self._not_told])
        )
        decides = _marked(pl.col(f"{_NOW}rules"), 2)
        if not self._is_compared:
            return moved.with_columns(decides.fill_null([]).alias(f"{RESERVED}changes"))
        relevant = pl.lit(pl.Series([sorted(self._relevant)], dtype=_HELD))
        now, then = (
            pl.col(name).fill_null([]).list.set_intersection(relevant)
            for name in (f"{_NOW}true_rules", f"{_THEN}true_rules")
        )
        found = _marked(now.list.set_difference(then), 0).list.concat(
            _marked(then.list.set_difference(now), 1)
        )
        return moved.with_columns(
            pl.when(found.list.len() > 0)
            .then(found)
            .otherwise(decides.fill_null([]))
            .alias(f"{RESERVED}changes")
        )


def _marked(rules: pl.Expr, change: int) -> pl.Expr:
    return rules.list.eval(pl.lit(f"{change}:") + pl.element())


def _cost(amounts: Mapping[str, pl.Expr], outcome: str) -> pl.Expr:
    """Return what the outcome in a column costs in each row, as a decimal."""
    written: Any = pl
    for name, amount in amounts.items():
        written = written.when(pl.col(outcome) == name).then(amount)
    if written is pl:
        return pl.lit(0).cast(_MONEY)
    return written.otherwise(pl.lit(0).cast(_MONEY))  # type: ignore[no-any-return] # an expression


def names_of(columns: TableColumns, table: pl.LazyFrame) -> Mapping[str, str]:
    """Return the columns of a table by what they can be called: their names, and their facts."""
    names = table.collect_schema().names()
    facts = {cell.path: name for name, cell in columns.cells.items() if name in names}
    return {**facts, **{name: name for name in names}}


def is_table(given: object) -> bool:
    """Whether something is a table rather than lots one after the other."""
    if isinstance(given, pl.LazyFrame | pl.DataFrame) or hasattr(given, "__arrow_c_stream__"):
        return True
    return isinstance(nw.from_native(given, pass_through=True), nw.DataFrame | nw.LazyFrame)
