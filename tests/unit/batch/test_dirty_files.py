"""Files with rows that are no rows: these are rejected with their lines, all others decided."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from disposition import DispositionError, load_policy_text
from disposition.batch import run
from disposition.batch.run import Batch
from disposition.batch.work import BatchPart, Work, folder_of
from disposition.rows.csv_rows import BrokenRow, csv_rows
from disposition.tables.frames.files import scan_table

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
COLUMNS = {"columns": {"Haupt": "defects.major.found"}}


ONE_BY_ONE: dict[str, Any] = {
    "counts": {"Haupt": "major"},
    "checks": {},
    "ignore": ["Los", "Wort", "Ort", "Zeilen"],
}
"""The same by a mapping, since tables have no checks."""

WAYS = pytest.mark.parametrize("columns", [COLUMNS, ONE_BY_ONE], ids=["as a table", "one by one"])


def batch(file: Path, out: Path, columns: Any = COLUMNS, **more: Any) -> Counter[str]:
    return Batch(file, out, POLICY, "compiled", columns, **more).run()


def rejected(out: Path) -> list[tuple[int, str, str]]:
    told = out.with_name(f"{out.stem}.rejects.jsonl").read_text().splitlines()
    rows = map(json.loads, told)
    return [(row["row"], row["error"], next(iter(row["given"].values()))) for row in rows]


DIRTY_CSV = (
    "Los,Haupt,Wort\n"
    "A,2,a\n"
    'B,2,5" nails\n'
    "C,2,c,d\n"
    "D,9,d,,\n"
    "\n"
    'E,9,"open\n'
    "F,2,f\n"
    'G,9,"g\ng"\n'
    'H,2,"h"x\n'
    "I,x,i\n"
    "J\n"
)
WRONG_QUOTE = "a quote stands where none can be, or nothing closes it"


@WAYS
def test_lines_that_are_no_rows_of_csv_are_rejected(tmp_path: Path, columns: Any) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.parquet"
    file.write_text(DIRTY_CSV)
    assert batch(file, out, columns) == {"accept": 3, "sort": 2, "hold": 1, "rejected": 4}
    decided = pl.read_parquet(out)
    assert decided.select("Los", "Wort").rows() == [
        *(("A", "a"), ("B", '5" nails'), ("D", "d"), ("F", "f"), ("G", "g\ng"), ("J", None)),
    ]
    assert not [name for name in decided.columns if name.startswith("_")]
    *broken, (row, error, given) = rejected(out)
    assert (row, error.split(" found ")[1], given) == (9, '`"x"`', "I")
    assert broken == [
        (3, "line 4: 4 cells for 3 columns", "C,2,c,d"),
        (5, f"line 7: {WRONG_QUOTE}", 'E,9,"open'),
        (8, f"line 11: {WRONG_QUOTE}", 'H,2,"h"x'),
    ]


@WAYS
def test_lines_that_are_no_objects_are_rejected(tmp_path: Path, columns: Any) -> None:
    file, out = tmp_path / "in.jsonl", tmp_path / "out.parquet"
    good = ['{"Los": "A", "Haupt": 2}', '{"Los": "B", "Haupt": 9}']
    bad = ["{", "[1]", '{"Haupt": NaN}', '{"Haupt": 1, "Haupt": 2}', '{"Los": "C']
    file.write_text("\n".join([good[0], *bad, "", good[1]]))
    assert batch(file, out, columns) == {"accept": 1, "sort": 1, "rejected": 5}
    assert [(row, text) for row, _, text in rejected(out)] == list(enumerate(bad, start=2))
    assert [error for _, error, _ in rejected(out)] == [
        "line 2: not JSON: the document ends too early, at column 2",
        "line 3: not a JSON object",
        "line 4: `NaN` is no number",
        "line 5: `Haupt` stands more than once",
        "line 6: not JSON: the text that starts at column 9 has no end",
    ]


TWICE = {
    "the same value": '{"Haupt": 2, "Haupt": 2}',
    "written otherwise": '{"Haupt": 2, "H\\u0061upt": 9}',
    "not mapped": '{"Haupt": 2, "Wort": "a", "Wort": "b"}',
    "in a group": '{"Haupt": 2, "Ort": {"Land": "a", "Land": "b"}}',
    "in an item": '{"Haupt": 2, "Zeilen": [{"n": 1}, {"n": 1, "n": 2}]}',
    "among many": '{"Wort": "a", "Los": "B", "Haupt": 2, "Zeilen": [], "Ort": null, "Wort": "b"}',
}


@pytest.mark.parametrize("line", TWICE.values(), ids=[*TWICE])
def test_a_key_that_stands_twice_is_no_guess(tmp_path: Path, line: str) -> None:
    """Where all else can be read, too: whoever reads such a line has to take one of the values."""
    file, out = tmp_path / "in.jsonl", tmp_path / "out.parquet"
    good = '{"Los": "A", "Haupt": 2, "Wort": "a", "Ort": {"Land": "a"}, "Zeilen": [{"n": 1}]}'
    file.write_text(f"{good}\n\n{line}\n{good}")
    assert batch(file, out) == {"accept": 2, "rejected": 1}
    [(row, error, given)] = rejected(out)
    assert (row, given) == (2, line)
    assert error.startswith("line 3: `")
    assert error.endswith("stands more than once")
    with pytest.raises(DispositionError, match=r"in\.jsonl, line 3: `\w+` stands more than once"):
        scan_table(file)


OTHER_KINDS = {
    '{"Haupt": 1e999}': "`1e999` is too large",
    '{"Haupt": {"n": 2}}': "`Haupt` is an object, and in most rows a number",
    '{"Haupt": 2, "Ort": 1}': "`Ort` is a number, and in most rows an object",
    '{"Haupt": 2, "Zeilen": [1]}': "`Zeilen[]` is a number, and in most rows an object",
    '{"Haupt": true}': "`Haupt` is true or false, and in most rows a number",
    '{"Haupt": [2]}': "`Haupt` is a list, and in most rows a number",
    '{"Haupt": 2, "Ort": ["a"]}': "`Ort` is a list, and in most rows an object",
    '{"Haupt": 2, "Zeilen": {"n": 1}}': "`Zeilen` is an object, and in most rows a list",
    '{"Haupt": 2, "Zeilen": [{"n": 1}, {"n": false}]}': (
        "`Zeilen[].n` is true or false, and in most rows a number"
    ),
}


@pytest.mark.parametrize("line", OTHER_KINDS)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_value_of_another_kind_costs_its_row_alone(
    tmp_path: Path, line: str, *, is_first: bool
) -> None:
    """No table has both, so reading them as one fails, and does not say by which line."""
    file, out = tmp_path / "in.jsonl", tmp_path / "out.parquet"
    good = '{"Haupt": 2, "Ort": {"Land": "a"}, "Zeilen": [{"n": 1}]}'
    lines = [good, '{"Haupt": null, "Ort": null}', good]
    file.write_text("\n".join([line, *lines] if is_first else [*lines, line]))
    assert batch(file, out) == {"accept": 2, "hold": 1, "rejected": 1}
    assert [error for _, error, _ in rejected(out)] == [
        f"line {1 if is_first else 4}: {OTHER_KINDS[line]}"
    ]


def test_half_a_letter_is_no_letter(tmp_path: Path) -> None:
    file, out = tmp_path / "in.jsonl", tmp_path / "out.parquet"
    file.write_text('{"Los": "\\ud83d\\ude00", "Haupt": 2}\n{"Los": "\\ud83d", "Haupt": 2}\n')
    assert batch(file, out) == {"accept": 1, "rejected": 1}
    assert pl.read_parquet(out)["Los"].to_list() == ["\U0001f600"]
    [(_, error, _)] = rejected(out)
    assert error == "line 2: a text holds half of a letter, such as `\\ud83d`"


@WAYS
def test_rejects_stand_in_the_order_of_their_rows(tmp_path: Path, columns: Any) -> None:
    """Whatever is wrong with each."""
    file = tmp_path / "in.csv"
    file.write_text("Los,Haupt\nA,x\nB,1,2\nC,y\nTotal,\n")
    batch(file, tmp_path / "out.csv", columns)
    assert [row for row, _, _ in rejected(tmp_path / "out.csv")] == [1, 2, 3, 4]


def test_a_mended_table_has_the_columns_of_the_file(tmp_path: Path) -> None:
    """Whatever signs are in their names, and without one too."""
    file, out = tmp_path / "in.csv", tmp_path / "out.parquet"
    file.write_text('sep=;\nLos;Haupt;"a,b,c,d,e,f";\nA;2;x;y\nB;1;2;3;4\n')
    assert batch(file, out) == {"accept": 1, "rejected": 1}
    decided = pl.read_parquet(out)
    assert decided.columns[:4] == ["Los", "Haupt", "a,b,c,d,e,f", "column 4"]
    assert decided.row(0)[:4] == ("A", "2", "x", "y")


@WAYS
def test_no_column_is_written_over(tmp_path: Path, columns: Any) -> None:
    (tmp_path / "in.csv").write_text("Los,Haupt,decision_outcome\nA,2,x\n")
    with pytest.raises(DispositionError, match="the decision would be written over it"):
        batch(tmp_path / "in.csv", tmp_path / "out.csv", columns)


def test_broken_rows_are_found_in_every_part(tmp_path: Path) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.parquet"
    lines = [f"{row},{row % 9}" if row % 7 else f"{row},1,2,3" for row in range(1, 60)]
    file.write_text("\n".join(["Los,Haupt", *lines]))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(run, "ROWS_OF_A_TABLE", 10)
        assert batch(file, out)["rejected"] == 8
    assert [row for row, _, _ in rejected(out)] == [each for each in range(1, 60) if not each % 7]
    whole = [str(each) for each in range(1, 60) if each % 7]
    assert pl.read_parquet(out)["Los"].to_list() == whole
    assert [each.name for each in tmp_path.iterdir() if "parts" in each.name] == []


class Stopped(Exception):  # noqa: N818 - as a kill
    """What stands for a kill."""


@WAYS
@pytest.mark.parametrize("name", ["in.csv", "in.jsonl"])
def test_what_was_stopped_goes_on_with_broken_rows_too(
    tmp_path: Path, columns: Any, name: str
) -> None:
    file, out = tmp_path / name, tmp_path / "out.csv"
    rows = [f"L{row},2" if row % 3 else "x,1,2" for row in range(1, 10)]
    lines = [json.dumps({"Los": row[:2], "Haupt": 2}) if row[0] == "L" else row for row in rows]
    file.write_text("\n".join(["Los,Haupt", *rows] if name == "in.csv" else lines))
    keep, kept, stops = Work.keep, list[int](), [3]

    def keeping(self: Work, number: int, part: Any) -> None:
        if number in stops:
            raise Stopped
        kept.append(number)
        keep(self, number, part)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(run, "ROWS_OF_A_TABLE", 2)
        patched.setattr(run, "LOTS", 2)
        batch(file, tmp_path / "whole.csv", columns)
        patched.setattr(Work, "keep", keeping)
        with pytest.raises(Stopped):
            batch(file, out, columns)
        assert (kept, stops.clear()) == ([1, 2], None)
        batch(file, out, columns)
    assert kept == [1, 2, 3, 4, 5]
    for ending in ("csv", "rejects.jsonl"):
        made = [(tmp_path / f"{stem}.{ending}").read_bytes() for stem in ("whole", "out")]
        assert made[0] == made[1]
    assert not folder_of(out).exists()


@WAYS
@pytest.mark.parametrize("name", ["in.csv", "in.jsonl"])
def test_nothing_stays_of_a_file_without_any_row(tmp_path: Path, columns: Any, name: str) -> None:
    file, out = tmp_path / name, tmp_path / "out.csv"
    file.write_text('Haupt\n"open\n1,2\n' if name == "in.csv" else "{\n[1]\n")
    with pytest.raises(DispositionError, match=r"a quote|no row|cannot be read|not JSON"):
        batch(file, out, columns)
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("in.csv", "Los,Haupt\nA,2\nB,1,2\n"),
        ("in.jsonl", '{"Los": "A", "Haupt": 2}\n{"Los": "B"\n'),
    ],
)
def test_parts_of_another_batch_are_not_thrown_away_for_broken_rows(
    tmp_path: Path, name: str, content: str
) -> None:
    file, out = tmp_path / name, tmp_path / "out.csv"
    file.write_text(content)
    part = BatchPart(pl.DataFrame({"x": [1]}))
    Work.begin(out, {"another": 1}, anew=False).keep(1, part)
    with pytest.raises(DispositionError, match="holds parts of a batch with"):
        batch(file, out)
    told: list[tuple[int, int]] = []
    ran = batch(file, out, anew=True, progress=lambda *numbers: told.append(numbers))
    assert (ran, told) == ({"accept": 1, "rejected": 1}, [(2, 1)])


@WAYS
def test_blanks_around_cells_are_no_part_of_them(tmp_path: Path, columns: Any) -> None:
    """Nor of what is written; an empty cell is none."""
    file, out = tmp_path / "in.csv", tmp_path / "out.parquet"
    file.write_text('Los,Haupt,Wort\n A ,2,\n"\u00a0B",\u00a02 ,\nC, 2\n')
    assert batch(file, out, columns) == {"accept": 3}
    kept = pl.read_parquet(out).select("Los", "Haupt", "Wort").rows()
    assert kept == [("A", "2", None), ("B", "2", None), ("C", "2", None)]


@WAYS
def test_a_table_without_rows_keeps_its_columns(tmp_path: Path, columns: Any) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.parquet"
    file.write_text("Los,Haupt,Wort\n")
    assert batch(file, out, columns) == {}
    names = pl.read_parquet(out).columns
    assert (names[:3], "decision_outcome" in names) == (["Los", "Haupt", "Wort"], True)


@WAYS
@pytest.mark.parametrize("rows", ["", "A,2\n"])
def test_a_column_that_is_not_there_is_told(tmp_path: Path, columns: Any, rows: str) -> None:
    """Also where there is no row: nothing else would tell that the file is another."""
    (tmp_path / "in.csv").write_text(f"Los,Haupd\n{rows}")
    with pytest.raises(DispositionError, match=r"column `Haupt`: .*did you mean `Haupd`"):
        batch(tmp_path / "in.csv", tmp_path / "out.csv", columns)
    assert [each.name for each in tmp_path.iterdir()] == ["in.csv"]


CLEAN = "Los;Haupt\nZürich;2\n"


@pytest.mark.parametrize(
    "content",
    [
        CLEAN.encode("utf-16"),
        b"\xfe\xff" + CLEAN.encode("utf-16-be"),
        f"sep=;\n{CLEAN}".encode(),
        f'"sep=;"\r\n{CLEAN}'.encode("utf-16"),
        f"SEP=,\n{CLEAN.replace(';', ',')}".encode(),
        f"sep=;\n{CLEAN}x;1;2\n".encode(),
    ],
)
def test_what_excel_writes_is_read(tmp_path: Path, content: bytes) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.parquet"
    file.write_bytes(content)
    assert batch(file, out)["accept"] == 1
    assert pl.read_parquet(out).select("Los", "Haupt").rows() == [("Zürich", "2")]


@pytest.mark.parametrize("encoding", ["", "utf-8", "UTF8"])
def test_rows_by_a_mapping_are_read_alike(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "in.csv"
    file.write_bytes(b"\xef\xbb\xbfsep=;\r\n" + CLEAN.encode() + b"x;1;2\n")
    rows = csv_rows(file, encoding)
    assert next(rows) == {"Los": "Zürich", "Haupt": "2"}
    assert next(rows) == BrokenRow(
        4, "3 cells for 2 columns", "x;1;2", "put cells that hold the delimiter in quotes"
    )


def test_a_mark_before_lines_is_no_part_of_them(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"Haupt": 2}\n', encoding="utf-8-sig")
    assert batch(file, tmp_path / "out.csv") == {"accept": 1}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("in.csv", CLEAN.encode("utf-16-le"), "say which encoding it has"),
        ("in.csv", b"\xff\xfeL\0o", "not UTF-16"),
        ("in.csv", b"Los,Haupt\nA,1,2\nB,1,2\n", "it cannot be read as its name says"),
        ("in.jsonl", b"[2,\n 3]", r"item 1: .* \(each item is a JSON object"),
        ("in.jsonl", b"\n", "there are no rows"),
    ],
)
def test_a_file_without_any_row_is_refused(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DispositionError, match=said):
        batch(tmp_path / name, tmp_path / "out.csv")


def test_items_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """Of a list in a cell, and of a table of lines."""
    out, file = tmp_path / "out.parquet", tmp_path / "in.parquet"
    lists = [[{"severity": "major", "units": 2}], [{"severity": "mayor", "units": -1}, None]]
    pl.DataFrame({"no": ["1", "2"], "found": lists}).write_parquet(file)
    told: dict[str, Any] = {"columns": {"found": "inspection.defects"}}
    assert Batch(file, out, POLICY, "compiled", told).run() == {"accept": 1, "rejected": 1}
    [row] = (tmp_path / "out.rejects.jsonl").read_text().splitlines()
    assert [each["where"] for each in json.loads(row)["problems"]] == [
        "column `found`, item 1, `severity`",
        "column `found`, item 1, `units`",
        "column `found`, item 2",
    ]
    (tmp_path / "lines.csv").write_text("lot,sev,n\n1,major,2\n2,major,x\n2,grave,1\n")
    lines = {
        "from": "lines.csv",
        "key": {"no": "lot"},
        "columns": {"sev": "severity", "n": "units"},
        "no_lines": "none",
    }
    told = {"lines": {"inspection.defects": lines}}
    ran = Batch(file, out, POLICY, "compiled", told, anew=True, folder=tmp_path).run()
    assert ran == {"accept": 1, "rejected": 1}
    [row] = (tmp_path / "out.rejects.jsonl").read_text().splitlines()
    assert [each["where"] for each in json.loads(row)["problems"]] == [
        "lines `lines.csv`, row 2, column `n`",
        "lines `lines.csv`, row 3, column `sev`",
    ]
