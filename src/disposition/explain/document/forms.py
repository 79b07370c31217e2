"""The forms that values of the decision document have: how each is read, and its JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from attrs import NOTHING, Attribute, fields

from disposition.documents.json_text import Repeated
from disposition.documents.scalars import ANY_DAY
from disposition.documents.shown import at_index, at_key, shown
from disposition.errors import Problem, suggest
from disposition.frozen import frozen

Schema = dict[str, Any]


class Form(Protocol):
    """A form of value."""

    def read(self, value: Any, where: str, problems: list[Problem]) -> Any:
        """Return what a plain value stands for; note what is wrong with it instead."""
        ...

    def schema(self) -> Schema:
        """Return the JSON Schema of the plain value."""
        ...


def refuse(expected: str, value: object, where: str, problems: list[Problem]) -> None:
    """Note what was expected, and what was found instead."""
    problems.append(Problem(where, f"expected {expected}, found {shown(value)}"))


@frozen
class Text:
    """A text; with `words`, one of these; null too if `or_null`."""

    words: tuple[str, ...] = ()
    or_null: bool = False

    def read(self, value: Any, where: str, problems: list[Problem]) -> str | None:
        """Return the text."""
        if value is None and self.or_null:
            return None
        if not isinstance(value, str):
            refuse("a text or null" if self.or_null else "a text", value, where, problems)
        elif self.words and value not in self.words:
            message = f"expected one of {', '.join(self.words)}, found {shown(value)}"
            problems.append(Problem(where, message, suggest(value, self.words)))
        else:
            return value
        return None

    def schema(self) -> Schema:
        """Return the schema of a text."""
        if self.words:
            return {"enum": [*self.words, *([None] if self.or_null else [])]}
        return {"type": ["string", "null"] if self.or_null else "string"}


_TEXT = Text()


@frozen
class Day:
    """A date as ISO 8601 writes it, or null."""

    def read(self, value: Any, where: str, problems: list[Problem]) -> date | None:
        """Return the date."""
        if value is None:
            return None
        try:
            day = date.fromisoformat(value)
        except (TypeError, ValueError):
            day = None
        if day is None or day.isoformat() != value:
            refuse("a date such as `2026-12-01` or null", value, where, problems)
            return None
        return day

    def schema(self) -> Schema:
        """Return the schema of a date or null."""
        return {"type": ["string", "null"], "format": "date", "pattern": ANY_DAY}


@frozen
class Number:
    """One number, always the same."""

    value: int

    def read(self, value: Any, where: str, problems: list[Problem]) -> int | None:
        """Return the number."""
        if value == self.value and not isinstance(value, bool):
            return self.value
        refuse(f"`{self.value}`", value, where, problems)
        return None

    def schema(self) -> Schema:
        """Return the schema of the number."""
        return {"const": self.value}


@frozen
class Count:
    """A whole number, 1 or more: of what was left out."""

    def read(self, value: Any, where: str, problems: list[Problem]) -> int:
        """Return the number."""
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        refuse("a whole number, 1 or more", value, where, problems)
        return 0

    def schema(self) -> Schema:
        """Return the schema of the number."""
        return {"type": "integer", "minimum": 1}


@frozen
class FactValues:
    """Values by the paths of their facts: texts, whole numbers, yes or no, or null."""

    def read(self, value: Any, where: str, problems: list[Problem]) -> dict[str, Any]:
        """Return the values by their paths."""
        if not isinstance(value, Mapping):
            refuse("an object", value, where, problems)
            return {}
        for path, each in value.items():
            if not isinstance(each, str | bool | int | None):
                expected = "a text, a whole number, true, false or null"
                refuse(expected, each, at_key(where, path), problems)
        return dict(value)

    def schema(self) -> Schema:
        """Return the schema of the values."""
        values = {"type": ["string", "integer", "boolean", "null"]}
        return {"type": "object", "additionalProperties": values}


@frozen
class ListOf:
    """Any number of values of one form."""

    form: Form

    def read(self, value: Any, where: str, problems: list[Problem]) -> tuple[Any, ...]:
        """Return the values."""
        if not isinstance(value, list | tuple):
            refuse("a list", value, where, problems)
            return ()
        return tuple(
            self.form.read(each, at_index(where, index), problems)
            for index, each in enumerate(value)
        )

    def schema(self) -> Schema:
        """Return the schema of the list."""
        return {"type": "array", "items": self.form.schema()}


@frozen
class Object:
    """One of our classes: every key there, and no other.

    A key with a default came later, or stands only where it says something: what lacks it can be
    read.
    """

    kind: type

    def read(self, value: Any, where: str, problems: list[Problem]) -> Any:
        """Return the object, or None if anything is wrong with it."""
        if isinstance(value, Repeated):
            problems.extend(
                Problem(at_key(where, key), "this key stands more than once", "keep one of them")
                for key in value.twice
            )
            return None
        if not isinstance(value, Mapping):
            return refuse("an object", value, where, problems)
        known = {attribute.name: attribute for attribute in fields(self.kind)}
        before = len(problems)
        for key in value:
            if key not in known:
                hint = suggest(key, known) if isinstance(key, str) else ""
                problems.append(Problem(at_key(where, key), "there is no such key", hint))
        problems.extend(
            Problem(where, f"the key `{name}` is missing")
            for name, attribute in known.items()
            if name not in value and attribute.default is NOTHING
        )
        read = {
            name: form_of(attribute).read(value[name], at_key(where, name), problems)
            for name, attribute in known.items()
            if name in value
        }
        return self.kind(**read) if len(problems) == before else None

    def schema(self) -> Schema:
        """Return the schema of the object."""
        properties = {
            each.name: {"description": each.metadata["about"], **form_of(each).schema()}
            for each in fields(self.kind)
        }
        return {
            "type": "object",
            "properties": properties,
            "required": [each.name for each in fields(self.kind) if each.default is NOTHING],
            "additionalProperties": False,
        }


def form_of(attribute: Attribute[Any]) -> Form:
    """Return the form that an attribute was declared with."""
    form: Form | None = attribute.metadata["form"]
    return _TEXT if form is None else form
