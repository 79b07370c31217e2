"""What was decided: the outcome at once, the rationale when asked for, and the document of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any

from disposition import arguments
from disposition.documents.json.line import json_line
from disposition.explain.document.references import THIS_LIBRARY, EngineReference, PolicyReference
from disposition.explain.grounds import Grounds, WrittenGrounds
from disposition.frozen import frozen
from disposition.visible import visible

if TYPE_CHECKING:
    # Loaded when a decision is told: a hot loop, and `import disposition`, do not wait for them.
    from disposition.explain.document.document import Document
    from disposition.explain.document.parts import LotPart
    from disposition.explain.document.rationale import (
        Missing,
        Obligation,
        Question,
        Rationale,
        Reason,
        RuledOut,
        Withheld,
    )
    from disposition.explain.obstacles import Obstacle

OUTCOME = "the id of an outcome"

__all__ = ["Decision", "EngineReference", "PolicyReference"]


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
    engine: EngineReference = THIS_LIBRARY

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

    @cached_property
    def obligations(self) -> tuple[Obligation, ...]:
        """What has to happen; those with `applies` of `maybe` depend on facts that are unknown."""
        return self.grounds.obligations()

    @cached_property
    def parts(self) -> tuple[LotPart, ...]:
        """What happens to each part of the lot; one that is not divided is one part.

        Each is decided by the same policy as a lot of its own; their units add up to the lot's.
        Empty for a decision that was read from a document without parts.
        """
        return self.grounds.parts()

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The paths of the unknown facts that keep the lot undecided; `missing` tells of each."""
        return self.grounds.waits_for()

    def obstacles(self, outcome: str) -> tuple[Obstacle, ...]:
        """Return every rule that stands between the lot and one outcome, surely or maybe.

        Those that forbid it, and where none permits it, those that would. Of a decision that was
        read from a document, only what the document says.

        Raises:
            DispositionError: the policy has no such outcome.

        >>> from disposition import Lot, load_policy
        >>> decision = load_policy().decide(Lot.from_dict({"inspection": {"defects": []}}))
        >>> [each.rule for each in decision.obstacles("partial_acceptance") if each.is_sure]
        ['conforming-segments-ship']
        """
        return self.grounds.obstacles(arguments.text_of("outcome", outcome, OUTCOME))

    def why_not(self, outcome: str) -> tuple[str, ...]:
        """Return in words what stands between the lot and an outcome, one for each `obstacles`.

        Raises:
            DispositionError: the policy has no such outcome.
        """
        return tuple(each.says for each in self.obstacles(outcome))

    def how_to(self, outcome: str) -> Any:
        """Return the fewest changes with which the lot comes to an outcome, or that none does.

        A `HowTo`, `NoWay` or `NotSettled` of `disposition.analysis`.

        Raises:
            DispositionError: the policy has no such outcome, the decision knows no lot document, or
                the extra `proofs` is missing.
        """
        return self.grounds.how_to(arguments.text_of("outcome", outcome, OUTCOME))

    def next_questions(self) -> tuple[Any, ...]:
        """Return the open questions of an undecided lot, what narrows its outcomes most first.

        Each is a `NextQuestion` of `disposition.analysis`: where the answer goes, in words, and for
        each group of answers which outcomes remain possible. Empty unless information is missing.
        With the extra `proofs` the policy is looked at as a whole, else each rule by itself.

        Raises:
            DispositionError: the decision was read from a document, and knows no lot.

        >>> from disposition import Lot, load_policy_text
        >>> policy = load_policy_text('''
        ... policy: small
        ... version: 1.0.0
        ... outcomes: {accept: {ships: all}, rework: {ships: none}}
        ... otherwise: hold
        ... rules:
        ...   few: {permit: accept, when: supplier.lots_inspected < 4}
        ...   many: {permit: rework, when: supplier.lots_inspected >= 4}
        ... ''')
        >>> asked, = policy.decide(Lot.from_dict({})).next_questions()
        >>> [(each.says, each.outcomes) for each in asked.answers]
        [('3 or less', ('accept',)), ('4 or more', ('rework',))]
        """
        return self.grounds.next_questions()

    def questionnaire(self) -> Any:
        """Return what to ask of an undecided lot as a tree, with how many questions at most.

        A `Questionnaire` of `disposition.analysis`; `in_words()` tells it, `to_dict()` is plain
        data.

        Raises:
            DispositionError: the decision was read from a document, and knows no lot.
        """
        return self.grounds.questionnaire()

    @property
    def missing(self) -> tuple[Missing, ...]:
        """The unknown facts that stand between, each with what it would decide."""
        return self.rationale.missing

    @property
    def questions(self) -> tuple[Question, ...]:
        """What to ask before an undecided lot can be decided, and what each answer would decide."""
        return self.rationale.questions

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        """The invariants that kept an outcome from being decided."""
        return self.rationale.withheld

    def explain(self, *, in_full: bool = False) -> str:
        """Return the decision and its rationale in plain words, ready to print.

        In full, it also tells the condition of every rule that did not hold, and for each thing
        that must happen the rule that requires it.
        """
        from disposition.explain.report import in_words

        return in_words(document_of(self), in_full=in_full)

    def html(self) -> str:
        """Return the decision as a page that needs nothing else, to keep, print or send.

        >>> from disposition import Lot, load_policy
        >>> load_policy().decide(Lot.from_dict({})).html()[:15]
        '<!DOCTYPE html>'
        """
        from disposition.display.html import decisions_page

        return decisions_page({self.outcome: 1}, [(line_of(self), document_of(self))], {})

    def to_dict(self) -> dict[str, Any]:
        """Return the decision document, version 1: plain data in a fixed order of keys."""
        _, write_document = _documents()
        return write_document(document_of(self))

    def to_json(self) -> str:
        """Return the decision document as one line of JSON; equal decisions give equal bytes."""
        return json_line(self.to_dict())

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Decision:
        """Return the decision that a document tells of.

        Raises:
            DecisionError: it is no decision document of version 1; with all that is wrong with it.
        """
        from disposition.explain.document.document import read_document
        from disposition.explain.document.rationale import Rationale

        read = read_document(document)
        told = Rationale(
            read.reasons,
            read.ruled_out,
            read.obligations,
            read.missing,
            read.questions,
            read.withheld,
            read.not_asked,
        )
        return cls(
            read.outcome,
            read.title,
            read.status,
            read.ships,
            read.considered,
            read.lot,
            read.as_of,
            read.policy,
            WrittenGrounds(told, read.parts),
            read.engine,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Decision):
            return NotImplemented
        return self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash((self.lot, self.outcome, self.policy))

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how the decision is made again elsewhere: of its document."""
        return Decision.from_dict, (self.to_dict(),)

    def __repr__(self) -> str:
        return visible(f"<Decision {self.outcome} ({self.status}) for lot {self.lot}>")

    def _repr_html_(self) -> str:
        from disposition.display.html import decision_html

        return decision_html(document_of(self))


def line_of(decision: Decision) -> tuple[str, str, str, str, str]:
    """Return what a table of decisions says of one."""
    why = ", ".join(decision.rule_ids) or decision.status.replace("_", " ")
    return decision.lot or "", decision.outcome, decision.title, decision.ships, why


@cache
def _documents() -> tuple[Callable[..., Document], Callable[[Document], dict[str, Any]]]:
    """Return what makes a document, and what writes it.

    Who tells many decisions imports it once: an import takes as long as to tell some reasons.
    """
    from disposition.explain.document.document import FORMAT, new_document, write_document

    return partial(new_document, FORMAT), write_document


def document_of(decision: Decision) -> Document:
    """Return everything that a decision says."""
    new_document, _ = _documents()
    rationale = decision.rationale
    return new_document(
        decision.lot,
        decision.as_of,
        decision.outcome,
        decision.title,
        decision.status,
        decision.ships,
        decision.considered,
        rationale.reasons,
        rationale.ruled_out,
        rationale.obligations,
        rationale.missing,
        rationale.questions,
        rationale.withheld,
        decision.policy,
        decision.engine,
        decision.parts,
        rationale.not_asked,
    )
