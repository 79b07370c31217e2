"""`disposition diff`: files, folders, revisions and digests; words, JSON, a page; exit codes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from disposition import load_policy
from unit.cli.conftest import Cli

POLICY = """\
policy: small
version: 1.0.0
parameters: {most: {value: 5, unit: units}}
outcomes:
  accept: {title: Accept, ships: all}
  sort: {title: Sort, ships: part}
otherwise: hold
rules:
  few: {permit: [accept], when: defects.major.found <= most, because: x}
  many: {permit: [sort], when: defects.major.found > most, because: x}
"""
STRICTER = POLICY.replace("value: 5", "value: 3")


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:  # noqa: ARG001 - works in it
    Path("old.yaml").write_text(POLICY)
    Path("new.yaml").write_text(STRICTER)


def test_a_stricter_version_in_words(cli: Cli) -> None:
    ran = cli("diff", "old.yaml", "new.yaml")
    assert ran.status == 0
    assert (
        ran.out
        == """\
small 1.0.0 → small 1.0.0
Only stricter, proved of all lots that are decided before and after.
Proved: no lot ships more than before.

What is changed
  - parameter `most` changed
      was 5 units
      is  3 units

Where lots move
  - accept → sort (stricter)
      where 3 < defects.major.found <= 5
      by `many`, `few`
      such as {inspection.defects: [{severity: major, units: 4}]}
"""
    )


ASKED = "  tell: {require: [{do: tell, what: tell us, due: as_of + 3}], when: lot.regulated}\n"
DUTIES = [
    (ASKED, "", "`tell` was required, and is not"),
    ("", ASKED, "`tell` is required, and was not"),
    (ASKED, ASKED.replace("3", "4"), "`tell` is required by another day, or with other values"),
    (ASKED, ASKED.replace("when:", "with: [accept], when:"), "`tell` was required, and is not"),
    (ASKED, ASKED.replace("lot.regulated", "lot.quantity > 3"), "`tell` is required, and was not"),
]


@pytest.mark.parametrize(("before", "after", "said"), DUTIES)
def test_what_is_required_changes_for_lots_that_keep_their_outcome(
    cli: Cli, before: str, after: str, said: str
) -> None:
    Path("old.yaml").write_text(POLICY + before)
    Path("new.yaml").write_text(POLICY + after)
    ran = cli("diff", "old.yaml", "new.yaml")
    assert ran.status == 0
    assert f"  - {said} (outcome" in ran.out
    [told, *_] = asked_otherwise(cli)
    assert (told["code"], told["rules"]) == ("tell", ["tell"])
    assert cli("diff", "old.yaml", "new.yaml", "--html", "-").out.count("<code>tell</code>") >= 2


def test_what_is_required_in_other_words_is_the_same(cli: Cli) -> None:
    same = ASKED.replace("as_of + 3", "as_of + 1 + 2").replace("lot.reg", "not not lot.reg")
    split = ASKED.replace("tell:", "a:").replace("lot.reg", "lot.quantity > 3 and lot.reg") + (
        ASKED.replace("tell:", "b:").replace("lot.reg", "lot.quantity <= 3 and lot.reg")
    )
    for after in (same, split + ASKED):
        Path("old.yaml").write_text(POLICY + ASKED)
        Path("new.yaml").write_text(POLICY + after)
        assert asked_otherwise(cli) == []


def asked_otherwise(cli: Cli) -> list[dict[str, Any]]:
    [told] = json.loads(cli("diff", "old.yaml", "new.yaml", "--json").out)["policies"]
    found: list[dict[str, Any]] = told["obligations"]
    return found


def test_a_laxer_version_fails(cli: Cli) -> None:
    ran = cli("diff", "new.yaml", "old.yaml", "--json")
    assert ran.status == 1
    [told] = json.loads(ran.out)["policies"]
    assert (told["verdict"], told["ships_more"]) == ("only_laxer", True)
    [move] = told["moves"]
    assert (move["before"], move["after"], move["ships_more"]) == ("sort", "accept", True)
    assert move["cases"]["after"] == {
        "given": {"inspection.defects": [{"severity": "major", "units": 4}]},
        "expect": {"outcome": "accept", "status": "decided", "reasons": ["few"]},
    }


def test_words_decide_nothing(cli: Cli) -> None:
    Path("new.yaml").write_text(POLICY.replace("because: x", "because: y", 1))
    ran = cli("diff", "old.yaml", "new.yaml")
    assert (ran.status, ran.out.splitlines()[1]) == (0, "Nothing that decides is changed.")


def test_a_page(cli: Cli) -> None:
    assert cli("diff", "old.yaml", "new.yaml", "--html", "page.html").status == 0
    page = Path("page.html").read_text()
    for words in ("Only stricter", "3 &lt; defects.major.found &lt;= 5", "What is changed"):
        assert words in page


def test_folders_are_compared_policy_by_policy(cli: Cli) -> None:
    for folder, text in (("a", POLICY), ("b", STRICTER)):
        Path(folder).mkdir()
        Path(folder, "one.yaml").write_text(text)
        Path(folder, f"{folder}.yaml").write_text(text)
        Path(folder, "one.cases.yaml").write_text("policy: one.yaml\n")
    told = json.loads(cli("diff", "a", "b", "--json").out)["policies"]
    assert [each["verdict"] for each in told] == ["only_stricter"]


def git(*arguments: str) -> None:
    settings = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run(["git", *settings, *arguments], check=True, capture_output=True)


def test_revisions_and_digests_of_git(cli: Cli) -> None:
    Path("rules").mkdir()
    file = Path("rules/small.yaml")
    file.write_text(POLICY)
    Path("rules/layer.yaml").write_text("policy: layer\nversion: 1.0.0\nextends: small.yaml\n")
    digest = load_policy(file).digest
    git("init")
    git("add", "rules")
    git("commit", "-m", "first")
    file.write_text(STRICTER)
    git("commit", "-am", "second")
    for old in ("HEAD~1:rules/small.yaml", "HEAD~1:./rules/small.yaml", digest):
        told = json.loads(cli("diff", old, "rules/small.yaml", "--json").out)["policies"]
        assert [each["verdict"] for each in told] == ["only_stricter"], old
    # What a file extends is taken from the same revision.
    told = json.loads(cli("diff", "HEAD~1:rules/layer.yaml", "rules/layer.yaml", "--json").out)
    assert told["policies"][0]["verdict"] == "only_stricter"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.yaml", "new.yaml"], "none.yaml"),
        (["old.yaml", "."], "`.` is a folder"),
        (["HEAD~1:old.yaml", "new.yaml"], "git: "),
        (["--output=/tmp/x:old.yaml", "new.yaml"], "no such option"),
        (["0123456789abcdef", "new.yaml"], "git: "),
        (["old.yaml", "new.yaml", "--json", "--html", "x"], "give one of the two"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    cli: Cli, arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path.cwd().parent))
    ran = cli("diff", *arguments)
    assert ran.status == 2
    assert message.casefold() in ran.err.casefold()
    assert "Traceback" not in ran.err
