"""Cases that would show what no case shows: lots that the prover finds, ready to be pasted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from disposition.analysis.targets import Wanted
from disposition.analysis.verdicts import NotSettled, Refuted, decided_by_all, flat
from disposition.decide import Policy
from disposition.documents.places.data import PathError, changed
from disposition.documents.yaml.flow import name_of_case, pasted_case
from disposition.facts import Lot
from disposition.facts.source import LotSource
from disposition.frozen import frozen
from disposition.language.expression import Expression
from disposition.testing.coverage.feasibility import Feasibility
from disposition.testing.coverage.goals import Goal
from disposition.testing.coverage.observation import Observation

MOST_OFFERED = 6
"""Cases that are offered at once: what they show need not be looked for."""

MOST_TRIED = 10
"""Goals for which a lot is looked for; of some, none may be found."""

Document = Mapping[str, Any]
Asked = Sequence[tuple[Goal, Expression | None]]
"""Goals, each with the condition of its owner."""


@frozen
class OfferedCase:
    """A case that shows something of a goal; without one, why no lot was found."""

    goal: Goal
    given: Mapping[str, Any]
    expect: Mapping[str, Any]
    reason: str = ""

    @property
    def name(self) -> str:
        """A name for the case, made of what it shows."""
        words = name_of_case(self.goal.owner.name, self.goal.what)
        return f"shows-{words[:60].strip('-')}"


def offered(
    feasibility: Feasibility,
    seen: Observation,
    goals: Asked,
    is_met: Callable[[Goal], bool],
    base: Document,
) -> Iterator[OfferedCase]:
    """Yield cases, differing from a base, for goals that are not met; few, and no two for the same.

    What is offered is shown to `seen`, so that `is_met` tells what is left.
    """
    [sight] = feasibility.prover.sights
    found = tried = 0
    for goal, expression in goals:
        if is_met(goal):
            continue
        if found >= MOST_OFFERED or tried >= MOST_TRIED:
            return
        tried += 1
        for each in _of(feasibility, goal, expression, base):
            if not each.reason:
                found += 1
                lot = Lot.from_dict(changed(dict(base), list(each.given.items())))
                policy = sight.policy.checked
                seen.look_at([LotSource(lot, policy.catalogue).observe(policy.facts_seen)])
            yield each


def _of(
    feasibility: Feasibility, goal: Goal, expression: Expression | None, base: Document
) -> Iterator[OfferedCase]:
    """Yield the cases that meet a goal together, in the first way in which some do."""
    reason = ""
    for way in feasibility.ways(goal, expression):
        cases = [_case(feasibility, goal, wanted, base) for wanted, _ in way.shown]
        if cases and not any(each.reason for each in cases):
            yield from cases
            return
        reason = next((each.reason for each in cases if each.reason), reason)
    yield OfferedCase(goal, {}, {}, reason)


def _case(feasibility: Feasibility, goal: Goal, wanted: Wanted, base: Document) -> OfferedCase:
    prover = feasibility.prover
    [sight] = prover.sights
    answer = prover.never(wanted)
    if not isinstance(answer, Refuted):
        reason = answer.reason if isinstance(answer, NotSettled) else "there is none"
        return OfferedCase(goal, {}, {}, reason)
    given = _given(base, answer.witness.documents[0], lambda lot: prover.shows(wanted, (lot,)))
    if given is None:
        return OfferedCase(goal, {}, {}, "none was found that differs from the base")
    document = changed(dict(base), list(given.items()))
    return OfferedCase(goal, given, _expected(sight.policy, goal, document))


def _given(
    base: Document, document: Document, shows: Callable[[Document], bool]
) -> Mapping[str, Any] | None:
    """Return what to put into a base so that it shows what a document does, as little as does."""
    values = dict(flat(document))
    absent = {path: None for path in flat(base) if path not in values}
    whole = next(
        (each for each in (values, {**absent, **values}) if _shows(base, each, shows)), None
    )
    if whole is None:
        return None
    given: dict[str, Any] = whole
    for path in whole:
        fewer = {each: value for each, value in given.items() if each != path}
        if _shows(base, fewer, shows):
            given = fewer
    return given


def _shows(base: Document, given: Mapping[str, Any], shows: Callable[[Document], bool]) -> bool:
    try:
        return shows(changed(dict(base), list(given.items())))
    except PathError:
        return False


def _expected(policy: Policy, goal: Goal, document: Document) -> dict[str, Any]:
    """Return what is decided, as far as a case expects it: for a duty's rule, its obligations."""
    decided = decided_by_all(policy, document)
    expect: dict[str, Any] = {"outcome": decided.outcome, "status": decided.status}
    if decided.reasons:
        expect["reasons"] = list(decided.reasons)
    told = policy.decide(Lot.from_dict(document), engine="reference").obligations
    required = {e.do for e in told if e.rule == goal.owner.name and e.applies == "yes"}
    return {**expect, "obligations": sorted(required)} if required else expect


def offer_lines(found: Sequence[OfferedCase]) -> Iterator[str]:
    """Yield the cases as they stand in a cases file, and what no lot was found for."""
    names: dict[str, int] = {}
    for each in found:
        if each.reason:
            continue
        names[each.name] = names.get(each.name, 0) + 1
        number = f"-{names[each.name]}" if names[each.name] > 1 else ""
        about = f"{each.goal.owner.section.value} {each.goal.owner.name}: {each.goal.what}"
        yield from pasted_case(f"{each.name}{number}", about, each.given, each.expect)
    for each in found:
        if each.reason:
            owner = f"{each.goal.owner.section.value} {each.goal.owner.name}"
            yield f"  # {owner}: {each.goal.what}: no lot was found ({each.reason})"
