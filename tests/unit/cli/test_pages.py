"""`--html`: a decision, or many, as a page that needs nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from disposition.cli.lots import answers
from support.trial import CASES, POLICY, decided, lot_document
from unit.cli.conftest import Cli

BY = ("--policy", "trial.yaml")
GOOD = json.dumps(lot_document()).encode()

pytestmark = pytest.mark.usefixtures("folder")


def test_a_page_shows_one_decision(cli: Cli) -> None:
    ran = cli("decide", "decided.json", *BY, "--html", "page.html")
    assert (ran.status, ran.out, ran.err) == (0, "wrote page.html\n", "")
    page = Path("page.html").read_text(encoding="utf-8")
    assert page == decided("decided").html()
    assert cli("decide", "decided.json", *BY, "--html", "-").out == page
    assert page.startswith("<!DOCTYPE html>")
    assert page.count("<h3>") == 1
    assert decided("decided").title in page
    assert "<script" not in page
    assert re.findall(r"""(?:src|href)=["'](?!#)""", page) == []


def test_explain_shows_a_stored_decision(cli: Cli) -> None:
    Path("stored.json").write_text(decided("decided").to_json(), encoding="utf-8")
    assert cli("explain", "stored.json", "--html", "-").out == decided("decided").html()
    assert cli("explain", "decided.json", *BY, "--html", "-").out == decided("decided").html()


def test_several_files_make_one_page(cli: Cli) -> None:
    Path("bad.json").write_text('{"lot":\n {"quantity": -1}}')
    Path("worse.yaml").write_text("lot: {quantity: <\n")
    files = [f"{name}.json" for name in CASES]
    ran = cli("decide", *files, "bad.json", "worse.yaml", *BY, "--html", "page.html")
    assert (ran.status, ran.out) == (1, "wrote page.html\n")
    assert ran.err.startswith(f"{len(files) + 2} lots: ")
    assert ran.err.endswith("2 bad\n")
    page = Path("page.html").read_text(encoding="utf-8")
    for number, name in enumerate(CASES, start=1):
        assert f'<a href="#lot-{number}">' in page
        assert f' id="lot-{number}">' in page
        assert page.count(decided(name).title) >= 2
    assert "2 lots not decided" in page
    assert "<code>$.lot.quantity</code><small>bad.json:2:15</small>" in page
    assert "<small>worse.yaml:1:" in page


def test_lines_and_rows_make_one_page(cli: Cli) -> None:
    ran = cli("decide", "-", "--lines", *BY, "--html", "-", stdin=GOOD + b"\n\n{\n" + GOOD)
    assert (ran.status, ran.err) == (1, "3 lots: 2 decided, 1 bad\n")
    assert ran.out.count(' id="lot-') == 2
    assert "<td>line 3</td>" in ran.out
    Path("rows.csv").write_text("Los,Menge\n4711,3\n4712,-3\n")
    Path("map.yaml").write_text("columns: {Los: lot.id, Menge: lot.quantity}\n")
    ran = cli("decide", "rows.csv", "--columns", "map.yaml", *BY, "--html", "-")
    assert ran.status == 1
    assert "<td>4711</td>" in ran.out
    assert "row 2" in ran.out


def test_what_the_policy_wants_of_a_row_costs_only_that_row(cli: Cli) -> None:
    own = "facts: {custom.ph: {type: decimal, most: 8.5}}\n"
    Path("own.yaml").write_text(POLICY + own, encoding="utf-8")
    Path("rows.csv").write_text("Los,ph\n1,7\n2,9\n3,8\n")
    Path("map.yaml").write_text("columns: {Los: lot.id, ph: {to: custom.ph, type: decimal}}\n")
    ran = cli("decide", "rows.csv", "--columns", "map.yaml", "--policy", "own.yaml")
    assert ran.status == 1
    assert [json.loads(line).get("row") for line in ran.out.splitlines()] == [None, 2, None]


def test_a_page_that_is_there_is_written_over_only_if_told_to(cli: Cli) -> None:
    Path("page.html").write_text("mine")
    ran = cli("decide", "decided.json", *BY, "--html", "page.html")
    assert (ran.status, ran.out) == (2, "")
    assert "`page.html` is there already; nothing was written" in ran.err
    assert Path("page.html").read_text() == "mine"
    assert cli("decide", "decided.json", *BY, "--html", "page.html", "--force").status == 0
    assert Path("page.html").read_text(encoding="utf-8") == decided("decided").html()


@pytest.mark.parametrize(
    "arguments",
    [
        "decide nowhere.json --html",
        "explain nowhere.json --html",
        "verify nowhere.yaml --html",
        "diff nowhere.yaml nowhere.yaml --html",
        "review nowhere.yaml nowhere.yaml --html",
        "boundaries nowhere.yaml --output",
        "backtest nowhere.jsonl --html",
        "map nowhere.json --x lot.quantity=1 --y lot.quantity=2 --html",
        "new-lot --sheet",
        "case guide PO-1 --as-of 2026-11-19 --html",
        "case letter PO-1 --as-of 2026-11-19 --output",
        "case dossier PO-1 --as-of 2026-11-19 --output",
    ],
)
def test_a_file_that_is_there_is_refused_before_anything_is_done(cli: Cli, arguments: str) -> None:
    Path("mine").write_text("mine")
    Path("link").symlink_to("nowhere")  # what would be written elsewhere
    for file in ("mine", "link"):
        ran = cli(*arguments.split(), file)
        assert (ran.status, ran.out) == (2, "")
        assert f"`{file}` is there already; nothing was written" in ran.err
    assert Path("mine").read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["decided.json", "--html", "x.html", "--json"], "give one of the two"),
        (["decided.json", "decided.json"], "several files make one page"),
        (["decided.json", "-", "--lines", "--html", "x.html"], "several files make one page"),
        (["decided.json", "nowhere.json", "--html", "x.html"], "nowhere.json: no such file"),
        (["decided.json", "--html", "trial.yaml/x.html"], "trial.yaml"),
    ],
)
def test_what_makes_no_page(arguments: list[str], said: str, cli: Cli) -> None:
    ran = cli("decide", *arguments, *BY)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert not Path("x.html").exists()


def test_a_page_has_no_more_than_a_browser_shows(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST_ON_A_PAGE", 2)
    ran = cli("decide", "-", "--lines", *BY, "--html", "x.html", stdin=b"\n".join([GOOD] * 3))
    assert (ran.status, ran.out) == (2, "")
    assert "more than 2 lots for one page" in ran.err
    assert not Path("x.html").exists()
