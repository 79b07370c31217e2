"""`ask`: what it asks, what it writes and keeps, and how it ends."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from disposition.cli.lots import ask
from unit.analysis.test_asking import ALLOWED, TREE
from unit.cli.conftest import Cli

QUESTIONS = f"""\
not decided (hold); 2 questions in the worst case: the shortest questionnaire

1 of at most 2. {ALLOWED}?
   yes or no  [$.contract.rework.allowed]
   yes: accept or rework possible
   no: scrap

2 of at most 2. Lots inspected before this one?
   a whole number, lots  [$.supplier.lots_inspected]
   3 or less: rework
   4 or more: accept
"""
ASKING = ("ask", "lot.json", "--policy", "toys.yaml")


@pytest.fixture(autouse=True)
def a_lot_of_which_little_is_known(folder: Path) -> None:
    (folder / "toys.yaml").write_text(TREE, encoding="utf-8")
    (folder / "lot.json").write_text('{"lot": {"id": "A"}}', encoding="utf-8")


def kept(name: str = "told.json") -> object:
    return json.loads(Path(name).read_text(encoding="utf-8"))


def test_answers_lead_to_the_decision_and_are_kept(cli: Cli) -> None:
    ran = cli(*ASKING, "--output", "told.json", stdin=b"Yes\r\n5\n")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"{QUESTIONS}\nAccept [accept]\nDecided; ships the whole lot.\n")
    assert ran.out.endswith("wrote told.json\n")
    assert kept() == {
        "lot": {"id": "A"},
        "supplier": {"lots_inspected": 5},
        "contract": {"rework": {"allowed": True}},
    }
    assert kept("lot.json") == {"lot": {"id": "A"}}


@pytest.mark.parametrize("ending", [b"", b"stop\n", b"\n", b"unknown\n"])
def test_a_lot_that_stays_undecided_is_kept_too(cli: Cli, ending: bytes) -> None:
    ran = cli(*ASKING, "--output", "told.json", stdin=b"yes\n" + ending)
    assert ran.status == 1
    assert "Not decided, because information is missing" in ran.out
    assert kept() == {"lot": {"id": "A"}, "contract": {"rework": {"allowed": True}}}


def test_without_a_terminal_a_refused_answer_ends_it(cli: Cli) -> None:
    ran = cli(*ASKING, "--output", "told.json", stdin=b"yes\nmany\n7\n")
    assert ran.status == 2
    assert ran.err == (
        "error: $.supplier.lots_inspected: expected a whole number from 0 to 1,000,000,000,000, "
        'found `"many"`\n'
        "what was answered before is in told.json\n"
    )
    assert kept() == {"lot": {"id": "A"}, "contract": {"rework": {"allowed": True}}}


def test_on_a_terminal_a_refused_answer_is_asked_for_again(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "somebody_types", lambda: True)
    ran = cli(*ASKING, stdin=b"back\nyes\nmany\nback\nNO\n")
    assert ran.status == 0
    assert "Scrap [scrap]" in ran.out
    assert ran.out.count("\n1 of at most 2. ") == 2
    assert ran.err.startswith("there is no answer to take back\nerror: $.supplier.")


def test_an_interrupt_loses_no_answer(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.BytesIO):
        def readline(self, _size: int | None = -1) -> bytes:
            if self.tell():
                raise KeyboardInterrupt
            return super().readline()

    monkeypatch.setattr(io, "BytesIO", Interrupted)
    ran = cli(*ASKING, "--output", "told.json", stdin=b"yes\n")
    assert (ran.status, ran.err) == (130, "error: interrupted\n")
    assert kept() == {"lot": {"id": "A"}, "contract": {"rework": {"allowed": True}}}


def test_an_output_that_is_there_is_not_lost(cli: Cli) -> None:
    for output in ("lot.json", "toys.yaml"):
        before = Path(output).read_bytes()
        ran = cli(*ASKING, "--output", output, stdin=b"no\n")
        assert (ran.status, ran.out) == (2, "")
        assert f"`{output}` is there already; nothing was asked" in ran.err
        assert Path(output).read_bytes() == before
    assert cli(*ASKING, "--output", "lot.json", "--force", stdin=b"no\n").status == 0
    assert kept("lot.json") == {"lot": {"id": "A"}, "contract": {"rework": {"allowed": False}}}


def test_a_file_that_cannot_be_written_leaves_the_answers_on_standard_output(cli: Cli) -> None:
    ran = cli(*ASKING, "--output", "lot.json/told.json", stdin=b"no\n")
    assert ran.status == 2
    assert ran.err.startswith("error: lot.json/told.json: ")
    assert '"allowed": false' in ran.out


def test_all_questions_at_once(cli: Cli) -> None:
    ran = cli(*ASKING, "--plan")
    assert ran.status == 0
    assert ran.out == (
        "not decided (hold); possible: accept or rework or scrap\n"
        "worst case: 2 questions in the worst case: the shortest questionnaire\n"
        "\n"
        f"{ALLOWED}? [$.contract.rework.allowed]\n"
        "  yes: accept or rework possible\n"
        "    Lots inspected before this one? [$.supplier.lots_inspected]\n"
        "      3 or less: -> rework\n"
        "      4 or more: -> accept\n"
        "  no: -> scrap\n"
    )
    told = json.loads(cli(*ASKING, "--json").out)
    assert told["worst_case"] == 2
    assert [each["place"] for each in told["questions"]] == [
        "$.contract.rework.allowed",
        "$.supplier.lots_inspected",
    ]
    assert told["questionnaire"]["answers"][1] == {
        "answer": "no",
        "outcomes": ["scrap"],
        "decides": True,
        "goes_on": False,
        "further_questions": 0,
        "not_told_by_answers": [],
        "then": None,
    }
    lot = Path("lot.json").read_bytes()
    assert cli("ask", "-", "--policy", "toys.yaml", "--plan", stdin=lot).out == ran.out


def test_a_decided_lot_is_told_and_kept(cli: Cli) -> None:
    Path("lot.json").write_text('{"contract": {"rework": {"allowed": false}}}', encoding="utf-8")
    ran = cli(*ASKING, "--output", "told.json")
    assert ran.status == 0
    assert ran.out.startswith("decided: nothing is asked\nScrap [scrap]\n")
    assert kept() == {"contract": {"rework": {"allowed": False}}}
    assert cli(*ASKING, "--plan").out == "scrap: decided; there is nothing to ask\n"


def test_facts_given_one_by_one(cli: Cli) -> None:
    given = '{"supplier.lots_inspected": 2, "defects.major.rate": 2.50}'
    Path("facts.json").write_text(given, encoding="utf-8")
    asking = ("ask", "facts.json", "--facts", "--policy", "toys.yaml", "--output", "told.json")
    ran = cli(*asking, stdin=b"yes\n")
    assert ran.status == 0
    assert "Rework [rework]" in ran.out
    assert kept() == {
        "supplier.lots_inspected": 2,
        "defects.major.rate": "2.50",
        "contract.rework.allowed": True,
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ask", "-"), "answers are read from standard input"),
        ((*ASKING, "--plan", "--json"), "--plan and --json write the same in two ways"),
        ((*ASKING, "--plan", "--output", "x.json"), "--output is for answers"),
        ((*ASKING, "--output", "-"), "`-`: answers are kept in a file"),
        ((*ASKING, "--output", "told.xlsx"), "`told.xlsx`: answers are kept as JSON"),
        (("ask", "none.json"), "none.json: no such file or directory"),
        (("ask", "toys.yaml", "--facts"), "there is no fact `policy`"),
        (("ask", "list.json", "--facts"), "expected facts by their paths, found a list"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    cli: Cli, arguments: tuple[str, ...], message: str
) -> None:
    Path("list.json").write_text("[1]", encoding="utf-8")
    ran = cli(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err


def test_an_answer_that_is_no_text_is_refused(cli: Cli) -> None:
    ran = cli(*ASKING, stdin=b"\xff\xfe\n")
    assert ran.status == 2
    assert ran.err.startswith("error: $.contract.rework.allowed: expected true or false")


def test_a_closed_standard_input_ends_it(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    setattr_of = monkeypatch.setattr

    def closed(target: object, name: str, value: object) -> None:
        setattr_of(target, name, None if name == "stdin" else value)

    monkeypatch.setattr(monkeypatch, "setattr", closed, raising=False)
    ran = cli(*ASKING)
    assert ran.status == 1
    assert sys.stdin is None
