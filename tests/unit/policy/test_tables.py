"""Decision tables: each cell says the same as the condition that somebody would write out."""

from __future__ import annotations

import pytest

from disposition.policy import PolicyError, expression_text
from unit.policy.written import HEAD, RULES, codes, load

PARAMETERS = "parameters:\n  limit: {value: 2.5, unit: percent}\n  few: 3\n"


def table(cell: str, column: str = "defects.major.rate") -> str:
    columns = f'"{column}"' if "'" in column else f"'{column}'"
    rows = f'      - {{if: ["{cell}"], permit: accept}}\n'
    head = "tables:\n  t:\n    because: b\n    source: s\n"
    return f"{HEAD}{PARAMETERS}{head}    columns: [{columns}]\n    rows:\n{rows}"


CELLS = [
    ("defects.major.rate", "-", "true"),
    ("defects.major.rate", " - ", "true"),
    ("defects.major.rate", "2.5", "defects.major.rate == 2.5"),
    ("defects.major.rate", "= 2.5", "defects.major.rate == 2.5"),
    ("defects.major.rate", "== 2.5", "defects.major.rate == 2.5"),
    ("defects.major.rate", "> 2.5", "defects.major.rate > 2.5"),
    ("defects.major.rate", ">=2", "defects.major.rate >= 2"),
    ("defects.major.rate", "<= limit", "defects.major.rate <= limit"),
    ("defects.major.rate", "< defects.minor.rate", "defects.major.rate < defects.minor.rate"),
    ("defects.major.rate", "[1..5]", "defects.major.rate >= 1 and defects.major.rate <= 5"),
    ("defects.major.rate", "(0 .. 10]", "defects.major.rate > 0 and defects.major.rate <= 10"),
    ("defects.major.rate", "[1..5)", "defects.major.rate >= 1 and defects.major.rate < 5"),
    (
        "defects.major.rate",
        "(0.5..limit)",
        "defects.major.rate > 0.5 and defects.major.rate < limit",
    ),
    ("defects.major.rate", "known", "defects.major.rate is known"),
    ("defects.major.rate", "unknown", "defects.major.rate is unknown"),
    ("defects.major.rate", "0.5,1.5", "defects.major.rate in [0.5, 1.5]"),
    (
        "defects.major.rate",
        "< 1, >= 5",
        "defects.major.rate < 1 or defects.major.rate >= 5",
    ),
    (
        "defects.major.rate",
        "[1..2], 4, (5..limit]",
        (
            "defects.major.rate >= 1 and defects.major.rate <= 2 or defects.major.rate == 4"
            " or defects.major.rate > 5 and defects.major.rate <= limit"
        ),
    ),
    ("supplier.track_record", "not(new, poor)", "supplier.track_record not in ['new', 'poor']"),
    ("supplier.track_record", "not (new)", "not supplier.track_record == 'new'"),
    (
        "defects.major.rate",
        "not([1..2])",
        "not (defects.major.rate >= 1 and defects.major.rate <= 2)",
    ),
    ("lot.product", "'a, b', 'not(c)'", "lot.product in ['a, b', 'not(c)']"),
    ("defects.major.rate", "2, 5", "defects.major.rate in [2, 5]"),
    ("lot.product", "A10,B20", "lot.product in ['A10', 'B20']"),
    ("shipment.slack_days", "-3", "shipment.slack_days == -3"),
    ("shipment.slack_days", "[-3..-1]", "shipment.slack_days >= -3 and shipment.slack_days <= -1"),
    ("supplier.track_record", "new", "supplier.track_record == 'new'"),
    ("supplier.track_record", "new, poor", "supplier.track_record in ['new', 'poor']"),
    ("supplier.track_record", "'new','poor'", "supplier.track_record in ['new', 'poor']"),
    ("supplier.track_record", "!= new", "supplier.track_record != 'new'"),
    ("defects.major.rate", "== defects.minor.rate", "defects.major.rate == defects.minor.rate"),
    ("lot.product", "!= supplier.id, = lot.id", None),
    ("lot.product", "!= supplier.id", "lot.product != supplier.id"),
    ("lot.product", "= lot.id, toy", "lot.product == lot.id or lot.product == 'toy'"),
    ("lot.product", "== '0.5 l'", "lot.product == '0.5 l'"),
    ("supplier.iso9001", "!= lot.regulated", "supplier.iso9001 != lot.regulated"),
    ("supplier.iso9001", "true", "supplier.iso9001 == true"),
    ("supplier.iso9001", "false", "supplier.iso9001 == false"),
    ("lot.product", "doll's house", None),
    ("lot.product", "'12A'", "lot.product == '12A'"),
    ("lot.product", "a toy", "lot.product == 'a toy'"),
    ("as_of", ">= 2026-12-01", "as_of >= '2026-12-01'"),
    ("as_of", "2026-12-01,2026-12-08", "as_of in ['2026-12-01', '2026-12-08']"),
    (
        "as_of",
        "[2026-12-01..shipment.ship_by)",
        "as_of >= '2026-12-01' and as_of < shipment.ship_by",
    ),
    (
        "defects.major.found + defects.minor.found",
        "> few",
        "defects.major.found + defects.minor.found > few",
    ),
    ("defects.major.found > 3", "true", "(defects.major.found > 3) == true"),
]


@pytest.mark.parametrize(("column", "cell", "condition"), CELLS)
def test_a_cell_says(column: str, cell: str, condition: str | None) -> None:
    if condition is None:
        assert codes(table(cell, column)) == ["S315"]
        return
    (rule,) = load(table(cell, column)).rules
    assert rule.id == "t/1"
    assert expression_text(rule.when) == condition


WRONG = [
    ("", "S315"),
    ("> ", "S315"),
    ("[..5]", "S315"),
    ("[5..1]", "S315"),
    ("[1..2..3]", "E105"),
    ("1 or 2", "E105"),
    ("not 5", "S315"),
    ("> 2 and < 5", "S315"),
    ("high", "T204"),
    ("> typo", "T202"),
    ("== typo.rate", "T202"),
    ("2.5%", "E105"),
    ("2, 5,", "S315"),
    ("2,5", "E105"),
    ("-2,5", "E105"),
    ("0,5, 1,5", "E105"),
    ("1,000", "E105"),
    ("1,2,3", "E105"),
    ("> 2,5", "E105"),
    ("[0,5..1,5]", "E105"),
    ("< 1,, > 5", "S315"),
    ("< 1, > 5,", "S315"),
    ("!= 1, 5", "S315"),
    ("!= 1, != 5", "S315"),
    ("not()", "S315"),
    ("not(1, > 5", "S315"),
    ("not(not(1))", "S315"),
    ("< 1, high", "T204"),
    ("> true", "T204"),
    ("2026-02-30", "T205"),
    (">= 2026-12-01", "T204"),
    ("*", "S315"),
    ("True", "E105"),
]


@pytest.mark.parametrize(("cell", "code"), WRONG)
def test_a_wrong_cell_is_told(cell: str, code: str) -> None:
    assert code in codes(table(cell))


def test_what_is_not_one_of_others_is_told_as_it_is() -> None:
    """`!= 1, > 5` leaves 1 out, so it was wrong to say that nothing is."""
    with pytest.raises(PolicyError, match=r"`!= 1` beside others, of which one is enough"):
        load(table("!= 1, > 5"))


SHAPES = {
    "no columns": ("columns: []", "rows: [{if: [], permit: accept}]", "S313"),
    "columns missing": ("", "rows: [{if: [1], permit: accept}]", "S303"),
    "no rows": ("columns: [as_of]", "rows: []", "S313"),
    "rows missing": ("columns: [as_of]", "", "S303"),
    "rows empty": ("columns: [as_of]", "rows:", "S303"),
    "rows of words": ("columns: [as_of]", "rows: [x]", "S305"),
    "a row without cells": ("columns: [as_of]", "rows: [{permit: accept}]", "S303"),
    "a row without effect": ("columns: [as_of]", "rows: [{if: [-]}]", "S311"),
    "a row with two effects": (
        "columns: [as_of]",
        "rows: [{if: [-], permit: accept, forbid: rework}]",
        "S311",
    ),
    "too few cells": ("columns: [as_of, lot.id]", "rows: [{if: [-], permit: accept}]", "S314"),
    "too many cells": ("columns: [as_of]", "rows: [{if: [-, -], permit: accept}]", "S314"),
    "an empty cell": ("columns: [as_of]", "rows: [{if: [~], permit: accept}]", "S315"),
    "a list as a cell": ("columns: [as_of]", "rows: [{if: [[x]], permit: accept}]", "S315"),
    "a wrong column": ("columns: [as_of +]", "rows: [{if: [-], permit: accept}]", "E104"),
    "two rows of a name": (
        "columns: [as_of]",
        "rows: [{if: [-], permit: accept, id: x}, {if: [-], permit: rework, id: x}]",
        "S308",
    ),
    "a bad name": ("columns: [as_of]", "rows: [{if: [-], permit: accept, id: X Y}]", "S310"),
    "known of a sum": (
        "columns: [lot.quantity + 1]",
        "rows: [{if: [known], permit: accept}]",
        "S315",
    ),
    "an unknown key": ("columns: [as_of]", "rows: [{if: [-], permit: accept, wen: x}]", "S302"),
}


@pytest.mark.parametrize(("columns", "rows", "code"), SHAPES.values(), ids=SHAPES)
def test_a_wrong_shape_is_told(columns: str, rows: str, code: str) -> None:
    text = f"{HEAD}{RULES}tables:\n  t:\n    because: b\n    source: s\n    {columns}\n    {rows}\n"
    assert codes(text) == [code]


def test_rows_inherit_from_their_table_and_can_say_their_own() -> None:
    text = f"""{HEAD}tables:
  t:
    columns: [shipment.urgency, supplier.iso9001]
    when: defects.all_accepted
    because: ours
    source: house
    clause: contract.rework.clause
    rows:
      - {{if: [high, -], permit: accept}}
      - {{if: [low, true], permit: [rework], because: theirs, source: other, id: own}}
      - {{if: [-, -], require: [{{do: report}}], with: rework}}
"""
    first, second, third = load(text).rules
    assert (first.id, second.id, third.id) == ("t/1", "t/3", "t/own")
    assert expression_text(first.when) == "defects.all_accepted and shipment.urgency == 'high'"
    assert expression_text(second.when) == "defects.all_accepted"
    assert (first.because.text, first.source) == ("ours", "house")
    assert (third.because.text, third.source) == ("theirs", "other")
    assert first.clause is not None
    assert second.outcomes == ("rework",)


def test_a_single_cell_needs_no_list() -> None:
    text = table("> 2").replace('["> 2"]', '"> 2"')
    assert expression_text(load(text).rules[0].when) == "defects.major.rate > 2"


def test_a_table_whose_condition_is_wrong_stands_for_no_rules() -> None:
    text = table("> 2").replace("    rows:", "    when: typo >\n    rows:")
    assert codes(text) == ["E104"]
