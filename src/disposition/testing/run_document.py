"""A run of cases as plain data, for programs, with what it covers and which mutants it notices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from disposition.documents.diagnostics import Diagnostic
from disposition.documents.plain import picked
from disposition.explain.document.values import plain
from disposition.testing.coverage import Coverage
from disposition.testing.coverage.goals import GoalResult
from disposition.testing.mutation.analysis import MutationReport, Survivor
from disposition.testing.mutation.proof.found_lot import FoundLot
from disposition.testing.mutation.suggestion import case_text, expect_entries
from disposition.testing.report import CaseReport
from disposition.testing.session import FileReport, Loaded


def session_document(
    ran: Iterable[FileReport],
    broken: Iterable[Loaded],
    coverages: Iterable[Coverage],
    mutations: Iterable[MutationReport] = (),
) -> dict[str, Any]:
    """Return how all cases fared; of one that failed, the decision document too."""
    files = [_file(each) for each in ran]
    return {
        "passed": sum(each["passed"] for each in files),
        "failed": sum(each["failed"] for each in files),
        "files": files,
        "errors": [diagnostic_document(each) for file in broken for each in file.diagnostics],
        "coverage": [coverage_document(each) for each in coverages],
        "mutation": [mutation_document(each) for each in mutations],
    }


def _file(report: FileReport) -> dict[str, Any]:
    policy = report.file.policy
    return {
        "file": str(report.file.path),
        "policy": picked(policy, "id", "version", "digest"),
        "passed": len(report.reports) - len(report.failures),
        "failed": len(report.failures),
        "cases": [_case(each) for each in report.reports],
    }


def _case(report: CaseReport) -> dict[str, Any]:
    case = report.case
    entry: dict[str, Any] = {
        "name": case.name,
        "line": case.place.line,
        "passed": report.passed,
        "mismatches": [picked(each, "what", "expected", "found") for each in report.mismatches],
    }
    return entry if report.passed else entry | {"decision": report.decision.to_dict()}


def diagnostic_document(each: Diagnostic) -> dict[str, Any]:
    """Return a finding about a file as plain data."""
    return {
        **picked(each, "code", "severity"),
        **picked(each.place, "file", "line", "column", "length"),
        **picked(each, "message", "hint"),
    }


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


def mutation_document(report: MutationReport) -> dict[str, Any]:
    """Return a report as plain data."""
    policy = report.file.policy
    return {
        "file": str(report.file.path),
        "policy": picked(policy, "id", "version", "digest"),
        **picked(report, "passed", "mutants"),
        "killed": len(report.killed),
        "open": len(report.open),
        "survivors": [_survivor(each) for each in report.survivors],
        **picked(report, "refuted", "strangers"),
    }


def _survivor(survivor: Survivor) -> dict[str, Any]:
    mutant, witness, place = survivor.mutant, survivor.witness, survivor.mutant.place
    where = ("file", "line", "column")
    return {
        **picked(mutant, "id", "entry", "about"),
        **(picked(place, *where) if place else dict.fromkeys(where)),
        "diff": mutant.diff,
        **picked(survivor, "standing", "reason"),
        "witness": None if witness is None else _witness(witness),
        "case": None if witness is None else case_text(mutant, witness),
    }


def _witness(witness: FoundLot) -> dict[str, Any]:
    return {
        "given": dict(witness.given),
        "expect": _plain(expect_entries(witness.expected)),
        "mutant_outcome": witness.found,
    }


def _plain(expected: Any) -> Any:
    """Return what is expected as documents write it: days and decimals as texts."""
    if isinstance(expected, dict):
        return {key: _plain(each) for key, each in expected.items()}
    return expected if isinstance(expected, list) else plain(expected)
