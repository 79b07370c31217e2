"""Which facts can still turn when more is told, which rules with them, and how much can be asked.

Most stay as they are. A fact can turn that asks whether something is known, that rests on a word
such as `pending`, which only stands in for an answer, or for which Python takes something absent
for a sign. Of the last, some answers are tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define, field

from disposition.analysis.asking.subjects import (
    AskableKinds,
    LotSubject,
    State,
    is_askable,
    kind_of,
    open_places,
    some_answers,
)
from disposition.explain.inference import Prepared
from disposition.facts.evaluation import KnownFacts
from disposition.facts.missing_inputs import place_at
from disposition.facts.observation import observe
from disposition.frozen import frozen
from disposition.language.declarations import walk_through
from disposition.language.expression import Expression, Fact, Item, Known
from disposition.language.types import ListSpec, Origin
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Positions, positions

MOST_TRIED = 10
"""Answers that are tried at one place."""


@define
class _Reads:
    """What an expression reads: facts, items, and of which of these it asks whether it is known."""

    facts: set[str] = field(factory=set)
    items: set[str] = field(factory=set)
    asked: set[str] = field(factory=set)
    asked_items: set[str] = field(factory=set)


class Turning:
    """Tells what can turn of lots of one policy; `root` is the lot of which answers are tried."""

    def __init__(self, prepared: Prepared, askable: AskableKinds, root: State) -> None:
        self._prepared = prepared
        self._policy = prepared.policy
        self._askable = askable
        self._kinds = askable.of(prepared.policy.facts)
        self._known = prepared.policy.catalogue.known
        self._reads: dict[str, _Reads] = {}
        self._conditions = [_read(each, self._policy) for each in self._policy.conditions]
        self.natives = frozenset(self._turned_natives(root))

    def facts(self, state: State) -> frozenset[str]:
        """Return the facts of the policy that telling more can turn."""
        if not isinstance(state.subject, LotSubject) or self._known is None:
            return frozenset()
        placeholders = frozenset(map(kind_of, state.subject.placeholders(self._prepared)))
        found: dict[str, bool] = {}

        def turns(path: str, known: KnownFacts) -> bool:
            if path not in found:
                found[path] = False  # no fact rests on itself
                found[path] = looked_up(path, known)
            return found[path]

        def looked_up(path: str, known: KnownFacts) -> bool:
            match known.origin(path):
                case Origin.NATIVE:
                    return path in self.natives
                case Origin.DEFINED:
                    expression, below = known.definition_of(path)
                case _:
                    return path in placeholders
            if path not in self._reads:
                self._reads[path] = _read(expression, self._policy)
            reads = self._reads[path]
            return (
                not placeholders.isdisjoint(reads.items)
                or any(is_askable(each, self._kinds) for each in reads.asked_items)
                or any(self._may_become_known(each, state) for each in reads.asked)
                or any(turns(each, below) for each in reads.facts)
            )

        return frozenset(path for path in self._policy.facts if turns(path, self._known))

    def conditions(self, state: State, facts: frozenset[str]) -> Positions:
        """Return the conditions that telling more can turn, given the facts that it can."""
        return positions(
            self._conditions,
            lambda reads: (
                not facts.isdisjoint(reads.facts)
                or any(state.fact(each) is None for each in reads.asked)
            ),
        )

    def ends(self, state: State) -> tuple[str, ...]:
        """Return the outcomes that can follow once more is told, each rule looked at by itself.

        The fallback is among them where no rule may apply, or an invariant may withhold an outcome;
        not since information is missing.
        """
        combination, loose = self._prepared.combination, self.conditions(state, self.facts(state))
        truths = state.reasoning.truths
        true, not_false = truths.true & ~loose, truths.true | truths.unknown | loose
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

    def _may_become_known(self, path: str, state: State) -> bool:
        """Whether a fact is unknown, and something can be asked for that tells it."""
        is_told = path in self._policy.catalogue and state.fact(path) is not None
        return not is_told and not self._kinds.isdisjoint(self._askable.of((path,)))

    # --- what Python computes --------------------------------------------------------------------

    def _turned_natives(self, root: State) -> Iterator[str]:
        """Yield the facts that Python computes and some answer turns, which they do not ask for."""
        subject, catalogue, known = root.subject, self._policy.catalogue, self._known
        if not isinstance(subject, LotSubject) or known is None:
            return
        natives = {
            path: frozenset(fact.spec.reads) - frozenset(fact.asks)
            for path, fact in known.computed.items()
            if root.fact(path) is not None
        }
        turned: set[str] = set()
        document = subject.lot.to_dict()
        for place in open_places(document, catalogue.given, catalogue.lists):
            kind = kind_of(place)
            signs = [path for path in natives.keys() - turned if kind in natives[path]]
            if not signs or not is_askable(kind, self._kinds):
                continue
            for answer in some_answers(place_at(subject.lot, place, catalogue).scalar)[:MOST_TRIED]:
                told = subject.put(place, answer)
                if told is not None:
                    after = observe(told.lot, signs, catalogue)
                    turned |= {path for path in signs if after[path] != root.fact(path)}
        yield from sorted(turned)


def _read(expression: Expression, policy: CheckedPolicy) -> _Reads:
    found = _Reads()
    for node in walk_through((expression,), policy.definitions):
        match node:
            case Known(fact=Fact(path=path)):
                found.asked.add(path)
            case Known(fact=Item(path=path)):
                found.asked_items.add(path)
            case Fact(path=path):
                found.facts.add(path)
            case Item(path=path):
                found.items.add(path)
    return found


# --- how much can be asked -----------------------------------------------------------------------


@frozen(eq=False)
class QuestionBounds:
    """Tells how many questions lots of one policy can raise: one for each place that is open."""

    prepared: Prepared
    turning: Turning
    askable: AskableKinds

    def waiting_facts(self, state: State, outcomes: Sequence[str] | None) -> tuple[str, ...]:
        """Return the facts that can ever be waited for: those of rules that are not settled.

        They are of the `outcomes` that can be waited for; None: of any.
        """
        policy, combination = self.prepared.policy, self.prepared.combination
        turned = self.turning.facts(state)
        loose = self.turning.conditions(state, turned)
        true = state.reasoning.truths.true & ~loose
        unsettled = state.reasoning.truths.unknown | loose
        read = 0
        for each in combination.alternatives:
            if not each.forbids & true and (outcomes is None or each.outcome in outcomes):
                read |= (each.permits | each.forbids | each.guards) & unsettled
        found: dict[str, None] = {}
        for at, condition in enumerate(policy.conditions):
            if read >> at & 1:
                found |= dict.fromkeys(policy.facts_of(condition))
        return tuple(each for each in found if each in turned or state.fact(each) is None)

    def most(
        self, state: State, answered: Iterable[str], outcomes: Sequence[str] | None
    ) -> int | None:
        """Return how many questions are asked at most; None where there is no bound.

        Those that are `answered`, or are not to be asked, are not asked again.
        """
        facts = self.waiting_facts(state, outcomes)
        if not isinstance(state.subject, LotSubject):
            return len({each for each in facts if state.fact(each) is None} - {*answered})
        document = state.subject.lot.to_dict()
        catalogue, kinds = self.prepared.policy.catalogue, self.askable.of(facts)
        places: set[str] = set()
        for each in open_places(document, catalogue.given, catalogue.lists):
            kind = kind_of(each)
            if is_askable(kind, kinds):
                if _is_list(kind, catalogue.lists):
                    return None
                places.add(each)
        return len(places - {*answered})


def _is_list(kind: str, lists: Mapping[str, ListSpec]) -> bool:
    """Whether a kind of place is a list within the items of another."""
    first, *rest = kind.split("[].")
    spec = lists.get(first)
    for step in rest:
        if spec is None:
            return False
        spec = spec.lists.get(step)
    return spec is not None
