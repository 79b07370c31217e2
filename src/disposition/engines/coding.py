"""Facts coded as whole numbers, so that an engine which compares only those stays exact.

- yes or no as 1 or 0, dates as the number of their day, integers as themselves;
- a decimal as its rank among the numbers that the policy compares it with;
- a text as its number among the texts that the policy names;
- a comparison of sums, of products or of two facts as the sign of their difference, reckoned exactly.

Each coded value is one field of a message; a function is generated that writes them all at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from disposition.engines.python_source import PythonSource
from disposition.engines.questions import Leaf, Member, Test
from disposition.facts.kinds import Kind, Value
from disposition.policy.expression import Fact, Literal
from disposition.policy.model import CheckedPolicy

_LARGEST = 2**53
"""Whole numbers up to here are the same as binary fractions; no literal of a policy is larger."""


@frozen
class Field:
    """One coded value: its number in the message, the facts it needs, and how literals compare."""

    number: int
    facts: tuple[Fact, ...]
    source: str
    code: Callable[[Value], int] = field(eq=False, repr=False)

    @property
    def value(self) -> str:
        """The name of the message's field that holds the coded value."""
        return f"v{self.number}"

    @property
    def unknown(self) -> str:
        """The name of the message's field that says that the value is unknown."""
        return f"u{self.number}"

    @property
    def known(self) -> str:
        """The name of the message's field that says that the value is known."""
        return f"k{self.number}"


class Coding:
    """The fields for the leaves of one policy's formulas."""

    def __init__(self, policy: CheckedPolicy, leaves: Iterable[Leaf]) -> None:
        self._python = PythonSource(policy)
        self._python.namespace.update(sign=_sign, rank=_rank, clamp=_clamp)
        self._literals: dict[str, set[Value]] = {}
        self.fields: dict[object, Field] = {}
        for leaf in leaves:
            if isinstance(leaf, Test | Member) and (plain := plain_comparison(leaf)):
                fact, literals = plain
                self._literals.setdefault(fact.path, set()).update(literals)

    def of_fact(self, fact: Fact) -> Field:
        """Return the field that holds a fact."""
        if fact.path not in self.fields:
            source, code = self._coded(fact)
            self.fields[fact.path] = Field(len(self.fields), (fact,), source, code)
        return self.fields[fact.path]

    def of_difference(self, test: Test) -> Field:
        """Return the field that holds the sign of a difference; compare it with 0."""
        key = (test.left, test.right)
        if key not in self.fields:
            left, right = self._python.value(test.left), self._python.value(test.right)
            source = f"sign({left}, {right})"
            self.fields[key] = Field(len(self.fields), test.facts, source, lambda _: 0)
        return self.fields[key]

    def _coded(self, fact: Fact) -> tuple[str, Callable[[Value], int]]:
        """Return the source that codes a fact's value, and how to code what it is compared with."""
        variable = self._python.variables[fact.path]
        literals = self._literals.get(fact.path, set())
        kind = fact.type.kind
        if kind is Kind.BOOLEAN:
            return f"{variable}:d", int  # type: ignore[return-value]  # only ever given booleans
        if kind in (Kind.TEXT, Kind.ENUM):
            numbers = {text: number for number, text in enumerate(sorted(map(str, literals)), 1)}
            name = f"texts_{variable}"
            self._python.namespace[name] = numbers
            return f"{name}.get({variable}, 0)", lambda text: numbers[str(text)]
        if kind is Kind.DATE:
            return variable, lambda day: day.toordinal()  # type: ignore[union-attr]  # only ever given dates
        if all(isinstance(each, int) for each in literals):
            whole = f"{variable} if -{_LARGEST} < {variable} < {_LARGEST} else clamp({variable})"
            return f"({whole})", int  # type: ignore[return-value]  # only ever given integers
        thresholds = sorted(each for each in literals if isinstance(each, int | Decimal))
        name = f"ranks_{variable}"
        self._python.namespace[name] = thresholds
        return f"rank({name}, {variable})", lambda number: _rank(thresholds, number)

    def encoders(self) -> tuple[Callable[[Any], str | None], Callable[[Any], str]]:
        """Return two functions from facts to the inside of a JSON object.

        The first is for facts that are all known and answers None if they are not; the second takes
        unknown ones too and adds a flag for each field.
        """
        source = "\n".join((*self._whole(), *self._partial()))
        self._python.compile("partial", source)
        return self._python.namespace["whole"], self._python.namespace["partial"]

    def _whole(self) -> list[str]:
        values = "".join(f',"{each.value}":{{{each.source}}}' for each in self.fields.values())
        return [
            "def whole(facts):",
            *self._python.fetching(),
            f"    if {self._python.some_unknown()}: return None",
            f"    return f'{values}'",
        ]

    def _partial(self) -> list[str]:
        pieces = [self._piece(each) for each in self.fields.values()]
        return ["def partial(facts):", *self._python.fetching(), f"    return {' + '.join(pieces) or repr('')}"]

    def _piece(self, each: Field) -> str:
        known = f"""f',"{each.known}":1,"{each.value}":{{{each.source}}}'"""
        unknown = repr(f',"{each.unknown}":1')
        tests = [f"{self._python.variables[fact.path]} is not None" for fact in each.facts]
        return f"({known} if {' and '.join(tests) or 'True'} else {unknown})"


def plain_comparison(leaf: Test | Member) -> tuple[Fact, tuple[Value, ...]] | None:
    """Return the fact and the literals of a leaf that compares just these; else None."""
    match leaf:
        case Test(left=Fact() as fact, right=Literal(value=value)):
            return fact, (value,)
        case Member(item=Fact() as fact, values=values):
            return fact, values
        case _:
            return None


def _sign(left: Any, right: Any) -> int:
    return (left > right) - (left < right)


def _rank(thresholds: list[Any], number: Any) -> int:
    """Return an even number at a threshold and an odd one between two."""
    position = bisect_left(thresholds, number)
    at = position < len(thresholds) and thresholds[position] == number
    return 2 * position + (2 if at else 1)


def _clamp(number: int) -> int:
    return max(-_LARGEST, min(_LARGEST, number))
