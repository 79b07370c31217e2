"""A run of cases as plain data, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from disposition.documents.diagnostics import Diagnostic
from disposition.documents.plain import picked
from disposition.testing.coverage import Coverage
from disposition.testing.coverage.document import coverage_document
from disposition.testing.mutation.analysis import MutationReport
from disposition.testing.mutation.document import mutation_document
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
