"""Coverage as plain data, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from disposition.documents.plain import picked
from disposition.testing.coverage.goals import GoalResult
from disposition.testing.coverage.measurement import Coverage

if TYPE_CHECKING:
    # It needs the extra `proofs`.
    from disposition.testing.coverage.offers import OfferedCase


def coverage_document(coverage: Coverage) -> dict[str, Any]:
    """Return coverage as plain data: the counts, and every goal with its standing and place."""
    return {
        "policy": picked(coverage.policy, "id", "version"),
        **picked(coverage, "cases", "met", "wanted", "percent"),
        "inherited_rules": coverage.inherited,
        "unproved": coverage.unproved,
        "goals": [_goal(each) for each in coverage.findings],
        "offered": [_offered(each) for each in coverage.offered()],
        "needless_exemptions": [picked(each, "owner", "what") for each in coverage.needless],
    }


def _offered(case: OfferedCase) -> dict[str, Any]:
    told: dict[str, Any] = {"owner": case.goal.owner.name, "what": case.goal.what}
    if case.reason:
        return told | {"reason": case.reason}
    return told | {"case": {"given": dict(case.given), "expect": dict(case.expect)}}


def _goal(finding: GoalResult) -> dict[str, Any]:
    goal, place = finding.goal, finding.place
    return {
        "section": goal.owner.section.value,
        "owner": goal.owner.name,
        "aim": goal.aim.value,
        "condition": goal.what if goal.condition else None,
        "standing": finding.standing.value,
        "remark": finding.remark,
        **(picked(place, "file", "line") if place else {"file": None, "line": None}),
    }
