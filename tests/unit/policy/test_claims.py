"""Claims of a policy: read, checked, layered, kept in one file, and without any effect."""

from __future__ import annotations

from pathlib import Path

import pytest

from disposition import Lot, load_policy, load_policy_text
from disposition.policy import PolicyError, expression_text, format_policy
from disposition.policy.format.flattening import flat_text

RULES = """\
policy: toys
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
define: {dear: contract.paid > 100}
rules:
  fine: {permit: accept, when: dear, because: it is dear, source: us}
"""
CLAIMS = """\
claims:
  paid: {always: dear or outcome!='accept', about: Only what is dear}
  more: {never_laxer: {when: contract.paid, grows: false}}
  none: {always: "outcome == 'hold' or count(d for d in inspection.defects) == 0"}
"""


def test_claims_are_in_order_with_what_they_say() -> None:
    more, none, paid = load_policy_text(RULES + CLAIMS).checked.claims
    assert (more.id, none.id, paid.id) == ("more", "none", "paid")
    assert paid.always is not None
    assert expression_text(paid.always) == "dear or outcome != 'accept'"
    assert paid.about == "Only what is dear"
    assert more.never_laxer is not None
    assert (more.never_laxer.fact.path, more.never_laxer.grows) == ("contract.paid", False)


def test_claims_decide_nothing_and_change_no_digest() -> None:
    without, with_claims = load_policy_text(RULES), load_policy_text(RULES + CLAIMS)
    assert with_claims.digest == without.digest
    assert with_claims.checked.facts == without.checked.facts
    lot = Lot.from_dict({"contract": {"paid": 101}})
    assert with_claims.decide(lot).to_dict() == without.decide(lot).to_dict()


def test_a_definition_that_only_a_claim_reads_is_used() -> None:
    text = RULES.replace("when: dear", "when: contract.paid > 5")
    assert "W702" in {each.code for each in load_policy_text(text).warnings}
    assert "W702" not in {each.code for each in load_policy_text(text + CLAIMS).warnings}


def test_claims_stand_in_the_policy_as_one_file() -> None:
    policy = load_policy_text(RULES + CLAIMS)
    again = load_policy_text(flat_text(policy.checked))
    assert again.checked.claims == policy.checked.claims
    assert again.digest == policy.digest


def test_claims_are_written_canonically() -> None:
    line = "  paid: {always: dear or outcome != 'accept', about: Only what is dear}"
    assert line in format_policy("x.yaml", RULES + CLAIMS).splitlines()


def test_claims_are_layered(tmp_path: Path) -> None:
    (tmp_path / "house.yaml").write_text(RULES + CLAIMS, encoding="utf-8")
    top = tmp_path / "top.yaml"
    head = "policy: top\nversion: 1.0.0\nextends: house.yaml\n"
    claims = "claims:\n  also: {always: true}\n  paid: {always: outcome == 'hold'}\n"
    top.write_text(head + "replaces: [paid, more]\n" + claims, encoding="utf-8")
    found = load_policy(top).checked.claims
    assert [each.id for each in found] == ["also", "none", "paid"]
    assert found[2].always is not None
    assert expression_text(found[2].always) == "outcome == 'hold'"
    top.write_text(head + claims, encoding="utf-8")
    with pytest.raises(PolicyError, match="the claim `paid` is in `toys` already"):
        load_policy(top)


def test_claims_are_shown_with_the_policy() -> None:
    page = load_policy_text(RULES + CLAIMS)._repr_html_()
    for said in ("Claims: what is to be proved of every lot", "contract.paid falls"):
        assert said in page
    assert "Claims" not in load_policy_text(RULES)._repr_html_()
