"""Verifies a policy: everything that is asked of each, in the order in which it is told."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.analysis.prover import Prover
from disposition.analysis.verification.duties import duties
from disposition.analysis.verification.findings import PolicyFinding, Verification
from disposition.analysis.verification.promises import learning, promises, unknown
from disposition.analysis.verification.reach import outcomes, rules, thresholds
from disposition.analysis.verification.tables import tables
from disposition.analysis.view import Sight
from disposition.decide import Policy


def verify(policy: Policy) -> Verification:
    """Return all that is proved, refuted or not settled of a policy, for every possible lot.

    Raises `DispositionError` without the extra `proofs`.
    """
    checked = policy.checked
    found = tuple(_findings(policy))
    return Verification(checked.id, checked.version, policy.digest, found)


def _findings(policy: Policy) -> Iterator[PolicyFinding]:
    prover = Prover(Sight(policy))
    yield from promises(policy, prover)
    yield unknown(policy.checked, prover)
    yield from learning(policy)
    yield from outcomes(policy.checked, prover)
    yield from rules(policy.checked, prover)
    yield from thresholds(policy.checked, prover)
    yield from tables(policy.checked, prover)
    yield from duties(policy.checked, prover)
