"""Defects as lists, as lines of a table of their own, or as counts: three ways to say the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from disposition import Lot, load_policy_text
from disposition.rows import LotMapping
from disposition.tables import TableColumns, TableError
from disposition.tables.frames.relational import outputs
from support.sql_tables import duckdb_connection

POLICY = load_policy_text("""
policy: small
version: 1.0.0
outcomes:
  ship: {title: Ship, ships: all}
  sort: {title: Sort, ships: part}
  rework: {title: Rework, ships: none}
otherwise: hold
rules:
  good: {permit: [ship], when: not defects.major.rejected, because: x}
  bad: {permit: [sort], when: defects.major.rejected, because: x}
  minor: {permit: [rework], when: defects.minor.found > 3, because: x}
  mendable: {permit: [rework], when: defects.major.correctable, because: x}
  danger: {forbid: [ship, sort], when: defects.dangerous.present, because: x}
""")
PLAN = {
    "lot.quantity": 500,
    "inspection.sample_size": 50,
    "inspection.plan.type": "single",
    "inspection.plan.level": "II",
    "inspection.plan.standard": "iso2859-1",
    "inspection.plan.state": "normal",
    "inspection.plan.aql.major": "2.5",
}
COUNTS = {
    "crit": {"severity": "critical", "category": "safety"},
    "maj": {"severity": "major", "reworkable": True},
    "min": "minor",
}
UNITS = list(product((0, 2, None), (0, 1, 5, None), (0, 4, None)))
LOTS = pl.DataFrame(UNITS, schema=dict.fromkeys(COUNTS, pl.Int64), orient="row").with_columns(
    no=pl.int_range(pl.len()).cast(pl.String)
)
LINES = pl.DataFrame(
    [
        {"lot": str(number), "sev": name, "n": units, "mend": "y" if name == "maj" else ""}
        for name in COUNTS
        for number, found in enumerate(UNITS)
        if (units := dict(zip(COUNTS, found, strict=True))[name])
    ]
)
WORDS = {"crit": "critical", "maj": "major", "min": "minor"}


def by_counts(**more: Any) -> dict[str, Any]:
    return {"columns": {"no": "lot.id"}, "counts": COUNTS, "fixed": PLAN, **more}


def by_lines(lines: Any = LINES, **more: Any) -> dict[str, Any]:
    told = {
        "from": lines,
        "key": {"no": "lot"},
        "columns": {
            "sev": {"to": "severity", "words": WORDS},
            "n": {"to": "units", "unit": "units"},
            "mend": "reworkable",
        },
        "no_lines": "none",
        **more,
    }
    kept = {key: each for key, each in told.items() if each is not None}
    return {"lines": {"inspection.defects": kept}, "fixed": PLAN}


LINES_TOLD = by_lines()["lines"]["inspection.defects"]
MISFITS = {"sev": "severty", "n": {"to": "units", "unit": "kg"}, "mend": "units"}


def documents(of_row: Callable[[Mapping[str, int | None]], list[Any] | None]) -> list[Lot]:
    found = []
    for units in UNITS:
        lines = of_row(dict(zip(COUNTS, units, strict=True)))
        inspection = {} if lines is None else {"defects": lines}
        found.append(
            Lot.from_dict(
                {
                    "lot": {"quantity": 500},
                    "inspection": {
                        **inspection,
                        "sample_size": 50,
                        "plan": {
                            "type": "single",
                            "level": "II",
                            "standard": "iso2859-1",
                            "state": "normal",
                            "aql": {"major": "2.5"},
                        },
                    },
                }
            )
        )
    return found


def line(name: str, units: int) -> dict[str, Any]:
    said = COUNTS[name]
    return {**({"severity": said} if isinstance(said, str) else said), "units": units}


def told(frame: pl.DataFrame) -> list[Any]:
    return frame.select("decision_outcome", "decision_status", "decision_missing").rows()


def wanted(lots: list[Lot]) -> list[Any]:
    decided = [POLICY.decide(lot, engine="reference") for lot in lots]
    return [(each.outcome, each.status, sorted(each.waits_for)) for each in decided]


# --- the same as documents -----------------------------------------------------------------------


def test_counts_are_the_lines_of_documents() -> None:
    """Where one is not told, no list is: it would say that nothing else was found."""

    def lines(row: Mapping[str, int | None]) -> list[Any] | None:
        if None in row.values():
            return None
        return [line(name, units) for name, units in row.items() if units]

    assert told(POLICY.decide_table(LOTS, by_counts())) == wanted(documents(lines))


def test_a_blank_count_is_zero_where_that_is_said() -> None:
    counts = {
        name: {**({"severity": said} if isinstance(said, str) else said), "blank": 0}
        for name, said in COUNTS.items()
    }

    def lines(row: Mapping[str, int | None]) -> list[Any] | None:
        return [line(name, units) for name, units in row.items() if units]

    decided = POLICY.decide_table(LOTS, by_counts(counts=counts))
    assert told(decided) == wanted(documents(lines))


@pytest.mark.parametrize("no_lines", ["none", "unknown"])
def test_lines_of_a_table_of_their_own_are_those_of_documents(no_lines: str) -> None:
    def lines(row: Mapping[str, int | None]) -> list[Any] | None:
        held = {name: units for name, units in row.items() if units}
        return [line(name, units) for name, units in held.items()] if held else nothing

    nothing: list[Any] | None = [] if no_lines == "none" else None
    shuffled = LINES.sample(fraction=1, shuffle=True, seed=3)
    decided = POLICY.decide_table(LOTS, by_lines(shuffled, no_lines=no_lines))
    assert told(decided) == wanted(documents(lines))


def test_rows_are_decided_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [POLICY.decide_table(LOTS, each) for each in (by_counts(), by_lines())]
    monkeypatch.setattr(outputs, "BATCH", 7)
    for columns, decided in zip((by_counts(), by_lines()), whole, strict=True):
        assert POLICY.decide_table(LOTS, columns).equals(decided)


# --- what comes in -------------------------------------------------------------------------------


def _relation(frame: pl.DataFrame) -> Any:
    # Of a connection of its own: what comes back must be of the same.
    return duckdb_connection().from_arrow(frame.to_arrow())


MAKES: dict[str, tuple[Callable[[pl.DataFrame], Any], Callable[[Any], Any]]] = {
    "lazy": (pl.DataFrame.lazy, pl.LazyFrame.collect),
    "pandas": (pl.DataFrame.to_pandas, pl.from_pandas),
    "arrow": (pl.DataFrame.to_arrow, pl.DataFrame),
    "duckdb": (_relation, lambda relation: pl.DataFrame(relation.to_arrow_table())),
}


@pytest.mark.parametrize("kind", MAKES)
def test_tables_of_every_kind_are_decided_alike(kind: str) -> None:
    make, back = MAKES[kind]
    outcome = POLICY.decide_table(LOTS, by_counts())["decision_outcome"]
    decided = back(POLICY.decide_table(make(LOTS), by_counts()))
    assert decided["decision_outcome"].to_list() == outcome.to_list()
    outcome = POLICY.decide_table(LOTS, by_lines())["decision_outcome"]
    lines = make(LINES) if kind != "pandas" else LINES.to_pandas()
    decided = back(POLICY.decide_table(make(LOTS), by_lines(lines)))
    assert decided["decision_outcome"].to_list() == outcome.to_list()


def test_a_relation_comes_back_as_one_that_can_be_joined() -> None:
    relation = _relation(LOTS)
    decided = POLICY.decide_table(relation, by_counts())
    assert type(decided) is type(relation)
    assert decided.join(relation, "no").count("*").fetchall() == [(len(LOTS),)]


def test_keys_of_numbers_find_each_other_whatever_their_width() -> None:
    lots = LOTS.with_columns(no=pl.col("no").cast(pl.Int8))
    narrow = POLICY.decide_table(lots, by_lines(LINES.with_columns(lot=pl.col("lot").cast(int))))
    floats = LINES.with_columns(lot=pl.col("lot").cast(float))
    for found in (narrow, POLICY.decide_table(lots, by_lines(floats))):
        assert told(found) == told(POLICY.decide_table(LOTS, by_lines()))


def test_keys_can_be_several_columns() -> None:
    lots = pl.DataFrame({"plant": ["A", "B"], "no": [1, 1]})
    lines = pl.DataFrame({"no": [1], "werk": ["B "], "sev": ["crit"], "n": [1], "mend": [None]})
    columns = by_lines(lines, key={"no": "no", "plant": "werk"})
    decided = POLICY.decide_table(lots, columns, outputs=["outcome"])
    assert decided["decision_outcome"].to_list() == ["ship", "rework"]


def test_a_file_of_lines_lies_beside_the_declaration(tmp_path: Path) -> None:
    LINES.write_csv(tmp_path / "found.csv")
    declared = """
fixed: {%s}
lines:
  inspection.defects:
    from: found.csv
    key: {no: lot}
    columns:
      sev: {to: severity, words: {crit: critical, maj: major, min: minor}}
      n: units
      mend: reworkable
    no_lines: none
"""
    plan = ", ".join(f"{path}: '{value}'" for path, value in PLAN.items() if value != PLAN)
    (tmp_path / "columns.yaml").write_text(
        declared % plan.replace("'500'", "500").replace("'50'", "50")
    )
    decided = POLICY.decide_table(LOTS, tmp_path / "columns.yaml")
    assert told(decided) == told(POLICY.decide_table(LOTS, by_lines()))


def test_tables_of_no_lots_or_no_lines_are_decided() -> None:
    empty = pl.DataFrame({"lot": [], "sev": [], "n": [], "mend": []})
    decided = POLICY.decide_table(LOTS.head(1), by_lines(empty), outputs=["outcome"])
    assert decided["decision_outcome"].to_list() == ["ship"]
    assert POLICY.decide_table(LOTS.head(0), by_counts()).height == 0
    assert POLICY.decide_table(LOTS.head(0), by_lines(LINES.head(0))).height == 0


# --- what is wrong -------------------------------------------------------------------------------


def test_what_does_not_fit_is_told(golden: Any) -> None:
    counted = LOTS.head(4)
    lines = LINES.filter(pl.col("lot").cast(int) < 4)
    again = pl.concat([counted, counted])
    unknown = pl.concat([lines, lines.with_columns(lot=pl.lit("99"))])
    cases: dict[str, tuple[pl.DataFrame, Any]] = {
        "a column that is not there": (counted, by_counts(counts={"mjaor": "major"})),
        "a word": (counted, by_counts(counts={"maj": "mayor"})),
        "a key": (counted, by_counts(counts={"maj": {"severity": "major", "colour": "red"}})),
        "units": (counted, by_counts(counts={"maj": {"severity": "major", "units": 1}})),
        "blank": (counted, by_counts(counts={"maj": {"severity": "major", "blank": "0"}})),
        "nothing": (counted, by_counts(counts={"maj": 3})),
        "a count that is none": (counted.with_columns(maj=pl.lit("few")), by_counts()),
        "a type": (counted.with_columns(maj=pl.lit(value=True)), by_counts()),
        "both": (counted, by_counts(lines={"inspection.defects": LINES_TOLD})),
        "lots without lines": (counted, by_lines(no_lines=None)),
        "what lines mean": (counted, by_lines(key=None, **{"from": None}, columns={})),
        "a choice": (counted, by_lines(no_lot="skip", no_lines="nothing", form="csv")),
        "a list": (counted, {"lines": {"inspection.defekts": LINES_TOLD}}),
        "columns of lines": (counted, by_lines(lines, key={"nr": "lot"}, columns={"kind": "code"})),
        "values of lines": (counted, by_lines(lines, columns=MISFITS)),
        "types of keys": (counted.with_columns(no=pl.col("no").cast(int)), by_lines(lines)),
        "lots that are there twice": (again, by_lines(lines)),
        "a lot without a key": (counted.with_columns(no=pl.lit(" ")), by_lines(lines.head(0))),
        "a line without a key": (counted, by_lines(lines.with_columns(lot=pl.lit(None)))),
        "lines of no lot": (counted, by_lines(unknown)),
        "words of lines": (counted, by_lines(lines.with_columns(sev=pl.lit("Krit")))),
        "units of lines": (counted, by_lines(lines.with_columns(n=pl.lit(-1)))),
    }  # fmt: skip
    texts = []
    for name, (frame, columns) in cases.items():
        with pytest.raises(TableError) as caught:
            POLICY.decide_table(frame, columns)
        codes = ", ".join(each.code for each in caught.value.problems)
        texts.append(f"{name}\n{caught.value}\n[{codes}]\n")
    golden("\n".join(texts), "tables/lines.txt")


def test_lines_of_other_lots_are_left_out_where_that_is_said() -> None:
    decided = POLICY.decide_table(LOTS.head(5), by_lines(no_lot="leave_out"))
    assert told(decided) == told(POLICY.decide_table(LOTS, by_lines()))[:5]


def test_lots_of_what_cannot_be_read_are_marked() -> None:
    lots = LOTS.head(3).with_columns(maj=pl.Series(["0", "x", "1"]))
    marked = POLICY.decide_table(lots, by_counts(), bad="mark")
    assert marked["decision_unreadable"].to_list() == [[], ["maj"], []]
    lines = LINES.filter(pl.col("lot").cast(int) < 5).with_columns(n=pl.lit(-1))
    marked = POLICY.decide_table(LOTS.head(5), by_lines(lines), bad="mark")
    unreadable = [["inspection.defects"] if each else [] for each in (0, 1, 0, 1, 1)]
    assert marked["decision_unreadable"].to_list() == unreadable
    assert marked["decision_outcome"].is_null().to_list() == [bool(each) for each in unreadable]


def test_a_line_with_an_empty_cell_can_be_read() -> None:
    """A blank cell says nothing: its lot is decided, and not marked."""
    lines = LINES.filter(pl.col("lot").cast(int) < 5).with_columns(n=pl.lit(None, dtype=pl.Int64))
    marked = POLICY.decide_table(LOTS.head(5), by_lines(lines), bad="mark")
    assert marked["decision_unreadable"].list.len().to_list() == [0] * 5
    assert told(marked) == told(POLICY.decide_table(LOTS.head(5), by_lines(lines)))


def test_a_column_may_be_called_as_a_key() -> None:
    assert TableColumns.from_dict({"counts": "lot.quantity"}).cells["counts"].path == "lot.quantity"
    said = {"lines": {"to": "lot.quantity", "unit": "units"}}
    assert TableColumns.from_dict(said).cells["lines"].path == "lot.quantity"


CHECKED = load_policy_text("""
policy: checked
version: 1.0.0
outcomes: {ship: {title: Ship, ships: all}, sort: {title: Sort, ships: part}}
otherwise: hold
rules:
  good: {permit: ship, when: defects.major.found == 0 and checks.failed == 0, because: x}
  bad: {permit: sort, when: defects.major.found > 0, because: x}
  part: {forbid: ship, when: segments.count > 0, because: x}
  whole: {permit: sort, when: inspection.plans.count == 0 and defects.minor.found > 0, because: x}
""")
EMPTY = {"inspection.checks": [], "inspection.segments": [], "inspection.plans": []}


@pytest.mark.parametrize("known", [EMPTY, {}])
def test_a_list_can_be_fixed_to_be_empty(known: dict[str, Any]) -> None:
    """In frames and relations, as in a row that is made a document."""
    meant = by_counts(fixed={**PLAN, **known})
    of_rows = LotMapping.from_dict(meant)
    lots = [of_rows.lot(row) for row in LOTS.iter_rows(named=True)]
    decisions = [CHECKED.decide(lot, engine="reference") for lot in lots]
    expected = [(each.outcome, each.status, sorted(each.waits_for)) for each in decisions]
    assert told(CHECKED.decide_table(LOTS, meant)) == expected
    relation = CHECKED.decide_table(duckdb.from_arrow(LOTS.to_arrow()), meant)
    assert told(relation.pl()) == expected


def test_only_an_empty_list_can_be_fixed() -> None:
    one = {"inspection.checks": [{"name": "drop"}]}
    with pytest.raises(TableError, match=r"fixed `inspection.checks`: only an empty list can be"):
        CHECKED.decide_table(LOTS, by_counts(fixed=one))
    with pytest.raises(TableError, match=r"`inspection.defects` comes from `fixed` already"):
        CHECKED.decide_table(LOTS, by_counts(fixed={"inspection.defects": []}))
    with pytest.raises(TableError, match="a statement has no fixed lists"):
        CHECKED.to_sql("duckdb", {"columns": {"n": "lot.quantity"}, "fixed": EMPTY})
