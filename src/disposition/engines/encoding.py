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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from disposition.engines.formulas import Formula, Leaf, Member, Test
from disposition.engines.python_formulas import MaybeTrue, PlainlyTrue, SurelyTrue
from disposition.engines.python_source import PythonSource
from disposition.frozen import field, frozen
from disposition.language.expression import Fact, Literal
from disposition.language.types import Kind, Value
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Positions

LARGEST = 2**53
"""Whole numbers up to here are the same as binary fractions, whatever an engine turns them into."""


Writer = Callable[[Any], tuple[str, ...]]
"""Writes the messages of some facts."""


Codes = frozenset[int] | None
"""The codes that equalities ask for; None where something else is asked, too."""

Looks = dict["Field", dict[str, Codes]]
"""The fields that are looked at, by the names of what is asked of them."""


@frozen
class Field:
    """One coded value: where it is found in a message, how it is written, how literals compare.

    `value` names what holds it, `known` and `unknown` what says that it is, or is not.
    `plain` is the source of its code if all facts are known, `sure` if just it is known, and
    `is_unknown` that of whether it is not. Where the code is 1 or 0, both are conditions
    (`is_flag`), and false of what is unknown; where it is that of a text, the text (`texts`).
    """

    value: str
    known: str
    unknown: str
    plain: str
    sure: str
    is_unknown: str
    code: Callable[[Any], int] = field(eq=False, repr=False)
    is_flag: bool = False
    texts: Mapping[str, int] | None = field(default=None, eq=False, repr=False)


class Coding:
    """The fields of some facts of a policy, made as they are asked for."""

    def __init__(
        self, policy: CheckedPolicy, paths: tuple[str, ...], leaves: Iterable[Leaf]
    ) -> None:
        self._python = PythonSource(policy, paths)
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
            self._fields[fact.path] = self._coded(fact)
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
            self._fields[formula] = Field(*self._names(), plain, surely, unknown, int, is_flag=True)
        return self._fields[formula]

    def _field(
        self, facts: tuple[Fact, ...], source: str, code: Callable[[Any], int], **others: Any
    ) -> Field:
        names = [self._python.variables[fact.path] for fact in facts]
        is_unknown = " or ".join(f"{name} is None" for name in names) or "False"
        return Field(*self._names(), source, source, is_unknown, code, **others)

    def _names(self) -> tuple[str, str, str]:
        number = len(self._fields)
        return f"v{number}", f"k{number}", f"u{number}"

    def _coded(self, fact: Fact) -> Field:
        """Return how a fact's value is coded, and what it is compared with."""
        variable = self._python.variables[fact.path]
        literals = self._literals.get(fact.path, set())
        kind = fact.type.kind
        if kind is Kind.BOOLEAN:
            return self._field((fact,), variable, int, is_flag=True)
        if kind in (Kind.TEXT, Kind.ENUM):
            numbers = {text: number for number, text in enumerate(sorted(map(str, literals)), 1)}
            return self._field((fact,), variable, lambda text: numbers[str(text)], texts=numbers)
        if kind is Kind.DATE:
            return self._field((fact,), variable, lambda day: day.toordinal())
        if kind is Kind.INTEGER and all(map(_is_safe, literals)):
            whole = f"{variable} if -{LARGEST} < {variable} < {LARGEST} else clamp({variable})"
            return self._field((fact,), f"({whole})", int)
        thresholds = sorted(each for each in literals if isinstance(each, int | Decimal))
        name = f"ranks_{variable}"
        self._python.namespace[name] = thresholds
        rank = f"rank({name}, {variable})"
        return self._field((fact,), rank, lambda number: _rank(thresholds, number))

    def writer_of_known(self, messages: Sequence[Looks]) -> Writer:
        """Return a function from facts to messages, where all facts that are tested are known.

        A message is the inside of a JSON object, and tells what is looked at. Of a field of which
        equalities alone are asked, it tells no code for which none asks.
        """
        return self._function("messages", *self._writing(messages, self._if_known))

    def writer(self, messages: Sequence[Looks]) -> Writer:
        """Return a function from facts of which some are unknown to messages."""
        return self._function("messages", *self._writing(messages, self._if_unknown))

    def touching(self, reading: Mapping[str, Positions]) -> Callable[[Any], Positions]:
        """Return a function that tells which conditions read an unknown fact.

        `reading` has the conditions that read a fact, by its path.
        """
        names = self._python.variables
        adding = [f"if {names[path]} is None: found |= {each:#x}" for path, each in reading.items()]
        return self._function("touched", "found = 0", *adding, "return found")

    def _writing(
        self, messages: Sequence[Looks], written: Callable[[Field, Mapping[str, Codes]], str]
    ) -> Iterator[str]:
        """Yield the lines that write messages, each piece once for however many have it."""
        texts: list[str] = []
        pieces: dict[object, str] = {}
        for message in messages:
            names = []
            for each, asked in message.items():
                key = (each, frozenset(asked.items()))
                if key not in pieces:
                    pieces[key] = f"p{len(pieces)}"
                    yield f"{pieces[key]} = {written(each, asked)}"
                names.append(pieces[key])
            texts.append(f"f'{''.join(f'{{{name}}}' for name in names)}', ")
        yield f"return ({''.join(texts)})"

    def _if_known(self, each: Field, asked: Mapping[str, Codes]) -> str:
        """Return the source of what is told of a field where all that is tested is known."""
        if each.value in asked:
            return self._value_source(each, asked[each.value], each.plain)
        return self._if_unknown(each, asked)

    def _if_unknown(self, each: Field, asked: Mapping[str, Codes]) -> str:
        """Return the source of what is told of a field that may be unknown."""
        unknown = repr(f',"{each.unknown}":1' if each.unknown in asked else "")
        told = [repr(f',"{each.known}":1')] if each.known in asked else []
        if each.value in asked:
            told.append(f"({self._value_source(each, asked[each.value], each.sure)})")
        return f"{unknown} if {each.is_unknown} else {' + '.join(told) or repr('')}"

    def _value_source(self, each: Field, codes: Codes, source: str) -> str:
        """Return the source of what is told of a value that is known."""

        def text(code: int) -> str:
            return f',"{each.value}":{code}' if codes is None or code in codes else ""

        if each.is_flag:
            return f"{text(1)!r} if {source} else {text(0)!r}"
        if each.texts is not None:
            name = f"told_{len(self._python.namespace)}"
            self._python.namespace[name] = {text_: text(each.texts[text_]) for text_ in each.texts}
            return f"{name}.get({source}, {text(0)!r})"
        return f"""f',"{each.value}":{{{source}}}'"""

    def _function(self, name: str, *lines: str) -> Callable[[Any], Any]:
        indented = (f"    {line}" for line in lines)
        source = "\n".join((f"def {name}(facts):", *self._python.fetching(), *indented))
        return self._python.compile(name, source)


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
