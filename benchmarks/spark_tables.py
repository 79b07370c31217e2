"""Times statements for Spark beside what somebody wrote by hand, on one core of this machine.

`python -m benchmarks.spark_tables [ROWS]`, where pyspark and Java are. Both decide the same 30
rules over the same flat facts (`benchmarks.tables`), and have to give the same answers first. They
take turns, `ROUNDS` times each, so that neither finds a machine that the other has warmed. Times
are those of the processor, by what Java spends them on: planning a statement, running it, compiling
methods. The first round is left out: most of it is Java reading and compiling Spark itself.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from pyspark.sql import SparkSession

from benchmarks.tables import COLUMNS, Rule, by_hand_in_sql, frame_of, policy_of, rules

ROWS = 1_000_000
ROUNDS = 9
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
KINDS: Mapping[str, tuple[str, ...]] = {
    "all": (),
    "planning": ("Thread-", "java"),
    "running": ("Executor",),
    "compiling": ("C1", "C2"),
}
"""How the threads of Java are called that do something."""


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


def seconds(session: Any, statements: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Return by each statement what it takes: the median of all rounds but the first, by what."""
    process = session._jvm.java.lang.ProcessHandle.current().pid()  # noqa: SLF001 - its one way in
    found: dict[str, list[Counter[str]]] = {name: [] for name in statements}
    for number in range(ROUNDS):
        for name, statement in sorted(statements.items(), reverse=number % 2 == 1):
            before = _processor(process)
            session.sql(statement).write.format("noop").mode("overwrite").save()
            found[name].append(_processor(process) - before)
    return {
        name: {what: median(each[what] for each in rounds[1:]) for what in KINDS}
        for name, rounds in found.items()
    }


def _processor(process: int) -> Counter[str]:
    """Return what a process and its threads have taken so far, in milliseconds."""
    folder = Path(f"/proc/{process}")
    ticks = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    found = Counter(all=10 * (int(ticks[11]) + int(ticks[12])))
    for thread in (folder / "task").iterdir():
        with suppress(FileNotFoundError):  # it has ended meanwhile
            name = (thread / "comm").read_text(encoding="utf-8")
            taken = int((thread / "schedstat").read_text(encoding="utf-8").split()[0]) // 1_000_000
            found.update({what: taken for what, each in KINDS.items() if name.startswith(each)})
    return found


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
        print(f"{rows:,} rows, {len(several)} rules; CPU seconds")
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
            print(", ".join(outputs))
            told = seconds(session, {"ours": ours, "by hand": hand})
            for name, each in told.items():
                print(f"  {name}: {_times(each)}", flush=True)
            print(f"  {told['ours']['all'] / told['by hand']['all']:.2f} times")
        ours = policy.to_sql("spark", COLUMNS, types=TYPES)
        print(f"everything that can be told: {_times(seconds(session, {'': ours})[''])}")
    session.stop()


def _times(taken: Mapping[str, float]) -> str:
    return ", ".join(f"{what} {each / 1000:.2f}" for what, each in taken.items())


def _rows(session: Any, statement: str, number: int) -> list[tuple[Any, ...]]:
    """Return what a statement adds to the rows, in their order."""
    told = session.sql(statement).collect()
    return [tuple(each[len(COLUMNS) : len(COLUMNS) + number]) for each in told]


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else ROWS)
