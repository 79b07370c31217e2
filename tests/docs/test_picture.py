"""The picture in the README shows what its lot is decided as now."""

from __future__ import annotations

import re
from runpy import run_path
from xml.etree import ElementTree as ET

import pytest

from disposition import Lot, load_policy
from support.checkout import ROOT
from support.golden import Golden

LOT = ROOT / "examples" / "lots" / "furniture-chairs.json"
PICTURE = ROOT / "examples" / "decision.svg"


def drawn() -> str:
    lot = Lot.from_json(LOT.read_text(encoding="utf-8"))
    picture = run_path(str(ROOT / "examples" / "picture.py"))["picture"]
    return str(picture(load_policy().decide(lot).to_dict()))


def test_it_is_what_the_script_draws_now(request: pytest.FixtureRequest) -> None:
    golden = Golden(PICTURE.parent, update=request.config.getoption("--update-golden"))
    golden(drawn(), PICTURE.name)


def test_it_stands_in_the_readme_and_needs_nothing_else() -> None:
    assert f"](examples/{PICTURE.name})" in (ROOT / "README.md").read_text(encoding="utf-8")
    text = PICTURE.read_text(encoding="utf-8")
    assert ET.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own file
    assert re.findall(r"(?:href|src|url|import)", text) == []
    assert "prefers-color-scheme: dark" in text
