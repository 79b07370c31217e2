"""`disposition backtest`: tables and lots of files, in words, as JSON, as a page."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from unit.cli.conftest import Cli

POLICY = """\
policy: incoming
version: 1.0.0
parameters: {most: {value: 5}}
outcomes:
  accept: {title: Accept, ships: all}
  sort: {title: Sort, ships: part}
otherwise: hold
rules:
  few: {permit: [accept], when: defects.major.found <= most, because: x}
  many: {permit: [sort], when: defects.major.found > most, because: x}
"""
TABLE = "Haupt;Lieferant;Damals\n2;A;accept\n4;B;sort\n;A;accept\nx;A;accept\n"


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:  # noqa: ARG001 - works in it
    Path("old.yaml").write_text(POLICY)
    Path("new.yaml").write_text(POLICY.replace("value: 5", "value: 3"))
    Path("past.csv").write_text(TABLE)
    Path("columns.yaml").write_text("Haupt: defects.major.found\n")
    Path("mapping.yaml").write_text(
        "columns: {Lieferant: supplier.id}\ncounts: {Haupt: {severity: major}}\nignore: [Damals]\n"
    )


NEW = ("--policy", "new.yaml", "--columns", "columns.yaml")


def test_a_table_in_words(cli: Cli) -> None:
    ran = cli("backtest", "past.csv", *NEW, "--against", "old.yaml", "--by", "Lieferant")
    assert ran.status == 0
    assert (
        ran.out
        == """\
Backtest of incoming 1.0.0
4 lots. 1 cannot be read, and is decided by neither. 1 (25 %) moves against incoming 1.0.0. \
None ships that did not.

              lots   share  before
  accept         1  25.0 %       2
  sort           1  25.0 %       0
  hold           1  25.0 %       1
  unreadable     1  25.0 %       1

Lots that move
  1 from accept to sort
    `few` held before: 1
    `many` holds now: 1

By Lieferant
     lots  move  outcomes
  B     1     1  1 sort
  A     3     0  1 accept, 1 hold, 1 unreadable
"""
    )


def test_what_was_decided_then_as_json(cli: Cli) -> None:
    ran = cli("backtest", "past.csv", *NEW, "--then", "Damals", "--cost", "sort=1.5", "--json")
    told = json.loads(ran.out)
    assert (told["against"], told["moved"], told["unreadable"]) == ("Damals", 2, 1)
    [sort] = [each for each in told["flows"] if each["after"] == "sort"]
    assert (sort["before"], sort["cost_after"]) == ("sort", "1.500000")


def test_rows_become_whole_lots_by_a_mapping(cli: Cli) -> None:
    ran = cli(
        "backtest",
        "past.csv",
        "--policy",
        "new.yaml",
        "--columns",
        "mapping.yaml",
        "--against",
        "old.yaml",
        "--by",
        "supplier.id",
        "--json",
    )
    told = json.loads(ran.out)
    assert (told["lots"], told["moved"], told["unreadable"]) == (4, 1, 1)
    assert ran.err.splitlines() == [
        'row 4: column `Haupt`: expected a whole number from 0 to 1,000,000,000,000, found `"x"`',
        "1 row cannot be read",
    ]


COUNTED = """\
decimals: comma
days: DD.MM.YYYY
columns: {Lieferant: supplier.id, Datum: inspection.date}
counts: {Haupt: major, Kritisch: {severity: critical, blank: 0}}
"""
PAST = """\
Haupt;Kritisch;Lieferant;Datum;Kosten
2;0;A;18.10.2026;1.204,50
4;;B;19.11.2026;4,25
1.000;0;B;1.11.2026;N/A
x;0;A;18.11.2026;2
"""


def rows_of_csv(text: str) -> list[dict[str, str]]:
    names, *rows = (line.split(";") for line in text.splitlines())
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("is_mapping", [False, True], ids=["a table", "row by row"])
def test_counts_are_read_alike_whatever_file_holds_them(
    cli: Cli, ending: str, *, is_mapping: bool
) -> None:
    """Groups and costs are what cells say: days by their month, numbers as they are written."""
    rows = rows_of_csv(PAST)
    Path("p.csv").write_text(PAST)
    Path("p.jsonl").write_text("\n".join(map(json.dumps, rows)))
    pl.DataFrame(rows).write_parquet("p.parquet")
    more = "checks: {}\nignore: [Kosten]\n" if is_mapping else ""
    Path("counted.yaml").write_text(COUNTED + more)
    arguments = ("backtest", f"p.{ending}", "--policy", "new.yaml", "--columns", "counted.yaml")
    ran = cli(*arguments, "--by", "supplier.id", "--by", "inspection.date", "--json")
    told = json.loads(ran.out)
    assert (told["lots"], told["unreadable"]) == (4, 1)
    groups = {
        name: {each["value"]: each["lots"] for each in several}
        for name, several in told["groups"].items()
    }
    unreadable = 0 if is_mapping else 1  # of which nobody knows more, row by row
    assert groups == {
        "supplier.id": {"A": 1 + unreadable, "B": 2},
        "inspection.date": {"2026-10": 1, "2026-11": 2 + unreadable},
    }
    assert ran.err.splitlines()[0].startswith("row 4: column `Haupt`: expected a")
    assert ran.err.splitlines()[1:] == ["1 row cannot be read"]


def test_costs_of_a_column_are_numbers_as_the_table_writes_them(cli: Cli) -> None:
    Path("p.csv").write_text(PAST)
    Path("counted.yaml").write_text(COUNTED)
    arguments = ("backtest", "p.csv", "--policy", "new.yaml", "--columns", "counted.yaml")
    ran = cli(*arguments, "--cost", "accept=Kosten", "--cost", "sort=Kosten")
    assert "All lots together: 1,208.75\n" in ran.out
    for cell, said in {
        "4 EUR": 'expected a number, found `"4 EUR"`',
        "0,1234567": '`"0,1234567"` is no amount that can be added',
        "9" * 40: f'`"{"9" * 40}"` is no amount that can be added',
    }.items():
        Path("p.csv").write_text(PAST.replace("4,25", cell))
        ran = cli(*arguments, "--cost", "sort=Kosten")
        assert (ran.status, ran.err) == (2, f"error: column `Kosten`, row 2: {said}\n")


def test_lots_of_a_stream(cli: Cli) -> None:
    lines = b'{"supplier": {"id": "A"}}\n\n{"supplier"\n'
    ran = cli("backtest", "-", "--by", "supplier.id", "--json", stdin=lines)
    told = json.loads(ran.out)
    assert [(each["outcome"], each["lots"]) for each in told["outcomes"]] == [
        ("hold", 1),
        ("unreadable", 1),
    ]
    assert ran.err.splitlines()[-1] == "1 line cannot be read"


def test_a_page_is_written_once(cli: Cli) -> None:
    arguments = ("backtest", "past.csv", *NEW, "--against", "old.yaml", "--html", "page.html")
    assert cli(*arguments).status == 0
    assert "<svg" in Path("page.html").read_text()
    assert cli(*arguments).status == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["past.csv"], "nothing says what the columns of `past.csv` mean"),
        (["none.csv", *NEW], "no such file"),
        (["past.csv", *NEW, "--by", "Lieferent"], "did you mean `Lieferant`?"),
        (["past.csv", *NEW, "--cost", "sort"], "write `OUTCOME=NUMBER` or `OUTCOME=COLUMN`"),
        (["past.csv", *NEW, "--then", "Damals", "--against", "old.yaml"], "give one"),
        (["old.yaml", *NEW], "not known as a table by its name"),
        (["past.parquet", *NEW], "it cannot be read as its name says"),
        (["twice.csv", *NEW], "two columns are called `a`"),
    ],
)
def test_what_cannot_be_used_is_refused(cli: Cli, arguments: list[str], message: str) -> None:
    Path("past.parquet").write_text(TABLE)
    Path("twice.csv").write_text("a,a\n1,2\n")
    ran = cli("backtest", *arguments)
    assert ran.status == 2
    assert message in ran.err
    assert "Traceback" not in ran.err


LINES = '{"Haupt": 2}\n{"Haupt": 4}\n{"Haupt": null}\n%s\n{"Haupt": 3}\n'


@pytest.mark.parametrize(
    ("name", "content", "lots", "told"),
    [
        ("l.csv", TABLE + "1;A;accept;9\n3;B;accept\n", 5, "line 6: 4 cells for 3 columns\n"),
        ("l.csv", TABLE + '3;B;accept\n1;"A;accept\n', 5, "line 7: a quote stands where"),
        ("l.jsonl", LINES % '{"Haupt": true}', 4, "line 4: `Haupt` is true or false, and in most"),
        ("l.jsonl", LINES % '{"Haupt": 1, "Haupt": 9}', 4, "line 4: `Haupt` stands more than once"),
        ("l.jsonl", LINES % '{"Haupt": 1', 4, "line 4: "),
        ("l.json", '[{"Haupt": 2},\n{"Haupt": true}, {"Haupt": 7}]', 2, "item 2: `Haupt` is true"),
    ],
)
def test_rows_that_are_none_are_told_and_left_out(
    cli: Cli, name: str, content: str, lots: int, told: str
) -> None:
    Path(name).write_text(content)
    ran = cli("backtest", name, *NEW, "--json")
    assert json.loads(ran.out)["lots"] == lots
    assert ran.err.startswith(told)
    assert "\n1 row cannot be read, and left out\n" in ran.err


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl"])
def test_rows_have_their_places_in_the_file_where_broken_ones_stand_between(
    cli: Cli, ending: str
) -> None:
    rows = [f'{{"Haupt": {each}}}' for each in ("2", "4", "true", "-1", "5")]
    content = {
        "csv": "Haupt;Los\n2;A\n4;B;\n3;C;x\n-1;D\n5;E\n",
        "json": f"[{', '.join(rows)}]",
        "jsonl": "\n".join(rows),
    }
    Path(f"l.{ending}").write_text(content[ending])
    ran = cli("backtest", f"l.{ending}", *NEW, "--against", "old.yaml", "--json")
    assert [each["row"] for each in json.loads(ran.out)["moved_lots"]] == [2, 5]
    assert "row 4: column `Haupt`: expected a whole number" in ran.err
    assert "1 row cannot be read, and left out" in ran.err


def test_a_row_that_ends_with_a_delimiter_is_whole(cli: Cli) -> None:
    Path("l.csv").write_text("Haupt;Los\n2;A\n4;B;\n")
    ran = cli("backtest", "l.csv", *NEW, "--json")
    assert (json.loads(ran.out)["lots"], ran.err) == (2, "")


def test_lots_are_items_of_an_array(cli: Cli) -> None:
    lots = '[{"lot": {"id": "A"}},\n {"lot": {"quantity": -1}}]'
    Path("lots.json").write_text(lots)
    for file in ("lots.json", "-"):
        ran = cli("backtest", file, "--policy", "new.yaml", "--json", stdin=lots.encode())
        assert json.loads(ran.out)["lots"] == 2
        assert ran.err.startswith("item 2: $.lot.quantity: expected a whole number")


def test_a_file_of_which_no_row_can_be_read_is_refused(cli: Cli) -> None:
    Path("l.jsonl").write_text('{"Haupt": 1, "Haupt": 9}\n')
    ran = cli("backtest", "l.jsonl", *NEW)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: l.jsonl, line 1: `Haupt` stands more than once")


def test_a_row_of_totals_is_no_lot(cli: Cli) -> None:
    """As in a batch: as a table, and by a mapping; in the encoding that it has."""
    table = TABLE.replace("x;A;accept\n", "4;Zürich;accept\n") + "Summe;;\n"
    Path("mapping.yaml").write_text(Path("mapping.yaml").read_text() + "encoding: cp1252\n")
    for columns, encoding in (("columns.yaml", "utf-8"), ("mapping.yaml", "cp1252")):
        Path("past.csv").write_bytes(table.encode(encoding))
        ran = cli("backtest", "past.csv", "--policy", "new.yaml", "--columns", columns, "--json")
        assert json.loads(ran.out)["lots"] == 4, ran.err
        assert "`Summe` begins a row of totals, which is no lot" in ran.err


def test_costs_are_told_in_words(cli: Cli) -> None:
    ran = cli("backtest", "past.csv", *NEW, "--against", "old.yaml", "--cost", "sort=1.5")
    assert "All lots together: 0.00 → 1.50 (+1.50)" in ran.out
    ran = cli("backtest", "past.csv", *NEW, "--cost", "sort=1.5")
    assert "All lots together: 1.50\n" in ran.out
