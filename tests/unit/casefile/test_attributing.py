"""Which change of a policy makes one lot be decided otherwise, and how it is said."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

import pytest

from disposition import Lot, Policy, load_policy_text
from disposition.casefile.replay.attribution import (
    Attribution,
    DecisionInBrief,
    differences,
    smallest,
)
from disposition.policy.compare.changes import Change
from disposition.policy.compare.mixing import Mixing
from support.checkout import ROOT
from support.trial import CASES, POLICY, lot_document

LOTS = sorted((ROOT / "examples" / "lots").glob("*.json"))
PUSHBACK = (ROOT / "rules" / "pushback.yaml").read_text(encoding="utf-8")
HOUSE = (ROOT / "rules" / "failed-inspection.yaml").read_text(encoding="utf-8")


def policy(*replacements: tuple[str, str], text: str = POLICY) -> Policy:
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return load_policy_text(text)


def lot(case: str = "decided") -> Lot:
    return Lot.from_dict(lot_document(CASES[case]))


def attributed(*replacements: tuple[str, str], case: str = "decided") -> Attribution:
    """Return what makes the difference, having tried that it does, and no part of it."""
    before, after = policy(), policy(*replacements)
    found = differences(before, after, lot(case))
    assert decided(before, lot(case)) == found.before
    assert decided(after, lot(case)) == found.after
    assert_smallest(before, after, found.changes, case)
    return found


def assert_smallest(before: Policy, after: Policy, found: Collection[Change], case: str) -> None:
    """Try that some changes make the difference, and no part of them does."""
    mixing = Mixing(before.checked, after.checked)
    assert explains(mixing, after, found, case)
    for change in found:
        assert not explains(mixing, after, [each for each in found if each != change], case)


def explains(mixing: Mixing, after: Policy, chosen: Collection[Change], case: str) -> bool:
    for also in (False, True):
        wanted = [each for each in mixing.changes if each in chosen or (also and not each.alters)]
        made = mixing.policy(wanted)
        if made is not None:
            return decided(Policy(made), lot(case)) == decided(after, lot(case))
    return False


def decided(policy: Policy, lot: Lot) -> DecisionInBrief:
    decision = policy.decide(lot, engine="compiled")
    codes = {each.do for each in decision.obligations}
    return DecisionInBrief(decision.outcome, decision.status, tuple(sorted(codes)))


# --- one change -----------------------------------------------------------------------------------

NOISE = (
    ("version: 1.0.0", "version: 1.1.0"),
    ("because: nothing else is left", "because: nothing is left"),
    ("value: 2.5", "value: 2.4"),
    ("when: defects.major.found > 0\n    because: money", "when: true\n    because: money"),
)
FORBID = "rules:\n  no-rework: {forbid: rework, when: lot.quantity > 9, because: b, source: s}\n"
REWORK = """\
  time-to-rework:
    permit: [rework]
    when: contract.rework.allowed and shipment.slack_days >= 0
    because: "the contract allows it and {shipment.slack_days} days remain"
    source: contract
    clause: contract.rework.clause
"""
ORDER = "  rework:             {title: Rework and inspect again,      ships: none}\n"
ANEW = "  replacement:        {title: Have it made anew,             ships: none}\n"

ONE = [
    (
        (("rules:\n", FORBID),),
        "decided",
        "`rework` became `replacement` because the rule `no-rework` was added",
    ),
    (
        ((REWORK, ""),),
        "decided",
        "`rework` became `replacement` because the rule `time-to-rework` was removed",
    ),
    (
        (("slack_days >= 0\n", "slack_days >= 90 or shipment.slack_days == 1\n"),),
        "decided",
        "`rework` became `replacement` because the rule `time-to-rework` was changed",
    ),
    (
        (("quantity <= 10000", "quantity <= 20000"),),
        "no-rule",
        (
            "`hold` stays, now `withheld` and not `no_rule`, because the rule "
            "`make-anew` changed from `permit [replacement] when lot.quantity <= 10000` to "
            "`permit [replacement] when lot.quantity <= 20000`"
        ),
    ),
    (
        (("lot.quantity < 5000", "lot.quantity < 9500"),),
        "withheld",
        (
            "`hold` became `replacement` (`withheld` became `decided`) because the invariant "
            "`big-lots-are-not-made-anew` changed from `outcome != 'replacement' or lot.quantity < "
            "5000` to `outcome != 'replacement' or lot.quantity < 9500`"
        ),
    ),
    (
        (("otherwise: hold", "otherwise: wait"),),
        "no-rule",
        "`hold` became `wait` because what is done otherwise changed from `hold` to `wait`",
    ),
    (
        ((ORDER + ANEW, ANEW + ORDER),),
        "decided",
        "`rework` became `replacement` because the outcomes were changed",
    ),
    (
        (("{do: call_the_buyer}", "{do: write_to_the_buyer}"),),
        "decided",
        (
            "`rework` stays, with `write_to_the_buyer` and without `call_the_buyer`, "
            "because the rule `urgent-call` changed from `require [call_the_buyer] when "
            "shipment.urgency in ['high', 'critical']` to `require [write_to_the_buyer] when "
            "shipment.urgency in ['high', 'critical']`"
        ),
    ),
]


@pytest.mark.parametrize(("replacements", "case", "said"), ONE)
@pytest.mark.parametrize("noise", [(), NOISE], ids=["alone", "among others"])
def test_one_change_makes_the_difference(
    replacements: tuple[tuple[str, str], ...],
    case: str,
    said: str,
    noise: tuple[tuple[str, str], ...],
) -> None:
    found = attributed(*replacements, *noise, case=case)
    assert len(found.changes) == 1
    assert found.says() == said


def test_a_parameter_of_the_house_rules_makes_the_difference() -> None:
    changes = ("value: 2.0\n    unit: percent", "value: 1.0\n    unit: percent"), ("1.0.0", "1.1.0")
    document = (ROOT / "examples" / "lots" / "textile-pullovers.json").read_text(encoding="utf-8")
    found = differences(
        policy(text=HOUSE), policy(*changes, text=HOUSE), Lot.from_dict(json.loads(document))
    )
    assert found.says() == (
        "`concession` became `rework` because the parameter `concession_limit` changed from "
        "`2.0 percent` to `1.0 percent`"
    )


# --- several changes ------------------------------------------------------------------------------

DEFINED = (
    ("parameters:\n", "parameters:\n  most: 9\n"),
    ("define:\n", "define:\n  big: lot.quantity > most\n  huge: lot.quantity > 99999\n"),
    (
        "rules:\n",
        "rules:\n  no-rework: {forbid: rework, when: big, because: '{most}', source: s}\n",
    ),
)


def test_what_a_rule_reads_is_part_of_the_explanation() -> None:
    found = attributed(*DEFINED, *NOISE)
    assert found.says() == (
        "`rework` became `replacement` because the parameter `most` was added, the definition "
        "`big` was added and the rule `no-rework` was added"
    )


def test_words_are_changed_along_where_a_change_needs_them() -> None:
    """The reason shows a parameter that no condition reads."""
    found = attributed(
        ("parameters:\n", "parameters:\n  shown: 1\n"),
        ("rules:\n", FORBID.replace("because: b", "because: '{shown}'")),
        *NOISE,
    )
    assert [change.name for change in found.changes] == ["no-rework"]
    assert found.among == 3


BOTH = (
    ("slack_days >= 0\n", "slack_days >= 90 or shipment.slack_days == 1\n"),
    ("quantity <= 10000", "quantity <= 100"),
)


def test_when_only_all_changes_together_do_it_that_is_said() -> None:
    found = attributed(*BOTH)
    assert (len(found.changes), found.among) == (2, 2)
    assert found.says() == (
        "`rework` became `hold` (`decided` became `no_rule`); no part of the 2 changes was found "
        "that does this without the others: the rule `make-anew` changed from `permit "
        "[replacement] when lot.quantity <= 10000` to `permit [replacement] when lot.quantity <= "
        "100` and the rule `time-to-rework` was changed"
    )


def test_of_several_explanations_the_smallest_is_taken() -> None:
    """A rule and its definition do it together; another rule does it alone."""
    found = attributed(
        *DEFINED[:2], (DEFINED[2][0], DEFINED[2][1] + FORBID[7:].replace("no-", "a-"))
    )
    assert [change.name for change in found.changes] == ["a-rework"]


@pytest.mark.parametrize("count", [3, 12, 40])
def test_many_changes_that_do_it_only_together(count: int) -> None:
    """Rules that are each enough to forbid rework are all there before, and all gone after."""
    rules = "".join(
        f"  n{number}: {{forbid: rework, when: lot.quantity > {number}, because: b, source: s}}\n"
        for number in range(count)
    )
    before, after = policy(("rules:\n", "rules:\n" + rules)), policy(*NOISE)
    found = differences(before, after, lot())
    assert len(found.changes) == count
    assert found.among == count + 2
    assert {change.what for change in found.changes} == {"removed"}


# --- no difference --------------------------------------------------------------------------------


def test_the_same_policy_makes_no_difference() -> None:
    found = differences(policy(), policy(("2.5", "2.5")), lot())
    assert found.changes == ()
    assert found.says() == (
        f"nothing differs: both are the policy `trial` 1.0.0 ({policy().digest[:19]}…), which "
        "decides `rework`"
    )


def test_policies_that_decide_alike_are_said_to() -> None:
    found = differences(policy(), policy(*NOISE), lot())
    assert (found.changes, found.before) == ((), found.after)
    assert found.says() == "both decide `rework` alike, though the policies differ"


def test_policies_of_two_names_are_said_to_be_two() -> None:
    found = attributed(("policy: trial", "policy: other"), ("rules:\n", FORBID))
    assert found.says() == (
        "`trial` and `other` are two policies: `rework` became `replacement` because the rule "
        "`no-rework` was added"
    )
    alike = differences(policy(), policy(("policy: trial", "policy: other")), lot())
    assert alike.says() == (
        "`trial` and `other` are two policies: both decide `rework` alike, though the policies "
        "differ"
    )


def test_entirely_different_policies_are_compared_as_well() -> None:
    before, after = policy(), policy(text=PUSHBACK)
    found = differences(before, after, lot())
    assert found.among > 60
    assert_smallest(before, after, found.changes, "decided")


# --- what is compared -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", LOTS, ids=lambda path: path.stem)
def test_what_is_compared_is_what_is_decided(path: Path) -> None:
    given = Lot.from_dict(json.loads(path.read_text(encoding="utf-8")))
    for each in (policy(text=HOUSE), policy()):
        found = differences(each, each, given)
        assert found.before == found.after == decided(each, given)


# --- taking away ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("things", "needed"),
    [
        ("abcdefgh", "a"),
        ("abcdefgh", "dh"),
        ("abcdefgh", "ceg"),
        ("abcdefghijklmnopqrstuvwxyzABCDEFG", "afmzG"),
        ("abcdefghijklmnopqrstuvwxyzABCDEFG", "abcdefghijklmnopqrstuvwxyzABCDEFG"),
        ("ab", "ab"),
    ],
)
def test_a_part_that_does_what_all_do(things: str, needed: str) -> None:
    assert smallest(things, lambda part: set(needed) <= set(part)) == tuple(needed)


def test_nothing_left_can_be_taken_away_though_more_might_help() -> None:
    """`x` spoils it, but not beside `y`."""

    def does(part: tuple[str, ...]) -> bool:
        return set("afk") <= set(part) and ("x" not in part or "y" in part)

    found = smallest("abcdefghijkxlmnopqrstuvwy", does)
    assert does(found)
    assert not any(does(tuple(each for each in found if each != one)) for one in found)
