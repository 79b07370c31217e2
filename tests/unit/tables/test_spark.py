"""Statements for Spark give what Polars gives, on a master with two workers."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from itertools import islice, product
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from attrs import frozen

from disposition import Policy, load_policy_text
from disposition.tables.names import OUTPUTS
from support.checkout import ROOT
from unit.tables.test_frames import COLUMNS, POLICY, TYPES
from unit.tables.test_sql import IN_SHAPES, JOINED, JUDGED, LISTS, PLANNED

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        find_spec("pyspark") is None or shutil.which("java") is None,
        reason="Spark runs on Java 17 or newer, and there is none (or pyspark is not installed)",
    ),
]

DRIVER = ROOT / "tests" / "support" / "spark_driver.py"
SECONDS = 240
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData"
"""Processes that live for seconds gain nothing by the second compiler."""

SQL_TYPES = {
    pl.Int64: "bigint",
    pl.Decimal(12, 2): "decimal(12,2)",
    pl.Date: "date",
    pl.String: "string",
}
FEW = ("outcome", "status", "rules")
"""What is asked of the most rows."""

CHOICES: dict[str, tuple[Any, ...]] = {
    "maj": (None, 0, 5, 6),
    "crit": (None, 0, 1),
    "qty": (None, 1, 667, 10**12),
    "price": (None, Decimal("1.50"), Decimal("9999999.99")),
    "by": (None, date(2026, 11, 30), date(2026, 12, 1)),
    "day": (None, date(2026, 11, 28)),
    "who": (None, "bad", " bad", "good"),
    "haste": (None, "high", "low"),
    "photos": (None, 1, 2),
    "kg": (None, Decimal("7.50"), Decimal("7.51")),
    "grade": (None, "a", "b"),
}


MEANT = {name: COLUMNS[name] for name in CHOICES}


def lots() -> pl.DataFrame:
    """Return rows with every value on, below and above its limits, and unknown ones."""
    # Every seventh of all combinations: neighbours differ in more than the last columns.
    some = islice(product(*CHOICES.values()), 0, None, 7)
    rows = [dict(zip(CHOICES, values, strict=True)) for values in some]
    return pl.DataFrame(rows, schema={name: TYPES[name] for name in CHOICES}).with_row_index("row")


COUNTED = {"maj": "defects.major.found", "qty": "lot.quantity"}
COUNT_TYPES = dict.fromkeys(("row", "maj", "qty"), "bigint")


def few_lots() -> pl.DataFrame:
    """Return rows with counts around the limits of many rules."""
    counts = (None, -1, *range(72))
    rows = [{"maj": maj, "qty": qty} for maj in counts for qty in (None, 1, 200, 500)]
    return pl.DataFrame(rows, schema={"maj": pl.Int64, "qty": pl.Int64}).with_row_index("row")


LISTED = {"tests": "custom.tests", "day": "as_of"}
LIST_TYPES = {
    "row": "bigint",
    "tests": "array<struct<due:date,ok:boolean,n:bigint>>",
    "day": "date",
}


def lists() -> pl.DataFrame:
    """Return rows with lists of all lengths up to three, with gaps and with what cannot be read."""
    chance = Random(14)  # noqa: S311 - lots, no secrets
    values = {
        "due": (None, date(2026, 11, 30), date(2026, 12, 1)),
        "ok": (None, True, False, True),
        "n": (None, 0, 5, 6, 7, 8),
    }

    def item() -> dict[str, Any] | None:
        if chance.random() < 0.02:
            return chance.choice((None, {"due": None, "ok": None, "n": 10**13}))
        return {name: chance.choice(several) for name, several in values.items()}

    rows = [
        {
            "tests": [item() for _ in range(length)] if length >= 0 else None,
            "day": chance.choice((None, date(2026, 12, 1), date(2026, 12, 1))),
        }
        for length in (-1, 0, 1, 1, 2, 3) * 100
    ]
    dtype = pl.List(pl.Struct({"due": pl.Date, "ok": pl.Boolean, "n": pl.Int64}))
    return pl.DataFrame(rows, schema={"tests": dtype, "day": pl.Date}).with_row_index("row")


HUGE = load_policy_text("""
policy: huge
version: 1.0.0
otherwise: hold
outcomes: {ship: {title: x, ships: all}, sort: {title: x, ships: part}}
rules:
  more: {permit: [ship], when: custom.a * custom.b > 999999999999999 * 999999999999999, because: x}
  less: {permit: [sort], when: custom.a * custom.b < 0 - 900000000000 * 900000000000, because: x}
  some: {permit: [ship], when: custom.a * custom.b <= 40 and custom.a + custom.b > 1, because: x}
facts:
  custom.a: {type: decimal}
  custom.b: {type: decimal}
""")
"""Numbers of one's own without a range, whose products have up to 38 digits."""

LARGE = {"a": "custom.a", "b": "custom.b"}
HUGE_TYPES = {"row": "bigint"} | dict.fromkeys(LARGE, "decimal(20,4)")


def huge() -> pl.DataFrame:
    """Return rows with the largest numbers, with some that are too large, and with small ones."""
    most = Decimal("999999999999999.9999")
    small = [Decimal(each) for each in ("0", "0.5", "1.0001", "7")]
    several = (None, most, -most, most - 1, most + Decimal("0.0001"), *small)
    ways = [*product(several, several)]
    dtype = pl.Decimal(20, 4)
    return pl.DataFrame(ways, schema={"a": dtype, "b": dtype}, orient="row").with_row_index("row")


LINE_TYPES: dict[str, Any] = {
    "row": "bigint",
    "no": "string",
    "crit": "bigint",
    "maj": "bigint",
    "custom.tests": {"lot": "string", "ok": "boolean", "n": "bigint"},
}


def lines() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return lots with counts, some without a key, and the lines of some, with blanks in keys."""
    ways = [*product((None, 0, 1), (None, 0, 2, -1))] * 4
    lots = pl.DataFrame(ways, schema={"crit": pl.Int64, "maj": pl.Int64}, orient="row")
    lots = lots.with_row_index("row").with_columns(no=pl.format("L{}", pl.col("row") + 100))
    lots = lots.with_columns(pl.when(pl.col("row") % 11 > 0).then("no").alias("no"))
    values = [*product((None, True, False), (None, 1, 3, 9))] * 9
    found = pl.DataFrame(values, schema={"ok": pl.Boolean, "n": pl.Int64}, orient="row")
    found = found.with_row_index("of").with_columns(lot=pl.format(" L{}", pl.col("of") % 60 + 100))
    return lots, found.drop("of")


def samples() -> pl.DataFrame:
    """Return rows with samples that plans accept, reject, or leave open."""
    choices = {
        "qty": (None, 1, 2, 50, 51, 35001),
        "state": (None, "normal", "reduced", "tightened"),
    }
    ways = [*product(*choices.values(), (None, 0, 1, 2))]
    schema = {"qty": pl.Int64, "state": pl.String, "maj": pl.Int64}
    return pl.DataFrame(ways, schema=schema, orient="row").with_row_index("row")


BRACES = load_policy_text("""
policy: braces
version: 1.0.0
otherwise: hold
outcomes: {ship: {title: x, ships: all}}
rules: {named: {permit: [ship], when: "supplier.id in ['{lots}', '{}']", because: x}}
""")
"""What Spark takes for the name of a frame where it is given one."""


def named() -> pl.DataFrame:
    """Return rows with such names."""
    return pl.DataFrame({"who": ["{lots}", "{{lots}}", "{}", "lots", None]}).with_row_index("row")


MANY_RULES = load_policy_text(
    "\n".join(
        [
            "policy: many",
            "version: 1.0.0",
            "otherwise: hold",
            "outcomes: {ship: {title: x, ships: all}, sort: {title: x, ships: part}}",
            "rules:",
            *(
                f"  r{n}: {{{('permit', 'forbid')[n % 3 == 2]}: [{('ship', 'sort')[n % 2]}], "
                f"when: defects.major.found <= {n} and lot.quantity > {7 * n}, because: x}}"
                for n in range(70)
            ),
            "",
        ]
    )
)
"""More rules than a number has bits."""


MASTER = "local-cluster[2,1,1024]"
"""A standalone master and two workers in the driver's process; each worker starts another."""


def home(folder: Path) -> Path:
    """Return a folder that Spark takes for its own: there workers leave what they write."""
    spec = find_spec("pyspark")
    assert spec is not None
    assert spec.origin is not None
    made = folder / "spark"
    made.mkdir()
    for each in Path(spec.origin).parent.iterdir():
        (made / each.name).symlink_to(each)
    return made


def test_spark_decides_as_polars_does(tmp_path: Path) -> None:
    some = lots()
    many = pl.concat([some] * 6).drop("row").with_row_index("row")
    assert many.height > 200_000
    types = {name: SQL_TYPES[TYPES[name]] for name in CHOICES} | {"row": "bigint"}
    keyed, tests = lines()
    runs = [
        _Run(tmp_path / "some", some, POLICY, MEANT, types, OUTPUTS),
        _Run(tmp_path / "many", many, POLICY, MEANT, types, FEW),
        _Run(tmp_path / "lists", lists(), LISTS, LISTED, LIST_TYPES, OUTPUTS),
        _Run(tmp_path / "rules", few_lots(), MANY_RULES, COUNTED, COUNT_TYPES, OUTPUTS),
        _Run(tmp_path / "huge", huge(), HUGE, LARGE, HUGE_TYPES, OUTPUTS),
        _Run(tmp_path / "lines", keyed, JOINED, IN_SHAPES, LINE_TYPES, OUTPUTS, tests),
        _Run(tmp_path / "frame", lists(), LISTS, LISTED, {}, OUTPUTS, as_frame=True),
        _Run(tmp_path / "braces", named(), BRACES, {"who": "supplier.id"}, {}, FEW, as_frame=True),
        _Run(tmp_path / "joined", keyed, JOINED, IN_SHAPES, {}, OUTPUTS, tests, as_frame=True),
        _Run(tmp_path / "plans", samples(), JUDGED, PLANNED, {"row": "bigint"}, OUTPUTS),
    ]
    ran = subprocess.run(
        [sys.executable, DRIVER, MASTER, *(each for run in runs for each in run.begin())],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env=os.environ
        | {
            "SPARK_HOME": str(home(tmp_path)),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PYSPARK_PYTHON": sys.executable,
            "JAVA_TOOL_OPTIONS": JAVA,
        },
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    for run in runs:
        run.expect()


@frozen
class _Run:
    """Rows that are in more than one part of a file, so that each worker has its share.

    Decided by a statement, or as a frame, whose types Spark tells.
    """

    folder: Path
    rows: pl.DataFrame
    policy: Policy
    meant: dict[str, Any]
    types: dict[str, str]
    outputs: tuple[str, ...]
    lines: pl.DataFrame | None = None
    as_frame: bool = False

    def begin(self) -> tuple[Path, Path, Path]:
        """Return what is to be done, the rows and where to write what that gives."""
        statement, source = self.folder / "statement.sql", self.folder / "tables"
        source.mkdir(parents=True)
        if self.as_frame:
            statement = statement.with_suffix(".pickle")
            statement.write_bytes(pickle.dumps((self.policy, self.meant, self.outputs)))
        else:
            statement.write_text(
                self.policy.to_sql(
                    "spark", self.meant, source="lots", types=self.types, outputs=self.outputs
                )
            )
        rows = source / "lots.parquet"
        self.rows.write_parquet(rows, row_group_size=self.rows.height // 2 + 1)
        if self.lines is not None:
            self.lines.write_parquet(source / "tests.parquet")
        return statement, source, self.folder / "out"

    def expect(self) -> None:
        """Expect what Polars gives of the same rows."""
        found = pl.read_parquet(self.folder / "out" / "*.parquet").sort("row")
        meant = self.meant
        if self.lines is not None:
            lines = {path: {**each, "from": self.lines} for path, each in meant["lines"].items()}
            meant = {**meant, "lines": lines}
        expected = self.policy.decide_table(self.rows, meant, outputs=self.outputs, bad="mark")
        assert found.height == self.rows.height
        assert found["decision_unreadable"].equals(expected["decision_unreadable"])
        # Of a row that cannot be read nothing else is told.
        is_read = expected["decision_unreadable"].list.len() == 0
        for name in expected.columns[len(self.rows.columns) :]:
            assert found[name].filter(is_read).equals(expected[name].filter(is_read)), name
