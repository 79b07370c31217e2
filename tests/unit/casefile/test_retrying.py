"""A write that is repeated with its key is written once, by whoever holds however old a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from disposition import load_policy_text
from disposition.casefile import Case, CasePolicies, Cases, EntryError, KeyReusedError
from support.lots_in_part import may_ship_in_part
from support.shipped import POLICIES, load_once

DAY, FOURTH = date(2026, 11, 19), date(2026, 11, 4)
LOT = {
    "lot": {"id": "PO-1", "quantity": 500},
    "inspection": {"date": "2026-11-18", "sample_size": 50, "defects": []},
}
DRAFT = {"paper": "notice"}
WRITES: dict[str, Callable[[Case], Case]] = {
    "decide": lambda case: case.decide(on=DAY, by="erp", key="once"),
    "release": lambda case: case.release(on=DAY, by="erp", key="once")[0],
    "add": lambda case: case.add("draft", DRAFT, on=DAY, by="erp", key="once"),
}


@pytest.fixture(params=["memory", ":memory:", "cases.db"])
def begun(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Case]:
    load_once(monkeypatch)
    if request.param == "memory":
        yield Case.begin("PO-1", LOT, on=DAY)
        return
    where = ":memory:" if request.param == ":memory:" else tmp_path / request.param
    with Cases.open(where) as cases:
        yield cases.begin("PO-1", LOT, on=DAY)


def others_write(case: Case) -> Case:
    """Write what a decision and a release see otherwise: a failed inspection after the first."""
    failed = {
        "date": "2026-11-19",
        "sample_size": 50,
        "defects": [{"code": "X", "severity": "critical", "units": 2}],
    }
    return case.add("reinspection", {"inspector": "Li", "inspection": failed}, on=DAY)


@pytest.mark.parametrize("name", WRITES)
def test_a_case_read_before_others_wrote_can_repeat_a_write(begun: Case, name: str) -> None:
    others_write(begun)
    written = WRITES[name](begun)
    assert WRITES[name](begun).entries == written.entries


@pytest.mark.parametrize("name", WRITES)
def test_a_write_is_repeated_also_after_others_wrote(begun: Case, name: str) -> None:
    written = WRITES[name](others_write(begun))
    later = written.add("draft", DRAFT, on=DAY)
    assert WRITES[name](begun).entries == later.entries


def test_a_repeated_release_hands_back_the_gate_that_was_written(begun: Case) -> None:
    others_write(begun)
    _, first = begun.release(on=DAY, key="once")
    case, again = begun.release(on=DAY, key="once")
    assert again.says() == first.says()
    assert case.entries[-1].data["decision"] == again.decision.to_dict()


def test_a_key_that_others_used_for_something_else_is_refused(begun: Case) -> None:
    begun.add("draft", DRAFT, on=DAY, key="once")
    with pytest.raises(KeyReusedError, match="entry 2"):
        begun.decide(on=DAY, key="once")


def test_an_entry_is_held_against_what_others_wrote_before_it_is_refused(begun: Case) -> None:
    begun.add("draft", DRAFT, on=DAY)
    case = begun.add("withdrawn", {"entry": 2, "because": "not sent"}, on=DAY)
    assert [each.kind for each in case.entries] == ["inspection", "draft", "withdrawn"]


def test_what_is_wrong_after_all_entries_is_refused_all_the_same(begun: Case) -> None:
    begun.add("draft", DRAFT, on=DAY)
    with pytest.raises(EntryError, match="there is no entry 3"):
        begun.add("withdrawn", {"entry": 3, "because": "not sent"}, on=DAY)


NOTHING_SHIPS = """
policy: release
version: 1.0.0
outcomes: {release: {ships: all}, release_part: {ships: part}}
otherwise: refuse
rules: {never: {forbid: [release, release_part], when: true, because: stocktaking, source: House}}
"""


def test_a_key_does_not_release_what_it_was_refused_with() -> None:
    open_now = may_ship_in_part()
    roles = {**open_now.policies.by_role, "release": load_policy_text(NOTHING_SHIPS)}
    case, first = evolve(open_now, policies=CasePolicies(roles)).release(on=FOURTH, key="once")
    again, gate = evolve(case, policies=open_now.policies).release(on=FOURTH, key="once")
    assert evolve(case, policies=open_now.policies).gate(FOURTH).is_open
    assert (gate.is_open, gate.says(), gate.ships()) == (False, first.says(), first.ships())
    assert again.entries == case.entries


def test_a_key_that_other_units_were_asked_for_with_is_refused() -> None:
    case, gate = may_ship_in_part().release(on=FOURTH, units=400, key="once")
    assert (gate.is_open, gate.units) == (True, 400)
    with pytest.raises(KeyReusedError):
        case.release(on=FOURTH, units=300, key="once")
    _, again = case.release(on=FOURTH, units=400, key="once")
    assert (again.is_open, again.units) == (True, 400)


def test_units_that_were_refused_do_not_ship_by_asking_for_others_with_the_key() -> None:
    case, gate = may_ship_in_part().release(on=FOURTH, units=600, key="once")
    assert not gate.is_open
    again, then = case.release(on=FOURTH, units=400, key="once")
    assert (then.is_open, then.says()) == (False, gate.says())
    assert again.entries == case.entries


def test_an_approval_is_not_added_by_repeating_a_decision(begun: Case) -> None:
    case = begun.decide(on=DAY, key="once")
    with pytest.raises(KeyReusedError):
        case.decide(on=DAY, key="once", approved_by="Eva")


@pytest.mark.parametrize("other", [{"by": "Eva"}, {"on": date(2026, 11, 20)}, {"note": "again"}])
def test_who_asks_on_another_day_or_as_another_asks_something_else(other: dict[str, Any]) -> None:
    begun = Case.begin("PO-1", LOT, on=DAY, policies=POLICIES)
    case = begun.decide(on=DAY, key="decided").release(on=DAY, key="released")[0]
    with pytest.raises(KeyReusedError):
        case.decide(**{"on": DAY, "key": "decided"} | other)
    with pytest.raises(KeyReusedError):
        case.release(**{"on": DAY, "key": "released"} | other)
