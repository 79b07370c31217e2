"""Frames with lists are decided, row by row, as the documents of their rows are."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from disposition import Lot, LotError, Policy, load_policy
from disposition.built import shipped_folder
from disposition.facts.catalogue import SHIPPED
from disposition.facts.native.fact import View
from disposition.facts.observation import view_of
from disposition.language.evaluate.bounds import Meaning
from disposition.language.evaluate.possible import Open
from disposition.language.expression import COMPARE, Comparison
from disposition.language.lower.build import compare, constant
from disposition.language.lower.lowering import Lowering
from disposition.language.lower.total import Node, NodeSort, sort_of
from disposition.tables.column_reading import ColumnReading
from disposition.tables.columns import CellMeaning
from disposition.tables.frames.relational.deciding import with_computed
from disposition.tables.frames.relational.loading import MeantFrames, load
from disposition.tables.frames.relational.running import FrameNodes, LeafSource, LotTables, run
from disposition.tables.frames.relational.schedule import Schedule
from disposition.tables.names import ROW
from disposition.tables.nested.computed import ComputedFacts
from disposition.tables.nested.sampled import SampledFacts
from disposition.tables.scaled import Quotient, Scaled
from disposition.testing.strategies import documents
from support.nested_tables import CHECKS, DEFECTS, document, frame, frame_of, row, row_of
from support.observing import by_definition
from support.small_world import KNOWN, World, Writing, checked, world
from support.tables import expected
from support.total_values import exact

POLICY = load_policy(shipped_folder() / "failed-inspection.yaml")
CASES = load_policy(shipped_folder() / "approach.yaml")
"""A policy that goes over talks, replies, arguments and papers."""


def _drawing(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nothing is kept secret by it


def _values(roots: Mapping[str, Node], tables: LotTables) -> dict[str, list[Any]]:
    """Return values of each row; numbers exactly, and those that are only ever compared left out.

    Raises what is raised of what frames do not tell.
    """
    nodes = {name: FrameNodes(tables).of(node) for name, node in roots.items()}
    whole = {name: each.whole if isinstance(each, Scaled) else each for name, each in nodes.items()}
    told = {name: each for name, each in whole.items() if not isinstance(each, Quotient)}
    ran = run(told, Schedule(told.values()), tables)
    height = ran.frame.height
    found = {}
    for name, value in ran.values.items():
        held = ran.frame.select(value).to_series()
        held = held if len(held) == height else held.new_from_index(0, height)
        by = nodes[name].divisor if isinstance(nodes[name], Scaled) else None
        found[name] = [each if by is None else Fraction(each, by) for each in held]
    return found


def _tables(lots: list[World]) -> LotTables:
    types = {"a": pl.Int64, "b": pl.Boolean, "w": pl.String, "d": pl.Date, "e": pl.Date}
    held = pl.DataFrame({k: [getattr(lot, k) for lot in lots] for k in types}, schema=types)
    listed = pl.Series("listed", [lot.rows is not None for lot in lots])
    held = held.with_columns(pl.col("d", "e").to_physical(), listed).with_row_index(ROW)
    rows = [(at, r.n, r.ok, r.w) for at, lot in enumerate(lots) for r in lot.rows or ()]
    schema = {ROW: pl.UInt32, "n": pl.Int64, "ok": pl.Boolean, "w": pl.String}
    day = {"most": 30_000, "plus": 719_163}
    sources = {
        **{name: LeafSource(name, -2, 2) for name in ("a", "b", "w")},
        **{name: LeafSource(name, **day) for name in ("d", "e")},
        **{f"rows[].{name}": LeafSource(name, -2, 2) for name in ("n", "ok", "w")},
    }
    items = pl.DataFrame(rows, schema=schema, orient="row")
    return LotTables(held, {"rows": items}, sources, {"rows": "listed"}, {"rows": 2})


@settings(max_examples=40)
@example(173)  # a choice within items, by a truth of the lot, written the other way round
@given(st.integers(0, 2**32))
def test_expressions_over_frames_mean_the_same(seed: int) -> None:
    chance = _drawing(seed)
    writing = Writing(chance)
    kind = chance.choice([writing.number, writing.condition])
    _means_the_same(kind(chance.choice([1, 2, 2, 3])), chance)


@pytest.mark.parametrize(
    "text",
    [
        "any(w == 'x' or w == 'y' or r.ok for r in rows)",  # one test of values of the lot
        "sum(r.n if a > 0 else (1 if r.ok else 2) for r in rows) + (1 if a > 0 else 0)",
        "any(percent(1, r.n) > a for r in rows)",  # compared with what varies
        "max(r.n / 2 for r in rows) == a",
        "a / 3 + a > 2",
    ],
)
def test_what_stands_with_lots_is_found_with_their_items(text: str) -> None:
    _means_the_same(text, _drawing(1))


def _means_the_same(text: str, chance: Random) -> None:
    expression, _ = checked(text)
    lots = [world(chance, absent) for absent in (0, 0.1, 0.3) for _ in range(8)]
    lowered = Lowering(KNOWN).of(expression)
    roots = {"known": lowered.known, "value": lowered.value}
    told = _values(roots, _tables(lots))
    meaning = Meaning(KNOWN).of(expression)
    for lot, known, value in zip(lots, told["known"], told["value"], strict=True):
        wanted = meaning(View(lot), {})
        assert known is not isinstance(wanted, Open)
        if known:
            is_number = sort_of(lowered.value) is NodeSort.NUMBER
            assert value == (exact(wanted) if is_number else wanted)


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
    lowering = Lowering(SHIPPED.known, told, computed.lowered)
    paths = [*SampledFacts(lowering, told).paths, "segments.conforming.any", "segments.more_units"]
    roots: dict[str, Node] = {}
    for path in paths:
        fact = lowering.fact(path)
        roots |= {f"{path} known": fact.known, path: fact.value}
    tables, wrong = with_computed(POLICY.checked, loaded, computed, list(roots.values()))
    assert not wrong
    wanted = {path: [SHIPPED.readers[path](view_of(lot)) for lot in lots] for path in paths}
    found = _values(roots, tables)
    for path in paths:
        known = found[f"{path} known"]
        assert known == [each is not None for each in wanted[path]], path
        for value, each in zip(found.get(path, ()), wanted[path], strict=path in found):
            assert each is None or value == exact(each), path
    # Percentages are compared, with all that they are of some lot.
    rates = [path for path in paths if path not in found]
    assert rates
    for path in rates:
        for value in {exact(each) for each in wanted[path] if each is not None}:
            compared = {
                sign.value: compare(sign, roots[path], constant(value)) for sign in Comparison
            }
            for sign, truths in zip(Comparison, _values(compared, tables).values(), strict=True):
                for is_so, each in zip(truths, wanted[path], strict=True):
                    assert each is None or is_so is COMPARE[sign](exact(each), value), (path, sign)


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
