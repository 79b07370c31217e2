"""A checked policy: outcomes, parameters, definitions, rules and invariants, ready for use.

Everything in here has passed the checks; engines, semantics and analyses trust it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import cached_property

from attrs import field, frozen

from disposition.documents.diagnostics import Diagnostic, Place
from disposition.facts.catalogue import SHIPPED, Catalogue
from disposition.language.declarations import DefinitionSpec, ParameterSpec
from disposition.language.expression import Definition, Expression, Fact, walk
from disposition.language.template import Template


class Ships(Enum):
    """How much of the lot an outcome ships."""

    ALL = "all"
    PART = "part"
    NONE = "none"


class Effect(Enum):
    """What a rule does when it holds."""

    PERMIT = "permit"
    FORBID = "forbid"
    REQUIRE = "require"


@frozen
class Outcome:
    """One of the dispositions that a policy can return."""

    id: str
    title: str
    ships: Ships


RELEASE = "release"
"""What an obligation can come before."""


@frozen
class ObligationSpec:
    """Something a rule requires when it holds: a code for machines and texts for people.

    `due` is an expression for a date, if there is a deadline. An obligation `before` the release
    keeps the goods until it is proved: by an entry of one of the kinds `proved_by` that settles its
    code, or by `proved_when`, a condition over the facts of the case.
    """

    do: str
    what: Template
    by: Template
    due: Expression | None = None
    before: str = ""
    proved_by: tuple[str, ...] = ()
    proved_when: Expression | None = None

    @property
    def expressions(self) -> Iterator[Expression]:
        """The expressions in it: those for its last day and its proof."""
        return (each for each in (self.due, self.proved_when) if each is not None)


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


@frozen
class Invariant:
    """A condition that every decision must satisfy, over facts, `outcome` and `ships`."""

    id: str
    always: Expression
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

    `rules` and `invariants` are sorted by id: their order in the file means nothing. `guards` are
    the invariants as conditions, one for each outcome that could break one.
    `catalogue` holds every fact that it can read: the shipped ones, and its own.
    `lineage` names the policies it extends, nearest first, as `id version`. `look` looks for what
    is probably not meant.
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
    guards: tuple[Guard, ...] = ()
    lineage: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    look: Callable[[], tuple[Diagnostic, ...]] = field(default=tuple, eq=False, repr=False)

    @cached_property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What is probably not meant: looked for when asked, since who decides does not wait."""
        return self.look()

    @cached_property
    def conditions(self) -> tuple[Expression, ...]:
        """All that an engine watches: the conditions of the rules, then those of the guards."""
        rules = tuple(rule.when for rule in self.rules)
        return rules + tuple(guard.broken for guard in self.guards)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The paths that the conditions read, sorted."""
        return tuple(sorted(set[str]().union(*map(self.facts_of, self.conditions))))

    @cached_property
    def facts_of_texts(self) -> tuple[str, ...]:
        """The paths that only texts, clauses and deadlines read, sorted."""
        found: set[str] = set()
        for rule in self.rules:
            found |= set(rule.because.facts)
            if rule.clause is not None:
                found.add(rule.clause.path)
            for obligation in rule.obligations:
                found |= set(obligation.what.facts) | set(obligation.by.facts)
                if obligation.due is not None:
                    found |= self.facts_of(obligation.due)
        return tuple(sorted(found - set(self.facts)))

    @cached_property
    def rules_by_id(self) -> Mapping[str, Rule]:
        """The rules by their ids."""
        return {rule.id: rule for rule in self.rules}

    def facts_of(self, expression: Expression) -> set[str]:
        """Return the paths that an expression reads, through definitions too."""
        return {fact.path for fact in self.fact_nodes(expression)}

    def fact_nodes(self, expression: Expression) -> Iterator[Fact]:
        """Yield the facts below an expression, through definitions too."""
        pending = [expression]
        seen: set[str] = set()
        while pending:
            for node in walk(pending.pop()):
                if isinstance(node, Fact):
                    yield node
                elif isinstance(node, Definition) and node.name not in seen:
                    seen.add(node.name)
                    pending.append(self.definitions[node.name].expression)
