"""What the prover says of mutants is so: lots never tell apart what it calls equivalent.

Mutants that hardly any lot tells apart are asked about: of those a wrong proof is likeliest.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from json import dumps as quoted
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disposition import Lot, Policy, load_policy_text
from disposition.analysis import Proved
from disposition.documents.places.data import changed
from disposition.testing.mutation.analysis import MutantStatus, mutate
from disposition.testing.mutation.bench import Bench, observed, paths_of
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.mutants.policies import planted_in
from disposition.testing.mutation.proof.found_lot import FoundLot, distinguishing
from disposition.testing.visible_decision import FullDecision
from support.settling import settling
from support.shipped import cases_of

few = settings(max_examples=15)

VALUES: dict[str, tuple[Any, ...]] = {
    "lot.quantity": (None, 1, 2, 3),
    "lot.regulated": (None, True, False),
    "shipment.urgency": (None, "low", "critical"),
    "as_of": (None, "2026-11-22"),
    "inspection.defects": (
        None,
        [],
        [{"severity": "critical", "units": 1}],
        [{"severity": "major", "units": 2}, {"severity": "critical", "units": 0}],
        [{"severity": "major"}, {"units": 1}],
    ),
}
LEAVES = (
    "lot.quantity > 1",
    "lot.quantity >= 2",
    "lot.quantity < 3",
    "lot.quantity <= most",
    "lot.regulated",
    "shipment.urgency in ['high', 'critical']",
    "shipment.urgency == 'low'",
    "lot.quantity is known",
    "shipment.urgency is unknown",
    "defects.critical.found > 0",
    "defects.major.present",
    "any(d.units > 1 for d in inspection.defects)",
    "all(d.severity == 'major' for d in inspection.defects)",
    "named",
)
OUTCOMES = "abc"


@cache
def documents() -> tuple[dict[str, Any], ...]:
    found = (changed({}, list(zip(VALUES, row, strict=True))) for row in product(*VALUES.values()))
    return tuple(found)[::7]  # seven, so that no value of a place always meets the same of another


@cache
def lots() -> tuple[Lot, ...]:
    return tuple(map(Lot.from_dict, documents()))


@st.composite
def conditions(draw: st.DrawFn, depth: int = 1) -> str:
    if not depth or draw(st.booleans()):
        return draw(st.sampled_from(["", "", "not "])) + draw(st.sampled_from(LEAVES))
    parts = draw(st.lists(conditions(depth - 1), min_size=2, max_size=3))
    return "(" + f" {draw(st.sampled_from(['and', 'or']))} ".join(parts) + ")"


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    lines = ["policy: p", "version: 1.0.0", "otherwise: hold", "parameters: {most: {value: 2}}"]
    lines += ["outcomes: {a: {ships: all}, b: {ships: part}, c: {ships: none}}"]
    named = draw(st.sampled_from([each for each in LEAVES if each != "named"]))
    lines += [f"define: {{named: {quoted(named)}}}", "rules:"]
    for number in range(draw(st.integers(2, 5))):
        effect = draw(st.sampled_from(["permit", "permit", "forbid", "require", "require"]))
        about = st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=2, unique=True)
        outcomes = ", ".join(draw(about))
        said = f"{effect}: [{outcomes}]"
        if effect == "require":
            more = draw(st.sampled_from(["", ", due: as_of + most", ", values: {n: lot.quantity}"]))
            said = f"require: {{do: d{draw(st.integers(0, 1))}{more}}}, with: [{outcomes}]"
        lines.append(f"  r{number}: {{{said}, when: {quoted(draw(conditions()))}, because: x}}")
    return load_policy_text("\n".join([*lines, ""]))


def hard(mutants: tuple[Mutant, ...], bench: Bench) -> Iterator[tuple[Mutant, int]]:
    """Yield the mutants that fewest lots tell apart, and how many do: some at all, and none."""
    counts = [
        (
            sum(
                distinguishing(bench.decision(n), trial.decision(n)) is not None
                for n in trial.numbers()
            ),
            m,
        )
        for m in mutants
        for trial in [bench.trial(m)]
    ]
    counts.sort(key=lambda each: each[0])
    yield from ((m, count) for count, m in [each for each in counts if each[0]][:2])
    yield from ((m, count) for count, m in [each for each in counts if not each[0]][:2])


@few
@given(policies())
def test_no_lot_tells_apart_what_is_proved_equivalent(policy: Policy) -> None:
    checked, mutants = planted_in(policy.checked)
    bench = Bench.of(checked, observed(checked, lots(), paths_of(checked, mutants)))
    asked = settling(Policy(checked), mutants)
    for mutant, count in hard(mutants, bench):
        found = asked.settled(mutant)
        assert not (isinstance(found, Proved) and count), mutant.diff
        if isinstance(found, FoundLot):
            lot = Lot.from_dict(changed({}, found.given))
            said = [FullDecision(each.decide(lot)) for each in (policy, Policy(mutant.policy))]
            assert distinguishing(*said) is not None, mutant.diff


@pytest.mark.slow
def test_no_mistake_in_the_shipped_policy_goes_unnoticed_and_what_is_proved_is_so() -> None:
    file = cases_of("failed-inspection")
    report = mutate(file)
    assert report.passed
    assert report.mutants > 500
    ids = {s.mutant.id for s in report.survivors if s.status is MutantStatus.EQUIVALENT}
    assert ids
    policy, mutants = planted_in(file.policy.checked)
    proved = [each for each in mutants if each.id in ids]
    others = [case.lot for name in ("release", "capa", "approach") for case in cases_of(name).cases]
    bench = Bench.of(policy, observed(policy, others, paths_of(policy, proved)))
    for mutant in proved:
        trial = bench.trial(mutant)
        for number in trial.numbers():
            assert distinguishing(bench.decision(number), trial.decision(number)) is None, (
                mutant.diff
            )
