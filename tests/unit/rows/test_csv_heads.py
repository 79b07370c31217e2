"""The heads of CSV files are read alike as a table and one by one."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest

from disposition import load_policy
from disposition.errors import DocumentError
from disposition.rows.csv_rows import csv_rows
from disposition.tables.frames.csv_head import csv_below_head
from disposition.tables.frames.files import scan_table

LONG = [f"a name of column {at}" for at in range(5_000)]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b'Size 3",b\n1,2\n', [{'Size 3"': "1", "b": "2"}]),
        (b'"a ""x""",b\n1,2\n', [{'a "x"': "1", "b": "2"}]),
        (b"a,b\r1,2", [{"a": "1", "b": "2"}]),
        (b"sep=;\ra,;b\r1;2\r", [{"a,": "1", "b": "2"}]),
        (b"\xef\xbb\xbfsep=|\r\na|b\r\n\r\n1|2\r\n", [{"a": "1", "b": "2"}]),
        ("sep=;\na;b\n1;2\n".encode("utf-16"), [{"a": "1", "b": "2"}]),
        ("a;b".encode("utf-16"), []),
        (",".join(LONG).encode() + b"\n" + b"1," * 4_999 + b"1\n", [dict.fromkeys(LONG, "1")]),
    ],
    ids=range(8),
)
def test_heads_that_are_read(tmp_path: Path, content: bytes, rows: list[dict[str, str]]) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(content)
    assert scan_table(file).collect().to_dicts() == rows
    assert list(csv_rows(file)) == rows


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'a,"b\nc",d\n1,2,3\n', "the first line is no CSV"),
        (b'"a"b,c\n1,2\n', "the first line is no CSV"),
        (b"a" * 200_000 + b",b\n1,2\n", "the first line is no CSV: field larger"),
        ("a,b\n1,2\n".encode("utf-16-le"), "UTF-16 and nothing says so"),
        (b"\xff\xfea", "not UTF-16, though it begins like it"),
        ("Größe,b\n".encode("cp1252"), "not UTF-8 (say which encoding it has"),
        (b"a,b\n" + b"1,2\n" * 9_000 + b"\xf6,2\n", "not UTF-8 (say which encoding it has"),
        (b"a, a\n1,2\n", "two columns are called `a` (give each a name of its own)"),
        (b"a,,,\n1,2,3,4\n", "the first line names 1 of 4 columns (remove the lines above"),
        (b"sep=;\r\n", "there are no columns (the first line names them)"),
    ],
    ids=range(10),
)
def test_heads_that_are_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(content)
    for read in (scan_table, lambda path: list(csv_rows(path))):
        with pytest.raises(DocumentError) as caught:
            read(file)
        assert said in str(caught.value)
        assert caught.value.problems[0].code == "no-table"


def test_an_encoding_that_a_file_has_not_is_told(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes("a;b\n1;2\n".encode("utf-16"))
    with pytest.raises(DocumentError, match="UTF-16 and nothing says so"):
        list(csv_rows(file, "cp1252"))
    assert list(csv_rows(file, "utf-16-le")) == [{"a": "1", "b": "2"}]


def test_a_column_without_a_name_is_called_by_its_place_or_refused(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(b"a,b,\n1,2,3\n")
    assert scan_table(file).collect_schema().names() == ["a", "b", "column 3"]
    file.write_bytes(b"a,,column 2\n1,2,3\n")
    with pytest.raises(DocumentError, match="two columns are called `column 2`"):
        scan_table(file)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b\n1,2,3\n", "it cannot be read as its name says: its first row has more cells"),
        (b'a,b\n1,"2\n3,4\n', "it cannot be read as its name says"),
        (b"a,b\n" + b"1,2\n" * 30_000 + b"\xf6,2\n", "not UTF-8 (say which encoding it has"),
    ],
    ids=range(3),
)
def test_what_comes_out_late_is_told_of_the_file(tmp_path: Path, content: bytes, said: str) -> None:
    """In a backtest, and of a file of lines."""
    file = tmp_path / "rows.csv"
    file.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        load_policy().backtest(file, columns={"b": "lot.quantity"})
    assert f"{file}: {said}" in str(caught.value)
    columns = {
        "columns": {"n": "lot.quantity"},
        "lines": {
            "inspection.defects": {
                "from": file,
                "key": {"n": "a"},
                "columns": {"b": "units"},
                "no_lines": "none",
            }
        },
    }
    with pytest.raises(DocumentError) as caught:
        load_policy().decide_table(pl.DataFrame({"n": [1]}), columns=columns)
    assert f"{file}: {said}" in str(caught.value)


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (gzip.compress(b"a,b\n1,2\n"), "it is packed by gzip, no CSV (unpack it first)"),
        (b"PK\x03\x04x", "it is a workbook or another ZIP archive, no CSV (save the sheet as"),
        (b"PAR1", "it is Parquet, no CSV"),
    ],
    ids=["gzip", "zip", "parquet"],
)
def test_what_is_no_text_is_not_said_to_be_in_another_encoding(
    tmp_path: Path, start: bytes, said: str
) -> None:
    (tmp_path / "rows.csv").write_bytes(start)
    for encoding in ("", "cp1252"):
        with (
            pytest.raises(DocumentError) as caught,
            csv_below_head(tmp_path / "rows.csv", encoding),
        ):
            pass
        assert said in str(caught.value)
