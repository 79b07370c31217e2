"""Lists in SQL that are no column: lines of a table of their own, joined, and columns of counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp

from disposition.language.types import Kind
from disposition.tables.column_reading import CountLoad, CountsLoad, LinesLoad, Load
from disposition.tables.names import RESERVED
from disposition.tables.sql.dialects import Dialect
from disposition.tables.sql.lists import ListSyntax
from disposition.tables.sql.loading import SqlLoading, unless_bad
from disposition.tables.sql.terms import (
    called,
    case,
    column,
    column_in,
    has_no_value,
    has_value,
    joined,
    named,
    table_called,
    text_of,
)
from disposition.tables.sql.writing import SqlWriting

LOTS, _GATHERED = f"{RESERVED}lots", f"{RESERVED}lines"
"""How tables are called in a join: as no column is, since dialects differ in which they mean."""

Query = tuple[str, exp.Select]
"""A query and its name, as it stands in a `WITH`."""


class LinesJoining:
    """Writes how lines are read, gathered by their lot, and joined to it."""

    def __init__(self, load: LinesLoad, dialect: Dialect, syntax: ListSyntax) -> None:
        self._load = load
        self._dialect = dialect
        self._syntax = syntax
        self._name = load.value.removesuffix("_value").removeprefix(RESERVED)
        self._keys = [f"{load.value}_key_{number}" for number, _ in enumerate(load.keys)]
        self._given, self._many = f"{load.value}_given", f"{load.value}_lots"

    def lines(self) -> Iterator[Query]:
        """Yield queries that give a row for each key: its lines as a list, and if one is bad."""
        load = self._load
        items = {each: SqlLoading(each, self._dialect) for each in load.items.values()}
        table = exp.to_table(load.source, dialect=self._dialect.name)
        keys = {
            name: self._key(each.of_lines, is_text=each.is_text)
            for name, each in zip(self._keys, load.keys, strict=True)
        }
        bad = {each.bad: loading.bad() for each, loading in items.items()}
        given = named({**keys, **bad})
        has_key = joined(exp.And, map(has_value, keys.values()))
        yield f"{self._name}_read", exp.select("*", *given).from_(table).where(has_key)
        is_bad = joined(
            exp.Or,
            [exp.func("COALESCE", column(each), exp.false()) for each in bad] or [exp.false()],
        )
        values = {
            each.value: unless_bad(bad[each.bad], each.bad, loading.value())
            for each, loading in items.items()
        }
        listed = called(self._syntax.gather, self._syntax.struct(values))
        told = called("MAX", case([(is_bad, exp.convert(1))], exp.convert(0)))
        keyed = [column(each) for each in self._keys]
        yield (
            self._gathered,
            exp.select(*keyed, *named({self._given: listed, load.bad: told}))
            .from_(f"{self._name}_read")
            .group_by(*(each.copy() for each in keyed)),
        )

    @property
    def _gathered(self) -> str:
        return f"{self._name}_gathered"

    def joined(self, lots: str) -> Iterator[Query]:
        """Yield queries over the lots of another, of which the last has them with their lines."""
        keys = {
            name: self._key(each.of_lots, is_text=each.is_text)
            for name, each in zip(self._keys, self._load.keys, strict=True)
        }
        counted = exp.Window(
            this=exp.Count(this=exp.Star()), partition_by=[each.copy() for each in keys.values()]
        )
        more = named({**keys, self._many: counted})
        yield f"{self._name}_keyed", exp.select("*", *more).from_(lots)
        pairs = ((column_in(LOTS, name), column_in(_GATHERED, name)) for name in self._keys)
        same = joined(exp.And, [exp.EQ(this=one, expression=other) for one, other in pairs])
        yield (
            f"{self._name}_joined",
            exp.select(
                exp.Column(this=exp.Star(), table=exp.to_identifier(LOTS)),
                column_in(_GATHERED, self._given),
                *named({f"{self._load.bad}_lines": column_in(_GATHERED, self._load.bad)}),
            )
            .from_(table_called(f"{self._name}_keyed", LOTS))
            .join(table_called(self._gathered, _GATHERED), on=same, join_type="left"),
        )

    def _key(self, name: str, *, is_text: bool) -> exp.Expr:
        if not is_text:
            return column(name)
        trimmed = exp.Trim(this=exp.cast(column(name), exp.DType.TEXT))
        return exp.Nullif(this=trimmed, expression=text_of(""))

    @property
    def _has_key(self) -> exp.Expr:
        return joined(exp.And, [has_value(column(each)) for each in self._keys])

    def bad(self) -> exp.Expr:
        """Return whether a line cannot be read, or could be of another lot with the same key."""
        wrong = exp.EQ(
            this=exp.func("COALESCE", column(f"{self._load.bad}_lines"), exp.convert(0)),
            expression=exp.convert(1),
        )
        several = exp.GT(this=column(self._many), expression=exp.convert(1))
        return joined(exp.Or, [wrong, joined(exp.And, [self._has_key, several])])

    def value(self) -> exp.Expr:
        """Return the list of the values of its lines."""
        given = column(self._given)
        cases = [(has_value(given), given)]
        if self._load.is_empty_without_rows:
            cases.append((self._has_key, self._syntax.empty()))
        return case(cases)


class CountsListing:
    """Writes the list that columns of counts tell, from their values."""

    def __init__(self, load: CountsLoad, dialect: Dialect, syntax: ListSyntax) -> None:
        self._load = load
        self._syntax = syntax
        self._writing = SqlWriting(dialect)
        self._dialect = dialect

    def value(self) -> exp.Expr:
        """Return a line for each count above 0, where all are known."""
        load = self._load
        names = [each.value for each in load.items.values()]
        units = load.items["units"].value
        structs = [self._syntax.struct(self._line(each)) for each in load.counts]
        unknown = [
            has_no_value(column(each.load.value))
            for each in load.counts
            if not each.is_zero_if_blank
        ]
        told = self._syntax.those_of(structs, names, units)
        return case([(joined(exp.Or, unknown), exp.null())], told) if unknown else told

    def _line(self, count: CountLoad) -> Mapping[str, exp.Expr]:
        return {each.value: self._value(count, each) for each in self._load.items.values()}

    def _value(self, count: CountLoad, item: Load) -> exp.Expr:
        if item.value == count.units:
            found: exp.Expr = column(count.load.value)
            if count.is_zero_if_blank:
                found = exp.func("COALESCE", found, exp.convert(0))
        else:
            value = count.values.get(item.value)
            found = exp.null() if value is None else exp.convert(value)
        if item.limits is not None:
            return self._writing.as_whole(found, item.limits.size)
        is_flag = item.scalar.type.kind is Kind.BOOLEAN
        return exp.cast(found, exp.DType.BOOLEAN if is_flag else exp.DType.TEXT)
