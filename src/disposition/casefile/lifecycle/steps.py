"""What has to happen next in a case: who does what by when, and why, of all its policies.

Steps are the obligations of the policies' decisions as of a day, each on a day to work on. One that
a policy about the case speaks of is that policy's to ask for or not; any other one of the lot's own
decision stays until an entry settles it, and one that comes before the release until it is proved.
A step of a policy about the case that an entry settled comes back after another inspection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from disposition.casefile.days import (
    HOLIDAYS,
    WEEKENDS,
    WorkingDays,
    due_day,
    working_days,
)
from disposition.casefile.lifecycle.obligations import (
    InForce,
    is_settled,
    proved,
    requirements,
    settled_by,
)
from disposition.casefile.lifecycle.policies import (
    APPROACH,
    CAPA,
    CASE_POLICIES,
    OVERSIGHT,
    PUSHBACK,
    RELEASE,
    CasePolicies,
)
from disposition.casefile.lifecycle.projection import lot_and_obligations, read_as, requiring
from disposition.casefile.log.effective import Event
from disposition.casefile.log.kinds import INSPECTIONS
from disposition.decision import Decision
from disposition.documents.declaring import output
from disposition.documents.writing import write
from disposition.explain.document.rationale import Obligation
from disposition.explain.document.values import TYPED_VALUES, TypedValue
from disposition.facts.lot import Lot
from disposition.facts.source import LotSource
from disposition.frozen import Factory, evolve, field, frozen
from disposition.policy.model import CheckedPolicy

RESTS, UNDATED = "mind-nothing-is-asked", "mind-no-dates"
ANEW = "mind-days-count-anew"
"""Conduct that the case file itself keeps to: demands rest, and steps have firm days only; then
days count anew, from the day that is carried as `since`."""

CONDUCT = "mind-"
"""How the codes of obligations begin that are minded in a conversation, and are no steps."""

TELL = "tell"
"""The step of finding out a fact that a policy waits for."""

_GUIDING = (APPROACH, PUSHBACK, CAPA, OVERSIGHT)  # the others wait for what has not happened yet
_LAST = date.max


@frozen
class Step:
    """Something that somebody has to do next in a case."""

    case: str = output("Id of the case")
    do: str = output("Code of what is to be done")
    what: str = output("What is to be done, in words; may be empty")
    by: str = output("Who is to do it; may be empty")
    due: date | None = output("Last day; null if there is none")
    overdue: bool = output("Whether the last day has passed")
    because: str = output("Why; may be empty")
    is_sure: bool = output("False while facts that nobody told decide whether it is needed at all")
    waits_for: tuple[str, ...] = output("Those facts, by their paths")
    policy: str = output("Id of the policy that asks for it")
    rule: str = output("Id of the rule that asks for it; may be empty")
    source: str = output("Where the rule comes from; may be empty")
    values: Mapping[str, TypedValue] = output(
        "Values that it carries, by their names; left out if none",
        TYPED_VALUES,
        unless=Factory(dict),
        in_hash=False,
    )
    counted: date | None = output(
        "Day that the policy counts, where `due` is a working day in its place; else left out",
        unless=None,
    )
    moved: str = output("Why `due` is another day than that; else left out", unless="")
    avoids: str = output(
        "What `due` avoids: `weekends` alone where holidays are not known; left out without a day",
        unless="",
    )

    def to_dict(self) -> dict[str, Any]:
        """Return the step as plain data; keys that would say nothing are left out."""
        return write(self)

    def _repr_html_(self) -> str:
        from disposition.display.case_html import steps_html

        return steps_html([self.to_dict()])


class Steps(tuple[Step, ...]):
    """Steps in their order; a tuple that a notebook shows as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from disposition.display.case_html import steps_html

        return steps_html(each.to_dict() for each in self)


@frozen(eq=False)
class Judged:
    """A case as of a day, with what each of its policies makes of it.

    `in_force` are the obligations of the decisions on the lot, and those of the policies about the
    case that come before the release.
    """

    case: str
    as_of: date
    happened: Sequence[Event] = field(repr=False)
    lot: Lot = field(repr=False)
    policies: CasePolicies = field(repr=False)
    decisions: Mapping[str, Decision]
    in_force: tuple[InForce, ...] = field(repr=False)

    @cached_property
    def days(self) -> WorkingDays:
        """The days on which both sides work."""
        return working_days(self.lot)


def judge(case: str, happened: Sequence[Event], as_of: date, policies: CasePolicies) -> Judged:
    """Return what the policies make of a case as of a day."""
    lot, on_lot = lot_and_obligations(happened, as_of)
    engine = policies.engine
    decisions = {PUSHBACK: policies[PUSHBACK].decide(LotSource(lot), engine=engine)}
    reading = decisions[PUSHBACK]
    rests = _minds(reading, RESTS)
    lot = read_as(lot, reading.outcome, rests=rests, counts_from=_counts_from(reading))
    source = LotSource(lot)
    others = [role for role in CASE_POLICIES if role != RELEASE]
    for role in others:
        if role != PUSHBACK:
            decisions[role] = policies[role].decide(source, engine=engine)
    since = _since_inspection(happened)
    required = [each for role in others for each in _before_release(decisions[role], since, source)]
    if required:  # what the other policies require is before the release as well
        lot = requiring(lot, requirements(required))
        source = LotSource(lot)
    decisions[RELEASE] = policies[RELEASE].decide(source, engine=engine)
    required += _before_release(decisions[RELEASE], since, source)
    in_order = {role: decisions[role] for role in CASE_POLICIES}
    return Judged(case, as_of, happened, lot, policies, in_order, (*on_lot, *required))


def _minds(decision: Decision, do: str) -> bool:
    """Whether a decision surely asks for some conduct."""
    return any(each.do == do and each.applies == "yes" for each in decision.obligations)


def _counts_from(decision: Decision) -> date | None:
    """Return the last day from which days surely count anew."""
    found = [
        each.values["since"].value
        for each in decision.obligations
        if each.do == ANEW and each.applies == "yes" and "since" in each.values
    ]
    return max((each for each in found if isinstance(each, date)), default=None)


def _before_release(
    decision: Decision, since: Sequence[Event], source: LotSource
) -> Iterator[InForce]:
    """Yield what a policy about the case requires before the release."""
    for each in decision.obligations:
        if each.before:
            is_proved, is_said = proved(each, since, source), is_settled(each.do, since)
            yield InForce(each, decision.policy.id, is_proved, is_said)


def _since_inspection(happened: Sequence[Event]) -> Sequence[Event]:
    """Return the entries from the last inspection on."""
    inspected = [at for at, each in enumerate(happened) if each.kind in INSPECTIONS]
    return happened[inspected[-1] if inspected else 0 :]


def steps_of(judged: Judged) -> tuple[Step, ...]:
    """Return the steps of a case, the most pressing first; of a closed case there are none."""
    if any(each.kind == "closed" for each in judged.happened):
        return ()
    settled = _settled(judged)
    found: dict[str, Step] = {}
    for step in _without_pressing(judged, _all(judged)):
        if step.do not in settled:
            held = found.get(_key(step))
            found[_key(step)] = step if held is None else _sooner(held, step)
    return tuple(sorted(found.values(), key=_pressing))


def _without_pressing(judged: Judged, steps: Iterable[Step]) -> Iterator[Step]:
    """Yield steps; without days, but firm ones, while a policy asks that no days are set."""
    is_undated = any(_minds(each, UNDATED) for each in judged.decisions.values())
    for each in steps:
        if not is_undated or (each.policy, each.rule, each.do) in judged.policies.firm:
            yield each
        else:
            yield evolve(each, due=None, overdue=False, counted=None, moved="", avoids="")


def conduct_of(judged: Judged) -> tuple[Obligation, ...]:
    """Return what is to be minded in the conversation with the supplier."""
    return tuple(
        each
        for role in CASE_POLICIES
        for each in judged.decisions[role].obligations
        if each.do.startswith(CONDUCT) and each.applies == "yes"
    )


def _all(judged: Judged) -> Iterator[Step]:
    for role in CASE_POLICIES:
        decision = judged.decisions[role]
        for each in decision.obligations:
            if not each.do.startswith((CONDUCT, "confidence-")):
                yield step_of(judged, each, decision.policy.id, judged.policies[role].checked)
    yield from _of_decision(judged)
    yield from _untold(judged)


def step_of(
    judged: Judged, each: Obligation, policy: str, counted_by: CheckedPolicy | None = None
) -> Step:
    """Return an obligation of a policy as a step, on the day that its policy counts."""
    day = due_day(each, counted_by, judged.days, judged.lot)
    # What has no day on purpose waits for no fact: a computation is no fact that could be told.
    computed = counted_by.hoisted if counted_by is not None and each.applies == "yes" else ()
    return Step(
        judged.case,
        each.do,
        each.what,
        each.by,
        day.due,
        overdue=day.due is not None and day.due < judged.as_of,
        because=each.because,
        is_sure=each.applies == "yes",
        waits_for=tuple(path for path in each.waits_for if path not in computed),
        policy=policy,
        rule=each.rule,
        source=each.source,
        values=each.values,
        counted=day.counted,
        moved=day.moved,
        avoids="" if day.due is None else WEEKENDS if judged.days.lacking else HOLIDAYS,
    )


def _of_decision(judged: Judged) -> Iterator[Step]:
    """Yield what the decisions on the lot require and no policy about the case speaks of."""
    for each in judged.in_force:
        if each.keeps_goods or each.obligation.do not in judged.policies.codes:
            yield step_of(judged, each.obligation, each.policy)


def _untold(judged: Judged) -> Iterator[Step]:
    """Yield what has to be found out before a policy can say how to go on."""
    waiting: dict[str, list[str]] = {}
    abouts: dict[str, str] = {}
    for role in _GUIDING:
        decision, catalogue = judged.decisions[role], judged.policies[role].checked.catalogue
        for path in decision.waits_for:
            waiting.setdefault(path, []).append(decision.policy.id)
            abouts[path] = catalogue[path].about or path
    for path, policies in waiting.items():
        about, asking = abouts[path], " and ".join(policies)
        yield Step(
            judged.case,
            TELL,
            f"find out and record: {about[:1].lower()}{about[1:]}",
            "",
            None,
            overdue=False,
            because=f"`{path}` is not known, and {asking} cannot say how to go on without",
            is_sure=True,
            waits_for=(path,),
            policy=policies[0],
            rule="",
            source="",
        )


def _settled(judged: Judged) -> frozenset[str]:
    """Return the codes of what is done, but for what keeps the goods until it is proved."""
    since = _since_inspection(judged.happened)
    settled = {do for each in since for do in settled_by(each)}
    for each in judged.in_force:
        if (each.settled or each.proved) and each.obligation.do not in judged.policies.codes:
            settled.add(each.obligation.do)
    return frozenset(settled - {each.obligation.do for each in judged.in_force if each.keeps_goods})


def _key(step: Step) -> str:
    """Return what makes a step the same as another: its code, but for facts to be found out."""
    return f"{step.do} {step.waits_for}" if step.do == TELL else step.do


def _sooner(one: Step, other: Step) -> Step:
    """Return one of two steps with the same code: the surer, then the sooner; told of both."""
    first, second = sorted((one, other), key=_pressing)
    if second.what in first.what:
        return first
    if first.what in second.what:
        return evolve(first, what=second.what)
    return evolve(first, what=f"{first.what}; {second.what}")


def _pressing(step: Step) -> tuple[bool, date]:
    return not step.is_sure, step.due or _LAST
