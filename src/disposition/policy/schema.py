"""The JSON Schema of a policy file, for editors: its keys, their shapes and what they are for.

A schema cannot look into conditions: `disposition check` finds the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from disposition.documents.scalars import END
from disposition.documents.schema import or_null
from disposition.facts import CATALOGUE
from disposition.facts.document.case_events import PROVING
from disposition.language.declarations import Tightening
from disposition.language.naming import ID_PATTERN, RESERVED, TABLE_PATTERN, WORD_PATTERN
from disposition.policy.draft.rules import LONGEST_VALUE_NAME, MOST_VALUES
from disposition.policy.draft.structure import FORMAT, VERSION_PATTERN
from disposition.policy.model import RELEASE, Ships

Schema = dict[str, Any]

# Editors read a number or `true` without quotes as such; the policy language reads all as text.
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_NAMING = ("permit", "forbid", "require", "with", "proved_by")
_EXPRESSION: Schema = {"type": ["string", "boolean", "number"]}


def policy_schema(outcomes: Iterable[str] = ()) -> Schema:
    """Return the JSON Schema (2020-12) of a policy file.

    Editors suggest facts where one stands alone, and the given outcomes; others are valid, too.

    >>> policy_schema()["properties"]["outcomes"]["additionalProperties"]["required"]
    ['ships']
    """
    whole = {"required": ["outcomes", "otherwise"], "anyOf": [_needs("rules"), _needs("tables")]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Policy file, format {FORMAT}",
        "description": "Outcomes, parameters, definitions, rules, invariants; or a layer of them.",
        **_group(_policy(outcomes), required=["policy", "version"]),
        "anyOf": [_needs("extends"), whole],
    }


def _policy(outcomes: Iterable[str]) -> Schema:
    outcome = _suggesting(outcomes, _word())
    return {
        "format": _about({"enum": [int(FORMAT), FORMAT]}, "The version of this file format."),
        "policy": _about(_id(), "The name of the policy."),
        "version": _about(
            {"type": "string", "pattern": f"^{VERSION_PATTERN}{END}"}, "Three numbers: `1.0.0`."
        ),
        "title": _about(_TEXT, "What people call the policy."),
        "about": _about(_TEXT, "What the policy is for; a note to its readers."),
        "extends": _about(
            {"type": "string"}, "The policy below: a shipped one by its name, or a file beside."
        ),
        "replaces": _about(
            _one_or_more({"type": "string"}),
            "What this layer removes, replaces or loosens of the policy below, by name.",
        ),
        "outcomes": _about(
            _section(_outcome(), _word()), "What can be decided, in order of preference."
        ),
        "otherwise": _about(_word(), "What is done when no outcome is decided: `hold`."),
        "parameters": _about(
            _section({"anyOf": [_value(), _parameter()]}, _word()),
            "Named values that conditions and texts use.",
        ),
        "define": _about(
            _section({"anyOf": [_EXPRESSION, _definition()]}, _word()),
            "Named expressions that conditions use.",
        ),
        "rules": _about(
            _section(_rule(outcome), _id()), "The rules, by their names, in any order."
        ),
        "tables": _about(
            _section(_table(outcome), _table_name()), "Rules as the rows of decision tables."
        ),
        "invariants": _about(_section(_invariant(), _id()), "What every decision must satisfy."),
    }


def _outcome() -> Schema:
    title = _about(_TEXT, "What people call the outcome.")
    ships = _about({"enum": [each.value for each in Ships]}, "How much of the lot it ships.")
    return _group({"title": title, "ships": ships}, required=["ships"])


def _parameter() -> Schema:
    units = sorted({spec.type.unit for spec in CATALOGUE.values()} - {""})
    keys = {
        "value": _about(_value(), "The value: a number, `true` or `false`, a date or a text."),
        "unit": _about({"enum": [*units, ""]}, "The unit of a number."),
        "tighter": _about(
            {"enum": [each.value for each in Tightening]},
            "The direction in which a layer may change it freely.",
        ),
        "about": _about(_TEXT, "What it is for."),
    }
    return _group(keys, required=["value"])


def _definition() -> Schema:
    keys = {"is": _about(_EXPRESSION, "The expression."), "about": _about(_TEXT, "What it means.")}
    return _group(keys, required=["is"])


def _rule(outcome: Schema) -> Schema:
    when = _about(_EXPRESSION, "The condition; `true` for always.")
    keys = {"when": when, **_reasons(), "about": _note()}
    return _with_effect(keys, outcome, required=["when"])


def _table(outcome: Schema) -> Schema:
    cells = _one_or_more({"type": ["string", "number", "boolean"], "pattern": r"\S"})
    row = _with_effect(
        {
            "id": _about(_id(), "The name of the row; its number if absent."),
            "if": _about(cells, "One cell for each column: `-`, `> 2.5`, `[1..5]`, `new, poor`."),
            **_reasons(),
        },
        outcome,
        required=["if"],
    )
    column = _suggesting(CATALOGUE, _EXPRESSION)
    keys = {
        "columns": _about(_one_or_more(column), "What the cells of a row are about."),
        "rows": _about({"type": "array", "items": row, "minItems": 1}, "The rules."),
        "when": _about(_EXPRESSION, "A condition for all rows."),
        **_reasons(),
        "about": _note(),
    }
    return _group(keys, required=["columns", "rows"])


def _invariant() -> Schema:
    always = _about(_EXPRESSION, "A condition, which may also read `outcome` and `ships`.")
    return _group({"always": always, "about": _note()}, required=["always"])


def _reasons() -> Schema:
    clauses = [path for path in CATALOGUE if path.endswith(".clause")]
    return {
        "because": _about(_TEXT, "Why, with facts and parameters in braces."),
        "source": _about(_TEXT, "The standard, contract or decision that it comes from."),
        "clause": _about(
            _suggesting(clauses, {"type": "string"}), "The fact that names the contract's clause."
        ),
    }


def _with_effect(keys: Schema, outcome: Schema, required: list[str]) -> Schema:
    outcomes = _one_or_more(outcome)
    effects = {
        "permit": _about(outcomes, "The outcomes that it permits."),
        "forbid": _about(outcomes, "The outcomes that it forbids, whatever permits them."),
        "require": _about(_one_or_more(_obligation()), "What has to be done."),
    }
    group = _group(
        effects | {"with": _about(outcomes, "The outcomes that `require` goes with.")} | keys,
        required=required,
    )
    return group | {
        "oneOf": [_needs(effect) for effect in effects],
        "dependentRequired": {"with": ["require"]},
    }


def _obligation() -> Schema:
    keys = {
        "do": _about(_id(), "A short code for it."),
        "what": _about(_TEXT, "What exactly, with facts and parameters in braces."),
        "by": _about(_TEXT, "Who does it, with facts and parameters in braces."),
        "due": _about(_EXPRESSION, "The date by which: `as_of + 5`."),
        "values": _about(
            _section(_EXPRESSION, _named_value())
            | {"minProperties": 1, "maxProperties": MOST_VALUES},
            "Values that it carries, each an expression: `{units: lot.quantity}`.",
        ),
        "before": _about(
            {"const": RELEASE}, "What it comes before: it keeps the goods until it is proved."
        ),
        "proved_by": _about(
            _one_or_more({"enum": [*PROVING]}),
            "The kinds of entries of the case that prove it by settling its code.",
        ),
        "proved_when": _about(_EXPRESSION, "The condition over the case that proves it."),
    }
    proof = {"anyOf": [_needs("proved_by"), _needs("proved_when")]}
    group = _group(keys, required=["do"]) | {"dependentSchemas": {"before": proof}}
    return {"anyOf": [_id(), group]}


def _note() -> Schema:
    return _about(_TEXT, "A note to readers.")


def _about(schema: Schema, text: str) -> Schema:
    return {"description": text, **schema}


def _suggesting(words: Iterable[str], schema: Schema) -> Schema:
    """Return a schema that takes what another takes, and from which editors suggest words."""
    known = list(words)
    return {"anyOf": [{"enum": known}, schema]} if known else schema


def _id() -> Schema:
    return {"type": ["string", "boolean"], "pattern": f"^{ID_PATTERN}{END}"}


def _word() -> Schema:
    pattern = f"^(?!(?:{'|'.join(sorted(RESERVED))})$){WORD_PATTERN}{END}"
    return {"type": "string", "pattern": pattern}


def _named_value() -> Schema:
    return _word() | {"maxLength": LONGEST_VALUE_NAME}


def _value() -> Schema:
    return {"type": ["string", "number", "boolean"]}


def _needs(key: str) -> Schema:
    return {"required": [key]}


def _group(keys: Schema, required: Iterable[str]) -> Schema:
    """Return the schema of a group; a key that need not be there may also have nothing after it.

    Those of `_NAMING` may not: that nothing is named there is a mistake.
    """
    needed = [*required]
    return {
        "type": "object",
        "properties": {
            key: schema if key in needed or key in _NAMING else or_null(schema)
            for key, schema in keys.items()
        },
        "required": needed,
        "additionalProperties": False,
    }


def _section(entry: Schema, names: Schema) -> Schema:
    spelt = {key: value for key, value in names.items() if key != "type"}
    return {"type": "object", "propertyNames": spelt, "additionalProperties": entry}


def _table_name() -> Schema:
    return {"pattern": f"^{TABLE_PATTERN}{END}"}


def _one_or_more(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}
