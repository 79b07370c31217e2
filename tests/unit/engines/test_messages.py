"""What the native engine is sent of a lot: what no rule can need is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from disposition.engines import make_engine
from disposition.language.types import Value
from support.engines import answers, policy_of

# Without durable_rules it cannot be imported; `test_making` says where it must be there.
native = pytest.importorskip("disposition.engines.native", exc_type=ImportError)


@pytest.mark.parametrize(
    ("when", "facts", "holds", "sent"),
    [
        # all is known: one message, with each fact that matters
        ("count.a > 3", {"count.a": 5}, True, ["v"]),
        ("count.a > 3 or flag.a", {"count.a": 5, "flag.a": True}, True, ["vv"]),
        # a flag that no rule asks to be false is told where it is true
        ("count.a > 3 or flag.a", {"count.a": 5, "flag.a": False}, True, ["v"]),
        ("not flag.a", {"flag.a": False}, True, ["v"]),
        ("flag.a", {"flag.a": False}, False, []),
        # nor is a text that none names, unless a rule asks for any other
        ('text.a == "x"', {"text.a": "y"}, False, []),
        ('text.a != "x"', {"text.a": "y"}, True, ["v"]),
        # what is true anyway is not asked again
        ("count.a > 3 or flag.a", {"count.a": 5}, True, ["v"]),
        # what is not gets its second question
        ("count.a > 3 or flag.a", {"count.a": 2}, None, ["v", "vua"]),
        ("count.a > 3 and flag.a", {"count.a": 2}, False, ["v", "vua"]),
        # whether it is known is only told to who asks
        ("flag.a or count.a is known", {"count.a": 2}, True, ["k"]),
    ],
)
def test_what_is_sent(
    monkeypatch: pytest.MonkeyPatch,
    when: str,
    facts: Mapping[str, Value],
    holds: bool | None,
    sent: list[str],
) -> None:
    messages: list[str] = []
    fire = native.Ruleset.fire

    def listening(ruleset: object, fields: str) -> list[str]:
        messages.append(fields)
        return fire(ruleset, fields)

    monkeypatch.setattr(native.Ruleset, "fire", listening)
    policy = policy_of(when)
    assert answers(make_engine("durable", policy), policy, facts) == [holds]
    assert ["".join(re.findall(r'"([a-z])\d', each)) for each in messages] == sent


def test_only_open_conditions_are_asked_whether_they_may_hold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The others are settled: true for sure, or of known facts alone."""
    fired: list[int] = []
    fire = native.Ruleset.fire

    def counting(ruleset: object, fields: str) -> list[str]:
        found = fire(ruleset, fields)
        fired.append(len(found))
        return found

    monkeypatch.setattr(native.Ruleset, "fire", counting)
    policy = policy_of(
        "count.a > 3", "count.a > 3 or flag.a", "count.a > 4", "flag.a", "count.b > 1"
    )
    facts = {"count.a": 5, "count.b": 1}
    assert answers(make_engine("durable", policy), policy, facts) == [True, True, True, None, False]
    assert fired == [3, 1]
