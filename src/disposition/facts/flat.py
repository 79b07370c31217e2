"""Facts given one by one instead of as a lot document, checked against the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from datetime import date
from functools import lru_cache
from typing import Any

from disposition.documents import scalars
from disposition.documents.external_values import as_plain
from disposition.documents.numbers import DIGITS, count, decimal, number
from disposition.documents.plain import EXPECTED_SINGLE, plain_single
from disposition.documents.quoting import at_key, cut, shown
from disposition.documents.reporting import MOST_PROBLEMS, capped
from disposition.errors import DispositionError, LotError, Problem, suggest
from disposition.facts.catalogue import CATALOGUE, Catalogue
from disposition.facts.own.declared import PREFIX
from disposition.frozen import field, frozen
from disposition.language.types import ANYTHING, FactSpec, Kind, Value

MOST = 10**DIGITS - 1
"""The largest count that is derived: a sum of counts can be more than one count may be."""

MOST_REMEMBERED = 4096
"""Facts of which it is remembered how they are read; policies come with their own."""

UNKNOWN_FACT = "unknown-fact"

_LONGEST = 100 * scalars.LONGEST_TEXT
"""Characters of a derived text: it lists texts of the document."""


class _Open(dict[str, Value | None]):
    """A mapping in which what was not given is unknown.

    What a policy declares of its `own` is as it was given, until that policy decides.
    """

    own: tuple[str, ...] = ()

    def __missing__(self, path: str) -> None:
        return None


def _checked(values: Mapping[Any, Any]) -> _Open:
    """Return values as facts hold them.

    Raises:
        LotError: an unknown path, or a value that the fact cannot have; all of them at once.
    """
    if not isinstance(values, Mapping):
        raise LotError([_wrong_type(f"expected facts by their paths, found {shown(values)}")])
    problems: list[Problem] = []
    checked = _Open()
    for path, value in values.items():
        if isinstance(path, str) and _is_own(path):
            _read(checked, path, value, _single, problems)
        elif isinstance(path, str) and path in CATALOGUE:
            _read(checked, path, value, scalar_of(path, CATALOGUE).read, problems)
        else:
            problems.append(_unknown(path, CATALOGUE, may_hint=len(problems) < MOST_PROBLEMS))
    if problems:
        raise LotError(capped(problems))
    checked.own = tuple(filter(_is_own, checked))
    return checked


def _single(value: object) -> Any:
    return plain_single(value, EXPECTED_SINGLE)


def _is_own(path: str) -> bool:
    """Whether only a policy can know a fact: its own, or what is computed in its conditions."""
    return path.startswith(PREFIX) or "(" in path


def _read(
    values: _Open, path: str, value: Any, read: Callable[[Any], Any], problems: list[Problem]
) -> None:
    try:
        value = as_plain(value)
        values[path] = None if value is None else read(value)
    except scalars.RefusalError as error:
        problems.append(Problem(path, error.message, error.hint, error.code))


@frozen
class Facts:
    """Typed values by their paths; a path that is left out, or None, is unknown.

    For callers who know derived facts already, such as a hot loop over prepared rows. Nothing is
    derived from anything here: what a policy reads has to be given. Each value is read as in a lot
    document, and refused in the same words. Whether values agree with one another is not looked at.
    What stands below `custom.` is looked at by the policy that decides: only it knows what it
    declares there.

    Raises:
        LotError: an unknown path, or a value that the fact cannot have; all of them at once.

    >>> facts = Facts({"defects.major.found": 9, "defects.minor.rate": "2.5"})
    >>> facts.observe(["defects.minor.rate", "as_of"])
    {'defects.minor.rate': Decimal('2.5'), 'as_of': None}
    >>> Facts({"defects.major.found": -3})
    Traceback (most recent call last):
        ...
    disposition.errors.LotError: defects.major.found: expected a whole number from 0 to \
999,999,999,999,999, found `-3`
    """

    values: _Open = field(converter=_checked)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Facts:
        """Return checked facts; the same as `Facts(values)`.

        Raises:
            LotError: an unknown path, or a value that the fact cannot have; all of them at once.
        """
        return cls(values)

    def observe(self, paths: Iterable[str]) -> dict[str, Value | None]:
        """Return the facts at the given paths; an unknown fact is None."""
        return {path: self.values[path] for path in _listed(paths)}

    def under(self, catalogue: Catalogue) -> Facts:
        """Return the same facts as a policy's catalogue has them.

        Raises:
            LotError: one below `custom.` that the policy does not declare, or declares otherwise.
        """
        if not self.values.own:
            return self
        if not isinstance(catalogue, Catalogue):
            raise DispositionError(f"expected a catalogue of facts, found {shown(catalogue)}")
        problems: list[Problem] = []
        values = _Open(self.values)
        for path in self.values.own:
            if path in catalogue:
                _read(values, path, values[path], scalar_of(path, catalogue).read, problems)
            else:
                problems.append(_unknown(path, catalogue, may_hint=len(problems) < MOST_PROBLEMS))
        if problems:
            raise LotError(capped(problems))
        found = copy(self)
        object.__setattr__(found, "values", values)
        return found


def _listed(paths: Iterable[str]) -> Iterable[str]:
    """Return paths of facts.

    Raises:
        DispositionError: they are no list of texts.
    """
    if isinstance(paths, str):
        raise DispositionError(f'paths of facts are listed: `["{cut(paths)}"]`')
    if isinstance(paths, Mapping) or not isinstance(paths, Iterable):
        raise DispositionError(f"paths of facts are listed, found {shown(paths)}")
    told = tuple(paths)
    for path in told:
        if not isinstance(path, str):
            raise DispositionError(f"expected the path of a fact, found {shown(path)}")
    return told


def _unknown(path: object, catalogue: Catalogue, *, may_hint: bool) -> Problem:
    if not isinstance(path, str):
        return _wrong_type(f"expected the path of a fact, found {shown(path)}")
    if not path.isprintable() or len(path) > scalars.LONGEST_WORD:
        return Problem(at_key("$", path), f"there is no fact {shown(path)}", code=UNKNOWN_FACT)
    hint = suggest(path, catalogue) if may_hint else ""
    return Problem(path, f"there is no fact `{path}`", hint, UNKNOWN_FACT)


def _wrong_type(message: str) -> Problem:
    return Problem("$", message, code=scalars.WRONG_TYPE)


def scalar_of(path: str, catalogue: Catalogue) -> scalars.ScalarType:
    """Return how the values of a fact are read where it is given by itself."""
    return catalogue.given[path] if path in catalogue.given else _derived(catalogue[path])


@lru_cache(MOST_REMEMBERED)
def _derived(spec: FactSpec) -> scalars.ScalarType:
    """Return how the values of a derived fact are read.

    A derived one can be more than what is written: more days than a document names, a sum of
    counts, a small rate with its digits far behind the point. What is observed can be given back.
    """
    match spec.type.kind:
        case Kind.BOOLEAN:
            return scalars.flag()
        case Kind.INTEGER:
            return count(
                spec.type.unit, least=-MOST if spec.least is None else int(spec.least), most=MOST
            )
        case Kind.DECIMAL if spec.signed:
            return number(spec.type.unit, ANYTHING, places=2 * DIGITS)
        case Kind.DECIMAL:
            most = 100 if spec.type.unit == "percent" else None
            return decimal(spec.type.unit, most=most, places=2 * DIGITS)
        case Kind.ENUM:
            return scalars.enum(*spec.type.values)
        case Kind.TEXT:
            return scalars.text(blank=True, longest=_LONGEST)
        case Kind.DATE:
            return scalars.day(date.min, date.max)
