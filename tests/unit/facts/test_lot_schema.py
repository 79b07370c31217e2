"""The schema of the lot document and its reader take and refuse the same, but for what is named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from disposition.errors import LotError
from disposition.facts import CATALOGUE, Kind, Lot, lot_schema

SCHEMA = Draft202012Validator(lot_schema())

AGREED = {
    "a count": (
        "inspection.sample_size",
        [
            *("125.0", "1e2", "12.5", "1.25e1"),
            "0",
            "1",
            "1000000000000",
            "1000000000001",
            "-1",
            "-0",
            "2.5",
            '"5"',
            "true",
            "[]",
            "null",
        ],
    ),
    "a count above 0": ("lot.quantity", ["0", "1", "-5", "1000000000001", '""', "{}", "1.5"]),
    "days": ("contract.cure_days", ["0", "36500", "36501", "-1", '"7"', "7.5"]),
    "money": (
        "lot.unit_price",
        [
            *("0", "4.2", "-1", "1e3", "1e14", "1e15", "1e16", "true", "[]", "null", "-0.0"),
            *(
                '"4.20"',
                '"+4.20"',
                '"-4.20"',
                '"-0"',
                '"-0.00"',
                '"+0"',
                '"0000004.2"',
                '"4.20\\n"',
            ),
            *(
                '""',
                '" 4.2"',
                '"4,20"',
                '".5"',
                '"5."',
                '"1e3"',
                '"4.2 USD"',
                '"NaN"',
                '"٣"',
                '"--1"',
            ),
            *('"123456789012345"', '"1234567890123456"', '"999999999999999.0"', '"1.2.3"'),
            *('"12345678901234.5"', '"12345678901234.56"', '"0.000000000000001"'),
            *('"0.0000000000000001"', '"1.00000000000000"', '"1.000000000000000"'),
            f'"{"0" * 380}4.2"',
            f'"{"0" * 400}"',
            f'"{"0" * 401}"',
            f'"4.2{"0" * 400}"',
        ],
    ),
    "a percentage": (
        "contract.price_reduction.max_percent",
        [
            *("0", "100", "100.5", "101", "-0.5", '"100"', '"100.000"', '"100.0001"', '"00100"'),
            *('"99.9999"', '"101"', '"1000"', '"12.5%"', '"100\\n"', '"100.0000000000000"'),
        ],
    ),
    "an AQL": (
        "inspection.plan.aql.minor",
        [
            *("0", "2.5", "2.50", "0.015", "3", "0.1", "1000", "1001", "-1", "1e1", "true", "null"),
            *('"0"', '"0.0"', '"-0"', '"2.5"', '"2.50"', '"+2.5"', '"02.5"', '"2.5\\n"', '"3.0"'),
            *(
                '"10"',
                '"10.0"',
                '"1e1"',
                '".1"',
                '"0.10"',
                '"00.1"',
                '"0.0100"',
                '"0.011"',
                '"2,5"',
            ),
            *(
                '"1000.00000000000"',
                '"1000.000000000000"',
                '"2.50000000000000"',
                '"2.500000000000000"',
            ),
            *('"0.010000000000000"', '"0.0100000000000000"', '"100"', '"1000.5"', '"16"', '"-2.5"'),
        ],
    ),
    "a day": (
        "shipment.ship_by",
        [
            *('"2026-11-22"', '"1900-01-01"', '"1899-12-31"', '"2999-12-31"', '"3000-01-01"'),
            *('"2026-02-28"', '"2026-02-29"', '"2024-02-29"', '"2000-02-29"', '"1900-02-29"'),
            *('"2100-02-29"', '"2400-02-29"', '"2800-02-29"', '"2900-02-29"', '"2026-04-31"'),
            *('"2026-06-30"', '"2026-09-31"', '"2026-12-31"', '"2026-00-10"', '"2026-13-01"'),
            *('"2026-01-00"', '"2026-01-32"', '"2026-1-5"', '"20261122"', '"2026-W47-7"'),
            *(
                '"2026-11-22T00:00"',
                '"2026-11-22\\n"',
                '" 2026-11-22"',
                '"22.11.2026"',
                '""',
                "20261122",
            ),
            *("true", "null", '"２０２６-11-22"'),
        ],
    ),
    "a text": (
        "lot.product",
        [
            *('"toy"', '"toy\\n"', '"two\\nlines"', '"tab\\t"', '""', '" "', '"\\n"', '"Grüße 😀"'),
            *(
                '"\\u0000"',
                '"\\u001b[2J"',
                '"a\\u007f"',
                '"\\u0085"',
                '"\\ud800"',
                '"\\udfffx"',
                "5",
            ),
            *(
                "true",
                "null",
                "[]",
                f'"{"x" * 10_000}"',
                f'"{"x" * 10_001}"',
                '"\\u2028"',
                '"\\u00a0"',
            ),
        ],
    ),
    "a note": ("inspection.evidence.notes", ['""', '" "', '"\\n"', '"\\u0007"', '"a\\nb"', "1"]),
    "a word": (
        "shipment.urgency",
        ['"low"', '"LOW"', '"low\\n"', '" low"', '""', "1", "null", '"x"'],
    ),
    "a flag": ("lot.regulated", ["true", "false", "null", "0", "1", '"true"', '""', "[]"]),
    "a section": (
        "lot",
        ["null", "{}", "[]", '""', "1", "true", '{"quantty": 1}', '{"quantity": 1}'],
    ),
    "a section below": ("inspection.plan", ["null", "{}", "[]", '"x"', '{"": 1}', '{"aql": null}']),
    "a list": (
        "inspection.defects",
        [
            *("null", "[]", "{}", '""', "[null]", "[[]]", "[1]", "[{}]", '[{"code": "D1"}]'),
            *(
                '[{"cod": "D1"}]',
                '[{"units": -1}]',
                '[{"severity": "huge"}]',
                '[{"units": 1}, null]',
            ),
        ],
    ),
    "a key": ("nothing", ["null", "1", "{}"]),
}
UNSAID = {
    ("lot.unit_price", "1.2345678901234567"),
    ("lot.unit_price", "1e-16"),
}
"""What the reader refuses and a schema cannot: how many digits a number has."""


def document(path: str, written: str) -> str:
    """Return the JSON text of a document with one value."""
    for key in reversed(path.split(".")):
        written = f'{{"{key}": {written}}}'
    return written


def is_read(text: str) -> bool:
    try:
        Lot.from_json(text)
    except LotError:
        return False
    return True


@pytest.mark.parametrize(
    ("path", "written"),
    [(path, written) for path, tried in AGREED.values() for written in tried],
)
def test_the_schema_and_the_reader_agree(path: str, written: str) -> None:
    text = document(path, written)
    assert SCHEMA.is_valid(json.loads(text)) == is_read(text)


@pytest.mark.parametrize(("path", "written"), sorted(UNSAID))
def test_what_a_schema_cannot_say(path: str, written: str) -> None:
    text = document(path, written)
    assert SCHEMA.is_valid(json.loads(text))
    assert not is_read(text)


@pytest.mark.parametrize("text", ["null", "[]", "1", '"{}"', "{}", '{"as_of": null}'])
def test_whole_documents(text: str) -> None:
    assert SCHEMA.is_valid(json.loads(text)) == is_read(text)


@pytest.mark.parametrize("path", [path for path, spec in CATALOGUE.items() if spec.given])
def test_every_single_value_is_taken_by_both_or_neither(path: str) -> None:
    alike: dict[Kind, list[str]] = {
        Kind.DATE: ['"2026-11-22"', '"2026-02-30"', '"2026-11-22\\n"'],
        Kind.TEXT: ['"x"', '""', '"\\u0007"'],
        Kind.DECIMAL: ['"1.0"', '"1.0\\n"', '"-1"', "-1", '"2"', "2", "1e3", '"1e3"'],
    }
    written = [
        *alike.get(CATALOGUE[path].type.kind, ()),
        "-1",
        '"no word"',
        "true",
        "[]",
        "{}",
        "null",
    ]
    for each in written:
        if path.endswith(("accept", "reject")) and each == "null":
            continue
        text = document(path, each)
        assert SCHEMA.is_valid(json.loads(text)) == is_read(text), each


def test_every_aql_is_an_aql_however_it_is_written() -> None:
    taken = [each for each in _numbers_in(lot_schema()) if each]
    assert len(taken) == 26
    for each in taken:
        for written in (json.dumps(each), f'"{each}"', f'"{each:.4f}"'):
            text = document("inspection.plan.aql.minor", written)
            assert SCHEMA.is_valid(json.loads(text)), written
            assert is_read(text), written


def _numbers_in(schema: dict[str, Any]) -> list[float]:
    plan = schema["properties"]["inspection"]["properties"]["plan"]["properties"]
    (numbers,) = (
        each["enum"] for each in plan["aql"]["properties"]["minor"]["anyOf"] if "enum" in each
    )
    found: list[float] = numbers
    return found
