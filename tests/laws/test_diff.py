"""What a change is said to do is what it does to lots, whichever way it is looked at."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disposition import Lot, Policy, load_policy_text
from disposition.analysis.decided_lot import Looking
from disposition.analysis.diff.moves import ChangeVerdict, Difference, Strictness, difference

FACTS = ("shipment.rework_days", "shipment.reinspection_days")
VALUES = (None, 0, 4, 5, 6, 9, 10, 11)
LIMITS = (5, 10)
OUTCOMES = {"accept": "all", "sort": "part", "rework": "none"}


def random_policy(chance: Random) -> str:
    rules = []
    for number in range(chance.randint(1, 4)):
        effect = chance.choice(["permit", "permit", "forbid"])
        outcome = chance.choice([*OUTCOMES])
        parts = [
            f"{chance.choice(FACTS)} {chance.choice(['<', '<=', '>', '>=', '=='])} "
            f"{chance.choice(LIMITS)}"
            for _ in range(chance.randint(1, 2))
        ]
        when = f" {chance.choice(['and', 'or'])} ".join(parts)
        rules.append(f"  r{number}: {{{effect}: [{outcome}], when: {when}, because: x}}")
    outcomes = [f"  {name}: {{title: T, ships: {ships}}}" for name, ships in OUTCOMES.items()]
    head = ["policy: random", "version: 1.0.0", "otherwise: hold", "outcomes:"]
    return "\n".join([*head, *outcomes, "rules:", *rules])


def document(values: tuple[int | None, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path, value in zip(FACTS, values, strict=True):
        section, _, key = path.partition(".")
        if value is not None:
            found.setdefault(section, {})[key] = value
    return found


LOTS = [document(values) for values in product(VALUES, repeat=len(FACTS))]


def ended(policy: Policy) -> list[str]:
    looking = Looking(policy)
    seen = [looking.at(each) for each in LOTS]
    return [each.conclusion.outcome if each.is_decided else "" for each in seen]


def ways(found: Difference) -> set[tuple[str, str]]:
    return {(move.before, move.after) for move in found.moves}


@settings(max_examples=20)
@given(st.integers(0, 2**32))
def test_every_way_in_which_a_lot_moves_is_told_and_no_other(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - nothing is kept secret by it
    old, new = (load_policy_text(random_policy(chance)) for _ in range(2))
    found = difference(old, new)
    assert not found.open_moves
    # The grid has a value on, below and above each limit: it shows all that there is.
    moved = {pair for pair in zip(ended(old), ended(new), strict=True) if pair[0] != pair[1]}
    assert ways(found) == moved
    back = difference(new, old)
    assert ways(back) == {(after, before) for before, after in moved}
    opposite = {
        ChangeVerdict.STRICTER: ChangeVerdict.LAXER,
        ChangeVerdict.LAXER: ChangeVerdict.STRICTER,
    }
    assert back.verdict is opposite.get(found.verdict, found.verdict)
    for move in found.moves:
        [lot] = move.witness.documents
        for policy, outcome in ((old, move.before), (new, move.after)):
            decision = policy.decide(Lot.from_dict(dict(lot)), engine="reference")
            assert decision.outcome == (outcome or "hold")


@settings(max_examples=8)
@given(st.integers(0, 2**32))
def test_a_policy_is_the_same_as_itself_and_as_it_is_written_otherwise(seed: int) -> None:
    text = random_policy(Random(seed))  # noqa: S311 - nothing is kept secret by it
    policy = load_policy_text(text)
    assert difference(policy, policy).verdict is ChangeVerdict.SAME
    mirrored = text.replace(" and ", " AND ").replace(" or ", " and ").replace(" AND ", " or ")
    signs = {"<=": ">", ">=": "<", "<": ">=", ">": "<=", "==": "!="}
    rewritten = []
    for line, plain in zip(mirrored.splitlines(), text.splitlines(), strict=True):
        if "when: " not in line:
            rewritten.append(plain)
            continue
        head, _, rest = line.partition("when: ")
        words = [signs.get(word, word) for word in rest.partition(",")[0].split()]
        rewritten.append(f"{head}when: not ({' '.join(words)}), because: x}}")
    other = load_policy_text("\n".join(rewritten))
    found = difference(policy, other)
    assert found.verdict in (ChangeVerdict.EQUIVALENT, ChangeVerdict.SAME)
    assert not found.moves
    assert found.ships_more is False


TEXT = """
policy: small
version: 1.0.0
outcomes:
  accept: {{title: Accept, ships: all}}
  concession: {{title: Concession, ships: all}}
  rework: {{title: Rework, ships: none}}
otherwise: hold
rules:
  few: {{permit: [accept], when: defects.major.found <= {few}, because: x}}
  more: {{permit: [concession], when: defects.major.found <= 9, because: x}}
  many: {{permit: [rework], when: defects.major.found > {many}, because: x}}
  {rule}
"""


def small(few: int = 3, many: int = 9, rule: str = "") -> Policy:
    return load_policy_text(TEXT.format(few=few, many=many, rule=rule))


FORBID = "danger: {forbid: [accept, concession], when: defects.critical.found > 0, because: x}"
CASES: dict[str, tuple[Policy, Policy, ChangeVerdict, bool, set[tuple[str, str]]]] = {
    "a tighter limit": (
        small(),
        small(2),
        ChangeVerdict.STRICTER,
        False,
        {("accept", "concession")},
    ),
    "a looser limit": (small(), small(4), ChangeVerdict.LAXER, False, {("concession", "accept")}),
    "both": (
        small(rule=FORBID),
        small(2),
        ChangeVerdict.STRICTER,
        True,
        {("accept", "concession"), ("", "accept"), ("", "concession")},
    ),
    "a limit that nothing reaches": (
        small(),
        small(many=8),
        ChangeVerdict.EQUIVALENT,
        False,
        set(),
    ),
    "a new forbid": (
        small(),
        small(rule=FORBID),
        ChangeVerdict.EQUIVALENT,
        False,
        {("accept", ""), ("concession", "")},
    ),
    "a gap that is filled": (
        small(many=12),
        small(),
        ChangeVerdict.EQUIVALENT,
        False,
        {("", "rework")},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_what_it_is(name: str) -> None:
    old, new, verdict, ships_more, moves = CASES[name]
    found = difference(old, new)
    assert ways(found) == moves
    assert found.ships_more is ships_more
    assert found.verdict is verdict


def test_lots_that_move_are_told_by_what_changed() -> None:
    [move] = difference(small(), small(2)).moves
    assert move.region.changed == ("2 < defects.major.found <= 3",)
    assert move.rules == ("few",)
    assert move.strictness is Strictness.STRICTER
    assert move.witness.given == ({"inspection.defects": [{"severity": "major", "units": 3}]},)


RECORDS = """
policy: records
version: 1.0.0
outcomes: {accept: {title: A, ships: all}, sort: {title: S, ships: part}}
otherwise: hold
facts: {custom.score: {type: integer, least: 0}, custom.fine: {is: custom.score > 5}}
rules:
  good: {permit: [accept], when: supplier.track_record != 'poor' and custom.fine, because: x}
  other: {permit: [sort], when: true, because: x}
"""
TIGHTER = f"{RECORDS}parameters: {{poor_after_lots: 1}}\n"


def test_thresholds_of_facts_move_lots() -> None:
    """That nothing is changed was said of a policy that calls other suppliers poor."""
    found = difference(load_policy_text(RECORDS), load_policy_text(TIGHTER))
    assert found.verdict is ChangeVerdict.STRICTER
    [move] = [each for each in found.moves if each.before == "accept" and each.after == "sort"]
    told = "supplier.track_record != 'poor' (before)", "supplier.track_record == 'poor' (after)"
    assert move.region.changed == told
    back = difference(load_policy_text(TIGHTER), load_policy_text(RECORDS))
    assert (back.verdict, back.ships_more) == (ChangeVerdict.LAXER, True)


def test_a_fact_with_another_meaning_is_told_for_each_version() -> None:
    """A region said `custom.fine and not custom.fine`."""
    other = RECORDS.replace("custom.score > 5", "custom.score > 7")
    found = difference(load_policy_text(RECORDS), load_policy_text(other))
    [move] = [each for each in found.moves if each.before == "accept" and each.after == "sort"]
    assert move.region.changed == ("custom.fine (before)", "not custom.fine (after)")
