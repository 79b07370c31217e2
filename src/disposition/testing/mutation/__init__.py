"""Mutation of policies: small mistakes made on purpose, to see whether the cases notice them."""

from disposition.testing.mutation.analysis import (
    MutantStatus,
    MutationError,
    MutationReport,
    Survivor,
    mutate,
)
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.mutants.policies import mutants_of, planted_in
from disposition.testing.mutation.proof.found_lot import FoundLot

__all__ = [
    "FoundLot",
    "Mutant",
    "MutantStatus",
    "MutationError",
    "MutationReport",
    "Survivor",
    "mutants_of",
    "mutate",
    "planted_in",
]
