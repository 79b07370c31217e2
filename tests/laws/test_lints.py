"""Laws of the lints' reasoning: what it says of a condition is so, for all values of its facts."""

from __future__ import annotations

from functools import cache
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from disposition import Facts, load_policy_text
from disposition.facts import CATALOGUE
from disposition.language.rewrite.normal_form import NormalForm
from disposition.policy.check.lints.implications import Implications, implies

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
REASONING = Implications(CATALOGUE)


@cache
def _loaded(condition: str):  # type: ignore[no-untyped-def] # a policy, its engine is kept
    return load_policy_text(
        "policy: p\nversion: 1.0.0\noutcomes: {accept: {ships: all}}\notherwise: hold\n"
        f'rules: {{x: {{permit: accept, when: "{condition}"}}}}\n'
    )


def holding(condition: str) -> list[bool]:
    """Return for each lot whether the condition is true of it."""
    policy = _loaded(condition)
    return [policy.decide(lot, engine="compiled").outcome == "accept" for lot in LOTS]


@given(CONDITIONS)
def test_what_is_never_true_is_true_of_no_lot(condition: str) -> None:
    checked = _loaded(condition).checked
    if REASONING.is_never(NormalForm(checked).of(checked.rules[0].when)):
        assert not any(holding(condition))


@given(CONDITIONS)
def test_what_is_always_true_is_true_of_every_lot_whose_facts_are_known(condition: str) -> None:
    checked = _loaded(condition).checked
    if REASONING.is_never(NormalForm(checked).of(checked.rules[0].when, negated=True)):
        told = zip(LOTS, holding(condition), strict=True)
        assert all(holds for lot, holds in told if None not in lot.values.values())


@given(CONDITIONS, CONDITIONS)
def test_what_is_implied_holds(narrow: str, wide: str) -> None:
    both = f"({narrow} and {wide})"
    for one, other in ((narrow, wide), (both, wide), (narrow, f"({narrow} or {wide})")):
        forms = []
        for each in (one, other):
            checked = _loaded(each).checked
            forms.append(NormalForm(checked).of(checked.rules[0].when))
        if implies(*forms):
            pairs = zip(holding(one), holding(other), strict=True)
            assert all(wider for narrower, wider in pairs if narrower)
