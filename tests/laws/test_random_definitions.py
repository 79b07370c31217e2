"""Random policies with random facts of their own: every engine decides as the reference does.

So do the functions written for many lots: one gathers their facts, and takes short cuts where only
values are wanted; the other tells what follows, and asks for no more facts than that takes.
"""

from __future__ import annotations

import re
from random import Random
from typing import Any

from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from disposition import Lot, load_policy_text
from disposition.documents.writing import write
from disposition.engines.concluding import Concluding
from disposition.facts.observation import view_of
from disposition.facts.source import OneOfMany
from disposition.semantics import Combination, truths
from support.engines import ENGINES_HERE
from support.observing import by_definition
from support.small_world import Writing, world

_OWN = re.compile(r"(?<![.'\w])(a|b|w|d|e|rows|prices)(?![\w'(])")
HEAD = """\
policy: random
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
facts:
  custom.a: {type: integer, least: 0, most: 2}
  custom.b: {type: boolean}
  custom.w: {one of: [x, y]}
  custom.d: {type: date}
  custom.e: {type: date}
  custom.rows:
    list: {n: {type: integer, least: 0, most: 2}, ok: {type: boolean}, w: {one of: [x, y]}}
  custom.prices: {keys: [w], rows: [{w: x, price: 1}, {w: y, price: 2}]}
"""


def _policy(chance: Random) -> str:
    writing = Writing(chance)

    def own(text: str) -> str:
        return _OWN.sub(r"custom.\1", text).replace("'", "''")

    number, condition = own(writing.number(2)), own(writing.condition(2))
    rule, forbidding = own(writing.condition(1)), own(writing.condition(2))
    return (
        HEAD
        + f"""\
  custom.number: {{is: '{number}'}}
  custom.condition: {{is: '{condition}'}}
rules:
  one: {{permit: accept, when: 'custom.condition and custom.number > 0'}}
  two: {{forbid: accept, when: '{forbidding}'}}
  three: {{permit: rework, when: '{rule} or custom.number is unknown'}}
"""
    )


@given(st.integers(0, 2**32))
def test_engines_agree_on_facts_of_ones_own(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - nothing is kept secret by it
    policy = load_policy_text(_policy(chance))
    combination = Combination.of(policy.checked)
    concluding = Concluding(policy.checked, combination)
    gather = policy.checked.catalogue.gathering(policy.checked.facts)
    for absent in (0, 0.3):
        lot = Lot.from_dict({"custom": _document(world(chance, absent))})
        documents = {policy.decide(lot, engine=name).to_json() for name in ENGINES_HERE}
        assert len(documents) == 1
        checked = policy.checked
        facts = by_definition(lot, checked.facts, checked.catalogue)
        assert gather(view_of(lot, checked.catalogue), {}) == facts
        source = OneOfMany(lot, checked.catalogue)
        assert source.apply(concluding.conclude) == combination.conclude(truths(checked, facts))
        assert source.apply(gather) == facts  # with what is known of it already


def _document(lot: Any) -> dict[str, Any]:
    names = [each.name for each in fields(type(lot))]
    return {name: value for name, value in write(lot).items() if name in names}
