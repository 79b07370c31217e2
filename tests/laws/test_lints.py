"""Laws of the warnings that are proved: what they say is so of every lot, and they miss nothing."""

from __future__ import annotations

import re
from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from disposition import Facts, Lot, Policy, load_policy_text
from disposition.facts.source import LotSource
from disposition.language.expression import Literal
from disposition.language.rewrite.normal_form import NormalForm
from disposition.semantics import Truth, truth
from laws import test_random_definitions as random_definitions
from support.small_world import world

VALUES = {
    "defects.major.found": [None, 0, 1, 2, 3, 4],
    "shipment.urgency": [None, "low", "normal", "high", "critical"],
    "supplier.iso9001": [None, True, False],
}
LOTS = [Facts.of(dict(zip(VALUES, row, strict=True))) for row in product(*VALUES.values())]
ATOMS = [
    *(
        f"defects.major.found {sign} {n}"
        for sign in ("<", "<=", ">", ">=", "==")
        for n in (0, 2, 3)
    ),
    "shipment.urgency == 'low'",
    "shipment.urgency != 'high'",
    "shipment.urgency in ['low', 'normal', 'high']",
    "shipment.urgency not in ['low', 'critical']",
    "supplier.iso9001",
    "defects.major.found is known",
    "shipment.urgency is unknown",
]


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda parts: f"({' and '.join(parts)})"),
        several.map(lambda parts: f"({' or '.join(parts)})"),
        inner.map(lambda part: f"not ({part})"),
    )


CONDITIONS = st.recursive(st.sampled_from(ATOMS), _compound, max_leaves=6)
PROVED = ("W709", "W710", "W711")


def _policy(conditions: list[str]) -> Policy:
    """Return a policy with a permission, or a prohibition, for each of some conditions."""
    lines = ["policy: p", "version: 1.0.0", "outcomes: {accept: {ships: all}}", "otherwise: hold"]
    lines.append("rules:")
    for at, condition in enumerate(conditions):
        effect = "permit" if at % 3 == 0 else "forbid"
        lines.append(f'  r{at}: {{{effect}: accept, when: "{condition}", because: b, source: s}}')
    return load_policy_text("\n".join(lines) + "\n")


def _held(policy: Policy) -> dict[str, list[Truth]]:
    """Return the truths of each rule, lot by lot."""
    checked = policy.checked
    return {
        rule.id: [truth(rule.when, lot.values, checked) for lot in LOTS] for rule in checked.rules
    }


def _assert_so(code: str, message: str, held: dict[str, list[Truth]]) -> None:
    names = [each for each in re.findall(r"`(\w+)`", message) if each in held]
    first, others = held[names[0]], [held[each] for each in names[1:]]
    match code:
        case "W709":
            assert ("true" in message) not in first
        case "W710":
            [wide] = others
            assert wide == first or "says the same" not in message
            for one, other in zip(first, wide, strict=True):
                assert one is not True or other is True
                assert one is False or other is not False
        case "W711":
            forbidden = [any(each is True for each in row) for row in zip(*others, strict=True)]
            assert all(f for one, f in zip(first, forbidden, strict=True) if one is True)


@settings(max_examples=25)
@given(st.lists(CONDITIONS, min_size=6, max_size=6))
def test_what_a_warning_says_is_so_of_every_lot(conditions: list[str]) -> None:
    policy = _policy(conditions)
    held = _held(policy)
    for each in policy.warnings:
        if each.code in PROVED:
            _assert_so(each.code, each.message, held)


@settings(max_examples=25)
@given(st.lists(CONDITIONS, min_size=4, max_size=4))
def test_what_is_never_or_always_so_is_warned_of(conditions: list[str]) -> None:
    policy = _policy(conditions)
    constant = {
        name for name, truths in _held(policy).items() if True not in truths or False not in truths
    }
    normal = NormalForm(policy.checked)
    stated = {r.id for r in policy.checked.rules if isinstance(normal.of(r.when), Literal)}
    told = {name for each in policy.warnings for name in _constant(each.code, each.message)}
    out_of_reach = {f"r{each.place.line - 6}" for each in policy.warnings if each.code == "W708"}
    assert told <= constant <= told | stated | out_of_reach


def _constant(code: str, message: str) -> list[str]:
    return re.findall(r"`(\w+)`", message) if code == "W709" else []


@settings(max_examples=15)
@given(st.integers(0, 2**32))
def test_so_with_definitions_over_lists(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - nothing is kept secret by it
    policy = load_policy_text(random_definitions._policy(chance))
    claims = [each for each in policy.warnings if each.code in PROVED]
    for _ in range(12 if claims else 0):
        lot = Lot.from_dict({"custom": random_definitions._document(world(chance, 0.3))})
        facts = LotSource(lot, policy.checked.catalogue).observe(policy.checked.facts)
        held = {r.id: [truth(r.when, facts, policy.checked)] for r in policy.checked.rules}
        for each in claims:
            _assert_so(each.code, each.message, held)
