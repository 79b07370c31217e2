"""What the playground runs on is what is pinned, and packed without compiled parts."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from website.__main__ import main
from website.playground import vendor
from website.playground.assemble import pack
from website.playground.vendor import PACKAGES, VendoringError, checked


def test_an_archive_is_taken_by_its_digest(tmp_path: Path) -> None:
    archive = tmp_path / "python.tgz"
    archive.write_bytes(b"python")
    with pytest.raises(
        VendoringError, match=r"^python\.tgz is not what is pinned: its digest is "
    ) as told:
        checked(archive, "sha512-other")
    digest = str(told.value).rpartition(" ")[2]
    assert checked(archive, digest) == b"python"


def test_packages_are_pinned_to_the_byte() -> None:
    lines = [line for line in PACKAGES.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert lines
    for line in lines:
        assert re.fullmatch(r"[A-Za-z]+==[\d.]+ --hash=sha256:[0-9a-f]{64}", line)


def test_where_it_cannot_be_had_one_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(vendor.shutil, "which", lambda _: None)
    assert main(["vendor", str(tmp_path / "vendored")]) == 1
    assert capsys.readouterr().err == "the site has no playground: there is no npm\n"
    assert not (tmp_path / "vendored").exists()


def test_compiled_parts_are_left_out(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.whl", "w") as wheel:
        wheel.writestr("a/__init__.py", "1")
        wheel.writestr("a/fast.cpython-313-x86_64-linux-gnu.so", "2")
    pack([tmp_path / "a.whl"], tmp_path / "packages.zip")
    with ZipFile(tmp_path / "packages.zip") as made:
        assert sorted(made.namelist()) == ["a/__init__.py", "answers.py"]
