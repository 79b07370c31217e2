"""Data of entries: what is needed, what is refused and where, what comes back from the store."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import fields
from jsonschema import Draft202012Validator

from disposition.casefile.errors import CaseError, EntryError
from disposition.casefile.log.entry_data import (
    entry_schema,
    kind_of,
    read_data,
    stored_data,
)
from disposition.casefile.log.kinds import KINDS
from disposition.documents.writing import write
from support.case_entries import ANN, FIRST_DAY, LI, call, decision_document, toy

GOOD: dict[str, dict[str, Any]] = {
    "inspection": {"inspector": "Chen", "lot": toy()},
    "decision": {"approved_by": "Ann", "decision": decision_document("rework")},
    "contact": call(),
    "reply": {
        "parts": [{"part": "timeline", "ready_by": "2026-12-01", "evidence": "document"}],
        "arguments": [{"topic": "measurement", "claim": "our gauge says 2 mm"}],
    },
    "rest": {"case": "PO-1/rest", "units": 2700},
    "correction": {"because": "read at another size", "inspection": {"defects": []}},
    "assessment": {"topic": "measurement", "shows": "finding_stands", "by": "re_measurement"},
    "draft": {"paper": "notice"},
    "document": {"paper": "notice", "reference": "N-1"},
    "agreement": {"scope": "rework", "consent": False, "units": 1600, "percent": "2.5"},
    "progress": {"way": "checklist", "checkpoints": [{"finding": "D12", "result": "pending"}]},
    "reinspection": {
        "inspector": "Zhou",
        "inspection": {"defects": [], "checks": [], "report_result": "pass"},
        "findings": [{"finding": "D12", "resolved": False}],
        "matches_sample": False,
    },
    "released": {"note": "all well", "decision": decision_document("release", ships="all")},
    "refused": {
        "missing": [{"rule": "no-photos", "is_sure": False}],
        "decision": decision_document("refuse"),
    },
    "other_goods": {"case": "PO-0", "because": "another delivery"},
    "closed": {"because": "shipped"},
    "done": {"do": "approve"},
    "withdrawn": {"entry": 2, "because": "written twice"},
}


def test_every_kind_has_its_example() -> None:
    assert GOOD.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_read_is_stored_and_read_again(kind: str) -> None:
    read = read_data(kind, GOOD[kind], FIRST_DAY)
    decided = {key: value for key, value in GOOD[kind].items() if key == "decision"}
    assert stored_data(kind, write(read) | decided) == read
    given = {key: value for key, value in GOOD[kind].items() if key != "decision"}
    assert write(read).keys() == given.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_needed_is_asked_for(kind: str) -> None:
    needed = {a.name for a in fields(KINDS[kind].data) if a.metadata.get("needed")}
    if not needed:
        read_data(kind, {}, FIRST_DAY)
        return
    with pytest.raises(EntryError) as error:
        read_data(kind, {}, FIRST_DAY)
    assert {problem.where for problem in error.value.problems} == {f"$.{name}" for name in needed}
    assert {problem.message for problem in error.value.problems} == {"this is needed"}


@pytest.mark.parametrize(
    ("kind", "data", "where", "message", "hint"),
    [
        (
            "contact",
            call() | {"people": [{"name": "Li"}]},
            "$.people[0].side",
            "this is needed",
            "whose side",
        ),
        ("contact", call() | {"people": []}, "$.people", "this is needed", "who took part"),
        ("contact", call() | {"people": "Li"}, "$.people", "expected a list", ""),
        (
            "contact",
            call() | {"purpose": "openin"},
            "$.purpose",
            "expected one of `opening`",
            "did you mean `opening`?",
        ),
        (
            "contact",
            call() | {"chanel": "call"},
            "$.chanel",
            "unknown key",
            "did you mean `channel`?",
        ),
        (
            "agreement",
            GOOD["agreement"] | {"percent": 0.1 + 0.2},
            "$.percent",
            "found the float",
            "0.3",
        ),
        (
            "inspection",
            {"lot": toy() | {"case": {"contacts": [{"channel": "call"}]}}},
            "$.lot.case",
            "a case tells by its entries what has happened",
            "leave it out",
        ),
        (
            "inspection",
            {"lot": {"lot": {"quantity": 10}, "inspection": {"sample_size": 20}}},
            "$.lot.inspection.sample_size",
            "a sample of 20 is more than the lot's 10 units",
            "count each unit once",
        ),
        (
            "reinspection",
            {"inspector": "Zhou", "inspection": {"date": "2027-01-01"}},
            "$.inspection.date",
            "an inspection on 2027-01-01 is after",
            "",
        ),
        ("done", [], "$", "expected an object, found a list", ""),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    kind: str, data: Any, where: str, message: str, hint: str
) -> None:
    with pytest.raises(EntryError) as error:
        read_data(kind, data, FIRST_DAY)
    (problem,) = error.value.problems
    assert problem.where == where
    assert message in problem.message
    assert hint in problem.hint


def test_everything_wrong_is_told_at_once() -> None:
    data = {"channel": "fax", "people": [{"name": "", "side": "us"}, LI, ANN]}
    with pytest.raises(EntryError) as error:
        read_data("contact", data, FIRST_DAY)
    places = sorted(problem.where for problem in error.value.problems)
    assert places == ["$.about", "$.channel", "$.people[0].name", "$.people[0].side", "$.purpose"]


def test_an_unknown_kind_is_refused_with_a_suggestion() -> None:
    with pytest.raises(CaseError, match=r"no kind of entry `contacted` \(did you mean `contact`"):
        kind_of("contacted")


def test_data_that_nobody_wrote_is_refused_when_it_is_read_back() -> None:
    with pytest.raises(CaseError, match="the data of an entry `done` cannot be read"):
        stored_data("done", {"do": "approve", "colour": "red"})


def test_an_absent_list_is_empty_and_an_absent_flag_means_no() -> None:
    reply = read_data("reply", {}, FIRST_DAY)
    assert (reply.parts, reply.arguments) == ((), ())
    contact = read_data("contact", call(), date(2026, 11, 19))
    assert [(person.senior, person.copied) for person in contact.people] == [(False, False)] * 2


SCHEMA = entry_schema()
CHANGES: list[dict[str, Any]] = [
    {"colour": "red"},
    *({"note": each} for each in (None, "", 1)),
    *({"photos": each} for each in (None, 0, -1, "2", True)),
    *({"people": each} for each in (None, [], [{}], [ANN], "Li")),
    *({"findings": each} for each in (None, [], [{"finding": "D1", "resolved": None}], [None])),
    *({"because": each} for each in (None, " ", "so")),
]


@pytest.mark.parametrize("kind", SCHEMA["$defs"])
def test_the_schema_takes_what_is_read(kind: str) -> None:
    validator = Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": SCHEMA["$defs"]})
    whole = GOOD[kind]
    fewer = [{key: whole[key] for key in whole if key != left} for left in whole]
    for data in (whole, *fewer, *(whole | change for change in CHANGES)):
        assert validator.is_valid(data) == _is_read(kind, data), data


def _is_read(kind: str, data: dict[str, Any]) -> bool:
    try:
        read_data(kind, data, FIRST_DAY)
    except EntryError:
        return False
    return True
