"""Facts given one by one: what is taken, what is refused, and that it decides like the document."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from disposition import DispositionError, Facts, Lot, LotError, load_policy
from disposition.facts import CATALOGUE, observe
from strategies import lots

POLICY = load_policy()


@pytest.mark.parametrize(
    ("path", "value", "taken"),
    [
        ("defects.major.found", 9, 9),
        ("defects.minor.rate", "2.50", Decimal("2.50")),
        ("defects.minor.rate", 3, Decimal(3)),
        ("defects.minor.rate", "0.0999000999000999", Decimal("0.0999000999000999")),
        ("as_of", "2026-11-22", date(2026, 11, 22)),
        ("as_of", date(2026, 11, 22), date(2026, 11, 22)),
        ("shipment.urgency", "high", "high"),
        ("lot.regulated", False, False),
        ("lot.product", "Stacking toy", "Stacking toy"),
        ("lot.product", None, None),
    ],
)
def test_taken(path: str, value: Any, taken: object) -> None:
    assert Facts.of({path: value}).observe([path]) == {path: taken}


@pytest.mark.parametrize(
    ("path", "value", "hint"),
    [
        ("defects.major.found", True, ""),
        ("defects.major.found", 2.5, "not exact"),
        ("defects.major.found", 10**15, ""),
        ("defects.minor.rate", 2.5, "not exact"),
        ("defects.minor.rate", "NaN", ""),
        ("defects.minor.rate", "1234567890123456", ""),
        ("shipment.urgency", "hihg", "did you mean `high`?"),
        ("as_of", "22.11.2026", ""),
        ("lot.regulated", 1, ""),
        ("defects.majr.found", 9, "did you mean `defects.major.found`?"),
    ],
)
def test_refused(path: str, value: Any, hint: str) -> None:
    with pytest.raises(LotError) as caught:
        Facts.of({path: value})
    (problem,) = caught.value.problems
    assert problem.where == path
    assert hint in problem.hint


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(LotError) as caught:
        Facts.of({"as_of": 1, "lot.regulated": "yes", "lot.id": "PO-1"})
    assert [problem.where for problem in caught.value.problems] == ["as_of", "lot.regulated"]


def test_what_was_not_given_is_unknown() -> None:
    assert Facts.of({}).observe(["as_of"]) == {"as_of": None}


@given(lots())
def test_what_is_observed_can_be_given_back_and_decides_the_same(lot: Lot) -> None:
    facts = Facts.of(observe(lot, CATALOGUE))
    given_back, document = POLICY.decide(facts), POLICY.decide(lot)
    assert (given_back.outcome, given_back.status, given_back.rule_ids) == (
        document.outcome,
        document.status,
        document.rule_ids,
    )


def test_only_lots_and_facts_are_decided_on() -> None:
    with pytest.raises(DispositionError, match=r"not a `dict`.*Lot\.from_dict"):
        POLICY.decide({"lot": {}})  # type: ignore[arg-type]  # the mistake is the point
