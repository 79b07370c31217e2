"""What to ask of an undecided lot, as data: the next questions, and the whole questionnaire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from disposition.analysis.asking.grouping import AnswerRange, joined
from disposition.analysis.asking.planning import MOST_NODES, Node, Planner, Ranked
from disposition.analysis.asking.subjects import FactsSubject, LotSubject, Subject
from disposition.documents.plain import picked, plain_value
from disposition.explain.inference import Inference
from disposition.explain.reasoning import Reasoning
from disposition.facts.source import FlatSource
from disposition.frozen import evolve, field, frozen
from disposition.language.types import Kind
from disposition.words import counted


@frozen
class AnswerGroup:
    """Answers after which the same outcomes remain possible.

    No `outcomes`: no answer to any question decides the lot then, it stays as it is. `decides` says
    that every such answer decides by itself; `further` how many questions follow at most, None
    where that has no bound: lists may get any number of lines.
    """

    says: str
    outcomes: tuple[str, ...]
    decides: bool
    further: int | None
    example: Any = field(default=None, hash=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the same as plain data."""
        return {
            "answer": self.says,
            **picked(self, "example", "outcomes", "decides"),
            "further_questions": self.further,
        }


@frozen
class NextQuestion:
    """One open question: where its answer goes, in words, and what each answer leaves possible.

    `place` is a place of the lot document, or the path of a fact where facts are given one by one.
    `kind` is `boolean`, `enum`, `integer`, `decimal`, `date`, `text` or `list`; `words` are those
    that there can be. `facts` wait for the answer; of many places of a kind, `others` are left out.
    """

    place: str
    about: str
    facts: tuple[str, ...]
    answers: tuple[AnswerGroup, ...]
    kind: str
    unit: str = ""
    words: tuple[str, ...] = ()
    others: int = 0

    @property
    def most_outcomes(self) -> int:
        """How many outcomes remain possible in the worst case."""
        return max((len(each.outcomes) for each in self.answers), default=0)

    def to_dict(self) -> dict[str, Any]:
        """Return the same as plain data."""
        return {
            "place": self.place,
            "question": self.about,
            **picked(self, "kind", "unit", "words", "facts", "most_outcomes"),
            "answers": [each.to_dict() for each in self.answers],
            "others": self.others,
        }


@frozen
class PlannedAnswer:
    """Some answers in a questionnaire, and the question that comes `then`.

    Without one it ends: the lot is decided (`decides`), nothing that is told decides it (no
    `outcomes`), or it waits for facts that no answer tells (`not_told`, each with why). Or, if
    `goes_on`, the questions go on and depend on the very answer.
    """

    says: str
    outcomes: tuple[str, ...]
    decides: bool
    goes_on: bool
    most: int | None
    then: PlannedQuestion | None = None
    not_told: tuple[tuple[str, str], ...] = ()
    answers: tuple[AnswerRange, ...] = field(default=(), repr=False)

    def takes(self, value: Any) -> bool:
        """Tell whether an answer is one of these."""
        return any(each.takes(value) for each in self.answers)

    def to_dict(self) -> dict[str, Any]:
        """Return the same as plain data."""
        return {
            "answer": self.says,
            **picked(self, "outcomes", "decides", "goes_on"),
            "further_questions": self.most,
            "not_told_by_answers": _facts(self.not_told),
            "then": self.then.to_dict() if self.then else None,
        }


@frozen
class PlannedQuestion:
    """A question of a questionnaire, with what is asked after each answer."""

    question: NextQuestion
    answers: tuple[PlannedAnswer, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the same as plain data."""
        return {
            "place": self.question.place,
            "question": self.question.about,
            "answers": [each.to_dict() for each in self.answers],
        }


@frozen
class Questionnaire:
    """The questions of an undecided lot, the first one first, and in which order they are asked.

    `outcomes` are those that remain possible; `most` is how many questions are asked in the worst
    case if all are answered, None where there is no bound. `is_shortest`: no other order takes
    fewer. `is_proved`: a solver looked at the policy as a whole. `not_told` are facts that no
    answer tells, each with why.
    """

    lot: str | None
    policy: str
    outcome: str
    status: str
    outcomes: tuple[str, ...]
    questions: tuple[NextQuestion, ...]
    first: PlannedQuestion | None
    most: int | None
    is_shortest: bool
    is_proved: bool
    not_told: tuple[tuple[str, str], ...] = ()

    def worst_case(self) -> str:
        """Return in words how many questions there are."""
        if self.first is None:
            return "no question"
        if self.most is None:
            return "no bound: lists may get any number of lines, and each may raise questions"
        asked = counted(self.most, "question")
        if self.is_shortest:
            return f"{asked} in the worst case: the shortest questionnaire"
        return f"at most {asked}"

    def to_dict(self) -> dict[str, Any]:
        """Return the same as plain data."""
        return {
            **picked(self, "lot", "policy", "outcome", "status"),
            "possible_outcomes": list(self.outcomes),
            "worst_case": self.most,
            "worst_case_in_words": self.worst_case(),
            **picked(self, "is_shortest", "is_proved"),
            "questions": [each.to_dict() for each in self.questions],
            "questionnaire": self.first.to_dict() if self.first else None,
            "not_told_by_answers": _facts(self.not_told),
        }

    def in_words(self) -> str:
        """Return the questionnaire as an indented list of questions and answers."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.status != "needs_information":
            yield f"{self.outcome}: {self.status.replace('_', ' ')}; there is nothing to ask"
            return
        listing = outcomes_text(self.outcomes) or "no outcome, whatever is told"
        yield f"not decided ({self.outcome}); possible: {listing}"
        yield f"worst case: {self.worst_case()}"
        if not self.is_proved:
            yield NOT_PROVED
        for fact, why in self.not_told:
            yield f"no answer tells {fact}: {why}"
        if self.first is not None:
            yield ""
            yield from _asked(self.first, "", self.outcomes)


def _facts(not_told: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"fact": fact, "why": why} for fact, why in not_told]


NOT_PROVED = (
    "each rule is looked at by itself (the extra `proofs` is missing, or the lot has too many "
    "lines): some of these outcomes may be impossible, and of ranges only some values were tried"
)


def outcomes_text(outcomes: tuple[str, ...]) -> str:
    """Return outcomes in words."""
    return " or ".join(outcomes)


def _asked(planned: PlannedQuestion, indent: str, possible: tuple[str, ...]) -> Iterator[str]:
    """Yield a question with its answers, and below each what is asked then.

    Where all answers lead to the same question, that stands below as the next one.
    """
    question = planned.question
    yield f"{indent}{question.about}? [{question.place}]"
    only = planned.answers[0].then if len(planned.answers) == 1 else None
    if only is not None:
        yield from _asked(only, indent, possible)
        return
    for each in planned.answers:
        yield f"{indent}  {each.says}: {_leads_to(each, possible)}"
        if each.then is not None:
            yield from _asked(each.then, f"{indent}    ", each.outcomes)


def _leads_to(answer: PlannedAnswer, before: tuple[str, ...]) -> str:
    if answer.decides:
        return f"-> {outcomes_text(answer.outcomes)}"
    if not answer.outcomes:
        return "stays undecided, whatever else is told"
    is_same = answer.outcomes == before and len(before) > 1
    possible = "nothing ruled out" if is_same else f"{outcomes_text(answer.outcomes)} possible"
    if answer.not_told:
        why = "; ".join(f"{fact}: {each}" if each else fact for fact, each in answer.not_told)
        return f"{possible}, but no answer tells {why}"
    return f"{possible}; more is asked then" if answer.goes_on else possible


# --- from a decision -----------------------------------------------------------------------------


def subject_of(inference: Inference) -> Subject:
    """Return what a decision was taken on."""
    source = inference.source
    if isinstance(source, FlatSource):
        return FactsSubject(source.facts)
    if source.lot is None:
        raise AssertionError("there are documents, and facts given one by one")
    return LotSubject(source.lot)


def next_questions(reasoning: Reasoning) -> tuple[NextQuestion, ...]:
    """Return the open questions of a decision, what narrows the outcomes most first."""
    planner = Planner(reasoning.prepared, subject_of(reasoning))
    if not planner.root.sample.is_open:
        return ()
    return tuple(
        _next_question(planner, each) for each in planner.questions(planner.root, planner.ends)
    )


def questionnaire(
    reasoning: Reasoning, *, skipped: Iterable[str] = (), most_nodes: int = MOST_NODES
) -> Questionnaire:
    """Return the questionnaire of a decision; `skipped` places are not asked about."""
    planner = Planner(reasoning.prepared, subject_of(reasoning), skipped)
    state = planner.root.ground
    outcome, status = state.end
    lot = state.subject.lot
    name = lot.lot.id if lot is not None else None
    policy = reasoning.prepared.policy.id
    if not state.is_open:
        ends = (outcome,)
        return Questionnaire(
            name, policy, outcome, status, ends, (), None, 0, is_shortest=True, is_proved=True
        )
    root = planner.plan(most_nodes)
    most = planner.most(root)
    ranked = planner.questions(planner.root, planner.ends)
    return Questionnaire(
        name,
        policy,
        outcome,
        status,
        planner.ends,
        tuple(_next_question(planner, each) for each in ranked),
        _planned(planner, root),
        most if root.asked else 0,
        is_shortest=planner.is_proved and planner.is_shortest(root),
        is_proved=planner.is_proved,
        not_told=planner.not_told(state),
    )


def _planned(planner: Planner, node: Node) -> PlannedQuestion | None:
    if node.asked is None:
        return None
    question = _next_question(planner, node.asked)
    told: dict[PlannedAnswer, list[AnswerRange]] = {}
    for branch, each in zip(node.asked.branches, node.below, strict=True):
        then = _planned(planner, each)
        is_end = each.is_expanded and then is None
        answer = PlannedAnswer(
            "",
            each.ends,
            decides=each.decides,
            goes_on=not each.is_final and not each.is_expanded,
            most=planner.most(each),
            then=then,
            not_told=planner.not_told(each.region.sample) if is_end else (),
        )
        told.setdefault(answer, []).append(branch.answers)
    kind = _kind(node.asked)
    answers = [
        evolve(each, says=joined(ranges, kind, are_all=len(told) == 1), answers=tuple(ranges))
        for each, ranges in told.items()
    ]
    return PlannedQuestion(question, tuple(answers))


def _kind(ranked: Ranked) -> Kind | None:
    return ranked.question.scalar.type.kind if ranked.question.scalar else None


def _next_question(planner: Planner, ranked: Ranked) -> NextQuestion:
    question = ranked.question
    type_ = None if question.scalar is None else question.scalar.type
    return NextQuestion(
        question.place,
        question.about,
        question.facts,
        tuple(_groups(planner, ranked)),
        type_.kind.value if type_ else "list",
        type_.unit if type_ else "",
        type_.values if type_ else (),
        question.others,
    )


def _groups(planner: Planner, ranked: Ranked) -> Iterator[AnswerGroup]:
    """Yield neighbours after which the same is possible together."""
    merged = [
        [*alike]
        for _, alike in groupby(
            ranked.branches, key=lambda each: (each.ends, each.decides, each.answers.are_lines)
        )
    ]
    for branches in merged:
        first = branches[0]
        further = [0 if each.is_final else planner.bound(each.region) for each in branches]
        known = [each for each in further if each is not None]
        ranges = [each.answers for each in branches]
        yield AnswerGroup(
            joined(ranges, _kind(ranked), are_all=len(merged) == 1),
            first.ends,
            decides=first.decides,
            further=max(known) if len(known) == len(further) else None,
            example=plain_value(first.answers.sample),
        )
