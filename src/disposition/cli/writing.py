"""Files that commands write: whole or not at all, and never over one that is not to be lost."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

from disposition.cli.messages import fail, fail_to_write, write, write_data


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
        stream.write(content)


def write_output(path: Path | None, made: str | bytes, *, is_forced: bool) -> None:
    """Write what a command makes into a file, or to stdout for `-` or None.

    Exits with an error if the file is there and is not to be written over, or cannot be written.
    """
    if path is None or path == Path("-"):
        write_data(made)
        return
    content = made.encode() if isinstance(made, str) else made
    try:
        if is_forced and path.exists():
            replace_file(path, content)
        else:
            create_file(path, content)
    except FileExistsError:
        if not path.exists():
            fail(f"{path}: `{path.parent}` is no folder")
        fail(f"`{path}` is there already; nothing was written", "`--force` writes over it")
    except OSError as error:
        fail_to_write(path, error)
    write(f"wrote {path}")
