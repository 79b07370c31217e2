"""Checks expressions: names are resolved, every operation is checked, and so is plain nonsense."""

from __future__ import annotations

from attrs import evolve

from disposition.errors import suggest
from disposition.language.doubts import doubt_comparison, doubt_lookup
from disposition.language.expression import (
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
    Lookup,
    Name,
    Not,
    Or,
    Parameter,
    Span,
    Unknown,
    Within,
    walk,
)
from disposition.language.faults import ExpressionError
from disposition.language.literals import read_date
from disposition.language.operations import (
    BOOLEAN,
    COUNT,
    DATE,
    PERCENT,
    TEXT,
    a_type,
    arithmetic_type,
    common_type,
    expect_comparable,
    is_same_family,
    type_of_literal,
    units_fit,
)
from disposition.language.scope import Scope
from disposition.language.text import expression_text
from disposition.language.types import FactType, Kind, ListSpec, Value

Checked = tuple[Expression, FactType | None]
"""A resolved expression and its type; None where the type could not be told."""


def check_condition(
    expression: Expression, scope: Scope
) -> tuple[Expression, list[ExpressionError]]:
    """Resolve and check an expression that must be true, false or unknown."""
    checker = _Checker(scope)
    checked, type_ = checker.check(expression)
    checker.expect_boolean(expression, type_)
    return checked, checker.problems


def check_value(
    expression: Expression, scope: Scope
) -> tuple[Expression, FactType | None, list[ExpressionError]]:
    """Resolve and check any expression; the type is None where it could not be found.

    Nor has what can only be `unknown` a type.
    """
    if isinstance(expression, Unknown):
        return expression, None, []
    checker = _Checker(scope)
    checked, type_ = checker.check(expression)
    return checked, type_, checker.problems


class _Checker:
    """Checks one expression; a part whose type cannot be told is left out of further checks."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._variables: dict[str, ListSpec] = {}
        self.problems: list[ExpressionError] = []

    def _problem(self, code: str, span: Span, message: str, hint: str = "") -> None:
        self.problems.append(ExpressionError(code, span, message, hint))

    def check(self, expression: Expression) -> Checked:  # noqa: C901 - one case for each node
        match expression:
            case Literal():
                return expression, type_of_literal(expression)
            case Name():
                return self._name(expression)
            case Fact() | Parameter() | Definition():
                return expression, expression.type
            case Arithmetic():
                return self._arithmetic(expression)
            case Compare():
                return self._compare(expression)
            case Within():
                return self._within(expression)
            case Known():
                return self._known(expression)
            case Not():
                operand, type_ = self.check(expression.operand)
                self.expect_boolean(expression.operand, type_)
                return evolve(expression, operand=operand), BOOLEAN
            case And() | Or():
                return self._connective(expression)
            case Conditional():
                return self._conditional(expression)
            case Call():
                return self._call(expression)
            case Lookup():
                return self._lookup(expression)
            case Aggregate():
                return self._aggregate(expression)
            case Item():
                return expression, expression.type
            case Unknown():
                hint = "write `is unknown`, or give a value without one by `a if c else unknown`"
                self._problem("T212", expression.span, "`unknown` is no value", hint)
                return expression, None

    def expect_boolean(self, expression: Expression, type_: FactType | None) -> None:
        if type_ is None or type_.kind is Kind.BOOLEAN:
            return
        hint = "compare it, for example with `> 0`" if type_.kind.is_number else ""
        if type_.kind is Kind.ENUM:
            hint = f"compare it, for example with `== '{type_.values[0]}'`"
        message = f"a condition is needed, this is {a_type(type_)}"
        self._problem("T201", expression.span, message, hint)

    def _name(self, name: Name) -> Checked:
        variable, _, key = name.text.partition(".")
        if variable in self._variables:
            return self._item(name, variable, key)
        resolved = self._scope.resolve(name)
        if resolved is not None:
            return resolved, resolved.type
        if name.text not in self._scope.broken:
            hint = self._scope.hint(name.text)
            self._problem("T202", name.span, f"`{name.text}` is not known", hint)
        return name, None

    def _known(self, known: Known) -> Checked:
        resolved, _ = self.check(known.fact)
        if isinstance(resolved, Item) or (
            isinstance(resolved, Fact) and resolved.path not in self._scope.decided
        ):
            return evolve(known, fact=resolved), BOOLEAN
        span = known.fact.span
        match resolved:
            case Fact(path=path) | Parameter(name=path):
                self._problem("T203", span, f"`{path}` is always known", "leave this out")
            case Definition(name=name):
                message = f"`{name}` is a definition; only a fact can be known or unknown"
                self._problem("T203", span, message, self._facts_in(name))
        return known, BOOLEAN

    def _facts_in(self, name: str) -> str:
        body = self._scope.definitions[name].expression
        facts = sorted({node.path for node in walk(body) if isinstance(node, Fact)})
        shown = ", ".join(f"`{path}`" for path in facts[:3])
        return f"ask for what it is made of, such as {shown}" if facts else ""

    def _connective(self, expression: And | Or) -> Checked:
        operands = []
        for operand in expression.operands:
            checked, type_ = self.check(operand)
            self.expect_boolean(operand, type_)
            operands.append(checked)
        return evolve(expression, operands=tuple(operands)), BOOLEAN

    def _compare(self, compare: Compare) -> Checked:
        left, left_type = self.check(compare.left)
        right, right_type = self.check(compare.right)
        if left_type is not None and right_type is not None:
            left, left_type = self._adapt(left, left_type, right, right_type)
        if left_type is not None and right_type is not None:
            right, right_type = self._adapt(right, right_type, left, left_type)
        checked = evolve(compare, left=left, right=right)
        if left_type is None or right_type is None:
            return checked, BOOLEAN
        try:
            expect_comparable(compare, left_type, right_type)
        except ExpressionError as error:
            self.problems.append(error)
        else:
            self.problems += doubt_comparison(checked, left_type, right_type, self._scope.facts)
        return checked, BOOLEAN

    def _within(self, within: Within) -> Checked:
        item, type_ = self.check(within.item)
        if type_ is None:
            return evolve(within, item=item), BOOLEAN
        values = []
        for literal in within.values:
            adapted, value_type = self._adapt(literal, type_of_literal(literal), item, type_)
            if value_type is not None and not is_same_family(type_, value_type):
                message = f"{a_type(type_)} cannot be {a_type(value_type)}"
                self._problem("T204", literal.span, message)
            if isinstance(adapted, Literal):
                values.append(adapted)
        checked = evolve(within, item=item, values=tuple(values))
        self.problems += doubt_lookup(checked, type_, self._scope.facts)
        return checked, BOOLEAN

    def _adapt(
        self, side: Expression, type_: FactType, other: Expression, other_type: FactType
    ) -> Checked:
        """Read a text, written out or a parameter's, as what it is compared with.

        That is a date or one of an enumeration's values; any other text stays as it is.
        """
        value = self._text_of(side)
        if value is None or not isinstance(side, Literal | Parameter):
            return side, type_
        if other_type.kind is Kind.ENUM:
            return self._adapt_to_enum(side, value, other, other_type)
        if other_type.kind is not Kind.DATE:
            return side, type_
        if isinstance(side, Parameter):
            message = f"`{side.name}` is a text, compared with a date"
            self._problem("T204", side.span, message, "write its value without quotes")
            return side, None
        try:
            return Literal(read_date(value, side.span), DATE, span=side.span), DATE
        except ExpressionError as error:
            self.problems.append(error)
            return side, None

    def _adapt_to_enum(
        self, side: Literal | Parameter, value: str, other: Expression, other_type: FactType
    ) -> Checked:
        if value in other_type.values:
            return evolve(side, type=other_type), other_type
        what = f"the value `{value}` of" if isinstance(side, Parameter) else ""
        message = f"{what} `{side.name if isinstance(side, Parameter) else value}`".strip()
        message += f" is no value of `{expression_text(other)}`"
        choices = ", ".join(f"`{each}`" for each in other_type.values)
        hint = suggest(value, other_type.values) or f"it can be {choices}"
        self._problem("T206", side.span, message, hint)
        return side, None

    def _text_of(self, side: Expression) -> str | None:
        value: Value | None = None
        if isinstance(side, Literal):
            value = side.value
        elif isinstance(side, Parameter):
            value = self._scope.parameters[side.name].value
        return value if isinstance(value, str) else None

    def _arithmetic(self, expression: Arithmetic) -> Checked:
        left, left_type = self.check(expression.left)
        right, right_type = self.check(expression.right)
        checked = evolve(expression, left=left, right=right)
        if left_type is None or right_type is None:
            return checked, None
        try:
            return checked, arithmetic_type(expression, left_type, right_type)
        except ExpressionError as error:
            self.problems.append(error)
            return checked, None

    # --- values of several kinds -----------------------------------------------------------------

    def _conditional(self, expression: Conditional) -> Checked:
        """Check a conditional with those within its values: all together have one type."""
        values: list[Checked] = []
        checked = self._resolved(expression, values)
        known = [each for each in values if not isinstance(each[0], Unknown)]
        type_ = self._one_type(known, expression.span, "this value")
        if type_ is not None:
            checked = self._retyped(checked, type_)
        return checked, type_

    def _resolved(self, expression: Expression, values: list[Checked]) -> Expression:
        if not isinstance(expression, Conditional):
            is_open = isinstance(expression, Unknown)
            values.append((expression, None) if is_open else self.check(expression))
            return values[-1][0]
        condition, type_ = self.check(expression.condition)
        self.expect_boolean(expression.condition, type_)
        then = self._resolved(expression.then, values)
        otherwise = self._resolved(expression.otherwise, values)
        return evolve(expression, condition=condition, then=then, otherwise=otherwise)

    def _retyped(self, value: Expression, type_: FactType) -> Expression:
        """Read the texts among the values of a conditional as what the others are."""
        if isinstance(value, Conditional):
            then, otherwise = (
                self._retyped(value.then, type_),
                self._retyped(value.otherwise, type_),
            )
            return evolve(value, then=then, otherwise=otherwise)
        if self._text_of(value) is None:
            return value
        return self._adapt(value, TEXT, value, type_)[0]

    def _one_type(self, values: list[Checked], span: Span, what: str) -> FactType | None:
        """Return the type that several values share, texts read as what the others are."""
        texts = [text for each, _ in values if (text := self._text_of(each)) is not None]
        types = [type_ for each, type_ in values if self._text_of(each) is None]
        if None in types or not values:
            return None
        others = [type_ for type_ in types if type_ is not None]
        if not others:
            return FactType(Kind.ENUM, values=tuple(dict.fromkeys(texts)))
        if texts and others[0].kind not in (Kind.ENUM, Kind.DATE):
            others.append(TEXT)
        try:
            return common_type(others, span, what)
        except ExpressionError as error:
            self.problems.append(error)
            return None

    def _call(self, call: Call) -> Checked:
        values = [self.check(each) for each in call.operands]
        function = call.function.value
        type_ = self._one_type(values, call.span, f"what `{function}` takes")
        if type_ is None:
            is_percent = call.function is Function.PERCENT
            return evolve(call, operands=tuple(each for each, _ in values)), (
                PERCENT if is_percent else None
            )
        checked = evolve(call, operands=tuple(self._retyped(each, type_) for each, _ in values))
        if call.function is Function.PERCENT:
            self._expect_number(function, call.operands[0], type_)
            return checked, PERCENT
        self._expect_order(function, call.operands[0], type_)
        return checked, type_

    def _expect_number(self, function: str, value: Expression, type_: FactType) -> None:
        if not type_.kind.is_number:
            message = f"`{function}` needs numbers, this is {a_type(type_)}"
            self._problem("T209", value.span, message)

    def _expect_order(self, function: str, value: Expression, type_: FactType) -> None:
        if not (type_.kind.is_number or type_.kind is Kind.DATE):
            message = f"`{function}` needs numbers or dates, this is {a_type(type_)}"
            self._problem("T207", value.span, message, "only numbers and dates have an order")

    # --- lists and tables ------------------------------------------------------------------------

    def _item(self, name: Name, variable: str, key: str) -> Checked:
        spec = self._variables[variable]
        held = spec.items.get(key)
        if held is not None:
            return Item(variable, key, held.path, held.type, span=name.span), held.type
        shown = ", ".join(f"`{variable}.{each}`" for each in list(spec.items)[:5])
        hint = suggest(key, spec.items) or f"it has {shown}"
        message = f"an item of `{spec.path}` has no `{key}`"
        if not key:
            message = f"`{variable}` is an item of `{spec.path}`, not a value"
            hint = f"name one of its values, such as {shown}"
        elif key in spec.lists:
            message = f"`{name.text}` is a list, not a value"
            hint = f"write `count(each for each in {name.text})` or the like"
        self._problem("T215", name.span, message, hint)
        return name, None

    def _aggregate(self, aggregate: Aggregate) -> Checked:
        variable, taken = aggregate.variable, self._scope.taken(aggregate.variable)
        if variable in self._variables:
            taken = "the variable of an outer list"
        if taken:
            message = f"the variable `{variable}` has the name of {taken}"
            self._problem("T213", aggregate.span, message, "choose another name")
            return aggregate, None
        source = aggregate.source
        found = self._list(source) if isinstance(source, Name) else None
        if found is None:
            return aggregate, None
        listing, self._variables[variable] = found
        value = where = None
        type_: FactType | None = COUNT
        if aggregate.value is not None:
            value, type_ = self.check(aggregate.value)
        if aggregate.where is not None:
            where, where_type = self.check(aggregate.where)
            self.expect_boolean(aggregate.where, where_type)
        del self._variables[variable]
        checked = evolve(aggregate, source=listing, value=value, where=where)
        return checked, self._told(aggregate, type_)

    def _told(self, aggregate: Aggregate, type_: FactType | None) -> FactType | None:
        """Return the type of what is told of a list, from that of what stands before `for`."""
        kind, value = aggregate.kind, aggregate.value
        if value is None:
            return COUNT
        if kind in (Aggregation.ANY, Aggregation.ALL):
            self.expect_boolean(value, type_)
            return BOOLEAN
        if type_ is not None and kind is Aggregation.SUM:
            self._expect_number(kind.value, value, type_)
        elif type_ is not None and kind in (Aggregation.MIN, Aggregation.MAX):
            self._expect_order(kind.value, value, type_)
        return type_

    def _list(self, name: Name) -> tuple[Listing, ListSpec] | None:
        variable, _, key = name.text.partition(".")
        if variable in self._variables:
            lists, prefix = self._variables[variable].lists, f"{variable}."
            spec = lists.get(key)
        else:
            lists, prefix, variable = self._scope.lists, "", ""
            spec = lists.get(name.text)
        if spec is not None:
            return Listing(spec.path, variable, span=name.span), spec
        known = [f"{prefix}{each}" for each in lists]
        shown = ", ".join(f"`{each}`" for each in known[:5])
        hint = suggest(name.text, known) or (f"lists are {shown}" if known else "")
        self._problem("T214", name.span, f"`{name.text}` is not a list", hint)
        return None

    def _lookup(self, lookup: Lookup) -> Checked:
        keys = [self.check(each) for each in lookup.keys]
        spec = self._scope.tables.get(lookup.table)
        if spec is None:
            known = [f"`{each}`" for each in self._scope.tables]
            hint = suggest(lookup.table, self._scope.tables)
            hint = hint or (f"tables are {', '.join(known[:5])}" if known else "")
            self._problem("T216", lookup.span, f"`{lookup.table}` is not a table", hint)
            return lookup, None
        if lookup.column not in spec.columns:
            columns = ", ".join(f"`{each}`" for each in spec.columns)
            hint = suggest(lookup.column, spec.columns) or f"it has {columns}"
            message = f"the table `{spec.name}` has no column `{lookup.column}`"
            self._problem("T216", lookup.span, message, hint)
            return lookup, None
        if len(keys) != len(spec.keys):
            names = ", ".join(spec.keys)
            message = f"the table `{spec.name}` has {len(spec.keys)} keys, not {len(keys)}"
            hint = f"write `lookup({spec.name}.{lookup.column}, {names})`"
            self._problem("T216", lookup.span, message, hint)
            return lookup, None
        fitted = [
            self._key(each, *wanted) for each, wanted in zip(keys, spec.keys.items(), strict=True)
        ]
        type_ = spec.columns[lookup.column]
        return evolve(lookup, keys=tuple(fitted), type=type_), type_

    def _key(self, key: Checked, name: str, wanted: FactType) -> Expression:
        value, type_ = key
        if type_ is None:
            return value
        adapted, type_ = self._adapt(value, type_, Name(name), wanted)
        if type_ is not None and not (is_same_family(type_, wanted) and units_fit(type_, wanted)):
            message = f"the key `{name}` is {a_type(wanted)}, this is {a_type(type_)}"
            self._problem("T204", value.span, message)
        return adapted
