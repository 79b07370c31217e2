"""Ends of a process that are closed, full, pipes or without end: one clear line, and no waiting."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from disposition.cli import running
from support.small_cases import write
from unit.cli.case_story import CASE, begin_cases, work_in
from unit.cli.conftest import Cli

BY = ("--policy", "trial.yaml")
pytestmark = [
    pytest.mark.usefixtures("folder"),
    pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full"),
]


def shell(line: str) -> tuple[int, str, str]:
    """Run a line of shell, in which `$D` is the command, with a limit of time."""
    command = f"{sys.executable} -m disposition"
    done = subprocess.run(
        ["bash", "-c", line.replace("$D", command)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


FULL = "error: standard output: no space left on device\n"
CLOSED = "error: standard output is closed\n"
OUTPUTS = [
    ("$D decide decided.json --policy trial.yaml >/dev/full", running.NOT_WRITTEN, FULL),
    ("$D decide decided.json --policy trial.yaml --json >/dev/full", running.NOT_WRITTEN, FULL),
    (
        "tr -d '\\n' <decided.json | $D decide - --lines --policy trial.yaml >/dev/full",
        running.NOT_WRITTEN,
        FULL,
    ),
    ("$D --help >/dev/full", running.NOT_WRITTEN, FULL),
    ("$D --version >&-", running.NOT_WRITTEN, CLOSED),
    ("$D decide decided.json --policy trial.yaml >&-", running.NOT_WRITTEN, CLOSED),
    ("$D decide decided.json --policy trial.yaml >&- 2>&-", running.NOT_WRITTEN, ""),
    ("$D decide nothing.json 2>/dev/full", running.NOT_WRITTEN, ""),
    ("$D decide nothing.json 2>&-", 2, ""),
    ("$D decide - <&-", 2, "error: standard input: it is closed\n"),
]


@pytest.mark.parametrize(("line", "status", "err"), OUTPUTS, ids=[each[0] for each in OUTPUTS])
def test_an_output_that_takes_nothing(line: str, status: int, err: str) -> None:
    assert shell(line) == (status, "", err)


def test_a_closed_stderr_takes_nothing_away() -> None:
    status, out, _ = shell("$D decide decided.json --policy trial.yaml 2>&-")
    assert status == 0
    assert out


# --- pipes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [("decide", "pipe", *BY), ("decide", "decided.json", "--policy", "pipe")]
)
def test_a_pipe_is_read_like_a_file(arguments: tuple[str, ...], cli: Cli) -> None:
    expected = cli("decide", "decided.json", *BY)
    os.mkfifo("pipe")
    content = Path("decided.json" if arguments[1] == "pipe" else "trial.yaml").read_bytes()
    writer = Thread(target=Path("pipe").write_bytes, args=(content,))
    writer.start()
    assert cli(*arguments) == expected
    writer.join()


@pytest.mark.parametrize(
    "arguments",
    [
        ("format", "pipe"),
        ("format", "pipe", "--check"),
        ("new", "rule", "pipe", "--id", "a", "--forbid", "accept", "--when", "true"),
        ("test", "pipe"),
    ],
)
def test_a_pipe_cannot_take_the_place_of_a_file(arguments: tuple[str, ...], cli: Cli) -> None:
    os.mkfifo("pipe")
    ran = cli(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert "pipe" in ran.err


def test_a_pipe_can_be_written_into(cli: Cli) -> None:
    write(Path())
    os.mkfifo("report.xml")
    read: list[bytes] = []
    reader = Thread(target=lambda: read.append(Path("report.xml").read_bytes()))
    reader.start()
    assert cli("test", "small.cases.yaml", "--junit", "report.xml").status == 0
    reader.join()
    assert read[0].startswith(b"<?xml")
    assert Path("report.xml").is_fifo()


# --- without end ---------------------------------------------------------------------------------

ENDLESS = [
    ("decide", "/dev/zero", *BY),
    ("decide", "/dev/zero", "--lines", *BY),
    ("explain", "/dev/zero", *BY),
    ("decide", "decided.json", "--policy", "/dev/zero"),
    ("check", "/dev/zero"),
    ("check", "zero.cases.yaml"),
    ("test", "zero.cases.yaml"),
    ("format", "/dev/zero"),
    ("sample", "--history", "/dev/zero"),
    ("case", "new", "A", "/dev/zero", "--on", "2026-11-18"),
]


@pytest.mark.parametrize("arguments", ENDLESS, ids=" ".join)
def test_input_without_end_is_refused(arguments: tuple[str, ...], cli: Cli) -> None:
    Path("zero.cases.yaml").symlink_to("/dev/zero")
    ran = cli(*arguments)
    assert ran.status in {1, 2}
    assert ran.err or ran.out


def test_a_pipe_in_a_folder_of_policies_is_not_waited_for(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_in(Path(), monkeypatch)
    begin_cases(Path())
    Path("policies/release.yaml").unlink()
    os.mkfifo("policies/release.yaml")
    ran = cli("case", "next", CASE, "--as-of", "2026-11-19")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error[not-a-file]: `policies/release.yaml` is no file\n")


def test_a_dossier_can_be_written_into_a_pipe(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    work_in(Path(), monkeypatch)
    begin_cases(Path())
    os.mkfifo("page")
    read: list[bytes] = []
    reader = Thread(target=lambda: read.append(Path("page").read_bytes()))
    reader.start()
    by = ("--as-of", "2026-11-19", "-o", "page")
    assert cli("case", "dossier", CASE, *by).status == 2
    assert cli("case", "dossier", CASE, *by, "--force").status == 0
    reader.join()
    assert read[0].startswith(b"<!DOCTYPE html>")
    assert Path("page").is_fifo()
