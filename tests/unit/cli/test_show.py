"""`show`: policies as people read them, by file or shipped name, with what layers change."""

from __future__ import annotations

from pathlib import Path

import pytest

from disposition import load_policy
from disposition.policy import shipped_names
from support.golden import Golden
from unit.cli.conftest import Cli

BASE = """\
policy: house
version: 1.0.0
title: The house's rules
outcomes:
  accept: {title: Accept, ships: all}
  rework: {title: Rework, ships: none}
otherwise: hold
parameters:
  most: {value: 2, unit: days, tighter: lower, about: Days that a lot may be late}
define:
  late: {is: shipment.days_left < 0 - most, about: The lot is late}
rules:
  good:
    permit: [accept]
    when: defects.major.found == 0
    because: no major defect was found
    source: house rule 1
  tell:
    require:
      - do: tell-sales
        what: "tell sales: {shipment.days_left} days"
        by: planner
        due: shipment.ship_by
        before: release
        proved_by: document
    when: late
    because: sales must know
invariants:
  none-late: {always: "outcome != 'accept' or not late", about: Nothing late is accepted}
"""
LAYER = """\
policy: plant
version: 2.0.0
extends: house.yaml
parameters:
  most: {value: 1}
rules:
  poor:
    permit: [rework]
    when: supplier.track_record == 'poor' and custom.line == 'B'
    because: the record is poor
facts:
  custom.line: {type: text, about: The line that made it}
"""


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:  # noqa: ARG001 - works in it
    Path("house.yaml").write_text(BASE)
    Path("plant.yaml").write_text(LAYER)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("whole", ["house.yaml"]),
        ("layers", ["plant.yaml"]),
        ("rule", ["plant.yaml", "--rule", "poor", "--rule", "tell"]),
        ("parameters", ["plant.yaml", "--parameters"]),
    ],
)
def test_what_is_shown(cli: Cli, golden: Golden, name: str, arguments: list[str]) -> None:
    shown = cli("show", *arguments)
    assert shown.status == 0
    golden(shown.out, f"cli/show-{name}.txt")


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_policies_are_shown_by_their_names(cli: Cli, name: str) -> None:
    shown = cli("show", name)
    assert shown.status == 0
    for rule in load_policy(name).checked.rules:
        assert f"  {rule.id}  " in shown.out


def test_a_name_of_a_table_means_its_rows(cli: Cli) -> None:
    shown = cli("show", "failed-inspection", "--rule", "approval")
    assert shown.out.count("approval/") > 3


def test_a_page_is_whole_and_needs_nothing_else(cli: Cli) -> None:
    page = cli("show", "plant.yaml", "--html").out
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n")
    assert "http" not in page.partition("<body>")[0].replace("http-equiv", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["failed-inspektion"], "did you mean `failed-inspection`?"),
        (["house"], "shipped policies are `approach`"),
        (["plant.yaml", "--rule", "por"], "did you mean `poor`?"),
        (["plant.yaml", "--rule", "poor", "--parameters"], "give one of the two"),
    ],
)
def test_what_cannot_be_shown(cli: Cli, arguments: list[str], said: str) -> None:
    shown = cli("show", *arguments)
    assert shown.status == 2
    assert said in shown.err


def test_a_file_of_a_shipped_name_comes_first(cli: Cli) -> None:
    Path("release").write_text(BASE)
    assert "The house" in cli("show", "release").out


def test_shipped_names_work_where_a_policy_is_asked_for(cli: Cli) -> None:
    Path("lot.json").write_text("{}")
    decided = cli("decide", "lot.json", "--policy", "release", "--json")
    assert '"id": "release"' in decided.out
