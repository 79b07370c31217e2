"""The JSON Schema of the lot document, made from the same declarations that it is read with.

A schema cannot say everything: that a sample is no larger than its lot is found when the document
is read, and `125.0` is a whole number to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import fields

from disposition.facts.lot import Lot

VERSION = 1
"""Version of the lot document."""


def lot_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the lot document, for editors and other languages.

    >>> lot_schema()["properties"]["lot"]["properties"]["quantity"]["minimum"]
    1
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Lot document, version {VERSION}",
        "description": "An inspected lot. A key that is absent, or null, means: not known.",
        **_object(Lot),
        "type": "object",
    }


def _object(kind: type) -> dict[str, Any]:
    properties = {attribute.name: _part(attribute.metadata) for attribute in fields(kind)}
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def _part(declared: Mapping[Any, Any]) -> dict[str, Any]:
    about = {"description": declared["about"]}
    if "section" in declared:
        return about | _object(declared["section"])
    if "items" in declared:
        items = _object(declared["items"]) | {"type": "object"}
        return about | {"type": ["array", "null"], "items": items}
    return about | or_null(declared["scalar"].schema)


def or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
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
