"""`disposition sample`: what it prints, what it writes as JSON, and how it refuses bad input."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from disposition.cli.sample.command import sample

J_25 = ["--lot-size", "1200", "--level", "II", "--aql", "2.5"]


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(sample, arguments)


def _json(*arguments: str) -> Any:
    result = _run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_plan_in_words() -> None:
    result = _run(*J_25)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "standard      ISO 2859-1, level II, normal",
        "aql           2.5",
        "code letter   J",
        "sample size   80",
        "accept        5",
        "reject        6",
        "",
        "inspect 80 of 1,200 units; accept on 5 or fewer nonconforming, reject on 6 or more",
    ]


def test_a_plan_as_json() -> None:
    assert _json(*J_25) == {
        "code_letter": "J",
        "plan_letter": "J",
        "sample_size": 80,
        "accept": 5,
        "reject": 6,
        "full_inspection": False,
        "standard": "iso2859-1",
        "level": "II",
        "state": "normal",
        "aql": "2.5",
        "lot_size": 1200,
    }


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (("--found", "5"), (5, 80, True)),
        (("--found", "6"), (6, 80, False)),
        (("--found", "5", "--inspected", "79"), (5, 79, None)),
        (("--found", "6", "--inspected", "20"), (6, 20, False)),
        (("--found", "5", "--inspected", "100"), (5, 100, True)),
    ],
)
def test_a_judged_sample_as_json(
    counts: tuple[str, ...], expected: tuple[int, int, bool | None]
) -> None:
    document = _json(*J_25, *counts)
    assert (document["found"], document["inspected"], document["accepted"]) == expected
    assert document["note"].startswith(f"found {expected[0]}")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            [*J_25, "--found", "5"],
            "accepted: found 5, and 5 or fewer accept",
        ),
        (
            [*J_25, "--found", "6"],
            "not accepted: found 6, and 6 or more reject",
        ),
        (
            [*J_25, "--found", "0", "--inspected", "50"],
            (
                "unknown: found 0 in 50 units where the plan asks for 80: "
                "too few units to accept, too few found to reject"
            ),
        ),
        (
            [
                "--lot-size",
                "3200",
                "--level",
                "II",
                "--aql",
                "1",
                "--found",
                "2",
                "--state",
                "reduced",
                "--standard",
                "z1.4",
            ],
            (
                "accepted: found 2: fewer than 4 accept the lot, "
                "more than 1 end reduced inspection; back to normal with the next lot"
            ),
        ),
    ],
)
def test_a_judged_sample_in_words(arguments: list[str], line: str) -> None:
    result = _run(*arguments)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == line


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (
            ["--lot-size", "1200", "--level", "II", "--aql", "0.40"],
            ["code letter   J (arrow to the plan of K)", "sample size   125"],
        ),
        (
            ["--lot-size", "40", "--level", "II", "--aql", "0.10"],
            [
                "sample size   40 (the whole lot)",
                "inspect all 40 units; accept on 0 nonconforming, reject on 1 or more",
            ],
        ),
        (
            ["--lot-size", "1", "--level", "II", "--aql", "2.5"],
            ["inspect the only unit; accept on 0 nonconforming, reject on 1 or more"],
        ),
        (
            ["--lot-size", "1200", "--level", "S-1", "--aql", "65"],
            [
                "aql           65 nonconformities per 100 units",
                (
                    "inspect 5 of 1,200 units; accept on 7 or fewer nonconformities, "
                    "reject on 8 or more"
                ),
            ],
        ),
        (
            ["--lot-size", "1200", "--level", "II", "--aql", "0"],
            ["aql           0 (accept on none in the sample)"],
        ),
        (
            [*J_25, "--state", "reduced", "--standard", "z1.4"],
            [
                "standard      ANSI/ASQ Z1.4, level II, reduced",
                "reject        5 (in between: accepted, and back to normal inspection)",
            ],
        ),
    ],
)
def test_what_is_unusual_about_a_plan_is_said(arguments: list[str], lines: list[str]) -> None:
    printed = _run(*arguments).stdout.splitlines()
    assert [line for line in lines if line not in printed] == []


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (
            ["--lot-size", "1200", "--level", "II", "--aql", "3"],
            "`3` is not a preferred AQL",
            "the nearest are `2.5` and `4.0`",
        ),
        (
            ["--lot-size", "1200", "--level", "2", "--aql", "2.5"],
            "`2` is not an inspection level",
            "did you mean `II`?",
        ),
        (
            ["--lot-size", "1,200", "--level", "II", "--aql", "2.5"],
            "`1,200` is not a count for `--lot-size`",
            "write a whole number of at most 15 digits, such as `1200`",
        ),
        (
            ["--lot-size", "0", "--level", "II", "--aql", "2.5"],
            "`0` is not a lot size",
            "a lot is a whole number of units, 1 or more",
        ),
        (
            [*J_25, "--standard", "ISO 2859-1"],
            "`ISO 2859-1` is not a known sampling standard",
            "did you mean `iso2859-1`?",
        ),
        (
            [*J_25, "--state", "loose"],
            "`loose` is not a state of inspection that has plans",
            "it is `normal`, `tightened` or `reduced`",
        ),
        (
            [*J_25, "--found", "-1"],
            "`-1` is not a count for `--found`",
            "write a whole number of at most 15 digits, such as `1200`",
        ),
        (
            [*J_25, "--inspected", "80"],
            "`--inspected` alone judges nothing",
            "add `--found` with what was found",
        ),
        (
            [*J_25, "--found", "0", "--inspected", "5000"],
            "`5000` units inspected are more than the lot of 1200",
            "count each unit once",
        ),
        (
            ["--lot-size", "9" * 5000, "--level", "II", "--aql", "2.5"],
            f"`{'9' * 40}…` is not a count for `--lot-size`",
            "write a whole number of at most 15 digits, such as `1200`",
        ),
    ],
)
def test_bad_input_is_one_error_and_one_hint(arguments: list[str], message: str, hint: str) -> None:
    result = _run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [f"error: {message}", f"hint: {hint}"]


@pytest.mark.parametrize("missing", ["--lot-size", "--level", "--aql"])
def test_a_missing_option_is_named(missing: str) -> None:
    place = J_25.index(missing)
    result = _run(*J_25[:place], *J_25[place + 2 :])
    assert result.exit_code == 2
    assert f"Missing option '{missing}'" in result.stderr
