"""What a batch writes is whole or not there, never over what it reads, and of every type."""

from __future__ import annotations

import json
import os
import resource
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from disposition import DispositionError, load_policy_text
from disposition.batch import work
from disposition.batch.run import Batch
from disposition.batch.work import NotWrittenError, folder_of, locked, put_file

POLICY = load_policy_text("""
policy: incoming
version: 1.0.0
outcomes:
  accept: {title: Accept, ships: all}
otherwise: hold
rules:
  few: {permit: [accept], when: defects.major.found <= 5, because: few are bad}
""")
COLUMNS = {"columns": {"Haupt": "defects.major.found"}}
ENDINGS = pytest.mark.parametrize("ending", [".parquet", ".csv", ".jsonl"])


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    file = tmp_path / "lots.csv"
    file.write_text("Los,Haupt\nA,2\nB,x\n")
    return file


def batch(file: Path, out: Path, columns: Any = COLUMNS, **more: Any) -> Counter[str]:
    return Batch(file, out, POLICY, "compiled", columns, **more).run()


def test_what_is_read_is_not_written_over(rows: Path) -> None:
    """Not under another name either, and not by the rejects."""
    before = rows.read_text()
    link, hard = rows.with_name("link.csv"), rows.with_name("hard.csv")
    link.symlink_to(rows)
    os.link(rows, hard)
    meaning = rows.with_name("columns.jsonl")
    meaning.write_text(json.dumps(COLUMNS))
    rejects = rows.with_name("out.rejects.jsonl")
    rejects.write_text('{"Los": "A", "Haupt": 2}\n')
    for file, out in (
        *((rows, rows), (rows, link), (rows, hard), (rows, meaning)),
        (rejects, rows.with_name("out.parquet")),
    ):
        with pytest.raises(DispositionError, match="is read, and would be lost"):
            batch(file, out, anew=True, reads=(meaning,))
    of = {"from": "found.csv", "key": {"Los": "lot"}, "columns": {"n": "units"}, "no_lines": "none"}
    found = rows.with_name("found.csv")
    found.write_text("lot,n\nA,1\n")
    with pytest.raises(DispositionError, match=r"found\.csv` is read, and would be lost"):
        batch(rows, found, {"lines": {"inspection.defects": of}}, anew=True, folder=rows.parent)
    assert rows.read_text() == before
    assert rejects.read_text() == '{"Los": "A", "Haupt": 2}\n'


def test_a_pipe_is_refused_before_anybody_waits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(DispositionError, match="is no file"):
        batch(tmp_path / "pipe.csv", tmp_path / "out.csv")


def test_rejects_of_an_earlier_output_do_not_stay(rows: Path) -> None:
    out = rows.with_name("out.csv")
    assert batch(rows, out)["rejected"] == 1
    rows.write_text("Los,Haupt\nA,2\n")
    assert batch(rows, out, anew=True) == {"accept": 1}
    assert not rows.with_name("out.rejects.jsonl").exists()


# --- two at once ---------------------------------------------------------------------------------


def test_two_batches_do_not_work_on_one_output(rows: Path) -> None:
    out = rows.with_name("out.csv")
    with locked(folder_of(out)), pytest.raises(DispositionError, match="another batch is at work"):
        batch(rows, out)
    assert not folder_of(out).exists()
    assert batch(rows, out)["accept"] == 1
    assert not folder_of(out).exists()


def test_a_lock_in_a_folder_that_was_removed_meanwhile_is_taken_anew(tmp_path: Path) -> None:
    folder, lock_it, removed = tmp_path / "out.parts", work._lock, list[int]()

    def locking(number: int) -> None:
        if not removed:
            (folder / "lock").unlink()
            folder.rmdir()
        removed.append(number)
        lock_it(number)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(work, "_lock", locking)
        with locked(folder), pytest.raises(DispositionError), locked(folder):
            pass
    assert len(removed) == 3


def test_what_is_written_lies_on_the_disk_before_it_has_its_name(tmp_path: Path) -> None:
    synced = list[bool]()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", lambda _: synced.append((tmp_path / "x").exists()))
        put_file(tmp_path / "x", lambda path: path.write_text("all"))
    assert (synced, (tmp_path / "x").read_text()) == ([False], "all")


def test_an_output_that_came_meanwhile_is_not_written_over(rows: Path) -> None:
    out = rows.with_name("out.csv")
    out.write_text("mine")
    with pytest.raises(DispositionError, match="is there already"):
        batch(rows, out)
    assert out.read_text() == "mine"


# --- no room -------------------------------------------------------------------------------------


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@ENDINGS
def test_a_full_disk_is_told_of_what_is_written_and_costs_nothing(rows: Path, ending: str) -> None:
    rows.write_text("Los,Haupt\n" + "".join(f"L{row},2\n" for row in range(3000)))
    out = rows.with_name(f"out{ending}")
    for size, name in ((0, "batch.json"), (900, "000001.parquet")):
        with no_file_above(size), pytest.raises(NotWrittenError) as caught:
            batch(rows, out)
        assert (Path(caught.value.filename).name, bool(caught.value.strerror)) == (name, True)
    with pytest.MonkeyPatch.context() as patched:
        for sink in ("sink_parquet", "sink_csv", "sink_ndjson"):
            patched.setattr(pl.LazyFrame, sink, _full)
        with pytest.raises(NotWrittenError) as caught:
            batch(rows, out)
    assert (Path(caught.value.filename), caught.value.strerror) == (out, os.strerror(28))
    assert not [*rows.parent.glob("**/.*")], "nothing half written stays"
    assert batch(rows, out) == {"accept": 3000}


_sink_parquet = pl.LazyFrame.sink_parquet


def _full(frame: pl.LazyFrame, path: Path, **more: Any) -> None:
    if not Path(path).name.startswith(".out."):
        _sink_parquet(frame, path, **more)
        return
    path.write_text("half")
    raise pl.exceptions.ComputeError("underlying IO error: No space left (os error 28)")


# --- files that were mended ----------------------------------------------------------------------


def test_a_file_that_was_mended_is_decided_where_nothing_was_done_yet(rows: Path) -> None:
    out = rows.with_name("out.csv")
    rows.write_bytes(b"Los,Haupt\n" + b"A,2\n" * 20_000 + b"Z\xfcrich,2\n")
    with pytest.raises(DispositionError):
        batch(rows, out)
    rows.write_text("Los,Haupt\nA,2\n")
    assert batch(rows, out) == {"accept": 1}


# --- columns of every type -----------------------------------------------------------------------

OTHERS: dict[str, Any] = {
    "bytes": [b"a\xff"],
    "time": [timedelta(1, 3)],
    "list": [[1, None]],
    "group": [{"a": Decimal("1.20"), "b": b"\x01", "c": date(2026, 11, 22)}],
    "texts": [["a", "b"]],
}


@ENDINGS
def test_columns_of_other_types_come_back(tmp_path: Path, ending: str) -> None:
    file, out = tmp_path / "in.parquet", tmp_path / f"out{ending}"
    pl.DataFrame({"Haupt": [2], **OTHERS}).write_parquet(file)
    assert batch(file, out) == {"accept": 1}
    match ending:
        case ".parquet":
            assert pl.read_parquet(out).select(*OTHERS).rows() == [
                tuple(v for [v] in OTHERS.values())
            ]
        case ".csv":
            [row] = pl.read_csv(out, infer_schema=False).select(*OTHERS).rows()
            group = '{"a": "1.20", "b": "01", "c": "2026-11-22"}'
            assert row == ("61ff", "P1DT3S", "[1, null]", group, "a; b")
        case _:
            row = json.loads(out.read_text())
            assert (row["bytes"], row["time"], row["list"]) == ("61ff", "P1DT3S", [1, None])
            assert json.loads(row["group"])["b"] == "01"
