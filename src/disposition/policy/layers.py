"""A policy on top of another: what a layer may add freely and what it must say by name.

A layer adds rules, definitions and invariants and tightens parameters as it likes. Whatever it
removes, replaces or loosens stands in its `replaces:` list, so that a reader sees it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from attrs import evolve

from disposition.errors import suggest
from disposition.facts.kinds import Value
from disposition.policy.diagnostics import Findings, Place
from disposition.policy.draft import Draft, DraftParameter
from disposition.policy.model import Tightening
from disposition.policy.source import Scalar

Entry = TypeVar("Entry")


def put_on_top(base: Draft, layer: Draft, findings: Findings) -> Draft:
    """Return the policy that a layer makes of its base."""
    replaced = {scalar.text for scalar in layer.replaces}
    _expect_known(layer.replaces, base, findings)
    if layer.outcomes:
        place = layer.outcomes_place or layer.place
        message = "a layer cannot change the outcomes of the policy it extends"
        findings.error("L501", place, message, "leave `outcomes` out")
    if layer.otherwise and base.otherwise and layer.otherwise.text != base.otherwise.text:
        message = "a layer cannot change `otherwise`"
        findings.error("L501", layer.otherwise.place, message, "leave it out")
    merged = _Merging(replaced, findings)
    return evolve(
        layer,
        title=layer.title or base.title,
        outcomes=base.outcomes,
        outcomes_place=base.outcomes_place,
        otherwise=base.otherwise,
        parameters=_parameters(base, layer, replaced, findings),
        definitions=merged.section("definition", base.definitions, layer.definitions),
        rules=merged.section("rule", base.rules, layer.rules),
        invariants=merged.section("invariant", base.invariants, layer.invariants),
    )


def _expect_known(names: tuple[Scalar, ...], base: Draft, findings: Findings) -> None:
    known = {*base.rules, *base.definitions, *base.parameters, *base.invariants}
    for scalar in names:
        if scalar.text not in known:
            message = f"there is nothing named `{scalar.text}` to replace in `{base.id}`"
            findings.error("L502", scalar.place, message, suggest(scalar.text, known))


class _Merging:
    """Puts the sections of a layer over those of its base."""

    def __init__(self, replaced: set[str], findings: Findings) -> None:
        self._replaced = replaced
        self._findings = findings

    def section(
        self, what: str, base: Mapping[str, Entry], layer: Mapping[str, Entry]
    ) -> dict[str, Entry]:
        kept = {name: entry for name, entry in base.items() if name not in self._replaced}
        for name in layer:
            if name in kept:
                place: Place = layer[name].place  # type: ignore[attr-defined]  # all entries have one
                message = f"the {what} `{name}` stands in the policy below already"
                hint = f"say so with `replaces: [{name}]`, or choose another name"
                self._findings.error("L503", place, message, hint)
        return {**kept, **layer}


def _parameters(
    base: Draft, layer: Draft, replaced: set[str], findings: Findings
) -> dict[str, DraftParameter]:
    merged = dict(base.parameters)
    for name, change in layer.parameters.items():
        below = base.parameters.get(name)
        if below is None:
            merged[name] = change
            continue
        if name not in replaced:
            _expect_tightening(below, change, findings)
        merged[name] = evolve(
            change,
            unit=change.unit or below.unit,
            about=change.about or below.about,
            tighter=below.tighter,
        )
    for name in replaced & set(base.parameters) - set(layer.parameters):
        del merged[name]
    return merged


def _expect_tightening(below: DraftParameter, change: DraftParameter, findings: Findings) -> None:
    message = f"the parameter `{change.name}` goes from {below.value} to {change.value}"
    hint = f"say so with `replaces: [{change.name}]`"
    if below.tighter is None:
        message += ", and nothing says which direction is stricter"
    elif _is_tighter(below.value, change.value, below.tighter):
        return
    else:
        message += f"; only {below.tighter.value} is stricter"
    findings.error("L504", change.place, message, hint)


def _is_tighter(below: Value, value: Value, tighter: Tightening) -> bool:
    if value == below:
        return True
    try:
        lower = bool(value < below)  # type: ignore[operator]  # other kinds raise, handled below
    except TypeError:
        return False
    return lower if tighter is Tightening.LOWER else not lower
