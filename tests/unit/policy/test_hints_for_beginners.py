"""What people write who come from spreadsheets, and the hint that each gets."""

from __future__ import annotations

import pytest

from disposition import PolicyError, load_policy_text

HEAD = """\
policy: mine
version: 1.0.0
extends: failed-inspection
"""
RULE = (
    HEAD
    + """\
rules:
  mine:
    forbid: [concession]
    when: WHEN
    because: so
"""
)
QUOTES = "a text needs quotes: "


def test_a_text_with_a_comma_in_braces_needs_quotes() -> None:
    with pytest.raises(PolicyError) as caught:
        load_policy_text(HEAD + "parameters: {lead: {value: 90, about: Lead, 16 CFR 1303}}\n")
    assert caught.value.diagnostics[0].hint == "put quotes around a text that contains a comma"


@pytest.mark.parametrize(
    ("when", "hint"),
    [
        ("lot.category == toys", f"{QUOTES}`'toys'`"),
        ("toys == lot.category", f"{QUOTES}`'toys'`"),
        ("supplier.track_record == poor", f"{QUOTES}`'poor'`"),
        ("supplier.track_record == por", "did you mean `poor`? A text needs quotes"),
        ("supplier.track_record == xyz", "a text needs quotes, and this is one of `new`, `good`"),
        ("lot.category == 103", f"{QUOTES}`'103'`; within those of YAML in a cell: `\"'103'\"`"),
        ("lot.category == true", f"{QUOTES}`'true'`"),
        ("lot.category == lot.prodct", "did you mean `lot.product`?"),
        ("defects.minor.found > toys", "`disposition facts` lists what there is"),
        *((f"lot.regulated == {word}", "write `true`") for word in ("yes", "Yes", "y")),
        *((f"lot.regulated == {word}", "write `false`") for word in ("no", "No", "n")),
        *((f"lot.regulated == '{word}'", "write `true`, unquoted") for word in ("yes", "TRUE")),
        ("lot.regulated == 'no'", "write `false`, unquoted"),
        ("lot.regulated == 'true'", "`true` has no quotes"),
        ("lot.regulated == 'maybe'", "it is `true` or `false`"),
        ("lot.regulated in ['yes']", "write `true`, unquoted"),
        ("as_of < '18.11.2026'", "write `'2026-11-18'`"),
        ("as_of < 18.11.2026", "write `'2026-11-18'`"),
        ("as_of < '11/18/2026'", "write `'2026-11-18'`"),
        ("as_of < '5/6/2026'", "write `'2026-06-05'` or `'2026-05-06'`"),
        ("as_of < 18/11/2026", "a date is written as `'2026-12-01'`"),
        ("as_of < 'soon'", "write year, month and day: `2026-12-01`"),
        ("as_of - '2026-12-01' > 3", "name a day that is written out: `first_day: 2026-12-01`"),
        ("as_of + '3 days' > as_of", "whole days can be added to a date"),
        ("as_of < today()", "nothing reads a clock: `as_of`"),
        ("as_of < Date('2026-12-01')", "write the day as a text: `'2026-12-01'`"),
        ("len(inspection.defects) > 3", "write `count(d for d in inspection.defects)`"),
        ("avg(d.units for d in inspection.defects) > 3", "compare `sum(…)` with a number"),
        ("abs(shipment.slack_days) > 3", "write `max(x, 0 - x)`"),
        ("round(lot.unit_price) > 3", "numbers are exact"),
        ("coalesce(lot.quantity, 0) > 3", "write `a if a is known else b`"),
        ("lot.quantity between 1 and 5", "write `1 <= x <= 5`"),
        ("lot.quantity in [1..5]", "write `1 <= x <= 5`"),
        (
            "inspection.defects.units > 3",
            "`inspection.defects` is a list: write `sum(each.units for each",
        ),
    ],
)
def test_a_condition(when: str, hint: str) -> None:
    with pytest.raises(PolicyError) as caught:
        load_policy_text(RULE.replace("WHEN", when))
    (found,) = caught.value.diagnostics
    assert found.hint.startswith(hint), found.hint


@pytest.mark.parametrize(
    ("entry", "hint"),
    [
        ("{type: number}", "write `type: decimal`"),
        ("{type: string}", "write `type: text`"),
        ("{type: int}", "did you mean `integer`?"),
        ("{type: enum}", "list the words: `one of: [new, good]`"),
        ("{type: list}", "write `list:` instead"),
        ("{type: integer, min: 0}", "did you mean `least`?"),
        ("{type: integer, maximum: 9}", "did you mean `most`?"),
        ("{formula: lot.quantity + 1}", "an expression under `is`"),
        ('{one of: "a, b"}', ""),
        ("{one of: new}", ""),
        ("{one of: [true, false]}", "write `type: boolean`"),
    ],
)
def test_a_fact_of_ones_own(entry: str, hint: str) -> None:
    text = f"{HEAD}facts:\n  custom.x: {entry}\n"
    if not hint:
        load_policy_text(text)
        return
    with pytest.raises(PolicyError) as caught:
        load_policy_text(text)
    hints = [each.hint for each in caught.value.diagnostics]
    assert any(hint in each for each in hints), hints


def test_words_between_commas_are_no_list() -> None:
    with pytest.raises(PolicyError) as caught:
        load_policy_text(f"{HEAD}facts:\n  custom.x:\n    one of: new, good\n")
    assert [each.hint for each in caught.value.diagnostics] == ["write `[new, good]`"]


def test_a_layer_that_lost_what_it_extends() -> None:
    with pytest.raises(PolicyError) as caught:
        load_policy_text(RULE.replace("extends: failed-inspection\n", "").replace("WHEN", "true"))
    hints = [each.hint for each in caught.value.diagnostics]
    assert any("`extends: failed-inspection`" in hint for hint in hints), hints
