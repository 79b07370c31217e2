"""Decides Parquet files on Spark: MASTER, then WHAT IN OUT of each; by itself.

Each file in the folder IN is a table, called as it is without its suffix. WHAT is a statement, or a
pickle of a policy, what columns mean, and outputs, by which it decides the frame of `lots`.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
}


def decided(session: SparkSession, what: Path) -> DataFrame:
    """Return the lots with decisions."""
    if what.suffix == ".sql":
        return session.sql(what.read_text(encoding="utf-8"))
    policy, columns, outputs = pickle.loads(what.read_bytes())  # noqa: S301 - the test wrote it
    told: DataFrame = policy.decide_table(session.table("lots"), columns, outputs=outputs)
    return told


def main(master: str, *runs: str) -> None:
    """Write what each statement gives of its tables."""
    builder = SparkSession.builder.master(master)
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    for statement, source, target in zip(runs[::3], runs[1::3], runs[2::3], strict=True):
        for table in Path(source).glob("*.parquet"):
            session.read.parquet(str(table)).createOrReplaceTempView(table.stem)
        decided(session, Path(statement)).write.parquet(target)
    session.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
