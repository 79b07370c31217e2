"""A checked policy: outcomes, parameters, definitions, rules and invariants, ready for use.

Everything in here has passed the checks; engines, semantics and analyses trust it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import cached_property
from typing import Any

from disposition.documents.diagnostics import Diagnostic, Place
from disposition.facts.catalogue import SHIPPED, Catalogue
from disposition.facts.fact_definition import FactDefinition
from disposition.facts.own.catalogues import OwnFact
from disposition.frozen import field, frozen
from disposition.language.declarations import DefinitionSpec, ParameterSpec, walk_through
from disposition.language.expression import Expression, Fact
from disposition.language.template import Template
from disposition.language.types import FactType


class Ships(Enum):
    """How much of the lot an outcome ships."""

    ALL = "all"
    PART = "part"
    NONE = "none"


class Division(Enum):
    """What a lot is divided by, so that each part of it is decided by itself."""

    SORTING = "sorting"
    SEGMENTS = "segments"


class Effect(Enum):
    """What a rule does when it holds."""

    PERMIT = "permit"
    FORBID = "forbid"
    REQUIRE = "require"


@frozen
class Outcome:
    """One of the dispositions that a policy can return.

    `parts` says by what it divides the lot, the first that there is something of; nothing: it
    leaves the lot whole.
    """

    id: str
    title: str
    ships: Ships
    parts: tuple[Division, ...] = ()


RELEASE = "release"
"""What an obligation can come before."""


def shown_as(value: str) -> str:
    """Return what stands for a value between the braces of its obligation's own texts."""
    return f"values.{value}"


@frozen
class ValueSpec:
    """A value that an obligation carries: its name, and the expression that it is reckoned by."""

    name: str
    expression: Expression
    type: FactType


@frozen
class ObligationSpec:
    """Something a rule requires when it holds: a code for machines and texts for people.

    `due` is an expression for a date, if there is a deadline. An obligation `before` the release
    keeps the goods until it is proved: by an entry of one of the kinds `proved_by` that settles its
    code, or by `proved_when`, a condition over the facts of the case. `values` are sorted by name.
    """

    do: str
    what: Template
    by: Template
    due: Expression | None = None
    before: str = ""
    proved_by: tuple[str, ...] = ()
    proved_when: Expression | None = None
    values: tuple[ValueSpec, ...] = ()

    @property
    def reckoned(self) -> Iterator[Expression]:
        """The expressions that a decision tells the results of: its last day and its values."""
        if self.due is not None:
            yield self.due
        yield from (each.expression for each in self.values)

    @property
    def expressions(self) -> Iterator[Expression]:
        """All expressions in it: what is reckoned, and its proof."""
        yield from self.reckoned
        if self.proved_when is not None:
            yield self.proved_when


@frozen
class Rule:
    """An id, a condition, an effect, the reason for it and where it comes from.

    `outcomes` are those it permits or forbids; for a requirement those it goes with (empty: any).
    `clause` is the fact that names the contract's clause.
    """

    id: str
    effect: Effect
    outcomes: tuple[str, ...]
    when: Expression
    because: Template
    source: str = ""
    clause: Fact | None = None
    obligations: tuple[ObligationSpec, ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)

    @property
    def carried(self) -> Iterator[Expression]:
        """The expressions of the values that its obligations carry."""
        return (each.expression for duty in self.obligations for each in duty.values)


@frozen
class Invariant:
    """A condition that every decision must satisfy, over facts, `outcome` and `ships`."""

    id: str
    always: Expression
    about: str = ""
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Monotone:
    """A given fact, and which way it changes while all else stays as it is: up, or down.

    Up is more of a number, a later day, from no to yes.
    """

    fact: Fact
    grows: bool = True


@frozen
class Claim:
    """What the author holds to be so of every lot, to be proved: it decides nothing.

    Either a condition over facts, `outcome` and `ships` that is `always` so, or that no decision
    ships more when a fact changes (`never_laxer`).
    """

    id: str
    always: Expression | None = None
    never_laxer: Monotone | None = None
    about: str = ""
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Guard:
    """What would break an invariant if an outcome were decided on."""

    invariant: str
    outcome: str
    broken: Expression


@frozen(eq=False)
class CheckedPolicy:
    """A policy that has been loaded, layered and checked.

    `rules`, `invariants` and `claims` are sorted by id: their order in the file means nothing.
    `guards` are the invariants as conditions, one for each outcome that could break one.
    `catalogue` holds every fact that it can read: the shipped ones, its `own`, and those
    `hoisted` out of conditions: what an engine does not reckon, under its own text as a path.
    `lineage` names the policies it extends, nearest first, as `id version`. `look` looks for what
    is probably not meant, further lints on its draft included. `found` has what is found out once.
    """

    id: str
    version: str
    title: str
    outcomes: tuple[Outcome, ...]
    otherwise: str
    parameters: Mapping[str, ParameterSpec]
    definitions: Mapping[str, DefinitionSpec]
    rules: tuple[Rule, ...]
    invariants: tuple[Invariant, ...]
    catalogue: Catalogue = SHIPPED
    own: Mapping[str, OwnFact] = field(factory=dict)
    hoisted: Mapping[str, FactDefinition] = field(factory=dict)
    guards: tuple[Guard, ...] = ()
    lineage: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    look: Callable[[Iterable[Any]], tuple[Diagnostic, ...]] = field(
        default=lambda _further: (), eq=False, repr=False
    )
    found: dict[str, Any] = field(factory=dict, init=False, eq=False, repr=False)

    @cached_property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What is probably not meant, as far as no proof is needed to tell.

        It is looked for when asked, since who decides does not wait.
        """
        return self.look(())

    @cached_property
    def conditions(self) -> tuple[Expression, ...]:
        """All that an engine watches: the conditions of the rules, then those of the guards."""
        rules = tuple(rule.when for rule in self.rules)
        return rules + tuple(guard.broken for guard in self.guards)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The paths that the conditions read, sorted."""
        if "facts" not in self.found:
            paths = {each.path for each in self._fact_nodes(self.conditions)}
            self.found["facts"] = tuple(sorted(paths))
        found: tuple[str, ...] = self.found["facts"]
        return found

    @cached_property
    def facts_of_texts(self) -> tuple[str, ...]:
        """The paths that only texts, clauses, deadlines and values read, sorted."""
        told = set[str]().union(*map(self.facts_shown, self.rules))
        return tuple(sorted(told - set(self.facts)))

    @cached_property
    def carried(self) -> tuple[Expression, ...]:
        """The expressions of the values that obligations carry."""
        return tuple(each for rule in self.rules for each in rule.carried)

    @cached_property
    def facts_seen(self) -> tuple[str, ...]:
        """What cases can see: the paths that conditions, definitions and carried values read.

        A definition may be there for what proves an obligation, which no decision looks at.
        """
        defined = (spec.expression for spec in self.definitions.values())
        read = map(self.facts_of, (*self.carried, *defined))
        return tuple(sorted(set(self.facts).union(*read)))

    @cached_property
    def outcomes_by_id(self) -> Mapping[str, Outcome]:
        """Every outcome that a decision can have by its id, the fallback among them."""
        title = self.otherwise.replace("_", " ").replace("-", " ").capitalize()
        fallback = Outcome(self.otherwise, title, Ships.NONE)
        return {**{each.id: each for each in self.outcomes}, fallback.id: fallback}

    @cached_property
    def rules_by_id(self) -> Mapping[str, Rule]:
        """The rules by their ids."""
        return {rule.id: rule for rule in self.rules}

    def facts_shown(self, rule: Rule) -> set[str]:
        """Return the paths that a rule reads to be told: in texts, clauses, deadlines, values."""
        found = {*rule.because.facts, *([rule.clause.path] if rule.clause else [])}
        for obligation in rule.obligations:
            found |= {*obligation.what.facts, *obligation.by.facts}
            found = found.union(*map(self.facts_of, obligation.reckoned))
        return found

    def body_of(self, name: str) -> Expression | None:
        """Return the expression that a name stands for; None where it stands for itself.

        That is the name of a definition, or the path of a fact that the policy derives.
        """
        if name in self.definitions:
            return self.definitions[name].expression
        own = self.own.get(name) or self.hoisted.get(name)
        return own.expression if isinstance(own, FactDefinition) else None

    def facts_of(self, expression: Expression) -> set[str]:
        """Return the paths that an expression reads, through definitions too."""
        return {fact.path for fact in self.fact_nodes(expression)}

    def fact_nodes(self, expression: Expression) -> Iterator[Fact]:
        """Yield the facts below an expression, through definitions too."""
        return self._fact_nodes((expression,))

    def _fact_nodes(self, expressions: Iterable[Expression]) -> Iterator[Fact]:
        for node in walk_through(expressions, self.definitions):
            if isinstance(node, Fact):
                yield node
