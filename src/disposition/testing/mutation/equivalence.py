"""Proofs that a mutant decides as the policy does; where none is found, nothing is claimed.

Three sound ways are tried. A changed condition is compared with the original for every combination
of values that its tests can tell apart. A rule that speaks on one more outcome changes nothing that
cases can see if another rule with the same condition says the same of it already, or if the rule
permits it only after another outcome that is forbidden no more often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import prod

from disposition.explain.relevance import basis_of
from disposition.facts.catalogue import Catalogue
from disposition.language.declarations import DefinitionSpec
from disposition.language.expression import (
    And,
    Compare,
    Definition,
    Expression,
    Fact,
    Known,
    Literal,
    Not,
    Or,
    Within,
    rebuilt,
    walk,
)
from disposition.language.rewrite.limits import Exact, compared, value_of
from disposition.language.rewrite.normal_form import written_out
from disposition.language.types import FactType, Kind, Value
from disposition.policy.model import CheckedPolicy, Effect, ObligationSpec, Rule
from disposition.semantics import Valuation, exact
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.representatives import representatives

MOST_COMBINATIONS = 20_000

SAME_CONDITION = "no values of its facts tell the conditions apart"
SAID_ALREADY = "another rule with the same condition says the same already"
COMES_LATER = "the rule permits an outcome that comes first, and is forbidden no more often"

_BOOLEAN = FactType(Kind.BOOLEAN)


def proof(mutant: Mutant, policy: CheckedPolicy) -> str | None:
    """Return why a mutant is equivalent to its policy, or None if that is not known."""
    match mutant.before, mutant.after:
        case Rule() as before, Rule() as after if before.outcomes != after.outcomes:
            if _comes_later(before, after, policy):
                return COMES_LATER
            return SAID_ALREADY if _is_said_already(before, after, policy) else None
        case Rule() as before, Rule() as after if before.obligations == after.obligations:
            return SAME_CONDITION if _same(before.when, after.when, policy) else None
        case DefinitionSpec() as before, DefinitionSpec() as after:
            if before.type.kind is not Kind.BOOLEAN:
                return None
            same = _same(before.expression, after.expression, policy)
            return SAME_CONDITION if same else None
        case _:
            return None


def _is_said_already(before: Rule, after: Rule, policy: CheckedPolicy) -> bool:
    """Whether other rules say of the added outcomes what the changed rule now says of them.

    A second rule that permits an outcome would be one of the reasons, which cases can see.
    """
    if before.effect is Effect.PERMIT or not before.outcomes:
        return False
    everything = (*(each.id for each in policy.outcomes), policy.otherwise)
    added = set(after.outcomes or everything) - set(before.outcomes)
    if not added or not set(before.outcomes) <= set(after.outcomes or everything):
        return False
    others = [
        rule
        for rule in policy.rules
        if rule is not before
        and rule.effect is before.effect
        and (rule.when == before.when or rule.when == Literal(True))
    ]
    return all(_says(before, outcome, others) for outcome in added)


def _comes_later(before: Rule, after: Rule, policy: CheckedPolicy) -> bool:
    """Whether the outcomes that a rule now permits as well can never be looked at because of it.

    While the rule may hold, an outcome that it permitted before and that comes first is possible,
    unless a rule forbids it; and that rule forbids the others too.
    """
    if before.effect is not Effect.PERMIT or not set(before.outcomes) < set(after.outcomes):
        return False
    order = [outcome.id for outcome in policy.outcomes]
    added = [each for each in after.outcomes if each not in before.outcomes]
    return any(
        all(
            order.index(first) < order.index(each)
            and _forbidding(first, policy) <= _forbidding(each, policy)
            for each in added
        )
        for first in before.outcomes
    )


def _forbidding(outcome: str, policy: CheckedPolicy) -> set[Expression]:
    return {
        rule.when
        for rule in policy.rules
        if rule.effect is Effect.FORBID and outcome in rule.outcomes
    }


def _says(rule: Rule, outcome: str, others: list[Rule]) -> bool:
    """Whether one of some rules forbids an outcome, or all obligations are due with it anyway."""
    fitting = [each for each in others if outcome in each.outcomes or not each.outcomes]
    if rule.effect is Effect.FORBID:
        return any(outcome in each.outcomes and each.when == rule.when for each in others)
    due = {_meant(obligation) for each in fitting for obligation in each.obligations}
    return {_meant(obligation) for obligation in rule.obligations} <= due


def _meant(obligation: ObligationSpec) -> tuple[object, ...]:
    """Return what an obligation asks for and holds back, without its texts.

    Cases see its code only; but a mutant that changes the last day, or what keeps the goods, would
    be no equivalent.
    """
    asks = (obligation.do, obligation.due)
    proof = (obligation.before, obligation.proved_by, obligation.proved_when)
    return (*asks, *proof, obligation.values)


# --- conditions ----------------------------------------------------------------------------------


def _same(before: Expression, after: Expression, policy: CheckedPolicy) -> bool:
    """Whether two conditions are alike, or a part that holds all that differs is alike in both."""
    for first, second in reversed(list(_parts(before, after))):
        if _alike(_closed(first), _closed(second), policy):
            return True
        if _alike(written_out(first, policy), written_out(second, policy), policy):
            return True
    return False


def _parts(before: Expression, after: Expression) -> Iterator[tuple[Expression, Expression]]:
    """Yield the parts that hold all that differs, the outermost first."""
    while True:
        yield before, after
        match before, after:
            case (And(operands=ours), And(operands=theirs)) | (
                Or(operands=ours),
                Or(operands=theirs),
            ) if len(ours) == len(theirs):
                differing = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
                if len(differing) != 1:
                    return
                ((before, after),) = differing
            case Not(operand=one), Not(operand=other):
                before, after = one, other
            case _:
                return


def _closed(condition: Expression) -> Expression:
    """Return a condition with each definition as a fact that nothing is known of."""
    match condition:
        case Definition(name=name, type=FactType(kind=Kind.BOOLEAN)):
            return Fact(f"#{name}", _BOOLEAN)
        case Not() | And() | Or():
            return rebuilt(condition, _closed)
        case _:
            return condition


def _alike(before: Expression, after: Expression, policy: CheckedPolicy) -> bool:
    """Whether conditions are alike for all values of their facts, and wait for the same facts.

    A test that reckons, or compares facts with one another, counts as a fact of its own that can
    be anything: what holds then holds all the more for the values that it can really have.
    """
    opaque: dict[Expression, Fact] = {}
    first = _opened(written_out(before, policy), opaque)
    second = _opened(written_out(after, policy), opaque)
    values = _values((first, second), policy.catalogue)
    if any(each == [None] for each in values.values()):
        return False  # nothing that the fact can be was found, so nothing would be proved
    if prod(len(each) for each in values.values()) > MOST_COMBINATIONS:
        return False
    ours, theirs = basis_of(first, policy), basis_of(second, policy)
    for combination in product(*values.values()):
        facts = dict(zip(values, combination, strict=True))
        (held, paths), (other, other_paths) = ours(facts), theirs(facts)
        if held is not other:
            return False
        if held is None and _unknown(paths, facts) != _unknown(other_paths, facts):
            return False
    return True


def _unknown(paths: list[str], facts: Valuation) -> set[str]:
    return {path for path in paths if facts[path] is None}


def _opened(condition: Expression, opaque: dict[Expression, Fact]) -> Expression:
    """Return a condition in which each test that is not of one fact against constants is a fact."""
    match condition:
        case Not() | And() | Or():
            return rebuilt(condition, lambda part: _opened(part, opaque))
        case Fact() | Known() | Literal() | Within(item=Fact()):
            return condition
        case Compare(left=Fact(), right=Literal()):
            return condition
        case _:
            return opaque.setdefault(condition, Fact(f"#{len(opaque)}", _BOOLEAN))


# --- values that tests can tell apart ------------------------------------------------------------


def _values(
    conditions: Iterable[Expression], catalogue: Catalogue
) -> Mapping[str, list[Value | None]]:
    """Return for each fact values enough to tell apart all that the conditions do."""
    limits: dict[Fact, set[Exact]] = {}
    for condition in conditions:
        for node in walk(condition):
            if isinstance(node, Fact):
                limits.setdefault(node, set())
        for fact, values in compared(condition):
            limits[fact].update(map(exact, values))
    return {
        fact.path: [
            None,
            *(value_of(each, fact.type.kind) for each in representatives(fact, found, catalogue)),
        ]
        for fact, found in limits.items()
    }
