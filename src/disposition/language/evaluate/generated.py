"""Expressions as Python source: the one value where all that is needed is known, else a hand-over.

A generated function returns the value, or `OPEN` where that rests on something that is not known;
whoever called it then asks the reference (`bounds`), which may still tell. So the two never
disagree, and the usual case costs no more than Python written by hand. Each kind of node is
written here, which makes the module long.

Every name in the source is made up here or is a key that a document declares; texts stand in it as
Python writes them itself (`repr`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from enum import Enum
from typing import Protocol

from disposition.frozen import evolve
from disposition.language.declarations import DefinitionSpec, ParameterSpec
from disposition.language.evaluate.alike import later_of
from disposition.language.evaluate.bounds import COMPARED, exact
from disposition.language.evaluate.possible import Open
from disposition.language.evaluate.source_lines import SourceLines, attribute
from disposition.language.evaluate.traits import is_whole, may_be_fraction, may_lack
from disposition.language.expression import (
    POSITION,
    Aggregate,
    Aggregation,
    And,
    Arithmetic,
    Call,
    Compare,
    Comparison,
    Conditional,
    Definition,
    Expression,
    Fact,
    Function,
    Item,
    Known,
    Listing,
    Literal,
    Lookup,
    Name,
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

_WORDS = (Kind.BOOLEAN, Kind.ENUM, Kind.TEXT)
_ALIKE = (Comparison.EQUAL, Comparison.DIFFERENT)
_CALLED = {Operator.ADD: "add", Operator.SUBTRACT: "subtract", Operator.MULTIPLY: "multiply"}
_SIGNS = {Operator.ADD: "+", Operator.SUBTRACT: "-", Operator.MULTIPLY: "*"}


class Sources(Protocol):
    """How the values at the ends of expressions are got, as source."""

    parameters: Mapping[str, ParameterSpec]
    definitions: Mapping[str, DefinitionSpec]

    def given(self, path: str) -> str | None:
        """Return the source of a given fact, None where it is absent; None for any other fact."""

    def absent(self, end: Fact | Item) -> Open | None:
        """Return what a number of a document can be where it is absent; None for any other end."""

    def may_lack(self, path: str) -> bool:
        """Whether a fact may have no value although nothing is absent."""

    def derived(self, path: str) -> str:
        """Return the source of what a derived fact can be."""

    def value(self, path: str) -> str:
        """Return the source of the value of a derived fact, None where it is unknown."""

    def closed(self, expression: Aggregate) -> str:
        """Return the source of what an aggregate can be that is the same for every item."""

    def listing(self, path: str) -> str:
        """Return the source of a list of the document, None where it is absent."""


class Unwritable(Exception):  # noqa: N818 - a way out, and no error of anybody
    """Something that only the reference evaluates."""


class Rests(Enum):
    """What a whole expression is where one of its parts is not known."""

    OPEN = "open"  # the reference tells
    UNKNOWN_IF_UNBOUNDED = "unknown if unbounded"
    UNKNOWN = "unknown"


class Writer(SourceLines):
    """Writes the body of one function: `return` with the value, or what hands it over.

    A condition that is open is `None` until something rests on it. Where only the value is asked
    for, a part that surely leaves it unknown hands nothing over.
    """

    def __init__(
        self,
        sources: Sources,
        handing_over: str = "OPEN",
        returned: str = "{}",
        *,
        only_value: bool = False,
    ) -> None:
        super().__init__()
        self._sources = sources
        self._handing_over = handing_over
        self._returned = returned
        self._only_value = only_value
        self._rests = Rests.UNKNOWN if only_value else Rests.OPEN
        self._variables: dict[str, str] = {}
        self._places: dict[str, str] = {}

    def body(self, expression: Expression) -> list[str]:
        """Return the lines for an expression; they use `view`."""
        self._return(expression)
        return self._lines

    def _return(self, expression: Expression) -> None:
        match expression:
            case Conditional(condition=condition, then=then, otherwise=otherwise):
                # Which of two values that differ it is: while that is open, it is none of them.
                is_lost = self._only_value and _never_alike(then, otherwise)
                with self._block(f"if {self._settled(condition, is_lost=is_lost)}:"):
                    self._return(then)
                self._return(otherwise)
            case Unknown():
                self._line(f"return {None if self._only_value else 'NOTHING'}")
            case And() | Or() | Not() | Aggregate(kind=Aggregation.ANY | Aggregation.ALL):
                with self._resting(Rests.OPEN):
                    held, may_be_open = self._truth(expression)
                if may_be_open and not self._only_value:
                    self._line(f"if {held} is None: {self._hand_over()}")
                self._line(f"return {held}")
            case _:
                self._line(f"return {self._returned.format(self._value(expression))}")

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

    def _known(self, source: str, type_: FactType) -> str:
        """Write that a value is got, and handed over where it is absent; return its name."""
        name = self._once(source)
        self._line(f"if {name} is None: {self._hand_over()}")
        return f"{name}.toordinal()" if type_.kind is Kind.DATE else name

    def _derived(self, source: str) -> str:
        name = self._once(source)
        with self._block(f"if type({name}) is Open:"):
            if self._rests is Rests.UNKNOWN_IF_UNBOUNDED:
                self._line(f"if {name}.low is None is {name}.high: return None")
            self._line(self._hand_over())
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
                return self._known(attribute(self._variables[variable], key), type_)
            case Conditional():
                return self._conditional(expression)
            case Arithmetic(operator=Operator.ADD | Operator.SUBTRACT):
                return self._arithmetic(expression)
            case Call(function=Function.MIN | Function.MAX):
                # Within another one, the least or largest has a bound on one side all the same.
                is_all = self._rests is Rests.UNKNOWN
                with self._resting(Rests.UNKNOWN_IF_UNBOUNDED if is_all else Rests.OPEN):
                    return self._call(expression)
            case Aggregate(kind=kind) if kind not in (Aggregation.ANY, Aggregation.ALL):
                return self._aggregate(expression)
            case Unknown():
                self._line(self._hand_over())
                return "None"
            case Arithmetic():
                with self._resting(Rests.OPEN):
                    return self._arithmetic(expression)
            case Call():
                with self._resting(Rests.OPEN):
                    return self._call(expression)
            case Lookup() | Name():
                raise Unwritable
            case _:
                return self._settled(expression)

    # --- conditions ------------------------------------------------------------------------------

    def _settled(self, condition: Expression, *, is_lost: bool = False) -> str:
        """Write a condition, and that it is handed over where it is open; return it.

        Where the whole `is_lost` then, it is unknown.
        """
        with self._resting(Rests.OPEN):
            held, may_be_open = self._truth(condition)
            if may_be_open:
                open_ = "return None" if is_lost else self._hand_over()
                self._line(f"if {held} is None: {open_}")
        return held

    def _truth(self, condition: Expression) -> tuple[str, bool]:
        """Write a condition, None where it is open; return its name, and whether it may be."""
        match condition:
            case Definition(name=name):
                return self._truth(self._sources.definitions[name].expression)
            case Not(operand=operand):
                held, may_be_open = self._truth(operand)
                unless = f"None if {held} is None else " if may_be_open else ""
                return self._named(f"{unless}not {held}"), may_be_open
            case And(operands=operands):
                return self._joined(operands, stop=False)
            case Or(operands=operands):
                return self._joined(operands, stop=True)
            case Aggregate(kind=Aggregation.ANY | Aggregation.ALL):
                return self._some(condition)
            case Known(fact=fact):
                return self._named(self._is_known(fact)), False
            case Compare(
                left=Call(function=Function.MIN | Function.MAX), right=Literal() | Parameter()
            ) if condition.comparison not in _ALIKE and not may_lack(
                condition.left, self._sources.may_lack
            ):
                return self._truth(_of_each(condition))
            case Compare():
                return self._compare(condition)
            case Within(item=item, values=values):
                listed = ", ".join(_constant(each.value) for each in values)
                if word := self._word(item):
                    return self._of_words(f"{word[0]} in ({listed},)", word)
                return self._named(f"{self._value(item)} in ({listed},)"), False
            case Fact(path=path) if self._sources.given(path) is None:
                if self._only_value:
                    return self._once(self._sources.value(path)), True
                held = self._named(self._sources.derived(path))
                self._line(f"if type({held}) is Open: {held} = None")
                return held, True
            case _:
                return self._word(condition) or (self._value(condition), False)

    def _compare(self, condition: Compare) -> tuple[str, bool]:
        """Write a comparison; one with a constant can be told where what is compared is absent."""
        left, right, sign = condition.left, condition.right, condition.comparison.value
        words = [self._word(left), self._word(right)] if condition.comparison in _ALIKE else []
        if words and (first := words[0]) and (second := words[1]):
            return self._of_words(f"{first[0]} {sign} {second[0]}", first, second)
        limit = _limit(right, self._sources.parameters)
        if limit is not None and isinstance(left, Fact | Item):
            absent = self._sources.absent(left)
            if absent is not None:
                told = COMPARED[condition.comparison](absent, exact(limit))
                otherwise = None if isinstance(told, Open) else told
                held = self._once(self._end(left))
                tested = f"{held}.toordinal()" if left.type.kind is Kind.DATE else held
                test = f"{otherwise} if {held} is None else {tested} {sign} {_constant(limit)}"
                return self._named(test), otherwise is None
        return self._named(f"{self._value(left)} {sign} {self._value(right)}"), False

    def _end(self, end: Fact | Item) -> str:
        """Return the source of a value of the document, None where it is absent."""
        if isinstance(end, Item):
            return attribute(self._variables[end.variable], end.key)
        given = self._sources.given(end.path)
        assert given is not None  # noqa: S101 - no other fact stands in the document
        return given

    def _word(self, expression: Expression) -> tuple[str, bool] | None:
        """Write a word or flag as it stands in the document, which can be any where it is absent.

        None for anything else: what is known of that may settle a comparison.
        """
        match expression:
            case Literal(value=value):
                return _constant(value), False
            case Item(variable=variable, key=key, type=type_) if type_.kind in _WORDS:
                return self._once(attribute(self._variables[variable], key)), True
            case Fact(path=path, type=type_) if type_.kind in _WORDS:
                given = self._sources.given(path)
                return None if given is None else (self._once(given), True)
            case _:
                return None

    def _of_words(self, test: str, *words: tuple[str, bool]) -> tuple[str, bool]:
        absent = " or ".join(f"{word} is None" for word, may_be_absent in words if may_be_absent)
        return self._named(f"None if {absent} else {test}" if absent else test), bool(absent)

    def _joined(self, operands: tuple[Expression, ...], *, stop: bool) -> tuple[str, bool]:
        """Write operands so that none is got after one that settles it (Kleene)."""
        first, *others = operands
        held, may_be_open = self._truth(first)
        name, depth = self._named(held), self._depth
        for operand in others:
            with self._block(f"if {name} is not {stop}:"):
                held, is_open = self._truth(operand)
                self._line(f"if {held} is not {not stop}: {name} = {held}")
            may_be_open = may_be_open or is_open
        self._depth = depth
        return name, may_be_open

    def _some(self, expression: Aggregate) -> tuple[str, bool]:
        """Write whether something holds of any item, or of all."""
        assert isinstance(expression.source, Listing)  # noqa: S101 - the checker resolves it
        assert expression.value is not None  # noqa: S101 - the parser asks for it
        if self._variables and not free_variables(expression):
            if may_be_fraction(expression):
                raise Unwritable
            return self._derived(self._sources.closed(expression)), False
        if later_of(expression) is not None:
            raise Unwritable  # the reference goes over the list once, and not once for each item
        stop = expression.kind is Aggregation.ANY
        items = self._once(self._listed(expression.source))
        name = self._named(f"None if {items} is None else {not stop}")
        with self._each(expression, f"{items} or ()"):
            depth, is_meant = self._depth, ""
            if expression.where is not None:
                meant, may_be_open = self._truth(expression.where)
                self._line(f"if {meant} is not False:")
                self._depth += 1
                is_meant = f" and {meant} is True" if may_be_open else ""
            held, may_be_open = self._truth(expression.value)
            with self._block(f"if {held} is {stop}{is_meant}:"):
                self._line(f"{name} = {stop}")
                self._line("break")
            if may_be_open or is_meant:
                self._line(f"if {held} is not {not stop}: {name} = None")
            self._depth = depth
        return name, True

    def _is_known(self, fact: Expression) -> str:
        match fact:
            case Item(variable=variable, key=key):
                return f"({self._once(attribute(self._variables[variable], key))} is not None)"
            case Fact(path=path):
                given = self._sources.given(path)
                if given is None and not self._only_value:
                    return f"(type({self._sources.derived(path)}) is not Open)"
                return f"({self._once(given or self._sources.value(path))} is not None)"
            case _:
                raise Unwritable

    def _arithmetic(self, expression: Arithmetic) -> str:
        operator = expression.operator
        left, right = self._value(expression.left), self._value(expression.right)
        if operator is Operator.DIVIDE:
            return f"divide({left}, {right})"
        if is_whole(expression.left) and is_whole(expression.right):
            return f"({left} {_SIGNS[operator]} {right})"
        if may_be_fraction(expression):
            raise Unwritable
        return f"{_CALLED[operator]}({left}, {right})"

    def _conditional(self, expression: Conditional) -> str:
        name = self._new()
        with self._block(f"if {self._settled(expression.condition)}:"):
            self._line(f"{name} = {self._value(expression.then)}")
        with self._block("else:"):
            self._line(f"{name} = {self._value(expression.otherwise)}")
        return name

    def _call(self, expression: Call) -> str:
        given = [self._value(each) for each in expression.operands]
        if expression.function is not Function.PERCENT:
            return f"{expression.function.value}({', '.join(given)})"
        part, whole = given
        self._line(f"if {whole} == 0: {self._hand_over()}")
        return f"share({part}, {whole})"

    # --- lists -----------------------------------------------------------------------------------

    def _aggregate(self, expression: Aggregate) -> str:
        assert isinstance(expression.source, Listing)  # noqa: S101 - the checker resolves it
        if self._variables and not free_variables(expression):
            if may_be_fraction(expression):
                raise Unwritable
            return self._derived(self._sources.closed(expression))
        kind, name = expression.kind, self._new()
        items = self._items(expression.source, unbounded=kind is not Aggregation.COUNT)
        self._line(f"{name} = {_BEGUN[kind]}")
        if kind is Aggregation.LAST:
            items = f"reversed({items})"
            if _uses_position(expression):
                raise Unwritable
        with self._each(expression, items), self._resting(Rests.OPEN):
            depth = self._depth
            if expression.where is not None:
                self._line(f"if {self._settled(expression.where)}:")
                self._depth += 1
            self._take(kind, name, expression.value)
            self._depth = depth
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
            case Aggregation.SUM if is_whole(value):
                self._line(f"{name} += {found}")
            case Aggregation.SUM:
                if may_be_fraction(value):
                    raise Unwritable
                self._line(f"{name} = add({name}, {found})")
            case Aggregation.MIN | Aggregation.MAX:
                sign = "<" if kind is Aggregation.MIN else ">"
                kept = self._new()
                self._line(f"{kept} = {found}")
                self._line(f"if {name} is None or {kept} {sign} {name}: {name} = {kept}")
            case _:
                self._line(f"{name} = {found}")
                self._line("break")

    @contextmanager
    def _each(self, expression: Aggregate, items: str) -> Iterator[None]:
        """Write a loop over items, and in it what is written meanwhile."""
        outer, item = dict(self._variables), self._new()
        self._variables[expression.variable] = counted = item
        if _uses_position(expression):
            place = self._places[expression.variable] = self._new()
            counted, items = f"{place}, {item}", f"enumerate({items}, 1)"
        with self._block(f"for {counted} in {items}:"):
            yield
        self._variables = outer

    def _listed(self, source: Listing) -> str:
        """Return the source of a list, None where it is absent."""
        if source.variable:
            return attribute(self._variables[source.variable], source.path.rpartition("[].")[2])
        return self._sources.listing(source.path)

    def _items(self, source: Listing, *, unbounded: bool) -> str:
        name = self._once(self._listed(source))
        self._line(f"if {name} is None: {self._hand_over(unbounded=unbounded)}")
        return name


_BEGUN = {
    Aggregation.SUM: "0",
    Aggregation.COUNT: "0",
    Aggregation.MIN: "None",
    Aggregation.MAX: "None",
    Aggregation.FIRST: "None",
    Aggregation.LAST: "None",
}


def _uses_position(aggregate: Aggregate) -> bool:
    return any(
        isinstance(node, Item) and (node.variable, node.key) == (aggregate.variable, POSITION)
        for node in walk(aggregate)
    )


def _limit(side: Expression, parameters: Mapping[str, ParameterSpec]) -> Value | None:
    """Return the constant that a side of a comparison is; None for any other."""
    match side:
        case Literal(value=value):
            return value
        case Parameter(name=name):
            return parameters[name].value
        case _:
            return None


def _of_each(condition: Compare) -> Expression:
    """Return the same of a least or largest number by what each of them is.

    It is the same where each of them has a value: if one has none, the least has none.
    """
    call = condition.left
    assert isinstance(call, Call)  # noqa: S101 - whoever asks has seen it
    each = tuple(evolve(condition, left=operand) for operand in call.operands)
    is_more = condition.comparison in (Comparison.MORE, Comparison.AT_LEAST)
    return Or(each) if is_more is (call.function is Function.MAX) else And(each)


def _never_alike(then: Expression, otherwise: Expression) -> bool:
    """Whether two values can never be the same one."""
    one, other = _constants(then), _constants(otherwise)
    return one is not None and other is not None and not one & other


def _constants(expression: Expression) -> frozenset[Value] | None:
    """Return the values that an expression chooses from; None where they are not told."""
    match expression:
        case Literal(value=value):
            return frozenset({value})
        case Unknown():
            return frozenset()
        case Conditional(then=then, otherwise=otherwise):
            one, other = _constants(then), _constants(otherwise)
            return None if one is None or other is None else one | other
        case _:
            return None


def _constant(value: Value) -> str:
    held = exact(value)
    return f"Decimal('{held}')" if isinstance(held, Decimal) else repr(held)
