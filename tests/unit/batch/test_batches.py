"""A batch decides every lot of a file once, tells which it cannot, and goes on after a stop."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from attrs import evolve

from disposition import DispositionError, Lot, Policy, load_policy, load_policy_text
from disposition.batch import run, work
from disposition.batch.run import Batch

POLICY = load_policy_text("""
policy: incoming
version: 1.0.0
outcomes:
  accept: {title: Accept, ships: all}
  sort: {title: Sort, ships: part}
otherwise: hold
rules:
  few: {permit: [accept], when: defects.major.found <= 5, because: few are bad}
  many: {permit: [sort], when: defects.major.found > 5, because: many are bad}
  danger: {forbid: [accept, sort], when: defects.critical.found > 0, because: danger}
""")
TABLE = {"columns": {"Haupt": "defects.major.found", "Kritisch": "defects.critical.found"}}
COUNTED: dict[str, Any] = {
    "counts": {"Haupt": {"severity": "major"}, "Kritisch": {"severity": "critical"}},
    "columns": {"Los": "lot.id"},
}
COUNTS = {**COUNTED, "checks": {}}
"""By a mapping, since tables have no checks."""

WAYS = pytest.mark.parametrize(
    "columns", [TABLE, COUNTED, COUNTS], ids=["as a table", "counted in a table", "one by one"]
)
CSV = "Los;Haupt;Kritisch\nA;2;0\nB;9;0\nC;x;0\nD;;0\nE;1;1\n"


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    file = tmp_path / "lots.csv"
    file.write_text(CSV)
    return file


def batch(file: Path, out: Path, columns: Any = None, **more: Any) -> Counter[str]:
    return Batch(file, out, POLICY, "compiled", columns, **more).run()


def document(major: int) -> str:
    line = {"severity": "major", "units": major}
    return json.dumps({"lot": {"id": f"PO-{major}"}, "inspection": {"defects": [line]}})


@WAYS
def test_rows_keep_their_columns_and_none_is_dropped(rows: Path, columns: Any) -> None:
    out = rows.with_name("out.parquet")
    counts = batch(rows, out, columns)
    assert counts == {"accept": 1, "sort": 1, "hold": 2, "rejected": 1}
    decided = pl.read_parquet(out)
    assert decided.select("Los", "decision_outcome", "decision_status").rows() == [
        ("A", "accept", "decided"),
        ("B", "sort", "decided"),
        ("D", "hold", "needs_information"),
        ("E", "hold", "no_rule"),
    ]
    [refused] = map(json.loads, rows.with_name("out.rejects.jsonl").read_text().splitlines())
    assert (refused["row"], refused["given"]) == (3, {"Los": "C", "Haupt": "x", "Kritisch": "0"})
    assert refused["problems"][0]["where"] == "column `Haupt`"
    assert sorted(each.name for each in rows.parent.iterdir()) == [
        *("lots.csv", "out.parquet", "out.rejects.jsonl"),
    ]


def test_lists_are_texts_in_csv(rows: Path) -> None:
    out = rows.with_name("out.csv")
    batch(rows, out, TABLE)
    first = out.read_text().splitlines()[1].split(",")
    assert first[3:8] == ["accept", "decided", "all", "accept", "few"]


def test_documents_are_decided_and_lines_that_are_none_rejected(tmp_path: Path) -> None:
    file, out = tmp_path / "lots.jsonl", tmp_path / "out.jsonl"
    file.write_text("\n".join([document(2), "{", document(9), "", '{"lot": 3}']))
    counts = batch(file, out)
    assert counts == {"accept": 1, "sort": 1, "rejected": 2}
    decided = [json.loads(line) for line in out.read_text().splitlines()]
    assert [(each["row"], each["lot"], each["outcome"]) for each in decided] == [
        (1, "PO-2", "accept"),
        (3, "PO-9", "sort"),
    ]
    lines = (tmp_path / "out.rejects.jsonl").read_text().splitlines()
    refused = [json.loads(line) for line in lines]
    assert [each["row"] for each in refused] == [2, 5]


def test_whole_documents_are_those_of_decide(tmp_path: Path) -> None:
    file, out = tmp_path / "lots.jsonl", tmp_path / "out.jsonl"
    file.write_text(f"{document(2)}\n{document(9)}\n")
    batch(file, out, in_full=True)
    wanted = [POLICY.decide(Lot.from_json(document(each))).to_json() for each in (2, 9)]
    assert out.read_text().splitlines() == wanted


def test_documents_lie_in_parquet_too(tmp_path: Path) -> None:
    file, out = tmp_path / "lots.parquet", tmp_path / "out.parquet"
    pl.DataFrame([json.loads(document(2)), json.loads(document(9))]).write_parquet(file)
    assert batch(file, out) == {"accept": 1, "sort": 1}


@pytest.mark.slow
def test_several_processes_make_the_same(tmp_path: Path, rows: Path) -> None:
    file = tmp_path / "lots.jsonl"
    file.write_text("".join(f"{document(each)}\n" for each in range(8)))
    for given, columns in ((file, None), (rows, TABLE)):
        with small_parts():
            for jobs in (1, 2):
                batch(given, tmp_path / f"out{jobs}.jsonl", columns, jobs=jobs, anew=True)
        one, two = ((tmp_path / f"out{jobs}.jsonl").read_text() for jobs in (1, 2))
        assert one == two


def test_an_empty_file_gives_an_empty_table(tmp_path: Path) -> None:
    (tmp_path / "lots.jsonl").write_text("")
    (tmp_path / "rows.csv").write_text("Los,Haupt\n")
    assert batch(tmp_path / "lots.jsonl", tmp_path / "a.parquet") == {}
    columns = {"Haupt": "defects.major.found"}
    assert batch(tmp_path / "rows.csv", tmp_path / "b.parquet", columns) == {}
    assert "outcome" in pl.read_parquet(tmp_path / "a.parquet").columns
    assert "decision_outcome" in pl.read_parquet(tmp_path / "b.parquet").columns


# --- what files hold that are no lots, and what cannot be read of them ---------------------------


@pytest.mark.parametrize("columns", [COUNTED, COUNTS], ids=["as a table", "one by one"])
def test_blank_rows_are_no_lots_and_totals_are_rejected(rows: Path, columns: Any) -> None:
    rows.write_text("Los;Haupt;Kritisch\n\nA;2;0\n;;\n \xa0; ;\nTotal;9;0\nTotal:;11;\n\n")
    assert batch(rows, rows.with_name("out.csv"), columns) == {
        "accept": 1,
        "sort": 1,  # a lot of that name is one: it has all its cells, and others stand below
        "rejected": 1,
    }
    [refused] = map(json.loads, rows.with_name("out.rejects.jsonl").read_text().splitlines())
    assert (refused["row"], refused["problems"][0]["code"]) == (3, "totals")


@pytest.mark.parametrize("columns", [COUNTED, COUNTS], ids=["as a table", "one by one"])
def test_totals_stand_at_the_end_of_a_file_not_of_a_part(rows: Path, columns: Any) -> None:
    rows.write_text("Los;Haupt;Kritisch\nA;2;0\nTotal;2;\nC;2;0\n")
    with small_parts():
        assert batch(rows, rows.with_name("out.csv"), columns) == {"accept": 2, "hold": 1}


READABLE = {
    "a mark of the order of bytes": b"\xef\xbb\xbfLos;Haupt;Kritisch\nA;2;0\n",
    "carriage returns": b"Los;Haupt;Kritisch\r\nA;2;0\r\n",
    "carriage returns only": b"Los;Haupt;Kritisch\rA;2;0\r",
    "blanks": " Los ; Haupt;Kritisch \n A;2\xa0; 0 \n".encode(),
    "quotes": b'"Los";Haupt;Kritisch\n"A;\n""x""";2;0',
    "commas": b'Los,Haupt,Kritisch\n"A, x",2,0\n',
    "a short row": b"Kritisch;Haupt;Los\n0;2\n",
}
NOT_READABLE = {
    "empty": (b"", "there are no columns"),
    "blank": (b"\n\nLos;Haupt;Kritisch\nA;2;0\n", "there are no columns"),
    "a title": (b"Lots of May;;\nLos;Haupt;Kritisch\nA;2;0\n", "names 1 of 3 columns"),
    "one name twice": (b'Haupt;"Haupt";Kritisch\n2;0;0\n', "two columns are called `Haupt`"),
    "more cells than names": (b"Los;Haupt;Kritisch\nA;2;0;1\n", "cells"),
    "latin letters": ("Los;Haupt;Kritisch\nZ\xfcrich;2;0\n".encode("latin-1"), "not UTF-8"),
    "latin letters far below": (
        b"Los;Haupt;Kritisch\n" + b"A;2;0\n" * 20_000 + b"Z\xfcrich;2;0\n",
        "not UTF-8",
    ),
    "an open quote": (b'Los;Haupt;Kritisch\n"A;2;0\n', "in.csv"),
}


@pytest.mark.parametrize("columns", [COUNTED, COUNTS], ids=["as a table", "one by one"])
def test_tables_as_people_write_them_are_read_or_refused(tmp_path: Path, columns: Any) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    for name, content in READABLE.items():
        file.write_bytes(content)
        assert batch(file, out, columns, anew=True) == {"accept": 1}, name
    for name, (content, said) in NOT_READABLE.items():
        file.write_bytes(content)
        with pytest.raises(DispositionError) as caught:
            batch(file, tmp_path / "none.csv", columns, anew=True)
        assert said in str(caught.value), name
        assert not (tmp_path / "none.csv").exists()


CELLS = ["1,000", "1.000", "1 0", "NaN", "inf", "-", "N/A", "1e3", "7.0", "-1", "+2", "9" * 30, "x"]


def test_cells_are_read_alike_as_a_table_and_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    for decimals in ({}, {"decimals": "point"}, {"decimals": "comma"}):
        found = []
        lines = "".join(f"{cell};0\n" for cell in CELLS if cell != "1 0" or decimals)
        file.write_text(f"Haupt;Kritisch\n{lines}")
        for columns in (COUNTED, COUNTS):
            told = {**columns, **decimals, "columns": {}}
            batch(file, tmp_path / "out.parquet", told, anew=True)
            refused = (tmp_path / "out.rejects.jsonl").read_text().splitlines()
            rows = [json.loads(line)["row"] for line in refused]
            decided = pl.read_parquet(tmp_path / "out.parquet")
            found.append((decided.select("Haupt", "decision_outcome").rows(), rows))
        assert found[0] == found[1], decimals


OWN = load_policy_text("""
policy: own
version: 1.0.0
outcomes: {take: {ships: all}, leave: {ships: none}}
otherwise: hold
facts:
  custom.weight: {type: decimal, unit: kg, least: 0}
  custom.paper: {type: boolean}
rules:
  light: {permit: take, when: custom.weight <= 1200.5 and custom.paper}
  heavy: {permit: leave, when: custom.weight > 1200.5}
""")


def test_one_declaration_of_own_fields_is_read_alike_as_a_table_and_one_by_one(
    tmp_path: Path,
) -> None:
    file = tmp_path / "in.csv"
    file.write_text("kg;paper\n1.200,5;X\n9.000;\nnine;X\n")
    columns = {
        "kg": {"to": "custom.weight", "type": "decimal"},
        "paper": {"to": "custom.paper", "type": "boolean", "words": {"X": True}},
    }
    for more in ({}, {"checks": {}}):
        told = {"decimals": "comma", "columns": columns, **more}
        out = tmp_path / "out.parquet"
        Batch(file, out, OWN, "compiled", told, anew=True).run()
        assert pl.read_parquet(out)["decision_outcome"].to_list() == ["take", "leave"]


def test_lines_of_a_file_beside_are_found_in_every_part(rows: Path) -> None:
    lines = rows.with_name("found.csv")
    lines.write_text("lot;n\nA;2\nB;9\n\nC;1\nC;6\nE;-1\n")
    of = {
        "from": "found.csv",
        "key": {"Los": "lot"},
        "columns": {"n": "units", "s": "severity"},
        "no_lines": "none",
    }
    columns = {"lines": {"inspection.defects": of}}
    with pytest.raises(DispositionError, match="column `s`"):
        batch(rows, rows.with_name("out.parquet"), columns, folder=rows.parent)
    lines.write_text("lot;n;s\nA;2;major\nB;9;major\n\nC;1;major\nC;6;major\nE;-1;minor\n")
    with small_parts():
        counts = batch(rows, rows.with_name("out.parquet"), columns, folder=rows.parent)
    assert counts == {"accept": 2, "sort": 2, "rejected": 1}
    lines.write_text("lot;n;s\nA;2;major\nQ;9;major\n")
    with small_parts(), pytest.raises(DispositionError, match='there is no lot with the key `"Q"`'):
        batch(rows, rows.with_name("out2.parquet"), columns, folder=rows.parent)


# --- stopping and going on -----------------------------------------------------------------------


class Stopped(Exception):  # noqa: N818 - as a kill
    """What stands for a kill."""


@contextmanager
def small_parts(stopped_at: int = 0) -> Iterator[list[int]]:
    """Make parts of two lots, and yield the numbers of those kept; stop before one is."""
    keep, kept = work.Work.keep, list[int]()

    def keeping(self: work.Work, number: int, part: work.BatchPart) -> None:
        if number == stopped_at:
            raise Stopped
        kept.append(number)
        keep(self, number, part)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(run, "LOTS", 2)
        patched.setattr(run, "ROWS_OF_A_TABLE", 2)
        patched.setattr(work.Work, "keep", keeping)
        yield kept


@WAYS
def test_what_was_stopped_goes_on(rows: Path, columns: Any) -> None:
    out = rows.with_name("out.parquet")
    with small_parts(stopped_at=2), pytest.raises(Stopped):
        batch(rows, out, columns)
    assert not out.exists()
    with small_parts() as kept:
        assert batch(rows, out, columns) == {"accept": 1, "sort": 1, "hold": 2, "rejected": 1}
    assert kept == [2, 3]
    assert pl.read_parquet(out)["Los"].to_list() == ["A", "B", "D", "E"]


OTHER_POLICY = load_policy_text("""
policy: other
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
rules:
  few: {permit: accept, when: defects.major.found <= 4}
""")


def test_parts_of_another_batch_are_not_gone_on_with(rows: Path) -> None:
    """Whatever it is that they rest on."""
    out, lines = rows.with_name("out.parquet"), rows.with_name("found.csv")
    of: dict[str, Any] = {"from": "found.csv", "key": {"Los": "lot"}, "no_lines": "none"}
    found = {"lines": {"inspection.defects": {**of, "columns": {"s": "severity", "n": "units"}}}}
    lines.write_text("lot;s;n\nA;major;2\n")
    begun = Batch(rows, out, POLICY, "compiled", found, folder=rows.parent)
    with small_parts(stopped_at=2), pytest.raises(Stopped):
        begun.run()
    copied = rows.with_name("copy.csv")
    copied.write_bytes(rows.read_bytes())
    about = rows.stat()
    os.utime(copied, ns=(about.st_atime_ns, about.st_mtime_ns))

    def refused(again: Batch, said: str) -> None:
        with pytest.raises(DispositionError, match=rf"holds parts of a batch with {said} \(go on"):
            again.run()

    refused(evolve(begun, columns=TABLE), "other columns")
    refused(evolve(begun, policy=OTHER_POLICY), "another policy")
    refused(evolve(begun, file=copied), "another input")
    both = evolve(begun, file=copied, columns=TABLE, policy=OTHER_POLICY)
    refused(both, "another input, another policy and other columns")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(run, "__version__", "another")
        refused(begun, "another version of disposition")
    os.utime(rows, ns=(about.st_atime_ns, about.st_mtime_ns + 1))
    refused(begun, "an input that was changed since")
    rows.write_text(CSV + "F;1;1\n")
    os.utime(rows, ns=(about.st_atime_ns, about.st_mtime_ns))
    refused(begun, "an input that was changed since")
    rows.write_text(CSV)
    os.utime(rows, ns=(about.st_atime_ns, about.st_mtime_ns))
    lines.write_text("lot;s;n\nA;major;9\n")
    refused(begun, "tables of lines that were changed since")
    lines.unlink()
    with pytest.raises(OSError, match=r"found\.csv"):
        begun.run()


def test_documents_in_full_and_in_short_are_two_batches(tmp_path: Path) -> None:
    file, out = tmp_path / "lots.jsonl", tmp_path / "out.jsonl"
    file.write_text("".join(f"{document(each)}\n" for each in range(4)))
    with small_parts(stopped_at=2), pytest.raises(Stopped):
        batch(file, out, in_full=True)
    with pytest.raises(DispositionError, match="holds parts of a batch with"):
        batch(file, out)


def test_a_part_is_done_only_when_its_rejects_are_kept(rows: Path) -> None:
    out = rows.with_name("out.parquet")
    put, puts = work.put_file, list[str]()

    def putting(path: Path, write: Any) -> None:
        puts.append(path.name)
        if len(puts) == 3:
            raise Stopped
        put(path, write)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(work, "put_file", putting)
        with pytest.raises(Stopped):
            batch(rows, out, TABLE)
    assert batch(rows, out, TABLE)["rejected"] == 1
    assert len(rows.with_name("out.rejects.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize("end", [work.Work.done, lambda of: work.Work.begin(*of, anew=True)])
def test_parts_that_are_half_removed_are_not_taken(rows: Path, end: Any) -> None:
    """What tells what they rest on goes first: a frame could stay without its rejects."""
    out, told = rows.with_name("out.parquet"), {"file": 1}
    begun = work.Work.begin(out, told, anew=False)
    begun.keep(1, work.BatchPart(pl.DataFrame({"x": [1]}), ({"row": 1},)))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(work.Work, "_clear", lambda _: None)
        patched.setattr(work, "put_file", lambda *_: None)
        end(begun if end is work.Work.done else (out, told))
    assert not work.Work.is_begun(out, told)


def test_a_process_that_ends_from_outside_is_told(tmp_path: Path) -> None:
    file, out = tmp_path / "lots.jsonl", tmp_path / "out.jsonl"
    file.write_text("".join(f"{document(each)}\n" for each in range(4)))

    def ending(*_: Any) -> Iterator[work.BatchPart]:
        yield work.BatchPart(pl.DataFrame({"outcome": ["accept"]}))
        raise BrokenExecutor

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(run, "started", lambda *_: nullcontext())
        patched.setattr(run, "in_order", lambda _, __, given, ___: ending(next(given)))
        with pytest.raises(DispositionError, match="what is decided is kept"):
            batch(file, out, jobs=2)
    assert [each.name for each in work.folder_of(out).glob("*.parquet")] == ["000001.parquet"]


def test_parts_of_a_folder_that_was_half_removed_are_not_taken(rows: Path) -> None:
    out = rows.with_name("out.parquet")
    with small_parts(stopped_at=3), pytest.raises(Stopped):
        batch(rows, out, TABLE)
    (rows.with_name("out.parquet.parts") / "batch.json").unlink()
    rows.write_text(CSV.replace("A;2", "A;9"))
    with small_parts() as kept:
        assert batch(rows, out, TABLE)["sort"] == 2
    assert kept == [1, 2, 3]


def test_parts_of_another_batch_are_thrown_away_where_that_is_asked_for(rows: Path) -> None:
    out = rows.with_name("out.parquet")
    work.Work.begin(out, {"another": 1}, anew=False)
    assert batch(rows, out, TABLE, anew=True)["accept"] == 1


# --- what cannot be used -------------------------------------------------------------------------


def test_what_cannot_be_used_is_said_before_anything_is_written(rows: Path) -> None:
    before = sorted(rows.parent.iterdir())
    for out, columns, said in (
        ("out.xlsx", TABLE, "is no name of a table"),
        ("out.csv", None, "nothing says what the columns of"),
        ("out.csv", {"Haupd": "defects.major.found"}, "did you mean `Haupt`"),
        ("out.csv", {**COUNTS, "checks": {"x": {"category": "y"}}}, "there is no category `y`"),
    ):
        with pytest.raises(DispositionError, match=said):
            batch(rows, rows.with_name(out), columns)
    assert sorted(rows.parent.iterdir()) == before


def test_rows_that_tables_cannot_decide_are_decided_one_by_one(rows: Path) -> None:
    policy: Policy = load_policy("failed-inspection")
    out = rows.with_name("out.parquet")
    rows.write_text("Los,Menge\nA,3200\n")
    columns = {"columns": {"Los": "lot.id", "Menge": "lot.quantity"}}
    counts = Batch(rows, out, policy, "compiled", columns).run()
    assert counts == {"hold": 1}
