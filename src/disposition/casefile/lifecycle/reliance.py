"""Whether a release can rely on the record: entries as written, and a decision that still holds.

A decision holds while the policy in force takes it again on what was known then. Where that policy
decides otherwise, or requires more before the release, the lot is decided on anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from disposition.casefile.lifecycle.policies import LOT
from disposition.casefile.lifecycle.projection import decision_that_counts, project
from disposition.casefile.lifecycle.steps import Judged
from disposition.casefile.log.chain import faults
from disposition.casefile.log.entry import Entry
from disposition.casefile.log.head import head_of
from disposition.decision import Decision
from disposition.explain.obstacles import Obstacle
from disposition.words import in_a_row

ALTERED = "record-is-not-as-written"
"""What is missing, in place of a rule, where an entry is not as it was written."""

OTHERWISE = "policy-decides-otherwise"
"""What is missing, in place of a rule, where the policy in force does not decide as was decided."""

_NONE = "none"


def unreliable(judged: Judged, entries: Sequence[Entry]) -> Iterator[Obstacle]:
    """Yield what keeps a release from relying on the entries of a case."""
    found = [str(each) for each in faults(entries[0].case, entries, head_of(entries))]
    if found:
        yield _piece(ALTERED, f"the record was altered since it was written: {in_a_row(found)}")
        return
    entry = decision_that_counts(judged.happened)
    is_over = any(each.kind == "released" for each in judged.happened)
    if entry is not None and not is_over and entry.data["decision"]["ships"] != _NONE:
        policy, taken = judged.policies[LOT], Decision.from_dict(entry.data["decision"])
        lot = project(entries[: entry.number - 1], entry.on)
        now = policy.decide(lot, engine=judged.policies.engine)
        if otherwise := _otherwise(taken, now):
            because = (
                f"`{taken.outcome}` was decided on {entry.on}, and the policy in force,"
                f" {policy.id} {policy.version}, {otherwise} on what was known then: decide anew"
            )
            yield _piece(OTHERWISE, because)


def _otherwise(taken: Decision, now: Decision) -> str:
    """Return in words what a policy does that a decision does not; empty if it is nothing."""
    if (now.outcome, now.status) != (taken.outcome, taken.status):
        return f"decides `{now.outcome}`"
    if taken.parts and _that_ship(now) != _that_ship(taken):  # older decisions tell of no parts
        return "ships other parts"
    more = sorted(set(_before_release(now)) - set(_before_release(taken)))
    named = in_a_row([f"`{each}`" for each in more])
    return f"requires {named} before the release" if more else ""


def _that_ship(decision: Decision) -> list[tuple[str, int | None]]:
    return [(each.name, each.units) for each in decision.parts if each.ships != _NONE]


def _before_release(decision: Decision) -> list[str]:
    return [each.do for each in decision.obligations if each.before]


def _piece(rule: str, because: str) -> Obstacle:
    return Obstacle(rule, "forbid", because, is_sure=True, facts={})
