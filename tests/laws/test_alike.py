"""Joins are told once for outer items that are alike: as they are item by item, places too."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from disposition import Lot, load_policy_text
from disposition.facts.native.fact import View
from disposition.language.evaluate import bounds
from disposition.language.evaluate.bounds import Meaning
from disposition.language.evaluate.possible import Open, places_of
from support.small_world import KNOWN, Row, World, checked, world

JOINS = (
    "sum(count(s for s in rows if s.w == r.w) for r in rows)",
    "sum(count(s for s in rows if s.w != r.w) for r in rows)",
    "sum(r.n * sum(s.n for s in rows if s.w == r.w and s.ok) for r in rows)",
    "count(r for r in rows if not any(s.w == r.w and s.n > r.n for s in rows))",
    "any(all(s.n <= r.n for s in rows if s.w == r.w) for r in rows if r.ok)",
    "max(first(s.n for s in rows if r.w == s.w and s.n != 1 else r.n) for r in rows)",
    "min(last(s.n for s in rows if s.ok == r.ok) for r in rows)",
    "sum(count(s for s in rows if s.w == r.w or s.ok) for r in rows)",
    "sum(count(s for s in rows if r.w is known and s.w == r.w) for r in rows)",
    "sum(count(s for s in rows if s.w == r.w and r.w == w) for r in rows)",
    "sum(count(s for s in rows if s.n == r.n and s.position > 1) for r in rows)",
    "sum(count(s for s in rows if s.position > r.position) for r in rows)",
    "any(any(any(t.w == r.w and t.n > s.n for t in rows) for s in rows if s.ok) for r in rows)",
    "max(sum(s.n * r.n for s in rows if s.w == r.w and b) for r in rows)",
    "all(any(s.w == r.w for s in rows if s.n > 0) for r in rows)",
    "sum(count(s for s in rows if s.n > r.n) for r in rows)",
    "sum(sum(s.n for s in rows if s.w == r.w and s.position > r.position) for r in rows)",
    "count(r for r in rows if any(s.w == r.w and s.position < r.position for s in rows if s.ok))",
    "sum(count(s for s in rows if s.n <= r.n or s.n > r.n + 1) for r in rows)",
    "max(sum(s.n for s in rows if s.n != r.n and r.w == s.w) for r in rows)",
)


def _told(text: str, lot: World) -> Any:
    found = Meaning(KNOWN).of(checked(text)[0])(View(lot), {})
    if not isinstance(found, Open):
        return found
    return found.low, found.high, found.words, found.has_none, set(places_of(found.missing))


@pytest.mark.parametrize("text", JOINS)
def test_joins_are_told_as_they_are_item_by_item(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(text)  # noqa: S311 - nothing is kept secret by it
    lots = [world(chance, absent) for absent in (0, 0.2, 0.4, 0.7) for _ in range(10)]
    lots += [World(rows=()), World(), World(rows=(Row(), Row(), Row()))]
    together = [_told(text, lot) for lot in lots]
    monkeypatch.setattr(bounds, "outer_of", lambda _: None)
    assert together == [_told(text, lot) for lot in lots]


def test_work_grows_with_the_lists_and_not_with_their_pairs() -> None:
    asked = 0

    class Counting(Row):
        """A row that counts how often its word is asked for."""

        def __getattribute__(self, name: str) -> Any:
            nonlocal asked
            asked += name == "w"
            return super().__getattribute__(name)

    text = "sum(count(s for s in rows if s.w == r.w and s.n >= r.n) for r in rows)"
    lot = World(rows=tuple(Counting(n=at % 2, w=("x", "y", None)[at % 3]) for at in range(300)))
    _told(text, lot)
    assert asked < 15 * 300  # of 180,000 in pairs


NESTED = """
policy: nested
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
facts:
  custom.pallets: {list: {boxes: {list: {k: {type: text}, n: {type: integer, least: 0}}}}}
  custom.sold: {list: {k: {type: text}}}
  custom.told:
    is: >-
      sum(count(s for s in custom.sold if s.k == b.k AND) for p in custom.pallets for b in p.boxes)
rules:
  few: {permit: accept, when: custom.told < 2}
"""


@pytest.mark.parametrize("more", ["", "and s.position >= b.position", "and b.n > 2"])
def test_items_within_items_are_missing_where_they_stand(more: str) -> None:
    policy = load_policy_text(NESTED.replace("AND", more))
    pallets = [{"boxes": [{"n": 3}, {"k": "x", "n": 3}]}, {"boxes": [{"n": 3}]}]
    custom = {"pallets": pallets, "sold": [{"k": "x"}, {"k": "y"}]}
    decision = policy.decide(Lot.from_dict({"custom": custom}), engine="reference")
    (missing,) = decision.missing
    assert missing.absent == (
        "$.custom.pallets[0].boxes[0].k",
        "$.custom.pallets[1].boxes[0].k",
    )
