"""Runs the lints over a checked policy, with its places from the draft."""

from __future__ import annotations

from disposition.documents.diagnostics import Findings
from disposition.policy.check.lints.bounds import lint_bounds
from disposition.policy.check.lints.texts import lint_texts
from disposition.policy.draft.draft import PolicyDraft
from disposition.policy.model import CheckedPolicy


def lint(policy: CheckedPolicy, draft: PolicyDraft, findings: Findings) -> None:
    """Note what is probably not meant, though the policy can be used."""
    lint_bounds(policy, draft, findings)
    lint_texts(policy, draft, findings)
