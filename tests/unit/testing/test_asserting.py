"""`assert_decision`: passes on what is so, and tells the whole decision when it fails."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from disposition.testing import assert_decision
from support.golden import Golden
from support.trial import CASES, decided


@pytest.mark.parametrize("name", CASES)
def test_what_a_decision_says_can_be_asserted(name: str) -> None:
    decision = decided(name)
    assert_decision(
        decision,
        outcome=decision.outcome,
        status=decision.status,
        ships=decision.ships,
        reasons=[each.rule for each in decision.reasons],
        ruled_out={
            each.outcome: [rule.rule for rule in each.forbidden_by] for each in decision.ruled_out
        },
        obligations=[each.do for each in decision.obligations if each.applies == "yes"],
        may_apply=[each.do for each in decision.obligations if each.applies == "maybe"],
        missing=[each.fact for each in decision.missing],
        values={
            each.do: {name: held.value for name, held in each.values.items()}
            for each in decision.obligations
            if each.values
        },
    )


@pytest.mark.parametrize(
    "expected",
    [
        {"outcome": "accept"},
        {"status": "no_rule"},
        {"ships": "all"},
        {"reasons": ["within-plan"]},
        {"not_reasons": ["time-to-rework"]},
        {"ruled_out": {"rework": []}},
        {"obligations": ["celebrate"]},
        {"not_obligations": ["reinspect"]},
        {"may_apply": ["celebrate"]},
        {"required_by": {"reinspect": ["nobody"]}},
        {"due": {"celebrate": None}},
        {"missing": ["as_of"]},
        {"values": {"give_notice": {"units": 8}}},
        {"values": {"give_notice": {"unit": 9}}},
        {"values": {"reinspect": {"units": 9}}},
        {"values": {"give_notice": {"many": 1}}},
        {"values": {"give_notice": {"urgency": None}}},
    ],
    ids=lambda expected: next(iter(expected)),
)
def test_each_difference_fails(expected: dict[str, Any]) -> None:
    with pytest.raises(AssertionError, match=f"^{next(iter(expected)).removeprefix('not_')}"):
        assert_decision(decided("decided"), **expected)


def test_a_failure_tells_the_decision(golden: Golden) -> None:
    with pytest.raises(AssertionError) as caught:
        assert_decision(decided("decided"), outcome="accept", reasons=["within-plan"])
    golden(f"{caught.value}\n", "cases/assert-decision.txt")


def test_values_can_be_asserted_as_documents_write_them() -> None:
    written = {"third": "1066.66666666667", "found_on": "2026-11-18", "units": 9}
    assert_decision(decided("decided"), values={"give_notice": written})


def test_a_float_is_no_value() -> None:
    with pytest.raises(TypeError, match=r"write `Decimal\('0.1'\)`"):
        assert_decision(decided("decided"), values={"give_notice": {"third": 0.1}})


def test_a_text_is_no_list() -> None:
    with pytest.raises(TypeError, match=r"`reasons` is a list: write `\['a'\]`"):
        assert_decision(decided("decided"), reasons="a")


def test_hypothesis_is_not_loaded_by_it() -> None:
    code = "import sys, disposition.testing; sys.exit('hypothesis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
