"""Which outcomes remain possible, each rule looked at by itself: none that does is left out."""

from __future__ import annotations

from disposition.analysis.asking.subjects import LotSubject, State, Trying, kind_of
from disposition.analysis.lowered import lowered_facts
from disposition.explain.inference import Prepared
from disposition.language.expression import Definition, Expression, Known, walk
from disposition.policy.model import CheckedPolicy
from disposition.runtime.forking import cached_property
from disposition.semantics import Positions, positions


class EndsByRules:
    """Tells what can follow of what is known, without a solver.

    A rule that is true, or false, stays so when more is told, unless it asks what is known, or a
    word such as `pending` only stands in for an answer that it reads.
    """

    def __init__(self, deciding: Trying) -> None:
        self._prepared = deciding.prepared
        self._turned_by: dict[str, Positions] = {}

    @cached_property
    def _asks(self) -> Positions:
        """The conditions that what is learnt can turn."""
        policy = self._prepared.policy
        facts = lowered_facts(policy.catalogue)
        return positions(
            policy.conditions,
            lambda each: (
                asks_what_is_known(each, policy) or any(map(facts.asks, policy.facts_of(each)))
            ),
        )

    def loose(self, state: State) -> Positions:
        """Return the conditions that telling more can turn."""
        subject = state.subject
        found = 0 if subject.lot is None else self._asks
        if isinstance(subject, LotSubject):
            for place in subject.standing_in(self._prepared):
                found |= self._reading(kind_of(place))
        elif subject.lot is None:
            policy = self._prepared.policy
            found = positions(policy.conditions, lambda each: asks_what_is_known(each, policy))
        return found

    def _reading(self, kind: str) -> Positions:
        if kind not in self._turned_by:
            policy, changed = self._prepared.policy, set(self._prepared.changed_by(kind))
            self._turned_by[kind] = positions(
                policy.conditions, lambda each: bool(changed & set(policy.facts_of(each)))
            )
        return self._turned_by[kind]

    def of(self, state: State) -> tuple[str, ...]:
        """Return the outcomes that can follow of what is known."""
        return possible_ends(self._prepared, state, self.loose(state))


def possible_ends(prepared: Prepared, state: State, loose: Positions) -> tuple[str, ...]:
    """Return the outcomes that can follow once more is told, some conditions being loose.

    The fallback is among them where no rule may apply, or an invariant may withhold an outcome;
    not since information is missing.
    """
    combination = prepared.combination
    true = state.truths.true & ~loose
    not_false = state.truths.true | state.truths.unknown | loose
    found: dict[str, None] = {}
    is_withheld = False
    for each in combination.alternatives:
        if not each.permits & not_false or each.forbids & true:
            continue
        if not each.guards & true:
            found[each.outcome] = None
        is_withheld = is_withheld or bool(each.guards & not_false)
        if each.permits & true and not each.forbids & not_false:
            break
    else:
        found[combination.fallback] = None
    if is_withheld:
        found[combination.fallback] = None
    return tuple(found)


def asks_what_is_known(condition: Expression, policy: CheckedPolicy) -> bool:
    """Whether a condition asks if a fact is known."""
    for node in walk(condition):
        if isinstance(node, Known):
            return True
        if isinstance(node, Definition) and asks_what_is_known(
            policy.definitions[node.name].expression, policy
        ):
            return True
    return False
