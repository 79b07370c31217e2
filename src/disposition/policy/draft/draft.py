"""A policy as one file says it: structured and parsed, with names not yet resolved."""

from __future__ import annotations

from collections.abc import Mapping

from disposition.documents.diagnostics import Place
from disposition.documents.yaml.nodes import Scalar
from disposition.facts.definitions import DraftFact
from disposition.facts.own.declared import Own
from disposition.frozen import field, frozen
from disposition.language.declarations import DraftExpression, DraftParameter
from disposition.policy.model import Effect, Outcome


@frozen
class DraftObligation:
    """What a rule requires, with its texts unparsed."""

    do: str
    what: Scalar | None
    by: Scalar | None
    due: DraftExpression | None
    before: str = ""
    proved_by: tuple[str, ...] = ()
    proved_when: DraftExpression | None = None
    values: tuple[tuple[str, DraftExpression], ...] = ()


@frozen
class DraftRule:
    """A rule whose condition is the conjunction of `conditions` (a table row has several)."""

    id: str
    place: Place
    effect: Effect
    outcomes: tuple[Scalar, ...]
    conditions: tuple[DraftExpression, ...]
    because: Scalar | None
    source: str
    clause: Scalar | None
    obligations: tuple[DraftObligation, ...] = ()


@frozen
class DraftDefinition:
    """A named expression as written."""

    name: str
    place: Place
    body: DraftExpression
    about: str


@frozen
class DraftInvariant:
    """An invariant as written."""

    id: str
    place: Place
    always: DraftExpression
    about: str


@frozen
class DraftClaim:
    """A claim as written: `always` so, or about a fact that `grows` or falls."""

    id: str
    place: Place
    always: DraftExpression | None
    grows: tuple[Scalar, bool] | None
    about: str


DraftOwn = Own | DraftFact
"""A fact of the policy's own: what stands in a lot document, or a derived one as written."""


@frozen
class PolicyDraft:
    """All that one file says.

    `broken` holds the names of what is declared but could not be read, so that nobody is told that
    it does not exist. `removed` holds the names that a layer took away with `replaces`.
    """

    id: str
    version: str
    place: Place
    title: str = ""
    extends: Scalar | None = None
    replaces: tuple[Scalar, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    outcomes_place: Place | None = None
    outcome_places: Mapping[str, Place] = field(factory=dict)
    otherwise: Scalar | None = None
    parameters: Mapping[str, DraftParameter] = field(factory=dict)
    facts: Mapping[str, DraftOwn] = field(factory=dict)
    definitions: Mapping[str, DraftDefinition] = field(factory=dict)
    rules: Mapping[str, DraftRule] = field(factory=dict)
    invariants: Mapping[str, DraftInvariant] = field(factory=dict)
    claims: Mapping[str, DraftClaim] = field(factory=dict)
    broken: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()

    @property
    def sections(self) -> Mapping[str, Mapping[str, object]]:
        """The entries by their names, of each kind that a layer can replace."""
        return {
            "parameter": self.parameters,
            "fact": self.facts,
            "definition": self.definitions,
            "rule": self.rules,
            "invariant": self.invariants,
            "claim": self.claims,
        }
