"""How a case fared: what was expected, what was found, and the rules that led there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from disposition.decide import Policy
from disposition.decision import Decision
from disposition.documents.forms import Plain
from disposition.explain.document.values import plain, plain_values
from disposition.explain.relevance import Basis
from disposition.explain.report import known
from disposition.facts.source import LotSource
from disposition.frozen import frozen
from disposition.language.declarations import walk_through
from disposition.language.expression import Expression, Parameter
from disposition.policy import CheckedPolicy, expression_text
from disposition.semantics import truth
from disposition.testing.cases import Case
from disposition.visible import visible
from disposition.words import wrapped

WIDTH = 96


@frozen
class Mismatch:
    """One thing that a decision was expected to say and does not."""

    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return visible(f"{self.what}: expected {self.expected}, found {self.found}")


@frozen
class CaseReport:
    """A case with the decision on its lot, where the two differ, and who decided."""

    case: Case
    decision: Decision
    mismatches: tuple[Mismatch, ...]
    policy: Policy

    @property
    def passed(self) -> bool:
        """Whether the decision says all that is expected."""
        return not self.mismatches

    def __str__(self) -> str:
        """Return the case's name; of one that failed, what differs and the rules that led there."""
        return visible(report_text(self))


def report_text(report: CaseReport) -> str:
    """Return a report on a case as people read it; of one that passed, a single line."""
    if report.passed:
        return f"{report.case.name}: as expected"
    return "\n".join([report.case.name, *failure_lines(report)])


def failure_lines(report: CaseReport) -> Iterator[str]:
    """Yield what is to be said of a case that failed, below its name."""
    case = report.case
    yield f"  at {case.place}"
    if case.about:
        yield from _wrapped(case.about, "  ")
    yield ""
    width = max(len(each.what) for each in report.mismatches)
    for each in report.mismatches:
        yield from _mismatch(each, width)
    yield ""
    yield f"  What led to {report.decision.outcome} ({report.decision.status}):"
    yield from _grounds(report.decision, _expected_outcomes(report))
    yield from _expected_rules(report)
    about = [each.what for each in report.mismatches]
    if any("obligations" in each or "may_apply" in each or "values" in each for each in about):
        yield from _obligations(report.decision)


def _mismatch(mismatch: Mismatch, width: int) -> Iterator[str]:
    yield from _wrapped(mismatch.expected, f"  {mismatch.what:<{width}}  expected  ")
    yield from _wrapped(mismatch.found, f"  {'':<{width}}  found     ")


def _expected_outcomes(report: CaseReport) -> Collection[str]:
    """Return the outcomes that a case speaks of; if none, all of the policy's."""
    expected = report.case.expected
    spoken_of = {*expected.ruled_out, *([expected.outcome] if expected.outcome else [])}
    return spoken_of or {outcome.id for outcome in report.policy.checked.outcomes}


def _grounds(decision: Decision, outcomes: Collection[str]) -> Iterator[str]:
    """Yield the rules that led to the decision and not to some outcomes, each with its facts."""
    for reason in decision.reasons:
        yield from _rule(f"{reason.rule} permits it", reason.because, reason.facts)
    for missing in decision.missing:
        asked_by = ", ".join(missing.rules)
        yield from _wrapped(f"{missing.fact} is unknown and is asked for by {asked_by}", "    ")
    for withheld in decision.withheld:
        heading = f"{withheld.invariant} withholds {withheld.outcome}"
        yield from _rule(heading, withheld.always, withheld.facts)
    for ruled_out in decision.ruled_out:
        if ruled_out.outcome not in outcomes:
            continue
        for reason in ruled_out.forbidden_by:
            heading = f"{reason.rule} forbids {ruled_out.outcome}"
            yield from _rule(heading, reason.because, reason.facts)
        for unmet in ruled_out.unmet:
            heading = f"{unmet.rule} does not permit {ruled_out.outcome}"
            yield from _rule(heading, unmet.when, unmet.facts)


def _expected_rules(report: CaseReport) -> Iterator[str]:
    """Yield the rules that were expected to hold and do not, each with the facts against it."""
    expected, policy = report.case.expected, report.policy.checked
    names = dict.fromkeys(
        [*expected.reasons, *(id_ for ids in expected.ruled_out.values() for id_ in ids)]
    )
    facts = LotSource(report.case.lot, policy.catalogue).observe(policy.facts)
    for name in names:
        rule = policy.rules_by_id.get(name)
        if rule is None:
            yield from _wrapped(f"{name} is no rule of the policy", "    ")
            continue
        held = truth(rule.when, facts, policy)
        if not held:
            against = Basis(rule.when, policy)[held](facts, facts)
            how = "does not hold" if held is False else "may hold or not"
            against = dict(sorted(against.items())) | _parameters(rule.when, policy)
            yield from _rule(f"{name} {how}", expression_text(rule.when), against)


def _parameters(condition: Expression, policy: CheckedPolicy) -> dict[str, Plain]:
    """Return the parameters that a condition uses, through definitions too, with their values."""
    nodes = walk_through((condition,), policy.definitions)
    names = sorted({each.name for each in nodes if isinstance(each, Parameter)})
    return {name: plain(policy.parameters[name].value) for name in names}


def _obligations(decision: Decision) -> Iterator[str]:
    for each in decision.obligations:
        requires = "requires" if each.applies == "yes" else "may require"
        yield from _rule(f"{each.rule} {requires} {each.do}", "", plain_values(each.values))


def _rule(heading: str, because: str, facts: Mapping[str, Plain]) -> Iterator[str]:
    yield from _wrapped(f"{heading}: {because}" if because else heading, "    ")
    if facts:
        yield from _wrapped(known(facts), "      ")


def _wrapped(text: str, first: str) -> list[str]:
    others = " " * len(first) if first.strip() else first + "  "
    return wrapped(text, first, others, WIDTH)
