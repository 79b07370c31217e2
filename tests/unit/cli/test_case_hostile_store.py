"""A store that somebody tampered with costs a message, and never a traceback."""

# ruff: noqa: S608 - the statements are put together from words of this file

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from disposition.casefile.store import database
from unit.cli.case_story import CASE, argue, begin_cases, end, work_in, write_story
from unit.cli.conftest import Cli

AS_OF = ["--as-of", "2026-12-02"]
ON = ["--on", "2026-12-02"]

READ = [
    ["verify"],
    ["verify", CASE],
    ["list"],
    ["list", "--lines"],
    ["show", CASE],
    ["show", CASE, "--json"],
    ["show", "PO-4712"],
    ["next", *AS_OF],
    ["next", CASE, *AS_OF, "--json"],
    ["replay", CASE],
    ["dossier", CASE, *AS_OF],
    ["dossier", CASE, *AS_OF, "--json"],
    ["guide", CASE, *AS_OF],
    ["letter", CASE, *AS_OF],
    ["read", CASE, *AS_OF],
]
WRITE = [
    ["add", CASE, "withdrawn", *ON, "--set=entry=8", "--set=because=so"],
    ["decide", CASE, *ON],
    ["release", CASE, *ON],
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a case from its beginning to its end, and another one."""
    folder = tmp_path_factory.mktemp("told")
    write_story(folder)
    begin_cases(folder, [CASE, "PO-5"])
    argue(folder)
    end(folder)
    return folder / "cases.db"


@pytest.fixture(autouse=True)
def _in_folder(told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work_in(tmp_path, monkeypatch)
    copyfile(told, "cases.db")


def spoil(statement: str, *values: Any) -> None:
    with closing(sqlite3.connect("cases.db")) as connection:
        assert connection.execute(statement, values).rowcount
        connection.commit()


def entry(column: str, value: Any, number: int) -> None:
    of = f"case_id = '{CASE}' AND number = {number}"
    spoil(f"UPDATE disposition_entries SET {column} = ? WHERE {of}", value)


def decision(**changes: Any) -> str:
    with closing(sqlite3.connect("cases.db")) as connection:
        query = "SELECT data FROM disposition_entries WHERE number = 2 AND case_id = ?"
        ((text,),) = connection.execute(query, (CASE,)).fetchall()
    data = json.loads(text)
    data["decision"] |= changes
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


NO_DECISION = "the data of an entry `decision` cannot be read: "

DECISIONS: dict[str, tuple[Any, str]] = {
    "no decision": ("{}", "it holds no decision document"),
    "no document": ('{"decision":5}', "it holds no decision document"),
    "a number for an outcome": ({"outcome": 7}, "its decision document has no `outcome`"),
    "no title": ({"title": None}, "its decision document has no `title`"),
    "no status that is one": ({"status": "so"}, "its decision document has no `status`"),
    "ships what is nothing": ({"ships": ["all"]}, "its decision document has no `ships`"),
    "no obligations": ({"obligations": {}}, "its decision document has no `obligations`"),
    "odd obligations": ({"obligations": [7]}, "its decision document has no `obligations`"),
    "no policy": ({"policy": {}}, "its decision document has no `policy`"),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_that_is_none_is_told(name: str, cli: Cli) -> None:
    new, message = DECISIONS[name]
    entry("data", new if isinstance(new, str) else decision(**new), 2)
    assert cli("case", "verify", CASE).status == 1
    for command in (["show", CASE], ["replay", CASE], ["next", CASE, *AS_OF]):
        ran = cli("case", *command)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith(f"error[entry-unreadable]: {NO_DECISION}{message}")


COLUMNS: dict[str, tuple[str, Any, str]] = {
    "policies that are no texts": ("policies", '{"release":{"a":[]}}', "column `policies` holds"),
    "policies in a list": ("policies", '["release"]', "column `policies` holds"),
    "settles in an object": ("settles", '{"a":"b"}', "column `settles` holds"),
    "half of a character": ("settles", '["\\ud800"]', "column `settles` holds"),
    "half of a character in the data": ("data", '{"because":"\\udfff"}', "column `data` holds"),
    "what is too deep": ("data", '{"a":' + "[" * 100_000, "column `data` holds"),
    "what is too long": ("data", '{"a":' + "9" * 10_000 + "}", "column `data` holds"),
    "no text": ("kind", b"\xff", "column `kind` holds"),
    "no day": ("happened_on", "2026-W47-5", "column `happened_on` holds"),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_that_cannot_be_read_is_told(name: str, cli: Cli) -> None:
    column, value, message = COLUMNS[name]
    entry(column, value, 8)
    for command in (["show", CASE], ["dossier", CASE, *AS_OF, "--json"], ["replay", CASE]):
        ran = cli("case", *command)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith(f"error[store-damaged]: case `{CASE}`, entry 8: its {message}")
        assert len(ran.err) < 500
    assert f"entry 8: its {message}" in cli("case", "verify").out


def test_an_escaped_backslash_before_such_a_word_is_text_like_any(cli: Cli) -> None:
    added = cli("case", "add", "PO-5", "closed", *ON, "--set", r"because=C:\udead\u00e9")
    assert added.status == 0
    assert cli("case", "verify", "PO-5").status == 0
    assert r"C:\\udead" in cli("case", "show", "PO-5", "--json").out


def test_an_id_that_is_no_text_hides_no_other(cli: Cli) -> None:
    spoil("UPDATE disposition_cases SET id = x'ff' WHERE id = 'PO-5'")
    ran = cli("case", "show", "PO-4712")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith(f"hint: did you mean `{CASE}`?\n")
    assert cli("case", "verify").status == 1
    assert cli("case", "show", CASE).status == 0


def test_a_policy_that_is_no_text_is_told(cli: Cli) -> None:
    spoil("UPDATE disposition_policies SET text = x'37' WHERE id = 'small-lot'")
    ran = cli("case", "replay", CASE)
    assert (ran.status, ran.out) == (2, "")
    assert "its column `text` holds a Python bytes, which cannot be read" in ran.err


def test_who_writes_to_a_file_that_is_held_is_told(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect("cases.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        for command in READ:
            assert "another process" not in cli("case", *command).err
        for command in (["new", "PO-6", "lot.json", *ON], ["add", "PO-5", "reply", *ON]):
            ran = cli("case", *command)
            assert (ran.status, ran.out) == (2, "")
            message = (
                "error[store-unusable]: `cases.db`: another process has held it for 30 seconds"
            )
            assert ran.err.startswith(message)


@pytest.mark.parametrize("kind", ["folder", "pipe", "text", "cut off", "empty"])
def test_what_is_no_store_is_told(cli: Cli, kind: str) -> None:
    path = Path("store.db")
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "cut off":
            path.write_bytes(Path("cases.db").read_bytes()[:6000])
        case _:
            path.write_text("not a store\n" * 100 if kind == "text" else "")
    before = None if kind in ("folder", "pipe") else path.read_bytes()
    for command in (*READ, *WRITE):
        ran = cli("case", *command, "--store", str(path))
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith(("error[store-", "error[no-store]", "error[not-a-store-file]"))
        assert "store.db" in ran.err
        assert before is None or path.read_bytes() == before


def test_a_path_that_cannot_be_is_told(cli: Cli) -> None:
    for path, told in (("x" * 300, "File name too long"), ("lot.json/cases.db", "Not a directory")):
        for command in (*READ, *WRITE):
            ran = cli("case", *command, "--store", path)
            assert (ran.status, ran.out) == (2, "")
            assert (
                ran.err.startswith(f"error[not-a-store-file]: `{path}`: {told}")
                or "no file" in ran.err
            )
