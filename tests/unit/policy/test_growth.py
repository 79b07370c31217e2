"""Large policies: what is compared with everything else is bounded, and equal rules are found."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from typing import Any

import pytest

from disposition import errors, load_policy_text
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
