"""The JSON Schema of a cases file, for editors: its keys, their shapes and what they are for.

A schema does not know the policy: that a rule or an outcome exists is found when cases are run. Nor
does it look into the values that a case puts at a path, or count the values of a row.
"""

from __future__ import annotations

from typing import Any

from disposition.documents.scalars import END
from disposition.documents.schema import or_null
from disposition.facts import CATALOGUE, lot_schema
from disposition.policy.model import Ships
from disposition.semantics import Status
from disposition.testing.loading.reader import FORMAT

Schema = dict[str, Any]

# Editors read a number or `true` without quotes as such; for us it is text.
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_REASON: Schema = {**_TEXT, "pattern": r"\S"}
_PATH = rf"[a-z_][a-z0-9_]*(?:\[[0-9]+\])?(?:\.[a-z_][a-z0-9_]*(?:\[[0-9]+\])?)*{END}"


def cases_schema() -> Schema:
    """Return the JSON Schema (2020-12) of a cases file.

    >>> cases_schema()["properties"]["cases"]["additionalProperties"]["required"]
    ['expect']
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Cases file, format {FORMAT}",
        "description": "Lots, and what a policy is expected to decide on them.",
        **_group(
            {
                "format": _about({"enum": [int(FORMAT), FORMAT]}, "The version of this format."),
                "policy": _about(_TEXT, "The policy's file, seen from this one."),
                "about": _about(_TEXT, "A note to readers."),
                "base": _about(_base(), "The lot that every case starts from."),
                "cases": _about(_named(_case()), "Cases by their names."),
                "tables": _about(_named(_table()), "Tables of cases: a case for each row."),
                "differences": _about(_differences(), "Another version of the policy."),
                "coverage": _about(_coverage(), "What no case can show, with the reasons."),
                "mutation": _about(_mutation(), "Mistakes that change no decision."),
            },
            ["policy"],
        ),
    }


def _words(word: Schema = _TEXT) -> Schema:
    return {"anyOf": [word, {"type": "array", "items": word}]}


def _base() -> Schema:
    lot = lot_schema()
    written = {key: lot[key] for key in ("type", "properties", "additionalProperties")}
    return {"anyOf": [{"type": "string", "pattern": "[.]json$"}, written]}


def _case() -> Schema:
    expect = {**_expect(), "minProperties": 1}
    keys = {"about": _about(_TEXT, "What the case shows."), "given": _given(), "expect": expect}
    return _group(keys, ["expect"])


def _table() -> Schema:
    keys = {
        "about": _about(_TEXT, "What the rows show."),
        "given": _given(),
        "expect": _expect(),
        "columns": _about(
            _words({"type": "string", "pattern": f"^{_PATH}"}),
            "Paths of the lot document, and what is expected.",
        ),
        "rows": _about(
            {"type": "array", "items": {"type": "array"}},
            "A value for each column; `-` leaves it as it is in `base`.",
        ),
    }
    return _group(keys, ["columns", "rows"])


def _given() -> Schema:
    return _about(
        {"type": "object", "propertyNames": {"pattern": f"^{_PATH}"}},
        "What is different about the lot: values at paths, `null` for unknown.",
    )


def _expect() -> Schema:
    outcome = {"type": "string"}
    keys = {
        "outcome": _about(outcome, "The outcome."),
        "status": _about({"enum": [each.value for each in Status]}, "How it came about."),
        "ships": _about({"enum": [each.value for each in Ships]}, "How much of the lot ships."),
        "reasons": _about(_words(), "Rules that permit the outcome."),
        "not_reasons": _about(_words(), "Rules that do not permit the outcome."),
        "ruled_out": _about(
            {"type": "object", "additionalProperties": _words()},
            "Outcomes that are ruled out, with rules that forbid them.",
        ),
        "obligations": _about(_words(), "What has to be done, by its code."),
        "not_obligations": _about(_words(), "What does not have to be done."),
        "may_apply": _about(_words(), "What may have to be done, for lack of a fact."),
        "missing": _about(_words({"enum": [*CATALOGUE]}), "Facts that are asked for."),
    }
    return _about(_group(keys, []), "What the decision has to say.")


def _differences() -> Schema:
    before = {"type": "object", "additionalProperties": {**_expect(), "minProperties": 1}}
    keys = {
        "against": _about(_TEXT, "The other version's file, seen from this one."),
        "about": _about(_TEXT, "Why the versions differ."),
        "before": _about(before, "What it decides otherwise, by case; all others are alike."),
    }
    return _group(keys, ["against"])


def _coverage() -> Schema:
    reasons = {"type": "object", "additionalProperties": _REASON}
    keys = {
        "not_possible": _about(
            {"type": "object", "additionalProperties": reasons},
            "By rule or definition: a condition or an aim, and why no case can show it.",
        )
    }
    return _group(keys, [])


def _mutation() -> Schema:
    reasons = {"type": "object", "additionalProperties": _REASON}
    about = "By the id that `disposition test --mutate` prints: why no lot shows the mistake."
    return _group({"equivalent": _about(reasons, about)}, [])


def _named(entry: Schema) -> Schema:
    return {"type": "object", "additionalProperties": entry}


def _about(schema: Schema, text: str) -> Schema:
    return {"description": text, **schema}


def _group(keys: Schema, required: list[str]) -> Schema:
    """Return the schema of a group; a key that need not be there may also have nothing after it."""
    return {
        "type": "object",
        "properties": {
            key: schema if key in required else or_null(schema) for key, schema in keys.items()
        },
        "required": required,
        "additionalProperties": False,
    }
