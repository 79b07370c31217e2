"""`verify`: planted faults are found, what is sound is proved, and every witness shows it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings

from disposition import Lot, Policy, load_policy, load_policy_text
from disposition.analysis import PolicyFinding, Verdict, Verification, Weight, verify
from disposition.analysis.decided_lot import Looking
from disposition.analysis.lot_terms import Sight
from disposition.analysis.prover import Prover
from disposition.analysis.verification import verifying
from disposition.analysis.verification.report import document, html_page, sentences
from disposition.analysis.verification.verifying import claims
from disposition.built import shipped_folder
from disposition.policy import shipped_names
from disposition.testing.strategies import documents

HEAD = """\
policy: planted
version: 1.0.0
outcomes: {accept: {ships: all}, sort: {ships: part}, rework: {ships: none}}
otherwise: hold
"""
SOUND = """\
define: {many: defects.major.found > 2}
rules:
  fine: {permit: accept, when: defects.major.found <= 2 and defects.minor.found <= 5}
  unsafe: {forbid: [accept, sort], when: defects.critical.present}
  sorted: {permit: sort, when: defects.major.found > 2 and contract.partial_shipment.allowed}
  bad: {permit: rework, when: many or defects.critical.present or defects.minor.found > 5}
invariants:
  safe: {always: not defects.critical.present or ships == 'none'}
claims:
  few: {always: outcome != 'accept' or defects.major.found < 3}
  worse: {never_laxer: {when: contract.partial_shipment.allowed, grows: false}}
"""


def plus(rule: str) -> str:
    """Return the sound policy with one more rule."""
    return SOUND.replace("rules:\n", f"rules:\n  {rule}\n")


def verified(rules: str) -> Verification:
    return verify(load_policy_text(HEAD + rules))


def found(verification: Verification, check: str, name: str | None = None) -> list[PolicyFinding]:
    return [
        each for each in verification.findings if each.check == check and name in (None, each.name)
    ]


@cache
def sound() -> Verification:
    return verified(SOUND)


def test_a_sound_policy_is_proved() -> None:
    assert sound().is_proved
    assert not sound().open
    assert {each.check for each in sound().notes} <= {"learning", "completeness"}
    for check in ("invariant", "invariant-needed", "claim", "unknown-never-ships"):
        assert all(each.verdict is Verdict.PROVED for each in found(sound(), check)), check


PLANTED = {
    "an invariant that the rules break": (
        SOUND.replace("forbid: [accept, sort]", "forbid: accept"),
        ("invariant-needed", "safe", Weight.NOTE),
    ),
    "a claim that does not hold": (
        SOUND.replace("found < 3", "found < 2"),
        ("claim", "few", Weight.PROMISE),
    ),
    "a claim that is not so where something is unknown": (
        SOUND.replace("always: outcome != 'accept' or", "always: lot.regulated or"),
        ("claim", "few", Weight.PROMISE),
    ),
    "a value that makes it laxer": (
        SOUND.replace("allowed, grows: false", "allowed, grows: true"),
        ("claim", "worse", Weight.PROMISE),
    ),
    "a rule with a gap between its limits": (
        plus("it: {forbid: accept, when: lot.quantity > 9 and lot.quantity < 5}"),
        ("rule-never-holds", "it", Weight.FAULT),
    ),
    "a rule that definitions rule out": (
        plus("it: {forbid: accept, when: checks.failed > 1 and checks.all_passed}"),
        ("rule-never-holds", "it", Weight.FAULT),
    ),
    "a permission that is always forbidden": (
        plus("it: {permit: accept, when: defects.critical.found > 0}"),
        ("rule-never-decides", "it", Weight.FAULT),
    ),
    "a permission that always comes too late": (
        plus(
            "it: {permit: rework, when: defects.major.found == 0 and defects.minor.found == 0 "
            "and not defects.critical.present}"
        ),
        ("rule-never-decides", "it", Weight.FAULT),
    ),
    "an obligation of an outcome that does not follow": (
        plus("it: {require: tell, with: accept, when: defects.critical.present}"),
        ("rule-never-decides", "it", Weight.FAULT),
    ),
    "a needless prohibition": (
        plus("it: {forbid: accept, when: defects.major.found > 7}"),
        ("rule-never-decides", "it", Weight.NOTE),
    ),
    "an outcome that nothing permits": (
        SOUND.replace("  sorted: {permit: sort", "  sorted: {permit: rework"),
        ("outcome", "sort", Weight.FAULT),
    ),
    "a limit that nobody meets": (
        plus("it: {forbid: accept, when: supplier.rejection_rate > 100}"),
        ("threshold", "supplier.rejection_rate > 100", Weight.FAULT),
    ),
    "a limit that everybody meets": (
        SOUND.replace("defects.major.found <= 2", "lot.quantity >= 0 and defects.major.found <= 2"),
        ("threshold", "lot.quantity >= 0", Weight.FAULT),
    ),
    "a lot without an outcome": (
        SOUND.replace(" or defects.minor.found > 5}", "}"),
        ("completeness", "", Weight.NOTE),
    ),
    "rows at odds": (
        SOUND
        + "tables:\n  t:\n    columns: [shipment.urgency, lot.quantity]\n    rows:\n"
        + "    - {if: [high, '-'], permit: sort}\n    - {if: ['-', '> 10'], forbid: sort}\n",
        ("table-overlap", "t/1, t/2", Weight.NOTE),
    ),
    "lots that no row is about": (
        SOUND
        + "tables:\n  t:\n    columns: [lot.quantity]\n    rows:\n"
        + "    - {if: ['< 10'], permit: sort}\n    - {if: ['> 10'], forbid: sort}\n",
        ("table-gap", "t", Weight.NOTE),
    ),
    "inputs that no row of outputs covers": (
        SOUND
        + "tables:\n  t:\n    columns: [lot.quantity]\n    rows:\n"
        + "    - {if: ['< 10'], require: {do: pay, values: {share: 2}}}\n"
        + "    - {if: ['> 10'], require: {do: pay, values: {share: 3}}}\n",
        ("table-gap", "t", Weight.NOTE),
    ),
    "obligations with different days": (
        SOUND.replace(
            "rules:\n",
            "rules:\n  a: {require: {do: tell, due: as_of + 5}, when: defects.major.found > 3}\n"
            "  b: {require: {do: tell, due: as_of + 2}, when: defects.critical.present}\n",
        ),
        ("obligations", "tell: a, b", Weight.NOTE),
    ),
}


@pytest.mark.parametrize(("rules", "expected"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_found(
    rules: str, expected: tuple[str, str, Weight], monkeypatch: pytest.MonkeyPatch
) -> None:
    check, name, weight = expected
    assert not [each for each in found(sound(), check, name) if each.verdict is Verdict.REFUTED]
    # What is learned takes four fifths of the time, and no fault is about it.
    monkeypatch.setattr(verifying, "learning", lambda _policy: ())
    (finding,) = found(verified(rules), check, name)
    assert finding.verdict is Verdict.REFUTED
    assert finding.weight is weight


def test_a_rule_that_only_keeps_lots_open_has_an_effect() -> None:
    own = (
        "facts:\n  custom.open: {type: boolean}\n"
        "  custom.settled: {is: unknown if custom.open else true}\n"
    )
    rules = plus("it: {forbid: accept, when: not custom.settled}")
    (finding,) = found(verified(own + rules), "rule-never-holds", "it")
    assert finding.weight is Weight.NOTE
    assert finding.sentence.endswith("keeps lots undecided while it is open")


def test_what_hides_a_rule_is_named() -> None:
    rules, _ = PLANTED["a permission that is always forbidden"]
    (finding,) = found(verified(rules), "rule-never-decides")
    assert finding.sentence.endswith("none of its outcomes is decided on: `unsafe` hides it")


def test_rows_without_gap_or_overlap_are_proved() -> None:
    rules = (
        "tables:\n  t:\n    columns: [lot.quantity]\n    rows:\n"
        "    - {if: ['< 10'], permit: sort}\n    - {if: ['>= 10'], forbid: sort}\n"
    )
    verification = verified(SOUND + rules)
    assert not found(verification, "table-overlap")
    assert [each.verdict for each in found(verification, "table-gap")] == [Verdict.PROVED]


def test_every_witness_shows_what_it_is_there_for() -> None:
    rules, _ = PLANTED["a claim that does not hold"]
    (finding,) = found(verified(rules), "claim", "few")
    assert finding.witness is not None
    (lot,) = finding.witness.documents
    decision = load_policy_text(HEAD + rules).decide(Lot.from_dict(lot))
    assert decision.outcome == "accept"
    assert finding.witness.case()["expect"]["outcome"] == "accept"


# --- what is proved survives lots that are drawn -------------------------------------------------


@settings(max_examples=20)
@given(documents())
def test_what_is_proved_survives_lots(lot: dict[str, Any]) -> None:
    decision = _sound().decide(Lot.from_dict(lot))
    seen = Looking(_sound()).at(lot)
    if decision.outcome == "accept":
        assert (seen.fact("defects.major.found") or 0) < 3
    if decision.ships != "none":
        assert seen.fact("defects.critical.present") is False


@cache
def _sound() -> Policy:
    return load_policy_text(HEAD + SOUND)


# --- as it is told -------------------------------------------------------------------------------


def test_as_sentences_data_and_page() -> None:
    verification = verified(PLANTED["a claim that does not hold"][0])
    lines = list(sentences(verification))
    assert lines[0] == "planted 1.0.0"
    at = lines.index("  - the claim `few` does not hold")
    assert lines[at + 1] == "    claim-few:"
    assert lines[at + 2].startswith("      given: {")
    assert "expect: {outcome: accept" in lines[at + 3]
    assert lines[-1].endswith(" notes") or lines[-1].endswith(" note")
    told = document([verification])["policies"][0]
    assert told["is_proved"] is False
    (claim,) = (each for each in told["findings"] if each["name"] == "few")
    assert (claim["verdict"], claim["weight"]) == ("refuted", "promise")
    assert claim["cases"][0]["expect"]["outcome"] == "accept"
    page = html_page([verification])
    assert page.startswith("<!DOCTYPE html>")
    assert "the claim <code>few</code> does not hold" in page


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_policies_keep_their_claims(name: str) -> None:
    policy = load_policy(shipped_folder() / f"{name}.yaml")
    findings = list(claims(policy, Prover(Sight(policy))))
    assert findings
    assert {each.verdict for each in findings} == {Verdict.PROVED}


def test_a_shipped_claim_that_is_broken_is_refuted() -> None:
    text = (shipped_folder() / "oversight.yaml").read_text(encoding="utf-8")
    broken = text.replace(
        "outcome not in ['close', 'photos'] or not danger", "outcome != 'on_site'"
    )
    assert broken != text
    verification = verify(load_policy_text(broken))
    assert [each.name for each in verification.broken] == ["danger-is-watched-on-site"]
    assert verification.open == ()
