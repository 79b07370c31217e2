"""Whether a release can rely on the record: entries as written, and a decision that still holds.

A decision holds while the policy in force takes it again on what was known then. Where that policy
decides otherwise, or requires more before the release, the lot is decided on anew. A decision that
another inspection followed cannot be taken anew: what the policy in force requires is to be proved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from disposition.casefile.lifecycle.agreed_units import agrees_on_work
from disposition.casefile.lifecycle.obligations import InForce, is_settled, last_decided, proved
from disposition.casefile.lifecycle.policies import LOT
from disposition.casefile.lifecycle.projection import decision_that_counts, project
from disposition.casefile.lifecycle.steps import Judged
from disposition.casefile.log.chain import faults, head_of
from disposition.casefile.log.effective import Event
from disposition.casefile.log.entry import Entry
from disposition.casefile.log.kinds import INSPECTIONS, Agreed
from disposition.decision import Decision
from disposition.explain.document.rationale import Obligation
from disposition.explain.obstacles import Obstacle
from disposition.facts import observe
from disposition.facts.source import LotSource
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
    entry = _relied_on(judged)
    if entry is not None:
        taken, now = _again(judged, entry, entries)
        if otherwise := _otherwise(taken, now):
            yield _decides(judged, entry, f"{otherwise} on what was known then: decide anew")
    for entry, now, since in _earlier(judged, entries):
        if _needs_work(judged, entry, now, since):
            work = "agree on what is put right, and have it inspected again"
            yield _decides(judged, entry, f"decides `{now.outcome}` on what was known then: {work}")


def required_besides(judged: Judged, entries: Sequence[Entry]) -> Iterator[InForce]:
    """Yield what the policy in force requires on earlier inspections that no decision asked for."""
    source, asked = LotSource(judged.lot), [each.obligation for each in judged.in_force]
    for _, now, since in _earlier(judged, entries):
        is_carried = now.status == "decided" and now.ships == _NONE
        for each in _before_release(now) if is_carried else ():
            if not any(_asks_no_less(one, each) for one in asked):
                is_proved = proved(each, since, source)
                yield InForce(each, now.policy.id, is_proved, is_settled(each.do, since))


def _relied_on(judged: Judged) -> Entry | None:
    """Return the decision by which the lot ships, if it does and has not yet."""
    entry = decision_that_counts(judged.happened)
    is_over = any(each.kind == "released" for each in judged.happened)
    return None if entry is None or is_over or _ships(entry) == _NONE else entry


def _earlier(
    judged: Judged, entries: Sequence[Entry]
) -> Iterator[tuple[Entry, Decision, Sequence[Event]]]:
    """Yield earlier decisions by other policies, as taken by that in force, and what came since."""
    last, digest = _relied_on(judged), judged.policies.digests[LOT]
    for at in last_decided(judged.happened) if last is not None else ():
        entry = judged.happened[at].entry
        if entry is not last and entry.policies.get(LOT) != digest:
            yield entry, _again(judged, entry, entries)[1], judged.happened[at:]


def _taken(entry: Entry) -> Decision:
    return Decision.from_dict(entry.data["decision"])


def _ships(entry: Entry) -> str:
    return str(entry.data["decision"]["ships"])


def _again(judged: Judged, entry: Entry, entries: Sequence[Entry]) -> tuple[Decision, Decision]:
    """Return a decision as it was taken, and as the policy in force takes it."""
    lot = project(entries[: entry.number - 1], entry.on)
    return _taken(entry), judged.policies[LOT].decide(lot, engine=judged.policies.engine)


def _needs_work(judged: Judged, entry: Entry, now: Decision, since: Sequence[Event]) -> bool:
    """Whether goods passed that the policy in force sends back, and no work was agreed on."""
    if now.ships != _NONE or _ships(entry) == _NONE:
        return False
    facts = observe(judged.lot, ["assessments.mistaken", "case.shown_failing"])
    excused = facts["assessments.mistaken"] is True or (
        now.status != "decided" and facts["case.shown_failing"] == 0
    )
    inspected = [at for at, each in enumerate(since) if each.kind in INSPECTIONS]
    work = any(
        isinstance(each.data, Agreed) and agrees_on_work(each.data, judged.lot.lot.quantity)
        for each in since[: inspected[-1] if inspected else 0]
    )
    return not (excused or work)


def _decides(judged: Judged, entry: Entry, otherwise: str) -> Obstacle:
    policy = judged.policies[LOT]
    because = f"`{_taken(entry).outcome}` was decided on {entry.on}, and the policy in force"
    return _piece(OTHERWISE, f"{because}, {policy.id} {policy.version}, {otherwise}")


def _otherwise(taken: Decision, now: Decision) -> str:
    """Return in words what a policy does that a decision does not; empty if it is nothing."""
    if (now.outcome, now.status) != (taken.outcome, taken.status):
        return f"decides `{now.outcome}`"
    if taken.parts and _that_ship(now) != _that_ship(taken):  # older decisions tell of no parts
        return "ships other parts"
    before = _before_release(taken)
    more = {
        each.do
        for each in _before_release(now)
        if not any(_asks_no_less(one, each) for one in before)
    }
    named = in_a_row([f"`{each}`" for each in sorted(more)])
    return f"requires {named} before the release" if more else ""


def _asks_no_less(one: Obligation, other: Obligation) -> bool:
    """Whether what proves one obligation proves another."""
    return (
        bool(one.before)
        and one.do == other.do
        and set(one.proved_by) <= set(other.proved_by)
        and one.proved_when in ("", other.proved_when)
    )


def _that_ship(decision: Decision) -> list[tuple[str, int | None]]:
    return [(each.name, each.units) for each in decision.parts if each.ships != _NONE]


def _before_release(decision: Decision) -> list[Obligation]:
    return [each for each in decision.obligations if each.before]


def _piece(rule: str, because: str) -> Obstacle:
    return Obstacle(rule, "forbid", because, is_sure=True, facts={})
