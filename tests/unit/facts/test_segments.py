"""Segments judged on their own samples."""

from __future__ import annotations

from typing import Any

import pytest

from disposition.facts import Lot, absent, judge_segments, observe
from unit.facts.lots import ABSENT, defect, toy

# Two halves of 1,600 units: the plan for each asks for 125, major Ac 7, minor Ac 10, critical Ac 0.
RED = {"sku": "RED", "quantity": 1600, "sample_size": 125}
BLUE = {"sku": "BLUE", "quantity": 1600, "sample_size": 125}


def lot(defects: list[dict[str, Any]], *segments: dict[str, Any], **changes: Any) -> Lot:
    found = {
        "inspection.sample_size": 250,
        "inspection.segments": list(segments or (RED, BLUE)),
        "inspection.defects": defects,
    }
    return Lot.from_dict(toy(found | changes))


def conforming(lot: Lot) -> list[bool | None]:
    return [segment.conforming for segment in judge_segments(lot)]


@pytest.mark.parametrize(
    ("defects", "expected"),
    [
        ([], [True, True]),
        ([defect("major", 7, sku="RED")], [True, True]),
        ([defect("major", 8, sku="RED")], [False, True]),
        # A line that names no segment may belong to each.
        ([defect("major", 7)], [True, True]),
        ([defect("major", 8)], [None, None]),
        ([defect("major", 4, sku="RED"), defect("major", 4)], [None, True]),
        # One critical, safety or regulatory defect is enough.
        ([defect("critical", 1, sku="BLUE")], [True, False]),
        ([defect("minor", 1, sku="BLUE", category="safety")], [True, False]),
        ([defect("minor", 1, sku="BLUE")], [True, None]),
        ([defect("minor", 1, sku="BLUE", category="cosmetic")], [True, True]),
        ([defect(None, 1, sku="BLUE", category="regulatory")], [True, False]),
        ([defect("minor", 0, sku="BLUE", category="safety")], [True, True]),
        ([defect("major", category="other", sku="RED")], [None, True]),
    ],
)
def test_defects_count_where_they_were_found(
    defects: list[dict[str, Any]], expected: list[bool | None]
) -> None:
    for line in defects:
        if line.get("severity") == "major":
            line.setdefault("category", "functional")
    assert conforming(lot(defects)) == expected


def test_a_small_sample_is_undetermined_and_never_good() -> None:
    found = lot([], RED, BLUE | {"sample_size": 124})
    assert conforming(found) == [True, None]
    assert observe(found, QUANTITIES) == {
        "segments.conforming.any": True,
        "segments.conforming.all": False,
        "segments.conforming.quantity": 1600,
        "segments.conforming.percent": 50,
        "segments.nonconforming.quantity": 0,
        "segments.undetermined.count": 1,
        "segments.conforming.list": "RED (1,600 units)",
        "segments.undetermined.list": "BLUE (1,600 units)",
    }
    assert "124 units where the plan asks for 125" in judge_segments(found)[1].why


QUANTITIES = [
    "segments.conforming.any",
    "segments.conforming.all",
    "segments.conforming.quantity",
    "segments.conforming.percent",
    "segments.nonconforming.quantity",
    "segments.undetermined.count",
    "segments.conforming.list",
    "segments.undetermined.list",
]


def test_a_small_sample_still_rejects() -> None:
    found = lot([defect("major", 8, sku="RED", category="other")], RED | {"sample_size": 20}, BLUE)
    assert conforming(found) == [False, True]


def test_a_segment_of_unknown_size_is_undetermined() -> None:
    found = lot([], {"sku": "RED", "sample_size": 125}, BLUE)
    assert conforming(found) == [None, True]
    assert observe(found, ["segments.conforming.quantity"]) == {
        "segments.conforming.quantity": None
    }


@pytest.mark.parametrize(
    ("segments", "everything"),
    [([RED, BLUE], True), ([RED], False), ([], False)],
)
def test_all_conform_only_where_they_cover_the_lot(
    segments: list[dict[str, Any]], everything: bool
) -> None:
    found = Lot.from_dict(
        toy(
            {
                "inspection.sample_size": 250,
                "inspection.segments": segments,
                "inspection.defects": [],
            }
        )
    )
    path = "segments.conforming.all"
    assert observe(found, [path])[path] is everything


def test_a_line_that_names_nothing_may_lie_in_what_no_segment_covers() -> None:
    line = defect("major", 8, category="other")
    assert conforming(lot([line], RED)) == [None]
    assert conforming(lot([line], RED | {"quantity": 3200})) == [False]


NAMED = (RED | {"batch": "B7"}, BLUE | {"batch": "B7"})


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ({"sku": "RED"}, []),
        ({"batch": "B7"}, ["$.inspection.defects[0].sku"]),
        ({}, ["$.inspection.defects[0].sku", "$.inspection.defects[0].batch"]),
    ],
)
def test_where_a_line_belongs_is_asked_only_while_it_is_open(
    line: dict[str, str], places: list[str]
) -> None:
    found = lot([defect("major", 8, category="other", **line)], *NAMED)
    assert list(absent(found, "segments.conforming.count")) == places


def test_the_share_of_a_lot_of_unknown_size_is_unknown() -> None:
    path = "segments.conforming.percent"
    assert observe(lot([], **{"lot.quantity": ABSENT}), [path]) == {path: None}


def test_without_an_aql_nothing_conforms() -> None:
    found = lot([], **{"inspection.plan.aql": {"critical": "0", "major": "2.5"}})
    assert conforming(found) == [None, None]


def test_a_judgement_has_its_numbers() -> None:
    red, _ = judge_segments(lot([defect("major", 8, sku="RED", category="other")]))
    assert red.name == "RED (1,600 units)"
    assert (red.sku, red.batch, red.quantity, red.sample_size) == ("RED", None, 1600, 125)
    assert red.plan_sample_size == {"critical": 125, "major": 125, "minor": 125}
    assert red.found == {"critical": 0, "major": 8, "minor": 0}
    assert red.why == "major: found 8, and 8 or more reject"


def test_no_list_no_judgement() -> None:
    assert judge_segments(Lot.from_dict(toy({"inspection.segments": ABSENT}))) == ()


@pytest.mark.parametrize(
    ("segment", "name"),
    [
        ({"sku": "RED", "batch": "B7", "quantity": 1}, "RED/B7 (1 unit)"),
        ({"batch": "B7"}, "batch B7"),
        ({}, "segment 1"),
    ],
)
def test_names(segment: dict[str, Any], name: str) -> None:
    assert judge_segments(lot([], segment))[0].name == name


@pytest.mark.parametrize(("quantity", "more"), [(1600, 0), (None, None)])
def test_more_units_wait_for_what_another_plan_says_of_the_whole_lot(
    quantity: int | None, more: int | None
) -> None:
    """Where the sample of a named plan rejects the lot, more units of a segment would not help."""
    packing = {
        "name": "packing",
        "standard": "iso2859-1",
        "level": "S-1",
        "state": "normal",
        "type": "single",
        "sample_size": 5,
        "aql": {"critical": "0", "major": "2.5", "minor": "4"},
    }
    found = lot(
        [defect("major", 5, plan="packing", sku="RED", category="functional")],
        {**RED, "sample_size": 100},
        **{"inspection.plans": [packing], "inspection.sample_size": 125, "lot.quantity": quantity},
    )
    assert observe(found, ["segments.more_units"])["segments.more_units"] == more
    assert ("$.lot.quantity" in absent(found, "segments.more_units")) == (quantity is None)
