"""Next steps: which obligations become steps, what settles them, and what is pressing."""

from __future__ import annotations

import json
import pickle
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from disposition.casefile import Case, CaseError, CasePolicies, Step
from disposition.casefile.lifecycle.obligations import in_force
from disposition.casefile.lifecycle.projection import lot_of
from disposition.casefile.lifecycle.steps import conduct_of
from disposition.casefile.log.effective import effective_events
from disposition.cli.case.shared.text import step_lines
from support.case_entries import FIRST_DAY, Entries, call, day, decision_document, toy
from support.shipped import POLICIES


def begun() -> Case:
    lot = toy()
    return Case.begin("PO-1", lot, on=FIRST_DAY, inspector="Chen", policies=POLICIES)


def steps(case: Case, on: date) -> dict[str, Step]:
    return {step.do: step for step in case.next_steps(on)}


def test_a_step_tells_who_does_what_by_when_and_why() -> None:
    step = steps(begun().decide(on=day(19)), day(19))["call-first"]
    assert (step.case, step.policy, step.due, step.overdue) == ("PO-1", "approach", day(20), False)
    assert step.by
    assert step.because
    assert step.rule == "a-call-comes-first"
    assert step.to_dict()["due"] == "2026-11-20"


def test_a_step_whose_day_has_passed_is_overdue_and_comes_first() -> None:
    case = begun().decide(on=day(19))
    listed = [step for step in case.next_steps(day(24)) if step.is_sure]
    assert listed[0].overdue
    assert steps(case, day(20))["call-first"].overdue is False
    assert steps(case, day(21))["call-first"].overdue is True
    dues = [step.due or date.max for step in listed]
    assert dues == sorted(dues)


def test_what_was_done_is_no_step_any_more() -> None:
    case = begun().decide(on=day(19))
    assert "call-first" in steps(case, day(19))
    assert "call-first" not in steps(case.add("contact", call(), on=day(19)), day(19))


@pytest.mark.parametrize(
    ("kind", "data", "ends"),
    [
        ("document", {"paper": "notice"}, {"keep-notice-rules"}),
        (
            "agreement",
            {"scope": "rework", "consent": True},
            {"keep-notice-rules", "answer-argument"},
        ),
        ("agreement", {"scope": "rework", "consent": False}, set()),
    ],
)
def test_what_was_signed_or_sent_ends_what_it_settles(
    kind: str, data: dict[str, Any], ends: set[str]
) -> None:
    argued = {"arguments": [{"topic": "measurement", "evidence": "none"}]}
    case = begun().decide(on=day(19)).add("contact", call(), on=day(19))
    case = case.add("reply", argued, on=day(20))
    asked = {"keep-notice-rules", "answer-argument"}
    assert asked <= steps(case, day(21)).keys()
    assert asked - steps(case.add(kind, data, on=day(21)), day(21)).keys() == ends


def test_conduct_and_confidence_are_no_steps() -> None:
    case = begun().decide(on=day(19))
    assert not [do for do in steps(case, day(19)) if do.startswith(("mind-", "confidence-"))]
    assert "mind-one-to-one" in {each.do for each in conduct_of(case.judged(day(19)))}


def test_a_step_of_the_decision_stays_until_an_entry_settles_it() -> None:
    lot = toy()
    lot["contract"]["rework"] = {"allowed": True}
    case = Case.begin("PO-1", lot, on=FIRST_DAY, policies=POLICIES).decide(on=day(19))
    assert steps(case, day(19))["name-clause"].policy == "failed-inspection"
    by_hand = case.add("done", {"do": "name-clause"}, on=day(20))
    assert "name-clause" not in steps(by_hand, day(20))
    assert "name-clause" in steps(by_hand, day(19))
    with_it = case.add("contact", call(), on=day(20), settles=["name-clause"])
    assert "name-clause" not in steps(with_it, day(20))


def test_who_approved_a_decision_settles_its_approval() -> None:
    assert "approve" in steps(begun().decide(on=day(19)), day(19))
    assert "approve" not in steps(begun().decide(on=day(19), approved_by="Eva"), day(19))


def test_what_was_settled_comes_back_after_another_inspection() -> None:
    again = {
        "inspector": "Zhou",
        "inspection": {**toy()["inspection"], "date": "2026-11-22", "type": "reinspection"},
    }
    case = begun().decide(on=day(19)).add("done", {"do": "keep-cure-period"}, on=day(20))
    failed = case.add("reinspection", again, on=day(22))
    assert "keep-cure-period" not in steps(failed, day(22)), (
        "a decision is over once inspected again"
    )
    assert "keep-cure-period" in steps(failed.decide(on=day(22)), day(22))


def test_a_policy_of_the_case_has_the_say_over_its_own_codes() -> None:
    """The decision asks for the notice too; the policy about the conversation says when."""
    case = begun().decide(on=day(19))
    assert case.decision is not None
    assert "notify-supplier" in {each.do for each in case.decision.obligations}
    assert "notify-supplier" not in steps(case, day(19))


def test_what_a_policy_waits_for_has_to_be_found_out() -> None:
    lot = toy()
    for key in ("relationship_months", "lots_inspected", "lots_rejected"):
        del lot["supplier"][key]
    case = Case.begin("PO-1", lot, on=FIRST_DAY, policies=POLICIES).decide(on=day(19))
    found = [step for step in case.next_steps(day(19)) if step.do == "tell"]
    assert {step.waits_for for step in found} >= {("supplier.track_record",)}
    assert all("cannot say how to go on" in step.because for step in found)


def test_a_closed_case_has_no_steps() -> None:
    case = begun().decide(on=day(19)).add("closed", {"because": "cancelled"}, on=day(20))
    assert case.next_steps(day(20)) == ()
    assert case.next_steps(day(19)) != ()


# --- values of obligations ------------------------------------------------------------------------

CREDIT = """\
policy: ours
version: 1.0.0
extends: failed-inspection
rules:
  credit:
    require:
      - do: credit
        what: a credit note
        values: {amount: lot.value / 40, currency: lot.currency, units: defects.found}
    when: true
    because: house rule
    source: us
"""


def credited(folder: Path) -> Case:
    (folder / "failed-inspection.yaml").write_text(CREDIT, encoding="utf-8")
    lot = toy()
    lot["lot"] |= {"unit_price": "4.20", "currency": "<b>EUR</b>"}
    case = Case.begin("PO-1", lot, on=FIRST_DAY, policies=CasePolicies.load(folder))
    return case.decide(on=day(19))


def test_a_step_carries_the_values_of_its_obligation(tmp_path: Path) -> None:
    step = steps(credited(tmp_path), day(19))["credit"]
    assert step.values["amount"].value == Decimal(336)
    assert step.to_dict()["values"] == {
        "amount": {"value": "336", "type": "decimal", "unit": "money"},
        "currency": {"value": "<b>EUR</b>", "type": "text", "unit": ""},
        "units": {"value": 15, "type": "integer", "unit": "units"},
    }
    assert any(
        "amount = 336, currency = <b>EUR</b>, units = 15" in each for each in step_lines(step)
    )
    assert pickle.loads(pickle.dumps(step)) == step  # noqa: S301 - our own
    (bare,) = [
        each for each in credited(tmp_path).next_steps(day(19)) if each.do == "talk-about-batch"
    ]
    assert not bare.values
    assert "values" not in bare.to_dict()


def test_a_dossier_shows_the_values_of_obligations(tmp_path: Path) -> None:
    dossier = credited(tmp_path).dossier(day(19))
    page = dossier.html()
    assert page.count("amount = 336, currency = &lt;b&gt;EUR&lt;/b&gt;, units = 15") == 2
    told_ = json.loads(dossier.to_json())
    credits_ = [each for each in told_["steps"] if each["do"] == "credit"]
    assert [each["values"]["units"]["value"] for each in credits_] == [15]


@pytest.mark.parametrize(
    "values", [None, [], {"a": 5}, {"a": {"value": 5, "type": "decimal", "unit": ""}}]
)
def test_values_that_are_none_in_a_stored_decision_are_refused(values: Any) -> None:
    duty = {
        "do": "credit",
        "what": "",
        "by": "",
        "due": None,
        "applies": "yes",
        "waits_for": [],
        "rule": "a",
        "because": "",
        "source": "",
        "clause": None,
        "values": values,
    }
    entries = Entries().add("decision", 19, decision=decision_document(obligations=[duty]))
    happened = effective_events(entries.all, day(20))
    with pytest.raises(CaseError, match="an obligation of its decision is none"):
        in_force(happened, lot_of(happened, day(20)))


HELD = """\
policy: ours
version: 1.0.0
extends: failed-inspection
rules:
  held:
    require:
      - do: sort-apart
        due: shipment.ship_by
        values: {price: lot.unit_price}
        before: release
        proved_when: lot.regulated
    when: true
    because: house rule
    source: us
"""


def test_a_release_waits_for_the_proof_of_what_applies_and_not_for_its_values(
    tmp_path: Path,
) -> None:
    (tmp_path / "failed-inspection.yaml").write_text(HELD, encoding="utf-8")
    lot = toy()
    for section, key in (("lot", "unit_price"), ("lot", "regulated"), ("shipment", "ship_by")):
        lot[section].pop(key, None)
    case = Case.begin("PO-1", lot, on=FIRST_DAY, policies=CasePolicies.load(tmp_path))
    case = case.decide(on=day(19))
    (missing,) = [each for each in case.gate(day(19)).missing if each.rule == "held"]
    assert (missing.is_sure, missing.waits_for) == (False, ("lot.regulated",))
    step = steps(case, day(19))["sort-apart"]
    assert step.waits_for == ("lot.unit_price", "shipment.ship_by")
    lines = "".join(step_lines(step))
    assert "what is unknown of it depends on lot.unit_price, shipment.ship_by" in lines
