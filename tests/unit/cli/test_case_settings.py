"""`--set path=value`, and what `disposition case kinds` says can be set."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import fields

from disposition.casefile.errors import CaseError
from disposition.casefile.log.entry_data import read_data
from disposition.casefile.log.kinds import KINDS
from disposition.cli.case.add import with_settings
from disposition.cli.case.kinds import examples, settings_of
from disposition.documents.writing import write
from support.golden import Golden
from unit.cli.case_story import CASE, begin_cases, work_in
from unit.cli.conftest import Cli

ON = date(2026, 11, 20)
CONTACT, REPLY, AGREEMENT = (KINDS[name].data for name in ("contact", "reply", "agreement"))
REINSPECTION, INSPECTION = KINDS["reinspection"].data, KINDS["inspection"].data


@pytest.mark.parametrize(
    ("kind", "settings", "data"),
    [
        (CONTACT, [], {}),
        (CONTACT, ["channel=call"], {"channel": "call"}),
        (CONTACT, ["$.channel=call"], {"channel": "call"}),
        (CONTACT, ["summary=a=b, c"], {"summary": "a=b, c"}),
        (CONTACT, ["summary="], {"summary": ""}),
        (CONTACT, ["photos=7"], {"photos": 7}),
        (CONTACT, ["photos=seven"], {"photos": "seven"}),
        (CONTACT, ["photos=7.5"], {"photos": "7.5"}),
        (CONTACT, ["photos=-1"], {"photos": -1}),
        (CONTACT, ["summary=7"], {"summary": "7"}),
        (CONTACT, ["summary=true"], {"summary": "true"}),
        (CONTACT, ["people[0].senior=True"], {"people": [{"senior": True}]}),
        (CONTACT, ["people[0].senior=false"], {"people": [{"senior": False}]}),
        (CONTACT, ["people[0].senior=yes"], {"people": [{"senior": "yes"}]}),
        (CONTACT, ["people[0].senior=1"], {"people": [{"senior": "1"}]}),
        (CONTACT, ["people=[]"], {"people": []}),
        (
            CONTACT,
            ["people[0].name=Li", "people[1].name=Chen", "people[0].side=buyer"],
            {"people": [{"name": "Li", "side": "buyer"}, {"name": "Chen"}]},
        ),
        (CONTACT, ["chanel=7"], {"chanel": "7"}),
        (CONTACT, ["channel.of=x"], {"channel": {"of": "x"}}),
        (CONTACT, ["channel[0]=x"], {"channel": ["x"]}),
        (CONTACT, ["people[0]=Li"], CaseError),
        (REPLY, ["parts[0].ready_by=2026-11-27"], {"parts": [{"ready_by": "2026-11-27"}]}),
        (AGREEMENT, ["percent=2.50", "units=12"], {"percent": "2.50", "units": 12}),
        (
            REINSPECTION,
            ["inspection.defects[0].units=2", "inspection.plan.aql.major=2.5"],
            {"inspection": {"defects": [{"units": 2}], "plan": {"aql": {"major": "2.5"}}}},
        ),
        (INSPECTION, ["lot.lot.quantity=32"], {"lot": {"lot": {"quantity": 32}}}),
    ],
)
def test_values_are_read_as_their_keys_want_them(
    kind: type, settings: list[str], data: dict[str, Any] | type
) -> None:
    if isinstance(data, type):
        with pytest.raises(data):
            with_settings(kind, {}, settings)
    else:
        assert with_settings(kind, {}, settings) == data


def test_what_is_given_stays() -> None:
    given: dict[str, Any] = {"channel": "call", "people": [{"name": "Li"}], "photos": None}
    before = json.dumps(given)
    settings = ["people[0].side=buyer", "people[1].name=Chen", "channel=email", "photos=1"]
    assert with_settings(CONTACT, given, settings) == {
        "channel": "email",
        "people": [{"name": "Li", "side": "buyer"}, {"name": "Chen"}],
        "photos": 1,
    }
    assert json.dumps(given) == before


REFUSED = {
    "no-value": (CONTACT, {}, ["channel"]),
    "no-path": (CONTACT, {}, ["=call"]),
    "capital": (CONTACT, {}, ["Channel=call"]),
    "spaces": (AGREEMENT, {}, ["ready by=2026-11-27"]),
    "odd": (CONTACT, {}, ["people[Li].name=x"]),
    "twice": (CONTACT, {}, ["channel=call", "$.channel=email"]),
    "a-list": (CONTACT, {}, ["people=Li"]),
    "no-index": (CONTACT, {}, ["people.name=Li"]),
    "from-one": (CONTACT, {}, ["people[1].name=Li"]),
    "gap": (CONTACT, {"people": [{}]}, ["people[2].name=Li"]),
    "a-section": (REINSPECTION, {}, ["inspection=R-2"]),
    "an-item": (CONTACT, {}, ["people[0]=Li"]),
    "no-list": (CONTACT, {"people": {}}, ["people[0].name=Li"]),
    "no-parts": (REINSPECTION, {"inspection": "R-2"}, ["inspection.id=R-2"]),
    "a-list-below": (REINSPECTION, {}, ["inspection.defects.units=2"]),
}


def test_refusals(golden: Golden) -> None:
    told = []
    for name, (kind, data, settings) in REFUSED.items():
        with pytest.raises(CaseError) as refused:
            with_settings(kind, data, settings)
        told.append(f"{name}\n  {refused.value.message}\n  hint: {refused.value.hint}\n")
    golden("\n".join(told), "cli/case-settings.txt")


# --- kinds ---------------------------------------------------------------------------------------


def test_the_kinds(cli: Cli, golden: Golden) -> None:
    ran = cli("case", "kinds")
    assert (ran.status, ran.err) == (0, "")
    assert [line.split()[0] for line in ran.out.split("\n\n")[0].splitlines()] == list(KINDS)
    golden(ran.out, "cli/case-kinds.txt")


@pytest.mark.parametrize("kind", ["contact", "refused", "reinspection", "rest"])
def test_a_kind(kind: str, cli: Cli, golden: Golden) -> None:
    ran = cli("case", "kinds", kind)
    assert (ran.status, ran.err) == (0, "")
    golden(ran.out, f"cli/case-kinds-{kind}.txt")


def declared(kind: type, above: str = "") -> Iterator[tuple[str, bool]]:
    for attribute in fields(kind):
        metadata, path = attribute.metadata, f"{above}{attribute.name}"
        if "items" in metadata:
            yield f"{path}[]", metadata["needed"]
            yield from declared(metadata["items"], f"{path}[].")
        else:
            yield path, metadata.get("needed", False)


@pytest.mark.parametrize("kind", KINDS)
def test_each_key_of_a_kind_is_told(kind: str, cli: Cli) -> None:
    ran = cli("case", "kinds", kind, "--json")
    (document,) = json.loads(ran.out)["kinds"]
    keys = [(each["path"], each["needed"]) for each in document["keys"]]
    assert keys == list(declared(KINDS[kind].data))
    lines = cli("case", "kinds", kind).out.splitlines()
    for path, is_needed in keys:
        start = f"  {path}{' (needed)' if is_needed else ''}: "
        assert any(line.startswith(start) for line in lines)


def test_all_kinds_as_json(cli: Cli) -> None:
    documents = json.loads(cli("case", "kinds", "--json").out)["kinds"]
    by_name = {each["kind"]: each for each in documents}
    assert list(by_name) == list(KINDS)
    written = {name: each["written_by"] for name, each in by_name.items()}
    assert {name for name, by in written.items() if by == "add"} == set(examples())
    assert (written["decision"], written["rest"]) == ("decide", "new")
    (channel,) = [key for key in by_name["contact"]["keys"] if key["path"] == "channel"]
    assert channel["values"][0] == "call"


@pytest.mark.parametrize("kind", examples())
def test_examples_can_be_taken_and_say_the_same_in_settings(kind: str) -> None:
    example = dict(examples()[kind])
    read = read_data(kind, example, ON)
    assert with_settings(KINDS[kind].data, {}, settings_of(example)) == example
    assert write(read)


def test_every_kind_that_people_write_has_an_example() -> None:
    assert set(examples()) == {kind.name for kind in KINDS.values() if kind.is_written}


def test_the_command_of_an_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    work_in(tmp_path, monkeypatch)
    begin_cases(tmp_path)
    told = cli("case", "kinds", "reinspection").out
    command = told.partition("\nExample\n")[2].partition("\n\n")[0].replace("\\\n", "")
    program, *arguments = shlex.split(command)
    assert program == "disposition"
    assert cli(*arguments).out == f"wrote entry 2 of case `{CASE}`: reinspection on 2026-11-19\n"
