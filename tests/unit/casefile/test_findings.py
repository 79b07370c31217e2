"""A finding is a line: each one has to be put right by itself, whatever it is called."""

from __future__ import annotations

from datetime import date
from itertools import permutations, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disposition.casefile import Case, EntryError
from disposition.casefile.lifecycle.projection import project
from disposition.facts import observe
from support.case_entries import Entries
from support.rework import (
    D12_BLUE,
    D12_RED,
    PASSED,
    Document,
    again,
    lot,
    missing,
    reworked,
    right,
    said,
)

AGAIN_ON = date(2026, 11, 30)
UNCODED: Document = {key: value for key, value in D12_RED.items() if key != "code"}
FAILED: Document = {
    "name": "drop test",
    "category": "functional",
    "result": "fail",
    "reworkable": True,
}
SEEN: Document = {"checks": [*PASSED, *[FAILED | {"result": "pass"}] * 2]}
"""An inspection that saw both drop tests pass."""

DROP: Document = D12_RED | {"code": "drop test", "units": 9}
SEVERITIES = ("critical", "major", "minor")
TWICE = (D12_RED, D12_RED | {"units": 2})

LOTS: dict[str, Document] = {
    "a-code-on-two-items": lot(),
    "a-line-twice": lot(defects=TWICE),
    "no-codes": lot(defects=[UNCODED, UNCODED | {"sku": "BLUE", "units": 2}]),
    "a-check-like-a-defect": lot(defects=[DROP], checks=[*PASSED, FAILED]),
    "two-checks-of-a-name": lot(defects=[], checks=[FAILED, *PASSED, FAILED]),
    "a-code-like-a-line": lot(defects=[D12_RED | {"code": "1.defects.2"}, D12_BLUE]),
}
LINES: dict[str, tuple[str, str]] = dict.fromkeys(LOTS, ("1.defects.1", "1.defects.2")) | {
    "a-check-like-a-defect": ("1.defects.1", "1.checks.3"),
    "two-checks-of-a-name": ("1.checks.1", "1.checks.4"),
    "a-code-like-a-line": ("1.defects.1", "D12"),
}
NAMES = {
    "a-code-on-two-items": "D12",
    "a-line-twice": "D12",
    "no-codes": "major functional defect",
    "a-check-like-a-defect": "drop test",
    "two-checks-of-a-name": "drop test",
    "a-code-like-a-line": "1.defects.2",
}


@pytest.mark.parametrize("name", LOTS)
def test_each_line_put_right_opens_the_gate(name: str) -> None:
    assert missing(reworked(again(right(*LINES[name]), SEEN), of=LOTS[name])) == {}


@pytest.mark.parametrize("name", LOTS)
@pytest.mark.parametrize("which", [0, 1])
def test_one_line_that_is_not_put_right_keeps_the_lot_and_is_named(name: str, which: int) -> None:
    left_out = LINES[name][which]
    other = LINES[name][1 - which]
    for findings in (
        right(other),
        [said(other), said(left_out, resolved=False)],
        [said(left_out, resolved=False), said(other)],
        [said(other), said(other)],
        [said(left_out), said(left_out, resolved=False), said(other)],
    ):
        found = missing(reworked(again(findings, SEEN), of=LOTS[name]))
        assert list(found) == ["major-not-resolved"]
        is_named = "1.defects.2" if left_out == "D12" else left_out
        assert is_named in found["major-not-resolved"] or name == "a-code-like-a-line"
        assert ": 1 (" in found["major-not-resolved"]


@pytest.mark.parametrize("name", LOTS)
def test_a_name_of_two_lines_means_both_if_it_is_said_twice_and_else_none(name: str) -> None:
    """Whatever the order in which an inspector puts it down."""
    for values in product((True, False), repeat=2):
        statements = [said(NAMES[name], resolved=each) for each in values]
        found = missing(reworked(again(statements, SEEN), of=LOTS[name]))
        assert list(found) == ([] if all(values) else ["major-not-resolved"])
    once = missing(reworked(again(right(NAMES[name]), SEEN), of=LOTS[name]))
    assert ": 2 (" in once["major-not-resolved"]


def test_what_is_said_of_a_name_and_of_its_lines_has_to_agree() -> None:
    names = ("D12", "1.defects.1", "1.defects.2")
    for values in product((True, False), repeat=3):
        expected = 2 if not values[0] else values[1:].count(False)
        statements = [said(name, resolved=each) for name, each in zip(names, values, strict=True)]
        for ordered in permutations(statements):
            found = missing(reworked(again(ordered)))
            kept = found.get("major-not-resolved", ": 0 (")
            assert f": {expected} (" in kept, (values, ordered)


def test_the_least_number_of_photos_that_is_said_counts() -> None:
    for photos in ((0, 2), (2, 0)):
        both = [said("1.defects.1", photos=each) for each in photos]
        found = missing(reworked(again([*both, *right("1.defects.2")])))
        assert list(found) == ["resolved-without-photo"]
        assert "1.defects.1" in found["resolved-without-photo"]
        of_one = [said("D12", photos=photos[0]), said("1.defects.1", photos=photos[1])]
        found = missing(reworked(again(of_one), of=lot(defects=[D12_RED])))
        assert list(found) == ["resolved-without-photo"]
    twice = [said("D12", photos=2), said("D12", photos=0)]
    assert list(missing(reworked(again(twice)))) == ["resolved-without-photo"]


def test_a_code_that_one_line_has_is_enough() -> None:
    only = lot(defects=[D12_RED])
    assert missing(reworked(again(right("D12")), of=only)) == {}
    assert missing(reworked(again(right("1.defects.1")), of=only)) == {}


def test_a_line_without_units_is_no_finding_and_shares_no_name() -> None:
    listed = lot(defects=[D12_BLUE | {"units": 0}, D12_RED])
    assert missing(reworked(again(right("D12")), of=listed)) == {}
    assert missing(reworked(again(right("1.defects.2")), of=listed)) == {}


# --- what is found again and called milder -------------------------------------------------------

MILD: Document = D12_RED | {"severity": "minor"}
OTHER_NAME: Document = MILD | {"code": "D13"}


@pytest.mark.parametrize(
    ("first", "found_again", "kept"),
    [
        ([D12_RED], [MILD | {"units": 3}], ["major-not-resolved"]),
        ([D12_RED], [MILD | {"units": 3, "sku": "BLUE"}], []),
        ([D12_RED], [OTHER_NAME | {"units": 3}], []),
        ([D12_RED], [D12_RED | {"units": 3}], []),
        ([D12_RED | {"severity": "minor", "units": 12}], [D12_RED | {"units": 3}], []),
        ([D12_RED, MILD], [MILD | {"units": 3}], []),
        (
            [D12_RED | {"category": "safety"}],
            [D12_RED | {"units": 1}],
            ["critical-not-resolved", "obligation-not-proved"],
        ),
    ],
)
def test_what_is_called_milder_than_before_is_not_put_right(
    first: list[Document], found_again: list[Document], kept: list[str]
) -> None:
    names = [f"1.defects.{at}" for at, _ in enumerate(first, 1)]
    report = again(right(*names), {"defects": found_again})
    found = missing(reworked(report, of=lot(defects=first)))
    assert set(kept) - {"obligation-not-proved"} <= set(found)
    assert kept or found == {}


def test_what_is_listed_under_a_plan_of_another_name_is_not_put_right() -> None:
    as_strict = {"critical": 0, "major": 7, "minor": 10}
    own = {each: {"sample_size": 125, "accept": most} for each, most in as_strict.items()}
    extra = {"name": "extra", "sample_size": 125, "custom": own}
    inspected = {"defects": [D12_RED | {"plan": "extra", "units": 3}], "plans": [extra]}
    found = missing(reworked(again(right("1.defects.1"), inspected), of=lot(defects=[D12_RED])))
    assert list(found) == ["major-not-resolved"]


# --- what nobody has found -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("d12", "did you mean `D12`?"),
        ("1.defects.3", "did you mean `1.defects.2`?"),
        ("stiff wheels", 'found were `"1.defects.1"`, `"1.defects.2"`'),
        ("small parts, EN 71-1", 'found were `"1.defects.1"`, `"1.defects.2"`'),
    ],
)
def test_what_no_inspection_has_found_is_not_put_right(name: str, hint: str) -> None:
    case = reworked()
    with pytest.raises(EntryError) as error:
        case.add("reinspection", again([*right(), said(name)]), on=AGAIN_ON)
    (problem,) = error.value.problems
    assert problem.where == "$.findings[2].finding"
    assert problem.message.startswith("no inspection before has found")
    assert problem.hint == hint


def test_what_a_report_finds_itself_was_not_found_before() -> None:
    case = reworked()
    found = {"defects": [D12_RED | {"code": "D77", "units": 1}]}
    with pytest.raises(EntryError, match='no inspection before has found `"D77"`'):
        case.add("reinspection", again([said("D77")], found), on=AGAIN_ON)


def test_many_unknown_findings_are_told_in_short() -> None:
    case = reworked()
    unknown = [said(f"X{number}") for number in range(3000)]
    with pytest.raises(EntryError) as error:
        case.add("reinspection", again(unknown), on=AGAIN_ON)
    assert len(error.value.problems) == 101


# --- several rounds ------------------------------------------------------------------------------

BAD: Document = {"report_result": "fail", "defects": [D12_RED | {"units": 8}]}


def findings(case: Case) -> dict[str, bool]:
    listed = case.lot(max(each.on for each in case.entries)).case.findings or ()
    return {str(each.line): bool(each.resolved) for each in listed}


def test_a_line_found_again_as_it_was_is_the_same_finding() -> None:
    case = reworked(
        again([said("1.defects.1", resolved=False), said("1.defects.2")], BAD),
        again(right("1.defects.1"), {"date": "2026-12-07"}, inspector="Zhou"),
    )
    assert findings(case) == {"1.defects.1": True, "1.defects.2": True}
    assert missing(case) == {}


def test_a_line_found_again_goes_by_either_of_its_places() -> None:
    last = again(right("4.defects.1"), {"date": "2026-12-07"}, inspector="Zhou")
    bad = again([said("1.defects.1", resolved=False), said("1.defects.2")], BAD)
    assert findings(reworked(bad, last)) == {"1.defects.1": True, "1.defects.2": True}


@pytest.mark.parametrize("change", [{"description": "axle glued in"}, {"severity": "minor"}])
def test_a_line_that_says_something_else_is_a_finding_of_its_own(change: Document) -> None:
    bad = BAD | {"defects": [D12_RED | {"units": 8} | change]}
    round_two = again(right("1.defects.1", "1.defects.2"), bad)
    clean = {"date": "2026-12-07"}
    silent = reworked(round_two, again([], clean, inspector="Zhou"))
    assert findings(silent) == {"1.defects.1": False, "1.defects.2": True, "4.defects.1": False}
    told = right("1.defects.1", "4.defects.1")
    found = findings(reworked(round_two, again(told, clean, inspector="Zhou")))
    assert found == {"1.defects.1": True, "1.defects.2": True, "4.defects.1": True}


def severities(case: Case) -> dict[str, str | None]:
    listed = case.lot(case.entries[-1].on).case.findings or ()
    return {str(each.line): each.severity for each in listed}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("major", "minor", "major"),
        ("minor", "major", "major"),
        ("minor", None, "minor"),
        (None, "minor", None),
        (None, "major", None),
        (None, "critical", "critical"),
    ],
)
def test_a_finding_is_as_bad_as_it_was_found_at_worst(
    first: str | None, second: str | None, expected: str | None
) -> None:
    """What nobody classified does not become a minor one, which may remain, when found again."""

    def line(severity: str | None) -> Document:
        rest = {key: value for key, value in D12_RED.items() if key != "severity"}
        return rest | ({"severity": severity} if severity else {})

    bad = BAD | {"defects": [line(second) | {"units": 1}]}
    case = reworked(
        again(right("D12"), bad),
        again([], {"date": "2026-12-07"}, inspector="Zhou"),
        of=lot(defects=[line(first)]),
    )
    assert severities(case)["1.defects.1"] == expected
    if expected != "minor":
        assert missing(case).keys() & {"major-not-resolved", "critical-not-resolved"}


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [((9, 2), (5,), 1), ((9,), (5, 2), 2), ((9, 2), (5, 2), 2), ((9,), (5,), 0)],
)
def test_lines_that_cannot_be_told_apart_are_not_the_same(
    before: tuple[int, ...], after: tuple[int, ...], new: int
) -> None:
    """Only where one line stands in each report is it known which one was found again."""
    first = lot(defects=[D12_RED | {"units": each} for each in before])
    bad = BAD | {"defects": [D12_RED | {"units": each} for each in after]}
    clean = again([], {"date": "2026-12-07"}, inspector="Zhou")
    listed = findings(reworked(again([], bad), clean, of=first))
    assert len(listed) == len(before) + new
    assert not any(listed.values())


def test_what_is_found_again_is_open_again_whatever_the_report_says_of_it() -> None:
    """Only the last inspection's plan judges what is left; after it, it was not put right."""
    says = again(right(), BAD)
    assert findings(reworked(says)) == {"1.defects.1": True, "1.defects.2": True}
    silent = reworked(says, again([], {"date": "2026-12-07"}, inspector="Zhou"))
    assert findings(silent) == {"1.defects.1": False, "1.defects.2": True}
    assert "major-not-resolved" in missing(silent)


def test_what_is_found_again_somewhere_may_be_anywhere() -> None:
    for place, open_again in (
        ({"sku": "RED"}, {"1.defects.1"}),
        ({"sku": "BLUE"}, {"1.defects.2"}),
        ({"sku": None}, {"1.defects.1", "1.defects.2"}),
        ({"sku": "GREEN"}, set()),
    ):
        defect = {key: value for key, value in (D12_RED | place).items() if value is not None}
        case = reworked(
            again(right()),
            again([], {"defects": [defect], "date": "2026-12-07"}, inspector="Zhou"),
        )
        assert {line for line, is_right in findings(case).items() if not is_right} == open_again


# --- where they are shown ------------------------------------------------------------------------


def test_the_steps_and_the_dossier_name_the_lines() -> None:
    case = reworked(again(right("1.defects.1")))
    day = case.entries[-1].on
    steps = {each.do: each.what for each in case.next_steps(day)}
    assert "D12 (major, BLUE, 1.defects.2)" in steps["complete-findings"]
    told = case.dossier(day).findings
    assert [(each.line, each.code, each.place, each.units, each.resolved) for each in told] == [
        ("1.defects.1", "D12", "RED", 9, True),
        ("1.defects.2", "D12", "BLUE", 3, False),
    ]
    letter = case.confirmation(day)
    assert "D12 (BLUE)" in letter
    assert "D12 (RED)" not in letter


def test_a_finding_whose_code_is_its_own_is_told_without_its_line() -> None:
    found = missing(reworked(again(), of=lot(defects=[D12_RED])))
    assert "(D12 (major))" in found["major-not-resolved"]


# --- the checklist of the rework -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "has", "others"),
    [
        (["1.defects.1"], ["1.defects.1"], []),
        (["D12"], [], ["D12"]),
        (["D12", "D12"], ["1.defects.1", "1.defects.2"], []),
        (["1.defects.2", "1.defects.1"], ["1.defects.1", "1.defects.2"], []),
        (["D12", "1.defects.2"], ["1.defects.2"], ["D12"]),
        (["seal", "seal"], [], ["seal"]),
    ],
)
def test_a_checklist_has_points_for_lines(
    points: list[str], has: list[str], others: list[str]
) -> None:
    case = reworked()
    day = case.entries[-1].on
    checkpoints = [{"finding": each, "result": "pass"} for each in points]
    case = case.add("progress", {"way": "checklist", "checkpoints": checkpoints}, on=day)
    listed = case.lot(day).case.findings or ()
    assert [each.line for each in listed if each.checkpoint] == has
    told = case.dossier(day).checklist
    assert [each.line for each in told if each.line and each.result] == has
    assert [each.finding for each in told if each.line is None] == others


def test_two_points_in_two_looks_are_no_two_points() -> None:
    case = reworked()
    day = case.entries[-1].on
    for _ in range(2):
        point = {"finding": "D12", "result": "pass"}
        case = case.add("progress", {"way": "checklist", "checkpoints": [point]}, on=day)
    assert not any(each.checkpoint for each in case.lot(day).case.findings or ())


def test_of_two_points_the_worse_counts() -> None:
    case = reworked()
    day = case.entries[-1].on
    points = [{"finding": "D12", "result": each} for each in ("pass", "fail")]
    case = case.add("progress", {"way": "checklist", "checkpoints": points}, on=day)
    assert [each.result for each in case.dossier(day).checklist] == ["fail", "fail"]


# --- whatever is said ----------------------------------------------------------------------------

CODES = st.sampled_from(["D1", "D2", "1.defects.1", None])
STATEMENTS = st.lists(
    st.tuples(
        st.sampled_from(["D1", "D2", "1.defects.1", "1.defects.2", "1.defects.3", "major defect"]),
        st.booleans(),
    ),
    max_size=6,
)


def may_be_right(line: str, name: str, names: list[str], said: list[tuple[str, bool]]) -> bool:
    """Whether a line is put right, by looking at each statement by itself."""
    of_it = [is_right for each, is_right in said if each in (line, name)]
    enough = [
        sum(each == called for each, _ in said)
        >= sum(called in (f"1.defects.{at}", other) for at, other in enumerate(names, 1))
        for called in (line, name)
        if any(each == called for each, _ in said)
    ]
    return all(of_it) and any(enough)


@given(st.lists(CODES, min_size=1, max_size=3), STATEMENTS, st.randoms(use_true_random=False))
def test_a_line_is_put_right_only_if_all_that_is_said_of_it_says_so(
    codes: list[str | None], statements: list[tuple[str, bool]], random: Random
) -> None:
    defects = [{"severity": "major", "units": 1} | ({"code": c} if c else {}) for c in codes]
    names = [code or "major defect" for code in codes]
    shuffled = random.sample(statements, len(statements))
    for listed in (statements, shuffled):
        entries = Entries({"inspection": {"defects": defects, "checks": []}}).add(
            "reinspection",
            AGAIN_ON,
            inspector="Chen",
            findings=[{"finding": name, "resolved": is_right} for name, is_right in listed],
        )
        found = project(entries.all, AGAIN_ON).case.findings or ()
        assert [each.resolved for each in found] == [
            may_be_right(f"1.defects.{at}", name, names, statements)
            for at, name in enumerate(names, 1)
        ]


@pytest.mark.parametrize(
    ("category", "severity"),
    [("safety", "critical"), ("regulatory", "critical"), ("functional", "major"), (None, "major")],
)
def test_a_check_of_danger_that_failed_is_a_critical_finding(
    category: str | None, severity: str
) -> None:
    check = {"name": "pull", "result": "fail"} | ({"category": category} if category else {})
    case = reworked(of=lot(defects=[], checks=[check]))
    paths = ["findings.critical", "findings.major"]
    told = observe(case.lot(date(2026, 11, 19)), paths)
    assert [path for path in paths if told[path]] == [f"findings.{severity}"]
