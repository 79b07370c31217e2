"""Values and tests of a formula as Python source, for functions that the engines generate.

Only whole numbers and names that are made up here get into the source: texts and decimals of a
policy are handed to the function as values, so that nothing written in a policy becomes code.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from datetime import date
from operator import itemgetter
from typing import Any

from disposition.engines.formulas import Leaf, Member, Test
from disposition.facts.evaluation import KnownFacts, LotSources
from disposition.language.exact import EXACT
from disposition.language.expression import Arithmetic, Expression, Fact, Literal, Operator
from disposition.language.types import Kind, Value
from disposition.policy.model import CheckedPolicy

_INTEGER_SIGNS = {Operator.ADD: "+", Operator.SUBTRACT: "-", Operator.MULTIPLY: "*"}
_LONG = 10**18  # Python refuses to write out, or read, whole numbers of thousands of digits
_DECIMAL_CALLS = {Operator.ADD: "add", Operator.SUBTRACT: "subtract", Operator.MULTIPLY: "multiply"}


class PythonSource:
    """Writes values and tests over numbered variables `f0`, `f1`, … for some facts of a policy.

    A fact that is a date stands in its variable as the number of its day.
    """

    def __init__(self, policy: CheckedPolicy, paths: tuple[str, ...]) -> None:
        self.variables: Mapping[str, str] = {path: f"f{i}" for i, path in enumerate(paths)}
        self.dates = [path for path in paths if policy.catalogue[path].type.kind is Kind.DATE]
        self.namespace: dict[str, Any] = {
            "add": EXACT.add,
            "subtract": EXACT.subtract,
            "multiply": EXACT.multiply,
            "fetch": _fetcher(paths),
        }
        self._constants: dict[object, str] = {}

    def got(self, path: str) -> str:
        """Return the source of a fact where a test first looks at it."""
        return self.variables[path]

    def fetching(self) -> Iterator[str]:
        """Yield the lines that put a mapping `facts` into the variables."""
        names = self.variables
        if names:
            yield f"    {', '.join(names.values())}, = fetch(facts)"
        yield from self._days()

    def looking_up(self, known: KnownFacts | None) -> Iterator[str]:
        """Yield the lines that put facts of a `view` into the variables and into `facts`.

        Those that `facts` has already are not derived again.
        """
        sources = None if known is None else LotSources(known, self.namespace)
        for path, name in self.variables.items():
            fact = f"facts[{path!r}]"
            if sources is None:
                yield f"    {name} = {fact}"
            elif given := sources.given(path):
                yield f"    {name} = {fact} = {given}"
            else:
                yield f"    if {path!r} in facts: {name} = {fact}"
                yield f"    else: {name} = {fact} = {sources.value(path)}"
        yield from self._days()

    def _days(self) -> Iterator[str]:
        names = self.variables
        for path in self.dates:
            yield f"    {names[path]} = {names[path]} and {names[path]}.toordinal()"

    def some_unknown(self, paths: Container[str]) -> str:
        """Return the source of whether any of some facts is unknown."""
        names = [name for path, name in self.variables.items() if path in paths]
        return " or ".join(f"{name} is None" for name in names) or "False"

    def leaf(self, leaf: Leaf) -> str:
        """Return the source of a test, for facts that are known."""
        match leaf:
            case Test(comparison=comparison, left=left, right=right):
                return f"{self.value(left)} {comparison.value} {self.value(right)}"
            case Member(item=item, values=values, wanted=wanted):
                listed = self.constant(tuple(map(plain, values)))
                return f"{self.value(item)} {'in' if wanted else 'not in'} {listed}"
            case _:
                variable = self.variables[leaf.fact.path]
                return variable if leaf.wanted else f"not {variable}"

    def value(self, expression: Expression) -> str:
        """Return the source of a value."""
        match expression:
            case Literal(value=value):
                return self._literal(value)
            case Fact(path=path):
                return self.variables[path]
            case Arithmetic(operator=operator, left=left, right=right):
                first, second = self.value(left), self.value(right)
                if is_whole(left) and is_whole(right):
                    return f"({first} {_INTEGER_SIGNS[operator]} {second})"
                return f"{_DECIMAL_CALLS[operator]}({first}, {second})"
            case _:
                raise AssertionError(f"{expression} is not a plain value")

    def _literal(self, value: Value) -> str:
        held = plain(value)
        is_short = isinstance(held, int) and abs(held) < _LONG
        return repr(held) if is_short else self.constant(held)

    def constant(self, value: object) -> str:
        """Return the name under which the generated function finds a value."""
        name = self._constants.setdefault((type(value), value), f"k{len(self._constants)}")
        self.namespace[name] = value
        return name

    def compile(self, name: str, source: str) -> Callable[..., Any]:
        """Return the function that some source defines."""
        exec(compile(source, f"<{name}>", "exec"), self.namespace)  # noqa: S102  # source is ours alone, see the module's text
        function: Callable[..., Any] = self.namespace[name]
        return function


def _fetcher(paths: tuple[str, ...]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """Return what takes the values of some paths out of a mapping, in one call."""
    if len(paths) > 1:
        return itemgetter(*paths)
    return lambda facts: tuple(facts[path] for path in paths)


def plain(value: Value) -> Value:
    """Return a value as it is reckoned with: a date as the number of its day."""
    return value.toordinal() if isinstance(value, date) else value


def is_whole(side: Expression) -> bool:
    """Whether a value is a whole number, or a date as the number of its day."""
    match side:
        case Literal(value=value):
            return isinstance(value, int | date)
        case Fact(type=type_):
            return type_.kind in (Kind.INTEGER, Kind.DATE)
        case Arithmetic(left=left, right=right):
            return is_whole(left) and is_whole(right)
        case _:
            return False
