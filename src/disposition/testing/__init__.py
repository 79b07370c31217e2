"""Policies tested like code: cases that say which decision is expected for which lot."""

from disposition.testing.assertion import assert_decision
from disposition.testing.cases import Case, CaseFile, Expected
from disposition.testing.loading.reader import CasesError, load_cases
from disposition.testing.report import CaseReport, Mismatch
from disposition.testing.runner import run_case, run_cases

__all__ = [
    "Case",
    "CaseFile",
    "CaseReport",
    "CasesError",
    "Expected",
    "Mismatch",
    "assert_decision",
    "load_cases",
    "run_case",
    "run_cases",
]
