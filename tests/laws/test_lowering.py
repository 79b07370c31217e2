"""What expressions lower to says of each document what they mean there."""

from __future__ import annotations

from functools import cache
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disposition import Lot, load_policy_text
from disposition.facts.catalogue import SHIPPED, Catalogue
from disposition.facts.evaluation import Defined
from disposition.facts.fact_definition import FactDefinition
from disposition.facts.native.fact import View
from disposition.facts.observation import view_of
from disposition.language.evaluate.bounds import Meaning
from disposition.language.evaluate.possible import Open
from disposition.language.lower.lowering import Lowering
from disposition.language.lower.values import Lowered, LoweredText, Number, Truth, limited
from disposition.language.template import Template
from disposition.language.types import FactSpec
from disposition.testing.strategies import documents
from laws import test_own_facts as own_facts
from support.observing import by_definition
from support.small_world import KNOWN, Row, World, Writing, checked, world
from support.total_values import Document, document_of, exact


def _document(lot: World, *, is_least: bool) -> Document:
    return Document(
        lambda path: getattr(lot, path), lambda path: getattr(lot, path), is_least=is_least
    )


def _differs(lowered: Lowered, wanted: Any, document: Document) -> str:
    """Return in what a lowered value is not what is wanted of a document; nothing if it is so."""
    value = document.value
    if not isinstance(wanted, Open):
        found = document.told(lowered)
        return "" if found == exact(wanted) and found is not None else f"known: {found}"
    if value(lowered.known):
        return "known"
    if value(lowered.lacks) != wanted.has_none:
        return "lacks"
    match lowered:
        case Number():
            low = value(lowered.low) if value(lowered.has_low) else None
            high = value(lowered.high) if value(lowered.has_high) else None
            if (low, high) != (exact(wanted.low), exact(wanted.high)):
                return f"bounds: {low} {high}"
        case LoweredText():
            if value(lowered.is_limited) != (wanted.words is not None):
                return "words"
        case Truth():
            pass
    return ""


@settings(max_examples=100)
@given(st.integers(0, 2**32))
def test_lowered_expressions_mean_the_same(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - nothing is kept secret by it
    writing = Writing(chance)
    kind = chance.choice([writing.number, writing.condition])
    expression, _ = checked(kind(chance.choice([1, 2, 2, 3])))
    lowered = Lowering(KNOWN).of(expression)
    meaning = Meaning(KNOWN).of(expression)
    for absent in (0, 0.1, 0.3):
        lot = world(chance, absent)
        wanted = meaning(View(lot), {})
        for is_least in (True, False):
            document = _document(lot, is_least=is_least)
            assert not _differs(lowered, wanted, document), (lot, wanted)


@settings(max_examples=50)
@given(st.integers(0, 2**32))
def test_lowered_facts_mean_the_same(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - nothing is kept secret by it
    large = f" * {10**14}" * chance.choice([0, 1, 2])
    expression, type_ = checked(f"{Writing(chance).number(2)} / 3{large}")
    fact = FactDefinition(FactSpec("fact", type_, "", given=False), expression, Template(""))
    lowered = limited(Lowering(KNOWN).of(expression), type_)
    for absent in (0, 0.2):
        lot = world(chance, absent)
        wanted = Defined(fact, KNOWN).possible(View(lot))
        assert not _differs(lowered, wanted, _document(lot, is_least=True)), (lot, wanted)


@settings(max_examples=12)
@given(documents())
def test_shipped_facts_mean_the_same(document: dict[str, Any]) -> None:
    _agrees(Lot.from_dict(document), SHIPPED)


@settings(max_examples=15)
@given(own_facts.SECTIONS)
def test_facts_of_ones_own_mean_the_same(custom: Any) -> None:
    _agrees(own_facts.lot(custom), own_facts.policy().checked.catalogue)


def _agrees(lot: Lot, catalogue: Catalogue) -> None:
    document = document_of(view_of(lot, catalogue), catalogue)
    wanted = by_definition(lot, catalogue, catalogue)
    found = {path: document.told(each) for path, each in lowered(catalogue).items()}
    assert found == {path: exact(each) for path, each in wanted.items()}


@cache
def lowered(catalogue: Catalogue) -> dict[str, Lowered]:
    assert catalogue.known is not None
    lowering = Lowering(catalogue.known)
    return {path: lowering.fact(path) for path in catalogue}


@pytest.mark.parametrize(
    ("text", "lots"),
    [
        ("first(r.w for r in rows if r.ok) == 'x'", 200),
        ("last(r.w for r in rows if r.ok else w) in ['x', 'y']", 200),
        ("first(r.w for r in rows if r.ok) == last(r.w for r in rows if r.ok)", 200),
        ("first(r.ok for r in rows if r.n > a)", 200),
        ("('x' if b else w) == ('y' if a > 1 else 'z')", 50),
        ("lookup(prices.price, 'x' if b else w) > 1", 50),
        ("lookup(prices.price, first(r.w for r in rows if r.ok)) > 1", 200),
        ("first(lookup(prices.price, r.w) for r in rows) * (a - 1)", 200),
        ("percent(min(r.n for r in rows), sum(r.n for r in rows if r.ok))", 200),
        ("any(any(q.n > r.n for q in rows if q.ok) for r in rows)", 200),
        ("count(r for r in rows if first(q.n for q in rows if q.w == r.w) == r.n)", 200),
        ("(('x' if d < e else 'y') if a > 1 else ('x' if b else 'y')) == ('y' if b else 'z')", 300),
        ("lookup(prices.price, 'x' if b else ('y' if a > 1 else 'z')) > 0", 100),
        ("percent(a - 1, max(r.n for r in rows)) > 10", 100),
        ("(unknown if b else a) + (unknown if a > 1 else 2)", 50),
        ("max(d, e) - min(d, d + a) > 0", 100),
    ],
)
def test_cases(text: str, lots: int) -> None:
    chance = Random(text)  # noqa: S311 - nothing is kept secret by it
    expression, _ = checked(text)
    lowered, meaning = Lowering(KNOWN).of(expression), Meaning(KNOWN).of(expression)
    for _ in range(lots):
        lot = world(chance, chance.choice([0, 0.2, 0.5]))
        wanted = meaning(View(lot), {})
        for is_least in (True, False):
            document = _document(lot, is_least=is_least)
            assert not _differs(lowered, wanted, document), (lot, wanted)


def test_words_of_values_that_are_all_open_are_put_together() -> None:
    text = "first(('x' if r.ok else 'y') for r in rows if r.n > 0) == w"
    expression, _ = checked(text)
    lot = World(w="z", rows=(Row(ok=None), Row(n=1, ok=None)))
    document = _document(lot, is_least=True)
    assert document.told(Lowering(KNOWN).of(expression)) is False
    assert Meaning(KNOWN).of(expression)(View(lot), {}) is False


LOOKED_UP = """
policy: p
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
facts:
  custom.w: {one of: [a, b, c, d]}
  custom.k: {type: integer, least: 1, most: 3}
  custom.any: {type: integer}
  custom.yes: {type: boolean}
  custom.t:
    keys: [w]
    rows:
      - {w: a, to: b, n: 3, ok: true}
      - {w: b, to: c, n: 5, ok: false}
      - {w: c, to: b, n: 3, ok: true}
  custom.all:
    keys: [w]
    rows: [{w: a, to: e, n: 1}, {w: b, to: e, n: 1}, {w: c, to: e, n: 1}, {w: d, to: e, n: 1}]
  custom.of_number: {keys: [k], rows: [{k: 1, w: a, n: 2}, {k: 2, w: a, n: 4}, {k: 5, w: d, n: 6}]}
  custom.of_truth: {keys: [yes], rows: [{yes: true, w: a, n: 2}, {yes: false, w: a, n: 4}]}
  custom.of_two: {keys: [w, k], rows: [{w: a, k: 1, n: 1}, {w: a, k: 2, n: 1}, {w: b, k: 1, n: 7}]}
  custom.to: {is: "lookup(custom.t.to, custom.w)"}
  custom.further: {is: "lookup(custom.t.to, custom.to)"}
  custom.number: {is: "lookup(custom.t.n, custom.further)"}
  custom.truth: {is: "lookup(custom.t.ok, custom.to)"}
  custom.same: {is: "lookup(custom.all.to, custom.w)"}
  custom.same_number: {is: "lookup(custom.all.n, custom.w)"}
  custom.by_number: {is: "lookup(custom.of_number.n, custom.k)"}
  custom.by_any: {is: "lookup(custom.of_number.w, custom.any)"}
  custom.by_truth: {is: "lookup(custom.of_truth.w, custom.yes)"}
  custom.by_two: {is: "lookup(custom.of_two.n, custom.to, custom.k)"}
  custom.by_either: {is: "lookup(custom.t.n, custom.to if custom.yes else custom.w)"}
  custom.by_some: {is: "lookup(custom.t.to, 'a' if custom.yes else 'c')"}
  custom.by_condition: {is: "lookup(custom.of_truth.n, custom.number > 4)"}
  custom.either: {is: "lookup(custom.t.to, custom.w if custom.yes else custom.further)"}
  custom.compared: {is: custom.either == custom.to}
rules: {r: {permit: accept, when: custom.compared}}
"""


def test_what_is_looked_up_by_what_was_looked_up_means_the_same() -> None:
    catalogue = load_policy_text(LOOKED_UP).checked.catalogue
    assert catalogue.known is not None
    lowering = Lowering(catalogue.known)
    paths = [path for path in catalogue if path.startswith("custom.")]
    keys = {"w": [None, *"abd"], "k": [None, 1, 3], "yes": [None, True]}
    for values in product(*keys.values()):
        custom = dict(zip(keys, values, strict=True))
        lot = Lot.from_dict({"custom": {**custom, "any": custom["k"]}})
        document = document_of(view_of(lot, catalogue), catalogue)
        wanted = by_definition(lot, paths, catalogue)
        found = {path: document.told(lowering.fact(path)) for path in paths}
        assert found == {path: exact(each) for path, each in wanted.items()}, custom
