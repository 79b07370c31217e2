"""Text of strangers that would steer a terminal or turn the reading order, wherever it stands."""

from __future__ import annotations

import copy
import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from disposition import DispositionError, Lot, load_policy_text
from disposition.casefile.cases import Cases
from disposition.casefile.log.chain import Fault
from disposition.cli import messages
from disposition.policy import PolicyError
from disposition.testing import assert_decision
from disposition.testing.report import Mismatch
from support.small_cases import CASES, POLICY
from support.trial import lot_document
from unit.cli import case_story
from unit.cli.case_story import CASE, CONTACT, REPLY, STORE, write_story
from unit.cli.conftest import Cli

# The title of a window, a colour, the C1 form of an escape, the bell, a line that goes back to its
# start, right-to-left marks of three kinds, what is invisible, and ends of lines that are none.
HOSTILE = "R\x1b]0;pwn\x07\x1b[31mE\x9b2J\rD\u202eX\u2066\u200f\u200b\ufeff\u2028\x85\U000e0041"
# What a lot document may hold, for some languages need it.
SOFT = "RED\u202eX\u2066\u200f\u200b\ufeff\U000e0041\u2028"
# A double-quoted YAML text has JSON's escapes, but for pairs of surrogates.
IN_YAML, SOFT_IN_YAML = (
    json.dumps(each).replace("\\udb40\\udc41", "\\U000e0041") for each in (HOSTILE, SOFT)
)


def steering(text: str) -> list[str]:
    """Return what would steer a terminal, or cannot be seen and changes what is."""
    return [
        hex(ord(each))
        for each in text
        if each != "\n" and unicodedata.category(each) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    ]


def hostile(value: Any, *keys: str, here: bool = True) -> Any:
    """Return a document with the text added to every text in it, or to those below some keys."""
    match value:
        case dict():
            return {
                key: hostile(each, *keys, here=not keys or key in keys)
                for key, each in value.items()
            }
        case list():
            return [hostile(each, *keys, here=here) for each in value]
        case str() if here:
            return value + SOFT
        case _:
            return value


LOT: dict[str, Any] = {
    "lot": {"id": SOFT, "quantity": 90, "category": "toys", "product": SOFT},
    "shipment": {"urgency": "low"},
    "inspection": {"defects": [{"code": SOFT, "severity": "major", "units": 1}]},
}
TOLD = POLICY.replace("title: Accept", f"title: {IN_YAML}").replace(
    "House rule 1", IN_YAML[1:-1].join('""')
)
UNTIDY = POLICY.replace("when: lot.quantity >= 100", "when: lot.quantity>=100")
NAME = f"n{HOSTILE}"

FILES = {
    "lot.json": json.dumps(LOT),
    "every.json": json.dumps(hostile(lot_document({}))),
    "keys.json": json.dumps({HOSTILE: 1, "lot": {HOSTILE: 2, "quantity": HOSTILE}}),
    "raw.json": '{"lot": {"id": "' + HOSTILE + '"}}',
    "no.json": HOSTILE,
    f"{NAME}.json": json.dumps(LOT),
    "small.yaml": TOLD,
    "said.yaml": TOLD.replace('"only {lot.quantity} pieces"', f"'{{lot.id}}' + {IN_YAML}").replace(
        f"'{{lot.id}}' + {IN_YAML}", f'"{{lot.id}} {IN_YAML[1:-1]}"'
    ),
    "key.yaml": f"{POLICY}\n{IN_YAML}: 1\n",
    "condition.yaml": POLICY.replace("lot.quantity >= 100", f"lot.quantity > {IN_YAML[1:-1]}"),
    "quoted.yaml": POLICY.replace("when: urgent", f"when: {IN_YAML}"),
    "raw.yaml": POLICY.replace("House rule 2", HOSTILE),
    "bidi.yaml": UNTIDY.replace("House rule 2", "H\u202eX\u2066 # \u200b") + "what: \u202e\n",
    "extends.yaml": f"policy: p\nversion: 1.0.0\nextends: {IN_YAML}\n",
    f"{NAME}.yaml": UNTIDY.replace("version: 1.0.0", "version: x"),
    "small.cases.yaml": CASES,
    "names.cases.yaml": f"policy: small.yaml\ncases:\n  {IN_YAML}: {{expect: {{outcome: hold}}}}\n"
    f"  b: {{about: {IN_YAML}, given: {{lot.id: {SOFT_IN_YAML}}}, expect: {{outcome: accept}}}}\n",
    "wrong.cases.yaml": f"policy: small.yaml\n{IN_YAML}: 1\ncases:\n  a:\n    given:\n"
    f"      {IN_YAML}: 1\n      lot.quantity: {IN_YAML}\n    expect: {{outcome: {IN_YAML}}}\n",
    "policy.cases.yaml": f"policy: {IN_YAML}\ncases: {{}}\n",
    "base.cases.yaml": f"policy: small.yaml\nbase: {IN_YAML}\ncases: {{a: {{expect: {{}}}}}}\n",
}
BY = ("--policy", "small.yaml")
COMMANDS = [
    *[("decide", name, *BY) for name in FILES if name.endswith(".json")],
    *[("decide", name, *BY, "--json") for name in ("lot.json", "every.json")],
    *[("decide", "lot.json", "--policy", name) for name in FILES if name.endswith(".yaml")],
    ("decide", "raw.json", "--lines", *BY),
    ("decide", "lot.jsonl", "--lines", *BY),
    ("decide", "every.json"),
    ("explain", "every.json"),
    ("explain", "lot.json", "--policy", "said.yaml"),
    *[("check", name) for name in FILES if name.endswith(".yaml")],
    ("check", "bidi.yaml", "--json"),
    ("test", "small.cases.yaml"),
    *[("test", name) for name in FILES if name.endswith(".cases.yaml")],
    ("test", ".", "--json"),
    ("test", "names.cases.yaml", "-k", HOSTILE),
    ("test", "small.cases.yaml", "--coverage", "--mutate"),
    ("format", "bidi.yaml", "--diff"),
    ("format", f"{NAME}.yaml", "--check"),
    ("facts", HOSTILE),
    ("facts", "lot.quantity", "--policy", "said.yaml"),
    ("schema", HOSTILE),
    ("new", "rule", "small.yaml", "--id", HOSTILE, "--forbid", "accept", "--when", "true"),
    ("new", "rule", "small.yaml", "--id", "n", "--forbid", HOSTILE, "--when", "true"),
    ("new", "rule", "small.yaml", "--id", "n", "--forbid", "accept", "--when", HOSTILE),
    ("sample", "--lot-size", HOSTILE, "--level", "II", "--aql", "2.5"),
    ("sample", "--lot-size", "90", "--level", HOSTILE, "--aql", HOSTILE),
    ("sample", "--history", "keys.json"),
    ("init", "lot.json"),
    ("decide", "lot.json", "--engine", HOSTILE),
    ("decide", "lot.json", f"--{HOSTILE}"),
    (HOSTILE,),
    ("case", HOSTILE),
]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, content in FILES.items():
        Path(name).write_text(content, encoding="utf-8", newline="")
    Path("lot.jsonl").write_text(f"{json.dumps(LOT)}\n{json.dumps({HOSTILE: 1})}\n", "utf-8")
    return tmp_path


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda words: ascii(" ".join(words))[:60])
def test_no_command_passes_it_on(arguments: tuple[str, ...], cli: Cli) -> None:
    ran = cli(*arguments)
    assert ran.status in {0, 1, 2}
    assert steering(ran.out + ran.err) == []
    assert ran.out + ran.err


CASE_COMMANDS = [
    ("add", CASE, "contact", "--on", "2026-11-19", "--set", f"summary={HOSTILE}"),
    ("add", CASE, "contact", "--on", "2026-11-19", "--set", f"{HOSTILE}=1"),
    ("add", CASE, HOSTILE, "--on", "2026-11-19"),
    ("add", HOSTILE, "contact", "--on", "2026-11-19"),
    ("add", CASE, "contact", "--on", HOSTILE),
    ("add", CASE, "contact", f"{NAME}.json", "--on", "2026-11-19"),
    ("decide", CASE, "--on", "2026-11-19", "--by", HOSTILE, "--note", HOSTILE),
    ("add", CASE, "done", "--on", "2026-11-19", "--set", f"do={HOSTILE}"),
    ("show", CASE),
    ("show", CASE, "--json"),
    ("next", CASE, "--as-of", "2026-12-21"),
    ("next", CASE, "--as-of", "2026-12-21", "--by", HOSTILE),
    ("next", "--as-of", "2026-12-21", "--lines"),
    ("guide", CASE, "--as-of", "2026-12-21"),
    ("guide", CASE, "--as-of", "2026-12-21", "--language", HOSTILE),
    ("letter", CASE, "--as-of", "2026-12-21"),
    ("read", CASE, "--as-of", "2026-12-21"),
    ("dossier", CASE, "--as-of", "2026-12-21"),
    ("dossier", CASE, "--as-of", "2026-12-21", "--json"),
    ("dossier", CASE, "--as-of", "2026-12-21", "-o", f"{HOSTILE}.html"),
    ("release", CASE, "--on", "2026-12-22", "--by", HOSTILE),
    ("list",),
    ("list", "--lines"),
    ("list", "--store", f"{HOSTILE}.db"),
    ("list", "--store", f"postgresql://{HOSTILE}@127.0.0.1:1/{HOSTILE}"),
    ("verify", CASE, "--head", HOSTILE),
    ("verify", HOSTILE),
    ("replay", CASE),
    ("kinds", HOSTILE),
    ("new", HOSTILE, "lot.json", "--on", "2026-12-22"),
    ("next", CASE, "--as-of", "2026-12-21", "--policies", HOSTILE),
]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a case in which everybody says the text wherever somebody may."""
    folder = tmp_path_factory.mktemp("cases")
    write_story(folder)
    lot: dict[str, Any] = copy.deepcopy(case_story.LOT)
    lot["supplier"] = {"id": SOFT}
    lot["lot"]["product"] = SOFT
    for each in lot["inspection"]["defects"]:
        each["description"] = SOFT
    with Cases.open(folder / STORE, policies=folder / "policies") as cases:
        told = cases.begin(CASE, lot, on=date(2026, 11, 18), by=f"Li{SOFT}", inspector=SOFT)
        told = told.decide(on=date(2026, 11, 19), by=SOFT, approved_by=SOFT, note=SOFT)
        told = told.add("contact", hostile(CONTACT, "summary", "name"), on=date(2026, 11, 19))
        told.add("reply", hostile(REPLY, "claim", "sender"), on=date(2026, 11, 20), by=SOFT)
    return folder


@pytest.mark.parametrize("arguments", CASE_COMMANDS, ids=lambda words: ascii(" ".join(words))[:60])
def test_no_command_about_cases_passes_it_on(
    arguments: tuple[str, ...], begun: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    monkeypatch.chdir(begun)
    monkeypatch.setenv("DISPOSITION_POLICIES", "policies")
    monkeypatch.delenv("DISPOSITION_CASES", raising=False)
    Path(f"{NAME}.json").write_text(json.dumps({HOSTILE: HOSTILE}), "utf-8")
    ran = cli("case", *arguments)
    assert ran.status in {0, 1, 2}
    assert steering(ran.out + ran.err) == []


@pytest.mark.usefixtures("files")
def test_json_says_the_same_with_escapes(cli: Cli) -> None:
    ran = cli("decide", "lot.json", *BY, "--json")
    assert json.loads(ran.out)["lot"] == SOFT
    assert "RED\\u202eX\\u2066\\u200f\\u200b" in ran.out


@pytest.mark.usefixtures("files")
def test_only_our_own_styling_reaches_a_terminal(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "colour", lambda: True)
    ran = cli("test", "names.cases.yaml")
    assert ran.status == 1
    plain = ran.out.replace("\x1b[31m\x1b[1m", "").replace("\x1b[32m", "").replace("\x1b[0m", "")
    assert plain != ran.out
    assert steering(plain) == []


@pytest.mark.parametrize("name", ["keys.json", "raw.json", "no.json"])
def test_no_error_passes_it_on(name: str) -> None:
    with pytest.raises(DispositionError) as error:
        Lot.from_json(FILES[name])
    assert steering(str(error.value)) == []


@pytest.mark.parametrize("name", ["key.yaml", "condition.yaml", "raw.yaml", "bidi.yaml"])
def test_no_diagnostic_passes_it_on(name: str) -> None:
    with pytest.raises(PolicyError) as error:
        load_policy_text(FILES[name], name=NAME)
    assert steering(str(error.value)) == []


def test_nothing_passes_it_on_that_a_prompt_shows(begun: Path, files: Path) -> None:
    decision = load_policy_text(POLICY).decide(Lot.from_dict(LOT))
    with Cases.open(begun / STORE, policies=begun / "policies") as cases:
        case = cases.get(CASE)
        shown = [repr(case), repr(cases.store), repr(case.dossier(date(2026, 12, 21)))]
    with Cases.open(files / f"{NAME}.db", policies=begun / "policies") as cases:
        shown.append(repr(cases.store))
    shown += [repr(decision), str(decision), decision.explain(in_full=True)]
    shown += [str(Fault(HOSTILE, 1, HOSTILE)), str(Mismatch(HOSTILE, HOSTILE, HOSTILE))]
    with pytest.raises(AssertionError) as error:
        assert_decision(decision, outcome=HOSTILE, reasons=[HOSTILE])
    shown.append(str(error.value))
    assert [steering(each) for each in shown] == [[]] * len(shown)
