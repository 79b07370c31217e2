"""`disposition case dossier`, `guide` and `confirm`: texts to read, to print and to send."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import is_zipfile

import pytest

from unit.cli.case_story import CASE, argue, begin_cases, work_in
from unit.cli.conftest import Cli

DOSSIER = ["case", "dossier", CASE, "--as-of", "2026-11-21"]


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work_in(tmp_path, monkeypatch)
    begin_cases(tmp_path)
    argue(tmp_path)


def test_the_page_goes_to_stdout(cli: Cli) -> None:
    ran = cli(*DOSSIER)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("<!DOCTYPE html>")
    assert ran.out.endswith("</html>\n")
    assert "Stacking toy" in ran.out


def test_the_page_for_the_supplier_leaves_out_what_is_for_us(cli: Cli) -> None:
    ours, theirs = cli(*DOSSIER).out, cli(*DOSSIER, "--for-supplier").out
    assert "The arguments shift without getting deeper" in ours
    assert "The arguments shift without getting deeper" not in theirs
    assert "your gauge is off" in theirs


def test_the_document(cli: Cli) -> None:
    ran = cli(*DOSSIER, "--json")
    document = json.loads(ran.out)
    assert (document["case"], document["as_of"]) == (CASE, "2026-11-21")
    assert ran.out.startswith('{\n  "format": 1,\n')


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_file_is_what_stdout_would_be(more: list[str], cli: Cli) -> None:
    ran = cli(*DOSSIER, *more, "-o", "out/dossier")
    assert (ran.status, ran.out) == (0, "wrote out/dossier\n")
    assert Path("out/dossier").read_text(encoding="utf-8") == cli(*DOSSIER, *more).out


def test_a_file_that_is_there_stays_unless_forced(cli: Cli) -> None:
    Path("mine.html").write_text("mine")
    Path("mine.html").chmod(0o640)
    ran = cli(*DOSSIER, "-o", "mine.html")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "error: `mine.html` is there already; nothing was written\n"
        "  hint: `--force` writes over it\n"
    )
    assert Path("mine.html").read_text() == "mine"
    assert cli(*DOSSIER, "-o", "mine.html", "--force").status == 0
    assert Path("mine.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert Path("mine.html").stat().st_mode & 0o777 == 0o640
    assert cli(*DOSSIER, "-o", "new.html", "--force").status == 0
    assert Path("new.html").exists()


# --- what is said to the supplier ----------------------------------------------------------------


@pytest.mark.parametrize("command", ["guide", "letter"])
def test_letters_in_both_languages(command: str, cli: Cli) -> None:
    asked = ["case", command, CASE, "--as-of", "2026-11-21"]
    english, chinese = cli(*asked), cli(*asked, "--language", "zh")
    assert (english.status, english.err, chinese.status, chinese.err) == (0, "", 0, "")
    assert "D12" in english.out
    assert "D12" in chinese.out
    assert english.out.isascii() or "的" not in english.out
    assert "的" in chinese.out
    assert english.out == cli(*asked, "--language", "en").out
    assert english.out.endswith("\n")
    assert not english.out.endswith("\n\n")


def test_a_guide_is_a_page_and_a_letter_a_document_too(cli: Cli) -> None:
    asked = ("--as-of", "2026-11-21", "--language", "zh")
    assert cli("case", "guide", CASE, *asked, "--html", "guide.html").out == "wrote guide.html\n"
    assert '<html lang="zh-Hans">' in Path("guide.html").read_text(encoding="utf-8")
    again = cli("case", "guide", CASE, *asked, "--html", "guide.html")
    assert (again.status, "--force" in again.err) == (2, True)
    letter = ("case", "letter", CASE, *asked)
    shown = cli(*letter, "--format", "html").out
    assert shown.startswith("<!DOCTYPE html>")
    assert cli(*letter, "--format", "html", "-o", "letter.html").status == 0
    assert Path("letter.html").read_text(encoding="utf-8") == shown
    assert cli(*letter, "-o", "letter.md").status == 0
    assert Path("letter.md").read_text(encoding="utf-8") == cli(*letter).out
    assert cli(*letter, "--format", "docx", "-o", "letter.docx").out == "wrote letter.docx\n"
    assert is_zipfile("letter.docx")
    refused = cli(*letter, "--format", "pdf")
    assert (refused.status, "docx" in refused.err) == (2, True)


def test_a_guide_follows_the_day(cli: Cli) -> None:
    guides = [cli("case", "guide", CASE, "--as-of", f"2026-11-{day}").out for day in (18, 21)]
    assert guides[0] != guides[1]
