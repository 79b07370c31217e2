"""`disposition sample`: a sampling plan, and what a sample says under it."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import click

from disposition.sampling import (
    LEVELS,
    STANDARDS,
    STATES,
    Judgement,
    Plan,
    SamplingError,
    judge,
    single_plan,
)
from disposition.sampling.errors import quoted

_EXIT_BAD_INPUT = 2
_COUNT = re.compile(r"[0-9]{1,15}")
_JUDGED = {True: "accepted", False: "not accepted", None: "unknown"}


@click.command()
@click.option("--lot-size", required=True, metavar="UNITS", help="Units in the lot.")
@click.option("--level", required=True, help=f"Inspection level: {', '.join(LEVELS)}.")
@click.option("--aql", required=True, help="Preferred AQL, 0.010 to 1000, or 0.")
@click.option("--state", default="normal", show_default=True, help=f"{', '.join(STATES)}.")
@click.option(
    "--standard", default="iso2859-1", show_default=True, help=f"{' or '.join(STANDARDS)}."
)
@click.option("--found", metavar="COUNT", help="Nonconforming found; judges the sample.")
@click.option(
    "--inspected", metavar="UNITS", help="Units inspected.  [default: the plan's sample size]"
)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
def sample(
    *,
    lot_size: str,
    level: str,
    aql: str,
    state: str,
    standard: str,
    found: str | None,
    inspected: str | None,
    as_json: bool,
) -> None:
    """Give the single sampling plan for a lot and, with --found, judge the sample.

    The exit code is 0 whether or not the lot is accepted, and 2 for bad input.
    """
    try:
        plan = single_plan(
            lot_size=_count(lot_size, "--lot-size"),
            level=level,
            aql=aql,
            state=state,
            standard=standard,
        )
        counts = _counts(plan, found, inspected)
        judgement = judge(plan, found=counts[0], inspected=counts[1]) if counts else None
    except SamplingError as error:
        _fail(error)
    if as_json:
        click.echo(json.dumps(_document(plan, counts, judgement), indent=2))
    else:
        click.echo(_text(plan, counts, judgement))


def _counts(plan: Plan, found: str | None, inspected: str | None) -> tuple[int, int] | None:
    """Return the units or nonconformities found and the units inspected, or None without them."""
    if found is None:
        if inspected is None:
            return None
        raise SamplingError(
            "`--inspected` alone judges nothing",
            about="found",
            hint="add `--found` with what was found",
        )
    in_units = plan.sample_size if inspected is None else _count(inspected, "--inspected")
    return _count(found, "--found"), in_units


def _count(text: str, option: str) -> int:
    if _COUNT.fullmatch(text):
        return int(text)
    raise SamplingError(
        f"{quoted(text)} is not a count for `{option}`",
        about=option,
        hint="write a whole number of at most 15 digits, such as `1200`",
    )


def _fail(error: SamplingError) -> NoReturn:
    click.echo(f"error: {error.message}", err=True)
    if error.hint:
        click.echo(f"hint: {error.hint}", err=True)
    raise SystemExit(_EXIT_BAD_INPUT)


def _document(
    plan: Plan, counts: tuple[int, int] | None, judgement: Judgement | None
) -> dict[str, Any]:
    document: dict[str, Any] = {
        "code_letter": plan.code_letter,
        "plan_letter": plan.plan_letter,
        "sample_size": plan.sample_size,
        "accept": plan.accept,
        "reject": plan.reject,
        "full_inspection": plan.full_inspection,
        "standard": plan.standard,
        "level": plan.level,
        "state": plan.state,
        "aql": str(plan.aql),
        "lot_size": plan.lot_size,
    }
    if counts and judgement:
        found, inspected = counts
        document |= {
            "found": found,
            "inspected": inspected,
            "accepted": judgement.accepted,
            "note": judgement.note,
        }
    return document


def _text(plan: Plan, counts: tuple[int, int] | None, judgement: Judgement | None) -> str:
    lines = [
        f"standard      {STANDARDS[plan.standard]}, level {plan.level}, {plan.state}",
        f"aql           {plan.aql}{_aql_remark(plan)}",
        f"code letter   {plan.code_letter}{_arrow_remark(plan)}",
        f"sample size   {plan.sample_size:,}{_size_remark(plan)}",
        f"accept        {plan.accept}",
        f"reject        {plan.reject}{_gap_remark(plan)}",
        "",
        _sentence(plan),
    ]
    if counts and judgement:
        lines += ["", f"{_JUDGED[judgement.accepted]}: {judgement.note}"]
    return "\n".join(lines)


def _aql_remark(plan: Plan) -> str:
    if plan.aql == 0:
        return " (accept on none in the sample)"
    return " nonconformities per 100 units" if plan.per_hundred_units else ""


def _arrow_remark(plan: Plan) -> str:
    return f" (arrow to the plan of {plan.plan_letter})" if plan.arrow else ""


def _size_remark(plan: Plan) -> str:
    return " (the whole lot)" if plan.full_inspection else ""


def _gap_remark(plan: Plan) -> str:
    if plan.reject == plan.accept + 1:
        return ""
    return " (in between: accepted, and back to normal inspection)"


def _sentence(plan: Plan) -> str:
    """Return the plan in words."""
    what = "nonconformities" if plan.per_hundred_units else "nonconforming"
    accept = f"{plan.accept} or fewer" if plan.accept else "0"
    return f"inspect {_units(plan)}; accept on {accept} {what}, reject on {plan.reject} or more"


def _units(plan: Plan) -> str:
    if plan.lot_size == 1:
        return "the only unit"
    if plan.full_inspection:
        return f"all {plan.lot_size:,} units"
    return f"{plan.sample_size:,} of {plan.lot_size:,} units"
