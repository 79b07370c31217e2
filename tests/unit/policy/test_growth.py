"""Large policies: what is compared with everything else is bounded, and equal rules are found."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from disposition import Lot, Policy, errors, load_policy_text
from disposition.analysis.terms import LoweredFacts
from disposition.engines.lowered import LoweredConditions
from disposition.facts import CATALOGUE
from disposition.policy import PolicyError, load_checked_text

HEAD = """\
policy: big
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
"""


def _rules(number: int, when: Callable[[int], str]) -> str:
    lines = [
        f"  r{at}: {{permit: accept, when: {json.dumps(when(at))}, because: so, source: us}}"
        for at in range(number)
    ]
    return "\n".join(["rules:", *lines]) + "\n"


def test_rules_over_long_chains_of_definitions_are_equal_in_any_order() -> None:
    chain = ['  a0: "lot.quantity != 30"', '  b0: "lot.quantity != 30"']
    for at in range(1, 25):
        now = f"lot.quantity != {at}"
        chain += [
            f'  a{at}: "{now} and (a{at - 1} or lot.regulated)"',
            f'  b{at}: "(lot.regulated or b{at - 1}) and {now}"',
        ]
    text = "\n".join([HEAD + "define:", *chain]) + "\n" + _rules(2, lambda at: f"{'ab'[at]}24")
    policy = load_policy_text(text)
    assert [each.code for each in policy.warnings] == ["W710"]


@pytest.mark.parametrize("section", ["parameters", "define"])
def test_a_name_is_looked_for_among_a_bounded_number(
    section: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[int] = []
    close = difflib.get_close_matches

    def counting(word: str, known: Any, **named: Any) -> Any:
        compared.append(len(known))
        return close(word, known, **named)

    monkeypatch.setattr(difflib, "get_close_matches", counting)
    names = "".join(f"  limit_{at}: {at}\n" for at in range(1_000))
    text = f"{HEAD}{section}:\n{names}" + _rules(3, lambda at: f"lot.quantity > limt_{at}")
    with pytest.raises(PolicyError) as refused:
        load_checked_text(text, CATALOGUE)
    assert refused.value.diagnostics[0].hint == "did you mean `limit_0`?"
    assert max(compared) <= len(CATALOGUE) + errors.MOST_SUGGESTED_FROM


LEVELS = 14
"""Facts on one another; one look too many at each of them is made 16,000 times."""

BEGUN = "custom.a", "custom.b"


def _twice(
    one: str, other: str, given: str, begun: tuple[str, str] = BEGUN, levels: int = LEVELS
) -> Policy:
    """Return a policy with facts of which each reads the two before it, which read the same two."""
    facts = [f"custom.a: {{type: {given}}}", f"custom.b: {{type: {given}}}"]
    facts += [f"custom.x{at}: {{type: boolean}}" for at in range(1, levels)]
    facts += [
        f"custom.{name}0: {{is: {json.dumps(of)}}}" for name, of in zip("cd", begun, strict=True)
    ]
    for at in range(1, levels):
        names = {"c": f"custom.c{at - 1}", "d": f"custom.d{at - 1}", "x": f"custom.x{at}"}
        facts += [
            f"custom.{name}{at}: {{is: {json.dumps(of.format(**names))}}}"
            for name, of in (("c", one), ("d", other))
        ]
    facts.append(f"custom.alike: {{is: custom.c{levels - 1} == custom.d{levels - 1}}}")
    lines = "".join(f"  {each}\n" for each in facts)
    return load_policy_text(f"{HEAD}facts:\n{lines}{_rules(1, lambda _: 'custom.alike')}")


SUMS = ("{c} + {d}", "{c} - {d}", "integer")
TRUTHS = ("{c} and {x} or {d}", "{d} or not {c} and {x}", "boolean")
TEXTS = ("{c} if {x} else {d}", "{d} if {x} else {c}", "text")
WORDS = (*TEXTS, ("'u' if custom.x1 else 'v'", "'v' if custom.x1 else 'w'"))


def _calls_in(work: Callable[[], object]) -> int:
    """Return how many functions of Python are called by some work."""
    called = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal called
        called += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return called


@pytest.mark.parametrize(("shape", "value"), [(SUMS, 1), (TRUTHS, True), (TEXTS, "u")])
@pytest.mark.parametrize("is_told", [True, False])
def test_facts_that_read_the_same_facts_read_them_once(
    shape: tuple[str, str, str], value: object, is_told: bool
) -> None:
    """From the ninth lot on, each further fact took twice as long: of 30, minutes for each lot."""
    policy = _twice(*shape)
    lot = Lot.from_dict({"custom": {"a": value, "b": value} if is_told else {}})
    first = [policy.decide(lot, engine="compiled").outcome for _ in range(12)]
    assert _calls_in(lambda: policy.decide(lot, engine="compiled").outcome) < 2_000
    assert {*first} == {policy.decide(lot, engine="reference").outcome}


@pytest.mark.parametrize("shape", [SUMS, TEXTS, WORDS], ids=["sums", "texts", "words"])
def test_what_facts_can_be_is_looked_at_once(shape: tuple[str, str, str]) -> None:
    """To prove something took twice as long with each further fact."""
    policy = _twice(*shape).checked
    lowered = LoweredFacts(policy.catalogue)
    assert _calls_in(lambda: lowered.asks("custom.alike")) < 2_000
    few = _twice(*shape, levels=9).checked  # each text may be any of those before it
    conditions = LoweredConditions(few, LoweredFacts(few.catalogue))
    assert _calls_in(lambda: conditions.truth(few.conditions[0])) < 200_000
