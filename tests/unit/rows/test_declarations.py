"""What columns mean is declared alike for tables and for mappings to whole lots."""

from __future__ import annotations

from typing import Any

import pytest

from disposition.errors import DocumentError
from disposition.rows.mapping import LotMapping
from disposition.tables.columns import TableColumns

COLUMN = {"to": "custom.x"}
WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"days": 5}, "$.days", "wrong-type"),
    ({"days": ["DD.MM"]}, "$.days", "wrong-type"),
    ({"decimals": ["point"]}, "$.decimals", "wrong-type"),
    ({"fixed": [1]}, "$.fixed", "wrong-type"),
    ({"nope": 1}, "$.nope", "unknown-key"),
    ({5: 1}, "$.5", "unknown-key"),
    ({"counts": 5}, "$.counts", "wrong-type"),
    ({"counts": {"n": 5}}, "$.counts.n", "wrong-type"),
    ({"counts": {"n": {"severity": "major", "blank": [0]}}}, "$.counts.n.blank", "wrong-type"),
    ({"columns": {"x": 5}}, "$.columns.x", "wrong-type"),
    ({"columns": {"x": {**COLUMN, "nope": 1}}}, "$.columns.x.nope", "unknown-key"),
    ({"columns": {"x": {**COLUMN, "days": 5}}}, "$.columns.x.days", "wrong-type"),
    ({"columns": {"x": {**COLUMN, "words": [1]}}}, "$.columns.x.words", "wrong-type"),
    ({"columns": {"x": {**COLUMN, "type": ["text"]}}}, "$.columns.x.type", "wrong-type"),
]


@pytest.mark.parametrize("read", [LotMapping.from_dict, TableColumns.from_dict])
def test_what_is_wrong_is_told_alike(read: Any) -> None:
    for wrong, where, code in WRONG:
        with pytest.raises(DocumentError) as caught:
            read({"columns": {"x": COLUMN}, **wrong})
        told = [(each.where, each.code) for each in caught.value.problems]
        assert told == [(where, code)], wrong


@pytest.mark.parametrize(
    ("wrong", "where", "code"),
    [
        ({"checks": {"c": {"words": [1]}}}, "$.checks.c.words", "wrong-type"),
        ({"checks": {"c": "pass"}}, "$.checks.c", "wrong-type"),
        ({"checks": {"c": {"words": {"x": [1]}}}}, "$.checks.c.words", "unknown-word"),
        ({"counts": {"n": "majr"}}, "$.counts.n.severity", "unknown-word"),
        ({"fixed": {5: 1}}, "$.fixed.5", "unknown-fact"),
        ({"fixed": {"custom.x": 1}}, "$.columns.x", "twice"),
    ],
)
def test_what_is_wrong_with_a_mapping(wrong: dict[str, Any], where: str, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        LotMapping.from_dict({"columns": {"x": COLUMN}, **wrong})
    assert [(each.where, each.code) for each in caught.value.problems] == [(where, code)]


def test_one_word_is_no_list_of_letters() -> None:
    told = {"columns": {"x": COLUMN}, "absent": "nil", "ignore": "Foo"}
    mapping = LotMapping.from_dict(told)
    assert [mapping.document({"x": cell}) for cell in ("nil", "n")] == [{}, {"custom": {"x": "n"}}]
    mapping.expect_columns(["x", "Foo"])
    assert TableColumns.from_dict(told).absent == ("nil",)
    assert TableColumns.from_dict({**told, "absent": 0}).absent == ("0",)
