"""Which change of a policy makes one lot be decided otherwise: the smallest set that is found.

A set of changes explains the difference if the policy before, with these changes alone, decides the
lot as the policy after. Changes of words are made along where the others need them: a reason can
show a parameter that is taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import combinations
from math import comb
from typing import TypeVar

from disposition.decide import Policy
from disposition.decision import PolicyReference
from disposition.facts import Lot
from disposition.facts.source import LotSource
from disposition.frozen import frozen
from disposition.policy.compare.changes import CHANGED, Change
from disposition.policy.compare.mixing import Mixing
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Combination, obliges, truths
from disposition.words import in_a_row

_SHORT = len("sha256:") + 12
_LONGEST_SHOWN = 80


@frozen
class DecisionInBrief:
    """A decision as far as it is explained: its outcome, status, and what it requires or may."""

    outcome: str
    status: str
    obligations: tuple[str, ...]


@frozen
class Attribution:
    """What the policies before and after decide, and the changes that make the difference.

    `changes` is empty where there is no difference. `among` is the number of changes that could
    have made it; where `changes` is all of these, no part of them was found that does.
    """

    before: DecisionInBrief
    after: DecisionInBrief
    policies: tuple[PolicyReference, PolicyReference]
    changes: tuple[Change, ...]
    among: int

    def says(self) -> str:
        """Return a sentence for people."""
        first, second = self.policies
        if first.digest == second.digest:
            return (
                f"nothing differs: both are the policy `{first.id}` {first.version} "
                f"({first.digest[:_SHORT]}…), which decides `{self.after.outcome}`"
            )
        if first.id != second.id:
            return f"`{first.id}` and `{second.id}` are two policies: {self._difference()}"
        return self._difference()

    def _difference(self) -> str:
        if not self.changes:
            return f"both decide `{self.after.outcome}` alike, though the policies differ"
        became = _became(self.before, self.after)
        because = in_a_row([_change_text(change) for change in self.changes])
        if 1 < len(self.changes) == self.among:
            return (
                f"{became}; no part of the {self.among} changes was found that does this without "
                f"the others: {because}"
            )
        comma = "," if "," in became else ""
        return f"{became}{comma} because {because}"


def differences(before: Policy, after: Policy, lot: Lot) -> Attribution:
    """Return the smallest set of changes found that makes the policy before decide as the other.

    A decision is another if its outcome, its status or the codes of its obligations are.

    Raises:
        DispositionError: a policy was put together by hand and cannot be written as a file.
    """
    source = LotSource(lot)
    was, becomes = _taken(before.checked, source), _taken(after.checked, source)
    references = (_reference(before), _reference(after))
    if was == becomes:
        return Attribution(was, becomes, references, (), 0)
    mixing = Mixing(before.checked, after.checked)
    altering = tuple(change for change in mixing.changes if change.alters)
    words = tuple(change for change in mixing.changes if not change.alters)

    @cache  # some parts come up again while things are taken away
    def explains(chosen: tuple[Change, ...]) -> bool:
        policy = mixing.policy(chosen) or mixing.policy((*chosen, *words))
        return policy is not None and _taken(policy, source) == becomes

    return Attribution(was, becomes, references, smallest(altering, explains), len(altering))


def _reference(policy: Policy) -> PolicyReference:
    return PolicyReference(policy.id, policy.version, policy.digest)


def _taken(policy: CheckedPolicy, source: LotSource) -> DecisionInBrief:
    """Return what a policy decides, straight from the definition: it is asked once."""
    found = truths(policy, source.through(policy.catalogue).observe(policy.facts))
    conclusion = Combination.of(policy).conclude(found)
    not_false = found.true | found.unknown
    codes = {
        duty.do
        for position, rule in enumerate(policy.rules)
        if not_false >> position & 1 and obliges(rule, conclusion.outcome)
        for duty in rule.obligations
    }
    return DecisionInBrief(conclusion.outcome, conclusion.status.value, tuple(sorted(codes)))


# --- in words -------------------------------------------------------------------------------------


def _became(before: DecisionInBrief, after: DecisionInBrief) -> str:
    """Return what is other: the outcome, or else the status and what is required."""
    if before.outcome != after.outcome:
        became = f"`{before.outcome}` became `{after.outcome}`"
        if before.status == after.status:
            return became
        return f"{became} (`{before.status}` became `{after.status}`)"
    parts = []
    if before.status != after.status:
        parts.append(f"now `{after.status}` and not `{before.status}`")
    if new := set(after.obligations) - set(before.obligations):
        parts.append(f"with {_codes(new)}")
    if gone := set(before.obligations) - set(after.obligations):
        parts.append(f"without {_codes(gone)}")
    return f"`{after.outcome}` stays, {in_a_row(parts)}"


def _codes(codes: set[str]) -> str:
    return in_a_row([f"`{code}`" for code in sorted(codes)])


def _change_text(change: Change) -> str:
    what = f"the {change.kind} `{change.name}`"
    if change.kind == change.name:  # there is one of it only
        what = "the outcomes" if change.kind == "outcomes" else "what is done otherwise"
    texts = (change.before or "", change.after or "")
    if change.what != CHANGED or max(map(len, texts)) > _LONGEST_SHOWN:
        return f"{what} {'were' if what == 'the outcomes' else 'was'} {change.what}"
    return f"{what} changed from `{texts[0]}` to `{texts[1]}`"


T = TypeVar("T")

MOST_TRIED = 300
"""So many parts of more than one thing are tried before things are taken away instead."""


def smallest(things: Iterable[T], does: Callable[[tuple[T, ...]], bool]) -> tuple[T, ...]:
    """Return a part of many things that does what all of them do, in their order.

    Single things are tried first, then pairs and threes if those are few: what is found so is the
    smallest. Otherwise things are taken away until none can be (delta debugging, after Zeller and
    Hildebrandt): without any one of those left, the others would not do.

    >>> smallest("abcdefgh", lambda part: {"b", "g"} <= set(part))
    ('b', 'g')
    """
    whole = tuple(things)
    for size in (1, 2, 3):
        if size > 1 and comb(len(whole), size) > MOST_TRIED:
            break
        for part in combinations(whole, size):
            if does(part):
                return part
    return _reduced(whole, does)


def _reduced(whole: tuple[T, ...], does: Callable[[tuple[T, ...]], bool]) -> tuple[T, ...]:
    """Take away halves, then ever smaller pieces, as long as the rest does."""
    left, pieces = whole, 2
    while len(left) > 1:
        length = -(-len(left) // pieces)
        for start in range(0, len(left), length):
            rest = left[:start] + left[start + length :]
            if does(rest):
                left, pieces = rest, max(2, pieces - 1)
                break
        else:
            if length == 1:
                break
            pieces *= 2
    return left
