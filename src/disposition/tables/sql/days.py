"""Days that are texts, read in dialects that fail on a text that is no day, or take it for one."""

from __future__ import annotations

import re

from sqlglot import exp

from disposition.tables.sql.terms import case, text_of

_WIDTHS = {"YYYY": 4, "MM": 2, "DD": 2}


def day_of(text: exp.Expr, form: str) -> exp.Expr:
    """Return the day that a text is, as its form says; null where it is none.

    Unlike DuckDB and Polars, each part has all its digits.
    """
    pattern = re.escape(form).replace(r"\-", "-").replace(r"\ ", " ").replace("/", "[/]")
    pattern = pattern.replace(r"\.", "[.]")
    for part, width in _WIDTHS.items():
        pattern = pattern.replace(part, f"[0-9]{{{width}}}")
    year, month, day = (_part(text, form, part) for part in _WIDTHS)
    is_form = exp.RegexpLike(this=text.copy(), expression=text_of(f"^{pattern}$"))
    short = exp.In(
        this=month.copy(), expressions=[text_of(each) for each in ("04", "06", "09", "11")]
    )
    is_long = exp.NEQ(this=month.copy(), expression=text_of("02"))
    days = case(
        [(short, text_of("30")), (is_long, text_of("31")), (_is_leap(year), text_of("29"))],
        text_of("28"),
    )
    whole = exp.Concat(
        expressions=[year.copy(), text_of("-"), month.copy(), text_of("-"), day.copy()],
        coalesce=False,
    )
    # A case looks at one condition after the other: what is no number is never taken for one.
    return exp.Case(
        ifs=[
            exp.If(this=exp.Not(this=exp.paren(is_form)), true=exp.null()),
            exp.If(this=exp.EQ(this=year, expression=text_of("0000")), true=exp.null()),
            exp.If(this=_is_beyond(month, "01", text_of("12")), true=exp.null()),
            exp.If(this=_is_beyond(day, "01", days), true=exp.null()),
        ],
        default=exp.cast(whole, exp.DType.DATE),
    )


def _part(text: exp.Expr, form: str, part: str) -> exp.Expr:
    begin, width = exp.convert(form.index(part) + 1), exp.convert(_WIDTHS[part])
    return exp.Substring(this=text.copy(), start=begin, length=width)


def _is_beyond(part: exp.Expr, least: str, most: exp.Expr) -> exp.Expr:
    low = exp.LT(this=part.copy(), expression=text_of(least))
    return exp.or_(low, exp.GT(this=part.copy(), expression=most))


def _is_leap(year: exp.Expr) -> exp.Expr:
    def divides(by: int) -> exp.Expr:
        number = exp.cast(year.copy(), exp.DType.INT)
        rest = exp.Mod(this=number, expression=exp.convert(by))
        return exp.EQ(this=rest, expression=exp.convert(0))

    return exp.and_(divides(4), exp.or_(exp.not_(divides(100)), divides(400)))
