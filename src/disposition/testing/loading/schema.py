"""The JSON Schema of a cases file, for editors: its keys, their shapes and what they are for.

A schema does not know the policy: that a rule or an outcome exists is found when cases are run. Nor
does it look into the values that a case puts at a path, or count the values of a row.
"""

from __future__ import annotations

from disposition.documents.places.data import PATH
from disposition.documents.scalars import END
from disposition.documents.schema import Schema, by_name, described, group, whole_schema
from disposition.facts import CATALOGUE, lot_schema
from disposition.policy.model import Ships
from disposition.semantics import Status
from disposition.testing.loading.reader import FORMAT

# Editors read a number or `true` without quotes as such; for us it is text.
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_REASON: Schema = {**_TEXT, "pattern": r"\S"}
_PATH = PATH + END
_DAY: Schema = {"type": ["string", "null"], "pattern": r"^\d{4}-\d\d-\d\d" + END}


def cases_schema() -> Schema:
    """Return the JSON Schema (2020-12) of a cases file.

    >>> cases_schema()["properties"]["cases"]["additionalProperties"]["required"]
    ['expect']
    """
    keys = {
        "format": described({"enum": [int(FORMAT), FORMAT]}, "The version of this format."),
        "policy": described(_TEXT, "The policy's file, seen from this one."),
        "about": described(_TEXT, "A note to readers."),
        "base": described(_base(), "The lot that every case starts from."),
        "cases": described(by_name(_case()), "Cases by their names."),
        "tables": described(by_name(_table()), "Tables of cases: a case for each row."),
        "differences": described(_differences(), "Another version of the policy."),
        "coverage": described(_coverage(), "What no case can show, with the reasons."),
        "mutation": described(_mutation(), "Mistakes that change no decision."),
    }
    about = "Lots, and what a policy is expected to decide on them."
    return whole_schema(f"Cases file, format {FORMAT}", about, group(keys, ["policy"]))


def _words(word: Schema = _TEXT) -> Schema:
    return {"anyOf": [word, {"type": "array", "items": word}]}


def _base() -> Schema:
    lot = lot_schema()
    written = {key: lot[key] for key in ("type", "properties", "additionalProperties")}
    return {"anyOf": [{"type": "string", "pattern": "[.]json$"}, written]}


def _case() -> Schema:
    expect = {**_expect(), "minProperties": 1}
    keys = {"about": described(_TEXT, "What the case shows."), "given": _given(), "expect": expect}
    return group(keys, ["expect"])


def _table() -> Schema:
    keys = {
        "about": described(_TEXT, "What the rows show."),
        "given": _given(),
        "expect": _expect(),
        "columns": described(
            _words({"type": "string", "pattern": f"^{_PATH}"}),
            "Paths of the lot document, and what is expected.",
        ),
        "rows": described(
            {"type": "array", "items": {"type": "array"}},
            "A value for each column; `-` leaves it as it is in `base`.",
        ),
    }
    return group(keys, ["columns", "rows"])


def _given() -> Schema:
    return described(
        {"type": "object", "propertyNames": {"pattern": f"^{_PATH}"}},
        "What is different about the lot: values at paths, `null` for unknown.",
    )


def _expect() -> Schema:
    outcome = {"type": "string"}
    keys = {
        "outcome": described(outcome, "The outcome."),
        "status": described({"enum": [each.value for each in Status]}, "How it came about."),
        "ships": described({"enum": [each.value for each in Ships]}, "How much of the lot ships."),
        "reasons": described(_words(), "Rules that permit the outcome."),
        "not_reasons": described(_words(), "Rules that do not permit the outcome."),
        "ruled_out": described(
            by_name(_words()), "Outcomes that are ruled out, with rules that forbid them."
        ),
        "obligations": described(_words(), "What has to be done, by its code."),
        "not_obligations": described(_words(), "What does not have to be done."),
        "may_apply": described(_words(), "What may have to be done, for lack of a fact."),
        "not_may_apply": described(_words(), "What cannot have to be done, whatever is unknown."),
        "required_by": described(
            by_name(_words()),
            "By the code of an obligation: the rules that ask for it, and no others.",
        ),
        "due": described(
            by_name(_DAY),
            "By the code of an obligation: its last day; `null` for none, or an unknown one.",
        ),
        "values": described(
            by_name(by_name({"type": ["string", "number", "boolean", "null"]})),
            "Values that obligations carry, by their codes and names; `null` for unknown.",
        ),
        "missing": described(_words({"enum": [*CATALOGUE]}), "Facts that are asked for."),
    }
    return described(group(keys, []), "What the decision has to say.")


def _differences() -> Schema:
    before = by_name({**_expect(), "minProperties": 1})
    keys = {
        "against": described(_TEXT, "The other version's file, seen from this one."),
        "about": described(_TEXT, "Why the versions differ."),
        "before": described(before, "What it decides otherwise, by case; all others are alike."),
    }
    return group(keys, ["against"])


def _coverage() -> Schema:
    about = "By rule or definition: a condition or an aim, and why no case can show it."
    return group({"not_possible": described(by_name(by_name(_REASON)), about)}, [])


def _mutation() -> Schema:
    about = "By the id that `disposition test --mutate` prints: why no lot shows the mistake."
    return group({"equivalent": described(by_name(_REASON), about)}, [])
