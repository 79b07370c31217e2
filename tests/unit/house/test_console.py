"""The runner of console blocks finds what a page gets wrong."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from sybil import Document
from sybil.example import SybilFailure
from sybil.parsers.markdown import CodeBlockParser

from support.console import Console


def evaluate(block: str, folder: Path) -> None:
    page = folder / "page.md"
    page.write_text(f"```console\n{dedent(block).strip()}\n```\n", encoding="utf-8")
    for example in Document.parse(str(page), CodeBlockParser("console", Console(folder))):
        example.evaluate()


@pytest.mark.parametrize(
    "block",
    [
        """
        $ echo one
        one
        """,
        """
        $ printf 'one\\n\\ntwo\\n'
        one

        two
        """,
        """
        $ printf 'one\\ntwo\\nthree\\n'
        one
        ...
        three
        """,
        """
        $ echo one \\
            two
        one two
        """,
        """
        $ (exit 3)
        $ echo $?
        3
        """,
        """
        $ echo kept > file
        $ cat file
        kept
        """,
        "$ make test",
        "$ pip install lot-disposition",
        "$ pip install 'lot-disposition[bench]'",
    ],
)
def test_a_true_block_passes(block: str, tmp_path: Path) -> None:
    evaluate(block, tmp_path)


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("$ echo one\ntwo", r"- two\s+\+ one"),
        ("$ echo one", r"\+ one"),
        ("$ true\nprinted", "- printed"),
        ("$ (exit 3)", "exit status 3"),
        ("$ (exit 3)\n$ echo $?\n4", r"- 4\s+\+ 3"),
        ("echo one", "no line"),
        ("$ make tset", "no target tset"),
        ("$ pip install lot-disposition[benhc]", "no extra benhc"),
        ("$ pip install disposition", "another package"),
        ('$ pip install "disposition[plot]"', "another package"),
    ],
)
def test_an_untrue_block_fails(block: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(SybilFailure, match=problem):
        evaluate(block, tmp_path)
