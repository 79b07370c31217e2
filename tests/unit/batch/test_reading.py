"""How a batch reads its file: in order, under any name, lines of any length, nulls as unknown."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from disposition import DispositionError, Lot, load_policy_text
from disposition.batch import lots, run
from disposition.batch.run import Batch
from disposition.documents.json import lines
from disposition.tables.frames import json_lines

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
""")
TABLE: dict[str, Any] = {"columns": {"Los": "lot.id"}, "counts": {"Haupt": "major"}}
KINDS = {"as a table": TABLE, "row by row": {**TABLE, "checks": {}}, "documents": None}
OF_ALL_KINDS = pytest.mark.parametrize("columns", KINDS.values(), ids=KINDS)


def batch(file: Path, out: Path, columns: Any = None, **more: Any) -> Counter[str]:
    return Batch(file, out, POLICY, "compiled", columns, **more).run()


def document(lot: str, major: int) -> dict[str, Any]:
    return {
        "lot": {"id": lot},
        "inspection": {"defects": [{"severity": "major", "units": major}]},
    }


def written(file: Path, columns: Any, lots: list[tuple[str, int]]) -> Path:
    """Write lots into a file of a kind: rows, or documents."""
    rows = [
        document(*lot) if columns is None else dict(zip(("Los", "Haupt"), lot, strict=True))
        for lot in lots
    ]
    if file.suffix == ".parquet":
        pl.DataFrame(rows).write_parquet(file, row_group_size=4)
    elif file.suffix == ".csv":
        pl.DataFrame(rows).write_csv(file)
    elif file.suffix == ".json":
        file.write_text("\ufeff" + json.dumps(rows, indent=1), encoding="utf-8")
    else:
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def as_they_come(frame: pl.LazyFrame, **said: Any) -> Iterator[pl.DataFrame]:
    """Yield batches in another order than that of the rows, unless it is asked for."""
    several = [*BATCHES(frame, **{**said, "maintain_order": True})]
    return iter(several if said.get("maintain_order") else several[::-1])


BATCHES = pl.LazyFrame.collect_batches


@OF_ALL_KINDS
@pytest.mark.parametrize("ending", [".parquet", ".jsonl", ".json", ".csv"])
def test_rows_keep_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: Any, ending: str
) -> None:
    """Whatever order an engine that has several processors would rather give them in."""
    if columns is None and ending == ".csv":
        return
    file = written(tmp_path / f"in{ending}", columns, [(f"L{at}", at) for at in range(9)])
    monkeypatch.setattr(pl.LazyFrame, "collect_batches", as_they_come)
    for module, name in ((run, "LOTS"), (lots, "LOTS"), (run, "ROWS_OF_A_TABLE")):
        monkeypatch.setattr(module, name, 2)
    batch(file, tmp_path / "out.parquet", columns)
    name = "lot" if columns is None else "Los"
    assert pl.read_parquet(tmp_path / "out.parquet")[name].to_list() == [
        f"L{at}" for at in range(9)
    ]


def test_rows_are_counted_whatever_the_heights_of_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine may give fewer rows at once than it was asked for."""

    def uneven(frame: pl.LazyFrame, **_said: Any) -> Iterator[pl.DataFrame]:
        whole = frame.collect()
        return (whole.slice(at, many) for at, many in ((0, 1), (1, 3), (4, 2), (6, 9)))

    file = tmp_path / "in.csv"
    file.write_text("Los,Haupt\n" + "".join(f"L{at},{'x' if at % 3 else 2}\n" for at in range(9)))
    monkeypatch.setattr(pl.LazyFrame, "collect_batches", uneven)
    assert batch(file, tmp_path / "out.csv", TABLE) == {"accept": 3, "rejected": 6}
    told = map(json.loads, (tmp_path / "out.rejects.jsonl").read_text().splitlines())
    assert [each["row"] for each in told] == [2, 3, 5, 6, 8, 9]


@OF_ALL_KINDS
def test_rows_that_are_none_before_all_others_are_told(tmp_path: Path, columns: Any) -> None:
    if columns is None:
        return
    (tmp_path / "in.csv").write_text("Los,Haupt\nA,1,2\nB,3,4\nC,2\n")
    assert batch(tmp_path / "in.csv", tmp_path / "o.csv", columns) == {"accept": 1, "rejected": 2}
    told = map(json.loads, (tmp_path / "o.rejects.jsonl").read_text().splitlines())
    assert [(each["row"], each["given"]["line"]) for each in told] == [(1, "A,1,2"), (2, "B,3,4")]


def test_the_first_line_with_a_fault_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pl.LazyFrame, "collect_batches", as_they_come)
    monkeypatch.setattr(json_lines, "_AT_ONCE", 2)
    file = tmp_path / "in.jsonl"
    file.write_text('{"a": 1}\n' * 3 + '{"a": 1, "a": 2}\n' * 6)
    assert json_lines.first_fault(file) == (4, "`a` stands more than once")


@OF_ALL_KINDS
@pytest.mark.parametrize("ending", [".parquet", ".jsonl", ".csv"])
def test_signs_in_names_of_files_are_no_patterns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: Any, ending: str
) -> None:
    """Other files whose names fit are not read with the one that was named."""
    if columns is None and ending == ".csv":
        return
    written(tmp_path / f"in1{ending}", columns, [("other", 9)])
    monkeypatch.chdir(tmp_path)
    Path("a[b]").mkdir()
    for name in ("in[1]", "~in", "a[b]/in*"):
        file = written(Path(f"{name}{ending}"), columns, [("L1", 2)])
        out = Path(f"{name}.out{ending}")
        assert batch(file, out, columns) == {"accept": 1}, name
        assert out.is_file()
    if columns is None:
        out = Path("out[1].jsonl")
        assert batch(file, out, columns, in_full=True) == {"accept": 1}
        assert json.loads(out.read_text())["outcome"] == "accept"


def test_faults_are_looked_for_in_the_file_that_was_named(tmp_path: Path) -> None:
    (tmp_path / "in1.jsonl").write_text('{"a": 1}\n')
    file = tmp_path / "in[1].jsonl"
    file.write_text('{"a": 1, "a": 2}\n')
    assert json_lines.first_fault(file) == (1, "`a` stands more than once")


@pytest.mark.parametrize("name", ["in[1].csv", "in*.csv"])
def test_a_table_of_lines_and_a_mended_one_are_found_by_their_names(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "in1.csv").write_text("Los,Haupt\nX,9\n")
    (tmp_path / name).write_text("Los,Haupt\nA,2\nB,1,2\n")
    assert batch(tmp_path / name, tmp_path / f"out{name}", TABLE) == {"accept": 1, "rejected": 1}
    (tmp_path / "lines1.csv").write_text("lot,n\nA,9\n")
    (tmp_path / "lines[1].csv").write_text("lot,n,sev\nA,2,major\n")
    declared = {
        "from": "lines[1].csv",
        "key": {"Los": "lot"},
        "columns": {"n": "units", "sev": "severity"},
        "no_lines": "none",
    }
    told = {"lines": {"inspection.defects": declared}}
    (tmp_path / "lots.csv").write_text("Los\nA\n")
    ran = batch(tmp_path / "lots.csv", tmp_path / "out.csv", told, folder=tmp_path)
    assert ran == {"accept": 1}


def test_a_line_that_is_too_long_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = json.dumps(document("L1", 2))
    monkeypatch.setattr(lines, "LARGEST", len(good))
    monkeypatch.setattr(lines, "_CHUNK", 7)
    long = json.dumps(document("L" * 999, 2))
    file, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    file.write_text(f"{good}\n{long}\n\n{good}\n{long}")
    assert batch(file, out) == {"accept": 2, "rejected": 2}
    assert [json.loads(line)["row"] for line in out.read_text().splitlines()] == [1, 4]
    told = (tmp_path / "out.rejects.jsonl").read_text().splitlines()
    refused = [json.loads(line) for line in told]
    assert [each["row"] for each in refused] == [2, 5]
    assert refused[0]["error"] == "$: longer than 0 MiB"
    monkeypatch.setattr(lines, "LONGEST_SKIPPED", 70)
    with pytest.raises(DispositionError, match="line 2 is longer than 0 MiB; the rest was not"):
        batch(file, tmp_path / "other.jsonl")


def test_a_line_of_the_usual_limit_is_read(tmp_path: Path) -> None:
    notes = "x" * 5_000
    held = document("L1", 2)
    held["inspection"]["evidence"] = {"notes": notes}
    line = json.dumps(held)
    padded = line[:-1] + " " * (lines.LARGEST - len(line)) + "}"
    file = tmp_path / "in.jsonl"
    file.write_text(f"{padded}\n{padded} \n")
    assert batch(file, tmp_path / "out.jsonl") == {"accept": 1, "rejected": 1}


NULLS = {
    "a value": {"lot": {"id": None, "quantity": None}},
    "a section": {"lot": None},
    "all of a section": {"lot": {"id": None}, "supplier": {"id": None}},
    "a section in one": {"inspection": {"plan": {"aql": {"major": None}}, "defects": None}},
    "a list": {"inspection": {"defects": None}},
    "in an item": {"inspection": {"defects": [{"severity": "major", "units": 2, "code": None}]}},
    "no item": {"inspection": {"defects": []}},
    "everything": {"lot": None, "inspection": None, "shipment": None},
}


def test_nulls_in_columns_of_documents_are_not_known(tmp_path: Path) -> None:
    """A frame has every key in each row; null is what a document leaves out."""
    whole = document("W", 9) | {"supplier": {"id": "A"}, "shipment": {"urgency": "low"}}
    whole["inspection"]["plan"] = {"aql": {"major": "2.5"}}
    whole["inspection"]["defects"][0]["code"] = "X1"
    whole["lot"]["quantity"] = 500
    frame = pl.DataFrame([whole, *NULLS.values()], infer_schema_length=None)
    frame.write_parquet(tmp_path / "in.parquet")
    batch(tmp_path / "in.parquet", tmp_path / "out.parquet", in_full=True)
    decided = pl.read_parquet(tmp_path / "out.parquet")
    assert not (tmp_path / "out.rejects.jsonl").exists()
    for held, made in zip([whole, *NULLS.values()], decided["decision_document"], strict=True):
        assert json.loads(made) == json.loads(POLICY.decide(Lot.from_dict(bare(held))).to_json())


def bare(held: Any) -> Any:
    """Return a document without nulls, nor sections of nothing else."""
    if isinstance(held, list):
        return [bare(each) for each in held]
    if isinstance(held, dict):
        kept = {key: bare(each) for key, each in held.items() if each is not None}
        return {key: each for key, each in kept.items() if each != {}}
    return held


# --- arrays ---------------------------------------------------------------------------------------


@OF_ALL_KINDS
@pytest.mark.parametrize("name", ["in.json", "in.jsonl"])
def test_an_array_is_read_as_its_items_on_lines(tmp_path: Path, columns: Any, name: str) -> None:
    """Numbers as they are written, texts with line ends; what no array can be costs only itself."""
    good = [("A\n{1}", 2), ("[B]", 9)]
    file = written(tmp_path / "lines.jsonl", columns, good)
    rows = file.read_text(encoding="utf-8").split("\n")[:2]
    (tmp_path / name).write_text(f"\n [{rows[0]}, 7,\n{rows[1]}]\n", encoding="utf-8")
    assert batch(tmp_path / name, tmp_path / "out.jsonl", columns) == {
        "accept": 1,
        "sort": 1,
        "rejected": 1,
    }
    told = json.loads((tmp_path / "out.rejects.jsonl").read_text(encoding="utf-8"))
    assert told["row"] == 2
    if columns is not None:
        assert told["error"] == "item 2: not a JSON object"


@pytest.mark.parametrize("columns", [TABLE, None], ids=["as a table", "documents"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "expected an array"),
        (b'{"Los": "A"}\n', "expected an array"),
        (b'[{"Los": "A"}\n {"Los": "B"}]', "expected `,` or a closing bracket, found .* line 2"),
        (b'[{"Los": "A"},]', "a comma before a closing bracket"),
        (b'[{"Los": "A"}] [', "expected the end of the document"),
        (b'[{"Los": "A"}', "ends too early"),
        ('[{"Los": "A"}]'.encode("utf-16"), "not UTF-8"),
        (b"[" * 100_000, "64 levels of nesting"),
    ],
)
def test_what_is_no_array_by_its_name_is_refused(
    tmp_path: Path, columns: Any, content: bytes, said: str
) -> None:
    (tmp_path / "in.json").write_bytes(content)
    with pytest.raises(DispositionError, match=said):
        batch(tmp_path / "in.json", tmp_path / "out.jsonl", columns)
