"""Facts about the supplier's arguments: whether they shift or stay, weaken or deepen."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from disposition.facts.derived.disputing import Turn, is_evidenced, rank, story, turns
from disposition.facts.derived.fact import DAYS, TEXT, Derived, View, derived
from disposition.facts.derived.listed import (
    days_since,
    how_many,
    is_first,
    is_in,
    is_last,
    items,
    last,
    last_on,
    of,
    of_first,
)
from disposition.facts.derived.wording import joined
from disposition.facts.document.case_events import ARGUED, Argument
from disposition.language.types import FactType, Kind

_ARGUMENTS = FactType(Kind.INTEGER, "arguments")
_TOPICS = FactType(Kind.INTEGER, "topics")
_ASSESSMENTS = FactType(Kind.INTEGER, "assessments")
_TOPIC = FactType(Kind.ENUM, values=ARGUED)
_DATE = FactType(Kind.DATE)
_NONE = "nothing was argued"
_NO_EVIDENCE = "there is no evidence that nobody has looked into"
_BOTH = ("case.arguments[].topic", "case.arguments[].evidence")


_Counting = Callable[[tuple[Argument, ...]], int]


def _in_turn(counts: Callable[[Turn], bool]) -> _Counting:
    """Count the arguments that stand in some way to all those before them."""
    return lambda listed: sum(map(counts, turns(listed)))


def _in_pairs(counts: Callable[[Argument, Argument], bool]) -> _Counting:
    """Count the arguments that stand in some way to the one just before."""
    return lambda listed: sum(counts(one, other) for one, other in pairwise(listed))


def _about_all(
    path: str, kind: FactType, about: str, count: _Counting, reads: tuple[str, ...] = _BOTH
) -> Derived:
    """Declare a number that takes every argument's topic, evidence or both."""
    keys = tuple(read.rpartition(".")[2] for read in reads)

    def compute(view: View) -> int | None:
        listed = items(view, "arguments")
        if listed is None or any(getattr(each, key) is None for each in listed for key in keys):
            return None
        return count(listed)

    return derived(path, kind, about, reads, compute)


def _span_days(view: View) -> int | None:
    listed = items(view, "arguments")
    if not listed or listed[0].on is None or listed[-1].on is None:
        return 0 if listed == () else None
    return (listed[-1].on - listed[0].on).days  # type: ignore[no-any-return] # between two dates


def _days(view: View) -> int | None:
    listed, today = items(view, "arguments"), view.lot.as_of
    if not listed or listed[0].on is None or today is None:
        return 0 if listed == () else None
    return (today - listed[0].on).days  # type: ignore[no-any-return] # days between two dates


def _list(view: View) -> str | None:
    listed = items(view, "arguments")
    return None if listed is None else joined(story(listed))


FACTS = (
    how_many("arguments.count", _ARGUMENTS, "Arguments that the supplier gave", of("arguments")),
    _about_all(
        "arguments.topics",
        _TOPICS,
        "Different topics of the arguments",
        lambda listed: len({each.topic for each in listed}),
        _BOTH[:1],
    ),
    _about_all(
        "arguments.shifts",
        _ARGUMENTS,
        "Arguments on another topic than the one just before",
        _in_pairs(lambda one, other: one.topic != other.topic),
        _BOTH[:1],
    ),
    _about_all(
        "arguments.deepened",
        _ARGUMENTS,
        "Arguments that came back to their topic with more evidence than it had before",
        _in_turn(lambda turn: turn.deepens),
    ),
    _about_all(
        "arguments.repeated",
        _ARGUMENTS,
        "Arguments that came back to their topic with nothing new",
        _in_turn(lambda turn: turn.repeats),
    ),
    _about_all(
        "arguments.stronger",
        _ARGUMENTS,
        "Arguments with more evidence than the one just before",
        _in_pairs(lambda one, other: rank(other) > rank(one)),
        _BOTH[1:],
    ),
    _about_all(
        "arguments.weaker",
        _ARGUMENTS,
        "Arguments with less evidence than the one just before",
        _in_pairs(lambda one, other: rank(other) < rank(one)),
        _BOTH[1:],
    ),
    how_many(
        "arguments.evidenced",
        _ARGUMENTS,
        "Arguments with a document, a measurement or a third party's finding",
        of("arguments", "evidence"),
        is_evidenced,
    ),
    _about_all(
        "arguments.deepened_by_evidence",
        _ARGUMENTS,
        "Arguments that came back to their topic with more evidence, a document or more",
        _in_turn(lambda turn: turn.deepens and bool(is_evidenced(turn.argument))),
    ),
    how_many(
        "arguments.unanswered",
        _ARGUMENTS,
        "Arguments that were not answered yet",
        of("arguments", "answered"),
        is_in("answered", False),
    ),
    of_first(
        "arguments.first_on",
        _DATE,
        "Day of the first argument",
        of("arguments", "on"),
        nothing=_NONE,
    ),
    last_on("arguments.last_on", "Day of the last argument", of("arguments"), nothing=_NONE),
    days_since(
        "arguments.days_since", "Days since the last argument", of("arguments"), nothing=_NONE
    ),
    derived(
        "arguments.days",
        DAYS,
        "Days since the first argument; 0 if there is none",
        ("case.arguments[].on", "as_of"),
        _days,
        concerns=lambda view, item, _: is_first(view, "arguments", item),
    ),
    derived(
        "arguments.span_days",
        DAYS,
        "Days from the first argument to the last; 0 if there is none",
        ("case.arguments[].on",),
        _span_days,
        concerns=lambda view, item, _: (
            is_first(view, "arguments", item) or is_last(view, "arguments", item)
        ),
    ),
    last(
        "arguments.last_topic",
        _TOPIC,
        "Topic of the last argument",
        of("arguments"),
        key="topic",
        nothing=_NONE,
    ),
    last(
        "arguments.evidenced_topic",
        _TOPIC,
        "Topic of the last argument with a document or more",
        of("arguments", "evidence"),
        is_evidenced,
        key="topic",
        nothing="no argument came with a document or more",
    ),
    derived(
        "arguments.list",
        TEXT,
        "The arguments in words: when, on what, with what evidence, and what changed",
        ("case.arguments[].on", *_BOTH),
        _list,
    ),
)
