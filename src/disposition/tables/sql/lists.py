"""Lists in SQL: how a dialect reads one item for item, and what it tells of the items of it.

Dialects either hand each item to a function (`x -> …`) or ask a query over the items in each row.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from sqlglot import exp

from disposition.language.lower.total import Folding
from disposition.tables.sql.terms import called, case, has_value, text_of

READ = "item"
"""What stands for an item while a list is read."""

_PLACE = "place"

Fields = Mapping[str, exp.Expr]
"""Values of an item by their names."""


class ListSyntax(ABC):
    """Writes what is done with lists; `types` are those of the values of items, by their names.

    `held` names the values that the items of a column have, in their order.
    """

    def __init__(self, types: Mapping[str, exp.DataType], held: Mapping[str, Sequence[str]]):
        self._types = types
        self._held = held

    # --- a column as it is given -----------------------------------------------------------------

    def given(self, cells: exp.Expr) -> exp.Expr:
        """Return a column of lists, in a form that can be gone over."""
        return cells

    def cell(self, key: str) -> exp.Expr:
        """Return the value at a key of an item that is read."""
        return self.item(READ, key)

    def is_none(self, keys: Iterable[str]) -> exp.Expr:  # noqa: ARG002 - its type has no others
        """Return whether an item that is read is none at all, or has values beside some keys."""
        return exp.Is(this=exp.column(READ), expression=exp.null())

    @abstractmethod
    def any_read(self, source: exp.Expr, where: exp.Expr) -> exp.Expr:
        """Return whether something holds of an item of a given list; maybe null where none does."""

    @abstractmethod
    def read(self, source: exp.Expr, values: Fields) -> exp.Expr:
        """Return a given list as one of the values of its items; null where it is null."""

    # --- a list that is made ---------------------------------------------------------------------

    gather: ClassVar[str] = "ARRAY_AGG"
    """What makes a list of what stands in several rows."""

    def struct(self, values: Fields) -> exp.Expr:
        """Return an item with some values."""
        return exp.Struct(
            expressions=[
                exp.PropertyEQ(this=exp.to_identifier(name, quoted=True), expression=each)
                for name, each in (values or {"nothing": exp.null()}).items()
            ]
        )

    @abstractmethod
    def those_of(self, structs: Sequence[exp.Expr], names: Sequence[str], where: str) -> exp.Expr:
        """Return those of some items whose value called `where` is above 0; `names`: all values."""

    def is_some(self, name: str) -> exp.Expr:
        """Return whether a value of an item that is read is above 0."""
        return exp.GT(this=self.item(READ, name), expression=exp.convert(0))

    def empty(self) -> exp.Expr:
        """Return a list without items."""
        return exp.Array(expressions=[])

    # --- a list that was read --------------------------------------------------------------------

    @abstractmethod
    def item(self, variable: str, name: str) -> exp.Expr:
        """Return a value of an item."""

    @abstractmethod
    def folded(
        self, kind: Folding, source: exp.Expr, variable: str, where: exp.Expr, value: exp.Expr
    ) -> exp.Expr:
        """Return what is told of the items where something holds; null where there is none."""


class LambdaSyntax(ListSyntax):
    """Functions that are handed each item, as DuckDB has them."""

    gather = "LIST"
    transform: ClassVar[str] = "LIST_TRANSFORM"
    filter: ClassVar[str] = "LIST_FILTER"
    named: ClassVar[Mapping[Folding, str]] = {Folding.MIN: "LIST_MIN", Folding.MAX: "LIST_MAX"}

    def item(self, variable: str, name: str) -> exp.Expr:
        """Return a value of an item."""
        return called("STRUCT_EXTRACT", exp.column(variable), text_of(name))

    def any_read(self, source: exp.Expr, where: exp.Expr) -> exp.Expr:
        """Return whether something holds of an item of a given list."""
        return self.any_of(source, READ, where)

    def read(self, source: exp.Expr, values: Fields) -> exp.Expr:
        """Return a given list as one of the values of its items."""
        return self.each(self.transform, source, READ, self.struct(values))

    def those_of(self, structs: Sequence[exp.Expr], names: Sequence[str], where: str) -> exp.Expr:  # noqa: ARG002 - items are taken as they are
        """Return those of some items whose value called `where` is above 0."""
        several = exp.Array(expressions=[*structs])
        return self.each(self.filter, several, READ, self.is_some(where))

    def folded(
        self, kind: Folding, source: exp.Expr, variable: str, where: exp.Expr, value: exp.Expr
    ) -> exp.Expr:
        """Return what is told of the items where something holds."""
        if kind is Folding.ANY:
            return self.any_of(source, variable, where)
        takes_all = isinstance(where, exp.Boolean) and where.this
        taken = source if takes_all else self.each(self.filter, source, variable, where)
        if kind is Folding.SUM:
            return self.sum(taken, variable, value)
        values = self.each(self.transform, taken, variable, value)
        if kind in self.named:
            return called(self.named[kind], values)
        return self.end(values, is_first=kind is Folding.FIRST)

    def any_of(self, source: exp.Expr, variable: str, where: exp.Expr) -> exp.Expr:
        """Return whether something holds of an item."""
        return called("LIST_BOOL_OR", self.each(self.transform, source, variable, where))

    def sum(self, taken: exp.Expr, variable: str, value: exp.Expr) -> exp.Expr:
        """Return the sum of a value of items."""
        return called("LIST_SUM", self.each(self.transform, taken, variable, value))

    def end(self, values: exp.Expr, *, is_first: bool) -> exp.Expr:
        """Return the first or the last of values."""
        return called("LIST_EXTRACT", values, exp.convert(1 if is_first else -1))

    @staticmethod
    def each(function: str, source: exp.Expr, variable: str, told: exp.Expr) -> exp.Expr:
        """Return what a function makes of what is told of each item."""
        told = exp.Lambda(this=told, expressions=[exp.to_identifier(variable)])
        return called(function, source, told)


class SparkSyntax(LambdaSyntax):
    """Functions that are handed each item, as Spark has them."""

    gather, transform, filter = "COLLECT_LIST", "TRANSFORM", "FILTER"
    named: ClassVar[Mapping[Folding, str]] = {Folding.MIN: "ARRAY_MIN", Folding.MAX: "ARRAY_MAX"}

    def item(self, variable: str, name: str) -> exp.Expr:
        """Return a value of an item."""
        return exp.Dot(
            this=exp.to_identifier(variable), expression=exp.to_identifier(name, quoted=True)
        )

    def any_of(self, source: exp.Expr, variable: str, where: exp.Expr) -> exp.Expr:
        """Return whether something holds of an item."""
        return self.each("EXISTS", source, variable, where)

    def sum(self, taken: exp.Expr, variable: str, value: exp.Expr) -> exp.Expr:
        """Return the sum of a value of items."""
        wide = exp.DataType.build("DECIMAL(38, 0)", dialect="spark")
        begin = exp.cast(exp.convert(0), wide)
        added = exp.cast(exp.Add(this=exp.column("total"), expression=value), wide)
        names = [exp.to_identifier("total"), exp.to_identifier(variable)]
        return called("AGGREGATE", taken, begin, exp.Lambda(this=added, expressions=names))

    def end(self, values: exp.Expr, *, is_first: bool) -> exp.Expr:
        """Return the first or the last of values."""
        return called("TRY_ELEMENT_AT", values, exp.convert(1 if is_first else -1))


class SnowflakeSyntax(LambdaSyntax):
    """Functions that are handed each item, as Snowflake has them; items have no types there."""

    gather, transform, filter = "ARRAY_AGG", "TRANSFORM", "FILTER"
    named: ClassVar[Mapping[Folding, str]] = {Folding.MIN: "ARRAY_MIN", Folding.MAX: "ARRAY_MAX"}

    def given(self, cells: exp.Expr) -> exp.Expr:
        """Return a column of lists, whose items have no types."""
        kind = called("TYPEOF", exp.cast(cells.copy(), exp.DType.VARIANT))
        whole = exp.cast(cells.copy(), exp.DataType.build("ARRAY", dialect="snowflake"))
        wrong = called("ARRAY_CONSTRUCT", exp.convert(0))
        return _only_lists(cells, kind, "NULL_VALUE", "ARRAY", whole, wrong)

    def cell(self, key: str) -> exp.Expr:
        """Return the value at a key of an item that is read, as a text."""
        found: exp.Expr = exp.column(READ)
        for word in key.split("."):
            found = called("GET", found, text_of(word))
        return exp.cast(found, exp.DType.TEXT)

    def is_none(self, keys: Iterable[str]) -> exp.Expr:
        """Return whether an item that is read is none at all, or has values beside some keys."""
        known = called("ARRAY_CONSTRUCT", *map(text_of, sorted(_first_words(keys))))
        others = called("ARRAY_EXCEPT", called("OBJECT_KEYS", exp.column(READ)), known)
        kind = called("TYPEOF", exp.column(READ))
        has_others = exp.GT(this=called("ARRAY_SIZE", others), expression=exp.convert(0))
        return case([(exp.NEQ(this=kind, expression=text_of("OBJECT")), exp.true())], has_others)

    def item(self, variable: str, name: str) -> exp.Expr:
        """Return a value of an item."""
        found = called("GET", exp.column(variable), text_of(name))
        return exp.cast(found, self._types[name].copy())

    def struct(self, values: Fields) -> exp.Expr:
        """Return an item with some values, as an object."""
        pairs = [each for name, value in values.items() for each in (text_of(name), value)]
        return called("OBJECT_CONSTRUCT", *pairs)

    def any_of(self, source: exp.Expr, variable: str, where: exp.Expr) -> exp.Expr:
        """Return whether something holds of an item."""
        found = called("ARRAY_SIZE", self.each(self.filter, source, variable, where))
        return exp.GT(this=found, expression=exp.convert(0))

    def sum(self, taken: exp.Expr, variable: str, value: exp.Expr) -> exp.Expr:
        """Return the sum of a value of items."""
        added = exp.Add(this=exp.column("total"), expression=value)
        names = [exp.to_identifier("total"), exp.to_identifier(variable)]
        told = exp.Lambda(this=added, expressions=names)
        return called("REDUCE", taken, exp.convert(0), told)

    def end(self, values: exp.Expr, *, is_first: bool) -> exp.Expr:
        """Return the first or the last of values."""
        last = exp.Sub(this=called("ARRAY_SIZE", values.copy()), expression=exp.convert(1))
        return called("GET", values, exp.convert(0) if is_first else last)


class QuerySyntax(ListSyntax):
    """Queries over the items of a list in each row, as BigQuery has them."""

    def item(self, variable: str, name: str) -> exp.Expr:
        """Return a value of an item."""
        return exp.column(exp.to_identifier(name, quoted=True), table=variable)

    def any_read(self, source: exp.Expr, where: exp.Expr) -> exp.Expr:
        """Return whether something holds of an item of a given list."""
        return exp.Exists(this=exp.select("1").from_(self.items_read(source)).where(where))

    def read(self, source: exp.Expr, values: Fields) -> exp.Expr:
        """Return a given list as one of the values of its items."""
        made = exp.select(*self.fields(values)).from_(self.items_read(source))
        made = made.order_by(exp.column(_PLACE))
        if self.kind:
            made.set("kind", self.kind)
        return case([(has_value(source.copy()), exp.Array(expressions=[made]))])

    kind: ClassVar[str] = "STRUCT"

    def those_of(self, structs: Sequence[exp.Expr], names: Sequence[str], where: str) -> exp.Expr:  # noqa: ARG002 - items are taken as they are
        """Return those of some items whose value called `where` is above 0."""
        several = exp.Array(expressions=[*structs])
        items = self.items(several, READ, with_place=True)
        taken = exp.select(exp.column(READ)).from_(items).where(self.is_some(where))
        return exp.Array(expressions=[taken.order_by(exp.column(_PLACE))])

    def fields(self, values: Fields) -> Iterable[exp.Expr]:
        """Yield values as a query has them that makes an item of each row."""
        for name, each in (values or {"nothing": exp.null()}).items():
            yield exp.alias_(each, name, quoted=True)

    def items_read(self, source: exp.Expr) -> exp.Expr:
        """Return the items of a given list as a table, with their places."""
        return self.items(source, READ, with_place=True)

    def items(self, source: exp.Expr, variable: str, *, with_place: bool) -> exp.Expr:
        """Return the items of a list as a table."""
        place = exp.to_identifier(_PLACE) if with_place else False
        alias = exp.TableAlias(columns=[exp.to_identifier(variable)])
        return exp.Unnest(expressions=[source], alias=alias, offset=place)

    def folded(
        self, kind: Folding, source: exp.Expr, variable: str, where: exp.Expr, value: exp.Expr
    ) -> exp.Expr:
        """Return what is told of the items where something holds."""
        is_end = kind in (Folding.FIRST, Folding.LAST)
        items = self.items(source, variable, with_place=is_end)
        if kind is Folding.ANY:
            return exp.Exists(this=exp.select("1").from_(items).where(where))
        if not is_end:
            told = called(kind.name, value)
            return exp.select(told).from_(items).where(where).subquery()
        order = exp.Ordered(this=exp.column(_PLACE), desc=kind is Folding.LAST)
        found = exp.select(value).from_(items).where(where).order_by(order)
        return found.limit(1).subquery()


class PostgresSyntax(QuerySyntax):
    """Queries over the items of a list in each row, as PostgreSQL has them; given is `jsonb`."""

    kind: ClassVar[str] = ""

    def given(self, cells: exp.Expr) -> exp.Expr:
        """Return a column of lists; what is none has one item, which cannot be read."""
        whole = exp.cast(cells.copy(), exp.DType.JSONB)
        kind, wrong = (
            called("JSONB_TYPEOF", whole.copy()),
            exp.cast(text_of("[0]"), exp.DType.JSONB),
        )
        return _only_lists(cells, kind, "null", "array", whole, wrong)

    def cell(self, key: str) -> exp.Expr:
        """Return the value at a key of an item that is read, as a text."""
        return called("JSONB_EXTRACT_PATH_TEXT", _json_item(), *map(text_of, key.split(".")))

    def is_none(self, keys: Iterable[str]) -> exp.Expr:
        """Return whether an item that is read is none at all, or has values beside some keys."""
        words = exp.Array(expressions=[*map(text_of, sorted(_first_words(keys)))])
        others = exp.Sub(this=_json_item(), expression=exp.cast(words, "text[]"))
        kind = called("JSONB_TYPEOF", _json_item())
        nothing = exp.cast(text_of("{}"), exp.DType.JSONB)
        has_others = exp.NEQ(this=exp.paren(others), expression=nothing)
        return case([(exp.NEQ(this=kind, expression=text_of("object")), exp.true())], has_others)

    def struct(self, values: Fields) -> exp.Expr:
        """Return an item with some values, which has no place."""
        return self._row(values, exp.null())

    def _row(self, values: Fields, place: exp.Expr) -> exp.Expr:
        typed = [exp.cast(each, self._types[name].copy()) for name, each in values.items()]
        return called("ROW", *typed, exp.cast(place, exp.DType.BIGINT))

    def those_of(self, structs: Sequence[exp.Expr], names: Sequence[str], where: str) -> exp.Expr:
        """Return those of some items whose value called `where` is above 0."""
        items = self._rows(exp.Array(expressions=[*structs]), READ, names)
        row = self._row({name: self.item(READ, name) for name in names}, exp.null())
        return exp.Array(expressions=[exp.select(row).from_(items).where(self.is_some(where))])

    def empty(self) -> exp.Expr:
        """Return a list without items."""
        return exp.cast(exp.Array(expressions=[]), exp.DataType.build("record[]", udt=True))

    def fields(self, values: Fields) -> Iterable[exp.Expr]:
        """Yield values as a query has them that makes an item of each row."""
        yield self._row(values, exp.column(_PLACE))

    def items_read(self, source: exp.Expr) -> exp.Expr:
        """Return the items of a given list as a table, with their places."""
        alias = exp.TableAlias(
            this=exp.to_identifier(READ),
            columns=[exp.to_identifier("value"), exp.to_identifier(_PLACE)],
        )
        return exp.Table(this=called("JSONB_ARRAY_ELEMENTS", source), ordinality=True, alias=alias)

    def items(self, source: exp.Expr, variable: str, *, with_place: bool) -> exp.Expr:  # noqa: ARG002 - each has its own
        """Return the items of a list as a table; its place is a value of each."""
        return self._rows(source, variable, self._held[source.name])

    def _rows(self, source: exp.Expr, variable: str, names: Sequence[str]) -> exp.Expr:
        columns = [
            exp.ColumnDef(this=exp.to_identifier(name, quoted=True), kind=self._types[name].copy())
            for name in names
        ]
        place = exp.DataType.build(exp.DType.BIGINT)
        columns.append(exp.ColumnDef(this=exp.to_identifier(_PLACE), kind=place))
        alias = exp.TableAlias(this=exp.to_identifier(variable), columns=columns)
        return exp.Unnest(expressions=[source], alias=alias, offset=False)


SYNTAXES: Mapping[str, type[ListSyntax]] = {
    "duckdb": LambdaSyntax,
    "spark": SparkSyntax,
    "snowflake": SnowflakeSyntax,
    "bigquery": QuerySyntax,
    "postgres": PostgresSyntax,
}


def _only_lists(  # noqa: PLR0917 - words and forms of one dialect
    cells: exp.Expr, kind: exp.Expr, nothing: str, listed: str, whole: exp.Expr, wrong: exp.Expr
) -> exp.Expr:
    """Return a column of anything as lists; what is none is a list with an item of no keys."""
    cases = [
        (exp.Is(this=cells, expression=exp.null()), exp.null()),
        (exp.EQ(this=kind, expression=text_of(nothing)), exp.null()),
        (exp.EQ(this=kind.copy(), expression=text_of(listed)), whole),
    ]
    return case(cases, wrong)


def _json_item() -> exp.Expr:
    return exp.column("value", table=READ)


def _first_words(keys: Iterable[str]) -> set[str]:
    return {key.partition(".")[0] for key in keys}
