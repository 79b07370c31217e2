"""`disposition case` takes ids and keys in either form of Unicode, and shows the composed one."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import pytest

from disposition.casefile.cases import Cases
from unit.cli.case_story import work_in
from unit.cli.conftest import Cli


def test_the_command_line_takes_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    work_in(tmp_path, monkeypatch)
    name, other = (normalize(form, "Köln-7") for form in ("NFC", "NFD"))
    assert f"case `{name}` begins" in cli("case", "new", other, "lot.json", "--on=2026-11-18").out
    settings = ["--set=channel=call", "--set=purpose=opening", "--set=about=batch"]
    settings += ["--set=people[0].name=Chen", "--set=people[0].side=supplier"]
    for case, key, told in (
        (name, other, "wrote entry 2"),
        (other, name, "nothing was written"),
        (other, other, "nothing was written"),
    ):
        ran = cli("case", "add", case, "contact", "--on=2026-11-19", "--key", key, *settings)
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith(told)
    for command in ("show", "verify", "replay"):
        assert name in cli("case", command, other).out
    with Cases.open("cases.db", policies="policies") as cases:
        assert [head.id for head in cases.heads()] == [name]
    assert cli("case", "next", other, "--as-of=2026-11-19").status == 0
