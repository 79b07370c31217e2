"""A cases file names files of its own folder, and has no other opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from disposition import load_policy
from disposition.testing import CasesError, load_cases
from support.small_cases import CASES, POLICY, write

SECRET = "root:x:0:0:secret"  # noqa: S105 - what a line of such a file looks like


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with cases that can be used, beside files that are not to be opened."""
    inside = tmp_path / "inside"
    (inside / "below").mkdir(parents=True)
    write(inside)
    for place in (tmp_path, inside / "below"):
        (place / "small.yaml").write_text(POLICY, encoding="utf-8")
        (place / "lot.json").write_text("{}", encoding="utf-8")
    (tmp_path / "secret.json").write_text(SECRET, encoding="utf-8")
    (inside / "link.json").symlink_to(tmp_path / "secret.json")
    (inside / "link.yaml").symlink_to(tmp_path / "small.yaml")
    (inside / "out").symlink_to(tmp_path)
    os.mkfifo(inside / "pipe")
    (inside / "circle").symlink_to(inside / "circle")
    return inside


def load(folder: Path, text: str) -> None:
    path = folder / "small.cases.yaml"
    path.write_text(text, encoding="utf-8")
    load_cases(path)


BAD = [
    "../{}",
    "below/../../{}",
    "{folder}/../{}",
    "out/{}",
    "pipe",
    "below",
    "circle",
    "a\\0b",
    "/dev/zero",
    "x" * 5000,
]


@pytest.mark.parametrize("name", [*BAD, "link.yaml"])
@pytest.mark.parametrize("where", ["policy", "against"])
def test_no_policy_outside_is_opened(name: str, where: str, folder: Path) -> None:
    written = '"' + name.format("small.yaml", folder=folder) + '"'
    text = CASES.replace("small.yaml", written) if where == "policy" else CASES
    if where == "against":
        text += f"differences: {{against: {written}, before: {{}}}}\n"
    with pytest.raises(CasesError) as caught:
        load(folder, text)
    assert {each.code for each in caught.value.diagnostics} == {"C711"}


@pytest.mark.parametrize("name", [*BAD, "link.json"])
def test_no_lot_outside_is_opened(name: str, folder: Path) -> None:
    written = '"' + name.format("secret.json", folder=folder) + '"'
    with pytest.raises(CasesError) as caught:
        load(folder, f"policy: small.yaml\nbase: {written}\ncases: {{a: {{expect: {{}}}}}}\n")
    assert "C711" in {each.code for each in caught.value.diagnostics}
    assert "secret\n" not in str(caught.value)
    assert SECRET not in str(caught.value)


def test_files_below_are_its_own(folder: Path) -> None:
    cases = "cases: {a: {expect: {outcome: hold}}}\n"
    load(folder, f"policy: below/small.yaml\nbase: below/lot.json\n{cases}")


def test_a_folder_may_be_reached_by_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "door").symlink_to(folder)
    assert load_cases(tmp_path / "door" / "small.cases.yaml").cases


def test_a_file_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "zero.cases.yaml").symlink_to("/dev/zero")
    with pytest.raises(CasesError, match="larger than 1024 KiB"):
        load_cases(tmp_path / "zero.cases.yaml", load_policy())
