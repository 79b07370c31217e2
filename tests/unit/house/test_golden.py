"""The golden fixture itself: a difference fails with a readable diff, an update writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.golden import Golden


def test_the_same_text_passes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\ntwo\n", encoding="utf-8")
    Golden(tmp_path, update=False)("one\ntwo\n", "a.txt")


def test_a_difference_is_shown(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\ntwo\n", encoding="utf-8")
    with pytest.raises(pytest.fail.Exception, match=r"(?s)-two\n\+three"):
        Golden(tmp_path, update=False)("one\nthree\n", "a.txt")


def test_a_missing_last_newline_is_a_difference(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\n", encoding="utf-8")
    with pytest.raises(pytest.fail.Exception, match="last newline"):
        Golden(tmp_path, update=False)("one", "a.txt")


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="--update-golden"):
        Golden(tmp_path, update=False)("one\n", "deep/a.txt")


def test_an_update_writes_and_the_next_run_passes(tmp_path: Path) -> None:
    Golden(tmp_path, update=True)("one\n", "deep/a.txt")
    Golden(tmp_path, update=False)("one\n", "deep/a.txt")
