"""Laws of switching, and agreement with an oracle that looks at the whole past of every lot."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from disposition.sampling import (
    DISCONTINUED,
    SWITCHING_RULES,
    Correction,
    Entry,
    PastLot,
    SamplingError,
    Scheme,
    begin,
    follow,
    switching_status,
)
from disposition.testing.strategies import quick
from disposition.testing.strategies.quick import Draw, drawn

# Good lots are much more frequent, or reduced inspection would never be reached.
often = quick.sampled_from([True] * 7 + [False])
flags = quick.sampled_from([None, None, None, True, False])


@quick.composite
def lots(draw: Draw) -> PastLot:
    """Return a past lot, single or double, sometimes with something unknown."""
    accepted = draw(often)
    plan_type = draw(quick.sampled_from(["single", "single", "double", "multiple"]))
    single = plan_type == "single"
    return PastLot(
        lot="1",
        accepted=accepted,
        resubmitted=not draw(often),
        found=draw(quick.one_of(quick.just(0), quick.integers(0, 2), quick.just(None))),
        type=plan_type,
        accept=draw(quick.sampled_from([0, 1, 2, 5, None])) if single else None,
        accepted_tighter=draw(quick.sampled_from([True, True, True, False, None]))
        if single
        else None,
        sample=None if single else draw(quick.sampled_from([1, 1, 1, 2, 4, None])),
        between=accepted and not draw(often),
        steady=draw(flags),
        reduced_agreed=draw(flags),
    )


schemes = drawn(
    quick.fixed_dictionaries(
        {
            "standard": quick.sampled_from(["iso2859-1", "z1.4"]),
            "start": quick.sampled_from(["normal", "normal", "tightened", "reduced"]),
            "limit_number": quick.sampled_from([None, 0, 3, 20]),
            "limit_waived": quick.booleans(),
            "steady": quick.sampled_from([True, True, None, False]),
            "reduced_agreed": quick.sampled_from([True, True, None]),
        }
    ).map(lambda values: Scheme(**values)),
    strips=1,
)
# Long runs of one lot reach the rules that need ten lots or a score of thirty.
runs = quick.builds(lambda lot, times: [lot] * times, lots(), quick.integers(1, 11))
histories = drawn(
    quick.lists(runs, max_size=8).map(
        lambda parts: numbered([lot for part in parts for lot in part])
    ),
    strips=2,
)


def numbered(lots: list[PastLot], first: int = 1) -> list[PastLot]:
    """Give each lot a number of its own: a lot stands in a history once."""
    return [evolve(lot, lot=f"no. {place}") for place, lot in enumerate(lots, first)]


def _oracle(history: list[PastLot], scheme: Scheme) -> list[str]:
    """Return the state for the lot after each lot, by reading the standards over the whole past.

    Each lot is a pair of the state that it was inspected in and itself; nothing is carried on but
    these pairs and the place where the present state began.
    """
    past: list[tuple[str, PastLot]] = []
    state, began = scheme.start, 0
    states: list[str] = []
    for lot in history:
        if not lot.resubmitted and state != DISCONTINUED:
            past.append((state, lot))
            after = _after(past, began, scheme)
            if after != state:
                state, began = after, len(past)
        states.append(state)
    return states


def _after(past: list[tuple[str, PastLot]], began: int, scheme: Scheme) -> str:
    state, lot = past[-1]
    since = [each for _, each in past[began:]]
    if state == "tightened":
        if sum(not each.accepted for each in since) == 5:
            return DISCONTINUED
        return "normal" if [each.accepted for each in since[-5:]] == [True] * 5 else state
    steady = scheme.steady if lot.steady is None else lot.steady
    if state == "reduced":
        gap = scheme.standard == "z1.4" and lot.between
        return "normal" if not lot.accepted or gap or steady is False else state
    five = [each for _, each in past[-5:]]
    if not lot.accepted and sum(not each.accepted for each in five) >= 2:
        return "tightened"
    agreed = scheme.reduced_agreed if lot.reduced_agreed is None else lot.reduced_agreed
    if steady and agreed and _earned(since, scheme):
        return "reduced"
    return state


def _earned(since: list[PastLot], scheme: Scheme) -> bool:
    if scheme.standard == "iso2859-1":
        points = [_points(lot) for lot in since]
        after_last_zero = points[len(points) - points[::-1].index(0) :] if 0 in points else points
        return sum(after_last_zero) >= 30
    ten = since[-10:]
    if len(ten) < 10 or not all(lot.accepted for lot in ten):
        return False
    if scheme.limit_waived:
        return True
    if scheme.limit_number is None or any(lot.found is None for lot in ten):
        return False
    return sum(lot.found or 0 for lot in ten) <= scheme.limit_number


def _points(lot: PastLot) -> int:
    if not lot.accepted:
        return 0
    if lot.type == "double":
        return 3 if lot.sample == 1 else 0
    if lot.type == "multiple":
        return 3 if lot.sample in {1, 2, 3} else 0
    if lot.accept in {0, 1}:
        return 2
    return 3 if lot.accept is not None and lot.accepted_tighter else 0


@given(histories, schemes)
def test_every_state_is_the_one_that_the_standards_lead_to(
    history: list[PastLot], scheme: Scheme
) -> None:
    status, states = begin(scheme), []
    for lot in history:
        status = follow(status, lot)
        states.append(status.state)
    assert states == _oracle(history, scheme)


@given(histories, schemes)
def test_resubmitted_lots_count_for_nothing(history: list[PastLot], scheme: Scheme) -> None:
    without = [lot for lot in history if not lot.resubmitted]
    whole, original = switching_status(history, scheme), switching_status(without, scheme)
    assert (whole.state, whole.lots, whole.score) == (
        original.state,
        original.lots,
        original.score,
    )
    assert [switch.sentence() for switch in whole.switches] == [
        switch.sentence() for switch in original.switches
    ]


@given(histories, schemes)
def test_the_changes_are_a_chain_from_the_start_to_the_state_in_force(
    history: list[PastLot], scheme: Scheme
) -> None:
    status = switching_status(history, scheme)
    chain = [scheme.start, *(switch.after for switch in status.switches)]
    assert chain[:-1] == [switch.before for switch in status.switches]
    assert chain[-1] == status.state
    entries = [switch.entry for switch in status.switches]
    assert entries == sorted(set(entries))
    for switch in status.switches:
        assert SWITCHING_RULES[switch.rule.code] is switch.rule
        assert switch.before != switch.after
        assert history[switch.entry - 1].lot == switch.lot


@given(histories, schemes, histories)
def test_a_history_can_be_followed_in_parts(
    first: list[PastLot], scheme: Scheme, second: list[PastLot]
) -> None:
    status, rest = switching_status(first, scheme), numbered(second, len(first) + 1)
    for lot in rest:
        status = follow(status, lot)
    assert status == switching_status([*first, *rest], scheme)


@given(histories, schemes)
def test_nothing_but_a_correction_ends_discontinued_inspection(
    history: list[PastLot], scheme: Scheme
) -> None:
    stopped: list[Entry] = [PastLot(f"stopped {i}", accepted=False) for i in range(7)]
    tightened = Scheme(standard=scheme.standard, start="tightened")
    assert switching_status([*stopped, *history], tightened).state == DISCONTINUED
    resumed = switching_status([*stopped, *history, Correction()], tightened)
    assert (resumed.state, resumed.not_accepted, resumed.run) == ("tightened", 0, 0)


@given(histories, schemes)
def test_reduced_inspection_needs_steady_production_and_agreement(
    history: list[PastLot], scheme: Scheme
) -> None:
    for switch in switching_status(history, scheme).switches:
        if switch.after == "reduced":
            lot = history[switch.entry - 1]
            assert (scheme.steady if lot.steady is None else lot.steady) is True
            agreed = scheme.reduced_agreed if lot.reduced_agreed is None else lot.reduced_agreed
            assert agreed is True
            assert lot.accepted


@given(histories)
def test_a_worse_lot_never_leads_to_a_more_lenient_state(history: list[PastLot]) -> None:
    severity = {"reduced": 0, "normal": 1, "tightened": 2, DISCONTINUED: 3}
    status = switching_status(history)
    good = follow(status, PastLot("x", accepted=True, accept=0, steady=True, reduced_agreed=True))
    bad = follow(status, PastLot("x", accepted=False, accept=0, steady=True, reduced_agreed=True))
    assert severity[good.state] <= severity[bad.state]


@given(histories, st.data())
def test_a_lot_counts_once_however_it_is_spelled(
    history: list[PastLot], data: st.DataObject
) -> None:
    """Naming a lot again is refused wherever it stands, unless it was resubmitted."""
    if not history:
        return
    again = data.draw(st.sampled_from(history), label="named again")
    where = data.draw(st.integers(history.index(again) + 1, len(history)), label="where")
    twice = evolve(again, lot=f" {again.lot.upper()} ", resubmitted=False)
    with pytest.raises(SamplingError, match="again"):
        switching_status([*history[:where], twice, *history[where:]])
    resubmitted = evolve(twice, resubmitted=True)
    status = switching_status([*history[:where], resubmitted, *history[where:]])
    assert status.state == switching_status(history).state
