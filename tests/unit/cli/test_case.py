"""`disposition case`: a story from the report to the end, command by command, and the group."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from disposition.cli.case import SUMMARIES
from support.golden import Golden
from unit.cli.case_story import CASE, CONTACT, LOT, REPLY, argue, begin_cases, end, work_in
from unit.cli.conftest import Cli


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work_in(tmp_path, monkeypatch)


# --- the story -----------------------------------------------------------------------------------

CALL = [f"--set={name}={CONTACT[name]}" for name in ("channel", "purpose", "about", "summary")]
CALL += ["--set", "people[0].name=Chen", "--set", "people[0].side=supplier"]
ANSWER = ["channel=email", "sender=Chen", "parts[0].part=root_cause", "parts[0].evidence=photo"]
ANSWER += ["arguments[0].topic=measurement", "arguments[0].evidence=document"]
ANSWER += ["arguments[1].topic=specification"]
AGAIN = ["inspector=Wang", "inspection.report_result=pass", "inspection.sample_size=125"]
AGAIN += ["inspection.defects=[]", "findings[0].finding=D12", "findings[0].resolved=true"]
AGAIN += ["findings[1].finding=shipping mark", "findings[1].resolved=TRUE", "matches_sample=true"]


def story() -> Iterator[tuple[int, list[str]]]:
    """Yield the exit code that is expected, and the command."""
    li = ["--by", "Li"]
    yield 0, ["new", CASE, "lot.json", "--on", "2026-11-18", *li, "--inspector", "Zhou"]
    yield 0, ["next", CASE, "--as-of", "2026-11-21"]
    yield 0, ["decide", CASE, "--on", "2026-11-19", *li, "--approved-by", "Zhao", "--note", "ok"]
    yield 0, ["add", CASE, "contact", "--on", "2026-11-19", *li, *CALL]
    answer = [f"--set={each}" for each in ANSWER]
    yield 0, ["add", CASE, "reply", "--on", "2026-11-20", *li, *answer, "--settles=book-the-line"]
    yield 0, ["read", CASE, "--as-of", "2026-11-21"]
    yield 0, ["next", CASE, "--as-of", "2026-12-05"]
    yield 1, ["release", CASE, "--on", "2026-11-22", *li]
    yield 0, ["show", CASE]
    again = [f"--set={each}" for each in AGAIN]
    yield 0, ["add", CASE, "reinspection", "--on", "2026-11-28", *li, *again]
    yield 0, ["add", CASE, "done", "--on", "2026-11-28", "--set=do=notify-supplier"]
    yield 0, ["add", CASE, "withdrawn", "--on", "2026-11-28", "--set=entry=7", "--set=because=no"]
    yield 0, ["release", CASE, "--on", "2026-11-29", *li]
    yield 0, ["add", CASE, "closed", "--on", "2026-12-01", "--set", "because=all is well"]
    yield 0, ["next", CASE, "--as-of", "2026-12-02"]
    yield 0, ["next", CASE, "--as-of", "2026-11-28", "--overdue"]
    yield 0, ["show", CASE]
    yield 0, ["show", CASE, "--as-of", "2026-11-19"]
    yield 0, ["replay", CASE]
    yield 0, ["verify"]
    yield 0, ["list"]
    yield 0, ["list", "--open"]


def test_a_story(cli: Cli, golden: Golden) -> None:
    told = []
    for status, arguments in story():
        ran = cli("case", *arguments)
        told.append(f"$ disposition case {' '.join(arguments)}\n{ran.out}{ran.err}")
        assert ran.status == status, told[-1]
    golden("\n".join(told), "cli/case-story.txt")


# --- what it says to programs --------------------------------------------------------------------


def test_everything_of_a_case_as_json(cli: Cli) -> None:
    begin_cases(Path())
    argue(Path())
    end(Path())
    shown = json.loads(cli("case", "show", CASE, "--json").out)
    assert (shown["case"], shown["as_of"], shown["stage"]) == (CASE, "2026-12-01", "closed")
    assert (shown["product"], shown["supplier"], shown["decision"]) == ("Stacking toy", "S-9", 2)
    assert [each["kind"] for each in shown["entries"]][:3] == ["inspection", "decision", "contact"]
    assert shown["entries"][2]["data"] == CONTACT
    assert shown["entries"][3]["settles"] == ["book-the-line"]
    assert shown["entries"][-1]["hash"] == shown["head"]
    assert set(shown["entries"][0]["policies"]) >= {"failed-inspection", "release"}
    assert all(each["counts"] for each in shown["entries"])


def test_a_day_in_between_shows_what_was_known_then(cli: Cli) -> None:
    begin_cases(Path())
    argue(Path())
    end(Path())
    shown = json.loads(cli("case", "show", CASE, "--json", "--as-of", "2026-11-19").out)
    assert (shown["stage"], len(shown["entries"])) == ("talking", 3)
    assert [each["rule"] for each in shown["gate"]["missing"]] == [
        "not-inspected-again",
        "unlike-the-sample",
        "unresolved",
    ]


def test_lines_are_cut_on_a_terminal_and_nowhere_else(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_cases(Path())
    argue(Path())
    said = "3  2026-11-19  contact       Call, opening, on the batch, with Chen (supplier). “showed"
    assert f"   {said} the photos of the wheels” (Li)\n" in cli("case", "show", CASE).out
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    lines = cli("case", "show", CASE).out.splitlines()
    (line,) = (each for each in lines if "contact" in each)
    assert line == f"   {said[:71]}… (Li)"
    assert len(line) == 80


def test_what_was_withdrawn_does_not_count(cli: Cli) -> None:
    begin_cases(Path())
    argue(Path())
    given = ["--set=entry=4", "--set=because=about another order"]
    assert cli("case", "add", CASE, "withdrawn", "--on", "2026-11-21", *given).status == 0
    entries = json.loads(cli("case", "show", CASE, "--json").out)["entries"]
    assert [each["counts"] for each in entries] == [True, True, True, False, True]


def test_a_decision_as_its_document(cli: Cli) -> None:
    begin_cases(Path())
    ran = cli("case", "decide", CASE, "--on", "2026-11-19", "--json")
    document = json.loads(ran.out)
    assert (ran.status, document["outcome"], document["as_of"]) == (0, "rework", "2026-11-19")
    kept = json.loads(cli("case", "show", CASE, "--json").out)["entries"][1]
    assert kept["data"]["decision"] == document


def test_a_decision_that_cannot_be_taken_is_written_all_the_same(cli: Cli) -> None:
    lot = {**LOT, "inspection": {"report_result": "fail"}}
    Path("lot.json").write_text(json.dumps(lot))
    cli("case", "new", CASE, "lot.json", "--on", "2026-11-18")
    ran = cli("case", "decide", CASE, "--on", "2026-11-19")
    assert ran.status == 0
    assert "Not decided, because information is missing" in ran.out
    shown = cli("case", "show", CASE).out
    assert "Decision: Hold [hold]; not decided, because information is missing, of" in shown


def test_a_refusal_as_json_lists_what_is_missing(cli: Cli) -> None:
    begin_cases(Path())
    ran = cli("case", "release", CASE, "--on", "2026-11-19", "--json")
    gate = json.loads(ran.out)
    assert (ran.status, gate["is_open"], gate["outcome"]) == (1, False, "keep")
    lacking = {each["rule"]: each["is_sure"] for each in gate["missing"]}
    assert lacking == {
        "not-inspected-again": True,
        "unlike-the-sample": False,
        "unresolved": True,
    }


def test_how_arguments_read_as_json(cli: Cli) -> None:
    begin_cases(Path())
    argue(Path())
    read = json.loads(cli("case", "read", CASE, "--as-of", "2026-11-21", "--json").out)
    assert (read["outcome"], read["confidence"]) == ("face_saving", "medium")
    assert [each["claim"] for each in read["arguments"]] == [
        each["claim"] for each in REPLY["arguments"]
    ]


def test_cases_are_listed_for_programs(cli: Cli) -> None:
    begin_cases(Path(), ["A-1", "A-2"])
    argue(Path(), "A-1")
    end(Path(), "A-1")
    ran = cli("case", "list", "--lines")
    cases = [json.loads(line) for line in ran.out.splitlines()]
    assert [(each["case"], each["is_closed"], each["entries"]) for each in cases] == [
        ("A-1", True, 8),
        ("A-2", False, 1),
    ]
    head = cases[0]["head"]
    assert ran.err == "2 cases\n"
    assert cli("case", "verify", "A-1", "--head", head).status == 0
    still_open = cli("case", "list", "--open")
    assert still_open.out.startswith("A-2 ")
    assert still_open.err == "1 open case\n"


# --- writing -------------------------------------------------------------------------------------


def test_data_comes_from_a_file_and_settings_go_on_top(cli: Cli) -> None:
    begin_cases(Path())
    Path("call.json").write_text(json.dumps(CONTACT))
    given = ["--set", "channel=email", "--set", "people[1].name=Zhao", "--set=people[1].side=buyer"]
    ran = cli("case", "add", CASE, "contact", "call.json", "--on", "2026-11-20", *given)
    assert (ran.status, ran.out) == (0, f"wrote entry 2 of case `{CASE}`: contact on 2026-11-20\n")
    entry = json.loads(cli("case", "show", CASE, "--json").out)["entries"][1]
    people = [*CONTACT["people"], {"name": "Zhao", "side": "buyer"}]
    assert entry["data"] == {**CONTACT, "channel": "email", "people": people}


def test_data_comes_from_standard_input(cli: Cli) -> None:
    begin_cases(Path())
    text = json.dumps(CONTACT).encode()
    assert cli("case", "add", CASE, "contact", "-", "--on", "2026-11-20", stdin=text).status == 0
    entry = json.loads(cli("case", "show", CASE, "--json").out)["entries"][1]
    assert entry["data"] == CONTACT


def test_a_lot_comes_from_standard_input(cli: Cli) -> None:
    text = json.dumps(LOT).encode()
    given = ["--on", "2026-11-18", "--inspector", "Zhou", "--reference", "R-1"]
    assert cli("case", "new", CASE, "-", *given, stdin=text).status == 0
    data = json.loads(cli("case", "show", CASE, "--json").out)["entries"][0]["data"]
    assert (data["inspector"], data["reference"]) == ("Zhou", "R-1")


@pytest.mark.parametrize(
    "command",
    [
        ["add", CASE, "reply", "--on", "2026-11-20"],
        ["decide", CASE, "--on", "2026-11-20"],
        ["release", CASE, "--on", "2026-11-20"],
    ],
)
def test_a_retry_with_the_same_key_writes_nothing(command: list[str], cli: Cli) -> None:
    begin_cases(Path())
    first = cli("case", *command, "--key", "k-1")
    assert "wrote entry 2 of" in first.out
    again = cli("case", *command, "--key", "k-1")
    assert again.status == first.status
    assert f"nothing was written: the key is that of entry 2 of case `{CASE}`" in again.out
    assert len(json.loads(cli("case", "show", CASE, "--json").out)["entries"]) == 2


def test_a_case_that_is_begun_again_with_its_key_stays_as_it_is(cli: Cli) -> None:
    begin = ["new", CASE, "lot.json", "--on", "2026-11-18", "--key", "k-1"]
    assert cli("case", *begin).status == 0
    assert cli("case", "add", CASE, "reply", "--on", "2026-11-20").status == 0
    again = cli("case", *begin)
    assert again.status == 0
    assert "was there already" in again.out
    assert len(json.loads(cli("case", "show", CASE, "--json").out)["entries"]) == 2


def test_another_store(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("deep").mkdir()
    at = ["--store", "deep/mine.db"]
    assert cli("case", "new", CASE, "lot.json", "--on", "2026-11-18", *at).status == 0
    assert not Path("cases.db").exists()
    assert cli("case", "list").status == 2
    monkeypatch.setenv("DISPOSITION_CASES", "sqlite:///deep/mine.db")
    assert cli("case", "list").out.startswith(CASE)


# --- the group -----------------------------------------------------------------------------------


def test_help(cli: Cli, golden: Golden) -> None:
    ran = cli("case", "--help")
    assert (ran.status, ran.err) == (0, "")
    golden(ran.out, "cli/case-help.txt")


@pytest.mark.parametrize("name", SUMMARIES)
def test_every_command_has_help_and_a_module_of_its_name(name: str, cli: Cli) -> None:
    assert getattr(import_module(f"disposition.cli.case.{name}"), name).name == name
    ran = cli("case", name, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: disposition case {name} ")


PROBE = """
import sys
from disposition.cli import main
try:
    main()
except SystemExit as ended:
    print(ended.code, *sorted(sys.modules))
"""


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--help"], {"disposition.cli.case", "disposition.casefile", "sqlalchemy", "jinja2"}),
        (["case", "--help"], {"disposition.casefile.case", "disposition.facts", "sqlalchemy"}),
        (["case", "next", "--help"], {"sqlalchemy", "jinja2"}),
        (["case", "kinds", "contact"], {"sqlalchemy", "jinja2", "yaml"}),
        (["case", "list"], {"jinja2", "yaml"}),
        (["decide", "lot.json"], {"attr", "disposition.casefile"}),
    ],
)
def test_nothing_is_loaded_that_is_not_needed(arguments: list[str], unwanted: set[str]) -> None:
    begin_cases(Path())
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments], capture_output=True, text=True, check=True
    )
    status, *loaded = done.stdout.splitlines()[-1].split()
    assert (status, unwanted & set(loaded)) == ("0", set())


def test_a_day_that_was_a_mistake_is_not_the_day_as_of_which_a_case_is_shown(cli: Cli) -> None:
    begin_cases(Path())
    for ran in (
        cli("case", "add", CASE, "reply", "--on", "2036-11-20"),
        cli(
            "case",
            "add",
            CASE,
            "withdrawn",
            "--on",
            "2026-11-20",
            "--set=entry=2",
            "--set=because=x",
        ),
    ):
        assert ran.status == 0
    assert json.loads(cli("case", "show", CASE, "--json").out)["as_of"] == "2026-11-20"
