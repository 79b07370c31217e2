"""Expressions as Python source: the one value where all that is needed is known, else a hand-over.

A generated function returns the value, or `OPEN` as soon as it meets something that is not known;
whoever called it then asks the reference (`bounds`), which may still tell. So the two never
disagree, and the usual case costs no more than Python written by hand.

Every name in the source is made up here or is a key that a document declares; texts stand in it as
Python writes them itself (`repr`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from enum import Enum
from typing import Any, Protocol

from disposition.language.declarations import DefinitionSpec, ParameterSpec
from disposition.language.evaluate.bounds import exact
from disposition.language.evaluate.possible import Open, divide, share
from disposition.language.exact import EXACT
from disposition.language.expression import (
    POSITION,
    Aggregate,
    Aggregation,
    And,
    Arithmetic,
    Call,
    Compare,
    Conditional,
    Definition,
    Expression,
    Fact,
    Function,
    Item,
    Known,
    Listing,
    Literal,
    Not,
    Operator,
    Or,
    Parameter,
    Unknown,
    Within,
    free_variables,
    walk,
)
from disposition.language.types import FactType, Kind, Value

OPEN = object()
"""What a generated function returns where it meets something that is not known."""

NAMESPACE: Mapping[str, Any] = {
    "OPEN": OPEN,
    "Open": Open,
    "Decimal": Decimal,
    "add": EXACT.add,
    "subtract": EXACT.subtract,
    "multiply": EXACT.multiply,
    "divide": divide,
    "share": share,
}
"""What the source of generated functions uses."""

_CALLED = {Operator.ADD: "add", Operator.SUBTRACT: "subtract", Operator.MULTIPLY: "multiply"}
_SIGNS = {Operator.ADD: "+", Operator.SUBTRACT: "-", Operator.MULTIPLY: "*"}


class Sources(Protocol):
    """How the values at the ends of expressions are got, as source."""

    parameters: Mapping[str, ParameterSpec]
    definitions: Mapping[str, DefinitionSpec]

    def given(self, path: str) -> str | None:
        """Return the source of a given fact, None where it is absent; None for any other fact."""
        ...

    def derived(self, path: str) -> str:
        """Return the source of what a derived fact can be."""
        ...

    def value(self, path: str) -> str:
        """Return the source of the value of a derived fact, None where it is unknown."""
        ...

    def closed(self, expression: Aggregate) -> str:
        """Return the source of what an aggregate can be that is the same for every item."""
        ...

    def listing(self, path: str) -> str:
        """Return the source of a list of the document, None where it is absent."""
        ...


class Unwritable(Exception):  # noqa: N818 - a way out, and no error of anybody
    """Something that only the reference evaluates."""


class Rests(Enum):
    """What a whole expression is where one of its parts is not known."""

    OPEN = "open"  # the reference tells
    UNKNOWN_IF_UNBOUNDED = "unknown if unbounded"
    UNKNOWN = "unknown"


class Writer:
    """Writes the body of one function: `return` with the value, or what hands it over.

    Where only the value is asked for, a part that surely leaves it unknown hands nothing over.
    """

    def __init__(
        self,
        sources: Sources,
        handing_over: str = "OPEN",
        returned: str = "{}",
        *,
        only_value: bool = False,
    ) -> None:
        self._sources = sources
        self._handing_over = handing_over
        self._returned = returned
        self._rests = Rests.UNKNOWN if only_value else Rests.OPEN
        self._lines: list[str] = []
        self._depth = 1
        self._count = 0
        self._variables: dict[str, str] = {}
        self._places: dict[str, str] = {}

    def body(self, expression: Expression) -> list[str]:
        """Return the lines for an expression; they use `view`."""
        found = self._value(expression)
        self._line(f"return {self._returned.format(found)}")
        return self._lines

    def _hand_over(self, *, unbounded: bool = False) -> str:
        is_unknown = self._rests is Rests.UNKNOWN or (unbounded and self._rests is not Rests.OPEN)
        return f"return {None if is_unknown else self._handing_over}"

    @contextmanager
    def _resting(self, rests: Rests) -> Iterator[None]:
        """Write parts on which the whole rests no more than so."""
        before = self._rests
        if before is not Rests.OPEN:
            self._rests = rests
        yield
        self._rests = before

    def _line(self, text: str) -> None:
        self._lines.append("    " * self._depth + text)

    @contextmanager
    def _block(self, head: str) -> Iterator[None]:
        self._line(head)
        self._depth += 1
        yield
        self._depth -= 1

    def _new(self) -> str:
        self._count += 1
        return f"v{self._count}"

    def _known(self, source: str, type_: FactType) -> str:
        """Write that a value is got, and handed over where it is absent; return its name."""
        name = self._new()
        self._line(f"{name} = {source}")
        self._line(f"if {name} is None: {self._hand_over()}")
        if type_.kind is Kind.DATE:
            self._line(f"{name} = {name}.toordinal()")
        return name

    def _derived(self, source: str) -> str:
        name = self._new()
        self._line(f"{name} = {source}")
        self._line(f"if type({name}) is Open: {self._hand_over()}")
        return name

    def _value(self, expression: Expression) -> str:  # noqa: C901 - one case for each node
        match expression:
            case Literal(value=value):
                return _constant(value)
            case Parameter(name=name):
                return _constant(self._sources.parameters[name].value)
            case Definition(name=name):
                return self._value(self._sources.definitions[name].expression)
            case Fact(path=path, type=type_):
                given = self._sources.given(path)
                if given is None and self._rests is Rests.UNKNOWN:
                    given = self._sources.value(path)
                if given is None:
                    return self._derived(self._sources.derived(path))
                return self._known(given, type_)
            case Item(variable=variable, key=key) if key == POSITION and variable in self._places:
                return self._places[variable]
            case Item(variable=variable, key=key, type=type_):
                return self._known(f"{self._variables[variable]}.{key}", type_)
            case Not(operand=operand):
                return f"(not {self._value(operand)})"
            case Conditional():
                return self._conditional(expression)
            case Arithmetic(operator=Operator.ADD | Operator.SUBTRACT):
                return self._arithmetic(expression)
            case Call(function=Function.MIN | Function.MAX as function, operands=operands):
                with self._resting(Rests.UNKNOWN_IF_UNBOUNDED):
                    return self._call(function, [self._value(each) for each in operands])
            case Aggregate():
                return self._aggregate(expression)
            case Unknown():
                self._line(self._hand_over())
                return "None"
            case _:
                with self._resting(Rests.OPEN):
                    return self._decisive(expression)

    def _decisive(self, expression: Expression) -> str:
        """Write an expression whose value may be known although parts of it are not."""
        match expression:
            case Known(fact=fact):
                return self._is_known(fact)
            case Arithmetic():
                return self._arithmetic(expression)
            case Compare(comparison=comparison, left=left, right=right):
                first, second = self._value(left), self._value(right)
                return f"({first} {comparison.value} {second})"
            case Within(item=item, values=values):
                listed = ", ".join(_constant(each.value) for each in values)
                return f"({self._value(item)} in ({listed},))"
            case And(operands=operands):
                return self._joined(operands, stop=False)
            case Or(operands=operands):
                return self._joined(operands, stop=True)
            case Call(function=function, operands=operands):
                return self._call(function, [self._value(each) for each in operands])
            case _:
                raise Unwritable

    def _is_known(self, fact: Expression) -> str:
        match fact:
            case Item(variable=variable, key=key):
                return f"({self._variables[variable]}.{key} is not None)"
            case Fact(path=path) if given := self._sources.given(path):
                return f"({given} is not None)"
            case _:
                raise Unwritable

    def _arithmetic(self, expression: Arithmetic) -> str:
        operator = expression.operator
        left, right = self._value(expression.left), self._value(expression.right)
        if operator is Operator.DIVIDE:
            return f"divide({left}, {right})"
        if _is_whole(expression.left) and _is_whole(expression.right):
            return f"({left} {_SIGNS[operator]} {right})"
        if _may_be_fraction(expression):
            raise Unwritable
        return f"{_CALLED[operator]}({left}, {right})"

    def _joined(self, operands: tuple[Expression, ...], *, stop: bool) -> str:
        """Write operands one within another, so that none is got after one that settles it."""
        name = self._new()
        self._line(f"{name} = {stop}")
        depth = self._depth
        for operand in operands:
            found = self._value(operand)
            self._line(f"if {'not ' if stop else ''}{found}:")
            self._depth += 1
        self._line(f"{name} = {not stop}")
        self._depth = depth
        return name

    def _conditional(self, expression: Conditional) -> str:
        name = self._new()
        with self._resting(Rests.OPEN):
            condition = self._value(expression.condition)
        with self._block(f"if {condition}:"):
            self._line(f"{name} = {self._value(expression.then)}")
        with self._block("else:"):
            self._line(f"{name} = {self._value(expression.otherwise)}")
        return name

    def _call(self, function: Function, given: list[str]) -> str:
        if function is not Function.PERCENT:
            return f"{function.value}({', '.join(given)})"
        part, whole = given
        self._line(f"if {whole} == 0: {self._hand_over()}")
        return f"share({part}, {whole})"

    # --- lists -----------------------------------------------------------------------------------

    def _aggregate(self, expression: Aggregate) -> str:
        assert isinstance(expression.source, Listing)  # noqa: S101 - the checker resolves it
        if self._variables and not free_variables(expression):
            if _may_be_fraction(expression):
                raise Unwritable
            return self._derived(self._sources.closed(expression))
        kind, name = expression.kind, self._new()
        items = self._items(expression.source, unbounded=kind is not Aggregation.COUNT)
        self._line(f"{name} = {_BEGUN[kind]}")
        item = self._new()
        outer = dict(self._variables)
        self._variables[expression.variable] = item
        if kind is Aggregation.LAST:
            items = f"reversed({items})"
        counted = item
        if _tells_position(expression):
            place = self._places[expression.variable] = self._new()
            counted, items = f"{place}, {item}", f"enumerate({items}, 1)"
            if kind is Aggregation.LAST:
                raise Unwritable
        with self._block(f"for {counted} in {items}:"):
            depth = self._depth
            with self._resting(Rests.OPEN):
                if expression.where is not None:
                    self._line(f"if {self._value(expression.where)}:")
                    self._depth += 1
                self._take(kind, name, expression.value)
            self._depth = depth
        self._variables = outer
        if kind in (Aggregation.MIN, Aggregation.MAX, Aggregation.FIRST, Aggregation.LAST):
            with self._block(f"if {name} is None:"):
                if expression.otherwise is None:
                    self._line(self._hand_over(unbounded=True))
                else:
                    self._line(f"{name} = {self._value(expression.otherwise)}")
        return name

    def _take(self, kind: Aggregation, name: str, value: Expression | None) -> None:
        """Write what is done with an item that is meant."""
        if kind is Aggregation.COUNT or value is None:
            self._line(f"{name} += 1")
            return
        found = self._value(value)
        match kind:
            case Aggregation.SUM if _is_whole(value):
                self._line(f"{name} += {found}")
            case Aggregation.SUM:
                if _may_be_fraction(value):
                    raise Unwritable
                self._line(f"{name} = add({name}, {found})")
            case Aggregation.ANY | Aggregation.ALL:
                stop = kind is Aggregation.ANY
                with self._block(f"if {'' if stop else 'not '}{found}:"):
                    self._line(f"{name} = {stop}")
                    self._line("break")
            case Aggregation.MIN | Aggregation.MAX:
                sign = "<" if kind is Aggregation.MIN else ">"
                kept = self._new()
                self._line(f"{kept} = {found}")
                self._line(f"if {name} is None or {kept} {sign} {name}: {name} = {kept}")
            case _:
                self._line(f"{name} = {found}")
                self._line("break")

    def _items(self, source: Listing, *, unbounded: bool) -> str:
        name = self._new()
        if source.variable:
            key = source.path.rpartition("[].")[2]
            self._line(f"{name} = {self._variables[source.variable]}.{key}")
        else:
            self._line(f"{name} = {self._sources.listing(source.path)}")
        self._line(f"if {name} is None: {self._hand_over(unbounded=unbounded)}")
        return name


_BEGUN = {
    Aggregation.SUM: "0",
    Aggregation.COUNT: "0",
    Aggregation.ANY: "False",
    Aggregation.ALL: "True",
    Aggregation.MIN: "None",
    Aggregation.MAX: "None",
    Aggregation.FIRST: "None",
    Aggregation.LAST: "None",
}


def _tells_position(aggregate: Aggregate) -> bool:
    return any(
        isinstance(node, Item) and (node.variable, node.key) == (aggregate.variable, POSITION)
        for node in walk(aggregate)
    )


def _constant(value: Value) -> str:
    held = exact(value)
    return f"Decimal('{held}')" if isinstance(held, Decimal) else repr(held)


def _is_whole(expression: Expression) -> bool:
    """Whether a value is surely a whole number or the number of a day."""
    match expression:
        case Unknown():
            return True
        case Literal(value=value):
            return not isinstance(value, Decimal)
        case Fact(type=type_) | Item(type=type_) | Parameter(type=type_) | Definition(type=type_):
            return type_.kind in (Kind.INTEGER, Kind.DATE)
        case Arithmetic(operator=operator, left=left, right=right):
            return operator is not Operator.DIVIDE and _is_whole(left) and _is_whole(right)
        case Aggregate(kind=kind, value=value, otherwise=otherwise):
            told = [each for each in (value, otherwise) if each is not None]
            return kind is Aggregation.COUNT or all(map(_is_whole, told))
        case Conditional(then=then, otherwise=otherwise):
            return _is_whole(then) and _is_whole(otherwise)
        case Call(function=function, operands=operands):
            return function is not Function.PERCENT and all(map(_is_whole, operands))
        case _:
            return False


def _may_be_fraction(expression: Expression) -> bool:
    """Whether a division below makes a value that no `Decimal` may hold."""
    match expression:
        case Arithmetic(operator=Operator.DIVIDE):
            return True
        case Arithmetic(left=left, right=right):
            return _may_be_fraction(left) or _may_be_fraction(right)
        case Conditional(then=then, otherwise=otherwise):
            return _may_be_fraction(then) or _may_be_fraction(otherwise)
        case Definition():
            return True
        case Aggregate(value=value, otherwise=otherwise):
            told = [each for each in (value, otherwise) if each is not None]
            return any(map(_may_be_fraction, told))
        case Call(operands=operands):
            return any(map(_may_be_fraction, operands))
        case _:
            return False


def compiled(source: str, name: str, namespace: Mapping[str, Any]) -> Callable[..., Any]:
    """Return the function of a name that some source, written here, defines."""
    filled = {**NAMESPACE, **namespace}
    exec(compile(source, f"<{name}>", "exec"), filled)  # noqa: S102  # see the module's text
    function: Callable[..., Any] = filled[name]
    return function
