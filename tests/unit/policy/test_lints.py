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


@pytest.mark.parametrize(
    ("condition", "word"),
    [
        ("defects.major.found > 5 and defects.major.found < 3", "never"),
        ("defects.major.found > 2 and defects.major.found < 3", "never"),
        ("defects.major.rate > 2.5 and not defects.major.rate > 2.5", "never"),
        ("supplier.iso9001 and not supplier.iso9001", "never"),
        ("shipment.urgency == 'low' and shipment.urgency == 'high'", "never"),
        (
            "shipment.urgency in ['low', 'high'] and shipment.urgency not in ['low', 'high']",
            "never",
        ),
        ("lot.category == 'toys' and lot.category == 'food'", "never"),
        ("shipment.ship_by < '2026-11-01' and shipment.ship_by > '2026-12-01'", "never"),
        ("shipment.slack_days is unknown and shipment.slack_days < 0", "never"),
        ("defects.major.found > 5 or defects.major.found <= 5", "can never be false"),
        ("supplier.iso9001 or not supplier.iso9001", "can never be false"),
        ("shipment.urgency in ['low', 'normal', 'high', 'critical']", "can never be false"),
        ("shipment.urgency != 'low' or shipment.urgency != 'high'", "can never be false"),
    ],
)
def test_never_or_always(condition: str, word: str) -> None:
    (found,) = load(HEAD + when(condition)).warnings
    assert found.code == "W709"
    assert word in found.message


@pytest.mark.parametrize(
    "condition",
    [
        "defects.major.found > 2 and defects.major.found < 4",
        "defects.major.rate > 2 and defects.major.rate < 3",
        "defects.major.found > 5 and defects.minor.found < 3",
        "shipment.urgency not in ['low', 'normal', 'high']",
        "lot.category != 'toys' and lot.category != 'food'",
        "lot.category != 'toys' or supplier.iso9001",
        "shipment.slack_days is unknown or shipment.slack_days < 0",
        "contract.notice_days is unknown and shipment.slack_days < 0",
        "defects.major.found + 1 > 5 and defects.major.found < 3",
    ],
)
def test_neither_never_nor_always(condition: str) -> None:
    assert lints(when(condition)) == []


def test_definitions_are_looked_through_and_looked_at() -> None:
    many = "define: {many: defects.major.found > 5}\n"
    assert lints(when("many and defects.major.found < 3", many)) == ["W709"]
    contradiction = "define: {odd: supplier.iso9001 and not supplier.iso9001}\n"
    assert lints(when("defects.safety.present and not odd", contradiction)) == ["W709"]


def rules(*bodies: str) -> str:
    lines = [f"  r{number}: {{{body}, source: s}}\n" for number, body in enumerate(bodies)]
    return "rules:\n" + USUAL + "".join(lines)


FEW = "because: '{lot.id}'"
SHORT = {
    "MAJOR": "defects.major.found",
    "URGENCY": "shipment.urgency",
    "LAW": "lot.regulated",
}


@pytest.mark.parametrize(
    ("one", "other", "codes"),
    [
        # The same, said differently.
        ("forbid accept: MAJOR > 2", "forbid accept: MAJOR >= 3", ["W710"]),
        ("forbid accept: 2 < MAJOR", "forbid accept: not MAJOR <= 2", ["W710"]),
        # One bound is another.
        ("forbid accept: MAJOR > 2", "forbid accept: MAJOR > 5", ["W710"]),
        (
            "forbid accept: LAW and URGENCY == 'low'",
            "forbid accept: LAW and URGENCY != 'high'",
            ["W710"],
        ),
        # Other outcomes, effects or words.
        ("forbid accept: MAJOR > 2", "forbid rework: MAJOR > 5", []),
        ("forbid accept: URGENCY == 'low'", "forbid accept: URGENCY == 'high'", []),
        ("require call: MAJOR > 2", "require write: MAJOR > 5", []),
        # One condition more is a reason of its own.
        ("forbid accept: MAJOR > 2", "forbid accept: MAJOR > 2 and LAW", []),
        # Permissions under a prohibition.
        ("forbid accept: LAW", "permit accept: LAW and supplier.iso9001", ["W711"]),
        ("forbid accept: MAJOR > 2", "permit accept: MAJOR > 3", ["W711"]),
        ("forbid accept: LAW", "permit accept: supplier.iso9001", []),
        ("forbid rework: LAW", "permit accept: LAW", []),
        ("forbid accept: LAW and supplier.iso9001", "permit accept: LAW", []),
    ],
)
def test_rules_beside_one_another(one: str, other: str, codes: list[str]) -> None:
    assert lints(rules(_body(one), _body(other))) == codes
    assert lints(rules(_body(other), _body(one))) == codes


def _body(short: str) -> str:
    """Return a rule's body: `forbid accept: LAW` with its words written out."""
    for word, fact in SHORT.items():
        short = short.replace(word, fact)
    effect, condition = short.split(": ")
    return f'{effect.replace(" ", ": ")}, when: "{condition}", {FEW}'


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        (("['> 2', '-']", "['> 5', 'low']"), ["W710"]),
        (("['> 2', 'low']", "['> 5', 'low, high']"), []),
        (("['[1..5]', '-']", "['> 5', '-']"), []),
        (("['> 2', '-']", "['-', 'low']"), []),
    ],
)
def test_rows_of_a_table(cells: tuple[str, str], codes: list[str]) -> None:
    rows = "".join(f"    - {{if: {each}, forbid: accept}}\n" for each in cells)
    table = (
        "tables:\n  t:\n    columns: [defects.major.found, shipment.urgency]\n"
        f"    because: as agreed\n    source: s\n    rows:\n{rows}rules:\n{USUAL}"
    )
    assert lints(table) == codes


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


def test_many_rules_are_looked_at_in_time() -> None:
    bodies = [
        f"forbid: accept, when: defects.major.found == {n % 1500}, {FEW}" for n in range(1501)
    ]
    assert lints(rules(*bodies)) == ["W710"]
