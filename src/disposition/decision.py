"""What was decided: the outcome at once, the rationale when asked for, and the document of both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from attrs import frozen

from disposition.display.html import decision_html
from disposition.errors import DispositionError
from disposition.explain.documents import expect_keys, read_rationale, write_rationale
from disposition.explain.rationale import (
    Missing,
    Obligation,
    Prospect,
    Rationale,
    Reason,
    RuledOut,
    Unmet,
    Withheld,
)
from disposition.explain.words import in_words
from disposition.version import __version__

__all__ = [
    "Decision",
    "Missing",
    "Obligation",
    "PolicyReference",
    "Prospect",
    "Reason",
    "RuledOut",
    "Unmet",
    "Withheld",
]

FORMAT = 1
"""The version of the decision document."""

LIBRARY: Mapping[str, Any] = {"library": "disposition", "version": __version__}
"""What a document says of the engine: the same for all engines, since they decide the same."""


class Grounds(Protocol):
    """What a decision rests on, told when it is asked for."""

    def rationale(self) -> Rationale:
        """Return everything that the decision says beyond its outcome."""
        ...

    def rule_ids(self) -> tuple[str, ...]:
        """Return the ids of the rules that permit the outcome."""
        ...


@frozen
class PolicyReference:
    """Which policy decided; the digest tells apart what the version does not."""

    id: str
    version: str
    digest: str


@frozen(eq=False)
class Decision:
    """The outcome for a lot, with its reasons, what it requires and what was ruled out.

    `status` is `decided`, `needs_information`, `no_rule` or `withheld`; in all but the first the
    outcome is the policy's fallback. `considered` is the outcome that was looked at last. `ships`
    is `all`, `part` or `none`. Two decisions are equal when their documents are.
    """

    outcome: str
    title: str
    status: str
    ships: str
    considered: str | None
    lot: str | None
    as_of: date | None
    policy: PolicyReference
    grounds: Grounds

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """The ids of the rules that permit the outcome; empty unless it was decided."""
        return self.grounds.rule_ids()

    @cached_property
    def rationale(self) -> Rationale:
        """Everything that the decision says beyond its outcome; made on first use."""
        return self.grounds.rationale()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The rules that permit the outcome."""
        return self.rationale.reasons

    @property
    def ruled_out(self) -> tuple[RuledOut, ...]:
        """The outcomes that would have come before, each with why it is not that one."""
        return self.rationale.ruled_out

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """What has to happen; those with `applies` of `maybe` depend on facts that are unknown."""
        return self.rationale.obligations

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The unknown facts that stand between, each with what it would decide."""
        return self.rationale.missing

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        """The invariants that kept an outcome from being decided."""
        return self.rationale.withheld

    def explain(self) -> str:
        """Return the decision and its rationale in plain words, ready to print."""
        return in_words(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the decision document, version 1: plain data in a fixed order of keys."""
        rationale = write_rationale(self.rationale)
        return {
            "format": FORMAT,
            "lot": self.lot,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "outcome": self.outcome,
            "title": self.title,
            "status": self.status,
            "ships": self.ships,
            "considered": self.considered,
            **rationale,
            "policy": {
                "id": self.policy.id,
                "version": self.policy.version,
                "digest": self.policy.digest,
            },
            "engine": dict(LIBRARY),
        }

    def to_json(self) -> str:
        """Return the decision document as one line of JSON; equal decisions give equal bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Decision:
        """Return the decision that a document tells of.

        Raises:
            DispositionError: it is not a decision document of version 1.
        """
        if not isinstance(document, Mapping):
            raise DispositionError("not a decision document: it is not an object")
        expect_keys(document, _KEYS)
        if document["format"] != FORMAT:
            raise DispositionError(f"decision documents of format `{document['format']}` are not known")
        texts = {key: _text(document, key) for key in ("outcome", "title", "status", "ships")}
        policy = document["policy"]
        if not isinstance(policy, Mapping) or set(policy) != {"id", "version", "digest"}:
            raise DispositionError("not a decision document: `policy` needs id, version and digest")
        return cls(
            **texts,
            considered=document["considered"],
            lot=document["lot"],
            as_of=_day(document["as_of"]),
            policy=PolicyReference(**policy),
            grounds=Told(read_rationale(document)),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Decision):
            return NotImplemented
        return self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash((self.lot, self.outcome, self.policy))

    def __repr__(self) -> str:
        return f"<Decision {self.outcome} ({self.status}) for lot {self.lot}>"

    def _repr_html_(self) -> str:
        return decision_html(self)


@frozen
class Told:
    """Grounds that were read from a document."""

    told: Rationale

    def rationale(self) -> Rationale:
        """Return what the document says."""
        return self.told

    def rule_ids(self) -> tuple[str, ...]:
        """Return the ids of the reasons."""
        return tuple(reason.rule for reason in self.told.reasons)


_KEYS = (
    "format",
    "lot",
    "as_of",
    "outcome",
    "title",
    "status",
    "ships",
    "considered",
    "reasons",
    "ruled_out",
    "obligations",
    "missing",
    "withheld",
    "policy",
    "engine",
)


def _text(document: Mapping[str, Any], key: str) -> str:
    value = document[key]
    if not isinstance(value, str):
        raise DispositionError(f"not a decision document: `{key}` needs a text")
    return value


def _day(value: object) -> date | None:
    try:
        return None if value is None else date.fromisoformat(str(value))
    except ValueError:
        raise DispositionError(f"not a decision document: `{value}` is not a date") from None
