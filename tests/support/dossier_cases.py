"""A case that went all the way, judged by small policies of its own, for tests of the dossier."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from disposition.casefile.case import Case
from disposition.casefile.lifecycle.policies import CASE_POLICIES, LOT, CasePolicies
from support.case_entries import ANN, LI, call, day, toy

_HEAD = """\
policy: {id}
version: 0.1.0
outcomes:
"""

_LOT = """\
  accept: {title: Accept and ship, ships: all}
  rework: {title: Rework and inspect again, ships: none}
otherwise: hold
rules:
  good:
    permit: [accept]
    when: not defects.major.rejected and checks.all_passed
    because: "{defects.major.found} major defective units; {defects.major.accept} are allowed"
    source: ISO 2859-1:1999, 7.1
  beyond:
    forbid: [accept]
    when: defects.major.rejected
    because: "{defects.major.found} major defective units; {defects.major.accept} are allowed"
    source: ISO 2859-1:1999, 7.2
  correctable:
    permit: [rework]
    when: defects.major.rejected
    because: "every defect found can be corrected: {defects.list}"
    source: ISO 9001:2015, 8.7.1 a)
    clause: contract.rework.clause
  notice:
    require:
      - do: notify-supplier
        what: "written notice that lists {defects.list}"
        by: quality manager
        due: contract.notice_due
    when: defects.major.rejected
    because: what is not notified in time cannot be relied on
    source: CISG Article 39(1)
"""

_TALKS = """\
  open: {title: Open the conversation, ships: none}
  follow: {title: Keep the conversation going, ships: none}
otherwise: hold
rules:
  first:
    permit: [open]
    when: talks.count == 0
    because: nobody has spoken with the supplier
    source: House rule A-1
  later:
    permit: [follow]
    when: talks.count > 0
    because: "conversations so far: {talks.count}"
    source: House rule A-1
  call-them:
    require:
      - do: call-supplier
        what: call the supplier, one to one
        by: order manager
        due: case.opened_on + 1
    when: talks.count == 0
    because: a call comes before anything written
    source: House rule A-2
  minded:
    require: [{do: mind-tone, what: ask before concluding}]
    when: talks.count == 0
    because: questions first
    source: House rule A-3
"""

_PUSHBACK = """\
  nothing: {title: Nothing was argued, ships: none}
  shifting: {title: The arguments move from topic to topic, ships: none}
otherwise: open
rules:
  none:
    permit: [nothing]
    when: arguments.count == 0
    because: no argument
    source: House rule P-1
  moves:
    permit: [shifting]
    when: arguments.count > 0
    because: "what was argued: {arguments.list}"
    source: House rule P-2
  sure:
    require: [{do: confidence-medium, what: "two arguments on two topics"}]
    when: arguments.count > 1
    because: two arguments
    source: House rule P-3
  patience:
    require:
      - do: answer-with-data
        what: answer each argument with the data of the report
        by: quality manager
    when: arguments.unanswered > 0
    because: "not answered yet: {arguments.unanswered}"
    source: House rule P-4
"""

_PLAIN = """\
  fine: {title: Nothing to do, ships: none}
otherwise: hold
rules:
  always:
    permit: [fine]
    when: true
    because: nothing more is asked for
    source: House rule X-1
"""

_RELEASE = """\
  release: {title: Release the whole lot, ships: all}
otherwise: refuse
rules:
  ready:
    permit: [release]
    when: true
    because: nothing is missing
    source: ISO 9001:2015, 8.6
  once:
    forbid: [release]
    when: case.released
    because: "the lot was released on {case.released_on}"
    source: House rule G-1
  put-right:
    forbid: [release]
    when: findings.major_unresolved > 0
    because: "not found put right: {findings.unresolved_list}"
    source: ISO 9001:2015, 8.7.1
  passed:
    forbid: [release]
    when: reinspection.result != 'pass'
    because: "the re-inspection is reported as {reinspection.result}"
    source: ISO 9001:2015, 8.6
"""

_DOCUMENTS = """\
  complete: {title: All papers of this stage are there, ships: none}
  incomplete: {title: Papers of this stage are missing, ships: none}
otherwise: hold
rules:
  there:
    permit: [complete]
    when: papers.inspection_report.final
    because: the report is on file
    source: House rule D-1
  lacking:
    permit: [incomplete]
    when: not papers.inspection_report.final
    because: the report is not on file
    source: House rule D-1
  report:
    require:
      - do: file-inspection-report
        what: the report of the first inspection
        by: inspector
        due: case.opened_on + 2
    when: not papers.inspection_report.final
    because: the case holds its first report
    source: House rule D-2
"""

_TEXTS = {
    LOT: _LOT,
    "approach": _TALKS,
    "pushback": _PUSHBACK,
    "release": _RELEASE,
    "documents": _DOCUMENTS,
}


def small_policies(folder: Path) -> CasePolicies:
    """Return policies for every role, written into a folder."""
    for role in (LOT, *CASE_POLICIES):
        text = _HEAD.format(id=role) + _TEXTS.get(role, _PLAIN)
        (folder / f"{role}.yaml").write_text(text, encoding="utf-8")
    return CasePolicies.load(folder)


CODES = ("D12", "D31", "D40", "shipping mark")


def begun(policies: CasePolicies, **more: Any) -> Case:
    """Return a case of which only the first inspection is reported."""
    given: dict[str, Any] = {"inspector": "Chen", "reference": "R-1187.pdf", "by": "Ann", **more}
    return Case.begin("PO-4711/2", toy(), on=day(18), policies=policies, **given)


def talked(policies: CasePolicies) -> Case:
    """Return a case with a decision, talks, arguments and a withdrawn entry; nothing is agreed."""
    case = begun(policies).decide(on=day(18), by="Ann", approved_by="Dr. Weiss", note="no doubt")
    copied = {"name": "Wu", "side": "supplier", "role": "owner", "senior": True, "copied": True}
    case = case.add(
        "contact",
        call(people=[LI, ANN, copied], summary="nine of 125 wheels turn hard", photos=14),
        on=day(19),
        by="Ann",
        settles=["notify-supplier"],
    )
    case = case.add("contact", call(), on=day(19), by="Ann")
    case = case.add("withdrawn", {"entry": 4, "because": "entered twice"}, on=day(20), by="Ann")
    case = case.add(
        "reply",
        {
            "channel": "email",
            "sender": "Li",
            "summary": "the axle glue",
            "parts": [
                {"part": "acknowledgement"},
                {"part": "root_cause", "cause": "process", "evidence": "photo", "text": "too hot"},
                {"part": "timeline", "ready_by": "2026-11-27"},
            ],
            "arguments": [
                {"topic": "measurement", "evidence": "statement", "claim": "by hand only"},
                {"topic": "handling", "claim": "dropped on the way"},
            ],
        },
        on=day(20),
        by="Ann",
    )
    answer = call(purpose="answer", topic="measurement", summary="measured with a gauge")
    case = case.add("contact", answer, on=day(21), by="Ann")
    found = {
        "topic": "measurement",
        "shows": "finding_stands",
        "by": "re_measurement",
        "text": "gauge 7, 0.4 Nm",
    }
    return case.add("assessment", found, on=day(21), by="Ann")


def agreed(policies: CasePolicies) -> Case:
    """Return the case with what was agreed on, and the rework under way; release was refused."""
    case = talked(policies)
    plan = {"paper": "rework_plan", "title": "Rework of line 3", "reference": "RP-1"}
    case = case.add("draft", plan, on=day(22), by="Ann")
    case = case.add("document", plan | {"note": "signed by both"}, on=day(23), by="Ann")
    units = {"units": 1600, "units_accepted": 1500, "units_rejected": 100}
    terms = {"compensation": "250.00", "percent": "2.5", "ready_by": "2026-11-27"}
    case = case.add(
        "agreement",
        {
            "scope": "rework",
            "consent": True,
            **units,
            **terms,
            "ship_by": "2026-12-04",
            "reference": "A-1",
            "text": "new axles in all red trains",
        },
        on=day(23),
        by="Ann",
    )
    points = [
        {"finding": "D12", "result": "fail", "photos": 3},
        {"finding": "D40", "result": "pending"},
    ]
    seen = {"way": "on_site_visit", "photos": 8, "who": "Bo", "note": "half done"}
    case = case.add("progress", {**seen, "checkpoints": points}, on=day(25), by="Bo")
    checked = [{"finding": "D12", "result": "pass", "photos": 2}]
    case = case.add("progress", {"way": "checklist", "checkpoints": checked}, on=day(26), by="Bo")
    case, _ = case.release(on=day(26), by="Ann", note="asked by sales")
    return case


def shipped(policies: CasePolicies) -> Case:
    """Return the case with its re-inspection and its release; it is not closed."""
    case = agreed(policies)
    again = {
        "inspector": "Zhou",
        "reference": "R-1201.pdf",
        "inspection": {
            "id": "R-2026-1201",
            "report_result": "pass",
            "sample_size": 125,
            "defects": [{"code": "D77", "severity": "minor", "category": "cosmetic", "units": 1}],
            "checks": [{"name": "shipping mark", "category": "labelling", "result": "pass"}],
            "evidence": {"photos": 21, "videos": 1, "notes": "all axles new"},
        },
        "findings": [
            {"finding": code, "resolved": True, "photos": 2, "note": "seen"} for code in CODES
        ],
        "workmanship": "pass",
        "packaging": "pass",
        "labelling": "not_checked",
        "matches_sample": True,
    }
    case = case.add("reinspection", again, on=day(28), by="Ann")
    case = case.decide(on=day(28), by="Ann")
    case = case.add("done", {"do": "file-everything", "note": "by post"}, on=day(29), by="Ann")
    case, _ = case.release(on=day(30), by="Ann")
    return case


def released(policies: CasePolicies) -> Case:
    """Return the case to its end."""
    return shipped(policies).add("closed", {"because": "shipped"}, on=date(2026, 12, 2), by="Ann")


SCRIPT = "<script>alert('x')</script>"
QUOTES = "\"'`&lt;</td></table></style>{{ d }}{% raw %}"
OVERRIDE = "safe \u202etxet desrever\u202c \u2066isolated\u2069 end"
LONG_WORD = "Donaudampfschifffahrt" * 40
CHINESE = "车轮转动困难，轮轴粘死：请在发货前返工并重新检验。"
LONG_TEXT = ("The axle is glued in. " * 500)[:10_000]
HOSTILE = (SCRIPT, QUOTES, OVERRIDE, LONG_WORD, CHINESE, LONG_TEXT)


def hostile(policies: CasePolicies) -> Case:
    """Return a case of 300 entries and 60 findings, with what users may write at its worst."""
    lot = toy()
    lot["lot"] |= {"product": f"{SCRIPT} {CHINESE}", "category": QUOTES}
    lot["supplier"]["id"] = f"S<1>{OVERRIDE}"
    lot["inspection"]["evidence"]["notes"] = LONG_TEXT
    lot["inspection"]["defects"] = [
        {
            "code": f"D{number}{HOSTILE[number % 5]}"[:300],
            "severity": ("critical", "major", "minor")[number % 3],
            "category": "cosmetic",
            "units": 1,
            "reworkable": True,
            "description": HOSTILE[number % 6],
        }
        for number in range(60)
    ]
    case = Case.begin(
        "PO<b>'\"/车 9", lot, on=day(18), by=SCRIPT, inspector=QUOTES, policies=policies
    )
    case = case.decide(on=day(18), by=OVERRIDE, approved_by=CHINESE, note=LONG_TEXT)
    codes = [each["code"] for each in lot["inspection"]["defects"]]
    for number in range(296):
        text = HOSTILE[number % 6]
        who = {"name": text[:200], "side": "supplier", "role": text, "senior": True}
        copied = {"name": CHINESE, "side": "third_party", "copied": True}
        parts = [{"part": "root_cause", "text": text, "cause": "process"}]
        argued = [{"topic": "handling", "claim": text, "evidence": "photo"}]
        points = [{"finding": codes[number % 60], "result": "pending", "photos": 1}]
        kind, data = (
            ("contact", call(people=[who, copied], summary=text)),
            ("reply", {"sender": text[:200], "parts": parts, "arguments": argued, "summary": text}),
            (
                "progress",
                {"way": "message", "who": text[:200], "note": text, "checkpoints": points},
            ),
            ("draft", {"paper": "rework_plan", "title": text, "reference": text, "note": text}),
            ("done", {"do": f"step-{number}", "note": text}),
            (
                "assessment",
                {"topic": "handling", "shows": "open_to_both", "by": "records", "text": text},
            ),
            ("agreement", {"scope": "rework", "consent": False, "reference": text, "text": text}),
        )[number % 7]
        case = case.add(kind, data, on=day(19 + number // 60), by=text[:300])
    case = case.add("withdrawn", {"entry": 4, "because": SCRIPT + QUOTES}, on=day(24), by=CHINESE)
    case, _ = case.release(on=day(25), by=QUOTES, note=OVERRIDE)
    return case
