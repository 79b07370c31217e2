"""Runs cases: decides each lot, and tells what was expected and what was found instead."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from disposition.decide import Policy
from disposition.testing.cases import Case, CaseFile, Expected
from disposition.testing.report import CaseReport, Mismatch
from disposition.testing.values import differing
from disposition.testing.visible_decision import Said, SaidOf

ENGINE = "compiled"
"""Cases are many and decided once each: the engine that is ready soonest."""


def run_case(case: Case, policy: Policy, *, engine: str = ENGINE) -> CaseReport:
    """Return what a policy decides on the lot of a case, compared with what is expected."""
    decision = policy.decide(case.lot, engine=engine)
    found = tuple(mismatches(case.expected, SaidOf(decision)))
    return CaseReport(case, decision, found, policy)


def run_cases(
    file: CaseFile, policy: Policy | None = None, *, engine: str = ENGINE
) -> tuple[CaseReport, ...]:
    """Return a report on every case of a file, under its own policy or another."""
    run = partial(run_case, policy=policy or file.policy, engine=engine)
    return tuple(map(run, file.cases))


def mismatches(expected: Expected, said: Said) -> Iterator[Mismatch]:
    """Yield what a decision was expected to say and does not; the outcome comes first."""
    for what in ("outcome", "status", "ships"):
        wanted, found = getattr(expected, what), getattr(said, what)
        if wanted is not None and wanted != found:
            yield Mismatch(what, wanted, found)
    yield from _lacking("reasons", expected.reasons, said.reasons)
    yield from _unwanted("reasons", expected.not_reasons, said.reasons)
    yield from _lacking("missing", expected.missing, said.missing)
    yield from _lacking("obligations", expected.obligations, said.obligations)
    yield from _lacking("may_apply", expected.may_apply, said.may_apply)
    yield from _unwanted("obligations", expected.not_obligations, said.obligations)
    for what, wanted, found in differing(expected.values, said.values):
        yield Mismatch(what, wanted, found)
    ruled_out = said.ruled_out
    for outcome, rules in expected.ruled_out.items():
        if outcome in ruled_out:
            yield from _lacking(f"ruled_out {outcome}", rules, ruled_out[outcome])
        else:
            yield Mismatch("ruled_out", outcome, _listed(ruled_out))


def _lacking(what: str, expected: Collection[str], found: Collection[str]) -> Iterator[Mismatch]:
    lacking = [each for each in expected if each not in found]
    if lacking:
        yield Mismatch(what, _listed(lacking), _listed(found))


def _unwanted(what: str, unwanted: Collection[str], found: Collection[str]) -> Iterator[Mismatch]:
    for each in unwanted:
        if each in found:
            yield Mismatch(what, f"no {each}", _listed(found))


def _listed(words: Collection[str]) -> str:
    return ", ".join(words) or "nothing"
