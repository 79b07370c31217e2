"""The JSON Schema of a file that people write, from a list of its keys, which is a file as well.

Each entry of the list is a group, or another name of a form. A group says its `keys`: what stands
at each, and what it is for; which are `needed`; and what is `also` so of it. What stands at a key
is a form: the name of an entry, or of what the code gives; `x by y` are such by names of a form
and `x by name` by any, `x | y` is either, `x*` one or several, and `x[]` a list. A form with more
that is so of it is an entry with a `form`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from disposition.documents.schema import Schema, by_name, described, group
from disposition.language.plain_data import plain_yaml


class FileSchema:
    """Makes schemas of groups of keys; what is `filled` has something after it in every group."""

    def __init__(self, file: Path, forms: Mapping[str, Schema], filled: Iterable[str] = ()) -> None:
        self._groups: Mapping[str, Any] = plain_yaml(file.name, file.read_text(encoding="utf-8"))
        self._forms = forms
        self._filled = tuple(filled)

    def of(self, form: str) -> Schema:
        """Return the schema of what stands somewhere."""
        if " by " in form:
            entry, _, names = form.partition(" by ")
            return by_name(self.of(entry), None if names == "name" else self._names(names))
        if " | " in form:
            return {"anyOf": [*map(self.of, form.split(" | "))]}
        if form.endswith("[]"):
            return {"type": "array", "items": self.of(form.removesuffix("[]")), "minItems": 1}
        if form.endswith("*"):
            one = form.removesuffix("*")
            return {"anyOf": [self.of(one), self.of(f"{one}[]")]}
        if form in self._forms:
            return self._forms[form]
        said = self._groups[form]
        return self.of(said) if isinstance(said, str) else self._group(said)

    def _names(self, form: str) -> Schema:
        return {key: value for key, value in self.of(form).items() if key != "type"}

    def _group(self, told: Mapping[str, Any]) -> Schema:
        also: Schema = told.get("also", {})
        if "form" in told:
            made = self.of(told["form"])
            return (described(made, told["about"]) if "about" in told else made) | also
        keys = {key: described(self.of(form), about) for key, (form, about) in self._keys(told)}
        return group(keys, told.get("needed", []), self._filled) | also

    def _keys(self, told: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        for key, said in told["keys"].items():
            yield from self._keys(self._groups[said]) if isinstance(said, str) else [(key, said)]
