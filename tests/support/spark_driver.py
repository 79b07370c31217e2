"""Runs statements on Spark over Parquet files: MASTER, then STATEMENT IN OUT of each; by itself.

Each file in the folder IN is a table, called as it is without its suffix.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pyspark.sql import SparkSession

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
}


def main(master: str, *runs: str) -> None:
    """Write what each statement gives of its tables."""
    builder = SparkSession.builder.master(master)
    for key, value in SETTINGS.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    for statement, source, target in zip(runs[::3], runs[1::3], runs[2::3], strict=True):
        for table in Path(source).glob("*.parquet"):
            session.read.parquet(str(table)).createOrReplaceTempView(table.stem)
        session.sql(Path(statement).read_text(encoding="utf-8")).write.parquet(target)
    session.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
