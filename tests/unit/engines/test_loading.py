"""What is said, and what decides, where durable_rules is not installed or does not load."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest

from disposition import Lot, load_policy
from disposition.errors import EngineError
from support.checkout import ROOT

LOT_FILE = ROOT / "examples/lots/toy-wheels.json"
LOT = Lot.from_json(LOT_FILE.read_bytes())
LOADED = ("durable_rules_engine", "disposition.engines.durable", "disposition.engines.native")


@pytest.fixture(params=["absent", "broken"])
def reason(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Take durable_rules away, or put a library in its place that the loader refuses."""
    for name in LOADED:
        monkeypatch.delitem(sys.modules, name, raising=False)
    if request.param == "absent":
        monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    else:
        (tmp_path / "durable_rules_engine.abi3.so").write_bytes(b"\x7fELF and no more")
        monkeypatch.syspath_prepend(tmp_path)
    return str(request.param)


def test_auto_decides_the_same(reason: str, caplog: pytest.LogCaptureFixture) -> None:
    policy = load_policy()
    with caplog.at_level(logging.INFO, logger="disposition"):
        decision = policy.decide(LOT)
    assert decision.to_json() == policy.decide(LOT, engine="reference").to_json()
    assert policy._prepared["auto"] is policy._prepared["compiled"]
    said = [each.getMessage().split(":")[0] for each in caplog.records]
    expected = ["the engine `durable` cannot be loaded here"]
    assert said == (expected if reason == "broken" else [])


SAID = {
    "absent": "the engine `durable` needs durable_rules, and it is not installed",
    "broken": "the engine `durable` cannot be loaded here: ",
}
HINTS = {
    "absent": 'pip install "lot-disposition[durable]" builds it where there is a C compiler; ',
    "broken": "",
}


def test_durable_says_in_one_sentence_why_not(reason: str) -> None:
    with pytest.raises(EngineError) as caught:
        load_policy().decide(LOT, engine="durable")
    error = caught.value
    assert error.message.startswith(SAID[reason])
    assert "\n" not in error.message
    assert error.hint.startswith(f"{HINTS[reason]}`compiled` decides the same")
