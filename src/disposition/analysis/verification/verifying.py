"""Verifies a policy: everything that is asked of each, in the order in which it is told.

What it promises is asked here: its invariants and claims, and that what is unknown loosens nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from disposition.analysis.emission.node_terms import Grown, Learned
from disposition.analysis.lot_terms import Sight
from disposition.analysis.prover import Prover
from disposition.analysis.targets import AllOf, AnyOf, Concludes, Is, RuleIs, Wanted, Withholds
from disposition.analysis.verdicts import Refuted, differences
from disposition.analysis.verification.findings import PolicyFinding, Verification, Weight
from disposition.analysis.verification.reach import duties, outcomes, rules, tables, thresholds
from disposition.decide import Policy
from disposition.language.expression import Expression, Literal
from disposition.policy.guards import with_outcome
from disposition.policy.model import CheckedPolicy, Claim, Effect, Outcome, Ships


def verify(policy: Policy) -> Verification:
    """Return all that is proved, refuted or not settled of a policy, for every possible lot.

    Raises `DispositionError` without the extra `proofs`.
    """
    checked = policy.checked
    found = tuple(_findings(policy))
    return Verification(checked.id, checked.version, policy.digest, found)


def _findings(policy: Policy) -> Iterator[PolicyFinding]:
    prover = Prover(Sight(policy))
    yield from invariants(policy, prover)
    yield from claims(policy, prover)
    yield unknown(policy.checked, prover)
    yield from learning(policy)
    yield from outcomes(policy.checked, prover)
    yield from rules(policy.checked, prover)
    yield from thresholds(policy.checked, prover)
    yield from tables(policy.checked, prover)
    yield from duties(policy.checked, prover)


# --- promises ------------------------------------------------------------------------------------


_MOST = (Ships.NONE, Ships.PART, Ships.ALL)
"""How much is shipped, the least first."""


def invariants(policy: Policy, prover: Prover) -> Iterator[PolicyFinding]:
    """Yield of each invariant that no decision breaks it, and whether it is needed for that."""
    for invariant in policy.checked.invariants:
        name = invariant.id
        yield PolicyFinding.of(
            "invariant",
            name,
            prover.never(_broken(policy.checked, invariant.always, policy.checked.outcomes)),
            (
                f"no decision breaks the invariant `{name}`",
                f"a decision breaks the invariant `{name}`",
            ),
        )
        yield PolicyFinding.of(
            "invariant-needed",
            name,
            prover.never(Withholds(name)),
            (
                f"the rules alone keep to the invariant `{name}`",
                f"the rules decide what the invariant `{name}` forbids; it holds the lot back",
            ),
            Weight.NOTE,
        )


def claims(policy: Policy, prover: Prover) -> Iterator[PolicyFinding]:
    """Yield what became of each claim."""
    for claim in policy.checked.claims:
        yield _claim(policy, prover, claim)


def _claim(policy: Policy, prover: Prover, claim: Claim) -> PolicyFinding:
    said = (f"the claim `{claim.id}` holds", f"the claim `{claim.id}` does not hold")
    if claim.always is not None:
        every = policy.checked.outcomes_by_id.values()
        answer = prover.never(_broken(policy.checked, claim.always, every))
        return PolicyFinding.of("claim", claim.id, answer, said)
    change = claim.never_laxer
    assert change is not None  # noqa: S101 - a claim is of one of the two kinds
    way = "grows" if change.grows else "falls"
    more = f"a decision ships more when `{change.fact.path}` {way}"
    pair = Prover(Sight(policy), Sight(policy, 1), variation=Grown(change.fact.path, change.grows))
    answer = pair.never(ships_more(policy.checked, 0, 1))
    return PolicyFinding.of("claim", claim.id, answer, (said[0], f"{said[1]}: {more}"))


def _broken(policy: CheckedPolicy, claimed: Expression, outcomes: Iterable[Outcome]) -> Wanted:
    """Return that something is not so of a decision: false, or unknown although it is decided."""
    parts: list[Wanted] = []
    for outcome in outcomes:
        always = with_outcome(claimed, outcome)
        if always != Literal(True):
            truths = (False,) if outcome.id == policy.otherwise else (False, None)
            parts.append(AllOf((Concludes((outcome.id,)), Is(always, truths))))
    return AnyOf(tuple(parts))


def ships_more(policy: CheckedPolicy, one: int, other: int) -> Wanted:
    """Return that the second of two sights ships more of the lot than the first."""
    by: dict[Ships, list[str]] = {each: [] for each in _MOST}
    for outcome in policy.outcomes_by_id.values():
        by[outcome.ships].append(outcome.id)
    pairs = [
        AllOf((Concludes(tuple(by[less]), one), Concludes(tuple(by[more]), other)))
        for at, less in enumerate(_MOST)
        for more in _MOST[at + 1 :]
        if by[less] and by[more]
    ]
    return AnyOf(tuple(pairs))


def unknown(policy: CheckedPolicy, prover: Prover) -> PolicyFinding:
    """Return whether a lot can ship while a rule that would keep it back is open."""
    parts: list[Wanted] = []
    for outcome in policy.outcomes:
        if outcome.ships is Ships.NONE:
            continue
        open_ = [
            RuleIs(rule.id, (None,))
            for rule in policy.rules
            if rule.effect is Effect.FORBID and outcome.id in rule.outcomes
        ]
        parts.append(AllOf((Concludes((outcome.id,)), AnyOf(tuple(open_)))))
    said = (
        "what is unknown never ships: no lot ships while a rule that could keep it back is open",
        "a lot can ship while a rule that could keep it back is open",
    )
    return PolicyFinding.of("unknown-never-ships", "", prover.never(AnyOf(tuple(parts))), said)


def learning(policy: Policy) -> Iterator[PolicyFinding]:
    """Yield whether learning more can change what was decided: of each outcome, with what."""
    pair = Prover(Sight(policy), Sight(policy, 1), variation=Learned())
    checked = policy.checked
    for outcome in checked.outcomes:
        others = tuple(each for each in checked.outcomes_by_id if each != outcome.id)
        answer = pair.never(AllOf((Concludes((outcome.id,)), Concludes(others, 1))))
        learnt = ""
        if isinstance(answer, Refuted):
            before, after = answer.witness.documents
            paths = [f"`{path}`" for path, _, _ in differences(before, after)]
            learnt = f": {' and '.join(paths)}, to `{answer.witness.decided[1].outcome}`"
        said = (
            f"learning more never changes the decision `{outcome.id}`",
            f"learning more can change the decision `{outcome.id}`{learnt}",
        )
        yield PolicyFinding.of("learning", outcome.id, answer, said, Weight.NOTE)
