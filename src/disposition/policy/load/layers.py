"""A policy on top of another: what a layer may add freely and what it must say by name.

A layer adds rules, definitions, invariants and claims and tightens parameters as it likes. Whatever
it removes, replaces or loosens stands in its `replaces:` list, so that a reader sees it. The name
of a table stands for all of its rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Protocol, TypeVar

from disposition.documents.diagnostics import Findings, Place
from disposition.documents.yaml.nodes import Scalar
from disposition.errors import suggest
from disposition.facts.catalogue import SHIPPED
from disposition.frozen import evolve
from disposition.language.declarations import DraftParameter
from disposition.language.parameters import as_written, expect_tightening, put_over
from disposition.policy.draft.draft import PolicyDraft


class _Entry(Protocol):
    @property
    def place(self) -> Place: ...


Item = TypeVar("Item", bound=_Entry)

MOST_SUGGESTED_FROM = 1000


def put_on_top(base: PolicyDraft, layer: PolicyDraft, findings: Findings) -> PolicyDraft:
    """Return the policy that a layer makes of its base."""
    if layer.outcomes_place:
        message = "a layer cannot change the outcomes of the policy it extends"
        findings.error("L501", layer.outcomes_place, message, "leave `outcomes` out")
    if layer.otherwise and base.otherwise and layer.otherwise.text != base.otherwise.text:
        message = f"a layer cannot change `otherwise`, which is `{base.otherwise.text}` below"
        findings.error("L501", layer.otherwise.place, message, "leave it out")
    merging = _Merging(base, layer, findings)
    merged = evolve(
        layer,
        title=layer.title or base.title,
        replaces=(*base.replaces, *layer.replaces),
        outcomes=base.outcomes,
        outcomes_place=base.outcomes_place,
        outcome_places=base.outcome_places,
        otherwise=base.otherwise,
        parameters=merging.parameters(),
        facts=merging.section("fact", base.facts, layer.facts),
        definitions=merging.section("definition", base.definitions, layer.definitions),
        rules=merging.section("rule", base.rules, layer.rules),
        invariants=merging.section("invariant", base.invariants, layer.invariants),
        claims=merging.section("claim", base.claims, layer.claims),
        broken=base.broken | layer.broken,
    )
    gone = {*base.parameters, *base.facts, *base.definitions}
    gone -= {*merged.parameters, *merged.facts, *merged.definitions}
    return evolve(merged, removed=base.removed | gone)


class _Merging:
    """Puts the sections of a layer over those of its base."""

    def __init__(self, base: PolicyDraft, layer: PolicyDraft, findings: Findings) -> None:
        self._base = base
        self._layer = layer
        self._findings = findings
        self._replaced = {what: self._named_in(each) for what, each in base.sections.items()}
        self._meant_by = {
            what: Counter(written for name in names for written in _written_as(name))
            for what, names in self._replaced.items()
        }
        for scalar in layer.replaces:
            self._expect_one(scalar)

    def _named_in(self, section: Mapping[str, object]) -> set[str]:
        names = {scalar.text for scalar in self._layer.replaces}
        return {name for name in section if name in names or name.partition("/")[0] in names}

    def _expect_one(self, scalar: Scalar) -> None:
        """Check that what is to be replaced exists, and leave alone what was not meant.

        A name that several sections of the base have means those in which the layer has it, too.
        """
        name = scalar.text
        homes = [what for what, meant_by in self._meant_by.items() if meant_by[name]]
        if not homes and name not in self._base.broken and name not in SHIPPED.thresholds:
            known = {each for section in self._base.sections.values() for each in section}
            message = f"there is nothing named `{name}` to replace in `{self._base.id}`"
            hint = suggest(name, sorted(known)[:MOST_SUGGESTED_FROM])
            self._findings.error("L502", scalar.place, message, hint)
        if len(homes) < 2:
            return
        meant = [what for what in homes if name in self._layer.sections[what]]
        if not meant:
            message = f"`{name}` is the name of a {' and of a '.join(homes)} in `{self._base.id}`"
            hint = "write anew the one that is meant; the others stay"
            self._findings.error("L505", scalar.place, message, hint)
        for what in homes:
            if what not in meant and name in self._replaced[what]:
                self._replaced[what].remove(name)
                self._meant_by[what].subtract(_written_as(name))

    def section(
        self, what: str, base: Mapping[str, Item], layer: Mapping[str, Item]
    ) -> dict[str, Item]:
        """Return the entries of both, without those of the base that the layer replaces."""
        kept = {name: entry for name, entry in base.items() if name not in self._replaced[what]}
        for name, entry in layer.items():
            if name in kept:
                message = f"the {what} `{name}` is in `{self._base.id}` already"
                hint = f"say that it takes its place, `replaces: [{name}]`, or choose another name"
                self._findings.error("L503", entry.place, message, hint)
        return {**kept, **layer}

    def parameters(self) -> dict[str, DraftParameter]:
        """Return the parameters of both; the layer gives those of its base another value."""
        replaced = self._replaced["parameter"]
        removed = replaced - self._layer.parameters.keys()
        merged = {name: each for name, each in self._base.parameters.items() if name not in removed}
        for name, change in self._layer.parameters.items():
            below = self._below(merged.get(name), change)
            if below is None:
                merged[name] = change
                continue
            if name not in replaced:
                expect_tightening(below, change, self._findings)
            merged[name] = put_over(below, change)
        return merged

    def _below(self, below: DraftParameter | None, change: DraftParameter) -> DraftParameter | None:
        """Return a parameter as it is below a layer; where facts rest on it, with what they say.

        One that no layer gives a value is held to what is shipped when all are checked, unless a
        layer below names it.
        """
        shipped = SHIPPED.thresholds.get(change.name)
        if shipped is None:
            return below
        if below is not None:
            return put_over(as_written(shipped, below), below)
        is_named = change.name in {each.text for each in self._base.replaces}
        return as_written(shipped, change) if is_named else None


def _written_as(name: str) -> set[str]:
    """Return how `replaces` can name an entry: by its name, a row also by that of its table."""
    return {name, name.partition("/")[0]}
