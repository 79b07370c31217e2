"""Two versions of a policy: what is named differs as said, and everything else is decided alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from disposition import PolicyError
from disposition.testing import load_cases
from disposition.testing.runner import run
from support.small_cases import CASES, POLICY, write

OLDER = POLICY.replace("version: 1.0.0", "version: 0.9.0").replace("100", "95")
RENAMED = OLDER.replace("95", "100").replace("  few:\n", "  small:\n")


def mismatches(
    folder: Path, before: str, *, older: str = OLDER, policy: str = POLICY
) -> dict[str, list[str]]:
    """Return what is wrong with each case of a file that is compared with an older policy."""
    (folder / "older.yaml").write_text(older)
    more = f"differences: {{against: older.yaml, before: {{{before}}}}}\n"
    path = write(folder, policy=policy, cases=CASES + more)
    (found,) = run([load_cases(path)])
    return {
        each.case.name: [str(one) for one in each.mismatches]
        for each in found.reports
        if not each.passed
    }


def test_what_is_named_differs_as_said(tmp_path: Path) -> None:
    assert mismatches(tmp_path, "pieces/1: {outcome: rework}") == {}


def test_what_is_not_named_is_decided_alike(tmp_path: Path) -> None:
    assert mismatches(tmp_path, "") == {
        "pieces/1": ["outcome, compared with older.yaml: expected rework as before, found accept"]
    }


def test_what_is_named_must_have_been_as_said(tmp_path: Path) -> None:
    assert mismatches(tmp_path, "pieces/1: {outcome: hold}") == {
        "pieces/1": ["outcome of older.yaml: expected hold, found rework"]
    }


def test_what_is_named_must_differ(tmp_path: Path) -> None:
    before = "pieces/1: {outcome: rework}, pieces/2: {outcome: rework}"
    assert mismatches(tmp_path, before) == {
        "pieces/2": [
            "decision: expected a difference to older.yaml, found none: both decide rework"
        ]
    }


def test_obligations_are_compared(tmp_path: Path) -> None:
    older = POLICY.replace("{do: call-the-buyer}", "{do: write}")
    (said,) = mismatches(tmp_path, "", older=older)["an-urgent-lot"]
    assert said.startswith("obligations, compared with older.yaml: expected seal, write as before,")
    assert said.endswith("found call-the-buyer, seal")


@pytest.mark.parametrize(
    ("older", "newer", "differs"),
    [
        ("{units: lot.quantity}", "{units: lot.quantity + 1}", True),
        ("{units: lot.quantity}", "{units: lot.quantity, more: 1}", False),
        ("{units: lot.quantity, more: 1}", "{units: lot.quantity * 1}", False),
    ],
)
def test_values_that_both_carry_are_compared(
    older: str, newer: str, differs: bool, tmp_path: Path
) -> None:
    before, after = (
        POLICY.replace("{do: call-the-buyer}", f"{{do: call-the-buyer, values: {values}}}")
        for values in (older, newer)
    )
    found = mismatches(tmp_path, "", older=before, policy=after)
    if differs:
        assert found == {
            "an-urgent-lot": [
                (
                    "values, compared with older.yaml: expected call-the-buyer.units = 90 as "
                    "before, found call-the-buyer.units = 91"
                )
            ]
        }
    else:
        assert found == {}


def test_a_rule_by_another_name_is_no_difference(tmp_path: Path) -> None:
    assert mismatches(tmp_path, "", older=RENAMED) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{against: older.yaml, before: {pieces/3: {outcome: rework}}}", "no case `pieces/3`"),
        ("{against: older.yaml, before: {pieces/1: {outcome: reject}}}", "cannot be `reject`"),
        ("{before: {}}", "needs the key `against`"),
        ("{against: oldr.yaml}", "cannot be read"),
        ("{against: older.yaml, after: {}}", "has no key `after`"),
    ],
)
def test_mistakes_are_told(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "older.yaml").write_text(OLDER)
    path = write(tmp_path, cases=f"{CASES}differences: {text}\n")
    with pytest.raises(PolicyError) as caught:
        load_cases(path)
    assert said in str(caught.value)


def test_a_lot_that_the_other_version_cannot_take_is_told_of_its_case(tmp_path: Path) -> None:
    policy = POLICY + "facts: {custom.fit: {type: boolean}}\n"
    older = OLDER + "facts: {custom.fit: {is: lot.quantity > 3}}\n"
    (tmp_path / "older.yaml").write_text(older)
    fit = "cases:\n  fit: {given: {custom.fit: true}, expect: {status: decided}}\n"
    cases = CASES.replace("cases:\n", fit)
    more = "differences: {against: older.yaml, before: {pieces/1: {outcome: rework}}}\n"
    path = write(tmp_path, policy=policy, cases=cases + more)
    (found,) = run([load_cases(path)])
    (told,) = [str(one) for each in found.reports for one in each.mismatches]
    assert told == (
        "lot, compared with older.yaml: expected one that both can take, found $.custom.fit: "
        "`custom.fit` is derived by the policy, and cannot be given (leave it out)"
    )
