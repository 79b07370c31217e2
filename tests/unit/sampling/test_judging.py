"""What a sample says of its lot: accepted, not accepted, or unknown."""

from __future__ import annotations

import pytest

from disposition.sampling import SamplingError, judge, single_plan

J_25 = single_plan(lot_size=1200, level="II", aql="2.5")
CRITICAL = single_plan(lot_size=1200, level="II", aql="0")
WHOLE = single_plan(lot_size=8, level="II", aql="1.0")
GAP = single_plan(lot_size=3200, level="II", aql="2.5", state="reduced", standard="z1.4")


@pytest.mark.parametrize(
    ("found", "inspected", "accepted", "note"),
    [
        (0, 80, True, "found 0, and 5 or fewer accept"),
        (5, 80, True, "found 5, and 5 or fewer accept"),
        (6, 80, False, "found 6, and 6 or more reject"),
        (
            6,
            20,
            False,
            "found 6, and 6 or more reject; 20 of the plan's 80 units were enough for that",
        ),
        (
            5,
            79,
            None,
            (
                "found 5 in 79 units where the plan asks for 80: "
                "too few units to accept, too few found to reject"
            ),
        ),
        (
            0,
            0,
            None,
            (
                "found 0 in 0 units where the plan asks for 80: "
                "too few units to accept, too few found to reject"
            ),
        ),
        (
            5,
            125,
            True,
            (
                "found 5, and 5 or fewer accept; "
                "125 inspected where the plan asks for 80, judged by the plan's numbers"
            ),
        ),
        (
            6,
            125,
            False,
            (
                "found 6, and 6 or more reject; "
                "125 inspected where the plan asks for 80, judged by the plan's numbers"
            ),
        ),
    ],
)
def test_a_sample_is_judged_by_its_size_and_what_was_found(
    found: int, inspected: int, accepted: bool | None, note: str
) -> None:
    judgement = judge(J_25, found=found, inspected=inspected)
    assert judgement.accepted is accepted
    assert judgement.rejected is (None if accepted is None else not accepted)
    assert judgement.note == note
    assert not judgement.back_to_normal


@pytest.mark.parametrize(
    ("found", "accepted", "back_to_normal"),
    [(3, True, False), (4, True, True), (5, True, True), (6, False, False)],
)
def test_between_ac_and_re_the_lot_is_accepted_and_reduced_inspection_ends(
    found: int, accepted: bool, back_to_normal: bool
) -> None:
    judgement = judge(GAP, found=found, inspected=50)
    assert judgement.accepted is accepted
    assert judgement.back_to_normal is back_to_normal


def test_the_note_of_the_gap_says_what_follows() -> None:
    assert judge(GAP, found=4, inspected=50).note == (
        "found 4: fewer than 6 accept the lot, more than 3 end reduced inspection; "
        "back to normal with the next lot"
    )


def test_a_gap_in_too_small_a_sample_is_unknown() -> None:
    judgement = judge(GAP, found=4, inspected=49)
    assert judgement.accepted is None
    assert not judgement.back_to_normal


@pytest.mark.parametrize(("found", "accepted"), [(0, True), (1, False)])
def test_one_critical_defect_rejects(found: int, accepted: bool) -> None:
    assert judge(CRITICAL, found=found, inspected=80).accepted is accepted


def test_nothing_found_accepts_on_only_0() -> None:
    assert judge(CRITICAL, found=0, inspected=80).note == "found 0, and only 0 accept"


@pytest.mark.parametrize(("inspected", "accepted"), [(8, True), (7, None)])
def test_full_inspection_needs_every_unit(inspected: int, accepted: bool | None) -> None:
    assert judge(WHOLE, found=0, inspected=inspected).accepted is accepted


@pytest.mark.parametrize(
    ("found", "inspected", "about", "message"),
    [
        (-1, 80, "found", "`-1` is not a count"),
        (True, 80, "found", "`True` is not a count"),
        (0, -80, "inspected", "`-80` is not a count"),
        (0, 80.0, "inspected", "`80.0` is not a count"),
        (0, 1201, "inspected", "`1201` units inspected are more than the lot of 1200"),
    ],
)
def test_impossible_counts_are_refused(
    found: int, inspected: int, about: str, message: str
) -> None:
    with pytest.raises(SamplingError) as caught:
        judge(J_25, found=found, inspected=inspected)
    assert (caught.value.about, caught.value.message) == (about, message)
