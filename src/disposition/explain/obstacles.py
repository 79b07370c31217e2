"""What stands between a lot and one outcome: every rule that does, whether surely or maybe.

A decision tells why better outcomes were ruled out, and stops there. Who wants one outcome, such as
the release of a lot, wants to know all that is lacking, what is not known included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from disposition.documents.forms import Plain
from disposition.explain.document.rationale import Missing, RuledOut
from disposition.frozen import field, frozen


@frozen
class Obstacle:
    """A rule that forbids an outcome or may, or that would permit it and does not hold.

    `is_sure` is false while an unknown fact decides; `waits_for` holds those facts. `because` is
    the rule's reason, for a rule that would permit the outcome its condition.
    """

    rule: str
    effect: str
    because: str
    is_sure: bool
    facts: Mapping[str, Plain] = field(hash=False)
    waits_for: tuple[str, ...] = ()
    source: str = ""
    clause: str | None = None

    @property
    def says(self) -> str:
        """What is lacking, in words."""
        if self.effect == "permit":
            return f"it would need: {self.because}"
        return self.because or forbidding(self.rule)


def forbidding(rule: str) -> str:
    """Return what is said of a rule that forbids, and has no reason."""
    return f"the rule `{rule}` forbids it"


def documented_obstacles(
    outcome: str, ruled_out: tuple[RuledOut, ...], missing: tuple[Missing, ...]
) -> Iterator[Obstacle]:
    """Yield the obstacles that a decision document tells of, which are not all there may be."""
    for each in ruled_out:
        if each.outcome != outcome:
            continue
        for reason in each.forbidden_by:
            yield Obstacle(
                reason.rule,
                reason.effect,
                reason.because,
                is_sure=True,
                facts=reason.facts,
                source=reason.source,
                clause=reason.clause,
            )
        for unmet in each.unmet:
            yield Obstacle(unmet.rule, "permit", unmet.when, is_sure=True, facts=unmet.facts)
    waiting = dict.fromkeys(rule for each in missing for rule in each.rules)
    for rule in waiting:
        facts = tuple(each.fact for each in missing if rule in each.rules)
        yield Obstacle(rule, "", "", is_sure=False, facts={}, waits_for=facts)
