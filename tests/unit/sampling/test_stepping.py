"""Plans followed sample by sample, and double plans judged by what was found in all."""

from __future__ import annotations

import pytest

from disposition.sampling import (
    SamplingError,
    custom_plan,
    double_plan,
    judge,
    judge_stages,
    multiple_plan,
    single_plan,
)

SINGLE = single_plan(lot_size=1200, level="II", aql="2.5")
DOUBLE = double_plan(lot_size=1200, level="II", aql="2.5")  # 50: 2/5, 100: 6/7
MULTIPLE = multiple_plan(lot_size=1200, level="II", aql="2.5")  # #/4 1/5 2/6 3/7 5/8 7/9 9/10
GAP = double_plan(lot_size=3200, level="II", aql="0.65", state="reduced", standard="z1.4")


def test_nothing_drawn_yet_asks_for_the_first_sample() -> None:
    progress = judge_stages(DOUBLE, found=[])
    assert (progress.accepted, progress.next_sample, progress.drawn) == (None, 50, 0)
    assert progress.judgement.note == "draw the first sample of 50"


@pytest.mark.parametrize(
    ("found", "accepted", "next_sample"),
    [
        ([2], True, None),
        ([3], None, 50),
        ([4], None, 50),
        ([5], False, None),
        ([3, 3], True, None),
        ([3, 4], False, None),
        ([4, 2], True, None),
        ([4, 3], False, None),
    ],
)
def test_a_double_plan(found: list[int], accepted: bool | None, next_sample: int | None) -> None:
    progress = judge_stages(DOUBLE, found=found)
    assert (progress.accepted, progress.next_sample) == (accepted, next_sample)
    assert (progress.drawn, progress.found) == (len(found), sum(found))
    assert progress.inspected == 50 * len(found)


@pytest.mark.parametrize(
    ("found", "accepted"),
    [
        ([0], None),  # the first sample cannot accept
        ([4], False),
        ([0, 1], True),
        ([2, 0, 0], True),
        ([1, 1, 1, 0], True),
        ([3, 1, 1, 1, 1, 1, 1], True),
        ([3, 1, 1, 1, 1, 1, 2], False),
    ],
)
def test_a_multiple_plan(found: list[int], accepted: bool | None) -> None:
    assert judge_stages(MULTIPLE, found=found).accepted is accepted


@pytest.mark.parametrize(("found", "accepted"), [(5, True), (6, False)])
def test_a_single_plan_is_a_plan_of_one_sample(found: int, accepted: bool) -> None:
    progress = judge_stages(SINGLE, found=[found])
    assert progress.accepted is accepted
    assert progress.judgement == judge(SINGLE, found=found, inspected=80)


def test_a_count_in_the_last_gap_accepts_and_ends_reduced_inspection() -> None:
    # 32: 0/3, 64: 0/4
    assert [(stage.accept, stage.reject) for stage in GAP.stages] == [(0, 3), (0, 4)]
    progress = judge_stages(GAP, found=[1, 2])
    assert progress.accepted
    assert progress.judgement.back_to_normal
    assert not judge_stages(GAP, found=[0]).judgement.back_to_normal


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ([2, 0], "nothing can be found in sample 2: sample 1 accepted the lot"),
        ([5, 0], "nothing can be found in sample 2: sample 1 rejected the lot"),
        ([3, 0, 0], "nothing can be found in sample 3: sample 2 accepted the lot"),
        ([-1], "`-1` is not a count"),
    ],
)
def test_samples_after_the_deciding_one_are_refused(found: list[int], message: str) -> None:
    with pytest.raises(SamplingError) as caught:
        judge_stages(DOUBLE, found=found)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("found", "inspected", "accepted"),
    [
        (2, 50, True),
        (2, 49, None),
        (5, 20, False),
        (3, 50, None),
        (3, 70, None),
        (7, 70, False),
        (6, 100, True),
        (7, 100, False),
        (6, 120, True),
    ],
)
def test_a_double_plan_by_what_was_found_in_all(
    found: int, inspected: int, accepted: bool | None
) -> None:
    assert judge(DOUBLE, found=found, inspected=inspected).accepted is accepted


def test_between_the_numbers_of_the_first_sample_the_next_is_asked_for() -> None:
    note = judge(DOUBLE, found=3, inspected=50).note
    assert note == "found 3 in 50 units: draw the next sample of 50"


class TestCounting:
    """A stated counting rule is kept to, by every way of judging."""

    units = custom_plan(sample_size=5, accept=1, counting="nonconforming_units")
    defects = custom_plan(sample_size=5, accept=7, counting="nonconformities")

    def test_more_nonconforming_units_than_units_are_refused(self) -> None:
        message = "`6` nonconforming units cannot be found in 5 units"
        with pytest.raises(SamplingError, match=message) as caught:
            judge(self.units, found=6, inspected=5)
        assert caught.value.hint == "the plan counts each unit once, at its worst severity"
        with pytest.raises(SamplingError, match=message):
            judge_stages(self.units, found=[6])

    def test_one_unit_can_have_several_nonconformities(self) -> None:
        assert judge(self.defects, found=7, inspected=5).accepted
        assert judge_stages(self.defects, found=[8]).accepted is False

    def test_unstated_either_is_taken(self) -> None:
        assert judge(SINGLE, found=81, inspected=80).accepted is False
