"""How many questions a lot can raise at most: one for each place that is open behind its rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from disposition.analysis.asking.askable import AskableKinds, is_askable
from disposition.analysis.asking.openings import open_places
from disposition.analysis.asking.subjects import LotSubject, State, kind_of
from disposition.analysis.asking.turning import Turning
from disposition.explain.inference import Prepared
from disposition.frozen import frozen
from disposition.language.types import ListSpec


@frozen(eq=False)
class QuestionBounds:
    """Tells how many questions lots of one policy can raise."""

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
        true = state.truths.true & ~loose
        unsettled = state.truths.unknown | loose
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
