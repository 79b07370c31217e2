"""The facts of a catalogue in the total language; what it cannot tell is a column of its own."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from disposition.facts.catalogue import Catalogue
from disposition.facts.evaluation import KnownFacts
from disposition.language.expression import Definition, Fact, Known, walk
from disposition.language.lower.build import column
from disposition.language.lower.lowering import Lowering
from disposition.language.lower.values import Lowered, NotLowered, known_leaf
from disposition.language.types import FactSpec, Origin, Range


class LoweredFacts:
    """The facts of one catalogue, each lowered when it is asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._specs = catalogue.specs
        self._known = catalogue.known
        self._lowering = None if catalogue.known is None else Lowering(catalogue.known)
        self._facts: dict[str, Lowered] = {}

    def fact(self, path: str) -> Lowered:
        """Return what a fact can be."""
        if path not in self._facts:
            self._facts[path] = self._fact(path)
        return self._facts[path]

    def asks(self, path: str) -> bool:
        """Whether a fact asks what is known, which learning more can turn."""
        return self._known is None or _asks(path, self._known)

    def _fact(self, path: str) -> Lowered:
        if self._lowering is None:
            return _opaque(self._specs[path])
        try:
            return self._lowering.fact(path)
        except NotLowered:
            return _opaque(self._specs[path])


class GivenFacts:
    """The facts of a catalogue where each is given by itself: none follows from others."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._specs = catalogue.specs
        self._facts: dict[str, Lowered] = {}

    def fact(self, path: str) -> Lowered:
        """Return what a fact can be: any value of its type."""
        if path not in self._facts:
            self._facts[path] = _opaque(self._specs[path])
        return self._facts[path]

    def asks(self, path: str) -> bool:  # noqa: ARG002 - the same for every path
        """Whether a fact asks what is known: none does."""
        return False


def _asks(path: str, known: KnownFacts) -> bool:
    if known.origin(path) is not Origin.DEFINED:
        return False
    expression, below = known.definition_of(path)
    for node in walk(expression):
        match node:
            case Known() | Definition():
                return True
            case Fact(path=other) if _asks(other, below):
                return True
            case _:
                continue
    return False


def _opaque(spec: FactSpec) -> Lowered:
    """Return a fact that can be anything of its type."""
    origin = Origin.GIVEN if spec.given else Origin.NATIVE
    within = spec.within if spec.given else Range(spec.least)
    return known_leaf(column(spec.path, spec.type, within, origin))


_LOWERED: WeakKeyDictionary[Catalogue, LoweredFacts] = WeakKeyDictionary()


def lowered_facts(catalogue: Catalogue) -> LoweredFacts:
    """Return the facts of a catalogue, lowered once for all that ask."""
    found = _LOWERED.get(catalogue)
    if found is None:
        found = _LOWERED[catalogue] = LoweredFacts(catalogue)
    return found
