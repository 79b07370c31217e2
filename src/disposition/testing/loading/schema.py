"""The JSON Schema of a cases file, for editors: its keys, their shapes and what they are for.

A schema does not know the policy: that a rule or an outcome exists is found when cases are run. Nor
does it look into the values that a case puts at a path, or count the values of a row.
"""

from __future__ import annotations

from pathlib import Path

from disposition.documents.places.data import PATH
from disposition.documents.scalars import END
from disposition.documents.schema import Schema, by_name, whole_schema
from disposition.facts import CATALOGUE, lot_schema
from disposition.policy.file_schema import FileSchema
from disposition.policy.model import Ships
from disposition.policy.schema import TEXT, words_of
from disposition.semantics import Status
from disposition.testing.loading.reader import FORMAT

_PATHS = f"^{PATH}{END}"
_DAY = r"^\d{4}-\d\d-\d\d" + END


def cases_schema() -> Schema:
    """Return the JSON Schema (2020-12) of a cases file.

    >>> cases_schema()["properties"]["cases"]["additionalProperties"]["required"]
    ['expect']
    """
    made = FileSchema(Path(__file__).with_name("cases_file.yaml"), _forms())
    about = "Lots, and what a policy is expected to decide on them."
    return whole_schema(f"Cases file, format {FORMAT}", about, made.of("cases_file"))


def _forms() -> dict[str, Schema]:
    """Return what single values can be, by the names of these forms."""
    lot = lot_schema()
    written = {key: lot[key] for key in ("type", "properties", "additionalProperties")}
    reason = {**TEXT, "pattern": r"\S"}
    return {
        "text": TEXT,
        "plain": {"type": "string"},
        "format": {"enum": [int(FORMAT), FORMAT]},
        "base": {"anyOf": [{"type": "string", "pattern": "[.]json$"}, written]},
        "given": {"type": "object", "propertyNames": {"pattern": _PATHS}},
        "paths": _or_several({"type": "string", "pattern": _PATHS}),
        "rows": {"type": "array", "items": {"type": "array"}},
        "words": _or_several(TEXT),
        "facts": _or_several({"enum": [*CATALOGUE]}),
        "status": words_of(Status),
        "ships": words_of(Ships),
        "day": {"type": ["string", "null"], "pattern": _DAY},
        "values": by_name({"type": ["string", "number", "boolean", "null"]}),
        "reason": reason,
        "reasons": by_name(reason),
    }


def _or_several(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "array", "items": one}]}
