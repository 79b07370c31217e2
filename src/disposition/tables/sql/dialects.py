"""The dialects of SQL that policies are written in, and what each says in its own way."""

from __future__ import annotations

from functools import cache

from sqlglot import exp

from disposition.frozen import frozen

NARROW = 2**63 - 1


@frozen
class Dialect:
    """A dialect: the type of whole numbers beyond 64 bits, and whether levels have to be fenced.

    `lists` is the type of a list there, as an example.
    PostgreSQL writes levels into one another, and then reckons again what was named once. Where
    texts are ordered by their characters, one that begins above a blank is known not to be blank.
    Spark makes a method of Java of each query, and another of what stands in it more than once.
    Java compiles no method of more than 8,000 bytes, and what it does not compile takes ten times
    as long; so there levels are few and short, and long conditions stand in them twice.
    Where it `tries`, TRY_MULTIPLY gives null for a product beyond 64 bits, which most are not.
    """

    name: str
    wide: str
    lists: str
    fenced: bool = False
    reads_days: bool = False
    by_character: bool = False
    makes_methods: bool = False
    tries: bool = False

    def whole(self, most: int) -> exp.DataType:
        """Return the type of whole numbers that are no further from 0 than `most`."""
        if most <= NARROW:
            return exp.DataType.build(exp.DType.BIGINT)
        return _data_type(self.wide, self.name).copy()

    def is_nan(self, cells: exp.Expr) -> exp.Expr:
        """Return whether floats are no numbers."""
        if self.name in ("postgres", "snowflake"):
            return exp.EQ(
                this=cells, expression=exp.cast(exp.Literal.string("NaN"), exp.DType.DOUBLE)
            )
        return exp.IsNan(this=cells)

    def day_number(self, days: exp.Expr) -> exp.Expr:
        """Return the number of days since 1970-01-01."""
        epoch = exp.cast(exp.Literal.string("1970-01-01"), exp.DType.DATE)
        if self.name == "postgres":
            return exp.cast(exp.paren(exp.Sub(this=days, expression=epoch)), exp.DType.BIGINT)
        return exp.DateDiff(this=days, expression=epoch, unit=exp.var("DAY"))

    def texts_that_are(self, texts: list[exp.Expr]) -> exp.Expr:
        """Return the list of those texts that are not null."""
        if self.name == "snowflake":
            return exp.Anonymous(this="ARRAY_CONSTRUCT_COMPACT", expressions=texts)
        if not texts and self.name == "spark":
            return exp.cast(exp.Array(), "array<text>")
        texts = texts or [exp.cast(exp.null(), exp.DType.TEXT)]
        several = exp.Array(expressions=texts)
        if self.name == "postgres":
            kept = [exp.cast(several, "text[]"), exp.null()]
            return exp.Anonymous(this="ARRAY_REMOVE", expressions=kept)
        if self.name == "bigquery":
            column = exp.column("text")
            table = exp.Unnest(
                expressions=[several], alias=exp.TableAlias(columns=[exp.to_identifier("text")])
            )
            chosen = exp.select(column).from_(table).where(column.is_(exp.null()).not_())
            return exp.Array(expressions=[chosen])
        each = exp.to_identifier("text")
        is_there = exp.Not(this=exp.Is(this=exp.column("text"), expression=exp.null()))
        return exp.ArrayFilter(
            this=several, expression=exp.Lambda(this=is_there, expressions=[each])
        )


@cache
def _data_type(name: str, dialect: str) -> exp.DataType:
    return exp.DataType.build(name, dialect=dialect)


_STRUCTS = "STRUCT(severity VARCHAR, units INTEGER)[]"

DIALECTS = {
    each.name: each
    for each in (
        Dialect("duckdb", "HUGEINT", _STRUCTS, reads_days=True, by_character=True),
        Dialect("postgres", "DECIMAL", "jsonb", fenced=True),
        Dialect(
            "spark",
            "DECIMAL(38, 0)",
            "array<struct<severity:string,units:int>>",
            makes_methods=True,
            tries=True,
        ),
        Dialect("snowflake", "DECIMAL(38, 0)", "ARRAY"),
        Dialect("bigquery", "BIGNUMERIC", "ARRAY<STRUCT<severity STRING, units INT64>>"),
    )
}
