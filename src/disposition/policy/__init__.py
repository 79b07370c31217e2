"""The policy language: files, the expression tree, checking, layers and canonical text."""

from disposition.policy.diagnostics import Diagnostic, Place, PolicyError, Severity
from disposition.policy.digest import digest
from disposition.policy.files import shipped_names
from disposition.policy.formatting import expression_text
from disposition.policy.layout import format_policy
from disposition.policy.loading import load_checked, load_checked_text
from disposition.policy.model import CheckedPolicy, Effect, Ships

__all__ = [
    "CheckedPolicy",
    "Diagnostic",
    "Effect",
    "Place",
    "PolicyError",
    "Severity",
    "Ships",
    "digest",
    "expression_text",
    "format_policy",
    "load_checked",
    "load_checked_text",
    "shipped_names",
]
