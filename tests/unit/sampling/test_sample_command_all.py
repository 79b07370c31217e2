"""`disposition sample` beyond single plans: types, contracts' plans, histories and curves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from disposition.cli.sample.command import sample

J_25 = ["--lot-size", "1200", "--level", "II", "--aql", "2.5"]
DOUBLE = [*J_25, "--type", "double"]


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(sample, arguments)


def _json(*arguments: str) -> Any:
    result = _run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def history(tmp_path: Path) -> str:
    """Return the path of a history that ends on tightened inspection."""
    lots = [
        {"lot": "12", "accepted": False},
        {"lot": "13", "accepted": True},
        {"lot": "14", "accepted": False},
        {"lot": "14", "accepted": True, "resubmitted": True},
    ]
    path = tmp_path / "history.jsonl"
    path.write_text("\n".join(map(json.dumps, lots)), encoding="utf-8")
    return str(path)


def test_a_double_plan_in_words() -> None:
    assert _run(*DOUBLE).stdout.splitlines() == [
        "standard      ISO 2859-1, level II, normal",
        "aql           2.5",
        "code letter   J",
        "double plan   sample  units  in all  accept  reject",
        "                   1     50      50       2       5",
        "                   2     50     100       6       7",
        "",
        (
            "inspect 50 of 1,200 units first; accept on 2 or fewer nonconforming, reject on 5 or "
            "more, and otherwise draw the next sample"
        ),
    ]


def test_a_double_plan_as_json_has_its_samples() -> None:
    document = _json(*DOUBLE)
    assert document["type"] == "double"
    assert document["stages"] == [
        {"sample_size": 50, "cumulative": 50, "accept": 2, "reject": 5},
        {"sample_size": 50, "cumulative": 100, "accept": 6, "reject": 7},
    ]
    assert (document["sample_size"], document["accept"], document["reject"]) == (100, 6, 7)


def test_without_a_type_the_keys_are_the_ones_of_a_single_plan() -> None:
    assert set(_json(*DOUBLE)) - set(_json(*J_25)) == {"type", "stages"}


@pytest.mark.parametrize("found", [["--found", "3,4"], ["--found", "3", "--found", "4"]])
def test_what_was_found_in_each_sample(found: list[str]) -> None:
    document = _json(*DOUBLE, *found)
    assert (document["accepted"], document["found"], document["inspected"]) == (False, 7, 100)
    assert (document["found_per_sample"], document["next_sample"]) == ([3, 4], None)


@pytest.mark.parametrize(
    ("arguments", "last"),
    [
        (
            [*DOUBLE, "--found", "3"],
            "not decided: found 3 in 50 units: draw the next sample of 50",
        ),
        ([*DOUBLE, "--found", "3,3"], "accepted: found 6, and 6 or fewer accept"),
        (
            [*DOUBLE, "--found", "6", "--inspected", "100"],
            "accepted: found 6, and 6 or fewer accept",
        ),
        (["--custom", "32,2", "--found", "3"], "not accepted: found 3, and 3 or more reject"),
        (
            ["--custom", "32,2,5", "--found", "4"],
            (
                "unknown: found 4: 2 or fewer accept and 5 or more reject; in between, only "
                "reduced inspection accepts"
            ),
        ),
        (
            ["--custom", "32,2,5", "--found", "4", "--state", "reduced"],
            (
                "accepted: found 4: fewer than 5 accept the lot, more than 2 end reduced "
                "inspection; back to normal with the next lot"
            ),
        ),
    ],
)
def test_samples_are_judged(arguments: list[str], last: str) -> None:
    result = _run(*arguments)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == last


def test_the_first_samples_of_a_multiple_plan_cannot_accept() -> None:
    printed = _run(*J_25, "--type", "multiple", "--standard", "z1.4").stdout
    assert "                   1     20      20       #       4\n" in printed
    assert "# cannot accept yet\n" in printed


def test_what_replaces_a_missing_plan_is_said() -> None:
    arguments = ["--lot-size", "1200", "--level", "II", "--aql", "0.15", "--type", "double"]
    note = "the table has no double plan here: the single plan is used"
    assert f"note          {note}" in _run(*arguments).stdout.splitlines()
    assert (_json(*arguments)["type"], _json(*arguments)["plan_note"]) == ("single", note)


def test_the_counting_rule_is_shown_when_stated() -> None:
    result = _run(*J_25, "--counting", "nonconformities")
    assert "every defect counts; nonconformities per 100 units" in result.stdout
    assert "accept on 5 or fewer nonconformities" in result.stdout
    assert _json(*J_25, "--counting", "nonconformities")["counting"] == "nonconformities"


def test_a_history_gives_the_state_with_its_reason(history: str) -> None:
    assert _run("--history", history).stdout.splitlines() == [
        (
            "state         tightened since lot 14: "
            "two of five or fewer consecutive lots not accepted: 12 and 14"
        ),
        (
            "  normal -> tightened since lot 14: two of five or fewer consecutive lots not "
            "accepted: 12 and 14 (ISO 2859-1, 9.3.1)"
        ),
        "  lot 14 not counted: a resubmitted lot does not count",
    ]


def test_a_history_gives_the_plan_of_its_state(history: str) -> None:
    document = _json(*J_25, "--history", history)
    assert (document["state"], document["accept"]) == ("tightened", 3)
    assert document["switching"]["state"] == "tightened"
    (switch,) = document["switching"]["switches"]
    assert (switch["before"], switch["after"], switch["rule"], switch["lot"]) == (
        "normal",
        "tightened",
        "two-of-five",
        "14",
    )


def test_a_discontinued_inspection_has_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "history.json"
    path.write_text(json.dumps([{"accepted": False}] * 7), encoding="utf-8")
    document = _json(*J_25, "--history", str(path))
    assert list(document) == ["switching"]
    assert document["switching"]["state"] == "discontinued"


@pytest.mark.parametrize(
    ("options", "state"),
    [
        (["--standard", "z1.4", "--waive-limit", "--steady", "--reduced-agreed"], "reduced"),
        (
            ["--standard", "z1.4", "--limit-number", "0", "--steady", "--reduced-agreed"],
            "reduced",
        ),
        (["--standard", "z1.4", "--steady", "--reduced-agreed"], "normal"),
        (["--standard", "z1.4", "--waive-limit", "--steady"], "normal"),
        (["--standard", "z1.4", "--waive-limit", "--unsteady", "--reduced-agreed"], "normal"),
    ],
)
def test_the_conditions_of_reduced_inspection(
    tmp_path: Path, options: list[str], state: str
) -> None:
    path = tmp_path / "history.json"
    path.write_text(json.dumps([{"accepted": True, "found": 0}] * 10), encoding="utf-8")
    assert _json("--history", str(path), *options)["switching"]["state"] == state


def test_the_score_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "history.json"
    path.write_text(json.dumps([{"accepted": True, "accept": 1}] * 3), encoding="utf-8")
    assert _run("--history", str(path)).stdout.splitlines() == [
        "state         normal since the start: no rule has changed it",
        "score         6",
    ]


def test_curves_as_a_table_and_as_json() -> None:
    lines = _run(*J_25, "--oc").stdout.splitlines()
    assert "binomial: units from endless production (type B)" in lines
    assert "            2.5    0.9848      80.0    2.2978      97.0" in lines
    assert lines[-4:] == [
        "accepted with 0.95 at 3.317",
        "accepted with 0.50 at 7.058",
        "accepted with 0.10 at 11.28 (limiting quality)",
        "AOQL 3.712 at 5.404",
    ]
    document = _json(*J_25, "--oc", "--model", "hypergeometric")["characteristic"]
    assert document["model"] == "hypergeometric"
    assert document["producer_risk"] is None
    assert {"quality", "acceptance", "sample_number", "outgoing", "total_inspection"} == set(
        document["points"][0]
    )


def test_curves_without_a_lot_leave_out_what_needs_one() -> None:
    document = _json("--custom", "32,2", "--oc")["characteristic"]
    assert set(document["points"][0]) == {"quality", "acceptance", "sample_number"}
    assert "aoql" not in document


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([*J_25, "--type", "doble"], "`doble` is not a type of plan"),
        ([*J_25, "--type", "multiple"], "ISO 2859-1 has no multiple plans here"),
        ([*J_25, "--counting", "units"], "`units` is not a counting rule"),
        ([*J_25, "--oc", "--model", "gauss"], "`gauss` is not a distribution"),
        (["--custom", "32"], "`32` is not a plan for `--custom`"),
        (["--custom", "32,2,3,4"], "`32,2,3,4` is not a plan for `--custom`"),
        (["--custom", "32,x"], "`x` is not a count for `--custom`"),
        (
            ["--custom", "32,2", "--aql", "2.5"],
            "`--aql` finds a plan in a table, and `--custom` is a plan of its own",
        ),
        ([*DOUBLE, "--found", "3,,4"], "`` is not a count for `--found`"),
        (
            [*DOUBLE, "--found", "2,0"],
            "nothing can be found in sample 2: sample 1 accepted the lot",
        ),
        (
            [*J_25, "--state", "reduced", "--history", "x.json"],
            "`--state` and `--history` both give the state",
        ),
    ],
)
def test_bad_input_is_refused(arguments: list[str], message: str) -> None:
    result = _run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[0] == f"error: {message}"
    assert result.stderr.splitlines()[1].startswith("hint: ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"lot": "1"}]', "$[0].accepted: this is needed"),
        ("[1]", "$[0]: expected an object, found `1`"),
        ('{"accepted": true}\n{"accepted": true, "fuond": 1}', "$[1].fuond: unknown key"),
        ("[", "is no history"),
        ("accepted", "is no history"),
    ],
)
def test_a_bad_history_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "history.json"
    path.write_text(text, encoding="utf-8")
    result = _run("--history", str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_without_a_plan_nothing_is_judged(history: str) -> None:
    result = _run("--history", history, "--found", "2")
    assert result.exit_code == 2
    assert result.stderr.startswith("error: there is no plan to judge by")


def test_an_empty_history_is_the_start(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text("", encoding="utf-8")
    assert _json("--history", str(path))["switching"]["state"] == "normal"
