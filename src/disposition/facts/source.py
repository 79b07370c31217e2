"""Where the facts of a decision come from: a lot document, or facts given one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar, Protocol

from disposition.facts.catalogue import SHIPPED, Catalogue, Reader
from disposition.facts.flat import Facts
from disposition.facts.lot import Lot
from disposition.facts.native.fact import Kinds, View
from disposition.facts.observation import Few, few_absent, reader_of, view_of, why_unknown_in
from disposition.frozen import frozen
from disposition.language.types import Value
from disposition.runtime.forking import cached_property


class Source(Protocol):
    """Answers what is known, and for what is unknown what would tell it."""

    @property
    def lot(self) -> Lot | None:
        """The document, if there is one."""
        ...

    def observe(self, paths: Iterable[str]) -> dict[str, Value | None]:
        """Return the facts at the given paths."""
        ...

    def value(self, path: str) -> Value | None:
        """Return the fact at one path."""
        ...

    def absent(self, path: str) -> Few:
        """Return the places of a document whose absence keeps a fact unknown."""
        ...

    def open_kinds(self, path: str) -> Kinds:
        """Return the places of a document whose answers could tell a fact, by kind."""
        ...

    def why_unknown(self, path: str) -> str:
        """Return in words why a fact is unknown."""
        ...


class LotSource:
    """The facts of a lot document, derived as they are asked for, each once.

    Several policies that decide on the same lot can share one: each looks at it `through` its own
    catalogue, and what means the same in several is derived once.
    """

    __slots__ = ("_observed", "catalogue", "lot", "view")

    def __init__(self, lot: Lot, catalogue: Catalogue = SHIPPED) -> None:
        self.lot = lot
        self.catalogue = catalogue
        self.view = view_of(lot, catalogue)
        self._observed: dict[Reader, Value | None] = {}

    def through(self, catalogue: Catalogue) -> LotSource:
        """Return the facts of the same lot as another catalogue has them."""
        if catalogue is self.catalogue:
            return self
        other = LotSource(self.lot, catalogue)
        other.view.remembered = self.view.remembered
        other._observed = self._observed
        return other

    def gather(self, gather: Callable[[View], dict[str, Value | None]]) -> dict[str, Value | None]:
        """Return what a function gives that the catalogue made for a policy's facts."""
        return gather(self.view)

    def observe(self, paths: Iterable[str]) -> dict[str, Value | None]:
        """Return the facts at the given paths."""
        observed, view, readers = self._observed, self.view, self.catalogue.readers
        facts: dict[str, Value | None] = {}
        for path in paths:
            reader = readers.get(path) or reader_of(path, self.catalogue)
            if reader not in observed:
                observed[reader] = reader(view)
            facts[path] = observed[reader]
        return facts

    def value(self, path: str) -> Value | None:
        """Return the fact at one path."""
        reader = self.catalogue.readers.get(path) or reader_of(path, self.catalogue)
        observed = self._observed
        if reader in observed:
            return observed[reader]
        found = observed[reader] = reader(self.view)
        return found

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


FEW = 8
"""Lots for which each fact is looked up; what decides on more is worth writing a function for."""


class Observer:
    """Looks up some facts of lots: those that the conditions of one policy read."""

    def __init__(self, catalogue: Catalogue, paths: tuple[str, ...]) -> None:
        self._catalogue = catalogue
        self._paths = paths
        self._lots = 0

    def observe(self, lot: Lot) -> tuple[LotSource, dict[str, Value | None]]:
        """Return where the facts of a lot come from, and the facts."""
        source = LotSource(lot, self._catalogue)
        if self._lots < FEW:
            self._lots += 1
            return source, source.observe(self._paths)
        return source, source.gather(self._gather)

    @cached_property
    def _gather(self) -> Callable[[View], dict[str, Value | None]]:
        return self._catalogue.gathering(self._paths)


@frozen
class FlatSource:
    """Facts given one by one; there is no document that could tell more."""

    facts: Facts
    lot: ClassVar[None] = None

    def observe(self, paths: Iterable[str]) -> dict[str, Value | None]:
        """Return the facts at the given paths."""
        return self.facts.observe(paths)

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
