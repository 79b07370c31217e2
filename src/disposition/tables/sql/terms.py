"""Small terms of SQL that everything written in it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlglot import exp


def called(function: str, *given: exp.Expr) -> exp.Expr:
    """Return a function called by its name."""
    return exp.Anonymous(this=function, expressions=[*given])


def column(name: str) -> exp.Expr:
    """Return a column by its name, whatever letters that has."""
    return exp.column(exp.to_identifier(name, quoted=True))


def named(columns: Mapping[str, exp.Expr], *, copy: bool = True) -> list[exp.Expr]:
    """Return columns as a query has them, by their names."""
    return [exp.alias_(each, name, quoted=True, copy=copy) for name, each in columns.items()]


def table_called(table: str, name: str) -> exp.Expr:
    """Return a table under another name."""
    return exp.alias_(exp.to_table(table), name, table=True)


def column_in(table: str, name: str) -> exp.Expr:
    """Return a column of one of several tables."""
    return exp.column(exp.to_identifier(name, quoted=True), table=exp.to_identifier(table))


def text_of(text: str) -> exp.Expr:
    """Return a text written out."""
    return exp.Literal.string(text)


def has_value(of: exp.Expr) -> exp.Expr:
    """Return whether something is not null."""
    return exp.Not(this=exp.Is(this=bracketed(of), expression=exp.null()))


def has_no_value(of: exp.Expr) -> exp.Expr:
    """Return whether something is null."""
    return exp.Is(this=bracketed(of), expression=exp.null())


def case(cases: Iterable[tuple[exp.Expr, exp.Expr]], otherwise: exp.Expr | None = None) -> exp.Expr:
    """Return the first value whose condition is true."""
    several = [exp.If(this=condition, true=value) for condition, value in cases]
    if not several:
        return otherwise or exp.cast(exp.null(), exp.DType.TEXT)
    return exp.Case(ifs=several, default=otherwise)


_BARE = (exp.Column, exp.Anonymous, exp.Literal, exp.Boolean, exp.Cast, exp.Case, exp.Paren)


def bracketed(of: exp.Expr) -> exp.Expr:
    """Return an expression that can stand beside any operator."""
    return of if isinstance(of, _BARE) else exp.paren(of, copy=False)


def joined(kind: type[exp.Connector], parts: Iterable[exp.Expr]) -> exp.Expr:
    """Return parts joined two by two, so that hundreds of them are no deep tree."""
    left = [bracketed(each) for each in parts]
    while len(left) > 1:
        pairs = [left[at : at + 2] for at in range(0, len(left), 2)]
        left = [
            exp.paren(kind(this=first, expression=rest[0]), copy=False) if rest else first
            for first, *rest in pairs
        ]
    return left[0]
