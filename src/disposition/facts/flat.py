"""Facts given one by one instead of as a lot document, checked against the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import frozen

from disposition.errors import LotError, Problem, suggest
from disposition.facts.catalogue import CATALOGUE
from disposition.facts.kinds import FactType, Kind, Value
from disposition.facts.numbers import DIGITS
from disposition.facts.shown import shown

MOST = 10**DIGITS


class _Open(dict[str, Value | None]):
    """A mapping in which what was not given is unknown."""

    def __missing__(self, path: str) -> None:
        return None


@frozen
class Facts:
    """Typed values by their paths; a path that was not given is unknown.

    For callers who know derived facts already, such as a hot loop over prepared rows. Nothing is
    derived from anything here: what a policy reads has to be given.

    >>> facts = Facts.of({"defects.major.found": 9, "defects.minor.rate": "2.5"})
    >>> facts.observe(["defects.minor.rate", "as_of"])
    {'defects.minor.rate': Decimal('2.5'), 'as_of': None}
    """

    values: Mapping[str, Value | None]

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Facts:
        """Return checked facts; decimals and dates may be texts, `None` is unknown.

        Raises:
            LotError: an unknown path, or a value that the fact cannot have; all of them at once.
        """
        problems = []
        checked = _Open()
        for path, value in values.items():
            spec = CATALOGUE.get(path)
            if spec is None:
                hint = suggest(str(path), CATALOGUE)
                problems.append(Problem(str(path), f"there is no fact `{path}`", hint))
                continue
            try:
                checked[path] = None if value is None else _read(value, spec.type)
            except ValueError:
                message = f"expected {spec.type}, found `{shown(value)}`"
                problems.append(Problem(path, message, _hint(value, spec.type)))
        if problems:
            raise LotError(problems)
        return cls(checked)

    def observe(self, paths: Iterable[str]) -> dict[str, Value | None]:
        """Return the facts at the given paths; an unknown fact is None."""
        return {path: self.values[path] for path in paths}


def _hint(value: object, type_: FactType) -> str:
    if type_.kind is Kind.ENUM and isinstance(value, str):
        return suggest(value, type_.values)
    if isinstance(value, float):
        return "a float is not exact: write a text or a `Decimal`"
    return ""


def _read(value: Any, type_: FactType) -> Value:
    """Return a value as facts of a type hold it.

    Raises:
        ValueError: it is none.
    """
    match type_.kind, value:
        case Kind.BOOLEAN, bool():
            return value
        case Kind.INTEGER, int() if not isinstance(value, bool) and abs(value) < MOST:
            return value
        case Kind.DECIMAL, int() | str() | Decimal() if not isinstance(value, bool):
            return _decimal(value)
        case Kind.ENUM, str() if value in type_.values:
            return value
        case Kind.TEXT, str():
            return value
        case Kind.DATE, date() if type(value) is date:
            return value
        case Kind.DATE, str():
            return date.fromisoformat(value)
        case _:
            raise ValueError


def _decimal(value: int | str | Decimal) -> Decimal:
    try:
        number = Decimal(value)
    except ArithmeticError:
        raise ValueError from None
    if not number.is_finite() or number.adjusted() >= DIGITS:
        raise ValueError
    # A small rate has its 15 digits far behind the point: what is observed can be given back.
    _, digits, exponent = number.as_tuple()
    if len(digits) > DIGITS or int(exponent) < -2 * DIGITS:
        raise ValueError
    return number
