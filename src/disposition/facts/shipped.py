"""The derived facts that every policy can read, as the files in `rules/facts` define them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from disposition.built import built, shipped_folder
from disposition.facts.document.lot_document import LotDocument
from disposition.facts.fact_definition import FactDefinition
from disposition.frozen import evolve, fields, frozen
from disposition.language.declarations import ParameterSpec
from disposition.language.expression import POSITION
from disposition.language.types import FactSpec, FactType, Kind, ListSpec, Range, TableSpec

_CODE = ("documents", "facts", "frozen", "language", "sampling")
"""What makes definitions of texts."""
_KEYS = ("about", "words", "parameters", "facts")


@frozen
class Definitions:
    """Derived facts by path, each after those it uses, and what their expressions use."""

    facts: Mapping[str, FactDefinition]
    parameters: Mapping[str, ParameterSpec]
    tables: Mapping[str, TableSpec]


def load_definitions(facts: Mapping[str, FactSpec]) -> Definitions:
    """Return what the files define; `facts` are all others that they may use.

    Raises:
        PolicyError: with everything that is wrong in them.
    """
    texts = texts_of_definitions()
    return built(repr(texts), (), _CODE, lambda: _read(texts, facts))


@cache
def texts_of_definitions() -> Mapping[str, str]:
    """Return the texts of the files, by their names."""
    files = sorted((shipped_folder() / "facts").glob("*.yaml"))
    return {path.name: path.read_text(encoding="utf-8") for path in files}


def _read(texts: Mapping[str, str], facts: Mapping[str, FactSpec]) -> Definitions:
    # Who uses what the wheel has read already does not wait for what reads and checks it.
    from disposition.documents.diagnostics import Findings
    from disposition.documents.yaml.nodes import Mapping as Group
    from disposition.documents.yaml.source import read_yaml
    from disposition.facts.definitions import DraftFact, define, read_fact, read_words
    from disposition.language.check.scope import Scope
    from disposition.language.fields import Fields, entries
    from disposition.language.parameters import check_parameter, read_parameters

    findings = Findings()
    drafts: dict[str, DraftFact] = {}
    parameters: dict[str, ParameterSpec] = {}
    for name, text in texts.items():
        root = read_yaml(name, text, findings)
        if not isinstance(root, Group):
            continue
        section = Fields(root, "a file of facts", _KEYS, findings)
        units = {spec.type.unit for spec in facts.values()} - {""}
        for parameter in read_parameters(section):
            parameters[parameter.name] = check_parameter(parameter, facts, units, findings)
        words = read_words(section)
        for key, node in entries(section, "facts"):
            if isinstance(node, Group):
                found = read_fact(key, node, words, findings)
                drafts.update((draft.path, draft) for draft in found)
    scope = Scope(facts, parameters, {}, lists=lists())
    defined = define(drafts, scope, findings)
    findings.raise_errors()
    # Nobody asks where they stand, and the wheel need not hold it.
    defined = {path: evolve(each, place=None) for path, each in defined.items()}
    return Definitions(defined, parameters, {})


@cache
def lists() -> Mapping[str, ListSpec]:
    """Return the lists of the lot document, by path, those within other lists in their items."""
    return dict(lists_of(LotDocument, ""))


def lists_of(kind: type, prefix: str) -> Iterator[tuple[str, ListSpec]]:
    """Yield the lists that a class of a document declares, by path."""
    for attribute in fields(kind):
        declared, path = attribute.metadata, prefix + attribute.name
        if "section" in declared:
            yield from lists_of(declared["section"], f"{path}.")
        elif "items" in declared:
            items = declared["items"]
            values = {POSITION: position_of(path), **dict(_values(items, "", f"{path}[]."))}
            within = {
                inner.removeprefix(f"{path}[]."): spec
                for inner, spec in lists_of(items, f"{path}[].")
            }
            yield path, ListSpec(path, declared["about"], values, within)


def position_of(path: str) -> FactSpec:
    """Return what every list tells of each of its items: its place."""
    type_ = FactType(Kind.INTEGER)
    about = "Place of the item in its list, from 1"
    return FactSpec(f"{path}[].{POSITION}", type_, about, given=True, within=Range(least=1))


def _values(kind: type, key: str, prefix: str) -> Iterator[tuple[str, FactSpec]]:
    """Yield the values of a list's items, by their key within an item."""
    for attribute in fields(kind):
        declared, name = attribute.metadata, key + attribute.name
        if "scalar" in declared:
            scalar = declared["scalar"]
            spec = FactSpec(
                prefix + name, scalar.type, declared["about"], given=True, within=scalar.within
            )
            yield name, spec
        elif "section" in declared:
            yield from _values(declared["section"], f"{name}.", prefix)
