"""Data of an entry from `--set path=value`: each value as its key wants it, lists made as needed.

What is wrong with the data itself, such as a key that there is not, is left to whoever reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from disposition.casefile.errors import CaseError
from disposition.documents.places.data import PathError, Step, steps_of
from disposition.documents.shown import shown
from disposition.frozen import fields, frozen
from disposition.language.types import Kind

_ROOT = "$."  # problems are told at places that begin so, and people copy them
_WHOLE = re.compile(r"-?[0-9]{1,15}", re.ASCII)
_FLAGS = {"true": True, "false": False}
_NOTHING = "[]"

Declared = Mapping[Any, Any]
"""How a key is declared: by a scalar, by the class of a section or of a list's items; or not."""


def with_settings(kind: type, data: dict[str, Any], texts: Iterable[str]) -> dict[str, Any]:
    """Return data with the values of `path=value` texts put in; `kind` declares its keys.

    Raises:
        CaseError: a text is no setting, or its path leads nowhere.
    """
    seen: set[tuple[Step, ...]] = set()
    for text in texts:
        setting = _read(text)
        if setting.steps in seen:
            raise CaseError(f"`--set` gives `{setting.path}` twice", "keep one of them")
        seen.add(setting.steps)
        data = setting.put(data, {"section": kind})
    return data


def _read(written: str) -> _Setting:
    path, equals, text = written.partition("=")
    path = path.strip().removeprefix(_ROOT)
    if not equals:
        raise CaseError(f"`--set {written}` gives no value", "write it as `--set path=value`")
    try:
        return _Setting(path, steps_of(path), text)
    except PathError:
        raise CaseError(f"`--set`: {shown(path)} is no path", _path_hint(path)) from None


def _path_hint(path: str) -> str:
    """Return the path that was probably meant, or else what paths are like."""
    meant = path.casefold().replace("-", "_").replace(" ", "_")
    try:
        steps_of(meant)
    except PathError:
        return "paths are like `channel` or `people[0].name`; `disposition case kinds` lists them"
    return f"did you mean `{meant}`?"


@frozen
class _Setting:
    """A value that goes to a path."""

    path: str
    steps: tuple[Step, ...]
    text: str

    def put(self, part: Any, declared: Declared, at: int = 0) -> Any:
        """Return a part of the data, the one after `at` steps, with the value in it."""
        if at == len(self.steps):
            return self._value(declared)
        step = self.steps[at]
        if isinstance(step, int):
            return self._in_list([] if part is None else part, declared, step, at)
        if "items" in declared:
            raise self._is_a_list(declared, at)
        return self._in_object({} if part is None else part, declared, step, at)

    def _in_list(self, part: Any, declared: Declared, index: int, at: int) -> list[Any]:
        if not isinstance(part, list):
            raise self._refusal(at, "is no list")
        if index > len(part):
            hint = f"items count from 0; the next one is `{self._above(at)}[{len(part)}]`"
            raise self._refusal(at, f"has no item {index - 1} yet", hint)
        below = {"section": declared["items"]} if "items" in declared else {}
        item = part[index] if index < len(part) else None
        return [*part[:index], self.put(item, below, at + 1), *part[index + 1 :]]

    def _in_object(self, part: Any, declared: Declared, key: str, at: int) -> dict[str, Any]:
        if not isinstance(part, dict):
            raise self._refusal(at, "has no parts")
        known = fields(declared["section"]) if "section" in declared else ()
        below: Declared = next((each.metadata for each in known if each.name == key), {})
        return {**part, key: self.put(part.get(key), below, at + 1)}

    def _value(self, declared: Declared) -> Any:
        """Return the text as the key wants it; as it is where that is not what it wants."""
        if "items" in declared:
            if self.text.strip() == _NOTHING:
                return []
            raise self._is_a_list(declared, len(self.steps))
        if "section" in declared:
            hint = f"name one: `--set {self.path}.{_first_key(declared['section'])}=…`"
            raise self._refusal(len(self.steps), "has parts", hint)
        if "scalar" in declared:
            match declared["scalar"].type.kind:
                case Kind.BOOLEAN:
                    return _FLAGS.get(self.text.casefold(), self.text)
                case Kind.INTEGER if _WHOLE.fullmatch(self.text):
                    return int(self.text)
        return self.text

    def _is_a_list(self, declared: Declared, at: int) -> CaseError:
        hint = f"its first item is `{self._above(at)}[0].{_first_key(declared['items'])}` and so on"
        return self._refusal(at, "is a list", hint)

    def _refusal(self, at: int, why: str, hint: str = "") -> CaseError:
        above = self._above(at)
        where = f": `{above}`" if above else ": the data"
        return CaseError(f"`--set {self.path}={self.text}`{where} {why}", hint)

    def _above(self, at: int) -> str:
        """Return the path as far as some steps lead."""
        named = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.steps[:at])
        return "".join(named).removeprefix(".")


def _first_key(kind: type) -> str:
    return str(fields(kind)[0].name)
