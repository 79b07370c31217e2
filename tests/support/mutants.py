"""The mutants of a policy alone."""

from __future__ import annotations

from disposition.policy.model import CheckedPolicy
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.mutants.policies import planted_in


def mutants_of(policy: CheckedPolicy, file: str | None = None) -> tuple[Mutant, ...]:
    """Return the mutants of a policy; of those of one file only, if it is named."""
    return planted_in(policy, file)[1]
