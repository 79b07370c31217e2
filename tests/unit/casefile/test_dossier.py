"""The dossier tells what the entries and the policies say, as data with a version."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from attrs import evolve

from disposition.casefile.case import Case
from disposition.casefile.dossier import Dossier, dossier_schema
from disposition.casefile.lifecycle.policies import CasePolicies
from disposition.casefile.log.entry import Entry
from disposition.documents.reading import read
from disposition.documents.writing import write
from support import dossier_cases
from support.case_entries import as_of_old, call, day, toy
from support.golden import Golden

END = date(2026, 12, 2)


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> CasePolicies:
    return dossier_cases.small_policies(tmp_path_factory.mktemp("policies"))


@pytest.fixture(scope="module")
def story(policies: CasePolicies) -> Callable[[str], Case]:
    """The cases by their names, each made once."""
    return cache(lambda name: getattr(dossier_cases, name)(policies))


@pytest.fixture(scope="module")
def released(story: Callable[[str], Case]) -> Case:
    return story("released")


@pytest.fixture(scope="module")
def told(released: Case) -> dict[str, Any]:
    return released.dossier(END).to_dict()


# --- the document --------------------------------------------------------------------------------


def test_the_document_is_as_it_was_agreed(told: dict[str, Any], golden: Golden) -> None:
    text = json.dumps(told, ensure_ascii=False, indent=1)
    golden(re.sub("sha256:[0-9a-f]{64}", "sha256:…", text) + "\n", "casefile/dossier-released.json")


@pytest.mark.parametrize("name", ["begun", "talked", "agreed", "released", "hostile"])
@pytest.mark.parametrize("on", [date(2026, 11, 1), date(2026, 11, 20), END])
def test_every_document_is_as_its_schema_says(
    story: Callable[[str], Case], name: str, on: date
) -> None:
    document = story(name).dossier(on).to_dict()
    jsonschema.Draft202012Validator(dossier_schema()).validate(document)
    assert json.loads(json.dumps(document)) == document  # nothing in it but plain data
    again, problems = read(Dossier, document)
    assert problems == []
    assert write(again) == document


def test_the_schema_says_what_every_key_means() -> None:
    def described(schema: dict[str, Any]) -> int:
        found = 0
        for name, each in schema.get("properties", {}).items():
            assert each["description"], name
            found += 1 + described(each) + described(each.get("items", {}))
        return found

    assert described(dossier_schema()) > 150


def test_the_schema_refuses_what_it_does_not_know(told: dict[str, Any]) -> None:
    for wrong in ("2026-02-30", "2026-11-30\n", "30.11.2026"):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**told, "as_of": wrong}, dossier_schema())
    with pytest.raises(jsonschema.ValidationError, match="additional"):
        jsonschema.validate({**told, "more": 1}, dossier_schema())


def test_the_json_is_one_line_with_the_keys_in_their_order(released: Case) -> None:
    dossier = released.dossier(END)
    text = dossier.to_json()
    assert "\n" not in text
    assert list(json.loads(text)) == list(dossier_schema()["properties"])
    assert text == released.dossier(END).to_json()


def test_a_dossier_shows_itself_briefly(released: Case) -> None:
    assert repr(released.dossier(END)) == ("<Dossier of PO-4711/2 as of 2026-12-02, 19 entries>")


# --- what a reader wants to know first -----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "on", "stage", "says"),
    [
        ("begun", day(18), "reported", "May not be released: 2 things are missing."),
        ("begun", day(1), "reported", "May not be released: 1 thing is missing."),
        ("talked", day(22), "talking", "May not be released: 2 things are missing."),
        ("released", day(28), "reinspected", "May be released, the whole lot: nothing is missing."),
        ("released", day(30), "released", "Released on 2026-11-30: the whole lot."),
        (
            "released",
            END,
            "closed",
            "Released on 2026-11-30: the whole lot. The case was closed on 2026-12-02.",
        ),
    ],
)
def test_the_headline(
    story: Callable[[str], Case], name: str, on: date, stage: str, says: str
) -> None:
    headline = story(name).dossier(on).headline
    assert (headline.stage, headline.says) == (stage, says)


def test_the_headline_of_a_case_closed_without_release(policies: CasePolicies) -> None:
    case = dossier_cases.begun(policies).add("closed", {"because": "order ended"}, on=day(19))
    headline = case.dossier(day(19)).headline
    assert headline.says == "Not released. The case was closed on 2026-11-19."
    assert (headline.closed_on, headline.closed_because) == (day(19), "order ended")


def test_a_release_that_a_refusal_followed_does_not_stand(policies: CasePolicies) -> None:
    case, _ = dossier_cases.shipped(policies).release(on=END, by="Bo")
    headline = case.dossier(END).headline
    assert (headline.is_released, headline.released_on) == (False, day(30))
    assert headline.says.startswith("May not be released: 1 thing is missing.")
    assert headline.says.endswith("A release of 2026-11-30 was followed by a refusal.")


def test_the_headline_of_what_was_not_decided(policies: CasePolicies) -> None:
    lot = toy()
    del lot["inspection"]["plan"]
    case = Case.begin("PO-1", lot, on=day(18), policies=policies).decide(on=day(18))
    headline = case.dossier(day(18)).headline
    assert (headline.decision, headline.status) == ("Hold", "needs_information")


def test_the_goods(told: dict[str, Any]) -> None:
    goods = told["goods"]
    assert (goods["quantity"], goods["unit_price"], goods["value"], goods["currency"]) == (
        3200,
        "4.20",
        "13440.00",
        "USD",
    )
    assert goods["ship_by"] == "2026-12-04"  # as the agreement put it off


# --- inspections and findings --------------------------------------------------------------------


def test_what_the_samples_say(told: dict[str, Any]) -> None:
    first, again = told["inspections"]
    assert [
        (row["severity"], row["aql"], row["found"], row["accept"], row["says"])
        for row in first["samples"]
    ] == [
        ("critical", "0", 0, 0, "accepted"),
        ("major", "2.5", 9, 7, "rejected"),
        ("minor", "4.0", 6, 10, "accepted"),
    ]
    assert [row["found"] for row in again["samples"]] == [0, 0, 1]  # under the first one's plan
    assert (
        again["plan"] == first["plan"] == "ISO 2859-1, level II, normal inspection, single sampling"
    )


def test_a_sample_that_is_not_fully_known_is_told_as_far_as_it_is(policies: CasePolicies) -> None:
    lot = toy()
    del lot["inspection"]["plan"]["level"], lot["inspection"]["defects"][0]["units"]
    case = Case.begin("PO-1", lot, on=day(18), policies=policies)
    (inspection,) = case.dossier(day(18)).inspections
    assert [
        (row.severity, row.found, row.at_least, row.accept, row.says) for row in inspection.samples
    ] == [("major", None, 1, None, None), ("minor", 6, 6, None, None)]


def test_own_limits_and_named_plans(policies: CasePolicies) -> None:
    lot = toy()
    plan = lot["inspection"]["plan"]
    del plan["aql"]["major"]
    plan["custom"] = {"major": {"sample_size": 125, "accept": 3}}
    lot["inspection"]["plans"] = [
        {**toy()["inspection"]["plan"], "name": "packing", "level": "S-3", "sample_size": 20}
    ]
    lot["inspection"]["defects"][2]["plan"] = "packing"
    dossier = Case.begin("PO-1", lot, on=day(18), policies=policies).dossier(day(18))
    (inspection,) = dossier.inspections
    assert inspection.plan.endswith("single sampling, own limits for major")
    rows = {(row.severity, row.plan): row for row in inspection.samples}
    assert (rows["major", None].aql, rows["major", None].accept) == (None, 3)
    assert (rows["minor", "packing"].inspected, rows["minor", "packing"].found) == (20, 2)
    packing = next(each for each in dossier.findings if each.code == "D40")
    assert packing.sample_size == 20
    assert packing.accept == rows["minor", "packing"].accept != rows["minor", None].accept


def test_who_inspected_again(policies: CasePolicies) -> None:
    again = {"inspector": "Chen", "inspection": {"report_result": "fail"}}
    case = dossier_cases.begun(policies).add("reinspection", again, on=day(20))
    case = case.add("reinspection", again | {"inspector": "Zhou"}, on=day(21))
    assert [each.by_another for each in case.dossier(END).inspections] == [None, False, True]
    unnamed = dossier_cases.begun(policies, inspector=None)
    unnamed = unnamed.add("reinspection", again, on=day(20))
    assert [each.by_another for each in unnamed.dossier(END).inspections] == [None, None]


def test_a_finding_with_what_the_sample_allows(told: dict[str, Any]) -> None:
    assert told["findings"][0] == {
        "line": "1.defects.1",
        "code": "D12",
        "description": "wheel turns hard, axle glued in",
        "severity": "major",
        "category": "functional",
        "place": "RED/B7",
        "is_check": False,
        "found_in": 1,
        "found_on": "2026-11-18",
        "units": 9,
        "sample_size": 125,
        "accept": 7,
        "aql": "2.5",
        "resolved": True,
        "resolved_in": 15,
        "proof": 2,
        "checkpoint": True,
    }


def test_a_failed_check_is_a_finding_without_units(told: dict[str, Any]) -> None:
    check = told["findings"][3]
    assert (check["code"], check["is_check"], check["units"], check["severity"]) == (
        "shipping mark",
        True,
        None,
        "major",
    )


def test_what_is_not_put_right_is_open(policies: CasePolicies) -> None:
    found = dossier_cases.agreed(policies).dossier(day(27)).findings
    assert {(each.resolved, each.resolved_in, each.proof) for each in found} == {(False, None, 0)}
    assert [each.checkpoint for each in found] == [True, False, True, False]


def test_each_line_of_a_defect_is_a_finding(policies: CasePolicies) -> None:
    lot = toy()
    lot["inspection"]["defects"] = [
        {
            "code": "D1",
            "severity": "major",
            "category": "cosmetic",
            "units": 2,
            "sku": "RED",
            "description": "spot",
        },
        {
            "code": "D1",
            "severity": "major",
            "category": "functional",
            "units": 3,
            "sku": "BLUE",
            "description": "spot",
        },
    ]
    case = Case.begin("PO-1", lot, on=day(18), policies=policies)
    found = case.dossier(day(18)).findings[:2]
    assert [(each.units, each.place, each.category) for each in found] == [
        (2, "RED", "cosmetic"),
        (3, "BLUE", "functional"),
    ]
    assert [each.description for each in found] == ["spot", "spot"]
    del lot["inspection"]["defects"][0]["units"]
    case = Case.begin("PO-1", lot, on=day(18), policies=policies)
    assert case.dossier(day(18)).findings[0].units is None


def test_findings_that_are_not_fully_known(policies: CasePolicies) -> None:
    lot = toy()
    del lot["inspection"]["checks"]
    dossier = Case.begin("PO-1", lot, on=day(18), policies=policies).dossier(day(18))
    assert dossier.findings_known is False
    assert [(each.code, each.resolved) for each in dossier.findings] == [
        ("D12", None),
        ("D31", None),
        ("D40", None),
    ]


# --- what happened -------------------------------------------------------------------------------


def test_the_timeline_tells_every_entry(released: Case, told: dict[str, Any]) -> None:
    line = told["timeline"]
    assert [
        (each["entry"], each["on"], each["kind"], each["by"], each["hash"]) for each in line
    ] == [
        (each.number, each.on.isoformat(), each.kind, each.by, each.hash)
        for each in released.entries
    ]
    assert [each["entry"] for each in line if each["withdrawn"]] == [4]
    assert line[3]["withdrawn"] == {"entry": 5, "on": "2026-11-20", "because": "entered twice"}
    assert line[2]["settles"] == ["notify-supplier"]


def test_what_is_written_late_stands_on_its_day(policies: CasePolicies) -> None:
    case = as_of_old(
        dossier_cases.begun(policies), ("contact", 22, call()), ("contact", 20, call())
    )
    assert [each.entry for each in case.dossier(day(22)).timeline] == [1, 3, 2]
    assert [each.entry for each in case.dossier(day(22)).correspondence] == [3, 2]


def test_nothing_is_told_of_what_happens_later(policies: CasePolicies) -> None:
    dossier = dossier_cases.released(policies).dossier(day(19))
    assert [each.entry for each in dossier.timeline] == [1, 2, 3, 4]
    assert dossier.timeline[3].withdrawn is None
    assert (dossier.record.entries, dossier.record.told) == (19, 4)
    assert (dossier.agreements, dossier.progress, dossier.papers, dossier.requests) == (
        (),
        (),
        (),
        (),
    )


def test_the_decisions_with_their_documents(released: Case, told: dict[str, Any]) -> None:
    first, last = told["decisions"]
    assert (first["entry"], first["approved_by"], first["note"]) == (2, "Dr. Weiss", "no doubt")
    assert (first["is_current"], last["is_current"]) == (False, True)
    assert first["document"] == released.entries[1].data["decision"]
    assert list(first["document"])[:3] == ["format", "lot", "as_of"]  # in the document's own order
    assert last["document"]["policy"]["digest"] == released.policies["failed-inspection"].digest


def test_the_correspondence(told: dict[str, Any]) -> None:
    call_, reply, answer = told["correspondence"]
    assert [each["entry"] for each in told["correspondence"]] == [3, 6, 7]  # 4 was withdrawn
    assert [(who["name"], who["copied"], who["senior"]) for who in call_["people"]] == [
        ("Li", False, False),
        ("Ann", False, False),
        ("Wu", True, True),
    ]
    assert (call_["direction"], call_["photos"], call_["purpose"]) == ("sent", 14, "opening")
    assert (reply["direction"], reply["sender"], reply["channel"]) == ("received", "Li", "email")
    assert [(part["part"], part["cause"], part["ready_by"]) for part in reply["parts"]] == [
        ("acknowledgement", None, None),
        ("root_cause", "process", None),
        ("timeline", None, "2026-11-27"),
    ]
    assert [
        (each["topic"], each["change"], each["is_answered"]) for each in reply["arguments"]
    ] == [
        ("measurement", "the first", True),
        ("handling", "a new topic, weaker", False),
    ]
    assert (answer["topic"], answer["summary"]) == ("measurement", "measured with a gauge")


def test_arguments_go_with_the_reply_that_raised_them(policies: CasePolicies) -> None:
    case = dossier_cases.begun(policies)
    for number, topics in enumerate((["cost"], [], ["time", "cost"])):
        raised = [{"topic": topic} for topic in topics]
        case = case.add("reply", {"arguments": raised, "summary": "s"}, on=day(19 + number))
    talks = case.dossier(END).correspondence
    assert [[each.topic for each in talk.arguments] for talk in talks] == [
        ["cost"],
        [],
        ["time", "cost"],
    ]
    assert talks[2].arguments[1].change == "back with nothing new"


def test_how_the_arguments_read(released: Case, told: dict[str, Any]) -> None:
    assert told["reading"] == released.reading(END).to_dict()
    assert told["reading"]["confidence"] == "medium"
    assert told["assessments"][0]["shows"] == "finding_stands"


def test_there_is_no_reading_without_arguments(policies: CasePolicies) -> None:
    assert dossier_cases.begun(policies).dossier(END).reading is None


# --- agreement, rework, photos, papers -----------------------------------------------------------


def test_the_agreement(told: dict[str, Any]) -> None:
    (agreed,) = told["agreements"]
    assert agreed == {
        "entry": 11,
        "on": "2026-11-23",
        "is_current": False,
        "scope": "rework",
        "consent": True,
        "units": 1600,
        "units_accepted": 1500,
        "units_rejected": 100,
        "compensation": "250.00",
        "currency": "USD",
        "percent": "2.5",
        "ready_by": "2026-11-27",
        "ship_by": "2026-12-04",
        "reference": "A-1",
        "text": "new axles in all red trains",
    }


def test_each_point_of_the_checklist_as_it_stood_last(told: dict[str, Any]) -> None:
    assert [(each["finding"], each["result"], each["entry"]) for each in told["checklist"]] == [
        ("D12", "pass", 13),
        ("D31", None, None),
        ("D40", "pending", 12),
        ("shipping mark", None, None),
    ]
    assert [each["is_current"] for each in told["progress"]] == [False, False]


def test_points_of_other_things_stand_last(policies: CasePolicies) -> None:
    seen = {"way": "checklist", "checkpoints": [{"finding": "glue", "result": "fail"}]}
    case = dossier_cases.begun(policies).add("progress", seen, on=day(20))
    last = case.dossier(END).checklist[-1]
    assert (last.finding, last.severity, last.result) == ("glue", None, "fail")


def test_photos_add_up(told: dict[str, Any]) -> None:
    photos = told["photos"]
    assert [(each["entry"], each["photos"], each["videos"]) for each in photos["entries"]] == [
        (1, 14, 1),
        (3, 14, 0),
        (12, 8, 0),
        (13, 2, 0),  # counted by the points of the checklist alone
        (15, 21, 1),
    ]
    assert (photos["total"], photos["videos"]) == (59, 2)
    assert photos["entries"][4]["reference"] == "R-1201.pdf"
    assert photos["entries"][2]["showing"] == [{"finding": "D12", "photos": 3}]


def test_papers_and_what_is_missing(told: dict[str, Any]) -> None:
    assert [(each["entry"], each["is_final"], each["note"]) for each in told["papers"]] == [
        (9, False, None),
        (10, True, "signed by both"),
    ]
    assert told["papers_title"] == "Papers of this stage are missing"
    (missing,) = told["papers_missing"]
    assert (missing["do"], missing["due"], missing["overdue"]) == (
        "file-inspection-report",
        "2026-11-20",
        True,
    )


def test_a_paper_that_is_filed_is_not_missing(policies: CasePolicies) -> None:
    case = dossier_cases.begun(policies).add("document", {"paper": "inspection_report"}, on=day(19))
    assert case.dossier(day(19)).papers_missing == ()


def test_on_its_last_day_nothing_is_overdue(policies: CasePolicies) -> None:
    (missing,) = dossier_cases.begun(policies).dossier(day(20)).papers_missing
    assert (missing.due, missing.overdue) == (day(20), False)


# --- what comes next, and the record -------------------------------------------------------------


def test_the_steps_are_those_of_the_case(policies: CasePolicies) -> None:
    case = dossier_cases.talked(policies)
    steps = case.dossier(day(22)).to_dict()["steps"]
    assert steps == [each.to_dict() for each in case.next_steps(day(22))] != []


def test_the_gate_is_that_of_the_case(policies: CasePolicies) -> None:
    case = dossier_cases.agreed(policies)
    gate, ours = case.gate(day(27)), case.dossier(day(27)).gate
    assert [(each.rule, each.says) for each in ours.missing] == [
        (each.rule, each.because) for each in gate.missing
    ]
    assert [(each.is_sure, each.source) for each in ours.missing] == [
        (False, "ISO 9001:2015, 8.6"),
        (True, "ISO 9001:2015, 8.7.1"),
    ]
    assert ours.missing[0].waits_for == ("reinspection.result",)
    assert ours.policy.digest == case.policies["release"].digest


def test_each_request_for_release(released: Case, told: dict[str, Any]) -> None:
    refused, granted = told["requests"]
    assert (refused["entry"], refused["is_released"], refused["note"]) == (
        14,
        False,
        "asked by sales",
    )
    assert [(each["rule"], each["is_sure"], each["source"]) for each in refused["missing"]] == [
        ("passed", False, ""),
        ("put-right", True, "ISO 9001:2015, 8.7.1"),
    ]
    assert (granted["entry"], granted["is_released"], granted["missing"]) == (18, True, [])
    assert granted["document"] == released.entries[17].data["decision"]


def test_the_record_names_its_head_and_its_policies(released: Case, told: dict[str, Any]) -> None:
    record = told["record"]
    assert (record["entries"], record["head"]) == (19, released.entries[-1].hash)
    assert {each["role"]: each["digest"] for each in record["policies"]} == dict(
        released.policies.digests
    )
    assert (record["faults"], record["earlier_policies"]) == ([], [])


def test_the_record_names_the_policies_that_entries_were_written_under(
    policies: CasePolicies, tmp_path: Path
) -> None:
    newer = dossier_cases.small_policies(tmp_path)
    text = (tmp_path / "capa.yaml").read_text(encoding="utf-8")
    (tmp_path / "capa.yaml").write_text(text.replace("0.1.0", "0.2.0"), encoding="utf-8")
    newer = CasePolicies.load(tmp_path)
    case = evolve(dossier_cases.talked(policies), policies=newer).add("contact", call(), on=day(22))
    (before,) = case.dossier(END).record.earlier_policies
    assert (before.role, before.digest) == ("capa", policies["capa"].digest)
    assert (before.first, before.last) == (1, 8)
    assert case.dossier(day(18)).record.earlier_policies[0].last == 2


def test_a_record_that_was_changed_says_so(policies: CasePolicies) -> None:
    case = dossier_cases.talked(policies)
    held: list[Entry] = case.keeper._cases[case.id]  # type: ignore[attr-defined]
    held[2] = evolve(held[2], by="somebody else")
    faults = case.dossier(END).record.faults
    assert faults == ("case `PO-4711/2`, entry 3: it is not as it was written",)


def test_a_case_tells_its_dossier(released: Case) -> None:
    dossier = released.dossier(END)
    assert isinstance(dossier, Dossier)
    assert dossier.to_json() == released.dossier(END).to_json()
