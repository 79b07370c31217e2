"""Policies between two: the one before, with some of its changes to the other made.

Each is put together from entries of both and checked anew, as if somebody had written it so: names
mean what they mean in it, and its guards are those of its own invariants and outcomes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

from disposition.documents.diagnostics import Findings, PolicyError
from disposition.documents.yaml.source import read_yaml
from disposition.errors import DispositionError, few_suggestions
from disposition.frozen import evolve
from disposition.policy.check.checker import resolve_policy
from disposition.policy.compare.changes import Change, changes_between
from disposition.policy.draft.draft import PolicyDraft
from disposition.policy.draft.structure import read_policy
from disposition.policy.format.flattening import written
from disposition.policy.model import CheckedPolicy, Outcome

Item = TypeVar("Item")


class Mixing:
    """Makes policies between two; `changes` are those that can be chosen.

    Both policies are read once, so that each choice costs only its checking.

    Raises:
        DispositionError: one of the policies was never in a file, and cannot be written as one.
    """

    def __init__(self, before: CheckedPolicy, after: CheckedPolicy) -> None:
        self.changes = changes_between(before, after)
        self._known = frozenset(self.changes)
        self._policy = before
        self._before = _draft(before)
        self._after = _draft(after)
        self._catalogue = before.catalogue.base or before.catalogue

    def policy(self, chosen: Collection[Change]) -> CheckedPolicy | None:
        """Return the policy before with the chosen changes made; None where that is no policy.

        Raises:
            DispositionError: something chosen is no change between the two policies.
        """
        for change in chosen:
            if change not in self._known:
                message = f"that the {change.kind} `{change.name}` is {change.what}"
                raise DispositionError(f"{message} is no change between these two policies")
        draft = self._mixed({(change.kind, change.name) for change in chosen})
        try:
            with few_suggestions(0):
                findings = Findings(most=1)  # whether there are any is all that is asked
                policy = resolve_policy(draft, self._catalogue, self._policy.lineage, findings)
        except PolicyError:
            return None
        return evolve(policy, replaced=self._policy.replaced)

    def _mixed(self, chosen: set[tuple[str, str]]) -> PolicyDraft:
        before, after = self._before, self._after

        def of(kind: str) -> PolicyDraft:
            return after if (kind, kind) in chosen else before

        def section(
            kind: str, old: Mapping[str, Item], new: Mapping[str, Item]
        ) -> Mapping[str, Item]:
            kept = {name: each for name, each in old.items() if (kind, name) not in chosen}
            return kept | {name: each for name, each in new.items() if (kind, name) in chosen}

        outcomes = of("outcomes")
        return evolve(
            before,
            id=of("policy").id,
            version=of("version").version,
            outcomes=tuple(self._titled(each, chosen) for each in outcomes.outcomes),
            outcome_places=outcomes.outcome_places,
            otherwise=of("otherwise").otherwise,
            parameters=section("parameter", before.parameters, after.parameters),
            facts=section("fact", before.facts, after.facts),
            definitions=section("definition", before.definitions, after.definitions),
            rules=section("rule", before.rules, after.rules),
            invariants=section("invariant", before.invariants, after.invariants),
            claims={},
        )

    def _titled(self, outcome: Outcome, chosen: set[tuple[str, str]]) -> Outcome:
        titles = {each.id: each.title for each in self._after.outcomes}
        if ("title", outcome.id) not in chosen:
            titles |= {each.id: each.title for each in self._before.outcomes}
        return evolve(outcome, title=titles[outcome.id])


def _draft(policy: CheckedPolicy) -> PolicyDraft:
    findings = Findings()
    root = read_yaml(policy.id, written(policy), findings)
    draft = read_policy(root, findings) if root is not None else None
    findings.raise_errors()
    assert draft is not None  # noqa: S101 - what is not read has been found fault with
    return draft
