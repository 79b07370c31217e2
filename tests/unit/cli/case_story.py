"""A small policy for each role of a case, and a lot to begin one with.

The shipped policies change; the texts of commands are compared with golden files and must not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from disposition.casefile.cases import Cases

LOT_POLICY = """\
policy: small-lot
version: 1.0.0
outcomes:
  accept: {title: Accept and ship, ships: all}
  rework: {title: Rework and inspect again, ships: none}
otherwise: hold
rules:
  none-found:
    permit: [accept]
    when: defects.major.found == 0
    because: no major defect was found
    source: House rule 1
  some-found:
    permit: [rework]
    when: defects.major.found > 0
    because: "{defects.major.found} major defects were found"
    source: House rule 2
  notice:
    require:
      - do: notify-supplier
        what: list every defect
        by: order manager
        due: inspection.date + contract.notice_days
      - {do: book-the-line, what: "so that rework can start", by: supplier}
    with: [rework]
    when: true
    because: "the contract gives {contract.notice_days} days for a notice"
    source: Contract
"""

APPROACH = """\
policy: approach
version: 1.0.0
outcomes:
  call_first: {title: Call before anything is written, ships: none}
otherwise: wait
rules:
  a-call-comes-first:
    permit: [call_first]
    when: true
    because: people talk before they write
    source: House rule A-1
  nobody-called-yet:
    require:
      - do: call-supplier
        what: one to one, on this batch and nothing else
        by: order manager
        due: case.opened_on + 2
      - {do: mind-the-tone, what: ask before you tell}
    when: talks.spoken == 0
    because: nobody has spoken to the supplier since the report of {case.opened_on}
    source: House rule A-2
"""

PUSHBACK = """\
policy: pushback
version: 1.0.0
outcomes:
  face_saving: {title: The arguments shift without getting deeper, ships: none}
  no_argument: {title: There is nothing to read yet, ships: none}
otherwise: unclear
rules:
  shifting:
    permit: [face_saving]
    when: arguments.topics > 1 and arguments.deepened == 0
    because: "{arguments.topics} topics in {arguments.count} arguments"
    source: House rule P-1
  none-yet:
    permit: [no_argument]
    when: arguments.count == 0
    because: the supplier has not argued
    source: House rule P-2
  how-sure:
    require: [{do: confidence-medium, what: two arguments are few}]
    with: [face_saving]
    when: true
    because: two arguments are few
    source: House rule P-3
  answer:
    require:
      - {do: answer-with-data, what: "each argument, without hurry", by: quality manager}
    when: arguments.unanswered > 0
    because: "{arguments.unanswered} arguments have no answer yet"
    source: House rule P-4
"""

CAPA = """\
policy: capa
version: 1.0.0
parameters:
  cause_days: {value: 5, unit: days, tighter: lower, about: Days for the root cause}
outcomes:
  own_process: {title: The supplier uses its own process, ships: none}
  guided: {title: We guide the supplier, ships: none}
otherwise: unclear
rules:
  own:
    permit: [own_process]
    when: supplier.iso9001
    because: the supplier is certified
    source: ISO 9001:2015, 10.2.1
  guided-otherwise:
    permit: [guided]
    when: not supplier.iso9001
    because: the supplier is not certified
    source: House rule C-1
  cause:
    require:
      - {do: give-root-cause, what: "with evidence", by: supplier, due: talks.first_on + cause_days}
    when: not replies.root_cause
    because: no reply named a root cause
    source: ISO 9001:2015, 10.2.1
"""

OVERSIGHT = """\
policy: oversight
version: 1.0.0
outcomes:
  watch: {title: Photos now and then, ships: none}
otherwise: unclear
rules:
  photos:
    permit: [watch]
    when: true
    because: the rework is simple
    source: House rule O-1
  look-at-it:
    require: [{do: look-at-the-rework, by: quality manager}]
    when: agreement.in_force and progress.photo_updates == 0
    because: the rework was agreed on {agreement.on} and nobody has looked
    source: House rule O-2
"""

RELEASE = """\
policy: release
version: 1.0.0
outcomes:
  release: {title: The lot may go, ships: all}
otherwise: keep
rules:
  nothing-against-it:
    permit: [release]
    when: true
    because: nothing is missing
    source: ISO 9001:2015, 8.6
  not-inspected-again:
    forbid: [release]
    when: case.reinspections == 0
    because: nobody has inspected the lot since the report of {case.opened_on}
    source: ISO 9001:2015, 8.7.1
  unresolved:
    forbid: [release]
    when: findings.major_unresolved > 0
    because: "not put right yet: {findings.unresolved_list}"
    source: ISO 9001:2015, 8.7.1
  unlike-the-sample:
    forbid: [release]
    when: not reinspection.matches_sample
    because: the goods were not found like the approved sample
    source: House rule R-1
"""

DOCUMENTS = """\
policy: documents
version: 1.0.0
outcomes:
  complete: {title: All papers are there, ships: none}
  incomplete: {title: Papers are missing, ships: none}
otherwise: unclear
rules:
  report-filed:
    permit: [complete]
    when: papers.inspection_report.final
    because: the report is on file
    source: House rule D-1
  report-missing:
    permit: [incomplete]
    when: not papers.inspection_report.final
    because: the report is not on file
    source: House rule D-1
  file-report:
    require: [{do: file-inspection-report, what: the original one, by: order manager}]
    with: [incomplete]
    when: true
    because: the report is not on file
    source: House rule D-1
"""

RELATIONSHIP = """\
policy: relationship
version: 1.0.0
outcomes:
  as_before: {title: Nothing changes, ships: none}
otherwise: unclear
rules:
  resolved:
    permit: [as_before]
    when: case.released
    because: the lot was released
    source: House rule S-1
"""

POLICIES = {
    "failed-inspection": LOT_POLICY,
    "approach": APPROACH,
    "pushback": PUSHBACK,
    "capa": CAPA,
    "oversight": OVERSIGHT,
    "release": RELEASE,
    "documents": DOCUMENTS,
    "relationship": RELATIONSHIP,
}

LOT: dict[str, Any] = {
    "lot": {"id": "PO-4711/2", "product": "Stacking toy", "quantity": 3200, "currency": "USD"},
    "inspection": {
        "id": "R-1",
        "date": "2026-11-18",
        "report_result": "fail",
        "sample_size": 125,
        "defects": [
            {"code": "D12", "severity": "major", "units": 9, "description": "wheel comes off"}
        ],
        "checks": [{"name": "shipping mark", "category": "labelling", "result": "fail"}],
        "evidence": {"photos": 14},
    },
    "supplier": {"id": "S-9"},
    "contract": {"notice_days": 14},
}


def work_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with the policies in `policies`, in force, and the lot in `lot.json`."""
    write_story(folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DISPOSITION_POLICIES", "policies")
    monkeypatch.delenv("DISPOSITION_CASES", raising=False)


def write_story(folder: Path) -> None:
    """Write the policies into `folder/policies` and the lot into `folder/lot.json`."""
    (folder / "policies").mkdir()
    for role, text in POLICIES.items():
        (folder / "policies" / f"{role}.yaml").write_text(text, encoding="utf-8")
    (folder / "lot.json").write_text(json.dumps(LOT), encoding="utf-8")


CONTACT: dict[str, Any] = {
    "channel": "call",
    "purpose": "opening",
    "about": "batch",
    "people": [{"name": "Chen", "side": "supplier"}],
    "summary": "showed the photos of the wheels",
}
REPLY: dict[str, Any] = {
    "channel": "email",
    "sender": "Chen",
    "parts": [{"part": "root_cause", "evidence": "photo", "cause": "equipment"}],
    "arguments": [
        {"topic": "measurement", "claim": "your gauge is off", "evidence": "document"},
        {"topic": "specification", "claim": "the drawing says so"},
    ],
}
REINSPECTION: dict[str, Any] = {
    "inspector": "Wang",
    "inspection": {"report_result": "pass", "sample_size": 125, "defects": []},
    "findings": [
        {"finding": "D12", "resolved": True, "photos": 4},
        {"finding": "shipping mark", "resolved": True},
    ],
    "matches_sample": True,
}
STORE = "cases.db"
CASE = "PO-4711"


def begin_cases(folder: Path, ids: Sequence[str] = (CASE,)) -> None:
    """Begin cases in `folder/cases.db`, under the policies in `folder/policies`."""
    with Cases.open(folder / STORE, policies=folder / "policies") as cases:
        for each in ids:
            cases.begin(each, LOT, on=date(2026, 11, 18), by="Li", inspector="Zhou")


def argue(folder: Path, case: str = CASE) -> None:
    """Decide on the lot of a case, call the supplier, and note how it replied."""
    with Cases.open(folder / STORE, policies=folder / "policies") as cases:
        told = cases.get(case).decide(on=date(2026, 11, 19), by="Li", approved_by="Zhao")
        told = told.add("contact", CONTACT, on=date(2026, 11, 19), by="Li")
        told.add("reply", REPLY, on=date(2026, 11, 20), by="Li", settles=["book-the-line"])


def end(folder: Path, case: str = CASE) -> None:
    """Have the lot of a case inspected again and released, and close the case."""
    with Cases.open(folder / STORE, policies=folder / "policies") as cases:
        told, _ = cases.get(case).release(on=date(2026, 11, 22), by="Li")
        told = told.add("reinspection", REINSPECTION, on=date(2026, 11, 28), by="Li")
        told, _ = told.release(on=date(2026, 11, 29), by="Li")
        told.add("closed", {"because": "all is well"}, on=date(2026, 12, 1), by="Li")
