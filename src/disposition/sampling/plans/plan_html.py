"""A sampling plan as a notebook shows it: its numbers, stage by stage, and its curve."""

from __future__ import annotations

from disposition.markup import fragment, table, text
from disposition.sampling.curves.characteristic import characteristic
from disposition.sampling.curves.charts import oc_chart
from disposition.sampling.names import STANDARDS
from disposition.sampling.plan_numbers import PlanNumbers, Stage

COLUMNS = ("sample", "units", "in all", "accept on", "reject on")


def plan_html(plan: PlanNumbers) -> str:
    """Return a plan as a fragment of HTML: a table of its samples and its operating curve."""
    rows = [_row(number, stage, plan) for number, stage in enumerate(plan.stages, start=1)]
    note = f"<p>{text(plan.note)}</p>" if plan.note else ""
    curve = oc_chart(characteristic(plan))._repr_html_()
    return fragment(f"<h4>{text(_heading(plan))}</h4>{table(COLUMNS, rows)}{note}{curve}")


def _heading(plan: PlanNumbers) -> str:
    parts = [STANDARDS.get(plan.standard, plan.standard)]
    parts += [f"level {plan.level}"] if plan.level else []
    parts += [plan.state] if plan.state else []
    parts += [f"AQL {plan.aql}"] if plan.aql is not None else []
    parts += [f"code letter {plan.code_letter}"] if plan.code_letter else []
    parts += [f"lot of {plan.lot_size:,}"] if plan.lot_size is not None else []
    return ", ".join(parts)


def _row(number: int, stage: Stage, plan: PlanNumbers) -> tuple[str, ...]:
    accept = "not yet" if stage.accept is None else f"{stage.accept}"
    units = f"{stage.sample_size:,}{' (every unit)' if plan.full_inspection else ''}"
    return f"{number}", units, f"{stage.cumulative:,}", accept, f"{stage.reject}"
