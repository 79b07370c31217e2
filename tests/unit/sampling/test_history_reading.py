"""Histories as plain data: what is read, and how a bad one is refused."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from disposition.sampling import Correction, Direction, PastLot, SamplingError, read_history
from disposition.sampling.switching.history import history_schema

NO_COUNT = "expected a whole number from 0 to 1,000,000,000,000, found"


def test_a_lot_with_everything() -> None:
    document = {
        "lot": "PO-1/14",
        "accepted": True,
        "resubmitted": False,
        "found": 4,
        "type": "double",
        "accept": 2,
        "accepted_tighter": False,
        "sample": 2,
        "between": True,
        "steady": True,
        "reduced_agreed": False,
    }
    assert read_history([document]) == (PastLot(**document),)


def test_what_is_absent_or_null_is_not_known() -> None:
    lots = read_history([{"accepted": False}, {"accepted": True, "found": None, "lot": None}])
    assert lots == (PastLot("1", accepted=False), PastLot("2", accepted=True))


def test_decisions_stand_between_the_lots() -> None:
    documents = [{"correction": "new mould"}, {"direct": "normal", "because": "audit"}]
    assert read_history(documents) == (Correction("new mould"), Direction("normal", "audit"))
    assert read_history([{"direct": "normal"}]) == (Direction("normal"),)


@pytest.mark.parametrize(
    ("document", "message", "hint"),
    [
        ("14", '$[0]: expected an object, found `"14"`', ""),
        (
            {"lot": "14"},
            "$[0].accepted: this is needed",
            "whether its sample accepted it",
        ),
        (
            {"acepted": True},
            "$[0].acepted: unknown key (the first of 2 problems here)",
            "did you mean `accepted`?",
        ),
        (
            {"accepted": "yes"},
            '$[0].accepted: expected true or false, found `"yes"`',
            "write `true`",
        ),
        ({"accepted": True, "found": -1}, f"$[0].found: {NO_COUNT} `-1`", ""),
        ({"accepted": True, "found": True}, f"$[0].found: {NO_COUNT} `true`", ""),
        (
            {"accepted": True, "lot": 14},
            "$[0].lot: expected text, found `14`",
            'write it as text, `"14"`',
        ),
        (
            {"accepted": True, "type": "tripel"},
            '$[0].type: expected one of `single`, `double`, `multiple`, found `"tripel"`',
            "",
        ),
        (
            {"correction": "x", "accepted": True},
            "$[0].accepted: unknown key",
            "known here: `correction`",
        ),
        (
            {"direct": "reducd"},
            '$[0].direct: expected one of `normal`, `tightened`, `reduced`, found `"reducd"`',
            "did you mean `reduced`?",
        ),
        (
            {"direct": None},
            "$[0].direct: expected one of `normal`, `tightened`, `reduced`, found `null`",
            "",
        ),
    ],
)
def test_a_bad_entry_is_refused_with_its_place(document: Any, message: str, hint: str) -> None:
    with pytest.raises(SamplingError) as caught:
        read_history([document])
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("documents", "place"),
    [
        ([{"lot": "3"}, {"lot": "4"}, {"lot": "3"}], "$[2]: the lot at `$[0]`"),
        ([{"lot": "PO-3 a"}, {"lot": " po-3  A"}], "$[1]: the lot at `$[0]`"),
        ([{"lot": "3", "resubmitted": True}, {"lot": "3"}], "$[1]: the lot at `$[0]`"),
        ([{"lot": "2"}, {}], "$[1]: the lot at `$[0]`"),
    ],
)
def test_a_lot_stands_once(documents: list[dict[str, Any]], place: str) -> None:
    with pytest.raises(SamplingError) as refused:
        read_history([{"accepted": True} | document for document in documents])
    assert refused.value.message == f"{place} stands here again"
    assert "`resubmitted`" in refused.value.hint


def test_a_resubmitted_lot_may_stand_again() -> None:
    documents = [
        {"lot": "3", "accepted": False},
        {"lot": "3", "accepted": True, "resubmitted": True},
    ]
    assert [entry.resubmitted for entry in read_history(documents)] == [False, True]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "entry",
    [
        {"accepted": True},
        {"accepted": True, "lot": None, "found": None},
        {"accepted": None},
        {"lot": "1"},
        {"accepted": True, "lot": 1},
        {"accepted": True, "found": -1},
        {"accepted": True, "type": "double"},
        {"accepted": True, "type": "tripel"},
        {"correction": "new mould"},
        {"correction": None},
        {"correction": "x", "accepted": True},
        {"direct": "normal"},
        {"direct": "normal", "because": 1},
        {"direct": None},
        [],
        None,
    ],
)
def test_the_schema_takes_what_is_read(entry: object) -> None:
    try:
        read_history([entry])
        is_read = True
    except SamplingError:
        is_read = False
    assert Draft202012Validator(history_schema()).is_valid([entry]) == is_read
