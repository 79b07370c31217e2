"""A run of cases for programs: as plain data, with coverage and mutants, or as JUnit XML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from disposition.documents.diagnostics import Diagnostic, render
from disposition.documents.plain import picked
from disposition.explain.document.values import plain
from disposition.testing.coverage import Coverage
from disposition.testing.coverage.goals import GoalResult
from disposition.testing.mutation.analysis import (
    MutationReport,
    Survivor,
    case_text,
    expect_entries,
)
from disposition.testing.mutation.proof.found_lot import FoundLot
from disposition.testing.report import CaseReport, report_text
from disposition.testing.runner import FileReport, Loaded
from disposition.visible import visible


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
    """Return coverage as plain data: the counts, and every goal with its status and place."""
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
        "standing": finding.status.value,
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
        "standing": survivor.status.value,
        "reason": survivor.reason,
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


# --- as JUnit XML --------------------------------------------------------------------------------


# What XML 1.0 does not allow, however it is written.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(ran: Iterable[FileReport], broken: Iterable[Loaded]) -> bytes:
    """Return a JUnit document: a suite per file, a failure per failed case.

    A file that cannot be used is a suite with one error.
    """
    root = Element("testsuites", name="disposition")
    for each in ran:
        suite = _suite(root, str(each.file.path), len(each.reports), failures=len(each.failures))
        for report in each.reports:
            case = _test_case(suite, str(each.file.path), report.case.name)
            if not report.passed:
                said = "; ".join(map(str, report.mismatches))
                _set_text(
                    SubElement(case, "failure", message=_allowed(said), type="case"),
                    report_text(report),
                )
    for file in broken:
        suite = _suite(root, str(file.path), 1, errors=1)
        case = _test_case(suite, str(file.path), "the file itself")
        error = SubElement(case, "error", message="the file cannot be used", type="diagnostics")
        _set_text(error, "\n\n".join(map(render, file.diagnostics)))
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _suite(root: Element, name: str, tests: int, *, failures: int = 0, errors: int = 0) -> Element:
    counts = {"tests": tests, "failures": failures, "errors": errors, "skipped": 0}
    counted = {key: str(count) for key, count in counts.items()}
    return SubElement(root, "testsuite", {"name": _allowed(name), **counted})


def _test_case(suite: Element, file: str, name: str) -> Element:
    return SubElement(suite, "testcase", classname=_allowed(file), name=_allowed(name))


def _set_text(element: Element, text: str) -> None:
    element.text = _allowed(text)


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("?", visible(text))
