"""How the supplier's arguments read: a hint to a person, with its evidence and its confidence."""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import frozen

from disposition.casefile.lifecycle.policies import PUSHBACK
from disposition.casefile.lifecycle.steps import Judged
from disposition.casefile.log.kinds import Replied
from disposition.decision import Decision
from disposition.explain.document.rationale import Obligation, Reason
from disposition.facts.derived.disputing import turns

CONFIDENCE = "confidence-"
"""How the codes of obligations begin that say how sure the reading is."""


@frozen
class ArgumentSeen:
    """An argument of the supplier: when it came, on what, and what it changed."""

    on: date
    topic: str
    evidence: str
    claim: str
    change: str
    answered: bool


@frozen(eq=False)
class Reading:
    """What the supplier's arguments look like, as of a day.

    `confidence` is `high`, `medium` or `low`, and empty where the policy gives none; `because_of`
    says why. `signs` are the rules that speak for the reading, `advice` is what to do and to mind.
    """

    outcome: str
    title: str
    confidence: str
    because_of: str
    signs: tuple[Reason, ...]
    arguments: tuple[ArgumentSeen, ...]
    advice: tuple[Obligation, ...]
    decision: Decision

    def says(self) -> str:
        """Return the reading in words."""
        sure = f", with {self.confidence} confidence" if self.confidence else ""
        lines = [f"{self.title} [{self.outcome}]{sure}. A hint, not a decision."]
        lines += [f"  {self.because_of}"] if self.because_of else []
        lines += ["Signs"] if self.signs else []
        lines += [f"  - {each.because} [{each.rule}]" for each in self.signs]
        lines += ["Arguments"] if self.arguments else []
        lines += [f"  - {_argued(each)}" for each in self.arguments]
        lines += ["Advice"] if self.advice else []
        lines += [f"  - {each.what or each.do} [{each.do}]" for each in self.advice]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return the reading as plain data."""
        return {
            "outcome": self.outcome,
            "title": self.title,
            "confidence": self.confidence,
            "because": self.because_of,
            "signs": [{"rule": each.rule, "because": each.because} for each in self.signs],
            "arguments": [
                {
                    "on": each.on.isoformat(),
                    "topic": each.topic,
                    "evidence": each.evidence,
                    "claim": each.claim,
                    "change": each.change,
                    "answered": each.answered,
                }
                for each in self.arguments
            ],
            "advice": [{"do": each.do, "what": each.what} for each in self.advice],
        }


def reading_of(judged: Judged) -> Reading:
    """Return how the supplier's arguments read."""
    decision = judged.decisions[PUSHBACK]
    sure = [each for each in decision.obligations if each.applies == "yes"]
    confident = next((each for each in sure if each.do.startswith(CONFIDENCE)), None)
    return Reading(
        decision.outcome,
        decision.title,
        confident.do.removeprefix(CONFIDENCE) if confident else "",
        confident.what if confident else "",
        decision.reasons,
        _seen(judged),
        tuple(each for each in sure if not each.do.startswith(CONFIDENCE)),
        decision,
    )


def _seen(judged: Judged) -> tuple[ArgumentSeen, ...]:
    arguments = judged.lot.case.arguments or ()
    claims = [
        raised.claim or ""
        for each in judged.happened
        if isinstance(each.data, Replied)
        for raised in each.data.arguments
    ]
    return tuple(
        ArgumentSeen(
            on=turn.argument.on or judged.as_of,
            topic=turn.argument.topic or "",
            evidence=turn.argument.evidence or "",
            claim=claim,
            change=turn.change,
            answered=bool(turn.argument.answered),
        )
        for turn, claim in zip(turns(arguments), claims, strict=True)
    )


def _argued(each: ArgumentSeen) -> str:
    topic, evidence = each.topic.replace("_", " "), each.evidence.replace("_", " ")
    answered = "answered" if each.answered else "not answered"
    return f"{each.on} {topic} (evidence: {evidence}): {each.change}; {answered}"
