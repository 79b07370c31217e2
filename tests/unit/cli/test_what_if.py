"""`what-if`: what it writes, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

from unit.analysis.test_what_if import LOT, POLICY_TEXT
from unit.cli.conftest import Cli


def test_a_way_and_none(cli: Cli, folder: Path) -> None:
    (folder / "toys.yaml").write_text(POLICY_TEXT, encoding="utf-8")
    (folder / "lot.json").write_text(json.dumps(LOT), encoding="utf-8")
    asking = ("what-if", "lot.json", "--policy", "toys.yaml", "--want")
    ran = cli(*asking, "rework")
    assert (ran.status, ran.out) == (
        0,
        "hold becomes rework with\n  shipment.ship_by: 2026-11-20 -> 2026-11-28\n",
    )
    ran = cli(*asking, "accept")
    assert ran.status == 1
    assert ran.out.startswith("no change of what can be changed leads to accept; none of the rules")
    assert ran.out.endswith("can be made to hold: `fine`\n")
    told = json.loads(cli(*asking, "rework", "--json").out)
    assert told["found"] is True
    assert told["changes"] == [
        {"path": "shipment.ship_by", "before": "2026-11-20", "after": "2026-11-28"}
    ]
    ran = cli(*asking, "acept")
    assert ran.status == 2
    assert ran.err.startswith("error: the policy has no outcome `acept` (did you mean `accept`?)")
