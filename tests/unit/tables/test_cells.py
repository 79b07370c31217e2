"""Cells of tables are read exactly, or their rows are marked: every type that a column can have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import duckdb
import polars as pl
import pytest

from disposition import load_policy_text
from disposition.facts import observe
from disposition.policy.model import CheckedPolicy
from disposition.rows import LotMapping, RowError
from disposition.tables import TableColumns, TableError
from disposition.tables.deciding import decide_table
from support.postgres import Server
from support.sql_tables import in_duckdb, in_postgres, postgres

HEAD = """
policy: p
version: 1.0.0
outcomes: {a: {title: A, ships: none}}
otherwise: hold
rules:
"""

MIDNIGHT = datetime(2026, 11, 22)  # noqa: DTZ001 - as frames have days
ABSENT, BAD = "absent", "bad"

# fmt: off
# ruff: noqa: E501 - a table of cells, one case each line
CELLS: list[tuple[str, str, pl.Series, list[Any]]] = [
    (
        "whole floats",
        "lot.quantity",
        pl.Series([3.0, float("nan"), 3.5, float("inf")]),
        [3, ABSENT, BAD, BAD],
    ),
    ("negative zero", "inspection.evidence.photos", pl.Series([-0.0, 1e12, 1e13, -1.0]), [0, 10**12, BAD, BAD]),
    ("large whole numbers", "lot.quantity", pl.Series([2**63], dtype=pl.UInt64), [BAD]),
    ("wide whole numbers", "lot.quantity", pl.Series([2**100, 7], dtype=pl.Int128), [BAD, 7]),
    ("narrow whole numbers", "lot.quantity", pl.Series([-1, 127], dtype=pl.Int8), [BAD, 127]),
    (
        "decimals that are whole",
        "lot.quantity",
        pl.Series([Decimal("3.00"), Decimal("3.01")]),
        [3, BAD],
    ),
    (
        "texts of whole numbers",
        "lot.quantity",
        pl.Series(["12", " 7 ", "", "7.0", "7.5", "1e3", "x"]),
        [12, 7, ABSENT, 7, BAD, BAD, BAD],
    ),
    (
        "floats",
        "lot.unit_price",
        pl.Series([4.2, 0.1 + 0.2, 1e-7, 123456789.25]),
        [Decimal("4.2"), BAD, BAD, Decimal("123456789.25")],
    ),
    ("short floats", "lot.unit_price", pl.Series([0.1, None], dtype=pl.Float32), [BAD, ABSENT]),
    ("decimals", "lot.unit_price", pl.Series([Decimal("-0.01"), Decimal("0.00")]), [BAD, 0]),
    ("whole prices", "lot.unit_price", pl.Series([4, 10**15]), [4, BAD]),
    (
        "texts that may have groups of thousands",
        "inspection.evidence.photos",
        pl.Series(["1.000", "12.000", "0.000", "1000.000", "1.0000", "1.00"]),
        [BAD, BAD, 0, 1000, 1, 1],
    ),
    (
        "texts that may have decimals",
        "lot.unit_price",
        pl.Series(["1.234", "0.125", "1234.567", "-1.000"]),
        [BAD, Decimal("0.125"), Decimal("1234.567"), BAD],
    ),
    (
        "texts of decimals",
        "lot.unit_price",
        pl.Series(["4.20", "4,20", "4.1234567", "4.10000000", "-"]),
        [Decimal("4.2"), BAD, BAD, Decimal("4.1"), BAD],
    ),
    ("flags", "inspection.report_complete", pl.Series([True, None]), [True, ABSENT]),
    ("numbers for flags", "inspection.report_complete", pl.Series([1, 0, 2]), [True, False, BAD]),
    (
        "texts of flags",
        "inspection.report_complete",
        pl.Series(["Yes", "n", "maybe", ""]),
        [True, False, BAD, ABSENT],
    ),
    (
        "words",
        "shipment.urgency",
        pl.Series(["high", "hihg", "", None]),
        ["high", BAD, ABSENT, ABSENT],
    ),
    (
        "categories",
        "shipment.urgency",
        pl.Series(["high", "x"], dtype=pl.Categorical),
        ["high", BAD],
    ),
    ("texts", "supplier.id", pl.Series(["x", " ", None]), ["x", ABSENT, ABSENT]),
    ("numbers for texts", "supplier.id", pl.Series([4711, None]), ["4711", ABSENT]),
    (
        "days",
        "as_of",
        pl.Series([date(2026, 11, 22), date(1000, 1, 1), None]),
        [date(2026, 11, 22), BAD, ABSENT],
    ),
    (
        "times",
        "as_of",
        pl.Series([MIDNIGHT, MIDNIGHT + timedelta(hours=9)]),
        [date(2026, 11, 22), BAD],
    ),
    (
        "texts of days",
        "as_of",
        pl.Series(["2026-11-22", "2026-02-30", "22.11.2026", ""]),
        [date(2026, 11, 22), BAD, BAD, ABSENT],
    ),
    (
        "texts of days at the ends of months",
        "as_of",
        pl.Series(["2028-02-29", "2026-02-29", "2100-02-29", "2026-04-31", "2026-12-31", "2026-13-01", "2026-00-10", "0000-01-01", "2026-05-00"]),
        [date(2028, 2, 29), BAD, BAD, BAD, date(2026, 12, 31), BAD, BAD, BAD, BAD],
    ),
    ("texts with blanks", "supplier.id", pl.Series([" a ", "a", "  ", "a  b"]), ["a", "a", ABSENT, "a  b"]),
    ("nothing at all", "as_of", pl.Series([None, None]), [ABSENT, ABSENT]),
]


# What an engine cannot hold, or does not read; everything else is the same in each.
GAPS = {
    "polars": (),
    "duckdb": ("wide whole numbers",),
    "postgres": (
        *("wide whole numbers", "large whole numbers", "nothing at all"),
        "short floats",
    ),
}


@pytest.fixture(scope="module")
def database(postgres_server: Server) -> Iterator[Any]:
    with postgres(postgres_server) as connection:
        yield connection


def by_polars(policy: CheckedPolicy, frame: pl.DataFrame, columns: Any, **more: Any) -> Any:
    return decide_table(policy, frame, columns, bad="mark", **more)


@pytest.mark.parametrize("name", [each[0] for each in CELLS])
@pytest.mark.parametrize("engine", ["polars", "duckdb", pytest.param("postgres", marks=pytest.mark.slow)])
def test_cells_are_read_exactly_or_marked(
    engine: str, name: str, request: pytest.FixtureRequest
) -> None:
    """A rule for each expected value tells whether the cell is that value."""
    if name in GAPS[engine]:
        pytest.skip(f"{engine} does not have these cells")
    [(path, cells, meant)] = [each[1:] for each in CELLS if each[0] == name]
    if engine == "postgres":
        decide = partial(in_postgres, request.getfixturevalue("database"))
    else:
        decide = {"polars": by_polars, "duckdb": in_duckdb}[engine]
    known = [each for each in meant if each not in (ABSENT, BAD)]
    assert meanings(decide, path, cells, {"cell": path}, known) == meant


@pytest.mark.parametrize("decide", [by_polars, in_duckdb])
@pytest.mark.parametrize("places", [1, 2, 6, 9])
def test_every_float_that_is_a_short_decimal_is_read(decide: Any, places: int) -> None:
    rules = "  few: {permit: [a], when: lot.unit_price <= 0.25, because: x}\n"
    policy = load_policy_text(HEAD + rules)
    prices = pl.DataFrame({"cell": [number / 10**places for number in range(4_000)]})
    columns = {"columns": {"cell": {"to": "lot.unit_price", "places": places}}}
    found = decide(policy.checked, prices, columns, outputs=["outcome", "status"])
    few = sum(number * 4 <= 10**places for number in range(4_000))
    assert dict(found["decision_status"].value_counts().rows()) == dict(
        [("decided", few)] + [("no_rule", 4_000 - few)] * (few < 4_000)
    )


def meanings(
    decide: Any, path: str, cells: pl.Series, columns: Any, known: Sequence[Any]
) -> list[Any]:
    """Return what each cell means: one of some values, nothing, or that it cannot be read."""
    rules = [f"  known: {{permit: [a], when: '{path} is known', because: x}}"]
    for number, value in enumerate(known):
        written = repr(value) if isinstance(value, str) else str(value).lower()
        written = repr(written) if isinstance(value, date) else written
        condition = written if value is True else f"{path} == {written}"
        condition = path if value is True else f"not {path}" if value is False else condition
        rules.append(f'  is{number}: {{permit: [a], when: "{condition}", because: x}}')
    policy = load_policy_text(HEAD + "\n".join(rules) + "\n")
    decided = decide(
        policy.checked, pl.DataFrame({"cell": cells}), columns, outputs=["true_rules", "status"]
    )
    found: list[Any] = []
    for rules_, status, unreadable in decided.select(pl.col("^decision_.*$")).rows():
        assert (status == "unreadable") == (unreadable == ["cell"])
        if unreadable:
            assert rules_ == []
            found.append(BAD)
        elif "known" in rules_:
            [value] = {known[int(each[2:])] for each in rules_ if each != "known"}
            found.append(value)
        else:
            found.append(ABSENT)
    return found


# --- texts as people write them ------------------------------------------------------------------

DAYS = {"days": ["DD.MM.YYYY", "MM/DD/YY", "YYYYMMDD"]}
TEXTS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("shipment.urgency", {}, ["high", "HIGH", " High ", "hoch", "", "lo w"]),
    ("inspection.plan.standard", {}, ["ISO2859-1", "iso2859_1", "iso 2859-1", "Z1.4"]),
    (
        "shipment.urgency",
        {"words": {"Eil": "high", "-": None, "eil ": "low"}},
        ["Eil", "EIL", " eil", "-", "", "high"],
    ),
    (
        "lot.quantity",
        {},
        ["3", "3.0", "3,0", "1 000", "1\u202f000", "１２", "+7", "007", "1.234", "1e3", "x", "12 %"],
    ),
    (
        "inspection.type",
        {"words": {"Endprüfung": "final", "Im Prozess": "in_line", "?": None}},
        ["Endprüfung", "ENDPRÜFUNG", " im prozess ", "?", "", "final"],
    ),
    ("lot.quantity", {"decimals": "comma"}, ["1.234", "1 234,0", "1,5", "1.23.456", "1234."]),
    ("lot.unit_price", {"decimals": "comma"}, [",5", "5,", "1.234,50", "1234,567", "-1", "€ 5"]),
    ("lot.unit_price", {}, [".5", "0.5", "1 234.5", "1.234,5", "5.", "5 %", "0.1234567"]),
    ("contract.price_reduction.max_percent", {}, ["12 %", "12.5%", "101 %", "%", "12 % %"]),
    ("inspection.date", {}, ["2026-11-22", "2026-11-22 10:30", "2026-11-22T10:30:00Z"]),
    ("inspection.date", {}, ["0000-00-00", "00000000", "2026-02-30", "1753-01-01", "22.11.2026"]),
    ("inspection.date", {"days": "DD.MM.YYYY"}, ["2.1.2026", "2026-11-22", "00.00.0000", "2.1.26"]),
    ("inspection.date", {"days": "DD.MM.YY"}, ["02.01.26", "31.02.26", "2026-01-02"]),
    ("inspection.date", {"days": "DD-MON-YY"}, ["2-NOV-26", "02-nov-26 10:30", "2-NOW-26", "31-FEB-26"]),
    ("inspection.date", {"days": "DD.MM.YYYY"}, ["2.1.2026 9:30 PM", "2.1.2026 x", "02.01.2026 25"]),
    ("inspection.date", DAYS, ["22.11.2026", "11/22/26", "20261122", "2026-11-22", "22/11/26"]),
    ("lot.regulated", {}, ["YES", " x ", "0", "ja", ""]),
    ("supplier.id", {}, ["a", "a b", " a ", "\u00a0a\u2003", "a\x00b", "a\x7f", "a\u0085b", "b" * 10_001]),
]


@pytest.mark.parametrize(("path", "said", "texts"), TEXTS)
def test_a_text_means_in_a_table_what_it_means_in_a_row(
    path: str, said: dict[str, Any], texts: list[str]
) -> None:
    """In SQL fewer texts are read; the rows of the others are marked."""
    meant, known = [], []
    for text in texts:
        mapping = LotMapping.from_dict({"columns": {"cell": {"to": path, **said}}})
        try:
            value = observe(mapping.lot({"cell": text}), [path])[path]
        except RowError:
            value = BAD
        meant.append(ABSENT if value is None else value)
        if value is not None and value is not BAD and value not in known:
            known.append(value)
    columns = {"columns": {"cell": {"to": path, **said}}}
    places = {"columns": {"cell": {"to": path, "places": 7, **said}}}
    cells = pl.Series(texts)
    assert meanings(by_polars, path, cells, places, known) == meant
    if "decimals" not in said and "days" not in said and path != "supplier.id":
        in_sql = meanings(in_duckdb, path, cells, TableColumns.from_dict(columns), known)
        pairs = zip(in_sql, meant, strict=True)
        assert all(found in (BAD, wanted) for found, wanted in pairs)


def test_what_is_wrong_with_a_text_is_told_with_what_helps() -> None:
    policy = load_policy_text(HEAD + "  r: {permit: [a], when: lot.quantity > 1, because: x}\n")
    for to, text, hint in (
        ({"to": "lot.unit_price", "decimals": "comma"}, "4,1234567", "`places` says"),
        ({"to": "lot.quantity"}, "N/A", '`absent: ["N/A"]` says'),
        ({"to": "shipment.urgency"}, "eilig", "say what each word means"),
        ({"to": "shipment.urgency", "words": {"E": "high"}}, "-", '`absent: ["-"]` says'),
        ({"to": "as_of"}, "22.11.2026", "say how days are written"),
    ):
        frame = pl.DataFrame({"q": [2], "cell": [text]})
        columns = {"columns": {"q": "lot.ordered_quantity", "cell": to}}
        with pytest.raises(TableError) as caught:
            policy.decide_table(frame, columns)
        [problem] = caught.value.problems
        assert hint in problem.hint, problem


def test_several_forms_of_days_are_of_frames_only() -> None:
    policy = load_policy_text(HEAD + "  r: {permit: [a], when: lot.quantity > 1, because: x}\n")
    columns = {"columns": {"q": "lot.quantity", "cell": {"to": "as_of", **DAYS}}}
    with pytest.raises(TableError, match="`days` are read in data frames only"):
        policy.to_sql("duckdb", columns)
    relation = duckdb.sql("SELECT 2 AS q, '11/22/26' AS cell")
    decided = policy.decide_table(relation, columns).project("decision_outcome")
    assert decided.fetchall() == [("a",)]


@pytest.mark.parametrize("decide", [by_polars, in_duckdb])
def test_numbers_that_are_too_large_mark_their_row_where_only_the_ending_is_asked(
    decide: Any,
) -> None:
    """What is only compared is not looked at twice; what is reckoned with must not overflow."""
    policy = load_policy_text(HEAD + """
  few: {permit: [a], when: lot.quantity > 5 or shipment.urgency == 'high', because: x}
  all: {permit: [a], when: 3 * lot.ordered_quantity - 7 < lot.quantity * 2, because: x}
  dear: {permit: [a], when: lot.unit_price * 3 > 0 and supplier.relationship_months > 0, because: x}
""")
    columns = {"q": "lot.quantity", "o": "lot.ordered_quantity", "h": "shipment.urgency"}
    columns |= {"p": "lot.unit_price", "m": "supplier.relationship_months"}
    largest = 2**63 - 1
    frame = pl.DataFrame(
        {
            "q": [7, largest, 7, 7, None, 1],
            "o": [1, 1, largest, -largest, 1, 1],
            "h": ["high", "low", "", "hi", "low", "low"],
            "p": pl.Series([1, 1, 1, 1, 1, largest]),
            "m": pl.Series([1, 1, 1, 1, 2**64 - 1, 1], dtype=pl.UInt64),
        }
    )
    decided = decide(policy.checked, frame, columns, outputs=["outcome", "status", "rules"])
    assert decided["decision_unreadable"].to_list() == [
        [], ["q"], ["o"], ["o", "h"], ["m"], ["p"],
    ]  # fmt: skip
    assert decided["decision_outcome"].to_list() == ["a", None, None, None, None, None]
    assert decided["decision_rules"].to_list() == [["all", "dear", "few"], [], [], [], [], []]


def test_words_and_days_are_as_the_table_writes_them() -> None:
    columns = {
        "columns": {
            "e": {"to": "shipment.urgency", "words": {"1": "high", "9": None}},
            "d": {"to": "as_of", "days": "DD.MM.YYYY"},
            "q": "lot.quantity",
        },
        "absent": ["n/a"],
    }
    policy = load_policy_text(HEAD + """
  day: {permit: [a], when: "as_of == '2026-11-22'", because: x}
  haste: {permit: [a], when: "shipment.urgency == 'high'", because: x}
  some: {permit: [a], when: lot.quantity is known, because: x}
""")
    frame = pl.DataFrame(
        {"e": [1, 9, 2], "d": ["22.11.2026", "n/a", "22.11.2026"], "q": ["n/a", "1", "2"]}
    )
    decided = policy.decide_table(frame, columns, outputs=["true_rules"], bad="mark")
    assert decided["decision_true_rules"].to_list() == [["day", "haste"], ["some"], ["day", "some"]]
    assert decided["decision_unreadable"].to_list() == [[], [], ["e"]]


def test_numbers_that_need_more_than_38_digits_are_refused_before() -> None:
    policy = load_policy_text(HEAD + """
  cube: {permit: [a], when: lot.quantity * lot.quantity * lot.quantity * lot.quantity > 1, because: x}
""")
    wide = pl.DataFrame({"q": [10**12]})
    with pytest.raises(TableError, match="rule `cube`: its numbers could need more than 38 digits"):
        policy.decide_table(wide, {"q": "lot.quantity"})
    narrow = wide.select(q=pl.lit(2**31 - 1, dtype=pl.Int32))
    decided = policy.decide_table(narrow, {"q": "lot.quantity"})
    assert decided["decision_outcome"].to_list() == ["a"]


def test_numbers_of_39_digits_are_refused_though_they_have_128_bits() -> None:
    # Decimals of Spark and Snowflake hold no more: 10^38 is an error there, or nothing.
    policy = load_policy_text(HEAD + """
  product: {permit: [a], when: custom.a * custom.b > 1, because: x}
  beside: {permit: [a], when: custom.a * custom.b + custom.a > 1, because: x}
facts:
  custom.a: {type: decimal}
  custom.b: {type: decimal}
""")
    columns = {"a": "custom.a", "b": "custom.b"}
    types = dict.fromkeys(columns, "decimal(19, 4)")
    with pytest.raises(TableError) as refused:
        policy.to_sql("spark", columns, types=types)
    assert [each.where for each in refused.value.problems] == ["rule `beside`"]


def test_products_beyond_64_bits_are_exact() -> None:
    policy = load_policy_text(HEAD + """
  one: {permit: [a], when: "lot.quantity * lot.ordered_quantity == 7 or lot.quantity * lot.ordered_quantity == 1000000000000 * 1000000000000", because: x}
  two: {permit: [a], when: lot.quantity * lot.ordered_quantity == 999999999999 * 1000000000000 or lot.quantity * lot.ordered_quantity == 5, because: x}
  more: {permit: [a], when: lot.quantity * lot.ordered_quantity > 999999999999 * 1000000000000, because: x}
""")
    columns = {"q": "lot.quantity", "o": "lot.ordered_quantity"}
    frame = pl.DataFrame({"q": [10**12, 10**12 - 1, 7, 5], "o": [10**12, 10**12, 1, 1]})
    for table in (frame, duckdb.from_arrow(frame.to_arrow())):
        told = policy.decide_table(table, columns, outputs=["true_rules"])
        decided = told if isinstance(told, pl.DataFrame) else told.pl()
        rules = decided["decision_true_rules"].to_list()
        assert rules == [["more", "one"], ["two"], ["one"], ["two"]]
