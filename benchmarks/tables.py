"""Times whole tables decided: by `decide_table`, by Polars and SQL written by hand, row by row.

`python -m benchmarks.tables [ROWS]`. All are given the same 30 rules over the same flat facts, with
a tenth of the cells unknown, and have to give the same answers. Times are those of the processor.
"""

# ruff: noqa: E501, B023 - a rule is one line, in three languages; functions are called at once
from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

import duckdb
import numpy as np
import polars as pl
from attrs import frozen

from disposition import Facts, Policy, load_policy_text

ROWS = 1_000_000
FEW = 20_000
"""Rows that are decided one by one."""

OUTCOMES = {"accept": "all", "sort": "part", "rework": "none"}
COLUMNS = {
    "major": "defects.major.found",
    "minor": "defects.minor.found",
    "critical": "defects.critical.found",
    "qty": "lot.quantity",
    "price": "lot.unit_price",
    "left": "shipment.days_left",
    "rejected": "supplier.consecutive_rejected",
    "months": "supplier.relationship_months",
    "haste": "shipment.urgency",
    "who": "supplier.id",
}


@frozen
class Rule:
    """A rule in the three languages; each says it as people would write it there."""

    id: str
    effect: str
    outcomes: tuple[str, ...]
    when: str
    polars: pl.Expr
    sql: str


def rules() -> list[Rule]:
    """Return 30 rules: ten kinds of conditions, each with three limits."""
    c = pl.col
    found = []
    for n in (1, 2, 3):
        found += [
            Rule(
                f"few-{n}",
                "permit",
                ("accept",),
                f"defects.major.found <= {n} and defects.minor.found <= {4 * n}",
                (c("major") <= n) & (c("minor") <= 4 * n),
                f"major <= {n} AND minor <= {4 * n}",
            ),
            Rule(
                f"danger-{n}",
                "forbid",
                ("accept", "sort"),
                f"defects.critical.found >= {n}",
                c("critical") >= n,
                f"critical >= {n}",
            ),
            Rule(
                f"late-{n}",
                "forbid",
                ("rework",),
                f"shipment.days_left < {5 * n} and shipment.urgency == 'high'",
                (c("left") < 5 * n) & (c("haste") == "high"),
                f"\"left\" < {5 * n} AND haste = 'high'",
            ),
            Rule(
                f"worth-{n}",
                "permit",
                ("sort",),
                f"lot.unit_price * lot.quantity > {4000 * n} and defects.major.found > {n}",
                (c("price") * c("qty") > 4000 * n) & (c("major") > n),
                f"price * qty > {4000 * n} AND major > {n}",
            ),
            Rule(
                f"share-{n}",
                "permit",
                ("rework",),
                f"100 * defects.major.found > {n} * lot.quantity or defects.minor.found > {8 * n}",
                (100 * c("major") > n * c("qty")) | (c("minor") > 8 * n),
                f"100 * major > {n} * qty OR minor > {8 * n}",
            ),
            Rule(
                f"poor-{n}",
                "forbid",
                ("accept",),
                f"supplier.consecutive_rejected >= {n + 1} and not supplier.relationship_months > {24 * n}",
                (c("rejected") >= n + 1) & ~(c("months") > 24 * n),
                f"rejected >= {n + 1} AND NOT months > {24 * n}",
            ),
            Rule(
                f"known-{n}",
                "permit",
                ("accept",),
                f"supplier.id in ['s{n}', 's{n + 3}'] and defects.critical.found == 0",
                c("who").is_in([f"s{n}", f"s{n + 3}"]) & (c("critical") == 0),
                f"who IN ('s{n}', 's{n + 3}') AND critical = 0",
            ),
            Rule(
                f"bar-{n}",
                "forbid",
                ("sort", "accept"),
                f"supplier.id == 's{n + 6}' and lot.quantity > {1000 * n}",
                (c("who") == f"s{n + 6}") & (c("qty") > 1000 * n),
                f"who = 's{n + 6}' AND qty > {1000 * n}",
            ),
            Rule(
                f"calm-{n}",
                "permit",
                ("rework",),
                f"shipment.urgency in ['low', 'normal'] and shipment.days_left > {10 * n}",
                c("haste").is_in(["low", "normal"]) & (c("left") > 10 * n),
                f"haste IN ('low', 'normal') AND \"left\" > {10 * n}",
            ),
            Rule(
                f"big-{n}",
                "forbid",
                ("rework",),
                f"lot.quantity - 3 * defects.major.found > {900 * n} and lot.unit_price > {2.5 * n}",
                (c("qty") - 3 * c("major") > 900 * n) & (c("price") > 2.5 * n),
                f"qty - 3 * major > {900 * n} AND price > {2.5 * n}",
            ),
        ]
    return sorted(found, key=lambda each: each.id)


def policy_of(several: list[Rule]) -> Policy:
    """Return the rules as a policy."""
    lines = ["policy: bench", "version: 1.0.0", "otherwise: hold", "outcomes:"]
    lines += [f"  {name}: {{title: x, ships: {ships}}}" for name, ships in OUTCOMES.items()]
    lines += ["rules:"]
    lines += [
        f'  {each.id}: {{{each.effect}: [{", ".join(each.outcomes)}], when: "{each.when}", because: x}}'
        for each in several
    ]
    return load_policy_text("\n".join([*lines, ""]))


def frame_of(rows: int) -> pl.DataFrame:
    """Return lots of which a tenth of the cells is unknown."""
    random = np.random.default_rng(7)

    def some(values: Any) -> pl.Series:
        return pl.Series(values).zip_with(
            pl.Series(random.random(rows) < 0.9),
            pl.Series([None], dtype=pl.Series(values).dtype).new_from_index(0, rows),
        )

    words = np.array(["low", "normal", "high", "critical"])
    return pl.DataFrame(
        {
            "major": some(random.integers(0, 12, rows, dtype=np.int64)),
            "minor": some(random.integers(0, 30, rows, dtype=np.int64)),
            "critical": some((random.random(rows) < 0.1).astype(np.int64)),
            "qty": some(random.integers(50, 4000, rows, dtype=np.int64)),
            "price": some(random.integers(50, 1500, rows, dtype=np.int64)),
            "left": some(random.integers(-5, 60, rows, dtype=np.int64)),
            "rejected": some(random.integers(0, 5, rows, dtype=np.int64)),
            "months": some(random.integers(0, 90, rows, dtype=np.int64)),
            "haste": some(words[random.integers(0, 4, rows)]),
            "who": some(np.array([f"s{n}" for n in range(40)])[random.integers(0, 40, rows)]),
        }
    ).with_columns((pl.col("price").cast(pl.Decimal(9, 0)) / 100).cast(pl.Decimal(9, 2)))


# --- by hand -------------------------------------------------------------------------------------


def by_hand_in_polars(several: list[Rule], frame: pl.DataFrame, *, lists: bool) -> pl.DataFrame:
    """Decide as somebody would who knows Polars and Kleene's tables."""
    out = frame.lazy().with_columns(**{each.id: each.polars for each in several})
    for outcome in OUTCOMES:
        permits = [pl.col(e.id) for e in several if e.effect == "permit" and outcome in e.outcomes]
        forbids = [pl.col(e.id) for e in several if e.effect == "forbid" and outcome in e.outcomes]
        out = out.with_columns(
            (reduce(or_, permits) & ~reduce(or_, forbids)).alias(f"ok-{outcome}")
        )
    told, status, ships = (pl, pl, pl)
    for outcome, part in OUTCOMES.items():
        ok = pl.col(f"ok-{outcome}")
        told = told.when(ok.is_null()).then(pl.lit("hold")).when(ok).then(pl.lit(outcome))
        status = (
            status.when(ok.is_null())
            .then(pl.lit("needs_information"))
            .when(ok)
            .then(pl.lit("decided"))
        )
        ships = ships.when(ok.is_null()).then(pl.lit("none")).when(ok).then(pl.lit(part))
    named = {
        "outcome": told.otherwise(pl.lit("hold")),
        "status": status.otherwise(pl.lit("no_rule")),
        "ships": ships.otherwise(pl.lit("none")),
    }
    if lists:
        named["true_rules"] = pl.concat_list(
            pl.when(pl.col(each.id)).then(pl.lit(each.id)) for each in several
        ).list.drop_nulls()
    return out.with_columns(**named).select(*frame.columns, *named).collect()


def by_hand_in_sql(several: list[Rule], connection: Any, *, lists: bool) -> None:
    """Decide as somebody would who knows SQL."""
    conditions = ", ".join(f'({each.sql}) AS "{each.id}"' for each in several)

    def any_of(effect: str, outcome: str) -> str:
        return " OR ".join(
            f'"{e.id}"' for e in several if e.effect == effect and outcome in e.outcomes
        )

    ok = ", ".join(
        f'(({any_of("permit", o)}) AND NOT ({any_of("forbid", o)})) AS "ok-{o}"' for o in OUTCOMES
    )

    def chain(waits: str, decided: Callable[[str], str], otherwise: str) -> str:
        cases = " ".join(
            f"WHEN \"ok-{o}\" IS NULL THEN '{waits}' WHEN \"ok-{o}\" THEN '{decided(o)}'"
            for o in OUTCOMES
        )
        return f"CASE {cases} ELSE '{otherwise}' END"

    names = ", ".join(f'"{name}"' for name in COLUMNS)
    outputs = [
        f"{chain('hold', str, 'hold')} AS outcome",
        f"{chain('needs_information', lambda _: 'decided', 'no_rule')} AS status",
        f"{chain('none', OUTCOMES.__getitem__, 'none')} AS ships",
    ]
    if lists:
        texts = ", ".join(f"CASE WHEN \"{each.id}\" THEN '{each.id}' END" for each in several)
        outputs.append(f"list_filter([{texts}], lambda x: x IS NOT NULL) AS true_rules")
    connection.execute(
        f"CREATE OR REPLACE TABLE by_hand AS WITH r AS (SELECT *, {conditions} FROM lots), "  # noqa: S608 - ours
        f"o AS (SELECT *, {ok} FROM r) SELECT {names}, {', '.join(outputs)} FROM o"
    )


# --- timing --------------------------------------------------------------------------------------


def seconds(*ways: Callable[[], object], rounds: int = 5) -> list[float]:
    """Return the fewest seconds of the processor that each way takes; they take turns.

    A machine is slower at one time than at another, and then for all of them.
    """
    best = [float("inf")] * len(ways)
    for _ in range(rounds):
        for at, make in enumerate(ways):
            before = time.process_time()
            make()
            best[at] = min(best[at], time.process_time() - before)
    return best


def _alone(policy: Policy, row: dict[str, Any]) -> object:
    return policy.decide(Facts(row), engine="compiled").outcome


def main(rows: int) -> None:
    """Print a line for each way."""
    several = rules()
    policy, frame = policy_of(several), frame_of(rows)
    few = frame.head(FEW).rename(COLUMNS).to_dicts()
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.register("given", frame.to_arrow())
    connection.execute("CREATE TABLE lots AS SELECT * FROM given")
    print(f"{rows:,} rows, {len(several)} rules; CPU seconds")
    first = 0.0
    # Lists of 30 conditional texts by hand take minutes beyond.
    for lists in (False, True) if rows <= ROWS else (False,):
        outputs = ("outcome", "status", "ships", *(["true_rules"] if lists else []))

        def ours() -> pl.DataFrame:
            return policy.decide_table(frame, COLUMNS, outputs=outputs)

        def ours_in_sql() -> None:
            relation = policy.decide_table(connection.table("lots"), COLUMNS, outputs=outputs)
            relation.to_table("ours")
            connection.execute("DROP TABLE ours")

        mine = ours().head(50_000)
        hand = by_hand_in_polars(several, frame.head(50_000), lists=lists)
        assert mine.select(pl.col("^decision_.*$")).rows() == hand.select(hand.columns[10:]).rows()
        what = ", ".join(outputs)
        # Lists by hand take long enough to be told apart by few rounds.
        rounds = 3 if lists else 5
        polars_ = seconds(
            ours, lambda: by_hand_in_polars(several, frame, lists=lists), rounds=rounds
        )
        duck = seconds(
            ours_in_sql, lambda: by_hand_in_sql(several, connection, lists=lists), rounds=rounds
        )
        first = polars_[0] if not lists else first
        print(f"{what}")
        print(
            f"  Polars {polars_[0]:6.2f}, by hand {polars_[1]:6.2f}: {polars_[0] / polars_[1]:.2f} times"
        )
        print(f"  DuckDB {duck[0]:6.2f}, by hand {duck[1]:6.2f}: {duck[0] / duck[1]:.2f} times")
    [whole] = seconds(lambda: policy.decide_table(frame, COLUMNS))
    [several_rows] = seconds(lambda: [_alone(policy, row) for row in few])
    one = several_rows / len(few)
    print(f"everything that can be told: {whole:.2f}")
    print(f"row by row {one * rows:.0f}: {one * rows / first:.0f} times as long as the first")


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else ROWS)
