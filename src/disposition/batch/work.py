"""The folder in which a batch is made: what it began with, and the parts that are done.

A part is written under another name and then renamed, its refused lots first: where its frame
stands, it is done. Whoever begins the same batch again goes on with the first part that is not.
Only one batch at a time works in a folder: it holds a lock that ends with its process.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import EIO, ENOSPC
from pathlib import Path
from typing import Any

import polars as pl

from disposition.errors import DispositionError
from disposition.frozen import frozen
from disposition.words import in_a_row

_NUMBER = 6
_MANIFEST = "batch.json"


def folder_of(out: Path) -> Path:
    """Return the folder beside an output in which its parts lie until it is there."""
    return out.with_name(f"{out.name}.parts")


class NotWrittenError(OSError):
    """What a batch makes could not be written: the disk is full, a folder is read-only."""


@frozen
class BatchPart:
    """What became of some lots in a row: decisions, and those that cannot be decided."""

    decided: pl.DataFrame
    refused: tuple[Mapping[str, Any], ...] = ()


@frozen
class Work:
    """The folder of a batch beside its output."""

    folder: Path

    @classmethod
    def begin(cls, out: Path, told: Mapping[str, Any], *, anew: bool) -> Work:
        """Return the folder of a batch; one that was begun with the same is gone on with.

        Raises:
            DispositionError: it was begun with something else.
            OSError: it cannot be written.
        """
        folder = folder_of(out)
        manifest = folder / _MANIFEST
        work = cls(folder)
        if manifest.exists() and not anew:
            if cls.is_begun(out, told):
                return work
            if work.frames():
                message = f"`{folder}` holds parts of a batch with {_otherwise(manifest, told)}"
                hint = "go on with what it was begun with, or `--force` begins anew"
                raise DispositionError(f"{message} ({hint})")
        manifest.unlink(missing_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        # Parts of which nothing tells what they rest on: a folder that was half removed.
        work._clear()
        put_file(manifest, lambda path: path.write_text(_written(told), encoding="utf-8"))
        return work

    @staticmethod
    def is_begun(out: Path, told: Mapping[str, Any]) -> bool:
        """Whether a batch was begun with the same."""
        manifest = folder_of(out) / _MANIFEST
        return manifest.exists() and manifest.read_text(encoding="utf-8") == _written(told)

    def _frame(self, number: int) -> Path:
        return self.folder / f"{number:0{_NUMBER}}.parquet"

    def _refused(self, number: int) -> Path:
        return self.folder / f"{number:0{_NUMBER}}.rejects.jsonl"

    def is_done(self, number: int) -> bool:
        """Whether a part is done."""
        return self._frame(number).exists()

    def keep(self, number: int, part: BatchPart) -> None:
        """Keep what became of a part."""
        lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in part.refused)
        put_file(self._refused(number), lambda path: path.write_text(lines, encoding="utf-8"))
        put_file(self._frame(number), part.decided.write_parquet)

    def frames(self) -> list[Path]:
        """Return the frames of all parts, in their order."""
        return sorted(self.folder.glob("*.parquet"))

    def refused(self) -> Iterator[str]:
        """Yield the lines of all lots that were refused, in their order."""
        for path in sorted(self.folder.glob("*.rejects.jsonl")):
            with path.open(encoding="utf-8") as stream:
                yield from stream

    def count_refused(self) -> int:
        """Return how many lots were refused."""
        return sum(1 for _ in self.refused())

    def done(self) -> None:
        """Remove what is in the folder: everything is in the output."""
        (self.folder / _MANIFEST).unlink()  # first: what is left without it is thrown away
        self._clear()

    def _clear(self) -> None:
        for path in self.folder.iterdir():
            if path.name != LOCK:
                path.unlink()


_CHANGED = "an input that was changed since"
_RESTS_ON = (
    {"file": "another input", **dict.fromkeys(("size", "changed", "mended"), _CHANGED)},
    {"policy": "another policy"},
    {"columns": "other columns", "lines": "tables of lines that were changed since"},
    {"in_full": "the other kind of documents"},
    {"library": "another version of disposition"},
)
"""What parts rest on, and how it is told that it is otherwise: of each group the first."""


def _otherwise(manifest: Path, told: Mapping[str, Any]) -> str:
    """Return in words with what a batch was begun that is told otherwise now."""
    try:
        begun = json.loads(manifest.read_text(encoding="utf-8"))
    except ValueError:
        begun = {}
    told = json.loads(_written(told))
    several = (
        [said for key, said in of.items() if begun.get(key) != told[key]] for of in _RESTS_ON
    )
    return in_a_row([words[0] for words in several if words])


def _written(told: Mapping[str, Any]) -> str:
    return json.dumps(told, sort_keys=True, indent=1)


def put_file(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file so that it is there whole or not at all, also after the power fails."""
    temporary = path.with_name(f".{path.name}.new")
    try:
        write(temporary)
        with temporary.open("rb") as stream:
            os.fsync(stream.fileno())
        temporary.replace(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise _not_written(path, error) from None


def _not_written(path: Path, error: Exception) -> NotWrittenError:
    """Return an error that names the file, and what the system says, however it came."""
    number = error.errno if isinstance(error, OSError) else None
    if number is None:
        said = re.search(r"os error (\d+)", str(error))
        # Polars does not always tell what the system said.
        is_full = shutil.disk_usage(path.parent).free < _NO_ROOM
        number = int(said[1]) if said else ENOSPC if is_full else EIO
    return NotWrittenError(number, os.strerror(number), str(path))


_NO_ROOM = 1 << 16


def put_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines into a file, whole or not at all."""

    def write(temporary: Path) -> None:
        with temporary.open("w", encoding="utf-8") as stream:
            stream.writelines(lines)

    put_file(path, write)


LOCK = "lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder, which is made if it is not there; an empty one is removed at the end.

    Raises:
        DispositionError: another process holds it.
        OSError: it cannot be written.
    """
    number = _lock_file(folder)
    try:
        yield
    finally:
        # While it is still held, so that nobody else's is removed. Windows keeps open files.
        if [each.name for each in folder.iterdir()] == [LOCK]:
            with suppress(OSError):
                (folder / LOCK).unlink()
                folder.rmdir()
        os.close(number)


def _lock_file(folder: Path) -> int:
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
