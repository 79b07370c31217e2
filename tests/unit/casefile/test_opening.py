"""A database that cannot be used is told about plainly; one that can be is made safe."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest

from disposition.casefile.errors import StoreError
from disposition.casefile.store import CaseStore, database
from support.case_writers import new_entry, opening
from support.postgres import Server

SQL = Callable[..., list[tuple[Any, ...]]]

FORMS = "(give the path of a file, `sqlite:///path` or `postgresql://user@host/database`)"


def refusal(where: str | Path, **options: bool) -> str:
    with pytest.raises(StoreError) as caught:
        CaseStore.open(where, **options)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return str(caught.value)


# --- where ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["cases.db", "a b ?#%20&=ä李.db", "no-suffix"])
def test_a_file_has_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with CaseStore.open(path) as store:
        entry = store.create("PO-1", opening("PO-1"))
        assert repr(store) == f"<CaseStore {path}>"
    with CaseStore.open(str(path), create=False) as store:
        assert store.entries("PO-1") == (entry,)
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_a_file_has_a_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for url in ("sqlite:///cases.db", f"sqlite:///{tmp_path}/cases.db"):
        with CaseStore.open(url) as store:
            store.create("PO-1", opening("PO-1"))
    assert (tmp_path / "cases.db").exists()


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("", "the store: case files are kept in a file or on a server"),
        (":memory:", "the store: case files are kept in a file or on a server"),
        ("sqlite://", "the store: case files are kept in a file or on a server"),
        ("file:cases.db", "the store: case files are kept in a file or on a server"),
        ("cases\0.db", "the store: case files are kept in a file or on a server"),
        ("sqlite:///cases.db?mode=ro", "the store: a file of case files takes no options"),
        ("mysql://root:secret@host/db", "the store: `mysql` is neither SQLite nor PostgreSQL"),
        (
            "postgresql+asyncpg://root:secret@host/db",
            "the store: `postgresql+asyncpg` is neither SQLite nor PostgreSQL",
        ),
        ("://root:secret@host", "the address of the store cannot be read"),
        ("postgresql://root:secret@host:port/db", "the address of the store cannot be read"),
    ],
)
def test_what_is_no_place_is_refused(where: str, message: str) -> None:
    assert refusal(where) == f"{message} {FORMS}"


# --- files ---------------------------------------------------------------------------------------


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "none" / "cases.db"
    hint = "its folder has to exist, and you have to be allowed to write to both"
    assert refusal(path) == f"`{path}`: it cannot be opened ({hint})"
    for create in (True, False):
        told = f"`{tmp_path}` is a folder (name the file in it that holds the cases)"
        assert refusal(tmp_path, create=create) == told


@pytest.mark.parametrize("create", [True, False])
def test_a_pipe_or_a_device_is_no_place(tmp_path: Path, create: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/null")):
        assert refusal(path, create=create) == f"`{path}` is no file that can hold cases {FORMS}"


def test_a_path_that_cannot_be_is_told_about(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path, told in (
        (tmp_path / ("x" * 300), "File name too long"),
        (tmp_path / "file" / "cases.db", "Not a directory"),
    ):
        assert refusal(path, create=False) == f"`{path}`: {told}"
        assert refusal(path).startswith(f"`{path}`: ")


MASKS = [0o000, 0o022, 0o077, 0o777]


@pytest.mark.parametrize("mask", MASKS)
def test_a_new_file_is_private_whatever_the_mask(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        with CaseStore.open(tmp_path / "cases.db") as store:
            store.create("PO-1", opening("PO-1"))
            modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(["cases.db", "cases.db-shm", "cases.db-wal"], 0o600)


def test_it_is_private_where_a_link_points_to_nothing_yet(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "cases.db")
    with CaseStore.open(tmp_path / "link.db") as store:
        store.create("PO-1", opening("PO-1"))
    assert (tmp_path / "cases.db").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o666])
def test_a_file_that_is_there_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "cases.db"
    path.touch()
    path.chmod(mode)
    for case in ("PO-1", "PO-2"):
        with CaseStore.open(path) as store:
            store.create(case, opening(case))
            assert {each.stat().st_mode & 0o777 for each in tmp_path.iterdir()} == {mode}


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """Act as a user who may not do everything; who runs the tests may be root."""
    is_root = os.geteuid() == 0
    try:
        if is_root:
            os.chown(folder, 65534, 65534)
            os.seteuid(65534)
        yield
    finally:
        if is_root:
            os.seteuid(0)


def test_what_may_not_be_written_to_is_told_about() -> None:
    with TemporaryDirectory(dir="/tmp") as name:
        folder, path = Path(name), Path(name, "cases.db")
        folder.chmod(0o755)
        with CaseStore.open(path) as store:
            store.create("PO-1", opening("PO-1"))
        closed = Path(copyfile(path, folder / "closed.db"))
        path.chmod(0o444)
        hint = "(its folder has to exist, and you have to be allowed to write to both)"
        with as_nobody(folder), CaseStore.open(path) as store:
            assert len(store.entries("PO-1")) == 1
            with pytest.raises(StoreError) as caught:
                store.append("PO-1", new_entry("k"))
            assert str(caught.value) == f"`{path}`: it cannot be written to {hint}"
        folder.chmod(0o555)
        with as_nobody(folder):
            assert refusal(closed) == f"`{closed}`: it cannot be written to {hint}"
            assert refusal(folder / "new.db") == f"`{folder}/new.db`: it cannot be opened {hint}"
            folder.chmod(0o000)
            assert refusal(path, create=False) == f"`{path}`: Permission denied"
            folder.chmod(0o755)


@pytest.mark.parametrize("content", [b"x", b"PO-1;opened\n", b"PK\x03\x04" * 4000])
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(content)
    hint = "name another file; a new one is made"
    assert refusal(path) == f"`{path}`: it is no SQLite database ({hint})"
    assert path.read_bytes() == content


def test_nothing_is_made_when_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "cases.db"
    assert refusal(path, create=False) == f"there is no file `{path}`"
    assert list(tmp_path.iterdir()) == []
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (id)")
    before = path.read_bytes()
    assert refusal(path, create=False) == f"there are no case files in `{path}`"
    assert path.read_bytes() == before


def test_tables_of_others_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "erp.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE cases (id); INSERT INTO cases VALUES (7)")
    with CaseStore.open(path) as store:
        store.create("PO-1", opening("PO-1"))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT * FROM cases").fetchall() == [(7,)]


def test_a_commit_waits_for_the_disk(tmp_path: Path) -> None:
    with CaseStore.open(tmp_path / "cases.db") as store:
        for transaction in (store._database.reading, store._database.writing):
            with transaction() as connection:
                asked = ("PRAGMA synchronous", "PRAGMA journal_mode", "PRAGMA busy_timeout")
                found = [connection.exec_driver_sql(each).scalar() for each in asked]
                assert found == [2, "wal", 30_000]


def test_a_commit_waits_for_the_disk_also_where_sqlite_was_built_not_to() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA synchronous = NORMAL")
        database._prepare_sqlite(connection, None)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_file_that_somebody_holds_is_told_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    path = tmp_path / "cases.db"
    with CaseStore.open(path) as store, closing(sqlite3.connect(path)) as other:
        store.create("PO-1", opening("PO-1"))
        other.execute("BEGIN IMMEDIATE")
        assert store.head("PO-1").entries == 1
        with pytest.raises(StoreError) as caught:
            store.append("PO-1", new_entry("k"))
        told = f"`{path}`: another process has held it for 30 seconds"
        assert str(caught.value) == told
        other.rollback()
        assert store.append("PO-1", new_entry("k")).number == 2


def test_a_file_that_is_damaged_is_told_about(tmp_path: Path) -> None:
    path = tmp_path / "cases.db"
    with CaseStore.open(path) as store:
        store.create("PO-1", opening("PO-1"))
        for number in range(40):
            store.append("PO-1", new_entry(str(number)))
    content = bytearray(path.read_bytes())
    half = len(content) // 2
    content[half : half + 20_000] = b"\xa5" * 20_000
    path.write_bytes(content)
    with CaseStore.open(path) as store:
        with pytest.raises(StoreError):
            store.entries("PO-1")
        assert {fault.case for fault in store.verify()} == {"PO-1"}


@pytest.mark.parametrize("size", [1, 99, 100, 4096, 5000, 20_000])
def test_a_file_that_is_cut_off_is_told_about(tmp_path: Path, size: int) -> None:
    path = tmp_path / "cases.db"
    with CaseStore.open(path) as store:
        store.create("PO-1", opening("PO-1"))
        for number in range(20):
            store.append("PO-1", new_entry(str(number)))
    cut = path.read_bytes()[:size]
    path.write_bytes(cut)
    for create in (True, False):
        with pytest.raises(StoreError) as caught, CaseStore.open(path, create=create) as store:
            store.entries("PO-1")
        assert caught.value.hint
        assert path.read_bytes() == cut


# --- servers -------------------------------------------------------------------------------------


@pytest.fixture
def address(postgres_server: Server) -> Iterator[str]:
    with postgres_server.database() as address:
        yield address


def shown(address: str) -> str:
    return address.partition("?")[0]


def test_no_tables_are_made_when_that_is_asked_for(address: str) -> None:
    told = f"there are no case files in `{shown(address)}`"
    assert refusal(address, create=False) == refusal(address, create=False) == told


def test_a_server_that_is_not_there_and_no_password_in_what_is_said(tmp_path: Path) -> None:
    for where in (
        f"postgresql://root:s3cret@/db?host={tmp_path}",
        f"postgresql://root@/db?host={tmp_path}&password=s3cret",
        f"postgres://root:s3cret@/db?host={tmp_path}",
    ):
        told = refusal(where)
        assert told.startswith("`postgresql://root@/db`: connection ")
        assert told.endswith("No such file or directory")
        assert "s3cret" not in told


def test_a_name_of_a_database_that_is_not_there(postgres_server: Server) -> None:
    told = refusal(postgres_server.url("none"))
    assert told.startswith("`postgresql://postgres@/none`: connection failed: ")
    assert told.endswith('database "none" does not exist')


def test_a_password_never_shows_even_where_the_server_would_say_it(
    postgres_server: Server,
) -> None:
    where = f"postgresql://postgres:none@/none?host={postgres_server.folder}"
    assert refusal(where).endswith('database "***" does not exist')


def test_an_encoding_that_cannot_hold_all_names_is_refused(postgres_server: Server) -> None:
    with postgres_server.database("ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'") as where:
        name = shown(where)
        message = f"the encoding of `{name}` is LATIN1, which cannot hold all"
        assert refusal(where) == f"{message} (make the database with ENCODING 'UTF8')"


@pytest.mark.parametrize(("setting", "kept"), [("off", "on"), ("local", "local")])
def test_a_commit_waits_for_the_disk_of_a_server(
    address: str, postgres_server: Server, setting: str, kept: str
) -> None:
    name = shown(address).rpartition("/")[2]
    postgres_server.run(f"ALTER DATABASE {name} SET synchronous_commit = {setting}")
    with CaseStore.open(address) as store, store._database.writing() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == kept


def test_a_server_sorts_as_python_does(address: str) -> None:
    with CaseStore.open(address) as store, store._database.reading() as connection:
        asked = connection.exec_driver_sql(
            "SELECT DISTINCT collation_name FROM information_schema.columns"
            " WHERE table_name LIKE 'disposition%%' AND data_type = 'text'"
        )
        assert asked.scalars().all() == ["C"]


def test_who_comes_while_tables_are_made_waits_for_them(address: str) -> None:
    with psycopg.connect(address) as other, ThreadPoolExecutor(1) as pool:
        other.execute(f"SELECT pg_advisory_xact_lock({database._LOCK})")
        opening = pool.submit(CaseStore.open, address)
        with pytest.raises(TimeoutError):
            opening.result(timeout=0.3)
        other.commit()
        opening.result(timeout=30).close()


def test_a_connection_that_was_lost_is_replaced(address: str, postgres_server: Server) -> None:
    with CaseStore.open(address) as store:
        store.create("PO-1", opening("PO-1"))
        postgres_server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test%'"
        )
        assert store.append("PO-1", new_entry("k")).number == 2


# --- what is not installed -----------------------------------------------------------------------


WITHOUT_SQLALCHEMY = "case files are kept with SQLAlchemy, and it is not installed"
WITHOUT_PSYCOPG = "PostgreSQL is met with psycopg, and it is not installed"
OPEN_SERVER = """
from disposition.casefile.store import CaseStore
CaseStore.open("postgresql://root:" + "s3cret@host/db")
"""


@pytest.mark.parametrize(
    ("missing", "code", "message"),
    [
        (
            "sqlalchemy",
            "import disposition.casefile.store",
            f'{WITHOUT_SQLALCHEMY} (pip install "lot-disposition[casefile]")',
        ),
        ("psycopg", OPEN_SERVER, f'{WITHOUT_PSYCOPG} (pip install "lot-disposition[postgresql]")'),
    ],
)
def test_what_is_not_installed_is_named(missing: str, code: str, message: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\nsys.modules[{missing!r}] = None\n{code}"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.splitlines()[-1] == f"disposition.casefile.errors.StoreError: {message}"
    assert "During handling" not in done.stderr
    assert "root:s3cret" not in done.stderr
