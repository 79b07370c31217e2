"""Checks a case in full: what it expects of the policy, and of the policy's other version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from disposition.decision import Decision
from disposition.errors import LotError
from disposition.frozen import evolve
from disposition.testing.cases import Case, CaseFile, Differences
from disposition.testing.report import CaseReport, Mismatch
from disposition.testing.runner import ENGINE, mismatches, run_case
from disposition.testing.values import carried_by, listed
from disposition.testing.visible_decision import SaidOf


def check_case(case: Case, file: CaseFile, *, engine: str = ENGINE) -> CaseReport:
    """Return how a case fares, with the differences to another version if the file names one."""
    report = run_case(case, file.policy, engine=engine)
    if file.differences is None:
        return report
    found = _compared(report, file.differences, engine)
    return evolve(report, mismatches=(*report.mismatches, *found))


def _compared(report: CaseReport, differences: Differences, engine: str) -> Iterator[Mismatch]:
    case, name = report.case, differences.name
    before = differences.before.get(case.name)
    try:
        other = differences.against.decide(case.lot, engine=engine)
    except LotError as error:  # the versions declare facts of their own differently
        yield Mismatch(f"lot, compared with {name}", "one that both can take", str(error))
        return
    carried = [listed(carried_by(each.obligations)) for each in (other, report.decision)]
    shared = carried[0].keys() & carried[1].keys()  # one more value makes no other decision
    was, now = (
        _told(decision, {key: values[key] for key in sorted(shared)})
        for decision, values in zip((other, report.decision), carried, strict=True)
    )
    if before is None:
        same_outcome = was["outcome"] == now["outcome"]
        for what, told in was.items():
            if told != now[what] and (same_outcome or what == "outcome"):
                yield Mismatch(f"{what}, compared with {name}", f"{told} as before", now[what])
        return
    for each in mismatches(before, SaidOf(other)):
        yield Mismatch(f"{each.what} of {name}", each.expected, each.found)
    if was == now:
        wanted = f"a difference to {name}"
        yield Mismatch("decision", wanted, f"none: both decide {report.decision.outcome}")


def _told(decision: Decision, values: Mapping[str, str]) -> dict[str, str]:
    """Return what makes two decisions alike: what happens to the lot, and what has to be done."""
    duties = {"yes": set[str](), "maybe": set[str]()}
    for each in decision.obligations:
        duties[each.applies].add(each.do)
    return {
        "outcome": decision.outcome,
        "status": decision.status,
        "ships": decision.ships,
        "obligations": ", ".join(sorted(duties["yes"])) or "nothing",
        "may_apply": ", ".join(sorted(duties["maybe"])) or "nothing",
        "values": ", ".join(f"{key} = {value}" for key, value in values.items()) or "nothing",
    }
