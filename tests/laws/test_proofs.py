"""What is claimed of all values of a fact holds for each: equivalent, impossible, never, always.

The values tried here are those that `Facts` takes at, beside and between the limits of conditions;
no claim is asked which values it thinks possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import chain, product
from json import dumps as quoted
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disposition import Facts, LotError
from disposition.facts import CATALOGUE, Kind, Value
from disposition.policy import load_checked_text
from disposition.semantics import truth, truths
from disposition.testing.coverage.feasibility import Possibility
from disposition.testing.mutation import equivalence
from disposition.testing.mutation.bench import Bench, paths_of
from disposition.testing.mutation.equivalence import proof
from disposition.testing.mutation.mutants.policies import mutants_of
from disposition.testing.mutation.mutants.similar_facts import siblings
from disposition.testing.mutation.search.expectation import all_expected
from disposition.testing.runner import mismatches

# The mutants of a policy are all tried, each with up to `MOST_ROWS` combinations of values.
few = settings(max_examples=max(15, settings().max_examples // 4))

LIMITS: dict[str, tuple[str, ...]] = {
    "defects.found": ("-5", "-1", "0", "1", "3"),
    "lot.quantity": ("-2", "0", "1", "2"),
    "shipment.slack_days": ("-3", "-1", "0", "2"),
    "defects.major.rate": ("-1.5", "-0.5", "0", "0.5", "2", "2.5"),
    "inspection.plan.aql.major": ("-1", "0", "0.4", "2.5"),
    "as_of": ("'1900-01-01'", "'2026-11-22'", "'2026-11-23'", "'2999-12-31'"),
    "shipment.urgency": ("'low'", "'normal'", "'critical'"),
    "lot.id": ("'x'", "'?'", "'x?'"),
}
FLAGS = ("lot.regulated", "defects.critical.present")
MOST_ROWS = 2_000


@cache
def values_near(path: str) -> tuple[Value | None, ...]:
    """Return what a fact can be at, beside and between all limits, as `Facts` takes it; unknown."""
    tried: list[object] = [True, False, *CATALOGUE[path].type.values]
    limits = [LIMITS[each] for each in LIMITS if path in (each, *siblings(each, CATALOGUE))]
    for limit in chain(*limits):
        if limit.startswith("'"):
            word = limit.strip("'")
            tried += [word, word + word]
            if CATALOGUE[path].type.kind is Kind.DATE:
                day = date.fromisoformat(word)
                tried += [day, day - timedelta(1), day + timedelta(1)]
            continue
        steps = map(Decimal, ("-1", "-0.25", "0", "0.25", "1"))
        numbers = [Decimal(limit) + step for step in steps]
        tried += [int(each) if each == int(each) else each for each in numbers]
    found: dict[Value, None] = {}
    for value in tried:
        with suppress(LotError):
            held = Facts({path: value}).observe([path])[path]
            found[held] = None  # type: ignore[index]  # None was not tried
    return (None, *found)


def rows(paths: Iterable[str]) -> list[dict[str, Value | None]]:
    """Return combinations of values of some facts, all or many of them."""
    ordered = sorted(paths)
    found = list(product(*map(values_near, ordered)))
    if len(found) > MOST_ROWS:
        found = Random(0).sample(found, MOST_ROWS)  # noqa: S311  # no secret depends on it
    return [dict(zip(ordered, row, strict=True)) for row in found]


@st.composite
def small_conditions(draw: st.DrawFn, paths: Sequence[str], depth: int = 1) -> str:
    kind = draw(st.sampled_from(["fact", "fact", "fact", "and", "or"] if depth else ["fact"]))
    if kind != "fact":
        parts = draw(st.lists(small_conditions(paths, depth - 1), min_size=2, max_size=3))
        return "(" + f" {kind} ".join(parts) + ")"
    path = draw(st.sampled_from(paths))
    no = draw(st.sampled_from(["", "", "not "]))
    limits = LIMITS.get(path)
    if limits is None:
        return f"{no}{path}"
    form = draw(st.sampled_from(["compare", "compare", "compare", "in", "known"]))
    if form == "known":
        return f"{no}{path} is known"
    if form == "in":
        chosen = draw(st.lists(st.sampled_from(limits), min_size=1, max_size=3, unique=True))
        return f"{no}{path} in [{', '.join(chosen)}]"
    ordered = CATALOGUE[path].type.kind not in (Kind.ENUM, Kind.TEXT)
    sign = draw(st.sampled_from(["<", "<=", ">", ">=", "==", "!="] if ordered else ["==", "!="]))
    limit = draw(st.sampled_from(limits))
    if draw(st.booleans()):
        return f"{no}{limit} {sign} {path}"
    return f"{no}{path} {sign} {limit}"


@st.composite
def small_policies(draw: st.DrawFn) -> str:
    """Draw a policy over one or two facts of the catalogue, with limits about their least value."""
    paths = draw(st.lists(st.sampled_from([*LIMITS, *FLAGS]), min_size=1, max_size=2, unique=True))
    lines = ["policy: p", "version: 1.0.0", "otherwise: hold", "outcomes:"]
    lines += ["  a: {ships: all}", "  b: {ships: part}", "  c: {ships: none}"]
    lines += [f"define: {{named: {quoted(draw(small_conditions(paths)))}}}", "rules:"]
    for number in range(draw(st.integers(1, 4))):
        effect = draw(st.sampled_from(["permit", "permit", "forbid", "require"]))
        outcomes = draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=2, unique=True))
        when = draw(st.one_of(small_conditions(paths), st.sampled_from(["named", "true"])))
        about = f"with: [{', '.join(outcomes)}], " if effect == "require" else ""
        said = (
            f"{{do: d{draw(st.integers(0, 1))}, what: x}}" if about else f"[{', '.join(outcomes)}]"
        )
        lines += [f"  r{number}: {{{effect}: {said}, {about}when: {quoted(when)}}}"]
    return "\n".join([*lines, ""])


@few
@given(small_policies())
def test_no_value_of_a_fact_tells_apart_what_is_proved_equivalent(text: str) -> None:
    policy = load_checked_text(text, CATALOGUE)
    for mutant in mutants_of(policy):
        if proof(mutant, policy) is None:
            continue
        bench = Bench.of(policy, rows(paths_of(policy, [mutant])))
        trial = bench.trial(mutant)
        for number in trial.numbers():
            everything = all_expected(bench.decision(number), policy)
            assert not list(mismatches(everything, trial.decision(number))), mutant.about


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("defects.found", 0),
        ("lot.quantity", 1),
        ("defects.major.rate", "0"),
        ("inspection.plan.aql.major", "0"),
    ],
)
@pytest.mark.parametrize("limit", ["-5", "-1", "-0.5"])
@pytest.mark.parametrize("change", [(">=", "<"), (">", "<="), ("!=", "==")])
def test_a_limit_below_all_values_is_not_the_same_the_other_way_round(
    fact: str, value: object, limit: str, change: tuple[str, str]
) -> None:
    before, after = change
    text = (
        "policy: p\nversion: 1.0.0\noutcomes: {a: {ships: all}, b: {ships: none}}\n"
        f'otherwise: hold\nrules:\n  r: {{permit: a, when: "{fact} {before} {limit}"}}\n'
    )
    policy = load_checked_text(text, CATALOGUE)
    held = Facts({fact: value}).observe([fact])
    found = [
        each for each in mutants_of(policy) if f"became `{fact} {after} {limit}`" in each.about
    ]
    assert found
    for mutant in found:
        assert truths(policy, held) != truths(mutant.policy, held)
        assert proof(mutant, policy) is None


ONE_RULE = """\
policy: p
version: 1.0.0
outcomes: {{a: {{ships: all}}}}
otherwise: hold
rules:
  r: {{permit: a, when: {}}}
"""


@given(
    st.lists(st.sampled_from([*LIMITS, *FLAGS]), min_size=1, max_size=2).flatmap(small_conditions)
)
def test_what_is_said_never_to_be_is_so_for_no_value(condition: str) -> None:
    policy = load_checked_text(ONE_RULE.format(quoted(condition)), CATALOGUE)
    (when,) = (each.when for each in policy.rules)
    seen = {truth(when, facts, policy) for facts in rows(policy.facts)}
    for wanted in (True, False):
        if not Possibility(policy).may_hold([(when, wanted)]):
            assert wanted not in seen


@pytest.mark.parametrize("limit", ["-5", "-0.5", "0"])
@pytest.mark.parametrize("fact", ["defects.found", "defects.major.rate", "lot.unit_price"])
def test_what_is_never_below_zero_is_proved_not_to_be(fact: str, limit: str) -> None:
    policy = load_checked_text(ONE_RULE.format(quoted(f"{fact} < {limit}")), CATALOGUE)
    (when,) = (each.when for each in policy.rules)
    assert not Possibility(policy).may_hold([(when, True)])
    assert Possibility(policy).may_hold([(when, False)])


HOLDING = """\
policy: p
version: 1.0.0
outcomes: {{a: {{ships: all}}, b: {{ships: none}}}}
otherwise: hold
rules:
  r: {{permit: [a, b], when: lot.regulated}}
  one: {{require: {{do: x, {one}}}, with: [a], when: lot.regulated}}
  other: {{require: {{do: x, {other}}}, with: [b], when: lot.regulated}}
"""
PROOFS = (
    "what: x",
    "due: as_of + 1",
    "before: release, proved_by: document",
    "before: release, proved_by: progress",
    "before: release, proved_when: case.reinspections > 0",
    "proved_by: document",
)


@pytest.mark.parametrize("one", PROOFS)
@pytest.mark.parametrize("other", PROOFS)
def test_an_obligation_is_said_already_only_if_it_holds_back_the_same(one: str, other: str) -> None:
    policy = load_checked_text(HOLDING.format(one=one, other=other), CATALOGUE)
    widened = [
        each
        for each in mutants_of(policy)
        if each.entry == "rule one" and each.about == "`b` added to `with`"
    ]
    assert [proof(each, policy) is not None for each in widened] == [one == other]


def test_no_values_are_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = load_checked_text(ONE_RULE.format(quoted("defects.found > 3")), CATALOGUE)
    monkeypatch.setattr(equivalence, "representatives", lambda _fact, _limits, _catalogue: [])
    assert {proof(each, policy) for each in mutants_of(policy)} <= {None, equivalence.COMES_LATER}
