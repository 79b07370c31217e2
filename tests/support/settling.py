"""Mutants of a policy settled by the prover, without any case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from disposition import Policy
from disposition.testing.mutation.bench import Bench, observed, paths_of
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.proof.found_lot import FoundLot, LotTrials
from disposition.testing.mutation.proof.settling import Settling


def settling(
    policy: Policy, mutants: Iterable[Mutant], base: Mapping[str, Any] | None = None
) -> Settling:
    """Return what settles mutants of a policy; lots are told as differences from `base`."""
    checked = policy.checked
    paths = paths_of(checked, mutants)
    bench = Bench.of(checked, observed(checked, (), paths))
    trials = LotTrials(bench, observed(checked, (), paths), base or {})
    return Settling(policy, bench, trials, base or {})


def settled(policy: Policy, mutant: Mutant) -> str | FoundLot:
    """Return the lot that tells a mutant apart, or the name of the answer without one."""
    found = settling(policy, [mutant]).settled(mutant)
    return found if isinstance(found, FoundLot) else type(found).__name__
