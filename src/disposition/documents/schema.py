"""The JSON Schema of a declared class, made from the same declarations that it is read with.

A schema cannot say everything: that a sample is no larger than its lot is found when the document
is read, and `125.0` is a whole number to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import fields

Schema = dict[str, Any]


def document_schema(kind: type, title: str, about: str) -> Schema:
    """Return the JSON Schema (2020-12) of the documents that a class declares."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": about,
        **object_schema(kind),
        "type": "object",
    }


def object_schema(kind: type) -> Schema:
    """Return the JSON Schema of a part of a document."""
    properties = {attribute.name: _part(attribute.metadata) for attribute in fields(kind)}
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def _part(declared: Mapping[Any, Any]) -> Schema:
    about = {"description": declared["about"]}
    if "section" in declared:
        return about | object_schema(declared["section"])
    if "items" in declared:
        items = object_schema(declared["items"]) | {"type": "object"}
        return about | {"type": ["array", "null"], "items": items}
    return about | or_null(declared["scalar"].schema)


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
        return {**schema, "type": [*types, "null"]}
    return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
