"""Files that commands write: whole or not at all, and never over one that is not to be lost."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import NoReturn

from disposition.cli.messages import fail, fail_to_write, write, write_data

_HEAD = 1_000
"""Bytes of a report that tell what it is."""


def replace_file(path: Path, content: bytes) -> None:
    """Put new content into a file, at once: whoever reads it sees the old or the new.

    A link stays one, and the file keeps its permissions.

    Raises:
        OSError: it cannot be written; the file is as it was.
    """
    # Most commands replace no file, and do not wait for what makes temporary ones.
    from tempfile import NamedTemporaryFile

    mode = path.stat().st_mode
    if not S_ISREG(mode):  # a pipe or a device is written into
        path.write_bytes(content)
        return
    target = path.resolve()
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as stream:
        temporary = Path(stream.name)
        try:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
            temporary.chmod(mode)
            temporary.replace(target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise


def create_file(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, and the folders above it.

    Raises:
        FileExistsError: it is there already, and stays as it is.
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        try:
            stream.write(content)
            stream.flush()
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise


def expect_new(paths: Iterable[Path], *, is_forced: bool) -> None:
    """Exit with an error if one of some files is there already, and is not to be written over."""
    for path in () if is_forced else paths:
        if os.path.lexists(path):
            refuse_over(path)


def expect_report(path: Path, mark: bytes, *, is_forced: bool) -> None:
    """Exit with an error if a file is there that holds no earlier report, by a `mark` in its head.

    Reports are written again by each run, so that those of the run before may be lost.
    """
    if not path.is_file():
        return
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:  # whoever writes into it tells what is wrong
        return
    if head and mark not in head:
        expect_new([path], is_forced=is_forced)


def refuse_over(path: Path) -> NoReturn:
    """Exit with an error: a file is there already."""
    fail(f"`{path}` is there already; nothing was written", "`--force` writes over it")


def put_output(path: Path, made: str | bytes, *, is_forced: bool) -> None:
    """Write what a command makes into a file.

    Exits with an error if the file is there and is not to be written over, or cannot be written.
    """
    content = made.encode() if isinstance(made, str) else made
    try:
        if is_forced and path.exists():
            replace_file(path, content)
        else:
            create_file(path, content)
    except FileExistsError:
        if not os.path.lexists(path):
            fail(f"{path}: `{path.parent}` is no folder")
        refuse_over(path)
    except OSError as error:
        fail_to_write(path, error)


def write_output(path: Path | None, made: str | bytes, *, is_forced: bool) -> None:
    """Write what a command makes into a file, or to stdout for `-` or None.

    Exits with an error if the file is there and is not to be written over, or cannot be written.
    """
    if path is None or path == Path("-"):
        write_data(made)
        return
    put_output(path, made, is_forced=is_forced)
    write(f"wrote {path}")
