"""Laws of facts that policies declare of their own, over drawn sections `custom`."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from disposition import Policy, load_policy_text
from disposition.facts import Lot, observe
from disposition.facts.observation import view_of
from disposition.policy.format.flattening import flat_text
from disposition.testing.strategies import documents, facts, quick
from disposition.testing.strategies.own_facts import custom_sections
from support.engines import ENGINES_HERE
from support.observing import by_definition
from support.shipped import POLICY

GIVEN = """
facts:
  custom.flag: {type: boolean}
  custom.kind: {one of: [small, large, huge]}
  custom.size: {type: integer, least: 1, most: 9}
  custom.ph: {type: decimal, least: 6.5, most: 8.5}
  custom.offset: {type: integer, unit: mm}
  custom.note: {type: text}
  custom.made.on: {type: date}
  custom.items:
    list:
      weight: {type: decimal, unit: kg, least: 0}
      kind: {one of: [a, b]}
      good: {type: boolean}
      parts: {list: {units: {type: integer, unit: units, least: 0}}}
"""
DEFINED = {
    "sum": "sum(i.weight for i in custom.items if i.kind == 'a')",
    "count": "count(i for i in custom.items if not i.good)",
    "any": "any(i.weight > 2 for i in custom.items if i.good)",
    "all": "all(i.kind == 'b' or i.good for i in custom.items)",
    "most": "max(i.weight for i in custom.items)",
    "first": "first(i.kind for i in custom.items if i.good)",
    "nested": "sum(p.units for i in custom.items if i.good for p in i.parts)",
    "chosen": "custom.size if custom.flag else custom.offset",
    "share": "percent(custom.count, custom.size)",
    "both": "min(custom.size, custom.count) + custom.offset",
    "late": "as_of - custom.made.on",
    "word": "'much' if custom.sum > 10 else 'some' if custom.sum > 0 else 'none'",
    "joined": "count(i for i in custom.items if i.weight > custom.ph)",
}
CONDITIONS = (
    "custom.sum > 2 or custom.any",
    "custom.all and custom.kind in ['small', 'large']",
    "custom.most <= 10 and custom.chosen > custom.both",
    "custom.first == 'a' or custom.nested > 2",
    "custom.word != 'none' and custom.share < 50",
    "custom.late > 3 or custom.joined > 0",
    "custom.note == 'x' or custom.count is unknown",
    "sum(i.weight for i in custom.items) > 2 * custom.size",
    "(custom.offset if custom.flag else 3) > 2",
)


def _text() -> str:
    defined = "".join(f'  custom.{name}: {{is: "{body}"}}\n' for name, body in DEFINED.items())
    rules = "".join(
        f"  r{at}:\n    {'permit' if at % 2 else 'forbid'}: [{'accept' if at % 3 else 'rework'}]\n"
        f'    when: "{each}"\n    because: "{{custom.sum}}"\n    source: us\n'
        for at, each in enumerate(CONDITIONS)
    )
    return (
        "policy: own\nversion: 1.0.0\noutcomes: {accept: {ships: all}, rework: {ships: none}}\n"
        f"otherwise: hold\n{GIVEN}{defined}rules:\n{rules}"
    )


@cache
def policy() -> Policy:
    return load_policy_text(_text())


SECTIONS = quick.drawn(custom_sections(policy().checked))
WHOLE = quick.drawn(custom_sections(policy().checked, complete=True))
FACTS = [f"custom.{name}" for name in DEFINED]


def lot(custom: Any, **more: Any) -> Lot:
    return Lot.from_dict({"as_of": "2026-11-20", "custom": custom, **more})


@given(SECTIONS)
def test_engines_agree_with_the_definition(custom: Any) -> None:
    texts = {policy().decide(lot(custom), engine=engine).to_json() for engine in ENGINES_HERE}
    assert len(texts) == 1


@given(SECTIONS)
def test_facts_are_gathered_as_they_are_observed(custom: Any) -> None:
    catalogue = policy().checked.catalogue
    gathered = gathering()(view_of(lot(custom), catalogue), {})
    assert gathered == by_definition(lot(custom), FACTS, catalogue)


@cache
def gathering() -> Any:
    return policy().checked.catalogue.gathering(FACTS)


@given(SECTIONS)
def test_what_is_not_declared_changes_nothing(custom: Any) -> None:
    def strewn(data: Any) -> Any:
        if isinstance(data, dict):
            return {
                **{key: strewn(each) for key, each in data.items()},
                "zz": [{"y": 1}],
                "ab": None,
            }
        return [strewn(each) for each in data] if isinstance(data, list) else data

    assert policy().decide(lot(strewn(custom))).to_json() == policy().decide(lot(custom)).to_json()


@settings(max_examples=10)
@given(SECTIONS)
def test_a_policy_that_declares_nothing_reads_nothing(custom: Any) -> None:
    assert POLICY.decide(lot(custom)).to_json() == undecided()


@cache
def undecided() -> str:
    return POLICY.decide(Lot.from_dict({"as_of": "2026-11-20"})).to_json()


@given(WHOLE, st.data())
def test_what_is_known_stays_whatever_else_becomes_known(custom: Any, data: st.DataObject) -> None:
    def thinned(part: Any) -> Any:
        if isinstance(part, dict):
            kept = {key: each for key, each in part.items() if not data.draw(LEFT_OUT)}
            return {key: thinned(each) for key, each in kept.items()}
        return [thinned(each) for each in part] if isinstance(part, list) else part

    less, more = (
        observe(lot(each), FACTS, policy().checked.catalogue) for each in (thinned(custom), custom)
    )
    for path, value in less.items():
        assert value is None or value == more[path], path


LEFT_OUT = st.sampled_from([False, False, False, False, True])


@given(WHOLE)
def test_what_stands_in_the_document_is_known(custom: Any) -> None:
    known = observe(lot(custom), FACTS, policy().checked.catalogue)
    open_ = {path for path, value in known.items() if value is None}
    # No item, no largest and no first; nothing of nothing is no share.
    assert open_ <= {"custom.most", "custom.first"}


@given(SECTIONS)
def test_a_policy_means_the_same_as_one_file(custom: Any) -> None:
    assert flat().digest == policy().digest
    assert flat().decide(lot(custom)).to_json() == policy().decide(lot(custom)).to_json()


@cache
def flat() -> Policy:
    return load_policy_text(flat_text(policy().checked))


@settings(max_examples=10)
@given(documents(policy(), complete=True), facts(policy()))
def test_strategies_draw_what_the_policy_declares(document: dict[str, Any], flat: Any) -> None:
    policy().decide(Lot.from_dict(document))
    policy().decide(flat)
    assert document["custom"].keys() >= {"flag", "kind", "size", "items"}
