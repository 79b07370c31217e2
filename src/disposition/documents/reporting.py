"""Plain data to a declared class on the careful way: every problem with its path and a hint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from disposition.documents.declaring import Key, keys_of
from disposition.documents.external_values import as_list, as_plain
from disposition.documents.forms import Form, Listed, Named, Untyped
from disposition.documents.json.text import REPEATED, Repeated
from disposition.documents.quoting import LONGEST, at_index, at_key, shown
from disposition.documents.scalars import WRONG_TYPE, RefusalError, RefusedPartsError, ScalarType
from disposition.errors import Problem, few_suggestions, suggest
from disposition.frozen import NOTHING, evolve
from disposition.runtime.forking import cached_property
from disposition.words import listed

MOST_PROBLEMS = 100
"""Problems that one error names; the rest is counted."""

_ABSENT = object()


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
    more = Problem("$", f"and {rest:,} more problems", "mend these first", "more-problems")
    return [*problems[:MOST_PROBLEMS], more]


class _Report:
    """Reads a document of one root class and notes what is wrong with it."""

    def __init__(self, root: type, where: str) -> None:
        self._root = (root, where)
        self.problems: list[Problem] = []

    def section(self, kind: type, doc: object, where: str) -> Any:
        """Return what can be read of a part; None if it is none."""
        doc = self._object(doc, where)
        if doc is None:
            return None
        keys = keys_of(kind)
        self._unknown_keys(doc, {key.name: key for key in keys}, where)
        values, is_whole = {}, True
        for key in keys:
            found = self._key(key, doc.get(key.name, _ABSENT), at_key(where, key.name))
            if found is not _ABSENT:
                values[key.alias] = found
            elif key.default is NOTHING:
                is_whole = False
        return kind(**values) if is_whole else None

    def _object(self, doc: object, where: str) -> Mapping[Any, Any] | None:
        """Return an object whose keys are looked at: that each is text, and stands once."""
        if isinstance(doc, Repeated):
            self.problems.extend(Problem(at_key(where, key), *REPEATED) for key in doc.twice)
            doc = doc.content
        if not isinstance(doc, Mapping):
            message = f"expected an object, found {shown(doc)}"
            self.problems.append(Problem(where, message, code=WRONG_TYPE))
            return None
        self.problems.extend(
            Problem(where, f"expected keys that are text, found {shown(key)}", code=WRONG_TYPE)
            for key in doc
            if not isinstance(key, str)
        )
        return doc

    def _key(self, key: Key, value: object, where: str) -> Any:
        """Return what a key says, or that it says nothing."""
        if value is not _ABSENT:
            value = as_plain(value)
        if value is None and key.or_null:
            return key.on_null
        if value is _ABSENT and not key.must_be_there:
            return _ABSENT
        before, found = len(self.problems), key.default
        if value is not _ABSENT and not (value is None and key.needed):
            found = self._value(key.form, value, where)
        if len(self.problems) > before:
            # Of a part the rest is told; a list must not be built on half of it.
            return found if isinstance(key.form, type) and found is not None else _ABSENT
        if found is NOTHING or (key.needed and found in ((), key.default)):
            self.problems.append(Problem(where, "this is needed", _needed_hint(key), "missing"))
            return _ABSENT
        return found

    def _value(self, form: Form, value: object, where: str) -> Any:
        """Return what a value says; what is wrong with it is noted."""
        match form:
            case Listed(inner):
                return self._list(inner, value, where)
            case Named(inner):
                return self._by_name(inner, value, where)
            case ScalarType() | Untyped():
                return self._single(form, value, where)
            case _:
                return self.section(form, value, where)

    def _single(self, form: ScalarType | Untyped, value: object, where: str) -> Any:
        try:
            return form.read(as_plain(value))
        except RefusedPartsError as refused:
            problems = (evolve(each, where=where + each.where) for each in refused.problems)
            self.problems.extend(problems)
            return None
        except RefusalError as refused:
            self.problems.append(Problem(where, refused.message, refused.hint, refused.code))
            return None

    def _list(self, form: Form, value: object, where: str) -> Any:
        value = as_list(value)
        if isinstance(value, list | tuple):
            places = enumerate(value)
            return tuple([self._value(form, each, at_index(where, at)) for at, each in places])
        message = f"expected a list, found {shown(value)}"
        self.problems.append(Problem(where, message, code=WRONG_TYPE))
        return None

    def _by_name(self, form: Form, value: object, where: str) -> Any:
        named = self._object(value, where) or {}
        return {name: self._value(form, each, at_key(where, name)) for name, each in named.items()}

    def _unknown_keys(
        self, doc: Mapping[Any, Any], known: Mapping[str, object], where: str
    ) -> None:
        for key in doc:
            if isinstance(key, str) and key not in known:
                # Beyond those that are shown, nobody waits for a hint.
                is_shown = len(self.problems) < MOST_PROBLEMS
                hint = self._key_hint(key, known, where) if is_shown else ""
                place = at_key(where, key)
                self.problems.append(Problem(place, "unknown key", hint, "unknown-key"))

    def _key_hint(self, key: str, known: Mapping[str, object], where: str) -> str:
        """Suggest a key of this place, else where the key would stand, else what is known."""
        if len(key) <= LONGEST:
            word = key.strip().replace("-", "_").replace(" ", "_")
            if hint := suggest(word, known):
                return hint
            places = [each for each in self._places.get(word, ()) if each != at_key(where, word)]
            if places:
                return f"it belongs at {' or '.join(f'`{place}`' for place in places[:2])}"
        return f"known here: {listed(known)}"

    @cached_property
    def _places(self) -> Mapping[str, tuple[str, ...]]:
        """The paths at which each key of the document may stand."""
        places: dict[str, tuple[str, ...]] = {}

        def visit(kind: type, where: str) -> None:
            for key in keys_of(kind):
                place = at_key(where, key.name)
                places[key.name] = (*places.get(key.name, ()), place)
                match key.form:
                    case Listed(type() as below):
                        visit(below, f"{place}[]")
                    case type():
                        visit(key.form, place)

        visit(*self._root)
        return places


def _needed_hint(key: Key) -> str:
    words = key.form.type.values if isinstance(key.form, ScalarType) else ()
    meant = f": {listed(words)}" if words else ""
    return f"{key.about[:1].lower()}{key.about[1:]}{meant}"
