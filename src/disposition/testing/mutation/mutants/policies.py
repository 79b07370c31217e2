"""Every mutant of a policy: one small mistake in a rule, a definition, a parameter or a fact.

Invariants are left alone: they only repeat what the rules ensure, so that no lot shows whether one
is missing. They are proved instead, see `docs/explanation/mutation-of-policies.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from disposition.facts.definitions import reads_of
from disposition.facts.fact_definition import FactDefinition
from disposition.facts.own.catalogues import with_derived
from disposition.facts.own.declared import OwnTable
from disposition.frozen import evolve
from disposition.language import expression as tree
from disposition.language.check.checker import check_value
from disposition.language.check.scope import Scope
from disposition.language.declarations import DefinitionSpec, ParameterSpec
from disposition.language.parse.parser import parse_expression
from disposition.language.rewrite.limits import beside, neighbours
from disposition.language.text import expression_text, value_text
from disposition.language.types import FactType
from disposition.policy.hoisting import is_computed, path_of
from disposition.policy.model import CheckedPolicy, Effect, Rule, ValueSpec
from disposition.testing.columns import names_in
from disposition.testing.coverage.goals import is_in
from disposition.testing.mutation.mutants.conditions import same_test, slips
from disposition.testing.mutation.mutants.mutant import Entry, Mutant, mutant_id


def planted_in(
    policy: CheckedPolicy, file: str | None = None
) -> tuple[CheckedPolicy, tuple[Mutant, ...]]:
    """Return the mutants of a policy, and the policy that they are compared with.

    Mutants come by the names of their entries, the same ones every time. With `file`, mistakes are
    made only in what stands in it: a layer's cases answer for the layer. What they are compared
    with is the same policy, but knows as facts what mistakes make of computed parts, too, so that
    no mistake in a condition changes what facts there are.
    """
    ready = _Making(policy, policy).ready()
    making = _Making(policy, ready)
    found = [*making.parameters(), *making.definitions(), *making.facts(), *making.rules()]
    return ready, tuple(_with_own_ids([each for each in found if is_in(each.place, file)]))


def _with_own_ids(mutants: list[Mutant]) -> Iterator[Mutant]:
    """Yield mutants with ids of their own: the same mistake twice in one entry is numbered."""
    seen: dict[str, int] = {}
    for mutant in mutants:
        number = seen[mutant.id] = seen.get(mutant.id, 0) + 1
        yield mutant if number == 1 else evolve(mutant, id=f"{mutant.id}.{number}")


class _Making:
    """Makes the mutants of one policy that is `ready` for them."""

    def __init__(self, policy: CheckedPolicy, ready: CheckedPolicy) -> None:
        self._policy = ready
        self._scope = Scope(
            policy.catalogue,
            policy.parameters,
            policy.definitions,
            lists=policy.catalogue.lists,
            tables={p: own.spec for p, own in policy.own.items() if isinstance(own, OwnTable)},
        )
        own = {**policy.own, **policy.hoisted}
        self._derived = {p: each for p, each in own.items() if isinstance(each, FactDefinition)}
        self._names_in_facts = {
            path: names_in(each.expression, policy) for path, each in self._derived.items()
        }
        self._facts_in_facts = {
            path: policy.facts_of(each.expression) for path, each in self._derived.items()
        }

    def _mutant(self, about: str, before: Entry, after: Entry | None) -> Mutant:
        policy = self._with(before, after)
        return Mutant(mutant_id(before, about), about, before, after, policy)

    def _with(self, before: Entry, after: Entry | None) -> CheckedPolicy:
        policy = self._policy
        match after or before:
            case ParameterSpec(name=name) as spec:
                changed = evolve(policy, parameters={**policy.parameters, name: spec})
                return self._derived_anew(changed, name)
            case DefinitionSpec(name=name) as spec:
                changed = evolve(policy, definitions={**policy.definitions, name: spec})
                return self._derived_anew(changed, name)
            case FactDefinition(spec=spec) as definition:
                changed = evolve(policy, own={**policy.own, spec.path: definition})
                return self._derived_by(
                    changed, {**self._resting_on({spec.path}), spec.path: definition}
                )
            case Rule():
                rules = (after if rule is before else rule for rule in policy.rules)
                return evolve(policy, rules=tuple(r for r in rules if isinstance(r, Rule)))

    def _derived_anew(self, policy: CheckedPolicy, name: str) -> CheckedPolicy:
        """Return a policy whose own facts that use what was changed are derived with it."""
        using = {path for path, names in self._names_in_facts.items() if name in names}
        return self._derived_by(policy, self._resting_on(using)) if using else policy

    def _resting_on(self, paths: set[str]) -> dict[str, FactDefinition]:
        """Return some derived facts and those that rest on them, also through others."""
        found, pending = set[str](), paths
        while pending:
            found |= pending
            reading = (path for path, read in self._facts_in_facts.items() if read & pending)
            pending = set(reading) - found
        return {path: each for path, each in self._derived.items() if path in found}

    @staticmethod
    def _derived_by(policy: CheckedPolicy, derived: Mapping[str, FactDefinition]) -> CheckedPolicy:
        named = policy.parameters, policy.definitions
        return evolve(policy, catalogue=with_derived(policy.catalogue, derived, *named))

    # --- parameters and definitions --------------------------------------------------------------

    def parameters(self) -> Iterator[Mutant]:
        for spec in self._policy.parameters.values():
            for value in beside(spec.value):
                about = f"`{value_text(spec.value)}` became `{value_text(value)}`"
                yield self._mutant(about, spec, evolve(spec, value=value))

    def definitions(self) -> Iterator[Mutant]:
        for spec in self._policy.definitions.values():
            for about, whole in self._slips(spec.expression):
                yield self._mutant(about, spec, evolve(spec, expression=whole))

    def facts(self) -> Iterator[Mutant]:
        """Yield the mutants of the facts of one's own that are derived.

        A fact is never made to rest on one that rests on it.
        """
        users = self._users()
        for path, definition in self._policy.own.items():
            if not isinstance(definition, FactDefinition):
                continue
            above = {path, *users[path]}
            for about, whole in self._slips(definition.expression):
                if above.isdisjoint(
                    each.path for each in tree.walk(whole) if isinstance(each, tree.Fact)
                ):
                    reads = tuple(dict.fromkeys(reads_of(whole, self._policy.catalogue)))
                    spec = evolve(definition.spec, reads=reads)
                    yield self._mutant(
                        about, definition, evolve(definition, spec=spec, expression=whole)
                    )

    def _users(self) -> Mapping[str, set[str]]:
        """Return the derived facts that rest on each of them, also through others."""
        users: dict[str, set[str]] = {path: set() for path in self._derived}
        for path, definition in self._derived.items():
            pending, seen = [definition.expression], set[str]()
            while pending:
                for node in tree.walk(pending.pop()):
                    if isinstance(node, tree.Fact) and node.path in users and node.path not in seen:
                        seen.add(node.path)
                        users[node.path].add(path)
                        pending.append(self._derived[node.path].expression)
        return users

    def _slips(self, condition: tree.Expression) -> Iterator[tuple[str, tree.Expression]]:
        """Yield a condition with a mistake in it, and what the mistake is."""
        seen = {same_test(condition)}
        for slip in slips(condition, self._scope):
            meant = same_test(slip.whole)
            if meant not in seen and self._is_well_formed(condition, slip.whole):
                seen.add(meant)
                yield slip.about, slip.whole
        for part in self._computed_in(condition):
            for about, whole in self._slips(self._policy.hoisted[part.path].expression):
                changed = evolve(part, path=path_of(whole)) if is_computed(whole) else whole
                yield about, tree.replaced(condition, part, changed)

    # --- computed parts, which are hoisted -------------------------------------------------------

    def _computed_in(self, *expressions: tree.Expression) -> dict[tree.Fact, None]:
        nodes = (node for each in expressions for node in tree.walk(each))
        facts = (node for node in nodes if isinstance(node, tree.Fact))
        return dict.fromkeys(each for each in facts if each.path in self._policy.hoisted)

    def parts(self) -> dict[str, FactDefinition]:
        """Return what computed parts become by a mistake, by the paths that these have then."""
        policy, found = self._policy, dict[str, FactDefinition]()
        for part in self._computed_in(
            *(spec.expression for spec in policy.definitions.values()),
            *(rule.when for rule in policy.rules),
            *(value.expression for rule in policy.rules for value in _values(rule)),
        ):
            was = policy.hoisted[part.path]
            for _, whole in self._slips(was.expression):
                path = path_of(whole)
                if is_computed(whole) and path not in policy.hoisted:
                    reads = tuple(dict.fromkeys(reads_of(whole, policy.catalogue)))
                    spec = evolve(was.spec, path=path, about=expression_text(whole), reads=reads)
                    found[path] = evolve(was, spec=spec, expression=whole)
        return found

    def ready(self) -> CheckedPolicy:
        """Return the policy with these as more facts; itself where there are none."""
        parts = self.parts()
        if not parts:
            return self._policy
        policy = evolve(self._policy, hoisted={**self._policy.hoisted, **parts})
        return self._derived_by(policy, {**self._derived, **parts})

    # --- what is well formed ---------------------------------------------------------------------

    def _is_well_formed(self, condition: tree.Expression, mutated: tree.Expression) -> bool:
        _, was, _ = check_value(_unchecked(condition), self._scope)
        _, type_, problems = check_value(_unchecked(mutated), self._scope)
        return _alike(type_, was) and all(problem.is_warning for problem in problems)

    # --- rules -----------------------------------------------------------------------------------

    def rules(self) -> Iterator[Mutant]:
        for rule in self._policy.rules:
            yield self._mutant("the rule is gone", rule, None)
            yield from self._outcomes(rule)
            yield from self._obligations(rule)
            yield from self._values(rule)
            if not isinstance(rule.when, tree.Literal | tree.And):
                about = f"`{expression_text(rule.when)}` left out"
                yield self._mutant(about, rule, evolve(rule, when=tree.Literal(True)))
            if not isinstance(rule.when, tree.Literal):
                for about, whole in self._slips(rule.when):
                    yield self._mutant(about, rule, evolve(rule, when=whole))

    def _outcomes(self, rule: Rule) -> Iterator[Mutant]:
        known = tuple(outcome.id for outcome in self._policy.outcomes)
        word = "with" if rule.effect is Effect.REQUIRE else rule.effect.value
        for outcome in rule.outcomes:
            others = tuple(each for each in rule.outcomes if each != outcome)
            if others:
                yield self._with_outcomes(rule, others, f"`{outcome}` left out of `{word}`")
            for other in neighbours(outcome, known, rule.outcomes):
                about = f"`{outcome}` became `{other}` in `{word}`"
                yield self._with_outcomes(rule, (*others, other), about)
        near = [other for each in rule.outcomes for other in neighbours(each, known, rule.outcomes)]
        for other in dict.fromkeys(near):
            about = f"`{other}` added to `{word}`"
            yield self._with_outcomes(rule, (*rule.outcomes, other), about)
        if rule.effect is Effect.REQUIRE and rule.outcomes:
            yield self._with_outcomes(rule, (), "`with` left out")

    def _with_outcomes(self, rule: Rule, outcomes: tuple[str, ...], about: str) -> Mutant:
        known = (*(each.id for each in self._policy.outcomes), self._policy.otherwise)
        ordered = tuple(each for each in known if each in outcomes)
        return self._mutant(about, rule, evolve(rule, outcomes=ordered))

    def _values(self, rule: Rule) -> Iterator[Mutant]:
        for duty in rule.obligations:
            for value in duty.values:
                for about, whole in self._slips(value.expression):
                    changed = evolve(value, expression=whole)
                    values = tuple(changed if each is value else each for each in duty.values)
                    after = evolve(duty, values=values)
                    duties = tuple(after if each is duty else each for each in rule.obligations)
                    mutated = evolve(rule, obligations=duties)
                    yield self._mutant(f"{about} in `{duty.do}.{value.name}`", rule, mutated)

    def _obligations(self, rule: Rule) -> Iterator[Mutant]:
        if len(rule.obligations) < 2:
            return
        for each in rule.obligations:
            left = tuple(other for other in rule.obligations if other is not each)
            yield self._mutant(f"`{each.do}` left out", rule, evolve(rule, obligations=left))


def _values(rule: Rule) -> Iterator[ValueSpec]:
    return (value for duty in rule.obligations for value in duty.values)


def _alike(one: FactType | None, other: FactType | None) -> bool:
    """Whether two types are the same, in whatever order their words are met."""
    if one is None or other is None:
        return one is other
    return (one.kind, one.unit, set(one.values)) == (other.kind, other.unit, set(other.values))


def _unchecked(expression: tree.Expression) -> tree.Expression:
    """Return an expression as it is written; one that goes over a list is checked only once."""
    if any(isinstance(each, tree.Aggregate) for each in tree.walk(expression)):
        return parse_expression(expression_text(expression))
    return expression
