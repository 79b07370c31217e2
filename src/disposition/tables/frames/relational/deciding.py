"""Frames that hold what documents hold, decided: facts are derived from their columns and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import lru_cache
from typing import Any

import polars as pl
from attrs import asdict

from disposition.errors import LotError
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.lot import Lot
from disposition.facts.observation import view_of
from disposition.frozen import evolve, field, fields, frozen
from disposition.language.lower.lowering import Lowering
from disposition.language.lower.total import (
    IsKnown,
    Lacks,
    LeafColumn,
    Node,
    nodes,
)
from disposition.language.lower.values import Lowered, NotLowered
from disposition.language.types import Kind
from disposition.policy.model import CheckedPolicy
from disposition.tables.frames.relational.documents import ComputedColumns as OfRows
from disposition.tables.frames.relational.documents import Documents
from disposition.tables.frames.relational.loading import LoadedFrames, MeantFrames, load
from disposition.tables.frames.relational.running import (
    FrameNodes,
    LeafSource,
    LotTables,
    lacks_of,
    run,
)
from disposition.tables.frames.relational.schedule import Schedule
from disposition.tables.names import RESERVED
from disposition.tables.nested.computed import ComputedFact, ComputedFacts
from disposition.tables.nested.plan_rows import JoinedPlanRow, plan_row, rows_of_sizes
from disposition.tables.nested.sampled import plan_column
from disposition.tables.outcomes import RowConditions
from disposition.tables.scaled import NotInTablesError, Quotient, Scaled, TooLargeError

NOT_TOLD = NotInTablesError, NotLowered, TooLargeError
"""What is raised where something cannot be told over frames."""

Blames = Sequence[Mapping[str, str]]
"""Of each condition: the columns that tell in which rows a fact keeps it open, by path."""


@frozen(eq=False)
class RowTruths:
    """A frame with the truths of a policy's conditions as columns, and those who are to blame.

    `wrong` are rows that are no documents: what is wrong with them.
    """

    frame: pl.DataFrame
    truths: Sequence[str]
    blames: Blames
    loaded: LoadedFrames
    wrong: Mapping[int, LotError]


@frozen(eq=False)
class _Roots:
    """What is told of each row, once lowered: it serves all frames in which the same varies.

    `planned` has it by the columns of tables, and in which order, by what these hold.
    """

    facts: _Facts
    nodes: dict[str, Node]
    truths: Sequence[str]
    blames: Blames
    planned: dict[Any, tuple[Mapping[str, Node], Schedule]] = field(factory=dict)


class AskingRows:
    """Asks frames with the same columns whether the conditions of a policy hold in each row."""

    def __init__(self, policy: CheckedPolicy, meant: MeantFrames, *, with_blames: bool) -> None:
        self.policy = policy
        self._meant = meant
        self._with_blames = with_blames
        self._aside: Set[str] = frozenset()
        self._lowered: dict[Any, _Roots] = {}

    def truths(self, frame: pl.DataFrame) -> RowTruths:
        """Return whether the conditions hold in each row.

        Raises:
            TableError: with each column that cannot be what it is said to be.
            NotInTablesError: a condition cannot be told over frames.
        """
        loaded = load(frame, self._meant)
        self._aside |= self._of_lists_within(loaded)
        # What cannot be told over frames is told by Python in every row: first what surely cannot,
        # then all that is derived.
        for aside in (self._not_in_frames, self._derived):
            try:
                return self._truths(frame, loaded)
            except NOT_TOLD:
                self._aside |= aside(loaded)
        return self._truths(frame, loaded)

    def _of_lists_within(self, loaded: LoadedFrames) -> Set[str]:
        """Return the facts that read lists within the items of a list: items have no own lists."""
        within, catalogue = loaded.tables.within, self.policy.catalogue
        return {
            path
            for path in (self.policy.facts if within else ())
            if any(
                of == each or of.startswith(f"{each}[].")
                for of in catalogue[path].reads
                for each in within
            )
        }

    def _not_in_frames(self, loaded: LoadedFrames) -> Set[str]:
        return set(_not_in_frames(self.policy, loaded, _Facts(self.policy, loaded)))

    def _derived(self, _loaded: LoadedFrames) -> Set[str]:
        catalogue = self.policy.catalogue
        return {path for path in self.policy.facts if not catalogue[path].given}

    def _truths(self, frame: pl.DataFrame, loaded: LoadedFrames) -> RowTruths:
        roots = self._roots(loaded)
        nodes = list(roots.nodes.values())
        tables, wrong = with_computed(self.policy, loaded, roots.facts.computed, nodes)
        written = run(*self._planned(roots, tables), tables)
        columns = written.values
        told = written.frame.with_columns(**columns).select(*_loaded_columns(loaded), *columns)
        frame = frame.hstack(told) if told.width else frame
        return RowTruths(frame, roots.truths, roots.blames, loaded, wrong)

    def _planned(self, roots: _Roots, tables: LotTables) -> tuple[Mapping[str, Node], Schedule]:
        """Return what is told of rows by the columns of tables, and in which order."""
        read = frozenset(tables.sources.items()), frozenset(tables.most_items.items())
        if read not in roots.planned:
            told = FrameNodes(tables).truths(roots.nodes)
            roots.planned[read] = told, Schedule(told.values())
        return roots.planned[read]

    def _roots(self, loaded: LoadedFrames) -> _Roots:
        varies = frozenset(self._aside), frozenset(loaded.told.items())
        if varies not in self._lowered:
            facts = _Facts(self.policy, loaded, self._aside)
            self._lowered[varies] = _roots(self.policy, facts, with_blames=self._with_blames)
        return self._lowered[varies]


class _Facts:
    """The facts that conditions read, lowered; those `aside` are told by Python."""

    def __init__(
        self, policy: CheckedPolicy, loaded: LoadedFrames, aside: Set[str] = frozenset()
    ) -> None:
        known = policy.catalogue.known
        if known is None:
            raise AssertionError("a policy that is loaded has a catalogue with definitions")
        nothing = view_of(Lot(), policy.catalogue)
        self.computed = ComputedFacts(
            lambda path: _is_given(loaded, path),
            lambda path: policy.catalogue.readers[path](nothing),
        )
        self._lowering = Lowering(
            known, lambda path: _is_given(loaded, path), self.computed.lowered
        )
        self._aside = {
            path: self.computed.aside(path, policy.catalogue[path].type) for path in aside
        }

    def fact(self, path: str) -> Lowered:
        """Return what a fact can be."""
        return self._aside[path] if path in self._aside else self._lowering.fact(path)


def _not_in_frames(policy: CheckedPolicy, loaded: LoadedFrames, facts: _Facts) -> Iterator[str]:
    """Yield the facts that cannot be told over frames by themselves."""
    for path in policy.facts:
        try:
            fact = facts.fact(path)
            several = fact.known, fact.value
            known, value = map(FrameNodes(_with_anything(loaded.tables, several)).of, several)
            # A quotient is only told once it is compared.
            told = () if isinstance(value, Quotient) else (value,)
            Schedule([known, *(each.node if isinstance(each, Scaled) else each for each in told)])
        except NOT_TOLD:
            yield path


def _with_anything(tables: LotTables, roots: Iterable[Node]) -> LotTables:
    """Return tables with sources for what is computed beforehand, which are not there yet."""
    paths = [of.path for of in _columns(roots) if of.path not in tables.sources]
    some = {
        each: LeafSource(each, -_SOME, _SOME, _PARTS)
        for path in paths
        for each in (path, lacks_of(path))
    }
    return evolve(tables, sources={**tables.sources, **some})


_SOME, _PARTS = 10**18, 10**15
"""What numbers that are computed beforehand are taken to be, over which divisor."""


def _is_given(loaded: LoadedFrames, path: str) -> bool | None:
    """Whether all rows have what stands at a path, or none has."""
    return loaded.told.get(path, False)


def _loaded_columns(loaded: LoadedFrames) -> Iterator[str]:
    for each in loaded.loads:
        yield from (each.value, each.bad)


def _roots(policy: CheckedPolicy, facts: _Facts, *, with_blames: bool) -> _Roots:
    """Return the nodes that are told of each row, by name: one for a truth, one for each blame."""
    conditions = RowConditions(policy, facts)
    roots = {
        f"{RESERVED}truth_{number}": conditions.node(each)
        for number, each in enumerate(policy.conditions)
    }
    truths = tuple(roots)
    blames: list[Mapping[str, str]] = []
    names: dict[Node, str] = {}
    for expression in policy.conditions if with_blames else ():
        of_condition = {}
        for path, node in conditions.blame(expression).items():
            name = names.setdefault(node, f"{RESERVED}blame_{len(names)}")
            roots[name] = node
            of_condition[path] = name
        blames.append(of_condition)
    return _Roots(facts, roots, truths, blames)


# --- what Python computes beforehand -------------------------------------------------------------


def with_computed(
    policy: CheckedPolicy, loaded: LoadedFrames, computed: ComputedFacts, roots: Sequence[Node]
) -> tuple[LotTables, dict[int, LotError]]:
    """Return tables with columns for plans, and for native facts where nothing else tells them."""
    read = {each.path for each in _columns(roots)}
    facts = [each for each in computed.found.values() if each.column.path in read]
    domains = {each.path: each.domain for each in facts}
    read |= {each.path for each in _columns(domains.values())}
    tables = _with_plans(loaded, read)
    if not facts:
        return tables, {}
    told = FrameNodes(tables).truths(domains)
    written = run(told, Schedule(told.values()), tables)
    outside = written.frame.select(**{path: ~each for path, each in written.values.items()})
    rows = {}
    for path in domains:
        held = outside[path]
        if len(held) != tables.lots.height:
            held = held.new_from_index(0, tables.lots.height)
        rows[path] = held.arg_true()
    asked = {node.of.path for node in nodes(roots) if isinstance(node, Lacks)}
    lacking = {each.path for each in facts if each.column.path in asked}
    found = Documents(tables, loaded.kinds, policy.catalogue, lacking).computed(rows)
    wrong: dict[int, LotError] = {}
    for each in facts:
        wrong |= found[each.path].wrong
        tables = _with_column(tables, each, rows[each.path], found[each.path])
    return tables, wrong


def _columns(roots: Iterable[Node]) -> set[LeafColumn]:
    """Return the columns that nodes read."""
    found: set[LeafColumn] = set()
    for node in nodes(roots):
        match node:
            case IsKnown(of=LeafColumn() as of) | Lacks(of=of) | (LeafColumn() as of):
                found.add(of)
            case _:
                pass
    return found


def _with_column(
    tables: LotTables, computed: ComputedFact, rows: pl.Series, found: OfRows
) -> LotTables:
    told = found.told
    name, kind = f"{RESERVED}native_{computed.path}", computed.column.type.kind
    values = [each.value for each in told]
    source = LeafSource(name)
    held: list[object] = list(values)
    dtype: pl.DataType = pl.String()
    if kind is Kind.BOOLEAN:
        dtype = pl.Boolean()
    elif kind is Kind.DATE:
        held = [None if each is None else each.toordinal() for each in values]  # type: ignore[union-attr]
        source, dtype = LeafSource(name, 0, 4_000_000), pl.Int64()
    elif kind.is_number:
        numbers = [Decimal(each) for each in values if each is not None]  # type: ignore[arg-type]
        places = max((-min(0, int(each.as_tuple().exponent)) for each in numbers), default=0)
        held = [
            None if each is None else int(Decimal(each).scaleb(places))  # type: ignore[arg-type]
            for each in values
        ]
        source = LeafSource.holding(name, held, 10**places)
        dtype = pl.Int64() if max(-source.least, source.most) < 2**63 else pl.Int128()
    height = tables.lots.height
    column = pl.Series(name, [None], dtype=dtype).new_from_index(0, height)
    lacks = pl.Series(lacks_of(name), [False]).new_from_index(0, height)
    if len(rows):
        column = column.scatter(rows, pl.Series(held, dtype=dtype).gather(found.way_of))
        of_ways = pl.Series([each.lacks for each in told])
        lacks = lacks.scatter(rows, of_ways.gather(found.way_of))
    path = computed.column.path
    return evolve(
        tables,
        lots=tables.lots.with_columns(column, lacks),
        sources={**tables.sources, path: source, lacks_of(path): LeafSource(lacks_of(name))},
    )


# --- plans ---------------------------------------------------------------------------------------


_PLAN = tuple(each.name for each in fields(JoinedPlanRow))


def _with_plans(loaded: LoadedFrames, read: set[str]) -> LotTables:
    """Return tables with the numbers of the plans of each severity that is asked for."""
    tables = loaded.tables
    for severity in SEVERITIES:
        paths = {name: plan_column(severity, name).path for name in _PLAN}
        if read.isdisjoint(paths.values()):
            continue
        joined = _plan_numbers(tables, severity)
        names = {name: f"{RESERVED}{severity}_{name}" for name in paths}
        lots = tables.lots.hstack(joined.rename(names))
        sources = {
            path: LeafSource.holding(names[name], [joined[name].max()])
            for name, path in paths.items()
        }
        tables = evolve(tables, lots=lots, sources={**tables.sources, **sources})
    return tables


def _plan_numbers(tables: LotTables, severity: str) -> pl.DataFrame:
    lots, sources = tables.lots, tables.sources

    def column(path: str) -> pl.Series:
        source = sources.get(path)
        if source is None:
            return pl.Series([None], dtype=pl.String).new_from_index(0, lots.height)
        return lots[source.column]

    plan, aql = "inspection.plan", f"inspection.plan.aql.{severity}"
    quantity = sources.get("lot.quantity")
    starts = pl.Series(rows_of_sizes())
    sizes = pl.Series([None], dtype=pl.Int64).new_from_index(0, lots.height)
    if quantity is not None:
        held = lots[quantity.column]
        found = starts.search_sorted(held.fill_null(1), side="right").cast(pl.Int64) - 1
        sizes = pl.select(pl.when(held.is_not_null()).then(found)).to_series()
    agreed = ("standard", "state", "level", "type")
    words = {name: column(f"{plan}.{name}").cast(pl.String) for name in agreed}
    keys = pl.DataFrame({**words, "aql": column(aql), "sizes": sizes})
    ways = keys.unique()
    divisor = 1 if aql not in sources else sources[aql].divisor
    told = [_row_of_plan(*way, divisor) for way in ways.iter_rows()]
    numbers = pl.DataFrame([asdict(each) for each in told or [JoinedPlanRow()]]).head(len(told))
    joined = keys.join(
        ways.hstack(numbers), on=keys.columns, how="left", nulls_equal=True, maintain_order="left"
    )
    return joined.drop(keys.columns)


@lru_cache(100_000)
def _row_of_plan(  # noqa: PLR0917 - in the order of the keys
    standard: str | None,
    state: str | None,
    level: str | None,
    type_: str | None,
    aql: int | None,
    sizes: int | None,
    divisor: int,
) -> JoinedPlanRow:
    if type_ is None or aql is None:
        return JoinedPlanRow()
    return plan_row(standard, state, level, Decimal(aql) / divisor, sizes)
