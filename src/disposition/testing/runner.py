"""Runs cases: decides each lot, and tells what was expected and what was found instead."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial

from disposition.decide import Policy
from disposition.explain.document.values import plain
from disposition.explain.report import shown
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
    """Yield what a decision was expected to say and does not; the outcome comes first.

    A decision is asked only for what is expected of it: it may work that out when it is asked.
    """
    for what in ("outcome", "status", "ships"):
        wanted = getattr(expected, what)
        if wanted is not None and wanted != (found := getattr(said, what)):
            yield Mismatch(what, wanted, found)
    for what, is_wanted in _IDS:
        ids = getattr(expected, what if is_wanted else f"not_{what}")
        if ids:
            yield from (_lacking if is_wanted else _unwanted)(what, ids, getattr(said, what))
    if expected.values:
        for what, wanted, found in differing(expected.values, said.values):
            yield Mismatch(what, wanted, found)
    for code, rules in expected.required_by.items():
        asking = said.required_by.get(code, ())
        if set(rules) != set(asking):
            yield Mismatch(f"required_by {code}", _listed(rules), _listed(asking))
    for code, day in expected.due.items():
        days = said.due.get(code, ())
        if day not in days:
            found = " or ".join(dict.fromkeys(shown(plain(each)) for each in days))
            yield Mismatch(f"due {code}", shown(plain(day)), found or "nothing")
    if expected.ruled_out:
        yield from _otherwise_ruled_out(expected.ruled_out, said.ruled_out)


_IDS = (
    ("reasons", True),
    ("reasons", False),
    ("missing", True),
    ("obligations", True),
    ("may_apply", True),
    ("obligations", False),
    ("may_apply", False),
)
"""What a decision names by ids, and whether those that are expected or those that are not."""


def _otherwise_ruled_out(
    expected: Mapping[str, Collection[str]], found: Mapping[str, Collection[str]]
) -> Iterator[Mismatch]:
    for outcome, rules in expected.items():
        if outcome in found:
            yield from _lacking(f"ruled_out {outcome}", rules, found[outcome])
        else:
            yield Mismatch("ruled_out", outcome, _listed(found))


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
