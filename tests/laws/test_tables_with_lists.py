"""Frames with lists are decided, row by row, as the documents of their rows are."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disposition import Lot, LotError, Policy, load_policy
from disposition.built import shipped_folder
from disposition.facts.catalogue import SHIPPED
from disposition.facts.native.fact import View
from disposition.facts.observation import view_of
from disposition.language.evaluate.bounds import Meaning
from disposition.language.evaluate.possible import Open
from disposition.language.lower.lowering import Lowering
from disposition.language.lower.total import Node, NodeSort, sort_of
from disposition.tables.columns import CellMeaning
from disposition.tables.frames.relational.deciding import with_computed
from disposition.tables.frames.relational.expressions import RowsAtHand
from disposition.tables.frames.relational.loading import MeantFrames, load
from disposition.tables.frames.relational.running import ROW, LeafSource, LotTables, ToldNodes, run
from disposition.tables.frames.relational.schedule import Schedule
from disposition.tables.loads import ColumnReading
from disposition.tables.nested.computed import ComputedFacts
from disposition.tables.nested.sampled import SampledFacts
from disposition.testing.strategies import documents
from support.nested_tables import CHECKS, DEFECTS, document, frame, frame_of, row, row_of
from support.observing import by_definition
from support.small_world import KNOWN, World, Writing, checked, world
from support.tables import expected
from support.total_values import exact

POLICY = load_policy(shipped_folder() / "failed-inspection.yaml")
CASES = load_policy(shipped_folder() / "approach.yaml")
"""A policy that goes over talks, replies, arguments and papers."""
ABOUT = Fraction(1, 10**10)


def _drawing(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nothing is kept secret by it


def _values(told: ToldNodes, name: str) -> list[Any]:
    """Return a value of each row; numbers exactly."""
    found = told.values[name]
    columns = {"value": found}
    if isinstance(found, RowsAtHand):
        by = pl.lit(1) if found.of_row is None else found.of_row
        columns = {"value": found.whole, "by": by}
    height = told.frame.height
    held = [
        each if len(each) == height else each.new_from_index(0, height)
        for each in told.frame.select(**columns)
    ]
    if not isinstance(found, RowsAtHand):
        return held[0].to_list()
    return [Fraction(value, found.divisor * by) for value, by in zip(*held, strict=True)]


def _tables(lots: list[World]) -> LotTables:
    types = {"a": pl.Int64, "b": pl.Boolean, "w": pl.String, "d": pl.Date, "e": pl.Date}
    held = pl.DataFrame({k: [getattr(lot, k) for lot in lots] for k in types}, schema=types)
    listed = pl.Series("listed", [lot.rows is not None for lot in lots])
    held = held.with_columns(pl.col("d", "e").to_physical(), listed).with_row_index(ROW)
    rows = [(at, r.n, r.ok, r.w) for at, lot in enumerate(lots) for r in lot.rows or ()]
    schema = {ROW: pl.UInt32, "n": pl.Int64, "ok": pl.Boolean, "w": pl.String}
    day = {"most": 30_000, "divisor": 1, "plus": 719_163}
    sources = {
        **{name: LeafSource(name, 2) for name in ("a", "b", "w")},
        **{name: LeafSource(name, **day) for name in ("d", "e")},
        **{f"rows[].{name}": LeafSource(name, 2) for name in ("n", "ok", "w")},
    }
    items = pl.DataFrame(rows, schema=schema, orient="row")
    return LotTables(held, {"rows": items}, sources, {"rows": "listed"}, {"rows": 2})


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_expressions_over_frames_mean_the_same(seed: int) -> None:
    chance = _drawing(seed)
    writing = Writing(chance)
    kind = chance.choice([writing.number, writing.condition])
    expression, _ = checked(kind(chance.choice([1, 2, 2, 3])))
    lots = [world(chance, absent) for absent in (0, 0.1, 0.3) for _ in range(8)]
    lowered = Lowering(KNOWN).of(expression)
    roots = {"known": lowered.known, "value": lowered.value}
    told = run(roots, Schedule(roots.values()), _tables(lots))
    meaning = Meaning(KNOWN).of(expression)
    for lot, known, value in zip(lots, _values(told, "known"), _values(told, "value"), strict=True):
        wanted = meaning(View(lot), {})
        assert known is not isinstance(wanted, Open)
        if known:
            # What is rounded to 15 digits stands as the fraction that is rounded.
            same = (
                sort_of(lowered.value) is not NodeSort.NUMBER or abs(value - exact(wanted)) < ABOUT
            )
            assert same if sort_of(lowered.value) is NodeSort.NUMBER else value == wanted


def _documents(chance: Random, many: int, absent: float) -> tuple[list[Any], list[Lot]]:
    rows, lots = [], []
    while len(rows) < many:
        values = row(chance, absent)
        try:
            lots.append(Lot.from_dict(document(values)))
        except LotError:
            continue  # values that contradict one another
        rows.append(values)
    return rows, lots


@settings(max_examples=5)
@given(st.integers(0, 2**32), st.sampled_from([0, 0.02, 0.1]))
def test_what_samples_say_is_what_python_says(seed: int, absent: float) -> None:
    rows, lots = _documents(_drawing(seed), 60, absent)
    table = frame(rows)
    cells = {name: CellMeaning(name) for name in table.columns if name not in (DEFECTS, CHECKS)}
    lists = {path: CellMeaning(path) for path in (DEFECTS, CHECKS)}
    loaded = load(table, MeantFrames(cells, lists, {}, ColumnReading(SHIPPED)))

    def told(path: str) -> bool | None:
        return loaded.told.get(path, False)

    assert SHIPPED.known is not None
    nothing = view_of(Lot(), SHIPPED)
    computed = ComputedFacts(told, lambda path: SHIPPED.readers[path](nothing))
    lowering = Lowering(SHIPPED.known, told, computed.tell)
    paths = [*SampledFacts(lowering, told).paths, "segments.conforming.any", "segments.more_units"]
    roots: dict[str, Node] = {}
    for path in paths:
        fact = lowering.fact(path)
        roots |= {f"{path} known": fact.known, path: fact.value}
    tables, wrong = with_computed(POLICY.checked, loaded, computed, list(roots.values()))
    assert not wrong
    found = run(roots, Schedule(roots.values()), tables)
    for path in paths:
        columns = zip(_values(found, f"{path} known"), _values(found, path), lots, strict=True)
        for known, value, lot in columns:
            wanted = SHIPPED.readers[path](view_of(lot))
            assert known == (wanted is not None), (path, lot)
            if wanted is not None:
                assert abs(value - exact(wanted)) < ABOUT, (path, lot)


@pytest.mark.slow
@settings(max_examples=1)
@given(st.integers(0, 2**32))
def test_rows_are_decided_as_their_documents(seed: int) -> None:
    chance = _drawing(seed)
    many = [_documents(chance, 10, absent) for absent in (0, 0.05)]
    rows, lots = ([each for part in of for each in part] for of in zip(*many, strict=True))
    _decides(POLICY, frame(rows), lots)


@pytest.mark.slow
@settings(max_examples=1)
@given(st.lists(documents(), min_size=8, max_size=8))
def test_rows_of_cases_are_decided_as_their_documents(drawn: list[Any]) -> None:
    rows = [row_of(each) for each in drawn]
    _decides(CASES, frame_of(rows), [Lot.from_dict(document(each)) for each in rows])


def _decides(policy: Policy, table: pl.DataFrame, lots: list[Lot]) -> None:
    """Expect that rows are decided as lots are, in every output."""
    checked_policy = policy.checked
    catalogue = checked_policy.catalogue
    facts = [by_definition(lot, checked_policy.facts, catalogue) for lot in lots]
    decided = policy.decide_table(table)
    for each, wanted in zip(
        decided.iter_rows(named=True), expected(checked_policy, facts), strict=True
    ):
        found = {name: each[f"decision_{name}"] for name in wanted}
        found |= {name: sorted(found[name]) for name in ("obligations", "possible_obligations")}
        assert found == wanted
