"""SQL of policies: one text for each dialect, and relations of DuckDB that are run when asked."""

from __future__ import annotations

import itertools
import re
from typing import Any

import duckdb
import polars as pl
import pytest
import sqlglot

from disposition import load_policy_text
from disposition.tables import TableError

POLICY = load_policy_text(
    """
policy: small
version: 1.0.0
outcomes:
  ship: {title: Ship, ships: all}
  sort: {title: Sort, ships: part}
otherwise: hold
rules:
  ok: {permit: [ship], when: defects.major.found <= 5 and not shipment.urgency == 'low', because: x}
  late: {forbid: [ship], when: shipment.ship_by - as_of < 3, because: x}
  dear: {permit: [sort], when: "lot.unit_price * lot.quantity > 1000.5", because: x}
  named: {forbid: [sort], when: "supplier.id == 'O''Neill'", because: x}
""".replace("O''Neill", "Neill & Co")
)
COLUMNS = {
    "columns": {
        "maj": "defects.major.found",
        "haste": {"to": "shipment.urgency", "words": {"E": "high", "-": None}},
        "by": "shipment.ship_by",
        "price": {"to": "lot.unit_price", "places": 2},
        "qty": "lot.quantity",
        "who": "supplier.id",
    },
    "fixed": {"as_of": "2026-11-22"},
}


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark", "snowflake", "bigquery"])
def test_a_policy_is_written_in_each_dialect(dialect: str, golden: Any) -> None:
    text = POLICY.to_sql(dialect, COLUMNS, source="qm.lots", outputs=["outcome", "missing"])
    golden(text, f"tables/{dialect}.sql")


def test_a_dialect_that_there_is_not_is_refused() -> None:
    with pytest.raises(TableError, match="there is no `postgresql` \\(did you mean `postgres`"):
        POLICY.to_sql("postgresql", COLUMNS)


LISTS = load_policy_text("""
policy: lists
version: 1.0.0
outcomes: {ship: {title: Ship, ships: all}}
otherwise: hold
rules:
  few: {permit: [ship], when: custom.sum <= 5, because: x}
  due: {forbid: [ship], when: "custom.due", because: x}
  late: {forbid: [ship], when: custom.ok or custom.most > 7, because: x}
facts:
  custom.tests: {list: {due: {type: date}, ok: {type: boolean}, n: {type: integer}}}
  custom.sum: {is: sum(c.n for c in custom.tests if c.ok)}
  custom.due: {is: "any(c.due < as_of for c in custom.tests)"}
  custom.ok: {is: "last(c.ok for c in custom.tests)"}
  custom.most: {is: "max(c.n for c in custom.tests)"}
""")
TYPES = {
    "duckdb": "STRUCT(due DATE, ok BOOLEAN, n BIGINT)[]",
    "postgres": "json",
    "spark": "array<struct<due:date,ok:boolean,n:bigint>>",
    "snowflake": "ARRAY(OBJECT(due DATE, ok BOOLEAN, n NUMBER(9, 0)))",
    "bigquery": "ARRAY<STRUCT<due DATE, ok BOOL, n INT64>>",
}


@pytest.mark.parametrize("dialect", TYPES)
def test_lists_are_gone_over_in_each_dialect(dialect: str, golden: Any) -> None:
    columns = {"tests": "custom.tests", "day": "as_of"}
    types = {"tests": TYPES[dialect]}
    text = LISTS.to_sql(dialect, columns, source="qm.lots", types=types, outputs=["outcome"])
    assert isinstance(sqlglot.parse_one(text, dialect=dialect), sqlglot.exp.Select)
    golden(text, f"tables/lists-{dialect}.sql")


def test_a_relation_keeps_its_columns_and_marks_its_rows() -> None:
    table = duckdb.sql("""
        SELECT * FROM (VALUES
            (1, 5, 'E', DATE '2026-12-01', 4.25, 10, 'x', [1]),
            (2, 6, '-', NULL, 4.25, 10, 'x', NULL),
            (3, 6, 'F', NULL, 4.25, 1000, 'x', NULL)
        ) AS lots(id, maj, haste, "by", price, qty, who, other)
    """)
    decided = POLICY.decide_table(table, COLUMNS, outputs=["outcome", "status"])
    assert decided.columns[:8] == table.columns
    assert decided.project("id, decision_outcome, decision_status, decision_unreadable").order(
        "id"
    ).fetchall() == [
        (1, "ship", "decided", []),
        (2, "hold", "no_rule", []),
        (3, None, "unreadable", ["haste"]),
    ]


def test_blanks_around_texts_are_those_of_a_frame() -> None:
    words = [None, "", "  ", "\u00a0", " \u3000", "high", "low"]
    names = [None, "s1", " s1", "s1 ", "\u00a0s1", "s1\u00a0", "s1\u3000", "s1é", "~s1", "\u2003"]
    policy = load_policy_text(
        """
policy: blanks
version: 1.0.0
outcomes: {ship: {title: Ship, ships: all}}
otherwise: hold
rules:
  one: {permit: [ship], when: "shipment.urgency == 'high' or supplier.id == 's1'", because: x}
"""
    )
    columns = {"haste": "shipment.urgency", "who": "supplier.id"}
    rows = [*itertools.product(words, names)]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    connection = duckdb.connect()
    connection.register("lots", frame.to_arrow())
    told = policy.decide_table(connection.table("lots"), columns, outputs=["status"]).pl()
    assert told["decision_status"].to_list() == (
        policy.decide_table(frame, columns, outputs=["status"])["decision_status"].to_list()
    )


def test_what_a_statement_says_can_be_run_as_it_is() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE lots AS SELECT 3 AS maj, DATE '2026-12-24' AS \"by\"")
    columns = {"maj": "defects.major.found", "by": "shipment.ship_by"}
    types = {"maj": "INTEGER", "by": "DATE"}
    statement = POLICY.to_sql("duckdb", columns, types=types, outputs=["considered", "missing"])
    [row] = connection.execute(statement).fetchall()
    assert row[2:] == ("ship", ["as_of", "shipment.urgency"], [])


def test_names_that_differ_in_their_case_are_refused() -> None:
    """DuckDB would give the one for the other."""
    table = duckdb.sql("SELECT 1 AS maj, 2 AS MAJ")
    with pytest.raises(TableError, match="column `maj`: two columns have this name"):
        POLICY.decide_table(table, {"maj": "defects.major.found"})


def test_a_frame_of_spark_without_a_fact_is_refused_before_spark_is_asked() -> None:
    kind = type("DataFrame", (), {"__module__": "pyspark.sql.dataframe", "columns": ["maj", "qty"]})
    with pytest.raises(TableError, match="no column is called as a fact is"):
        POLICY.decide_table(kind())


JOINED_TEXT = """
policy: joined
version: 1.0.0
outcomes: {ship: {title: Ship, ships: all}}
otherwise: hold
rules:
  few: {permit: [ship], when: custom.sum <= 5 and defects.critical.found == 0, because: x}
facts:
  custom.tests: {list: {ok: {type: boolean}, n: {type: integer}}}
  custom.sum: {is: sum(c.n for c in custom.tests if c.ok)}
  custom.last: {is: last(c.n for c in custom.tests)}
"""
JOINED = load_policy_text(JOINED_TEXT)
LINES = {
    "columns": {"ok": "ok", "n": "n"},
    "from": "tests",
    "key": {"no": "lot"},
    "no_lines": "none",
    "no_lot": "leave_out",
}
IN_SHAPES = {
    "lines": {"custom.tests": LINES},
    "counts": {"crit": {"severity": "critical", "sortable": True}, "maj": "major"},
}
KEYS = {"no": "text", "custom.tests": {"lot": "text"}}


@pytest.mark.parametrize("dialect", TYPES)
def test_lines_and_counts_are_lists_in_each_dialect(dialect: str, golden: Any) -> None:
    text = JOINED.to_sql(dialect, IN_SHAPES, source="qm.lots", types=KEYS, outputs=["outcome"])
    assert isinstance(sqlglot.parse_one(text, dialect=dialect), sqlglot.exp.Select)
    golden(text, f"tables/lines-{dialect}.sql")


JUDGED = load_policy_text("""
policy: judged
version: 1.0.0
outcomes: {ship: {title: Ship, ships: all}}
otherwise: hold
rules: {good: {permit: [ship], when: not defects.major.rejected, because: x}}
""")
PLANNED = {
    "columns": {"qty": "lot.quantity", "state": "inspection.plan.state"},
    "counts": {"maj": "major"},
    "fixed": {
        "inspection.sample_size": 80,
        "inspection.plan.standard": "iso2859-1",
        "inspection.plan.type": "single",
        "inspection.plan.level": "S-1",
        "inspection.plan.aql.major": "2.5",
    },
}


@pytest.mark.parametrize("dialect", TYPES)
def test_sampling_plans_are_joined_in_each_dialect(dialect: str, golden: Any) -> None:
    text = JUDGED.to_sql(dialect, PLANNED, source="qm.lots", outputs=["outcome"])
    assert isinstance(sqlglot.parse_one(text, dialect=dialect), sqlglot.exp.Select)
    golden(text, f"tables/plans-{dialect}.sql")


def test_an_aql_beyond_all_numbers_marks_its_row() -> None:
    """It is scaled to find its plan, also where only the ending is asked for."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE lots AS SELECT 60 AS qty, unnest([9223372036854775807, 4]) AS major"
    )
    connection.execute("ALTER TABLE lots ADD COLUMN maj INTEGER DEFAULT 0")
    aql = "inspection.plan.aql.major"
    fixed = {path: each for path, each in PLANNED["fixed"].items() if path != aql}
    columns = {"columns": {"qty": "lot.quantity", "major": aql}, "counts": {"maj": "major"}}
    types = {"qty": "INTEGER", "major": "BIGINT", "maj": "INTEGER"}
    statement = JUDGED.to_sql(
        "duckdb", {**columns, "fixed": fixed}, types=types, outputs=["outcome"]
    )
    told = connection.sql(statement).order("major").fetchall()
    assert [each[3:] for each in told] == [("ship", []), (None, ["major"])]


def test_samples_are_not_judged_beside_a_derived_fact() -> None:
    """What else is derived would rest on what nobody gave."""
    columns = {**PLANNED["columns"], "found": "defects.major.found"}
    with pytest.raises(TableError, match=r"`defects\.major\.rejected` is computed by Python"):
        JUDGED.to_sql("duckdb", {**PLANNED, "columns": columns})


@pytest.mark.parametrize(
    ("change", "types", "said"),
    [
        ({"from": "tests.csv"}, KEYS, "a statement joins a table of its database, and no file"),
        ({"from": duckdb}, KEYS, "a statement joins a table of its database, and no frame"),
        ({"no_lot": "refuse"}, KEYS, "cannot refuse lines of no lot (`no_lot: leave_out`"),
        ({}, {}, "column `no`: it is a key, and nobody says of which type"),
        ({}, {"no": "text"}, "lines `tests`, column `lot`: it is a key, and nobody says"),
        ({}, {**KEYS, "no": "date"}, "it holds text, and column `no` of the lots date"),
        ({}, {**KEYS, "no": "int"}, "it holds text, and column `no` of the lots int"),
        ({"columns": {"n": "m"}}, KEYS, "its items have no such value `m`"),
        ({"columns": {"n": "n", "m": "n"}}, KEYS, "`n` comes from column `n` already"),
        ({"columns": {"n": {"to": "n", "unit": "kg"}}}, KEYS, "`n` has no unit, not in kg"),
        (
            {"columns": {"n": {"to": "n", "decimals": "comma"}}},
            KEYS,
            "lines `tests`, column `n`: `decimals` are read in data frames only",
        ),
        ({}, {**KEYS, "custom.tests": "text"}, "lines have a type for each of their columns"),
        ({}, {**KEYS, "custom.test": {}}, "there are no lines of this list (did you mean"),
    ],
)
def test_lines_that_a_statement_cannot_join_are_refused(
    change: dict[str, Any], types: dict[str, Any], said: str
) -> None:
    columns = {"lines": {"custom.tests": {**LINES, **change}}}
    with pytest.raises(TableError, match=re.escape(said)):
        JOINED.to_sql("spark", columns, types=types)


def test_the_last_line_of_a_table_is_refused() -> None:
    text = JOINED_TEXT.replace("custom.sum <= 5", "custom.last <= 5")
    with pytest.raises(TableError, match=r"the first or last of `custom\.tests` is needed"):
        load_policy_text(text).to_sql("duckdb", {"lines": {"custom.tests": LINES}}, types=KEYS)


def test_where_an_item_stands_is_refused() -> None:
    text = JOINED_TEXT.replace("custom.sum <= 5", "any(t.position > 5 for t in custom.tests)")
    with pytest.raises(TableError, match=r"it is needed where an item of `custom\.tests` stands"):
        load_policy_text(text).to_sql(
            "duckdb", {"t": "custom.tests"}, types={"t": "STRUCT(ok BOOLEAN, n BIGINT)[]"}
        )


@pytest.mark.parametrize(("dialect", "most"), [("duckdb", 150_000), ("spark", 300_000)])
def test_numbers_that_are_read_twice_are_turned_once(dialect: str, most: int) -> None:
    """The statement of each further fact took twice as long: of 14 facts 14 s, of 18 an hour.

    Levels within one another that began further to the right each were half blanks.
    """
    facts = {f"custom.n{i}": "{type: integer, least: 0, most: 3}" for i in range(18)}
    facts["custom.m0"] = "{is: custom.n0 + 1}"
    for i in range(1, 18):
        m, n = f"custom.m{i - 1}", f"custom.n{i}"
        facts[f"custom.m{i}"] = f"{{is: 'min({m}, {n}) if {m} > {n} else max({m} - 1, {n})'}}"
    rules = "rules:\n  r: {permit: a, when: custom.m17 > 2, because: b, source: c}\nfacts:\n"
    head = "policy: p\nversion: 1.0.0\noutcomes: {a: {ships: all}}\notherwise: hold\n"
    text = head + rules + "".join(f"  {path}: {fact}\n" for path, fact in facts.items())
    columns = {path.removeprefix("custom."): path for path in facts if ".n" in path}
    statement = load_policy_text(text).to_sql(dialect, columns, outputs=["outcome"])
    assert len(statement) < most


@pytest.mark.parametrize(
    ("rows", "lookups", "most"), [(400, 1, 160_000), (100, 2, 60_000), (12, 30, 15_000)]
)
def test_what_is_looked_up_is_told_by_one_case_for_each_row(
    rows: int, lookups: int, most: int
) -> None:
    """A table of 100 rows was too deep for Python, and 30 in a row were 1.5 MB of SQL."""
    table = "\n".join(
        f"      - {{k: w{at}, to: w{(at * 7 + 1) % rows}, n: {at}}}" for at in range(rows)
    )
    chain = "".join(
        f'  custom.c{at}: {{is: "lookup(custom.t.to, custom.c{at - 1})"}}\n'
        for at in range(1, lookups)
    )
    text = (
        "policy: p\nversion: 1.0.0\noutcomes: {a: {ships: all}}\notherwise: hold\n"
        "rules: {r: {permit: a, when: custom.n > 5, because: b, source: c}}\nfacts:\n"
        f"  custom.t:\n    keys: [k]\n    rows:\n{table}\n"
        f"  custom.c0: {{one of: [{', '.join(f'w{at}' for at in range(rows))}]}}\n{chain}"
        f'  custom.n: {{is: "lookup(custom.t.n, custom.c{lookups - 1})"}}\n'
    )
    statement = load_policy_text(text).to_sql("duckdb", {"c0": "custom.c0"}, outputs=["outcome"])
    assert len(statement) < most


def test_lists_are_told_once() -> None:
    for columns in (
        {"columns": {"a": "inspection.defects"}, "counts": {"maj": "major"}},
        {"columns": {"a": "inspection.defects", "b": "inspection.defects"}},
    ):
        types = dict.fromkeys(columns["columns"], TYPES["duckdb"])
        with pytest.raises(TableError, match=r"`inspection\.defects` comes from column `a`"):
            JOINED.to_sql("duckdb", columns, types=types)
    with pytest.raises(TableError, match="its items have no such value `gravity`"):
        JOINED.to_sql("duckdb", {"counts": {"maj": {"gravity": "major"}}})


def test_a_list_in_a_relation_is_decided_as_in_a_frame() -> None:
    table = duckdb.sql("SELECT [{'severity': 'major', 'units': 3}] AS \"inspection.defects\"")
    for columns in ({"inspection.defects": "inspection.defects"}, None):
        decided = POLICY.decide_table(table, columns)
        frame = POLICY.decide_table(table.pl(), columns)
        assert decided.project("decision_missing").fetchall() == [
            tuple(frame["decision_missing"].to_list())
        ]


def test_on_spark_a_list_of_many_texts_is_several_numbers_and_the_same_elsewhere_a_list() -> None:
    names = [f"r{n}" for n in range(70)]
    rules = [
        f"  {n}: {{permit: [ship], when: lot.quantity > {at}, because: x}}"
        for at, n in enumerate(names)
    ]
    head = ["policy: p", "version: 1.0.0", "otherwise: hold"]
    outcomes = "outcomes: {ship: {title: x, ships: all}}"
    policy = load_policy_text("\n".join([*head, outcomes, "rules:", *rules, ""]))
    on_spark, elsewhere = (
        policy.to_sql(dialect, {"qty": "lot.quantity"}, outputs=["true_rules"])
        for dialect in ("spark", "duckdb")
    )
    for name in ("list_0_0", "list_0_62"):
        assert f"AS `__disposition_{name}`" in on_spark
        assert name not in elsewhere
    assert "GETBIT(`__disposition_list_0_62`, place)" in on_spark
    assert "WHEN `__disposition_0_value` > 69" not in on_spark.rpartition("SELECT")[2]
