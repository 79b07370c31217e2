"""Double and multiple sampling plans with their tables, and plans of any type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from itertools import accumulate
from types import MappingProxyType

from disposition.frozen import evolve, frozen
from disposition.sampling.errors import SamplingError, unknown
from disposition.sampling.names import STATES, ZERO, check_aql
from disposition.sampling.plan_numbers import Stage
from disposition.sampling.plans.plan import Plan
from disposition.sampling.plans.single import MOST_KEPT, SINGLE, single_plan
from disposition.sampling.plans.tables import doubt, read_rows

DOUBLE = "double"
MULTIPLE = "multiple"
TYPES = (SINGLE, DOUBLE, MULTIPLE)
"""The types of plan, by the most samples that they can ask for."""

_NO_ISO_MULTIPLE = (
    "the multiple plans of ISO 2859-1 are not in the package: use `double`, or `z1.4`"
)


def sampling_plan(
    plan_type: str,
    *,
    lot_size: int,
    level: str,
    aql: Decimal | str | int,
    state: str = "normal",
    standard: str = "iso2859-1",
    counting: str | None = None,
) -> Plan:
    """Return the plan of a type: `single`, `double` or `multiple`.

    Where the table of the type has no plan, its words are followed: the double plan, or the single
    one, is used instead, and `note` says so. So it is where the samples together would be more than
    the lot. `type` of the plan is then that of the plan used. Other arguments and errors are those
    of `single_plan`; multiple plans are those of Z1.4 only. Source: ISO 2859-1 tables 3-A to 3-C;
    ANSI/ASQ Z1.4 tables III-A to IV-C.

    >>> plan = sampling_plan("double", lot_size=1200, level="II", aql="2.5")
    >>> [(stage.sample_size, stage.accept, stage.reject) for stage in plan.stages]
    [(50, 2, 5), (50, 6, 7)]
    """
    return _plan(plan_type, lot_size, level, aql, state, standard, counting)


@lru_cache(MOST_KEPT, typed=True)  # by type as well, as in `single_plan`
def _plan(  # noqa: PLR0917 - as they are asked for
    plan_type: str,
    lot_size: int,
    level: str,
    aql: Decimal | str | int,
    state: str,
    standard: str,
    counting: str | None,
) -> Plan:
    check_type(plan_type)
    single = single_plan(
        lot_size=lot_size, level=level, aql=aql, state=state, standard=standard, counting=counting
    )
    if plan_type == SINGLE:
        return single
    if (standard, plan_type) == ("iso2859-1", MULTIPLE):
        raise SamplingError(
            "ISO 2859-1 has no multiple plans here", about="type", hint=_NO_ISO_MULTIPLE
        )
    return _staged(plan_type, single, ())


def double_plan(
    *,
    lot_size: int,
    level: str,
    aql: Decimal | str | int,
    state: str = "normal",
    standard: str = "iso2859-1",
    counting: str | None = None,
) -> Plan:
    """Return the double plan for a lot, as `sampling_plan("double", …)` does."""
    return sampling_plan(
        DOUBLE,
        lot_size=lot_size,
        level=level,
        aql=aql,
        state=state,
        standard=standard,
        counting=counting,
    )


def multiple_plan(
    *,
    lot_size: int,
    level: str,
    aql: Decimal | str | int,
    state: str = "normal",
    standard: str = "z1.4",
    counting: str | None = None,
) -> Plan:
    """Return the multiple plan (seven samples) for a lot, as `sampling_plan("multiple", …)` does.

    The standard is Z1.4 unless another is named, which is then refused.
    """
    return sampling_plan(
        MULTIPLE,
        lot_size=lot_size,
        level=level,
        aql=aql,
        state=state,
        standard=standard,
        counting=counting,
    )


def check_type(given: str) -> str:
    """Return the type of plan unchanged; raises `SamplingError` for any other word."""
    if given in TYPES:
        return given
    raise unknown(given, "a type of plan", "type", TYPES)


def _staged(plan_type: str, single: Plan, notes: tuple[str, ...]) -> Plan:
    """Return the plan of the type, following the table to another type where it has none."""
    assert single.aql is not None and single.lot_size is not None  # noqa: S101, PT018 - from a table
    tables = load_staged_tables()
    key = (single.standard, plan_type, single.state, single.code_letter, single.aql)
    questioned = doubt(*key)
    notes = (*notes, questioned) if questioned else notes
    if key in tables.instead:
        other = tables.instead[key]
        notes = (*notes, f"the table has no {plan_type} plan here: the {other} plan is used")
        return _staged(other, single, notes) if other == DOUBLE else _noted(single, notes)
    stages = tables.cells[key]
    if stages[-1].cumulative > single.lot_size:
        total = stages[-1].cumulative
        too_many = f"the {total} units of the {plan_type} plan are more than the lot"
        return _noted(single, (*notes, f"{too_many}: the single plan is used"))
    return evolve(
        single,
        plan_letter=plan_letter(plan_type, single.state, stages),
        stages=stages,
        full_inspection=False,
        type=plan_type,
        note="; ".join(notes),
    )


def _noted(single: Plan, notes: tuple[str, ...]) -> Plan:
    return evolve(single, note="; ".join((*notes, single.note) if single.note else notes))


# --- the tables, read from the package's data -----------------------------------------------------


StagedKey = tuple[str, str, str, str, Decimal]
"""Standard, type, state, code letter and AQL."""

_FILES = {
    ("iso2859-1", DOUBLE): "double_{state}_iso2859.csv",
    ("z1.4", DOUBLE): "double_{state}_z14.csv",
    ("z1.4", MULTIPLE): "multiple_{state}_z14.csv",
}
_LETTERS = "ABCDEFGHJKLMNPQRS"
_SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
# Sample sizes rise by one of `_SIZES` from letter to letter; here is where each table starts.
_LETTER_OF_TWO_UNITS = {
    (DOUBLE, "normal"): "B",
    (DOUBLE, "tightened"): "B",
    (DOUBLE, "reduced"): "D",
    (MULTIPLE, "normal"): "D",
    (MULTIPLE, "tightened"): "D",
    (MULTIPLE, "reduced"): "F",
}
_CANNOT_ACCEPT = "#"


@frozen
class StagedTables:
    """Every cell of the double and multiple tables: its samples, or the type to use instead.

    `cells` has the samples of the plan where the arrows end; `instead` has `single` or `double`
    where the table has no plan and points at that type's. Each key is in exactly one of the two.
    """

    cells: Mapping[StagedKey, tuple[Stage, ...]]
    instead: Mapping[StagedKey, str]


@cache
def load_staged_tables() -> StagedTables:
    """Return the tables; the package's data is read at the first call.

    Source: ISO 2859-1 tables 3-A, 3-B, 3-C; ANSI/ASQ Z1.4 tables III-A to IV-C (see
    `data/SOURCES.md`).

    >>> stages = load_staged_tables().cells["z1.4", "double", "normal", "J", Decimal("2.5")]
    >>> [(stage.sample_size, stage.accept, stage.reject) for stage in stages]
    [(50, 2, 5), (50, 6, 7)]
    """
    cells: dict[StagedKey, tuple[Stage, ...]] = {}
    instead: dict[StagedKey, str] = {}
    for (standard, plan_type), name in _FILES.items():
        for state in STATES:
            rows = list(read_rows(name.format(state=state)))
            samples = _double(rows) if plan_type == DOUBLE else _multiple(rows)
            for letter, aql, of_cell in samples:
                key = (standard, plan_type, state, letter, aql)
                instead[standard, plan_type, state, letter, ZERO] = "single"
                if isinstance(of_cell, str):
                    instead[key] = of_cell
                else:
                    cells[key] = of_cell
    return StagedTables(MappingProxyType(cells), MappingProxyType(instead))


def plan_letter(plan_type: str, state: str, stages: tuple[Stage, ...]) -> str:
    """Return the code letter that samples of this size belong to.

    >>> plan_letter("double", "normal", (Stage(50, 50, 2, 5), Stage(50, 100, 6, 7)))
    'J'
    """
    first = _LETTERS.index(_LETTER_OF_TWO_UNITS[plan_type, state])
    return _LETTERS[first + _SIZES.index(stages[0].sample_size)]


_CellOrType = tuple[str, Decimal, tuple[Stage, ...] | str]


def _double(rows: list[dict[str, str]]) -> Iterator[_CellOrType]:
    for row in rows:
        letter, aql = row["code_letter"], check_aql(row["aql"])
        if row["n1"]:
            numbers = [(row[f"n{i}"], row[f"ac{i}"], row[f"re{i}"]) for i in (1, 2)]
            yield letter, aql, _stages(numbers)
        else:
            yield letter, aql, "single"


def _multiple(rows: list[dict[str, str]]) -> Iterator[_CellOrType]:
    """Return the cells; one without samples has the words `use single` or `use double` as Re."""
    numbers: dict[tuple[str, Decimal], list[tuple[str, str, str]]] = {}
    for row in rows:
        letter, aql = row["code_letter"], check_aql(row["aql"])
        if row["stage"]:
            of_cell = numbers.setdefault((letter, aql), [])
            of_cell.append((row["n_per_stage"], row["ac"], row["re"]))
        else:
            yield letter, aql, row["re"].removeprefix("use ")
    for (letter, aql), of_cell in numbers.items():
        yield letter, aql, _stages(of_cell)


def _stages(numbers: list[tuple[str, str, str]]) -> tuple[Stage, ...]:
    totals = accumulate(int(size) for size, _, _ in numbers)
    return tuple(
        Stage(int(size), total, None if ac == _CANNOT_ACCEPT else int(ac), int(re))
        for (size, ac, re), total in zip(numbers, totals, strict=True)
    )
