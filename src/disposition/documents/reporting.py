"""Plain data to a declared class on the careful way: every problem with its path and a hint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import fields

from disposition.documents.json_text import Repeated
from disposition.documents.scalars import RefusalError
from disposition.documents.shown import LONGEST, at_index, at_key, shown
from disposition.errors import Problem, few_suggestions, suggest

MOST_PROBLEMS = 100
"""Problems that one error names; the rest is counted."""


def report(kind: type, doc: object, where: str = "$") -> tuple[Any, list[Problem]]:
    """Return what can be read of a document, None of none; and every problem found on the way.

    Each problem has its place below `where`. A value that cannot be taken reads as unknown, and so
    does a whole list with a problem in it: what is checked afterwards must not build on half of it.
    """
    reading = _Report(kind, where)
    with few_suggestions():
        return reading.section(kind, doc, where), reading.problems


def capped(problems: Sequence[Problem]) -> list[Problem]:
    """Return at most `MOST_PROBLEMS`, and one more that counts the rest."""
    rest = len(problems) - MOST_PROBLEMS
    if rest <= 0:
        return list(problems)
    more = Problem("$", f"and {rest:,} more problems", "mend these first")
    return [*problems[:MOST_PROBLEMS], more]


class _Report:
    """Reads a document of one root class and notes what is wrong with it."""

    def __init__(self, root: type, where: str) -> None:
        self._root = (root, where)
        self.problems: list[Problem] = []

    def section(self, kind: type, doc: object, where: str) -> Any:
        """Return what can be read of a part; None if it is none."""
        if isinstance(doc, Repeated):
            self.problems.extend(
                Problem(at_key(where, key), "this key stands more than once", "keep one of them")
                for key in doc.twice
            )
            doc = doc.content
        if not isinstance(doc, Mapping):
            self.problems.append(Problem(where, f"expected an object, found {shown(doc)}"))
            return None
        known = {attribute.name: attribute for attribute in fields(kind)}
        self._unknown_keys(doc, known, where)
        values = {}
        for name, attribute in known.items():
            value = doc.get(name)
            if value is not None:
                found = self._part(attribute.metadata, value, at_key(where, name))
                if found is not None:
                    values[attribute.alias] = found
        return kind(**values)

    def _part(self, declared: Mapping[Any, Any], value: object, where: str) -> Any | None:
        """Read a value, a section or a list, as it was declared."""
        if "section" in declared:
            return self.section(declared["section"], value, where)
        if "items" in declared:
            return self._list(declared["items"], value, where)
        try:
            return declared["scalar"].read(value)
        except RefusalError as refusal:
            self.problems.append(Problem(where, refusal.message, refusal.hint))
            return None

    def _list(self, kind: type, value: object, where: str) -> Any | None:
        if not isinstance(value, list | tuple):
            self.problems.append(Problem(where, f"expected a list, found {shown(value)}"))
            return None
        before = len(self.problems)
        items = tuple(
            self.section(kind, item, at_index(where, index)) for index, item in enumerate(value)
        )
        return items if len(self.problems) == before else None

    def _unknown_keys(
        self, doc: Mapping[Any, Any], known: Mapping[str, object], where: str
    ) -> None:
        for key in doc:
            if not isinstance(key, str):
                message = f"expected keys that are text, found {shown(key)}"
                self.problems.append(Problem(where, message))
            elif key not in known:
                # Beyond those that are shown, nobody waits for a hint.
                is_shown = len(self.problems) < MOST_PROBLEMS
                hint = self._key_hint(key, known, where) if is_shown else ""
                self.problems.append(Problem(at_key(where, key), "unknown key", hint))

    def _key_hint(self, key: str, known: Mapping[str, object], where: str) -> str:
        """Suggest a key of this place, else where the key would stand, else what is known."""
        if len(key) <= LONGEST:
            word = key.strip().replace("-", "_").replace(" ", "_")
            if hint := suggest(word, known):
                return hint
            places = [each for each in self._places.get(word, ()) if each != at_key(where, word)]
            if places:
                return f"it belongs at {' or '.join(f'`{place}`' for place in places[:2])}"
        return f"known here: {', '.join(f'`{name}`' for name in known)}"

    @cached_property
    def _places(self) -> Mapping[str, tuple[str, ...]]:
        """The paths at which each key of the document may stand."""
        places: dict[str, tuple[str, ...]] = {}

        def visit(kind: type, where: str) -> None:
            for attribute in fields(kind):
                place = at_key(where, attribute.name)
                places[attribute.name] = (*places.get(attribute.name, ()), place)
                if below := attribute.metadata.get("section"):
                    visit(below, place)
                elif below := attribute.metadata.get("items"):
                    visit(below, f"{place}[]")

        visit(*self._root)
        return places
