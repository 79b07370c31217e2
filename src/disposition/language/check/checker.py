"""Checks expressions: names are resolved, every operation is checked, and so is plain nonsense."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from disposition.frozen import evolve
from disposition.language import expression as tree
from disposition.language.check.operations import (
    BOOLEAN,
    COUNT,
    PERCENT,
    a_type,
    arithmetic_type,
    doubt_comparison,
    doubt_lookup,
    expect_comparable,
    hint_for,
    is_same_family,
    type_of_literal,
    units_fit,
    word_hint,
)
from disposition.language.check.scope import (
    NOTHING_ALIKE,
    Scope,
    find_item,
    find_list,
    find_table,
    no_value,
    within_a_list,
)
from disposition.language.check.text_types import Checked, Texts
from disposition.language.expression import Expression, Span, walk
from disposition.language.faults import ExpressionError
from disposition.language.types import FactType, Kind, ListSpec
from disposition.words import listed

Found = TypeVar("Found")


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
    """Resolve and check any expression; the type is None where it could not be found."""
    checker = _Checker(scope)
    checked, type_ = checker.check(expression)
    return checked, type_, checker.problems


class _Checker:
    """Checks one expression; a part whose type cannot be told is left out of further checks."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._variables: dict[str, ListSpec] = {}
        self.problems: list[ExpressionError] = []
        self._texts = Texts(scope.parameters, self.problems)

    def _problem(self, code: str, span: Span, message: str, hint: str = "") -> None:
        self.problems.append(ExpressionError(code, span, message, hint))

    def check(self, expression: Expression) -> Checked:  # noqa: C901 - one case for each node
        match expression:
            case tree.Literal():
                return expression, type_of_literal(expression)
            case tree.Name():
                return self._name(expression)
            case tree.Fact() | tree.Parameter() | tree.Definition():
                return expression, expression.type
            case tree.Arithmetic():
                return self._arithmetic(expression)
            case tree.Compare():
                return self._compare(expression)
            case tree.Within():
                return self._within(expression)
            case tree.Known():
                return self._known(expression)
            case tree.Not():
                operand, type_ = self.check(expression.operand)
                self.expect_boolean(expression.operand, type_)
                return evolve(expression, operand=operand), BOOLEAN
            case tree.And() | tree.Or():
                return self._connective(expression)
            case tree.Conditional():
                return self._conditional(expression)
            case tree.Call():
                return self._call(expression)
            case tree.Lookup():
                return self._lookup(expression)
            case tree.Aggregate():
                return self._aggregate(expression)
            case tree.Item():
                return expression, expression.type
            case tree.Unknown():
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

    def _name(self, name: tree.Name) -> Checked:
        if name.text.partition(".")[0] in self._variables:
            item = self._found(name.text, lambda: find_item(name, self._variables))
            return (name, None) if item is None else (item, item.type)
        resolved = self._scope.resolve(name)
        if resolved is not None:
            return resolved, resolved.type
        if name.text in self._scope.lists:
            self.problems.append(no_value(name))
        elif name.text not in self._scope.broken:
            hint = within_a_list(name.text, self._scope.lists) or self._scope.hint(name.text)
            self._problem("T202", name.span, f"`{name.text}` is not known", hint)
        return name, None

    def _known(self, known: tree.Known) -> Checked:
        resolved, _ = self.check(known.fact)
        if isinstance(resolved, tree.Item) or (
            isinstance(resolved, tree.Fact) and resolved.path not in self._scope.decided
        ):
            return evolve(known, fact=resolved), BOOLEAN
        span = known.fact.span
        match resolved:
            case tree.Fact(path=path) | tree.Parameter(name=path):
                self._problem("T203", span, f"`{path}` is always known", "leave this out")
            case tree.Definition(name=name):
                message = f"`{name}` is a definition; only a fact can be known or unknown"
                self._problem("T203", span, message, self._facts_in(name))
        return known, BOOLEAN

    def _facts_in(self, name: str) -> str:
        body = self._scope.definitions[name].expression
        facts = sorted({node.path for node in walk(body) if isinstance(node, tree.Fact)})
        shown = listed(facts[:3])
        return f"ask for what it is made of, such as {shown}" if facts else ""

    def _connective(self, expression: tree.And | tree.Or) -> Checked:
        operands = []
        for operand in expression.operands:
            checked, type_ = self.check(operand)
            self.expect_boolean(operand, type_)
            operands.append(checked)
        return evolve(expression, operands=tuple(operands)), BOOLEAN

    def _compare(self, compare: tree.Compare) -> Checked:
        left, left_type = self.check(compare.left)
        right, right_type = self.check(compare.right)
        if left_type is not None and right_type is not None:
            left, left_type = self._texts.adapt(left, left_type, right, right_type)
        if left_type is not None and right_type is not None:
            right, right_type = self._texts.adapt(right, right_type, left, left_type)
        checked = evolve(compare, left=left, right=right)
        if left_type is None or right_type is None:
            self._hint_at_word(compare.left, right_type)
            self._hint_at_word(compare.right, left_type)
            return checked, BOOLEAN
        try:
            expect_comparable(compare, left_type, right_type)
        except ExpressionError as error:
            self.problems.append(error)
        else:
            self.problems += doubt_comparison(checked, left_type, right_type, self._scope.facts)
        return checked, BOOLEAN

    def _hint_at_word(self, side: Expression, other: FactType | None) -> None:
        """Say of a name that is not known what it may be beside what it is compared with."""
        if not isinstance(side, tree.Name) or other is None:
            return
        for problem in self.problems:
            is_it = (problem.code, problem.span) == ("T202", side.span)
            if is_it and (problem.hint == NOTHING_ALIKE or side.text in other.values):
                problem.hint = word_hint(side.text, other) or problem.hint

    def _within(self, within: tree.Within) -> Checked:
        item, type_ = self.check(within.item)
        if type_ is None:
            return evolve(within, item=item), BOOLEAN
        values = []
        for literal in within.values:
            adapted, value_type = self._texts.adapt(literal, type_of_literal(literal), item, type_)
            if value_type is not None and not is_same_family(type_, value_type):
                message = f"{a_type(type_)} cannot be {a_type(value_type)}"
                self._problem("T204", literal.span, message, hint_for(literal, type_))
            if isinstance(adapted, tree.Literal):
                values.append(adapted)
        checked = evolve(within, item=item, values=tuple(values))
        self.problems += doubt_lookup(checked, type_, self._scope.facts)
        return checked, BOOLEAN

    def _arithmetic(self, expression: tree.Arithmetic) -> Checked:
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

    def _conditional(self, expression: tree.Conditional) -> Checked:
        """Check a conditional with those within its values: all together have one type."""
        values: list[Checked] = []
        checked = self._resolved(expression, values)
        known = [each for each in values if not isinstance(each[0], tree.Unknown)]
        if not known:
            message = "none of the values is known"
            self._problem("T212", expression.span, message, "one of them tells what kind it is of")
        type_ = self._texts.common(known, expression.span, "this value")
        return checked if type_ is None else self._texts.read(checked, known, type_), type_

    def _resolved(self, expression: Expression, values: list[Checked]) -> Expression:
        if not isinstance(expression, tree.Conditional):
            is_open = isinstance(expression, tree.Unknown)
            values.append((expression, None) if is_open else self.check(expression))
            return values[-1][0]
        condition, type_ = self.check(expression.condition)
        self.expect_boolean(expression.condition, type_)
        then = self._resolved(expression.then, values)
        otherwise = self._resolved(expression.otherwise, values)
        return evolve(expression, condition=condition, then=then, otherwise=otherwise)

    def _call(self, call: tree.Call) -> Checked:
        values = [self.check(each) for each in call.operands]
        function, first = call.function, call.operands[0]
        type_ = self._texts.common(values, call.span, f"what `{function.value}` takes")
        operands = tuple(each for each, _ in values)
        if type_ is not None:
            operands = tuple(self._texts.read(each, values, type_) for each in operands)
        checked = evolve(call, operands=operands)
        if function is tree.Function.PERCENT:
            self._expect_number(function.value, first, type_)
            return checked, PERCENT
        self._expect_order(function.value, first, type_)
        return checked, type_

    def _expect_number(self, function: str, value: Expression, type_: FactType | None) -> None:
        if type_ is not None and not type_.kind.is_number:
            message = f"`{function}` needs numbers, this is {a_type(type_)}"
            self._problem("T209", value.span, message)

    def _expect_order(self, function: str, value: Expression, type_: FactType | None) -> None:
        if type_ is not None and not (type_.kind.is_number or type_.kind is Kind.DATE):
            message = f"`{function}` needs numbers or dates, this is {a_type(type_)}"
            self._problem("T207", value.span, message, "only numbers and dates have an order")

    # --- lists and tables ------------------------------------------------------------------------

    def _aggregate(self, aggregate: tree.Aggregate) -> Checked:
        variable, taken = aggregate.variable, self._scope.taken(aggregate.variable)
        if variable in self._variables:
            taken = "the variable of an outer list"
        if taken:
            message = f"the variable `{variable}` has the name of {taken}"
            self._problem("T213", aggregate.span, message, "choose another name")
            return aggregate, None
        source = aggregate.source
        assert isinstance(source, tree.Name)  # noqa: S101 - an expression is checked once
        found = self._found(
            source.text, lambda: find_list(source, self._variables, self._scope.lists)
        )
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
        told = self._type_of_value(aggregate, type_)
        if aggregate.otherwise is None or value is None:
            return checked, told
        values: list[Checked] = [(value, told), self.check(aggregate.otherwise)]
        told = self._texts.common(values, aggregate.span, "this value")
        if told is None:
            return checked, None
        first, last = (self._texts.read(each, values, told) for each, _ in values)
        return evolve(checked, value=first, otherwise=last), told

    def _type_of_value(self, aggregate: tree.Aggregate, type_: FactType | None) -> FactType | None:
        """Return the type of what is told of a list, from that of what stands before `for`."""
        kind, value = aggregate.kind, aggregate.value
        if value is None:
            return COUNT
        if kind in (tree.Aggregation.ANY, tree.Aggregation.ALL):
            self.expect_boolean(value, type_)
            return BOOLEAN
        if kind is tree.Aggregation.SUM:
            self._expect_number(kind.value, value, type_)
        elif kind in (tree.Aggregation.MIN, tree.Aggregation.MAX):
            self._expect_order(kind.value, value, type_)
        return type_

    def _lookup(self, lookup: tree.Lookup) -> Checked:
        keys = [self.check(each) for each in lookup.keys]
        spec = self._found(lookup.table, lambda: find_table(lookup, self._scope.tables))
        if spec is None:
            return lookup, None
        fitted = [
            self._key(key, *wanted) for key, wanted in zip(keys, spec.keys.items(), strict=True)
        ]
        type_ = spec.columns[lookup.column]
        return evolve(lookup, keys=tuple(fitted), type=type_), type_

    def _key(self, key: Checked, name: str, wanted: FactType) -> Expression:
        value, type_ = key
        if type_ is None:
            return value
        adapted, type_ = self._texts.adapt(value, type_, tree.Name(name), wanted)
        if type_ is not None and not (is_same_family(type_, wanted) and units_fit(type_, wanted)):
            message = f"the key `{name}` is {a_type(wanted)}, this is {a_type(type_)}"
            is_open = wanted.kind is Kind.ENUM and type_.kind is Kind.TEXT
            hint = "declare the fact with `one of`, and the words that it can be" if is_open else ""
            self._problem("T204", value.span, message, hint)
        return adapted

    def _found(self, name: str, find: Callable[[], Found]) -> Found | None:
        """Return what a name stands for; what is declared wrongly has been told already."""
        try:
            return find()
        except ExpressionError as error:
            if name not in self._scope.broken:
                self.problems.append(error)
            return None
