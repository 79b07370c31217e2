"""Runs a page's ```console blocks: `$ command` lines, each followed by what it prints.

The output must be the one shown; `...` stands for anything. A command must succeed, unless the
next one is `$ echo $?`, which then shows its exit status. Commands of one page share a folder that
holds copies of what the pages use, so that nothing is written into the checkout.

`disposition` alone is run in this process, which saves it a start; what needs a shell gets one.
`make` and `pip install` are not run here: a test cannot install itself. Their targets and extras
must exist, and what a page says `make demo` prints must be what the command behind it prints.
"""

from __future__ import annotations

import doctest
import io
import os
import re
import shlex
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from attrs import define, frozen
from sybil import Example

from disposition.cli import main
from support.checkout import demo_lot, make_targets, project

SHOW_STATUS = "echo $?"
LIMIT_SECONDS = 60
NEEDS_A_SHELL = re.compile(r"[|<>&;$`*?~]")


@frozen
class Step:
    """A command and what the page says that it prints."""

    command: str
    shown: str


@define
class Console:
    """Evaluates console blocks in a folder, and remembers the exit status from one to the next."""

    folder: Path
    status: int = 0

    def __call__(self, example: Example) -> str | None:
        """Run one block; return what went wrong, or None."""
        steps = read_steps(example.parsed)
        if not steps:
            return "no line of the block starts with `$ `"
        following = [step.command for step in steps[1:]] + [""]
        for step, after in zip(steps, following, strict=True):
            problem = self._check(step, status_is_shown=after == SHOW_STATUS)
            if problem:
                return f"$ {step.command}\n{problem}"
        return None

    def _check(self, step: Step, *, status_is_shown: bool) -> str | None:
        program, *arguments = shlex.split(step.command)
        if program == "make" and arguments != ["demo"]:
            unknown = [name for name in arguments if name not in make_targets()]
            return f"the Makefile has no target {unknown[0]}" if unknown else None
        if (program, arguments[:1]) == ("pip", ["install"]):
            return _check_extras(step.command)
        command = f"disposition decide {demo_lot()}" if program == "make" else step.command
        printed = self._run(command)
        if self.status and not status_is_shown:
            return f"exit status {self.status}, and no `$ {SHOW_STATUS}` follows:\n{printed}"
        return _difference(step.shown, printed)

    def _run(self, command: str) -> str:
        if command.startswith("disposition ") and not NEEDS_A_SHELL.search(command):
            self.status, printed = _run_here(shlex.split(command), self.folder)
            return printed
        done = subprocess.run(
            ["bash", "-c", f"(exit {self.status})\n{command}"],
            cwd=self.folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=LIMIT_SECONDS,
            check=False,
        )
        self.status = done.returncode
        return done.stdout


def _run_here(command: list[str], folder: Path) -> tuple[int, str]:
    """Run `disposition` in this process; return its exit status and what it printed."""
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with (
        chdir(folder),
        mock.patch.dict(os.environ, _environment()),
        mock.patch.object(sys, "argv", command),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO())),
        redirect_stdout(printed),
        redirect_stderr(printed),
    ):
        try:
            main()
        except SystemExit as ended:
            status = ended.code
    assert isinstance(status, int)
    return status, printed.buffer.getvalue().decode()


def read_steps(block: str) -> list[Step]:
    r"""Split a block into its commands; a line that ends with a backslash goes on.

    >>> read_steps("$ echo a\na\n$ echo b \\\n    c\nb c\n")
    [Step(command='echo a', shown='a\n'), Step(command='echo b     c', shown='b c\n')]
    """
    parts = re.split(r"^\$ ", block.replace("\\\n", ""), flags=re.MULTILINE)[1:]
    return [Step(command, shown) for command, _, shown in (part.partition("\n") for part in parts)]


def _environment() -> dict[str, str]:
    """Return an environment where `disposition` is the one under test, and output is plain."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return os.environ | {"PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"}


def _check_extras(command: str) -> str | None:
    if re.search(r"""[ "']disposition\b""", command):
        return "`disposition` is another package: ours is `lot-disposition`"
    known = project().get("optional-dependencies", {})
    asked = [
        name.strip() for names in re.findall(r"\[(.+?)\]", command) for name in names.split(",")
    ]
    unknown = [name for name in asked if name not in known]
    return f"there is no extra {unknown[0]}" if unknown else None


def _difference(shown: str, printed: str) -> str | None:
    shown, printed = _tidy(shown), _tidy(printed)
    checker = doctest.OutputChecker()
    if checker.check_output(shown, printed, doctest.ELLIPSIS):
        return None
    case = doctest.Example(source="", want=shown)
    return checker.output_difference(case, printed, doctest.ELLIPSIS | doctest.REPORT_NDIFF)


def _tidy(text: str) -> str:
    """Return the text without spaces at line ends, which editors remove, and blank last lines."""
    return "\n".join(line.rstrip() for line in text.splitlines()).rstrip("\n") + "\n"
