"""Where lots can move between two versions of a policy, each way shown or proved impossible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from disposition.analysis.decided_lot import Seen
from disposition.analysis.diff.obliged import ChangedDuty, changed_duties
from disposition.analysis.diff.region import Region, region_of
from disposition.analysis.lot_terms import Sight
from disposition.analysis.prover import Prover
from disposition.analysis.targets import AllOf, AnyOf, Concludes, NotSo, Wanted
from disposition.analysis.verdicts import NotSettled, Proved, Refuted, Witness
from disposition.decide import Policy
from disposition.explain.inference import deciding_rules
from disposition.frozen import frozen
from disposition.policy.compare.changes import Change, changes_between
from disposition.policy.model import CheckedPolicy, Ships

UNDECIDED = ""
"""Stands for lots on which nothing is decided, whatever the fallback is called."""

MOST_MOVES = 60
"""Ways to move that are told; who changes more looks at another policy."""

_SHIPS = {Ships.NONE: 0, Ships.PART: 1, Ships.ALL: 2}


class Strictness(Enum):
    """What a move means for the lots that move."""

    LAXER = "laxer"
    STRICTER = "stricter"
    OTHER = "other"
    DECIDED_NOW = "decided_now"
    OPEN_NOW = "open_now"


class ChangeVerdict(Enum):
    """What a change is as a whole, of lots that are decided before and after."""

    SAME = "same"  # nothing that decides differs
    EQUIVALENT = "equivalent"
    STRICTER = "only_stricter"
    LAXER = "only_laxer"
    MIXED = "neither"
    NOT_SETTLED = "not_settled"


@frozen
class Move:
    """Lots that have one outcome before and another one after: one of them, and which they are.

    An empty outcome stands for undecided. `ships_more` tells whether more of them ships. `rules`
    are those that hold in one version only, or else those that decide.
    """

    before: str
    after: str
    strictness: Strictness
    ships_more: bool
    witness: Witness
    region: Region
    rules: tuple[str, ...]


@frozen
class Difference:
    """What two versions of a policy differ in: in words, and of every possible lot.

    `open_moves` are ways to move of which it is not known whether a lot goes there, each with the
    reason. `ships_more` is whether a lot ships more than before: None where that is not known.
    `duties` are obligations that change for lots that keep their outcome, `open_duties` those of
    which that is not known, each with the reason.
    """

    before: str
    after: str
    titles: dict[str, str]
    changes: tuple[Change, ...]
    verdict: ChangeVerdict
    moves: tuple[Move, ...] = ()
    open_moves: tuple[tuple[str, str, str], ...] = ()
    ships_more: bool | None = False
    duties: tuple[ChangedDuty, ...] = ()
    open_duties: tuple[tuple[str, str], ...] = ()


def difference(before: Policy, after: Policy) -> Difference:
    """Return what two versions of a policy differ in.

    Raises `DispositionError` without the extra `proofs`.
    """
    old, new = before.checked, after.checked
    changes = changes_between(old, new)
    names = f"{old.id} {old.version}", f"{new.id} {new.version}"
    titles = {each.id: each.title for held in (new, old) for each in held.outcomes_by_id.values()}
    if not any(change.alters for change in changes):
        return Difference(*names, titles, changes, ChangeVerdict.SAME)
    looking = _Looking(before, after)
    moves, open_moves = looking.moves()
    ships_more = any(move.ships_more for move in moves) or looking.ships_more(open_moves)
    return Difference(
        *names,
        titles,
        changes,
        _verdict(moves, open_moves),
        tuple(moves),
        tuple(open_moves),
        ships_more,
        *looking.duties(),
    )


def _verdict(moves: Sequence[Move], open_moves: Sequence[object]) -> ChangeVerdict:
    kinds = {move.strictness for move in moves}
    decided = kinds - {Strictness.DECIDED_NOW, Strictness.OPEN_NOW}
    if Strictness.OTHER in kinds or {Strictness.LAXER, Strictness.STRICTER} <= kinds:
        return ChangeVerdict.MIXED
    if open_moves:
        return ChangeVerdict.NOT_SETTLED
    if not decided:
        return ChangeVerdict.EQUIVALENT
    return ChangeVerdict.LAXER if Strictness.LAXER in decided else ChangeVerdict.STRICTER


class _Looking:
    """Asks where lots can move, until no other way is left."""

    def __init__(self, before: Policy, after: Policy) -> None:
        self._before, self._after = before.checked, after.checked
        self._prover = Prover(Sight(before), Sight(after))

    def moves(self) -> tuple[list[Move], list[tuple[str, str, str]]]:
        found: list[Move] = []
        told: list[Wanted] = []
        while len(found) < MOST_MOVES:
            rest = NotSo(AnyOf(tuple(told)))
            answer = self._prover.never(AllOf((self._differs(), rest)))
            if isinstance(answer, Proved):
                return found, []
            if isinstance(answer, NotSettled):
                return self._one_by_one(found)
            move = self._move(answer)
            found.append(move)
            told.append(self._way(move.before, move.after))
        return found, [(UNDECIDED, UNDECIDED, f"only the first {MOST_MOVES} ways are told")]

    def _one_by_one(self, found: list[Move]) -> tuple[list[Move], list[tuple[str, str, str]]]:
        """Ask for each way that is left, where all of them together are too much to ask."""
        open_moves = []
        known = {(move.before, move.after) for move in found}
        for before, after in self._ways():
            if (before, after) in known:
                continue
            answer = self._prover.never(self._way(before, after))
            if isinstance(answer, Refuted):
                found.append(self._move(answer))
            elif isinstance(answer, NotSettled):
                open_moves.append((before, after, answer.reason))
        return found, open_moves

    def ships_more(self, open_moves: Sequence[tuple[str, str, str]]) -> bool | None:
        """Return whether a lot ships more by one of the ways that are open; None if not known."""
        if any(
            self._rank(after, self._after) > self._rank(before, self._before) or not before + after
            for before, after, _ in open_moves
        ):
            return None
        return False

    def duties(self) -> tuple[tuple[ChangedDuty, ...], tuple[tuple[str, str], ...]]:
        """Return the obligations that change for lots that keep their outcome."""
        return changed_duties(self._before, self._after, self._prover)

    # --- ways ------------------------------------------------------------------------------------

    def _ways(self) -> Iterator[tuple[str, str]]:
        for before in self._outcomes(self._before):
            for after in self._outcomes(self._after):
                if before != after:
                    yield before, after

    @staticmethod
    def _outcomes(policy: CheckedPolicy) -> list[str]:
        return [*(each.id for each in policy.outcomes), UNDECIDED]

    def _way(self, before: str, after: str) -> Wanted:
        return AllOf((self._ends(before, 0), self._ends(after, 1)))

    def _ends(self, outcome: str, at: int) -> Wanted:
        policy = (self._before, self._after)[at]
        return Concludes((outcome or policy.otherwise,), at)

    def _differs(self) -> Wanted:
        after = self._outcomes(self._after)
        return AnyOf(
            tuple(
                AllOf((self._ends(each, 0), NotSo(self._ends(each, 1))))
                if each in after
                else self._ends(each, 0)
                for each in self._outcomes(self._before)
            )
        )

    # --- telling ---------------------------------------------------------------------------------

    def _move(self, answer: Refuted) -> Move:
        witness = answer.witness
        seen = self._prover.see(witness.documents)
        before, after = (_ended(each) for each in seen)
        region = region_of(self._prover, seen, self._way(before, after))
        more = self._rank(after, self._after) > self._rank(before, self._before)
        strictness = self._strictness(before, after)
        rules = _rules(seen, (self._before, self._after))
        return Move(before, after, strictness, more, witness, region, rules)

    @staticmethod
    def _rank(outcome: str, policy: CheckedPolicy) -> int:
        return _SHIPS[policy.outcomes_by_id[outcome].ships] if outcome else 0

    def _strictness(self, before: str, after: str) -> Strictness:
        """Return what a move means: by how much ships, and then by the order of preference."""
        if not before or not after:
            return Strictness.DECIDED_NOW if after else Strictness.OPEN_NOW
        old, new = self._rank(before, self._before), self._rank(after, self._after)
        if old != new:
            return Strictness.LAXER if new > old else Strictness.STRICTER
        orders = [
            [each for each in self._outcomes(policy) if each in (before, after)]
            for policy in (self._before, self._after)
        ]
        full = [order for order in orders if len(order) == 2]
        if not full or any(order != full[0] for order in full):
            return Strictness.OTHER
        return Strictness.LAXER if full[0][0] == after else Strictness.STRICTER


def _ended(seen: Seen) -> str:
    return seen.conclusion.outcome if seen.is_decided else UNDECIDED


def _rules(seen: Sequence[Seen], policies: Sequence[CheckedPolicy]) -> tuple[str, ...]:
    """Return the rules that hold in one version only; where there are none, those that decide."""
    held = [
        deciding_rules(policy, each.truths) for each, policy in zip(seen, policies, strict=True)
    ]
    only = [rule for rule in held[1] if rule not in held[0]]
    only += [rule for rule in held[0] if rule not in held[1]]
    return tuple(only) or held[1]
