"""Rows by a mapping: each becomes one lot, each mistake is told at its column."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from disposition import load_policy_text
from disposition.facts import Lot
from disposition.rows import LotMapping, RowError, propose_mapping
from disposition.rows.csv_rows import MOST_BROKEN, BrokenRow, csv_rows
from disposition.tables.meanings import TableError
from support.checkout import ROOT

FOLDER = ROOT / "examples" / "rows"
BASE: dict[str, Any] = {
    "columns": {"n": "lot.quantity", "s": "inspection.sample_size", "plant": "custom.plant"},
    "counts": {"cr": {"severity": "critical"}, "ma": {"severity": "major"}},
    "checks": {"label": {"category": "labelling", "words": {"ok": "pass", "nok": "fail"}}},
    "fixed": {"inspection.plan.level": "II"},
    "ignore": ["rest"],
}


def lot(**row: object) -> dict[str, Any]:
    return LotMapping.from_dict(BASE).lot(row).to_dict()


def refused(given: dict[str, Any], **row: object) -> str:
    with pytest.raises(RowError) as error:
        LotMapping.from_dict(given).lot(row)
    return str(error.value)


def test_a_row_becomes_a_lot() -> None:
    assert lot(n="500", s=50, cr=0, ma="3", label="NOK", plant=1000, rest="?") == {
        "lot": {"quantity": 500},
        "inspection": {
            "sample_size": 50,
            "plan": {"level": "II"},
            "defects": [{"severity": "major", "units": 3}],
            "checks": [{"name": "label", "category": "labelling", "result": "fail"}],
        },
        "custom": {"plant": "1000"},
    }


def test_that_no_defect_was_found_is_known_only_where_every_count_says_so() -> None:
    assert lot(cr=0, ma=0)["inspection"]["defects"] == []
    assert "defects" not in lot(cr=0, ma="")["inspection"]
    # A list is all that was found: with it, nobody would ask for the units that are not told.
    assert "defects" not in lot(cr=1, ma="")["inspection"]


def test_a_blank_count_is_zero_where_that_is_said() -> None:
    given = {"counts": {"cr": "critical", "ma": {"severity": "major", "blank": 0}}}
    read = LotMapping.from_dict(given).document
    assert read({"cr": 1, "ma": " "}) == {
        "inspection": {"defects": [{"severity": "critical", "units": 1}]}
    }
    assert read({"cr": "", "ma": 2}) == {}
    wrong = {"counts": {"cr": {"severity": "critical", "blank": "no"}}}
    assert "`blank: 0` says that nothing was found" in refused(wrong)


def test_a_check_without_a_result_is_listed_without() -> None:
    assert lot(label="")["inspection"]["checks"] == [{"name": "label", "category": "labelling"}]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"n": "many"}, "column `n`: expected a number"),
        ({"n": 0}, "column `n`: expected a whole number from 1"),
        ({"n": 10, "s": 20}, "column `s`: a sample of 20 is more than the lot's 10 units"),
        ({"colour": 1}, "column `colour`: the mapping does not know this column"),
        ({"label": "good"}, "column `label`: `words` does not say what"),
    ],
)
def test_a_mistake_is_told_at_its_column(row: dict[str, Any], said: str) -> None:
    assert said in refused(BASE, **row)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"colums": {}}, "$.colums: unknown key (did you mean `columns`?)"),
        ({"columns": {"n": "lot.quantty"}}, "did you mean `lot.quantity`?"),
        ({"columns": {"n": "defects.major.found"}}, "it is derived"),
        ({"columns": {"n": 3}}, "expected"),
        ({"columns": {"n": "lot.quantity", "m": "lot.quantity"}}, "comes from column `n` already"),
        (
            {"columns": {"n": {"to": "lot.quantity", "type": "text"}}},
            "there is no type `text` here",
        ),
        ({"counts": {"x": {"severity": "grave"}}}, "there is no severity `grave`"),
        ({"checks": {"x": {"words": {"ok": "good"}}}}, "`good` is none of"),
        ({"decimals": "dot"}, "expected `point` or `comma`"),
        ({"days": "D.M."}, "has no year, month and day"),
        ({"fixed": {"lot.quantity": 1}, "columns": {"n": "lot.quantity"}}, "`fixed` already"),
    ],
)
def test_a_mapping_that_cannot_be(change: dict[str, Any], said: str) -> None:
    with pytest.raises(RowError) as error:
        LotMapping.from_dict(change)
    assert said in str(error.value)


def test_cells_below_custom_have_the_type_that_the_mapping_says() -> None:
    columns = {"kg": {"to": "custom.weight", "type": "decimal", "decimals": "comma"}}
    made = LotMapping.from_dict({"columns": columns}).lot({"kg": "412,50"})
    assert made.to_dict()["custom"] == {"weight": "412.50"}


OWN = """\
policy: own
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
facts:
  custom.lead: {type: decimal, least: 0, most: 90}
  custom.lab: {one of: [sgs, own]}
  custom.wet: {type: boolean}
  custom.on: {type: date}
  custom.n: {type: integer}
  custom.note: {type: text}
  custom.over: {is: custom.lead > 50}
rules:
  r: {permit: accept, when: not custom.over and custom.lab == 'sgs' and custom.n > 0}
"""


def test_cells_below_custom_are_read_as_a_policy_declares_them() -> None:
    policy = load_policy_text(OWN)
    names = ("lead", "lab", "wet", "on", "n", "note", "other")
    mapping = LotMapping.from_dict(
        {
            "decimals": "comma",
            "days": "DD.MM.YYYY",
            "columns": {
                **{name: f"custom.{name}" for name in names},
                "told": {"to": "custom.lead2", "type": "integer"},
            },
        }
    ).for_policy(policy)
    row = {"lead": "4,5", "lab": "SGS", "wet": "x", "on": "18.11.2026", "n": "1.000"}
    lot = mapping.lot({**row, "note": "4,5", "other": "4,5", "told": "7"})
    assert lot.to_dict()["custom"] == {
        "lead": "4.5",
        "lab": "sgs",
        "wet": True,
        "on": "2026-11-18",
        "n": 1000,
        "note": "4,5",
        "other": "4,5",
        "lead2": 7,
    }
    assert policy.decide(lot).outcome == "accept"


def test_types_are_named_as_policies_name_them_or_in_words() -> None:
    columns = {
        "a": {"to": "custom.a", "type": "integer"},
        "b": {"to": "custom.b", "type": "boolean", "words": {"X": True}},
        "c": {"to": "custom.c", "type": "whole number"},
        "d": {"to": "custom.d", "type": "yes or no"},
    }
    made = LotMapping.from_dict({"columns": columns}).lot({"a": "1", "b": "X", "c": "2", "d": "no"})
    assert made.to_dict()["custom"] == {"a": 1, "b": True, "c": 2, "d": False}


def test_a_bad_row_does_not_cost_the_others() -> None:
    rows = [{"n": 1}, {"n": "?!"}, {"n": 3}]
    made = list(LotMapping.from_dict(BASE).lots(rows))
    assert [isinstance(each, Lot) for each in made] == [True, False, True]
    assert "row 2, column `n`" in str(made[1])


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["erpnext", "odoo", "oracle", "sap"])
def test_rows_of_erps_are_read_and_mappings_proposed_for_them(name: str, tmp_path: Path) -> None:
    mapping = LotMapping.read(FOLDER / f"{name}.yaml")
    made = list(mapping.lots(csv_rows(FOLDER / f"{name}.csv")))
    assert sum(isinstance(each, Lot) for each in made) >= 2
    proposed = tmp_path / "mapping.yaml"
    proposed.write_text(propose_mapping(csv_rows(FOLDER / f"{name}.csv")), encoding="utf-8")
    again = LotMapping.read(proposed)
    homes = {name: column.path for name, column in again.columns.items()}
    agreeing = [n for n, each in mapping.columns.items() if homes.get(n) == each.path]
    assert len(agreeing) >= 5


def test_dirty_cells_are_told_by_row_and_column() -> None:
    mapping = LotMapping.read(FOLDER / "sap.yaml")
    *_, last = mapping.lots(csv_rows(FOLDER / "sap.csv"))
    assert isinstance(last, RowError)
    assert [problem.where for problem in last.problems] == [
        "row 3, column `LOSMENGE`",
        "row 3, column `PASTRTERM`",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there are no columns"),
        ("a,a\n1,2\n", "two columns are called `a`"),
        ("a,b\n1,2,3\n", "line 2: 3 cells for 2 columns"),
        ('a,b\n"1,2\n', "line 2: a quote stands where none can be, or nothing closes it"),
        ("Export 2026,,\nlot,size,date\n", "the first line names 1 of 3 columns"),
        ('a,"b\nc"\n1,2\n', "the first line is no CSV: unexpected end of data (write all names on"),
        ("a\0,\0b\0\n", "it is UTF-16 and nothing says so, or no text"),
        ("a,b,\n3,4,5\n", 'line 2: the column of `"5"` has no name'),
    ],
)
def test_a_file_that_is_no_table(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TableError) as error:
        list(csv_rows(file))
    assert said in str(error.value)


def test_a_row_that_is_none_costs_only_itself(tmp_path: Path) -> None:
    """And nothing of what the process reads elsewhere."""
    file = tmp_path / "rows.csv"
    file.write_text('a,b,\n\n1,2,3,4\n1,2,3\n"1\n1",2\n"1,2\n5,6,\n', encoding="utf-8")
    limit = csv.field_size_limit(7)
    try:
        rows = csv_rows(file)
        assert [(row.line, row.why) for row in rows if isinstance(row, BrokenRow)] == [
            (3, "4 cells for 3 columns"),
            (4, 'the column of `"3"` has no name'),
            (7, "a quote stands where none can be, or nothing closes it"),
        ]
        assert csv.field_size_limit() == 7
    finally:
        csv.field_size_limit(limit)
    whole = [row for row in csv_rows(file) if not isinstance(row, BrokenRow)]
    assert whole == [{"a": "1\n1", "b": "2"}, {"a": "5", "b": "6"}]


def test_a_file_whose_rows_are_all_broken_is_not_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("a\n" + "1,2\n" * MOST_BROKEN + "3\n", encoding="utf-8")
    with pytest.raises(TableError, match="line 2: 2 cells for 1 columns"):
        next(csv_rows(file))


def test_columns_of_a_table_are_those_that_a_mapping_tells() -> None:
    mapping = LotMapping.from_dict({"columns": {"size": "lot.quantity"}, "ignore": ["x", "y"]})
    mapping.expect_columns(["size", "y"])
    with pytest.raises(RowError) as error:
        mapping.expect_columns(["sise", "y"])
    assert [(each.code, each.where) for each in error.value.problems] == [
        ("missing-column", "column `size`"),
        ("unknown-key", "column `sise`"),
    ]
    assert error.value.problems[0].hint == "did you mean `sise`?"


def test_columns_without_a_name_and_without_cells_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("a,b,,\n1,2,,\n3,4, ,\n", encoding="utf-8")
    assert list(csv_rows(file)) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


@pytest.mark.parametrize(
    ("written", "given", "is_read"),
    [
        ("utf-8", "", True),
        ("utf-8-sig", "", True),
        ("utf-16", "", True),
        ("cp1252", "cp1252", True),
        ("gb18030", "gb18030", True),
        ("cp1252", "", False),
        ("gb18030", "utf-16", False),
    ],
)
def test_a_file_is_read_in_the_encoding_that_is_said(
    tmp_path: Path, written: str, given: str, is_read: bool
) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes("Losgröße;b\n125;1\n".encode(written))
    if is_read:
        assert list(csv_rows(file, given)) == [{"Losgröße": "125", "b": "1"}]
        return
    with pytest.raises(TableError, match="say which encoding"):
        list(csv_rows(file, given))


def test_an_encoding_that_there_is_not_is_refused() -> None:
    with pytest.raises(RowError, match=r"\$\.encoding: there is no encoding `ansi-1252`"):
        LotMapping.from_dict({"columns": {"a": "lot.id"}, "encoding": "ansi-1252"})


def test_lists_that_are_always_empty_can_be_fixed() -> None:
    mapping = LotMapping.from_dict(
        {
            "columns": {"n": "lot.quantity"},
            "fixed": {"inspection.checks": [], "inspection.plans": []},
        }
    )
    inspection = mapping.lot({"n": "5"}).inspection
    assert (inspection.checks, inspection.plans, inspection.defects) == ((), (), None)


@pytest.mark.parametrize(
    ("fixed", "said"),
    [
        ({"inspection.checks": []}, "`inspection.checks` comes from `checks` already"),
        ({"inspection.defects": []}, "`inspection.defects` comes from `counts` already"),
        ({"inspection.checks": 0}, "the lot document has no such value"),
    ],
)
def test_lists_that_cannot_be_fixed(fixed: dict[str, Any], said: str) -> None:
    given = {
        "columns": {"n": "lot.quantity"},
        "counts": {"m": {"severity": "major"}},
        "checks": {"label": {}},
        "fixed": fixed,
    }
    with pytest.raises(RowError, match=said):
        LotMapping.from_dict(given)


def test_what_says_nothing_can_be_said_of_one_column() -> None:
    mapping = LotMapping.from_dict(
        {
            "columns": {"d": {"to": "inspection.date", "absent": ["1753-01-01"]}},
            "counts": {"n": {"severity": "major"}},
        }
    )
    document = mapping.document({"d": "1753-01-01", "n": "0"})
    assert document == {"inspection": {"defects": []}}
    assert LotMapping.from_dict({"columns": {"d": "inspection.date"}}).document({"d": "0"}) == {}


def test_what_is_wrong_with_a_cell_has_the_code_of_its_kind() -> None:
    mapping = LotMapping.from_dict({"columns": {"n": "lot.quantity"}})
    with pytest.raises(RowError) as error:
        mapping.document({"n": "125-", "m": "1"})
    assert [each.code for each in error.value.problems] == ["unknown-key", "wrong-type"]


def test_days_in_two_forms_are_proposed_as_both() -> None:
    rows = [{"Prüfdatum": "18.11.26"}, {"Prüfdatum": "18.11.2026"}, {"Prüfdatum": "19.11.26"}]
    assert propose_mapping(rows).startswith(
        'days: [DD.MM.YY, DD.MM.YYYY]\ncolumns:\n  "Prüfdatum": inspection.date\n'
    )


def test_days_that_can_be_read_in_two_ways_are_said_to_be_so() -> None:
    proposed = propose_mapping([{"date": "03/04/2026"}, {"date": "05/06/2026"}])
    assert proposed.startswith("days: DD/MM/YYYY  # or MM/DD/YYYY: the days do not tell")


def test_words_that_people_have_are_guessed_in_a_proposal() -> None:
    rows = [{"Wynik": "Zgodny", "Regulated": "J"}, {"Wynik": "niezgodny", "Regulated": "Nein"}]
    lines = propose_mapping(rows).splitlines()
    for word in ('"Zgodny": pass', '"niezgodny": fail', '"J": true', '"Nein": false'):
        assert f"      {word}" in lines


def test_a_wide_table_is_not_told_column_by_column() -> None:
    """Nor is a name shown that is as long as a page."""
    mapping = LotMapping.from_dict({"columns": {"Menge": "lot.quantity", "Los": "lot.id"}})
    with pytest.raises(RowError) as error:
        mapping.expect_columns(["x" * 100_000, *(f"c{each}" for each in range(3_000))])
    told = [str(each) for each in error.value.problems]
    assert (len(told), max(map(len, told)) < 300) == (101, True)
    assert told[0].startswith("column `Los`: the table has no such column (the table has `xxx")
    assert told[0].endswith("`c10` and 2,989 more)")
    assert told[1] == "column `Menge`: the table has no such column"
