"""What was found out about a policy: one finding for each thing that was looked at."""

from __future__ import annotations

from enum import Enum

from disposition.analysis.verdicts import NotSettled, Proved, Refuted, Witness
from disposition.frozen import frozen


class Weight(Enum):
    """What a finding that is not as it should be means."""

    PROMISE = "promise"  # something that the policy says of itself is not so
    FAULT = "fault"  # something in the policy is without any effect
    NOTE = "note"  # something to know, which may be meant


class Verdict(Enum):
    """How something that was looked at turned out."""

    PROVED = "proved"
    REFUTED = "refuted"
    NOT_SETTLED = "not_settled"


@frozen
class PolicyFinding:
    """One thing that was looked at: what it is called, how it turned out, and a sentence on it.

    `check` is the kind of question, a word that stays. `witness` shows it where it is refuted.
    """

    check: str
    name: str
    verdict: Verdict
    sentence: str
    weight: Weight = Weight.PROMISE
    witness: Witness | None = None
    reason: str = ""

    @classmethod
    def of(
        cls,
        check: str,
        name: str,
        answer: Proved | Refuted | NotSettled,
        said: tuple[str, str],
        weight: Weight = Weight.PROMISE,
    ) -> PolicyFinding:
        """Return the finding of an answer, with a sentence for proved and one for refuted."""
        match answer:
            case Proved():
                return cls(check, name, Verdict.PROVED, said[0], weight)
            case Refuted(witness=witness):
                return cls(check, name, Verdict.REFUTED, said[1], weight, witness)
            case NotSettled(reason=reason):
                sentence = f"it is open whether {said[0]}"
                return cls(check, name, Verdict.NOT_SETTLED, sentence, weight, None, reason)

    @classmethod
    def refuted(
        cls, check: str, name: str, said: str, weight: Weight, witness: Witness | None = None
    ) -> PolicyFinding:
        """Return the finding of something that is not so."""
        return cls(check, name, Verdict.REFUTED, said, weight, witness)


@frozen
class Verification:
    """All that was found out about a policy."""

    policy: str
    version: str
    digest: str
    findings: tuple[PolicyFinding, ...]

    def of(self, verdict: Verdict) -> tuple[PolicyFinding, ...]:
        """Return the findings that turned out so."""
        return tuple(each for each in self.findings if each.verdict is verdict)

    @property
    def broken(self) -> tuple[PolicyFinding, ...]:
        """What is not as it should be: promises that are not kept, and what has no effect."""
        refuted = self.of(Verdict.REFUTED)
        return tuple(each for each in refuted if each.weight is not Weight.NOTE)

    @property
    def notes(self) -> tuple[PolicyFinding, ...]:
        """What is to be known and may be meant, and what is open of that."""
        return tuple(
            each
            for each in self.findings
            if each.weight is Weight.NOTE and each.verdict is not Verdict.PROVED
        )

    @property
    def open(self) -> tuple[PolicyFinding, ...]:
        """What is not settled, and would not be as it should if it were refuted."""
        open_ = self.of(Verdict.NOT_SETTLED)
        return tuple(each for each in open_ if each.weight is not Weight.NOTE)

    @property
    def is_proved(self) -> bool:
        """Whether everything was proved, but for notes."""
        return not self.broken and not self.open
