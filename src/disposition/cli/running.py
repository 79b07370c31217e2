"""Runs a command: what goes wrong becomes a message and an exit code, never a traceback."""

from __future__ import annotations

import atexit
import gc
import io
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click

from disposition.cli.messages import BAD_INPUT, fail, fail_over, reason_of, write_aside, write_error
from disposition.errors import DispositionError

BUG = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130  # as shells say it: 128 and the number of SIGINT
PIPE_CLOSED = 141  # 128 and the number of SIGPIPE
NOT_WRITTEN = 74  # EX_IOERR of sysexits.h

SHOW_TRACEBACK = "DISPOSITION_TRACEBACK"


def run(command: click.Command) -> NoReturn:
    """Run a command with the arguments of this process, and exit."""
    atexit.register(gc.freeze)  # nothing that is left then is worth a search for circles
    if sys.stderr is None:  # closed by whoever called us
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - while we run
    if sys.stdout is None:
        # A file that is opened now would get its number, and be written into.
        _last_word("standard output is closed")
        raise SystemExit(NOT_WRITTEN)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter gets its escape; JSON is written as UTF-8 anyway.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _invoke(command, sys.argv[1:])
    except click.ClickException as error:
        _refuse_usage(error)
    except DispositionError as error:
        fail_over(error)
    except KeyboardInterrupt:
        _last_word("interrupted")
        status = INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        status = PIPE_CLOSED
    except Exception as error:  # noqa: BLE001 - the last resort: no traceback unless asked for
        if isinstance(error, OSError) and error.filename is None:
            # Whoever opens files tells what is wrong with them; this is what is written to.
            _discard_output()
            _last_word(f"standard output: {reason_of(error)}")
            status = NOT_WRITTEN
        else:
            _admit(error)
            status = BUG
    raise SystemExit(status)


def _invoke(command: click.Command, arguments: list[str]) -> int:
    """Run a command as `click` does, but for closed pipes, which it gives the exit code 1."""
    try:
        with command.make_context("disposition", arguments) as context:
            command.invoke(context)
        status = 0
    except click.exceptions.Exit as asked:  # by `--help` and `--version`
        status = asked.exit_code
    except SystemExit as asked:
        status = asked.code if isinstance(asked.code, int) else 0
    sys.stdout.flush()
    return status


def _refuse_usage(error: click.ClickException) -> NoReturn:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        write_aside(error.format_message())
        raise SystemExit(BAD_INPUT)
    message = re.sub(r"'([^']*)'", r"`\1`", error.format_message())
    message, _, suggestion = message.partition(" Did you mean ")
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = f"did you mean {suggestion}" if suggestion else ""
    if context and not hint:
        hint = f"see `{context.command_path} --help`"
    fail(message[:1].lower() + message[1:].rstrip("."), hint)


def _discard_output() -> None:
    """Let the interpreter write the rest of our output to nowhere: who read it has left."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _last_word(message: str) -> None:
    """Write an error, unless nobody can hear it."""
    with suppress(OSError):
        write_error(message)


def _admit(error: Exception) -> None:
    if os.environ.get(SHOW_TRACEBACK):
        raise error
    write_error(
        f"this is a bug in disposition: {type(error).__name__}: {error}",
        f"set {SHOW_TRACEBACK}=1 to see where it is, and please report it",
    )
