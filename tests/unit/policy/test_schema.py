"""The JSON Schema of a policy file takes what loads and refuses typos."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from disposition.built import shipped_folder
from disposition.documents.diagnostics import Severity
from disposition.facts import CATALOGUE
from disposition.facts.definitions import FACT_KEYS
from disposition.facts.own.entries import LIST_KEYS, VALUE_KEYS
from disposition.facts.own.lookup_tables import TABLE_KEYS as LOOKUP_KEYS
from disposition.language.parameters import PARAMETER_KEYS
from disposition.policy import PolicyError, load_checked_text, shipped_names
from disposition.policy.draft.rules import OBLIGATION_KEYS, ROW_KEYS, RULE_KEYS, TABLE_KEYS
from disposition.policy.draft.structure import (
    CLAIM_KEYS,
    DEFINITION_KEYS,
    INVARIANT_KEYS,
    MONOTONE_KEYS,
    OUTCOME_KEYS,
    POLICY_KEYS,
)
from disposition.policy.schema import policy_schema
from support.checkout import ROOT
from support.neighbours import Place, neighbours, places
from unit.policy.written import HEAD, RULES

SCHEMA = jsonschema.Draft202012Validator(policy_schema())
GOLDEN = ROOT / "tests" / "golden" / "policies"


def is_valid(text: str) -> bool:
    return bool(SCHEMA.is_valid(yaml.safe_load(text)))


def test_the_schema_is_one() -> None:
    SCHEMA.check_schema(policy_schema())


@pytest.mark.parametrize(
    "path",
    [GOLDEN / "house.yaml", *(shipped_folder() / f"{name}.yaml" for name in shipped_names())],
    ids=lambda path: path.name,
)
def test_policies_that_load_are_valid(path: Path) -> None:
    assert is_valid(path.read_text(encoding="utf-8"))


MORE = """\
format: 1
about: all that can be written
parameters:
  short: 5
  on: {value: true, about: x}
  most: {value: 2.5, unit: percent, tighter: lower}
define:
  late: {is: shipment.slack_days < 0, about: x}
  always: true
tables:
  t:
    columns: [shipment.urgency, supplier.iso9001]
    when: late
    because: b
    source: s
    clause: lot.id
    about: x
    rows:
      - {if: [high, true], permit: accept, because: c}
      - {if: ["-", 5], require: [report, {do: x, what: y, by: z, due: as_of}], with: rework, id: a}
      - {if: ["-", 5], require: {do: x, values: {units: lot.quantity, ok: true, n: 3}}}
      - {if: ["-", 5], require: {do: x, values: }}
      - {if: ["-", 5], require: [{do: x, before: release, proved_by: done, proved_when: late}]}
invariants:
  safe: {always: "not late", about: x}
"""
OWN_UNIT = """\
parameters: {heavy: {value: 500, unit: kg}}
facts: {custom.weight: {type: decimal, unit: kg}}
"""
LAYER = "policy: a\nversion: 1.0.0\nextends: failed-inspection\nreplaces: [x, y/1]\n"


@pytest.mark.parametrize("text", [HEAD + RULES + MORE, HEAD + MORE, HEAD + RULES + OWN_UNIT, LAYER])
def test_everything_that_can_be_written_is_valid(text: str) -> None:
    assert is_valid(text)


TYPOS = {
    "no policy": RULES,
    "no rules": HEAD,
    "a key": HEAD.replace("outcomes", "outcoms") + RULES,
    "a version": HEAD.replace("1.0.0", "'1'") + RULES,
    "a name": HEAD.replace("toys", "My toys") + RULES,
    "an outcome": HEAD.replace("rework:", "Rework:") + RULES,
    "ships": HEAD.replace("ships: none", "ships: nothing") + RULES,
    "a key of a rule": HEAD + RULES.replace("because", "becuase"),
    "no when": HEAD + RULES.replace("    when: true\n", ""),
    "two effects": HEAD + RULES + "    forbid: accept\n",
    "no effect": HEAD + RULES.replace("    permit: [accept, rework]\n", ""),
    "nothing permitted": HEAD + RULES.replace("[accept, rework]", "[]"),
    "with": HEAD + RULES + "    with: accept\n",
    "a unit": HEAD + RULES + f"parameters: {{x: {{value: 1, unit: {'k' * 31}}}}}\n",
    "a direction": HEAD + RULES + "parameters: {x: {value: 1, tighter: less}}\n",
    "an obligation": HEAD + RULES.replace("permit: [accept, rework]", "require: {doo: x}"),
    "no proof": HEAD
    + RULES.replace("permit: [accept, rework]", "require: {do: x, before: release}"),
    "no such proof": HEAD
    + RULES.replace("permit: [accept, rework]", "require: {do: x, proved_by: a}"),
    "no values": HEAD + RULES.replace("permit: [accept, rework]", "require: {do: x, values: {}}"),
    "a list of values": HEAD
    + RULES.replace("permit: [accept, rework]", "require: {do: x, values: [lot.quantity]}"),
    "a name of a value": HEAD
    + RULES.replace("permit: [accept, rework]", "require: {do: x, values: {a-b: 1}}"),
    "a long name of a value": HEAD
    + RULES.replace("permit: [accept, rework]", f"require: {{do: x, values: {{{'a' * 61}: 1}}}}"),
    "no rows": HEAD + "tables: {t: {columns: [as_of], rows: []}}\n",
    "an invariant": HEAD + RULES + "invariants: {x: {allways: true}}\n",
    "an empty claim": HEAD + RULES + "claims: {x: {about: nothing}}\n",
    "a claim of two kinds": HEAD
    + RULES
    + "claims: {x: {always: true, never_laxer: {when: as_of, grows: true}}}\n",
    "a list of rules": HEAD + "rules: [{permit: accept, when: true}]\n",
}


@pytest.mark.parametrize("text", TYPOS.values(), ids=TYPOS)
def test_mistakes_are_not_valid(text: str) -> None:
    assert not is_valid(text)


def groups(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [found for each in part for found in groups(each)]
    if not isinstance(part, dict):
        return []
    own = [part["properties"]] if "properties" in part else []
    return own + [found for each in part.values() for found in groups(each)]


def test_the_keys_are_those_that_are_read() -> None:
    read = [
        *(POLICY_KEYS, OUTCOME_KEYS, PARAMETER_KEYS, DEFINITION_KEYS, RULE_KEYS),
        *(VALUE_KEYS, LIST_KEYS, LOOKUP_KEYS, FACT_KEYS),
        *(OBLIGATION_KEYS, TABLE_KEYS, ROW_KEYS, INVARIANT_KEYS, CLAIM_KEYS, MONOTONE_KEYS),
    ]
    assert {frozenset(each) for each in groups(policy_schema())} == set(map(frozenset, read))


def test_every_key_is_described() -> None:
    for group in groups(policy_schema()):
        assert all("description" in each for each in group.values())


# --- what the reader takes, and what it refuses ---------------------------------------------------

TRIED = (None, True, 1, 2.5, "", "x", "x\n", "a b", [], [None], ["x"], [["x"]], {}, {"x": 1})
NAMES = ("My x", "x\n", "x_y", "x-y", "true")
UNSAID = {"S314"}
"""That a row has a cell for each column."""

WHOLE = yaml.safe_load(HEAD + RULES) | yaml.safe_load(
    MORE.replace("  on:", "  flag:")
    .replace("clause: lot.id", "clause: contract.rework.clause")
    .replace('["-", 5]', '["-", true]')
)


def structure(policy: Any) -> set[str]:
    """Return the codes of all errors of a policy, or of none but what a schema could see."""
    try:
        load_checked_text(json.dumps(policy), CATALOGUE)
    except PolicyError as error:
        found = {each.code for each in error.diagnostics if each.severity is Severity.ERROR}
        return {each for each in found if each.startswith("S")} - UNSAID or {"meaning"}
    return set()


def test_the_whole_policy_loads() -> None:
    assert structure(WHOLE) == set()


@pytest.mark.parametrize("place", list(places(WHOLE)), ids=str)
def test_the_schema_and_the_reader_agree_on_every_change(place: Place) -> None:
    for policy in neighbours(WHOLE, place, TRIED, NAMES):
        codes = structure(policy)
        if codes == {"meaning"}:
            continue
        assert SCHEMA.is_valid(policy) == (not codes), (codes, policy)
