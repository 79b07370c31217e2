"""How the supplier's arguments follow one another: whether they deepen, repeat, or move on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from disposition.facts.document.case_events import EVIDENCE, Argument
from disposition.facts.native.items import is_in
from disposition.frozen import frozen

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
