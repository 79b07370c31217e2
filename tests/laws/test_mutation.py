"""Laws of mutation: the fast way decides as the slow one does, and no proof is wrong."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from disposition import Lot, Policy, load_policy_text
from disposition.language.expression import Expression
from disposition.language.text import expression_text
from disposition.policy import PolicyError, load_checked_text
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Combination, truths
from disposition.testing import run_case
from disposition.testing.cases import CaseFile
from disposition.testing.columns import Columns
from disposition.testing.mutation.analysis import fates
from disposition.testing.mutation.bench import Bench, observed, paths_of
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.mutants.policies import planted_in
from disposition.testing.visible_decision import FullDecision, VisibleDecision
from strategies import lots
from support.mutants import mutants_of
from support.policies import (
    CATALOGUE,
    conditions,
    facts_for,
    plain_policy,
    policies,
    policy_text,
)
from support.shipped import cases_of

FACTS_EACH = 6

# Making all mutants of a policy, or proofs of them, takes longer than trying some of them.
MUTANTS_EACH = 4
few = settings(max_examples=max(15, settings().max_examples // 4))


def shipped() -> CaseFile:
    return cases_of("failed-inspection")


@cache
def shipped_mutants() -> tuple[CheckedPolicy, tuple[Mutant, ...]]:
    return planted_in(shipped().policy.checked)


@cache
def slow(id_: str) -> Policy:
    """Return a mutant as a policy of its own."""
    return Policy(next(each for each in shipped_mutants()[1] if each.id == id_).policy)


def words(said: VisibleDecision) -> dict[str, object]:
    return {
        "outcome": said.outcome,
        "status": said.status,
        "ships": said.ships,
        "reasons": sorted(said.reasons),
        "ruled_out": {outcome: sorted(rules) for outcome, rules in said.ruled_out.items()},
        "obligations": sorted(said.obligations),
        "may_apply": sorted(said.may_apply),
        "required_by": {code: sorted(rules) for code, rules in said.required_by.items()},
        "due": {code: sorted(map(str, days)) for code, days in said.due.items()},
        "values": dict(said.values),
        "missing": sorted(said.missing),
    }


@given(conditions(), st.data())
def test_conditions_for_many_lots_at_once_mean_what_the_definition_says(
    condition: Expression, data: st.DataObject
) -> None:
    policy = plain_policy(condition)
    several = [data.draw(facts_for(policy)) for _ in range(FACTS_EACH)]
    column = Columns(several).of(condition, policy, {})
    for number, facts in enumerate(several):
        expected = truths(policy, facts)
        assert (column.true >> number & 1, column.unknown >> number & 1) == (
            expected.true,
            expected.unknown,
        )


@few
@given(policies(), st.data())
def test_a_mutant_on_the_bench_decides_as_its_policy_does(
    policy: CheckedPolicy, data: st.DataObject
) -> None:
    policy, mutants = planted_in(policy)
    for _ in range(MUTANTS_EACH):
        mutant = data.draw(st.sampled_from(mutants))
        several = [dict(data.draw(facts_for(mutant.policy))) for _ in range(FACTS_EACH)]
        open_ = dict.fromkeys(paths_of(policy, [mutant]))
        facts = [{**open_, **each} for each in several]
        bench = Bench.of(policy, facts)
        trial = bench.trial(mutant)
        combination = Combination.of(mutant.policy)
        for number, each in enumerate(facts):
            expected = combination.conclude(truths(mutant.policy, each))
            assert trial.decision(number).conclusion == expected
            if not trial.suspects >> number & 1:
                assert words(bench.decision(number)) == words(trial.decision(number))


@few
@given(policies(), st.data())
def test_a_mutant_can_be_written_down_and_loaded(
    policy: CheckedPolicy, data: st.DataObject
) -> None:
    assume(can_be_written(policy))
    mutant = data.draw(st.sampled_from([m for m in mutants_of(policy) if m.policy.rules]))
    loaded = load_checked_text(policy_text(mutant.policy), CATALOGUE)
    facts = data.draw(facts_for(mutant.policy))
    assert truths(loaded, facts) == truths(mutant.policy, facts)


def can_be_written(policy: CheckedPolicy) -> bool:
    """Tell whether a policy was not drawn with texts that no file can hold.

    Some are refused; a line break in a text is read as a space, as everywhere in a condition.
    """
    try:
        loaded = load_checked_text(policy_text(policy), CATALOGUE)
    except PolicyError:
        return False
    return _conditions(loaded) == _conditions(policy)


def _conditions(policy: CheckedPolicy) -> list[str]:
    written = [each.when for each in policy.rules]
    written += [each.expression for each in policy.definitions.values()]
    return [expression_text(each) for each in written]


CHAINED = load_policy_text("""
policy: chained
version: 1.0.0
otherwise: hold
outcomes: {ship: {title: x, ships: all}}
parameters: {step: {value: 1}, other: {value: 2}}
define: {above: "custom.first > other"}
facts:
  custom.units: {type: integer}
  custom.first: {is: "custom.units + step", about: x}
  custom.second: {is: "custom.first * 2", about: x}
  custom.third: {is: "custom.second > other and custom.units < 9", about: x}
rules:
  one: {permit: [ship], when: custom.third, because: x}
  two: {forbid: [ship], when: "max(custom.second, other) > 7 and above", because: x}
""")
"""Facts that rest on others, on parameters; a named condition, and a part that is computed."""


@pytest.mark.parametrize("every", [CHAINED, "failed-inspection"], ids=["chained", "shipped"])
def test_facts_are_derived_anew_where_a_mutant_changes_them_only(every: Policy | str) -> None:
    if isinstance(every, Policy):
        policy, mutants = planted_in(every.checked)
        some = [Lot.from_dict({"custom": {"units": n}}) for n in range(10)] + [Lot()]
    else:
        policy, mutants = shipped_mutants()
        some = [case.lot for case in shipped().cases[::25]]
    paths = paths_of(policy, mutants)
    rows = observed(policy, some, paths)
    touching = [each for each in mutants if each.policy.catalogue is not policy.catalogue]
    assert len(touching) > 10
    derived_anew = set[tuple[str, ...]]()
    for mutant in touching[:: max(1, len(touching) // 30)]:
        under = rows.under(mutant.policy)
        assert list(under) == list(observed(mutant.policy, some, paths)), mutant.diff
        derived_anew.add(under.anew)
    assert len(derived_anew) > 1
    assert all(len(each) < len(paths) for each in derived_anew)


@few
@given(st.data(), st.lists(lots(), min_size=1, max_size=4))
def test_a_mutant_of_the_shipped_policy_says_what_its_policy_says(
    data: st.DataObject, several: list[Lot]
) -> None:
    policy, mutants = shipped_mutants()
    mutant = data.draw(st.sampled_from(mutants))
    bench = Bench.of(policy, observed(policy, several, paths_of(policy, [mutant])))
    trial = bench.trial(mutant)
    for number, lot in enumerate(several):
        expected = words(FullDecision(slow(mutant.id).decide(lot, engine="reference")))
        assert words(trial.decision(number)) == expected
        if not trial.suspects >> number & 1:
            assert words(bench.decision(number)) == expected


@pytest.mark.slow
@pytest.mark.parametrize("start", range(5))
def test_the_cases_notice_what_they_notice_the_slow_way(start: int) -> None:
    file, (policy, mutants) = shipped(), shipped_mutants()
    mutants = mutants[start * 7 :: 90]
    bench = Bench.of(
        policy, observed(policy, [each.lot for each in file.cases], paths_of(policy, mutants))
    )
    all_killed, alive = fates(mutants, file.cases, bench, lambda _: None)
    for killed in all_killed:
        # For one lot, another engine would take longer to make than it takes this one to decide.
        assert not run_case(killed.case, slow(killed.mutant.id), engine="reference").passed
    for mutant in alive:
        assert all(run_case(case, slow(mutant.id)).passed for case in file.cases)
