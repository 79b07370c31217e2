"""Plain data to a lot on the careful way: every problem is collected, with its path and a hint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from attrs import fields

from disposition.errors import Problem, few_suggestions, suggest
from disposition.facts.document import LotDocument
from disposition.facts.json_text import Repeated
from disposition.facts.scalars import RefusalError
from disposition.facts.shown import LONGEST, at_index, at_key, shown

MOST_PROBLEMS = 100
"""Problems that one error names; the rest is counted."""


Document = TypeVar("Document", bound=LotDocument)


def report(kind: type[Document], doc: object) -> tuple[Document, list[Problem]]:
    """Return what can be read of a document, and every problem found on the way.

    A value that cannot be taken reads as unknown, and so does a whole list with a problem in it:
    what is checked afterwards must not build on half of it.
    """
    problems: list[Problem] = []
    lot: Document | None = report_part(kind, doc, "$", problems)
    return (kind() if lot is None else lot), problems


def report_part(kind: type, doc: object, where: str, problems: list[Problem]) -> Any:
    """Return what can be read of a part that is declared as the lot document is; None of no part.

    Every problem is noted with its place below `where`.
    """
    with few_suggestions():
        return _Report(kind, problems).section(kind, doc, where)


def capped(problems: Sequence[Problem]) -> list[Problem]:
    """Return at most `MOST_PROBLEMS`, and one more that counts the rest."""
    rest = len(problems) - MOST_PROBLEMS
    if rest <= 0:
        return list(problems)
    more = Problem("$", f"and {rest:,} more problems", "mend these first")
    return [*problems[:MOST_PROBLEMS], more]


class _Report:
    """Reads a document of one root class and notes what is wrong with it."""

    def __init__(self, root: type, problems: list[Problem]) -> None:
        self._root = root
        self._problems = problems

    def section(self, kind: type, doc: object, where: str) -> Any:
        """Return what can be read of a part; None if it is none."""
        if isinstance(doc, Repeated):
            self._problems.extend(
                Problem(at_key(where, key), "this key stands more than once", "keep one of them")
                for key in doc.twice
            )
            doc = doc.content
        if not isinstance(doc, Mapping):
            is_text = where == "$" and isinstance(doc, str | bytes)
            is_lot = is_text and issubclass(self._root, LotDocument)
            hint = "read JSON text with `Lot.from_json`" if is_lot else ""
            self._problems.append(Problem(where, f"expected an object, found {shown(doc)}", hint))
            return None
        known = {attribute.name: attribute for attribute in fields(kind)}
        for problem in self._unknown_keys(doc, known, where):
            self._problems.append(problem)
        values = {}
        for name, attribute in known.items():
            value = doc.get(name)
            if value is not None:
                found = self._part(attribute.metadata, value, at_key(where, name))
                if found is not None:
                    values[name] = found
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
            self._problems.append(Problem(where, refusal.message, refusal.hint))
            return None

    def _list(self, kind: type, value: object, where: str) -> Any | None:
        if not isinstance(value, list | tuple):
            self._problems.append(Problem(where, f"expected a list, found {shown(value)}"))
            return None
        before = len(self._problems)
        items = tuple(
            self.section(kind, item, at_index(where, index)) for index, item in enumerate(value)
        )
        return items if len(self._problems) == before else None

    def _unknown_keys(
        self, doc: Mapping[Any, Any], known: Mapping[str, object], where: str
    ) -> Iterator[Problem]:
        for key in doc:
            if not isinstance(key, str):
                message = f"expected keys that are text, found {shown(key)}"
                yield Problem(where, message)
            elif key not in known:
                # Beyond those that are shown, nobody waits for a hint.
                is_shown = len(self._problems) < MOST_PROBLEMS
                hint = _key_hint(key, known, where, self._root) if is_shown else ""
                yield Problem(at_key(where, key), "unknown key", hint)


def _key_hint(key: str, known: Mapping[str, object], where: str, root: type) -> str:
    """Suggest a key of this place, else the place where the key would stand, else what is known."""
    if len(key) <= LONGEST:
        word = key.strip().replace("-", "_").replace(" ", "_")
        if hint := suggest(word, known):
            return hint
        places = [each for each in _places(root).get(word, ()) if each != at_key(where, word)]
        if places:
            return f"it belongs at {' or '.join(f'`{place}`' for place in places[:2])}"
    return f"known here: {', '.join(f'`{name}`' for name in known)}"


@cache
def _places(root: type) -> Mapping[str, tuple[str, ...]]:
    """Return for each key of a document the paths where it may stand."""
    places: dict[str, tuple[str, ...]] = {}

    def visit(kind: type, where: str) -> None:
        for attribute in fields(kind):
            place = at_key(where, attribute.name)
            places[attribute.name] = (*places.get(attribute.name, ()), place)
            if below := attribute.metadata.get("section"):
                visit(below, place)
            elif below := attribute.metadata.get("items"):
                visit(below, f"{place}[]")

    visit(root, "$")
    return places
