"""Mutation of policies: small mistakes made on purpose, to see whether the cases notice them."""

from disposition.testing.mutation.analysis import (
    MutantStatus,
    MutationError,
    MutationReport,
    Survivor,
    mutate,
)
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.mutants.policies import mutants_of
from disposition.testing.mutation.search.search import Witness

__all__ = [
    "Mutant",
    "MutantStatus",
    "MutationError",
    "MutationReport",
    "Survivor",
    "Witness",
    "mutants_of",
    "mutate",
]
