"""`disposition decide --lines`: lots in and decisions out, one bad line costing only itself."""

from __future__ import annotations

import io
import json

import pytest

from disposition.documents.json import lines
from support.trial import decided, lot_document
from unit.cli.conftest import Cli

GOOD = json.dumps(lot_document()).encode()
ANSWER = decided("decided").to_json()
BY = ("--lines", "--policy", "trial.yaml")

pytestmark = pytest.mark.usefixtures("folder")


def test_decisions_and_errors_come_in_the_order_of_the_lines(cli: Cli) -> None:
    bad = b'{"lot": {"quantity": -1}, "inspction": {}}'
    ran = cli("decide", "-", *BY, stdin=b"\n".join([GOOD, b"", bad, b" \t", GOOD]))
    first, refused, last = ran.out.splitlines()
    assert (ran.status, first, last) == (1, ANSWER, ANSWER)
    refusal = json.loads(refused)
    assert (refusal["line"], list(refusal)) == (3, ["line", "error", "problems"])
    assert refusal["error"] == "$.inspction: unknown key (and 1 more)"
    assert [each["where"] for each in refusal["problems"]] == ["$.inspction", "$.lot.quantity"]
    assert refusal["problems"][0]["hint"] == "did you mean `inspection`?"
    assert ran.err == "3 lots: 2 decided, 1 bad\n"


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe",
        b"{",
        b"null",
        b"[" * 100_000,
        b'{"lot": {"id": "a", "id": "b"}}',
        b'{"lot": {"quantity": NaN}}',
        b'{"lot": {"id": "\\ud800"}}',
        b"\x00",
    ],
)
def test_a_bad_line_costs_only_itself(line: bytes, cli: Cli) -> None:
    ran = cli("decide", "-", *BY, stdin=b"\n".join([GOOD, line, GOOD, b""]))
    first, refused, last = ran.out.splitlines()
    assert (ran.status, first, last) == (1, ANSWER, ANSWER)
    assert json.loads(refused)["line"] == 2


def test_a_line_that_is_too_long_is_skipped_in_pieces(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LARGEST", len(GOOD))
    monkeypatch.setattr(lines, "_CHUNK", 64)
    long = b'{"x": "' + b"a" * 10 * len(GOOD) + b'"}'
    ran = cli("decide", "-", *BY, stdin=b"\n".join([GOOD, long, GOOD, long]))
    answers = ran.out.splitlines()
    assert [answers[0], answers[2]] == [ANSWER, ANSWER]
    assert [json.loads(answers[n])["line"] for n in (1, 3)] == [2, 4]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b""])
def test_line_ends_of_every_kind(ending: bytes, cli: Cli) -> None:
    ran = cli("decide", "-", *BY, stdin=GOOD + ending)
    assert (ran.status, ran.out, ran.err) == (0, ANSWER + "\n", "1 lot: 1 decided\n")


def test_nothing_in_nothing_out(cli: Cli) -> None:
    ran = cli("decide", "-", *BY)
    assert (ran.status, ran.out, ran.err) == (0, "", "0 lots\n")


def test_lines_are_read_as_they_are_needed() -> None:
    class Endless(io.RawIOBase):
        def readline(self, _size: int | None = -1, /) -> bytes:
            return b"{}\n"

    read = lines.document_lines(Endless())  # type: ignore[arg-type]  # a stream that never ends
    assert [next(read)[0] for _ in range(3)] == [1, 2, 3]
