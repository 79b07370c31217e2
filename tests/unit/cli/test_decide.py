"""`disposition decide`, one lot at a time, and `disposition explain`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from disposition import Decision, Lot, Policy
from disposition.version import installing
from support.engines import EVERY_ENGINE
from support.trial import CASES, decided
from unit.cli.conftest import Cli

BY = ("--policy", "trial.yaml")

pytestmark = pytest.mark.usefixtures("folder")


@pytest.mark.parametrize("case", CASES)
def test_the_words_of_a_decision(case: str, cli: Cli) -> None:
    ran = cli("decide", f"{case}.json", *BY)
    assert (ran.status, ran.out, ran.err) == (0, decided(case).explain(), "")


def test_a_lot_from_standard_input(cli: Cli) -> None:
    ran = cli("decide", "-", *BY, stdin=Path("decided.json").read_bytes())
    assert (ran.status, ran.out) == (0, decided("decided").explain())


YAML = """\
# As people write it.
lot: {quantity: 3200, unit_price: 4.20, id: "0012"}
as_of: 2026-11-22
"""
JSON = '{"lot": {"quantity": 3200, "unit_price": "4.20", "id": "0012"}, "as_of": "2026-11-22"}'


@pytest.mark.parametrize("command", ["decide", "explain"])
@pytest.mark.parametrize("name", ["lot.yaml", "lot.yml", "LOT.YAML"])
def test_a_lot_in_yaml_is_the_lot_in_json(command: str, name: str, cli: Cli) -> None:
    Path(name).write_text(YAML, encoding="utf-8")
    Path("lot.json").write_text(JSON, encoding="utf-8")
    ran = cli(command, name, *BY)
    assert ran.status == 0
    assert ran == cli(command, "lot.json", *BY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lot: {quantity: 3", "lot.yaml:1:6"),
        ("lot:\n  quantity: 1,200", "error: lot.yaml:2:13: $.lot.quantity: expected a whole"),
        (
            "lot: {id: 12}",
            "error: lot.yaml:1:11: $.lot.id: expected text, found `12`\n",
        ),
        ("lot: {regulated: yes}", 'found `"yes"`\n  hint: write `true`'),
        ("as_of: 18.11.2026", 'found `"18.11.2026"`\n  hint: write `"2026-11-18"`'),
        ("lot: &a {}", "the anchor `&a` is not allowed here"),
        ("a: 1\n---\nb: 1", "a file holds one document"),
        ("lot: {quantity: -1}", "error: lot.yaml:1:17: $.lot.quantity: expected a whole"),
        ("", "error: lot.yaml: $: expected an object, found `null`"),
        ("- 1", "error: lot.yaml: a list, and no lot\n  hint: put each lot on a line of its own"),
        ("x: " + "y" * 2**20, "error: lot.yaml: larger than 1 MiB"),
        ("lot: {product: \udcff}", "error: lot.yaml: not UTF-8"),
    ],
)
def test_what_is_wrong_with_a_lot_in_yaml(text: str, said: str, cli: Cli) -> None:
    Path("lot.yaml").write_text(text, encoding="utf-8", errors="surrogateescape")
    ran = cli("decide", "lot.yaml", *BY)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize("engine", ["auto", *EVERY_ENGINE])
def test_the_document_of_a_decision(engine: str, cli: Cli) -> None:
    ran = cli("decide", "decided.json", *BY, "--json", "--engine", engine)
    assert ran.status == 0
    assert json.loads(ran.out) == decided("decided").to_dict()
    assert ran.out.startswith('{\n  "format": 1,\n')


@pytest.mark.parametrize(
    ("command", "engine"),
    [
        (["decide", "decided.json"], "reference"),
        (["explain", "decided.json"], "reference"),
        (["decide", "decided.json", "--engine", "compiled"], "compiled"),
        (["explain", "decided.json", "--engine", "compiled"], "compiled"),
        (["decide", "decided.json", "--lines"], "auto"),
        (["decide", "decided.json", "held.json", "--html", "page.html"], "auto"),
    ],
)
def test_one_lot_waits_for_no_engine_to_be_made(
    command: list[str], engine: str, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    lot = Path("decided.json").read_text(encoding="utf-8")
    Path("decided.json").write_text(json.dumps(json.loads(lot)), encoding="utf-8")  # one line
    Path("held.json").write_text("{}", encoding="utf-8")
    asked: list[str] = []
    decide = Policy.decide

    def noting(policy: Policy, of: Lot, *, engine: str) -> Decision:
        asked.append(engine)
        return decide(policy, of, engine=engine)

    monkeypatch.setattr(Policy, "decide", noting)
    assert cli(*command, *BY).status == 0
    assert {*asked} == {engine}


@pytest.mark.parametrize(
    "command", [["decide", "decided.json"], ["explain", "decided.json"], ["test"]]
)
def test_an_engine_that_is_not_here_is_said_before_anything_is_read(
    command: list[str], cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("disposition.engines.durable", "disposition.engines.native"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    ran = cli(*command, "--engine", "durable")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "error: the engine `durable` needs durable_rules, and it is not installed\n"
        f"  hint: {installing('durable')} builds it where there is a C compiler; `compiled` decides"
        " the same, and is plain Python\n"
    )


@pytest.mark.parametrize("case", CASES)
def test_explain_tells_a_lot_and_a_stored_decision_alike(case: str, cli: Cli) -> None:
    Path("stored.json").write_text(decided(case).to_json(), encoding="utf-8")
    expected = decided(case).explain(in_full=True)
    assert cli("explain", f"{case}.json", *BY).out == expected
    assert cli("explain", "stored.json").out == expected


def test_explain_needs_no_policy_for_a_stored_decision(cli: Cli) -> None:
    Path("stored.json").write_text(decided("decided").to_json(), encoding="utf-8")
    assert cli("explain", "stored.json", "--policy", "nowhere.yaml").status == 0


def test_a_document_survives_a_shell(cli: Cli) -> None:
    stored = cli("decide", "decided.json", *BY, "--json").out
    assert Decision.from_dict(json.loads(stored)) == decided("decided")
