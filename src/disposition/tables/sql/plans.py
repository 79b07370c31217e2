"""Sampling plans in SQL: a table of those that there can be, joined once for each severity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sqlglot import exp

from disposition.sampling.names import LEVELS
from disposition.tables.column_reading import Load
from disposition.tables.names import RESERVED
from disposition.tables.nested.plan_rows import (
    NUMBERS,
    SHARED,
    SMALLEST,
    JoinedPlans,
    Key,
    column_of,
    letters_of,
    rows_of_sizes,
    tables_of,
)
from disposition.tables.sql.joining import LOTS
from disposition.tables.sql.terms import (
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

_KEYS = ("letter", "aql", "tables")
_LETTER, _TABLES, _STANDARD = (
    f"{RESERVED}plan_{name}" for name in ("letter", "tables", "standard")
)

Query = tuple[str, exp.Select]


class PlansJoining:
    """Writes the plans of some severities, and how lots are joined with them."""

    def __init__(self, plans: JoinedPlans, severities: Sequence[str]) -> None:
        self._plans = plans
        self._severities = [*severities]

    def plans(self) -> Query:
        """Return the query that has the plans."""
        rows = [*self._plans.rows(self._severities)]
        values = exp.values(rows, alias="plan_rows", columns=[*_KEYS, *NUMBERS])
        return "plans", exp.select("*").from_(values)

    def joined(self, lots: str) -> Iterator[Query]:
        """Yield queries over the values of lots, of which the last has them with their plans."""
        plans = self._plans
        keys = {
            _LETTER: self._letter(),
            _TABLES: self._tables(),
            _STANDARD: _or_blank(plans.standard),
        }
        yield "plans_keyed", exp.select("*", *named(keys)).from_(lots)
        told = {
            column_of(severity, name): each
            for severity in self._severities
            for name, each in self._plan_columns(severity).items()
        }
        whole = exp.Column(this=exp.Star(), table=exp.to_identifier(LOTS))
        query = exp.select(whole, *named(told)).from_(table_called("plans_keyed", LOTS))
        for severity in self._severities:
            table = table_called("plans", _plan(severity))
            query = query.join(table, on=self._same(severity), join_type="left")
        yield "plans_joined", query

    def _plan_columns(self, severity: str) -> dict[str, exp.Expr]:
        """Return what is told of the plan of a severity, by its name."""
        letter, plans = exp.column("letter", table=_plan(severity)), self._plans
        known = [has_value(_of_lots(_LETTER))]
        known += [exp.NEQ(this=_of_lots(_STANDARD), expression=text_of("")), has_no_value(letter)]
        aql = plans.aqls[severity]
        if isinstance(aql, Load):
            known.append(has_value(_of_lots(aql.value)))
        numbers = {
            name: exp.func("COALESCE", exp.column(name, table=_plan(severity)), exp.convert(0))
            for name in NUMBERS
        }
        return {
            "is_some": has_value(letter.copy()),
            "is_none": exp.func("COALESCE", joined(exp.And, known), exp.false()),
            **numbers,
        }

    def _same(self, severity: str) -> exp.Expr:
        """Return whether a plan is that of a lot; what all lots have alike is not compared."""
        plans = self._plans
        pairs = [("letter", _of_lots(_LETTER))]
        if isinstance(plans.standard, Load) or isinstance(plans.state, Load):
            pairs.append(("tables", _of_lots(_TABLES)))
        same = [
            exp.EQ(this=exp.column(name, table=_plan(severity)), expression=each)
            for name, each in pairs
        ]
        return joined(exp.And, [*same, self._same_aql(severity)])

    def _same_aql(self, severity: str) -> exp.Expr:
        aql = self._plans.aqls[severity]
        of_plan: exp.Expr = exp.column("aql", table=_plan(severity))
        if not isinstance(aql, Load):
            return exp.EQ(this=of_plan, expression=_thousandths(aql))
        of_lot: exp.Expr = _of_lots(aql.value)
        smallest = 10**aql.bounds.places
        if smallest > SMALLEST:
            by = exp.convert(smallest // SMALLEST)
            of_plan = exp.Mul(this=exp.cast(of_plan, exp.DType.BIGINT), expression=by)
        elif smallest < SMALLEST:
            of_lot = exp.Mul(this=of_lot, expression=exp.convert(SMALLEST // smallest))
        return exp.EQ(this=of_lot, expression=of_plan)

    def _tables(self) -> exp.Expr:
        """Return how the tables are called that the plan of a lot may be in; see `tables_of`."""
        plans = self._plans
        if not isinstance(plans.state, Load) and not isinstance(plans.standard, Load):
            named = (None if each is None else str(each) for each in (plans.state, plans.standard))
            return text_of(tables_of(*named))
        state, standard = _or_blank(plans.state), _or_blank(plans.standard)
        both = exp.Concat(expressions=[state.copy(), text_of(" "), standard], coalesce=False)
        shared = exp.In(this=state.copy(), expressions=[*map(text_of, SHARED)])
        return case([(shared, state)], both)

    # --- code letters ----------------------------------------------------------------------------

    def _letter(self) -> exp.Expr:
        """Return the code letter of a lot; null where something is not known that tells it."""
        plans = self._plans
        if isinstance(plans.level, Load):
            level = column(plans.level.value)
            cases = [
                (exp.EQ(this=level.copy(), expression=text_of(each)), self._letter_at(each))
                for each in LEVELS
            ]
            letter = case(cases)
        else:
            letter = self._letter_at(str(plans.level))
        if not isinstance(plans.type, Load):
            return letter
        return case([(has_value(column(plans.type.value)), letter)])

    def _letter_at(self, level: str) -> exp.Expr:
        """Return the code letter of a lot at a level, by its size."""
        size = self._plans.quantity
        number = column(size.value) if isinstance(size, Load) else exp.convert(int(str(size)))
        steps: list[tuple[int, str]] = []
        for start, letter in zip(rows_of_sizes(), letters_of(level), strict=True):
            if not steps or steps[-1][1] != letter:
                steps.append((start, letter))
        return case(
            [
                (exp.GTE(this=number.copy(), expression=exp.convert(start)), text_of(letter))
                for start, letter in reversed(steps)
            ]
        )


def _thousandths(aql: Key) -> exp.Expr:
    """Return an AQL that all lots have as a whole number; null if it is none."""
    number = Decimal(str(aql)) * SMALLEST
    return exp.convert(int(number)) if number == int(number) else exp.null()


def _plan(severity: str) -> str:
    """Return how the plans of a severity are called in the join."""
    return f"{RESERVED}plan_of_{severity}"


def _or_blank(key: Key) -> exp.Expr:
    if isinstance(key, Load):
        return exp.func("COALESCE", exp.cast(column(key.value), exp.DType.TEXT), text_of(""))
    return text_of("" if key is None else str(key))


def _of_lots(name: str) -> exp.Expr:
    return column_in(LOTS, name)
