"""Double and multiple plans in a lot document: what each sample showed, and what follows."""

from __future__ import annotations

from typing import Any

import pytest

from disposition.facts import Lot, absent, judge_segments, observe, why_unknown
from disposition.sampling import STANDARDS, STATES
from unit.facts.lots import defect, toy

# 1,200 units, level II, AQL 2.5, double: 50 units with Ac 2 and Re 5, 50 more with Ac 6 and Re 7.
# AQL 4.0: 50 units with Ac 3 and Re 6, 50 more with Ac 9 and Re 10.


def lot(*major: int | None, minor: int = 0, size: int = 50, **changes: Any) -> Lot:
    """Return a lot whose samples showed these major defects, and the first one some minor ones."""
    stages = [
        {
            "sample_size": size,
            "found": {"critical": 0, "major": units, "minor": minor * (not place)},
        }
        for place, units in enumerate(major)
    ]
    inspection = {
        "lot.quantity": 1200,
        "inspection.plan.type": "double",
        # AQL 0 has a single plan only, of 80 units: more than the first sample.
        "inspection.plan.aql": {"major": "2.5", "minor": "4.0"},
        "inspection.plan.custom": {"critical": {"sample_size": 20, "accept": 0}},
        "inspection.sample_size": size * len(major),
        "inspection.stages": stages,
        "inspection.defects": [defect("major", sum(filter(None, major))), defect("minor", minor)],
        "inspection.segments": [],
    }
    return Lot.from_dict(toy(inspection | changes))


def fact(lot: Lot, path: str) -> object:
    return observe(lot, [path])[path]


@pytest.mark.parametrize(
    ("major", "accepted", "next_sample"),
    [
        ((2,), True, 0),
        ((3,), None, 50),
        ((4,), None, 50),
        ((5,), False, 0),
        ((3, 3), True, 0),
        ((3, 4), False, 0),
        # One that rejects is final, whoever draws another.
        ((5, 0), False, 0),
        # A sample drawn for another severity is not looked past.
        ((2, 5), False, 0),
        ((2, 4), True, 0),
    ],
)
def test_samples_one_after_the_other(
    major: tuple[int, ...], accepted: bool | None, next_sample: int
) -> None:
    judged = lot(*major)
    assert fact(judged, "defects.major.accepted") is accepted
    assert fact(judged, "defects.major.rejected") is (None if accepted is None else not accepted)
    assert fact(judged, "inspection.next_sample") == next_sample


@pytest.mark.parametrize(
    ("total", "size", "accepted", "next_sample"),
    [
        (2, 50, True, 0),
        (3, 50, None, 50),
        (5, 50, False, 0),
        (3, 49, None, 1),
        (4, 100, True, 0),
        (7, 100, False, 0),
        (4, 99, None, 1),
        # Five of them in the first sample would have rejected the lot.
        (5, 100, None, None),
        (6, 100, None, None),
    ],
)
def test_samples_all_together(
    total: int, size: int, accepted: bool | None, next_sample: int | None
) -> None:
    judged = lot(total, size=size)
    document = judged.to_dict()
    del document["inspection"]["stages"]
    together = Lot.from_dict(document)
    assert fact(together, "defects.major.accepted") is accepted
    assert fact(together, "inspection.next_sample") == next_sample


@pytest.mark.parametrize("found", range(9))
@pytest.mark.parametrize("size", [49, 50, 99, 100])
@pytest.mark.parametrize("key", ["state", "standard"])
def test_what_is_next_does_not_change_when_the_plan_becomes_known(
    found: int, size: int, key: str
) -> None:
    """With a state unknown, 0 used to be said where an earlier sample may have rejected."""
    document = lot(found, size=size).to_dict()
    del document["inspection"]["stages"]
    plan = document["inspection"]["plan"]
    paths = ["inspection.next_sample", "defects.major.accepted", "defects.major.rejected"]
    del plan[key]
    less = observe(Lot.from_dict(document), paths)
    for value in STATES if key == "state" else STANDARDS:
        plan[key] = value
        more = observe(Lot.from_dict(document), paths)
        assert all(known in (None, more[path]) for path, known in less.items())


def test_why_another_sample_is_needed() -> None:
    path = "defects.major.accepted"
    assert why_unknown(lot(3), path) == "found 3 in 50 units: draw the next sample of 50"
    assert why_unknown(lot(3), "defects.all_accepted").startswith("major: found 3 in 50 units")
    assert absent(lot(3), path) == ()


def test_what_each_sample_showed_is_asked_for_where_it_decides() -> None:
    document = lot(3, 2).to_dict()
    del document["inspection"]["stages"]
    together = Lot.from_dict(document)
    assert absent(together, "defects.major.accepted") == ("$.inspection.stages",)
    assert absent(together, "defects.minor.accepted") == ()


def test_a_sample_of_which_something_is_absent_is_named() -> None:
    judged = lot(3, None, **{"inspection.defects": [defect("major", 5)]})
    assert absent(judged, "defects.major.accepted") == ("$.inspection.stages[1].found.major",)


QUANTITY, SAMPLE, TYPE = "$.lot.quantity", "$.inspection.sample_size", "$.inspection.plan.type"


@pytest.mark.parametrize(
    ("severity", "changes", "places"),
    [
        ("minor", {}, [SAMPLE, QUANTITY]),
        ("minor", {"inspection.plan.type": None}, [SAMPLE, QUANTITY, TYPE]),
        # A single plan is about the units found, whatever the sample is; so is the contract's own.
        ("minor", {"inspection.plan.type": "single"}, [QUANTITY]),
        ("critical", {}, [QUANTITY]),
        # AQL 4.0 has several samples for this lot, as a plan beside a single one has.
        ("minor", {"lot.quantity": 1200}, [SAMPLE]),
        (
            "minor",
            {
                "lot.quantity": 1200,
                "inspection.plan.type": "single",
                "inspection.plans": [
                    {
                        "name": "packing",
                        "standard": "iso2859-1",
                        "level": "II",
                        "state": "normal",
                        "type": "double",
                        "aql": {"minor": "4.0"},
                    }
                ],
            },
            ["$.inspection.plans[0].sample_size"],
        ),
    ],
)
def test_the_sample_is_asked_for_where_there_may_be_several(
    severity: str, changes: dict[str, Any], places: list[str]
) -> None:
    """Which plan it is may itself be absent: then its type tells whether it may take several."""
    unknown = {"lot.quantity": None, "inspection.sample_size": None, "inspection.stages": None}
    asked = lot(**(unknown | {"inspection.defects": []} | changes))
    assert list(absent(asked, f"defects.{severity}.excess")) == places


@pytest.mark.parametrize(
    ("major", "path", "value"),
    [
        ((3,), "defects.major.plan_sample_size", 100),
        ((3,), "defects.major.accept", 6),
        ((3,), "defects.major.reject", 7),
        ((3,), "inspection.sample_sufficient", True),
        ((5,), "defects.major.excess", 3),
        ((3, 4), "defects.major.excess", 1),
        ((3, 4), "defects.major.excess_rate", 1),
        ((2,), "defects.major.excess", 0),
        ((3,), "defects.major.excess", None),
    ],
)
def test_numbers_of_a_double_plan(major: tuple[int, ...], path: str, value: object) -> None:
    assert fact(lot(*major), path) == value


def test_a_sample_that_is_needed_for_one_severity_is_needed() -> None:
    judged = lot(0, minor=4)
    assert fact(judged, "defects.major.accepted") is True
    assert fact(judged, "defects.minor.accepted") is None
    assert fact(judged, "inspection.next_sample") == 50


def test_a_multiple_plan_that_cannot_accept_yet() -> None:
    """Z1.4, letter J, AQL 1.0: the first sample of 20 cannot accept."""
    changes = {
        "inspection.plan.type": "multiple",
        "inspection.plan.standard": "z1.4",
        "inspection.plan.aql": {"major": "1.0", "minor": "4.0"},
    }
    judged = lot(0, size=20, **changes)
    assert fact(judged, "defects.major.accepted") is None
    assert (
        fact(judged, "inspection.next_sample") == 20
    )  # none critical: the single plan asks for 80


def test_a_segment_is_judged_by_all_of_its_sample() -> None:
    segments = [{"sku": "RED", "quantity": 1200, "sample_size": 50}]
    for units, conforming, why in ((2, True, "found 2"), (3, None, "draw the next sample of 50")):
        lines = [defect("major", units, category="functional")]
        changes = {"inspection.segments": segments, "inspection.defects": lines}
        (segment,) = judge_segments(lot(units, **changes))
        assert segment.conforming is conforming
        assert why in segment.why
