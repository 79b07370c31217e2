"""Each decision of a case taken again: by the policy that took it, and by the one of today.

What was known then is told by the entries before the decision, and the policy's text was kept. So a
decision that was taken is proved to be what that policy says, and where the policy of today says
otherwise, the change that makes the difference is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from disposition.casefile.lifecycle.policies import (
    LOT,
    RELEASE,
    AlteredError,
    CasePolicies,
    policy_of,
)
from disposition.casefile.lifecycle.projection import project
from disposition.casefile.log.entry import Entry
from disposition.casefile.log.entry_data import decision_in
from disposition.casefile.log.kinds import DECIDED_KINDS
from disposition.casefile.log.storage import Keeper
from disposition.casefile.replay.attribution import Attribution, differences
from disposition.decide import Policy
from disposition.decision import Decision
from disposition.documents.plain import picked
from disposition.facts.lot import Lot
from disposition.frozen import frozen

SAME, SAME_UNDER_NEW, CHANGED = "same", "same_under_new_policy", "changed"
NOT_REPRODUCED, NO_POLICY = "not_reproduced", "policy_not_kept"
ALTERED = "policy_altered"


@frozen
class Replayed:
    """A decision that was taken again.

    `finding` is `same` (the same policy decides the same), `same_under_new_policy` (another version
    of it does, too), `changed` (it decides otherwise: `attribution` says which change does it),
    `not_reproduced` (the policy that is said to have taken it does not take it),
    `policy_not_kept` or `policy_altered` (the text that is kept is not that policy: `altered` says
    what it is).
    """

    number: int
    kind: str
    role: str
    finding: str
    outcome: str
    status: str
    outcome_now: str
    status_now: str
    digest: str
    digest_now: str
    attribution: Attribution | None = None
    altered: str = ""

    @property
    def is_proved(self) -> bool:
        """Whether the decision is what its own policy says of what was known then."""
        return self.finding in (SAME, SAME_UNDER_NEW, CHANGED)

    def says(self) -> str:
        """Return in words what came of it."""
        taken = f"entry {self.number}, {self.kind}: `{self.outcome}` by `{self.role}`"
        match self.finding:
            case "same":
                return f"{taken} would be taken again"
            case "same_under_new_policy":
                return f"{taken} would be taken again, by the policy of today as well"
            case "changed":
                why = f": {self.attribution.says()}" if self.attribution else ""
                return f"{taken} was right then; today it would be `{self.outcome_now}`{why}"
            case "policy_not_kept":
                return (
                    f"{taken} cannot be proved: its policy ({self.digest}) is not kept here; "
                    f"today it would be `{self.outcome_now}`"
                )
            case "policy_altered":
                return (
                    f"{taken} cannot be proved: its policy ({self.digest}) was altered where it is "
                    f"kept: {self.altered}; today it would be `{self.outcome_now}`"
                )
            case _:
                return (
                    f"{taken} is NOT what its policy says of what was known then, which is "
                    f"`{self.outcome_now}`: the record or the library was changed"
                )

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "entry": self.number,
            "kind": self.kind,
            "policy": self.role,
            "finding": self.finding,
            **picked(self, "outcome", "status", "outcome_now", "status_now"),
            **picked(self, "digest", "digest_now"),
            "says": self.says(),
        }


@frozen
class Replay:
    """All decisions of a case, taken again."""

    decisions: tuple[Replayed, ...]

    @property
    def is_proved(self) -> bool:
        """Whether each decision is what its own policy says."""
        return all(each.is_proved for each in self.decisions)

    @property
    def changed(self) -> tuple[Replayed, ...]:
        """The decisions that the policies of today would take otherwise."""
        return tuple(each for each in self.decisions if each.finding == CHANGED)

    def says(self) -> str:
        """Return in words what came of it, a line for each decision."""
        return "\n".join(each.says() for each in self.decisions) or "nothing was decided yet"


def replay(entries: Sequence[Entry], policies: CasePolicies, keeper: Keeper) -> Replay:
    """Take each decision of a case again."""
    return Replay(tuple(_replayed(entries, policies, keeper)))


def _replayed(
    entries: Sequence[Entry], policies: CasePolicies, keeper: Keeper
) -> Iterator[Replayed]:
    for at, entry in enumerate(entries):
        if entry.kind in DECIDED_KINDS:
            role = LOT if entry.kind == "decision" else RELEASE
            lot = project(entries[:at], entry.on)
            yield _again(entry, role, lot, policies, keeper)


def _again(entry: Entry, role: str, lot: Lot, policies: CasePolicies, keeper: Keeper) -> Replayed:
    taken = Decision.from_dict(decision_in(entry.kind, entry.data))
    today = policies[role]
    now = today.decide(lot, engine=policies.engine)
    before, attribution, altered = None, None, ""
    try:
        before = _kept(taken.policy.digest, keeper)
    except AlteredError as error:
        altered = str(error)
    if altered:
        finding = ALTERED
    elif taken.policy.digest == today.digest:
        finding = SAME if _is_same(taken, now) else NOT_REPRODUCED
    elif before is None:
        finding = NO_POLICY
    elif not _is_same(taken, then := before.decide(lot, engine=policies.engine)):
        finding, now = NOT_REPRODUCED, then
    elif (taken.outcome, taken.status) == (now.outcome, now.status):
        finding = SAME_UNDER_NEW
    else:
        finding, attribution = CHANGED, differences(before, today, lot)
    return Replayed(
        entry.number,
        entry.kind,
        role,
        finding,
        taken.outcome,
        taken.status,
        now.outcome,
        now.status,
        taken.policy.digest,
        today.digest,
        attribution,
        altered,
    )


def _is_same(taken: Decision, again: Decision) -> bool:
    """Whether two documents say the same; which version of the library wrote them is no matter."""
    ours, theirs = taken.to_dict(), again.to_dict()
    del ours["engine"], theirs["engine"]
    if not taken.parts:  # written before decisions told of parts
        del ours["parts"], theirs["parts"]
    return ours == theirs


def _kept(digest: str, keeper: Keeper) -> Policy | None:
    """Return the policy of a digest; None if it is not kept.

    Raises:
        AlteredError: the text that is kept is not that policy.
    """
    text = keeper.policy(digest)
    return None if text is None else policy_of(text, digest)
