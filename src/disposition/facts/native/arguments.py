"""Facts about the supplier's arguments: whether they shift or stay, weaken or deepen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from disposition.facts.document.case_events import EVIDENCE, Argument
from disposition.facts.native.fact import Derived, View, derived
from disposition.facts.native.items import is_in, items
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
    return list(map(_told, turns(arguments)))


def _told(turn: Turn) -> str:
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


FACTS = (
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
