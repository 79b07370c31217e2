"""`check`, `facts`, `schema`, `--help`, `--version`, and colour."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from disposition import __version__
from disposition.cli import SUMMARIES, messages
from disposition.cli.messages import with_bold_titles, write_error
from disposition.cli.policy.facts import WIDTH
from disposition.facts import CATALOGUE
from support.golden import Golden
from unit.cli.conftest import Cli

BY = ("--policy", "trial.yaml")


CLEAN = """\
policy: clean
version: 1.0.0
outcomes:
  accept: {title: Accept, ships: all}
otherwise: hold
rules:
  none-found:
    permit: [accept]
    when: defects.major.found == 0
    because: no major defect was found
    source: house rule 1
"""


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:  # noqa: ARG001 - works in it
    Path("clean.yaml").write_text(CLEAN)
    Path("bad.yaml").write_text(CLEAN.replace("major.found", "majr.found"))
    Path("unused.yaml").write_text(CLEAN.replace("rules:", "define: {spare: as_of}\nrules:"))


# --- check ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["clean.yaml"], 0),
        (["clean.yaml", "--strict"], 0),
        (["bad.yaml"], 1),
        (["unused.yaml"], 0),
        (["unused.yaml", "--strict"], 1),
        (["clean.yaml", "bad.yaml", "unused.yaml"], 1),
        (["bad.yaml", "bad.yaml"], 1),
    ],
)
def test_check(arguments: list[str], status: int, cli: Cli, golden: Golden) -> None:
    ran = cli("check", *arguments)
    assert (ran.status, ran.err) == (status, "")
    name = "-".join(each.removesuffix(".yaml").strip("-") for each in arguments)
    golden(ran.out, f"cli/check-{name}.txt")


def test_check_as_json(cli: Cli) -> None:
    ran = cli("check", "bad.yaml", "unused.yaml", "--json")
    document = json.loads(ran.out)
    errors = [each for each in document["diagnostics"] if each["severity"] == "error"]
    assert (ran.status, document["errors"]) == (1, len(errors))
    assert document["warnings"] == len(document["diagnostics"]) - len(errors)
    assert errors[0]["file"] == "bad.yaml"
    assert errors[0]["hint"] == "did you mean `defects.major.found`?"


# --- facts ---------------------------------------------------------------------------------------


def test_facts_of_a_section(cli: Cli, golden: Golden) -> None:
    ran = cli("facts", "shipment", *BY)
    assert ran.status == 0
    golden(ran.out, "cli/facts-shipment.txt")


def test_every_fact_is_listed_and_fits(cli: Cli) -> None:
    lines = cli("facts", *BY).out.splitlines()
    heads = [
        line.split(":")[0].strip() for line in lines if line.startswith("  ") and line[2] != " "
    ]
    assert heads == list(CATALOGUE)
    assert max(map(len, lines)) <= WIDTH


def test_facts_as_json_tell_their_readers(cli: Cli) -> None:
    facts = {each["path"]: each for each in json.loads(cli("facts", *BY, "--json").out)["facts"]}
    assert list(facts) == list(CATALOGUE)
    # Through the definition `unsafe`, and through an invariant.
    safety = facts["defects.safety.found"]["read_by"]
    assert safety == ["critical-never-ships", "unsafe-never-ships"]
    assert "big-lots-are-not-made-anew" in facts["lot.quantity"]["read_by"]
    assert facts["contract.notice_days"]["shown_by"] == ["notice"]
    assert facts["contract.cure_days"] == {
        "path": "contract.cure_days",
        "kind": "integer",
        "unit": "days",
        "values": [],
        "least": 0,
        "most": 36_500,
        "given": True,
        "changeable": None,
        "about": CATALOGUE["contract.cure_days"].about,
        "is": None,
        "reads": [],
        "read_by": [],
        "shown_by": [],
    }


@pytest.mark.parametrize("command", ["decide", "explain"])
def test_what_is_not_as_the_policy_declares_it_is_refused(
    command: str, cli: Cli, tmp_path: Path
) -> None:
    policy, lot = tmp_path / "own.yaml", tmp_path / "lot.json"
    policy.write_text(
        "policy: own\nversion: 1.0.0\nextends: failed-inspection\n"
        "facts: {custom.ph: {type: decimal, least: 6.5, most: 8.5}}\n",
        encoding="utf-8",
    )
    lot.write_text('{"custom": {"ph": "7,2"}}', encoding="utf-8")
    ran = cli(command, str(lot), "--policy", str(policy))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        f'error: {lot}:1:19: $.custom.ph: expected a decimal from 6.5 to 8.5, found `"7,2"`\n'
        '  hint: write `"7.2"`\n'
    )
    assert cli(command, str(lot)).status == 0


def test_facts_of_the_policy_itself_are_listed_with_their_definitions(
    cli: Cli, tmp_path: Path
) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        """
policy: own
version: 1.0.0
extends: failed-inspection
facts:
  custom.ph: {type: decimal, least: 6.5, most: 8.5, about: How sour it is}
  custom.pallets:
    about: Pallets of the lot
    list: {weight: {type: decimal, unit: kg, least: 0}, boxes: {list: {units: {type: integer}}}}
  custom.weight: {is: sum(p.weight for p in custom.pallets), about: Weight}
  custom.law: {one of: [cisg, ucc]}
  custom.periods:
    about: Days to give notice in
    keys: [law, since]
    rows: [{law: cisg, since: 2020-01-01, days: 14}, {law: ucc, since: 2021-01-01, days: 7}]
    units: {days: days}
rules:
  sour: {forbid: accept, when: "max(custom.ph, 7) > 8"}
""",
        encoding="utf-8",
    )
    assert (
        cli("facts", "custom.*", "--policy", str(path)).out
        == """\
custom
  custom.ph: given, decimal from 6.5 to 8.5
      How sour it is
      read by sour
  custom.law: given, one of cisg, ucc
  custom.weight: derived, decimal in kg
      Weight
      is sum(p.weight for p in custom.pallets)
  custom.pallets: list of items with weight, boxes
      Pallets of the lot
  custom.pallets[].weight: given, decimal in kg from 0
  custom.pallets[].boxes: list of items with units
  custom.pallets[].boxes[].units: given, integer
  custom.periods: table, days (integer in days) by law (one of cisg, ucc), since (date)
      Days to give notice in
      'cisg', '2020-01-01': days 14
      'ucc', '2021-01-01': days 7
"""
    )
    found = json.loads(cli("facts", "custom.p*", "--policy", str(path), "--json").out)
    assert [each["path"] for each in found["lists"]] == ["custom.pallets", "custom.pallets[].boxes"]
    assert (found["lists"][0]["about"], found["lists"][0]["holds"]) == (
        "Pallets of the lot",
        ["weight", "boxes"],
    )
    (table,) = found["tables"]
    assert table["keys"] == ["law", "since"]
    assert table["columns"]["days"] == {"kind": "integer", "unit": "days"}
    assert table["rows"][1] == {"law": "ucc", "since": "2021-01-01", "days": 7}
    (fact,) = json.loads(cli("facts", "custom.ph", "--policy", str(path), "--json").out)["facts"]
    assert (fact["least"], fact["most"]) == ("6.5", "8.5")


@pytest.mark.parametrize(
    ("pattern", "count"),
    [("as_of", 1), ("*.clause", 8), ("shipment.*_days", 5), ("urgency", 1)],
)
def test_patterns_match_a_part_or_with_a_star_the_whole(pattern: str, count: int, cli: Cli) -> None:
    assert len(json.loads(cli("facts", pattern, *BY, "--json").out)["facts"]) == count


# --- schema --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document", ["lot", "decision", "policy", "cases", "dossier", "entry", "history"]
)
def test_schemas_are_schemas(document: str, cli: Cli) -> None:
    Draft202012Validator.check_schema(json.loads(cli("schema", document).out))


# --- the group -----------------------------------------------------------------------------------


def test_help(cli: Cli, golden: Golden) -> None:
    ran = cli("--help")
    assert (ran.status, ran.err) == (0, "")
    golden(ran.out, "cli/help.txt")


@pytest.mark.parametrize("module", SUMMARIES)
def test_every_command_has_help_and_a_module_of_its_name(module: str, cli: Cli) -> None:
    function = module.rpartition(".")[2]
    name = function.replace("_", "-")
    assert getattr(import_module(f"disposition.cli.{module}"), function).name == name
    ran = cli(name, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: disposition {name} ")


def test_version(cli: Cli) -> None:
    assert cli("--version").out == f"disposition {__version__}\n"


def test_help_loads_no_command_and_no_engine() -> None:
    code = (
        "import sys; from disposition.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(*sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--help"], capture_output=True, text=True, check=True
    )
    loaded = done.stdout.splitlines()[-1].split()
    commands = {f"disposition.cli.{module}" for module in SUMMARIES}
    heavy = {"durable_rules_engine", "disposition.engines.durable"}
    assert not (commands | heavy) & set(loaded)


# --- colour --------------------------------------------------------------------------------------


def test_titles_are_bold(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "colour", lambda: True)
    messages.write(with_bold_titles("Hold\nDecided.\n\nWhy\n  - so\n"))
    assert capsys.readouterr().out == (
        "\x1b[1mHold\x1b[0m\nDecided.\n\n\x1b[1mWhy\x1b[0m\n  - so\n"
    )


@pytest.mark.parametrize("no_colour", ["1", None])
def test_no_color_is_respected_on_a_terminal(
    no_colour: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_colour:
        monkeypatch.setenv("NO_COLOR", no_colour)
    write_error("wrong", "so")
    assert ("\x1b[" in capsys.readouterr().err) is (no_colour is None)


def test_what_a_policy_declares_of_a_lot_is_refused_as_other_keys_are(cli: Cli) -> None:
    own = "facts: {custom.weight: {type: decimal, unit: kg, least: 0}}\n"
    Path("own.yaml").write_text(CLEAN + own)
    Path("lot.json").write_text('{"custom": {"weight": "-1"}}')
    for command in ("decide", "explain"):
        ran = cli(command, "lot.json", "--policy", "own.yaml")
        assert ran.status == 2
        assert "error: lot.json:1:23: $.custom.weight: expected a decimal of at least 0" in ran.err


def test_a_case_with_what_a_policy_cannot_read_is_told_with_its_place(cli: Cli) -> None:
    own = "facts: {custom.weight: {type: decimal, unit: kg, least: 0}}\n"
    Path("own.yaml").write_text(CLEAN + own)
    case = 'format: 1\npolicy: own.yaml\ncases:\n  light: {given: {custom.weight: "-1"}}\n'
    Path("own.cases.yaml").write_text(case)
    ran = cli("test", "own.cases.yaml")
    assert ran.status == 2
    assert "own.cases.yaml:4:" in ran.err
    assert "the lot of `light`, at `$.custom.weight`: expected a decimal of at least 0" in ran.err
