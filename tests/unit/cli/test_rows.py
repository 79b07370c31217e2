"""`map-columns`, and `decide --columns`: tables of lots."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.checkout import ROOT
from unit.cli.conftest import Cli

ROWS = ROOT / "examples" / "rows"


def test_each_row_gives_a_line(cli: Cli) -> None:
    ran = cli("decide", str(ROWS / "sap.csv"), "--columns", str(ROWS / "sap.yaml"))
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.status == 1
    assert [line.get("lot") for line in lines] == ["010000004711", "010000004712", None]
    assert lines[2]["row"] == 3
    assert lines[2]["problems"][0]["where"] == "column `LOSMENGE`"
    assert "1 bad" in ran.err


def test_a_row_that_is_none_costs_only_itself(cli: Cli, tmp_path: Path) -> None:
    rows, columns = tmp_path / "rows.csv", tmp_path / "columns.yaml"
    rows.write_text("no,qty\nA,3200\nB,3,200\nC,80\n", encoding="utf-8")
    columns.write_text("columns: {no: lot.id, qty: lot.quantity}\n", encoding="utf-8")
    ran = cli("decide", str(rows), "--columns", str(columns))
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert (ran.status, [line.get("lot") for line in lines]) == (1, ["A", None, "C"])
    assert (lines[1]["row"], lines[1]["error"]) == (2, "line 3: 3 cells for 2 columns")
    proposed = cli("map-columns", str(rows))
    assert (proposed.status, '"qty": lot.quantity' in proposed.out) == (0, True)
    columns.write_text("decimals: point\n" + columns.read_text("utf-8"), encoding="utf-8")
    ran = cli("backtest", str(rows), "--policy", "failed-inspection", "--columns", str(columns))
    assert ran.status == 0
    assert ran.err.startswith("line 3: 3 cells for 2 columns\n")
    assert "1 row cannot be read" in ran.err
    columns.write_text("columns: {nr: lot.id, qty: lot.quantity}\n", encoding="utf-8")
    ran = cli("decide", str(rows), "--columns", str(columns))
    assert (ran.status, ran.out) == (2, "")
    assert "column `nr`: the table has no such column" in ran.err


def test_rows_of_ones_own_fields_are_read_as_the_policy_declares_them(
    cli: Cli, tmp_path: Path
) -> None:
    (tmp_path / "own.yaml").write_text(
        "policy: own\nversion: 1.0.0\noutcomes: {accept: {ships: all}}\notherwise: hold\n"
        "facts: {custom.lead: {type: decimal, least: 0, most: 90}}\n"
        "rules: {r: {permit: accept, when: custom.lead < 50}}\n",
        encoding="utf-8",
    )
    rows, lots = tmp_path / "rows.csv", tmp_path / "lots.jsonl"
    rows.write_text("lead\n4.5\n-3\n95\n", encoding="utf-8")
    told = [{"custom": {"lead": lead}} for lead in ("4.5", "-3", "95")]
    lots.write_text("".join(f"{json.dumps(each)}\n" for each in told), encoding="utf-8")
    policy = ["--policy", str(tmp_path / "own.yaml")]
    for extra in ("", "encoding: utf-8\n"):
        columns = tmp_path / "columns.yaml"
        columns.write_text(f"{extra}columns: {{lead: custom.lead}}\n", encoding="utf-8")
        by = [*policy, "--columns", str(columns)]
        lines = [json.loads(line) for line in cli("decide", str(rows), *by).out.splitlines()]
        assert [each.get("outcome") for each in lines] == ["accept", None, None]
        assert [each["problems"][0]["where"] for each in lines[1:]] == ["column `lead`"] * 2
        cli("batch", str(rows), str(tmp_path / "out.csv"), *by, "--force")
        refused = (tmp_path / "out.rejects.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(each)["problems"] for each in refused] == [
            each["problems"] for each in lines[1:]
        ]
        tried = cli("backtest", str(rows), *by)
        assert (tried.status, "2 rows cannot be read" in tried.err) == (0, True)
    tried = cli("backtest", str(lots), *policy)
    assert (tried.status, "2 lines cannot be read" in tried.err) == (0, True)


def test_fields_of_other_policies_are_left_alone(cli: Cli, tmp_path: Path) -> None:
    rows, columns, own = (tmp_path / name for name in ("rows.csv", "columns.yaml", "own.yaml"))
    rows.write_text("no,plant\nA,1000\n", encoding="utf-8")
    columns.write_text("columns: {no: lot.id, plant: custom.plant}\n", encoding="utf-8")
    own.write_text(
        "policy: own\nversion: 1.0.0\noutcomes: {accept: {ships: all}}\notherwise: hold\n"
        "facts: {custom.plants: {type: text}}\n"
        "rules: {r: {permit: accept, when: custom.plants == 'x'}}\n",
        encoding="utf-8",
    )
    for command in (["batch", str(rows), str(tmp_path / "out.csv")], ["backtest", str(rows)]):
        ran = cli(*command, "--columns", str(columns))
        assert ran.status == 0
        again = ["--force"] if "batch" in command else []
        ran = cli(*command, "--columns", str(columns), "--policy", str(own), *again)
        assert ran.status == 2
        assert "did you mean `custom.plants`?" in ran.err


def test_what_is_proposed_can_be_used_at_once(cli: Cli, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(cli("map-columns", str(ROWS / "odoo.csv")).out, encoding="utf-8")
    ran = cli("decide", str(ROWS / "odoo.csv"), "--columns", str(mapping))
    assert ran.status == 0
    assert len(ran.out.splitlines()) == 2


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("columns: {a: lot.quantty}", "did you mean `lot.quantity`?"),
        ("columns: [", "the mapping `"),
        ("", "a mapping has keys"),
    ],
)
def test_a_mapping_that_cannot_be_used(cli: Cli, tmp_path: Path, mapping: str, said: str) -> None:
    file = tmp_path / "mapping.yaml"
    file.write_text(mapping, encoding="utf-8")
    ran = cli("decide", str(ROWS / "odoo.csv"), "--columns", str(file))
    assert ran.status == 2
    assert said in ran.err


@pytest.mark.parametrize("arguments", [["map-columns"], ["decide", "--columns", "sap.yaml"]])
def test_a_table_that_is_not_there(cli: Cli, arguments: list[str]) -> None:
    command, *options = arguments
    options = [str(ROWS / each) if each.endswith("yaml") else each for each in options]
    ran = cli(command, "nowhere.csv", *options)
    assert ran.status == 2
    assert "nowhere.csv: no such file or directory" in ran.err
