"""Values for a lot document, drawn near what conditions compare them with.

That is a number or a day that is written in a condition, or what another fact is on the same lot:
a day is compared with a day some days later, a quantity with another quantity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from random import Random
from typing import Any, TypeVar

from attrs import field, frozen

from disposition.errors import LotError
from disposition.facts import Lot
from disposition.facts.catalogue import SHIPPED, Catalogue
from disposition.facts.source import LotSource
from disposition.language.rewrite.limits import beside, later
from disposition.language.types import FactType, Kind
from disposition.sampling import AQLS
from disposition.testing.loading.paths import value_at
from disposition.testing.mutation.search.compared_values import LISTS, Interest

Document = dict[str, Any]
Picked = TypeVar("Picked")

_FEW = (0, 1, 2, 3, 5, 10)
_MOST_DAYS = 400
_MOST_REMEMBERED = 2000
_UNLIKE = "something else"
_DAY, _DAYS = FactType(Kind.DATE), FactType(Kind.INTEGER, "days")
_MEASURED = (Kind.INTEGER, Kind.DECIMAL, Kind.DATE)


class Drawing:
    """Draws values for the documents of one policy."""

    def __init__(self, whole: Interest, documents: Sequence[Document], random: Random) -> None:
        self._random = random
        self._whole = whole
        self._texts = _texts(documents)
        catalogue = whole.catalogue
        self._measured = [each for each in _paths(whole) if catalogue[each].type.kind in _MEASURED]
        self._seen: dict[int, tuple[Document, LotValues]] = {}

    def value(
        self, path: str, type_: FactType, held: Any, document: Document, interest: Interest
    ) -> Any:
        """Return a value for a path of a document, as a document holds it.

        `held` is what stands there. `interest` is in what the value is to make a difference.
        """
        match type_.kind:
            case Kind.BOOLEAN:
                return not held if isinstance(held, bool) else self._pick((True, False))
            case Kind.ENUM:
                return self._pick(type_.values)
            case Kind.INTEGER:
                return max(0, int(self._number(type_, held, document, interest)))
            case Kind.DECIMAL if type_.unit == "aql":
                return format(self._pick((Decimal(0), *AQLS)), "f")
            case Kind.DECIMAL:
                number = self._number(type_, held, document, interest)
                return format(max(Decimal(0), Decimal(number)), "f")
            case Kind.DATE:
                return self._day(document, interest)
            case Kind.TEXT:
                written = interest.texts.get(path) or self._whole.texts.get(path, ())
                return self._pick((*written, *self._texts.get(path, ()), _UNLIKE))

    def _pick(self, values: Sequence[Picked]) -> Picked:
        return self._random.choice(values)

    # --- numbers ---------------------------------------------------------------------------------

    def _number(
        self, type_: FactType, held: Any, document: Document, interest: Interest
    ) -> int | Decimal:
        seen = self._seen_in(document).of(type_, self._paths(interest))
        number: int | Decimal
        chance = self._random.random()
        if chance < 0.4 and interest.numbers:
            return self._pick(interest.numbers)
        if chance < 0.7 and seen:
            number = self._pick(seen)
            if self._random.random() < 0.4:  # what is left of one when another is taken
                number = abs(number - self._pick(seen))
            return self._pick((number, number, *_beside(number)))
        if chance < 0.85 and held is not None:
            number = held if type_.kind is Kind.INTEGER else Decimal(held)
            return self._pick((*_beside(number), number * 2))
        return self._pick((*_FEW, *self._whole.numbers))

    def _paths(self, interest: Interest) -> Sequence[str]:
        return _paths(interest if self._random.random() < 0.5 else self._whole)

    # --- days ------------------------------------------------------------------------------------

    def _day(self, document: Document, interest: Interest) -> str | None:
        """Return a day that lies to another one as conditions ask, or a day beside it."""
        seen = self._seen_in(document)
        paths = self._paths(interest)
        days = seen.of(_DAY, paths)
        if not days:
            return None
        limits = [each for each in interest.numbers if isinstance(each, int)]
        lengths = [each for each in (*limits, *seen.of(_DAYS, paths)) if abs(each) < _MOST_DAYS]
        day: date = self._pick(days)
        shift = 0
        chance = self._random.random()
        if chance < 0.75 and lengths:
            shift = self._pick((1, -1)) * self._pick(lengths)
        if chance < 0.25 and lengths:
            shift += self._pick((1, -1)) * self._pick(lengths)
        if self._random.random() < 0.4:
            shift += self._pick((1, -1))
        return later(day, shift).isoformat()

    def _seen_in(self, document: Document) -> LotValues:
        if id(document) not in self._seen:
            if len(self._seen) >= _MOST_REMEMBERED:
                self._seen.clear()
            # Holding on to the document keeps another one from getting its id.
            seen = _seen(document, self._measured, self._whole.catalogue)
            self._seen[id(document)] = document, seen
        return self._seen[id(document)][1]


def _beside(number: int | Decimal) -> tuple[int | Decimal, ...]:
    return tuple(each for each in beside(number) if isinstance(each, int | Decimal))


@frozen
class LotValues:
    """The numbers and days that facts are on a lot, and those in its lists and its own day."""

    facts: Mapping[str, Any] = field(factory=dict)
    listed: Mapping[FactType, Sequence[Any]] = field(factory=dict)
    catalogue: Catalogue = SHIPPED

    def of(self, type_: FactType, paths: Sequence[str]) -> list[Any]:
        """Return all of a type that is known of some facts, and in the lists."""
        known, catalogue = self.facts, self.catalogue
        found = [known[path] for path in paths if path in known and catalogue[path].type == type_]
        return [*found, *self.listed.get(type_, ())]


def _seen(document: Document, paths: Sequence[str], catalogue: Catalogue) -> LotValues:
    """Return what is seen in a document; nothing in one that cannot be read."""
    try:
        lot = Lot.from_dict(document)
        held = LotSource(lot, catalogue).observe(paths)
    except LotError:
        return LotValues()
    facts = {path: value for path, value in held.items() if value is not None}
    listed: dict[FactType, list[Any]] = defaultdict(list)
    for name, keys in LISTS.items():
        for item in attrgetter(name)(lot) or ():
            for key, type_ in keys.items():
                held = getattr(item, key)
                if type_.kind in _MEASURED and held is not None:
                    listed[type_].append(held)
    if lot.as_of is not None:  # what most days are compared with
        listed[_DAY] += [lot.as_of] * max(1, len(listed[_DAY]))
    return LotValues(facts, listed, catalogue)


def _paths(interest: Interest) -> tuple[str, ...]:
    """Return the facts that are looked at, and the single values that they are made of."""
    return (*interest.facts, *interest.single)


def _texts(documents: Iterable[Document]) -> Mapping[str, tuple[str, ...]]:
    """Return the texts that stand in lists, by their paths."""
    found: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for name, keys in LISTS.items():
            for item in value_at(document, name) or ():
                for key, type_ in keys.items():
                    if type_.kind is Kind.TEXT and isinstance(item.get(key), str):
                        found[f"{name}[].{key}"].add(item[key])
    return {path: tuple(sorted(texts)) for path, texts in found.items()}
