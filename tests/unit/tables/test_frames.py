"""Tables of every kind are decided as their facts are, and come back as they came."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from disposition import DispositionError, Facts, LotError, Policy, load_policy_text
from disposition.tables import TableColumns, TableError

POLICY = load_policy_text("""
policy: small
version: 1.0.0
outcomes:
  ship: {title: Ship, ships: all}
  sort: {title: Sort, ships: part}
otherwise: hold
parameters: {most: {value: 5}}
facts:
  custom.weight: {type: decimal, least: 0, most: 100}
  custom.grade: {one of: [a, b]}
define:
  few: defects.major.found <= most
rules:
  ok: {permit: [ship], when: few and defects.critical.found == 0, because: x}
  late: {forbid: [ship], when: shipment.ship_by - as_of < 3, because: x}
  dear: {permit: [sort], when: "lot.unit_price * lot.quantity > 1000.5", because: x}
  bad: {forbid: [sort], when: "supplier.id == 'bad' or shipment.urgency == 'high'", because: x}
  safe: {forbid: [sort], when: inspection.evidence.photos == 1 and custom.weight > 7.5, because: x}
  graded: {forbid: [ship, sort], when: "custom.grade == 'b'", because: x}
""")
COLUMNS = {
    "maj": "defects.major.found",
    "crit": "defects.critical.found",
    "qty": "lot.quantity",
    "price": "lot.unit_price",
    "by": "shipment.ship_by",
    "day": "as_of",
    "who": "supplier.id",
    "haste": "shipment.urgency",
    "photos": "inspection.evidence.photos",
    "kg": "custom.weight",
    "grade": "custom.grade",
}
ROWS: list[dict[str, Any]] = [
    {"maj": 5, "crit": 0, "by": date(2026, 12, 1), "day": date(2026, 11, 28), "grade": "a"},
    {"maj": 6, "crit": 0, "qty": 667, "price": Decimal("1.5"), "who": "good", "haste": "normal"},
    {"maj": 6, "qty": 667, "price": Decimal("1.5"), "who": "good", "haste": "normal"},
    {"photos": 1, "kg": Decimal("7.6"), "grade": "b"},
    {},
]
TYPES: dict[str, Any] = {
    **dict.fromkeys(("maj", "crit", "qty", "photos"), pl.Int64),
    **dict.fromkeys(("price", "kg"), pl.Decimal(12, 2)),
    **dict.fromkeys(("by", "day"), pl.Date),
    **dict.fromkeys(("who", "haste", "grade"), pl.String),
}
FRAME = pl.DataFrame(ROWS, schema=TYPES)


def row_by_row(policy: Policy, rows: list[dict[str, Any]]) -> list[tuple[str, str, list[str]]]:
    decided = [
        policy.decide(
            Facts({COLUMNS[name]: value for name, value in row.items()}), engine="reference"
        )
        for row in rows
    ]
    return [(each.outcome, each.status, sorted(each.waits_for)) for each in decided]


def told(frame: pl.DataFrame) -> list[tuple[str, str, list[str]]]:
    return frame.select("decision_outcome", "decision_status", "decision_missing").rows()


EXPECTED = row_by_row(POLICY, ROWS)


def test_rows_are_of_every_kind() -> None:
    assert {status for _, status, _ in EXPECTED} == {"decided", "needs_information", "no_rule"}


def test_a_polars_frame_is_decided() -> None:
    decided = POLICY.decide_table(FRAME, COLUMNS)
    assert told(decided) == EXPECTED
    assert decided.columns[: len(FRAME.columns)] == FRAME.columns


def test_a_lazy_frame_stays_lazy() -> None:
    decided = POLICY.decide_table(FRAME.lazy(), COLUMNS)
    assert isinstance(decided, pl.LazyFrame)
    assert told(decided.collect()) == EXPECTED


def test_a_pandas_frame_keeps_its_index_and_what_nobody_told_about() -> None:
    frame = FRAME.to_pandas().assign(mixed=[1, "x", None, [], {}]).set_axis(list("abcde"))
    decided = POLICY.decide_table(frame, COLUMNS)
    assert isinstance(decided, pd.DataFrame)
    assert list(decided.index) == list("abcde")
    assert list(decided["mixed"]) == [1, "x", None, [], {}]
    found = decided[["decision_outcome", "decision_status", "decision_missing"]]
    assert [tuple(each) for each in found.values.tolist()] == EXPECTED


def test_names_that_are_numbers_are_told_about_as_texts() -> None:
    decided = POLICY.decide_table(
        pd.DataFrame({0: [3]}), {"0": "lot.quantity"}, outputs=["missing"]
    )
    assert "lot.quantity" not in decided["decision_missing"][0]


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame([[1, 2]], columns=["a", "a"]),
        pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"]),
    ],
    ids=["pandas", "arrow"],
)
def test_two_columns_of_one_name_are_refused(frame: Any) -> None:
    with pytest.raises(TableError, match="column `a`: two columns have this name"):
        POLICY.decide_table(frame, {"a": "lot.quantity"})


def test_a_table_of_arrow_is_decided() -> None:
    decided = POLICY.decide_table(FRAME.to_arrow(), COLUMNS)
    assert isinstance(decided, pa.Table)
    assert told(pl.DataFrame(decided)) == EXPECTED


def test_what_hands_out_an_arrow_stream_comes_back_as_a_polars_frame() -> None:
    class Stream:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return FRAME.to_arrow().__arrow_c_stream__(requested_schema)

    assert told(POLICY.decide_table(Stream(), COLUMNS)) == EXPECTED


def test_an_empty_frame_has_the_same_columns() -> None:
    decided = POLICY.decide_table(FRAME.clear(), COLUMNS)
    assert decided.schema == POLICY.decide_table(FRAME, COLUMNS).schema
    assert decided.is_empty()


def test_types_are_the_same_whatever_can_be_told() -> None:
    nothing = POLICY.decide_table(pl.DataFrame({"qty": [3]}), {"qty": "lot.quantity"})
    whole = POLICY.decide_table(FRAME, COLUMNS)
    assert {k: v for k, v in nothing.schema.items() if "decision" in k} == {
        k: v for k, v in whole.schema.items() if "decision" in k
    }


def test_columns_called_as_facts_need_no_declaration() -> None:
    frame = FRAME.rename(COLUMNS)
    assert told(POLICY.decide_table(frame)) == EXPECTED


def test_what_is_fixed_holds_in_every_row() -> None:
    columns = {
        "columns": {"n": "defects.major.found"},
        "fixed": {"defects.critical.found": 0, "lot.quantity": 1},
    }
    decided = POLICY.decide_table(pl.DataFrame({"n": [1, 6]}), columns, outputs=["considered"])
    assert decided["decision_considered"].to_list() == ["ship", "sort"]


def test_something_else_is_no_table() -> None:
    with pytest.raises(DispositionError, match="a table is a data frame, not a `list`"):
        POLICY.decide_table([{"qty": 1}], COLUMNS)


def test_cells_that_cannot_be_read_refuse_the_table(golden: Any) -> None:
    frame = pl.DataFrame(
        {
            "qty": [3.5, 7.0, -1.0, 2.5, 9.5],
            "haste": ["hgih", "high", None, "", "low"],
            "price": [0.1 + 0.2, 1.0, 1.0, 1.0, 1e-9],
            "day": ["31.11.2026", "30.11.2026", "", "", ""],
        }
    )
    columns: dict[str, Any] = {name: COLUMNS[name] for name in frame.columns}
    columns["day"] = {"to": "as_of", "days": "DD.MM.YYYY"}
    with pytest.raises(TableError) as caught:
        POLICY.decide_table(frame, columns)
    golden(str(caught.value) + "\n", "tables/unreadable-cells.txt")


# --- declarations --------------------------------------------------------------------------------


SIGNS = {
    "point": ["1,234", "1,234.5", " 1 234.50", "1\xa0234", "1.234", "-1.5", "1.2,3", "12,34"],
    "comma": ["1.234", "1.234,5", " 1 234,50", "1\xa0234", "1,234", "-1,5", "1,2.3", "12.34"],
}


@pytest.mark.parametrize("sign", SIGNS)
def test_decimals_say_what_the_signs_in_texts_are(sign: str) -> None:
    policy = load_policy_text("""
policy: p
version: 1.0.0
outcomes: {a: {ships: none}}
otherwise: hold
rules:
  a: {permit: [a], when: "lot.unit_price == 1234 or lot.unit_price == 1234.5", because: x}
""")
    frame = pl.DataFrame({"price": SIGNS[sign]})
    cell = {"to": "lot.unit_price", "decimals": sign}
    for columns in ({"price": cell}, {"columns": {"price": cell["to"]}, "decimals": sign}):
        marked = policy.decide_table(frame, columns, bad="mark")
        ends = ["decided"] * 4 + ["no_rule"] + ["unreadable"] * 3
        assert marked["decision_status"].to_list() == ends
    with pytest.raises(TableError, match="`decimals` are read in data frames only"):
        policy.to_sql("duckdb", {"price": cell})
    with pytest.raises(TableError, match="say how decimals are written"):
        policy.decide_table(frame, {"price": "lot.unit_price"})


def test_decimals_that_polars_cannot_hold_are_refused_or_left_alone() -> None:
    wide = pa.array([Decimal(5)], pa.decimal256(60, 5))
    table = pa.table({"maj": [1], "wide": wide, "last": ["x"]})
    with pytest.raises(TableError, match=r"holds decimal256\(60, 5\), .*give it as `decimal128`"):
        POLICY.decide_table(table, {"wide": "lot.unit_price"})
    decided = POLICY.decide_table(table, {"maj": "defects.major.found"}, outputs=["status"])
    assert decided.column_names == ["maj", "wide", "last", "decision_status"]
    assert decided["wide"].to_pylist() == [Decimal(5)]


def test_only_what_is_told_about_has_to_be_of_a_type_that_is_known() -> None:
    runs = pa.RunEndEncodedArray.from_arrays(
        pa.array([1, 2], pa.int32()), pa.array(["normal", "high"])
    )
    stretches = pa.array([[1], [2]], pa.list_view(pa.int64()))
    table = pa.table({"maj": [6, 6], "haste": runs, "view": stretches})
    decided = POLICY.decide_table(table, {"maj": "defects.major.found"}, outputs=["status"])
    assert decided.schema.field("haste").type == runs.type
    with pytest.raises(TableError, match=r"`haste`: the column holds run_end_encoded<.* does not"):
        POLICY.decide_table(table, {"haste": "shipment.urgency"})


MIXED: list[tuple[dict[str, Any], list[Any], list[Any]]] = [
    ({"to": "lot.quantity"}, [3200, "1200", 7.0, Decimal(5), "x", 2.5, True], [3200, 1200, 7, 5]),
    ({"to": "lot.unit_price"}, [Decimal("7.1"), 7.125, "7.25", 1e-5, None, float("nan")],
     [Decimal("7.1"), Decimal("7.125"), Decimal("7.25"), Decimal("0.00001"), None, None]),
    ({"to": "lot.unit_price", "decimals": "comma"}, ["1.234,5", 1234.5, 1.234, Decimal("1.234")],
     [Decimal("1234.5"), Decimal("1234.5"), Decimal("1.234"), Decimal("1.234")]),
    ({"to": "lot.regulated"}, [True, "no", 1, None, "?"], [True, False, True, None]),
    ({"to": "supplier.id"}, ["a", 7, 8.0, None], ["a", "7", "8", None]),
    ({"to": "as_of"}, ["2026-11-22", date(2026, 11, 22), pd.Timestamp(2026, 11, 22), pd.NaT],
     [date(2026, 11, 22)] * 3 + [None]),
]  # fmt: skip


@pytest.mark.parametrize(("meaning", "cells", "wanted"), MIXED)
def test_a_column_of_objects_may_hold_several_types(
    meaning: dict[str, Any], cells: list[Any], wanted: list[Any]
) -> None:
    """As a spreadsheet has them: each cell means what it means in a row. What is left is marked."""
    frame = pd.DataFrame({"cell": pd.Series(cells, dtype=object)})
    path = meaning["to"]
    rules = [f"  known: {{permit: [a], when: '{path} is known', because: x}}"]
    for number, value in enumerate(wanted):
        written = repr(str(value)) if isinstance(value, date | str) else str(value)
        held = {True: path, False: f"not {path}"}.get(value, f"{path} == {written}")  # type: ignore[call-overload]
        if value is not None:
            rules.append(f'  is{number}: {{permit: [a], when: "{held}", because: x}}')
    head = "policy: p\nversion: 1.0.0\noutcomes: {a: {title: A, ships: none}}\notherwise: hold\n"
    policy = load_policy_text("\n".join([head + "rules:", *rules, ""]))
    decided = policy.decide_table(frame, {"columns": {"cell": meaning}}, bad="mark")
    for number, (rules_, status) in enumerate(
        zip(decided["decision_true_rules"], decided["decision_status"], strict=True)
    ):
        if number >= len(wanted):
            assert status == "unreadable"
        elif wanted[number] is None:
            assert (rules_, status) == ([], "needs_information")
        else:
            assert {"known", f"is{number}"} <= set(rules_), (number, rules_, status)


def test_cells_that_are_lists_beside_texts_are_refused() -> None:
    frame = pd.DataFrame({"cell": pd.Series(["x", [1], 5], dtype=object)})
    with pytest.raises(TableError, match="`cell`: the cells are of different types: `int`, `list`"):
        POLICY.decide_table(frame, {"cell": "lot.quantity"})


def test_what_to_do_about_a_cell_is_told_of_the_last_one_too() -> None:
    """Also where a list stands beside."""
    columns = {"columns": {"qty": "lot.quantity"}, "counts": {"maj": "major"}}
    with pytest.raises(TableError, match=r"found `\"-\"` \(`absent: \[\"-\"\]` says that it"):
        POLICY.decide_table(pl.DataFrame({"qty": ["-"], "maj": [1]}), columns)


def test_what_does_not_fit_is_told_all_at_once(golden: Any) -> None:
    frame = pl.DataFrame({"qty": ["1"], "day": [True], "haste": [3], "decision_status": ["x"]})
    texts = []
    for columns in (
        {"qyt": "lot.quantity", "day": "as_of"},
        {"qty": "lot.quantiti", "day": {"to": "as_of", "words": {"x": "y"}}},
        {"qty": {"to": "lot.quantity", "unit": "kg", "wrods": {}}},
        {"qty": {"to": "lot.quantity", "unit": "kg"}, "day": "lot.quantity"},
        {"haste": {"to": "shipment.urgency", "words": {"3": "hihg"}}},
        {"qty": {"to": "lot.quantity", "type": "date"}, "day": {"to": "as_of", "type": "day"}},
        {"qty": {"to": "lot.quantity", "type": "text"}},
        {"columns": {"qty": "lot.quantity"}, "fixed": {"as_of": "soon", "as_off": 1}},
        {"columns": {"qty": 3, "day": {"to": "as_of", "days": "DD.MM", "places": 99}}, "x": 1},
        ["qty"],
        {},
    ):
        with pytest.raises(TableError) as caught:
            POLICY.decide_table(frame, columns)  # type: ignore[arg-type] # one is no declaration
        codes = ", ".join(each.code for each in caught.value.problems)
        texts.append(f"{columns}\n{caught.value}\n[{codes}]\n")
    with pytest.raises(TableError) as caught:
        POLICY.decide_table(
            frame.drop("decision_status"), {"day": "as_of", "haste": "shipment.urgency"}
        )
    texts.append(str(caught.value))
    golden("\n".join(texts) + "\n", "tables/misfits.txt")


DERIVING = """
policy: p
version: 1.0.0
outcomes: {a: {title: A, ships: none}}
otherwise: hold
rules:
  soon: {permit: [a], when: shipment.days_left < 5, because: x}
  poor: {permit: [a], when: supplier.rejection_rate > 10, because: x}
"""


def test_what_no_column_gives_is_derived_from_those_that_are_there() -> None:
    frame = pl.DataFrame(
        {
            "by": [date(2026, 12, 1), date(2026, 11, 5), None, None, None],
            "day": [date(2026, 11, 1)] * 5,
            "seen": [None, None, 10, 10, 0],
            "rejected": [None, None, 1, 2, 0],
        }
    )
    columns = {
        "by": "shipment.ship_by",
        "day": "as_of",
        "seen": "supplier.lots_inspected",
        "rejected": "supplier.lots_rejected",
    }
    decided = load_policy_text(DERIVING).decide_table(frame, columns)
    assert decided["decision_true_rules"].to_list() == [[], ["soon"], [], ["poor"], []]
    assert decided["decision_missing"].to_list()[0] == ["supplier.rejection_rate"]


def test_a_column_of_a_derived_fact_counts_before_its_definition() -> None:
    frame = pl.DataFrame({"by": [date(2026, 12, 1)] * 2, "left": [3, None]})
    columns = {
        "columns": {"by": "shipment.ship_by", "left": "shipment.days_left"},
        "fixed": {"as_of": "2026-11-30"},
    }
    decided = load_policy_text(DERIVING).decide_table(frame, columns)
    assert decided["decision_true_rules"].to_list() == [["soon"], []]


def test_what_python_computes_is_refused_beside_a_derived_fact() -> None:
    policy = load_policy_text(DERIVING.replace("shipment.days_left", "inspection.next_sample"))
    frame = pl.DataFrame({"q": [500], "found": [1]})
    columns = {"q": "lot.quantity", "found": "defects.found"}
    with pytest.raises(TableError, match=r"`inspection.next_sample` is computed by Python"):
        policy.decide_table(frame, columns)
    given = policy.decide_table(frame, {"q": "lot.quantity"})
    assert "inspection.next_sample" in given["decision_missing"].to_list()[0]
    without = policy.decide_table(pl.DataFrame({"x": [500]}), {"x": "lot.unit_price"})
    assert without["decision_status"].to_list() == ["needs_information"]


def test_a_relation_of_which_python_computes_facts_is_decided_as_a_frame() -> None:
    """A statement cannot call Python in a row."""
    policy = load_policy_text("""
policy: small
version: 1.0.0
outcomes: {ship: {title: Ship, ships: all}}
otherwise: hold
rules:
  done: {permit: [ship], when: inspection.is_final, because: x}
""")
    kinds = pl.DataFrame({"kind": ["Final Inspection", "in-line", "2nd visit", None]})
    decided = policy.decide_table(duckdb.from_arrow(kinds.to_arrow()), {"kind": "inspection.type"})
    assert decided.project("decision_status").fetchall() == [
        ("decided",), ("no_rule",), ("needs_information",), ("needs_information",),
    ]  # fmt: skip
    late = kinds.with_columns(late=pl.lit(value=True)).to_arrow()
    columns = {"kind": "inspection.type", "late": "inspection.is_reinspection"}
    with pytest.raises(TableError, match="is computed by Python"):
        policy.decide_table(duckdb.from_arrow(late), columns)


def test_an_output_that_there_is_not_is_refused() -> None:
    with pytest.raises(TableError, match="there is no output `outcom` \\(did you mean `outcome`"):
        POLICY.decide_table(FRAME, COLUMNS, outputs=["outcom"])
    with pytest.raises(DispositionError, match="`bad` is `refuse` or `mark`, not `skip`"):
        POLICY.decide_table(FRAME, COLUMNS, bad="skip")


def test_a_declaration_is_read_from_yaml(tmp_path: Any) -> None:
    file = tmp_path / "columns.yaml"
    file.write_text(
        "columns:\n  qty: {to: lot.quantity, unit: units}\nfixed:\n  as_of: 2026-11-22\n"
    )
    read = TableColumns.read(file)
    assert read.cells["qty"].path == "lot.quantity"
    decided = POLICY.decide_table(pl.DataFrame({"qty": [1]}), file)
    assert decided["decision_status"].to_list() == ["needs_information"]


def test_documents_refuse_what_tables_refuse() -> None:
    """The same reader stands behind both."""
    with pytest.raises(LotError):
        Facts({"lot.quantity": 3.5})


SETTLED = [
    "lot.quantity == lot.quantity",
    "lot.quantity < lot.quantity",
    "lot.quantity > 2000000000000",
    "not lot.quantity > 2000000000000",
    "0 * lot.quantity == 0",
    "lot.quantity - lot.quantity == 0",
    "lot.regulated and not lot.regulated",
    "lot.regulated or not lot.regulated",
    "lot.regulated in [true, false]",
    "lot.regulated == (not lot.regulated)",
    "lot.regulated and (not lot.regulated or lot.quantity > 5)",
    "shipment.urgency in ['low', 'normal', 'high', 'critical']",
    "shipment.urgency == 'low' or shipment.urgency != 'low'",
    "lot.quantity is known and not lot.quantity is known",
]


@pytest.mark.parametrize(
    "hold", [lambda frame: frame, lambda frame: duckdb.from_arrow(frame.to_arrow())]
)
def test_what_would_be_settled_is_open_where_its_facts_are_unknown(hold: Any) -> None:
    rules = "\n".join(
        f'  r{at:02}: {{permit: [a], when: "{condition}", because: x}}'
        for at, condition in enumerate(SETTLED)
    )
    policy = load_policy_text(
        "policy: p\nversion: 1.0.0\noutcomes: {a: {title: A, ships: none}}\n"
        f"otherwise: hold\nrules:\n{rules}\n"
    )
    rows = [
        {"lot.quantity": number, "lot.regulated": flag, "shipment.urgency": word}
        for number in (None, 3, 9)
        for flag in (None, True, False)
        for word in (None, "low", "high")
    ]
    frame = pl.DataFrame(rows)
    table = policy.decide_table(hold(frame), {name: name for name in frame.columns})
    decided = table if isinstance(table, pl.DataFrame) else table.pl()
    for row, told in zip(rows, decided.iter_rows(named=True), strict=True):
        wanted = policy.decide(Facts(row), engine="reference")
        assert told["decision_rules"] == list(wanted.rule_ids), row
        assert told["decision_missing"] == sorted(wanted.waits_for), row


def test_a_lazy_frame_that_cannot_be_collected_is_told(tmp_path: Path) -> None:
    """Where it is scanned, and where it is run here; a frame that is handed back lazy is not."""
    (tmp_path / "broken.csv").write_text("found\n1\n2,B,C\n")
    broken = pl.scan_csv(tmp_path / "broken.csv")
    cast = pl.LazyFrame({"found": ["x"]}).with_columns(pl.col("found").cast(pl.Int64))
    absent = cast.select("nowhere")
    for do, frame, said in (
        (POLICY.backtest, broken, "more fields"),
        (POLICY.backtest, cast, "conversion from"),
        (POLICY.backtest, absent, "nowhere"),
        (POLICY.decide_table, absent, "nowhere"),
    ):
        with pytest.raises(TableError, match=f"the lazy frame: it cannot be collected: .*{said}"):
            do(frame, {"found": "defects.major.found"})
