"""Orders questions by how far they narrow the outcomes, and plans a questionnaire of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from fractions import Fraction
from importlib import import_module
from typing import Any

from attrs import define, field

from disposition.analysis.asking.grouping import AnswerRange, KnownSoFar, ranges_of
from disposition.analysis.asking.subjects import (
    AskableKinds,
    OpenQuestion,
    State,
    Subject,
    Trying,
    trial_answers,
)
from disposition.analysis.asking.turning import QuestionBounds, Turning
from disposition.errors import DispositionError
from disposition.explain.inference import Prepared
from disposition.facts.missing_inputs import how_many_items
from disposition.frozen import evolve, frozen
from disposition.runtime.forking import cached_property

MOST_CHECKS = 400
"""Questions to the solver for one lot; afterwards each rule is looked at by itself.

They take longer the more lines the lists of a lot have: there are half as many for `HALVING` lines,
a third for twice as many, and so on.
"""
HALVING = 5

MOST_ITEMS = 100
"""Lines of all lists up to which a solver is asked at all."""

MOST_LIKELY = 2
"""Questions that the solver looks at, of those that narrow the outcomes most rule by rule."""

MOST_NODES = 16
"""Questions of a questionnaire that are written out."""

FEWEST_NODES = 3
"""The same of lots with long lists."""

MOST_STATES = 400
"""Lots that are looked at to show that no questionnaire is shorter."""

MOST_SEARCHED = 6
"""Open questions up to which all orders are tried."""

Ends = tuple[str, ...]


@frozen(eq=False)
class Branch:
    """Some answers to a question, and what is known and possible then."""

    answers: AnswerRange
    region: KnownSoFar
    ends: Ends
    decides: bool

    @property
    def is_final(self) -> bool:
        """Whether nothing is to be asked then: it is decided, or nothing can be."""
        return self.decides or not self.ends


@frozen(eq=False)
class Ranked:
    """A question with its answers, and how far it narrows the outcomes."""

    question: OpenQuestion
    branches: tuple[Branch, ...]

    @property
    def key(self) -> tuple[int, Fraction]:
        """What orders questions: outcomes that remain in the worst case, then on the average."""
        left = [0 if each.is_final else max(1, len(each.ends)) for each in self.branches]
        if not left:
            return 10**6, Fraction(0)
        return max(left), Fraction(sum(left), len(left))


@define(eq=False)
class Node:
    """A place in a questionnaire: what is known there, and what is asked."""

    region: KnownSoFar
    ends: Ends
    is_final: bool
    decides: bool
    answers: AnswerRange | None = None
    asked: Ranked | None = None
    below: list[Node] = field(factory=list)
    is_expanded: bool = False


class Planner:
    """Looks at what can be asked of one subject; `skipped` places are not asked about."""

    def __init__(self, prepared: Prepared, subject: Subject, skipped: Iterable[str] = ()) -> None:
        self.prepared = prepared
        self.deciding = Trying(prepared)
        self.skipped = frozenset(skipped)
        self.root = KnownSoFar.of(self.deciding.state(subject))
        self._items = 0 if subject.lot is None else how_many_items(subject.lot)
        self._most_checks = MOST_CHECKS * HALVING // (HALVING + self._items)
        self._askable = AskableKinds(prepared.policy)
        self._turning = Turning(prepared, self._askable, self.root.ground)
        self._states = MOST_STATES
        self._bounds = QuestionBounds(prepared, self._turning, self._askable)
        self._ranked: dict[tuple[Any, ...], tuple[Ranked, ...]] = {}

    @cached_property
    def _proved(self) -> Any:
        """What asks the solver; None where there is none, or the lot is too large for it."""
        if self._items > MOST_ITEMS:
            return None
        try:
            proved = import_module("disposition.analysis.asking.proved")
        except DispositionError:
            return None
        return proved.ProvedEnds(self.prepared, self.root.ground, self._turning.natives)

    @property
    def is_proved(self) -> bool:
        """Whether a solver looks at the policy as a whole."""
        return self._proved is not None

    # --- what is possible ------------------------------------------------------------------------

    @cached_property
    def ends(self) -> Ends:
        """The outcomes that remain possible."""
        return self._ends(self.root, self._turning.ends(self.root.ground))

    def _ends(self, region: KnownSoFar, among: Ends) -> Ends:
        left = self._by_rules(region.sample if self._proved is None else region.ground, among)
        if region.is_single and not region.sample.is_open:
            return left
        if self._proved is None or self._proved.checks > self._most_checks:
            return left
        found: Ends | None = self._proved.ends(region, left)
        return left if found is None else found

    def _by_rules(self, state: State, among: Ends) -> Ends:
        """Return which of some outcomes are possible, each rule looked at by itself."""
        if not state.is_open:
            return (state.end[0],)
        possible = {*self._turning.ends(state)}
        return tuple(each for each in among if each in possible)

    def _reads(self, place: str) -> bool:
        return self._proved is None or bool(self._proved.reads(place))

    def _decides(self, region: KnownSoFar) -> bool:
        if region.sample.is_open:
            return False
        if region.is_single or self._proved is None:
            return True
        return bool(self._proved.is_decided(region))

    # --- questions -------------------------------------------------------------------------------

    def questions(self, region: KnownSoFar, ends: Ends) -> tuple[Ranked, ...]:
        """Return what can be asked, what narrows the outcomes most first."""
        key = tuple((place, each.says) for place, each in sorted(region.answered.items()))
        if key not in self._ranked:
            self._ranked[key] = self._questions(region, ends)
        return self._ranked[key]

    def _questions(self, region: KnownSoFar, ends: Ends) -> tuple[Ranked, ...]:
        asked = (self._asked(region, each) for each in self._openings(region))
        proved = (self._proven(each, ends) for each in asked)
        return tuple(sorted(proved, key=lambda each: each.key))

    def _best(self, region: KnownSoFar, ends: Ends) -> Ranked | None:
        """Return what narrows the outcomes most, of those that seem to at a first look."""
        if region is self.root:
            return next(iter(self.questions(region, ends)), None)
        asked = [self._asked(region, each) for each in self._openings(region)]
        likely = sorted((self._looked_at(each, ends) for each in asked), key=lambda each: each.key)
        proved = [self._proven(each, ends) for each in likely[:MOST_LIKELY]]
        return min(proved, key=lambda each: each.key, default=None)

    def _openings(self, region: KnownSoFar) -> Iterator[OpenQuestion]:
        for each in region.sample.subject.openings(region.sample.reasoning):
            if each.place not in self.skipped and each.place not in region.answered:
                yield each

    def _asked(self, region: KnownSoFar, question: OpenQuestion) -> Ranked:
        """Return a question with its answers; what is possible then is not looked at yet."""
        ranges = ranges_of(self.deciding, region.sample, question, are_all=not region.is_single)
        after = [(each, region.after(self.deciding, question, each)) for each in ranges]
        return Ranked(
            question, tuple(Branch(each, then, (), decides=False) for each, then in after)
        )

    def _looked_at(self, asked: Ranked, ends: Ends) -> Ranked:
        """Return a question with what is possible after each answer, by each rule by itself."""
        return evolve(
            asked,
            branches=tuple(
                evolve(
                    each,
                    ends=self._by_rules(each.region.sample, ends),
                    decides=not each.region.sample.is_open,
                )
                for each in asked.branches
            ),
        )

    def _proven(self, asked: Ranked, ends: Ends) -> Ranked:
        """Return a question with what is possible after each answer."""
        is_parted = len(asked.branches) > 1 and self._reads(asked.question.place)
        branches = []
        for each in asked.branches:
            decides = self._decides(each.region)
            tells = each.answers.is_single or is_parted or decides
            left = self._ends(each.region, ends) if tells else ends
            branches.append(evolve(each, ends=left, decides=decides))
        return evolve(asked, branches=tuple(branches))

    @cached_property
    def _waits(self) -> Ends | None:
        """The outcomes that can be waited for, whatever is answered; None: any."""
        found: Ends | None = None if self._proved is None else self._proved.waits(self.root)
        return found

    def bound(self, region: KnownSoFar) -> int | None:
        """Return how many questions may be asked at most, in whatever order."""
        return self._bounds.most(region.ground, {*self.skipped, *region.answered}, self._waits)

    @staticmethod
    def not_told(state: State) -> tuple[tuple[str, str], ...]:
        """Return the facts that a lot waits for and no answer tells, each with why."""
        told = {f for each in state.subject.openings(state.reasoning) for f in each.facts}
        source = state.reasoning.source
        return tuple(
            (fact, source.why_unknown(fact))
            for fact in sorted({*state.reasoning.waits_for()} - told)
        )

    # --- a questionnaire -------------------------------------------------------------------------

    def plan(self, most_nodes: int = MOST_NODES) -> Node:
        """Return the questionnaire: what narrows most is asked first, after each answer anew."""
        root = Node(self.root, self.ends, not self.root.sample.is_open or not self.ends, False)
        waiting, left = deque([root]), max(FEWEST_NODES, most_nodes - self._items // HALVING)
        while waiting and left:
            node = waiting.popleft()
            # A sample that is decided does not tell what to ask of the others.
            if node.is_final or not node.region.sample.is_open:
                continue
            asked = self._best(node.region, node.ends)
            node.is_expanded = True
            left -= 1
            if asked is not None:
                self._expand(node, asked)
            waiting.extend(each for each in node.below if not _is_untried(each))
        return self._improved(root)

    def _expand(self, node: Node, asked: Ranked) -> None:
        node.asked = asked
        node.is_expanded = True
        node.below = [
            Node(each.region, each.ends, each.is_final, each.decides, each.answers)
            for each in asked.branches
        ]

    def most(self, node: Node) -> int | None:
        """Return how many questions follow at most; None where there is no bound."""
        is_sure = node.region.is_single or self._proved is not None
        if (node.is_final and is_sure) or (node.is_expanded and node.asked is None):
            return 0
        bound = self.bound(node.region)
        if not node.is_expanded:
            return bound
        below = [self.most(each) for each in node.below]
        if any(each is None for each in below):
            return bound
        deepest = 1 + max(each for each in below if each is not None)
        return deepest if bound is None else min(bound, deepest)

    def _improved(self, root: Node) -> Node:
        """Return the shortest of all orders, where few questions are open."""
        most = self.most(root)
        few = len(self.questions(self.root, self.ends)) <= MOST_SEARCHED if most else False
        if most is None or most < 3 or most > MOST_SEARCHED or not few:
            return root
        for limit in range(2, most):
            found = self._within(self.root, self.ends, limit)
            if found is not None:
                return found
        return root

    def _within(self, region: KnownSoFar, ends: Ends, limit: int) -> Node | None:
        """Return a questionnaire of so many questions at most; None if none was found."""
        self._states -= 1
        if self._states < 0:
            return None
        for ranked in self.questions(region, ends):
            node = Node(region, ends, is_final=False, decides=False)
            self._expand(node, ranked)
            for at, each in enumerate(node.below):
                if each.is_final:
                    continue
                found = None
                if limit > 1 and not _is_untried(each):
                    found = self._within(each.region, each.ends, limit - 1)
                if found is None:
                    break
                found.answers = each.answers
                node.below[at] = found
            else:
                return node
        return None

    # --- no shorter one --------------------------------------------------------------------------

    def is_shortest(self, root: Node) -> bool:
        """Whether it is shown that no questionnaire ends in fewer questions, in any order.

        It is by lots: of whatever is asked first, some answer is met after which more is to be
        asked than would be left. One after which a lot stays undecided for want of something that
        no answer tells is not called short.
        """
        most = self.most(root)
        if most is None or not _ends_everywhere(root):
            return False
        if most <= 1:
            return True
        self._states = MOST_STATES
        return not self._can(self.root.ground, most - 1)

    def _can(self, state: State, questions: int) -> bool:
        """Whether a lot may end in so many questions, as far as answers were tried."""
        if not state.is_open or not self._ends(KnownSoFar.of(state), self.ends):
            return True
        if not questions:
            return False
        for place, answers in trial_answers(self.deciding, self._askable, state, self.skipped):
            if self._states <= 0:
                return True
            for answer in answers:
                self._states -= 1
                told = self.deciding.answered(state, place, answer)
                if told is not None and not self._can(told, questions - 1):
                    break
            else:
                return True
        return False


def _ends_everywhere(node: Node) -> bool:
    """Whether all answers lead to where nothing is to be asked."""
    return node.is_final or (node.asked is not None and all(map(_ends_everywhere, node.below)))


def _is_untried(node: Node) -> bool:
    return node.answers is not None and node.answers.sample is None
