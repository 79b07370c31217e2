"""`new-lot`: the form is a lot of which nothing is known, and each key of it can be filled in."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import xlsxwriter
from attrs import fields

from disposition import load_policy_text
from disposition.facts import CATALOGUE, Lot
from disposition.facts.document.lot_document import Defect
from disposition.language.plain_data import plain_yaml
from unit.cli.conftest import Cli


@pytest.mark.parametrize("options", [(), ("--short",)])
def test_the_form_is_a_lot_of_which_nothing_is_known(options: tuple[str, ...], cli: Cli) -> None:
    assert Lot.from_dict(plain_yaml("form", cli("new-lot", *options).out)) == Lot()


def test_every_given_fact_stands_in_it(cli: Cli) -> None:
    keys = re.findall(r"^ *([a-z0-9_]+):", cli("new-lot").out, re.MULTILINE)
    given = {path.rpartition(".")[2] for path, spec in CATALOGUE.items() if spec.given}
    assert given - set(keys) == set()


OWN = """
policy: own
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
facts:
  custom.plant: {one of: [a, b], about: Plant that took it in}
  custom.sap.posted: {type: date, about: Day of the posting}
  custom.coils:
    about: Coils of the receipt
    list:
      heat: {type: text}
      size.width: {type: decimal, unit: mm}
      readings: {list: {value: {type: integer}, ok: {type: boolean}}}
rules:
  few: {permit: accept, when: count(c for c in custom.coils) < 3}
"""


def test_what_a_policy_declares_of_its_own_stands_in_it(tmp_path: Path, cli: Cli) -> None:
    policy = tmp_path / "own.yaml"
    policy.write_text(OWN)
    made = cli("new-lot", "--short", "--policy", str(policy)).out
    assert Lot.from_dict(plain_yaml("form", made)).custom == {
        "plant": None,
        "sap": {"posted": None},
        "coils": None,
    }
    own = made.partition("custom:\n")[2]
    assert "# Plant that took it in (a | b)" in own
    filled = (
        own.replace("plant:", "plant: b")
        .replace("    # - ", "    - ")
        .replace("    #   ", "      ")
    )
    for key, value in {"heat": "H1", "width": "5.5", "value": "3", "ok": "true"}.items():
        filled = filled.replace(f"{key}:", f"{key}: {value}", 1)
    lot = Lot.from_dict({"custom": plain_yaml("form", filled)})
    assert load_policy_text(OWN).decide(lot).outcome == "accept"
    assert lot.custom is not None
    reading = {"value": 3, "ok": True}
    assert lot.custom["coils"] == [{"heat": "H1", "size": {"width": "5.5"}, "readings": [reading]}]


def test_a_workbook_has_no_fields_of_ones_own(tmp_path: Path, cli: Cli) -> None:
    ended = cli("new-lot", "--sheet", str(tmp_path / "lot.xlsx"), "--policy", "failed-inspection")
    assert (ended.status, "leave `--sheet` out" in ended.err) == (2, True)


# What people write behind the keys of the short form, from its top to its bottom.
GOOD = {
    "id": "A-7",
    "product": "pans",
    "quantity": "3200",
    "regulated": "false",
    "date": "2026-11-18",
    "type": "final_random",
    "report_result": "pass",
    "sample_size": "125",
    "standard": "iso2859-1",
    "level": "II",
    "state": "normal",
    "plan.type": "single",
    "critical": "0",
    "major": "2.5",
    "minor": "4.0",
    "defects": "[]",
    "checks": "[]",
}
BAD = {
    "report_result": "fail",
    "ship_by": "2026-12-20",
    "rework_days": "5",
    "reinspection_days": "2",
    "relationship_months": "12",
    "lots_inspected": "10",
    "lots_rejected": "1",
    "consecutive_rejected": "1",
    "repeat_defects": "0",
    "notice_days": "14",
    "cure_days": "15",
    "allowed": "true",
    "as_of": "2026-11-19",
}
DEFECT = "[{severity: major, category: functional, units: 12, reworkable: true, sortable: false}]"


@pytest.mark.parametrize(
    ("filled", "outcome"),
    [
        (GOOD, "accept"),
        ({**GOOD, **BAD, "defects": DEFECT}, "rework"),
        ({**GOOD, **BAD, "defects": DEFECT.replace("able: true", "able: false")}, "replacement"),
        ({**GOOD, **BAD, "defects": DEFECT.replace("major, ", "critical, ")}, "rework"),
    ],
)
def test_the_short_form_is_enough_to_decide(
    filled: dict[str, str], outcome: str, cli: Cli, tmp_path: Path
) -> None:
    lines, left = [], dict(filled)
    for line in cli("new-lot", "--short").out.splitlines():
        key = line.strip().removesuffix(":")
        value = left.pop(key, "")
        if key == "type":  # that of the inspection stands first
            left["type"] = left.pop("plan.type", "")
        lines.append(f"{line} {value}" if value else line)
    assert not any(left.values())
    lot = tmp_path / "lot.yaml"
    lot.write_text("\n".join(lines), encoding="utf-8")
    told = json.loads(cli("decide", str(lot), "--json").out)
    assert (told["outcome"], told["status"]) == (outcome, "decided")


def test_an_item_of_a_list_can_be_taken_out_of_its_comment(cli: Cli) -> None:
    lines = cli("new-lot").out.splitlines()
    start = next(at for at, line in enumerate(lines) if line.strip() == "defects:") + 1
    length = len(fields(Defect))
    taken = [re.sub(r"# ([- ] )", r"\1", line, count=1) for line in lines[start : start + length]]
    filled = [line.replace("severity:  #", "severity: major  #") for line in taken]
    text = "\n".join([*lines[:start], *filled, *lines[start + length :]])
    lot = Lot.from_dict(plain_yaml("form", text))
    assert lot.inspection.defects == (Defect(severity="major"),)


def test_a_workbook_is_written_and_decided(cli: Cli, folder: Path) -> None:
    assert cli("new-lot", "--short", "--sheet", "form.xlsx").out == "wrote form.xlsx\n"
    assert cli("new-lot", "--sheet", "form.xlsx").status == 2
    assert cli("decide", "form.xlsx", "--json").status == 0
    with xlsxwriter.Workbook(folder / "bad.xlsx") as book:
        sheet = book.add_worksheet("Lot")
        sheet.write_row(0, 0, ["key", "value"])
        sheet.write_row(1, 0, ["lot.quantity", "many"])
    ran = cli("decide", "bad.xlsx")
    assert ran.status == 2
    assert "bad.xlsx: Lot!B2: $.lot.quantity" in ran.err
    (folder / "none.xlsx").write_text("no workbook")
    ran = cli("decide", "none.xlsx")
    assert (ran.status, "no workbook that can be read" in ran.err) == (2, True)
    assert "ends with `.xlsx`" in cli("new-lot", "--sheet", "form.csv").err
