"""The three answers to a claim: proved, refuted with a lot that shows it, or not settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from disposition.analysis.decided_lot import Document
from disposition.decide import Policy
from disposition.engines import ENGINES, engine_here
from disposition.errors import EngineError
from disposition.facts import Lot
from disposition.frozen import frozen


@frozen
class DecidedAlike:
    """What a policy decides on a lot, as every engine does: as far as a case can expect it."""

    policy: str
    outcome: str
    status: str
    ships: str
    reasons: tuple[str, ...]


@frozen
class Witness:
    """Lot documents that show something, and what is decided on them.

    `documents` is one document, or two that differ in little. `decided` has what each sight sees,
    a policy that looks at one of them.
    """

    documents: tuple[Document, ...]
    decided: tuple[DecidedAlike, ...]

    @property
    def given(self) -> tuple[Mapping[str, Any], ...]:
        """The values of each document by their paths, as a case gives them."""
        return tuple(flat(each) for each in self.documents)

    def case(self, at: int = 0) -> dict[str, Any]:
        """Return what is decided at a sight as a case of a cases file without a base."""
        decided = self.decided[at]
        document = self.documents[min(at, len(self.documents) - 1)]
        expect: dict[str, Any] = {"outcome": decided.outcome, "status": decided.status}
        if decided.reasons:
            expect["reasons"] = list(decided.reasons)
        return {"given": dict(flat(document)), "expect": expect}


def flat(document: Any, above: str = "") -> dict[str, Any]:
    """Return the values of a document by their paths; lists whole.

    >>> flat({"lot": {"quantity": 90}, "inspection": {"defects": []}})
    {'lot.quantity': 90, 'inspection.defects': []}
    """
    found: dict[str, Any] = {}
    for key, value in document.items():
        path = f"{above}.{key}" if above else key
        found |= flat(value, path) if isinstance(value, dict) else {path: value}
    return found


class DisagreementError(AssertionError):
    """Two engines decide a lot differently: an error of this library."""


def decided_by_all(policy: Policy, document: Document) -> DecidedAlike:
    """Return what every engine that is here decides.

    Raises `DisagreementError` if they differ.
    """
    lot = Lot.from_dict(document)
    found = [_decided(policy, lot, engine) for engine in _here()]
    if any(each != found[0] for each in found):
        raise DisagreementError(f"engines differ on {document}: {found}")
    return found[0]


def _here() -> Iterator[str]:
    for name in ENGINES:
        try:
            yield engine_here(name)
        except EngineError:
            continue


def _decided(policy: Policy, lot: Lot, engine: str) -> DecidedAlike:
    decision = policy.decide(lot, engine=engine)
    return DecidedAlike(
        policy.id, decision.outcome, decision.status, decision.ships, tuple(decision.rule_ids)
    )


def differences(one: Document, other: Document) -> Sequence[tuple[str, Any, Any]]:
    """Return the paths at which two documents differ, with what stands there."""
    ours, theirs = flat(one), flat(other)
    return [
        (path, ours.get(path), theirs.get(path))
        for path in dict.fromkeys((*ours, *theirs))
        if ours.get(path) != theirs.get(path)
    ]


@frozen
class Proved:
    """The claim holds for every lot that there can be.

    `core` names what is enough for it, of what was labelled in the question.
    """

    core: frozenset[str] = frozenset()


@frozen
class Refuted:
    """The claim does not hold: `witness` is a lot, or two, on which it does not."""

    witness: Witness


@frozen
class NotSettled:
    """It is not known whether the claim holds, for a reason.

    `facts` are those of a lot on which it would not hold, if there were such a lot.
    """

    reason: str
    facts: tuple[tuple[str, Any], ...] = ()


Answer = Proved | Refuted | NotSettled
