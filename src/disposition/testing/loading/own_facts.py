"""Keys below `custom` in a cases file that are no facts of its policy, or none that can be given.

A lot document may say more there than one policy declares. A cases file has exactly one policy, so
what that does not declare is a mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from disposition.documents.diagnostics import Place
from disposition.documents.places.data import PathError, Step, steps_of
from disposition.documents.yaml.nodes import Mapping as Group
from disposition.documents.yaml.nodes import Node, Scalar, Sequence
from disposition.errors import MOST_SUGGESTED_FROM, suggest
from disposition.facts.fact_definition import FactDefinition
from disposition.facts.own import declared
from disposition.facts.own.catalogues import OwnFact
from disposition.words import listed

Mistake = tuple[Place, str, str]
"""Where it stands, what it is, and a hint."""
Steps = tuple[Step, ...]


def mistakes(own: Mapping[str, OwnFact], key: Scalar, node: Node) -> Iterator[Mistake]:
    """Yield the mistakes in what a key says, which is a path of the lot document."""
    try:
        first, *rest = steps_of(key.text)
    except PathError:  # told where the value is put there
        return
    if first == declared.CUSTOM:
        facts = {path.removeprefix(declared.PREFIX): each for path, each in own.items()}
        yield from _Level(facts, declared.CUSTOM).below("", key, tuple(rest), node)


def without(document: dict[str, Any], own: type | None) -> dict[str, Any]:
    """Return a document without what is no fact that can be given."""
    part = declared.declared_part(own, document[declared.CUSTOM]) if own else None
    return {**document, declared.CUSTOM: part}


class _Level:
    """The facts of the section, or of the items of a list, by their names."""

    def __init__(self, facts: Mapping[str, OwnFact], where: str) -> None:
        self._facts = facts
        self._where = where

    def below(self, group: str, key: Scalar, steps: Steps, node: Node) -> Iterator[Mistake]:
        """Yield the mistakes in a group of facts: in what further steps lead to, or in its keys."""
        if steps:
            if isinstance(steps[0], str):
                yield from self._named(group, steps[0], key, steps[1:], node)
        elif isinstance(node, Group):
            for inner, value in node:
                yield from self._named(group, inner.text, inner, (), value)
        elif not (isinstance(node, Scalar) and node.is_null) and not self._can_be_given(group):
            message = f"`{self._where}.{group}".rstrip(".") + "` is no fact of the policy"
            yield key.place, message, self._known(group)

    def _named(
        self, group: str, word: str, key: Scalar, steps: Steps, node: Node
    ) -> Iterator[Mistake]:
        name = group + word
        where = f"{self._where}.{name}"
        match self._facts.get(name) if "." not in word else None:
            case declared.OwnValue():
                return
            case declared.OwnList(holds=holds):
                yield from _items(holds, where, key, steps, node)
            case declared.OwnTable():
                yield key.place, f"`{where}` is a table of the policy, and cannot be given", ""
            case FactDefinition():
                yield key.place, declared.derived_text(where), "give what it is derived of"
            case None if "." not in word and self._within(f"{name}."):
                yield from self.below(f"{name}.", key, steps, node)
            case None:
                meant = suggest(name, islice(self._facts, MOST_SUGGESTED_FROM))
                hint = meant.replace("`", f"`{self._where}.", 1) or self._known(group)
                yield key.place, f"`{where}` is no fact of the policy", hint

    def _within(self, group: str) -> list[str]:
        return [name for name in self._facts if name.startswith(group)]

    def _can_be_given(self, group: str) -> bool:
        return any(
            isinstance(self._facts[e], declared.OwnValue | declared.OwnList)
            for e in self._within(group)
        )

    def _known(self, group: str) -> str:
        known = [f"{self._where}.{name}" for name in self._within(group)[:3]]
        if not known:
            return "the policy declares none of its own"
        return f"there {'is' if len(known) == 1 else 'are'} {listed(known)}"


def _items(
    holds: Mapping[str, OwnFact], where: str, key: Scalar, steps: Steps, node: Node
) -> Iterator[Mistake]:
    if steps:
        if isinstance(steps[0], int):
            yield from _Level(holds, f"{where}[{steps[0]}]").below("", key, steps[1:], node)
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from _Level(holds, f"{where}[{index}]").below("", key, (), item)
