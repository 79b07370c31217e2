"""What must be there is missed where it should stand, in the order of the document."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from disposition.documents.declaring import items, keys_of, needed, output, value
from disposition.documents.numbers import count
from disposition.documents.reading import read, reader_of
from disposition.documents.scalars import TEXT, enum
from disposition.documents.schema import object_schema
from disposition.documents.writing import write
from disposition.frozen import frozen


@frozen
class Line:
    code: str | None = needed(TEXT, "Its code")


@frozen
class Order:
    lines: tuple[Line, ...] = items(Line, "What is ordered", otherwise=(), is_needed=True)
    kind: str | None = needed(enum("new", "again"), "Which kind")
    times: int = value(count("times"), "How often", otherwise=1)


@pytest.mark.parametrize(
    ("said", "missed"),
    [
        ({}, ["$.lines", "$.kind"]),
        ({"lines": [], "kind": None}, ["$.lines", "$.kind"]),
        ({"lines": [{}], "kind": "new"}, ["$.lines[0].code"]),
        ({"lines": [{"code": "A"}], "kind": "new", "times": None}, []),
    ],
)
def test_what_is_needed_is_missed(said: dict[str, Any], missed: list[str]) -> None:
    order, problems = read(Order, said)
    assert [each.where for each in problems] == missed
    assert all(each.message == "this is needed" for each in problems)
    assert missed or order == Order((Line("A"),), "new", 1)


def test_the_words_are_told() -> None:
    assert read(Order, {})[1][1].hint == "which kind: `new`, `again`"


def test_what_was_written_before_it_was_needed_is_read() -> None:
    assert reader_of(Order)({"times": None}) == Order((), None, 1)


def test_the_schema_requires_it() -> None:
    schema = object_schema(Order)
    assert schema["required"] == ["lines", "kind"]
    assert schema["properties"]["lines"]["type"] == "array"
    assert schema["properties"]["kind"]["enum"] == ["new", "again"]


@frozen
class Report:
    """A document in which every key stands."""

    on: date = output("The day")
    by: str | None = output("Who wrote it")
    lines: tuple[Line, ...] = output("Its lines")
    names: tuple[str, ...] = output("Names")
    more: int = output("How many more", count("lines", least=1), unless=0)


WHOLE: dict[str, Any] = {"on": "0001-02-03", "by": None, "lines": [{"code": "A"}], "names": ["x"]}


def test_what_is_told_comes_back() -> None:
    for document in (WHOLE, {**WHOLE, "more": 2}):
        report, problems = read(Report, document)
        assert problems == []
        assert write(report) == document


@pytest.mark.parametrize("key", WHOLE)
def test_every_key_must_stand(key: str) -> None:
    document = {name: value for name, value in WHOLE.items() if name != key}
    report, problems = read(Report, document)
    assert report is None
    assert [(each.where, each.message) for each in problems] == [(f"$.{key}", "this is needed")]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"on": None}, "$.on"),
        ({"lines": None}, "$.lines"),
        ({"names": [None]}, "$.names[0]"),
        ({"names": "x"}, "$.names"),
        ({"more": 0}, "$.more"),
        ({"more": None}, "$.more"),
        ({"by": 1}, "$.by"),
    ],
)
def test_null_stands_only_where_it_means_something(change: dict[str, Any], place: str) -> None:
    _, problems = read(Report, {**WHOLE, **change})
    assert [each.where for each in problems] == [place]


def test_annotations_say_the_forms_that_are_not_given() -> None:
    forms = {key.name: object_schema(Report)["properties"][key.name] for key in keys_of(Report)}
    assert forms["by"] == {"description": "Who wrote it", "type": ["string", "null"]}
    assert forms["names"]["items"] == {"type": "string"}


@frozen
class Renamed:
    """A document with keys that no attribute can be called like."""

    on: str = output("The day", key="from")
    given: str = value(TEXT, "What is given", otherwise="", key="with")


@pytest.mark.parametrize("document", [{"from": "x"}, {"from": "x", "with": "y"}])
def test_a_key_can_be_called_otherwise(document: dict[str, str]) -> None:
    renamed, problems = read(Renamed, document)
    assert problems == []
    assert (renamed.on, renamed.given) == ("x", document.get("with", ""))
    assert write(renamed) == document
    assert [*object_schema(Renamed)["properties"]] == ["from", "with"]
    assert [each.where for each in read(Renamed, {"from": 1, "given": "y"})[1]] == [
        "$.given",
        "$.from",
    ]
