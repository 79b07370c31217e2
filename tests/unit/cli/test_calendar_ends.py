"""At both ends of the calendar: days that no calendar has are no days, and nothing breaks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.engines import FAST_ENGINES
from unit.cli.conftest import Cli

POLICY = """\
policy: ends
version: 1.0.0
outcomes:
  accept: {title: Accept, ships: all}
otherwise: hold
define:
  far: {about: Too far to see, is: "as_of + 9000000 > '9999-12-31'"}
rules:
  in-time:
    permit: [accept]
    when: far and shipment.ship_by < '9999-12-31' and inspection.date > '0001-01-01'
    because: "ships by {shipment.ship_by}"
    source: House rule 1
  later:
    require:
      - {do: wait, due: as_of + 9000000}
      - {do: go-back, due: as_of - 1200000}
      - {do: go-on, due: as_of + 1}
    when: contract.notice_due < '9999-12-31' and contract.cure_due > '0001-01-01'
    because: "the notice is due on {contract.notice_due}"
    source: House rule 2
"""
CASES = """\
policy: ends.yaml
cases:
  last: {given: %s, expect: {outcome: accept, obligations: [wait, go-back, go-on]}}
"""
DAYS = ["1900-01-01", "2999-12-31"]


def document(day: str) -> str:
    return json.dumps({
        "inspection": {"date": day}, "shipment": {"ship_by": day}, "as_of": day,
        "contract": {"notice_days": 36_500, "cure_days": 36_500},
    })  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("engine", FAST_ENGINES)
def test_a_lot_of_the_first_or_last_day_is_decided(
    day: str, engine: str, cli: Cli, tmp_path: Path
) -> None:
    policy, lot = tmp_path / "ends.yaml", tmp_path / "lot.json"
    policy.write_text(POLICY)
    lot.write_text(document(day))
    ran = cli("decide", "--policy", str(policy), "--engine", engine, "--json", str(lot))
    assert (ran.status, ran.err) == (0, "")
    due = {each["do"]: each["due"] for each in json.loads(ran.out)["obligations"]}
    tomorrow = {"1900-01-01": "1900-01-02", "2999-12-31": "3000-01-01"}[day]
    assert due == {"wait": None, "go-back": None, "go-on": tomorrow}
    assert cli("explain", "--policy", str(policy), str(lot)).status == 0


def test_a_policy_that_names_the_first_and_the_last_day_is_mutated(
    cli: Cli, tmp_path: Path
) -> None:
    (tmp_path / "ends.yaml").write_text(POLICY)
    (tmp_path / "ends.cases.yaml").write_text(CASES % document("2999-12-31"))
    ran = cli("test", str(tmp_path / "ends.cases.yaml"), "--mutate")
    assert "mutants, " in ran.out
    assert "bug in disposition" not in ran.err


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "3000-01-01", "1899-12-31"])
def test_a_day_that_no_document_holds_is_refused(day: str, cli: Cli, tmp_path: Path) -> None:
    lot = tmp_path / "lot.json"
    lot.write_text(document(day))
    ran = cli("decide", str(lot))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.count("a date from 1900-01-01 to 2999-12-31") == 3
