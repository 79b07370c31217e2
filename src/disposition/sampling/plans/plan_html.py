"""A sampling plan as a notebook shows it: its numbers, stage by stage, and its curve."""

from __future__ import annotations

from html import escape

from disposition.sampling.curves.charts import oc_chart
from disposition.sampling.curves.operating import characteristic
from disposition.sampling.names import STANDARDS
from disposition.sampling.plan_numbers import PlanNumbers, Stage


def plan_html(plan: PlanNumbers) -> str:
    """Return a plan as a fragment of HTML: a table of its samples and its operating curve."""
    rows = "".join(_row(number, stage, plan) for number, stage in enumerate(plan.stages, start=1))
    note = f"<p>{escape(plan.note)}</p>" if plan.note else ""
    return (
        f"<div><p><strong>{escape(_heading(plan))}</strong></p>"
        "<table><thead><tr><th>sample</th><th>units</th><th>in all</th>"
        "<th>accept on</th><th>reject on</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>{note}{oc_chart(characteristic(plan)).to_svg()}</div>"
    )


def _heading(plan: PlanNumbers) -> str:
    parts = [STANDARDS.get(plan.standard, plan.standard)]
    parts += [f"level {plan.level}"] if plan.level else []
    parts += [plan.state] if plan.state else []
    parts += [f"AQL {plan.aql}"] if plan.aql is not None else []
    parts += [f"code letter {plan.code_letter}"] if plan.code_letter else []
    parts += [f"lot of {plan.lot_size:,}"] if plan.lot_size is not None else []
    return ", ".join(parts)


def _row(number: int, stage: Stage, plan: PlanNumbers) -> str:
    accept = "not yet" if stage.accept is None else f"{stage.accept}"
    units = f"{stage.sample_size:,}{' (every unit)' if plan.full_inspection else ''}"
    cells = (f"{number}", units, f"{stage.cumulative:,}", accept)
    listed = "".join(f"<td>{cell}</td>" for cell in (*cells, f"{stage.reject}"))
    return f"<tr>{listed}</tr>"
