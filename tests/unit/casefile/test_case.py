"""A case: what it takes, what it refuses, and that a repeated write is harmless."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from disposition.casefile import Case, CaseError, CasePolicies, EntryError, KeyReusedError
from disposition.casefile.log.entry import Entry, NewEntry
from disposition.casefile.log.storage import Memory
from support.case_entries import FIRST_DAY, call, day, toy
from support.shipped import POLICIES


def begun(**more: Any) -> Case:
    return Case.begin(
        "PO-1", toy(), on=FIRST_DAY, by="Ann", inspector="Chen", policies=POLICIES, **more
    )


def kinds(case: Case) -> list[str]:
    return [entry.kind for entry in case.entries]


def test_a_case_never_changes_who_writes_gets_another() -> None:
    case = begun()
    written = case.add("contact", call(), on=day(19))
    assert (kinds(case), kinds(written)) == (["inspection"], ["inspection", "contact"])
    assert written.faults() == ()


def test_entries_name_the_policies_in_force() -> None:
    case = begun().add("contact", call(), on=day(19))
    for entry in case.entries:
        assert entry.policies == POLICIES.digests
    for digest in POLICIES.digests.values():
        assert case.keeper.policy(digest)


def test_it_is_written_to_by_somebody_else_in_between() -> None:
    ours = begun()
    theirs = ours.add("contact", call(), on=day(19), by="Bo")
    case = ours.add("reply", {}, on=day(20))
    assert kinds(case) == ["inspection", "contact", "reply"]
    assert case.entries[:2] == theirs.entries


# --- writing twice -------------------------------------------------------------------------------


def test_a_write_that_is_repeated_with_its_key_is_written_once() -> None:
    case = begun(key="first")
    once = case.add("contact", call(), on=day(19), key="a")
    assert once.add("contact", call(), on=day(19), key="a").entries == once.entries
    assert case.add("contact", call(), on=day(19), key="a").entries == once.entries


def test_a_key_is_for_one_thing() -> None:
    case = begun().add("contact", call(), on=day(19), key="a")
    with pytest.raises(KeyReusedError, match="`a`"):
        case.add("contact", call(about="cause"), on=day(19), key="a")


def test_a_repeated_write_is_harmless_after_the_case_was_closed() -> None:
    case = begun().add("contact", call(), on=day(19), key="a")
    closed = case.add("closed", {"because": "done"}, on=day(20), key="b")
    assert closed.add("contact", call(), on=day(19), key="a").entries == closed.entries
    assert closed.add("closed", {"because": "done"}, on=day(20), key="b").entries == closed.entries


@pytest.mark.parametrize("ask", [Case.decide, lambda *a, **k: Case.release(*a, **k)[0]])
def test_a_decision_that_is_asked_for_again_with_its_key_is_taken_once(
    ask: Callable[..., Case],
) -> None:
    once = ask(begun(), on=day(19), by="Ann", key="a")
    later = once.add("contact", call(), on=day(19))
    assert ask(later, on=day(19), by="Ann", key="a").entries == later.entries
    with pytest.raises(KeyReusedError):
        ask(later, on=day(20), by="Ann", key="a")


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "how"), [("decision", "decide"), ("released", "release"), ("refused", "release")]
)
def test_nobody_writes_a_decision_by_hand(kind: str, how: str) -> None:
    case = begun()
    with pytest.raises(CaseError, match=f"not written by hand .ask for it with `{how}`"):
        case.add(kind, {}, on=day(19))
    assert kinds(case) == ["inspection"]


def test_a_closed_case_takes_nothing_more() -> None:
    case = begun().add("closed", {"because": "cancelled"}, on=day(19))
    assert case.is_closed
    for write in (
        lambda: case.add("contact", call(), on=day(20)),
        lambda: case.decide(on=day(20)),
        lambda: case.release(on=day(20)),
    ):
        with pytest.raises(CaseError, match="closed since 2026-11-19"):
            write()


def test_withdrawing_its_end_opens_a_case_again() -> None:
    case = begun().add("closed", {"because": "cancelled"}, on=day(19))
    opened = case.add("withdrawn", {"entry": 2, "because": "the wrong case"}, on=day(20))
    assert not opened.is_closed
    assert kinds(opened.add("contact", call(), on=day(20)))[-1] == "contact"


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (1, "entry 1 is `inspection`, which has happened for good"),
        (2, "entry 2 is `decision`, which has happened for good"),
        (3, "entry 3 was withdrawn already"),
        (4, "entry 4 is `withdrawn`, which has happened for good"),
        (9, "there is no entry 9"),
    ],
)
def test_what_cannot_be_withdrawn(number: int, message: str) -> None:
    case = (
        begun()
        .decide(on=day(18))
        .add("contact", call(), on=day(19))
        .add("withdrawn", {"entry": 3, "because": "twice"}, on=day(19))
    )
    with pytest.raises(EntryError) as error:
        case.add("withdrawn", {"entry": number, "because": "a mistake"}, on=day(20))
    assert message in str(error.value)


def test_quantities_beyond_the_lot_are_refused() -> None:
    data = {"scope": "rework", "consent": True, "units": 3000, "units_accepted": 201}
    with pytest.raises(EntryError, match="add up to 3,201, the lot has 3,200"):
        begun().add("agreement", data, on=day(20))


# --- decisions -----------------------------------------------------------------------------------


def test_a_decision_is_taken_on_what_had_happened_and_kept_whole() -> None:
    case = begun().decide(on=day(19), approved_by="Eva")
    assert case.decision is not None
    assert case.decision.outcome == "rework"
    assert case.decision.as_of == day(19)
    assert case.entries[-1].data["approved_by"] == "Eva"
    assert case.decision.policy.digest == POLICIES["failed-inspection"].digest


def test_a_refusal_is_written_down_with_each_missing_piece() -> None:
    case, gate = begun().decide(on=day(19)).release(on=day(20), by="Ann")
    assert not gate.is_open
    kept = case.entries[-1]
    assert kept.kind == "refused"
    assert [each["rule"] for each in kept.data["missing"]] == [each.rule for each in gate.missing]
    assert gate.says().count("\n") == len(gate.missing)


# --- replay --------------------------------------------------------------------------------------


def test_each_decision_would_be_taken_again() -> None:
    case = begun().decide(on=day(19)).release(on=day(20))[0]
    replay = case.replay()
    assert replay.is_proved
    assert [(each.kind, each.finding) for each in replay.decisions] == [
        ("decision", "same"),
        ("refused", "same"),
    ]


def test_what_became_known_later_does_not_matter() -> None:
    case = begun().decide(on=day(19)).add("contact", call(), on=day(19))
    assert case.replay().is_proved


def changed(tmp_path: Any, extra: str) -> CasePolicies:
    (tmp_path / "failed-inspection.yaml").write_text(
        "policy: acme\nversion: 1.0.0\nextends: failed-inspection\n" + extra, encoding="utf-8"
    )
    return CasePolicies.load(tmp_path)


def test_another_policy_that_decides_the_same_is_told(tmp_path: Any) -> None:
    other = changed(tmp_path, "parameters: {concession_limit: 1.0}\n")
    (replayed,) = begun().decide(on=day(19)).replay(other).decisions
    assert replayed.finding == "same_under_new_policy"
    assert replayed.is_proved


def test_the_change_that_makes_the_difference_is_shown(tmp_path: Any) -> None:
    rule = (
        "rules:\n  no-rework-of-toys:\n    forbid: [rework, sort]\n"
        "    when: lot.category == 'toys'\n"
        "    because: toys are made anew\n    source: Acme\n"
        "  made-anew:\n    permit: [replacement]\n    when: lot.category == 'toys'\n"
        "    because: toys are made anew\n    source: Acme\n"
    )
    other = changed(tmp_path, "parameters: {concession_limit: 1.0}\n" + rule)
    (replayed,) = begun().decide(on=day(19)).replay(other).decisions
    assert replayed.finding == "changed"
    assert replayed.is_proved
    assert replayed.attribution is not None
    names = {each.name for each in replayed.attribution.changes}
    assert names == {"no-rework-of-toys", "made-anew"}
    assert "today it would be `replacement`" in replayed.says()


class Forged(Memory):
    """A keeper in which somebody wrote over a decision."""

    def entries(self, case: str) -> tuple[Entry, ...]:
        found = super().entries(case)
        return tuple(
            evolve(
                each, data={**each.data, "decision": {**each.data["decision"], "outcome": "accept"}}
            )
            if each.kind == "decision"
            else each
            for each in found
        )


def test_a_forged_decision_is_not_proved_and_its_entry_is_found() -> None:
    case = begun(keeper=Forged()).decide(on=day(19))
    (replayed,) = case.replay().decisions
    assert replayed.finding == "not_reproduced"
    assert not replayed.is_proved
    assert "NOT what its policy says" in replayed.says()
    assert [fault.number for fault in case.faults()] == [2]


def test_a_decision_whose_policy_is_not_kept_is_not_proved(tmp_path: Any) -> None:
    class Forgetful(Memory):
        def policy(self, digest: str) -> str | None:
            del digest
            return None

    other = changed(tmp_path, "parameters: {concession_limit: 1.0}\n")
    (replayed,) = begun(keeper=Forgetful()).decide(on=day(19)).replay(other).decisions
    assert (replayed.finding, replayed.is_proved) == ("policy_not_kept", False)


ALTERED: dict[str, tuple[Callable[[str], str], str]] = {
    "another outcome": (
        lambda text: text.replace('"hold"', '"pass_on"'),
        "its text is the policy of another digest, `sha256:",
    ),
    "cut off": (lambda text: text[:300], "its text is no policy that can be used (line "),
    "empty": (lambda _: "", "its text is no policy that can be used (line "),
}


@pytest.mark.parametrize("name", ALTERED)
@pytest.mark.parametrize("today", ["the same policy", "another policy"])
def test_a_policy_that_was_altered_where_it_is_kept_is_told(
    tmp_path: Any, name: str, today: str
) -> None:
    alter, message = ALTERED[name]

    class Altered(Memory):
        def policy(self, digest: str) -> str | None:
            text = super().policy(digest)
            return None if text is None else alter(text)

    case = begun(keeper=Altered()).decide(on=day(19))
    other = changed(tmp_path, "parameters: {concession_limit: 1.0}\n")
    replay = case.replay(other if today == "another policy" else None)
    (replayed,) = replay.decisions
    assert (replayed.finding, replayed.is_proved) == ("policy_altered", False)
    assert not replay.is_proved
    assert replayed.altered.startswith(message)
    digest = POLICIES["failed-inspection"].digest
    start = f"cannot be proved: its policy ({digest}) was altered where it is kept: {message}"
    assert start in replayed.says()
    assert replayed.to_dict()["finding"] == "policy_altered"


# --- policies ------------------------------------------------------------------------------------


def test_a_folder_takes_the_place_of_the_policies_it_names(tmp_path: Any) -> None:
    policies = changed(tmp_path, "")
    assert policies["failed-inspection"].id == "acme"
    assert policies["release"].digest == POLICIES["release"].digest


def test_a_folder_without_policies_of_a_case_is_refused(tmp_path: Any) -> None:
    with pytest.raises(CaseError, match="holds no policy of a case"):
        CasePolicies.load(tmp_path)
    with pytest.raises(CaseError, match="is no folder"):
        CasePolicies.load(tmp_path / "nowhere")


def test_a_role_that_is_none_is_refused_with_a_suggestion() -> None:
    with pytest.raises(CaseError, match=r"role `relase` \(did you mean `release`\?\)"):
        POLICIES["relase"]


def test_a_keeper_that_is_always_ahead_gives_up() -> None:
    class Restless(Memory):
        def append(self, case: str, new: NewEntry, **options: Any) -> Entry:
            super().append(case, NewEntry("done", new.on, {"do": "something"}))
            return super().append(case, new, **options)

    with pytest.raises(CaseError, match="was written to 50 times in between"):
        begun(keeper=Restless()).add("contact", call(), on=day(19))


def test_a_step_that_nothing_asks_for_is_refused_where_that_is_asked_for() -> None:
    begun = Case.begin("A", toy(), on=FIRST_DAY, policies=POLICIES).decide(on=FIRST_DAY)
    done = {"do": "call-frist"}
    for write in (
        lambda: begun.add("done", done, on=FIRST_DAY, strict=True),
        lambda: begun.add("closed", {"because": "x"}, on=FIRST_DAY, settles=["x"], strict=True),
    ):
        with pytest.raises(CaseError) as caught:
            write()
        assert caught.value.code == "unknown-step"
    with pytest.raises(CaseError, match="did you mean `call-first`"):
        begun.add("done", done, on=FIRST_DAY, strict=True)
    asked = [each["do"] for each in begun.entries[-1].data["decision"]["obligations"]]
    for code in (asked[0], "call-first", "send-report"):
        begun.add("done", {"do": code}, on=FIRST_DAY, strict=True)
    assert begun.add("done", done, on=FIRST_DAY).entries[-1].data == done
