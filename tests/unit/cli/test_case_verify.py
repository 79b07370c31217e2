"""`disposition case verify` and `replay`: what was tampered with, and what would change."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from unit.cli.case_story import CASE, argue, begin_cases, end, work_in
from unit.cli.conftest import Cli


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work_in(tmp_path, monkeypatch)
    begin_cases(tmp_path, [CASE, "PO-5"])
    argue(tmp_path)


def spoil(statement: str) -> None:
    with closing(sqlite3.connect("cases.db")) as connection, connection:
        connection.execute(statement)


def hashes(cli: Cli) -> list[str]:
    return [each["hash"] for each in json.loads(cli("case", "show", CASE, "--json").out)["entries"]]


# --- verify --------------------------------------------------------------------------------------


def test_all_is_well(cli: Cli) -> None:
    ran = cli("case", "verify")
    assert (ran.status, ran.err) == (0, "")
    first, *others = ran.out.splitlines()
    assert first == "no fault in 2 cases and 8 policies"
    assert others[0] == (
        "not seen from within: a case that was deleted whole, or written anew with its head;"
    )
    ran = cli("case", "verify", CASE)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        f"case `{CASE}`: 4 entries, all as they were written\nlast hash: {hashes(cli)[-1]}\n"
        "not seen from within: that it was written anew with its head; keep the last hash "
        "elsewhere,\n  and compare with --head\n"
    )


def test_a_policy_that_was_changed_where_it_is_kept_is_told(cli: Cli) -> None:
    spoil("UPDATE disposition_policies SET text = replace(text, 'found > 0', 'found > 9')")
    for ran in (cli("case", "verify"), cli("case", "verify", CASE)):
        assert ran.status == 1
        assert ran.out.startswith("policy `sha256:")
        assert ": its text is not as it was written\n" in ran.out
        assert ": its text is the policy of another digest, `sha256:" in ran.out
    ran = cli("case", "replay", CASE)
    assert ran.status == 1
    assert "cannot be proved: its policy (sha256:" in " ".join(ran.out.split())
    assert "was altered where it is kept: its text is the policy of" in " ".join(ran.out.split())


@pytest.mark.parametrize(
    ("what", "fault"),
    [
        (
            "UPDATE disposition_entries SET data = replace(data, 'Chen', 'Shen') WHERE number = 3",
            "case `PO-4711`, entry 3: it is not as it was written",
        ),
        (
            "DELETE FROM disposition_entries WHERE number = 4",
            "case `PO-4711`, entry 4: it is missing",
        ),
        (
            "UPDATE disposition_entries SET data = '{' WHERE number = 2",
            "case `PO-4711`, entry 2: its column `data` holds",
        ),
        ("DELETE FROM disposition_cases WHERE id = 'PO-4711'", "case `PO-4711`: it has no head"),
    ],
)
def test_each_fault_is_told(what: str, fault: str, cli: Cli) -> None:
    spoil(what)
    for ran in (cli("case", "verify"), cli("case", "verify", CASE)):
        assert ran.status == 1
        assert ran.out.startswith(fault)
        count = len(ran.out.splitlines())
        assert ran.err.startswith(f"error: {count} fault{'s' if count > 1 else ''} found\n  hint: ")
    assert cli("case", "verify", "PO-5").status == 0


def test_a_hash_kept_elsewhere(cli: Cli) -> None:
    kept = hashes(cli)
    last = cli("case", "verify", CASE, "--head", kept[-1])
    assert (last.status, last.err) == (0, "")
    assert last.out == (
        f"case `{CASE}`: 4 entries, all as they were when the hash of entry 4 was kept\n"
    )
    earlier = cli("case", "verify", CASE, "--head", kept[1].removeprefix("sha256:").upper())
    assert earlier.status == 0
    assert earlier.out.endswith("of entry 2 was kept; 2 entries were written since\n")


def test_a_case_that_was_written_anew_is_found_by_it_alone(cli: Cli) -> None:
    kept = hashes(cli)[-1]
    Path("cases.db").unlink()
    begin_cases(Path(), [CASE])
    assert cli("case", "verify", CASE).status == 0
    ran = cli("case", "verify", CASE, "--head", kept)
    assert ran.status == 1
    assert ran.out == f"case `{CASE}`: no entry has the hash that was kept, {kept}\n"
    assert ran.err.startswith("error: 1 fault found\n")


def test_a_hash_is_not_compared_with_a_broken_chain(cli: Cli) -> None:
    kept = hashes(cli)[-1]
    spoil("UPDATE disposition_entries SET data = replace(data, 'Chen', 'Shen') WHERE number = 3")
    ran = cli("case", "verify", CASE, "--head", kept)
    assert ran.status == 1
    assert "when the hash" not in ran.out


def test_a_hash_is_compared_also_where_a_policy_was_changed(cli: Cli) -> None:
    kept = hashes(cli)[-1]
    spoil("UPDATE disposition_policies SET version = '9' WHERE id = 'release'")
    ran = cli("case", "verify", CASE, "--head", kept)
    assert ran.status == 1
    policy, case = ran.out.splitlines()
    assert policy.endswith('its column `version` holds `"9"`, and its text tells of `"1.0.0"`')
    assert case.endswith("all as they were when the hash of entry 4 was kept")
    assert cli("case", "verify", CASE, "--head", "0" * 64).err.startswith("error: 2 faults found")


# --- replay --------------------------------------------------------------------------------------

STRICTER = ("when: defects.major.found > 0", "when: defects.major.found > 10")


def changed_policies(*change: str) -> None:
    Path("new").mkdir()
    text = Path("policies/failed-inspection.yaml").read_text()
    assert change[0] in text
    for path in Path("policies").iterdir():
        Path("new", path.name).write_text(path.read_text())
    Path("new/failed-inspection.yaml").write_text(text.replace(*change))


def test_decisions_are_proved(cli: Cli) -> None:
    end(Path())
    ran = cli("case", "replay", CASE)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.count(" would be taken again\n") == 3
    assert ran.out.endswith("\n3 decisions: 3 proved\n")
    document = json.loads(cli("case", "replay", CASE, "--json").out)
    assert (document["case"], document["is_proved"]) == (CASE, True)
    assert [each["entry"] for each in document["decisions"]] == [2, 5, 7]


def test_what_other_policies_would_decide_is_told(cli: Cli) -> None:
    changed_policies(*STRICTER)
    ran = cli("case", "replay", CASE, "--policies", "new")
    assert ran.status == 0
    said = " ".join(ran.out.split())
    assert "was right then; today it would be `hold`" in said
    assert "when defects.major.found > 0` to `" in said
    assert said.endswith("1 decision: 1 proved, 1 otherwise today")


def test_a_decision_that_was_not_taken_so_is_not_proved(cli: Cli) -> None:
    spoil(
        """UPDATE disposition_entries SET data = replace(data, '"outcome":"rework"',"""
        """ '"outcome":"accept"') WHERE number = 2"""
    )
    ran = cli("case", "replay", CASE)
    assert ran.status == 1
    assert "is NOT what its policy says" in " ".join(ran.out.split())
    assert ran.out.endswith("1 decision: 0 proved\n")
    assert cli("case", "replay", CASE, "--json").status == 1


def test_a_decision_whose_policy_is_lost_is_not_proved(cli: Cli) -> None:
    changed_policies(*STRICTER)
    spoil("DELETE FROM disposition_policies")
    ran = cli("case", "replay", CASE, "--policies", "new")
    assert ran.status == 1
    assert "cannot be proved: its policy" in " ".join(ran.out.split())


def test_nothing_was_decided_yet(cli: Cli) -> None:
    ran = cli("case", "replay", "PO-5")
    assert (ran.status, ran.out) == (0, "case `PO-5`: nothing was decided yet\n")
    assert json.loads(cli("case", "replay", "PO-5", "--json").out)["decisions"] == []
