"""The JSON Schema of a policy file, for editors: its keys, their shapes and what they are for.

A schema cannot look into conditions: `disposition check` finds the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from pathlib import Path

from disposition.documents.scalars import END
from disposition.documents.schema import Schema, by_name, whole_schema
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
from disposition.policy.file_schema import FileSchema
from disposition.policy.model import RELEASE, Division, Ships

# Editors read a number or `true` without quotes as such; the policy language reads all as text.
TEXT: Schema = {"type": ["string", "number", "boolean"]}
_NAMING = ("permit", "forbid", "require", "with", "proved_by")  # naming nothing is a mistake
_EXPRESSION: Schema = {"type": ["string", "boolean", "number"]}


def policy_schema(outcomes: Iterable[str] = ()) -> Schema:
    """Return the JSON Schema (2020-12) of a policy file.

    Editors suggest facts where one stands alone, and the given outcomes; others are valid, too.

    >>> policy_schema()["properties"]["outcomes"]["additionalProperties"]["required"]
    ['ships']
    """
    made = FileSchema(Path(__file__).with_name("policy_file.yaml"), _forms(outcomes), _NAMING)
    about = "Outcomes, parameters, definitions, rules, invariants; or a layer of them."
    return whole_schema(f"Policy file, format {FORMAT}", about, made.of("policy"))


def _forms(outcomes: Iterable[str]) -> dict[str, Schema]:
    """Return what single values can be, by the names of these forms."""
    text = {"type": "string"}
    identifier = {"type": ["string", "boolean"], "pattern": f"^{ID_PATTERN}{END}"}
    outcome = _word(KEYWORDS | DECIDED)
    unit = {"type": "string", "maxLength": LONGEST_UNIT}
    units = sorted({spec.type.unit for spec in CATALOGUE.values()} - {""})
    clauses = [path for path in CATALOGUE if path.endswith(".clause")]
    own_word = "(?:[a-z0-9_]|[{][a-z_]+[}])+"
    own_path = f"^{CUSTOM}([.]{own_word}){{1,{LONGEST_PATH - 1}}}{END}"
    own_row = {"type": "object", "additionalProperties": TEXT, "minProperties": 2}
    value_name = {"pattern": _word()["pattern"], "maxLength": LONGEST_VALUE_NAME}
    several = {"minProperties": 1, "maxProperties": MOST_VALUES}
    return {
        "text": TEXT,
        "plain": text,
        "expression": _EXPRESSION,
        "number": {"type": "number"},
        "flag": {"type": "boolean"},
        "object": {"type": "object"},
        "some": {"minLength": 1},
        "cell": {**TEXT, "pattern": r"\S"},
        "format": {"enum": [int(FORMAT), FORMAT]},
        "version": {"type": "string", "pattern": f"^{VERSION_PATTERN}{END}"},
        "id": identifier,
        "word": _word(),
        "defined": _word(RESERVED),
        "outcome_name": outcome,
        "outcome_word": _suggesting(outcomes, outcome),
        "table_name": {"pattern": f"^{TABLE_PATTERN}{END}"},
        "own_path": {"pattern": own_path},
        "own_row": own_row,
        "unit": unit,
        "known_unit": _suggesting([*units, ""], unit),
        "column": _suggesting(CATALOGUE, _EXPRESSION),
        "fact": _suggesting(CATALOGUE, text),
        "clause": _suggesting(clauses, text),
        "values": by_name(_EXPRESSION, value_name) | several,
        "type": {"enum": [*TYPES]},
        "release": {"const": RELEASE},
        "proving": {"enum": [*PROVING]},
        "ships": words_of(Ships),
        "division": words_of(Division),
        "tightening": words_of(Tightening),
        "changeable": words_of(Changeable),
    }


def _suggesting(words: Iterable[str], schema: Schema) -> Schema:
    """Return a schema that takes what another takes, and from which editors suggest words."""
    known = list(words)
    return {"anyOf": [{"enum": known}, schema]} if known else schema


def _word(reserved: Iterable[str] = KEYWORDS) -> Schema:
    pattern = f"^(?!(?:{'|'.join(sorted(reserved))})$){WORD_PATTERN}{END}"
    return {"type": "string", "pattern": pattern}


def words_of(words: type[Enum]) -> Schema:
    """Return the schema of the words of an enumeration."""
    return {"enum": [each.value for each in words]}
