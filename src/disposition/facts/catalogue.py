"""Every fact there is: its path, type, unit, meaning, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from types import MappingProxyType

from attrs import fields

from disposition.documents.scalars import Scalar
from disposition.facts.derived import (
    affected,
    agreements,
    arguments,
    assessments,
    checks,
    contract,
    defects,
    history,
    obligations,
    papers,
    plans,
    rates,
    replies,
    reworking,
    schedule,
    segments,
    severities,
    standing,
    supplier,
    talks,
    undecided,
)
from disposition.facts.derived.fact import Derived, View
from disposition.facts.lot import Lot
from disposition.language.types import FactSpec, Value

_SECTIONS = (
    "lot",
    "inspection",
    "defects",
    "checks",
    "segments",
    "shipment",
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
)
_MODULES = (
    severities,
    rates,
    affected,
    defects,
    checks,
    segments,
    schedule,
    undecided,
    plans,
    supplier,
    history,
    contract,
    standing,
    talks,
    replies,
    arguments,
    assessments,
    papers,
    agreements,
    reworking,
    obligations,
)


def _given(kind: type, prefix: str) -> Iterator[tuple[FactSpec, Scalar]]:
    """Yield the single values of the document that stand outside lists, and how they are read."""
    for attribute in fields(kind):
        path, declared = prefix + attribute.name, attribute.metadata
        if "scalar" in declared:
            scalar: Scalar = declared["scalar"]
            yield FactSpec(path, scalar.type, declared["about"], given=True), scalar
        elif "section" in declared:
            yield from _given(declared["section"], f"{path}.")


def _in_order(specs: Iterator[FactSpec]) -> Mapping[str, FactSpec]:
    """Return the facts by path: grouped as the document is, given ones first, `as_of` last."""

    def place(spec: FactSpec) -> tuple[int, bool]:
        section = spec.path.partition(".")[0]
        index = _SECTIONS.index(section) if section in _SECTIONS else len(_SECTIONS)
        return index, not spec.given

    return MappingProxyType({spec.path: spec for spec in sorted(specs, key=place)})


DERIVED: Mapping[str, Derived] = MappingProxyType(
    {fact.spec.path: fact for module in _MODULES for fact in module.FACTS}
)
"""How each derived fact is computed, by path."""


GIVEN: Mapping[str, Scalar] = MappingProxyType(
    {spec.path: scalar for spec, scalar in _given(Lot, "")}
)
"""How the document's reader takes each given fact, by path."""


def _specs() -> Iterator[FactSpec]:
    yield from (spec for spec, _ in _given(Lot, ""))
    for fact in DERIVED.values():
        yield fact.spec


CATALOGUE: Mapping[str, FactSpec] = _in_order(_specs())
"""Every fact by its path, grouped by section."""


def _state(view: View) -> Value | None:
    return history.plan(view).state


def _count(name: str) -> Callable[[View], Value | None]:
    def count(view: View) -> Value | None:
        given: int | None = getattr(view.lot.supplier, name)
        if given is not None or view.lot.supplier.history is None:
            return given
        return getattr(history.supplier(view), name)  # type: ignore[no-any-return] # a count too

    return count


_COMPLETED: Mapping[str, Callable[[View], Value | None]] = {
    "inspection.plan.state": _state,
    **{
        f"supplier.{name}": _count(name)
        for name in ("lots_inspected", "lots_rejected", "consecutive_rejected")
    },
}
"""Given facts that the supplier's history tells where they are absent."""

READERS: Mapping[str, Callable[[View], Value | None]] = MappingProxyType(
    {
        path: attrgetter(f"lot.{path}") if spec.given else DERIVED[path].compute
        for path, spec in CATALOGUE.items()
    }
    | dict(_COMPLETED)
)
"""The function that gives each fact of a view of a lot."""
