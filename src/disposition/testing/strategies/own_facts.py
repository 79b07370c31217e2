"""The section `custom` of lot documents, as a policy declares it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from disposition.documents.places.data import put_into
from disposition.documents.plain import plain_value
from disposition.facts.fact_definition import FactDefinition
from disposition.facts.own.declared import PREFIX, Own, OwnList, OwnValue
from disposition.language.expression import Expression, Literal, walk
from disposition.language.types import Kind, Value
from disposition.policy.model import CheckedPolicy
from disposition.testing.strategies.quick import Recipe, Tape

_MOST_ITEMS = 3
_DAY = date(2026, 11, 18)
_FEW = (0, 1, 2, 10, 100)


def custom_sections(policy: CheckedPolicy, *, complete: bool = False) -> Recipe[dict[str, Any]]:
    """Return the recipe of what a policy reads in the section, near what it compares with.

    Some values and lists are absent unless `complete`.
    """
    own = {
        path.removeprefix(PREFIX): each
        for path, each in policy.own.items()
        if isinstance(each, OwnValue | OwnList)
    }
    drawing = _Drawing(tuple(dict.fromkeys(_values(policy))), is_complete=complete)
    return Recipe(lambda tape: drawing.group(own, tape))


def _values(policy: CheckedPolicy) -> Iterator[Value]:
    """Yield the values that are written in the conditions and definitions of a policy."""
    for parameter in policy.parameters.values():
        yield parameter.value
    for expression in _expressions(policy):
        yield from (node.value for node in walk(expression) if isinstance(node, Literal))


def _expressions(policy: CheckedPolicy) -> Iterator[Expression]:
    yield from policy.conditions
    yield from (each.expression for each in policy.definitions.values())
    for each in (*policy.own.values(), *policy.hoisted.values()):
        if isinstance(each, FactDefinition):
            yield each.expression


class _Drawing:
    """Draws the values of one policy's own facts."""

    def __init__(self, written: tuple[Value, ...], *, is_complete: bool) -> None:
        self._written = written
        self._is_complete = is_complete

    def group(self, own: Mapping[str, Own], tape: Tape) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for path, each in own.items():
            if not self._is_complete and tape.below(5) == 4:
                continue
            put_into(found, path, self._value(each, tape))
        return found

    def _value(self, own: Own, tape: Tape) -> Any:
        if isinstance(own, OwnList):
            return [self.group(own.holds, tape) for _ in range(tape.below(_MOST_ITEMS + 1))]
        choices = self._choices(own) if isinstance(own, OwnValue) else []
        return plain_value(choices[tape.below(len(choices))])

    def _choices(self, own: OwnValue) -> list[Value]:
        """Return values of a fact, the simplest first."""
        type_, within = own.scalar.type, own.scalar.within
        match type_.kind:
            case Kind.BOOLEAN:
                return [False, True]
            case Kind.ENUM:
                return list(type_.values)
            case Kind.TEXT:
                words = (each for each in self._written if isinstance(each, str) and each.strip())
                return ["x", *words]
            case Kind.DATE:
                days = (each for each in self._written if isinstance(each, date))
                return [_DAY, *(each + timedelta(by) for each in days for by in (-1, 0, 1))]
            case kind:
                written = [
                    each
                    for each in self._written
                    if isinstance(each, int | Decimal) and not isinstance(each, bool)
                ]
                least, most = within.least, within.most
                near = [*_FEW, *(each + by for each in written for by in (-1, 0, 1))]
                near += [each for each in (least, most) if each is not None]
                return [
                    int(each) if kind is Kind.INTEGER else each
                    for each in dict.fromkeys(near)
                    if (least is None or each >= least)
                    and (most is None or each <= most)
                    and (kind is Kind.DECIMAL or each == int(each))
                ]
