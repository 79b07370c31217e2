"""How the time and the memory of deciding tables grow: with rows, with rules, with a file.

`python -m benchmarks.table_growth rows | rules | lists [ROWS] | file [ROWS]`. Times are those of
the processor, memory is what a process of its own held at most.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from benchmarks.tables import COLUMNS, frame_of, policy_of, rules
from disposition import Policy, load_policy, load_policy_text

SIZES = (250_000, 500_000, 1_000_000, 2_000_000)
RULES = (30, 100, 300)
FEW = ("outcome", "status")
LISTED = {
    "columns": {
        "qty": "lot.quantity",
        "size": "inspection.sample_size",
        "lines": "inspection.defects",
    },
    "fixed": {
        "inspection.plan.standard": "iso2859-1",
        "inspection.plan.state": "normal",
        "inspection.plan.type": "single",
        "inspection.plan.level": "II",
        "inspection.plan.aql.critical": "0.65",
        "inspection.plan.aql.major": "2.5",
        "inspection.plan.aql.minor": "4.0",
        "inspection.report_result": "fail",
        "inspection.report_complete": True,
        "as_of": "2026-11-22",
    },
}


def seconds(make: Callable[[], object]) -> float:
    """Return how long the processor was busy."""
    before = time.process_time()
    make()
    return time.process_time() - before


def most_megabytes() -> float:
    """Return what this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def of_rules(number: int) -> Policy:
    """Return a policy of so many rules: those of the comparison by hand, with other limits."""
    policy = policy_of(rules())
    if number == len(policy.checked.rules):
        return policy
    text = ["policy: bench", "version: 1.0.0", "otherwise: hold", "outcomes:"]
    text += ["  accept: {ships: all, title: x}", "  sort: {ships: part, title: x}"]
    text += ["  rework: {ships: none, title: x}", "rules:"]
    several = rules()
    for at in range(number):
        each = several[at % len(several)]
        when = f"({each.when}) and lot.quantity > {at // len(several)}"
        outcomes = ", ".join(each.outcomes)
        text.append(
            f'  {each.id}-{at}: {{{each.effect}: [{outcomes}], when: "{when}", because: x}}'
        )
    return load_policy_text("\n".join([*text, ""]))


def with_lists(rows: int) -> pl.DataFrame:
    """Return lots with up to three lines of defects each."""
    random = np.random.default_rng(7)
    owner = np.repeat(np.arange(rows), random.integers(0, 4, rows))
    number = len(owner)
    severities = np.array(["critical", "major", "minor"])
    lines = pl.DataFrame(
        {
            "no": owner,
            "severity": severities[random.choice(3, number, p=[0.03, 0.37, 0.6])],
            "category": np.array(["functional", "cosmetic", "safety"])[
                random.choice(3, number, p=[0.4, 0.57, 0.03])
            ],
            "units": random.integers(1, 9, number),
            "reworkable": random.random(number) < 0.7,
        }
    )
    lists = lines.group_by("no").agg(lines=pl.struct("severity", "category", "units", "reworkable"))
    lots = pl.DataFrame(
        {
            "no": np.arange(rows),
            "qty": random.integers(500, 3200, rows),
            "size": np.full(rows, 125),
        }
    )
    return lots.join(lists, on="no", how="left").with_columns(pl.col("lines").fill_null([]))


def by_rows() -> None:
    """Print the time of flat tables of doubling sizes."""
    policy = policy_of(rules())
    for rows in SIZES:
        frame = frame_of(rows)
        few = seconds(lambda frame=frame: policy.decide_table(frame, COLUMNS, outputs=FEW))  # type: ignore[misc]
        everything = seconds(lambda frame=frame: policy.decide_table(frame, COLUMNS))  # type: ignore[misc]
        print(f"{rows:>12,} rows  {few:6.2f} s  all outputs {everything:6.2f} s")


def by_rules() -> None:
    """Print the time of a million rows by policies of growing size."""
    frame = frame_of(1_000_000)
    for number in RULES:
        policy = of_rules(number)
        compiled = seconds(lambda policy=policy: policy.decide_table(frame.head(1), COLUMNS))  # type: ignore[misc]
        few = seconds(lambda policy=policy: policy.decide_table(frame, COLUMNS, outputs=FEW))  # type: ignore[misc]
        everything = seconds(lambda policy=policy: policy.decide_table(frame, COLUMNS))  # type: ignore[misc]
        told = f"{few:6.2f} s  all outputs {everything:6.2f} s, one row {compiled:.2f} s"
        print(f"{number:>4} rules  {told}")


def by_lists(rows: int) -> None:
    """Print the time of lists, by the shipped policy, at a quarter of the size and at all of it."""
    policy = load_policy()
    policy.decide_table(with_lists(10), LISTED, outputs=FEW)
    for number in (rows // 4, rows):
        frame = with_lists(number)
        held = most_megabytes()
        took = seconds(lambda frame=frame: policy.decide_table(frame, LISTED, outputs=FEW))  # type: ignore[misc]
        told = f"{took:7.2f} s, {most_megabytes():,.0f} MB at most, {held:,.0f} before"
        print(f"{number:>12,} rows with lists  {told}")


def by_file(rows: int) -> None:
    """Print the memory of a process that decides a Parquet file into another, at two sizes."""
    with TemporaryDirectory() as folder:
        for number in (rows // 20, rows):
            source = Path(folder) / f"{number}.parquet"
            part = frame_of(1_000_000)
            pl.concat([part.lazy()] * (number // 1_000_000)).sink_parquet(source)
            ran = subprocess.run(
                [sys.executable, "-m", "benchmarks.table_growth", "one", source],
                capture_output=True,
                text=True,
                check=True,
            )
            print(f"{number:>12,} rows of a file  {ran.stdout.strip()}", flush=True)
            source.unlink()


def one(source: str) -> None:
    """Decide a file into another, and print what it took."""
    out = Path(source).with_suffix(".out")
    decided = policy_of(rules()).decide_table(pl.scan_parquet(source), COLUMNS)
    took = seconds(lambda: decided.sink_parquet(out))
    print(f"{took:6.1f} s, {most_megabytes():,.0f} MB at most")
    out.unlink()


def main(what: str, *arguments: str) -> None:
    """Measure one thing."""
    if what == "one":
        one(*arguments)
        return
    rows = [int(each.replace("_", "")) for each in arguments]
    {"rows": by_rows, "rules": by_rules, "lists": by_lists, "file": by_file}[what](*rows)  # type: ignore[operator]


if __name__ == "__main__":
    main(*sys.argv[1:])
