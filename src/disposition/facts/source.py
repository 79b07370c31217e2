"""Where the facts of a decision come from: a lot document, or facts given one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar, Protocol, TypeVar

from disposition.facts.catalogue import SHIPPED, Catalogue, Reader
from disposition.facts.flat import Facts
from disposition.facts.lot import Lot
from disposition.facts.native.fact import Kinds, View
from disposition.facts.observation import Few, few_absent, reader_of, view_of, why_unknown_in
from disposition.frozen import frozen
from disposition.language.types import Value
from disposition.runtime.forking import cached_property

T = TypeVar("T")

LotFunction = Callable[[View, dict[str, Value | None]], T]
"""A function of a lot that is looked at, and of its facts, which can find more of them."""


class Source(Protocol):
    """Answers what is known, and for what is unknown what would tell it."""

    @property
    def lot(self) -> Lot | None:
        """The document, if there is one."""

    def observe(self, paths: Iterable[str]) -> dict[str, Value | None]:
        """Return the facts at the given paths."""

    @property
    def values(self) -> Mapping[str, Value | None]:
        """The facts by their paths, each looked up when it is asked for."""

    def value(self, path: str) -> Value | None:
        """Return the fact at one path."""

    def absent(self, path: str) -> Few:
        """Return the places of a document whose absence keeps a fact unknown."""

    def open_kinds(self, path: str) -> Kinds:
        """Return the places of a document whose answers could tell a fact, by kind."""

    def why_unknown(self, path: str) -> str:
        """Return in words why a fact is unknown."""


class LotFacts(dict[str, Value | None]):
    """The facts of one lot that were asked for; one that is missing is derived."""

    __slots__ = ("readers", "view")

    def __init__(self, view: View, readers: Mapping[str, Reader]) -> None:
        self.view = view
        self.readers = readers

    def __missing__(self, path: str) -> Value | None:
        found = self[path] = self.readers[path](self.view)
        return found


class _SharedFacts(LotFacts):
    """The same; what gave a fact keeps it in `observed`, which several catalogues share."""

    __slots__ = ("catalogue", "observed")

    def __init__(self, view: View, catalogue: Catalogue) -> None:
        super().__init__(view, catalogue.readers)
        self.catalogue = catalogue
        self.observed: dict[Reader, Value | None] = {}

    def __missing__(self, path: str) -> Value | None:
        reader, observed = reader_of(path, self.catalogue), self.observed
        if reader not in observed:
            observed[reader] = reader(self.view)
        found = self[path] = observed[reader]
        return found


class LotSource:
    """The facts of a lot document, derived as they are asked for, each once.

    Several policies that decide on the same lot can share one: each looks at it `through` its own
    catalogue, and what means the same in several is derived once.
    """

    __slots__ = ("catalogue", "lot", "values", "view")

    def __init__(self, lot: Lot, catalogue: Catalogue = SHIPPED) -> None:
        self.lot = lot
        self.catalogue = catalogue
        self.view = view_of(lot, catalogue)
        self.values: LotFacts = self._begin()

    def _begin(self) -> LotFacts:
        return _SharedFacts(self.view, self.catalogue)

    def through(self, catalogue: Catalogue) -> LotSource:
        """Return the facts of the same lot as another catalogue has them."""
        if catalogue is self.catalogue:
            return self
        other = LotSource(self.lot, catalogue)
        other.view.remembered = self.view.remembered
        if isinstance(other.values, _SharedFacts) and isinstance(self.values, _SharedFacts):
            other.values.observed = self.values.observed
        return other

    def observe(self, paths: Iterable[str]) -> dict[str, Value | None]:
        """Return the facts at the given paths."""
        facts = self.values
        return {path: facts[path] for path in paths}

    def value(self, path: str) -> Value | None:
        """Return the fact at one path."""
        return self.values[path]

    def absent(self, path: str) -> Few:
        """Return the places of the lot document whose absence keeps a fact unknown."""
        return few_absent(self.view, path, self.catalogue)

    def open_kinds(self, path: str) -> Kinds:
        """Return the places of the lot document whose answers could tell a fact, by kind."""
        # Only who asks about an undecided lot waits for loading this.
        from disposition.facts.missing_inputs import open_kinds

        return open_kinds(self.view, path, self.catalogue)

    def why_unknown(self, path: str) -> str:
        """Return in words why a fact is unknown."""
        return why_unknown_in(self.view, path, self.catalogue)


class OneOfMany(LotSource):
    """The same for one of many lots: what gives its facts is worth writing."""

    __slots__ = ()

    def _begin(self) -> LotFacts:
        known = self.catalogue.known
        return LotFacts(self.view, self.catalogue.readers if known is None else known.readers)

    def apply(self, function: LotFunction[T]) -> T:
        """Return what a function tells that is written for many lots, and looks up their facts."""
        return function(self.view, self.values)


FEW = 8
"""Lots for which each fact is looked up; what decides on more is worth writing a function for."""


class Observer:
    """Looks up some facts of lots: those that the conditions of one policy read."""

    def __init__(self, catalogue: Catalogue, paths: tuple[str, ...]) -> None:
        self._catalogue = catalogue
        self._paths = paths
        self._lots = 0

    def source(self, lot: Lot) -> LotSource:
        """Return where the facts of a lot come from."""
        if self._lots < FEW:
            self._lots += 1
            return LotSource(lot, self._catalogue)
        return OneOfMany(lot, self._catalogue)

    def observe(self, lot: Lot) -> tuple[LotSource, dict[str, Value | None]]:
        """Return where the facts of a lot come from, and the facts."""
        source = self.source(lot)
        return source, self.facts(source)

    def facts(self, source: LotSource) -> dict[str, Value | None]:
        """Return the facts from where they come from."""
        if isinstance(source, OneOfMany):
            facts = source.apply(self._gather)
            source.values.update(facts)
            return facts
        return source.observe(self._paths)

    @cached_property
    def _gather(self) -> Callable[[View, Mapping[str, Value | None]], dict[str, Value | None]]:
        return self._catalogue.gathering(self._paths)


@frozen
class FlatSource:
    """Facts given one by one; there is no document that could tell more."""

    facts: Facts
    lot: ClassVar[None] = None

    @property
    def values(self) -> Mapping[str, Value | None]:
        """The facts by their paths; one that was not given is unknown."""
        return self.facts.values

    def observe(self, paths: Iterable[str]) -> dict[str, Value | None]:
        """Return the facts at the given paths."""
        values = self.facts.values  # as `observe`, which looks at what it is given
        return {path: values[path] for path in paths}

    def value(self, path: str) -> Value | None:
        """Return the fact at one path."""
        return self.facts.values[path]

    def absent(self, path: str) -> Few:  # noqa: ARG002 - the same for every path
        """Return nothing: there is no document."""
        return Few()

    def open_kinds(self, path: str) -> Kinds:  # noqa: ARG002 - the same for every path
        """Return nothing: there is no document."""
        return {}

    def why_unknown(self, path: str) -> str:  # noqa: ARG002 - the same for every path
        """Return in words why a fact is unknown."""
        return "not given"
