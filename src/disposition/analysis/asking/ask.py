"""The door to questions: from a decision to the next questions, and to a whole questionnaire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from disposition.analysis.asking.grouping import AnswerRange, joined
from disposition.analysis.asking.planning import MOST_NODES, Node, Planner, Ranked
from disposition.analysis.asking.questionnaire import (
    AnswerGroup,
    NextQuestion,
    PlannedAnswer,
    PlannedQuestion,
    Questionnaire,
)
from disposition.analysis.asking.subjects import FactsSubject, LotSubject, Subject
from disposition.documents.plain import plain_value
from disposition.explain.inference import Inference
from disposition.explain.reasoning import Reasoning
from disposition.facts.source import FlatSource
from disposition.frozen import evolve
from disposition.language.types import Kind


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
    return tuple(_told(planner, each) for each in planner.questions(planner.root, planner.ends))


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
        tuple(_told(planner, each) for each in ranked),
        _planned(planner, root),
        most if root.asked else 0,
        is_shortest=planner.is_proved and planner.is_shortest(root),
        is_proved=planner.is_proved,
        not_told=planner.not_told(state),
    )


def _planned(planner: Planner, node: Node) -> PlannedQuestion | None:
    if node.asked is None:
        return None
    question = _told(planner, node.asked)
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


def _told(planner: Planner, ranked: Ranked) -> NextQuestion:
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
