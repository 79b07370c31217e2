"""What is claimed of all values of a fact holds for each: equivalent, impossible, never, always.

The values tried here are those that `Facts` takes at, beside and between the limits of conditions;
no claim is asked which values it thinks possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import chain, product
from json import dumps as quoted
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disposition import Facts, LotError
from disposition.facts import CATALOGUE, Kind, Value
from disposition.policy import load_checked_text
from disposition.policy.model import CheckedPolicy
from disposition.semantics import truth
from disposition.testing.coverage import GoalStatus, measure
from disposition.testing.mutation.mutants.conditions import siblings

LIMITS: dict[str, tuple[str, ...]] = {
    "defects.found": ("-5", "-1", "0", "1", "3"),
    "lot.quantity": ("-2", "0", "1", "2"),
    "shipment.slack_days": ("-3", "-1", "0", "2"),
    "defects.major.rate": ("-1.5", "-0.5", "0", "0.5", "2", "2.5"),
    "inspection.plan.aql.major": ("-1", "0", "0.4", "2.5"),
    "as_of": ("'1900-01-01'", "'2026-11-22'", "'2026-11-23'", "'2999-12-31'"),
    "shipment.urgency": ("'low'", "'normal'", "'critical'"),
    "lot.id": ("'x'", "'?'", "'x?'"),
}
FLAGS = ("lot.regulated", "defects.critical.present")
MOST_ROWS = 2_000


@cache
def values_near(path: str) -> tuple[Value | None, ...]:
    """Return what a fact can be at, beside and between all limits, as `Facts` takes it; unknown."""
    tried: list[object] = [True, False, *CATALOGUE[path].type.values]
    limits = [LIMITS[each] for each in LIMITS if path in (each, *siblings(each, CATALOGUE))]
    for limit in chain(*limits):
        if limit.startswith("'"):
            word = limit.strip("'")
            tried += [word, word + word]
            if CATALOGUE[path].type.kind is Kind.DATE:
                day = date.fromisoformat(word)
                tried += [day, day - timedelta(1), day + timedelta(1)]
            continue
        steps = map(Decimal, ("-1", "-0.25", "0", "0.25", "1"))
        numbers = [Decimal(limit) + step for step in steps]
        tried += [int(each) if each == int(each) else each for each in numbers]
    found: dict[Value, None] = {}
    for value in tried:
        with suppress(LotError):
            held = Facts({path: value}).observe([path])[path]
            found[held] = None  # type: ignore[index]  # None was not tried
    return (None, *found)


def rows(paths: Iterable[str]) -> list[dict[str, Value | None]]:
    """Return combinations of values of some facts, all or many of them."""
    ordered = sorted(paths)
    found = list(product(*map(values_near, ordered)))
    if len(found) > MOST_ROWS:
        found = Random(0).sample(found, MOST_ROWS)  # noqa: S311  # no secret depends on it
    return [dict(zip(ordered, row, strict=True)) for row in found]


@st.composite
def small_conditions(draw: st.DrawFn, paths: Sequence[str], depth: int = 1) -> str:
    kind = draw(st.sampled_from(["fact", "fact", "fact", "and", "or"] if depth else ["fact"]))
    if kind != "fact":
        parts = draw(st.lists(small_conditions(paths, depth - 1), min_size=2, max_size=3))
        return "(" + f" {kind} ".join(parts) + ")"
    path = draw(st.sampled_from(paths))
    no = draw(st.sampled_from(["", "", "not "]))
    limits = LIMITS.get(path)
    if limits is None:
        return f"{no}{path}"
    form = draw(st.sampled_from(["compare", "compare", "compare", "in", "known"]))
    if form == "known":
        return f"{no}{path} is known"
    if form == "in":
        chosen = draw(st.lists(st.sampled_from(limits), min_size=1, max_size=3, unique=True))
        return f"{no}{path} in [{', '.join(chosen)}]"
    ordered = CATALOGUE[path].type.kind not in (Kind.ENUM, Kind.TEXT)
    sign = draw(st.sampled_from(["<", "<=", ">", ">=", "==", "!="] if ordered else ["==", "!="]))
    limit = draw(st.sampled_from(limits))
    if draw(st.booleans()):
        return f"{no}{limit} {sign} {path}"
    return f"{no}{path} {sign} {limit}"


ONE_RULE = """\
policy: p
version: 1.0.0
outcomes: {{a: {{ships: all}}}}
otherwise: hold
rules:
  r: {{permit: a, when: {}}}
"""


def _impossible(policy: CheckedPolicy) -> set[str]:
    """Return what coverage says that no lot shows of the one rule."""
    found = measure(policy, []).findings
    return {each.goal.what for each in found if each.status is GoalStatus.IMPOSSIBLE}


@settings(max_examples=25)
@given(st.sampled_from([*LIMITS, *FLAGS]).flatmap(lambda path: small_conditions([path])))
def test_what_is_said_never_to_be_is_so_for_no_value(condition: str) -> None:
    policy = load_checked_text(ONE_RULE.format(quoted(condition)), CATALOGUE)
    (when,) = (each.when for each in policy.rules)
    words = {True: "true", False: "false", None: "unknown"}
    seen = {words[truth(when, facts, policy)] for facts in rows(policy.facts)}
    assert not seen & _impossible(policy)


@pytest.mark.parametrize("limit", ["-5", "-0.5", "0"])
@pytest.mark.parametrize("fact", ["defects.found", "defects.major.rate", "lot.unit_price"])
def test_what_is_never_below_zero_is_proved_not_to_be(fact: str, limit: str) -> None:
    policy = load_checked_text(ONE_RULE.format(quoted(f"{fact} < {limit}")), CATALOGUE)
    assert _impossible(policy) == {"true", "decisive"}
