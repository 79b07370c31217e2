"""Facts coded as whole numbers, so that an engine which compares only those stays exact.

- yes or no as 1 or 0, dates as the number of their day, integers as themselves;
- a decimal as its rank among the numbers that the policy compares it with;
- a text as its number among the texts that the policy names;
- a comparison of sums, of products or of two facts as the sign of their exact difference;
- a condition too large for the engine as 1 or 0.

Each coded value is a field of a message; functions are generated that write whole messages.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from attrs import field

from disposition.engines.formulas import Formula, Leaf, Member, Test
from disposition.engines.python_formulas import MaybeTrue, PlainlyTrue, SurelyTrue
from disposition.engines.python_source import PythonSource
from disposition.frozen import frozen
from disposition.language.expression import Fact, Literal
from disposition.language.types import Kind, Value
from disposition.policy.model import CheckedPolicy

LARGEST = 2**53
"""Whole numbers up to here are the same as binary fractions, whatever an engine turns them into."""


Writer = Callable[[Any], tuple[str, ...]]
"""Writes the messages of some facts."""


@frozen
class Field:
    """One coded value: where it is found in a message, how it is written, how literals compare.

    `value` names what holds it, `known` and `unknown` what says that it is, or is not.
    `plain` is the source that codes it if all facts are known, `sure` if just it is known, and
    `is_unknown` that of whether it is not. One that is not `tested` only tells whether it is known.
    """

    value: str
    known: str
    unknown: str
    plain: str
    sure: str
    is_unknown: str
    tested: bool
    code: Callable[[Any], int] = field(eq=False, repr=False)


class Coding:
    """The fields of one policy, made as they are asked for."""

    def __init__(self, policy: CheckedPolicy, leaves: Iterable[Leaf]) -> None:
        self._python = PythonSource(policy, policy.facts)
        self._python.namespace.update(sign=_sign, rank=_rank, clamp=_clamp)
        self._literals: dict[str, set[Value]] = {}
        self._fields: dict[object, Field] = {}
        self._tested: set[str] = set()
        for leaf in leaves:
            self._tested.update(fact.path for fact in leaf.facts)
            if isinstance(leaf, Test | Member) and (plain := plain_comparison(leaf)):
                fact, literals = plain
                self._literals.setdefault(fact.path, set()).update(literals)
        unknown = self._python.some_unknown(self._tested)
        self.are_known = self._function("are_known", f"return not ({unknown})")
        """Tells of facts whether all that are tested are known."""

    def is_tested(self, fact: Fact) -> bool:
        """Whether a condition tests a fact's value, rather than just asking whether it is known."""
        return fact.path in self._tested

    def of_fact(self, fact: Fact) -> Field:
        """Return the field that holds a fact."""
        if fact.path not in self._fields:
            source, code = self._coded(fact)
            self._fields[fact.path] = self._field((fact,), source, code, self.is_tested(fact))
        return self._fields[fact.path]

    def of_difference(self, test: Test) -> Field:
        """Return the field that holds the sign of a difference; compare it with 0."""
        key = (test.left, test.right)
        if key not in self._fields:
            left, right = self._python.value(test.left), self._python.value(test.right)
            self._fields[key] = self._field(test.facts, f"sign({left}, {right})", lambda _: 0)
        return self._fields[key]

    def of_formula(self, formula: Formula) -> Field:
        """Return the field that holds whether a formula is true; unknown when the formula is."""
        if formula not in self._fields:
            surely = SurelyTrue(self._python).text(formula)
            maybe = MaybeTrue(self._python).text(formula)
            plain = PlainlyTrue(self._python).text(formula)
            unknown = f"({maybe} and not {surely})"
            self._fields[formula] = self._named(f"{plain}:d", f"{surely}:d", unknown, int)
        return self._fields[formula]

    def _field(
        self,
        facts: tuple[Fact, ...],
        plain: str,
        code: Callable[[Any], int],
        tested: bool = True,
    ) -> Field:
        names = [self._python.variables[fact.path] for fact in facts]
        is_unknown = " or ".join(f"{name} is None" for name in names)
        return self._named(plain, plain, is_unknown or "False", code, tested)

    def _named(
        self,
        plain: str,
        sure: str,
        is_unknown: str,
        code: Callable[[Any], int],
        tested: bool = True,
    ) -> Field:
        number = len(self._fields)
        names = (f"v{number}", f"k{number}", f"u{number}")
        return Field(*names, plain, sure, is_unknown, tested, code)

    def _coded(self, fact: Fact) -> tuple[str, Callable[[Any], int]]:
        """Return the source that codes a fact's value, and how to code what it is compared with."""
        variable = self._python.variables[fact.path]
        literals = self._literals.get(fact.path, set())
        kind = fact.type.kind
        if kind is Kind.BOOLEAN:
            return f"{variable}:d", int
        if kind in (Kind.TEXT, Kind.ENUM):
            numbers = {text: number for number, text in enumerate(sorted(map(str, literals)), 1)}
            name = f"texts_{variable}"
            self._python.namespace[name] = numbers
            return f"{name}.get({variable}, 0)", lambda text: numbers[str(text)]
        if kind is Kind.DATE:
            return variable, lambda day: day.toordinal()
        if kind is Kind.INTEGER and all(map(_is_safe, literals)):
            whole = f"{variable} if -{LARGEST} < {variable} < {LARGEST} else clamp({variable})"
            return f"({whole})", int
        thresholds = sorted(each for each in literals if isinstance(each, int | Decimal))
        name = f"ranks_{variable}"
        self._python.namespace[name] = thresholds
        return f"rank({name}, {variable})", lambda number: _rank(thresholds, number)

    def writer_of_known(self, messages: Sequence[Sequence[Field]]) -> Writer:
        """Return a function from facts to messages, where all facts that are tested are known.

        A message is the inside of a JSON object, and has the given fields.
        """
        return self._writer(messages, _if_known)

    def writer(self, messages: Sequence[Sequence[Field]]) -> Writer:
        """Return a function from facts to messages that tell which of their fields are known."""
        return self._writer(messages, _if_unknown)

    def _writer(
        self, messages: Sequence[Sequence[Field]], written: Callable[[Field], str]
    ) -> Writer:
        """Return a function that writes each field once, for however many messages have it."""
        used = {each.value: each for fields in messages for each in fields}
        pieces = [f"{value} = {written(each)}" for value, each in used.items()]
        texts = [f"f'{''.join(f'{{{each.value}}}' for each in fields)}'" for fields in messages]
        return self._function("messages", *pieces, f"return ({''.join(f'{t}, ' for t in texts)})")

    def _function(self, name: str, *lines: str) -> Callable[[Any], Any]:
        indented = (f"    {line}" for line in lines)
        source = "\n".join((f"def {name}(facts):", *self._python.fetching(), *indented))
        return self._python.compile(name, source)


def _if_known(each: Field) -> str:
    """Return the source of a field as it stands where all that is tested is known."""
    if each.tested:
        return f"""f',"{each.value}":{{{each.plain}}}'"""
    known, unknown = repr(f',"{each.known}":1'), repr(f',"{each.unknown}":1')
    return f"{unknown} if {each.is_unknown} else {known}"


def _if_unknown(each: Field) -> str:
    """Return the source of a field that tells whether it is known."""
    known = f"""f',"{each.known}":1,"{each.value}":{{{each.sure}}}'"""
    unknown = repr(f',"{each.unknown}":1')
    return f"{unknown} if {each.is_unknown} else {known}"


def plain_comparison(leaf: Test | Member) -> tuple[Fact, tuple[Value, ...]] | None:
    """Return the fact and the literals of a leaf that compares just these; else None."""
    match leaf:
        case Test(left=Fact() as fact, right=Literal(value=value)):
            return fact, (value,)
        case Member(item=Fact() as fact, values=values):
            return fact, values
        case _:
            return None


def _is_safe(literal: Value) -> bool:
    """Whether a literal is whole, stays what it is, and no clamped number is taken for it."""
    return isinstance(literal, int) and abs(literal) < LARGEST


def _sign(left: Any, right: Any) -> int:
    return int(left > right) - int(left < right)


def _rank(thresholds: list[Any], number: Any) -> int:
    """Return an even number at a threshold and an odd one between two."""
    position: int = bisect_left(thresholds, number)
    at = position < len(thresholds) and thresholds[position] == number
    return 2 * position + (2 if at else 1)


def _clamp(number: int) -> int:
    return max(-LARGEST, min(LARGEST, number))
