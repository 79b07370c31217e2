"""Goes through a questionnaire with somebody who answers, one question after the other."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from disposition.analysis.asking.questionnaire import (
    NextQuestion,
    PlannedQuestion,
    Questionnaire,
    questionnaire,
    subject_of,
)
from disposition.analysis.asking.subjects import LotSubject
from disposition.decide import Policy
from disposition.decision import Decision
from disposition.documents.places.data import put_into
from disposition.documents.plain import plain_value
from disposition.explain.reasoning import Reasoning
from disposition.explain.what_if.prospects import UNDECIDED
from disposition.facts import Facts, Lot
from disposition.facts.missing_inputs import place_at
from disposition.facts.native.fact import PLACEHOLDERS
from disposition.frozen import frozen
from disposition.language.types import Kind

NODES_AHEAD = 8
"""Questions that are planned ahead while somebody waits for the next one."""


@frozen(eq=False)
class _Before:
    """Where an interview stood before an answer."""

    document: dict[str, Any]
    skipped: frozenset[str]
    question: PlannedQuestion
    most: int | None


class Interview:
    """The questions of one lot, or of facts given one by one; each answer is taken or refused.

    `document` is what is known so far, `decision` what is decided on it, `question` what is asked;
    None where nothing is left to ask. `plan` is the questionnaire that is followed, `most` how many
    questions are left at most, this one included; None where there is no bound.

    >>> from disposition import load_policy_text
    >>> policy = load_policy_text('''
    ... policy: small
    ... version: 1.0.0
    ... outcomes: {accept: {ships: all}, rework: {ships: none}}
    ... otherwise: hold
    ... rules:
    ...   paid: {permit: accept, when: contract.paid > 100}
    ...   unpaid: {permit: rework, when: contract.paid <= 100}
    ... ''')
    >>> interview = Interview(policy, {})
    >>> interview.question.question.place
    '$.contract.paid'
    >>> interview.answer("120")
    >>> interview.question, interview.decision.outcome, interview.document
    (None, 'accept', {'contract': {'paid': '120'}})
    """

    def __init__(
        self, policy: Policy, known: Mapping[str, Any], *, are_facts: bool = False
    ) -> None:
        self._policy = policy
        self._are_facts = are_facts
        self._skipped: frozenset[str] = frozenset()
        self._before: list[_Before] = []
        self.decision = self._decided(known)
        self.document = self._plain(known)
        self.plan: Questionnaire = self._planned()
        self.question: PlannedQuestion | None = self.plan.first
        self.most = self.plan.most

    def _read(self, known: Mapping[str, Any]) -> Lot | Facts:
        return Facts(known) if self._are_facts else Lot.from_dict(known)

    def _plain(self, known: Mapping[str, Any]) -> dict[str, Any]:
        if self._are_facts:
            return {path: plain_value(value) for path, value in known.items()}
        return Lot.from_dict(known).to_dict()

    def _decided(self, known: Mapping[str, Any]) -> Decision:
        return self._policy.decide(self._read(known))

    @property
    def _reasoning(self) -> Reasoning:
        grounds = self.decision.grounds
        if not isinstance(grounds, Reasoning):
            raise AssertionError("what was just decided knows its grounds")
        return grounds

    def _planned(self) -> Questionnaire:
        return questionnaire(self._reasoning, skipped=self._skipped, most_nodes=NODES_AHEAD)

    # --- answering -------------------------------------------------------------------------------

    def answer(self, value: Any) -> None:
        """Take an answer to the question, as a document holds it; go on to the next.

        Raises:
            LotError: it is no such answer, or contradicts what is known; the question stays.
        """
        asked = self._asked()
        place = asked.question.place
        document = deepcopy(self.document)
        if self._are_facts:
            document[place] = value
        else:
            put_into(document, place, value)
        decision = self._decided(document)
        stood = self.value(place)
        self._remember(asked)
        self.decision, self.document = decision, self._plain(document)
        told = self.value(place)
        if told in PLACEHOLDERS:
            # It is asked no more: whoever answers so knows that there is no answer yet.
            self._skipped |= {place}
        if told == stood:
            self._ask_anew()
            return
        branch = next((each for each in asked.answers if each.takes(told)), None)
        if branch is not None and branch.then is not None and decision.status == UNDECIDED:
            self.question, self.most = branch.then, branch.most
        else:
            self._ask_anew()

    def skip(self) -> None:
        """Go on without an answer: it is not known."""
        asked = self._asked()
        self._remember(asked)
        self._skipped |= {asked.question.place}
        self._ask_anew()

    def back(self) -> bool:
        """Take the last answer back; return whether there was one."""
        if not self._before:
            return False
        before = self._before.pop()
        self.document, self._skipped = before.document, before.skipped
        self.decision = self._decided(self.document)
        self.question, self.most = before.question, before.most
        return True

    def _ask_anew(self) -> None:
        self.plan = self._planned()
        self.question, self.most = self.plan.first, self.plan.most

    def _asked(self) -> PlannedQuestion:
        if self.question is None:
            raise AssertionError("nothing is asked")
        return self.question

    def _remember(self, asked: PlannedQuestion) -> None:
        self._before.append(_Before(self.document, self._skipped, asked, self.most))

    def value(self, place: str) -> Any:
        """Return what stands at a place, as it was read; None where nothing does."""
        subject = subject_of(self._reasoning)
        if isinstance(subject, LotSubject):
            return place_at(subject.lot, place, self._policy.checked.catalogue).stands
        return self._reasoning.source.observe((place,))[place]


# --- answers as people type them -----------------------------------------------------------------


MOST_LINES = 1000
"""Lines of a list that can be told of by their number."""

_WHOLE = re.compile(r"[-+]?[0-9]{1,30}", re.ASCII)
_FLAGS = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
_NONE = {"none", "no", "[]"}
NOT_KNOWN = {"", "unknown", "?"}


def is_not_known(text: str) -> bool:
    """Whether somebody says that an answer is not known.

    >>> is_not_known(" Unknown "), is_not_known("0")
    (True, False)
    """
    return text.strip().casefold() in NOT_KNOWN


def typed_answer(text: str, question: NextQuestion) -> Any:
    """Return what somebody typed, as a document would hold it; what fits nothing stays a text.

    Words may be written in capitals, as phones do. A list is told by how many lines it has, of
    which all is asked then, or as JSON.
    """
    text = text.strip()
    match question.kind:
        case Kind.BOOLEAN.value:
            return _FLAGS.get(text.casefold(), text)
        case Kind.ENUM.value:
            return next((each for each in question.words if each == text.casefold()), text)
        case Kind.INTEGER.value:
            return int(text) if _WHOLE.fullmatch(text) else text
        case Kind.TEXT.value:
            is_quoted = len(text) > 2 and text[0] == text[-1] == '"'
            return text[1:-1] if is_quoted else text
        case "list":
            return _list(text)
        case _:
            return text


def _list(text: str) -> Any:
    if text.casefold() in _NONE:
        return []
    if _WHOLE.fullmatch(text) and 0 <= int(text) <= MOST_LINES:
        return [{} for _ in range(int(text))]
    if text.startswith("["):
        try:
            return json.loads(text, parse_float=str)
        except (ValueError, RecursionError):
            return text
    return text
