"""`disposition review`: one page with all that whoever signs has to know."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from unit.cli.conftest import Cli

POLICY = """\
policy: small
version: 1.0.0
parameters: {most: {value: 5, unit: units}}
outcomes:
  accept: {title: Accept, ships: all}
  rework: {title: Rework, ships: none}
otherwise: hold
rules:
  few: {permit: [accept], when: defects.major.found <= most, because: x}
  many: {permit: [rework], when: defects.major.found > most, because: x}
"""
CASES = """\
policy: small.yaml
cases:
  few: {given: {inspection.defects: [{severity: major, units: 2}]}, expect: {outcome: accept}}
  four: {given: {inspection.defects: [{severity: major, units: 4}]}, expect: {outcome: FOUR}}
  many: {given: {inspection.defects: [{severity: major, units: 6}]}, expect: {outcome: rework}}
  open: {given: {lot.id: x}, expect: {outcome: hold}}
"""
LOTS = """\
{"inspection": {"defects": [{"severity": "major", "units": 4}]}, "supplier": {"id": "<A>"}}
{"inspection": {"defects": []}, "supplier": {"id": "B"}}
"""
OLD, NEW = "old/small.yaml", "new/small.yaml"


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:  # noqa: ARG001 - works in it
    for name, value, four in (("old", "5", "accept"), ("new", "3", "rework")):
        Path(name).mkdir()
        Path(name, "small.yaml").write_text(POLICY.replace("value: 5", f"value: {value}"))
        Path(name, "small.cases.yaml").write_text(CASES.replace("FOUR", four))
    cases = Path("old/small.cases.yaml")
    cases.write_text(cases.read_text().replace("  four:", "  four-before:"))
    Path("lots.jsonl").write_text(LOTS)


def test_a_change_that_nothing_speaks_against(cli: Cli) -> None:
    ran = cli(
        "review",
        OLD,
        NEW,
        "--html",
        "page.html",
        "--lots",
        "lots.jsonl",
        "--by",
        "supplier.id",
        "--approver",
        "Quality, <Anna>",
    )
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == ["wrote page.html", "nothing was found that speaks against it"]
    page = Path("page.html").read_text()
    assert '<body class="dsp-one">' in page
    for words in (
        "small 1.0.0 → small 1.0.0",
        "Only stricter, proved of all lots",
        "Proved: no lot ships more than before.",
        "3 &lt; defects.major.found &lt;= 5",
        "what is unknown never ships",
        "4 cases, none failed.",
        "New cases",
        "Cases that are gone",
        "<code>four</code></td><td>accept</td><td>rework",
        "2 lots. 1 (50 %) moves against small 1.0.0.",
        "By supplier.id",
        "Quality, &lt;Anna&gt;",
        "Signature",
    ):
        assert words in page, words
    assert "<A>" not in page
    assert page.count("sha256:") == 2
    # Digests are broken where a sheet of paper is too narrow for them.
    assert len(re.findall(r"sha256:[0-9a-f]{17}<wbr>", page)) == 2


def test_what_speaks_against_a_change_is_told_first(cli: Cli) -> None:
    ran = cli("review", NEW, OLD, "--html", "page.html", "--cases", "new/small.cases.yaml")
    assert ran.status == 1
    assert ran.err.splitlines() == [
        "- Some lots ship more than before.",
        "- Of the cases, 1 fails.",
    ]
    page = Path("page.html").read_text()
    assert page.index("Whoever signs answers for") < page.index("What the change does")
    assert "Failed: four" in page
    assert "Not looked at: no past lots were given." in page


def test_names_are_told_as_such_and_nothing_is_shown_where_nothing_can_be(cli: Cli) -> None:
    dead = "  dead: {permit: [rework], when: defects.major.found < 0, because: x}\n"
    Path(NEW).write_text(Path(NEW).read_text() + dead)
    page = cli("review", OLD, NEW, "--html", "-").out
    assert "<li>the rule <code>dead</code> never holds</li>" in page
    assert "Shown by</th></tr></thead><tbody><tr><td>the rule <code>dead</code>" not in page


def test_without_cases_that_is_what_speaks_against_it(cli: Cli) -> None:
    Path("new/small.cases.yaml").unlink()
    ran = cli("review", OLD, NEW, "--html", "-")
    assert (ran.status, ran.err) == (1, "- There are no cases.\n")
    assert ran.out.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([OLD, NEW], "--html"),
        ([OLD, "none.yaml", "--html", "p"], "none.yaml"),
        ([OLD, NEW, "--html", "p", "--cases", "new/small.yaml"], "the cases cannot be used"),
        ([OLD, NEW, "--html", "p", "--lots", "none.jsonl"], "none.jsonl"),
        ([OLD, NEW, "--html", "p", "--lots", "lots.csv"], "nothing says what the columns"),
    ],
)
def test_what_cannot_be_reviewed_is_refused(cli: Cli, arguments: list[str], message: str) -> None:
    ran = cli("review", *arguments)
    assert ran.status == 2
    assert message in ran.err
    assert not Path("p").exists()
