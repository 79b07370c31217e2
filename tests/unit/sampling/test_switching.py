"""Switching: each rule, its sentence, and a history worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from disposition import sampling
from disposition.sampling import (
    Correction,
    Direction,
    Entry,
    PastLot,
    SamplingError,
    Scheme,
    begin,
    double_plan,
    follow,
    judge_stages,
    past_lot,
    single_plan,
    switching_status,
)
from disposition.sampling.switching.inspection_state import points_of

ISO = Scheme(steady=True, reduced_agreed=True)
Z14 = Scheme(standard="z1.4", limit_number=4, steady=True, reduced_agreed=True)


def _lots(marks: str, first: int = 1, **same: Any) -> list[PastLot]:
    """Return lots named by their place: `+` accepted, `-` not, `r` rejected when resubmitted."""
    return [
        PastLot(str(place), accepted=mark == "+", resubmitted=mark == "r", **same)
        for place, mark in enumerate(marks, start=first)
    ]


@pytest.mark.parametrize(
    ("marks", "state"),
    [
        ("", "normal"),
        ("-", "normal"),
        ("--", "tightened"),
        ("-+-", "tightened"),
        ("-+++-", "tightened"),
        ("-++++-", "normal"),  # the sixth lot: only one of the last five
        ("-++++--", "tightened"),
        ("-r", "normal"),
        ("-rrr+", "normal"),
        ("-r-", "tightened"),
        ("--+++++", "normal"),
        ("--++++", "tightened"),
        ("--++++r+", "normal"),
        ("--++++-+++++", "normal"),
        ("--+-++++", "tightened"),
        ("-------", "discontinued"),
        ("------", "tightened"),
        ("--" + "-++++" * 4, "tightened"),
        ("--" + "-++++" * 4 + "-", "discontinued"),
        ("--" + "-" * 5 + "+++++", "discontinued"),
    ],
)
@pytest.mark.parametrize("standard", ["iso2859-1", "z1.4"])
def test_normal_tightened_and_discontinued_are_the_same_in_both(
    standard: str, marks: str, state: str
) -> None:
    assert switching_status(_lots(marks), Scheme(standard=standard)).state == state


@pytest.mark.parametrize(
    ("history", "scheme", "sentence", "rule", "source"),
    [
        (
            _lots("+-+-"),
            Scheme(),
            "tightened since lot 4: two of five or fewer consecutive lots not accepted: 2 and 4",
            "two-of-five",
            "ISO 2859-1, 9.3.1",
        ),
        (
            _lots("--+++++"),
            Scheme(),
            "normal since lot 7: five consecutive lots accepted on original inspection",
            "five-accepted",
            "ISO 2859-1, 9.3.2",
        ),
        (
            _lots("-------"),
            Scheme(standard="z1.4"),
            "discontinued since lot 7: five lots not accepted while on tightened inspection",
            "five-not-accepted",
            "ANSI/ASQ Z1.4, 8.4",
        ),
        (
            [*_lots("-------"), Correction("new mould, 8D report 12")],
            Scheme(),
            "tightened since lot 7: new mould, 8D report 12",
            "corrected",
            "ISO 2859-1, 9.4",
        ),
        (
            _lots("+" * 15, accept=0),
            ISO,
            "reduced since lot 15: switching score 30, production steady, and the authority agrees",
            "score-30",
            "ISO 2859-1, 9.3.3",
        ),
        (
            _lots("+" * 10, found=0),
            Z14,
            (
                "reduced since lot 10: ten lots accepted on normal inspection, 0 found in them "
                "within the limit number 4, production steady, and the authority agrees"
            ),
            "ten-accepted",
            "ANSI/ASQ Z1.4, 8.3.3",
        ),
        (
            [*_lots("+" * 10, found=0), PastLot("11", accepted=True, between=True)],
            Z14,
            "normal since lot 11: a lot accepted with a count between Ac and Re",
            "between-ac-and-re",
            "ANSI/ASQ Z1.4, 8.3.4 b and 10.1.4",
        ),
        (
            [*_lots("+" * 10, found=0), PastLot("11", accepted=True, steady=False)],
            Z14,
            "normal since lot 11: production irregular or delayed",
            "unsteady",
            "ANSI/ASQ Z1.4, 8.3.4 c",
        ),
        (
            [PastLot("1", accepted=False)],
            Scheme(start="reduced"),
            "normal since lot 1: a lot not accepted on reduced inspection",
            "reduced-not-accepted",
            "ISO 2859-1, 9.3.4 a",
        ),
        (
            [*_lots("+"), Direction("tightened", "a safety recall of lot 1")],
            Scheme(),
            "tightened since lot 1: a safety recall of lot 1",
            "directed",
            "ISO 2859-1, 9.1 to 9.3.4",
        ),
    ],
)
def test_every_change_has_its_rule_and_its_sentence(
    *, history: list[Entry], scheme: Scheme, sentence: str, rule: str, source: str
) -> None:
    standing = switching_status(history, scheme)
    switch = standing.switches[-1]
    assert standing.because == switch.sentence() == sentence
    assert (switch.rule.code, switch.source) == (rule, source)
    assert switch.entry == len(history)


def test_a_history_worked_by_hand() -> None:
    # The page docs/reference/switching.md tells this history lot by lot.
    states = []
    standing = begin(ISO)
    for lot in _lots("+-++-" + "+" * 5 + "+" * 15 + "-" + "-", accept=0):
        standing = follow(standing, lot)
        states.append(standing.state)
    assert states == [
        *["normal"] * 4,  # 1 to 4: lot 2 is not accepted
        *["tightened"] * 5,  # 5: two of five, lots 2 and 5; 6 to 9 are accepted
        *["normal"] * 15,  # 10: five accepted; 11 to 24 score 2 each
        "reduced",  # 25: the score is 30
        "normal",  # 26 is not accepted
        "tightened",  # 27: two of five, lots 26 and 27
    ]
    assert [switch.lot for switch in standing.switches] == ["5", "10", "25", "26", "27"]


def test_no_change_is_said_too() -> None:
    assert switching_status([]).because == "normal since the start: no rule has changed it"
    assert switching_status([], Scheme(start="reduced")).state == "reduced"


def test_what_did_not_count_is_listed_with_the_reason() -> None:
    history = [*_lots("-r"), *_lots("------", first=3), PastLot("9", accepted=True)]
    passed = switching_status(history).uncounted
    assert [(each.lot, each.entry, each.because) for each in passed] == [
        ("2", 2, "a resubmitted lot does not count"),
        ("9", 9, "inspection is discontinued"),
    ]


class TestScore:
    """The switching score of ISO 2859-1."""

    @pytest.mark.parametrize(
        ("lot", "points"),
        [
            (PastLot("1", accepted=False, accept=0), 0),
            (PastLot("1", accepted=True, accept=0), 2),
            (PastLot("1", accepted=True, accept=1), 2),
            (PastLot("1", accepted=True, accept=2, accepted_tighter=True), 3),
            (PastLot("1", accepted=True, accept=2, accepted_tighter=False), 0),
            (PastLot("1", accepted=True, accept=2), 0),
            (PastLot("1", accepted=True), 0),
            (PastLot("1", accepted=True, type="double", sample=1), 3),
            (PastLot("1", accepted=True, type="double", sample=2), 0),
            (PastLot("1", accepted=True, type="multiple", sample=3), 3),
            (PastLot("1", accepted=True, type="multiple", sample=4), 0),
            (PastLot("1", accepted=True, type="multiple"), 0),
        ],
    )
    def test_points_of_a_lot(self, lot: PastLot, points: int) -> None:
        scored = points_of(lot)
        assert scored.points == points
        assert scored.verified == (lot.type == "single")
        assert scored.because

    def test_it_starts_again_with_a_lot_that_earns_nothing(self) -> None:
        good = PastLot("1", accepted=True, accept=5, accepted_tighter=True)
        just = PastLot("1", accepted=True, accept=5, accepted_tighter=False)
        scores, standing = [], begin(Scheme())
        for lot in [good, good, just, good]:
            standing = follow(standing, lot)
            scores.append(standing.score)
        assert scores == [3, 6, 0, 3]

    def test_ten_lots_of_three_points_are_enough(self) -> None:
        good = _lots("+" * 10, accept=5, accepted_tighter=True)
        assert switching_status(good[:9], ISO).state == "normal"
        assert switching_status(good, ISO).state == "reduced"

    def test_it_waits_for_agreement(self) -> None:
        lots = _lots("+" * 16, accept=0)
        assert switching_status(lots, Scheme(steady=True)).state == "normal"
        assert switching_status(lots, Scheme(steady=True)).score == 32
        agreed = PastLot("17", accepted=True, accept=0, reduced_agreed=True)
        assert switching_status([*lots, agreed], Scheme(steady=True)).state == "reduced"

    def test_what_is_not_verified_is_said(self) -> None:
        lots = _lots("+" * 10, type="double", sample=1)
        assert switching_status(lots, ISO).because.endswith(
            "(how double and multiple plans score is not verified)"
        )


class TestLimitNumber:
    """Z1.4's route to reduced inspection."""

    @pytest.mark.parametrize(
        ("found", "state"), [([0] * 10, "reduced"), ([1] * 4 + [0] * 6, "reduced")]
    )
    def test_few_enough_found(self, found: list[int], state: str) -> None:
        lots = [PastLot(str(i), accepted=True, found=count) for i, count in enumerate(found)]
        assert switching_status(lots, Z14).state == state

    def test_one_more_is_too_many_until_it_is_eleven_lots_ago(self) -> None:
        lots = [PastLot(str(i), accepted=True, found=i < 5) for i in range(10)]
        assert switching_status(lots, Z14).state == "normal"
        assert switching_status([*lots, *_lots("+", first=10, found=0)], Z14).state == "reduced"

    @pytest.mark.parametrize(
        "scheme",
        [
            Scheme(standard="z1.4", steady=True, reduced_agreed=True),
            Scheme(standard="z1.4", limit_number=4, reduced_agreed=True),
            Scheme(standard="z1.4", limit_number=4, steady=True),
        ],
    )
    def test_every_condition_is_needed(self, scheme: Scheme) -> None:
        assert switching_status(_lots("+" * 30, found=0), scheme).state == "normal"

    def test_an_unknown_count_is_not_a_small_one(self) -> None:
        assert switching_status(_lots("+" * 10), Z14).state == "normal"

    def test_it_can_be_waived(self) -> None:
        waived = Scheme(standard="z1.4", limit_waived=True, steady=True, reduced_agreed=True)
        assert switching_status(_lots("+" * 10), waived).state == "reduced"
        assert switching_status(_lots("+" * 9 + "-" + "+" * 9), waived).state == "normal"

    def test_a_count_in_the_gap_means_nothing_to_iso(self) -> None:
        between = [PastLot("1", accepted=True, between=True)]
        assert switching_status(between, Scheme(start="reduced")).state == "reduced"


class TestPastLot:
    """A past lot made from its plan and what was found."""

    @pytest.mark.parametrize(
        ("found", "accepted", "tighter"), [(3, True, True), (4, True, False), (6, False, False)]
    )
    def test_a_single_plan(self, found: int, accepted: bool, tighter: bool) -> None:
        plan = single_plan(lot_size=1200, level="II", aql="2.5")  # one step tighter: 80, 3/4
        lot = past_lot(plan, lot="14", found=[found])
        assert (lot.accepted, lot.accepted_tighter, lot.accept) == (accepted, tighter, 5)
        assert (lot.found, lot.sample, lot.between) == (found, 1, False)

    def test_a_double_plan(self) -> None:
        plan = double_plan(lot_size=1200, level="II", aql="2.5")
        lot = past_lot(plan, lot="14", found=[3, 1], resubmitted=True)
        assert (lot.type, lot.sample, lot.found, lot.accept) == ("double", 2, 4, None)
        assert lot.resubmitted

    def test_a_gap(self) -> None:
        plan = single_plan(lot_size=3200, level="II", aql="2.5", state="reduced", standard="z1.4")
        assert past_lot(plan, lot="14", found=[4]).between

    def test_samples_that_do_not_decide_are_refused(self) -> None:
        plan = double_plan(lot_size=1200, level="II", aql="2.5")
        assert judge_stages(plan, found=[3]).accepted is None
        with pytest.raises(SamplingError, match="the samples of lot `14` do not decide"):
            past_lot(plan, lot="14", found=[3])

    @pytest.mark.parametrize("aql", ["0", "0.010"])
    def test_there_is_nothing_tighter_than_the_smallest_aql(self, aql: str) -> None:
        plan = single_plan(lot_size=500_001, level="II", aql=aql)
        assert past_lot(plan, lot="1", found=[0]).accepted_tighter is None


@pytest.mark.parametrize(
    ("history", "scheme", "message"),
    [
        ([], Scheme(standard="iso"), "`iso` is not a known sampling standard"),
        (
            [],
            Scheme(start="discontinued"),
            "`discontinued` is not a state of inspection that has plans",
        ),
        ([], Scheme(limit_number=-1), "`-1` is not a limit number"),
        ([Correction()], Scheme(), "inspection is normal, so there is nothing to resume"),
        ([Direction("loose")], Scheme(), "`loose` is not a state of inspection that has plans"),
        (
            [*_lots("-------"), Direction("normal")],
            Scheme(),
            "inspection is discontinued and cannot be directed to normal",
        ),
    ],
)
def test_what_cannot_be_is_refused(history: list[Entry], scheme: Scheme, message: str) -> None:
    with pytest.raises(SamplingError) as caught:
        switching_status(history, scheme)
    assert caught.value.message == message
    assert caught.value.hint


def test_names_that_were_changed_are_imported_as_before() -> None:
    assert sampling.standing_after is sampling.switching_status
    assert sampling.Standing is sampling.SwitchingStatus
