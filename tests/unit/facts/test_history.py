"""What the supplier's past lots tell: their counts, and the state of inspection in force."""

from __future__ import annotations

from typing import Any

import pytest

from disposition.facts import Lot, absent, observe
from unit.facts.lots import ABSENT, toy

TWO_OF_FIVE = (
    "tightened since lot 14: two of five or fewer consecutive lots not accepted: 12 and 14"
)


def past(*accepted: bool | None, first: int = 1, **more: Any) -> list[dict[str, Any]]:
    """Return past lots, numbered, with whether each was accepted."""
    return [
        {"lot": str(number), **({} if answer is None else {"accepted": answer}), **more}
        for number, answer in enumerate(accepted, first)
    ]


TIGHTENED = past(*(number not in (12, 14) for number in range(1, 16)))
DISCONTINUED = past(*[False] * 7)
GOOD = past(*[True] * 15, accept=0, steady=True, reduced_agreed=True)
Z14_GOOD = past(*[True] * 15, accept=0)


def fact(path: str, history: list[dict[str, Any]] | None, **changes: Any) -> object:
    plan = {f"inspection.plan.{name}": value for name, value in changes.items()}
    supplier = {"relationship_months": 30, "repeat_defects": 0, "history": history}
    return observe(Lot.from_dict(toy({"supplier": supplier, **plan})), [path])[path]


@pytest.mark.parametrize(
    ("path", "history", "value"),
    [
        ("supplier.lots_inspected", TIGHTENED, 15),
        ("supplier.lots_rejected", TIGHTENED, 2),
        ("supplier.consecutive_rejected", TIGHTENED, 0),
        ("supplier.consecutive_rejected", past(True, False, False), 2),
        ("supplier.consecutive_rejected", past(False, False), 2),
        ("supplier.consecutive_rejected", past(None, True, False), 1),
        ("supplier.consecutive_rejected", past(True, None, False), None),
        ("supplier.lots_rejected", past(True, None), None),
        ("supplier.lots_inspected", past(True, None), 2),
        ("supplier.lots_inspected", [], 0),
        ("supplier.lots_inspected", None, None),
        ("supplier.rejection_rate", [], None),
        ("supplier.rejection_rate", past(True, False), 50),
        ("supplier.track_record", GOOD, "good"),
        ("supplier.track_record", [*GOOD, *past(False, False, first=16)], "poor"),
        # The same lot, inspected again, is no other lot.
        ("supplier.lots_inspected", [*past(False), *past(True, resubmitted=True)], 1),
        ("supplier.consecutive_rejected", [*past(False), *past(True, resubmitted=True)], 1),
        ("supplier.inspection_state", [], "normal"),
        ("supplier.inspection_state", None, None),
        ("supplier.inspection_state", TIGHTENED, "tightened"),
        ("supplier.inspection_state", GOOD, "reduced"),
        ("supplier.inspection_state", DISCONTINUED, "discontinued"),
        ("supplier.inspection_state", [*DISCONTINUED, {"correction": "new mould"}], "tightened"),
        ("supplier.inspection_state", [{"direct": "tightened", "because": "audit"}], "tightened"),
        ("supplier.inspection_state", past(True, None), None),
        ("supplier.state_because", TIGHTENED, TWO_OF_FIVE),
        ("supplier.state_because", [], "normal since the start: no rule has changed it"),
        ("inspection.state_sufficient", [], True),
        ("inspection.state_sufficient", TIGHTENED, False),
        ("inspection.state_sufficient", GOOD, True),
        ("inspection.state_sufficient", DISCONTINUED, False),
        ("inspection.state_sufficient", None, None),
    ],
)
def test_what_a_history_tells(
    path: str, history: list[dict[str, Any]] | None, value: object
) -> None:
    assert fact(path, history) == value


@pytest.mark.parametrize(
    ("path", "history", "value"),
    [
        ("inspection.plan.state", TIGHTENED, "tightened"),
        ("defects.major.accept", TIGHTENED, 5),
        ("defects.major.accept", [], 7),
        ("segments.nonconforming.count", [], 1),
        ("inspection.state_sufficient", TIGHTENED, True),
        # What is discontinued has no plan, and no state would do.
        ("inspection.plan.state", DISCONTINUED, None),
        ("defects.major.accept", DISCONTINUED, None),
        ("inspection.state_sufficient", DISCONTINUED, False),
        ("inspection.plan.state", None, None),
        ("inspection.plan.state", past(None), None),
    ],
)
def test_an_absent_state_is_the_one_in_force(
    path: str, history: list[dict[str, Any]] | None, value: object
) -> None:
    assert fact(path, history, state=ABSENT) == value


@pytest.mark.parametrize(
    ("history", "state"), [(TIGHTENED, "tightened"), (Z14_GOOD, "normal"), (GOOD, None)]
)
def test_without_its_standard_a_state_is_known_where_the_standards_agree(
    history: list[dict[str, Any]], state: str | None
) -> None:
    """Z1.4 asks for its limit number before reduced inspection, ISO 2859-1 for a score."""
    assert fact("supplier.inspection_state", history, standard=ABSENT) == state


def test_a_state_that_is_stated_is_used_as_it_is() -> None:
    assert fact("defects.major.accept", TIGHTENED, state="normal") == 7


def test_the_lot_whose_answer_is_absent_is_named() -> None:
    lot = Lot.from_dict(toy({"supplier": {"history": past(True, None, True)}}))
    assert absent(lot, "supplier.inspection_state") == ("$.supplier.history[1].accepted",)
