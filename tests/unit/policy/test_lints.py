"""Warnings that need reasoning: what they find, and above all what they leave alone."""

from __future__ import annotations

import pytest

from unit.policy.written import load

HEAD = """\
policy: p
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
"""
USUAL = "  usual: {permit: [accept, rework], when: true, because: always, source: s}\n"


def lints(text: str) -> list[str]:
    return [each.code for each in load(HEAD + text).warnings]


def when(condition: str, more: str = "") -> str:
    rule = f"{{forbid: accept, when: {condition!r}, because: '{{lot.id}}', source: s}}"
    return f"{more}rules:\n{USUAL}  x: {rule}\n"


@pytest.mark.parametrize(
    "condition",
    [
        "defects.major.found < 0",
        "defects.major.found >= 0",
        "0 > defects.major.found",
        "defects.major.found == -1",
        "supplier.lots_rejected > -2",
        "defects.major.rate > 120",
        "contract.price_reduction.max_percent <= 100.5",
        "lot.unit_price < 0",
        "shipment.rework_days < 0",
    ],
)
def test_a_bound_out_of_reach(condition: str) -> None:
    assert lints(when(condition)) == ["W708"]


@pytest.mark.parametrize(
    "condition",
    [
        "defects.major.found > 0",
        "defects.major.found <= 0",
        "defects.major.found == 0",
        "shipment.slack_days < -3",
        "shipment.days_left >= 0",
        "contract.notice_days_left < 0",
        "defects.major.rate > 100",
        "defects.major.found > 5000",
        "defects.major.found - defects.minor.found < 0",
    ],
)
def test_a_bound_in_reach(condition: str) -> None:
    assert lints(when(condition)) == []


SHARES = """facts:
  custom.markup: {type: integer, unit: percent, most: 150}
  custom.part: {type: integer, unit: percent, least: 10, most: 60}
  custom.usual: {type: decimal, unit: percent}
  custom.weight: {type: integer, unit: kg, most: 60}
  custom.reckoned: {is: 3 * custom.usual, unit: percent}
"""


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("custom.markup > 120", None),
        ("custom.markup > 160", "`custom.markup` is never above 150, and `160` is"),
        ("custom.part > 70", "`custom.part` is never above 60, and `70` is"),
        ("custom.part > 60", "`custom.part` is never above 60: `custom.part > 60` is never true"),
        (
            "custom.part <= 60",
            "`custom.part` is never above 60: `custom.part <= 60` is never false",
        ),
        ("custom.part >= 60", None),
        ("custom.part < 5", "`custom.part` is never below 10, and `5` is"),
        ("custom.usual > 100.5", "`custom.usual` is never above 100, and `100.5` is"),
        ("custom.weight > 70", "`custom.weight` is never above 60, and `70` is"),
        ("custom.reckoned > 250", None),
    ],
)
def test_bounds_of_own_facts_are_those_that_they_declare(
    condition: str, message: str | None
) -> None:
    found = [each.message for each in load(HEAD + when(condition, SHARES)).warnings]
    assert found == ([] if message is None else [message])


def test_a_parameter_out_of_reach_is_told_where_it_is_compared() -> None:
    text = when("defects.major.rate > most", "parameters: {most: {value: 250, unit: percent}}\n")
    (found,) = load(HEAD + text).warnings
    assert (found.code, found.place.text[found.place.column - 1 :][:18]) == (
        "W708",
        "defects.major.rate",
    )
    assert found.message == "`250` is more than 100 percent"


def rules(*bodies: str) -> str:
    lines = [f"  r{number}: {{{body}, source: s}}\n" for number, body in enumerate(bodies)]
    return "rules:\n" + USUAL + "".join(lines)


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("forbid: accept, when: defects.major.found > 2, because: too many", ["W712"]),
        ("forbid: accept, when: 2 < defects.major.found <= 5, because: too many", ["W712"]),
        ("forbid: accept, when: defects.major.found > 2, because: 'from {lot.id}'", []),
        ("forbid: accept, when: defects.major.present, because: too many", []),
        ("forbid: accept, when: defects.major.found > 2 and lot.regulated, because: law", []),
        ("require: call, when: defects.major.found > 2, because: so agreed", []),
    ],
)
def test_a_reason_that_shows_no_number(body: str, codes: list[str]) -> None:
    assert lints(rules(body)) == codes
