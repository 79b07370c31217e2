"""Tables of a policy's own, in which its facts look values up."""

from __future__ import annotations

import pytest

from disposition import Lot, load_policy_text
from disposition.policy import PolicyError
from disposition.policy.format.flattening import written

HEAD = """\
policy: notice
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
rules: {late: {permit: accept, when: custom.days > 10}}
facts:
  custom.law: {one of: [cisg, ucc, prc], about: Law of the contract}
  custom.fresh: {type: boolean, about: Whether the goods perish}
  custom.days: {is: "lookup(custom.periods.days, custom.law, custom.fresh)", none: no such law}
  custom.periods:
    about: Days to give notice in
"""
ROWS = """\
    keys: [law, fresh]
    units: {days: days}
    rows:
      - {law: cisg, fresh: true, days: 3}
      - {law: cisg, fresh: false, days: 14}
      - {law: ucc, fresh: false, days: 14}
"""


@pytest.mark.parametrize(
    ("custom", "status", "absent"),
    [
        ({"law": "cisg", "fresh": False}, "decided", []),
        ({"law": "cisg", "fresh": True}, "no_rule", []),
        ({"law": "cisg"}, "needs_information", ["$.custom.fresh"]),
        # There is no row for one of the laws that it may be.
        ({"fresh": False}, "needs_information", ["$.custom.law"]),
        ({"law": "ucc", "fresh": False}, "decided", []),
        ({"law": "prc", "fresh": False}, "needs_information", []),
    ],
)
def test_values_are_looked_up(custom: dict[str, object], status: str, absent: list[str]) -> None:
    policy = load_policy_text(HEAD + ROWS)
    decision = policy.decide(Lot.from_dict({"custom": custom}), engine="compiled")
    assert decision.status == status
    assert [place for each in decision.missing for place in each.absent] == absent


def test_rows_that_say_the_same_leave_nothing_open() -> None:
    policy = load_policy_text(HEAD + ROWS.replace("days: 3", "days: 14"))
    lot = Lot.from_dict({"custom": {"law": "cisg"}})  # and both ways to be fresh have a row
    assert policy.decide(lot, engine="compiled").outcome == "accept"


def test_no_row_is_said_to_be_why() -> None:
    policy = load_policy_text(HEAD + ROWS)
    lot = Lot.from_dict({"custom": {"law": "prc", "fresh": False}})
    (missing,) = policy.decide(lot, engine="compiled").missing
    assert missing.why == "no such law"


def test_a_table_is_written_again() -> None:
    policy = load_policy_text(HEAD + ROWS)
    assert load_policy_text(written(policy.checked)).digest == policy.digest
    changed = load_policy_text(HEAD + ROWS.replace("days: 3", "days: 4"))
    assert changed.digest != policy.digest


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ("ucc, fresh: false, days", "ucc, days", "S319", "every row has the columns"),
        ("ucc, fresh: false", "cisg, fresh: false", "S319", "another row has the same keys: 'ci"),
        ("days: 3", "days: soon", "S319", "the values of the column `days` are of different"),
        ("keys: [law, fresh]", "keys: [law, place]", "S319", "the rows have no column `place`"),
        ("keys: [law, fresh]", "keys: [law]", "S319", "another row has the same keys: 'cisg'"),
        ("days: 3}", "days: }", "S304", "`days` needs a single value"),
        ("    keys: [law, fresh]\n", "", "S303", "a table needs the key `keys`"),
    ],
)
def test_what_is_wrong_with_a_table(old: str, new: str, code: str, message: str) -> None:
    text = HEAD + ROWS
    assert old in text
    with pytest.raises(PolicyError) as raised:
        load_policy_text(text.replace(old, new, 1))
    first = raised.value.diagnostics[0]
    told = [(each.code, each.message) for each in raised.value.diagnostics]
    assert any(found == code and said.startswith(message) for found, said in told), told
    assert first.place.line > 0


@pytest.mark.parametrize(
    ("lookup", "message"),
    [
        ("lookup(custom.period.days, custom.law)", "`custom.period` is not a table"),
        ("lookup(custom.periods.hours, custom.law, custom.fresh)", "has no column `hours`"),
        ("lookup(custom.periods.days, custom.law)", "has 2 keys, not 1"),
        ("lookup(custom.periods.days, custom.fresh, custom.law)", "the key `law` is"),
        (
            "lookup(custom.periods.days, lot.product, custom.fresh)",
            "declare the fact with `one of`",
        ),
    ],
)
def test_what_is_wrong_with_looking_up(lookup: str, message: str) -> None:
    text = (HEAD + ROWS).replace("lookup(custom.periods.days, custom.law, custom.fresh)", lookup)
    with pytest.raises(PolicyError, match=message):
        load_policy_text(text)
