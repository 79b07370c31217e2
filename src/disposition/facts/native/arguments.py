"""Facts about the supplier's arguments: how they follow one another, and what was looked into."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from disposition.facts.document.case_events import ARGUED, EVIDENCE, Argument, Assessment
from disposition.facts.native.bounds import both, is_in, items
from disposition.facts.native.fact import BOOLEAN, Derived, View, derived
from disposition.frozen import frozen
from disposition.language.types import FactType, Kind

is_evidenced = is_in("evidence", *EVIDENCE[EVIDENCE.index("document") :])
"""Means the arguments with a document, a measurement or a third party's finding."""


def rank(argument: Argument) -> int:
    """Return how strong the evidence of an argument is; what is not told counts as none."""
    return EVIDENCE.index(argument.evidence or "none")


@frozen
class Turn:
    """An argument and what came before it: the last one, and the best evidence on its topic."""

    argument: Argument
    last: Argument | None
    best: int | None

    @property
    def deepens(self) -> bool:
        """Whether it comes back to its topic with more evidence than it had before."""
        return self.best is not None and rank(self.argument) > self.best

    @property
    def repeats(self) -> bool:
        """Whether it comes back to its topic with nothing new."""
        return self.best is not None and rank(self.argument) <= self.best

    @property
    def change(self) -> str:
        """What it changed, in words."""
        if self.last is None:
            return "the first"
        if self.deepens:
            return "back with more evidence"
        if self.repeats:
            return "back with nothing new"
        step = rank(self.argument) - rank(self.last)
        strength = "weaker" if step < 0 else "stronger" if step > 0 else "no stronger"
        return f"a new topic, {strength}"


def turns(arguments: Iterable[Argument]) -> Iterator[Turn]:
    """Yield each argument with what came before it, in order."""
    best: dict[str | None, int] = {}
    last = None
    for each in arguments:
        before = best.get(each.topic)
        yield Turn(each, last, before)
        best[each.topic] = rank(each) if before is None else max(before, rank(each))
        last = each


def story(arguments: Iterable[Argument]) -> list[str]:
    """Return in words which argument came when, and what changed."""
    return list(map(_argument_text, turns(arguments)))


def _argument_text(turn: Turn) -> str:
    argument = turn.argument
    topic = (argument.topic or "not stated").replace("_", " ")
    evidence = (argument.evidence or "not stated").replace("_", " ")
    return f"{argument.on or 'no day'} {topic} (evidence: {evidence}), {turn.change}"


_ARGUMENTS = FactType(Kind.INTEGER, "arguments")
_BOTH = ("case.arguments[].topic", "case.arguments[].evidence")
_ON = "case.arguments[].on"

_Counting = Callable[[tuple[Argument, ...]], int]


def _in_turn(counts: Callable[[Turn], bool]) -> _Counting:
    """Count the arguments that stand in some way to all those before them."""
    return lambda listed: sum(map(counts, turns(listed)))


def _in_pairs(counts: Callable[[Argument, Argument], bool]) -> _Counting:
    """Count the arguments that stand in some way to the one just before."""
    return lambda listed: sum(counts(one, other) for one, other in pairwise(listed))


def _later(one: Argument, other: Argument) -> bool:
    """Whether an argument came on a later day: what came in one letter follows in no order."""
    return one.on is not None and other.on is not None and one.on < other.on


def _about_all(path: str, about: str, count: _Counting, reads: tuple[str, ...] = _BOTH) -> Derived:
    """Declare a number that takes every argument's topic, evidence or both."""
    keys = tuple(read.rpartition(".")[2] for read in reads)

    def compute(view: View) -> int | None:
        listed = items(view, "arguments")
        if listed is None or any(getattr(each, key) is None for each in listed for key in keys):
            return None
        return count(listed)

    return derived(path, _ARGUMENTS, about, reads, compute)


_IN_TURN = (
    _about_all(
        "arguments.shifts",
        "Arguments on another topic than the one just before, which came on an earlier day",
        _in_pairs(lambda one, other: one.topic != other.topic and _later(one, other)),
        (*_BOTH[:1], _ON),
    ),
    _about_all(
        "arguments.deepened",
        "Arguments that came back to their topic with more evidence than it had before",
        _in_turn(lambda turn: turn.deepens),
    ),
    _about_all(
        "arguments.repeated",
        "Arguments that came back to their topic with nothing new",
        _in_turn(lambda turn: turn.repeats),
    ),
    _about_all(
        "arguments.stronger",
        "Arguments with more evidence than the one just before",
        _in_pairs(lambda one, other: rank(other) > rank(one)),
        _BOTH[1:],
    ),
    _about_all(
        "arguments.weaker",
        "Arguments with less evidence than the one just before, which came on an earlier day",
        _in_pairs(lambda one, other: rank(other) < rank(one) and _later(one, other)),
        (*_BOTH[1:], _ON),
    ),
    _about_all(
        "arguments.deepened_by_evidence",
        "Arguments that came back to their topic with more evidence, a document or more",
        _in_turn(lambda turn: turn.deepens and bool(is_evidenced(turn.argument))),
    ),
)


# --- what was looked into ------------------------------------------------------------------------

_TOPICS = FactType(Kind.INTEGER, "topics")
_TOPIC = FactType(Kind.ENUM, values=ARGUED)
_NO_EVIDENCE = "there is no evidence that nobody has looked into"


def unassessed(arguments: Sequence[Argument], assessments: Sequence[Assessment]) -> list[str]:
    """Return the topics argued with evidence that nobody has looked into since it came.

    Each stands once, where it was argued last. What comes back with nothing new need not be looked
    into again.
    """
    argued = [
        turn.argument
        for turn in turns(arguments)
        if is_evidenced(turn.argument) and not turn.repeats
    ]
    topics = [each.topic or "" for each in _not_looked_into(argued, assessments)]
    return list(dict.fromkeys(reversed(topics)))[::-1]


def _not_looked_into(
    arguments: Sequence[Argument], assessments: Sequence[Assessment]
) -> list[Argument]:
    """Return the arguments on whose topic there is no assessment of that day or later."""
    looked_into: dict[str, date] = {}
    for assessment in assessments:  # in the order of their days
        looked_into[assessment.topic or ""] = assessment.on or date.min
    return [
        each
        for each in arguments
        if looked_into.get(each.topic or "", date.min) < (each.on or date.max)
    ]


def _known(view: View) -> tuple[tuple[Argument, ...], tuple[Assessment, ...]] | None:
    """Return arguments and assessments if what tells which were looked into is known."""
    arguments, assessments = items(view, "arguments"), items(view, "assessments")
    if arguments == ():
        return (), ()
    if arguments is None or assessments is None:
        return None
    keys = ("topic", "evidence", "on") if assessments else ("topic", "evidence")
    wanted = [getattr(each, key) for each in arguments for key in keys]
    wanted += [part for each in assessments for part in (each.on, each.topic)]
    return None if None in wanted else (arguments, assessments)


def _unassessed(view: View) -> list[str] | None:
    known = _known(view)
    return None if known is None else unassessed(*known)


def _how_many_unassessed(view: View) -> int | None:
    topics = _unassessed(view)
    return None if topics is None else len(topics)


def _unassessed_topic(view: View) -> str | None:
    topics = _unassessed(view)
    return topics[-1] if topics else None


def _specification_unchecked(view: View) -> bool | None:
    known = _known(view)
    if known is None:
        return None
    arguments, assessments = known
    argued = [
        turn.argument
        for turn in turns(arguments)
        if turn.argument.topic == "specification" and not turn.repeats
    ]
    return bool(_not_looked_into(argued, assessments))


_LOOKED_INTO = ("case.arguments[].on", *_BOTH, "case.assessments[].on", "case.assessments[].topic")


# --- what came after an independent finding -------------------------------------------------------


_confirms = both(is_in("shows", "finding_stands"), is_in("by", "joint_inspection", "third_party"))


def _repeated_since_confirmation(view: View) -> int | None:
    arguments, assessments = items(view, "arguments"), items(view, "assessments")
    if arguments == () or assessments == ():
        return 0
    if arguments is None or assessments is None:
        return None
    confirming = [each for each in assessments if _confirms(each) is not False]
    if not confirming:
        return 0
    wanted = [part for each in arguments for part in (each.on, each.topic, each.evidence)]
    wanted += [part for each in confirming for part in (each.on, each.shows, each.by)]
    if None in wanted:
        return None
    since = confirming[0].on
    return len([turn for turn in turns(arguments) if turn.repeats and turn.argument.on > since])


def _may_confirm(_view: View, item: object, _key: str) -> bool:
    return not isinstance(item, Assessment) or _confirms(item) is not False


FACTS = (
    *_IN_TURN,
    derived(
        "arguments.unassessed",
        _TOPICS,
        "Topics argued with a document or more that nobody has looked into since it came",
        _LOOKED_INTO,
        _how_many_unassessed,
    ),
    derived(
        "arguments.unassessed_topic",
        _TOPIC,
        "Topic of those that was argued last",
        _LOOKED_INTO,
        _unassessed_topic,
        why=lambda view: _NO_EVIDENCE if _unassessed(view) == [] else "",
    ),
    derived(
        "arguments.specification_unchecked",
        BOOLEAN,
        "Whether the specification was argued about and nobody has looked into it since",
        _LOOKED_INTO,
        _specification_unchecked,
    ),
    derived(
        "arguments.repeated_since_confirmation",
        _ARGUMENTS,
        "Arguments that came back with nothing new after a joint inspection or a third party "
        "had found that our finding stands",
        (
            "case.arguments[].on",
            *_BOTH,
            *(f"case.assessments[].{key}" for key in ("on", "shows", "by")),
        ),
        _repeated_since_confirmation,
        concerns=_may_confirm,
    ),
)
