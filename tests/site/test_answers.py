"""What the playground answers, without a browser: it decides as the library does."""

from __future__ import annotations

import json
import re

import pytest
from website.playground.answers import answer, cover, decide
from website.playground.assemble import FIRST_LOT, examples

from disposition import Lot, load_policy_text
from support.checkout import ROOT

EXAMPLES = examples()
LOT, *_ = EXAMPLES["lot"].values()
POLICY, *_ = EXAMPLES["policy"].values()
CASES, *_ = EXAMPLES["cases"].values()


def test_the_first_lot_is_decided_as_anywhere() -> None:
    assert EXAMPLES["lot"][FIRST_LOT] == LOT
    decision = load_policy_text(POLICY).decide(Lot.from_json(LOT))
    told = decide(LOT, POLICY)
    assert (told["outcome"], told["status"]) == (decision.outcome, decision.status)
    assert told["html"] == decision._repr_html_()


@pytest.mark.parametrize("name", EXAMPLES["lot"])
def test_a_lot_is_the_same_read_as_yaml(name: str) -> None:
    text = EXAMPLES["lot"][name]
    decision = load_policy_text(POLICY).decide(Lot.from_json(text))
    assert decide(text, POLICY)["outcome"] == decision.outcome


def test_each_policy_to_begin_with_decides_or_shows_its_mistakes() -> None:
    told = {name: decide(LOT, text) for name, text in EXAMPLES["policy"].items()}
    assert [name for name, each in told.items() if "problems" in each] == ["with mistakes"]


def test_an_empty_lot_is_asked_about() -> None:
    told = decide("", POLICY)
    assert told["status"] == "needs_information"
    assert told["questions"] > 3
    assert "To be told" in told["html"]


BROKEN_RULE = POLICY.replace("lot.category == 'toys'", "lot.categry == 'toys'")


@pytest.mark.parametrize(
    ("lot", "policy", "place", "said", "hint"),
    [
        (LOT, BROKEN_RULE, ("policy", 16), "`lot.categry` is not known", "`lot.category`"),
        (LOT, "", ("policy", 1), "the policy file is empty", "`policy: its-name`"),
        (LOT.replace('"major"', '"majr"', 1), POLICY, ("lot", 23), "unknown key", "`major`"),
        (LOT[:-30], POLICY, ("lot", 79), "never closed", ""),
        ("lot:\n  quantity: -3", POLICY, ("lot", 2), "$.lot.quantity: expected a whole", ""),
        ('{"lot":\t{"quantity": "x"}}', POLICY, ("lot", 1), 'found `"x"`', ""),
        ("a lot", POLICY, ("lot", 1), "a lot is a group of keys", ""),
        ("a: b\n" * 220_000, POLICY, ("lot", 1), "larger than", ""),
        (LOT, "# a\n" * 300_000, ("policy", 1), "larger than", ""),
        ("- 1", POLICY, ("lot", 1), "a lot is a group of keys", ""),
    ],
)
def test_a_mistake_is_told_with_its_line(
    lot: str, policy: str, place: tuple[str, int], said: str, hint: str
) -> None:
    (problem, *_) = decide(lot, policy)["problems"]
    assert (problem["in"], problem["line"]) == place
    assert said in problem["message"]
    assert hint in problem["hint"]


def test_cases_are_run_and_covered() -> None:
    told = cover(POLICY, CASES)
    assert (told["passed"], told["failures"]) == (2, [])
    assert 0 < int(told["percent"]) < 100
    assert {each["line"] for each in told["missing"]} <= {*range(1, POLICY.count("\n") + 1)}
    assert "rules decisive" in told["coverage"]


def test_a_case_that_fails_says_why() -> None:
    told = cover(POLICY, CASES.replace("outcome: accept", "outcome: rework"))
    assert told["passed"] == 1
    (failure,) = told["failures"]
    assert failure["name"] == "nothing-found-is-accepted"
    assert re.search(r"expected +rework\n +found +accept", failure["text"])


@pytest.mark.parametrize(
    ("policy", "cases", "place"),
    [
        (POLICY, CASES.replace("outcome: accept", "outcom: accept"), ("cases", 19)),
        (BROKEN_RULE, CASES, ("policy", 16)),
        (POLICY, CASES.replace("policy: policy.yaml", "policy: ../policy.yaml"), ("cases", 2)),
    ],
)
def test_a_mistake_in_cases_or_their_policy_is_told_with_its_line(
    policy: str, cases: str, place: tuple[str, int]
) -> None:
    (problem, *_) = cover(policy, cases)["problems"]
    assert (problem["in"], problem["line"]) == place


def test_questions_and_answers_are_json() -> None:
    told = json.loads(answer(json.dumps({"ask": "decide", "lot": LOT, "policy": POLICY})))
    assert told == decide(LOT, POLICY)
    assert json.loads(answer('{"ask": "about"}'))["version"]


def test_the_page_names_what_it_runs_on() -> None:
    page = (ROOT / "website/playground/assets/index.md").read_text(encoding="utf-8")
    vendor = (ROOT / "website/playground/vendor.py").read_text(encoding="utf-8")
    (version,) = re.findall(r'"pyodide@(\d+)\.', vendor)
    assert f"[Pyodide](https://pyodide.org) {version} " in page
