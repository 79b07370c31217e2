"""Double and multiple sampling plans, and plans of any type."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from disposition.frozen import evolve
from disposition.sampling.errors import SamplingError, unknown
from disposition.sampling.plans.plan import Plan
from disposition.sampling.plans.single import MOST_KEPT, SINGLE, single_plan
from disposition.sampling.plans.staged_tables import (
    DOUBLE,
    MULTIPLE,
    load_staged_tables,
    plan_letter,
)
from disposition.sampling.plans.tables import doubt

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
