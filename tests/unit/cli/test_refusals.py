"""What goes wrong: a message with a hint on stderr, an exit code, and never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from disposition.cli import running
from disposition.cli.lots import decide as decide_module
from support.golden import Golden
from support.trial import decided
from unit.cli.conftest import Cli

BY = ["--policy", "trial.yaml"]

REFUSED: dict[str, list[str]] = {
    "no-command": [],
    "unknown-command": ["decid", "decided.json"],
    "unknown-command-far-off": ["frobnicate"],
    "unknown-option": ["decide", "decided.json", "--jsn"],
    "no-lot": ["decide"],
    "no-value": ["decide", "decided.json", "--policy"],
    "no-such-file": ["decide", "nowhere.json", *BY],
    "a-folder": ["decide", ".", *BY],
    "binary-file": ["decide", "binary.json", *BY],
    "cut-off": ["decide", "cut-off.json", *BY],
    "bad-lot": ["decide", "bad.json", *BY],
    "bad-lot-explained": ["explain", "bad.json", *BY],
    "bad-decision": ["explain", "bad-decision.json"],
    "unknown-engine": ["decide", "decided.json", *BY, "--engine", "durabel"],
    "engine-far-off": ["decide", "decided.json", *BY, "--engine", "rete"],
    "no-such-policy": ["decide", "decided.json", "--policy", "nowhere.yaml"],
    "bad-policy": ["decide", "decided.json", "--policy", "bad.yaml"],
    "check-no-such-file": ["check", "nowhere.yaml"],
    "check-nothing": ["check"],
    "a-table": ["decide", "lots.csv", *BY],
    "check-no-such-policy": ["check", "relaese"],
    "unknown-fact": ["facts", "shpment", *BY],
    "unknown-schema": ["schema", "lott"],
}


@pytest.fixture(autouse=True)
def _bad_files(folder: Path) -> None:  # noqa: ARG001 - works in it
    Path("lots.csv").write_text("no,qty\nA,3200\n")
    Path("binary.json").write_bytes(b'{"lot": \x89PNG')
    Path("cut-off.json").write_text('{\n  "lot": {"id": "PO-1')
    Path("bad.json").write_text('{"lot": {"id": "a", "id": "b", "quantity": NaN}, "lots": 1}')
    document = decided("decided").to_json()
    Path("bad-decision.json").write_text(document.replace('"decided"', '"decidid"'))
    policy = Path("trial.yaml").read_text()
    Path("bad.yaml").write_text(policy.replace("when: defects.major.found", "when: defects.majr"))


@pytest.mark.parametrize("name", REFUSED)
def test_the_message(name: str, cli: Cli, golden: Golden) -> None:
    ran = cli(*REFUSED[name])
    assert (ran.status, ran.out) == (2, "")
    golden(ran.err, f"cli/{name}.txt")


@pytest.mark.parametrize(
    "command",
    [
        *("decide", "explain", "ask", "what-if --want accept", "show", "check", "verify"),
        *("boundaries", "format", "new rule --permit accept", "map-columns", "backtest", "test"),
        *("to-sheet", "from-sheet", "facts --policy", "new-lot --sheet", "batch x.csv", "init"),
        "map --x lot.quantity=1 --y lot.quantity=2 --json",
    ],
)
def test_an_empty_name_is_no_file_and_not_this_folder(command: str, cli: Cli) -> None:
    """A variable of the shell that is not set."""
    ran = cli(*command.split(), "")
    assert (ran.status, ran.out) == (2, "")
    assert "the name of the file is empty" in ran.err


@pytest.mark.parametrize("by", [["huge.json"], ["-"]])
def test_much_nesting_is_refused_quickly(by: list[str], cli: Cli) -> None:
    huge = b"[" * 50_000_000
    Path("huge.json").write_bytes(huge)
    ran = cli("decide", *by, *BY, stdin=huge)
    name = "standard input" if by == ["-"] else "huge.json"
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {name}: larger than 8 MiB\n")


# --- ends that only a process has ----------------------------------------------------------------


def _start(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from disposition.cli import main; main()", *arguments]
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]  # the options are ours
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
    )


def test_a_closed_pipe_ends_it_without_a_word() -> None:
    line = Path("decided.json").read_bytes().replace(b"\n", b"") + b"\n"
    Path("many.jsonl").write_bytes(line * 500)
    process = _start("decide", "many.jsonl", "--lines", *BY)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == running.PIPE_CLOSED


def _hear_interrupts() -> None:
    """Undo what a shell does to whatever it runs in the background: there, Ctrl-C is not heard."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_ends_it_with_one_word() -> None:
    process = _start(
        "decide", "-", "--lines", *BY, stdin=subprocess.PIPE, preexec_fn=_hear_interrupts
    )
    assert process.stdin is not None
    process.stdin.write(b"{}\n")
    process.stdin.flush()
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert (process.returncode, err) == (running.INTERRUPTED, b"error: interrupted\n")


def test_a_locale_without_the_letters_gets_escapes() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "latin-1"}
    policy = Path("trial.yaml").read_text().replace("the buyer waits", "the € Käufer waits")
    Path("trial.yaml").write_text(policy, encoding="utf-8")
    process = _start("explain", "decided.json", *BY, env=environment)
    out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert "the \\u20ac Käufer waits".encode("latin-1") in out
    process = _start("decide", "decided.json", "--json", *BY, env=environment)
    assert "the € Käufer waits" in process.communicate()[0].decode()


# --- the last resort -----------------------------------------------------------------------------


def _broken(*_: object) -> None:
    raise RuntimeError("a wheel came off")


def test_a_bug_is_admitted(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decide_module, "read_policy", _broken)
    ran = cli("decide", "decided.json")
    assert (ran.status, ran.out) == (running.BUG, "")
    assert ran.err == (
        "error: this is a bug in disposition: RuntimeError: a wheel came off\n"
        "  hint: set DISPOSITION_TRACEBACK=1 to see where it is, and please report it\n"
    )


def test_its_traceback_is_shown_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decide_module, "read_policy", _broken)
    monkeypatch.setenv(running.SHOW_TRACEBACK, "1")
    monkeypatch.setattr(sys, "argv", ["disposition", "decided.json"])
    with pytest.raises(RuntimeError, match="a wheel came off"):
        running.run(decide_module.decide)
