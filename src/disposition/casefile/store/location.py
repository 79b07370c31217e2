"""Where a store is: paths and URLs, what is no place for one, and new files that are private."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from disposition.casefile.errors import StoreError

_FORMS = "give the path of a file, `sqlite:///path` or `postgresql://user@host/database`"
_PRIVATE = 0o600
_HEADER = 100
"""Bytes with which each SQLite database begins."""

NO_SQLITE = ("it is no SQLite database", "name another file; a new one is made")
"""What is said of a file that holds something else, and the hint."""

_making = threading.Lock()
"""Held while a file is made. To close a file takes away the locks that SQLite holds on it in this
process, so nobody here may have it open yet when it is closed."""


_STORE, _NO_PLACE, _NO_FILE = "the store", "not-a-store-address", "not-a-store-file"


def url_of(where: str | os.PathLike[str]) -> sa.URL:
    """Return what SQLAlchemy opens; whatever names no scheme is a path.

    Raises:
        StoreError: it is neither, or a database of another kind.
    """
    path = os.fsdecode(where)
    if isinstance(where, str) and "://" in where:
        try:
            url = sa.make_url(where)
        except (ArgumentError, ValueError):
            raise StoreError(
                "the address of the store cannot be read", _FORMS, code=_NO_PLACE, where=_STORE
            ) from None
        if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
            return url.set(drivername="postgresql+psycopg")
        if url.drivername != "sqlite":
            raise StoreError(
                f"`{url.drivername}` is neither SQLite nor PostgreSQL",
                _FORMS,
                code=_NO_PLACE,
                where=_STORE,
            )
        if url.query:
            raise StoreError(
                "a file of case files takes no options", _FORMS, code=_NO_PLACE, where=_STORE
            )
        path = url.database or ""
    if path in ("", ":memory:") or "\0" in path or path.startswith("file:"):
        raise StoreError(
            "case files are kept in a file or on a server", _FORMS, code=_NO_PLACE, where=_STORE
        )
    return sa.URL.create("sqlite", database=path)


def shown_place(url: sa.URL) -> str:
    """Return the database's name for messages, without a password or options."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    shown = sa.URL.create("postgresql", url.username, None, url.host, url.port, url.database)
    return shown.render_as_string()


def prepare_file(path: str, *, create: bool) -> None:
    """Make a store's file if it is not there: empty, and for its owner's eyes alone.

    SQLite gives the files that it puts beside it the same mode. A file that is there keeps its own.

    Raises:
        StoreError: it is not there and not to be made, or it is a folder, a pipe or a device.
    """
    if create:
        _make_private(path)
    try:
        found = Path(path).stat()
    except FileNotFoundError:
        if create:
            return  # nor could it be made: SQLite tells why
        raise StoreError(f"there is no file `{path}`", code="no-store", where=f"`{path}`") from None
    except OSError as error:
        raise StoreError(str(error.strerror), code=_NO_FILE, where=f"`{path}`") from None
    if stat.S_ISDIR(found.st_mode):
        hint = "name the file in it that holds the cases"
        raise StoreError(f"`{path}` is a folder", hint, code=_NO_FILE, where=f"`{path}`")
    if not stat.S_ISREG(found.st_mode):
        raise StoreError(
            f"`{path}` is no file that can hold cases", _FORMS, code=_NO_FILE, where=f"`{path}`"
        )
    if 0 < found.st_size < _HEADER:  # SQLite would write over some of these
        raise StoreError(*NO_SQLITE, code=_NO_FILE, where=f"`{path}`")


def _make_private(path: str) -> None:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
    with _making:
        try:
            file = os.open(os.path.realpath(path), flags, _PRIVATE)
        except OSError:
            return  # it is there, or cannot be made
        try:
            if hasattr(os, "fchmod"):
                os.fchmod(file, _PRIVATE)  # whatever the process has others' files masked with
        finally:
            os.close(file)


# A child is alone: nobody would let go of a lock that another thread held at the fork.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_making.acquire, after_in_parent=_making.release, after_in_child=_making.release
    )
