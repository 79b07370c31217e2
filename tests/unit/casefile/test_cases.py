"""All cases of a store: begun, opened again, and what has to happen in all of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from disposition.casefile import (
    CaseError,
    CaseExistsError,
    CasePolicies,
    Cases,
    NoCaseError,
    parallel,
)
from support.case_entries import FIRST_DAY, call, day, toy
from support.shipped import POLICIES
from support.stories import NAMES, PLAY, whole


def test_a_case_is_kept_and_opened_again(where: str) -> None:
    with Cases.open(where, policies=POLICIES) as cases:
        case = cases.begin("PO-1", toy(), on=FIRST_DAY, by="Ann").decide(on=day(19))
        case = case.add("contact", call(), on=day(19), key="a")
        again = cases.get("PO-1")
        assert again.entries == case.entries
        assert again.next_steps(day(20)) == case.next_steps(day(20))
        assert list(cases.verify()) == []
        assert again.replay().is_proved
    with Cases.open(where, policies=POLICIES, create=False) as cases:
        assert [head.id for head in cases.heads()] == ["PO-1"]
        assert [(head.product, head.supplier) for head in cases.heads()] == [
            ("Wooden stacking train", "S-0931")
        ]
        with pytest.raises(NoCaseError, match=r"did you mean `PO-1`\?"):
            cases.get("PO-11")


@pytest.mark.parametrize("name", NAMES)
def test_a_story_is_the_same_wherever_it_is_kept(name: str, where: str) -> None:
    in_memory = whole(name, policies=POLICIES)
    with Cases.open(where, policies=POLICIES) as cases:
        kept = whole(name, policies=POLICIES, keeper=cases.store)
        assert [entry.hash for entry in kept.entries] == [entry.hash for entry in in_memory.entries]
        assert list(cases.verify()) == []
        assert list(cases.heads(open_only=True)) == []


def test_the_steps_of_all_are_those_of_each_open_case(tmp_path: Path) -> None:
    with Cases.open(tmp_path / "cases.db", policies=POLICIES) as cases:
        for number in range(3):
            cases.begin(f"PO-{number}", toy(), on=FIRST_DAY).decide(on=day(19))
        cases.get("PO-1").add("closed", {"because": "cancelled"}, on=day(19))
        told = list(cases.next_steps(day(20)))
        each = [*cases.get("PO-0").next_steps(day(20)), *cases.get("PO-2").next_steps(day(20))]
        assert told == each
        with pytest.raises(CaseError, match="cannot be given to other processes"):
            list(cases.next_steps(day(20), processes=2))


def test_cases_in_memory_tell_what_those_in_a_file_tell(tmp_path: Path) -> None:
    told = []
    for where in (":memory:", tmp_path / "cases.db"):
        with Cases.open(where, policies=POLICIES) as cases:
            for number in (10, 9, 1):
                cases.begin(f"PO-{number}", toy(), on=FIRST_DAY, key="a").decide(on=day(19))
            again = cases.begin("PO-9", toy(), on=FIRST_DAY, key="a")
            with pytest.raises(CaseExistsError):
                cases.begin("PO-9", toy(), on=day(19))
            cases.get("PO-1").add("closed", {"because": "cancelled"}, on=day(19))
            heads = [list(cases.heads(open_only=open_only)) for open_only in (False, True)]
            rest = [head.id for head, _ in cases.store.read(after="PO-10")]
            steps = list(cases.next_steps(day(20)))
            faults = [*cases.verify(), *cases.verify("PO-9")]
            told.append((heads, rest, steps, faults, again.entries))
            with pytest.raises(NoCaseError, match=r"did you mean `PO-9`\?"):
                cases.get("PO-99")
    assert told[0] == told[1]
    assert [head.id for head in told[0][0][1]] == ["PO-10", "PO-9"]


@pytest.mark.parametrize("policies", [None, POLICIES])
def test_cases_in_memory_are_one_process_s(policies: CasePolicies | None) -> None:
    with (
        Cases.open(":memory:", policies=policies) as cases,
        pytest.raises(CaseError, match="cannot be given to other processes"),
    ):
        list(cases.next_steps(day(20), processes=2))


def test_cases_in_memory_need_no_database() -> None:
    code = (
        "import sys; sys.modules['sqlalchemy'] = None\n"
        "from disposition.casefile import Cases\n"
        "with Cases.open(':memory:') as cases: print(list(cases.heads()))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


@pytest.mark.slow
def test_several_processes_tell_the_same_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "PAGE", 20)
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "approach.yaml").write_text(
        "policy: ours\nversion: 1.0.0\nextends: approach\nparameters: {call_days: 0}\n",
        encoding="utf-8",
    )
    with Cases.open(tmp_path / "cases.db", policies=rules) as cases:
        story = PLAY.read(NAMES[0])
        for number in range(110):
            cases.begin(f"PO-{number:03}", story["lot"], on=FIRST_DAY)
        alone = list(cases.next_steps(day(20)))
        assert list(cases.next_steps(day(20), processes=2)) == alone
        assert {step.policy for step in alone} >= {"ours"}
        assert len({step.case for step in alone}) == 110
