"""The schema of a cases file and its reader take the same, but for what only the policy tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from disposition import load_policy_text
from disposition.documents.diagnostics import Severity
from disposition.policy import PolicyError
from disposition.testing import load_cases
from disposition.testing.loading.schema import cases_schema
from support.neighbours import Place, neighbours, places
from support.small_cases import POLICY, write

SCHEMA = Draft202012Validator(cases_schema())
SMALL = load_policy_text(POLICY)
WHOLE = yaml.safe_load("""\
format: 1
policy: small.yaml
about: x
base: {lot: {quantity: 90, category: toys}, shipment: {urgency: low}}
cases:
  few-pieces:
    about: x
    given: {shipment.urgency: normal}
    expect:
      outcome: accept
      status: decided
      ships: all
      reasons: [few]
      not_reasons: many
      ruled_out: {}
      obligations: seal
      not_obligations: [call-the-buyer]
      may_apply: []
      not_may_apply: seal
      required_by: {seal: [seals/toys], call-the-buyer: []}
      due: {seal: null}
      values: {}
      missing: []
tables:
  pieces:
    about: x
    given: {lot.id: A}
    expect: {ships: none}
    columns: [lot.quantity, outcome]
    rows: [[101, rework], [100, rework]]
differences: {against: small.yaml, about: x, before: {few-pieces: {outcome: accept}}}
coverage: {not_possible: {few: {"false": because}}}
mutation: {equivalent: {"few:12345678": because}}
""")
TRIED = (None, True, 1, 2.5, "", "x", "x\\n", [], [None], ["x"], [["x"]], {}, {"x": 1})
NAMES = ("My x", "x\\n", "x_y")
OF_THE_POLICY = {"C703", "C704", "C705", "C707", "C708", "C711", "F601"}
"""Words that the policy does not know, lots that cannot be, rows of another length, files."""


def refusals(path: Path, cases: Any) -> set[str]:
    path.write_text(json.dumps(cases), encoding="utf-8")
    try:
        load_cases(path, SMALL)
    except PolicyError as error:
        return {each.code for each in error.diagnostics if each.severity is Severity.ERROR}
    return set()


def is_named_by_the_policy(place: Place) -> bool:
    """Whether a word of the policy may stand at a place, or a value that a column is about."""
    return place[-1] == "outcome" or place[:1] == ("coverage",) or "ruled_out" in place


@pytest.mark.parametrize("place", list(places(WHOLE)), ids=str)
def test_the_schema_and_the_reader_agree_on_every_change(place: Place, tmp_path: Path) -> None:
    path = write(tmp_path)
    for cases in neighbours(WHOLE, place, TRIED, NAMES):
        codes = refusals(path, cases)
        known = set(OF_THE_POLICY)
        if is_named_by_the_policy(place):
            known |= {"S302", "S306"}
        if place[:3] == ("tables", "pieces", "rows"):
            known |= {"S304", "S306"}
        if codes and codes <= known:
            continue
        assert SCHEMA.is_valid(cases) == (not codes), (codes, cases)


def test_the_whole_file_is_taken(tmp_path: Path) -> None:
    assert refusals(write(tmp_path), WHOLE) == set()
    SCHEMA.validate(WHOLE)


@pytest.mark.parametrize("reason", ["", "  ", None])
def test_an_exemption_needs_a_reason(reason: str | None, tmp_path: Path) -> None:
    path = write(tmp_path)
    assert refusals(path, WHOLE | {"coverage": {"not_possible": {"few": {"false": reason}}}})
    assert refusals(path, WHOLE | {"mutation": {"equivalent": {"few:12345678": reason}}})
