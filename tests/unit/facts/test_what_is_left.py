"""Facts of one's own where something is absent: what is known, however often it is asked."""

from __future__ import annotations

from typing import Any

import pytest

from disposition import Lot, load_policy_text

POLICY = """\
policy: left
version: 1.0.0
outcomes: {{accept: {{ships: all}}}}
otherwise: hold
facts:
  custom.n: {{type: integer, least: 0}}
  custom.b: {{type: boolean}}
  custom.rows:
    list:
      u: {{type: integer, least: 0}}
      boxes: {{list: {{v: {{type: integer}}}}}}
  custom.prices:
    keys: [size, urgent]
    rows:
      - {{size: s, urgent: true, price: 1}}
      - {{size: s, urgent: false, price: 1}}
      - {{size: m, urgent: true, price: 2}}
      - {{size: m, urgent: false, price: 3}}
  custom.below: {{type: decimal}}
  custom.anything: {{is: custom.below - custom.n + custom.below}}
  custom.none: {{is: "unknown if custom.below is unknown else custom.b"}}
  custom.many: {{is: custom.n > 3 or custom.b}}
  custom.told: {{is: "{expression}"}}
rules:
  always: {{permit: accept, when: true}}
  tell: {{require: {{do: tell, values: {{told: custom.told}}}}, when: true}}
"""
EMPTY_BOX = {"n": 5, "rows": [{"u": 1, "boxes": []}]}
CASES: list[tuple[str, dict[str, Any], Any]] = [
    # What has no value leaves unknown what is reckoned of it, whatever the other number is.
    ("min(custom.n, max(x.u for x in custom.rows)) > 5", {"n": 5, "rows": []}, None),
    ("min(custom.n, max(x.v for r in custom.rows for x in r.boxes)) > 5", EMPTY_BOX, None),
    ("min(custom.n, max(x.u for x in custom.rows)) > 5", {"n": 5, "rows": [{}]}, False),
    ("max(custom.n, 2 if custom.b else unknown) >= 5", {"n": 5, "b": False}, None),
    # An absent list may be empty: then the last of it has no value, or the one after `else`.
    ("max(custom.n, first(x.u for x in custom.rows)) < 5", {"n": 5}, None),
    ("max(custom.n, first(x.u for x in custom.rows else 7)) < 5", {"n": 5}, False),
    # What has no bound has one within another function.
    ("min(max(custom.n, first(x.u for x in custom.rows else 7)), 4)", {"n": 5}, 4),
    ("min(max(custom.n, custom.anything), 4)", {"n": 5}, 4),
    ("max(custom.n, custom.anything)", {"n": 5}, None),
    # So has what rests on facts that always have one.
    ("max(custom.n, sum(x.u for x in custom.rows if custom.many)) >= 5", {"n": 5}, True),
    # Whether an item counts has no value, and it is the same either way.
    ("min(5 for x in custom.rows if custom.none else 5)", EMPTY_BOX, 5),
    ("max(5 for x in custom.rows if custom.none)", EMPTY_BOX, None),
    ("max(5 for x in custom.rows if custom.none or x.u > 0)", EMPTY_BOX, 5),
    ("sum(0 for x in custom.rows if custom.none)", EMPTY_BOX, 0),
    ("first(5 for x in custom.rows if custom.none else 5)", EMPTY_BOX, 5),
    ("5 if custom.none else 5", {}, 5),
    # A condition has two values, so both rows are met.
    ("lookup(custom.prices.price, 's', custom.b)", {}, 1),
    ("lookup(custom.prices.price, 's', custom.n > 3)", {}, 1),
    ("lookup(custom.prices.price, 's', any(x.u > 3 for x in custom.rows))", {}, 1),
    ("lookup(custom.prices.price, 'm', custom.n > 3)", {}, None),
    ("lookup(custom.prices.price, 'm', custom.n > 3) >= 2", {}, True),
]


@pytest.mark.parametrize(("expression", "custom", "told"), CASES)
def test_what_is_told(expression: str, custom: dict[str, Any], told: Any) -> None:
    policy = load_policy_text(POLICY.format(expression=expression))
    values = [
        policy.decide(Lot.from_dict({"custom": custom})).obligations[0].values["told"].value
        for _ in range(12)  # after some lots, a function is written for each fact
    ]
    assert values == [told] * 12
