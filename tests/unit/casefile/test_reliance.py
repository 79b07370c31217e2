"""A release relies on entries as they were written, and on a decision that still holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from disposition import load_policy_text
from disposition.casefile import Case, CasePolicies, Cases
from support import rework
from support.lots_in_part import may_ship_in_part
from support.shipped import POLICIES

DAY = date(2026, 11, 4)
ALTERED = (
    "UPDATE disposition_entries SET data = replace(data, '500', '400') WHERE number = 3",
    "UPDATE disposition_entries SET kind = 'draft' WHERE number = 4",
    "UPDATE disposition_entries SET settles = replace(settles, 'sort', 'lot') WHERE number = 4",
    "UPDATE disposition_entries SET happened_on = '2026-11-02' WHERE number = 2",
    "UPDATE disposition_entries SET previous = 'sha256:0' WHERE number = 2",
)
"""Each leaves a record that can be read."""


def test_a_record_as_it_was_written_opens_the_gate(tmp_path: Path) -> None:
    with Cases.open(tmp_path / "cases.db", policies=POLICIES) as cases:
        may_ship_in_part(keeper=cases.store)
        case, gate = cases.get("PO-8").release(on=DAY)
        assert gate.is_open
        assert case.entries[-1].kind == "released"


@pytest.mark.parametrize("statement", ALTERED)
def test_an_altered_record_opens_none(tmp_path: Path, statement: str) -> None:
    with Cases.open(tmp_path / "cases.db", policies=POLICIES) as cases:
        may_ship_in_part(keeper=cases.store)
        with closing(sqlite3.connect(tmp_path / "cases.db")) as connection, connection:
            assert connection.execute(statement).rowcount == 1
        case = cases.get("PO-8")
        looked_at = case.gate(DAY)
        case, gate = case.release(on=DAY)
    assert not looked_at.is_open
    assert "record-is-not-as-written" in [each.rule for each in gate.missing]
    assert "`PO-8`, entry" in gate.says()
    assert case.entries[-1].kind == "refused"


LOT_POLICY = """
policy: failed-inspection
version: {version}
outcomes: {{accept: {{ships: all}}, rework: {{ships: none}}}}
otherwise: hold
rules:
  few:
    permit: [accept]
    when: defects.major.found <= {most}
    because: few were found
    source: House
  many:
    permit: [rework]
    when: defects.major.found > {most}
    because: many were found
    source: House
  papers:
    require:
      - {{do: file-certificate, before: {before}, proved_by: document}}
    with: [accept]
    when: true
    because: it is asked for
    source: House
"""


def policies(version: str, most: int, before: str = "release") -> CasePolicies:
    text = LOT_POLICY.format(version=version, most=most, before=before)
    if before != "release":
        text = text.replace(f", before: {before}, proved_by: document", "")
    return CasePolicies({**POLICIES.by_role, "failed-inspection": load_policy_text(text)})


def accepted(by: CasePolicies) -> Case:
    found = [{"code": "D1", "severity": "major", "category": "functional", "units": 3}]
    inspection = {"date": "2026-11-02", "sample_size": 125, "defects": found, "checks": []}
    case = Case.begin("PO-1", {"inspection": inspection}, on=DAY, policies=by).decide(on=DAY)
    return case.add("document", {"paper": "other"}, on=DAY, settles=["file-certificate"])


@pytest.mark.parametrize(
    ("taken_by", "in_force", "says"),
    [
        (policies("1.0.0", 5), policies("1.0.0", 5), ""),
        (policies("1.0.0", 5), policies("1.0.1", 3), ""),
        (policies("1.0.0", 5), policies("2.0.0", 2), "2.0.0, decides `rework` on what was known"),
        (policies("1.0.0", 5, before="never"), policies("1.0.0", 5), "requires `file-certificate`"),
        (policies("1.0.0", 5), policies("1.0.0", 5, before="never"), ""),
    ],
)
def test_a_decision_holds_while_the_policy_in_force_takes_it_again(
    taken_by: CasePolicies, in_force: CasePolicies, says: str
) -> None:
    case = evolve(accepted(taken_by), policies=in_force)
    gate = case.gate(DAY)
    because = [each.because for each in gate.missing if each.rule == "policy-decides-otherwise"]
    assert bool(because) == bool(says)
    assert says in "".join(because)
    again = case.decide(on=DAY).gate(DAY)
    assert "policy-decides-otherwise" not in [each.rule for each in again.missing]
    assert "policy-decides-otherwise" not in str(
        evolve(case, policies=taken_by).gate(DAY).to_dict()
    )


def test_what_was_known_when_it_was_decided_tells_and_no_later_word() -> None:
    case = may_ship_in_part()
    assert case.gate(date(2026, 12, 24)).is_open


def in_force(rules: str) -> CasePolicies:
    """Return the policies of a case with one about the lot that has these rules."""
    text = f"""
policy: failed-inspection
version: 1.0.0
outcomes:
  accept: {{ships: all}}
  divide: {{ships: part, parts: [segments]}}
  rework: {{ships: none}}
otherwise: hold
rules:
{rules}"""
    return CasePolicies({**POLICIES.by_role, "failed-inspection": load_policy_text(text)})


def permitted(*rules: tuple[str, str]) -> CasePolicies:
    rule = "  {0}: {{permit: [{0}], when: {1}, because: so, source: House}}"
    return in_force("\n".join(rule.format(outcome, when) for outcome, when in rules))


def held_otherwise(case: Case) -> bool:
    return "policy-decides-otherwise" in {each.rule for each in case.gate(DAY).missing}


def test_other_parts_are_decided_on_anew() -> None:
    line = {"code": "D1", "severity": "major", "category": "functional", "reworkable": True}
    found = [line | {"sku": "RED", "units": 1}, line | {"sku": "BLUE", "units": 12}]
    segments = [{"sku": sku, "quantity": 500, "sample_size": 50} for sku in ("RED", "BLUE", "TAN")]
    lot = may_ship_in_part().lot(DAY).to_dict() | {"as_of": None, "case": {}, "calendar": {}}
    lot["lot"]["quantity"] = 1500
    lot["inspection"] |= {"sample_size": 150, "segments": segments, "defects": found}
    lot = {key: value for key, value in lot.items() if value}
    one, none = (
        permitted(("accept", f"defects.major.found <= {most}"), ("divide", "true"))
        for most in (1, 0)
    )
    case = Case.begin("PO-1", lot, on=DAY, policies=one).decide(on=DAY)
    assert [each.name for each in case.gate(DAY).parts] == ["RED", "TAN"]
    assert not held_otherwise(case)
    assert held_otherwise(evolve(case, policies=none))


def test_what_was_told_after_the_decision_decides_nothing() -> None:
    policies = permitted(("accept", "papers.notice.shared == false"), ("rework", "true"))
    case = Case.begin("PO-1", {"lot": {"id": "PO-1"}}, on=DAY, policies=policies).decide(on=DAY)
    case = case.add("draft", {"paper": "notice"}, on=DAY)
    assert not held_otherwise(case)
    assert case.decide(on=DAY).decision.outcome == "rework"  # type: ignore[union-attr]


def test_what_is_released_is_released() -> None:
    case, gate = may_ship_in_part().release(on=DAY)
    assert gate.is_open
    assert not held_otherwise(evolve(case, policies=permitted(("rework", "true"))))
    assert held_otherwise(evolve(may_ship_in_part(), policies=permitted(("rework", "true"))))


def test_another_proof_than_the_policy_in_force_takes_is_none() -> None:
    def proved_by(kind: str) -> CasePolicies:
        text = LOT_POLICY.format(version="1.0.0", most=5, before="release")
        text = text.replace("proved_by: document", f"proved_by: {kind}")
        return CasePolicies({**POLICIES.by_role, "failed-inspection": load_policy_text(text)})

    strict, lax = proved_by("document"), proved_by("[progress, document]")
    assert held_otherwise(evolve(accepted(lax), policies=strict))
    assert not held_otherwise(evolve(accepted(strict), policies=lax))


NEEDLE = {"code": "D1", "severity": "critical", "category": "safety", "units": 1}
ASKS = """
  every:
    require: [{do: inspect-every-unit, before: release, proved_by: document}]
    with: [accept]
    when: true
    because: so
    source: House"""
LAX = {
    "accept": permitted(("accept", "true")),
    "rework": permitted(("rework", "true")),
    "accept, once it is proved": in_force(
        f"  accept: {{permit: [accept], when: true, because: so, source: House}}{ASKS}"
    ),
}
"""Policies that ask for less before the release than the shipped one."""


def put_right(
    first_by: CasePolicies, *, agreed: bool, units: int = 3200, about: int | None = None
) -> dict[str, str]:
    """Return what is missing of a lot in which a needle was found, once it was inspected again."""
    found = rework.lot(defects=[NEEDLE | {"reworkable": True}])
    case = Case.begin("PO-7", found, on=date(2026, 11, 18), inspector="Wang", policies=first_by)
    case = evolve(case.decide(on=date(2026, 11, 19)), policies=POLICIES)
    if agreed:
        agreement = {"scope": "rework", "consent": True, "ready_by": "2026-11-28", "units": about}
        case = case.add("agreement", agreement, on=date(2026, 11, 21))
    report = rework.again(rework.right("D1"), {"sample_size": units})
    case = case.add("reinspection", report, on=date(2026, 11, 30))
    case = case.add("document", {"paper": "reinspection_report"}, on=date(2026, 11, 30))
    return rework.missing(case.decide(on=date(2026, 12, 1)))


@pytest.mark.parametrize("by", LAX)
def test_what_the_policy_in_force_requires_after_an_earlier_inspection_is_proved(by: str) -> None:
    lacks = put_right(LAX[by], agreed=True, units=125)
    assert "`inspect-every-unit` comes before the release" in lacks["every-unit-for-danger"]
    assert lacks == put_right(POLICIES, agreed=True, units=125)
    assert not put_right(LAX[by], agreed=True)


def test_an_earlier_decision_that_lets_goods_pass_needs_no_less_work_agreed_on() -> None:
    lacks = put_right(LAX["accept"], agreed=False)
    assert "decides `rework` on what was known then: agree on" in lacks["policy-decides-otherwise"]
    assert "not-agreed" in put_right(POLICIES, agreed=False)
    lacks = put_right(LAX["accept"], agreed=True, about=3199)
    assert "agree on what is put right" in lacks["policy-decides-otherwise"]
    assert not put_right(LAX["accept"], agreed=True, about=3200)
