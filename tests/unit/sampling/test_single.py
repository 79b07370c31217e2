"""Single plans against published examples, and what is said when there is no plan."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest

from disposition.sampling import Plan, SamplingError, single_plan

Found = tuple[str, int, int, int]


def _numbers(plan: Plan) -> Found:
    return plan.code_letter, plan.sample_size, plan.accept, plan.reject


@pytest.mark.parametrize(
    ("lot_size", "level", "aql", "expected"),
    [
        (1200, "II", "2.5", ("J", 80, 5, 6)),
        (1201, "II", "2.5", ("K", 125, 7, 8)),
        (3200, "II", "2.5", ("K", 125, 7, 8)),
        (3200, "II", "4.0", ("K", 125, 10, 11)),
        (4000, "II", "1.5", ("L", 200, 7, 8)),
        (4000, "II", "2.5", ("L", 200, 10, 11)),
        (4000, "II", "4.0", ("L", 200, 14, 15)),
        (500, "II", "2.5", ("H", 50, 3, 4)),
        (500, "II", "4.0", ("H", 50, 5, 6)),
        (1000, "II", "0.65", ("J", 80, 1, 2)),
        (1000, "I", "1.0", ("G", 50, 1, 2)),
        (1000, "III", "1.0", ("K", 125, 3, 4)),
        (5000, "S-1", "2.5", ("C", 5, 0, 1)),
        (5000, "S-2", "1.5", ("D", 8, 0, 1)),
        (5000, "S-3", "2.5", ("F", 20, 1, 2)),
        (5000, "S-4", "2.5", ("G", 32, 2, 3)),
        (150, "II", "2.5", ("F", 20, 1, 2)),
        (151, "II", "2.5", ("G", 32, 2, 3)),
        (500_000, "II", "1.5", ("P", 800, 21, 22)),
        (500_001, "II", "0.65", ("Q", 1250, 14, 15)),
        (10**12, "III", "0.65", ("R", 2000, 21, 22)),
    ],
)
@pytest.mark.parametrize("standard", ["iso2859-1", "z1.4"])
def test_normal_plans_as_published_in_both_standards(
    lot_size: int, level: str, aql: str, expected: Found, standard: str
) -> None:
    plan = single_plan(lot_size=lot_size, level=level, aql=aql, standard=standard)
    assert _numbers(plan) == expected
    assert not plan.full_inspection


@pytest.mark.parametrize(
    ("lot_size", "level", "aql", "expected"),
    [
        (1200, "II", "2.5", ("J", 80, 3, 4)),
        (3200, "II", "2.5", ("K", 125, 5, 6)),
        (3200, "II", "4.0", ("K", 125, 8, 9)),
        (10_000, "II", "1.0", ("L", 200, 3, 4)),
        (500, "II", "1.0", ("H", 80, 1, 2)),
        (150, "II", "0.65", ("F", 32, 0, 1)),
    ],
)
@pytest.mark.parametrize("standard", ["iso2859-1", "z1.4"])
def test_tightened_plans_as_published_in_both_standards(
    lot_size: int, level: str, aql: str, expected: Found, standard: str
) -> None:
    plan = single_plan(
        lot_size=lot_size, level=level, aql=aql, state="tightened", standard=standard
    )
    assert _numbers(plan) == expected


@pytest.mark.parametrize(
    ("lot_size", "aql", "iso", "z14"),
    [
        (1200, "2.5", ("J", 32, 3, 4), ("J", 32, 2, 5)),
        (3200, "2.5", ("K", 50, 5, 6), ("K", 50, 3, 6)),
        (3200, "4.0", ("K", 50, 6, 7), ("K", 50, 5, 8)),
        (3200, "1.0", ("K", 50, 2, 3), ("K", 50, 1, 4)),
        (10_000, "6.5", ("L", 80, 10, 11), ("L", 80, 10, 13)),
        (500, "1.0", ("H", 32, 1, 2), ("H", 20, 0, 2)),
        (3200, "0.15", ("K", 32, 0, 1), ("K", 32, 0, 1)),
    ],
)
def test_reduced_plans_differ_between_the_standards(
    lot_size: int, aql: str, iso: Found, z14: Found
) -> None:
    def numbers(standard: str) -> Found:
        return _numbers(
            single_plan(lot_size=lot_size, level="II", aql=aql, state="reduced", standard=standard)
        )

    assert numbers("iso2859-1") == iso
    assert numbers("z1.4") == z14


@pytest.mark.parametrize(
    ("lot_size", "aql", "letters", "numbers"),
    [
        (1200, "0.25", "JH", (50, 0, 1)),  # up
        (1200, "0.40", "JK", (125, 1, 2)),  # down
        (1200, "0.065", "JL", (200, 0, 1)),  # down over two letters
        (50, "1.0", "DE", (13, 0, 1)),
        (3200, "65", "KF", (20, 21, 22)),  # up over five letters
    ],
)
def test_an_arrow_takes_size_and_numbers_from_the_letter_it_leads_to(
    lot_size: int, aql: str, letters: str, numbers: tuple[int, int, int]
) -> None:
    plan = single_plan(lot_size=lot_size, level="II", aql=aql)
    assert (plan.code_letter, plan.plan_letter) == tuple(letters)
    assert plan.arrow
    assert (plan.sample_size, plan.accept, plan.reject) == numbers


def test_tightened_has_one_plan_beyond_the_last_code_letter() -> None:
    plan = single_plan(lot_size=500_001, level="III", aql="0.025", state="tightened")
    assert _numbers(plan) == ("R", 3150, 1, 2)
    assert plan.plan_letter == "S"


@pytest.mark.parametrize(
    ("lot_size", "aql", "code_letter", "size"),
    [(2, "2.5", "A", 2), (8, "1.5", "A", 8), (9, "1.0", "B", 9), (13, "1.0", "B", 13)],
)
def test_a_sample_as_large_as_the_lot_is_the_whole_lot(
    lot_size: int, aql: str, code_letter: str, size: int
) -> None:
    plan = single_plan(lot_size=lot_size, level="II", aql=aql)
    assert _numbers(plan) == (code_letter, size, 0, 1)
    assert plan.full_inspection


@pytest.mark.parametrize(
    ("lot_size", "aql", "size"),
    [(8, "2.5", 5), (9, "2.5", 5), (14, "1.0", 13), (3, "6.5", 2), (9, "4.0", 3)],
)
def test_a_sample_smaller_than_the_lot_is_a_sample(lot_size: int, aql: str, size: int) -> None:
    plan = single_plan(lot_size=lot_size, level="II", aql=aql)
    assert plan.sample_size == size
    assert not plan.full_inspection


@pytest.mark.parametrize("aql", ["0", "0.010", "10", "1000"])
def test_a_single_unit_is_inspected_and_must_be_free_of_nonconformities(aql: str) -> None:
    plan = single_plan(lot_size=1, level="III", aql=aql)
    assert _numbers(plan) == ("B", 1, 0, 1)
    assert plan.full_inspection
    assert not plan.arrow


@pytest.mark.parametrize(("state", "size"), [("normal", 125), ("tightened", 125), ("reduced", 50)])
@pytest.mark.parametrize("standard", ["iso2859-1", "z1.4"])
def test_aql_0_takes_the_letters_own_size_and_accepts_on_none(
    state: str, size: int, standard: str
) -> None:
    plan = single_plan(lot_size=3200, level="II", aql="0", state=state, standard=standard)
    assert _numbers(plan) == ("K", size, 0, 1)
    assert not plan.arrow


@pytest.mark.parametrize("aql", ["4", "4.0", "4.00", "04", 4, Decimal("4"), Decimal("4.00")])
def test_an_aql_is_a_number_however_it_is_written(aql: str | int | Decimal) -> None:
    plan = single_plan(lot_size=3200, level="II", aql=aql)
    assert plan.accept == 10
    assert str(plan.aql) == "4.0"


@pytest.mark.parametrize(("aql", "expected"), [("0", False), ("10", False), ("15", True)])
def test_above_10_an_aql_counts_nonconformities_per_hundred_units(aql: str, expected: bool) -> None:
    assert single_plan(lot_size=3200, level="II", aql=aql).per_hundred_units is expected


QUESTION: dict[str, Any] = {"lot_size": 1200, "level": "II", "aql": "2.5"}


@pytest.mark.parametrize(
    ("about", "given", "message", "hint"),
    [
        ("aql", "3", "`3` is not a preferred AQL", "the nearest are `2.5` and `4.0`"),
        ("aql", "0.2", "`0.2` is not a preferred AQL", "the nearest are `0.15` and `0.25`"),
        ("aql", 2, "`2` is not a preferred AQL", "the nearest are `1.5` and `2.5`"),
        ("aql", "1001", "`1001` is not a preferred AQL", "the largest is `1000`"),
        (
            "aql",
            "0.001",
            "`0.001` is not a preferred AQL",
            "the smallest is `0.010`; `0` accepts on none in the sample",
        ),
        (
            "aql",
            2.5,
            "`2.5` is not an AQL",
            "write it as text or as a Decimal, a float is not exact",
        ),
        (
            "aql",
            "2,5",
            "`2,5` is not an AQL",
            "write it with a decimal point and without commas, such as `2.5`",
        ),
        (
            "aql",
            "not allowed",
            "`not allowed` is not an AQL",
            "write a number such as `2.5`, or `0` to accept on none in the sample",
        ),
        *(
            (
                "aql",
                given,
                f"`{given}` is not an AQL",
                "write a plain number without sign, unit or exponent, such as `2.5`",
            )
            for given in ("2.5%", "-1", "1e1", "1_0", "²5", " 2.5", Decimal("-2.5"))
        ),
        (
            "aql",
            Decimal("NaN"),
            "`NaN` is not an AQL",
            "write a number such as `2.5`, or `0` to accept on none in the sample",
        ),
        ("level", "2", "`2` is not an inspection level", "did you mean `II`?"),
        ("level", 2, "`2` is not an inspection level", "did you mean `II`?"),
        ("level", "ii", "`ii` is not an inspection level", "did you mean `II`?"),
        ("level", "GIII", "`GIII` is not an inspection level", "did you mean `III`?"),
        ("level", "Level I", "`Level I` is not an inspection level", "did you mean `I`?"),
        ("level", "GIL 2", "`GIL 2` is not an inspection level", "did you mean `II`?"),
        ("level", "S1", "`S1` is not an inspection level", "did you mean `S-1`?"),
        ("level", "special 4", "`special 4` is not an inspection level", "did you mean `S-4`?"),
        ("level", "s-iii", "`s-iii` is not an inspection level", "did you mean `S-3`?"),
        (
            "level",
            "IV",
            "`IV` is not an inspection level",
            "it is `S-1`, `S-2`, `S-3`, `S-4`, `I`, `II` or `III`",
        ),
        (
            "state",
            "tight",
            "`tight` is not a state of inspection that has plans",
            "did you mean `tightened`?",
        ),
        (
            "state",
            "discontinued",
            "`discontinued` is not a state of inspection that has plans",
            "it is `normal`, `tightened` or `reduced`",
        ),
        *(
            ("standard", given, f"`{given}` is not a known sampling standard", hint)
            for given, hint in [
                ("ISO 2859-1", "did you mean `iso2859-1`?"),
                ("iso2859", "did you mean `iso2859-1`?"),
                ("ISO 2859-1:1999", "did you mean `iso2859-1`?"),
                ("ansi z1.4", "did you mean `z1.4`?"),
                ("ANSI/ASQ Z1.4-2003", "did you mean `z1.4`?"),
                (
                    "mil-std-105e",
                    "MIL-STD-105 has the tables of ANSI/ASQ Z1.4; did you mean `z1.4`?",
                ),
                (
                    "GB/T 2828.1",
                    "GB/T 2828.1 has the tables of ISO 2859-1; did you mean `iso2859-1`?",
                ),
                ("ISO 2859-2", "it is `iso2859-1` or `z1.4`"),
                ("ANSI Z1.9", "it is `iso2859-1` or `z1.4`"),
            ]
        ),
        *(
            (
                "lot_size",
                given,
                f"`{given}` is not a lot size",
                "a lot is a whole number of units, 1 or more",
            )
            for given in (0, -5, 1200.0, True, "1200", None)
        ),
    ],
)
def test_a_question_without_a_plan_is_told_what_is_wrong_and_what_to_write(
    about: str, given: object, message: str, hint: str
) -> None:
    with pytest.raises(SamplingError) as caught:
        single_plan(**(QUESTION | {about: given}))
    error = caught.value
    assert (error.about, error.message, error.hint) == (about, message, hint)
    assert str(error) == f"{message} ({hint})"


def test_a_long_word_is_quoted_in_part() -> None:
    with pytest.raises(SamplingError) as caught:
        single_plan(lot_size=1200, level="x\n" * 1000, aql="2.5")
    assert caught.value.message == f"`{'x ' * 20}…` is not an inspection level"


def test_importing_the_package_reads_no_table() -> None:
    code = (
        "import disposition.sampling as s; read = s.load_tables.cache_info; "
        "print(read().currsize); s.single_plan(lot_size=9, level='I', aql='1.0'); "
        "print(read().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "1"]
