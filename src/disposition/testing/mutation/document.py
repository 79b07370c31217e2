"""A report on mutants as plain data, for programs."""

from __future__ import annotations

from typing import Any

from disposition.documents.plain import picked
from disposition.explain.document.values import plain
from disposition.testing.mutation.analysis import MutationReport, Survivor
from disposition.testing.mutation.proof.found_lot import FoundLot
from disposition.testing.mutation.suggestion import case_text, expect_entries


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
