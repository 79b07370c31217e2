"""Cells as tables write them: numbers, days, flags and words; never a guess."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from disposition.documents.types import FactType, Kind
from disposition.tables.frames.cells import CellError, Notation, read_cell

WHOLE, DECIMAL, DAY = (FactType(kind) for kind in (Kind.INTEGER, Kind.DECIMAL, Kind.DATE))
FLAG, TEXT = FactType(Kind.BOOLEAN), FactType(Kind.TEXT)
RESULT = FactType(Kind.ENUM, values=("pass", "not_stated"))
BARE, POINT, COMMA = Notation(), Notation(decimals="point"), Notation(decimals="comma")
GERMAN = Notation(days=("DD.MM.YYYY",), decimals="comma")


class NAType:
    """What frames have for a missing value."""


@pytest.mark.parametrize(
    ("cell", "type_", "notation", "read"),
    [
        ("3200", WHOLE, BARE, 3200),
        (" 3 200 ", WHOLE, BARE, 3200),
        ("3.200", WHOLE, COMMA, 3200),
        ("3,200", WHOLE, POINT, 3200),
        ("1.250.000,00", WHOLE, COMMA, 1250000),
        ("+12", WHOLE, BARE, 12),
        (125.0, WHOLE, BARE, 125),
        (np.int64(125), WHOLE, BARE, 125),
        (np.float32(4.2), DECIMAL, BARE, "4.2"),
        (np.datetime64("2026-11-18T09:30", "ns"), DAY, BARE, "2026-11-18"),
        (Decimal("125.00"), WHOLE, BARE, 125),
        ("4,20", DECIMAL, COMMA, "4.20"),
        ("4.20", DECIMAL, BARE, "4.20"),
        ("1,234.5", DECIMAL, POINT, "1234.5"),
        (".5", DECIMAL, BARE, "0.5"),
        ("-,5", DECIMAL, COMMA, "-0.5"),
        (4.2, DECIMAL, BARE, "4.2"),
        ("1.2345", DECIMAL, BARE, "1.2345"),
        ("2026-11-18", DAY, BARE, "2026-11-18"),
        ("2026-11-18 09:30:00", DAY, BARE, "2026-11-18"),
        ("2026-11-18T09:30:00.123", DAY, BARE, "2026-11-18"),
        ("2026-11-18T00:00:00Z", DAY, BARE, "2026-11-18"),
        ("2026-11-18T23:45:10+08:00", DAY, BARE, "2026-11-18"),
        ("00000000", DAY, BARE, None),
        ("0000-00-00", DAY, BARE, None),
        ("0", DAY, BARE, None),
        ("0001-01-01T00:00:00Z", DAY, BARE, None),
        ("0", WHOLE, BARE, 0),
        ("18.11.2026", DAY, GERMAN, "2026-11-18"),
        ("20261118", DAY, Notation(days=("YYYYMMDD",)), "2026-11-18"),
        ("11/18/26", DAY, Notation(days=("MM/DD/YY",)), "2026-11-18"),
        ("18-NOV-26", DAY, Notation(days=("DD-MON-YY",)), "2026-11-18"),
        ("Sept. 8, 2026", DAY, Notation(days=("MON DD, YYYY",)), "2026-09-08"),
        ("18.11.2026 14:30", DAY, GERMAN, "2026-11-18"),
        ("11/18/2026 2:05:09 PM", DAY, Notation(days=("MM/DD/YYYY",)), "2026-11-18"),
        ("2026-11-18T14:30:00.123+01:00", DAY, BARE, "2026-11-18"),
        (date(2026, 11, 18), DAY, BARE, "2026-11-18"),
        (datetime(2026, 11, 18, 9, 30), DAY, BARE, "2026-11-18"),  # noqa: DTZ001 - a frame's
        ("Yes", FLAG, BARE, True),
        ("0", FLAG, BARE, False),
        (np.bool_(True), FLAG, BARE, True),
        ("PASS", RESULT, BARE, "pass"),
        ("not stated", RESULT, BARE, "not_stated"),
        (4711.0, TEXT, BARE, "4711"),
        ("0100", TEXT, BARE, "0100"),
    ],
)
def test_what_a_cell_says(cell: object, type_: FactType, notation: Notation, read: object) -> None:
    assert read_cell(cell, type_, notation, None) == read


@pytest.mark.parametrize(
    "cell", [None, "", "  ", "N/A", "#N/A", "NaN", float("nan"), np.ma.masked, NAType(), "-"]
)
@pytest.mark.parametrize("type_", [WHOLE, DAY, FLAG, TEXT, RESULT])
def test_what_says_nothing(cell: object, type_: FactType) -> None:
    assert read_cell(cell, type_, BARE, None) is None


@pytest.mark.parametrize(
    ("cell", "type_", "notation", "said"),
    [
        ("1.234", DECIMAL, BARE, "say how decimals are written"),
        ("1,234", WHOLE, BARE, "say how decimals are written"),
        ("1,5", DECIMAL, BARE, "say how decimals are written"),
        ("1.23.456", WHOLE, COMMA, "is not one number"),
        ("1.200,5", WHOLE, COMMA, "whole number"),
        ("twelve", WHOLE, BARE, "expected a number"),
        (0.1 + 0.2, DECIMAL, BARE, "not exact"),
        (float("inf"), DECIMAL, BARE, "not exact"),
        (True, WHOLE, BARE, "expected a number"),
        ([], WHOLE, BARE, "expected a number"),
        ("18.11.2026", DAY, BARE, "days: DD.MM.YYYY"),
        ("31.02.2026", DAY, GERMAN, "there is no day"),
        ("46344", DAY, GERMAN, "a spreadsheet counts days so"),
        ("46344,604", DAY, BARE, "a spreadsheet counts days so"),
        ("18-OKT-26", DAY, Notation(days=("DD-MON-YY",)), "there is no day"),
        ("jein", FLAG, BARE, "yes or no"),
        ("R", RESULT, BARE, "words"),
    ],
)
def test_what_cannot_be_read(cell: object, type_: FactType, notation: Notation, said: str) -> None:
    with pytest.raises(CellError) as refused:
        read_cell(cell, type_, notation, None)
    assert said in f"{refused.value} {refused.value.hint}"


WORDS: dict[str, Any] = {"A": "pass", "Q": None}


def test_words_are_read_as_the_mapping_says_and_no_other() -> None:
    assert read_cell("a", RESULT, BARE, WORDS) == "pass"
    assert read_cell("Q", RESULT, BARE, WORDS) is None
    with pytest.raises(CellError, match="`words` does not say"):
        read_cell("pass", RESULT, BARE, WORDS)
