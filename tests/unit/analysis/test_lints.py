"""Warnings that are proved: what they find, and above all what they leave alone."""

from __future__ import annotations

import pytest

from disposition import Policy
from disposition.policy import Diagnostic
from unit.policy.written import load

HEAD = """\
policy: p
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
"""
USUAL = "  usual: {permit: [accept, rework], when: true, because: always, source: s}\n"


def found(text: str) -> tuple[Diagnostic, ...]:
    return Policy(load(HEAD + text)).warnings


def lints(text: str) -> list[str]:
    return [each.code for each in found(text)]


def when(condition: str, more: str = "") -> str:
    rule = f"{{forbid: accept, when: {condition!r}, because: '{{lot.id}}', source: s}}"
    return f"{more}rules:\n{USUAL}  x: {rule}\n"


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
        # Over several facts, by what they mean.
        ("defects.major.found + 1 > 5 and defects.major.found < 3", "never"),
        ("defects.major.found > 2 and not defects.major.present", "never"),
        ("defects.major.present and count(d for d in inspection.defects) < 1", "never"),
        ("all(d.units > 5 for d in inspection.defects) and defects.major.found == 1", "never"),
        (
            "assessments.reading_settled is known and assessments.reading_settled is unknown",
            "never",
        ),
    ],
)
def test_never_or_always(condition: str, word: str) -> None:
    (warned,) = found(when(condition))
    assert warned.code == "W709"
    assert word in warned.message


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
        "defects.major.found + 1 > 4 and defects.major.found < 5",
        "defects.found > defects.major.found",
        # So of longer lists than are looked at first.
        "count(d for d in inspection.defects) > 3",
        # Facts that are told by being true, and are unknown otherwise.
        "assessments.reading_settled",
        "not assessments.reading_settled and supplier.iso9001",
        "assessments.reading_settled == false",
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


def test_prohibitions_that_only_together_leave_a_permission_nothing() -> None:
    bodies = [
        _body("forbid accept: LAW and MAJOR > 2"),
        _body("forbid accept: LAW and MAJOR <= 4"),
        _body("forbid accept: supplier.iso9001"),
        _body("permit accept: LAW and MAJOR is known"),
    ]
    (warned,) = found(rules(*bodies))
    assert warned.code == "W711"
    assert "`r3` never makes `accept` possible: whenever it holds, `r0` or `r1` forbids it" in (
        warned.message
    )


def test_what_is_open_where_another_rule_is_not_adds_something() -> None:
    known = "supplier.iso9001 and MAJOR is known and MAJOR > 2"
    assert (
        lints(rules(_body("forbid accept: LAW and MAJOR > 2"), _body(f"forbid accept: {known}")))
        == []
    )
    near = _body("forbid accept: MAJOR > 2 and LAW"), _body("forbid accept: MAJOR > 5 and LAW")
    assert lints(rules(*near)) == ["W710"]
    # Where the number is unknown, the second one keeps the lot and the first does not.
    closed = _body("forbid accept: (MAJOR is known and MAJOR > 2) and LAW")
    assert lints(rules(closed, near[1])) == []


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


def test_many_rules_are_looked_at_in_time() -> None:
    bodies = [f"forbid: accept, when: defects.major.found == {n % 300}, {FEW}" for n in range(301)]
    assert lints(rules(*bodies)) == ["W710"]
