"""How the supplier's arguments read: a hint to a person, with its evidence and its confidence."""

from __future__ import annotations

from datetime import date
from typing import Any

from disposition.casefile.lifecycle.policies import PUSHBACK
from disposition.casefile.lifecycle.steps import Judged
from disposition.casefile.log.kinds import Replied
from disposition.documents.declaring import output
from disposition.documents.writing import write
from disposition.facts.native.arguments import turns
from disposition.frozen import frozen

CONFIDENCE = "confidence-"
"""How the codes of obligations begin that say how sure the reading is."""


@frozen
class Sign:
    """A rule that speaks for the reading."""

    rule: str = output("Id of the rule")
    because: str = output("The rule's reason")


@frozen
class ArgumentSeen:
    """An argument of the supplier: when it came, on what, and what it changed."""

    on: date = output("Day on which it came")
    topic: str = output("What it is about")
    evidence: str = output("What supports it")
    claim: str = output("In the supplier's words; may be empty")
    change: str = output("What it changed about the arguments before it")
    answered: bool = output("Whether it was answered")


@frozen
class Advice:
    """Something to do, or to mind."""

    do: str = output("Code of what is to be done")
    what: str = output("What is to be done, in words; may be empty")


@frozen(eq=False)
class Reading:
    """What the supplier's arguments look like, as of a day."""

    outcome: str = output("Id of the reading")
    title: str = output("What it is called")
    confidence: str = output("`high`, `medium` or `low`; empty where the policy says none")
    because_of: str = output("Why so sure; may be empty", key="because")
    signs: tuple[Sign, ...] = output("The rules that speak for it")
    arguments: tuple[ArgumentSeen, ...] = output("Each argument")
    advice: tuple[Advice, ...] = output("What to do and to mind")

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
        return write(self)


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
        tuple(Sign(each.rule, each.because) for each in decision.reasons),
        _seen(judged),
        tuple(Advice(each.do, each.what) for each in sure if not each.do.startswith(CONFIDENCE)),
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
