"""`format`: the canonical layout, written at once or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from disposition.cli import writing
from disposition.facts import CATALOGUE
from disposition.policy import digest, load_checked
from support.golden import Golden
from unit.cli.conftest import Cli

UNTIDY = """\
# what the house decides
policy: house
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
rules:
  few:   # not many
    permit: accept@@@
    when: (defects.major.found<=2) and   not ( lot.category in ["toys"] )
    because: "a  text   stays"
""".replace("@@@", "   ")  # white space at the end of a line
TIDY = """\
# what the house decides
policy: house
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
rules:
  few:   # not many
    permit: accept
    when: defects.major.found <= 2 and lot.category not in ['toys']
    because: "a  text   stays"
"""
BROKEN = 'policy: "house\n'


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("untidy.yaml").write_text(UNTIDY)
    Path("tidy.yaml").write_text(TIDY)
    Path("broken.yaml").write_text(BROKEN)


def meaning(file: str) -> str:
    return digest(load_checked(Path(file), CATALOGUE))


def test_a_file_is_formatted_and_means_the_same(cli: Cli) -> None:
    before = meaning("untidy.yaml")
    ran = cli("format", "untidy.yaml", "tidy.yaml")
    assert (ran.status, ran.out, ran.err) == (0, "untidy.yaml: formatted\n", "")
    assert Path("untidy.yaml").read_text() == TIDY
    assert meaning("untidy.yaml") == before
    assert cli("format", "untidy.yaml").out == ""


@pytest.mark.parametrize(
    ("options", "status"), [(["--check"], 1), (["--diff"], 0), (["--check", "--diff"], 1)]
)
def test_nothing_is_written_when_only_asked(
    options: list[str], status: int, cli: Cli, golden: Golden
) -> None:
    ran = cli("format", "untidy.yaml", "tidy.yaml", *options)
    assert (ran.status, ran.err) == (status, "")
    golden(ran.out, f"cli/format{''.join(options)}.txt")
    assert Path("untidy.yaml").read_text() == UNTIDY
    assert cli("format", "tidy.yaml", *options).status == 0


@pytest.mark.parametrize(
    "content",
    [TIDY.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + TIDY.encode(), TIDY.rstrip().encode()],
    ids=["windows", "byte-order-mark", "no-last-line-end"],
)
def test_what_no_diff_shows_is_told(content: bytes, cli: Cli) -> None:
    Path("ends.yaml").write_bytes(content)
    ran = cli("format", "ends.yaml", "--check", "--diff")
    assert ran.status == 1
    assert ran.out == "ends.yaml: line ends, the last line or a byte order mark would change\n"
    assert cli("format", "ends.yaml").status == 0
    assert Path("ends.yaml").read_bytes() == TIDY.encode()


def test_a_broken_file_stays_and_the_others_are_formatted(cli: Cli, golden: Golden) -> None:
    ran = cli("format", "broken.yaml", "untidy.yaml")
    assert (ran.status, ran.out) == (2, "untidy.yaml: formatted\n")
    golden(ran.err, "cli/format-broken.txt")
    assert Path("broken.yaml").read_text() == BROKEN


def test_a_link_stays_a_link_and_permissions_stay(cli: Cli) -> None:
    Path("untidy.yaml").chmod(0o640)
    Path("link.yaml").symlink_to("untidy.yaml")
    assert cli("format", "link.yaml").status == 0
    assert Path("link.yaml").is_symlink()
    assert Path("untidy.yaml").read_text() == TIDY
    assert Path("untidy.yaml").stat().st_mode & 0o777 == 0o640


def test_a_file_survives_a_disk_that_fails(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", fail)
    ran = cli("format", "untidy.yaml")
    assert (ran.status, ran.err) == (2, "error: untidy.yaml: no space left on device\n")
    assert Path("untidy.yaml").read_text() == UNTIDY
    assert sorted(map(str, Path().iterdir())) == ["broken.yaml", "tidy.yaml", "untidy.yaml"]
