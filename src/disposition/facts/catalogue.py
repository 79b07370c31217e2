"""Every fact there is: its path, type, unit, meaning, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from operator import attrgetter
from types import MappingProxyType
from typing import TypeVar

from disposition.documents.scalars import ScalarType
from disposition.facts.evaluation import Defined, KnownFacts, gathering
from disposition.facts.lot import Lot
from disposition.facts.native import (
    arguments,
    case,
    case_texts,
    inspection_texts,
    money,
    switching,
)
from disposition.facts.native.fact import Derived, HasPlaceholder, View, placeholder_checks
from disposition.facts.native.samples import (
    named_plans,
    rates,
    segments,
    serious,
    severities,
    undecided,
)
from disposition.facts.shipped import lists, load_definitions
from disposition.frozen import evolve, fields, frozen
from disposition.language.declarations import ParameterSpec
from disposition.language.types import FactSpec, ListSpec, TableSpec, Value

_SECTIONS = (
    "lot",
    "inspection",
    "defects",
    "checks",
    "segments",
    "shipment",
    "costs",
    "supplier",
    "contract",
    "case",
    "obligations",
    "talks",
    "replies",
    "arguments",
    "assessments",
    "papers",
    "agreement",
    "progress",
    "findings",
    "reinspection",
    "calendar",
)
_MODULES = (
    severities,
    rates,
    serious,
    segments,
    undecided,
    named_plans,
    switching,
    money,
    case,
    arguments,
    inspection_texts,
    case_texts,
)


T = TypeVar("T")

Reader = Callable[[View], Value | None]
"""Gives a fact of a lot that is looked at; None where it is unknown."""


@frozen(eq=False)
class Catalogue(Mapping[str, FactSpec]):
    """Every fact that a policy can read, by its path, and how each is known of a lot.

    `given` tells how the document's reader takes each given fact, `derived` how each derived one is
    computed; `readers` gives each fact of a view of a lot. One reader stands for one fact with one
    meaning: catalogues that share a reader share what it found. `custom` is the class of the facts
    that stand in the section `custom` of a lot, in which none of `own_derived` can be given; `base`
    the catalogue without a policy's own.
    """

    specs: Mapping[str, FactSpec]
    readers: Mapping[str, Reader] = MappingProxyType({})
    given: Mapping[str, ScalarType] = MappingProxyType({})
    derived: Mapping[str, Derived | Defined] = MappingProxyType({})
    known: KnownFacts | None = None
    custom: type | None = None
    own_derived: tuple[str, ...] = ()
    base: Catalogue | None = None

    def gathering(
        self, paths: Iterable[str]
    ) -> Callable[[View, Mapping[str, Value | None]], dict[str, Value | None]]:
        """Return one function that gives facts of a view; made for a policy, called for each lot.

        Those that a mapping knows already are not derived again. A path that the catalogue does not
        have is refused when a lot is looked at.
        """
        paths = tuple(paths)
        if self.known is None or any(path not in self.readers for path in paths):
            return lambda view, _facts: {path: self.readers[path](view) for path in paths}
        return gathering(paths, self.known)

    @cached_property
    def _placeholder_checks(self) -> Mapping[str, HasPlaceholder]:
        """What tells of each kind of place whether a word stands there until the answer does."""
        if self.known is None:
            return {}

        def of_view(found: Mapping[str, T]) -> dict[str, T]:
            return {p if p.startswith("custom.") else f"lot.{p}": e for p, e in found.items()}

        given = {path: self.specs[path] for path in self.known.given}
        return dict(placeholder_checks(of_view(given), of_view(self.known.lists)))

    def waits_for_words(self, view: View, path: str) -> bool:
        """Tell whether a fact reads a word of a lot that only stands in for an answer."""
        checks, reads = self._placeholder_checks, self.specs[path].reads
        return any(checks[place](view) for place in reads if place in checks)

    def changed_by(self, place: str, paths: Iterable[str]) -> tuple[str, ...]:
        """Return those of some facts that a value at a place of the document can change.

        A place within lists has `[]` for their items. A fact reads no value but those it declares.

        >>> SHIPPED.changed_by("shipment.ship_by", ["shipment.days_left", "lot.quantity"])
        ('shipment.days_left',)
        """
        if self.known is None:
            return tuple(paths)

        @cache  # many facts read the same
        def meets(read: str) -> bool:
            return _is_within(read, place) or _is_within(place, read)

        def is_changed(path: str) -> bool:
            spec = self.specs[path]
            return any(map(meets, (path, *spec.reads) if spec.given else spec.reads))

        return tuple(filter(is_changed, paths))

    @property
    def lists(self) -> Mapping[str, ListSpec]:
        """The lists of lot documents, which definitions go over."""
        return {} if self.known is None else self.known.lists

    @property
    def thresholds(self) -> Mapping[str, ParameterSpec]:
        """The parameters of shipped facts, which a policy can give other values."""
        if self.base is not None:
            return self.base.thresholds
        return {} if self.known is None else self.known.parameters

    @property
    def tables(self) -> Mapping[str, TableSpec]:
        """The tables in which definitions look values up."""
        return {} if self.known is None else self.known.tables

    @classmethod
    def of(cls, specs: Mapping[str, FactSpec]) -> Catalogue:
        """Return a catalogue; facts of any other mapping are only ever given one by one."""
        return specs if isinstance(specs, Catalogue) else cls(specs)

    def __getitem__(self, path: str) -> FactSpec:
        return self.specs[path]

    def __contains__(self, path: object) -> bool:
        return path in self.specs

    def __iter__(self) -> Iterator[str]:
        return iter(self.specs)

    def __len__(self) -> int:
        return len(self.specs)

    # One catalogue is that of one policy; two are not compared fact by fact.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"<Catalogue of {len(self.specs)} facts>"


def _is_within(one: str, other: str) -> bool:
    return f"{one}.".startswith((f"{other}.", f"{other}["))


def _given(kind: type, prefix: str) -> Iterator[tuple[FactSpec, ScalarType]]:
    """Yield the single values of the document that stand outside lists, and how they are read."""
    for attribute in fields(kind):
        path, declared = prefix + attribute.name, attribute.metadata
        if "scalar" in declared:
            scalar: ScalarType = declared["scalar"]
            spec = FactSpec(
                path,
                scalar.type,
                declared["about"],
                given=True,
                within=scalar.within,
                changeable=declared.get("changeable"),
            )
            yield spec, scalar
        elif "section" in declared:
            yield from _given(declared["section"], f"{path}.")


def _in_order(specs: Iterable[FactSpec]) -> Mapping[str, FactSpec]:
    """Return facts by path: grouped as the document is, given ones first, `as_of` last.

    Derived ones stand with those beside them, wherever each comes from.
    """
    groups: dict[str, int] = {}

    def place(spec: FactSpec) -> tuple[int, bool, int]:
        section, group = spec.path.partition(".")[0], spec.path.rpartition(".")[0]
        index = _SECTIONS.index(section) if section in _SECTIONS else len(_SECTIONS)
        beside = 0 if spec.given else groups.setdefault(group, len(groups))
        return index, not spec.given, beside

    return MappingProxyType({spec.path: spec for spec in sorted(specs, key=place)})


NATIVE = {fact.spec.path: fact for module in _MODULES for fact in module.FACTS}


def _count(name: str) -> Reader:
    def count(view: View) -> Value | None:
        given: int | None = getattr(view.lot.supplier, name)
        if given is not None or view.lot.supplier.history is None:
            return given
        return getattr(switching.supplier(view), name)  # type: ignore[no-any-return] # a count too

    return count


_COMPLETED: Mapping[str, Reader] = {
    "inspection.plan.state": switching.state,
    **{
        f"supplier.{name}": _count(name)
        for name in ("lots_inspected", "lots_rejected", "consecutive_rejected")
    },
}
"""Given facts that the supplier's history tells where they are absent."""

_TOLD_BY = {
    path: switching.COUNTS
    if path.startswith("supplier.")
    else ("inspection.plan.standard", *switching.HISTORY)
    for path in _COMPLETED
}
"""What tells these: the counts, or the state, of the history."""


def _shipped() -> Catalogue:
    given = dict(_given(Lot, ""))
    read: dict[str, Reader] = {spec.path: attrgetter(f"lot.{spec.path}") for spec in given} | dict(
        _COMPLETED
    )
    specs = {spec.path: spec for spec in given}
    specs |= {path: evolve(specs[path], reads=told) for path, told in _TOLD_BY.items()}
    native = {path: fact.spec for path, fact in NATIVE.items()}
    definitions = load_definitions({**specs, **native})
    specs |= {path: definition.spec for path, definition in definitions.facts.items()} | native
    known = KnownFacts(specs, read, NATIVE, lists(), definitions.parameters, definitions.tables)
    known.define(definitions.facts)
    derived = {**NATIVE, **known.defined}
    return Catalogue(
        _in_order(specs.values()),
        readers={**read, **{path: fact.compute for path, fact in derived.items()}},
        given={spec.path: scalar for spec, scalar in given.items()},
        derived=derived,
        known=known,
    )


SHIPPED = CATALOGUE = _shipped()
"""The facts that every policy can read, by their paths, grouped by section."""
