"""One batch at a time works on an output: a lock that ends with its process, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from disposition.errors import DispositionError

LOCK = "lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder, which is made if it is not there; an empty one is removed at the end.

    Raises:
        DispositionError: another process holds it.
        OSError: it cannot be written.
    """
    number = _held(folder)
    try:
        yield
    finally:
        # While it is still held, so that nobody else's is removed. Windows keeps open files.
        if [each.name for each in folder.iterdir()] == [LOCK]:
            with suppress(OSError):
                (folder / LOCK).unlink()
                folder.rmdir()
        os.close(number)


def _held(folder: Path) -> int:
    """Return the open file of a lock that is held."""
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / LOCK
        number = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock(number)
        except OSError:
            os.close(number)
            message = f"another batch is at work in `{folder}`"
            raise DispositionError(f"{message} (wait for it, or name another output)") from None
        # Whoever held it before may have removed the folder while this one was opened.
        if path.exists() and os.path.samestat(os.fstat(number), path.stat()):
            return number
        os.close(number)


def _lock(number: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
