"""Laws of the public strategies: valid by construction, and steered exactly as asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from disposition import Facts, Lot
from disposition.errors import DispositionError, LotError
from disposition.facts import observe
from disposition.testing.strategies import documents, facts, lots
from support.shipped import POLICY

SEVERITIES = ("critical", "major", "minor")


def found(lot: Lot) -> dict[str, Any]:
    values = observe(lot, [f"defects.{severity}.found" for severity in SEVERITIES])
    return {path.split(".")[1]: value for path, value in values.items()}


@given(documents())
def test_documents_are_lots(document: dict[str, Any]) -> None:
    Lot.from_dict(document)


@given(st.data(), st.sampled_from(SEVERITIES), st.sampled_from([0, 1, 2, 200, 70_000]))
def test_the_units_of_a_severity_are_exactly_those_asked_for(
    data: st.DataObject, severity: str, units: int
) -> None:
    lot = data.draw(lots(**{severity: units}))  # type: ignore[arg-type] # one of the keywords
    assert found(lot)[severity] == units


@given(lots(critical=st.integers(1), major=0, minor=st.integers(0, 3)))
def test_several_severities_are_steered_at_once(lot: Lot) -> None:
    units = found(lot)
    assert units["critical"] >= 1
    assert (units["major"], units["minor"] in range(4)) == (0, True)


@given(lots(critical=0, major=0, minor=0))
def test_nothing_found_is_known(lot: Lot) -> None:
    assert observe(lot, ["defects.found"]) == {"defects.found": 0}


@given(lots(quantity=st.integers(500, 600), sample_size=80, slack_days=st.sampled_from([-1, 0, 1])))
def test_sizes_and_slack_are_steered(lot: Lot) -> None:
    assert lot.lot.quantity in range(500, 601)
    assert lot.inspection.sample_size == 80
    assert observe(lot, ["shipment.slack_days"])["shipment.slack_days"] in {-1, 0, 1}


@given(
    lots(
        given={
            "contract.rework.allowed": True,
            "lot.category": st.sampled_from(["toys", "food"]),
            "inspection.checks": [{"name": "drop test", "category": "safety", "result": "fail"}],
            "supplier.id": None,
        }
    )
)
def test_given_values_are_there(lot: Lot) -> None:
    assert lot.contract.rework.allowed is True
    assert lot.lot.category in {"toys", "food"}
    assert observe(lot, ["checks.failed_list"])["checks.failed_list"] == "drop test"
    assert lot.supplier.id is None


@given(documents(complete=True))
def test_in_a_complete_document_nothing_is_absent(document: dict[str, Any]) -> None:
    lot = Lot.from_dict(document)
    assert lot.to_dict().keys() == document.keys()
    assert None not in observe(lot, ["shipment.slack_days", "defects.found", "lot.value"]).values()


@given(facts(POLICY, critical=st.integers(1)))
def test_facts_agree_with_one_another(values: Facts) -> None:
    assert values.values["defects.critical.present"] is True
    assert set(values.values) >= set(POLICY.checked.facts)
    assert POLICY.decide(values, engine="compiled").ships == "none"


def _met(lot: Lot) -> dict[str, bool]:
    """Return which boundaries a lot is at."""
    paths = ("found", "accept", "reject", "plan_sample_size")
    seen = observe(lot, [*(f"defects.major.{each}" for each in paths), "shipment.slack_days"])
    units, accept, reject, needed, slack = seen.values()
    return {
        "exactly the plan's sample": needed is not None and needed == lot.inspection.sample_size,
        "as many as are accepted": units is not None and units == accept != 0,
        "as many as are rejected": units is not None and units == reject,
        "no day to spare": slack == 0,
        "one day too few": slack == -1,
        "something unknown": lot.lot.regulated is None,
    }


class _AllMetError(Exception):
    """Nothing is left to look for."""


def test_boundaries_are_met_often_enough_for_a_property_to_see_them() -> None:
    missed = {*_met(Lot())}

    # Usually a hundred draws do; what Hypothesis draws depends on which modules are loaded, too.
    @settings(max_examples=1_000, derandomize=True, database=None, phases=[Phase.generate])
    @given(lots())
    def look(lot: Lot) -> None:
        missed.difference_update(each for each, is_met in _met(lot).items() if is_met)
        if not missed:
            raise _AllMetError

    with pytest.raises(_AllMetError):
        look()


# --- refusals ------------------------------------------------------------------------------------


def drawn(**steer: Any) -> None:
    @settings(max_examples=1, database=None, phases=[Phase.generate])
    @given(lots(**steer))
    def draw(_: Lot) -> None: ...

    draw()


@pytest.mark.parametrize(
    ("steer", "message"),
    [
        ({"critcal": 1}, "lots are not steered by `critcal` (did you mean `critical`?)"),
        (
            {"given": {"inspection.defects[0].units": 1}},
            "`inspection.defects[0].units` leads into a list: give the whole list",
        ),
        ({"given": {"lot.quanttiy": 5}}, "$.lot.quanttiy: unknown key"),
        ({"given": {"lot.quantity": "many"}}, "$.lot.quantity: expected a whole number"),
    ],
)
def test_what_cannot_be_steered_is_told(steer: dict[str, Any], message: str) -> None:
    with pytest.raises((DispositionError, LotError)) as caught:
        drawn(**steer)
    assert message in str(caught.value)
