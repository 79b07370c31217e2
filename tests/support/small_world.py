"""A document small enough that everything it can still be can be tried, and expressions over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import product
from operator import attrgetter
from random import Random
from typing import Any

from disposition.documents.declaring import items, value
from disposition.documents.numbers import count
from disposition.documents.scalars import FLAG, ScalarType, day, enum
from disposition.facts.evaluation import KnownFacts
from disposition.facts.shipped import lists_of
from disposition.frozen import evolve, fields, frozen
from disposition.language import expression as tree
from disposition.language.check.checker import check_value
from disposition.language.check.scope import Scope
from disposition.language.evaluate.bounds import exact
from disposition.language.parse.parser import parse_expression
from disposition.language.types import FactSpec, TableRow, TableSpec

DAYS = (date(2026, 11, 1), date(2026, 11, 2))
WORDS = ("x", "y")


@frozen
class Row:
    """An item of the list."""

    n: int | None = value(count("", most=2), "a number")
    ok: bool | None = value(FLAG, "a flag")
    w: str | None = value(enum(*WORDS), "a word")


@frozen
class World:
    """The document."""

    a: int | None = value(count("", most=2), "a number")
    b: bool | None = value(FLAG, "a flag")
    w: str | None = value(enum(*WORDS), "a word")
    d: date | None = value(day(*DAYS), "a day")
    e: date | None = value(day(*DAYS), "a day")
    rows: tuple[Row, ...] | None = items(Row, "a list")


_SCALARS: Mapping[str, ScalarType] = {
    each.name: each.metadata["scalar"] for each in fields(World) if "scalar" in each.metadata
}
SPECS = {
    name: FactSpec(name, scalar.type, name, given=True, within=scalar.within)
    for name, scalar in _SCALARS.items()
}
TABLE = TableSpec(
    "prices",
    {"w": SPECS["w"].type},
    {"price": SPECS["a"].type},
    (TableRow(("x",), {"price": 1}), TableRow(("y",), {"price": 2})),
)
SCOPE = Scope(SPECS, {}, {}, lists=dict(lists_of(World, "")), tables={"prices": TABLE})
KNOWN = KnownFacts(
    SPECS,
    {name: attrgetter(f"lot.{name}") for name in SPECS},
    {},
    SCOPE.lists,
    tables={"prices": TABLE},
)


def checked(text: str) -> tuple[tree.Expression, Any]:
    """Return the expression of a text, and its type."""
    expression, type_, problems = check_value(parse_expression(text), SCOPE)
    assert not [each for each in problems if not each.is_warning], (text, problems)
    return expression, type_


# --- expressions ---------------------------------------------------------------------------------


class Writing:
    """Writes random expressions; `once` never reads the same value twice."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self._variables = 0

    def number(self, depth: int, row: str = "") -> str:
        """Return the text of a number."""
        plain = ["a", "0", "1", "2", *([f"{row}.n", f"{row}.position"] if row else [])]
        if depth == 0:
            return self.chance.choice(plain)
        match self.chance.randrange(9):
            case 0 | 1:
                sign = self.chance.choice("+-*")
                return f"({self.number(depth - 1, row)} {sign} {self.number(depth - 1, row)})"
            case 2:
                return self._conditional(self.number, depth, row)
            case 3:
                function = self.chance.choice(["min", "max"])
                return f"{function}({self.number(depth - 1, row)}, {self.number(depth - 1, row)})"
            case 4:
                return "lookup(prices.price, w)"
            case 5:
                return "(d - e)"
            case 6:
                return f"({self.number(depth - 1, row)} / 2)"
            case _:
                return self._aggregate(["sum", "count", "min", "max", "first", "last"], depth)

    def condition(self, depth: int, row: str = "") -> str:
        """Return the text of a condition."""
        plain = ["b", "w == 'x'", "d < e", "a > 0", "w in ['y']", "a is known", "true"]
        plain += ["percent(a, 2) < 60", f"percent(1, {f'{row}.n' if row else 'a'}) > 50"]
        if row:
            plain += [f"{row}.ok", f"{row}.w == w", f"{row}.n >= a", f"{row}.w is unknown"]
        if depth == 0:
            return self.chance.choice(plain)
        match self.chance.randrange(7):
            case 6:
                function, sign = self.chance.choice(["min", "max"]), self.chance.choice("<>")
                both = f"{self.number(depth - 1, row)}, {self.number(depth - 1, row)}"
                return f"{function}({both}) {sign} {self.chance.choice('12')}"
            case 0:
                return f"({self.condition(depth - 1, row)} and {self.condition(depth - 1, row)})"
            case 1:
                return f"({self.condition(depth - 1, row)} or {self.condition(depth - 1, row)})"
            case 2:
                return f"not {self.condition(0, row)}"
            case 3:
                sign = self.chance.choice(["==", "!=", "<", "<=", ">", ">="])
                return f"({self.number(depth - 1, row)} {sign} {self.number(depth - 1, row)})"
            case 4:
                return f"({self._conditional(self.condition, depth, row)})"
            case _:
                return self._aggregate(["any", "all"], depth)

    def _conditional(self, kind: Any, depth: int, row: str) -> str:
        then, otherwise = kind(depth - 1, row), kind(depth - 1, row)
        return f"({then} if {self.condition(depth - 1, row)} else {otherwise})"

    def _aggregate(self, kinds: list[str], depth: int) -> str:
        self._variables += 1
        name, kind = f"r{self._variables}", self.chance.choice(kinds)
        told = self.condition if kind in ("any", "all") else self.number
        what = name if kind == "count" else told(depth - 1, name)
        clause = f"for {name} in rows"
        if self.chance.random() < 0.6:
            clause += f" if {self.condition(depth - 1, name)}"
        if kind in ("min", "max", "first", "last") and self.chance.random() < 0.5:
            clause += f" else {self.number(0)}"
        return f"{kind}({what} {clause})"


# --- documents and their completions -------------------------------------------------------------


def world(chance: Random, absent: float) -> World:
    """Return a random document of which some values are absent."""

    def part(kind: type) -> dict[str, Any]:
        return {
            each.name: None
            if chance.random() < absent
            else chance.choice(_choices(each.metadata["scalar"]))
            for each in fields(kind)
            if "scalar" in each.metadata
        }

    rows = tuple(Row(**part(Row)) for _ in range(chance.choice([0, 1, 2])))
    return World(**part(World), rows=None if chance.random() < absent / 2 else rows)


def _choices(scalar: ScalarType) -> list[Any]:
    match scalar.type.kind.value:
        case "integer":
            return [0, 1, 2]
        case "boolean":
            return [True, False]
        case "date":
            return list(DAYS)
        case _:
            return list(WORDS)


def completions(partial: World) -> Iterator[World]:
    """Yield every document that agrees with a partial one and lacks nothing.

    A list that is absent is empty then, or has one item or two that are alike.
    """
    open_ = [each.name for each in fields(World)[:-1] if getattr(partial, each.name) is None]
    if partial.rows is None:
        for row in _complete(Row()):
            for many in range(3):
                yield from completions(evolve(partial, rows=(row,) * many))
        return
    rows = [list(_complete(row)) for row in partial.rows]
    for values in product(*(_choices(_SCALARS[name]) for name in open_)):
        told = evolve(partial, **dict(zip(open_, values, strict=True)))
        for chosen in product(*rows):
            yield evolve(told, rows=tuple(chosen))


def _complete(row: Row) -> Iterator[Row]:
    open_ = [each for each in fields(Row) if getattr(row, each.name) is None]
    for values in product(*(_choices(each.metadata["scalar"]) for each in open_)):
        names = [each.name for each in open_]
        yield evolve(row, **dict(zip(names, values, strict=True)))


# --- the meaning where nothing is absent, written apart ------------------------------------------

_SIGNS = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y,
    "==": lambda x, y: x == y,
    "!=": lambda x, y: x != y,
    "<": lambda x, y: x < y,
    "<=": lambda x, y: x <= y,
    ">": lambda x, y: x > y,
    ">=": lambda x, y: x >= y,
}


def plain(  # noqa: C901 - one case for each node
    expression: tree.Expression, lot: World, rows: Mapping[str, Any]
) -> Any:
    """Return the value of an expression of a document that lacks nothing; perhaps None."""

    def of(inner: tree.Expression, **more: Any) -> Any:
        return plain(inner, lot, {**rows, **more})

    match expression:
        case tree.Literal(value=held):
            return exact(held)
        case tree.Fact(path=path):
            return exact(getattr(lot, path))
        case tree.Item(variable=variable, key="position"):
            return rows[variable][0] + 1
        case tree.Item(variable=variable, key=key):
            return exact(getattr(rows[variable][1], key))
        case tree.Known():
            return True
        case tree.Not(operand=operand):
            held = of(operand)
            return None if held is None else not held
        case tree.And(operands=operands):
            return _joined([of(each) for each in operands], False)
        case tree.Or(operands=operands):
            return _joined([of(each) for each in operands], True)
        case tree.Compare(comparison=sign, left=left, right=right):
            return _both(sign.value, of(left), of(right))
        case tree.Arithmetic(operator=sign, left=left, right=right):
            return _both(sign.value, of(left), of(right))
        case tree.Within(item=item, values=values):
            return of(item) in [each.value for each in values]
        case tree.Conditional(condition=condition, then=then, otherwise=otherwise):
            held, one, other = of(condition), of(then), of(otherwise)
            if held is None:
                return one if one == other else None
            return one if held else other
        case tree.Call(function=function, operands=operands):
            given = [of(each) for each in operands]
            if None in given:
                return None
            if function is tree.Function.PERCENT:
                return Fraction(100 * given[0], given[1]) if given[1] else None
            return {"min": min, "max": max}[function.value](given)
        case tree.Lookup(keys=(key,)):
            return {"x": 1, "y": 2}[of(key)]
        case tree.Aggregate():
            return _told(expression, lot, rows)
    raise AssertionError(expression)


def _both(sign: str, one: Any, other: Any) -> Any:
    if one is None or other is None:
        return None
    if sign == "/":
        return Fraction(one) / Fraction(other)
    return _SIGNS[sign](one, other)


def _joined(held: list[Any], stop: bool) -> Any:
    if stop in held:
        return stop
    return None if None in held else not stop


def _told(expression: tree.Aggregate, lot: World, rows: Mapping[str, Any]) -> Any:
    meant = []
    for at, row in enumerate(lot.rows or ()):
        inner = {**rows, expression.variable: (at, row)}
        held = True if expression.where is None else plain(expression.where, lot, inner)
        told = 1 if expression.value is None else plain(expression.value, lot, inner)
        meant.append((held, told))
    kind = expression.kind.value
    if kind in ("any", "all"):
        stop = kind == "any"
        return _joined([_settled(held, told, stop) for held, told in meant], stop)
    if any(held is None for held, _ in meant):
        raise NotToldError
    chosen = [told for held, told in meant if held]
    if kind in ("sum", "count"):
        return None if None in chosen else sum(chosen)
    if not chosen:
        return None if expression.otherwise is None else plain(expression.otherwise, lot, rows)
    if kind in ("min", "max"):
        return None if None in chosen else {"min": min, "max": max}[kind](chosen)
    return chosen[0 if kind == "first" else -1]


def _settled(held: Any, told: Any, stop: bool) -> Any:
    """Return what an item says to `any` or `all`: nothing, unless it is meant."""
    if stop:
        return _joined([held, told], False)
    return _joined([None if held is None else not held, told], True)


class NotToldError(Exception):
    """A condition of an aggregate that has no value: this evaluator does not go into that."""
