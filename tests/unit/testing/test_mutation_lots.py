"""Lots that tell a mutant apart, in a policy about what has happened to a lot.

The policy has a rule for each kind of edit that a lot needs. Its only case has lists of many items
where only one kind of edit leads there.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from attrs import frozen

from disposition.testing import load_cases, run_cases
from disposition.testing.cases import CaseFile
from disposition.testing.mutation.analysis import case_text, fates
from disposition.testing.mutation.bench import Bench, observed, paths_of
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.proof.found_lot import FoundLot
from support.mutants import mutants_of
from support.settling import settling

CASES = """\
policy: case.yaml
base:
  lot: {quantity: 3200}
  shipment: {ship_by: 2026-12-24}
  case:
    contacts: []
    decisions: [{on: 2026-11-19, current: true, outcome: accept, decided: true, ships: all}]
    findings:
      - {code: D1, severity: minor, resolved: true, proof: 1, checkpoint: true}
      - {code: D2, severity: minor, resolved: true, proof: 1, checkpoint: true}
      - {code: D3, severity: minor, resolved: true, proof: 1, checkpoint: true}
      - {code: D4, severity: minor, resolved: true, proof: 1, checkpoint: true}
      - {code: D5, severity: minor, resolved: true, proof: 1, checkpoint: true}
      - {code: D6, severity: minor, resolved: true, proof: 1, checkpoint: true}
      - {code: D7, severity: minor, resolved: true, proof: 1, checkpoint: true}
      - {code: D8, severity: minor, resolved: true, proof: 1, checkpoint: true}
    arguments:
      - {on: 2026-11-01, topic: cost, evidence: none, answered: true}
      - {on: 2026-11-02, topic: cost, evidence: none, answered: true}
      - {on: 2026-11-03, topic: cost, evidence: none, answered: true}
      - {on: 2026-11-04, topic: cost, evidence: none, answered: true}
      - {on: 2026-11-05, topic: cost, evidence: none, answered: true}
      - {on: 2026-11-06, topic: cost, evidence: none, answered: true}
    supplied: [{on: 2026-11-20, part: root_cause, evidence: none, cause: process}]
    agreements:
      - {on: 2026-11-21, current: true, scope: rework, consent: false, percent: "1.0",
         units_accepted: 0, units_rejected: 0}
    progress: [{on: 2026-11-22, current: true, way: checklist, failed: 0}]
    assessments: []
    replies: []
    papers:
      - {on: 2026-11-11, paper: notice, final: true}
      - {on: 2026-11-19, paper: outcome, final: true}
    ends:
      - {on: 2026-11-01, end: refused}
      - {on: 2026-11-02, end: refused}
      - {on: 2026-11-03, end: refused}
      - {on: 2026-11-04, end: refused}
      - {on: 2026-11-05, end: refused}
      - {on: 2026-11-06, end: refused}
      - {on: 2026-11-07, end: refused}
  as_of: 2026-11-22
cases:
  as-it-is: {expect: {outcome: accept}}
"""

POLICY = """\
policy: case
version: 1.0.0
outcomes: {{accept: {{ships: all}}}}
otherwise: hold
parameters: {{waiting_days: {{value: 17, unit: days}}}}
rules:
  always: {{permit: [accept], when: true, because: x, source: y}}
{rules}
"""

RULE = '  {name}: {{require: [{{do: {name}}}], when: "{when}", because: x, source: y}}'


LOOSENED = "the first comparison holds, or no longer holds, at its bound"
_LOOSENED = {">=": ">", ">": ">=", "<=": "<", "<": "<="}


@frozen
class Planted:
    """A rule, the mistake in it, and where the witness differs from the case."""

    when: str
    about: str
    given: str

    @property
    def mistake(self) -> str:
        """What the mutation says of the mistake."""
        if self.about is not LOOSENED:
            return self.about
        before = self.when.partition(" and ")[0]
        word = next(each for each in _LOOSENED if f" {each} " in before)
        return f"`{before}` became `{before.replace(f' {word} ', f' {_LOOSENED[word]} ')}`"


PLANTED: Mapping[str, Planted] = {
    "an-item-more": Planted("talks.count > 0", "`0` became `1`", "case.contacts"),
    "an-item-less": Planted("findings.count > 7", LOOSENED, "case.findings"),
    "no-item": Planted("case.refusals > 0", LOOSENED, "case.ends"),
    "no-list": Planted(
        "assessments.count is known", "`assessments.count is known` left out", "case.assessments"
    ),
    "items-swapped": Planted(
        "papers.notice.final_on == '2026-11-19' and papers.outcome.final_on < '2026-11-19'",
        "`papers.outcome.final_on < '2026-11-19'` left out",
        "case.papers",
    ),
    "days-moved": Planted(
        "arguments.span_days > 0 and arguments.count >= 6", LOOSENED, "case.arguments"
    ),
    "a-word": Planted(
        "replies.cause_kind in ['design', 'training']",
        "`replies.cause_kind in ['design', 'training']` became `replies.cause_kind in ['design']`",
        "case.supplied",
    ),
    "a-flag": Planted(
        "agreement.consent and agreement.percent > 5",
        "`agreement.percent > 5` left out",
        "case.agreements",
    ),
    "a-number": Planted("progress.open_points > 71", LOOSENED, "case.progress"),
    "a-share": Planted("agreement.percent <= 7.25", LOOSENED, "case.agreements"),
    "another-number": Planted(
        "agreement.units_accepted + agreement.units_rejected >= lot.quantity",
        LOOSENED,
        "case.agreements",
    ),
    "a-text": Planted(
        "case.outcome in ['rework', 'x-ray']",
        "`case.outcome in ['rework', 'x-ray']` became `case.outcome in ['rework']`",
        "case.decisions",
    ),
    "days-since": Planted(
        "progress.days_since >= waiting_days and arguments.days_since == 16",
        LOOSENED,
        "case.progress",
    ),
    "days-after-another": Planted(
        "case.decided_on + 34 <= agreement.ready_by and case.decided_on == '2026-11-19'",
        LOOSENED,
        "case.agreements",
    ),
    "step-by-step": Planted(
        "replies.count >= 5 and assessments.count >= 4 and replies.days_since > 40",
        LOOSENED,
        "case.",
    ),
    "a-day-outside": Planted(
        "shipment.ship_by - case.decided_on < 57 and case.decided_on == '2026-11-19'",
        LOOSENED,
        "shipment.ship_by",
    ),
}


@frozen
class Found:
    """What the search found for each rule, and the files with all that it offers pasted in."""

    mutants: Mapping[str, Mutant]
    witnesses: Mapping[str, FoundLot]
    pasted: CaseFile


@cache
def found() -> Found:
    rules = "\n".join(RULE.format(name=n, when=each.when) for n, each in PLANTED.items())
    with TemporaryDirectory() as folder:
        Path(folder, "case.yaml").write_text(POLICY.format(rules=rules), encoding="utf-8")
        path = Path(folder, "case.cases.yaml")
        path.write_text(CASES, encoding="utf-8")
        file = load_cases(path)
        mutants = {
            each.before.id: each
            for each in mutants_of(file.policy.checked)
            if each.entry.startswith("rule ")
            and (name := each.entry.removeprefix("rule ")) in PLANTED
            and each.about == PLANTED[name].mistake
        }
        witnesses = search(file, list(mutants.values()))
        offered = [
            case_text(each, witnesses[each.id]) for each in mutants.values() if each.id in witnesses
        ]
        path.write_text(CASES + "\n".join(offered), encoding="utf-8")
        return Found(mutants, witnesses, load_cases(path))


def search(file: CaseFile, mutants: list[Mutant]) -> Mapping[str, FoundLot]:
    asked = settling(file.policy, mutants, file.base)
    found = {each.id: asked.settled(each) for each in mutants}
    return {id_: each for id_, each in found.items() if isinstance(each, FoundLot)}


@pytest.mark.parametrize("name", PLANTED)
def test_a_lot_is_found_for_each_kind_of_edit(name: str) -> None:
    mutant = found().mutants[name]
    witness = found().witnesses[mutant.id]
    assert witness.given
    assert all(path.startswith(PLANTED[name].given) for path, _ in witness.given)


def test_the_cases_offered_pass_and_notice_the_mistakes() -> None:
    file, mutants = found().pasted, list(found().mutants.values())
    assert [report.case.name for report in run_cases(file) if not report.passed] == []
    paths = paths_of(file.policy.checked, mutants)
    bench = Bench.of(
        file.policy.checked, observed(file.policy.checked, [case.lot for case in file.cases], paths)
    )
    assert not fates(mutants, file.cases, bench, lambda _: None)[1]
