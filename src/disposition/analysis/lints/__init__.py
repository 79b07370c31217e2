"""The warnings about a policy that need proofs, beside those that only need a look."""

from __future__ import annotations

from functools import partial

from disposition.analysis.lints.every_lot import EveryLot
from disposition.analysis.lints.idle import Constancy, SiblingLints, lint_conditions
from disposition.decide import Policy
from disposition.documents.diagnostics import Diagnostic, Findings
from disposition.policy.draft.draft import PolicyDraft


def all_warnings(policy: Policy) -> tuple[Diagnostic, ...]:
    """Return what is probably not meant in the file of a policy, with all that needs proofs.

    Raises `DispositionError` without the extra `proofs`.
    """
    return policy.checked.look((partial(_lint, policy),))


def _lint(policy: Policy, draft: PolicyDraft, findings: Findings) -> None:
    every_lot = EveryLot(policy)
    constancy = Constancy(every_lot)
    lint_conditions(policy.checked, constancy, draft, findings)
    SiblingLints(every_lot, constancy, draft, findings).lint()
