"""`disposition test`: what it prints, writes and exits with."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from jsonschema import Draft202012Validator

from disposition.built import shipped_folder
from disposition.cli.test import ProgressLine
from disposition.testing.loading.expectations import EXPECT_KEYS
from disposition.testing.loading.reader import FILE_KEYS
from disposition.testing.loading.schema import cases_schema
from disposition.testing.runner import find
from support.golden import Golden
from support.small_cases import CASES, POLICY, write
from unit.cli.conftest import Cli

LENIENT = POLICY.replace("< 100 and", "< 101 and").replace(">= 100", "> 100")
BROKEN = CASES.replace("outcome: accept", "outcome: acept")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.parametrize(
    ("arguments", "status", "out"),
    [
        ([], 0, "small.cases.yaml: 4 cases passed\n"),
        (["."], 0, "small.cases.yaml: 4 cases passed\n"),
        (["small.cases.yaml"], 0, "small.cases.yaml: 4 cases passed\n"),
        (["-k", "PIECES"], 0, "small.cases.yaml: 3 cases passed\n"),
        (["-k", "pieces/1"], 0, "small.cases.yaml: 1 case passed\n"),
        (["--engine", "auto"], 0, "small.cases.yaml: 4 cases passed\n"),
        (["--min-coverage", "50"], 0, "small.cases.yaml: 4 cases passed\n"),
        (["--min-coverage", "77.3"], 1, "small.cases.yaml: 4 cases passed\n"),
    ],
)
def test_cases_that_pass(arguments: list[str], status: int, out: str, cli: Cli) -> None:
    write(Path())
    ran = cli("test", *arguments)
    assert (ran.status, ran.out) == (status, out)


def test_a_failure_is_told_with_the_rules_that_led_there(cli: Cli, golden: Golden) -> None:
    write(Path(), policy=LENIENT)
    ran = cli("test")
    assert (ran.status, ran.err) == (1, "")
    golden(ran.out, "cases/command.txt")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "nowhere: no such file or folder"),
        (["empty"], "there are no cases in empty"),
        (["-k", "pieces/9"], "no case has `pieces/9` in its name"),
        (["--engine", "fast"], "`fast`"),
        (["--min-coverage", "101"], "`--min-coverage` cannot be `101`"),
        (["--min-coverage", "all"], "`--min-coverage` cannot be `all`"),
        (["--min-coverage", "nan"], "`--min-coverage` cannot be `nan`"),
        (["--junit", "small.cases.yaml/junit.xml"], "small.cases.yaml/junit.xml: "),
        (["--junit", "small.yaml"], "`small.yaml` is there already; nothing was written"),
        (["--coverage-html", "small.yaml/x.html"], "small.yaml/x.html: "),
    ],
)
def test_what_cannot_be_used(arguments: list[str], said: str, cli: Cli) -> None:
    write(Path())
    Path("empty").mkdir()
    ran = cli("test", *arguments)
    assert ran.status == 2
    assert said in ran.err


def test_a_broken_file_does_not_stop_the_others(cli: Cli) -> None:
    write(Path())
    Path("broken.cases.yaml").write_text(BROKEN)
    ran = cli("test")
    assert ran.status == 2
    assert "small.cases.yaml: 4 cases passed" in ran.out
    assert "error[S306]: `outcome` cannot be `acept`" in ran.err
    assert "broken.cases.yaml:7:23" in ran.err


def test_folders_are_searched_but_for_hidden_ones() -> None:
    for name in ("a", "a/b", ".venv", "a/.hidden"):
        Path(name).mkdir()
        write(Path(name))
    found = [each.as_posix() for each in find(Path())]
    assert found == ["a/b/small.cases.yaml", "a/small.cases.yaml"]


def test_json(cli: Cli) -> None:
    write(Path(), policy=LENIENT)
    ran = cli("test", "--json", "--coverage")
    document = json.loads(ran.out)
    assert (ran.status, document["passed"], document["failed"]) == (1, 3, 1)
    (file,) = document["files"]
    assert file["policy"]["id"] == "small"
    failed = file["cases"][-1]
    assert failed["decision"]["outcome"] == "accept"
    assert failed["mismatches"] == [{"what": "outcome", "expected": "rework", "found": "accept"}]
    (coverage,) = document["coverage"]
    assert {each["standing"] for each in coverage["goals"]} == {"met", "missing"}


def test_junit(cli: Cli) -> None:
    write(Path(), policy=LENIENT)
    Path("broken.cases.yaml").write_text(BROKEN)
    assert cli("test", "--junit", "junit.xml").status == 2
    root = ET.parse("junit.xml").getroot()  # noqa: S314 - written by ourselves just now
    counts = [(each.get("tests"), each.get("failures"), each.get("errors")) for each in root]
    assert counts == [("4", "1", "0"), ("1", "0", "1")]
    (failure,) = root.iter("failure")
    assert failure.get("message") == "outcome: expected rework, found accept"
    assert "few permits it: only 100 pieces" in (failure.text or "")


def test_reports_are_written_over_those_of_an_earlier_run_and_over_nothing_else(cli: Cli) -> None:
    write(Path())
    for option, report in (("--junit", "report.xml"), ("--coverage-html", "page.html")):
        for _ in range(2):
            assert cli("test", option, report).status == 0, option
        before = Path(report).read_bytes()
        Path(report).write_bytes(b"")  # as `mktemp` makes it
        cli("test", option, report)
        assert Path(report).read_bytes() == before
        Path("mine.html").write_text("<title>Mine</title>", encoding="utf-8")
        ran = cli("test", option, "mine.html")
        assert ran.status == 2
        assert "`mine.html` is there already; nothing was written" in ran.err
        assert Path("mine.html").read_text(encoding="utf-8") == "<title>Mine</title>"
        assert cli("test", option, "mine.html", "--force").status == 0
        assert Path("mine.html").read_bytes() == before
        Path("mine.html").unlink()


def test_junit_leaves_out_what_xml_cannot_hold(cli: Cli) -> None:
    policy = LENIENT.replace("only {lot.quantity}", "{lot.product}: only {lot.quantity}")
    cases = CASES.replace("{quantity: 90", '{product: "<&>\\u0001\\uFFFF", quantity: 90')
    write(Path(), policy=policy, cases=cases)
    cli("test", "--junit", "junit.xml")
    ET.parse("junit.xml")  # noqa: S314 - written by ourselves just now


def test_coverage_is_told_by_rule(cli: Cli) -> None:
    write(Path())
    ran = cli("test", "--coverage", "--min-coverage", "100")
    assert ran.status == 1
    assert "small.yaml:31  no case where it is false" in ran.out
    assert ran.err == "error: the cases of `small` show 77.2 % of it, less than 100 %\n"


def test_files_of_one_policy_are_measured_together(cli: Cli) -> None:
    write(Path())
    more = CASES.replace("category: toys", "category: textiles")
    Path("more.cases.yaml").write_text(more.replace(", obligations: seal", ""))
    ran = cli("test", "--coverage")
    assert "by 8 cases" in ran.out
    assert "no case where it is false" not in ran.out


@pytest.mark.parametrize(
    ("target", "file"), [("pages", "pages/small.html"), ("deep/page.html", "deep/page.html")]
)
def test_pages(target: str, file: str, cli: Cli) -> None:
    write(Path())
    assert cli("test", "--coverage-html", target).status == 0
    assert "<h1>small " in Path(file).read_text(encoding="utf-8")


def test_two_policies_need_a_folder_for_their_pages(cli: Cli) -> None:
    for name in ("a", "b"):
        Path(name).mkdir()
        write(Path(name))
    ran = cli("test", "--coverage-html", "page.html")
    assert ran.status == 2
    assert "name a folder" in ran.err


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("stream", "shown"), [(Terminal(), True), (io.StringIO(), False)])
def test_progress_is_for_terminals(
    stream: io.StringIO, shown: bool, monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    write(Path(), policy=LENIENT)
    monkeypatch.setattr("disposition.cli.test.PATIENCE", 0)
    monkeypatch.setattr(sys, "stderr", stream)
    assert cli("test").status == 1
    assert ("\r\x1b[K4 of 4 cases, 1 failed\r\x1b[K" in stream.getvalue()) is shown


def test_a_short_run_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with ProgressLine():
        pass
    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]  # the terminal above


# --- the schema ----------------------------------------------------------------------------------


class Editor(yaml.SafeLoader):
    """Reads YAML as an editor does: a date is text."""


Editor.yaml_implicit_resolvers = {
    letter: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def complaints(text: str) -> list[str]:
    document = yaml.load(text, Editor)  # noqa: S506 - a SafeLoader
    return [each.message for each in Draft202012Validator(cases_schema()).iter_errors(document)]


def test_the_schema_takes_the_shipped_cases() -> None:
    path = shipped_folder() / "failed-inspection.cases.yaml"
    assert complaints(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("policy: small.yaml\n", ""),
        ("outcome: accept", "outcom: accept"),
        ("quantity: 90", "quantity: many"),
        ("columns:", "column:"),
        ("given: {shipment.urgency: high}", "given: {Shipment: high}"),
        ("status: no_rule", "status: norule"),
    ],
)
def test_the_schema_refuses_mistakes(right: str, wrong: str) -> None:
    assert right in CASES
    assert complaints(CASES) == []
    assert complaints(CASES.replace(right, wrong)) != []


def test_what_can_be_expected_is_what_the_schema_says() -> None:
    case = cases_schema()["properties"]["cases"]["additionalProperties"]
    assert tuple(case["properties"]["expect"]["properties"]) == EXPECT_KEYS
    assert tuple(cases_schema()["properties"]) == FILE_KEYS
