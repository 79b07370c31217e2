"""What differs between two policies, and a policy with some of the changes made."""

from __future__ import annotations

import re

import pytest

from disposition import Policy
from disposition.errors import DispositionError
from disposition.facts import Facts
from disposition.policy import CheckedPolicy, digest
from disposition.policy.compare.changes import Change, changes_between
from disposition.policy.compare.mixing import Mixing
from support.engines import EVERY_ENGINE
from unit.policy.written import load

POLICY = """\
policy: toys
version: 1.0.0
title: Toys
outcomes:
  accept: {title: Accept, ships: all}
  part: {title: A part, ships: part}
  rework: {title: Rework, ships: none}
otherwise: hold
parameters:
  limit: {value: 2.0, unit: percent, tighter: lower, about: share}
  few: 3
  shown: 1
define:
  bad: defects.major.rate > limit
  spare: lot.quantity > 9
rules:
  good: {permit: accept, when: not bad, because: "{shown}", source: s}
  usual: {permit: [part, rework], when: true, because: u, source: s}
  never: {forbid: [accept, part], when: defects.critical.present, because: n, source: s}
  report:
    require: [{do: report, by: qa, due: as_of + few}, sort]
    with: [rework, hold]
    when: bad
tables:
  t:
    columns: [supplier.track_record]
    because: t
    source: s
    rows:
      - {if: [poor], forbid: accept}
invariants:
  safe: {always: "not defects.critical.present or ships == 'none'"}
"""

Replacement = tuple[str, str]


def policy(*replacements: Replacement) -> CheckedPolicy:
    text = POLICY
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return load(text)


BEFORE = policy()


def changes(*replacements: Replacement) -> dict[tuple[str, str], Change]:
    return {(each.kind, each.name): each for each in changes_between(BEFORE, policy(*replacements))}


# --- what differs ---------------------------------------------------------------------------------


def test_layout_notes_and_the_title_are_no_changes() -> None:
    same = (("not bad", "not (bad)"), ("title: Toys\n", ""), ("about: share", "about: x"))
    assert changes(*same) == {}


ALTERING = [
    ("value: 2.0", "value: 2.5", "parameter", "limit", "2.0 percent", "2.5 percent"),
    ("few: 3", "few: 4", "parameter", "few", "3", "4"),
    ("> limit", ">= limit", "definition", "bad", "…rate > limit", "…rate >= limit"),
    (
        "permit: accept",
        "permit: [rework, accept]",
        "rule",
        "good",
        "permit [accept] …",
        "permit [accept, rework] …",
    ),
    (
        "permit: accept",
        "forbid: accept",
        "rule",
        "good",
        "permit [accept] when not bad",
        "forbid [accept] when not bad",
    ),
    ("when: true", "when: lot.regulated", "rule", "usual", "… when true", "… when lot.regulated"),
    (
        "as_of + few",
        "as_of - few",
        "rule",
        "report",
        "require [report by as_of + few, …",
        "require [report by as_of - few, …",
    ),
    (
        ", sort]",
        "]",
        "rule",
        "report",
        "… [report by as_of + few, sort] …",
        "… [report by as_of + few] …",
    ),
    (
        "    with: [rework, hold]\n",
        "",
        "rule",
        "report",
        "… with [rework, hold] when bad",
        "…sort] when bad",
    ),
    ("if: [poor]", "if: [mixed]", "rule", "t/1", "… == 'poor'", "forbid [accept] … == 'mixed'"),
    ("== 'none'", "!= 'all'", "invariant", "safe", "… ships == 'none'", "… ships != 'all'"),
    (
        "ships: part",
        "ships: none",
        "outcomes",
        "outcomes",
        "accept (ships all), part (ships part), rework (ships none)",
        "… part (ships none), …",
    ),
]
OF_WORDS = [
    ("policy: toys", "policy: dolls", "policy", "policy", "toys", "dolls"),
    ("1.0.0", "1.0.1", "version", "version", "1.0.0", "1.0.1"),
    ("title: A part", "title: Part", "title", "part", "A part", "Part"),
    ("value: 2.0", "value: 2.00", "parameter", "limit", "2.0 percent", "2.00 percent"),
    ("value: 2.0", "value: 2", "parameter", "limit", "2.0 percent", "2 percent"),
    (", unit: percent", "", "parameter", "limit", "2.0 percent", "2.0"),
    ("because: u", "because: v", "rule", "usual", "because: u", "because: v"),
    (
        "u, source: s",
        "u, clause: lot.id",
        "rule",
        "usual",
        "source: s; no clause",
        "no source; clause: lot.id",
    ),
    ("by: qa", "by: us", "rule", "report", "report, by: qa", "report, by: us"),
]
OF_WHAT_NOTHING_READS = [
    ("shown: 1", "shown: 2", "parameter", "shown", "1", "2"),
    ("shown: 1", "shown: true", "parameter", "shown", "1", "true"),
    ("> 9", "> 8", "definition", "spare", "lot.quantity > 9", "lot.quantity > 8"),
]


def is_shown_as(text: str | None, pattern: str) -> bool:
    """Whether a text is the given one, in which dots stand for anything."""
    return text is not None and bool(re.fullmatch(re.escape(pattern).replace("…", ".*"), text))


@pytest.mark.parametrize(
    ("replacement", "key", "texts", "alters"),
    [
        (each[:2], each[2:4], each[4:], group is ALTERING)
        for group in (ALTERING, OF_WORDS, OF_WHAT_NOTHING_READS)
        for each in group
    ],
)
def test_one_entry_is_changed(
    replacement: Replacement, key: tuple[str, str], texts: tuple[str, str], *, alters: bool
) -> None:
    after = policy(replacement)
    (change,) = changes_between(BEFORE, after)
    assert (change.kind, change.name, change.what) == (*key, "changed")
    assert change.alters is alters
    assert is_shown_as(change.before, texts[0])
    assert is_shown_as(change.after, texts[1])
    assert digest(one(BEFORE, after, change)) == digest(after)


ADDED = [
    ("  few: 3\n", "  few: 3\n  more: 5\n", "parameter", "more", "5", False),
    ("define:\n", "define:\n  worse: bad\n", "definition", "worse", "bad", False),
    (
        "rules:\n",
        "rules:\n  new: {permit: part, when: bad}\n",
        "rule",
        "new",
        "permit [part] when bad",
        True,
    ),
    (
        "      - {if: [poor]",
        "      - {if: [mixed], permit: part, id: mixed}\n      - {id: poor, if: [poor]",
        "rule",
        "t/mixed",
        "permit [part] when supplier.track_record == 'mixed'",
        True,
    ),
    (
        "invariants:\n",
        "invariants:\n  more: {always: not bad}\n",
        "invariant",
        "more",
        "not bad",
        True,
    ),
]


@pytest.mark.parametrize(("old", "new", "kind", "name", "text", "alters"), ADDED)
def test_one_entry_is_added_or_removed(
    old: str, new: str, kind: str, name: str, text: str, *, alters: bool
) -> None:
    after = policy((old, new))
    found = {(each.kind, each.name): each for each in changes_between(BEFORE, after)}
    assert found[kind, name] == Change(kind, name, "added", None, text, alters)
    back = {(each.kind, each.name): each for each in changes_between(after, BEFORE)}
    assert back[kind, name] == Change(kind, name, "removed", text, None, alters)


def test_a_date_and_its_text_are_told_apart_by_conditions_not_by_the_digest() -> None:
    """Whatever reads one of them cannot read the other, or reads both alike."""
    always = ("define:\n", "define:\n  day: due in ['2026-12-24']\n")
    date, text = (
        policy(("few: 3\n", f"few: 3\n  due: {due}\n"), always, ("not bad", "day"))
        for due in ("2026-12-24", "'2026-12-24'")
    )
    assert digest(date) == digest(text)
    assert changes_between(date, text) == ()


def test_what_only_an_invariant_reads_can_alter() -> None:
    old, new = (
        policy(
            ("== 'none'", "== 'none' or lot.quantity < most"),
            ("few: 3\n", f"few: 3\n  most: {n}\n"),
        )
        for n in (7, 8)
    )
    (change,) = changes_between(old, new)
    assert (change.name, change.alters) == ("most", True)


def test_what_a_new_rule_reads_alters_with_it() -> None:
    found = changes(
        ("few: 3\n", "few: 3\n  more: 5\n"),
        ("define:\n", "define:\n  worse: defects.major.rate > more\n"),
        ("rules:\n", "rules:\n  new: {forbid: part, when: worse}\n"),
    )
    assert list(found) == [("parameter", "more"), ("definition", "worse"), ("rule", "new")]
    assert all(change.alters for change in found.values())


def test_outcomes_change_together_and_titles_one_by_one() -> None:
    text = (
        "outcomes:\n  anew: {ships: none}\n  part: {title: A part, ships: part}\n"
        "  accept: {title: Take, ships: all}\n"
    )
    old = POLICY[POLICY.index("outcomes:") : POLICY.index("  rework: {title")]
    found = changes((old, text))
    assert list(found) == [("outcomes", "outcomes"), ("title", "accept")]
    assert found["outcomes", "outcomes"].after == (
        "anew (ships none), part (ships part), accept (ships all), rework (ships none)"
    )


def test_another_order_of_outcomes_changes_no_rule() -> None:
    accept = "  accept: {title: Accept, ships: all}\n"
    part = "  part: {title: A part, ships: part}\n"
    after = policy((accept + part, part + accept))
    assert after.rules_by_id["never"].outcomes == ("part", "accept")
    (change,) = changes_between(BEFORE, after)
    assert change.kind == "outcomes"
    assert one(BEFORE, after, change).rules_by_id["never"].outcomes == ("part", "accept")


# --- some of the changes made ---------------------------------------------------------------------


def one(before: CheckedPolicy, after: CheckedPolicy, *chosen: Change) -> CheckedPolicy:
    made = Mixing(before, after).policy(chosen)
    assert made is not None
    return made


MANY = (
    ("policy: toys", "policy: dolls"),
    ("1.0.0", "2.0.0"),
    ("title: Accept", "title: Take"),
    ("few: 3\n", "few: 4\n  more: 5\n"),
    ("  spare: lot.quantity > 9\n", "  worse: defects.major.rate > more\n"),
    ("when: not bad", "when: not worse"),
    ("== 'none'", "!= 'all'"),
)


def test_none_and_all_of_the_changes() -> None:
    after = policy(*MANY)
    assert digest(one(BEFORE, after)) == digest(BEFORE)
    everything = one(BEFORE, after, *changes_between(BEFORE, after))
    assert digest(everything) == digest(after)
    assert everything.guards == after.guards
    assert everything.rules == after.rules


def test_what_a_change_needs_has_to_be_chosen_with_it() -> None:
    after = policy(*MANY)
    found = {(each.kind, each.name): each for each in changes_between(BEFORE, after)}
    rule, worse, more = (
        found["rule", "good"],
        found["definition", "worse"],
        found["parameter", "more"],
    )
    assert Mixing(BEFORE, after).policy([rule]) is None
    assert Mixing(BEFORE, after).policy([worse]) is None
    assert Mixing(BEFORE, after).policy([rule, worse]) is None
    made = one(BEFORE, after, rule, worse, more)
    assert made.facts == BEFORE.facts
    assert (made.id, made.parameters["few"].value) == ("toys", 3)


@pytest.mark.parametrize(
    ("replacements", "chosen"),
    [
        ((("  shown: 1\n", ""), ('"{shown}"', "x")), ("parameter", "shown")),
        ((("  few: 3\n", ""), (", due: as_of + few", "")), ("parameter", "few")),
        ((("  few: 3\n", "  few: 3.5\n"), (", due: as_of + few", "")), ("parameter", "few")),
        ((("  few: 3\n", "  few: x\n"), (", due: as_of + few", "")), ("parameter", "few")),
        (
            (("otherwise: hold", "otherwise: wait"), ("work, hold", "work, wait")),
            ("otherwise", "otherwise"),
        ),
        (
            (("otherwise: hold", "otherwise: wait"), ("work, hold", "work, wait")),
            ("rule", "report"),
        ),
        (
            ((", unit: percent", ", unit: days"), ("rate > limit", "found > 1")),
            ("parameter", "limit"),
        ),
        (
            (
                ("  few: 3\n", ""),
                ("as_of + few", "as_of"),
                ("define:\n", "define:\n  few: lot.regulated\n"),
            ),
            ("definition", "few"),
        ),
    ],
)
def test_half_a_change_is_no_policy(
    replacements: tuple[Replacement, ...], chosen: tuple[str, str]
) -> None:
    after = policy(*replacements)
    found = {(each.kind, each.name): each for each in changes_between(BEFORE, after)}
    assert len(found) > 1
    assert Mixing(BEFORE, after).policy([found[chosen]]) is None
    assert Mixing(BEFORE, after).policy(found.values()) is not None


def test_an_outcome_that_a_rule_names_has_to_be_there() -> None:
    after = policy(
        ("  part: {title: A part, ships: part}\n", ""),
        ("permit: [part, rework]", "permit: rework"),
        ("forbid: [accept, part]", "forbid: accept"),
    )
    found = {(each.kind, each.name): each for each in changes_between(BEFORE, after)}
    assert Mixing(BEFORE, after).policy([found["outcomes", "outcomes"]]) is None
    assert (
        Mixing(after, BEFORE).policy(
            [each for each in changes_between(after, BEFORE) if each.kind == "rule"]
        )
        is None
    )


def test_what_is_done_otherwise_cannot_be_an_outcome_too() -> None:
    after = policy(
        ("otherwise: hold", "otherwise: wait"),
        ("  rework: {", "  hold: {ships: none}\n  rework: {"),
        ("with: [rework, hold]", "with: [rework]"),
    )
    found = {(each.kind, each.name): each for each in changes_between(BEFORE, after)}
    rule, outcomes = found["rule", "report"], found["outcomes", "outcomes"]
    assert Mixing(BEFORE, after).policy([rule, outcomes]) is None
    assert (
        Mixing(BEFORE, after).policy([rule, outcomes, found["otherwise", "otherwise"]]) is not None
    )


def test_all_rules_gone_is_no_policy() -> None:
    other = load(
        POLICY[: POLICY.index("rules:")] + "rules:\n  other: {permit: rework, when: true}\n"
    )
    gone = [each for each in changes_between(BEFORE, other) if each.what == "removed"]
    assert Mixing(BEFORE, other).policy(gone) is None


def test_guards_are_those_of_the_new_outcomes_and_invariants() -> None:
    after = policy(("ships: part", "ships: none"), ("present or ships", "found < 2 or ships"))
    found = {each.kind: each for each in changes_between(BEFORE, after)}
    assert {each.outcome for each in BEFORE.guards} == {"accept", "part"}
    assert {each.outcome for each in one(BEFORE, after, found["outcomes"]).guards} == {"accept"}
    invariant = one(BEFORE, after, found["invariant"])
    assert {each.outcome for each in invariant.guards} == {"accept", "part"}
    assert invariant.guards != BEFORE.guards


def test_types_are_those_of_the_new_parameters() -> None:
    after = policy(("few: 3", "few: 4.5"), ("due: as_of + few", "due: as_of"), ("> 9", "> few"))
    before = policy(("> 9", "> few"), ("due: as_of + few", "due: as_of"))
    (few,) = (each for each in changes_between(before, after) if each.name == "few")
    made = one(before, after, few)
    assert made.definitions == after.definitions
    assert made.definitions != before.definitions


@pytest.mark.parametrize("engine", EVERY_ENGINE)
def test_every_engine_decides_by_it(engine: str) -> None:
    after = policy(("== 'none'", "!= 'all'"), ("when: not bad", "when: true"))
    changes_made = [each for each in changes_between(BEFORE, after) if each.kind == "rule"]
    facts = Facts(
        {
            "defects.major.rate": 3,
            "defects.critical.present": False,
            "supplier.track_record": "good",
        }
    )
    made = Policy(one(BEFORE, after, *changes_made))
    assert Policy(BEFORE).decide(facts, engine=engine).outcome == "part"
    assert made.decide(facts, engine=engine).outcome == "accept"


def test_where_it_comes_from_stays_and_nothing_is_warned_of() -> None:
    text = (
        "policy: layer\nversion: 1.0.0\nextends: failed-inspection\nreplaces: [severe_rate]\n"
        "parameters: {severe_rate: 25, concession_limit: 1.0}\n"
    )
    before, after = load(text), load(text.replace("1.0}", "0.5}"))
    made = one(before, after, *changes_between(before, after))
    assert digest(made) == digest(after)
    assert (made.lineage, made.replaced) == (before.lineage, ("severe_rate",))
    assert made.lineage
    assert (made.title, made.warnings) == (before.title, ())


def test_a_change_of_other_policies_is_refused() -> None:
    stranger = Change("rule", "usual", "removed", "x", None, alters=True)
    with pytest.raises(DispositionError) as caught:
        Mixing(BEFORE, policy(("few: 3", "few: 4"))).policy([stranger])
    assert str(caught.value) == (
        "that the rule `usual` is removed is no change between these two policies"
    )


@pytest.mark.parametrize(
    "proof",
    [
        "before: release, proved_by: done",
        "before: release, proved_by: [done, document]",
        "proved_when: case.refusals > few",
    ],
)
def test_what_proves_an_obligation_is_a_change_that_can_alter_what_ships(proof: str) -> None:
    after = policy(("due: as_of + few}", f"due: as_of + few, {proof}}}"))
    [change] = changes_between(BEFORE, after)
    assert (change.kind, change.name) == ("rule", "report")
    assert "proved by" in (change.after or "")
    assert digest(after) != digest(BEFORE)


def test_a_value_that_an_obligation_carries_is_a_change_that_is_told() -> None:
    carrying = [
        policy(("due: as_of + few}", f"due: as_of + few, values: {{{values}}}}}"))
        for values in ("a: few", "a: few + 1", "b: few", "a: few, b: 1", "b: 1, a: few")
    ]
    [change] = changes_between(BEFORE, carrying[0])
    assert (change.kind, change.name, change.alters) == ("rule", "report", True)
    assert "report with a = few by as_of + few" in (change.after or "")
    assert len({digest(BEFORE), *map(digest, carrying[:4])}) == 5
    assert digest(carrying[3]) == digest(carrying[4])
    assert changes_between(carrying[3], carrying[4]) == ()


def test_a_policy_without_proofs_has_the_digest_that_it_had_before_there_were_any() -> None:
    known = "sha256:2c4e5ccf5809d70ecaa8636436ca4eeff13bb1f9429377ea746b35ee818e67ff"
    assert digest(BEFORE) == known
