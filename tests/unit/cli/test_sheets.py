"""`to-sheet` and `from-sheet`: a policy as a workbook or as CSV files, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from unit.cli.conftest import Cli

POLICY = """\
policy: house
version: 1.0.0
outcomes:
  accept: {title: Accept, ships: all}
otherwise: hold
parameters:
  most: {value: 2, unit: days}
tables:
  by-record:
    columns: [supplier.track_record, shipment.days_left]
    rows:
      - {if: [poor, '> most'], forbid: [accept], because: late}
"""


@pytest.fixture(autouse=True, name="house")
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "house.yaml"
    path.write_text(POLICY, encoding="utf-8")
    return path


def test_the_commands(house: Path, cli: Cli) -> None:
    assert cli("to-sheet", "house.yaml", "house.xlsx").out == "house.xlsx: 2 sheets\n"
    assert cli("from-sheet", "house.xlsx", "house.yaml").out == "house.yaml: 0 changes\n"
    assert cli("to-sheet", "house.yaml", "csv").out == "csv: 2 sheets\n"
    file = Path("csv", "Parameters.csv")
    file.write_text(
        file.read_text(encoding="utf-8").replace("most,2,", "most,1,"), encoding="utf-8"
    )
    told = "Parameters!C3: `2` is `1`\n"
    assert cli("from-sheet", "csv", "house.yaml", "--check").out == (
        f"{told}house.yaml: 1 change, not written\n"
    )
    assert cli("from-sheet", "csv", "house.yaml").out == f"{told}house.yaml: 1 change\n"
    assert "value: 1," in house.read_text(encoding="utf-8")
    again = cli("from-sheet", "csv", "house.yaml")
    assert again.status == 2
    assert "not as it was when these sheets were made" in again.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["to-sheet", "nowhere.yaml", "x.xlsx"], "nowhere.yaml: no such file"),
        (["from-sheet", "nowhere.xlsx", "house.yaml"], "nowhere.xlsx: no such file"),
        (["to-sheet", "empty.yaml", "x.xlsx"], "it has no limits and no tables"),
        (["to-sheet", "house.yaml", "x.ods"], "a folder with the name of a file"),
    ],
)
def test_what_the_commands_refuse(cli: Cli, arguments: list[str], said: str) -> None:
    Path("empty.yaml").write_text("policy: x\n", encoding="utf-8")
    ran = cli(*arguments)
    assert ran.status == 2
    assert said in ran.err


@pytest.mark.parametrize("sheet", ["house.xlsx", "csv"])
def test_sheets_that_are_there_are_not_written_over(cli: Cli, sheet: str) -> None:
    kept = Path(sheet) if sheet.endswith(".xlsx") else Path(sheet, "by-record.csv")
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("a day of work", encoding="utf-8")
    ran = cli("to-sheet", "house.yaml", sheet)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        f"error: `{kept}` is there already; nothing was written\n  hint: `--force` writes over it\n"
    )
    assert kept.read_text(encoding="utf-8") == "a day of work"
    assert not Path("csv", "Parameters.csv").exists()
    assert cli("to-sheet", "house.yaml", sheet, "--force").out == f"{sheet}: 2 sheets\n"
    assert cli("from-sheet", sheet, "house.yaml").out == "house.yaml: 0 changes\n"
