"""The JSON Schema of a policy file, for editors: its keys, their shapes and what they are for.

A schema cannot look into conditions: `disposition check` finds the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from disposition.documents.scalars import END
from disposition.documents.schema import Schema, by_name, described, group, whole_schema
from disposition.documents.types import Changeable
from disposition.facts import CATALOGUE
from disposition.facts.document.case_events import PROVING
from disposition.facts.own.declared import CUSTOM
from disposition.facts.own.entries import LONGEST_PATH, LONGEST_UNIT, TYPES
from disposition.language.declarations import Tightening
from disposition.language.naming import (
    DECIDED,
    ID_PATTERN,
    KEYWORDS,
    RESERVED,
    TABLE_PATTERN,
    WORD_PATTERN,
)
from disposition.policy.draft.rules import LONGEST_VALUE_NAME, MOST_VALUES
from disposition.policy.draft.structure import FORMAT, VERSION_PATTERN
from disposition.policy.model import RELEASE, Division, Ships

# Editors read a number or `true` without quotes as such; the policy language reads all as text.
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_NAMING = ("permit", "forbid", "require", "with", "proved_by")
_OUTCOMES = KEYWORDS | DECIDED  # what these cannot be called
_EXPRESSION: Schema = {"type": ["string", "boolean", "number"]}


def policy_schema(outcomes: Iterable[str] = ()) -> Schema:
    """Return the JSON Schema (2020-12) of a policy file.

    Editors suggest facts where one stands alone, and the given outcomes; others are valid, too.

    >>> policy_schema()["properties"]["outcomes"]["additionalProperties"]["required"]
    ['ships']
    """
    whole = {"required": ["outcomes", "otherwise"], "anyOf": [_needs("rules"), _needs("tables")]}
    about = "Outcomes, parameters, definitions, rules, invariants; or a layer of them."
    policy = _group(_policy(outcomes), required=["policy", "version"])
    policy["anyOf"] = [_needs("extends"), whole]
    return whole_schema(f"Policy file, format {FORMAT}", about, policy)


def _policy(outcomes: Iterable[str]) -> Schema:
    outcome = _suggesting(outcomes, _word(_OUTCOMES))
    return {
        "format": described({"enum": [int(FORMAT), FORMAT]}, "The version of this file format."),
        "policy": described(_id(), "The name of the policy."),
        "version": described(
            {"type": "string", "pattern": f"^{VERSION_PATTERN}{END}"}, "Three numbers: `1.0.0`."
        ),
        "title": described(_TEXT, "What people call the policy."),
        "about": described(_TEXT, "What the policy is for; a note to its readers."),
        "extends": described(
            {"type": "string"}, "The policy below: a shipped one by its name, or a file beside."
        ),
        "replaces": described(
            _one_or_more({"type": "string"}),
            "What this layer removes, replaces or loosens of the policy below, by name.",
        ),
        "outcomes": described(
            _section(_outcome(), _word(_OUTCOMES)),
            "What can be decided, in order of preference.",
        ),
        "otherwise": described(
            _word(KEYWORDS | DECIDED), "What is done when no outcome is decided: `hold`."
        ),
        "parameters": described(
            _section({"anyOf": [_TEXT, _parameter()]}, _word(RESERVED)),
            "Named values that conditions and texts use.",
        ),
        "facts": described(
            _section({"anyOf": [_own_value(), _own_list(), _own_table(), _derived()]}, _own_path()),
            "Facts of one's own, below `custom.`: given in lot documents, or derived.",
        ),
        "define": described(
            _section({"anyOf": [_EXPRESSION, _definition()]}, _word(RESERVED)),
            "Named expressions that conditions use.",
        ),
        "rules": described(
            _section(_rule(outcome), _id()), "The rules, by their names, in any order."
        ),
        "tables": described(
            _section(_table(outcome), {"pattern": f"^{TABLE_PATTERN}{END}"}),
            "Rules as the rows of decision tables.",
        ),
        "invariants": described(_section(_invariant(), _id()), "What every decision must satisfy."),
        "claims": described(
            _section(_claim(), _id()), "What is so of every lot: `disposition verify` proves it."
        ),
    }


def _outcome() -> Schema:
    title = described(_TEXT, "What people call the outcome.")
    ships = described(_any_of(Ships), "How much of the lot it ships.")
    ways = _one_or_more(_any_of(Division))
    parts = described(ways, "What divides the lot: the first that there is.")
    return _group({"title": title, "ships": ships, "parts": parts}, required=["ships"])


def _parameter() -> Schema:
    units = sorted({spec.type.unit for spec in CATALOGUE.values()} - {""})
    keys = {
        "value": described(_TEXT, "The value: a number, `true` or `false`, a date or a text."),
        "unit": described(_suggesting([*units, ""], _unit()), "The unit of a number."),
        "tighter": described(
            _any_of(Tightening), "The direction in which a layer may change it freely."
        ),
        "least": described({"type": "number"}, "The least that the value can be, in layers too."),
        "most": described({"type": "number"}, "The most that the value can be, in layers too."),
        "about": described(_TEXT, "What it is for."),
    }
    return _group(keys, required=["value"])


def _own_path() -> Schema:
    word = "(?:[a-z0-9_]|[{][a-z_]+[}])+"
    return {"pattern": f"^{CUSTOM}([.]{word}){{1,{LONGEST_PATH - 1}}}{END}"}


def _own_value() -> Schema:
    number = {"type": "number"}
    keys = {
        "type": described({"enum": list(TYPES)}, "What its values are; words stand in `one of`."),
        "one of": described(_one_or_more(_TEXT), "The words that it can be."),
        "unit": described(_unit(), "The unit of a number, such as `kg`."),
        "least": described(number, "The least that a number can be."),
        "most": described(number, "The most that a number can be."),
        "changeable": described(_any_of(Changeable), "How somebody can change it."),
        "about": described(_TEXT, "What it is."),
    }
    return _group(keys, []) | {"anyOf": [_needs("type"), _needs("one of")]}


def _own_table() -> Schema:
    row = {"type": "object", "additionalProperties": _TEXT, "minProperties": 2}
    keys = {
        "keys": described(_one_or_more(_word()), "Columns that tell a row from the others."),
        "rows": described(
            {"type": "array", "items": row, "minItems": 1}, "The rows, all with the same columns."
        ),
        "units": described(
            {"type": "object", "additionalProperties": _TEXT}, "Units of columns of numbers."
        ),
        "about": described(_TEXT, "What the table tells."),
    }
    return _group(keys, ["keys", "rows"])


def _own_list() -> Schema:
    # What the items of a list hold may be lists again: editors are told one level.
    value = _section({"anyOf": [_own_value(), {"type": "object"}]}, {"minLength": 1})
    keys = {
        "list": described(value | {"minProperties": 1}, "What each item holds, by its keys."),
        "about": described(_TEXT, "What the items are."),
    }
    return _group(keys, ["list"])


def _derived() -> Schema:
    words = _section(_one_or_more(_TEXT), {"minLength": 1})
    keys = {
        "about": described(_TEXT, "What it means."),
        "for": described(words, "Words to put into the name, the expression and the texts."),
        "one of": described(_one_or_more(_TEXT), "The words that it can be."),
        "unit": described(_unit(), "The unit of a number."),
        "is": described(_EXPRESSION, "The expression."),
        "none": described(_TEXT, "Why there may be no value although nothing is absent."),
    }
    return _group(keys, ["is"])


def _unit() -> Schema:
    return {"type": "string", "maxLength": LONGEST_UNIT}


def _definition() -> Schema:
    keys = {
        "is": described(_EXPRESSION, "The expression."),
        "about": described(_TEXT, "What it means."),
    }
    return _group(keys, required=["is"])


def _rule(outcome: Schema) -> Schema:
    when = described(_EXPRESSION, "The condition; `true` for always.")
    keys = {"when": when, **_reasons(), "about": _note()}
    return _with_effect(keys, outcome, required=["when"])


def _table(outcome: Schema) -> Schema:
    cells = _one_or_more({**_TEXT, "pattern": r"\S"})
    row = _with_effect(
        {
            "id": described(_id(), "The name of the row; its number if absent."),
            "if": described(
                cells, "One cell for each column: `-`, `> 2.5`, `[1..5]`, `new, poor`."
            ),
            **_reasons(),
        },
        outcome,
        required=["if"],
    )
    column = _suggesting(CATALOGUE, _EXPRESSION)
    keys = {
        "columns": described(_one_or_more(column), "What the cells of a row are about."),
        "rows": described({"type": "array", "items": row, "minItems": 1}, "The rules."),
        "when": described(_EXPRESSION, "A condition for all rows."),
        **_reasons(),
        "about": _note(),
    }
    return _group(keys, required=["columns", "rows"])


def _invariant() -> Schema:
    always = described(_EXPRESSION, "A condition, which may also read `outcome` and `ships`.")
    return _group({"always": always, "about": _note()}, required=["always"])


def _claim() -> Schema:
    always = described(_EXPRESSION, "A condition, which may also read `outcome` and `ships`.")
    grows = described(
        {"type": "boolean"}, "Whether it grows (more, later, from no to yes), or falls."
    )
    when = described(_suggesting(CATALOGUE, {"type": "string"}), "A fact of the lot document.")
    laxer = described(
        _group({"when": when, "grows": grows}, required=["when", "grows"]),
        "No decision ships more when this fact changes and all else stays.",
    )
    claim = _group({"always": always, "never_laxer": laxer, "about": _note()}, required=[])
    return claim | {"oneOf": [_needs("always"), _needs("never_laxer")]}


def _reasons() -> Schema:
    clauses = [path for path in CATALOGUE if path.endswith(".clause")]
    return {
        "because": described(_TEXT, "Why, with facts and parameters in braces."),
        "source": described(_TEXT, "The standard, contract or decision that it comes from."),
        "clause": described(
            _suggesting(clauses, {"type": "string"}), "The fact that names the contract's clause."
        ),
    }


def _with_effect(keys: Schema, outcome: Schema, required: list[str]) -> Schema:
    outcomes = _one_or_more(outcome)
    effects = {
        "permit": described(outcomes, "The outcomes that it permits."),
        "forbid": described(outcomes, "The outcomes that it forbids, whatever permits them."),
        "require": described(_one_or_more(_obligation()), "What has to be done."),
    }
    group = _group(
        effects | {"with": described(outcomes, "The outcomes that `require` goes with.")} | keys,
        required=required,
    )
    return group | {
        "oneOf": [_needs(effect) for effect in effects],
        "dependentRequired": {"with": ["require"]},
    }


def _obligation() -> Schema:
    keys = {
        "do": described(_id(), "A short code for it."),
        "what": described(_TEXT, "What exactly, with facts and parameters in braces."),
        "by": described(_TEXT, "Who does it, with facts and parameters in braces."),
        "due": described(_EXPRESSION, "The date by which: `as_of + 5`."),
        "values": described(
            _section(_EXPRESSION, _word() | {"maxLength": LONGEST_VALUE_NAME})
            | {"minProperties": 1, "maxProperties": MOST_VALUES},
            "Values that it carries, each an expression: `{units: lot.quantity}`.",
        ),
        "before": described(
            {"const": RELEASE}, "What it comes before: it keeps the goods until it is proved."
        ),
        "proved_by": described(
            _one_or_more({"enum": [*PROVING]}),
            "The kinds of entries of the case that prove it by settling its code.",
        ),
        "proved_when": described(_EXPRESSION, "The condition over the case that proves it."),
    }
    proof = {"anyOf": [_needs("proved_by"), _needs("proved_when")]}
    group = _group(keys, required=["do"]) | {"dependentSchemas": {"before": proof}}
    return {"anyOf": [_id(), group]}


def _note() -> Schema:
    return described(_TEXT, "A note to readers.")


def _suggesting(words: Iterable[str], schema: Schema) -> Schema:
    """Return a schema that takes what another takes, and from which editors suggest words."""
    known = list(words)
    return {"anyOf": [{"enum": known}, schema]} if known else schema


def _id() -> Schema:
    return {"type": ["string", "boolean"], "pattern": f"^{ID_PATTERN}{END}"}


def _word(reserved: Iterable[str] = KEYWORDS) -> Schema:
    pattern = f"^(?!(?:{'|'.join(sorted(reserved))})$){WORD_PATTERN}{END}"
    return {"type": "string", "pattern": pattern}


def _any_of(words: type[Enum]) -> Schema:
    return {"enum": [each.value for each in words]}


def _needs(key: str) -> Schema:
    return {"required": [key]}


def _group(keys: Schema, required: Iterable[str]) -> Schema:
    """Return the schema of a group; that nothing is named after a key of `_NAMING` is a mistake."""
    return group(keys, required, filled=_NAMING)


def _section(entry: Schema, names: Schema) -> Schema:
    return by_name(entry, {key: value for key, value in names.items() if key != "type"})


def _one_or_more(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}
