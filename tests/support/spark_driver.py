"""Runs a statement on Spark over a Parquet file: MASTER STATEMENT IN OUT; run by itself."""

from __future__ import annotations

import sys
from pathlib import Path

from pyspark.sql import SparkSession


def main(master: str, statement: str, source: str, target: str) -> None:
    """Write what the statement gives of the table `lots`."""
    builder = SparkSession.builder.master(master)
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.read.parquet(source).createOrReplaceTempView("lots")
    session.sql(Path(statement).read_text(encoding="utf-8")).write.parquet(target)
    session.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
