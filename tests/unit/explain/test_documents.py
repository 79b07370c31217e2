"""Decision documents: what stands in them, that they come back exactly, and bad ones."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from attrs import fields
from jsonschema import Draft202012Validator

from disposition import Decision, Facts
from disposition.errors import DecisionError
from disposition.explain.document.document import Document, decision_schema
from support.durable import DURABLE
from support.engines import EVERY_ENGINE
from support.golden import Golden
from support.trial import CASES, decided, trial_policy

VALIDATOR = Draft202012Validator(decision_schema())


@pytest.mark.parametrize("case", CASES)
def test_the_document(case: str, golden: Golden) -> None:
    text = json.dumps(decided(case).to_dict(), indent=2, ensure_ascii=False)
    digest = decided(case).policy.digest
    golden(text.replace(digest, "sha256:…") + "\n", f"decisions/{case}.json")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("engine", [DURABLE, "reference"])
def test_engines_give_the_same_bytes(case: str, engine: str) -> None:
    assert decided(case, engine).to_json() == decided(case, "compiled").to_json()


@pytest.mark.parametrize("case", CASES)
def test_a_document_comes_back_exactly(case: str) -> None:
    decision = decided(case)
    text = decision.to_json()
    again = Decision.from_dict(json.loads(text))
    assert again.to_json() == text
    assert (again, hash(again), again.rule_ids) == (decision, hash(decision), decision.rule_ids)
    assert again.explain(in_full=True) == decision.explain(in_full=True)


def test_a_document_keeps_the_version_that_wrote_it() -> None:
    document = decided("decided").to_dict()
    document["engine"]["version"] = "0.0.7"
    assert Decision.from_dict(document).to_dict() == document


@pytest.mark.parametrize("case", CASES)
def test_the_schema_takes_every_document(case: str) -> None:
    VALIDATOR.validate(decided(case).to_dict())


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(decision_schema())


def test_documents_do_not_share_what_can_be_changed() -> None:
    decision = decided("decided")
    decision.to_dict()["reasons"][0]["facts"].clear()
    assert decision.to_dict()["reasons"][0]["facts"]


def test_keys_have_the_documented_order() -> None:
    keys = [each.name for each in fields(Document)]
    assert [*decided("decided").to_dict(), "not_asked"] == keys  # left out where nothing is


@pytest.mark.parametrize("engine", EVERY_ENGINE)
def test_facts_given_one_by_one_are_told_too(engine: str) -> None:
    decision = trial_policy().decide(Facts.of({"defects.safety.found": 0}), engine=engine)
    document = decision.to_dict()
    assert (document["lot"], document["status"]) == (None, "needs_information")
    assert {each["why"] for each in document["missing"]} == {"not given"}


# --- bad documents --------------------------------------------------------------------------------

Spoil = Callable[[dict[str, Any]], object]


def _carried(document: dict[str, Any]) -> Any:
    return document["obligations"][1]["values"]


TOO_LONG = (
    "{}: expected a whole number of at most 1,200 digits, "
    "found a whole number of about 5,001 digits"
)
BAD: dict[str, tuple[Spoil, str]] = {
    "unknown key": (
        lambda d: d.update(resons=[]),
        "$.resons: unknown key (did you mean `reasons`?)",
    ),
    "missing key": (
        lambda d: d.pop("ships"),
        ("$.ships: this is needed (how much of the lot the outcome ships: `all`, `part`, `none`)"),
    ),
    "other format": (
        lambda d: d.update(format=2),
        "$.format: decision documents of format `2` are not known (this version reads format 1)",
    ),
    "a word": (
        lambda d: d.update(status="decidid"),
        (
            "$.status: expected one of `decided`, `needs_information`, `no_rule`, "
            "`withheld`, found "
            '`"decidid"` (did you mean `decided`?)'
        ),
    ),
    "no date": (
        lambda d: d.update(as_of="20261122"),
        '$.as_of: expected a date such as 2026-11-18, found `"20261122"` (write `"2026-11-22"`)',
    ),
    "deep in a list": (
        lambda d: d["obligations"][1].update(due=5),
        "$.obligations[1].due: expected a date such as 2026-11-18, found `5`",
    ),
    "a float for a fact": (
        lambda d: d["reasons"][0]["facts"].update({"lot.quantity": 1.5}),
        (
            '$.reasons[0].facts["lot.quantity"]: expected a text, a whole number, true, false or '
            "null, found `1.5`"
        ),
    ),
    "a text for a list": (
        lambda d: d.update(missing="none"),
        '$.missing: expected a list, found `"none"`',
    ),
    "a value of another kind": (
        lambda d: _carried(d)["third"].update(value=1066),
        (
            "$.obligations[1].values.third.value: expected a number as text, such as `7.2`, or "
            "null, found `1066`"
        ),
    ),
    "a number too long to be told": (
        lambda d: _carried(d)["units"].update(value=10**5000),
        TOO_LONG.format("$.obligations[1].values.units.value"),
    ),
    "a fact too long to be told": (
        lambda d: d["reasons"][0]["facts"].update({"lot.quantity": -(10**5000)}),
        TOO_LONG.format('$.reasons[0].facts["lot.quantity"]'),
    ),
    "zeros that say nothing": (
        lambda d: _carried(d)["third"].update(value="7.20"),
        (
            "$.obligations[1].values.third.value: expected a number as text, such as `7.2`, or "
            'null, found `"7.20"`'
        ),
    ),
    "no kind of value": (
        lambda d: _carried(d)["units"].update(type="number"),
        (
            "$.obligations[1].values.units.type: expected one of `boolean`, `integer`, `decimal`, "
            '`enum`, `text`, `date`, found `"number"` (did you mean `enum`?)'
        ),
    ),
    "a value without its kind": (
        lambda d: d["obligations"][1].update(values={"units": 9}),
        "$.obligations[1].values.units: expected an object, found `9`",
    ),
    "a list for an object": (
        lambda d: d.update(policy=[]),
        "$.policy: expected an object, found a list",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_said_with_its_place(name: str) -> None:
    spoil, message = BAD[name]
    document = decided("decided").to_dict()
    spoil(document)
    with pytest.raises(DecisionError) as refused:
        Decision.from_dict(document)
    assert str(refused.value) == message


def test_everything_wrong_is_said_at_once() -> None:
    document = decided("decided").to_dict()
    document.update(ships="some", reasons=None, lot=7)
    with pytest.raises(DecisionError) as refused:
        Decision.from_dict(document)
    assert [each.where for each in refused.value.problems] == ["$.lot", "$.ships", "$.reasons"]


@pytest.mark.parametrize("document", [None, [], "decided", 5, {}])
def test_what_is_no_document_at_all(document: Any) -> None:
    with pytest.raises(DecisionError):
        Decision.from_dict(document)


def _places(part: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [above] if above else []
    items = enumerate(part) if isinstance(part, list) else []
    items = part.items() if isinstance(part, dict) else items
    for key, value in items:
        found += _places(value, (*above, key))
    return found


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_type_is_refused_at_every_place(case: str) -> None:
    document = decided(case).to_dict()
    for *path, key in _places(document):
        spoiled = copy.deepcopy(document)
        part = spoiled
        for step in path:
            part = part[step]
        part[key] = 0.5
        with pytest.raises(DecisionError):
            Decision.from_dict(spoiled)
        assert not VALIDATOR.is_valid(spoiled)


TRIED = (
    *(
        None,
        True,
        0,
        1,
        2,
        -1,
        [],
        [None],
        {},
        {"": 1},
        "",
        "x",
        "decided",
        "all",
        "maybe",
        "permit",
    ),
    *("2026-11-22", "2026-11-22\n", "2026-02-29", "2024-02-29", "2000-02-29", "2100-02-29"),
    *("0001-01-01", "0000-01-01", "0400-02-29", "9999-12-31", "20261122", "2026-W01-1"),
)


def test_the_schema_and_the_reader_agree_on_every_change_of_a_document() -> None:
    tried = set()
    documents = [_with_first_items(decided(case).to_dict()) for case in CASES]
    for document, place in ((each, place) for each in documents for place in _places(each)):
        # Whole lists and objects change rarely.
        changed = place, type(_at(document, place))
        if changed in tried:
            continue
        tried.add(changed)
        is_day = place[-1] in ("as_of", "due", "value")
        for value in TRIED if is_day else TRIED[:16]:
            spoiled = _put(document, place, value)
            assert VALIDATOR.is_valid(spoiled) == _is_read(spoiled), (place, value)
        for spoiled in (_without(document, place), _put(document, (*place[:-1], "more"), "x")):
            assert VALIDATOR.is_valid(spoiled) == _is_read(spoiled), place


def _with_first_items(part: Any) -> Any:
    """Return a document in which the first item of each list stands for all."""
    if isinstance(part, list):
        return [_with_first_items(each) for each in part[:1]]
    if isinstance(part, dict):
        return {key: _with_first_items(each) for key, each in part.items()}
    return part


def _at(part: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        part = part[step]
    return part


def _put(document: Any, place: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(document)
    part = changed
    for step in place[:-1]:
        part = part[step]
    if isinstance(part, list) and not isinstance(place[-1], int):
        return document
    part[place[-1]] = value
    return changed


def _without(document: Any, place: tuple[Any, ...]) -> Any:
    changed = copy.deepcopy(document)
    part = changed
    for step in place[:-1]:
        part = part[step]
    del part[place[-1]]
    return changed


def _is_read(document: Any) -> bool:
    try:
        Decision.from_dict(document)
    except DecisionError:
        return False
    return True


def test_what_a_schema_cannot_say_of_a_decision() -> None:
    document = decided("decided").to_dict()
    document["reasons"][0]["facts"] = {"lot.quantity": 125.0}
    assert VALIDATOR.is_valid(document)
    assert not _is_read(document)
