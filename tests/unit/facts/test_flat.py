"""Facts given one by one: what is taken, what is refused, and that it decides like the document."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from disposition import DispositionError, Facts, Lot, LotError
from disposition.documents.reporting import report
from disposition.facts import CATALOGUE, Kind, observe
from strategies import lots
from support.engines import FAST_ENGINES
from support.shipped import POLICY


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
        ("defects.major.found", 2.5, ""),
        ("defects.major.found", 10**15, ""),
        ("defects.major.found", -1, ""),
        ("defects.minor.rate", "-0.5", ""),
        ("defects.minor.rate", "100.5", ""),
        ("findings.list", "\x1b[2J", ""),
        ("defects.minor.rate", 0.1 + 0.2, "not exact"),
        ("defects.minor.rate", "NaN", ""),
        ("defects.minor.rate", "1234567890123456", ""),
        ("shipment.urgency", "hihg", "did you mean `high`?"),
        ("as_of", "22.11.2026", ""),
        ("as_of", "20261122", ""),
        ("as_of", datetime(2026, 11, 22, 9), "leave out the time"),  # noqa: DTZ001 - none is meant
        ("case.decided_on", "1899-02-29", ""),
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


WRONG: dict[Kind, list[Any]] = {
    Kind.BOOLEAN: ["yes", 0, 1, [], {}],
    Kind.INTEGER: [-1, True, "5", 2.5, Decimal("5.5"), 10**15, 10**40, []],
    Kind.DECIMAL: [
        -1,
        "-0.1",
        True,
        0.1 + 0.2,
        "NaN",
        Decimal("Infinity"),
        "1e3",
        "2,5",
        10**16,
        {},
    ],
    Kind.ENUM: ["", "no such word", 1, True, []],
    Kind.TEXT: [1, True, "\x1b[2J", "\ud800", "x" * 1_000_001, []],
    Kind.DATE: ["", "2026-02-30", "2026-2-3", "20260203", "2026-02-03T00:00", 20260203, True],
}
BEYOND: dict[Kind, list[Any]] = {
    Kind.BOOLEAN: [True, False],
    Kind.INTEGER: [0, 1, 3, 36_500, 36_501, 10**12, 10**12 + 1],
    Kind.DECIMAL: [0, "0", "3", "2.5", "+2.5", "100", "100.1", "0.0000000000000001"],
    Kind.ENUM: [],
    Kind.TEXT: ["", " ", "a", "line\nbreak", "x" * 10_001],
    Kind.DATE: ["1899-12-31", "1900-01-01", "2999-12-31", "3000-01-01"],
}
"""Values of the right kind, some of which are out of the range of some facts."""


@pytest.mark.parametrize("kind", Kind)
def test_a_value_is_refused_as_a_document_refuses_it(kind: Kind) -> None:
    for path, spec in CATALOGUE.items():
        if spec.type.kind is not kind:
            continue
        for value in WRONG[kind]:
            if spec.least is None and value == -1:
                continue
            told = flat_problem(path, value)
            assert told is not None, (path, value)
            assert not spec.given or told == document_problem(path, value), (path, value)
        for value in BEYOND[kind] if spec.given else ():
            assert flat_problem(path, value) == document_problem(path, value), (path, value)


def flat_problem(path: str, value: Any) -> tuple[str, str] | None:
    try:
        Facts({path: value})
    except LotError as error:
        (problem,) = error.problems
        assert problem.where == path
        return problem.message, problem.hint
    return None


def document_problem(path: str, value: Any) -> tuple[str, str] | None:
    """Return what is said of a value by itself where it stands in a lot document."""
    for key in reversed(path.split(".")):
        value = {key: value}
    _, problems = report(Lot, value)
    assert [each.where for each in problems] in ([], [f"$.{path}"])
    return next(((each.message, each.hint) for each in problems), None)


def test_only_reckoned_days_can_be_below_zero() -> None:
    for path, spec in CATALOGUE.items():
        if spec.least is None and spec.type.kind.is_number:
            assert Facts({path: -3}).observe([path]) == {path: -3}
            assert (spec.type.unit, spec.given) == ("days", False), path


GIVEN_FACTS: list[dict[str, Any]] = [
    {},
    {"defects.major.found": 9},
    {"as_of": date(2026, 11, 22), "defects.critical.found": 0, "lot.regulated": None},
    {"lot.regulated": True, "checks.failed": 1, "shipment.slack_days": -4},
]


@pytest.mark.parametrize("engine", FAST_ENGINES)
@pytest.mark.parametrize("values", GIVEN_FACTS, ids=len)
def test_paths_left_out_are_unknown_however_facts_are_made(
    values: dict[str, Any], engine: str
) -> None:
    short, long = Facts(values), Facts.of(values)
    whole = Facts({path: values.get(path) for path in CATALOGUE})
    decided = [POLICY.decide(each, engine=engine).to_json() for each in (short, long, whole)]
    assert len(set(decided)) == 1


@pytest.mark.parametrize(
    ("values", "where"), [([1], "$"), ("x", "$"), ({1: 2}, "$"), ({"\x1b": 2}, '$["\\u001b"]')]
)
def test_what_is_no_mapping_of_paths(values: Any, where: str) -> None:
    with pytest.raises(LotError) as caught:
        Facts(values)
    assert [each.where for each in caught.value.problems] == [where]


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
