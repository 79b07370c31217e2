"""Maps of policies, and what the next step of each limit would change."""

from __future__ import annotations

import re
from typing import Any

import polars as pl
import pytest

from disposition import DispositionError, Facts, Lot, LotError, load_policy_text

POLICY = load_policy_text("""
policy: small
version: 1.0.0
parameters:
  most: {value: 5, unit: units}
  paid: {value: 10.0}
  spare: {value: 3}
outcomes:
  accept: {title: Accept, ships: all}
  rework: {title: Rework, ships: none}
otherwise: hold
rules:
  few: {permit: accept, when: defects.major.found <= most, because: x}
  unpaid: {forbid: accept, when: contract.paid > paid, because: x}
  many: {permit: rework, when: defects.major.found > most or contract.paid > paid, because: x}
""")
GIVEN = {"inspection": {"defects": [{"severity": "major", "units": 1}]}}
UNITS, PAID = ("inspection.defects[0].units", [4, 5, 6]), ("contract.paid", ["9", "10", "11"])


def test_each_cell_is_what_is_decided_and_borders_have_their_rules() -> None:
    found = POLICY.map(UNITS, PAID, given=GIVEN)
    assert found.outcomes == (
        ("accept", "accept", "rework"),
        ("accept", "accept", "rework"),
        ("rework", "rework", "rework"),
    )
    assert found.at(5, "10") == "accept"
    [border] = found.borders
    assert (border.outcomes, border.cells) == (("accept", "rework"), 4)
    assert border.rules[0] == "many"
    assert set(border.rules) == {"few", "many", "unpaid"}
    assert Lot.from_dict(GIVEN).to_dict() == GIVEN  # what is given stays as it is


def test_facts_can_be_varied_too() -> None:
    facts = Facts({"contract.paid": 0})
    found = POLICY.map(("defects.major.found", [5, 6]), ("lot.quantity", [1]), given=facts)
    assert found.outcomes == (("accept", "rework"),)


def test_what_makes_no_lot_stays_empty() -> None:
    found = POLICY.map(UNITS, ("inspection.sample_size", [5, 200]), given=GIVEN)
    assert found.outcomes[0][2] == ""  # six units of a sample of five
    assert found.to_dict()["outcomes"][0][2] is None


def test_it_shows_itself() -> None:
    found = POLICY.map(UNITS, PAID, given=GIVEN)
    assert repr(found) == (
        "<PolicyMap of small 1.0.0: inspection.defects[0].units, contract.paid, 3 × 3>"
    )
    assert found.to_svg().count("<title>Accept</title>") == 2
    assert "<code>unpaid</code>" in found._repr_html_()
    assert found.html().startswith("<!DOCTYPE html>")


def test_no_name_of_a_border_stands_on_another() -> None:
    policy = load_policy_text("""
policy: small
version: 1.0.0
outcomes:
  accept: {title: Accept, ships: all}
  sort: {title: Sort, ships: part}
  rework: {title: Rework, ships: none}
otherwise: hold
rules:
  few-bad-and-cheap: {permit: accept, when: lot.quantity <= 5 and lot.unit_price < 1}
  many-bad-and-cheap: {permit: sort, when: lot.quantity <= 9 and lot.unit_price < 1, because: x}
  worn-out: {permit: rework, when: lot.quantity > 9 or lot.unit_price >= 1, because: x}
""")
    drawn = policy.map(("lot.quantity", range(1, 80)), ("lot.unit_price", range(40)), given={})
    assert len(drawn.borders) == 3
    assert len(re.findall(r">(?:few|many)-bad-and-cheap</text>", drawn.html())) == 1
    assert all(f"<code>{border.rules[0]}</code>" in drawn.html() for border in drawn.borders)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (("inspection.defects[3].units", [1]), "leads to item 3 of a list that does not have it"),
        (("inspection defects", [1]), "is not a path, such as"),
        (("inspection.defects.units", [1]), "leads through a value that has no parts"),
        (("lot.quantity", []), "a map has 1 to 40,000 cells, not 0"),
        (("lot.quantity", range(1, 99_999)), "a map has 1 to 40,000 cells"),
    ],
)
def test_what_cannot_be_drawn_is_refused(x: tuple[str, Any], message: str) -> None:
    with pytest.raises(DispositionError, match=r".") as refused:
        POLICY.map(x, PAID, given=GIVEN)
    assert message in str(refused.value)


def test_a_place_that_there_cannot_be_is_told() -> None:
    with pytest.raises(LotError, match="unknown key"):
        POLICY.map(("lot.quantiti", [1]), PAID, given=GIVEN)


def test_the_next_step_of_each_limit_is_tried() -> None:
    frame = pl.DataFrame({"maj": [4, 5, 6, 6], "paid": [0, 0, 0, 0]})
    columns = {"maj": "defects.major.found", "paid": "contract.paid"}
    found = POLICY.sensitivity(frame, columns)
    assert [(each.parameter, each.becomes, each.found.moved) for each in found.steps] == [
        ("most", "6", 2),
        ("most", "4", 1),
        ("paid", "9.9", 0),
        ("paid", "10.1", 0),
    ]
    assert found.steps[0].found.ships_more == 2
    assert found.not_tried == (("spare", "no condition reads it"),)
    assert repr(found) == "<Sensitivity of small 1.0.0: 4 lots, 2 of 4 steps move some>"
    assert "<code>most</code>" in found._repr_html_()
    assert "<title>Sensitivity of small 1.0.0</title>" in found.html()
    lots = [Facts({"defects.major.found": units, "contract.paid": 0}) for units in (4, 5, 6, 6)]
    assert POLICY.sensitivity(iter(lots)).to_dict() == found.to_dict()
