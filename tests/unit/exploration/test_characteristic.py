"""The characteristic of a policy: exact where every sample is weighed, near it where some are."""

from __future__ import annotations

from typing import Any

import pytest

from disposition import DispositionError, load_policy_text
from disposition.exploration import simulation
from disposition.sampling import characteristic, sampling_plan, single_plan

POLICY = load_policy_text("""
policy: small
version: 1.0.0
outcomes:
  accept: {title: Accept, ships: all}
  sort: {title: Sort, ships: part}
  rework: {title: Rework, ships: none}
otherwise: hold
rules:
  few: {permit: accept, when: defects.major.found <= 5, because: x}
  danger: {forbid: [accept, sort], when: defects.critical.found > 0, because: x}
  some: {permit: sort, when: defects.major.found > 5, because: x}
  worn: {forbid: sort, when: defects.major.found > 9, because: x}
  many: {permit: rework, when: defects.major.found > 9 or defects.critical.found > 0, because: x}
""")
PLAN = single_plan(lot_size=1200, level="II", aql="2.5")
RATES = (0.0, 2.5, 7.0, 15.0)


def test_every_point_is_written_out_unless_there_are_many() -> None:
    rates = [0, 0.5, 1, 2, 2.5, 4, 5, 7.5, 10, 12.5, 15, 20]
    written = POLICY.characteristic(PLAN, quality={"major": rates}).html()
    assert all(f"<td>{rate:g}</td>" in written for rate in rates)
    assert "of 12 points" not in written
    many = POLICY.characteristic(PLAN, quality={"major": [at / 10 for at in range(40)]}).html()
    assert "<p>25 of 40 points</p>" in many


def test_it_is_that_of_the_plan_where_the_policy_does_what_the_plan_says() -> None:
    found = POLICY.characteristic(PLAN, quality={"major": RATES})
    of_plan = characteristic(PLAN, model="binomial")
    for rate, share in zip(RATES, found.shares["accept"], strict=True):
        assert share == pytest.approx(of_plan.acceptance(rate), abs=1e-6)
    assert (found.error, found.sample_size, found.severity) == (0, 80, "major")
    assert found.left_out < 1e-6
    for point in range(len(RATES)):
        assert sum(found.at(point).values()) == pytest.approx(1)


def test_bad_units_that_ship_and_costs_follow_from_the_shares() -> None:
    found = POLICY.characteristic(
        PLAN, quality={"major": RATES, "critical": 1}, costs={"rework": 900, "sort": 100}
    )
    for at, rate in enumerate(RATES):
        shares = found.at(at)
        bad = 1 - (1 - rate / 100) * 0.99
        assert found.escaping[at] == pytest.approx(100 * bad * shares["accept"])
        assert found.costs[at] == pytest.approx(900 * shares["rework"] + 100 * shares["sort"])
    # No critical unit is found in 80 of a process with 1 %.
    assert found.at(0)["accept"] == pytest.approx(0.99**80, abs=1e-6)


def test_where_there_are_too_many_samples_some_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = POLICY.characteristic(PLAN, quality={"major": RATES, "critical": 1})
    monkeypatch.setattr(simulation, "MOST_WEIGHED", 10)
    drawn = POLICY.characteristic(PLAN, quality={"major": RATES, "critical": 1}, seed=7)
    assert 0 < drawn.error < 0.02
    for at in range(len(RATES)):
        for outcome, share in exact.at(at).items():
            assert drawn.at(at).get(outcome, 0) == pytest.approx(share, abs=5 * drawn.error)
    again = POLICY.characteristic(PLAN, quality={"major": RATES, "critical": 1}, seed=7)
    assert again.to_dict() == drawn.to_dict()


def test_it_shows_itself() -> None:
    found = POLICY.characteristic(PLAN)
    assert repr(found) == (
        "<PolicyCharacteristic of small 1.0.0: major 0 to 15 %: mostly accept to rework>"
    )
    page = found.html()
    assert page.count("<svg") == page.count('<div class="dsp-chart"><svg') == 1
    assert "Samples of 80 units of a process; every sample weighed." in page
    assert "Bad units shipped" in found._repr_html_()


def test_a_single_point_is_written_out_and_the_last_of_many_too() -> None:
    page = POLICY.characteristic(PLAN, quality={"major": 2.5, "critical": 0.1}).html()
    assert "<svg" not in page
    assert "<td>2.5</td>" in page
    assert "Critical: 0.1 %." in page
    rates = [each / 4 for each in range(40)]
    page = POLICY.characteristic(PLAN, quality={"major": rates, "minor": rates}).html()
    assert "<td>0</td>" in page
    assert "<td>9.75</td>" in page
    assert "Minor: 0 to 9.75 % beside." in page


def test_a_number_of_units_or_the_lot_says_how_many_are_inspected() -> None:
    of_number = POLICY.characteristic(80, quality={"major": RATES})
    of_lot = POLICY.characteristic(
        quality={"major": RATES}, given={"inspection": {"sample_size": 80}}
    )
    of_plan = POLICY.characteristic(PLAN, quality={"major": RATES})
    assert of_number.shares == of_lot.shares == of_plan.shares


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "nothing says how many units are inspected"),
        ({"plan": 80, "quality": {"majr": 1}}, "did you mean `major`?"),
        ({"plan": 80, "quality": {}}, "`quality` is by severity"),
        ({"plan": 80, "quality": {"major": [1, 101]}}, "percentages, from 0 to 100"),
        ({"plan": 80, "quality": {"major": [1, 2], "minor": [1]}}, "as many points each"),
        ({"plan": 80, "costs": {"acept": 1}}, "did you mean `accept`?"),
        (
            {"plan": sampling_plan("double", lot_size=1200, level="II", aql="2.5")},
            "has several samples",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(DispositionError) as refused:
        POLICY.characteristic(**arguments)
    assert message in str(refused.value)
