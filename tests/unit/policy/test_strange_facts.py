"""Facts of one's own at the edges: no value, no row, no end, and the same from the first lot on."""

from __future__ import annotations

from typing import Any

import pytest

from disposition import Decision, Lot, load_policy_text
from disposition.policy import PolicyError

FACTS = """\
facts:
  custom.a: {type: integer}
  custom.b: {type: boolean}
  custom.d: {type: date}
  custom.p: {type: decimal, most: 5}
  custom.w: {one of: [aa, cc]}
  custom.z: {type: decimal}
  custom.q: {list: {n: {type: integer}, f: {type: boolean}}}
  custom.t: {keys: [k], rows: [{k: aa, num: 5}]}
"""
MANY = 12  # from the ninth lot on, what is generated answers


def _decision(definition: str, custom: dict[str, Any], when: str = "custom.y") -> Decision:
    policy = load_policy_text(
        "policy: p\nversion: 1.0.0\noutcomes: {accept: {ships: all}}\notherwise: hold\n"
        f"{FACTS}  custom.y: {{is: '{definition}'}}\n"
        f"rules:\n  r: {{permit: accept, when: '{when}'}}\n"
        "  v: {require: {do: tell, values: {v: custom.y}}, when: true}\n"
    )
    lot = Lot.from_dict({"custom": custom})
    found = [policy.decide(lot, engine="compiled") for _ in range(MANY)]
    assert len({each.to_json() for each in found}) == 1
    assert Decision.from_dict(found[0].to_dict()) == found[0]
    return found[0]


@pytest.mark.parametrize(
    ("definition", "custom", "value"),
    [
        ("(3 if custom.b else unknown) + 1", {"b": True}, 4),
        ("(custom.d if custom.b else unknown) + 1", {"b": True, "d": "2026-11-20"}, "2026-11-21"),
        ("0 * custom.z", {"z": "-1"}, "0"),
        ("custom.d + custom.a", {"d": "2026-11-20", "a": 99_999_999}, None),
        ("custom.a * custom.a * custom.a", {"a": 99_999_999_999}, None),
        ("custom.z / 3", {"z": "999999999999999"}, "333333333333333"),
    ],
)
def test_values_are_the_same_from_the_first_lot_on(
    definition: str, custom: dict[str, Any], value: object
) -> None:
    (told,) = _decision(definition, custom, "custom.y is known").to_dict()["obligations"]
    assert told["values"]["v"]["value"] == value


@pytest.mark.parametrize(
    ("definition", "custom", "learnt"),
    [
        ("lookup(custom.t.num, custom.w) > 3", {}, {"w": "cc"}),
        ("max(lookup(custom.t.num, custom.w), 6) == 6", {}, {"w": "cc"}),
        ("percent(custom.z, 3) >= 0", {}, {"z": "-3"}),
        (
            "0 * sum(percent(x.n, custom.z) for x in custom.q) == 0",
            {"z": "0"},
            {"z": "0", "q": [{"n": 1}]},
        ),
        (
            "sum(0 * (3 if custom.b else unknown) for x in custom.q if x.f) == 0",
            {"q": [{}], "b": False},
            {"q": [{"f": True}], "b": False},
        ),
    ],
)
def test_nothing_is_known_that_learning_would_take_back(
    definition: str, custom: dict[str, Any], learnt: dict[str, Any]
) -> None:
    assert _decision(definition, custom).status == "needs_information"
    assert _decision(definition, learnt).status != "decided"


def test_bounds_with_one_end_go_through_products() -> None:
    assert _decision("custom.p * 2 <= 10 and custom.p / 10 <= 1", {}).outcome == "accept"
    assert _decision("custom.p * -1 >= -5", {}).outcome == "accept"


def test_a_chain_of_squares_ends() -> None:
    chain = "".join(
        f"  custom.f{at}: {{is: custom.f{at - 1} * custom.f{at - 1}}}\n" for at in range(1, 40)
    )
    policy = load_policy_text(
        "policy: p\nversion: 1.0.0\noutcomes: {accept: {ships: all}}\notherwise: hold\n"
        f"facts:\n  custom.f0: {{type: integer}}\n{chain}"
        "rules: {r: {permit: accept, when: custom.f39 > 3}}\n"
    )
    for _ in range(MANY):
        decision = policy.decide(Lot.from_dict({"custom": {"f0": 7}}), engine="compiled")
    assert decision.status == "needs_information"


@pytest.mark.parametrize(
    ("entry", "code", "message"),
    [
        ("custom.x_{s}_{t}: {for: {s: [WORDS], t: [WORDS]}, is: custom.a}", "S313", "`for` makes"),
        ("custom.x_{s}: {for: {s: []}, is: custom.a}", "S313", "`for` makes 0 facts"),
        ("custom.x: {keys: [k], rows: []}", "S313", "`rows` names nothing"),
        ("custom.x: {keys: [], rows: [{k: 1, v: 2}]}", "S313", "`keys` names nothing"),
    ],
)
def test_entries_without_end_or_content_are_refused(entry: str, code: str, message: str) -> None:
    words = ", ".join(f"w{at}" for at in range(60))
    text = (
        "policy: p\nversion: 1.0.0\noutcomes: {accept: {ships: all}}\notherwise: hold\n"
        f"{FACTS}  {entry.replace('WORDS', words)}\nrules: {{r: {{permit: accept, when: true}}}}\n"
    )
    with pytest.raises(PolicyError) as raised:
        load_policy_text(text)
    first = raised.value.diagnostics[0]
    assert (first.code, first.message.startswith(message)) == (code, True), first


def test_a_text_is_not_one_of_some_words_by_saying_so() -> None:
    text = (
        "policy: p\nversion: 1.0.0\noutcomes: {accept: {ships: all}}\notherwise: hold\n"
        "facts: {custom.s: {type: text}, custom.x: {is: custom.s, one of: [aa]}}\n"
        "rules: {r: {permit: accept, when: true}}\n"
    )
    with pytest.raises(PolicyError, match="lists words but is any text"):
        load_policy_text(text)


FOREIGN = """\
policy: p
version: 1.0.0
outcomes: {pass: {ships: all}, return: {ships: none}}
otherwise: raise
facts:
  custom.class: {one of: [a, b]}
  custom.import.from: {type: text}
  custom.lines: {list: {pass: {type: boolean}, try.with: {type: integer, least: 0}}}
  custom.lambda: {keys: [class], rows: [{class: a, yield: 3}, {class: b, yield: 4}]}
  custom.del: {is: count(p for p in custom.lines if not p.pass)}
  custom.yield: {is: "lookup(custom.lambda.yield, custom.class)"}
  custom.async: {is: sum(p.try.with for p in custom.lines) + custom.yield}
  custom.known_ones: {is: count(p for p in custom.lines if p.pass is known)}
rules:
  good: {permit: pass, when: custom.del == 0 and custom.async <= 5}
  back: {permit: return, when: "custom.import.from == 'x' or custom.known_ones > 1"}
  tell: {require: {do: tell, values: {class: custom.class, from: custom.async}}, when: true}
"""


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_facts_and_outcomes_may_be_called_as_words_of_python(engine: str) -> None:
    policy = load_policy_text(FOREIGN)
    lines = [{"pass": True, "try": {"with": 1}}, {"pass": False}]
    for custom, outcome, value in [
        ({"class": "a", "lines": lines[:1]}, "pass", 4),
        ({"class": "b", "lines": lines[:1] * 2, "import": {"from": "x"}}, "return", 6),
        ({"class": "b", "lines": lines}, "return", None),
        ({"class": "b", "lines": [{}]}, "raise", None),
    ]:
        for _ in range(MANY):
            decision = policy.decide(Lot.from_dict({"custom": custom}), engine=engine)
            assert decision.outcome == outcome
            (told,) = decision.to_dict()["obligations"]
            assert told["values"]["from"]["value"] == value
