"""What a notebook shows of a plan."""

from __future__ import annotations

import pytest

from disposition.sampling import Plan, custom_plan, sampling_plan

DOUBLE = sampling_plan("double", lot_size=1200, level="II", aql="2.5")


@pytest.mark.parametrize(
    "plan",
    [
        DOUBLE,
        sampling_plan("single", lot_size=5, level="II", aql="0.65"),
        sampling_plan("multiple", lot_size=1200, level="II", aql="4.0", standard="z1.4"),
        sampling_plan("single", lot_size=90, level="III", aql="250"),
        custom_plan(sample_size=32, accept=0),
    ],
    ids=lambda plan: f"{plan.type}-{plan.sample_size}",
)
def test_every_sample_and_the_curve_are_shown(plan: Plan) -> None:
    page = plan._repr_html_()
    assert page.count("<tr><td>") == len(plan.stages)
    assert "<svg" in page
    for stage in plan.stages:
        assert f"<td>{stage.reject}</td>" in page


def test_the_numbers_stand_in_their_columns() -> None:
    page = DOUBLE._repr_html_()
    assert "ISO 2859-1, level II, normal, AQL 2.5, code letter J, lot of 1,200" in page
    first, second = DOUBLE.stages
    for number, stage in ((1, first), (2, second)):
        cells = (number, stage.sample_size, stage.cumulative, stage.accept, stage.reject)
        assert f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" in page


def test_inspecting_the_whole_lot_is_said() -> None:
    page = sampling_plan("single", lot_size=5, level="II", aql="0.65")._repr_html_()
    assert "<td>5 (every unit)</td>" in page
