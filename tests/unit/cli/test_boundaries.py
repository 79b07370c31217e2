"""`boundaries`: cases on both sides of every comparison, which pass."""

from __future__ import annotations

from pathlib import Path

from disposition.testing import load_cases
from unit.cli.conftest import Cli

RULES = """\
policy: toys
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
parameters: {limit: 2.5}
define: {many: defects.major.found > 3}
rules:
  fine: {permit: accept, when: not many and contract.paid >= limit}
  late: {forbid: accept, when: shipment.days_left < 2}
  usual: {permit: rework, when: "shipment.urgency in ['low', 'normal'] or lot.regulated"}
  tell: {require: tell, when: checks.failed * 2 > checks.passed}
  never: {forbid: rework, when: lot.quantity < 0}
"""


def test_the_cases_pass_and_are_on_both_sides(cli: Cli, folder: Path) -> None:
    (folder / "toys.yaml").write_text(RULES, encoding="utf-8")
    ran = cli("boundaries", "toys.yaml", "-o", "toys.cases.yaml")
    assert ran.status == 0
    assert ran.err == "12 cases, 2 sides without a lot\n"
    loaded = load_cases(folder / "toys.cases.yaml")
    lots = {case.name: case.lot for case in loaded.cases}
    defects = {side: lots[f"fine-{side}-1"].inspection.defects for side in ("inside", "outside")}
    assert [sum(d.units or 0 for d in each or ()) for each in defects.values()] == [3, 4]
    assert {str(lots[f"fine-{side}"].contract.paid) for side in ("inside-2", "outside-2")} == {
        "2.5",
        "2.4",
    }
    days = [lots[f"late-{side}-1"] for side in ("inside", "outside")]
    assert [(each.shipment.ship_by - each.as_of).days for each in days] == [1, 2]  # type: ignore[operator]
    text = (folder / "toys.cases.yaml").read_text(encoding="utf-8")
    assert "# never: inside of `lot.quantity < 0`: there is no such lot" in text
    assert cli("test", "toys.cases.yaml").status == 0


def test_of_a_layer_the_rules_of_its_own_file_are_looked_at(cli: Cli, folder: Path) -> None:
    (folder / "toys.yaml").write_text(RULES, encoding="utf-8")
    late = "rules: {dear: {forbid: accept, when: lot.unit_price > 5}}"
    head = f"policy: acme\nversion: 1.0.0\nextends: toys.yaml\n{late}\n"
    (folder / "acme.yaml").write_text(head, encoding="utf-8")
    ran = cli("boundaries", str(folder / "acme.yaml"))
    assert (ran.status, ran.err) == (0, "2 cases, 0 sides without a lot\n")
    assert ran.out.count("dear-") == 2


def test_a_flag_that_is_asked_to_be_known_beside_its_value(cli: Cli, folder: Path) -> None:
    known = "  known: {permit: accept, when: lot.regulated is known and not lot.regulated}"
    head = RULES.partition("parameters:")[0]
    (folder / "toys.yaml").write_text(f"{head}rules:\n{known}\n", encoding="utf-8")
    ran = cli("boundaries", "toys.yaml", "-o", "toys.cases.yaml")
    assert (ran.status, ran.err) == (0, "2 cases, 0 sides without a lot\n")
    lots = {case.name: case.lot for case in load_cases(folder / "toys.cases.yaml").cases}
    found = {name: each.lot.regulated for name, each in lots.items()}
    assert found == {"known-inside-1": False, "known-outside-1": True}


def test_a_file_that_is_there_stays(cli: Cli, folder: Path) -> None:
    (folder / "toys.yaml").write_text(RULES, encoding="utf-8")
    (folder / "toys.cases.yaml").write_text("mine", encoding="utf-8")
    assert cli("boundaries", "toys.yaml", "-o", "toys.cases.yaml").status == 2
    assert (folder / "toys.cases.yaml").read_text(encoding="utf-8") == "mine"
