"""A way to run the command line in this process, and files to run it on."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import frozen

from disposition.cli import main
from support.shipped import load_once
from support.trial import CASES, POLICY, lot_document


@frozen
class Ran:
    """How a command ended and what it wrote."""

    status: int
    out: str
    err: str


Cli = Callable[..., Ran]


@pytest.fixture(autouse=True)
def shipped_policies_are_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    load_once(monkeypatch)


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Cli:
    """Run `disposition` with arguments and, if wanted, bytes on standard input."""

    def run(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["disposition", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsysbinary.readouterr()
        assert isinstance(ended.value.code, int)
        return Ran(ended.value.code, written.out.decode(), written.err.decode())

    return run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a policy and a lot for each status."""
    (tmp_path / "trial.yaml").write_text(POLICY, encoding="utf-8")
    for name, changes in CASES.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(lot_document(changes)), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
