"""Tables decided twice and counted where they lie: which outcomes, which moves, by which rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
import polars as pl

from disposition.errors import Problem, suggest
from disposition.policy.model import CheckedPolicy
from disposition.tables.columns import TableColumns, TableError
from disposition.tables.frames.deciding import decide_lazily
from disposition.tables.frames.files import lazy_frame
from disposition.tables.names import RESERVED

BEFORE, AFTER = f"{RESERVED}before", f"{RESERVED}after"
ROW, COST_BEFORE, COST_AFTER = (f"{RESERVED}row", f"{RESERVED}cost_before", f"{RESERVED}cost_after")
_NOW, _THEN = f"{RESERVED}now_", f"{RESERVED}then_"
_HELD = pl.List(pl.String)
_DAY = r"^\s*\d{4}-\d{2}-\d{2}\s*$"
_CURRENCY = "lot.currency"
_MONEY = pl.Decimal(38, 6)


class Counting:
    """One table with its outcomes before and now, ready to be counted in one pass.

    `words` are what stands for cells that cannot be read, for no value, and for what was not told.
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
        table = lazy_frame(frame)
        self._expect(table, by, against, costs)
        self._by = {f"{RESERVED}by_{place}": name for place, name in enumerate(by)}
        self._is_compared = isinstance(against, CheckedPolicy)
        self._relevant = relevant
        self._has_costs = costs is not None
        self.decided = self._decide(table, policy, against, columns, costs or {})

    @staticmethod
    def _currencies(
        table: pl.LazyFrame, columns: TableColumns | None, costs: Mapping[str, object]
    ) -> pl.LazyFrame | None:
        cells = {} if columns is None else {name: e.path for name, e in columns.cells.items()}
        told = [name for name, path in cells.items() if path == _CURRENCY]
        told += [] if columns is not None else [_CURRENCY]
        told = [name for name in told if name in table.collect_schema()]
        if not told or not any(isinstance(each, str) for each in costs.values()):
            return None
        words = pl.col(told[0]).cast(pl.String).str.strip_chars()
        return table.select(words.alias(RESERVED)).filter(pl.col(RESERVED) != "").unique()

    @staticmethod
    def _expect(
        table: pl.LazyFrame, by: Sequence[str], against: object, costs: Mapping[str, object] | None
    ) -> None:
        names = table.collect_schema().names()
        wanted = [*by, *([against] if isinstance(against, str) else [])]
        wanted += [each for each in (costs or {}).values() if isinstance(each, str)]
        problems = [
            Problem(
                f"column `{name}`",
                "the table has no such column",
                suggest(name, names),
                "missing-column",
            )
            for name in wanted
            if name not in names
        ]
        if problems:
            raise TableError(dict.fromkeys(problems))

    def _decide(
        self,
        table: pl.LazyFrame,
        policy: CheckedPolicy,
        against: CheckedPolicy | str | None,
        columns: TableColumns | None,
        costs: Mapping[str, object],
    ) -> pl.LazyFrame:
        outputs = ("outcome", "rules", "true_rules")
        decided = _Decided(table, columns)
        decided.add(policy, outputs, _NOW)
        if isinstance(against, CheckedPolicy):
            decided.add(against, ("outcome", "true_rules"), _THEN)
            before = pl.col(f"{_THEN}outcome").fill_null(self._unreadable)
        elif isinstance(against, str):
            before = self._told(against, policy)
        else:
            before = pl.lit("")
        schema = table.collect_schema()
        self._money = self._currencies(table, columns, costs)
        grouped = {key: self._group(name, schema[name]) for key, name in self._by.items()}
        found = decided.table.with_columns(
            pl.col(f"{_NOW}outcome").fill_null(self._unreadable).alias(AFTER),
            before.alias(BEFORE),
            **grouped,
        )
        return found.with_columns(
            _cost(costs, BEFORE).alias(COST_BEFORE), _cost(costs, AFTER).alias(COST_AFTER)
        )

    def _told(self, column: str, policy: CheckedPolicy) -> pl.Expr:
        """Return the outcomes that a column tells, in whatever case they are written."""
        words = pl.col(column).cast(pl.String).str.strip_chars()
        known = {each.casefold(): each for each in policy.outcomes_by_id}
        told = words.str.to_lowercase().replace_strict(known, default=words, return_dtype=pl.String)
        return pl.when(words != "").then(told).otherwise(pl.lit(self._not_told))

    def _group(self, name: str, dtype: pl.DataType) -> pl.Expr:
        cells = pl.col(name)
        if dtype.is_temporal() and dtype not in (pl.Time, pl.Duration):
            cells = cells.dt.strftime("%Y-%m")
        cells = cells.cast(pl.String)
        if dtype == pl.String:
            # Days of CSV are texts.
            months = cells.str.strip_chars().str.head(len("2026-11"))
            cells = pl.when(cells.str.contains(_DAY)).then(months).otherwise(cells)
        return pl.when(cells.str.contains(r"\S")).then(cells).otherwise(pl.lit(self._none))

    def currencies(self) -> list[str]:
        """Return the currencies of lots whose costs stand in columns, a few of them."""
        return [] if self._money is None else self._money.collect().to_series().to_list()

    def collect(self) -> list[pl.DataFrame]:
        """Return the counts: flows with costs, one frame for each group, rules, lots that move."""
        ways = [BEFORE, AFTER]
        sums = [pl.col(COST_BEFORE).sum(), pl.col(COST_AFTER).sum()] if self._has_costs else []
        flows = self.decided.group_by(ways).agg(pl.len().alias("lots"), *sums)
        groups = [self.decided.group_by(key, *ways).agg(pl.len().alias("lots")) for key in self._by]
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
        found = self._changed().select(ROW, *self._by, BEFORE, AFTER, f"{RESERVED}changes")
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

    @property
    def by(self) -> Mapping[str, str]:
        """The column that each group is kept under, and what it was called."""
        return self._by


class _Decided:
    """A table that policies add their outputs to, one after the other."""

    def __init__(self, table: pl.LazyFrame, columns: TableColumns | None) -> None:
        self.table = table
        self._columns = columns

    def add(self, policy: CheckedPolicy, outputs: Sequence[str], prefix: str) -> None:
        # What the policy before added is called as nothing that a table may have: it is put aside.
        aside = {
            name: name.removeprefix(RESERVED)
            for name in self.table.collect_schema().names()
            if name.startswith(RESERVED)
        }
        decided = decide_lazily(
            policy,
            self.table.rename(aside),
            self._columns,
            outputs=outputs,
            prefix=prefix.removeprefix(RESERVED),
        )
        back = {short: long for long, short in aside.items()}
        new = {
            name: RESERVED + name
            for name in decided.collect_schema().names()
            if name.startswith(prefix.removeprefix(RESERVED))
        }
        self.table = decided.rename(back | new)


def _marked(rules: pl.Expr, change: int) -> pl.Expr:
    return rules.list.eval(pl.lit(f"{change}:") + pl.element())


def _cost(costs: Mapping[str, object], outcome: str) -> pl.Expr:
    """Return what the outcome in a column costs in each row, as a decimal."""
    written: Any = pl
    for name, cost in costs.items():
        amount = (
            pl.col(cost).cast(_MONEY).fill_null(0)
            if isinstance(cost, str)
            else pl.lit(str(cost)).cast(_MONEY)
        )
        written = written.when(pl.col(outcome) == name).then(amount)
    if written is pl:
        return pl.lit(0).cast(_MONEY)
    return written.otherwise(pl.lit(0).cast(_MONEY))  # type: ignore[no-any-return] # an expression


def is_table(given: object) -> bool:
    """Whether something is a table rather than lots one after the other."""
    if isinstance(given, pl.LazyFrame | pl.DataFrame) or hasattr(given, "__arrow_c_stream__"):
        return True
    return isinstance(nw.from_native(given, pass_through=True), nw.DataFrame | nw.LazyFrame)
