"""The place that a path names, links followed, on every version of Python."""

from __future__ import annotations

import errno
from pathlib import Path


def whole_path(path: Path) -> Path:
    """Return a path with its links followed; what it names need not be there.

    Raises:
        OSError: it is too long, or its links lead in a circle (since Python 3.13 they are then left
            as they are).
        RuntimeError: its links lead in a circle (before Python 3.13).
        ValueError: no file can have the name.
    """
    whole = path.resolve()
    if any(part.is_symlink() for part in (whole, *whole.parents)):
        raise OSError(errno.ELOOP, "a circle of links", str(path))
    return whole
