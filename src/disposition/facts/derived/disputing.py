"""How the supplier's arguments follow one another: whether they deepen, repeat, or move on."""

from __future__ import annotations

from collections.abc import Sequence

from disposition.facts.derived.listed import is_in
from disposition.facts.happened import EVIDENCE, Argument

is_evidenced = is_in("evidence", *EVIDENCE[EVIDENCE.index("document") :])
"""Means the arguments with a document, a measurement or a third party's finding."""


def rank(argument: Argument) -> int:
    """Return how strong the evidence of an argument is; what is not told counts as none."""
    return EVIDENCE.index(argument.evidence or "none")


def deepens(argument: Argument, before: Sequence[Argument]) -> bool:
    """Whether an argument comes back to its topic with more evidence than it had before."""
    earlier = [rank(each) for each in before if each.topic == argument.topic]
    return bool(earlier) and rank(argument) > max(earlier)


def repeats(argument: Argument, before: Sequence[Argument]) -> bool:
    """Whether an argument comes back to its topic with nothing new."""
    earlier = [rank(each) for each in before if each.topic == argument.topic]
    return bool(earlier) and rank(argument) <= max(earlier)


def story(arguments: Sequence[Argument]) -> list[str]:
    """Return in words which argument came when, and what changed."""
    return [_told(each, arguments[:at]) for at, each in enumerate(arguments)]


def _told(argument: Argument, before: Sequence[Argument]) -> str:
    topic = (argument.topic or "not stated").replace("_", " ")
    evidence = (argument.evidence or "not stated").replace("_", " ")
    return f"{argument.on or 'no day'} {topic} (evidence: {evidence}), {change(argument, before)}"


def change(argument: Argument, before: Sequence[Argument]) -> str:
    """Return in words what an argument changed after those before it."""
    if not before:
        return "the first"
    if deepens(argument, before):
        return "back with more evidence"
    if repeats(argument, before):
        return "back with nothing new"
    step = rank(argument) - rank(before[-1])
    strength = "weaker" if step < 0 else "stronger" if step > 0 else "no stronger"
    return f"a new topic, {strength}"
