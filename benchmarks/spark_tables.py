"""Times statements for Spark beside what somebody wrote by hand, on one core of this machine.

`python -m benchmarks.spark_tables [ROWS]`, where pyspark and Java are. Both decide the same 30
rules over the same flat facts (`benchmarks.tables`), and have to give the same answers first. Times
are those of the processor, of the whole process of Java; each statement runs `ROUNDS` times.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from pyspark.sql import SparkSession

from benchmarks.tables import COLUMNS, Rule, by_hand_in_sql, frame_of, policy_of, rules

ROWS = 1_000_000
ROUNDS = 5
TYPES = dict.fromkeys(COLUMNS, "bigint") | {
    "price": "decimal(9,2)",
    "haste": "string",
    "who": "string",
}
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "2g",
}
HUNDREDTHS = 100
"""Of a second: how Linux counts the time of the processor."""


class _Heard:
    """Takes a statement for DuckDB, in place of a connection."""

    statement = ""

    def execute(self, statement: str) -> None:
        self.statement = statement


def by_hand(several: list[Rule], *, lists: bool) -> str:
    """Return what somebody would write who knows SQL and Spark."""
    heard = _Heard()
    by_hand_in_sql(several, heard, lists=lists)
    _, _, query = heard.statement.partition(" AS ")
    query = query.replace("list_filter([", "filter(array(").replace("], lambda x: ", "), x -> ")
    return query.replace('"', "`")


def seconds(session: Any, statement: str) -> tuple[float, float]:
    """Return what a statement takes the first time, and the median of the others."""
    process = session._jvm.java.lang.ProcessHandle.current().pid()  # noqa: SLF001 - its one way in
    found = []
    for _ in range(ROUNDS):
        before = _processor(process)
        session.sql(statement).write.format("noop").mode("overwrite").save()
        found.append(_processor(process) - before)
    return found[0], statistics.median(found[1:])


def _processor(process: int) -> float:
    told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / HUNDREDTHS


def main(rows: int) -> None:
    """Print a line for each way."""
    builder = SparkSession.builder.master("local[1]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    several, frame = rules(), frame_of(rows)
    policy = policy_of(several)
    with TemporaryDirectory() as folder:
        source, few = Path(folder) / "lots.parquet", Path(folder) / "few.parquet"
        frame.write_parquet(source, row_group_size=500_000)
        frame.head(20_000).write_parquet(few)
        print(f"{rows:,} rows, {len(several)} rules; CPU seconds, first and then")
        for lists in (False, True):
            outputs = ("outcome", "status", "ships", *(["true_rules"] if lists else []))
            ours = policy.to_sql("spark", COLUMNS, types=TYPES, outputs=outputs)
            hand = by_hand(several, lists=lists)
            session.read.parquet(str(few)).createOrReplaceTempView("lots")
            mine, theirs = (_rows(session, each, len(outputs)) for each in (ours, hand))
            assert mine == theirs
            expected = policy.decide_table(pl.read_parquet(few), COLUMNS, outputs=outputs)
            assert mine == expected.select(pl.col("^decision_.*$")).rows()[: len(mine)]
            session.read.parquet(str(source)).createOrReplaceTempView("lots")
            one, other = seconds(session, ours), seconds(session, hand)
            times = f"{one[0]:.2f} {one[1]:.2f}, by hand {other[0]:.2f} {other[1]:.2f}"
            print(f"{', '.join(outputs)}: {times}: {one[1] / other[1]:.2f} times", flush=True)
        ours = policy.to_sql("spark", COLUMNS, types=TYPES)
        first, then = seconds(session, ours)
        print(f"everything that can be told: {first:.2f} {then:.2f}")
    session.stop()


def _rows(session: Any, statement: str, number: int) -> list[tuple[Any, ...]]:
    """Return what a statement adds to the rows, in their order."""
    told = session.sql(statement).collect()
    return [tuple(each[len(COLUMNS) : len(COLUMNS) + number]) for each in told]


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else ROWS)
