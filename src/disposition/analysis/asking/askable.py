"""Which places of a lot document can ever be asked about: not those that tell by being absent.

That a defect names no plan, for one, says that it is of the main plan. Nobody is asked for the plan
then, so that it is not told later either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from disposition.facts.evaluation import KnownFacts
from disposition.language.expression import (
    Aggregate,
    Definition,
    Expression,
    Fact,
    Item,
    Known,
    Listing,
    children,
)
from disposition.language.types import Origin
from disposition.policy.model import CheckedPolicy


class AskableKinds:
    """The kinds of places for want of which facts can be unknown, each found once."""

    def __init__(self, policy: CheckedPolicy) -> None:
        self._policy = policy
        self._of: dict[str, frozenset[str]] = {}

    def of(self, facts: Iterable[str]) -> frozenset[str]:
        """Return the kinds of places that some facts can be unknown for want of."""
        known = self._policy.catalogue.known
        if known is None:
            return frozenset(facts)
        return frozenset[str]().union(*(self._fact(each, known) for each in facts))

    def _fact(self, path: str, known: KnownFacts) -> frozenset[str]:
        if path not in self._of:
            self._of[path] = frozenset()  # no fact rests on itself
            self._of[path] = frozenset(self._kinds(path, known))
        return self._of[path]

    def _kinds(self, path: str, known: KnownFacts) -> Iterator[str]:
        match known.origin(path):
            case Origin.DEFINED:
                expression, below = known.definition_of(path)
                yield from self._read(expression, below)
            case Origin.NATIVE:
                for each in known.computed[path].asks:
                    if "[]" in each:
                        yield each
                    else:
                        yield from self._fact(each, known)
            case _:
                yield path

    def _read(self, expression: Expression, known: KnownFacts) -> Iterator[str]:
        for node in _outside_known(expression):
            match node:
                case Item(path=path):
                    yield path
                case Aggregate(source=Listing(path=path)):
                    yield path
                case Definition(name=name):
                    definition = self._policy.definitions[name]
                    yield from self._read(definition.expression, known)
                case Fact(path=path):
                    yield from self._fact(path, known)


def _outside_known(expression: Expression) -> Iterator[Expression]:
    """Yield the nodes of an expression but for those that are only asked whether they are known."""
    pending = [expression]
    while pending:
        node = pending.pop()
        if not isinstance(node, Known):
            yield node
            pending.extend(children(node))


def is_askable(kind: str, kinds: frozenset[str]) -> bool:
    """Whether a kind of place is one of some, or a list that has one of them in its items.

    >>> is_askable("inspection.defects", frozenset({"inspection.defects[].units"}))
    True
    """
    return kind in kinds or any(each.startswith(f"{kind}[]") for each in kinds)
