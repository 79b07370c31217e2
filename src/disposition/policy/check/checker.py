"""A draft to a checked policy: names resolved, types and units checked, references followed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import partial

from disposition.documents.diagnostics import Diagnostic, Findings
from disposition.documents.yaml.nodes import Scalar
from disposition.errors import suggest
from disposition.facts.catalogue import Catalogue
from disposition.facts.definitions import DraftFact, define
from disposition.facts.own.catalogues import (
    OwnFact,
    signed,
    with_derived,
    with_given,
    with_thresholds,
)
from disposition.facts.own.entries import note_clashes, units_of
from disposition.frozen import evolve
from disposition.language import expression as tree
from disposition.language.check.checker import check_condition, check_value
from disposition.language.check.scope import OUTCOME, SHIPS, Scope
from disposition.language.declarations import DefinitionSpec, DraftExpression, DraftParameter
from disposition.language.faults import ExpressionError
from disposition.language.fields import note
from disposition.language.measure import (
    DEEPEST_CONDITION,
    LARGEST_CONDITION,
    LARGEST_POLICY,
    Measures,
)
from disposition.language.ordering import in_order_of_use
from disposition.language.parameters import as_written, check_parameter, expect_tightening, put_over
from disposition.language.types import FactSpec, FactType, Kind
from disposition.policy.check.rules import RuleChecking
from disposition.policy.draft.draft import DraftClaim, PolicyDraft
from disposition.policy.guards import guards_of
from disposition.policy.hoisting import Hoisting, unnamed_computation
from disposition.policy.model import CheckedPolicy, Claim, Invariant, Monotone, Ships
from disposition.words import listed

MOST_OUTCOMES = 50
LONGEST_CHAIN = 60
"""Derived facts of a policy's own that rest on one another."""


def check_policy(
    draft: PolicyDraft,
    catalogue: Mapping[str, FactSpec],
    lineage: tuple[str, ...],
    findings: Findings,
) -> CheckedPolicy:
    """Return the policy that a draft stands for; it looks for warnings when asked for them.

    Raises:
        PolicyError: with everything found in the file and in those it extends.
    """
    policy = resolve_policy(draft, catalogue, lineage, findings)
    return evolve(policy, look=partial(_look, policy, draft, findings))


def _look(
    policy: CheckedPolicy,
    draft: PolicyDraft,
    findings: Findings,
    further: Iterable[Callable[[PolicyDraft, Findings], None]],
) -> tuple[Diagnostic, ...]:
    """Return what is probably not meant in the file of a draft itself."""
    from disposition.policy.check.advice import advise

    found = findings.copied()
    advise(policy, draft, found)
    for each in further:
        each(draft, found)
    return tuple(each for each in found.in_order() if each.place.file == draft.place.file)


def resolve_policy(
    draft: PolicyDraft,
    catalogue: Mapping[str, FactSpec],
    lineage: tuple[str, ...],
    findings: Findings,
) -> CheckedPolicy:
    """Return the policy that a draft stands for, without looking for what is probably not meant.

    Raises:
        PolicyError: with everything found.
    """
    policy = _Checking(draft, catalogue, findings).policy(lineage)
    findings.raise_errors()
    return policy


class _Checking:
    """Checks one draft; goes on after a finding, so that one run tells everything."""

    def __init__(
        self, draft: PolicyDraft, catalogue: Mapping[str, FactSpec], findings: Findings
    ) -> None:
        self._draft = draft
        self._findings = findings
        self._measures = Measures()
        self._catalogue = Catalogue.of(catalogue)
        self._units = {spec.type.unit for spec in catalogue.values()} - {""}
        self._own: dict[str, OwnFact] = {}
        self._hoisting = Hoisting()
        self._scope = Scope(
            catalogue, {}, {}, draft.broken, draft.removed, lists=self._catalogue.lists
        )
        self._total = 0

    def policy(self, lineage: tuple[str, ...]) -> CheckedPolicy:
        """Return the checked policy; it means something only if there are no errors."""
        draft = self._draft
        self._expect_sections()
        self._declare_given()
        self._declare_parameters()
        self._declare_derived()
        self._declare_definitions()
        outcomes = tuple(outcome.id for outcome in draft.outcomes)
        otherwise = draft.otherwise.text if draft.otherwise else ""
        checking = RuleChecking(outcomes, otherwise, self._scope, self, self._findings)
        rules = [checking.rule(rule) for rule in draft.rules.values()]
        scope = evolve(self._scope, decided=_decided_names((*outcomes, otherwise)))
        invariants = tuple(
            Invariant(each.id, self.condition(each.always, scope), each.about, each.place)
            for each in sorted(draft.invariants.values(), key=lambda each: each.id)
        )
        claims = tuple(
            self._claim(each, scope)
            for each in sorted(draft.claims.values(), key=lambda each: each.id)
        )
        self._bound_policy(invariants)
        return CheckedPolicy(
            id=draft.id,
            version=draft.version,
            title=draft.title,
            outcomes=draft.outcomes,
            otherwise=otherwise,
            parameters=dict(sorted(self._scope.parameters.items())),
            definitions=dict(sorted(self._scope.definitions.items())),
            rules=tuple(sorted(rules, key=lambda rule: rule.id)),
            invariants=invariants,
            catalogue=with_derived(
                self._catalogue,
                self._hoisting.facts,
                self._scope.parameters,
                self._scope.definitions,
            ),
            own=dict(sorted(self._own.items())),
            hoisted=dict(sorted(self._hoisting.facts.items())),
            guards=() if self._findings.has_errors else guards_of(invariants, draft.outcomes),
            lineage=lineage,
            replaced=tuple(sorted({scalar.text for scalar in draft.replaces})),
            claims=claims,
        )

    def _claim(self, draft: DraftClaim, scope: Scope) -> Claim:
        always = self.condition(draft.always, scope) if draft.always else None
        change = self._monotone(*draft.grows) if draft.grows else None
        return Claim(draft.id, always, change, draft.about, draft.place)

    def _monotone(self, named: Scalar, grows: bool) -> Monotone | None:
        """Return the fact that a claim is about: one of the document, with an order."""
        spec = self._scope.facts.get(named.text)
        if spec is None:
            hint = suggest(named.text, self._scope.facts)
            self._findings.error("P409", named.place, f"`{named.text}` is not known", hint)
        elif not spec.given or spec.type.kind in (Kind.ENUM, Kind.TEXT):
            message = f"`{named.text}` does not grow by itself"
            hint = "it has to be a number, a day, or yes or no of the lot document"
            self._findings.error("P405", named.place, message, hint)
        else:
            return Monotone(tree.Fact(named.text, spec.type), grows)
        return None

    def _expect_sections(self) -> None:
        draft = self._draft
        if not draft.outcomes:
            hint = "list them under `outcomes:` in order of preference"
            hint += ", or take those of a shipped policy: `extends: failed-inspection`"
            self._findings.error("P401", draft.place, "a policy needs outcomes", hint)
        if len(draft.outcomes) > MOST_OUTCOMES and draft.outcomes_place:
            message = f"a policy can have {MOST_OUTCOMES} outcomes at most"
            self._findings.error("P401", draft.outcomes_place, message)
        if draft.otherwise is None:
            hint = "write `otherwise: hold`"
            self._findings.error("P402", draft.place, "a policy needs the key `otherwise`", hint)
        elif draft.otherwise.text in draft.outcome_places:
            message = f"`otherwise` cannot be the outcome `{draft.otherwise.text}`"
            hint = "it names what is done when no outcome is decided: `hold`"
            self._findings.error("P402", draft.otherwise.place, message, hint)
        if not draft.rules and not draft.broken:
            hint = "without them nothing is ever permitted"
            self._findings.error("P403", draft.place, "a policy needs rules", hint)

    def _declare_given(self) -> None:
        """Take in the facts of the policy's own that stand in lot documents."""
        facts = self._draft.facts
        note_clashes({path: each.place for path, each in facts.items()}, self._findings)
        given = {path: each for path, each in facts.items() if not isinstance(each, DraftFact)}
        self._own |= given
        self._catalogue = with_given(self._catalogue, given)
        self._units |= {unit for each in facts.values() for unit in units_of(each)} - {""}
        known = self._catalogue
        self._scope = evolve(self._scope, facts=known, lists=known.lists, tables=known.tables)

    def _declare_derived(self) -> None:
        """Take in the facts that the policy derives; those in a circle are left out."""
        drafts = {p: each for p, each in self._draft.facts.items() if isinstance(each, DraftFact)}
        defined = signed(define(drafts, self._scope, self._findings))
        rests_on: dict[str, int] = {}
        for path, definition in defined.items():
            self._bound(drafts[path].body, definition.expression, path)
            used = (
                each.path
                for each in tree.walk(definition.expression)
                if isinstance(each, tree.Fact)
            )
            rests_on[path] = 1 + max((rests_on.get(each, 0) for each in used), default=0)
            if rests_on[path] > LONGEST_CHAIN:
                message = (
                    f"`{path}` rests on facts that rest on others, over {LONGEST_CHAIN} in a row"
                )
                self._findings.error("P406", drafts[path].place, message)
                rests_on[path] = 0  # said once, and not of all that rest on it
        self._own |= defined
        self._catalogue = with_derived(self._catalogue, defined, self._scope.parameters)
        broken = {*self._scope.broken, *drafts.keys() - defined.keys()}
        self._scope = evolve(self._scope, facts=self._catalogue, broken=broken)

    def _declare_parameters(self) -> None:
        checked = {
            name: check_parameter(
                self._as_below(each), self._scope.facts, self._units, self._findings
            )
            for name, each in self._draft.parameters.items()
        }
        self._catalogue = with_thresholds(self._catalogue, checked)
        self._scope = evolve(self._scope, facts=self._catalogue, parameters=checked)

    def _as_below(self, draft: DraftParameter) -> DraftParameter:
        """Return a parameter with what the facts say that have one of its name, if they have."""
        threshold = self._catalogue.thresholds.get(draft.name)
        if threshold is None:
            return draft
        below = as_written(threshold, draft)
        if not isinstance(draft.value, int | Decimal) or isinstance(draft.value, bool):
            message = f"`{draft.name}` is a number: facts rest on it"
            self._findings.error("P405", draft.value_place, message)
            return evolve(draft, value=threshold.value)
        if draft.name not in {scalar.text for scalar in self._draft.replaces}:
            expect_tightening(below, draft, self._findings)
        return put_over(below, draft)

    def _declare_definitions(self) -> None:
        """Check definitions, each after those it uses; those in a circle are left out."""
        drafts = self._draft.definitions
        uses = {
            name: {
                node.text
                for node in tree.walk(draft.body.expression)
                if isinstance(node, tree.Name) and node.text in drafts
            }
            for name, draft in drafts.items()
        }
        ordered, circle = in_order_of_use(uses)
        for name in sorted(circle):
            others = sorted(uses[name] & circle - {name})
            through = f" through {listed(others)}" if others else ""
            message = f"the definition `{name}` uses itself{through}"
            self._findings.error("P412", drafts[name].place, message)
        # Both grow while the definitions are read in their order.
        checked: dict[str, DefinitionSpec] = {}
        broken = {*self._scope.broken, *drafts.keys() - set(ordered)}
        self._scope = evolve(self._scope, definitions=checked, broken=broken)
        for name in ordered:
            spec = self._definition(name)
            if spec is None:
                broken.add(name)
            else:
                checked[name] = spec

    def _definition(self, name: str) -> DefinitionSpec | None:
        draft = self._draft.definitions[name]
        if name in self._scope.facts or name in self._scope.parameters:
            what = "a fact" if name in self._scope.facts else "a parameter"
            message = f"`{name}` is the name of {what}"
            self._findings.error("P404", draft.place, message, "choose another name")
            return None
        hoisted = self._hoisted(draft.body, self._scope)
        checked, type_, problems = check_value(hoisted, self._scope)
        self._bound(draft.body, checked, name)
        if not self._noted(draft.body, checked, problems) or type_ is None:
            return None
        return DefinitionSpec(name, checked, type_, draft.about, draft.place)

    def value(
        self, draft: DraftExpression, scope: Scope
    ) -> tuple[tree.Expression, FactType | None]:
        """Check an expression of any type, noting what is wrong with it at its place."""
        checked, type_ = self._value(draft, scope)
        self._bound(draft, checked)
        return checked, type_

    def _value(
        self, draft: DraftExpression, scope: Scope
    ) -> tuple[tree.Expression, FactType | None]:
        checked, type_, problems = check_value(self._hoisted(draft, scope), scope)
        return checked, type_ if self._noted(draft, checked, problems) else None

    def _hoisted(self, draft: DraftExpression, scope: Scope) -> tree.Expression:
        """Return an expression with facts in place of what engines do not reckon."""
        hoisting = self._hoisting
        expression = hoisting.of(draft.expression, scope)
        for doubt in hoisting.doubts:
            note(self._findings, draft.scalar, doubt)
        hoisting.doubts.clear()
        for node in tree.walk(expression):
            if isinstance(node, tree.Fact) and node.path in hoisting.facts:
                self._bound(draft, hoisting.facts[node.path].expression)
        return expression

    def condition(
        self, draft: DraftExpression, scope: Scope, *, plain: bool = False
    ) -> tree.Expression:
        """Check a condition, noting what is wrong with it at its place.

        A `plain` one is read where the policy is not at hand: it can compute nothing.
        """
        if draft.column is not None and self._value(draft.column, scope)[1] is None:
            return draft.expression
        expression = draft.expression if plain else self._hoisted(draft, scope)
        checked, problems = check_condition(expression, scope)
        self._noted(draft, checked, problems)
        self._bound(draft, checked)
        return checked

    def _noted(
        self, draft: DraftExpression, checked: tree.Expression, problems: list[ExpressionError]
    ) -> bool:
        """Note what is wrong with an expression; tell whether it can be used."""
        faults = any(not problem.is_warning for problem in problems)
        unnamed = None if faults else unnamed_computation(checked)
        for problem in (*problems, *filter(None, (unnamed,))):
            note(self._findings, draft.scalar, problem)
        return not faults and unnamed is None

    def _bound(self, draft: DraftExpression, checked: tree.Expression, name: str = "") -> None:
        measure = self._measures.of(checked)
        if measure.is_too_much:
            what = f"has more than {LARGEST_CONDITION:,} parts"
            if measure.depth > DEEPEST_CONDITION:
                what = f"is nested more than {DEEPEST_CONDITION} levels deep"
            message = f"with its definitions written out, this {what}"
            hint = "make several rules of it"
            self._findings.error("P406", draft.scalar.place, message, hint)
        if name:
            self._measures.define(name, measure)
        else:
            self._total += measure.parts

    def _bound_policy(self, invariants: tuple[Invariant, ...]) -> None:
        guarded = sum(self._measures.of(each.always).parts for each in invariants)
        if self._total + guarded * len(self._draft.outcomes) > LARGEST_POLICY:
            message = (
                f"with its definitions written out, the policy has over {LARGEST_POLICY:,} parts"
            )
            self._findings.error("P406", self._draft.place, message)


def _decided_names(outcomes: tuple[str, ...]) -> Mapping[str, FactType]:
    """Return the types of the names that only invariants may use."""
    return {
        OUTCOME: FactType(Kind.ENUM, values=outcomes),
        SHIPS: FactType(Kind.ENUM, values=tuple(each.value for each in Ships)),
    }
