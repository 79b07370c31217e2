"""`disposition map`: cells as JSON, or a page; values from, to and by steps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from unit.cli.conftest import Cli

LOT = '{"inspection": {"defects": [{"severity": "major", "units": 1}]}}'
X, Y = "inspection.defects[0].units=1..3", "shipment.urgency=low,high"


@pytest.fixture(autouse=True)
def _files(folder: Path) -> None:  # noqa: ARG001 - works in it
    Path("lot.json").write_text(LOT)


def test_cells_as_json(cli: Cli) -> None:
    ran = cli("map", "lot.json", "--x", X, "--y", "contract.paid=0..1..0.5", "--json")
    told = json.loads(ran.out)
    assert told["x"]["values"] == ["1", "2", "3"]
    assert told["y"]["values"] == ["0", "0.5", "1"]
    assert told["outcomes"] == [["hold"] * 3] * 3


def test_a_page(cli: Cli) -> None:
    ran = cli("map", "lot.json", "--x", X, "--y", Y, "--html", "map.html")
    assert (ran.status, ran.out) == (0, "wrote map.html\n")
    assert "<svg" in Path("map.html").read_text()


@pytest.mark.parametrize(
    ("x", "message"),
    [
        ("lot.quantity", "write `PLACE=VALUES`"),
        ("lot.quantity=1..100000", "from 1 to 1,000 values"),
        ("lot.quantity=1..2..0", "with a step above 0"),
        ("lot.quantiti=1", "unknown key"),
        ("inspection.defects[7].units=1", "leads to item 7 of a list that does not have it"),
    ],
)
def test_what_cannot_be_drawn_is_refused(cli: Cli, x: str, message: str) -> None:
    ran = cli("map", "lot.json", "--x", x, "--y", Y, "--json")
    assert ran.status == 2
    assert message in ran.err


def test_how_to_show_it_has_to_be_said(cli: Cli) -> None:
    assert "say how to show the map" in cli("map", "lot.json", "--x", X, "--y", Y).err
