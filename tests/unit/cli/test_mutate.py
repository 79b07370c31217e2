"""`disposition test --mutate`: exit codes, words, JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.small_cases import CASES, write
from unit.cli.conftest import Cli


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_mistake_that_goes_unnoticed_is_shown(tmp_path: Path, cli: Cli) -> None:
    write(tmp_path)
    ran = cli("test", "--mutate")
    assert ran.status == 1
    assert "SURVIVED many:" in ran.out
    assert "  rule many: `100` became `99`\n" in ran.out
    assert " mutants, " in ran.out.splitlines()[-1]


def test_the_document(tmp_path: Path, cli: Cli) -> None:
    write(tmp_path)
    ran = cli("test", "--mutate", "--json")
    (report,) = json.loads(ran.out)["mutation"]
    assert ran.status == 1
    assert report["mutants"] == report["killed"] + len(report["survivors"])
    assert not report["passed"]
    survivor = next(each for each in report["survivors"] if each["about"] == "`100` became `99`")
    assert (survivor["entry"], survivor["standing"], survivor["line"]) == (
        "rule many",
        "survived",
        15,
    )
    assert survivor["witness"]["expect"] == {"outcome": "hold"}
    assert survivor["case"].startswith("  tells-many-")
    proved = [each for each in report["survivors"] if each["standing"] == "equivalent"]
    assert [each["entry"] for each in proved] == ["rule few"]


def test_a_choice_of_mistakes(tmp_path: Path, cli: Cli) -> None:
    write(tmp_path)
    ran = cli("test", "--mutate", "--max-mutants", "5", "--seed", "1", "--json")
    assert json.loads(ran.out)["mutation"][0]["mutants"] == 5


def test_nothing_is_tried_while_cases_fail(tmp_path: Path, cli: Cli) -> None:
    write(tmp_path, cases=CASES.replace("[99, accept]", "[99, rework]"))
    ran = cli("test", "--mutate", "--json")
    assert (ran.status, json.loads(ran.out)["mutation"]) == (1, [])


def test_without_the_option_nothing_is_tried(tmp_path: Path, cli: Cli) -> None:
    write(tmp_path)
    ran = cli("test", "--json")
    assert (ran.status, json.loads(ran.out)["mutation"]) == (0, [])


def test_a_day_that_notices_a_mistake_is_written_as_a_text(tmp_path: Path, cli: Cli) -> None:
    policy = """\
policy: small
version: 1.0.0
outcomes: {accept: {title: Accept, ships: all}}
otherwise: hold
parameters: {days: {value: 2, unit: days}}
rules:
  all: {permit: [accept], when: true, because: x, source: y}
  call: {require: [{do: call, due: as_of + days}], when: true, because: x, source: y}
"""
    cases = (
        "policy: small.yaml\nbase: {as_of: 2026-11-20}\ncases: {a: {expect: {outcome: accept}}}\n"
    )
    path = write(tmp_path, cases=cases, policy=policy)
    document = json.loads(cli("test", str(path), "--mutate", "--json").out)
    expected = [
        each["witness"]["expect"]
        for each in document["mutation"][0]["survivors"]
        if each["entry"] == "parameter days"
    ]
    assert expected == [{"outcome": "accept", "due": {"call": "2026-11-22"}}] * 2
