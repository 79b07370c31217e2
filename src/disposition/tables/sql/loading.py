"""Columns of SQL as values of facts: what their types are, and how cells are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from sqlglot import exp
from sqlglot.errors import ParseError

from disposition.language.types import Kind
from disposition.tables.column_reading import DIGITS, ColumnType, ListLoad, Load, Stored
from disposition.tables.meanings import NO, POINT, UNCLEAR, YES
from disposition.tables.nested.given_lists import AnyList
from disposition.tables.sql.days import day_of
from disposition.tables.sql.dialects import Dialect
from disposition.tables.sql.lists import SYNTAXES, ListSyntax
from disposition.tables.sql.terms import called, case, column, has_no_value, joined, text_of
from disposition.tables.sql.writing import SqlWriting

_WHOLE = {
    **dict.fromkeys(("TINYINT", "INT1"), 2**7),
    **dict.fromkeys(("SMALLINT", "INT2", "UTINYINT"), 2**15),
    **dict.fromkeys(("INTEGER", "INT", "INT4", "USMALLINT"), 2**31),
    **dict.fromkeys(("UINTEGER",), 2**32),
    **dict.fromkeys(("BIGINT", "INT8", "INT64", "LONG"), 2**63),
    **dict.fromkeys(("UBIGINT", "HUGEINT", "UHUGEINT"), None),
}
_STORED = {
    **dict.fromkeys(("BOOLEAN", "BOOL"), Stored.FLAG),
    **dict.fromkeys(("DOUBLE", "DOUBLE PRECISION", "FLOAT", "FLOAT8", "FLOAT64"), Stored.FLOAT),
    **dict.fromkeys(("VARCHAR", "TEXT", "STRING", "CHAR", "BPCHAR", "ENUM"), Stored.TEXT),
    **dict.fromkeys(("CHARACTER VARYING", "CHARACTER"), Stored.TEXT),
    "DATE": Stored.DAY,
    **dict.fromkeys(("TIMESTAMP", "DATETIME", "TIMESTAMP WITHOUT TIME ZONE"), Stored.TIME),
    **dict.fromkeys(("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE"), Stored.ZONED),
    **dict.fromkeys(('"NULL"', "NULL"), Stored.NOTHING),
}
_DECIMAL = re.compile(r"(?:DECIMAL|NUMERIC|NUMBER)\((\d+), ?(\d+)\)")


def column_type(name: str, dialect: str = "duckdb") -> ColumnType:
    """Return what a column of a type of SQL holds, as a dialect calls it.

    >>> column_type("DECIMAL(12,2)").places
    2
    """
    upper = name.upper().strip()
    if found := _DECIMAL.fullmatch(upper):
        precision, places = map(int, found.groups())
        return ColumnType(Stored.DECIMAL, name, 10**precision - 1, places)
    bare = upper.partition("(")[0].strip()
    if bare in _OF_TEXTS.get(dialect, ()):
        return ColumnType(Stored.OTHER, name, of_texts=True)
    if upper.endswith(("[]", ">")) and dialect not in _OF_TEXTS:
        return ColumnType(Stored.OTHER, name, items=_items(name, dialect))
    if bare in _WHOLE:
        return ColumnType(Stored.WHOLE, name, _WHOLE[bare])
    return ColumnType(_STORED.get(bare, Stored.OTHER), name)


_OF_TEXTS = {"postgres": ("JSONB", "JSON"), "snowflake": ("ARRAY", "VARIANT")}
"""Types of lists whose items have no types of their own."""


def _items(name: str, dialect: str) -> Mapping[str, ColumnType] | None:
    """Return what the items of a list hold, by its type."""
    try:
        whole = exp.DataType.build(name, dialect=dialect)
    except (ParseError, ValueError):
        return None
    if not whole.is_type("array") or len(whole.expressions) != 1:
        return None
    [inner] = whole.expressions
    if inner.is_type("null"):
        return {}
    if not inner.is_type("struct"):
        return None
    # What a dialect calls whole numbers of 64 bits is `INT` in another.
    return {
        each.name: column_type(each.args["kind"].sql(dialect="duckdb"))
        for each in inner.expressions
        if isinstance(each, exp.ColumnDef)
    }


def _value_type(load: Load, dialect: Dialect) -> exp.DataType:
    if load.limits is not None:
        return dialect.whole(load.limits.size)
    is_flag = load.scalar.type.kind is Kind.BOOLEAN
    return exp.DataType.build(exp.DType.BOOLEAN if is_flag else exp.DType.TEXT)


def syntax_of(lists: Iterable[AnyList], dialect: Dialect) -> ListSyntax:
    """Return how a dialect goes over some lists."""
    loads = {each.value: [*each.items.values()] for each in lists}
    types = {load.value: _value_type(load, dialect) for of in loads.values() for load in of}
    held = {value: [load.value for load in of] for value, of in loads.items()}
    return SYNTAXES[dialect.name](types, held)


class SqlListLoading:
    """Writes how a column of lists is read, item for item."""

    def __init__(self, load: ListLoad, dialect: Dialect, syntax: ListSyntax) -> None:
        self._load = load
        self._syntax = syntax
        self._items = {
            each.value: SqlLoading(each, dialect, syntax.cell(key))
            for key, each in load.items.items()
        }

    @property
    def _cells(self) -> exp.Expr:
        return self._syntax.given(column(self._load.column))

    def bad(self) -> exp.Expr:
        """Return whether a list has an item that cannot be read, or none at a place."""
        wrong = [self._syntax.is_none(self._load.items)]
        wrong += [
            exp.func("COALESCE", bad, exp.false())
            for each in self._items.values()
            if not isinstance(bad := each.bad(), exp.Boolean)
        ]
        told = self._syntax.any_read(self._cells, joined(exp.Or, wrong))
        return exp.func("COALESCE", told, exp.false())

    def value(self) -> exp.Expr:
        """Return a list of the values of its items."""
        values = {name: each.value() for name, each in self._items.items()}
        return self._syntax.read(self._cells, values)


def unless_bad(bad: exp.Expr, name: str | None, value: exp.Expr) -> exp.Expr:
    """Return the value of a cell, none where it is bad; the column of a name may tell that."""
    if isinstance(bad, exp.Boolean) and not bad.this:
        return value
    return case([(bad.copy() if name is None else column(name), exp.null())], value)


def usual_type(kind: Kind, places: int) -> ColumnType:
    """Return the type that a column probably has, where nobody says it."""
    name = {
        Kind.BOOLEAN: "BOOLEAN",
        Kind.INTEGER: "BIGINT",
        Kind.DECIMAL: f"DECIMAL(18, {places})",
        Kind.DATE: "DATE",
    }.get(kind, "TEXT")
    return column_type(name)


class SqlLoading:
    """Writes how the cells of one column are read."""

    def __init__(self, load: Load, dialect: Dialect, cells: exp.Expr | None = None) -> None:
        self._load = load
        self._dialect = dialect
        self._writing = SqlWriting(dialect)
        self._stored = load.held.stored
        self._cells = column(load.column) if cells is None else cells

    def bad(self) -> exp.Expr:
        """Return whether a cell cannot be read; null where it says nothing."""
        load = self._load
        match load.scalar.type.kind:
            case _ if load.cell.words is not None:
                return exp.Not(this=self._is_one_of([*load.cell.words, *load.absent]))
            case Kind.BOOLEAN if self._stored is Stored.FLAG:
                return exp.false()
            case Kind.BOOLEAN if self._stored is Stored.WHOLE:
                numbers = [exp.convert(0), exp.convert(1)]
                return exp.Not(this=exp.In(this=self._cells, expressions=numbers))
            case Kind.BOOLEAN:
                return exp.Not(this=self._is_one_of([*YES, *NO, *load.absent], lower=True))
            case Kind.ENUM:
                return self._is_no_word()
            case Kind.TEXT:
                return exp.false()
            case Kind.DATE:
                return self._bad_day()
            case _:
                return self._bad_number()

    def value(self) -> exp.Expr:
        """Return the value of a cell that can be read."""
        cells, load = self._cells, self._load
        match load.scalar.type.kind:
            case _ if load.cell.words is not None:
                return case(
                    (exp.EQ(this=self._text(), expression=text_of(word)), exp.convert(meant))
                    for word, meant in load.cell.words.items()
                    if meant is not None
                )
            case Kind.BOOLEAN if self._stored is Stored.FLAG:
                return cells
            case Kind.BOOLEAN if self._stored is Stored.WHOLE:
                return exp.EQ(this=cells, expression=exp.convert(1))
            case Kind.BOOLEAN:
                yes, no = (self._is_one_of(each, lower=True) for each in (YES, NO))
                return case([(yes, exp.true()), (no, exp.false())])
            case Kind.ENUM | Kind.TEXT if self._stored is Stored.WHOLE:
                return exp.cast(cells, exp.DType.TEXT)
            case Kind.ENUM:
                return self._unless_blank(exp.cast(cells, exp.DType.TEXT))
            case Kind.TEXT:
                return self._bare_text()
            case Kind.DATE:
                number = self._dialect.day_number(self._days())
                return self._writing.as_whole(number, self._load.bounds.size)
            case _:
                return self._number()

    # --- texts -----------------------------------------------------------------------------------

    def _text(self) -> exp.Expr:
        return exp.Trim(this=exp.cast(self._cells, exp.DType.TEXT))

    def _is_one_of(self, words: Iterable[str], *, lower: bool = False) -> exp.Expr:
        text = exp.Lower(this=self._text()) if lower else self._text()
        return exp.In(this=text, expressions=[*map(text_of, words)])

    def _is_no_word(self) -> exp.Expr:
        """Return whether a text is none of the fact's words; blanks are looked for only then."""
        text = exp.cast(self._cells, exp.DType.TEXT)
        words = exp.In(this=text, expressions=[*map(text_of, self._load.scalar.type.values)])
        known = [has_no_value(text), words, self._is_blank()]
        return case([(each, exp.false()) for each in known], exp.true())

    def _unless_blank(self, text: exp.Expr) -> exp.Expr:
        cases = [(self._begins_in_ascii(text), text)] if self._sees_blanks else []
        return case([*cases, (exp.Not(this=self._is_blank()), text)])

    def _bare_text(self) -> exp.Expr:
        """Return a text without blanks around it; cutting them off costs most, so it is looked."""
        text, cases = exp.cast(self._cells, exp.DType.TEXT), []
        if self._sees_blanks:
            is_ascii = exp.EQ(this=exp.Length(this=text), expression=called("STRLEN", text.copy()))
            ends = exp.Not(this=called("SUFFIX", text.copy(), text_of(" ")))
            cases = [(joined(exp.And, [self._begins_in_ascii(text), is_ascii, ends]), text)]
        return case([*cases, (exp.Not(this=self._is_blank()), self._text())])

    @property
    def _sees_blanks(self) -> bool:
        return self._dialect.by_character and self._load.absent == ("",)

    @staticmethod
    def _begins_in_ascii(text: exp.Expr) -> exp.Expr:
        """Return whether a text begins with a character of ASCII that is no blank."""
        return exp.Between(this=text.copy(), low=text_of("!"), high=text_of("~"))

    def _is_blank(self) -> exp.Expr:
        return self._is_one_of(self._load.absent)

    # --- days ------------------------------------------------------------------------------------

    def _days(self) -> exp.Expr:
        if self._stored is not Stored.TEXT:
            return exp.cast(self._cells, exp.DType.DATE)
        if not self._dialect.reads_days:
            return day_of(self._text(), self._load.cell.days[0])
        [form] = self._load.cell.days
        form = form.replace("YYYY", "%Y").replace("MM", "%m").replace("DD", "%d")
        read = exp.Anonymous(this="TRY_STRPTIME", expressions=[self._text(), text_of(form)])
        return exp.cast(read, exp.DType.DATE)

    def _bad_day(self) -> exp.Expr:
        bounds = self._load.bounds
        least, most = self._day(bounds.least), self._day(bounds.most)
        days = self._days()
        beyond = exp.Or(
            this=exp.LT(this=days, expression=least), expression=exp.GT(this=days, expression=most)
        )
        if self._stored is Stored.TIME:
            midnight = exp.cast(days, exp.DType.TIMESTAMP)
            return exp.Or(this=beyond, expression=exp.NEQ(this=midnight, expression=self._cells))
        if self._stored is Stored.TEXT:
            is_blank = [
                (has_no_value(self._cells), exp.false()),
                (self._is_blank(), exp.false()),
            ]
            wrong = exp.Is(this=days, expression=exp.null())
            return case([*is_blank, (wrong, exp.true())], beyond)
        return beyond

    @staticmethod
    def _day(number: int) -> exp.Expr:
        day = date.fromordinal(number + date(1970, 1, 1).toordinal())
        return exp.cast(text_of(day.isoformat()), exp.DType.DATE)

    # --- numbers ---------------------------------------------------------------------------------

    def _between(self, number: exp.Expr, scale: int) -> exp.Expr:
        """Return whether a number is none that the fact can have; `scale`: its own places."""
        limits, held = self._load.bounds, self._load.held
        shift, own = limits.places - scale, held.most
        if held.places or own is None:
            own = limits.size + 1 if own is None else own
        # What the type of the column cannot hold is not looked for.
        tests = [
            sign(this=number, expression=exp.Literal.number(_shifted(limit, shift)))
            for sign, limit in ((exp.LT, limits.least), (exp.GT, limits.most))
            if abs(limit) < own
        ]
        if not tests:
            return exp.false()
        if len(tests) == 1:
            return tests[0]
        low, high = (each.expression for each in tests)
        return exp.Not(this=exp.Between(this=number, low=low, high=high))

    def _scaled(self, number: exp.Expr) -> exp.Expr:
        if not self._load.bounds.places:
            return number
        return exp.Mul(this=number, expression=exp.convert(10**self._load.bounds.places))

    def _bad_number(self) -> exp.Expr:
        cells = self._cells
        match self._stored:
            case Stored.WHOLE:
                return self._between(cells, 0)
            case Stored.DECIMAL:
                beyond = self._between(cells, 0)
                if self._load.bounds.places >= self._load.held.places:
                    return beyond
                whole = exp.EQ(this=exp.Floor(this=cells), expression=cells)
                return exp.Or(this=exp.Not(this=exp.paren(whole)), expression=beyond)
            case Stored.FLOAT:
                return self._bad_float()
            case _:
                return self._bad_text()

    def _bad_float(self) -> exp.Expr:
        cells, places = exp.cast(self._cells, exp.DType.DOUBLE), self._load.bounds.places
        size = exp.Abs(this=cells)
        scaled = self._rounded(cells)
        back = exp.Div(
            this=scaled,
            expression=exp.cast(exp.convert(10**places), exp.DType.DOUBLE),
            typed=True,
            safe=False,
        )
        is_exact = exp.EQ(this=back, expression=cells)
        fits = exp.LT(this=exp.Abs(this=scaled), expression=exp.convert(10**DIGITS))
        return case(
            [
                (self._dialect.is_nan(cells), exp.false()),
                (exp.GTE(this=size, expression=exp.convert(10**DIGITS)), exp.true()),
                (exp.Not(this=exp.paren(exp.And(this=is_exact, expression=fits))), exp.true()),
            ],
            self._between(scaled, places),
        )

    def _rounded(self, cells: exp.Expr) -> exp.Expr:
        by = exp.cast(exp.convert(10**self._load.bounds.places), exp.DType.DOUBLE)
        return exp.Round(this=exp.Mul(this=cells, expression=by))

    def _bad_text(self) -> exp.Expr:
        places = self._load.bounds.places
        behind = rf"([.][0-9]{{1,{places}}}0*)?" if places else r"([.]0+)?"
        written = exp.RegexpLike(
            this=self._text(), expression=text_of(rf"^[+-]?[0-9]{{1,20}}{behind}$")
        )
        cases: list[tuple[exp.Expr, exp.Expr]] = [
            (exp.Is(this=self._cells, expression=exp.null()), exp.false()),
            (self._is_blank(), exp.false()),
            (exp.Not(this=written), exp.true()),
        ]
        if self._load.cell.decimals != POINT:
            is_unclear = exp.RegexpLike(this=self._text(), expression=text_of(UNCLEAR))
            cases.append((is_unclear, exp.true()))
        return case(cases, self._between(self._of_text(), 0))

    def _of_text(self) -> exp.Expr:
        return exp.cast(self._text(), f"decimal(38, {self._load.bounds.places})")

    def _number(self) -> exp.Expr:
        cells = self._cells
        match self._stored:
            case Stored.FLOAT:
                double = exp.cast(cells, exp.DType.DOUBLE)
                number = self._rounded(double)
                some = exp.Not(this=exp.paren(self._dialect.is_nan(double)))
                return case([(some, self._writing.as_whole(number, self._load.bounds.size))])
            case Stored.TEXT:
                says = exp.Not(this=exp.paren(self._is_blank()))
                number = self._scaled(self._of_text())
                return case([(says, self._writing.as_whole(number, self._load.bounds.size))])
            case _:
                return self._writing.as_whole(self._scaled(cells), self._load.bounds.size)


def _shifted(number: int, places: int) -> str:
    """Return a whole number of small units with its decimal point."""
    if not places:
        return str(number)
    sign, digits = ("-" if number < 0 else ""), str(abs(number)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
