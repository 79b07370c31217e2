"""A sampling plan looked up in the tables, beside a plain dict that already holds the answers."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from pathlib import Path

from benchmarks import report
from benchmarks.harness import Contender, race
from benchmarks.report import Line
from disposition.sampling import single_plan

LOT_SIZES = (90, 500, 1200, 3200, 10_000, 35_000)
LEVELS = ("I", "II", "III")
AQLS = tuple(map(Decimal, ("0.65", "1.0", "2.5", "4.0")))


def run(_folder: Path) -> list[Line]:
    """Time and print; there is no goal."""
    keys = list(product(LOT_SIZES, LEVELS, AQLS))
    known = {(size, level, aql): _plan((size, level, aql)) for size, level, aql in keys}
    timings = race([Contender("single_plan", _plan, keys), Contender("dict", known.get, keys)])
    report.print_times(f"sampling plan, {len(keys)} of them", timings)
    return []


def _plan(key: tuple[int, str, Decimal]) -> object:
    size, level, aql = key
    return single_plan(lot_size=size, level=level, aql=aql)
