"""Coverage as plain data, for programs."""

from __future__ import annotations

from typing import Any

from disposition.testing.coverage.goals import GoalResult
from disposition.testing.coverage.measurement import Coverage


def coverage_document(coverage: Coverage) -> dict[str, Any]:
    """Return coverage as plain data: the counts, and every goal with its standing and place."""
    return {
        "policy": {"id": coverage.policy.id, "version": coverage.policy.version},
        "cases": coverage.cases,
        "met": coverage.met,
        "wanted": coverage.wanted,
        "percent": coverage.percent,
        "inherited_rules": coverage.inherited,
        "goals": [_goal(each) for each in coverage.findings],
        "needless_exemptions": [
            {"owner": each.owner, "what": each.what} for each in coverage.needless
        ],
    }


def _goal(finding: GoalResult) -> dict[str, Any]:
    goal, place = finding.goal, finding.place
    return {
        "section": goal.owner.section.value,
        "owner": goal.owner.name,
        "aim": goal.aim.value,
        "condition": goal.what if goal.condition else None,
        "standing": finding.standing.value,
        "remark": finding.remark,
        "file": place.file if place else None,
        "line": place.line if place else None,
    }
