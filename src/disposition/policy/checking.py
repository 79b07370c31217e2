"""A draft to a checked policy: names resolved, types and units checked, references followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from disposition.errors import suggest
from disposition.facts.kinds import FactSpec, FactType, Kind
from disposition.policy import expression as tree
from disposition.policy.diagnostics import Findings
from disposition.policy.draft import Draft, DraftExpression, DraftParameter, DraftRule
from disposition.policy.fields import note
from disposition.policy.guards import guards_of
from disposition.policy.model import (
    CheckedPolicy,
    DefinitionSpec,
    Effect,
    Invariant,
    ObligationSpec,
    ParameterSpec,
    Rule,
)
from disposition.policy.scope import Scope, decided_names
from disposition.policy.source import Scalar
from disposition.policy.template import Hole, Template, TemplateError, parse_template
from disposition.policy.typing import check_condition, check_value, type_of_literal

LARGEST_CONDITION = 2000
NO_TEXT = Template("")


def check_policy(
    draft: Draft,
    catalogue: Mapping[str, FactSpec],
    lineage: tuple[str, ...],
    findings: Findings,
) -> CheckedPolicy:
    """Return the policy that a draft stands for.

    Raises:
        PolicyError: with everything found in the file and in those it extends.
    """
    checker = _Checking(draft, catalogue, findings)
    policy = checker.policy(lineage)
    findings.raise_errors()
    return policy


class _Checking:
    """Checks one draft; goes on after a finding, so that one run tells everything."""

    def __init__(
        self, draft: Draft, catalogue: Mapping[str, FactSpec], findings: Findings
    ) -> None:
        self._draft = draft
        self._findings = findings
        self._catalogue = catalogue
        self._outcomes = tuple(outcome.id for outcome in draft.outcomes)
        self._fallback = draft.otherwise.text if draft.otherwise else ""
        self._parameters = {each.name: self._parameter(each) for each in draft.parameters.values()}
        self._definitions: dict[str, DefinitionSpec] = {}
        self._sizes: dict[str, int] = {}

    def policy(self, lineage: tuple[str, ...]) -> CheckedPolicy:
        draft = self._draft
        self._expect_outcomes()
        for name in _in_order_of_use(draft, self._findings):
            self._define(name)
        scope = self._scope()
        rules = [self._rule(rule, scope) for rule in draft.rules.values()]
        decided = Scope(
            scope.facts,
            scope.parameters,
            scope.definitions,
            decided_names((*self._outcomes, self._fallback)),
        )
        invariants = tuple(
            Invariant(each.id, self._condition(each.always, decided), each.about, each.place)
            for each in sorted(draft.invariants.values(), key=lambda each: each.id)
        )
        return CheckedPolicy(
            id=draft.id,
            version=draft.version,
            title=draft.title,
            outcomes=draft.outcomes,
            otherwise=self._fallback,
            parameters=dict(sorted(self._parameters.items())),
            definitions=dict(sorted(self._definitions.items())),
            rules=tuple(sorted(rules, key=lambda rule: rule.id)),
            invariants=invariants,
            guards=guards_of(invariants, draft.outcomes),
            lineage=lineage,
            replaced=tuple(sorted(scalar.text for scalar in draft.replaces)),
        )

    def _scope(self) -> Scope:
        return Scope(
            self._catalogue,
            {name: spec.type for name, spec in self._parameters.items()},
            {name: spec.type for name, spec in self._definitions.items()},
            {},
        )

    def _expect_outcomes(self) -> None:
        draft = self._draft
        if not draft.outcomes:
            hint = "list them under `outcomes:` in order of preference"
            self._findings.error("P401", draft.place, "a policy needs outcomes", hint)
        if draft.otherwise is None:
            hint = "write `otherwise: hold`"
            self._findings.error("P402", draft.place, "a policy needs the key `otherwise`", hint)
        elif self._fallback in self._outcomes:
            message = f"`otherwise` cannot be the outcome `{self._fallback}`"
            hint = "it names what is done when no outcome is decided: `hold`"
            self._findings.error("P402", draft.otherwise.place, message, hint)
        if not draft.rules:
            self._findings.error("P403", draft.place, "a policy needs rules")

    def _parameter(self, draft: DraftParameter) -> ParameterSpec:
        type_ = type_of_literal(tree.Literal(draft.value))
        if draft.name in self._catalogue:
            message = f"`{draft.name}` is the name of a fact"
            self._findings.error("P404", draft.place, message)
        if draft.unit:
            units = {spec.type.unit for spec in self._catalogue.values()} - {""}
            if not type_.kind.is_number:
                message = f"the parameter `{draft.name}` has a unit but is not a number"
                self._findings.error("P405", draft.place, message)
            elif draft.unit not in units:
                hint = suggest(draft.unit, units) or f"units are {', '.join(sorted(units))}"
                message = f"the unit `{draft.unit}` is not known"
                self._findings.error("P405", draft.place, message, hint)
            type_ = FactType(type_.kind, draft.unit)
        return ParameterSpec(
            draft.name, draft.value, type_, draft.about, draft.tighter, draft.place
        )

    def _define(self, name: str) -> None:
        draft = self._draft.definitions[name]
        if name in self._catalogue or name in self._parameters:
            what = "a fact" if name in self._catalogue else "a parameter"
            self._findings.error("P404", draft.place, f"`{name}` is the name of {what}")
        checked, type_, problems = check_value(draft.body.expression, self._scope())
        for problem in problems:
            note(self._findings, draft.body.scalar, problem)
        self._bound_size(draft.body, checked)
        self._sizes[name] = self._size(checked)
        spec = DefinitionSpec(
            name, checked, type_ or FactType(Kind.BOOLEAN), draft.about, draft.place
        )
        self._definitions[name] = spec

    def _size(self, expression: tree.Expression) -> int:
        """Count the nodes of an expression with its definitions written out."""
        return sum(
            self._sizes.get(node.name, 1) if isinstance(node, tree.Definition) else 1
            for node in tree.walk(expression)
        )

    def _bound_size(self, draft: DraftExpression, checked: tree.Expression) -> None:
        if self._size(checked) > LARGEST_CONDITION:
            message = f"with its definitions written out, this has over {LARGEST_CONDITION:,} parts"
            self._findings.error("P406", draft.scalar.place, message)

    def _condition(self, draft: DraftExpression, scope: Scope) -> tree.Expression:
        checked, problems = check_condition(draft.expression, scope)
        for problem in problems:
            note(self._findings, draft.scalar, problem)
        self._bound_size(draft, checked)
        return checked

    def _rule(self, draft: DraftRule, scope: Scope) -> Rule:
        parts = tuple(self._condition(each, scope) for each in draft.conditions)
        return Rule(
            id=draft.id,
            effect=draft.effect,
            outcomes=self._outcomes_of(draft),
            when=_conjunction(parts),
            because=self._template(draft.because, scope),
            source=draft.source,
            clause=self._clause(draft.clause, scope),
            obligations=tuple(
                ObligationSpec(
                    each.do,
                    self._template(each.what, scope),
                    self._template(each.by, scope),
                    self._due(each.due, scope),
                )
                for each in draft.obligations
            ),
            place=draft.place,
        )

    def _outcomes_of(self, draft: DraftRule) -> tuple[str, ...]:
        known = self._outcomes
        if draft.effect is Effect.REQUIRE:
            known = (*known, self._fallback)
        found = []
        for scalar in draft.outcomes:
            if scalar.text in known:
                found.append(scalar.text)
                continue
            hint = suggest(scalar.text, known)
            if scalar.text == self._fallback:
                hint = "what is done otherwise is neither permitted nor forbidden"
            hint = hint or f"outcomes are {', '.join(known)}"
            message = f"`{scalar.text}` is not an outcome of this policy"
            self._findings.error("P407", scalar.place, message, hint)
        order = {name: position for position, name in enumerate(known)}
        return tuple(sorted(set(found), key=order.__getitem__))

    def _template(self, scalar: Scalar | None, scope: Scope) -> Template:
        if scalar is None:
            return NO_TEXT
        try:
            template = parse_template(scalar.text, scope.facts.__contains__)
        except TemplateError as error:
            place = scalar.within(error.start, error.end)
            self._findings.error("P408", place, error.message, "write `{{` for a brace itself")
            return NO_TEXT
        for piece in template.pieces:
            if not isinstance(piece, Hole):
                continue
            if piece.name not in scope.facts and piece.name not in scope.parameters:
                place = scalar.within(piece.start, piece.end)
                hint = scope.hint(piece.name)
                if piece.name in scope.definitions:
                    hint = "texts can show facts and parameters, not definitions"
                self._findings.error("P409", place, f"`{piece.name}` is not known", hint)
        return template

    def _clause(self, scalar: Scalar | None, scope: Scope) -> tree.Fact | None:
        if scalar is None:
            return None
        spec = scope.facts.get(scalar.text)
        if spec is None or spec.type.kind is not Kind.TEXT:
            texts = [path for path in scope.facts if path.endswith(".clause")]
            hint = suggest(scalar.text, texts) or "for example `contract.rework.clause`"
            message = f"`clause` needs a fact that is a text, not `{scalar.text}`"
            self._findings.error("P410", scalar.place, message, hint)
            return None
        return tree.Fact(spec.path, spec.type)

    def _due(self, draft: DraftExpression | None, scope: Scope) -> tree.Expression | None:
        if draft is None:
            return None
        checked, type_, problems = check_value(draft.expression, scope)
        for problem in problems:
            note(self._findings, draft.scalar, problem)
        if type_ is not None and type_.kind is not Kind.DATE:
            message = "`due` needs a date"
            hint = "for example `as_of + 5` or `contract.notice_due`"
            self._findings.error("P411", draft.scalar.place, message, hint)
        return checked


def _conjunction(parts: tuple[tree.Expression, ...]) -> tree.Expression:
    if not parts:
        return tree.Literal(True)
    return parts[0] if len(parts) == 1 else tree.And(parts)


def _in_order_of_use(draft: Draft, findings: Findings) -> Iterator[str]:
    """Yield definitions so that each comes after those it uses; those in a circle are left out."""
    uses = {
        name: [
            node.text
            for node in tree.walk(definition.body.expression)
            if isinstance(node, tree.Name) and node.text in draft.definitions
        ]
        for name, definition in draft.definitions.items()
    }
    done: set[str] = set()
    waiting = dict(uses)
    while waiting:
        ready = [name for name, used in waiting.items() if done.issuperset(used)]
        if not ready:
            break
        for name in ready:
            done.add(name)
            del waiting[name]
            yield name
    for name in _circle(waiting):
        message = f"the definition `{name}` uses itself, through others or directly"
        findings.error("P412", draft.definitions[name].place, message)


def _circle(waiting: Mapping[str, list[str]]) -> list[str]:
    """Return the definitions that lie on a circle, not those that merely use one."""
    used = {name: [each for each in uses if each in waiting] for name, uses in waiting.items()}
    while True:
        idle = [name for name in used if not any(name in uses for uses in used.values())]
        if not idle:
            return list(used)
        for name in idle:
            del used[name]
