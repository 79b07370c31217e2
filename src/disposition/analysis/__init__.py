"""Claims about every possible lot: proved, refuted with a lot that shows it, or not settled.

What is here needs the extra `proofs`, and says so in one sentence where it is not installed.
"""

from typing import TYPE_CHECKING

from disposition.runtime.lazy import on_demand

if TYPE_CHECKING:
    from disposition.analysis.asking.interview import Interview
    from disposition.analysis.asking.questionnaire import (
        AnswerGroup,
        NextQuestion,
        PlannedAnswer,
        PlannedQuestion,
        Questionnaire,
    )
    from disposition.analysis.verdicts import NotSettled, Proved, Refuted, Witness
    from disposition.analysis.verification.findings import (
        PolicyFinding,
        Verdict,
        Verification,
        Weight,
    )
    from disposition.analysis.verification.verifying import verify
    from disposition.analysis.what_if import HowTo, LotChange, NoWay, how_to

__all__ = [
    "AnswerGroup",
    "HowTo",
    "Interview",
    "LotChange",
    "NextQuestion",
    "NoWay",
    "NotSettled",
    "PlannedAnswer",
    "PlannedQuestion",
    "PolicyFinding",
    "Proved",
    "Questionnaire",
    "Refuted",
    "Verdict",
    "Verification",
    "Weight",
    "Witness",
    "how_to",
    "verify",
]

__getattr__, __dir__ = on_demand(
    __name__,
    {
        ".verdicts": "NotSettled Proved Refuted Witness",
        ".asking.interview": "Interview",
        ".asking.questionnaire": (
            "AnswerGroup NextQuestion PlannedAnswer PlannedQuestion Questionnaire"
        ),
        ".verification.findings": "PolicyFinding Verdict Verification Weight",
        ".verification.verifying": "verify",
        ".what_if": "HowTo LotChange NoWay how_to",
    },
)
