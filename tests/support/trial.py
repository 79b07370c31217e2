"""A small policy and a lot for tests of what is said of decisions: every section has something."""

from __future__ import annotations

import copy
from typing import Any

from disposition import Decision, Lot, Policy, load_policy_text

POLICY = """\
policy: trial
version: 1.0.0
outcomes:
  accept:             {title: Accept and ship,               ships: all}
  concession:         {title: Ship with price compensation,  ships: all}
  partial_acceptance: {title: Sort and ship a part,          ships: part}
  rework:             {title: Rework and inspect again,      ships: none}
  replacement:        {title: Have it made anew,             ships: none}
otherwise: hold
parameters:
  concession_limit: {value: 2.5, unit: percent}
define:
  unsafe: defects.critical.found > 0 or defects.safety.found > 0
rules:
  critical-never-ships:
    forbid: [accept, concession, partial_acceptance]
    when: unsafe
    because: "{defects.critical.found} critical and {defects.safety.found} safety defects"
    source: ISO 2859-1
  within-plan:
    permit: [accept]
    when: defects.major.accepted and inspection.report_result == 'pass'
    because: "{defects.major.found} major found, {defects.major.accept} allowed"
  beyond-plan:
    forbid: [accept]
    when: not defects.major.accepted
    because: "{defects.major.found} major found where {defects.major.accept} are allowed"
    source: ISO 2859-1, 7.2
  minor-only:
    permit: [concession]
    when: contract.price_reduction.allowed and defects.minor.rate <= concession_limit
    because: minor defects within {concession_limit} %
  major-is-not-for-sale:
    forbid: [concession]
    when: defects.major.found > 0
    because: money settles minor defects only
  time-to-rework:
    permit: [rework]
    when: contract.rework.allowed and shipment.slack_days >= 0
    because: "the contract allows it and {shipment.slack_days} days remain"
    source: contract
    clause: contract.rework.clause
  make-anew:
    permit: [replacement]
    when: lot.quantity <= 10000
    because: nothing else is left
  another-inspector:
    require:
      - do: reinspect
        what: the whole lot, at the same or a tighter plan
        by: an inspector who did not do the first inspection
    with: [rework, replacement]
    when: true
    because: nobody is to judge themselves
    source: ISO 2859-1, resubmission
  notice:
    require:
      - do: give_notice
        what: list every defect
        due: inspection.date + contract.notice_days
        values:
          units: defects.major.found
          third: lot.quantity / 3
          found_on: inspection.date
          last_day: inspection.date + contract.notice_days
          urgency: shipment.urgency
          standard: "'ISO 2859-1'"
          many: defects.major.found > 8
    when: defects.major.found > 0
    because: "notice within {contract.notice_days} days"
    clause: contract.rework.clause
  urgent-call:
    require: [{do: call_the_buyer}]
    when: shipment.urgency in ['high', 'critical']
    because: the buyer waits
invariants:
  unsafe-never-ships: {always: "not unsafe or ships == 'none'"}
  big-lots-are-not-made-anew: {always: "outcome != 'replacement' or lot.quantity < 5000"}
"""

LOT: dict[str, Any] = {
    "lot": {"id": "PO-4711/2", "quantity": 3200},
    "inspection": {
        "date": "2026-11-18",
        "report_result": "fail",
        "sample_size": 125,
        "plan": {
            "standard": "iso2859-1",
            "level": "II",
            "state": "normal",
            "type": "single",
            "aql": {"critical": "0", "major": "2.5", "minor": "4.0"},
        },
        "defects": [{"code": "D12", "severity": "major", "category": "functional", "units": 9}],
    },
    "shipment": {
        "ship_by": "2026-12-01",
        "urgency": "high",
        "rework_days": 4,
        "reinspection_days": 2,
    },
    "contract": {"rework": {"clause": "7.4", "allowed": True}, "notice_days": 14},
    "as_of": "2026-11-22",
}

LATE = {"shipment": {"rework_days": 30}}
CASES: dict[str, dict[str, Any]] = {
    "decided": {},
    "needs-information": {
        "shipment": {"rework_days": None, "urgency": None},
        "contract": {"notice_days": None},
    },
    "no-rule": {**LATE, "lot": {"id": None, "quantity": 12000}},
    "withheld": {**LATE, "lot": {"quantity": 9000}},
    "ships": {"inspection": {"report_result": "pass", "defects": []}},
}
"""Changes of the lot that lead to each status, and to an outcome that ships."""


def trial_policy() -> Policy:
    """Return the policy, ready to decide."""
    return load_policy_text(POLICY, "trial.yaml")


def lot_document(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the lot document with other values in some of its sections."""
    document = copy.deepcopy(LOT)
    for section, values in (changes or {}).items():
        if isinstance(values, dict):
            document[section].update(values)
        else:
            document[section] = values
    return document


def decided(case: str, engine: str = "compiled") -> Decision:
    """Return the decision of one of the cases."""
    return trial_policy().decide(Lot.from_dict(lot_document(CASES[case])), engine=engine)
