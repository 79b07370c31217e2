"""The tables cell by cell: their shape, their inner order, and the misprints they do not have."""

from __future__ import annotations

import csv
from decimal import Decimal
from importlib.resources import files
from itertools import pairwise

import pytest

from disposition.sampling import AQLS, LEVELS, STANDARDS, STATES, Cell, load_tables, single_plan

LETTERS = "ABCDEFGHJKLMNPQR"
CELLS = load_tables().cells
TABLES = [(standard, state) for standard in STANDARDS for state in STATES]
SIZES = dict(
    zip(
        LETTERS + "S",
        [2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000, 3150],
        strict=True,
    )
)
REDUCED_SIZES = dict(
    zip(LETTERS, [2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800], strict=True)
)
each_table = pytest.mark.parametrize(("standard", "state"), TABLES)


def _cell(standard: str, state: str, letter: str, aql: str) -> Cell:
    return CELLS[standard, state, letter, Decimal(aql)]


def _code_letter(lot_size: int, level: str) -> str:
    return single_plan(lot_size=lot_size, level=level, aql="1.0").code_letter


def _diagonal(first_letter: str, first_aql: str, length: int) -> list[tuple[str, Decimal]]:
    """Return cells one letter on and one AQL down at a time."""
    row, column = LETTERS.index(first_letter), AQLS.index(Decimal(first_aql))
    return [(LETTERS[row + step], AQLS[column - step]) for step in range(length)]


def test_every_letter_has_a_cell_at_every_aql_in_every_table() -> None:
    wanted = {
        (standard, state, letter, aql)
        for standard, state in TABLES
        for letter in LETTERS
        for aql in (Decimal(0), *AQLS)
    }
    assert set(CELLS) == wanted


def test_the_rows_of_table_1_leave_no_lot_out_and_end_open() -> None:
    text = files("disposition.sampling").joinpath("data/code_letters.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert load_tables().lot_sizes == tuple(int(row["lot_min"]) for row in rows)
    assert rows[0]["lot_min"] == "2"
    assert rows[-1]["lot_max"] == ""
    for row, following in pairwise(rows):
        assert int(row["lot_max"]) + 1 == int(following["lot_min"])


@pytest.mark.parametrize("level", LEVELS)
def test_code_letters_never_fall_as_lots_grow(level: str) -> None:
    tables = load_tables()
    letters = list(tables.letters[level])
    assert len(letters) == len(tables.lot_sizes)
    assert letters == sorted(letters)
    assert set(letters) <= set(LETTERS)


@pytest.mark.parametrize("levels", [LEVELS[:4], LEVELS[4:]])
def test_code_letters_never_fall_from_level_to_level(levels: tuple[str, ...]) -> None:
    rows = zip(*(load_tables().letters[level] for level in levels), strict=True)
    assert [row for row in rows if list(row) != sorted(row)] == []


@each_table
def test_a_cell_has_the_size_of_the_letter_that_its_arrow_leads_to(
    standard: str, state: str
) -> None:
    sizes = REDUCED_SIZES if state == "reduced" else SIZES
    for letter in LETTERS:
        for aql in AQLS:
            cell = CELLS[standard, state, letter, aql]
            assert cell.sample_size == sizes[cell.letter], (letter, aql)


@each_table
def test_an_arrow_leads_to_the_first_plan_in_its_direction(standard: str, state: str) -> None:
    for aql in AQLS:
        own = {s for s in LETTERS if CELLS[standard, state, s, aql].letter == s}
        for letter in LETTERS:
            cell = CELLS[standard, state, letter, aql]
            if cell.letter == "S":
                continue  # beyond the last row, which tightened inspection alone has
            assert CELLS[standard, state, cell.letter, aql] == cell
            first, last = sorted((letter, cell.letter))
            between = {s for s in own if first < s < last}
            assert not between, (letter, aql)


@each_table
def test_the_rejection_number_is_above_the_acceptance_number(standard: str, state: str) -> None:
    gaps = {
        CELLS[standard, state, letter, aql].reject - CELLS[standard, state, letter, aql].accept
        for letter in LETTERS
        for aql in (Decimal(0), *AQLS)
    }
    assert gaps == ({1, 2, 3} if (standard, state) == ("z1.4", "reduced") else {1})


@each_table
def test_numbers_repeat_along_the_diagonals(standard: str, state: str) -> None:
    # One letter on (a larger sample) and one AQL down (stricter) keep Ac and Re. Reduced
    # inspection starts at C: the samples of A and B cannot be smaller than 2 and break the pattern.
    rows = LETTERS[2:] if state == "reduced" else LETTERS
    compared = 0
    for letter, following in pairwise(rows):
        for lower, aql in pairwise(AQLS):
            here = CELLS[standard, state, letter, aql]
            there = CELLS[standard, state, following, lower]
            if here.letter == letter and there.letter == following:
                assert (here.accept, here.reject) == (there.accept, there.reject), (letter, aql)
                compared += 1
    assert compared > 100


@each_table
def test_aql_0_is_the_letters_own_size(standard: str, state: str) -> None:
    sizes = REDUCED_SIZES if state == "reduced" else SIZES
    for letter in LETTERS:
        assert CELLS[standard, state, letter, Decimal(0)] == Cell(letter, sizes[letter], 0, 1)


def test_normal_and_tightened_tables_are_the_same_in_both_standards() -> None:
    for state in ("normal", "tightened"):
        for letter in LETTERS:
            for aql in AQLS:
                assert CELLS["iso2859-1", state, letter, aql] == CELLS["z1.4", state, letter, aql]


def test_reduced_tables_differ_in_251_of_416_cells() -> None:
    differing = sum(
        CELLS["iso2859-1", "reduced", letter, aql] != CELLS["z1.4", "reduced", letter, aql]
        for letter in LETTERS
        for aql in AQLS
    )
    assert differing == 251


class TestPublishedMisprints:
    """Cells that some published table has wrong, and this library does not."""

    def test_44_is_followed_by_45_and_not_by_65(self) -> None:
        rejects = [
            cell.reject
            for (standard, state, _, _), cell in CELLS.items()
            if (standard, state, cell.accept) == ("z1.4", "normal", 44)
        ]
        assert rejects == [45] * 54

    @pytest.mark.parametrize(("letter", "aql"), _diagonal("C", "65", 14))
    def test_iso_reduced_accepts_on_5_and_not_on_4(self, letter: str, aql: Decimal) -> None:
        cell = CELLS["iso2859-1", "reduced", letter, aql]
        assert cell == Cell(letter, REDUCED_SIZES[letter], 5, 6)

    @pytest.mark.parametrize(("letter", "aql"), _diagonal("C", "6.5", 13))
    def test_tightened_arrows_lead_down_to_1_and_not_up_to_0(
        self, letter: str, aql: Decimal
    ) -> None:
        cell = CELLS["iso2859-1", "tightened", letter, aql]
        down = (LETTERS + "S")[LETTERS.index(letter) + 2]
        assert cell == Cell(down, SIZES[down], 1, 2)

    @pytest.mark.parametrize(
        ("level", "letter"), [("S-4", "C"), ("I", "C"), ("II", "E"), ("III", "F")]
    )
    def test_lots_of_51_to_90_have_a_row_of_their_own(self, level: str, letter: str) -> None:
        assert [_code_letter(size, level) for size in (51, 90)] == [letter, letter]

    def test_lots_of_501_to_1200_at_level_iii_are_k(self) -> None:
        assert [_code_letter(size, "III") for size in (501, 1200)] == ["K", "K"]

    def test_the_doubtful_cell_is_as_the_majority_has_it(self) -> None:
        assert _cell("z1.4", "tightened", "A", "10") == Cell("D", 8, 1, 2)
