"""Choosing cases by a part of their name, where a file beside them cannot be read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from disposition.cli import main

CASES = """policy: small.yaml
cases:
  enough: {given: {lot.quantity: 2}, expect: {outcome: accept}}
"""
POLICY = """policy: small
version: 1.0.0
outcomes:
  accept: {title: Accept, ships: all}
otherwise: hold
rules:
  enough:
    permit: accept
    when: lot.quantity > 1
    because: enough
"""


def told(
    folder: Path, part: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[object, str]:
    monkeypatch.setattr(sys, "argv", ["disposition", "test", str(folder), "-k", part])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    return ended.value.code, said.out + said.err


def test_a_file_that_cannot_be_read_may_hold_the_case_that_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "small.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "good.cases.yaml").write_text(CASES, encoding="utf-8")
    (tmp_path / "bad.cases.yaml").write_text(f"{CASES}junk: 1\n", encoding="utf-8")
    code, said = told(tmp_path, "sought", monkeypatch, capsys)
    assert code == 2
    assert "a cases file has no key `junk`" in said
    assert "bad.cases.yaml: the cases cannot be used" in said
    assert "no case has" not in said


def test_a_name_that_no_case_has_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "small.yaml").write_text(POLICY, encoding="utf-8")
    (tmp_path / "good.cases.yaml").write_text(CASES, encoding="utf-8")
    code, said = told(tmp_path, "sought", monkeypatch, capsys)
    assert (code, said) == (2, "error: no case has `sought` in its name\n")
