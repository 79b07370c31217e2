"""The facts that a policy can read: the shipped ones, and those that it declares of its own."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from operator import attrgetter
from typing import Any

from disposition.facts.catalogue import Catalogue, Reader
from disposition.facts.evaluation import KnownFacts
from disposition.facts.fact_definition import FactDefinition
from disposition.facts.own.declared import (
    PREFIX,
    Own,
    OwnList,
    OwnTable,
    OwnValue,
    is_below_custom,
    section_class,
    table_entry,
)
from disposition.frozen import evolve
from disposition.language.declarations import DefinitionSpec, ParameterSpec
from disposition.language.expression import Expression, Fact, Parameter, walk
from disposition.language.text import expression_text
from disposition.language.types import FactSpec, FactType, Kind

OwnFact = Own | FactDefinition
"""A fact that a policy declares: a value or a list of the lot document, or a derived one."""


def with_given(base: Catalogue, own: Mapping[str, Own]) -> Catalogue:
    """Return a catalogue with what a policy declares of lot documents beside another's facts."""
    if not own:
        return base
    values = {path: each for path, each in own.items() if isinstance(each, OwnValue)}
    read: dict[str, Reader] = {path: attrgetter(path) for path in values}
    specs = {**base.specs, **{path: each.spec for path, each in values.items()}}
    return Catalogue(
        specs,
        readers={**base.readers, **read},
        given={**base.given, **{path: each.scalar for path, each in values.items()}},
        derived=base.derived,
        known=_with(base, specs, read, own),
        custom=section_class({path.removeprefix(PREFIX): each for path, each in own.items()}),
        base=base.base or base,
    )


def with_thresholds(base: Catalogue, parameters: Mapping[str, ParameterSpec]) -> Catalogue:
    """Return a catalogue of which some parameters of shipped facts have other values."""
    known = base.known
    changed = {
        name: spec
        for name, spec in parameters.items()
        if name in base.thresholds and spec.value != base.thresholds[name].value
    }
    if known is None or not changed:
        return base
    affected: dict[str, FactDefinition] = {}
    for path, each in known.defined.items():  # each after those that it uses
        if _rests_on(each.definition.expression, changed, affected):
            affected[path] = each.definition
    known = evolve(known, parameters={**known.parameters, **changed}, defined=dict(known.defined))
    known.define(affected)
    defined = {path: known.defined[path] for path in affected}
    return evolve(
        base,
        readers={**base.readers, **{path: each.compute for path, each in defined.items()}},
        derived={**base.derived, **defined},
        known=known,
        base=base.base or base,
    )


def _rests_on(expression: Expression, parameters: Container[str], facts: Container[str]) -> bool:
    return any(
        (isinstance(node, Parameter) and node.name in parameters)
        or (isinstance(node, Fact) and node.path in facts)
        for node in walk(expression)
    )


def _with(
    base: Catalogue,
    specs: Mapping[str, FactSpec],
    read: Mapping[str, Reader],
    own: Mapping[str, Own],
) -> KnownFacts:
    """Return what evaluation knows of another catalogue, and more."""
    known = base.known or KnownFacts({}, {}, {}, {})
    return evolve(
        known,
        specs=specs,
        given={**known.given, **read},
        lists={
            **known.lists,
            **{path: each.spec for path, each in own.items() if isinstance(each, OwnList)},
        },
        tables={
            **known.tables,
            **{path: each.spec for path, each in own.items() if isinstance(each, OwnTable)},
        },
        defined=dict(known.defined),
    )


def signed(definitions: Mapping[str, FactDefinition]) -> dict[str, FactDefinition]:
    """Return definitions whose numbers can be negative: nobody says that they are amounts."""
    return {
        path: evolve(each, spec=evolve(each.spec, signed=each.spec.type.kind.is_number))
        for path, each in definitions.items()
    }


def with_derived(
    given: Catalogue,
    definitions: Mapping[str, FactDefinition],
    parameters: Mapping[str, ParameterSpec],
    named: Mapping[str, DefinitionSpec] | None = None,
) -> Catalogue:
    """Return a catalogue with facts that a policy derives of those in another.

    `parameters` and `named` expressions are those of the policy, which definitions may use.
    """
    if not definitions:
        return given
    specs = {**given.specs, **{path: each.spec for path, each in definitions.items()}}
    known = evolve(_with(given, specs, {}, {}), parameters=parameters, definitions=named or {})
    known.define(definitions)
    defined = {path: known.defined[path] for path in definitions}
    return Catalogue(
        specs,
        readers={**given.readers, **{path: each.compute for path, each in defined.items()}},
        given=given.given,
        derived={**given.derived, **defined},
        known=known,
        custom=given.custom,
        own_derived=tuple(
            dict.fromkeys((*given.own_derived, *filter(is_below_custom, definitions)))
        ),
        base=given.base or given,
    )


# --- as a file says them -------------------------------------------------------------------------


def entry_of(own: OwnFact, text: Callable[[Expression], str] = expression_text) -> dict[str, Any]:
    """Return the entry of a policy file that declares a fact; `text` writes expressions."""
    match own:
        case OwnValue(scalar=scalar, changeable=changeable):
            found = _typed(scalar.type)
            found["changeable"] = changeable.value if changeable else ""
            if scalar.type.kind.is_number:
                least, most = scalar.within.least, scalar.within.most
                found |= {"least": least, "most": most}
        case OwnList(holds=holds):
            found = {"list": {key: entry_of(each, text) for key, each in holds.items()}}
        case OwnTable():
            found = table_entry(own)
        case FactDefinition(spec=spec, expression=expression, nothing=nothing):
            found = {"is": text(expression), **_typed(spec.type), "none": nothing.text}
            found.pop("type", None)
    about = own.spec.about
    return {
        key: each for key, each in {**found, "about": about}.items() if each not in ("", None, {})
    }


def _typed(type_: FactType) -> dict[str, Any]:
    if type_.kind is Kind.ENUM:
        return {"one of": list(type_.values)}
    return {"type": type_.kind.value, "unit": type_.unit}
