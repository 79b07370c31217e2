"""The JSON Schema of a declared class, made from the same declarations that it is read with.

A schema cannot say everything: that a sample is no larger than its lot is found when the document
is read, and `125.0` is a whole number to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from disposition.documents.declaring import keys_of
from disposition.documents.forms import Form, Listed, Named, Untyped
from disposition.documents.scalars import ScalarType

Schema = dict[str, Any]


def document_schema(kind: type, title: str, about: str) -> Schema:
    """Return the JSON Schema (2020-12) of the documents that a class declares."""
    return whole_schema(title, about, object_schema(kind))


def whole_schema(title: str, about: str, schema: Schema) -> Schema:
    """Return the JSON Schema (2020-12) of whole documents."""
    names = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return names | described(schema, about)


def object_schema(kind: type) -> Schema:
    """Return the JSON Schema of a part of a document."""
    schema: Schema = {"type": "object", "properties": {}, "additionalProperties": False}
    for key in keys_of(kind):
        form = _of_form(key.form)
        if key.needed and isinstance(key.form, Listed):
            form["minItems"] = 1
        form = or_null(form) if key.or_null else form
        schema["properties"][key.name] = described(form, key.about)
    if required := [key.name for key in keys_of(kind) if key.must_be_there]:
        schema["required"] = required
    return schema


def _of_form(form: Form) -> Schema:
    match form:
        case ScalarType() | Untyped():
            return dict(form.schema)
        case Listed(inner):
            return {"type": "array", "items": _of_form(inner)}
        case Named(inner):
            values = _of_form(inner)
            return {"type": "object"} | ({"additionalProperties": values} if values else {})
        case _:
            return object_schema(form)


def or_null(schema: Mapping[str, Any]) -> Schema:
    """Return the schema that takes null, too."""
    if "const" in schema:
        schema = {
            **{key: schema[key] for key in schema if key != "const"},
            "enum": [schema["const"]],
        }
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    if "type" in schema:
        types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        return {**schema, "type": [*types, "null"] if "null" not in types else types}
    return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}


# --- files that people write ---------------------------------------------------------------------


def described(schema: Schema, about: str) -> Schema:
    """Return a schema with what the value is for."""
    return {"description": about, **schema}


def group(keys: Schema, required: Iterable[str], filled: Iterable[str] = ()) -> Schema:
    """Return the schema of a group of keys.

    A key that need not be there may also have nothing after it, unless it must be `filled`.
    """
    needed = [*required]
    full = {*needed, *filled}
    properties = {key: each if key in full else or_null(each) for key, each in keys.items()}
    return {
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def by_name(entry: Schema, names: Schema | None = None) -> Schema:
    """Return the schema of entries by their names."""
    spelt = {} if names is None else {"propertyNames": names}
    return {"type": "object", **spelt, "additionalProperties": entry}
