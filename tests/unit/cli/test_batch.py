"""`disposition batch`: a file in, a file out, counts at the end, and a code for rejects."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from unit.cli.conftest import Cli

POLICY = """\
policy: incoming
version: 1.0.0
outcomes:
  accept: {title: Accept, ships: all}
otherwise: hold
rules:
  few: {permit: [accept], when: defects.major.found <= 5, because: x}
"""
ARGUMENTS = ("batch", "lots.csv", "out.csv", "--policy", "p.yaml", "--columns", "columns.yaml")


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:  # noqa: ARG001 - works in it
    Path("p.yaml").write_text(POLICY)
    Path("lots.csv").write_text("Los,Haupt\nA,2\nB,9\nC,x\n")
    Path("columns.yaml").write_text("Haupt: defects.major.found\n")


def test_it_counts_what_was_decided_and_says_where_rejects_are(cli: Cli) -> None:
    ran = cli(*ARGUMENTS)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "3 lots: 1 accept, 1 hold, 1 rejected (out.rejects.jsonl)\n"
    assert Path("out.csv").read_text().splitlines()[1].startswith("A,2,accept,decided,all,")


def test_what_is_there_is_not_written_over(cli: Cli) -> None:
    Path("out.csv").write_text("mine")
    refused = cli(*ARGUMENTS)
    assert refused.status == 2
    assert "`out.csv` is there already; nothing was decided" in refused.err
    assert Path("out.csv").read_text() == "mine"
    assert cli(*ARGUMENTS, "--force").status == 1
    assert Path("out.csv").read_text() != "mine"


@pytest.mark.parametrize(
    ("file", "columns", "said"),
    [
        ("gone.csv", "columns.yaml", "gone.csv: no such file"),
        ("lots.csv", "gone.yaml", "gone.yaml: no such file"),
        ("lots.csv", "lots.csv", "expected columns"),
        ("p.yaml", "columns.yaml", "names of tables end with"),
    ],
)
def test_what_cannot_be_used_is_named(cli: Cli, file: str, columns: str, said: str) -> None:
    ran = cli("batch", file, "new.csv", "--policy", "p.yaml", "--columns", columns)
    assert ran.status == 2
    assert said in ran.err
    assert not Path("new.csv").exists()


def test_a_row_with_too_many_cells_is_rejected_with_its_line(cli: Cli) -> None:
    Path("lots.csv").write_text("Los,Haupt\nA,2\nB,9,1\n")
    ran = cli(*ARGUMENTS)
    assert (ran.status, ran.err) == (1, "2 lots: 1 accept, 1 rejected (out.rejects.jsonl)\n")
    assert "line 3: 3 cells for 2 columns" in Path("out.rejects.jsonl").read_text()


def test_a_full_disk_is_told_with_a_code_of_its_own(cli: Cli) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600, hard))
    try:
        ran = cli(*ARGUMENTS)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert ran.status == 74
    assert "000001.parquet: file too large" in ran.err
    assert cli(*ARGUMENTS).status == 1
